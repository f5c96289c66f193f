# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmStockPlannerHistory(ScmInventoryCommon):
    """Products whose own history says little, or says that it is over."""

    def _sell_new(self, product, quantity):
        """Receive 100 ten days ago, deliver twice: 10 known days."""
        self._receive(100, self._days_ago(10), product=product)
        for days in (8, 3):
            self._deliver(quantity / 2, self._days_ago(days), product=product)

    def test_obsolete_product_is_not_bought_any_more(self):
        self._receive(60, self._days_ago(200))
        for day in range(100, 200, 10):
            self._deliver(5, self._days_ago(day - 2))
        position = self._plan()
        # Ten days with demand, then 97 days in stock; the policy's limit is 90.
        self.assertEqual(position.event_count, 10)
        self.assertRecordValues(
            position,
            [
                {
                    "pattern": "obsolete",
                    "status": "dead",
                    "safety_qty": 0,
                    "reorder_qty": 0,
                    "maximum_qty": 0,
                    "shortage_qty": 0,
                    "excess_qty": 10,
                }
            ],
        )

    def test_same_silence_within_the_policys_days_is_no_end(self):
        self.policy.dead_days = 120
        self._receive(60, self._days_ago(200))
        for day in range(100, 200, 10):
            self._deliver(5, self._days_ago(day - 2))
        position = self._plan()
        self.assertNotEqual(position.pattern, "obsolete")
        self.assertGreater(position.reorder_qty, 0)

    def test_new_product_leans_on_its_category(self):
        self.product.categ_id = self.env["product.category"].create({"name": "Own Category"})
        self._sell_new(self.product, 10)
        alone = self._plan().daily_mean
        self.assertAlmostEqual(alone, 1.0)
        for yearly in (730, 1460, 2190):
            product = self._create_product(categ_id=self.product.categ_id.id)
            self._receive(yearly, self._days_ago(300), product=product)
            self._deliver(yearly, self._days_ago(150), product=product)
        # Similar ones sell 10/365, 2, 4 and 6 a day: median 3, for 30 days beside 10 own.
        self.assertAlmostEqual(self._plan().daily_mean, (30 * 3 + 10) / 40, places=2)

    def test_new_product_without_similar_ones_takes_the_policys_figure(self):
        self.product.categ_id = self.env["product.category"].create({"name": "Own Category"})
        self.policy.new_daily_qty = 5
        self._sell_new(self.product, 10)
        self.assertAlmostEqual(self._plan().daily_mean, (30 * 5 + 10) / 40, places=2)

    @mute_logger("odoo.sql_db")
    def test_new_products_cant_sell_less_than_nothing(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.policy.new_daily_qty = -1
            self.policy.flush_recordset()
