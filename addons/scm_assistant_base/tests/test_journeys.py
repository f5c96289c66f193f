# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common import create_quiet_user


@tagged("post_install", "-at_install")
class TestJourneys(HttpCase):
    """The assistant's work with exceptions and contacts, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant = create_quiet_user(
            cls.env, "journey_assistant", "scm_assistant_base.group_scm_assistant"
        )

    def test_assistant_reports_and_resolves_an_exception(self):
        self.env["scm.exception.category"].create({"name": "Journey Category", "code": "journey"})
        cause = self.env["scm.exception.cause"].create({"name": "Journey Cause", "code": "journey"})
        self.start_tour("/odoo/scm-workbench", "scm_exception_resolved", login="journey_assistant")
        case = self.env["scm.exception"].search([("name", "=", "Two cartons are crushed")])
        self.assertRecordValues(
            case,
            [{"state": "resolved", "cause_id": cause.id, "user_id": self.assistant.id}],
        )
        self.assertTrue(case.reference)

    def test_assistant_logs_the_call_of_a_partner_who_is_due(self):
        cadence = self.env["scm.contact.cadence"].create({"name": "Often", "interval_days": 7})
        partner = self.env["res.partner"].create(
            {"name": "Journey Partner", "scm_contact_cadence_id": cadence.id}
        )
        self.assertTrue(partner.scm_is_contact_due)
        self.start_tour("/odoo/scm-workbench", "scm_contact_logged", login="journey_assistant")
        self.assertRecordValues(
            partner.scm_contact_log_ids,
            [{"user_id": self.assistant.id, "outcome": "reached"}],
        )
        self.assertFalse(partner.scm_is_contact_due)
