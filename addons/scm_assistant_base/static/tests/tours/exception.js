import { registry } from "@web/core/registry";

/** Report an exception, look into it, say why and how, resolve it. */
registry.category("web_tour.tours").add("scm_exception_resolved", {
    steps: () => [
        {
            content: "The workbench shows the open exceptions",
            trigger: ".o_scm_workbench .o_kanban_record:has(.fa-folder-open-o)",
            run: "click",
        },
        { content: "A new case", trigger: ".o_list_button_add", run: "click" },
        {
            content: "What is wrong",
            trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
            run: "edit Two cartons are crushed",
        },
        {
            content: "Its category",
            trigger: ".o_field_widget[name=category_id] input",
            run: "edit Journey Category",
        },
        {
            content: "Pick the category",
            trigger: ".o-autocomplete--dropdown-item:contains(Journey Category)",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Look into it", trigger: "button[name=action_investigate]", run: "click" },
        {
            content: "It is being investigated",
            trigger: ".o_arrow_button_current[data-value=investigating]",
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
            run: "edit Repacked and sent again",
        },
        { content: "Resolve", trigger: "button[name=action_resolve]", run: "click" },
        {
            content: "It is resolved",
            trigger: ".o_arrow_button_current[data-value=resolved]",
        },
    ],
});
