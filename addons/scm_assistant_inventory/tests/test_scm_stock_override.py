# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import ScmInventoryCommon

WEEKS = 20


@tagged("post_install", "-at_install")
class TestScmStockOverride(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell_weekly(7, WEEKS, left=40)

    def _set(self, kind, quantity, days=10, user=None):
        return (
            self.env["scm.stock.override"]
            .with_user(user or self.assistant)
            .create(
                {
                    "company_id": self.company.id,
                    "warehouse_id": self.warehouse.id,
                    "product_id": self.product.id,
                    "kind": kind,
                    "quantity": quantity,
                    "reason": "Fair in March",
                    "date_end": self.today + timedelta(days=days),
                }
            )
        )

    def test_safety_stock_by_hand_moves_reorder_point_and_maximum(self):
        before = self._plan()
        safety, reorder, maximum = before.safety_qty, before.reorder_qty, before.maximum_qty
        self._set("safety", safety + 30)
        position = self._plan()
        self.assertRecordValues(
            position,
            [
                {
                    "safety_qty": safety + 30,
                    "reorder_qty": reorder + 30,
                    "maximum_qty": maximum + 30,
                    "is_overridden": True,
                }
            ],
        )
        self.assertIn("Safety Stock set to", position.reason)
        self.assertIn("Fair in March", position.reason)
        self.assertIn(self.assistant.name, position.reason)

    def test_it_is_kept_across_refreshes_and_ends_by_itself(self):
        computed = self._plan().maximum_qty
        override = self._set("maximum", 500, days=0)
        self.assertEqual(self._plan().maximum_qty, 500)
        self.assertEqual(self._plan().maximum_qty, 500)
        override.date_end = self.today - timedelta(days=1)
        self.assertRecordValues(self._plan(), [{"maximum_qty": computed, "is_overridden": False}])
        self.assertNotIn("500", self._plan().reason)

    def test_position_follows_at_once(self):
        position = self._plan()
        computed = [position.safety_qty, position.reorder_qty, position.maximum_qty]
        self.assertEqual(position.status, "ok")
        override = self._set("safety", 45)
        self.assertRecordValues(
            position, [{"safety_qty": 45, "status": "below_safety", "is_overridden": True}]
        )
        self.assertIn("below the safety stock 45", position.reason)
        self.assertEqual(position.chart["safety"], 45)
        at_once = [position.safety_qty, position.reorder_qty, position.maximum_qty]
        self._plan()
        self.assertEqual([position.safety_qty, position.reorder_qty, position.maximum_qty], at_once)
        override.with_user(self.assistant).action_end()
        self.assertRecordValues(position, [{"status": "ok", "is_overridden": False}])
        self.assertEqual(
            [position.safety_qty, position.reorder_qty, position.maximum_qty], computed
        )

    def test_second_limit_by_hand_stands_on_the_computed_ones(self):
        position = self._plan()
        self._set("safety", 45)
        self._set("maximum", 500)
        at_once = [position.safety_qty, position.reorder_qty, position.maximum_qty]
        self._plan()
        self.assertEqual([position.safety_qty, position.reorder_qty, position.maximum_qty], at_once)

    def test_one_that_has_run_out_makes_room_for_the_next(self):
        first = self._set("maximum", 500)
        first.date_end = self.today - timedelta(days=3)
        second = self._set("maximum", 600)
        self.assertFalse(first.active)
        self.assertEqual(self._plan().maximum_qty, 600)
        second.action_end()
        self.assertLess(self._plan().maximum_qty, 500)

    def test_author_is_who_sets_it_and_nobody_else(self):
        override = self._set("reorder", 50)
        self.assertEqual(override.user_id, self.assistant)
        override.with_user(self.manager).quantity = 60
        self.assertEqual(override.user_id, self.manager)

    def test_reason_must_say_something(self):
        with self.assertRaises(ValidationError):
            self._set("reorder", 50).reason = "  "

    def test_warehouse_worker_reads_only(self):
        worker = self._create_user("worker", "stock.group_stock_user")
        override = self._set("reorder", 50)
        self.assertEqual(override.with_user(worker).quantity, 50)
        with self.assertRaises(AccessError):
            override.with_user(worker).quantity = 5
