# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date, datetime, timedelta
from unittest.mock import patch

import openpyxl
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from pypdf import PdfReader

from .common_purchase import FIRST, NOW, PurchaseCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
ISSUED = datetime(2026, 4, 2, 4)


@tagged("post_install", "-at_install")
class TestScmReportSupply(PurchaseCommon):
    """Hand-counted deliveries against the report, its files and Odoo's own analysis."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time(NOW))
        cls.company.partner_id.tz = "Asia/Taipei"
        cls.second = cls._create_supplier("Second Source")
        cls.report = cls.env["scm.report"].create(
            {"name": "Supply", "kind": "supply", "company_id": cls.company.id, "lang": "en_US"}
        )

    def setUp(self):
        super().setUp()
        path = "odoo.addons.base.models.ir_actions_report.IrActionsReport.get_wkhtmltopdf_state"
        self.printer = patch(path, return_value="install")
        self.printer.start()
        self.addCleanup(patch.stopall)

    def _deliver(self, order, quantity, when, backorder=True):
        picking = self._receive(order, quantity, backorder=backorder)
        picking.date_done = when
        return picking

    def _return(self, picking, quantity, when):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.button_validate()
        back.date_done = when

    def _issue(self, period=MARCH, **values):
        self.report.write(values)
        with freeze_time(ISSUED):
            return self.report.with_user(self.assistant)._issue(self.company, *period)

    def _get_rows(self, edition, name):
        return next(one for one in edition.dataset["tables"] if one["name"] == name)["rows"]

    def _get_figures(self, edition):
        return {one["name"]: one["value"] for one in edition.dataset["summary"]}

    def test_line_complete_on_the_promised_day_is_on_time(self):
        # Eleven at night in Taipei is still the promised day.
        self._deliver(self._create_order(), 10, FIRST.replace(hour=15))
        figures = self._get_figures(self._issue())
        self.assertEqual((figures["due"], figures["on_time"], figures["rate"]), (1, 1, 1.0))
        self.assertIsNone(figures["days_late"])

    def test_line_complete_after_midnight_is_a_day_late(self):
        self._deliver(self._create_order(), 10, FIRST.replace(hour=17))
        edition = self._issue()
        self.assertEqual(self._get_figures(edition)["rate"], 0)
        row = self._get_rows(edition, "late")[0]
        self.assertEqual((row["days_late"], row["complete"]), (1, "2026-03-17"))

    def test_partial_delivery_is_late_until_the_rest_has_come(self):
        order = self._create_order()
        self._deliver(order, 6, FIRST)
        self._deliver(order, 4, FIRST + timedelta(days=5))
        edition = self._issue()
        row = self._get_rows(edition, "late")[0]
        self.assertEqual((row["in_time"], row["open"], row["days_late"]), (6, 0, 5))
        self.assertEqual(self._get_rows(edition, "receipts")[0]["received"], 10)

    def test_what_has_not_come_is_late_up_to_the_day_of_issue(self):
        self._create_order()
        row = self._get_rows(self._issue(), "late")[0]
        self.assertEqual((row["days_late"], row["open"], row["complete"]), (17, 10, None))

    def test_new_date_does_not_excuse(self):
        order = self._create_order()
        order.order_line.date_planned = FIRST + timedelta(days=7)
        self._deliver(order, 10, FIRST + timedelta(days=7))
        self.assertEqual(self._get_figures(self._issue())["on_time"], 0)

    def test_remainder_closed_is_short_and_not_full(self):
        order = self._create_order()
        self._deliver(order, 6, FIRST, backorder=False)
        self.assertEqual(order.receipt_status, "full")
        edition = self._issue()
        self.assertEqual(self._get_rows(edition, "short")[0]["missing"], 4)
        self.assertEqual(self._get_figures(edition)["rate"], 0)
        self.assertFalse(self._get_rows(edition, "late"))

    def test_return_is_no_receipt_and_leaves_the_delivery_on_time(self):
        picking = self._deliver(self._create_order(), 10, FIRST)
        self._return(picking, 3, FIRST + timedelta(days=1))
        edition = self._issue()
        row = self._get_rows(edition, "receipts")[0]
        self.assertEqual((row["received"], row["returned"], row["value"]), (10, 3, 80))
        self.assertEqual(self._get_figures(edition)["rate"], 1.0)

    def test_over_delivery_is_not_more_than_on_time(self):
        self._deliver(self._create_order(), 12, FIRST)
        figures = self._get_figures(self._issue())
        self.assertEqual((figures["due"], figures["on_time"], figures["rate"]), (1, 1, 1.0))

    def test_dozens_are_counted_in_the_product_s_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order(2, uom=dozen, price=96)
        self._deliver(order, sum(order.picking_ids.move_ids.mapped("product_uom_qty")), FIRST)
        edition = self._issue()
        row = self._get_rows(edition, "receipts")[0]
        self.assertEqual((row["received"], row["value"]), (24, 192))
        self.assertEqual(self._get_figures(edition)["on_time"], 1)

    def test_cancelled_order_and_other_company_are_left_out(self):
        self._create_order().button_cancel()
        other = self.env["res.company"].create({"name": "Other"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self._create_order(company_id=other.id, picking_type_id=warehouse.in_type_id.id)
        figures = self._get_figures(self._issue())
        self.assertEqual((figures["orders"], figures["due"], figures["ordered"]), (0, 0, 0))
        self.assertIsNone(figures["rate"])

    def test_foreign_currency_is_told_in_the_company_s(self):
        currency = self.env.ref("base.EUR")
        currency.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": self.company.id,
                "name": date(2026, 1, 1),
                "rate": 0.5,
            }
        )
        order = self._create_order(currency_id=currency.id)
        self.assertEqual(order.currency_rate, 0.5)
        self.assertEqual(self._get_figures(self._issue())["ordered"], 160)

    def test_outlook_lists_what_is_open_by_the_end_of_the_next_period(self):
        self._create_order(date=datetime(2026, 4, 30, 4))
        self._create_order(date=datetime(2026, 5, 1, 4))
        rows = self._get_rows(self._issue(), "outlook")
        self.assertEqual([row["expected"] for row in rows], ["2026-04-30"])

    def test_ranking_puts_the_punctual_first_and_the_unknown_last(self):
        self._deliver(self._create_order(), 10, FIRST + timedelta(days=2))
        punctual = self._create_order(partner_id=self.second.id)
        self._deliver(punctual, 10, FIRST)
        third = self._create_supplier("Third")
        self._create_order(partner_id=third.id, date=datetime(2026, 4, 20, 4))
        rows = self._get_rows(self._issue(), "suppliers")
        self.assertEqual(
            [(row["supplier"], row["rate"]) for row in rows],
            [("Second Source", 1.0), ("Punctual Parts", 0.0), ("Third", None)],
        )

    def test_chosen_suppliers_alone_are_told_of(self):
        self._create_order()
        self._create_order(partner_id=self.second.id)
        edition = self._issue(partner_ids=self.second.ids)
        self.assertEqual(self._get_figures(edition)["orders"], 1)

    def test_case_is_told_with_cause_and_solution(self):
        cause = self.env["scm.exception.cause"].create({"name": "Mould broke", "code": "mould"})
        case = self.env["scm.exception"].create(
            {
                "name": "Late again",
                "company_id": self.company.id,
                "category_id": self.env.ref("scm_assistant_base.scm_exception_category_supply").id,
                "partner_id": self.supplier.id,
                "cause_id": cause.id,
                "resolution": "Second mould",
            }
        )
        case._write_own({"reported_at": FIRST})
        row = self._get_rows(self._issue(), "cases")[0]
        self.assertEqual((row["cause"], row["resolution"]), ("Mould broke", "Second mould"))

    def test_report_files_and_odoo_s_analysis_give_the_same_figures(self):
        self._deliver(self._create_order(7, price=3.35), 7, FIRST)
        self._deliver(self._create_order(partner_id=self.second.id, price=12.5), 4, FIRST)
        self.env.flush_all()
        self.printer.stop()
        edition = self._issue()
        action = edition.with_user(self.assistant).action_open_live()
        groups = self.env[action["res_model"]]._read_group(
            action["domain"], ["partner_id"], ["untaxed_total:sum"]
        )
        pivot = {partner.display_name: total for partner, total in groups}
        rows = self._get_rows(edition, "suppliers")
        self.assertEqual(pivot, {row["supplier"]: row["ordered"] for row in rows})
        self.assertEqual(self._get_figures(edition)["ordered"], sum(pivot.values()))
        workbook = openpyxl.load_workbook(
            io.BytesIO(edition.sudo().xlsx_attachment_id.raw), data_only=True
        )
        sheet = workbook["Supplier Ranking"]
        head = [cell.value for cell in sheet[1]]
        column = head.index("Ordered Value") + 1
        cells = [sheet.cell(line, column).value for line in range(2, sheet.max_row + 1)]
        self.assertEqual(cells[-1], sum(cells[:-1]))
        self.assertEqual(cells[-1], sum(pivot.values()))
        pages = PdfReader(io.BytesIO(edition.sudo().pdf_attachment_id.raw)).pages
        text = " ".join(page.extract_text() for page in pages)
        for total in (*pivot.values(), cells[-1]):
            self.assertIn(f"{total:,.2f}", text)
        received = self.env["stock.move"]._read_group(
            [("company_id", "=", self.company.id), ("state", "=", "done")], [], ["quantity:sum"]
        )
        told = sum(row["received"] for row in self._get_rows(edition, "receipts"))
        self.assertEqual(told, received[0][0])

    def test_number_of_statements_does_not_grow_with_the_lines(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.report._get_dataset(self.company, *MARCH)
            return self.env.cr.sql_log_count - before

        self._create_order()
        self.report._get_dataset(self.company, *MARCH)
        one = count()
        for _number in range(5):
            self._create_order(partner_id=self.second.id)
        self.assertLessEqual(count(), one + 2)


@tagged("post_install", "-at_install")
@freeze_time(ISSUED)
class TestScmReportSupplyGone(PurchaseCommon):
    """The supplier addon is uninstalled: what was issued stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env["scm.report"].create(
            {"name": "Supply", "kind": "supply", "company_id": cls.company.id, "lang": "en_US"}
        )
        cls._create_order()

    def _issue(self):
        return self.report.with_user(self.assistant)._issue(self.company, *MARCH)

    def _remove_kind(self):
        """Do what Odoo does to the option of a kind when its module is uninstalled."""
        option = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "scm.report"),
                ("field_id.name", "=", "kind"),
                ("value", "=", "supply"),
            ]
        )
        option.with_context(**{MODULE_UNINSTALL_FLAG: True})._process_ondelete()
        self.env.invalidate_all()

    def test_editions_outlive_their_report_and_are_read_as_before(self):
        edition = self._issue()
        before = edition.read(["name", "dataset", "xlsx_attachment_id", "preview", "kind"])
        self._remove_kind()
        self.assertFalse(self.report.exists())
        self.assertEqual(
            edition.read(["name", "dataset", "xlsx_attachment_id", "preview", "kind"]), before
        )
        self.assertRecordValues(
            edition, [{"report_id": False, "kind": "supply", "report_name": "Supply"}]
        )
        action = edition.with_user(self.assistant).action_download_xlsx()
        self.assertIn(str(edition.sudo().xlsx_attachment_id.id), action["url"])
        Form(edition.with_user(self.assistant))

    def test_without_the_module_there_are_no_live_figures(self):
        edition = self._issue()
        self.assertTrue(edition.has_live_action)
        self._remove_kind()
        with patch.object(type(self.report), "_find_kind", lambda _report, _kind: None):
            self.assertFalse(edition.has_live_action)
            with self.assertRaisesRegex(UserError, "no records to open"):
                edition.action_open_live()

    def test_latest_version_is_told_without_the_report(self):
        editions = self._issue() | self._issue()
        self._remove_kind()
        self.assertEqual(editions.sorted("version").mapped("is_latest"), [False, True])

    def test_what_was_issued_can_neither_be_changed_nor_deleted(self):
        edition = self._issue()
        self._remove_kind()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            edition.sudo().kind = "stock"
        with self.assertRaisesRegex(UserError, "kept"):
            edition.sudo().unlink()


