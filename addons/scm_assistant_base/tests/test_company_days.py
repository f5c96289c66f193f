# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .test_scm_contract import ScmContractCommon

# Half past midnight of the 16th in Taipei; in UTC, where all users are, it is the 15th.
NIGHT = datetime(2026, 3, 15, 16, 30)
YESTERDAY, TODAY, TOMORROW = date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 17)


@freeze_time(NIGHT)
@tagged("post_install", "-at_install")
class TestCompanyDays(ScmContractCommon):
    """Whatever the company's day decides, at half past midnight where the company is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Taipei"
        # There it is still the 15th.
        cls.far = cls.env["res.company"].create({"name": "Far"})
        cls.far.partner_id.tz = "America/New_York"

    def _run_job(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"scm_assistant_base.{name}").method_direct_trigger()

    def _ask(self, due_date=YESTERDAY, company=None):
        company = company or self.company
        case = self.env["scm.exception"].create(
            {
                "name": "Broken",
                "company_id": company.id,
                "category_id": self.env.ref("scm_assistant_base.scm_exception_category_stock").id,
            }
        )
        self.employee.company_ids |= company
        return self.env["scm.exception.request"].create(
            {
                "exception_id": case.id,
                "user_id": self.employee.id,
                "question": "Why?",
                "due_date": due_date,
            }
        )

    def _sign(self, **values):
        contract = self._create_contract(date_start=date(2026, 1, 1))
        contract.write({"date_end": YESTERDAY, "notice_days": 0, **values})
        return self._issue_and_sign(contract)

    def test_question_is_overdue_on_the_day_after_its_date(self):
        late, due, far = self._ask(), self._ask(TODAY), self._ask(company=self.far)
        requests = late | due | far
        self.assertEqual(requests.mapped("is_overdue"), [True, False, False])
        found = requests.search([("is_overdue", "=", True), ("id", "in", requests.ids)])
        self.assertEqual(found, late)

    def test_question_is_due_tomorrow_if_nothing_is_said(self):
        defaults = self.env["scm.exception.request"].default_get(["due_date"])
        self.assertEqual(defaults["due_date"], TOMORROW)

    def test_question_is_reminded_of_once_on_the_companys_day(self):
        late, far = self._ask(), self._ask(company=self.far)
        self._run_job("scm_exception_request_cron_remind")
        self.assertRecordValues(late, [{"reminder_count": 1, "reminded_date": TODAY}])
        self.assertEqual(far.reminder_count, 0)
        # Still the 16th in Taipei.
        with freeze_time(NIGHT + timedelta(hours=12)):
            self._run_job("scm_exception_request_cron_remind")
        self.assertEqual(late.reminder_count, 1)

    def test_question_to_me_is_urgent_when_it_is_overdue(self):
        queue = self.env.ref("scm_assistant_base.scm_work_queue_my_questions")
        # As it is delivered: a database may keep what it had.
        queue.urgent_domain = '[("is_overdue", "=", True)]'
        self._ask()
        self.assertEqual(queue.with_user(self.employee).urgent_count, 1)

    def test_today_of_a_card_is_the_companys(self):
        queues = self.env["scm.work.queue"].with_user(self.clerk)
        self.assertEqual(queues._evaluate("context_today()"), TODAY)

    def test_contract_has_expired_on_the_day_after_its_end(self):
        contract = self._sign()
        contract.invalidate_recordset(["validity"])
        self.assertEqual(contract.validity, "expired")
        mine = ("id", "=", contract.id)
        self.assertEqual(contract.search([("validity", "=", "expired"), mine]), contract)
        self.assertFalse(contract.search([("validity", "in", ("valid", "notice")), mine]))

    def test_contract_renews_on_the_day_after_its_end(self):
        contract = self._sign(renewal="auto", renewal_months=12)
        self._run_job("scm_contract_cron_remind")
        self.assertEqual(contract.valid_until, date(2027, 3, 15))

    def test_contract_is_reminded_of_on_its_notice_day(self):
        contract = self._sign(date_end=TODAY)
        self._run_job("scm_contract_cron_remind")
        self.assertEqual(contract.reminded_on, TODAY)

    def test_contract_begins_and_notice_is_given_today(self):
        defaults = self.env["scm.contract"].default_get(["date_start"])
        self.assertEqual(defaults["date_start"], TODAY)
        contract = self._sign(date_end=date(2026, 12, 31))
        contract.with_user(self.assistant).action_give_notice()
        self.assertEqual(contract.notice_given_on, TODAY)

    def test_partner_never_reached_is_due_today(self):
        cadence = self.env["scm.contact.cadence"].create({"name": "W", "interval_days": 7})
        self.partner.scm_contact_cadence_id = cadence
        self.assertEqual(self.partner.scm_next_contact_date, TODAY)
        partners = self.partner.search([("scm_is_contact_due", "=", True)])
        self.assertTrue(self.partner.scm_is_contact_due)
        self.assertIn(self.partner, partners)

    def test_cadence_counts_from_the_companys_day_of_the_contact(self):
        cadence = self.env["scm.contact.cadence"].create({"name": "W", "interval_days": 7})
        self.partner.scm_contact_cadence_id = cadence
        self._create_contact(contacted_at=NIGHT)
        self.assertEqual(self.partner.scm_next_contact_date, date(2026, 3, 23))

    def test_contact_agreed_for_yesterday_is_refused(self):
        with self.assertRaises(ValidationError):
            self._create_contact(contacted_at=NIGHT, next_date=YESTERDAY)
        self._create_contact(contacted_at=NIGHT, next_date=TODAY)

    def test_link_is_said_to_be_valid_until_the_companys_day(self):
        contract = self._sign()
        links = self.env["scm.access.link"]
        links._issue(contract, "contract", self.partner, days=14)
        said = contract.message_ids.sorted("id")[-1:].body
        self.assertIn("03/30/2026", said)

    def test_report_is_issued_on_its_day(self):
        report = self.env["scm.report"].create(
            {
                "name": "Daily",
                "kind": "exceptions",
                "period_kind": "day",
                "company_id": self.company.id,
                "is_scheduled": True,
                "next_date": TODAY,
            }
        )
        self.assertIn(report, report._find_scheduled())
        self.assertEqual(report._find_due_period(self.company), (YESTERDAY, YESTERDAY))
