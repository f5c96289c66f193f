# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_scm_stock_suggester import ScmSuggesterCommon


@tagged("post_install", "-at_install")
class TestScmStockSuggestionNeed(ScmSuggesterCommon):
    """Between the suggestion and the order, others order and stock moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 10000

    def _suggest_purchase(self):
        found = self._generate().filtered(lambda one: one.kind == "buy")
        return found.with_user(self.assistant)

    def test_purchase_is_refused_when_somebody_ordered_meanwhile(self):
        self._create_position(self.warehouse, 5)
        buy = self._suggest_purchase()
        self.assertEqual(buy.quantity, 55)
        self._create_order(55, 9, confirm=False)
        with self.assertRaisesRegex(UserError, "not short"):
            buy.action_submit()
        buy.quantity = 70
        with self.assertRaisesRegex(UserError, "not short"):
            buy.action_submit()
        self.assertFalse(buy.purchase_line_ids)

    def test_purchase_is_never_more_than_what_is_still_short_unless_typed(self):
        self._create_position(self.warehouse, 5)
        buy = self._suggest_purchase()
        self._create_order(20, 9)
        with self.assertRaisesRegex(UserError, "Only 35"):
            buy.action_submit()
        buy.quantity = 35
        buy.action_submit()
        self.assertEqual(sum(buy.purchase_line_ids.mapped("product_qty")), 35)

    def test_quantity_that_somebody_typed_is_bought_while_something_is_short(self):
        self._create_position(self.warehouse, 5)
        buy = self._suggest_purchase()
        self._create_order(20, 9)
        buy.quantity = 80
        buy.action_submit()
        self.assertEqual(buy.approval_state, "applied")

    def test_submitted_purchase_is_looked_at_again_when_it_is_approved(self):
        self.company.scm_suggestion_limit = 100
        self._create_position(self.warehouse, 5)
        buy = self._suggest_purchase()
        buy.action_submit()
        self._create_order(55, 9, confirm=False)
        with self.assertRaisesRegex(UserError, "not short"):
            buy.with_user(self.manager).action_approve()
        self.assertFalse(buy.purchase_line_ids)

    def test_purchase_counts_what_others_handed_in_for_the_same_place(self):
        self.company.scm_suggestion_limit = 100
        self._create_position(self.second, 2)
        buy = self._suggest_purchase()
        self.env["scm.stock.suggestion"].create(
            {
                "kind": "transfer",
                "position_id": buy.position_id.id,
                "company_id": self.company.id,
                "warehouse_id": self.second.id,
                "product_id": self.product.id,
                "source_position_id": self._create_position(self.warehouse, 100).id,
                "source_warehouse_id": self.warehouse.id,
                "quantity": 40,
                "date": self.today,
            }
        ).action_submit()
        with self.assertRaisesRegex(UserError, "not short"):
            buy.action_submit()

    def test_purchase_that_nobody_suggested_is_the_buyer_s_own_decision(self):
        position = self._create_position(self.warehouse, 40).with_user(self.assistant)
        buy = position._get_purchase_suggestion()
        self.assertEqual(buy.suggested_qty, 0)
        buy.quantity = 12
        buy.action_submit()
        self.assertEqual(buy.approval_state, "applied")
