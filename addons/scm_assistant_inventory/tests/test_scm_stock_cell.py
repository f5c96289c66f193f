# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2
from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.planning.scm_stock_position import STATUSES
from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmStockCell(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Every week the same is X; the only product with issues is A.
        cls._sell_weekly(7, 30, left=40)
        cls.env["scm.stock.planner"]._refresh(cls.company)

    def _get_class(self):
        return self.env["scm.stock.cell"].search(
            [("company_id", "=", self.company.id), ("position_count", ">", 0)]
        )

    def test_class_counts_its_positions_and_their_value(self):
        self.assertRecordValues(
            self._get_class(),
            [{"abc": "A", "xyz": "X", "position_count": 1, "on_hand_value": 320}],
        )

    def test_matrix_has_all_nine_classes_of_a_company_with_positions(self):
        classes = self.env["scm.stock.cell"].with_user(self.assistant)
        mine = classes.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            mine.mapped("display_name"),
            ["AX", "AY", "AZ", "BX", "BY", "BZ", "CX", "CY", "CZ"],
        )
        self.assertRecordValues(
            mine.filtered(lambda one: one.display_name == "AZ"),
            [{"position_count": 0, "short_count": 0, "on_hand_value": 0, "yearly_value": 0}],
        )

    def test_class_opens_its_positions(self):
        action = self._get_class().with_user(self.assistant).action_view_positions()
        positions = self.env["scm.stock.position"].search(action["domain"])
        self.assertEqual(positions.product_id, self.product)
        # As filters that can be seen and taken away.
        self.assertEqual(action["context"], {"search_default_abc": "A", "search_default_xyz": "X"})
        self.assertNotIn("path", action)

    def test_policy_set_from_the_class_applies_to_it_alone(self):
        abc_xyz = self._get_class().with_user(self.manager)
        self.assertEqual(abc_xyz.policy_id, self.policy)
        action = abc_xyz.action_set_policy()
        policies = self.env["scm.stock.policy"].with_user(self.manager)
        with Form(policies.with_context(**action["context"])) as form:
            form.target = 0.99
        policy = form.record
        self.assertRecordValues(policy, [{"abc": "A", "xyz": "X", "order_cycle_days": 20}])
        self.assertEqual(abc_xyz.action_set_policy()["res_id"], policy.id)
        self.assertRecordValues(self._plan(), [{"policy_id": policy.id, "target": 0.99}])
        policy.xyz = "Z"
        self.assertEqual(self._plan().policy_id, self.policy)

    def test_known_costs_give_the_cheapest_order_quantity(self):
        position = self._plan()
        self.assertEqual(position.maximum_qty - position.reorder_qty, 20)
        # √(2 × 210 × 16 / (0.25 × 8)) = 58 for a demand of 210 in the year.
        self.policy.write({"order_cost": 16, "holding_rate": 0.25})
        position = self._plan()
        order_qty = position.maximum_qty - position.reorder_qty
        # In days of the yearly demand, 100.8, at the pace of the 211 days on sale.
        self.assertAlmostEqual(order_qty, 100.8 * position.daily_mean, delta=1)

    def test_absurd_service_level_is_refused(self):
        for target in (1.0, 1.2, 0.2):
            with (
                self.subTest(target=target),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.policy.target = target
                self.env.flush_all()

    def test_vendor_with_zero_days_takes_the_lead_time_of_the_policy(self):
        self.product.seller_ids = [Command.update(self.product.seller_ids.id, {"delay": 0})]
        self.assertRecordValues(self._plan(), [{"lead_days": 15, "lead_source": "policy"}])

    def test_status_of_the_day_is_noted_once(self):
        days = self.env["scm.stock.status.day"]
        domain = [("company_id", "=", self.company.id), ("position_count", ">", 0)]
        self._plan()
        expected = {"day": self.today, "status": "ok", "position_count": 1, "on_hand_value": 320}
        self.assertRecordValues(days.search(domain), [expected])
        self._deliver(40)
        self._plan()
        self.assertRecordValues(
            days.search(domain), [{**expected, "status": "out", "on_hand_value": 0}]
        )

    def test_status_is_added_over_statuses_and_averaged_over_days(self):
        days = self.env["scm.stock.status.day"]
        self._plan()
        noted = days.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(noted), len(STATUSES))
        for one in noted:
            one.copy({"day": self._days_ago(1), "position_count": 3 * one.position_count + 4})
        found = days._read_group(
            [("company_id", "=", self.company.id)],
            ["status"],
            ["position_count:sum", "on_hand_value:sum"],
        )
        by_status = {status: figures for status, *figures in found}
        # 1 and 7, and 0 and 4 of the others, over two days.
        self.assertEqual(by_status["ok"], [4, 320])
        self.assertEqual(by_status["out"], [2, 0])
        total = days._read_group([("company_id", "=", self.company.id)], [], ["position_count:sum"])
        self.assertEqual(total, [(4 + 2 * (len(STATUSES) - 1),)])
