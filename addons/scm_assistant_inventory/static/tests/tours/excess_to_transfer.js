import { registry } from "@web/core/registry";

/**
 * The assistant hands in a transfer out of another warehouse's excess.
 *
 * @param {string} reason what the reason must say, in the user's language
 */
const getAssistantSteps = (reason) => () => [
    {
        content: "Open the card of the suggestions",
        trigger: ".o_scm_workbench .o_kanban_record:has(.fa-lightbulb-o)",
        run: "click",
    },
    {
        content: "Open the transfer",
        trigger: ".o_data_row:has(td[name=product_id]:contains(Journey Crate)) td[name=quantity]",
        run: "click",
    },
    {
        content: "The reason says who can spare it",
        trigger: `.o_field_widget[name=reason]:contains(${reason})`,
    },
    {
        content: "Take less",
        trigger: ".o_field_widget[name=quantity] input",
        run: "edit 36",
    },
    {
        content: "Worth more than the limit: submit",
        trigger: "button[name=action_submit]:visible",
        run: "click",
    },
    {
        content: "It waits for the manager",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=submitted]",
    },
    {
        content: "Nothing is moved yet",
        trigger: ".o_form_view:not(:has(button[name=action_view_pickings]))",
    },
];

/** The manager approves; the transfers are there and the position expects them. */
const getManagerSteps = () => [
    {
        content: "Open the card of what is to be approved",
        trigger: ".o_scm_workbench .o_kanban_record:has(.fa-check-square-o)",
        run: "click",
    },
    {
        content: "Open the transfer",
        trigger: ".o_data_row:has(td[name=product_id]:contains(Journey Crate)) td[name=quantity]",
        run: "click",
    },
    {
        content: "Approve",
        trigger: "button[name=action_approve]:visible",
        run: "click",
    },
    {
        content: "It is applied",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=applied]",
    },
    {
        content: "Open the transfers",
        trigger: "button[name=action_view_pickings]",
        run: "click",
    },
    {
        content: "A delivery and a receipt",
        trigger: ".o_list_view .o_data_row:nth-child(2)",
    },
    { content: "Back to the suggestion", trigger: ".o_back_button", run: "click" },
    {
        content: "On to the position",
        trigger: "button[name=action_view_position]",
        run: "click",
    },
    {
        content: "The position expects the goods",
        trigger: ".o_field_widget[name=incoming_qty]:contains(36)",
    },
];

const tours = registry.category("web_tour.tours");
tours.add("scm_excess_to_transfer", { steps: getAssistantSteps("can spare 40") });
tours.add("scm_excess_to_transfer_zh", { steps: getAssistantSteps("可撥出 40") });
tours.add("scm_excess_to_transfer_approve", { steps: getManagerSteps });
