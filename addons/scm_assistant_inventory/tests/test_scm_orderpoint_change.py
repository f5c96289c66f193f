# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.planning import scm_orderpoint_change
from .common import ScmInventoryCommon

CRON = "scm_assistant_inventory.scm_orderpoint_change_cron"


@tagged("post_install", "-at_install")
class TestScmOrderpointChange(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell_weekly(7, 20, left=40)
        cls.env["scm.stock.planner"]._refresh(cls.company)
        cls.position = cls.env["scm.stock.position"].search([("product_id", "=", cls.product.id)])
        cls.limits = (cls.position.reorder_qty, cls.position.maximum_qty)

    def _propose(self):
        self.position.with_user(self.assistant).action_propose_min_max()
        return self.env["scm.orderpoint.change"].search([("product_id", "=", self.product.id)])

    def _create_rule(self, **values):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "location_id": self.stock.id,
                "company_id": self.company.id,
                "product_min_qty": 1,
                "product_max_qty": 2,
                **values,
            }
        )

    def _get_rule(self):
        rules = self.env["stock.warehouse.orderpoint"].with_context(active_test=False)
        rule = rules.search([("product_id", "=", self.product.id)])
        return rule, (rule.product_min_qty, rule.product_max_qty)

    def test_assistant_hears_that_a_manager_approves(self):
        told = self.position.with_user(self.assistant).action_propose_min_max()
        self.assertEqual(told["tag"], "display_notification")
        self.assertEqual(told["params"]["next"]["res_model"], "scm.orderpoint.change")
        opened = self.position.with_user(self.manager).action_propose_min_max()
        self.assertEqual(opened["res_model"], "scm.orderpoint.change")

    def test_preview_shows_old_new_and_difference_and_writes_nothing(self):
        self._create_rule(trigger="auto")
        change = self._propose()
        self.assertRecordValues(
            change,
            [
                {
                    "kind": "change",
                    "old_min_qty": 1,
                    "old_max_qty": 2,
                    "new_min_qty": self.limits[0],
                    "new_max_qty": self.limits[1],
                    "min_difference": self.limits[0] - 1,
                    "max_difference": self.limits[1] - 2,
                    "state": "proposed",
                }
            ],
        )
        self.assertEqual(self._get_rule()[1], (1, 2))

    def test_manager_writes_the_rule_and_the_change_stays_as_log(self):
        rule = self._create_rule(trigger="auto")
        change = self._propose()
        change.with_user(self.manager).action_apply()
        self.assertEqual(self._get_rule(), (rule, self.limits))
        self.assertRecordValues(
            change,
            [
                {
                    "state": "applied",
                    "approved_by_id": self.manager.id,
                    "orderpoint_id": rule.id,
                    "old_min_qty": 1,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "already have these limits"):
            self._propose()

    def test_missing_rule_is_made_by_a_person_so_that_odoo_keeps_it(self):
        self._propose().with_user(self.manager).action_apply()
        rule, limits = self._get_rule()
        self.assertEqual(limits, self.limits)
        self.assertEqual(rule.create_uid, self.manager)
        self.env["stock.warehouse.orderpoint"]._unlink_processed_orderpoints()
        self.assertTrue(rule.exists())

    def test_archived_rule_is_taken_out_of_the_archive(self):
        rule = self._create_rule(active=False)
        change = self._propose()
        self.assertEqual(change.kind, "archived")
        change.with_user(self.manager).action_apply()
        self.assertEqual(self._get_rule(), (rule, self.limits))
        self.assertTrue(rule.active)

    def test_assistant_proposes_and_cannot_write_the_rule(self):
        change = self._propose().with_user(self.assistant)
        with self.assertRaises(AccessError):
            change.action_apply()
        with self.assertRaises(AccessError):
            change.state = "queued"
        change.new_min_qty = 3
        change.action_discard()
        self.assertEqual(change.state, "discarded")
        with self.assertRaises(UserError):
            change.new_min_qty = 4

    def test_second_proposal_brings_the_open_one_up_to_date(self):
        change = self._propose()
        change.new_min_qty = 0
        self.assertEqual(self._propose(), change)
        self.assertEqual(change.new_min_qty, self.limits[0])

    def test_second_click_writes_nothing_twice(self):
        change = self._propose()
        change.with_user(self.manager).action_apply()
        self._get_rule()[0].product_min_qty = 5
        change.with_user(self.manager).action_apply()
        self.assertEqual(self._get_rule()[0].product_min_qty, 5)

    def _queue_two(self):
        """Queue two changes; return the one of the product first."""
        self._create_rule(trigger="auto")
        first = self._propose()
        other = self._create_product(name="Other")
        self._sell_weekly(7, 20, left=40, product=other)
        position = self._plan(other).with_user(self.assistant)
        position.action_propose_min_max()
        second = self._find_changes(position)
        with patch.object(scm_orderpoint_change, "BATCH", 0):
            (first | second).with_user(self.manager).action_apply()
        return first, second

    @mute_logger("odoo.addons.scm_assistant_inventory.models.planning.scm_orderpoint_change")
    def test_change_that_fails_goes_back_with_the_reason_and_stops_no_other(self):
        bad, good = self._queue_two()
        apply_one = type(bad)._apply_one

        def apply_unless_broken(change):
            apply_one(change)
            if change == bad:
                raise ValueError("This rule is locked")

        with (
            patch.object(type(bad), "_apply_one", apply_unless_broken),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(CRON).method_direct_trigger()
        self.assertRecordValues(
            bad | good,
            [
                {"state": "proposed", "error": "This rule is locked"},
                {"state": "applied", "error": False},
            ],
        )
        self.assertEqual(self._get_rule()[1], (1, 2))
        bad.with_user(self.manager).action_apply()
        self.assertRecordValues(bad, [{"state": "applied", "error": False}])

    def test_queued_change_can_be_discarded(self):
        first, second = self._queue_two()
        first.with_user(self.assistant).action_discard()
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.assertEqual((first.state, second.state), ("discarded", "applied"))
        self.assertEqual(self._get_rule()[1], (1, 2))

    def test_many_are_written_in_the_background_as_the_manager(self):
        change = self._propose()
        with patch.object(scm_orderpoint_change, "BATCH", 0):
            change.with_user(self.manager).action_apply()
        self.assertEqual(change.state, "queued")
        self.assertFalse(self._get_rule()[0])
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.assertEqual(change.state, "applied")
        self.assertEqual(self._get_rule()[0].create_uid, self.manager)

    def _create_dead(self):
        """Return a position without limits, of stock that nobody has taken for long."""
        dead = self._create_product(name="Dead")
        self._receive(5, self._days_ago(100), product=dead)
        return self._plan(dead).with_user(self.assistant)

    def _find_changes(self, position):
        return self.env["scm.orderpoint.change"].search(
            [("product_id", "=", position.product_id.id)]
        )

    def test_rule_of_what_nobody_wants_any_more_is_proposed_to_stop(self):
        position = self._create_dead()
        self._create_rule(
            product_id=position.product_id.id, product_min_qty=50, product_max_qty=100
        )
        position.action_propose_min_max()
        change = self._find_changes(position)
        self.assertRecordValues(
            change,
            [{"kind": "stop", "old_max_qty": 100, "new_min_qty": 0, "new_max_qty": 0}],
        )
        change.with_user(self.manager).action_apply()
        self.assertEqual(change.orderpoint_id.product_max_qty, 0)
        with self.assertRaisesRegex(UserError, "already have these limits"):
            position.action_propose_min_max()

    def test_comparing_all_finds_the_rules_to_stop(self):
        position = self._create_dead()
        self._create_rule(
            product_id=position.product_id.id, product_min_qty=50, product_max_qty=100
        )
        changes = self.env["scm.orderpoint.change"].with_user(self.assistant)
        changes.action_propose_all()
        self.assertEqual(self._find_changes(position).kind, "stop")
        self.assertEqual(self._find_changes(self.position).kind, "new")

    def test_rule_of_a_new_product_without_demand_yet_is_left_alone(self):
        product = self._create_product(name="New")
        self._receive(5, self._days_ago(10), product=product)
        position = self._plan(product).with_user(self.assistant)
        self._create_rule(product_id=product.id, product_min_qty=50, product_max_qty=100)
        with self.assertRaises(UserError):
            position.action_propose_min_max()

    def test_excess_leads_to_the_rule_that_goes_on_buying(self):
        position = self._create_dead()
        self._create_rule(
            product_id=position.product_id.id, product_min_qty=50, product_max_qty=100
        )
        suggestion = self.env["scm.stock.suggestion"].create(
            {
                "kind": "promote",
                "position_id": position.id,
                "company_id": self.company.id,
                "warehouse_id": position.warehouse_id.id,
                "product_id": position.product_id.id,
                "quantity": 5,
                "date": self.today,
            }
        )
        notice = suggestion.with_user(self.assistant).action_propose_min_max()
        action = notice["params"]["next"]
        self.assertEqual(action["domain"], [("id", "in", self._find_changes(position).ids)])

    def test_position_without_limits_gives_no_rule(self):
        dead = self._create_product()
        self._receive(5, self._days_ago(100), product=dead)
        position = self._plan(dead)
        with self.assertRaises(UserError):
            position.with_user(self.assistant).action_propose_min_max()
