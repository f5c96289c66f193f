# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import tagged

from .detector_common import ScmDetectorCommon


@tagged("post_install", "-at_install")
class TestScmDetectorCost(ScmDetectorCommon):
    def _buy(self, price, currency=None, **line):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "currency_id": (currency or self.company.currency_id).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_qty": 2,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            **line,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    def test_stock_without_cost_is_found_until_it_has_one(self):
        self.product.standard_price = 0
        self.assertFalse(self._run("no_cost"), "no stock, no trouble")
        self._receive(20)
        self.product.standard_price = 0
        case = self._run("no_cost")
        self.assertEqual(case.product_id, self.product)
        self.product.standard_price = 3
        self._run("no_cost")
        self.assertEqual(case.state, "resolved")

    def test_cost_far_from_the_last_price_is_found_until_it_is_near(self):
        self._set("cost_gap", percent=30, value=50)
        self._receive(20)
        self._buy(8)
        self.assertFalse(self._run("cost_gap"))
        order = self._buy(12)
        # 8 and 12: 33 %, and 4 × 20 pieces.
        case = self._run("cost_gap")
        self.assertEqual(case.link_ids.res_id, order.id)
        self.product.standard_price = 11
        self._run("cost_gap")
        self.assertEqual(case.state, "resolved")

    def test_price_is_that_of_one_piece_in_the_companys_currency(self):
        self._set("cost_gap", percent=10, value=1)
        self._receive(20)
        foreign = self.env["res.currency"].create(
            {
                "name": "SCX",
                "symbol": "x",
                "rate_ids": [
                    Command.create({"rate": 2, "name": "2020-01-01", "company_id": self.company.id})
                ],
            }
        )
        dozen = self.env.ref("uom.product_uom_dozen")
        self._buy(8 * 2 * 12, foreign, product_uom_id=dozen.id)
        self.assertFalse(self._run("cost_gap"))

    def test_draft_orders_say_nothing(self):
        self._set("cost_gap", percent=30, value=50)
        self._receive(20)
        self._buy(80).button_cancel()
        self.assertFalse(self._run("cost_gap"))
