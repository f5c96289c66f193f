# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common_purchase import FIRST, LATER, NOW, PurchaseCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmPurchaseChange(PurchaseCommon):
    def _create_change(self, order=None, **values):
        """Return the assistant's request to change the (first) line of ``order``."""
        line = {"order_line_id": order.order_line[0].id} if order else {}
        return (
            self.env["scm.purchase.change"]
            .with_user(self.assistant)
            .create(
                {
                    "order_id": order.id if order else False,
                    "partner_id": self.supplier.id,
                    "instruction": "More, please",
                    "line_ids": [Command.create({**line, **values})],
                }
            )
        )

    def _apply(self, change):
        change.action_submit()
        if change.approval_state == "submitted":
            change.with_user(self.manager).action_approve()
        self.assertEqual(change.approval_state, "applied")

    def assertOrder(self, order, quantity, received=0, date=FIRST, price=8.0):
        """Order, receipts and forecast say the same, and nothing goes back."""
        line = order.order_line[0]
        self.assertRecordValues(
            line,
            [
                {
                    "product_qty": quantity,
                    "qty_received": received,
                    "date_planned": date,
                    "price_unit": price,
                }
            ],
        )
        moves = line._scm_get_open_moves()
        self.assertEqual(sum(moves.mapped("product_qty")), line.product_uom_qty - received)
        self.assertEqual(sum(moves.mapped("quantity")), line.product_qty - received)
        self.assertEqual(set(moves.mapped("date")), {date} if moves else set())
        self.assertEqual(self._get_forecast(date, line.product_id), line.product_uom_qty)
        self.assertNoReturn(order)

    def test_increase_reaches_order_receipt_and_forecast(self):
        order = self._create_order()
        change = self._create_change(order, new_qty=15)
        self.assertEqual(change.line_ids.kind, "increase")
        self._apply(change)
        self.assertOrder(order, 15)
        self.assertEqual(order.order_line.scm_promise_ids.sorted("version")[-1].quantity, 15)

    def test_decrease_shrinks_the_receipt_and_keeps_the_price(self):
        order = self._create_order()
        self._apply(self._create_change(order, new_qty=6))
        self.assertOrder(order, 6)

    def test_decrease_after_a_part_has_come(self):
        order = self._create_order()
        self._receive(order, 4)
        self._apply(self._create_change(order, new_qty=7))
        self.assertOrder(order, 7, received=4)

    def test_new_date_quantity_and_price_at_once(self):
        order = self._create_order()
        change = self._create_change(order, new_qty=12, new_date=LATER, new_price=7.5)
        self.assertEqual(change.line_ids.kind, "several")
        self._apply(change)
        self.assertOrder(order, 12, date=LATER, price=7.5)
        self.assertEqual(order.picking_ids.scheduled_date, LATER)

    def test_decrease_after_the_date_was_moved_makes_no_return(self):
        order = self._create_order()
        self._apply(self._create_change(order, new_date=LATER))
        self._apply(self._create_change(order, new_qty=3))
        self.assertOrder(order, 3, date=LATER)

    def test_decrease_after_a_delivery_in_parts_makes_no_return(self):
        order = self._create_order()
        order.order_line._scm_expect_parts([(FIRST, 6), (LATER, 4)])
        self._apply(self._create_change(order, new_qty=3))
        self.assertOrder(order, 3, date=LATER)

    def test_new_date_alone_needs_no_second_person(self):
        order = self._create_order()
        change = self._create_change(order, new_date=LATER)
        change.action_submit()
        self.assertEqual(change.approval_state, "applied")
        self.assertOrder(order, 10, date=LATER)

    def test_request_changes_the_date_where_nobody_may_do_so_directly(self):
        self.company.scm_changes_by_request = True
        order = self._create_order()
        change = self._create_change(order, new_date=LATER)
        change.action_submit()
        self.assertEqual(change.approval_state, "applied")
        self.assertOrder(order, 10, date=LATER)

    def test_new_price_alone_needs_one(self):
        change = self._create_change(self._create_order(), new_price=5)
        change.action_submit()
        self.assertEqual(change.approval_state, "submitted")
        with self.assertRaises(AccessError):
            change.action_approve()

    def test_price_of_more_than_two_decimals_is_kept_and_compared_as_it_is(self):
        order = self._create_order(price=0.125)
        self._apply(self._create_change(order, new_date=LATER))
        self.assertOrder(order, 10, date=LATER, price=0.125)
        change = self._create_change(order, new_price=0.1234)
        self.assertEqual(change.line_ids.kind, "reprice")
        self._apply(change)
        self.assertOrder(order, 10, date=LATER, price=0.1234)

    def test_duplicate_changes_the_same_lines_from_what_they_are_now(self):
        order = self._create_order()
        change = self._create_change(order, new_qty=15)
        self._apply(change)
        again = change.copy()
        self.assertRecordValues(
            again.line_ids,
            [{"order_line_id": order.order_line.id, "old_qty": 15, "new_qty": 15, "kind": "none"}],
        )
        with self.assertRaisesRegex(UserError, "changes nothing"):
            again.action_submit()

    def test_line_of_another_order_product_or_unit_is_refused(self):
        order, other = self._create_order(), self._create_order()
        for values in (
            {"order_line_id": other.order_line.id},
            {"product_id": self._create_product("Bolt").id},
            {"uom_id": self.env.ref("uom.product_uom_dozen").id},
        ):
            with self.subTest(**values):
                change = self._create_change(order, **{"new_qty": 15, **values})
                with self.assertRaisesRegex(UserError, "choose it anew"):
                    change.action_submit()
        self.assertEqual((order | other).order_line.mapped("product_qty"), [10, 10])

    def test_below_received_is_refused_and_nothing_changes(self):
        order = self._create_order()
        self._receive(order, 8)
        change = self._create_change(order, new_qty=7)
        with self.assertRaisesRegex(UserError, "8 Units are received already"):
            change.action_submit()
        self.assertOrder(order, 10, received=8)

    def test_below_billed_is_refused(self):
        order = self._create_order()
        self.product.purchase_method = "purchase"
        order.order_line.invalidate_recordset()
        order.order_line.qty_invoiced = 5
        change = self._create_change(order, new_qty=4)
        with self.assertRaisesRegex(UserError, "billed already"):
            change.line_ids._check_change()

    def test_cancelled_rest_leaves_what_has_come(self):
        order = self._create_order()
        self._receive(order, 4)
        self._apply(self._create_change(order, to_cancel=True))
        line = order.order_line
        self.assertRecordValues(line, [{"product_qty": 4, "qty_received": 4, "price_unit": 8.0}])
        self.assertFalse(line._scm_get_open_moves())
        self.assertEqual(self._get_forecast(LATER), 4)
        self.assertNoReturn(order)
        self.assertEqual(order.state, "purchase")

    def test_rest_is_cancelled_though_more_has_come_since_it_was_asked(self):
        order = self._create_order()
        change = self._create_change(order, to_cancel=True)
        change.action_submit()
        self._receive(order, 4)
        change.with_user(self.manager).action_approve()
        self.assertRecordValues(order.order_line, [{"product_qty": 4, "qty_received": 4}])
        self.assertFalse(order.order_line._scm_get_open_moves())
        self.assertNoReturn(order)

    def test_cancelling_all_cancels_the_order_even_if_locked(self):
        order = self._create_order()
        order.button_lock()
        self._apply(self._create_change(order, to_cancel=True))
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self._get_forecast(LATER), 0)
        self.assertNoReturn(order)

    def test_added_line_is_expected_as_well(self):
        order = self._create_order()
        other = self._create_product("Bolt")
        change = self._create_change(order)
        change.line_ids = [
            Command.create({"product_id": other.id, "new_qty": 5, "new_date": LATER})
        ]
        self._apply(change)
        line = order.order_line[1]
        self.assertEqual(change.line_ids[1].result_line_id, line)
        self.assertRecordValues(line, [{"product_qty": 5, "scm_original_date": LATER}])
        self.assertEqual(self._get_forecast(LATER, other), 5)

    def test_purchase_unit_is_converted_for_the_receipt(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order(quantity=2, uom=dozen)
        self.assertEqual(order.picking_ids.move_ids.product_qty, 24)
        self._apply(self._create_change(order, new_qty=1.5))
        self.assertEqual(order.order_line.move_ids.product_qty, 18)
        self.assertEqual(self._get_forecast(FIRST), 18)

    def test_risk_is_computed_once_however_many_lines_change(self):
        order = self._create_order(confirm=False)
        order.order_line = [Command.create({"product_id": self.product.id, "product_qty": 2})] * 3
        order.button_confirm()
        change = self._create_change(order)
        change.line_ids = [Command.clear()] + [
            Command.create({"order_line_id": line.id, "new_date": LATER})
            for line in order.order_line
        ]
        board = type(self.env["scm.supply.board"])
        with patch.object(board, "_get_delays", return_value={}) as delays:
            self._apply(change)
        self.assertEqual(delays.call_count, 1)
        self.assertEqual(set(order.order_line.mapped("date_planned")), {LATER})

    def test_unit_of_another_family_is_refused(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        order = self._create_order()
        change = self._create_change(order)
        change.line_ids = [
            Command.create({"product_id": self.product.id, "new_qty": 1, "uom_id": kilogram.id})
        ]
        with self.assertRaisesRegex(UserError, "can't be ordered in kg"):
            change.action_submit()

    def test_order_changed_meanwhile_is_not_overwritten(self):
        order = self._create_order()
        change = self._create_change(order, new_qty=15)
        change.action_submit()
        order.order_line._scm_apply_change(quantity=11)
        with self.assertRaisesRegex(UserError, "was changed in"):
            change.with_user(self.manager).action_approve()
        self.assertEqual(order.order_line.product_qty, 11)

    def test_what_was_submitted_stays(self):
        change = self._create_change(self._create_order(), new_qty=15)
        change.action_submit()
        with self.assertRaises(UserError):
            change.line_ids.new_qty = 99
        with self.assertRaises(UserError):
            change.line_ids.unlink()
        with self.assertRaises(UserError):
            change.line_ids.copy({"change_id": change.id})

    def test_nothing_to_change_is_refused(self):
        with self.assertRaisesRegex(UserError, "changes nothing"):
            self._create_change(self._create_order()).action_submit()

    def test_applied_twice_changes_once(self):
        order = self._create_order()
        change = self._create_change(order, new_qty=15)
        self._apply(change)
        change.with_user(self.manager).action_apply()
        self.assertOrder(order, 15)
        self.assertEqual(len(order.order_line.scm_promise_ids), 2)

    def test_instruction_without_an_order_becomes_a_draft(self):
        change = self._create_change(
            product_id=self.product.id, new_qty=7, new_date=LATER, new_price=9
        )
        self._apply(change)
        order = change.result_order_id
        self.assertEqual((order.state, order.origin), ("draft", change.name))
        self.assertRecordValues(
            order.order_line, [{"product_qty": 7, "price_unit": 9, "date_planned": LATER}]
        )

    def test_form_shows_the_lines_of_the_order_before_and_after(self):
        order = self._create_order()
        action = order.with_user(self.assistant).action_scm_change()
        changes = self.env["scm.purchase.change"].with_user(self.assistant)
        with Form(changes.with_context(**action["context"])) as form:
            with form.line_ids.edit(0) as line:
                self.assertEqual((line.old_qty, line.new_qty), (10, 10))
                line.new_qty = 4
                self.assertEqual(line.kind, "decrease")
                line.to_cancel = True
                self.assertEqual(line.new_qty, 0)
                line.to_cancel = False
                self.assertEqual(line.new_qty, 10)
                line.new_qty = 4
        self.assertRecordValues(form.record.line_ids, [{"new_qty": 4, "new_price": 8.0}])

    def test_form_offers_the_lines_of_the_order_that_is_chosen(self):
        order = self._create_order()
        with Form(self.env["scm.purchase.change"].with_user(self.assistant)) as form:
            form.order_id = order
            with form.line_ids.edit(0) as line:
                line.new_qty = 7
        self.assertRecordValues(
            form.record.line_ids,
            [{"order_line_id": order.order_line.id, "old_qty": 10, "new_qty": 7}],
        )

    def test_supplier_is_told_and_confirms(self):
        order = self._create_order()
        change = self._create_change(order, new_qty=15)
        with self.assertRaises(UserError):
            change.action_inform_supplier()
        self._apply(change)
        change.action_inform_supplier()
        question = change.request_ids
        self.assertRecordValues(question, [{"state": "sent", "partner_id": self.supplier.id}])
        self.assertEqual(question.line_ids.asked_qty, 15)
        self.assertEqual(change.supplier_answer, "asked")
        change.action_inform_supplier()
        self.assertEqual(len(change.request_ids), 1)
        # sudo: the supplier answers by link, without a user.
        question.sudo()._receive_answer({question.line_ids.id: {"answer": "confirm"}}, "Wang")
        self.assertEqual(change.supplier_answer, "confirmed")

    def test_applied_change_is_listed_until_the_supplier_is_told(self):
        queue = self.env.ref("scm_assistant_supplier.scm_work_queue_change_tell")
        search = self.env.ref("scm_assistant_supplier.scm_purchase_change_view_search")
        node = search._get_combined_arch().xpath("//filter[@name='to_tell']")[0]
        queue = queue.with_user(self.assistant)
        changes = self.env["scm.purchase.change"].with_user(self.assistant)
        change = self._create_change(self._create_order(), new_date=LATER)
        self.assertFalse(queue.record_count)
        self._apply(change)
        queue.invalidate_recordset()
        self.assertEqual(queue.record_count, 1)
        self.assertEqual(changes.search(eval(node.get("domain"))), change)  # noqa: S307
        change.action_inform_supplier()
        queue.invalidate_recordset()
        self.assertFalse(queue.record_count)
        self.assertFalse(changes.search(eval(node.get("domain"))))  # noqa: S307

    def test_other_companies_do_not_see_it(self):
        change = self._create_change(self._create_order(), new_qty=15)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "scm_assistant_base.group_scm_manager", other)
        found = self.env["scm.purchase.change"].with_user(stranger)
        self.assertFalse(found.with_context(allowed_company_ids=other.ids).search([]) & change)