@tagged("post_install", "-at_install")
class TestScmReportSupplyProgress(PurchaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time(NOW))
        cls.report = cls.env["scm.report"].create(
            {
                "name": "Progress",
                "kind": "supply_progress",
                "period_kind": "day",
                "company_id": cls.company.id,
            }
        )

    def _build(self, day):
        dataset = self.report._get_dataset(self.company, day, day)
        return {table["name"]: table["rows"] for table in dataset["tables"]}

    def test_tells_new_dates_and_who_said_them(self):
        order = self._create_order()
        with freeze_time(NOW + timedelta(days=1)):
            order.order_line.date_planned = FIRST + timedelta(days=5)
        self.assertFalse(self._build(NOW.date())["changes"])
        row = self._build(date(2026, 3, 3))["changes"][0]
        self.assertEqual((row["before"], row["after"]), ("2026-03-16", "2026-03-21"))
        self.assertEqual((row["later"], row["source"], row["quantity"]), (5, "Buyer", 10))

    def test_tells_what_was_ordered_received_and_is_overdue(self):
        order = self._create_order(date=NOW)
        self._receive(order, 4).date_done = NOW
        with freeze_time(NOW + timedelta(days=2)):
            tables = self._build(NOW.date())
        self.assertEqual(tables["orders"][0]["ordered"], 10)
        self.assertEqual(tables["receipts"][0]["received"], 4)
        self.assertEqual((tables["outlook"][0]["open"], tables["outlook"][0]["overdue"]), (6, 2))
