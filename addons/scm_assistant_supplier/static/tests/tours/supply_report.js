import { registry } from "@web/core/registry";

/** Issue the supply report twice: the second is a new version, the first stays. */
function getSteps({ total, earlier, later }) {
    const openReports = { content: "Issue it", run: "click" };
    return [
        {
            ...openReports,
            trigger: ".o_data_row:contains(Journey Supply) button[name=action_issue]",
        },
        {
            content: "The last month is proposed; nothing was issued yet",
            trigger: ".modal:not(:has(.alert:visible)) button[name=action_issue]",
            run: "click",
        },
        {
            content: "The first version shows the supplier and the total",
            trigger: `.o_scm_report_preview:contains(Journey Vendor):contains(${total}):contains(1,234.50)`,
        },
        {
            content: "Back to the reports",
            trigger: ".o_back_button, .breadcrumb-item:first a",
            run: "click",
        },
        {
            ...openReports,
            trigger: ".o_data_row:contains(Journey Supply) button[name=action_issue]",
        },
        {
            content: "It says that this is a new version",
            trigger: `.modal .alert:contains(${earlier})`,
        },
        {
            content: "Issue it again",
            trigger: ".modal button[name=action_issue]",
            run: "click",
        },
        {
            content: "The second version",
            trigger: ".o_form_view .o_field_widget[name=version]:contains(2)",
        },
        {
            content: "Back to the reports",
            trigger: ".o_back_button, .breadcrumb-item:first a",
            run: "click",
        },
        {
            content: "All editions",
            trigger: ".o_data_row:contains(Journey Supply) button[name=action_view_editions]",
            run: "click",
        },
        {
            content: "The first one, kept",
            trigger: ".o_data_row:has(td[name=version]:contains(1)) td[name=version]",
            run: "click",
        },
        {
            content: "It says that there is a later one",
            trigger: `.o_form_view .alert:contains(${later})`,
        },
    ];
}

registry.category("web_tour.tours").add("scm_supply_report", {
    steps: () =>
        getSteps({ total: "Total", earlier: "issued before", later: "issued again later" }),
});

registry.category("web_tour.tours").add("scm_supply_report_zh", {
    steps: () => getSteps({ total: "合計", earlier: "已發布過", later: "又重新發布過" }),
});
