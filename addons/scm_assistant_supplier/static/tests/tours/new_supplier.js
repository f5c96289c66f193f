import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("scm_supplier_proposed", {
    steps: () => [
        { content: "A new supplier", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Who",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Journey Prospect",
        },
        {
            content: "Pick it",
            trigger: ".o-autocomplete--dropdown-item:contains(Journey Prospect)",
            run: "click",
        },
        {
            content: "Open the point on the checklist",
            trigger: ".o_field_widget[name=check_ids] .o_data_row td[name=name]",
            run: "click",
        },
        {
            content: "Tick it",
            trigger: ".o_field_widget[name=check_ids] .o_selected_row td[name=is_done] input",
            run: "click",
        },
        {
            content: "It is ticked",
            trigger:
                ".o_field_widget[name=check_ids] .o_selected_row td[name=is_done] input:checked",
        },
        {
            content: "The offer",
            trigger: ".o_notebook_headers a[name=offer]",
            run: "click",
        },
        {
            content: "A product",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Which",
            trigger: ".o_field_widget[name=line_ids] .o_selected_row div[name=product_id] input",
            run: "edit Journey Bolt",
        },
        {
            content: "Pick the product",
            trigger: ".o-autocomplete--dropdown-item:contains(Journey Bolt)",
            run: "click",
        },
        {
            content: "Its price",
            trigger: ".o_field_widget[name=line_ids] .o_selected_row div[name=price] input",
            run: "edit 8",
        },
        { content: "Submit", trigger: "button[name=action_submit]", run: "click" },
        {
            content: "Submitted",
            trigger: ".o_arrow_button_current[data-value=submitted]",
        },
    ],
});

tours.add("scm_supplier_approved", {
    steps: () => [
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        {
            content: "Approved: a request for quotation is possible",
            trigger: "button[name=action_create_rfq]",
            run: "click",
        },
        {
            content: "It holds the offer",
            trigger: ".o_field_widget[name=order_line] .o_data_row:contains(Journey Bolt)",
        },
    ],
});
