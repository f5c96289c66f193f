# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import ScmBaseCommon


@freeze_time("2026-06-30 03:00:00")
@tagged("post_install", "-at_install")
class TestScmContactLog(ScmBaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.monthly = cls.env["scm.contact.cadence"].create({"name": "M", "interval_days": 30})

    def _get_due(self):
        return self.env["res.partner"].search(
            [("scm_is_contact_due", "=", True), ("id", "=", self.partner.id)]
        )

    def test_partner_with_a_cadence_is_due_until_reached(self):
        self.partner.scm_contact_cadence_id = self.monthly
        self.assertTrue(self.partner.scm_is_contact_due)
        self.assertEqual(self._get_due(), self.partner)
        self._create_contact(contacted_at=datetime(2026, 6, 20, 8))
        self.assertEqual(self.partner.scm_next_contact_date, date(2026, 7, 20))
        self.assertFalse(self._get_due())

    def test_partner_without_a_cadence_is_never_due(self):
        self.assertFalse(self.partner.scm_is_contact_due)
        self._create_contact(contacted_at=datetime(2020, 1, 1))
        self.assertFalse(self._get_due())

    def test_partner_becomes_due_as_time_passes(self):
        self.partner.scm_contact_cadence_id = self.monthly
        self._create_contact(contacted_at=datetime(2026, 5, 31, 8))
        self.assertTrue(self._get_due(), "30 days after 31 May is today")

    def test_unanswered_call_does_not_count_as_contact(self):
        self.partner.scm_contact_cadence_id = self.monthly
        self._create_contact(contacted_at=datetime(2026, 5, 1), outcome="reached")
        self._create_contact(contacted_at=datetime(2026, 6, 29), outcome="no_answer")
        self.assertEqual(self.partner.scm_last_contact_at, datetime(2026, 5, 1))
        self.assertTrue(self.partner.scm_is_contact_due)

    def test_agreed_date_comes_before_the_cadence(self):
        self.partner.scm_contact_cadence_id = self.monthly
        self._create_contact(contacted_at=datetime(2026, 6, 20), next_date=date(2026, 7, 3))
        self.assertEqual(self.partner.scm_next_contact_date, date(2026, 7, 3))

    def test_contact_can_not_be_logged_before_it_takes_place(self):
        with self.assertRaises(ValidationError):
            self._create_contact(contacted_at=datetime(2026, 7, 1))

    def test_next_contact_can_not_be_before_this_one(self):
        with self.assertRaises(ValidationError):
            self._create_contact(next_date=date(2026, 6, 1))

    def test_button_on_a_person_logs_with_the_company(self):
        person = self.partner.create({"name": "Ms Lin", "parent_id": self.partner.id})
        context = person.action_scm_log_contact()["context"]
        self.assertEqual(context["default_partner_id"], self.partner.id)
        self.assertEqual(context["default_person_id"], person.id)

    def test_clerk_logs_and_employee_only_reads(self):
        log = self._create_contact()
        self.env["scm.contact.log"].with_user(self.clerk).create(
            {"partner_id": self.partner.id, "summary": "Called"}
        )
        self.assertEqual(log.with_user(self.employee).summary, "Talked")
        with self.assertRaises(AccessError):
            log.with_user(self.employee).summary = "Changed"
        with self.assertRaises(AccessError):
            log.with_user(self.assistant).unlink()

    def test_contacts_of_another_company_stay_hidden(self):
        other = self.env["res.company"].create({"name": "Other"})
        log = self._create_contact(company_id=other.id)
        self.assertNotIn(log, log.with_user(self.manager).search([]))

    def test_only_a_manager_changes_a_cadence(self):
        with self.assertRaises(AccessError):
            self.monthly.with_user(self.assistant).interval_days = 5
        self.monthly.with_user(self.manager).interval_days = 5
        self.assertEqual(self.monthly.interval_days, 5)
