# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_scm_stock_suggester import ScmSuggesterCommon


@tagged("post_install", "-at_install")
class TestScmStockSuggestionApply(ScmSuggesterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.scm_suggestion_limit = 10000
        # As without an addon in which changes of orders are asked for.
        suggestions = type(cls.env["scm.stock.suggestion"])
        cls.startClassPatcher(
            patch.object(suggestions, "_ask_for_order_change", lambda *_args, **_values: None)
        )

    def _suggest(self, kind):
        found = self._generate().filtered(lambda one: one.kind == kind)
        return found.with_user(self.assistant)

    def _get_notes(self, suggestion):
        """Return all that the suggestion's chatter says."""
        return " ".join(suggestion.message_ids.mapped("body"))

    def _suggest_transfer(self):
        self.source = self._create_position(self.warehouse, 100)
        self.receiver = self._create_position(self.second, 2)
        return self._suggest("transfer")

    def test_accepted_transfer_is_a_delivery_and_a_receipt_that_waits_for_it(self):
        transfer = self._suggest_transfer()
        transfer.action_submit()
        self.assertEqual(transfer.approval_state, "applied")
        out, receipt = transfer.move_ids.sorted("id")
        self.assertRecordValues(
            out | receipt,
            [
                {"product_qty": 40, "state": "assigned"},
                {"product_qty": 40, "state": "waiting"},
            ],
        )
        self.assertEqual(out.location_id, self.stock)
        self.assertEqual(receipt.location_dest_id, self.second.lot_stock_id)
        self.assertEqual(receipt.move_orig_ids, out)
        self.assertEqual(out.picking_type_id, self.warehouse.out_type_id)
        self.assertEqual(receipt.picking_type_id, self.second.in_type_id)
        self.assertEqual((self.source.outgoing_qty, self.receiver.incoming_qty), (40, 40))
        self.assertEqual(self.source.free_qty, self.source.maximum_qty)
        self.assertEqual(transfer.picking_count, 2)
        self.assertEqual(
            transfer.action_view_pickings()["domain"],
            [("id", "in", transfer.move_ids.picking_id.ids)],
        )

    def test_received_transfer_is_in_the_other_warehouse(self):
        transfer = self._suggest_transfer()
        transfer.action_submit()
        for move in transfer.move_ids.sorted("id"):
            move.write({"quantity": 40, "picked": True})
            move._action_done()
        (self.source | self.receiver)._refresh_stock()
        self.assertEqual((self.source.on_hand_qty, self.receiver.on_hand_qty), (60, 42))

    def test_transfer_takes_the_resupply_route_where_there_is_one(self):
        self.second.resupply_wh_ids = [Command.link(self.warehouse.id)]
        transfer = self._suggest_transfer()
        transfer.action_submit()
        self.assertEqual(len(transfer.move_ids), 2)
        self.assertEqual(transfer.move_ids.rule_id.route_id, self.second.resupply_route_ids)
        self.assertEqual((self.source.outgoing_qty, self.receiver.incoming_qty), (40, 40))

    def test_source_that_sold_meanwhile_keeps_its_maximum(self):
        transfer = self._suggest_transfer()
        self._deliver(10)
        with self.assertRaisesRegex(UserError, "can spare only 30"):
            transfer.action_submit()
        self.assertFalse(transfer.move_ids)
        transfer.quantity = 30
        transfer.action_submit()
        self.assertEqual(transfer.approval_state, "applied")

    def test_second_transfer_can_not_promise_the_same_goods(self):
        first = self._suggest_transfer()
        self._create_position(self.third, 2)
        second = self.env["scm.stock.suggestion"].create(
            {
                "kind": "transfer",
                "company_id": self.company.id,
                "warehouse_id": self.third.id,
                "product_id": self.product.id,
                "source_position_id": self.source.id,
                "source_warehouse_id": self.warehouse.id,
                "quantity": 1,
                "date": self.today,
            }
        )
        first.action_submit()
        with self.assertRaisesRegex(UserError, "can spare only 0"):
            second.with_user(self.assistant).action_submit()

    def test_transfer_above_the_limit_waits_for_the_manager_and_holds_the_goods(self):
        self.company.scm_suggestion_limit = 100
        transfer = self._suggest_transfer()
        transfer.action_submit()
        self.assertEqual(transfer.approval_state, "submitted")
        self.assertFalse(transfer.move_ids)
        transfer.with_user(self.manager).action_approve()
        self.assertEqual(transfer.approval_state, "applied")
        self.assertEqual(len(transfer.move_ids), 2)

    def test_pulled_forward_order_keeps_its_date_until_the_vendor_agrees(self):
        line = self._create_order(40, 9)
        self._create_position(self.warehouse, 5)
        expedite = self._suggest("expedite")
        expedite.action_submit()
        self.assertEqual(line.date_planned.date(), self.today + timedelta(days=9))
        task = expedite.task_id
        self.assertEqual((task.res_model, task.res_id), ("purchase.order", line.order_id.id))
        expedite.action_vendor_agreed()
        wanted = self.today + timedelta(days=1)
        self.assertEqual(line.date_planned.date(), wanted)
        self.assertEqual(line.move_ids.date.date(), wanted)
        self.assertFalse(task.active)
        self.assertTrue(expedite.agreed_at)

    def test_order_of_odoobot_is_pulled_forward_by_who_accepts(self):
        line = self._create_order(40, 9)
        line.order_id.user_id = self.env.ref("base.user_root")
        self._create_position(self.warehouse, 5)
        expedite = self._suggest("expedite")
        expedite.action_submit()
        self.assertEqual(expedite.task_user_id, self.assistant)
        self.assertEqual(expedite.task_id.user_id, self.assistant)

    def test_order_of_odoobot_is_pulled_forward_by_the_vendor_s_buyer(self):
        line = self._create_order(40, 9)
        line.order_id.user_id = self.env.ref("base.user_root")
        self.vendor.buyer_id = self._create_user("buyer", "purchase.group_purchase_user")
        self._create_position(self.warehouse, 5)
        expedite = self._suggest("expedite")
        expedite.action_submit()
        self.assertEqual(expedite.task_user_id, self.vendor.buyer_id)

    def test_draft_order_is_pulled_forward_at_once(self):
        line = self._create_order(40, 9, confirm=False)
        self._create_position(self.warehouse, 5)
        expedite = self._suggest("expedite")
        expedite.action_submit()
        self.assertEqual(line.date_planned.date(), self.today + timedelta(days=1))
        self.assertFalse(expedite.task_id)

    def test_postponed_order_comes_later_in_the_forecast_as_well(self):
        line = self._create_order(40, 5)
        self._create_position(self.warehouse, 40, status="above_max")
        postpone = self._suggest("postpone")
        postpone.action_submit()
        later = self.today + timedelta(days=25)
        self.assertEqual(line.date_planned.date(), later)
        self.assertEqual(line.move_ids.date.date(), later)
        self.assertEqual(line.move_ids.date_deadline.date(), later)
        self.assertEqual(line.order_id.picking_ids.scheduled_date.date(), later)
        self.assertEqual(line.price_unit, 7.5)
        self.assertEqual(postpone.position_id.next_receipt_date, later)
        self.assertIn("is to bring it on", self._get_notes(postpone))

    def test_reduced_order_shrinks_its_receipt_and_keeps_price_and_date(self):
        line = self._create_order(55, 5)
        planned = line.date_planned
        self._create_position(self.warehouse, 25, status="above_max")
        reduce = self._suggest("reduce")
        self.assertEqual(reduce.quantity, 20)
        reduce.action_submit()
        self.assertRecordValues(
            line, [{"product_qty": 35, "price_unit": 7.5, "date_planned": planned}]
        )
        self.assertEqual(sum(line.move_ids.mapped("product_uom_qty")), 35)
        self.assertEqual(len(line.order_id.picking_ids), 1)
        self.assertEqual(reduce.position_id.incoming_qty, 35)
        self.assertEqual(reduce.action_view_purchases()["res_id"], line.order_id.id)
        self.assertIn("Taken off purchase order", self._get_notes(reduce))

    def test_order_is_not_reduced_below_what_was_received(self):
        line = self._create_order(55, 5)
        self._create_position(self.warehouse, 25, status="above_max")
        reduce = self._suggest("reduce")
        line.qty_received_method = "manual"
        line.qty_received = 40
        with self.assertRaisesRegex(UserError, "can't be reduced so far"):
            reduce.action_submit()
        self.assertEqual(line.product_qty, 55)

    def test_order_that_nobody_needs_is_cancelled(self):
        line = self._create_order(30, 5)
        self._create_position(self.warehouse, 90, daily_mean=0.5)
        reduce = self._suggest("reduce")
        self.assertEqual(reduce.quantity, 30)
        reduce.action_submit()
        self.assertEqual(line.order_id.state, "cancel")
        self.assertIn("was cancelled", self._get_notes(reduce))
        self.assertNotIn("On purchase order", self._get_notes(reduce))
        self.assertEqual(reduce.position_id.incoming_qty, 0)

    def test_draft_order_line_that_nobody_needs_is_deleted(self):
        line = self._create_order(30, 5, confirm=False)
        other = self._create_product(name="Needed")
        order = line.order_id
        order.order_line = [Command.create({"product_id": other.id, "product_qty": 3})]
        self._create_position(self.warehouse, 90)
        reduce = self._suggest("reduce")
        reduce.action_submit()
        self.assertEqual(order.order_line.product_id, other)
        self.assertEqual(reduce.approval_state, "applied")

    def test_return_is_odoo_s_return_of_the_receipt(self):
        line = self._create_order(30, 0)
        receipt = line.order_id.picking_ids
        receipt.move_ids.write({"quantity": 30, "picked": True})
        receipt._action_done()
        self._create_position(self.warehouse, 60, excess_qty=30, status="excess")
        back = self._suggest("return")
        self.assertEqual(back.quantity, 30)
        back.quantity = 25
        back.action_submit()
        picking = back.move_ids.picking_id
        self.assertEqual(picking.return_id, receipt)
        self.assertEqual(picking.move_ids.product_uom_qty, 25)
        self.assertEqual(back.position_id.outgoing_qty, 25)

    def test_return_is_taken_from_the_shelf_where_receipts_have_more_steps(self):
        self.warehouse.reception_steps = "two_steps"
        line = self._create_order(30, 0)
        for _step in range(2):
            move = self.env["stock.move"].search(
                [("product_id", "=", self.product.id), ("state", "in", ("assigned", "confirmed"))]
            )
            move.write({"quantity": 30, "picked": True})
            move._action_done()
        receipt = line.move_ids.filtered("purchase_line_id").picking_id
        self.assertNotEqual(receipt.location_dest_id, self.stock)
        self._create_position(self.warehouse, 60, excess_qty=30, status="excess")
        back = self._suggest("return")
        back.action_submit()
        picking = back.move_ids.picking_id
        self.assertEqual((picking.return_id, picking.location_id), (receipt, self.stock))
        self.assertRecordValues(
            back.move_ids,
            [{"location_id": self.stock.id, "state": "assigned", "product_uom_qty": 30}],
        )
        back.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        position = back.position_id.sudo()
        position._refresh_stock()
        self.assertEqual(position.on_hand_qty, 60)

    def _get_local(self, moment):
        """Return a moment as the company's clock shows it."""
        return fields.Datetime.context_timestamp(
            self.company.with_context(tz=self.company.partner_id.tz), moment
        )

    def test_accepted_transfer_has_until_the_end_of_the_day(self):
        transfer = self._suggest_transfer()
        transfer.action_submit()
        for picking in transfer.move_ids.picking_id:
            due = self._get_local(picking.scheduled_date)
            self.assertEqual((due.date(), due.hour), (self.today, 23))

    def test_dates_are_days_of_the_company_west_of_greenwich_as_well(self):
        self.company.partner_id.tz = "America/Los_Angeles"
        today = self.company._scm_get_today()
        line = self._create_order(40, 9, confirm=False)
        self._create_position(self.warehouse, 5)
        expedite = self._suggest("expedite")
        expedite.action_submit()
        self.assertEqual(self._get_local(line.date_planned).date(), expedite.date)
        self._create_position(self.second, 5)
        buy = self._suggest("buy").filtered(lambda one: one.warehouse_id == self.second)
        self.assertEqual(buy.date, today + timedelta(days=10))
        buy.action_submit()
        self.assertEqual(self._get_local(buy.purchase_line_ids.date_planned).date(), buy.date)

    def test_make_without_a_route_says_what_is_missing_and_leaves_nothing(self):
        product = self._create_product(has_vendor=False, name="Own Make")
        position = self._create_position(self.warehouse, 5, product)
        make = self.env["scm.stock.suggestion"].create(
            {
                "kind": "make",
                "position_id": position.id,
                "company_id": self.company.id,
                "warehouse_id": self.warehouse.id,
                "product_id": product.id,
                "suggested_qty": 55,
                "quantity": 55,
                "date": self.today,
            }
        )
        self.assertIn(
            make.name, make.with_user(self.assistant).action_accept()["params"]["message"]
        )
        self.assertEqual(make.approval_state, "draft")
        with self.assertRaises(UserError):
            make.with_user(self.assistant).action_submit()
        self.assertEqual(position.incoming_qty + position.rfq_qty, 0)

    def test_promotion_is_a_task_of_sales(self):
        seller = self._create_user("seller", "base.group_user")
        self.company.scm_promotion_user_id = seller
        self._create_position(self.warehouse, 100)
        promote = self._suggest("promote")
        promote.action_submit()
        task = promote.task_id
        self.assertRecordValues(
            task,
            [
                {
                    "user_id": seller.id,
                    "res_model": "product.template",
                    "res_id": self.product.product_tmpl_id.id,
                }
            ],
        )
        self.assertIn("40", task.summary)
        self.assertFalse(self._generate(), "one task is enough")

    def test_scrap_is_only_prepared(self):
        self._create_position(
            self.warehouse,
            50,
            status="dead",
            maximum_qty=0,
            excess_qty=50,
            daily_mean=0,
            known_days=400,
        )
        review = self._suggest("scrap")
        review.action_submit()
        self.assertRecordValues(review.scrap_ids, [{"scrap_qty": 50, "state": "draft"}])
        self.assertEqual(review.position_id.on_hand_qty, 50)

    def test_several_are_accepted_at_once_and_the_refused_are_named(self):
        self._create_position(self.second, 2, self._create_product(name="Second Product"))
        transfer = self._suggest_transfer()
        buy = self._find().filtered(lambda one: one.kind == "buy").with_user(self.assistant)
        self._deliver(10)
        answer = (transfer | buy).action_accept()
        self.assertIn(transfer.name, answer["params"]["message"])
        self.assertNotIn(buy.name, answer["params"]["message"])
        self.assertEqual((transfer.approval_state, buy.approval_state), ("draft", "applied"))

    def test_blocked_vendor_gets_no_order_and_a_warned_of_one_does(self):
        self._create_position(self.second, 2)
        buy = self._suggest("buy")
        partner = type(self.env["res.partner"])
        level = ["block"]

        def get_block(partners, company):
            return {self.vendor.id: (level[0], "Failed the audit")}

        def get_grades(partners, company):
            return {self.vendor.id: "D"}

        with (
            patch.object(partner, "_scm_get_supplier_block", get_block),
            patch.object(partner, "_scm_get_supplier_grades", get_grades),
        ):
            self.assertEqual(buy.vendor_grade, "D")
            self.assertEqual(buy.vendor_warning, "Failed the audit")
            with self.assertRaisesRegex(UserError, "Failed the audit"):
                buy.action_submit()
            level[0] = "warn"
            buy.action_submit()
        self.assertEqual(buy.approval_state, "applied")

    def test_assistant_turns_down_a_draft_but_not_what_was_submitted(self):
        self.company.scm_suggestion_limit = 100
        transfer = self._suggest_transfer()
        transfer.action_submit()
        with self.assertRaisesRegex(UserError, "Only a manager"):
            transfer._reject("No")
        transfer.with_user(self.manager)._reject("No")
        self.assertEqual(transfer.approval_state, "rejected")
