# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

import numpy as np
from odoo.fields import Command
from odoo.tests import tagged

from .common import ScmInventoryCommon

FIGURES = ("daily_mean", "known_days", "pattern", "xyz", "reorder_qty", "maximum_qty")


@tagged("post_install", "-at_install")
class TestScmStockPlannerPast(ScmInventoryCommon):
    """The past ends where the present begins: what moves today rewrites nothing."""

    def _sell_out(self):
        """Sell 14 a week for twelve weeks; nothing is left since the last delivery."""
        self._sell_weekly(14, 12, 0)
        return {name: self._plan()[name] for name in FIGURES}

    def _check_same_past(self, before):
        position = self._plan()
        self.assertEqual({name: position[name] for name in FIGURES}, before)
        return position

    def test_a_receipt_of_today_leaves_the_past_alone(self):
        before = self._sell_out()
        self._receive(1)
        self.assertEqual(self._check_same_past(before).on_hand_qty, 1)

    def test_a_large_receipt_after_sold_out_days_leaves_the_past_alone(self):
        self._receive(100, self._days_ago(200))
        for day in range(180, 200):
            self._deliver(5, self._days_ago(day))
        before = self._plan()
        # Sold 5 a day for twenty days, then sold out: 21 days are known.
        self.assertAlmostEqual(before.daily_mean, 100 / 21, delta=0.01)
        before = {name: before[name] for name in FIGURES}
        self._receive(300)
        self._check_same_past(before)

    def test_counts_and_returns_of_today_leave_the_past_alone(self):
        before = self._sell_out()
        loss = self.product.with_company(self.company).property_stock_inventory
        self._move(loss, self.stock, 2, is_inventory=True)
        other = self._create_warehouse()
        self._move(other.lot_stock_id, self.stock, 4)
        self._check_same_past(before)

    def test_receipts_after_planning_do_not_shift_the_chart(self):
        self._receive(30, self._days_ago(20))
        self._deliver(10, self._days_ago(10))
        position = self._plan()
        before = position.chart["stock"]
        self._receive(300)
        position._refresh_stock()
        position.invalidate_recordset(["chart"])
        after = position.chart["stock"]
        self.assertEqual(after[:-1], before[:-1])
        self.assertEqual((before[-1], after[-1]), (20, 320))

    def test_goods_of_others_are_no_history(self):
        owner = self.env["res.partner"].create({"name": "Own Owner"})
        self._receive(30, self._days_ago(60))
        for day in range(5, 60, 6):
            self._deliver(1, self._days_ago(day))
        before = self._plan()
        self.assertEqual(before.known_days, 60)
        # 10 pieces in 60 days.
        self.assertAlmostEqual(before.daily_mean, 10 / 60, delta=0.001)
        move = self._create_move(self.supplier, self.stock, 500)
        move.restrict_partner_id = owner
        move.move_line_ids.owner_id = owner
        move._action_done()
        move.date = datetime.combine(self._days_ago(12), datetime.min.time())
        after = self._plan()
        self.assertEqual(self._get_ledger()[self._days_ago(12)], (0, 0, 0, 0))
        self.assertRecordValues(after, [{"known_days": 60, "on_hand_qty": 20}])
        self.assertAlmostEqual(after.daily_mean, 10 / 60, delta=0.001)

    def _create_move(self, source, target, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        return move

    def test_returns_without_a_link_lower_the_demand_as_linked_ones_do(self):
        linked, loose = self._create_product(), self._create_product()
        for product in (linked, loose):
            self._receive(400, self._days_ago(120), product=product)
        for week in range(1, 15):
            for product in (linked, loose):
                delivery = self._deliver(20, self._days_ago(week * 7 + 3), product=product)
                link = delivery.id if product == linked else False
                self._move(
                    self.customer,
                    self.stock,
                    15,
                    self._days_ago(week * 7 + 1),
                    product=product,
                    origin_returned_move_id=link,
                )
        linked, loose = self._plan(linked), self._plan(loose)
        # 14 weeks of 20 less 15 in 120 days.
        self.assertAlmostEqual(linked.daily_mean, 70 / 120, delta=0.01)
        self.assertAlmostEqual(loose.daily_mean, linked.daily_mean, delta=0.01)
        self.assertEqual(loose.abc, linked.abc)

    def test_an_overdue_line_bought_to_order_is_no_demand(self):
        self._sell_weekly(7, 8, 20)
        before = self._plan().daily_mean
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 90,
                "location_id": self.stock.id,
                "location_dest_id": self.customer.id,
                "company_id": self.company.id,
                "procure_method": "make_to_order",
                "date_deadline": datetime.combine(self._days_ago(5), datetime.min.time()),
                "state": "waiting",
            }
        )
        self.assertAlmostEqual(self._plan().daily_mean, before)
        move.procure_method = "make_to_stock"
        self.assertGreater(self._plan().daily_mean, before)

    # What leaves for others

    def _feed(self, target, weeks=36, quantity=20):
        """Send ``quantity`` a week to a place, by transit as Odoo's resupply does."""
        self._receive(quantity * weeks + 280, self._days_ago(weeks * 7 + 1))
        for week in range(weeks):
            self._move(self.stock, target, quantity, self._days_ago(week * 7 + 1))

    def test_a_warehouse_that_supplies_others_has_their_supply_as_demand(self):
        self._create_warehouse(resupply_wh_ids=[Command.set(self.warehouse.ids)])
        self._feed(self.company.internal_transit_location_id)
        position = self._plan()
        # 720 in the 253 days since it came.
        self.assertAlmostEqual(position.daily_mean, 720 / 253, delta=0.02)
        self.assertEqual(position.last_issue_date, self._days_ago(1))
        self.assertNotIn(position.status, ("dead", "none"))
        self.assertGreater(position.reorder_qty, 0)

    def test_a_backtest_knows_what_supplies_others_as_well(self):
        self._create_warehouse(resupply_wh_ids=[Command.set(self.warehouse.ids)])
        self._feed(self.company.internal_transit_location_id)
        position = self._plan()
        picked = {
            "warehouse_id": np.array([self.warehouse.id]),
            "product_id": np.array([self.product.id]),
            "ledger_qty": np.array([position.ledger_qty]),
        }
        backtest = self.env["scm.stock.backtest"].new(
            {"company_id": self.company.id, "test_days": 28}
        )
        runner = self.env["scm.backtest.runner"]
        demand, _change, opening = runner._read_history(backtest, picked, self.today)
        # 20 a week for 36 weeks, and what is left of it.
        self.assertEqual((demand.sum(), opening[0]), (720, 280))

    def test_transfers_that_even_stocks_out_are_no_demand_unless_somebody_says_so(self):
        other = self._create_warehouse()
        self._feed(other.lot_stock_id, weeks=12)
        self.assertEqual(self._plan().daily_mean, 0)
        self.warehouse.scm_supplies_others = True
        self.assertAlmostEqual(self._plan().daily_mean, 240 / 85, delta=0.04)

    def test_what_goes_to_a_sister_company_is_demand(self):
        transit = self.env.ref("stock.stock_location_inter_company")
        self._feed(transit, weeks=30)
        self.assertAlmostEqual(self._plan().daily_mean, 600 / 211, delta=0.02)

    def test_what_a_sister_company_sends_is_no_return(self):
        transit = self.env.ref("stock.stock_location_inter_company")
        self._sell_weekly(7, 8, 0)
        before = self._plan().daily_mean
        self._move(transit, self.stock, 50, self._days_ago(3))
        self.assertGreater(self._plan().daily_mean, before * 0.9)
        self.assertEqual(self._get_ledger()[self._days_ago(3)], (0, 0, 0, 50))

    def test_what_goes_to_a_subcontractor_is_demand(self):
        place = self.env["stock.location"].create(
            {"name": "Own Subcontractor", "usage": "internal", "company_id": self.company.id}
        )
        self.assertFalse(place.warehouse_id)
        self._feed(place, weeks=12)
        self.assertAlmostEqual(self._plan().daily_mean, 240 / 85, delta=0.04)

    def test_an_unbuild_is_no_demand(self):
        # Needs Manufacturing, which is in the template database.
        production = self.product.with_company(self.company).property_stock_production
        self._receive(50, self._days_ago(30))
        self._move(self.stock, production, 10, self._days_ago(9))
        apart = self._move(self.stock, production, 7, self._days_ago(5))
        apart.unbuild_id = self.env["mrp.unbuild"].create(
            {"product_id": self.product.id, "company_id": self.company.id, "product_qty": 7}
        )
        ledger = self._get_ledger()
        self.assertEqual(ledger[self._days_ago(9)], (10, 0, 0, -10))
        self.assertEqual(ledger[self._days_ago(5)], (0, 0, 0, -7))
