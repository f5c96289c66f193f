import { registry } from "@web/core/registry";

const openMenu = (xmlId) => `[data-menu-xmlid='scm_assistant_supplier.${xmlId}']`;

/**
 * Last month is evaluated; one supplier's rate is looked at, opened, and submitted.
 *
 * @param {{rate: string, basis: string}} texts what the figure must say
 */
const getSteps =
    ({ rate, basis }) =>
    () => [
        {
            content: "Open the menu of the suppliers",
            trigger: openMenu("scm_supplier_menu"),
            run: "click",
        },
        {
            content: "Evaluate a period",
            trigger: openMenu("scm_supplier_evaluation_run_menu"),
            run: "click",
        },
        {
            content: "Last month is proposed",
            trigger: ".modal button[name=action_run]",
            run: "click",
        },
        {
            content: "Open the supplier in the ranking",
            trigger: ".o_data_row td[name=partner_id]:contains(Journey Supplier)",
            run: "click",
        },
        {
            content: "The rate is the one counted by hand",
            trigger: `.o_field_widget[name=metric_ids] .o_data_row:contains(${rate}):contains(${basis})`,
        },
        {
            content: "Open the lines behind it",
            trigger: `.o_field_widget[name=metric_ids] .o_data_row:contains(${rate}):contains(${basis}) button[name=action_view_records]`,
            run: "click",
        },
        {
            content: "Two of the four are on time",
            trigger: ".o_list_view:has(.text-bg-success:eq(1)):has(.text-bg-danger:eq(1))",
        },
        { content: "Back to the evaluation", trigger: ".o_back_button", run: "click" },
        { content: "Submit", trigger: "button[name=action_submit]", run: "click" },
        {
            content: "It waits for the manager",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=submitted]",
        },
    ];

const confirmSteps = () => [
    {
        content: "Open the card of what waits for the manager",
        trigger: ".o_scm_workbench .o_kanban_record:has(.fa-trophy)",
        run: "click",
    },
    {
        content: "Open the evaluation",
        trigger: ".o_data_row td[name=partner_id]:contains(Journey Supplier)",
        run: "click",
    },
    { content: "Confirm", trigger: "button[name=action_approve]", run: "click" },
    {
        content: "It is confirmed",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=applied]",
    },
];

const tours = registry.category("web_tour.tours");
tours.add("scm_evaluation", { steps: getSteps({ rate: "50.0 %", basis: "2 of 4" }) });
tours.add("scm_evaluation_zh", { steps: getSteps({ rate: "50.0 %", basis: "2／4" }) });
tours.add("scm_evaluation_confirm", { steps: confirmSteps });
tours.add("scm_evaluation_confirm_zh", { steps: confirmSteps });
