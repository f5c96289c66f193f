import { registry } from "@web/core/registry";

/** On the phone: the supplier says that it comes later. */
registry.category("web_tour.tours").add("scm_supply_answer", {
    steps: () => [
        {
            content: "No new date is asked as long as all is well",
            trigger: ".o_scm_supply_line input[value=date]",
            run: "click",
        },
        {
            content: "The later date",
            trigger: ".o_scm_date input[type=date]",
            run() {
                // What the phone's own calendar does.
                this.anchor.value = "2027-04-02";
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "Why",
            trigger: ".o_scm_reason input",
            run: "edit Machine is broken",
        },
        {
            content: "Who answers",
            trigger: "input[name=answered_by]",
            run: "edit Ms Wang",
        },
        {
            content: "Send",
            trigger: ".o_scm_supply button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "Thanks", trigger: ".o_scm_thanks" },
    ],
});

/** The assistant agrees on an earlier day in the case and sees what waits. */
registry.category("web_tour.tours").add("scm_supply_case", {
    steps: () => [
        {
            content: "Negotiate",
            trigger: ".o_notebook a[name=negotiation]",
            run: "click",
        },
        {
            content: "What waits is said",
            trigger: ".o_field_widget[name=purchase_waiting]:contains(S00042)",
        },
        {
            content: "The supplier's offer is there; take it",
            trigger: ".o_field_widget[name=offer_ids] button[name=action_agree]",
            run: "click",
        },
        {
            content: "Agreed",
            trigger: ".o_field_widget[name=offer_ids] .o_data_row.text-success",
        },
        {
            content: "The receipt is expected on the agreed day",
            trigger: ".o_field_widget[name=purchase_expected_date]:contains(24)",
        },
        {
            content: "Open what waits",
            trigger: "button[name=action_view_purchase_waiting]",
            run: "click",
        },
        {
            content: "The sale that waits",
            trigger: ".o_data_row:contains(Journey Bracket)",
        },
    ],
});
