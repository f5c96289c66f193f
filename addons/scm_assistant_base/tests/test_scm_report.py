# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date, datetime
from unittest.mock import patch

import openpyxl
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger
from pypdf import PdfReader

from ..tools.report_dataset import DatasetError
from .common import ScmBaseCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 04:00:00")
class TestScmReport(ScmBaseCommon):
    """Issued once, kept as it was, the same figures in each file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Taipei"
        cls.env.flush_all()
        cls.category = cls.env["scm.exception.category"].create({"name": "Own", "code": "own"})
        cls.cause = cls.env["scm.exception.cause"].create({"name": "=Own Cause", "code": "own"})
        cls.report = cls.env["scm.report"].create(
            {
                "name": "Monthly",
                "kind": "exceptions",
                "company_id": cls.company.id,
                "user_id": cls.manager.id,
                "lang": "en_US",
            }
        )
        for day, cost in ((5, 1200.5), (20, 34.25), (31, 7)):
            cls._create_case(datetime(2026, 1, day, 3), cost)

    @classmethod
    def _create_case(cls, reported_at, cost, **values):
        case = cls.env["scm.exception"].create(
            {
                "name": "Own Case",
                "company_id": cls.company.id,
                "category_id": cls.category.id,
                "cause_id": cls.cause.id,
                "cost_amount": cost,
                **values,
            }
        )
        case._write_own({"reported_at": reported_at})
        return case

    def _issue(self, report=None, user=None, period=JANUARY):
        report = (report or self.report).with_user(user or self.assistant)
        return report._issue(self.company, *period)

    def _open_workbook(self, edition, **options):
        content = io.BytesIO(edition.sudo().xlsx_attachment_id.raw)
        return openpyxl.load_workbook(content, **options)

    def test_dataset_pdf_and_workbook_give_the_same_figures(self):
        edition = self._issue()
        table = next(one for one in edition.dataset["tables"] if one["name"] == "cases")
        total = sum(row["cost"] for row in table["rows"])
        self.assertEqual(total, 1241.75)
        sheet = self._open_workbook(edition, data_only=True)["Exceptions of the Period"]
        cells = [row[-1].value for row in sheet.iter_rows(min_row=2)]
        self.assertEqual(cells, [*(row["cost"] for row in table["rows"]), total])
        text = " ".join(
            page.extract_text()
            for page in PdfReader(io.BytesIO(edition.sudo().pdf_attachment_id.raw)).pages
        )
        for figure in ("1,200.50", "34.25", "7.00", "1,241.75"):
            self.assertIn(figure, text)

    def test_days_are_those_of_the_company(self):
        self._create_case(datetime(2026, 1, 31, 16), 1)  # midnight in Taipei: February
        self._create_case(datetime(2025, 12, 31, 16), 2)  # midnight in Taipei: January
        rows = self._issue().dataset["tables"][1]["rows"]
        self.assertEqual(sorted(row["cost"] for row in rows), [2, 7, 34.25, 1200.5])

    def test_other_companies_are_left_out(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_case(datetime(2026, 1, 5), 99, company_id=other.id)
        self.assertEqual(len(self._issue().dataset["tables"][1]["rows"]), 3)

    def test_partners_narrow_the_report_and_stand_in_its_heading(self):
        self._create_case(datetime(2026, 1, 6), 5, partner_id=self.partner.id)
        self.report.partner_ids = self.partner
        edition = self._issue()
        self.assertEqual(len(edition.dataset["tables"][1]["rows"]), 1)
        self.assertIn(("Partners", "Own Supplier"), edition._get_heading())

    def test_second_run_is_a_new_version_and_the_first_stays(self):
        first = self._issue()
        kept = ["dataset", "pdf_attachment_id", "xlsx_attachment_id"]
        before = first.sudo().read(kept)
        content = first.sudo().pdf_attachment_id.raw
        self._create_case(datetime(2026, 1, 7), 1000)
        second = self._issue()
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(len(second.dataset["tables"][1]["rows"]), 4)
        self.assertEqual(
            first.sudo().read(["dataset", "pdf_attachment_id", "xlsx_attachment_id"]), before
        )
        self.assertEqual(first.sudo().pdf_attachment_id.raw, content)
        self.assertEqual((first.is_latest, second.is_latest), (False, True))

    def test_nobody_rewrites_or_deletes_an_edition(self):
        edition = self._issue()
        with self.assertRaises(AccessError):
            edition.with_user(self.manager).name = "Nicer"
        for values in ({"dataset": {}}, {"name": "Nicer"}, {"pdf_attachment_id": False}):
            with self.subTest(values=values), self.assertRaises(UserError):
                edition.sudo().write(values)
        with self.assertRaises(UserError):
            edition.sudo().unlink()
        with self.assertRaisesRegex(UserError, "Archive"):
            self.report.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            edition.sudo().xlsx_attachment_id.with_user(self.manager).raw = b"nicer"

    def test_text_that_begins_like_a_formula_stays_text_in_the_workbook(self):
        sheet = self._open_workbook(self._issue())["By Cause"]
        self.assertEqual((sheet["A2"].value, sheet["A2"].data_type), ("'=Own Cause", "s"))

    def test_pages_are_numbered_and_name_the_company(self):
        for day in range(1, 29):
            self._create_case(datetime(2026, 1, day, 5), day)
        reader = PdfReader(io.BytesIO(self._issue().sudo().pdf_attachment_id.raw))
        pages = [page.extract_text() for page in reader.pages]
        self.assertGreater(len(pages), 1)
        for number, text in enumerate(pages, start=1):
            self.assertIn("Own Company", text)
            self.assertIn(f"{number} / {len(pages)}", " ".join(text.split()))
        # The head of the long table stands on each of its pages.
        self.assertIn("Severity", pages[0])
        self.assertIn("Severity", pages[1])

    def test_chinese_edition_is_chinese_whoever_issues_it(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self.report.lang = "zh_TW"
        edition = self._issue()
        self.assertEqual(edition.name, "異常報告")
        self.assertIn("摘要", self._open_workbook(edition).sheetnames)
        text = PdfReader(io.BytesIO(edition.sudo().pdf_attachment_id.raw)).pages[0].extract_text()
        self.assertIn("本期異常", text)

    def test_without_a_printer_the_edition_says_so_and_the_pdf_can_follow(self):
        state = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        with patch(state, return_value="install"):
            edition = self._issue()
            self.assertFalse(edition.sudo().pdf_attachment_id)
            self.assertTrue(edition.sudo().xlsx_attachment_id)
            with self.assertRaisesRegex(UserError, "wkhtmltopdf"):
                edition.with_user(self.assistant).action_download_pdf()
        action = edition.with_user(self.assistant).action_download_pdf()
        self.assertIn(str(edition.sudo().pdf_attachment_id.id), action["url"])

    def test_broken_dataset_makes_no_edition(self):
        def build(*_arguments):
            return {"title": "", "tables": []}

        with (
            patch.object(type(self.env["scm.report.kind.exceptions"]), "_get_dataset", build),
            self.assertRaises(DatasetError),
        ):
            self._issue()

    def test_period_that_makes_no_sense_is_refused(self):
        for period, reason in (
            ((date(2026, 1, 31), date(2026, 1, 1)), "ends before"),
            ((date(2026, 2, 11), date(2026, 2, 12)), "not begun"),
            ((date(2020, 1, 1), date(2026, 1, 1)), "three years"),
        ):
            with self.subTest(period=period), self.assertRaisesRegex(UserError, reason):
                self._issue(period=period)

    def test_wizard_proposes_the_last_period_and_tells_of_the_earlier_version(self):
        wizard = Form(
            self.env["scm.report.issue"]
            .with_user(self.assistant)
            .with_context(default_report_id=self.report.id)
        ).save()
        self.assertEqual((wizard.date_from, wizard.date_to), JANUARY)
        self.assertFalse(wizard.previous_id)
        edition = self.env["scm.report.edition"].browse(wizard.action_issue()["res_id"])
        self.assertEqual(edition.issued_by_id, self.assistant)
        wizard.invalidate_recordset()
        self.assertEqual(wizard.previous_id, edition)

    def test_figures_open_their_records(self):
        edition = self._issue()
        action = edition.with_user(self.assistant).action_open_live()
        records = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(len(records), len(edition.dataset["tables"][1]["rows"]))
        self.assertIn(f"/odoo/scm.exception/{records[0].id}", edition.preview)

    def test_clerk_sees_no_report_and_assistant_configures_none(self):
        edition = self._issue()
        with self.assertRaises(AccessError):
            edition.with_user(self.clerk).read(["name"])
        with self.assertRaises(AccessError):
            self._issue(user=self.clerk)
        with self.assertRaises(AccessError):
            self.report.with_user(self.assistant).name = "Mine"

    def test_edition_of_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        shared = self.env["scm.report"].create({"name": "Shared", "kind": "exceptions"})
        edition = shared._issue(other, *JANUARY)
        with self.assertRaises(AccessError):
            edition.with_user(self.manager).read(["name"])
        with self.assertRaisesRegex(UserError, "belongs to"):
            self.report._issue(other, *JANUARY)

    def test_recipient_without_address_is_refused(self):
        with self.assertRaises(ValidationError):
            self.report.recipient_ids = self.env["res.partner"].create({"name": "Silent"})

    @mute_logger("odoo.tests.common.onchange")
    def test_report_scheduled_in_the_form_gets_its_next_day(self):
        with Form(self.report.with_user(self.manager)) as form:
            form.is_scheduled = True
        self.assertEqual(self.report.next_date, date(2026, 3, 1))
