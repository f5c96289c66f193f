# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import fields
from odoo.addons.scm_assistant_base.tests.common import create_quiet_user
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

# A lamp sells 10 each Monday and Thursday; the last receipt is long ago.
SOLD = 10
DAYS = 180
LEFT = 1


@tagged("post_install", "-at_install")
class TestJourneyAlertToPurchase(HttpCase):
    """The assistant's way from an alert to a purchase order, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Journey Vendor"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Journey Lamp",
                "is_storable": True,
                "standard_price": 20.0,
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                "seller_ids": [
                    Command.create({"partner_id": cls.vendor.id, "delay": 7, "price": 20.0})
                ],
            }
        )
        # A service that one lamp in stock can't give.
        cls.env["scm.stock.policy"].create(
            {"name": "Journey", "sequence": 0, "target": 0.99, "target_kind": "cycle"}
        )
        cls._create_history()
        cls.env["scm.stock.planner"]._refresh(cls.company)

    @classmethod
    def _create_history(cls):
        """Receive enough for half a year and sell it, so that one lamp is left."""
        today = fields.Date.today()
        days = [today - timedelta(days=age) for age in range(1, DAYS)]
        days = [day for day in days if day.weekday() in (0, 3)]
        supplier = cls.env.ref("stock.stock_location_suppliers")
        customer = cls.env.ref("stock.stock_location_customers")
        stock = cls.warehouse.lot_stock_id
        total = SOLD * len(days) + LEFT
        flows = [(supplier, stock, total, today - timedelta(days=DAYS))]
        flows += [(stock, customer, SOLD, day) for day in days]
        for source, target, quantity, day in flows:
            move = cls.env["stock.move"].create(
                {
                    "product_id": cls.product.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                }
            )
            move._action_confirm()
            move.quantity = quantity
            move.picked = True
            move._action_done()
            move.date = datetime.combine(day, time(4))

    def _walk(self, tour, language):
        create_quiet_user(
            self.env,
            "journey_assistant",
            "scm_assistant_base.group_scm_assistant",
            lang=language,
        )
        self.start_tour("/odoo/scm-workbench", tour, login="journey_assistant")
        self._check_records()

    def _check_records(self):
        suggestion = self.env["scm.stock.suggestion"].search([("product_id", "=", self.product.id)])
        self.assertRecordValues(suggestion, [{"approval_state": "applied", "quantity": 123}])
        line = suggestion.purchase_line_ids
        self.assertRecordValues(line, [{"product_qty": 123, "partner_id": self.vendor.id}])
        self.assertEqual(line.order_id.state, "draft")
        self.assertEqual(line.scm_suggestion_ids, suggestion)
        self.assertEqual(suggestion.position_id.rfq_qty, 123)

    def test_assistant_turns_an_alert_into_a_purchase_order(self):
        self._walk("scm_alert_to_purchase", "en_US")

    def test_assistant_turns_an_alert_into_a_purchase_order_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        self._walk("scm_alert_to_purchase_zh", "zh_TW")
