# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import datetime, time, timedelta

import openpyxl
from odoo import fields
from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.addons.scm_assistant_base.tools.report_period import get_previous_period
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from pypdf import PdfReader

AMOUNT = 1234.5


@tagged("post_install", "-at_install")
class TestJourneySupplyReport(HttpCase):
    """P2.2.4: issued, the same in each file, issued again, the first unchanged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.vendor = cls.env["res.partner"].create({"name": "Journey Vendor"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Journey Part",
                "is_storable": True,
                "supplier_taxes_id": [Command.clear()],
            }
        )
        cls.report = cls.env["scm.report"].create(
            {
                "name": "Journey Supply",
                "kind": "supply",
                "company_id": cls.company.id,
                "partner_ids": cls.vendor.ids,
                "sequence": -1,
            }
        )
        today = cls.company._scm_get_today()
        cls.period = get_previous_period("month", today)
        cls._create_delivery(datetime.combine(cls.period[0], time(12)) + timedelta(days=9))

    @classmethod
    def _create_delivery(cls, moment):
        """Order and receive in the last month, two days late."""
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "currency_id": cls.company.currency_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_qty": 10,
                            "price_unit": AMOUNT / 10,
                            "date_planned": moment,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        order.date_approve = moment - timedelta(days=5)
        picking = order.picking_ids
        picking.move_ids.quantity = 10
        picking.move_ids.picked = True
        picking.button_validate()
        picking.date_done = moment + timedelta(days=2)

    def _walk(self, tour, language):
        self.env["res.lang"]._activate_lang(language)
        self.report.lang = language
        create_quiet_user(
            self.env,
            "journey_reporter",
            "scm_assistant_base.group_scm_assistant",
            lang=language,
        )
        self.start_tour("/odoo/scm-reports", tour, login="journey_reporter")
        editions = self.report.edition_ids.sorted("version")
        self.assertEqual(editions.mapped("version"), [1, 2])
        self.assertEqual(
            set(editions.mapped(lambda one: (one.date_from, one.date_to))), {self.period}
        )
        self.assertEqual(editions[0].dataset, editions[1].dataset)
        self.authenticate("journey_reporter", "journey_reporter")
        for edition in editions:
            self._check_files(edition)

    def _check_files(self, edition):
        """Download both files as the assistant and look for the total in them."""
        as_user = edition.with_user(
            self.env["res.users"].search([("login", "=", "journey_reporter")])
        )
        pdf = self.url_open(as_user.action_download_pdf()["url"])
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
        self.assertGreaterEqual(text.count("1,234.50"), 2)
        self.assertIn("Journey Vendor", text)
        xlsx = self.url_open(as_user.action_download_xlsx()["url"])
        book = openpyxl.load_workbook(io.BytesIO(xlsx.content), data_only=True)
        ranking = book.worksheets[1]
        self.assertIn(AMOUNT, [cell.value for cell in ranking[ranking.max_row]])

    def test_assistant_issues_the_supply_report(self):
        self._walk("scm_supply_report", "en_US")

    def test_assistant_issues_the_supply_report_in_chinese(self):
        self._walk("scm_supply_report_zh", "zh_TW")

    def test_report_says_by_how_long_it_was_late(self):
        dataset = self.report._get_dataset(self.company, *self.period)
        late = next(table for table in dataset["tables"] if table["name"] == "late")["rows"]
        self.assertEqual([row["days_late"] for row in late], [2])
        self.assertEqual(late[0]["promised"], fields.Date.to_string(self.period[0] + timedelta(9)))
