# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_scm_stock_suggester import ScmSuggesterCommon


@tagged("post_install", "-at_install")
class TestScmStockPositionLive(ScmSuggesterCommon):
    """What a position says between two nightly computations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 10000

    def _order_short(self, position):
        position = position.with_user(self.assistant)
        action = position.action_accept_suggestions()
        return self.env["scm.stock.suggestion"].search(action["params"]["next"]["domain"])

    def test_position_lacks_nothing_as_soon_as_its_order_is_written(self):
        position = self._create_position(self.warehouse, 12)
        self.assertEqual(position.shortage_qty, 48)
        buy = self._order_short(position)
        self.assertEqual(buy.approval_state, "applied")
        self.assertRecordValues(
            position, [{"rfq_qty": 48, "shortage_qty": 0, "shortage_value": 0, "status": "ok"}]
        )

    def test_what_is_short_is_looked_at_again_before_it_is_ordered(self):
        position = self._create_position(self.warehouse, 12)
        self._create_order(48, 9, confirm=False)
        self.assertEqual(position.shortage_qty, 48)
        with self.assertRaises(UserError):
            position.with_user(self.assistant).action_accept_suggestions()
        self.assertFalse(position.suggestion_ids)

    def test_what_is_short_is_ordered_once(self):
        position = self._create_position(self.warehouse, 5)
        self._order_short(position)
        with self.assertRaises(UserError):
            position.with_user(self.assistant).action_accept_suggestions()
        self.assertEqual(len(position.suggestion_ids), 1)

    def test_comparison_at_once_is_that_of_the_planner(self):
        self._sell_weekly(7, 20, left=3)
        planned = self._plan()
        names = (
            "status",
            "status_rank",
            "lowest_qty",
            "shortage_qty",
            "shortage_value",
            "on_hand_value",
            "excess_qty",
            "excess_value",
        )
        before = [planned[name] for name in names]
        self.assertEqual(planned.status, "below_safety")
        planned._refresh_stock()
        self.assertEqual([planned[name] for name in names], before)
        self._create_order(500, 5)
        planned._refresh_stock()
        at_once = [planned[name] for name in names]
        self.assertEqual(at_once, [self._plan()[name] for name in names])
        self.assertEqual(planned.shortage_qty, 0)

    def test_what_is_out_of_stock_and_ordered_says_so(self):
        ordered = self._create_position(self.warehouse, 5)
        bare = self._create_position(self.second, 5)
        self._create_order(55, 9)
        (ordered | bare)._refresh_stock()
        self.assertRecordValues(
            ordered | bare,
            [
                {"status": "below_safety", "is_ordered": True},
                {"status": "below_safety", "is_ordered": False},
            ],
        )
        positions = self.env["scm.stock.position"].search([("product_id", "=", self.product.id)])
        self.assertEqual(positions.filtered_domain([("is_ordered", "=", True)]), ordered)
        domain = [("product_id", "=", self.product.id), ("is_ordered", "=", False)]
        self.assertEqual(positions.search(domain), bare)
        with self.assertRaisesRegex(UserError, "enough is on order, 55 by"):
            ordered.with_user(self.assistant).action_accept_suggestions()

    def test_forecast_is_that_of_the_product(self):
        position = self._create_position(self.warehouse, 5)
        context = position.with_user(self.assistant).action_view_forecast()["context"]
        self.assertEqual(context["active_model"], "product.product")
        self.assertEqual(context["active_id"], self.product.id)
        self.assertEqual(context["warehouse_id"], self.warehouse.id)
