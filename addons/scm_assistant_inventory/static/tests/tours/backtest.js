import { registry } from "@web/core/registry";

/**
 * From a stock position to its backtest: sentence, charts, and the product's two sides.
 *
 * @param {string} conclusion what the sentence must say, in the user's language
 */
const getSteps = (conclusion) => () => [
    {
        content: "Open the position",
        trigger: ".o_data_row td[name=product_id]:contains(Journey Lamp)",
        run: "click",
    },
    { content: "Test it", trigger: "button[name=action_backtest]", run: "click" },
    {
        content: "It is done",
        trigger: ".o_statusbar_status .o_arrow_button_current[data-value=done]",
    },
    {
        content: "It says in words what came out",
        trigger: `.o_field_widget[name=conclusion]:contains(${conclusion})`,
    },
    { content: "Both charts are drawn", trigger: ".o_scm_backtest_chart canvas:nth-child(1)" },
    { content: "See the products", trigger: "button[name=action_view_lines]", run: "click" },
    {
        content: "The product has today's minimum",
        trigger: ".o_data_row td[name=current_reorder_qty]:contains(10)",
    },
];

registry.category("web_tour.tours").add("scm_backtest", {
    steps: getSteps("1 of 1 products have a reordering rule"),
});
registry.category("web_tour.tours").add("scm_backtest_zh", {
    steps: getSteps("1 個產品中有 1 個設有補貨規則"),
});
