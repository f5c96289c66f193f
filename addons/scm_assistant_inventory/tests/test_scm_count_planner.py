# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import time, timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_count import ScmCountCommon


@tagged("post_install", "-at_install")
class TestScmCountPlanner(ScmCountCommon):
    def setUp(self):
        super().setUp()
        self.planner = self.env["scm.count.planner"]

    def _age(self, days, product=None):
        """Let the stock of a product have come ``days`` ago; never counted since."""
        self._come_at(self._days_ago(days), product)

    def _come_at(self, moment, product=None):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_quant SET create_date = %s, inventory_date = NULL WHERE product_id = %s",
            (moment, (product or self.product).id),
        )
        self.env.invalidate_all()

    def _after_midnight(self, days):
        """Return half past midnight of the company's day so many days ago, in UTC."""
        return self.company._scm_get_moment(self._days_ago(days), time(0, 30))

    def _find_due(self):
        return self.planner._find_due(self.company)

    def test_place_is_due_when_its_interval_has_passed(self):
        self._age(29)
        self.assertFalse(self._find_due())
        self._age(30)
        self.assertEqual(
            [(row["product_id"], row["due_date"]) for row in self._find_due()],
            [(self.product.id, self.today)],
        )

    def test_interval_runs_from_the_companys_day_on_which_stock_came(self):
        """Half past midnight in Taipei is still the day before in UTC."""
        self._come_at(self._after_midnight(29))
        self.assertFalse(self._find_due())
        self._come_at(self._after_midnight(30))
        self.assertEqual([row["due_date"] for row in self._find_due()], [self.today])

    def test_interval_runs_from_the_companys_day_of_the_last_count(self):
        self._age(200)
        line = self._create_line()
        self._count(line, 100)
        for days, is_due in ((29, False), (30, True)):
            with self.subTest(days=days):
                line._write_own({"counted_at": self._after_midnight(days)})
                self.env.flush_all()
                self.assertEqual(bool(self._find_due()), is_due)

    def test_interval_runs_from_the_companys_day_of_a_count_on_the_native_screen(self):
        self._age(200)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 90
        quant.with_context(inventory_mode=True).action_apply_inventory()
        quant.inventory_date = False
        move = self.env["stock.move"].search(
            [("product_id", "=", self.product.id), ("is_inventory", "=", True)], limit=1
        )
        for days, is_due in ((29, False), (30, True)):
            with self.subTest(days=days):
                move.date = self._after_midnight(days)
                self.assertEqual(bool(self._find_due()), is_due)

    def test_session_speaks_the_language_of_its_counter(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        model = self.env["ir.model"]._get("scm.count.session")
        model.with_context(lang="zh_TW").name = "自家盤點單"
        self.counter.lang = "zh_TW"
        self.company.scm_counter_id = self.counter
        self._age(200)
        session = self.planner._plan(self.company)
        self.assertEqual(session.user_id, self.counter)
        self.assertIn("自家盤點單", session.message_ids[-1:].body)

    def test_count_puts_the_next_one_off(self):
        self._age(200)
        session = self.planner._plan(self.company)
        self.assertRecordValues(
            session.line_ids,
            [
                {
                    "product_id": self.product.id,
                    "class_id": self.count_class.id,
                    "due_date": self._days_ago(170),
                    "state": "todo",
                }
            ],
        )
        self._count(session.line_ids, 100)
        self.assertFalse(self._find_due())

    def test_count_on_the_native_screen_puts_the_next_one_off_as_well(self):
        self._age(200)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 100
        quant.with_context(inventory_mode=True).action_apply_inventory()
        self.assertFalse(self._find_due())
        self.assertEqual(quant.inventory_date, self.today + timedelta(days=30))

    def test_date_that_a_user_gave_the_quant_counts_when_it_is_earlier(self):
        self._age(5)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.stock.id)]
        )
        quant.inventory_date = self.today
        self.assertTrue(self._find_due())

    def test_negative_stock_is_due_at_once(self):
        self._deliver(150)
        self.assertEqual(self._find_due()[0]["due_date"], self.today)

    def test_what_waits_is_not_planned_again(self):
        self._age(200)
        self.assertTrue(self.planner._plan(self.company))
        self.assertFalse(self.planner._plan(self.company))

    def test_daily_limit_takes_the_most_overdue_first(self):
        products = [self._create_product(name=f"P{number}") for number in range(4)]
        for number, product in enumerate(products):
            self._receive(10, product=product)
            self._age(100 + number, product)
        self.company.scm_count_daily_limit = 2
        lines = self.planner._plan(self.company).line_ids
        self.assertEqual(set(lines.product_id), {products[3], products[2]})
        self.assertFalse(self.planner._plan(self.company), "two wait already")

    def test_classes_match_by_category_warehouse_and_value_in_their_order(self):
        category = self.env["product.category"].create({"name": "Parent"})
        child = self.env["product.category"].create({"name": "C", "parent_id": category.id})
        other = self._create_warehouse()
        classes = self.env["scm.count.class"]
        values = {"company_id": self.company.id, "sequence": -10}
        by_category = classes.create({"name": "Cat", "category_id": category.id, **values})
        by_place = classes.create({"name": "Place", "warehouse_id": other.id, **values})
        by_value = classes.create({"name": "Value", "min_value": 1000, **values})
        in_category = self._create_product(name="In", categ_id=child.id)
        found = classes._match_places(
            [
                (self.company, self.warehouse, self.product, 999),
                (self.company, self.warehouse, self.product, 1000),
                (self.company, other, self.product, 5),
                (self.company, other, in_category, 5),
            ]
        )
        self.assertEqual(found, [self.count_class, by_value, by_place, by_category])

    def test_class_of_the_position_decides(self):
        self._sell_weekly(10, 8, 100)
        self.env["scm.stock.planner"]._refresh(self.company)
        position = self.env["scm.stock.position"].search([("product_id", "=", self.product.id)])
        of_class = self.env["scm.count.class"].create(
            {
                "name": "Of its ABC",
                "abc": position.abc,
                "sequence": -10,
                "company_id": self.company.id,
            }
        )
        self._age(400)
        row = self._find_due()[0]
        self.assertEqual((row["class_id"], row["abc"]), (of_class.id, position.abc))

    def test_sessions_are_one_a_warehouse_and_counter(self):
        other = self._create_warehouse()
        mine = self._create_product(name="Mine")
        self._receive(10, product=mine)
        self._move(self.supplier, other.lot_stock_id, 10)
        self.company.scm_counter_id = self.counter
        self.env["scm.count.class"].create(
            {
                "name": "By the assistant",
                "company_id": self.company.id,
                "sequence": -10,
                "warehouse_id": other.id,
                "user_id": self.assistant.id,
            }
        )
        self._age(200)
        self._age(200, mine)
        sessions = self.planner._plan(self.company)
        self.assertEqual(
            {(s.warehouse_id, s.user_id, s.line_count) for s in sessions},
            {(self.warehouse, self.counter, 2), (other, self.assistant, 1)},
        )

    def test_other_companies_are_left_alone(self):
        self._age(200)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.planner._plan(other))

    def test_statements_do_not_grow_with_what_is_due(self):
        self.company.scm_count_daily_limit = 1000
        self._age(200)
        self.planner._plan(self.company)
        counts = []
        for size in (3, 30):
            for number in range(size):
                product = self._create_product(name=f"{size}-{number}")
                self.env["stock.quant"]._update_available_quantity(product, self.stock, 5)
                self._age(200, product)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.planner._plan(self.company).line_count, size)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 5, counts)

    @mute_logger("odoo.addons.scm_assistant_inventory.models.count.scm_count_planner")
    def test_company_that_fails_stops_no_other(self):
        self._age(200)
        plan = type(self.planner)._plan
        # By its name, it comes first.
        other = self.env["res.company"].create({"name": "Other"})

        def plan_unless_broken(planner, company):
            if company == other:
                raise ValueError("no class")
            return plan(planner, company)

        cron = self.env.ref("scm_assistant_inventory.scm_count_planner_cron_plan")
        with (
            patch.object(type(self.planner), "_plan", plan_unless_broken),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        self.assertEqual(
            self.env["scm.count.line"].search_count([("product_id", "=", self.product.id)]), 1
        )

    def test_cron_plans_every_company_and_the_button_does_so_now(self):
        self._age(200)
        cron = self.env.ref("scm_assistant_inventory.scm_count_planner_cron_plan")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(
            self.env["scm.count.line"].search_count([("product_id", "=", self.product.id)]), 1
        )
        self._age(200)
        notice = self.env["scm.count.session"].with_user(self.assistant).action_plan()
        self.assertIn("0", notice["params"]["message"])
