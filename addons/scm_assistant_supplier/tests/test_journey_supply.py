# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_scm_supply_request import SupplyRequestCommon

PROMISED = datetime(2027, 3, 16, 4)


@tagged("post_install", "-at_install")
class TestJourneySupply(SupplyRequestCommon, HttpCase):
    """The ways of P2.2.1 and P2.2.2, in the browser and on the supplier's phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.name = "Journey Bracket"

    def _set_language(self, language):
        self.env["res.lang"]._activate_lang(language)
        (self.assistant | self.manager | self.supplier.user_ids).partner_id.lang = language
        self.supplier.lang = language

    def _walk_change(self, language):
        self._set_language(language)
        order = self._create_order(date=PROMISED)
        self._receive(order, 4)
        # The refusal of the journey's first try is what Odoo logs.
        with mute_logger("odoo.http"):
            self.start_tour(
                f"/odoo/purchase/{order.id}", "scm_purchase_change", login=self.assistant.login
            )
        change = order.scm_change_ids
        self.assertRecordValues(change, [{"approval_state": "submitted"}])
        self.assertEqual(order.order_line.product_qty, 10)
        self.start_tour(
            f"/odoo/scm-purchase-changes/{change.id}",
            "scm_purchase_change_approve",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        line = order.order_line
        self.assertRecordValues(
            line, [{"product_qty": 15, "qty_received": 4, "price_unit": 8, "scm_open_qty": 11}]
        )
        self.assertEqual(line._scm_get_open_moves().mapped("product_qty"), [11])
        self.assertEqual(line.scm_promise_ids.sorted("version").mapped("quantity"), [10, 11])
        self.assertEqual(change.supplier_answer, "asked")
        self.assertNoReturn(order)

    def test_order_is_changed_as_instructed(self):
        self._walk_change("en_US")

    def test_order_is_changed_as_instructed_in_chinese(self):
        self._walk_change("zh_TW")

    def _create_sale(self, order):
        """Let a delivery of sale S00042 wait for the goods of ``order``."""
        self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 5,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "procure_method": "make_to_order",
                "origin": "S00042",
                "date": PROMISED,
                "picking_type_id": self.warehouse.out_type_id.id,
                "created_purchase_line_ids": [Command.link(order.order_line.id)],
            }
        )._action_confirm()

    def _walk_answer(self, language):
        self._set_language(language)
        order = self._create_order(date=PROMISED)
        self._create_sale(order)
        question = self._ask(order)
        size, touch = self.browser_size, self.touch_enabled
        self.browser_size, self.touch_enabled = "375x667", True
        self.start_tour(self._get_path(question), "scm_supply_answer")
        self.browser_size, self.touch_enabled = size, touch
        self.env.invalidate_all()
        self.assertEqual(order.picking_ids.scheduled_date.date(), date(2027, 4, 2))
        case = self.env["scm.exception"].search([("purchase_line_id", "=", order.order_line.id)])
        self.assertEqual(question.answered_by, "Ms Wang")
        self.env["scm.supply.offer"].create(
            {"exception_id": case.id, "kind": "expedite", "date": date(2027, 3, 24)}
        )
        self.start_tour(
            f"/odoo/scm-exceptions/{case.id}", "scm_supply_case", login=self.assistant.login
        )
        self.env.invalidate_all()
        self.assertEqual(order.picking_ids.scheduled_date.date(), date(2027, 3, 24))
        self.assertEqual(order.order_line.scm_original_date, PROMISED)

    def test_later_answer_becomes_a_case_and_the_agreed_day_moves_the_receipt(self):
        self._walk_answer("en_US")

    def test_later_answer_becomes_a_case_in_chinese(self):
        self._walk_answer("zh_TW")
