# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, time
from unittest.mock import patch

from odoo.addons.scm_assistant_base.tools.ports import LeadTime
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import ScmInventoryCommon

WEEKS = 26


@tagged("post_install", "-at_install")
class TestScmStockPlanner(ScmInventoryCommon):
    def test_weekly_sales_give_demand_and_limits_by_hand(self):
        self._sell_weekly(7, WEEKS, left=40)
        position = self._plan()
        # 26 deliveries of 7 in the 183 days since the first receipt.
        self.assertAlmostEqual(position.daily_mean, 182 / 183, places=2)
        self.assertEqual(position.pattern, "smooth")
        self.assertEqual(position.lead_days, 10)
        self.assertEqual(position.lead_source, "vendor")
        self.assertEqual(position.policy_id, self.policy)
        self.assertGreater(position.reorder_qty, 10 * position.daily_mean)
        # The order cycle of 20 days sells 19.9: 20 whole pieces.
        self.assertEqual(position.maximum_qty, position.reorder_qty + 20)

    def test_status_follows_the_stock(self):
        self._sell_weekly(7, WEEKS, left=500)
        self.assertEqual(self._plan().status, "excess")
        position = self._plan()
        safety, reorder = position.safety_qty, position.reorder_qty
        self.assertGreater(safety, 1)
        for left, status in (
            (position.maximum_qty - 1, "ok"),
            (reorder - 1, "below_reorder"),
            (safety - 1, "below_safety"),
            (0, "out"),
        ):
            with self.subTest(status=status):
                self._count(left)
                self.assertEqual(self._plan().status, status)

    def _count(self, quantity):
        quant = self.env["stock.quant"]._gather(self.product, self.stock)
        if not quant:
            quant = quant.create({"product_id": self.product.id, "location_id": self.stock.id})
        quant = quant.with_context(inventory_mode=True)
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()

    def test_stock_that_nobody_takes_is_dead(self):
        self._receive(20, self._days_ago(120))
        position = self._plan()
        self.assertRecordValues(position, [{"status": "dead", "pattern": "none"}])
        self.assertEqual(position.excess_value, 160)

    def test_stock_that_is_new_is_not_dead_yet(self):
        self._receive(20, self._days_ago(20))
        self.assertEqual(self._plan().status, "ok")

    def test_shortage_fills_up_to_the_maximum_in_whole_packs(self):
        self.product.seller_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self._sell_weekly(7, WEEKS, left=1)
        position = self._plan()
        self.assertGreaterEqual(position.shortage_qty, position.maximum_qty - 1)
        self.assertEqual(position.shortage_qty % 12, 0)

    def test_open_receipt_counts_as_coming_and_not_as_stock(self):
        self._sell_weekly(7, WEEKS, left=10)
        receipt = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 100,
                "location_id": self.supplier.id,
                "location_dest_id": self.stock.id,
                "company_id": self.company.id,
            }
        )
        receipt._action_confirm()
        self.assertRecordValues(
            self._plan(), [{"on_hand_qty": 10, "incoming_qty": 100, "forecast_qty": 110}]
        )

    def test_promised_delivery_that_empties_the_stock_is_an_alert(self):
        self._sell_weekly(7, WEEKS, left=40)
        self.assertEqual(self._plan().status, "ok")
        order = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 60,
                "location_id": self.stock.id,
                "location_dest_id": self.customer.id,
                "company_id": self.company.id,
                "date": datetime(self.today.year, self.today.month, self.today.day, 6),
            }
        )
        order._action_confirm()
        self.assertRecordValues(self._plan(), [{"status": "below_safety", "lowest_qty": -20}])

    def test_other_warehouse_has_its_own_position(self):
        other = self._create_warehouse()
        self._sell_weekly(7, WEEKS, left=40)
        self._move(self.supplier, other.lot_stock_id, 9, self._days_ago(3))
        self.assertEqual(self._plan().on_hand_qty, 40)
        positions = self.env["scm.stock.position"].search(
            [("product_id", "=", self.product.id), ("warehouse_id", "=", other.id)]
        )
        self.assertRecordValues(positions, [{"on_hand_qty": 9, "daily_mean": 0}])

    def test_other_company_has_its_own_position(self):
        other = self.env["res.company"].create({"name": "Other"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self._sell_weekly(7, WEEKS, left=40)
        self._move(self.supplier, warehouse.lot_stock_id, 9, company_id=other.id)
        self.env["scm.stock.planner"]._refresh(other)
        self.assertEqual(self._plan().on_hand_qty, 40)
        positions = self.env["scm.stock.position"].search([("company_id", "=", other.id)])
        self.assertRecordValues(
            positions, [{"product_id": self.product.id, "on_hand_qty": 9, "daily_mean": 0}]
        )

    def test_day_of_planning_begins_at_midnight_in_taipei(self):
        for moment, day in (
            ("2026-06-29 15:59:59", date(2026, 6, 29)),
            ("2026-06-29 16:00:00", date(2026, 6, 30)),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self.company._scm_get_today(), day)

    def test_goods_on_their_way_through_several_steps_count_once(self):
        self.warehouse.write({"reception_steps": "two_steps", "delivery_steps": "pick_ship"})
        self._receive(20, self._days_ago(20))
        rules, route = self.env["stock.rule"], self.env.ref("purchase_stock.route_warehouse0_buy")
        needs = ((self.customer, 5, self.env["stock.route"]), (self.stock, 12, route))
        for location, quantity, routes in needs:
            values = {"warehouse_id": self.warehouse, "route_ids": routes}
            rules.run(
                [
                    rules.Procurement(
                        self.product,
                        quantity,
                        self.product.uom_id,
                        location,
                        "Own Need",
                        "Own Need",
                        self.company,
                        values,
                    )
                ]
            )
        purchase = self.env["purchase.order.line"].search([("product_id", "=", self.product.id)])
        self.assertRecordValues(self._plan(), [{"rfq_qty": 12, "outgoing_qty": 5}])
        purchase.order_id.button_confirm()
        self.assertRecordValues(
            self._plan(),
            [{"rfq_qty": 0, "incoming_qty": 12, "outgoing_qty": 5, "forecast_qty": 27}],
        )
        self._finish_open_pickings()
        self.assertRecordValues(
            self._plan(),
            [{"on_hand_qty": 32, "incoming_qty": 0, "outgoing_qty": 5, "forecast_qty": 27}],
        )
        self._finish_open_pickings()
        self.assertRecordValues(self._plan(), [{"on_hand_qty": 27, "outgoing_qty": 0}])
        self.assertEqual(self._get_ledger()[self.today], (5, 0, 0, 7))

    def _finish_open_pickings(self):
        """Do one step of everything that is under way."""
        moves = self.env["stock.move"].search(
            [("product_id", "=", self.product.id), ("state", "not in", ("done", "cancel"))]
        )
        for move in moves:
            move.quantity = move.product_uom_qty
            move.picked = True
        moves.picking_id.button_validate()

    def test_stock_of_another_owner_is_not_ours(self):
        self._receive(20, self._days_ago(20))
        self.env["stock.quant"]._update_available_quantity(
            self.product, self.stock, 50, owner_id=self.vendor
        )
        self.assertEqual(self._plan().on_hand_qty, 20)

    def test_archived_product_leaves_the_list(self):
        self._receive(20, self._days_ago(20))
        self.assertTrue(self._plan())
        self.product.active = False
        self.assertFalse(self._plan())

    def test_product_without_vendor_takes_the_lead_time_of_its_policy(self):
        product = self._create_product(has_vendor=False)
        self._receive(20, self._days_ago(20), product=product)
        self.assertRecordValues(self._plan(product), [{"lead_days": 15, "lead_source": "policy"}])

    def test_measured_lead_time_goes_before_the_vendors_promise(self):
        self._sell_weekly(7, WEEKS, left=40)
        measured = {(self.product.id, self.vendor.id): LeadTime(23.0, 4.0, 12)}
        port = "_scm_get_measured_lead_times"
        with patch.object(type(self.env["product.product"]), port, lambda *_arguments: measured):
            position = self._plan()
        self.assertRecordValues(position, [{"lead_days": 23, "lead_source": "measured"}])

    def test_first_policy_that_fits_applies(self):
        category = self.env["product.category"].create({"name": "Own Category"})
        below = self.env["product.category"].create(
            {"name": "Own Subcategory", "parent_id": category.id}
        )
        special = self.policy.copy({"sequence": -2, "category_id": category.id})
        self._receive(20, self._days_ago(20))
        self.assertEqual(self._plan().policy_id, self.policy)
        self.product.categ_id = below
        self.assertEqual(self._plan().policy_id, special)

    def test_year_begins_in_the_midst_of_a_block_and_ends_today(self):
        demand = {self._days_ago(age): 2**place for place, age in enumerate([366, 365, 364, 9, 0])}
        self._note_demand(self.product, demand)
        columns = self.env["scm.stock.planner"]._read_positions(self.company)
        self.assertEqual(columns["year_qty"].tolist(), [2 + 4 + 8 + 16])
        self.assertEqual(columns["last_issue_date"].tolist(), [self.today])

    def test_return_takes_nothing_from_what_is_due_and_not_shipped(self):
        self._sell_weekly(7, WEEKS, left=40)
        due = datetime.combine(self._days_ago(3), time(4))
        self._move(self.customer, self.stock, 5, self._days_ago(3))
        before = self._plan().daily_mean
        order = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 4,
                "location_id": self.stock.id,
                "location_dest_id": self.customer.id,
                "company_id": self.company.id,
                "date_deadline": due,
            }
        )
        order._action_confirm()
        # 4 more in the 183 days since the first receipt.
        self.assertAlmostEqual(self._plan().daily_mean - before, 4 / 183, places=3)

    def test_product_that_was_never_issued_has_no_last_issue(self):
        self._receive(20, self._days_ago(20))
        self.assertFalse(self._plan().last_issue_date)

    def test_odoo_and_we_count_the_same_stock(self):
        self._sell_weekly(7, WEEKS, left=40)
        position = self._plan()
        product = self.product.with_context(warehouse_id=self.warehouse.id)
        self.assertEqual(position.on_hand_qty, product.qty_available)
        self.assertEqual(position.forecast_qty, product.virtual_available)

    def test_number_of_statements_does_not_grow_with_the_products(self):
        self._create_many(10)
        few = self._count_statements()
        self._create_many(490)
        self.assertEqual(self._count_statements(), few)
        count = self.env["scm.stock.position"].search_count([("company_id", "=", self.company.id)])
        self.assertEqual(count, 500)

    def _create_many(self, count):
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Many {number}",
                    "is_storable": True,
                    "taxes_id": [Command.clear()],
                    "supplier_taxes_id": [Command.clear()],
                }
                for number in range(count)
            ]
        )
        self.env["stock.quant"].create(
            [
                {"product_id": product.id, "location_id": self.stock.id, "quantity": 5}
                for product in products
            ]
        )
        for product in products:
            self._note_demand(product, {self._days_ago(3): 2})
        # These days have no moves: an update keeps them, a rebuild would not.
        self.company.scm_ledger_built_at = self.company.scm_ledger_synced_at = self.env.cr.now()

    def _count_statements(self):
        planner = self.env["scm.stock.planner"]
        planner._refresh(self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        planner._refresh(self.company)
        return self.env.cr.sql_log_count - before

    def test_company_that_another_worker_plans_is_left_to_it(self):
        self._receive(20, self._days_ago(20))
        with self.registry.cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"scm.stock.planner:{self.company.id}"],
            )
            self.assertFalse(self._plan())
            other.rollback()
        self.assertTrue(self._plan())

    def test_reason_says_in_words_what_the_numbers_are(self):
        self._sell_weekly(7, WEEKS, left=1)
        position = self._plan()
        self.assertIn("Stock 1 is below the safety stock", position.reason)
        self.assertIn("a new order takes 10 days", position.reason)

    def test_chart_ends_with_todays_stock(self):
        self._sell_weekly(7, WEEKS, left=40)
        chart = self._plan().chart
        self.assertEqual(chart["stock"][-1], 40)
        # Yesterday 7 went out; the day before, they were still there.
        self.assertEqual(chart["stock"][-3:], [47, 40, 40])
        self.assertEqual(chart["demand"][-2], 7)

    def test_company_that_buys_nothing_is_planned_without_error(self):
        empty = self.env["res.company"].create({"name": "Empty"})
        self.env["scm.stock.planner"]._refresh(empty)
        self.assertFalse(self.env["scm.stock.position"].search([("company_id", "=", empty.id)]))

    def test_more_returns_than_deliveries_are_no_demand(self):
        self._receive(20, self._days_ago(20))
        self._move(self.customer, self.stock, 9, self._days_ago(5))
        self.assertRecordValues(self._plan(), [{"daily_mean": 0, "on_hand_qty": 29}])

    def test_vendors_minimum_is_converted_to_the_products_unit(self):
        self.product.seller_ids = [
            Command.update(
                self.product.seller_ids.id,
                {"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "min_qty": 3},
            )
        ]
        self._receive(20, self._days_ago(20))
        self.assertRecordValues(self._plan(), [{"minimum_order_qty": 36, "order_multiple": 12}])
