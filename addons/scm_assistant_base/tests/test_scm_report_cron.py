# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ScmBaseCommon

LOGGER = "odoo.addons.scm_assistant_base.models.report.scm_report"


@tagged("post_install", "-at_install")
@freeze_time("2026-02-02 01:00:00")
class TestScmReportCron(ScmBaseCommon):
    """The schedule issues each period once, and mail is what it says it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["scm.report"].search([]).is_scheduled = False
        cls.recipient = cls.env["res.partner"].create(
            {"name": "Own Reader", "email": "reader@example.com"}
        )
        cls.manager.email = "manager@example.com"
        cls.report = cls._create_report()

    @classmethod
    def _create_report(cls, **values):
        return cls.env["scm.report"].create(
            {
                "name": "Monthly",
                "kind": "exceptions",
                "company_id": cls.company.id,
                "user_id": cls.manager.id,
                "lang": "en_US",
                "recipient_ids": cls.recipient.ids,
                "is_scheduled": True,
                "next_date": date(2026, 2, 1),
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        # Printing is tested elsewhere.
        path = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        self.startPatcher(patch(path, return_value="install"))

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("scm_assistant_base.scm_report_cron_issue").method_direct_trigger()

    def test_two_runs_issue_and_send_once(self):
        self._run_cron()
        self._run_cron()
        edition = self.report.edition_ids
        self.assertRecordValues(
            edition,
            [
                {
                    "date_from": date(2026, 1, 1),
                    "date_to": date(2026, 1, 31),
                    "version": 1,
                    "is_scheduled": True,
                    "issued_by_id": self.manager.id,
                }
            ],
        )
        self.assertEqual(len(edition.mail_ids), 1)
        self.assertEqual(self.report.next_date, date(2026, 3, 1))

    def test_nothing_is_issued_before_its_day(self):
        self.report.next_date = date(2026, 2, 3)
        self._run_cron()
        self.assertFalse(self.report.edition_ids)

    def test_the_day_begins_at_the_company_s_midnight(self):
        self.report.next_date = date(2026, 2, 3)
        with freeze_time("2026-02-02 17:00:00"):
            self._run_cron()
            self.assertFalse(self.report.edition_ids)
            self.company.partner_id.tz = "Asia/Taipei"
            self._run_cron()
        self.assertEqual(len(self.report.edition_ids), 1)

    def test_after_a_kill_only_the_companies_without_an_edition_are_done(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        self.report.is_scheduled = False
        shared = self._create_report(company_id=False, recipient_ids=False)
        self.patch(type(shared), "_get_companies", lambda report: self.company | other)
        shared._issue_due(other)
        self.assertEqual(shared.next_date, date(2026, 2, 1))
        self._run_cron()
        self.assertEqual(sorted(shared.edition_ids.mapped("version")), [1, 1])
        self.assertEqual(shared.edition_ids.company_id, self.company | other)
        self.assertEqual(shared.next_date, date(2026, 3, 1))

    def test_after_a_long_silence_the_last_period_is_issued(self):
        self.report.next_date = date(2025, 9, 1)
        self._run_cron()
        self._run_cron()
        self.assertEqual(self.report.edition_ids.date_to, date(2026, 1, 31))
        self.assertEqual(self.report.next_date, date(2026, 3, 1))

    def test_day_of_the_month_is_kept(self):
        self.report.next_date = date(2026, 2, 2)
        self._run_cron()
        self.assertEqual(self.report.next_date, date(2026, 3, 2))

    def test_report_that_fails_is_marked_and_stops_no_other(self):
        good = self._create_report(name="Good")
        broken = self.report

        def build(_kind, report, *arguments):
            if report.id == broken.id:
                raise ValueError("No figures today")
            return {"title": "Good", "tables": []}

        with (
            patch.object(type(self.env["scm.report.kind.exceptions"]), "_get_dataset", build),
            mute_logger(LOGGER),
        ):
            self._run_cron()
        self.assertIn("No figures today", broken.last_error)
        self.assertEqual(broken.next_date, date(2026, 2, 1))
        self.assertEqual(len(good.edition_ids), 1)
        self._run_cron()
        self.assertFalse(broken.last_error)
        self.assertEqual(len(broken.edition_ids), 1)

    def test_delivery_is_what_became_of_the_mails(self):
        edition = self.report._issue(self.company, date(2026, 1, 1), date(2026, 1, 31))
        self.assertEqual(edition.delivery_state, "none")
        edition._send()
        self.assertEqual(edition.delivery_state, "waiting")
        edition.mail_ids.state = "sent"
        self.assertEqual(edition.delivery_state, "sent")
        edition.mail_ids.state = "exception"
        self.assertEqual(edition.delivery_state, "failed")

    def test_mail_has_the_files_and_speaks_the_recipient_s_language(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.recipient.lang = "zh_TW"
        edition = self.report._issue(self.company, date(2026, 1, 1), date(2026, 1, 31))
        edition.with_user(self.manager).action_send()
        mail = edition.mail_ids
        self.assertEqual(mail.recipient_ids, self.recipient)
        self.assertEqual(
            mail.attachment_ids, edition.pdf_attachment_id | edition.xlsx_attachment_id
        )
        self.assertIn("Own Reader 您好", mail.body_html)
        self.assertIn("manager@example.com", mail.email_from)

    def test_sending_to_nobody_is_told(self):
        self.report.recipient_ids = False
        edition = self.report._issue(self.company, date(2026, 1, 1), date(2026, 1, 31))
        with self.assertRaisesRegex(UserError, "Nobody"):
            edition.with_user(self.manager).action_send()
        self.assertEqual(edition.delivery_state, "none")

    def test_colleague_of_another_company_gets_no_mail(self):
        other = self.env["res.company"].create({"name": "Other"})
        shared = self._create_report(company_id=False)
        self.manager.partner_id.email = "manager@example.com"
        shared.recipient_ids |= self.manager.partner_id
        self.assertIn(self.manager.partner_id, shared._get_recipients(self.company))
        self.assertEqual(shared._get_recipients(other), self.recipient)
