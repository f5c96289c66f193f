# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.addons.scm_assistant_inventory.tests.test_scm_stock_suggester import ScmSuggesterCommon
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestOrderChangePort(ScmSuggesterCommon):
    """A suggestion about a confirmed order is carried out by a purchase change request."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 10000

    def _suggest_reduction(self):
        self.line = self._create_order(55, 5)
        self._create_position(self.warehouse, 25, status="above_max")
        return self._suggest("reduce")

    def _suggest(self, kind):
        found = self._generate().filtered(lambda one: one.kind == kind)
        return found.with_user(self.assistant)

    def _find_change(self, suggestion):
        return self.env["scm.purchase.change"].search(
            [("origin_model", "=", suggestion._name), ("origin_id", "=", suggestion.id)]
        )

    def test_reduction_waits_for_the_manager_and_is_applied_with_the_change(self):
        reduce = self._suggest_reduction()
        reduce.action_submit()
        change = self._find_change(reduce)
        self.assertRecordValues(
            change,
            [
                {
                    "approval_state": "submitted",
                    "instruction_source": "suggestion",
                    "submitted_by_id": self.assistant.id,
                }
            ],
        )
        self.assertRecordValues(change.line_ids, [{"old_qty": 55, "new_qty": 35}])
        self.assertEqual((self.line.product_qty, reduce.approval_state), (55, "approved"))
        reduce.action_apply()
        self.assertEqual(self._find_change(reduce), change)
        change.with_user(self.manager).action_approve()
        self.assertEqual((self.line.product_qty, reduce.approval_state), (35, "applied"))
        self.assertEqual(reduce.applied_by_id, self.manager)
        self.assertEqual(reduce.position_id.incoming_qty, 35)

    def test_suggestion_and_request_open_each_other(self):
        reduce = self._suggest_reduction()
        reduce.action_submit()
        change = self._find_change(reduce)
        self.assertEqual(reduce.action_view_change()["res_id"], change.id)
        self.assertEqual(change.action_view_origin()["res_id"], reduce.id)
        self.assertIn(change.display_name, reduce.message_ids[0].body)

    def test_refused_request_refuses_the_suggestion(self):
        reduce = self._suggest_reduction()
        reduce.action_submit()
        self._find_change(reduce).with_user(self.manager)._reject("Sales will grow")
        self.assertRecordValues(
            reduce, [{"approval_state": "rejected", "rejection_reason": "Sales will grow"}]
        )
        self.assertEqual(self.line.product_qty, 55)
        reduce.action_submit()
        self.assertEqual(len(self._find_change(reduce)), 2)

    def test_withdrawn_request_cancels_the_suggestion(self):
        reduce = self._suggest_reduction()
        reduce.action_submit()
        self._find_change(reduce).with_user(self.assistant).action_cancel()
        self.assertEqual(reduce.approval_state, "cancelled")

    def test_manager_who_approved_the_suggestion_decides_once(self):
        self.company.scm_suggestion_limit = 0
        reduce = self._suggest_reduction()
        reduce.action_submit()
        self.assertFalse(self._find_change(reduce))
        reduce.with_user(self.manager).action_approve()
        self.assertRecordValues(
            self._find_change(reduce),
            [
                {
                    "approval_state": "applied",
                    "submitted_by_id": self.assistant.id,
                    "decided_by_id": self.manager.id,
                }
            ],
        )
        self.assertEqual((self.line.product_qty, reduce.approval_state), (35, "applied"))

    def test_order_that_nobody_needs_is_cancelled_only_by_a_manager(self):
        line = self._create_order(30, 5)
        self._create_position(self.warehouse, 90, daily_mean=0.5)
        reduce = self._suggest("reduce")
        reduce.action_submit()
        self.assertEqual(line.order_id.state, "purchase")
        self._find_change(reduce).with_user(self.manager).action_approve()
        self.assertEqual((line.order_id.state, reduce.approval_state), ("cancel", "applied"))

    def test_later_date_binds_no_money_and_is_applied_at_once_by_a_request(self):
        line = self._create_order(40, 5)
        self._create_position(self.warehouse, 40, status="above_max")
        postpone = self._suggest("postpone")
        postpone.action_submit()
        change = self._find_change(postpone)
        self.assertEqual((change.approval_state, postpone.approval_state), ("applied", "applied"))
        self.assertEqual(line.date_planned.date(), self.today + timedelta(days=25))
        self.assertEqual(postpone.position_id.next_receipt_date, line.date_planned.date())
        self.assertEqual(postpone.action_view_change()["res_id"], change.id)

    def test_date_that_the_vendor_agreed_to_is_a_request_as_well(self):
        line = self._create_order(40, 9)
        self._create_position(self.warehouse, 5)
        expedite = self._suggest("expedite")
        expedite.action_submit()
        self.assertFalse(self._find_change(expedite))
        expedite.action_vendor_agreed()
        self.assertEqual(self._find_change(expedite).approval_state, "applied")
        self.assertEqual(line.date_planned.date(), self.today + timedelta(days=1))
        self.assertTrue(expedite.agreed_at)

    def test_draft_order_is_changed_without_a_request(self):
        line = self._create_order(55, 5, confirm=False)
        self._create_position(self.warehouse, 25, status="above_max")
        reduce = self._suggest("reduce")
        reduce.action_submit()
        self.assertFalse(self._find_change(reduce))
        self.assertEqual((line.product_qty, reduce.approval_state), (35, "applied"))

    def test_what_can_t_be_reduced_stays_a_draft(self):
        reduce = self._suggest_reduction()
        self.line.qty_received_method = "manual"
        self.line.qty_received = 40
        with self.assertRaisesRegex(UserError, "received already"):
            reduce.action_submit()
        self.assertEqual(self.line.product_qty, 55)

    def test_nobody_names_another_origin(self):
        reduce = self._suggest_reduction()
        reduce.action_submit()
        change = self._find_change(reduce).with_user(self.assistant)
        with self.assertRaises(AccessError):
            change.origin_id = 1
        forged = change.with_context(default_origin_id=reduce.id).copy(
            {"origin_model": reduce._name, "origin_id": reduce.id}
        )
        self.assertFalse(forged.origin_id)
