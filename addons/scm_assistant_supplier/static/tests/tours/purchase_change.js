import { registry } from "@web/core/registry";

/** The assistant asks for less than was received, is refused, and asks for more. */
registry.category("web_tour.tours").add("scm_purchase_change", {
    steps: () => [
        {
            content: "Ask to change the confirmed order",
            trigger: "button[name=action_scm_change]",
            timeout: 30000,
            run: "click",
        },
        {
            content: "The quantity before is shown; edit the new one",
            trigger: ".o_field_widget[name=line_ids] .o_data_row td[name=new_qty]",
            run: "click",
        },
        {
            content: "Less than was received",
            trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=new_qty] input",
            run: "edit 3",
        },
        { content: "Submit", trigger: "button[name=action_submit]", run: "click" },
        { content: "It is refused", trigger: ".modal .o_error_dialog, .modal-dialog" },
        { content: "Understood", trigger: ".modal .btn-primary", run: "click" },
        {
            content: "More instead",
            trigger: ".o_field_widget[name=line_ids] .o_data_row td[name=new_qty]",
            run: "click",
        },
        {
            content: "Fifteen",
            trigger: ".o_field_widget[name=line_ids] .o_field_widget[name=new_qty] input",
            run: "edit 15",
        },
        { content: "Submit again", trigger: "button[name=action_submit]", run: "click" },
        {
            content: "It waits for the manager",
            trigger: ".o_arrow_button_current[data-value=submitted]",
        },
    ],
});

/** The manager approves, which changes order and receipt, and sees the order. */
registry.category("web_tour.tours").add("scm_purchase_change_approve", {
    steps: () => [
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        {
            content: "It is applied",
            trigger: ".o_arrow_button_current[data-value=applied]",
            timeout: 30000,
        },
        {
            content: "Tell the supplier",
            trigger: "button[name=action_inform_supplier]",
            run: "click",
        },
        {
            content: "He was told; open the order",
            trigger: "button[name=action_view_order]:not(:has(.o_disabled))",
            run: "click",
        },
        {
            content: "The order has the quantity",
            trigger: ".o_field_widget[name=order_line] td[name=product_qty]:contains(15)",
        },
    ],
});
