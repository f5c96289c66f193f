import { registry } from "@web/core/registry";

/**
 * The manager runs a detector, twice, opens what it found, asks the warehouse, says why and
 * how, and resolves the case.
 *
 * @param {Object} text what the screens must say, in the user's language
 */
const getSteps = (text) => () => [
    {
        content: "Open the detector",
        trigger: `.o_data_row td[name=name]:contains(${text.detector})`,
        run: "click",
    },
    { content: "Run it", trigger: "button[name=action_run]", run: "click" },
    {
        content: "It found one",
        trigger: `.o_notification:contains(${text.found})`,
    },
    {
        content: "The case is counted",
        trigger: "button[name=action_view_cases] .o_stat_value:contains(1)",
    },
    { content: "Run it again", trigger: "button[name=action_run]", run: "click" },
    {
        content: "Still one case",
        trigger: "button[name=action_view_cases] .o_stat_value:contains(1)",
        run: "click",
    },
    {
        content: "Open the case",
        trigger: `.o_data_row td[name=name]:contains(${text.name})`,
        run: "click",
    },
    { content: "Look into it", trigger: "button[name=action_investigate]", run: "click" },
    {
        content: "It is being investigated",
        trigger: ".o_arrow_button_current[data-value=investigating]",
    },
    {
        content: "Departments",
        trigger: ".o_notebook_headers a[name=questions]",
        run: "click",
    },
    {
        content: "Ask the warehouse",
        trigger: "button[name=action_ask_departments]",
        run: "click",
    },
    {
        content: "The warehouse is asked",
        trigger: ".o_field_widget[name=request_ids] .o_data_row:contains(Journey Warehouse)",
    },
    {
        content: "Cause and resolution",
        trigger: ".o_notebook_headers a[name=resolution]",
        run: "click",
    },
    {
        content: "The cause",
        trigger: ".o_field_widget[name=cause_id] input",
        run: "edit Journey Cause",
    },
    {
        content: "Pick the cause",
        trigger: ".o-autocomplete--dropdown-item:contains(Journey Cause)",
        run: "click",
    },
    {
        content: "What was done",
        trigger: ".o_field_widget[name=resolution] textarea",
        run: "edit The receipt was booked afterwards",
    },
    { content: "Resolve", trigger: "button[name=action_resolve]", run: "click" },
    {
        content: "It is resolved",
        trigger: ".o_arrow_button_current[data-value=resolved]",
    },
];

registry.category("web_tour.tours").add("scm_negative_stock", {
    steps: getSteps({
        detector: "Negative Stock",
        found: "Found: 1",
        name: "Negative stock of Lamp",
    }),
});
registry.category("web_tour.tours").add("scm_negative_stock_zh", {
    steps: getSteps({ detector: "負庫存", found: "發現", name: "庫存為負數" }),
});
