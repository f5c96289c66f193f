import { registry } from "@web/core/registry";

/**
 * From the workbench to a purchase order: card, alert, reason and chart, suggestion,
 * accepted, the order, and back to the position, which shows it in draft orders.
 *
 * @param {string} reason what the reason must say, in the user's language
 */
const getSteps = (reason) => () => [
    {
        content: "Open the card of what is below its safety stock",
        trigger: ".o_scm_workbench .o_kanban_record:has(.fa-battery-quarter)",
        run: "click",
    },
    {
        content: "Open the alert",
        trigger: ".o_data_row td[name=product_id]:contains(Journey Lamp)",
        run: "click",
    },
    { content: "The chart is drawn", trigger: ".o_scm_stock_chart canvas" },
    {
        content: "The reason is told in words",
        trigger: `.o_field_widget[name=reason]:contains(${reason})`,
    },
    {
        content: "Ask for a suggestion",
        trigger: "button[name=action_suggest_purchase]",
        run: "click",
    },
    {
        content: "Change the quantity",
        trigger: ".o_field_widget[name=quantity] input",
        run: "edit 123",
    },
    { content: "Accept", trigger: "button[name=action_submit]", run: "click" },
    {
        content: "It is applied",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=applied]",
    },
    {
        content: "Open the purchase order",
        trigger: "button[name=action_view_purchases]",
        run: "click",
    },
    {
        content: "The order has the quantity",
        trigger: ".o_field_widget[name=order_line] td[name=product_qty]:contains(123)",
    },
    { content: "Back to the suggestion", trigger: ".o_back_button", run: "click" },
    {
        content: "On the suggestion",
        trigger: "button[name=action_view_position]",
        run: "click",
    },
    {
        content: "The position shows the order",
        trigger: ".o_field_widget[name=rfq_qty]:contains(123)",
    },
];

registry.category("web_tour.tours").add("scm_alert_to_purchase", {
    steps: getSteps("is below the safety stock"),
});
registry.category("web_tour.tours").add("scm_alert_to_purchase_zh", {
    steps: getSteps("低於安全庫存"),
});
