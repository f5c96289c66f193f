import { registry } from "@web/core/registry";

const row = (product) => `.o_field_widget[name=line_ids] .o_data_row:contains(${product})`;

/**
 * Enter a quantity in the row of a product.
 *
 * @param {string} product its name
 * @param {number} quantity what was counted
 */
const count = (product, quantity) => [
    {
        content: `Go to ${product}`,
        trigger: `${row(product)} td[name=counted_qty]`,
        run: "click",
    },
    {
        content: `Count ${quantity}`,
        trigger: `${row(product)} td[name=counted_qty] input`,
        run: `edit ${quantity}`,
    },
];

const confirm = { content: "Confirm", trigger: "button[name=action_confirm]", run: "click" };

/**
 * Plan what is due, count two products, and count the one with a difference again.
 *
 * @param {Object} texts what the states are called in the user's language
 */
const getCountSteps = (texts) => () => [
    { content: "Plan what is due", trigger: "button[name=action_plan]", run: "click" },
    {
        content: "Open the session",
        trigger: ".o_data_row td[name=name]:contains(CNT/)",
        run: "click",
    },
    {
        content: "What is not counted is blank",
        trigger: `${row("Journey Lamp")} td[name=counted_qty]:not(:contains(0))`,
    },
    ...count("Journey Lamp", 0),
    ...count("Journey Vase", 100),
    {
        content: "A zero is a count as well",
        trigger: `${row("Journey Lamp")} td[name=is_counted] input:checked`,
    },
    ...count("Journey Lamp", 60),
    confirm,
    {
        content: "What agrees is done",
        trigger: `${row("Journey Vase")} td[name=state]:contains(${texts.done})`,
    },
    {
        content: "The other one is to be counted again, and shows nothing",
        trigger: `${row("Journey Lamp")} td[name=state]:contains(${texts.recount})`,
    },
    ...count("Journey Lamp", 60),
    confirm,
    {
        content: "The difference waits for a decision",
        trigger: `${row("Journey Lamp")} td[name=state]:contains(${texts.review})`,
    },
    {
        content: "What was counted has no bin",
        trigger: `${row("Journey Lamp")}:not(:has(button[name=delete]))`,
    },
    {
        content: "Who counted sees nothing of it before the decision",
        trigger: `${row("Journey Lamp")}:not(:contains(-40))`,
    },
    {
        content: "Open the count by itself",
        trigger: `${row("Journey Lamp")} .o_list_record_open_form_view`,
        run: "click",
    },
    { content: "Open its case", trigger: "button[name=action_view_exception]", run: "click" },
    {
        content: "The case has the form of a case, not that of the session's lines",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=reported]",
    },
];

/** From the card to the approved difference and its closed case. */
const getApproveSteps = () => [
    {
        content: "Open the card of differences",
        trigger: ".o_scm_workbench .o_kanban_record:has(.fa-balance-scale)",
        run: "click",
    },
    {
        content: "Open the difference",
        trigger: ".o_data_row td[name=product_id]:contains(Journey Lamp)",
        run: "click",
    },
    {
        content: "The difference in money",
        trigger: ".o_field_widget[name=visible_difference_value]:contains(800)",
    },
    { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
    {
        content: "It is done",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=done]",
    },
    { content: "Open the case", trigger: "button[name=action_view_exception]", run: "click" },
    {
        content: "It is resolved",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=resolved]",
    },
];

const tours = registry.category("web_tour.tours");
tours.add("scm_count", {
    steps: getCountSteps({ done: "Done", recount: "Count Again", review: "To Approve" }),
});
tours.add("scm_count_zh", {
    steps: getCountSteps({ done: "完成", recount: "複盤", review: "待核准" }),
});
tours.add("scm_count_approve", { steps: getApproveSteps });
tours.add("scm_count_approve_zh", { steps: getApproveSteps });
