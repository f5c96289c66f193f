# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common_count import ScmCountCommon


@tagged("post_install", "-at_install")
class TestScmCountLine(ScmCountCommon):
    def test_count_within_tolerance_is_applied_at_once_through_a_native_move(self):
        line = self._create_line()
        self._count(line, 97)
        self.assertRecordValues(
            line, [{"state": "done", "approval_state": "applied", "is_within": True}]
        )
        self.assertRecordValues(
            line.move_ids,
            [{"is_inventory": True, "quantity": 3, "scm_book_qty": 100, "state": "done"}],
        )
        self.assertEqual(self._get_stock(), 97)

    def test_count_that_agrees_leaves_the_native_confirmation(self):
        line = self._create_line()
        self._count(line, 100)
        self.assertEqual(line.state, "done")
        self.assertRecordValues(line.move_ids, [{"quantity": 0, "is_inventory": True}])

    def test_count_outside_the_tolerance_is_asked_for_again_once(self):
        line = self._create_line()
        self._count(line, 60)
        self.assertRecordValues(
            line,
            [{"state": "recount", "is_counted": False, "first_counted_qty": 60}],
        )
        self.assertEqual(self._get_stock(), 100)
        self._count(line, 60)
        self.assertRecordValues(line, [{"state": "review", "approval_state": "submitted"}])
        self.assertEqual(self._get_stock(), 100)

    def test_second_count_within_the_tolerance_needs_nobody(self):
        line = self._create_line()
        self._count(line, 60, 99)
        self.assertEqual(line.state, "done")
        self.assertFalse(line.exception_id)
        self.assertEqual(self._get_stock(), 99)

    def test_difference_small_in_share_but_big_in_money_is_outside(self):
        self.product.standard_price = 50
        line = self._create_line()
        self._count(line, 97)
        self.assertEqual(line.state, "recount")

    def test_approval_books_the_difference_and_closes_its_case(self):
        line = self._create_line()
        self._count(line, 60, 60)
        case = line.exception_id
        self.assertRecordValues(
            case, [{"state": "reported", "product_id": self.product.id, "res_id": line.id}]
        )
        line.with_user(self.assistant).cause_id = self.cause
        line.with_user(self.manager).action_approve()
        self.assertEqual(self._get_stock(), 60)
        self.assertRecordValues(case, [{"state": "resolved", "cause_id": self.cause.id}])
        self.assertIn("-40", case.resolution)

    def test_case_opens_in_its_own_form_from_inside_the_session(self):
        line = self._create_line()
        self._count(line, 60, 60)
        form = "scm_assistant_inventory.scm_count_line_view_form"
        action = line.with_context(form_view_ref=form, default_session_id=1).action_view_exception()
        self.assertEqual(action["res_id"], line.exception_id.id)
        self.assertEqual(action["context"], {})

    def test_case_without_a_cause_stays_open(self):
        line = self._create_line()
        self._count(line, 60, 60)
        line.with_user(self.manager).action_approve()
        self.assertEqual(line.state, "done")
        self.assertEqual(line.exception_id.state, "reported")

    def test_counter_and_assistant_do_not_approve(self):
        line = self._create_line()
        self._count(line, 60, 60)
        for user in (self.counter, self.assistant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.with_user(user).action_approve()
        self.assertEqual(self._get_stock(), 100)

    def test_only_a_manager_cancels_what_waits_for_a_decision(self):
        line = self._create_line()
        self._count(line, 60, 60)
        for user in (self.counter, self.assistant):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "manager"):
                line.with_user(user).action_cancel()
        line.with_user(self.manager).action_cancel()
        self.assertRecordValues(line, [{"state": "cancelled", "approval_state": "cancelled"}])
        self.assertEqual(line.exception_id.state, "cancelled")
        self.assertIn("cancelled", line.exception_id.message_ids[:1].body)

    def test_recount_is_no_way_round_to_cancel_what_a_manager_decides(self):
        line = self._create_line()
        self._count(line, 60, 60)
        line.with_user(self.counter).action_recount()
        with self.assertRaisesRegex(UserError, "manager"):
            line.with_user(self.counter).action_cancel()
        self.assertEqual(line.exception_id.state, "reported")

    def test_counter_cancels_a_count_that_nobody_decides_on(self):
        line = self._create_line()
        line.with_user(self.counter).action_cancel()
        self.assertEqual(line.state, "cancelled")

    def test_manager_does_not_approve_the_own_count(self):
        self._add_manager("colleague")
        line = self._create_line()
        self._count(line, 60, 60, user=self.manager)
        with self.assertRaises(AccessError):
            line.with_user(self.manager).action_approve()

    def test_rejected_difference_is_counted_again_and_the_case_goes_when_it_agrees(self):
        line = self._create_line()
        self._count(line, 60, 60)
        line.with_user(self.manager)._reject("Look on the upper shelf")
        self.assertEqual(line.state, "recount")
        self._count(line, 100)
        self.assertEqual(line.state, "done")
        self.assertEqual(line.exception_id.state, "resolved")

    def test_rejected_difference_that_is_found_again_goes_back_to_the_manager(self):
        colleague = self._create_user("colleague", "stock.group_stock_user")
        for counter in (self.counter, colleague):
            with self.subTest(counter=counter.login):
                product = self._create_product(name="Still Different")
                self._receive(100, product=product)
                line = self._create_line(product_id=product.id)
                self._count(line, 60, 60)
                case = line.exception_id
                line.with_user(self.manager)._reject("Look on the upper shelf")
                self._count(line, 60, user=counter)
                self.assertRecordValues(line, [{"state": "review", "approval_state": "submitted"}])
                self.assertEqual(line.exception_id, case)
                self.assertRecordValues(
                    case, [{"occurrence_count": 2, "reporter_id": self.counter.id}]
                )

    def test_stock_that_was_not_in_the_books_is_a_miss(self):
        product = self._create_product(name="Found")
        line = self._create_line(product_id=product.id)
        self._count(line, 20, 20)
        self.assertEqual(line.state, "review")
        line.with_user(self.manager).action_approve()
        self.assertEqual(self._get_stock(product), 20)
        self.assertFalse(line.is_within)

    def test_zero_is_a_count_only_when_it_is_said(self):
        line = self._create_line()
        with self.assertRaises(UserError):
            line.with_user(self.counter).action_confirm()
        line.with_user(self.counter).is_counted = True
        line.with_user(self.counter).action_confirm()
        self.assertEqual(line.state, "recount")

    def test_empty_place_that_is_empty_is_done_without_a_move(self):
        product = self._create_product(name="Empty")
        line = self._create_line(product_id=product.id)
        line.with_user(self.counter).is_counted = True
        line.with_user(self.counter).action_confirm()
        self.assertRecordValues(line, [{"state": "done", "is_within": True}])
        self.assertFalse(line.move_ids)

    def test_negative_count_is_refused(self):
        line = self._create_line()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            line.counted_qty = -1
            line.flush_recordset()

    def test_absurd_count_waits_for_a_confirmation(self):
        line = self._create_line()
        self._count(line, 10001)
        self.assertEqual(line.state, "todo")
        self.assertTrue(line.problem)
        self.assertEqual(line.counted_qty, 10001, "what was entered is not lost")
        line.with_user(self.counter).is_confirmed = True
        line.with_user(self.counter).action_confirm()
        self.assertEqual(line.state, "recount")

    def test_archived_product_stops_only_its_own_line(self):
        session = self._create_session()
        other = self._create_product(name="Archived")
        self._receive(10, product=other)
        line, archived = self._create_line(session), self._create_line(session, product_id=other.id)
        line.counted_qty, archived.counted_qty = 100, 10
        other.active = False
        session.with_user(self.counter).action_confirm()
        self.assertEqual(line.state, "done")
        self.assertEqual(archived.state, "todo")
        self.assertIn("archived", archived.problem)

    def test_one_place_is_in_one_open_count(self):
        line = self._create_line()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._create_line()
        self.env.invalidate_all()
        self._count(line, 100)
        self.assertTrue(self._create_line())

    def test_owner_and_package_are_places_of_their_own(self):
        owner = self.env["res.partner"].create({"name": "Owner"})
        package = self.env["stock.package"].create({"name": "Box"})
        quants = self.env["stock.quant"]
        quants._update_available_quantity(self.product, self.stock, 7, owner_id=owner)
        quants._update_available_quantity(self.product, self.stock, 5, package_id=package)
        session = self._create_session()
        lines = (
            self._create_line(session)
            + self._create_line(session, owner_id=owner.id)
            + self._create_line(session, package_id=package.id)
        )
        for line, quantity in zip(lines, (100, 7, 4), strict=True):
            line.counted_qty = quantity
        self.assertEqual(lines.mapped("book_qty"), [100, 7, 5])
        self.assertEqual(lines.mapped("unit_cost"), [8, 0, 8], "another's goods cost nothing")
        lines[:2].with_user(self.counter).action_confirm()
        self._count(lines[2], 4, 4)
        lines[2].with_user(self.manager).action_approve()
        self.assertEqual(self._get_stock(), 111)
        self.assertEqual(package.quant_ids.quantity, 4)

    def test_duplicated_quants_of_a_place_are_counted_together(self):
        self.env["stock.quant"].create(
            {"product_id": self.product.id, "location_id": self.stock.id, "quantity": 2}
        )
        line = self._create_line()
        self._count(line, 101)
        self.assertRecordValues(line, [{"book_qty": 102, "state": "done"}])
        self.assertEqual(self._get_stock(), 101)

    def test_stock_that_moves_after_the_count_is_not_overwritten(self):
        line = self._create_line()
        line.with_user(self.counter).counted_qty = 98
        self._deliver(10)
        line.with_user(self.counter).action_confirm()
        self.assertEqual(line.state, "conflict")
        self.assertEqual(self._get_stock(), 90)
        line.with_user(self.counter).action_keep_difference()
        self.assertRecordValues(line, [{"state": "done", "book_qty": 90, "counted_qty": 88}])
        self.assertEqual(self._get_stock(), 88)

    def test_stock_that_moved_may_be_counted_again(self):
        line = self._create_line()
        line.with_user(self.counter).counted_qty = 98
        self._deliver(10)
        line.with_user(self.counter).action_confirm()
        line.with_user(self.counter).action_recount()
        self._count(line, 90)
        self.assertEqual(line.state, "done")

    def test_approval_of_what_moved_since_says_so_and_keeps_the_difference_on_demand(self):
        line = self._create_line()
        self._count(line, 60, 60)
        self._deliver(10)
        with self.assertRaises(UserError) as caught:
            line.with_user(self.manager).action_approve()
        self.assertIn("moved since", str(caught.exception))
        line.with_user(self.manager).action_keep_difference()
        self.assertRecordValues(line, [{"state": "review", "difference_qty": -40}])
        line.with_user(self.manager).action_approve()
        self.assertEqual(self._get_stock(), 50)

    def test_more_gone_than_counted_can_only_be_counted_again(self):
        line = self._create_line()
        line.with_user(self.counter).counted_qty = 5
        self._deliver(90)
        line.with_user(self.counter).action_confirm()
        self.assertEqual(line.state, "conflict")
        with self.assertRaises(UserError):
            line.with_user(self.counter).action_keep_difference()

    def test_count_on_the_native_screen_is_not_overwritten(self):
        line = self._create_line()
        quant = line._find_quants().with_context(inventory_mode=True).with_user(self.assistant)
        quant.write({"inventory_quantity": 90, "user_id": self.assistant.id})
        self._count(line, 99)
        self.assertEqual(line.state, "todo")
        self.assertIn(self.assistant.name, line.problem)

    def test_counter_does_not_choose_the_tolerance(self):
        lax = self.count_class.copy({"name": "Lax", "sequence": 99, "tolerance_rate": 0.9})
        line = self._create_line()
        line.with_user(self.counter).counted_qty = 60
        for values in ({"class_id": lax.id}, {"abc": "C"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                line.with_user(self.counter).write(values)
        self.assertEqual(line.class_id, self.count_class)

    def test_tolerance_is_that_of_the_place_whatever_the_session(self):
        other = self._create_warehouse()
        self.count_class.copy(
            {
                "name": "Lax",
                "sequence": -2,
                "warehouse_id": other.id,
                "tolerance_rate": 0.9,
                "tolerance_value": 9999,
            }
        )
        line = self._create_line(self._create_session(warehouse_id=other.id))
        self._count(line, 60)
        self.assertRecordValues(line, [{"state": "recount", "class_id": self.count_class.id}])

    def test_count_that_is_put_to_another_product_is_compared_with_its_books(self):
        dear = self._create_product(name="Dear", standard_price=800)
        self._receive(100, product=dear)
        line = self._create_line()
        line.with_user(self.counter).counted_qty = 97
        line.with_user(self.counter).product_id = dear
        self.assertRecordValues(line, [{"book_qty": 100, "unit_cost": 800}])
        line.with_user(self.counter).action_confirm()
        self.assertEqual(line.state, "recount")
        self.assertEqual(self._get_stock(dear), 100)

    def test_outcome_is_not_written_from_outside(self):
        line = self._create_line().with_user(self.assistant)
        for values in ({"state": "done"}, {"is_within": True}, {"book_qty": 3}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                line.write(values)
        with self.assertRaises(AccessError):
            line.copy({"state": "done"})
        self._count(line, 60, 60)
        with self.assertRaises(UserError):
            line.counted_qty = 99

    def test_cancelled_count_may_be_taken_up_again(self):
        line = self._create_line()
        line.with_user(self.assistant).action_cancel()
        self.assertEqual(line.session_id.line_count, 0)
        line.with_user(self.assistant).action_reset_to_draft()
        self._count(line, 100)
        self.assertEqual(line.state, "done")

    def test_what_was_counted_is_not_deleted(self):
        line = self._create_line()
        self._count(line, 100)
        with self.assertRaises(UserError):
            line.session_id.unlink()
        self._create_line().unlink()
