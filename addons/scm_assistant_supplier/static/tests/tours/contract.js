import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Draw a line on the signature pad that Odoo's own widget shows. */
async function drawSignature() {
    const canvas = document.querySelector(
        ".o_web_sign_signature canvas, canvas.o_web_sign_signature",
    );
    const box = canvas.getBoundingClientRect();
    const fire = (type, x, y) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                clientX: box.left + x,
                clientY: box.top + y,
                pointerId: 1,
                buttons: 1,
                pressure: 0.5,
            }),
        );
    fire("pointerdown", 20, 20);
    fire("pointermove", 60, 30);
    fire("pointermove", 100, 20);
    fire("pointerup", 100, 20);
}

tours.add("scm_contract_drafted", {
    steps: () => [
        { content: "A new contract", trigger: ".o_list_button_add", run: "click" },
        {
            content: "The template",
            trigger: ".o_field_widget[name=template_id] input",
            run: "edit Journey Template",
        },
        {
            content: "Pick it",
            trigger: ".o-autocomplete--dropdown-item:contains(Journey Template)",
            run: "click",
        },
        {
            content: "The supplier",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Journey Supplier",
        },
        {
            content: "Pick the supplier",
            trigger: ".o-autocomplete--dropdown-item:contains(Journey Supplier)",
            run: "click",
        },
        {
            content: "Its subject",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Journey Frame",
        },
        {
            content: "A price",
            trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Its product",
            trigger: ".o_field_widget[name=line_ids] .o_selected_row div[name=product_id] input",
            run: "edit Journey Bolt",
        },
        {
            content: "Pick the product",
            trigger: ".o-autocomplete--dropdown-item:contains(Journey Bolt)",
            run: "click",
        },
        {
            content: "The price itself",
            trigger: ".o_field_widget[name=line_ids] .o_selected_row div[name=price] input",
            run: "edit 12.5",
        },
        {
            content: "The clauses came with the template",
            trigger: ".o_notebook_headers a[name=clauses]",
            run: "click",
        },
        {
            content: "Both of them",
            trigger: ".o_field_widget[name=clause_ids] .o_data_row:nth-child(2)",
        },
        { content: "Submit", trigger: "button[name=action_submit]", run: "click" },
        {
            content: "Submitted: no button to submit any more",
            trigger: ".o_form_view:not(:has(button[name=action_submit]))",
        },
    ],
});

tours.add("scm_contract_approved", {
    steps: () => [
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        {
            content: "The document is issued",
            trigger: ".o_arrow_button_current[data-value=to_sign]",
        },
        { content: "Sign for us", trigger: "button[name=action_sign]", run: "click" },
        {
            content: "Open the pad",
            trigger: ".modal .o_field_widget[name=signature] .o_signature",
            run: "click",
        },
        {
            content: "Adopt the signature made from the name",
            trigger: ".modal:has(.o_web_sign_name_and_signature) footer .btn-primary:enabled",
            run: "click",
        },
        {
            content: "It is in the form",
            trigger: ".modal .o_field_widget[name=signature] img",
        },
        {
            content: "Sign",
            trigger: ".modal footer button[name=action_sign]:visible",
            run: "click",
        },
        {
            content: "The signature is listed",
            trigger: ".o_notebook_headers a[name=signatures]",
            run: "click",
        },
        {
            content: "With its name",
            trigger: ".o_field_widget[name=signature_ids] .o_data_row:nth-child(1)",
        },
    ],
});

tours.add("scm_contract_signed_by_link", {
    steps: () => [
        { content: "The clause is readable", trigger: "h2:contains(Subject)" },
        {
            content: "Begin to write the name: the pad appears",
            trigger: ".o_web_sign_name_input",
            run: "edit J",
        },
        { content: "It is there", trigger: ".o_web_sign_signature" },
        {
            content: "Write the whole name",
            trigger: ".o_web_sign_name_input",
            run: "edit Journey Supplier",
        },
        { content: "Consent", trigger: "#scm_consent", run: "click" },
        {
            content: "The pad is there, draw",
            trigger: ".o_web_sign_signature",
            run: drawSignature,
        },
        {
            content: "Sign",
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "Signed", trigger: ".alert-success" },
    ],
});
