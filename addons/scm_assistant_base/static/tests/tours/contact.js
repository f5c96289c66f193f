import { registry } from "@web/core/registry";

/** Call a partner who is due, write down what was said; the partner leaves the list. */
registry.category("web_tour.tours").add("scm_contact_logged", {
    steps: () => [
        {
            content: "The workbench shows who is due",
            trigger: ".o_scm_workbench .o_kanban_record:has(.fa-phone)",
            run: "click",
        },
        {
            content: "Log the call",
            trigger:
                ".o_data_row:has(td:contains(Journey Partner)) button[name=action_scm_log_contact]",
            run: "click",
        },
        {
            content: "What was said",
            trigger: ".modal .o_field_widget[name=summary] textarea",
            run: "edit The new catalogue comes in May",
        },
        { content: "Save", trigger: ".modal .o_form_button_save", run: "click" },
        { content: "The dialog is closed", trigger: "body:not(:has(.modal))" },
    ],
});
