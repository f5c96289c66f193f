# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .common_purchase import FIRST, LATER, NOW, PurchaseCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestScmPurchasePromise(PurchaseCommon):
    def test_confirming_keeps_the_first_promise(self):
        order = self._create_order(confirm=False)
        self.assertFalse(order.order_line.scm_original_date)
        order.with_user(self.assistant).button_confirm()
        line = order.order_line
        self.assertRecordValues(line, [{"scm_original_date": FIRST, "scm_confirmed_date": FIRST}])
        self.assertRecordValues(
            line.scm_promise_ids,
            [{"version": 1, "source": "order", "quantity": 10, "user_id": self.assistant.id}],
        )

    def test_second_approval_keeps_the_promise_as_well(self):
        self.company.write({"po_double_validation": "two_step"})
        self.company.po_double_validation_amount = 1
        order = self._create_order(confirm=False)
        order.with_user(self.assistant).button_confirm()
        self.assertEqual(order.state, "to approve")
        self.assertFalse(order.order_line.scm_promise_ids)
        order.button_approve()
        self.assertEqual(order.order_line.scm_original_date, FIRST)

    def test_buyers_new_date_reaches_receipt_forecast_and_history(self):
        order = self._create_order()
        line = order.order_line
        line.with_user(self.assistant).date_planned = LATER
        self.assertEqual(line.move_ids.date, LATER)
        self.assertEqual(order.picking_ids.scheduled_date, LATER)
        self.assertEqual(self._get_forecast(FIRST), 0)
        self.assertEqual(self._get_forecast(LATER), 10)
        self.assertRecordValues(
            line.scm_promise_ids.sorted("version"),
            [
                {"version": 1, "source": "order", "date": FIRST},
                {"version": 2, "source": "buyer", "date": LATER},
            ],
        )
        self.assertRecordValues(line, [{"scm_original_date": FIRST, "scm_confirmed_date": LATER}])

    def test_same_date_again_is_no_new_version(self):
        line = self._create_order().order_line
        line.date_planned = FIRST
        self.assertEqual(len(line.scm_promise_ids), 1)

    def test_change_keeps_price_text_and_makes_no_return(self):
        order = self._create_order()
        line = order.order_line
        line.name = "As agreed by phone"
        line._scm_apply_change(date=LATER)
        line._scm_apply_change(quantity=6)
        self.assertRecordValues(
            line,
            [
                {
                    "product_qty": 6,
                    "price_unit": 8.0,
                    "name": "As agreed by phone",
                    "date_planned": LATER,
                }
            ],
        )
        self.assertRecordValues(line.move_ids, [{"product_uom_qty": 6, "date": LATER}])
        self.assertNoReturn(order)
        self.assertEqual(self._get_forecast(LATER), 6)

    def test_received_part_stays_where_it_was(self):
        order = self._create_order()
        self._receive(order, 4)
        line = order.order_line
        line._scm_apply_change(date=LATER)
        done = line.move_ids.filtered(lambda move: move.state == "done")
        self.assertEqual(done.date, NOW)
        self.assertEqual((line.move_ids - done).date, LATER)
        self.assertEqual(self._get_forecast(FIRST), 4)
        self.assertEqual(self._get_forecast(LATER), 10)

    def test_supplier_says_two_parts_and_the_last_date_counts_until_the_buyer_moves_it(self):
        line = self._create_order().order_line
        line._scm_record_promise("supplier", "machine broken", [(FIRST, 6), (LATER, 4)])
        self.assertEqual(line.scm_confirmed_date, LATER)
        line._scm_record_promise("supplier", parts=[(FIRST, 10)])
        self.assertEqual(line.scm_confirmed_date, FIRST)
        line.date_planned = LATER
        self.assertRecordValues(line, [{"scm_confirmed_date": LATER, "scm_is_confirmed": False}])

    def test_nobody_writes_the_promised_dates(self):
        line = self._create_order().order_line
        for name, value in (
            ("scm_original_date", LATER),
            ("scm_confirmed_date", LATER),
            ("scm_is_confirmed", True),
        ):
            for user in (self.assistant, self.manager):
                with self.subTest(field=name), self.assertRaises(AccessError):
                    line.with_user(user).with_context(scm_promise_step=True).write({name: value})

    def test_confirmed_lines_change_by_request_alone_where_the_company_says_so(self):
        order, draft = self._create_order(), self._create_order(confirm=False)
        line = order.order_line.with_user(self.assistant)
        line.price_unit = 7
        self.company.scm_changes_by_request = True
        for values in (
            {"product_qty": 12},
            {"price_unit": 5},
            {"date_planned": LATER},
            {"product_id": self._create_product("Bolt").id},
        ):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "Request a Change"):
                line.write(values)
        line.write({"price_unit": 7, "date_planned": "2026-03-16 04:00:00", "name": "As agreed"})
        draft.order_line.with_user(self.assistant).product_qty = 12
        line.with_user(self.manager).product_qty = 12
        self.assertRecordValues(line, [{"product_qty": 12, "price_unit": 7, "name": "As agreed"}])

    def test_line_added_later_has_its_own_promise(self):
        order = self._create_order()
        order.write(
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_qty": 3,
                            "date_planned": LATER,
                        }
                    )
                ]
            }
        )
        self.assertEqual(order.order_line[1].scm_original_date, LATER)

    def _forget(self, line, *names):
        """Make the line one that was confirmed before the addon was installed."""
        # sudo: nobody takes history away.
        line.sudo().scm_promise_ids.unlink()
        self.env.flush_all()
        for name in names:
            self.env.cr.execute(SQL("UPDATE %s SET %s = NULL", SQL(line._table), SQL(name)))
        self.env.invalidate_all()

    def test_installation_takes_the_expected_date_of_confirmed_lines(self):
        line = self._create_order().order_line
        draft = self._create_order(confirm=False).order_line
        self._forget(line, "scm_original_date", "scm_confirmed_date")
        self.env.cr.execute(line._query_first_dates())
        self.assertRecordValues(line, [{"scm_original_date": FIRST, "scm_confirmed_date": FIRST}])
        self.assertFalse(draft.scm_original_date)

    def test_line_from_before_keeps_what_it_promised_when_it_changes(self):
        for change in (
            lambda line: line.with_user(self.assistant).write({"date_planned": LATER}),
            lambda line: line._scm_apply_change(date=LATER) or line._scm_record_promise("buyer"),
        ):
            order = self._create_order()
            line = order.order_line
            self._forget(line, "scm_original_date")
            with freeze_time(NOW + timedelta(days=1)):
                change(line)
            self.assertEqual(line.scm_original_date, FIRST)
            self.assertRecordValues(
                line.scm_promise_ids.sorted("version"),
                [
                    {"version": 1, "source": "order", "date": FIRST, "said_at": NOW},
                    {
                        "version": 2,
                        "source": "buyer",
                        "date": LATER,
                        "said_at": NOW + timedelta(days=1),
                    },
                ],
            )

    def test_copy_starts_without_promises(self):
        copied = self._create_order().copy().order_line
        self.assertFalse(copied.scm_original_date)
        self.assertFalse(copied.scm_promise_ids)

    def test_confirmed_anew_is_a_new_agreement_unless_part_arrived(self):
        order = self._create_order()
        order.button_cancel()
        order.button_draft()
        order.order_line.date_planned = LATER
        order.button_confirm()
        self.assertEqual(order.order_line.scm_original_date, LATER)
        self._receive(order, 4)
        order.button_cancel()
        order.button_draft()
        order.order_line.date_planned = LATER + timedelta(days=9)
        order.button_confirm()
        self.assertEqual(order.order_line.scm_original_date, LATER)

    def test_nobody_edits_the_history_and_other_companies_do_not_see_it(self):
        promise = self._create_order().order_line.scm_promise_ids
        for user in (self.assistant, self.manager):
            with self.assertRaises(AccessError):
                promise.with_user(user).date = LATER
            with self.assertRaises(AccessError):
                promise.with_user(user).unlink()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", "purchase.group_purchase_user", other)
        found = self.env["scm.purchase.promise"].with_user(stranger)
        self.assertFalse(found.with_context(allowed_company_ids=other.ids).search([]))

    def test_every_field_of_a_line_can_be_read_outside_an_evaluation(self):
        line = self._create_order().order_line
        self.assertFalse(line.read()[0]["scm_verdict"])
