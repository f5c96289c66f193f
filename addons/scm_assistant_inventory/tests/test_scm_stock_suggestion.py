# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ScmInventoryCommon


@tagged("post_install", "-at_install")
class TestScmStockSuggestion(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 1000
        cls._sell_weekly(7, 26, left=1)
        cls.env["scm.stock.planner"]._refresh(cls.company)
        cls.position = cls.env["scm.stock.position"].search([("product_id", "=", cls.product.id)])

    def _suggest(self, user=None, **values):
        position = self.position.with_user(user or self.assistant)
        suggestion = position._get_purchase_suggestion()
        suggestion.write(values)
        return suggestion

    def test_suggestion_takes_quantity_vendor_and_reason_from_its_position(self):
        suggestion = self._suggest()
        self.assertRecordValues(
            suggestion,
            [
                {
                    "quantity": self.position.shortage_qty,
                    "vendor_id": self.vendor.id,
                    "value": self.position.shortage_qty * 8,
                    "approval_state": "draft",
                }
            ],
        )
        self.assertIn("below the safety stock", suggestion.reason)

    def test_accepted_suggestion_becomes_a_draft_purchase_linked_both_ways(self):
        suggestion = self._suggest(quantity=50)
        suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "applied")
        line = suggestion.purchase_line_ids
        self.assertRecordValues(
            line, [{"product_qty": 50, "partner_id": self.vendor.id, "state": "draft"}]
        )
        self.assertEqual(line.scm_suggestion_ids, suggestion)
        self.assertEqual(self.position.rfq_qty, 50)
        self.assertIn(suggestion.name, line.order_id.message_ids[:1].body)

    def test_second_click_makes_no_second_order(self):
        suggestion = self._suggest(quantity=50)
        suggestion.action_submit()
        suggestion.action_submit()
        suggestion.action_apply()
        lines = self.env["purchase.order.line"].search([("product_id", "=", self.product.id)])
        self.assertEqual(lines.product_qty, 50)

    def test_open_suggestion_is_opened_and_not_made_twice(self):
        first = self._suggest()
        self.assertEqual(self._suggest(), first)

    def test_second_suggestion_raises_the_draft_line_and_both_are_linked(self):
        first = self._suggest(quantity=5)
        first.action_submit()
        second = self._suggest(quantity=30)
        self.assertNotEqual(first, second)
        second.action_submit()
        line = second.purchase_line_ids
        self.assertEqual(line.product_qty, 35)
        self.assertEqual(line.scm_suggestion_ids, first | second)

    def test_vendor_that_the_assistant_chose_gets_the_order(self):
        rival = self.env["res.partner"].create({"name": "Own Rival"})
        offer = self.env["product.supplierinfo"].create(
            {
                "partner_id": rival.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "price": 9.0,
                "company_id": self.company.id,
            }
        )
        suggestion = self._suggest(quantity=50, supplierinfo_id=offer.id)
        suggestion.action_submit()
        self.assertRecordValues(
            suggestion.purchase_line_ids,
            [{"product_qty": 50, "partner_id": rival.id, "price_unit": 9}],
        )

    def test_vendor_that_sells_by_the_dozen_gets_an_order_in_dozens(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.seller_ids.product_uom_id = dozen
        suggestion = self._suggest(quantity=48)
        suggestion.action_submit()
        self.assertRecordValues(
            suggestion.purchase_line_ids, [{"product_qty": 4, "product_uom_id": dozen.id}]
        )
        self.assertEqual(self.position.rfq_qty, 48)

    def test_order_for_another_warehouse_is_received_there(self):
        other = self._create_warehouse()
        self._move(self.supplier, other.lot_stock_id, 1)
        self._plan()
        elsewhere = self.env["scm.stock.position"].search(
            [("product_id", "=", self.product.id), ("warehouse_id", "=", other.id)]
        )
        here = self._suggest(quantity=50)
        there = elsewhere.with_user(self.assistant)._get_purchase_suggestion()
        there.quantity = 30
        (here | there).action_submit()
        self.assertNotEqual(here.purchase_line_ids, there.purchase_line_ids)
        self.assertEqual(there.purchase_line_ids.order_id.picking_type_id, other.in_type_id)
        self.assertEqual((self.position.rfq_qty, elsewhere.rfq_qty), (50, 30))

    def test_above_the_limit_a_manager_decides(self):
        suggestion = self._suggest(quantity=200)
        self.assertTrue(suggestion.needs_approval)
        suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "submitted")
        self.assertFalse(suggestion.purchase_line_ids)
        self.assertIn(self.manager, suggestion.sudo().activity_ids.user_id)
        with self.assertRaises(AccessError):
            suggestion.action_approve()
        suggestion.with_user(self.manager).action_approve()
        self.assertEqual(suggestion.approval_state, "applied")
        self.assertEqual(suggestion.purchase_line_ids.product_qty, 200)

    def test_value_written_by_hand_does_not_lower_the_need_for_approval(self):
        suggestion = self._suggest(quantity=200)
        suggestion.value = 1
        self.env.flush_all()
        self.assertTrue(suggestion.needs_approval)
        suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "submitted")

    def test_manager_does_not_approve_an_own_submission(self):
        suggestion = self._suggest(self.manager, quantity=200)
        suggestion.action_submit()
        with self.assertRaises(AccessError):
            suggestion.action_approve()

    def test_whoever_approves_is_told_when_more_is_missing_by_now(self):
        suggestion = self._suggest(quantity=200)
        suggestion.action_submit()
        self.assertEqual(suggestion.missing_now_qty, 0)
        position = suggestion.position_id.sudo()
        position.write({"reorder_qty": 300, "maximum_qty": 500})
        suggestion.invalidate_recordset()
        # Up to the maximum, but for the piece that is there and the vendor's packs.
        self.assertEqual(suggestion.missing_now_qty, 500 - position.forecast_qty)
        suggestion.with_user(self.manager).action_approve()
        self.assertEqual(suggestion.missing_now_qty, 0)

    def test_rejection_says_why_and_can_be_submitted_again(self):
        suggestion = self._suggest(quantity=200)
        suggestion.action_submit()
        wizard = (
            self.env["scm.approval.reject"]
            .with_user(self.manager)
            .create(
                {
                    "res_model": suggestion._name,
                    "res_ids": suggestion.ids,
                    "reason": "Season is over",
                }
            )
        )
        wizard.action_reject()
        self.assertRecordValues(
            suggestion, [{"approval_state": "rejected", "rejection_reason": "Season is over"}]
        )
        suggestion.quantity = 20
        suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "applied")

    def test_zero_quantity_is_refused_with_a_reason(self):
        suggestion = self._suggest(quantity=0)
        with self.assertRaisesRegex(UserError, "quantity is zero"):
            suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "draft")

    def test_missing_vendor_is_named_and_nothing_is_ordered(self):
        suggestion = self._suggest(supplierinfo_id=False)
        with self.assertRaisesRegex(UserError, "has no vendor"):
            suggestion.action_submit()

    def test_outcome_is_not_written_by_hand(self):
        suggestion = self._suggest()
        with self.assertRaises(AccessError):
            suggestion.approval_state = "applied"

    def test_what_was_submitted_is_not_changed_any_more(self):
        suggestion = self._suggest(quantity=200)
        suggestion.action_submit()
        with self.assertRaises(UserError):
            suggestion.quantity = 2000
        with self.assertRaises(UserError):
            suggestion.with_user(self.manager).quantity = 2000
        suggestion.with_user(self.manager)._reject("Too much")
        suggestion.quantity = 100
        self.assertEqual(suggestion.quantity, 100)

    def test_several_alerts_are_ordered_at_once(self):
        product = self._create_product(name="Second Product")
        self._sell_weekly(7, 26, left=1, product=product)
        second = self._plan(product)
        positions = (self.position | second).with_user(self.assistant)
        positions.action_accept_suggestions()
        lines = self.env["purchase.order.line"].search(
            [("product_id", "in", (self.product | product).ids)]
        )
        self.assertEqual(len(lines), 2)
        self.assertEqual(len(lines.order_id), 1)

    def test_nothing_missing_is_said_so(self):
        self._receive(500)
        self._plan()
        with self.assertRaises(UserError):
            self.position.with_user(self.assistant).action_accept_suggestions()

    def test_dismissed_suggestion_makes_room_for_another(self):
        first = self._suggest()
        first.action_cancel()
        self.assertNotEqual(self._suggest(), first)
