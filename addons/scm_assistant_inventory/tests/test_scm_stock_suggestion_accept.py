# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .common import ASSISTANT, ScmInventoryCommon


class AcceptCommon(ScmInventoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 5000
        cls.product.standard_price = 100
        cls._sell_weekly(7, 26, left=1)
        cls.env["scm.stock.planner"]._refresh(cls.company)
        cls.position = cls.env["scm.stock.position"].search([("product_id", "=", cls.product.id)])

    def _suggest(self, user=None, **values):
        position = self.position.with_user(user or self.assistant)
        suggestion = position._get_purchase_suggestion()
        suggestion.write(values)
        return suggestion

    def _create_short(self, name, **values):
        """Return the position of another product that is short."""
        product = self._create_product(name=name, **values)
        self._sell_weekly(7, 26, left=1, product=product)
        return self._plan(product)


@tagged("post_install", "-at_install")
class TestScmStockSuggestionLimit(AcceptCommon):
    """What one person may let through of a product on one day."""

    def _accept(self, quantity, user=None):
        suggestion = self._suggest(user, quantity=quantity)
        suggestion.action_submit()
        return suggestion.approval_state

    def test_slices_of_a_day_count_together(self):
        self.assertEqual(self._accept(50), "applied")
        self.assertTrue(self._suggest(quantity=50).needs_approval)
        self.assertEqual(self._accept(50), "submitted")

    def test_slices_up_to_the_limit_pass(self):
        self.assertEqual(self._accept(20), "applied")
        self.assertEqual(self._accept(30), "applied")
        self.assertEqual(self._accept(1), "submitted")

    def test_slices_by_warehouse_are_slices_as_well(self):
        other = self._create_warehouse()
        self._move(self.supplier, other.lot_stock_id, 1)
        self._plan()
        elsewhere = self.env["scm.stock.position"].search(
            [("product_id", "=", self.product.id), ("warehouse_id", "=", other.id)]
        )
        self.assertEqual(self._accept(50), "applied")
        there = elsewhere.with_user(self.assistant)._get_purchase_suggestion()
        there.quantity = 50
        there.action_submit()
        self.assertEqual(there.approval_state, "submitted")

    def test_next_day_begins_anew(self):
        self.assertEqual(self._accept(50), "applied")
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(self._accept(50), "applied")

    def test_other_person_has_an_own_limit(self):
        self.assertEqual(self._accept(50), "applied")
        colleague = self._create_user("colleague", ASSISTANT)
        self.assertEqual(self._accept(50, colleague), "applied")

    def test_other_product_has_its_own(self):
        self.assertEqual(self._accept(50), "applied")
        other = self._create_short("Second Product", standard_price=100)
        suggestion = other.with_user(self.assistant)._get_purchase_suggestion()
        suggestion.quantity = 50
        suggestion.action_submit()
        self.assertEqual(suggestion.approval_state, "applied")

    def test_what_a_manager_decided_on_counts_no_more(self):
        big = self._suggest(quantity=60)
        big.action_submit()
        big.with_user(self.manager).action_approve()
        self.assertEqual(big.approval_state, "applied")
        self.assertEqual(self._accept(50), "applied")

    def test_manager_who_submits_in_slices_needs_another(self):
        self.assertEqual(self._accept(50, self.manager), "applied")
        self.assertEqual(self._accept(50, self.manager), "submitted")

    def test_company_may_look_at_each_alone(self):
        self.company.scm_suggestion_limit_daily = False
        self.assertEqual(self._accept(50), "applied")
        self.assertEqual(self._accept(50), "applied")


@tagged("post_install", "-at_install")
class TestScmStockSuggestionBatch(AcceptCommon):
    """Several at once: each on its own, and a result that says what became of them."""

    def _order_missing(self, positions):
        answer = positions.with_user(self.assistant).action_accept_suggestions()
        params = answer["params"]
        suggestions = self.env["scm.stock.suggestion"].search(params["next"]["domain"])
        return params["message"], suggestions.grouped("product_id")

    def test_product_without_vendor_keeps_no_other_from_being_ordered(self):
        lonely = self._create_short("Lonely Product", has_vendor=False)
        dear = self._create_short("Dear Product", standard_price=5000)
        message, found = self._order_missing(self.position | lonely | dear)
        states = {product: one.approval_state for product, one in found.items()}
        self.assertEqual(
            states,
            {
                self.product: "applied",
                lonely.product_id: "draft",
                dear.product_id: "submitted",
            },
        )
        order = found[self.product].purchase_line_ids.order_id
        first, *reasons = message.split("\n")
        self.assertEqual(first, f"3: 1 on RFQ {order.name}, 1 to approval, and 1 refused")
        self.assertEqual(len(reasons), 1)
        self.assertIn("Lonely Product has no vendor", reasons[0])

    def test_result_of_accepted_drafts_names_their_order(self):
        second = self._create_short("Second Product")
        drafts = self._suggest(quantity=5)
        drafts |= second.with_user(self.assistant)._get_purchase_suggestion()
        message = drafts.action_accept()["params"]["message"]
        order = drafts.purchase_line_ids.order_id
        self.assertEqual(message, f"2: 2 on RFQ {order.name}")

    # The buyer

    def test_order_belongs_to_who_accepted(self):
        self._suggest(quantity=5).action_submit()
        orders = self.env["purchase.order"].with_user(self.assistant)
        mine = orders.search(
            [("user_id", "=", self.assistant.id), ("partner_id", "=", self.vendor.id)]
        )
        self.assertEqual(mine.order_line.product_id, self.product)

    def test_order_belongs_to_who_asked_for_it_and_not_to_who_approved(self):
        big = self._suggest(quantity=60)
        big.action_submit()
        big.with_user(self.manager).action_approve()
        self.assertEqual(big.purchase_line_ids.order_id.user_id, self.assistant)

    def test_buyer_of_the_vendor_goes_first(self):
        self.vendor.with_company(self.company).buyer_id = self.manager
        suggestion = self._suggest(quantity=5)
        suggestion.action_submit()
        self.assertEqual(suggestion.purchase_line_ids.order_id.user_id, self.manager)

    def test_buyer_who_has_left_gets_no_order(self):
        self.vendor.with_company(self.company).buyer_id = self.manager
        self.manager.active = False
        suggestion = self._suggest(quantity=5)
        suggestion.action_submit()
        self.assertEqual(suggestion.purchase_line_ids.order_id.user_id, self.assistant)

    def test_one_draft_for_each_vendor(self):
        second = self._create_short("Second Product")
        rival = self.env["res.partner"].create({"name": "Own Rival"})
        third = self._create_short(
            "Third Product",
            has_vendor=False,
            seller_ids=[Command.create({"partner_id": rival.id, "delay": 30})],
        )
        _message, found = self._order_missing(self.position | second | third)
        orders = {
            product: suggestion.purchase_line_ids.order_id for product, suggestion in found.items()
        }
        self.assertEqual(orders[self.product], orders[second.product_id])
        self.assertNotEqual(orders[self.product], orders[third.product_id])
        self.assertEqual(orders[third.product_id].user_id, self.assistant)

    # When it is to be ordered

    def test_what_is_short_is_to_be_ordered_at_once(self):
        # Measured are 20 days, the price list says 10.
        self.position.sudo().lead_days = 20
        suggestion = self._suggest(quantity=5)
        self.assertEqual(suggestion.date, self._days_ago(-20))
        suggestion.action_submit()
        order = suggestion.purchase_line_ids.order_id
        self.assertEqual(order.date_order, fields.Datetime.now())
        self.assertEqual(order.date_planned.date(), self._days_ago(-20))

    def test_what_somebody_put_off_is_ordered_so_much_later(self):
        suggestion = self._suggest(quantity=5)
        suggestion.date += timedelta(days=6)
        suggestion.action_submit()
        order = suggestion.purchase_line_ids.order_id
        self.assertEqual(order.date_order, fields.Datetime.now() + timedelta(days=6))
