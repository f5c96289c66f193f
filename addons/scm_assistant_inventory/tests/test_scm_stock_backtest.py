# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..models.backtest import scm_stock_backtest
from .common import ScmInventoryCommon

HISTORY_DAYS = 410
# With 10 days of lead time and limits 10 and 20, each 11 days 12 of 44 are served.
TEST_DAYS = 44


@tagged("post_install", "-at_install")
class TestScmStockBacktest(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.seller_ids.delay = 10
        cls.products = cls.product
        for name in ("Second Product", "Third Product"):
            cls.products |= cls._create_product(name=name)
        cls.products.seller_ids.delay = 10
        for product in cls.products:
            cls._receive(100, product=product)
        cls.env["scm.stock.planner"]._refresh(cls.company)
        for product in cls.products:
            cls._sell_daily(product)

    @classmethod
    def _sell_daily(cls, product, quantity=4, warehouse=None):
        """Let the ledger say that a product sold the same each day."""
        demand = {cls.today - timedelta(days=age): quantity for age in range(1, HISTORY_DAYS)}
        cls._note_demand(product, demand, warehouse)

    def _create_rule(self, minimum=10, maximum=20, **values):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.stock.id,
                "product_min_qty": minimum,
                "product_max_qty": maximum,
                "company_id": self.company.id,
                **values,
            }
        )

    def _test(self, user=None, **values):
        """Create and start a backtest of the own product."""
        backtest = self._create_backtest(user, **{"product_id": self.product.id, **values})
        backtest.action_start()
        return backtest

    def _create_backtest(self, user=None, **values):
        return (
            self.env["scm.stock.backtest"]
            .with_user(user or self.assistant)
            .create(
                {
                    "name": "Test",
                    "company_id": self.company.id,
                    "test_days": TEST_DAYS,
                    "is_backordered": False,
                    **values,
                }
            )
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(scm_stock_backtest.CRON).method_direct_trigger()

    def _start_slowly(self, batch=1):
        """Start a backtest of three products in batches; return it before its job runs."""
        for name, value in (("BATCH", batch), ("AT_ONCE", 0)):
            patcher = patch.object(scm_stock_backtest, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)
        return self._test(product_id=False)

    def test_rule_of_today_served_what_paper_says(self):
        self._create_rule()
        self.assertRecordValues(
            self._test().line_ids,
            [
                {
                    "state": "done",
                    "has_rule": True,
                    "lead_days": 10,
                    "demand_qty": 176,
                    "demand_value": 176 * 8,
                    "current_reorder_qty": 10,
                    "current_maximum_qty": 20,
                    "current_served_value": 48 * 8,
                    "current_short_days": 32,
                    "current_order_count": 4,
                    "current_short_cycle_count": 4,
                }
            ],
        )
        line = self.env["scm.stock.backtest.line"].search([], limit=1, order="id DESC")
        self.assertAlmostEqual(line.current_fill_rate, 12 / 44)
        self.assertAlmostEqual(line.current_stock_qty, 24 / 11)

    def test_suggested_limits_serve_steady_demand(self):
        self._create_rule()
        backtest = self._test()
        line = backtest.line_ids
        # Ten days of four, and a cushion; twenty days to an order.
        self.assertGreaterEqual(line.suggested_reorder_qty, 40)
        self.assertEqual(line.suggested_maximum_qty, line.suggested_reorder_qty + 80)
        self.assertEqual(line.suggested_fill_rate, 1)
        self.assertGreater(line.stock_value_change, 0)
        self.assertAlmostEqual(backtest.current_fill_rate, 12 / 44)
        self.assertIn("27.3%", backtest.conclusion)

    def test_limits_are_those_known_before_the_test(self):
        before = self._test().line_ids.suggested_reorder_qty
        self._note_demand(
            self.product, {self._days_ago(age): 40 for age in range(1, TEST_DAYS + 1)}
        )
        line = self._test().line_ids
        self.assertEqual(line.suggested_reorder_qty, before)
        self.assertLess(line.suggested_fill_rate, 0.5)

    def test_waiting_customers_are_served_late_and_not_lost(self):
        self._create_rule(8.5, 60)
        lost, waits = self._test(), self._test(is_backordered=True)
        self.assertGreater(waits.current_order_count, 0)
        self.assertLess(waits.current_stock_value, lost.current_stock_value)

    def test_without_a_rule_only_the_suggested_side_is_told(self):
        backtest = self._test()
        self.assertRecordValues(
            backtest.line_ids, [{"state": "done", "has_rule": False, "current_fill_rate": 0}]
        )
        self.assertEqual(backtest.compared_count, 0)
        self.assertEqual(backtest.suggested_fill_rate, 1)
        self.assertIn("None of the 1 products", backtest.conclusion)
        self.assertFalse(backtest.chart["has_current"])

    def test_totals_compare_products_with_a_rule_only(self):
        self._create_rule()
        backtest = self._test(product_id=False)
        self.assertEqual((backtest.tested_count, backtest.compared_count), (3, 1))
        line = backtest.line_ids.filtered("has_rule")
        self.assertAlmostEqual(backtest.suggested_stock_value, line.suggested_stock_value, places=1)

    def test_rule_of_another_warehouse_or_archived_is_none(self):
        other = self._create_warehouse()
        self._create_rule(warehouse_id=other.id, location_id=other.lot_stock_id.id)
        self._create_rule().active = False
        self.assertFalse(self._test().line_ids.has_rule)

    def test_of_several_rules_that_of_the_stock_location_counts(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        self._create_rule(1, 2, location_id=shelf.id)
        self._create_rule(11, 22)
        self.assertEqual(self._test().line_ids.current_reorder_qty, 11)

    def test_demand_of_another_warehouse_is_not_taken(self):
        self._sell_daily(self.product, 50, self._create_warehouse())
        self.assertEqual(self._test().line_ids.demand_qty, 176)

    def test_product_without_history_is_left_out_and_told(self):
        self.env["scm.demand.block"].search([("product_id", "=", self.product.id)]).unlink()
        backtest = self._test()
        self.assertRecordValues(backtest.line_ids, [{"state": "no_history", "has_rule": False}])
        self.assertEqual((backtest.state, backtest.skipped_count), ("done", 1))

    def test_product_that_is_no_longer_planned_is_told(self):
        self.product.active = False
        self.assertEqual(self._test().line_ids.state, "gone")

    def test_nothing_to_test_is_told(self):
        stranger = self._create_product(name="Never Stocked")
        with self.assertRaisesRegex(UserError, "no stock position"):
            self._test(product_id=stranger.id)

    def test_new_policy_is_told_to_count_from_the_next_computation_on(self):
        policy = self.env["scm.stock.policy"].create({"name": "Just Made"})
        with self.assertRaisesRegex(UserError, "next computation"):
            self._test(product_id=False, policy_id=policy.id)

    def test_days_that_make_no_sense_are_refused(self):
        for days in (0, 13, 366):
            with (
                self.subTest(days=days),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._create_backtest(test_days=days).flush_recordset()

    def test_statements_do_not_grow_with_the_products(self):
        self._test(product_id=False)
        counts = []
        for product in (self.product.id, False):
            backtest = self._create_backtest(product_id=product)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            backtest.action_start()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])

    def test_many_products_are_left_to_the_job(self):
        backtest = self._start_slowly()
        self.assertRecordValues(backtest, [{"state": "running", "progress": 0}])
        self._run_cron()
        self.assertRecordValues(backtest, [{"state": "done", "progress": 100, "tested_count": 3}])

    def test_stopped_job_leaves_the_rest_and_goes_on_when_asked(self):
        backtest = self._start_slowly()

        def stop():
            backtest.action_stop()
            backtest.flush_recordset()

        with self._in_second_batch(stop):
            self._run_cron()
        # The batch that was under way is finished, and no other begun.
        self.assertRecordValues(backtest, [{"state": "stopped", "tested_count": 2}])
        self._run_cron()
        self.assertEqual(backtest.tested_count, 2)
        backtest.action_resume()
        self._run_cron()
        self.assertRecordValues(backtest, [{"state": "done", "tested_count": 3}])

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_killed_job_goes_on_where_it_was(self):
        backtest = self._start_slowly()
        model = type(backtest)

        def die():
            raise ValueError("killed")

        with (
            # Nobody catches what kills the job.
            patch.object(model, "_process_or_stop", model._process_batch),
            self._in_second_batch(die) as batches,
        ):
            # Odoo tries a job that got on at once again, a dead one at its next turn.
            self._run_cron()
            self._run_cron()
        first, second, third = backtest.line_ids.sorted("id")
        self.assertEqual(batches, [first, second, second, third])
        self.assertRecordValues(backtest, [{"state": "done", "tested_count": 3}])

    @mute_logger("odoo.addons.scm_assistant_inventory.models.backtest.scm_stock_backtest")
    def test_backtest_that_fails_stops_with_the_reason_and_blocks_no_other(self):
        bad = self._start_slowly()
        good = self._test(product_id=False)

        def fail():
            raise ValueError("No such day")

        with self._in_second_batch(fail):
            self._run_cron()
        self.assertRecordValues(
            bad | good,
            [
                {"state": "stopped", "tested_count": 1, "error": "No such day"},
                {"state": "done", "tested_count": 3, "error": False},
            ],
        )
        bad.action_resume()
        self._run_cron()
        self.assertRecordValues(bad, [{"state": "done", "tested_count": 3, "error": False}])

    @contextmanager
    def _in_second_batch(self, action):
        """Patch the runner to do something when its second batch begins."""
        runner = type(self.env["scm.backtest.runner"])
        run, batches = runner._run, []

        def run_and_act(model, backtest, lines):
            batches.append(lines.with_env(self.env))
            if len(batches) == 2:
                action()
            run(model, backtest, lines)

        with patch.object(runner, "_run", run_and_act):
            yield batches

    def test_policy_tests_its_positions_and_a_second_click_shows_the_same(self):
        with patch.object(scm_stock_backtest, "AT_ONCE", 0):
            first = self.policy.with_user(self.assistant).action_backtest()
            second = self.policy.with_user(self.assistant).action_backtest()
        self.assertEqual(first["res_id"], second["res_id"])
        backtest = self.env["scm.stock.backtest"].browse(first["res_id"])
        self.assertEqual(backtest.line_ids.product_id, self.products)

    def test_position_tests_itself(self):
        position = self.env["scm.stock.position"].search([("product_id", "=", self.product.id)])
        action = position.with_user(self.assistant).action_backtest()
        backtest = self.env["scm.stock.backtest"].browse(action["res_id"])
        self.assertEqual(backtest.line_ids.product_id, self.product)

    def test_running_one_is_not_deleted_and_lines_are_not_written(self):
        backtest = self._start_slowly().with_user(self.manager)
        with self.assertRaises(UserError):
            backtest.unlink()
        with self.assertRaises(AccessError):
            backtest.line_ids[0].demand_qty = 5
        backtest.action_stop()
        backtest.unlink()

    def test_backtests_of_another_company_stay_hidden(self):
        backtest = self._test()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_manager")
        stranger.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        for record in (backtest, backtest.line_ids):
            model = record.with_context(allowed_company_ids=other.ids).with_user(stranger)
            self.assertNotIn(record, model.search([]))
