# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import freeze_time, tagged

from .common_evaluation import EvaluationCommon, noon

YES, NO = (1, 1), (0, 1)


@tagged("post_install", "-at_install")
class TestScmSupplierFigures(EvaluationCommon):
    """One case a rule, counted by hand; (1, 1) is one of one line."""

    def test_received_on_the_day_is_on_time_and_in_full(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._assert_figures(on_time_original=YES, on_time_confirmed=YES, in_full=YES, otif=YES)

    def test_day_ends_at_midnight_of_the_company(self):
        # 15:59 UTC is 23:59 in Taipei; 16:00 UTC is the next day.
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10).replace(hour=15, minute=59))
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10).replace(hour=16))
        self._assert_figures(on_time_original=(1, 2))

    def test_late_line_is_in_full_but_not_on_time(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 11))
        self._assert_figures(on_time_original=NO, in_full=YES, otif=NO)

    def test_late_days_of_the_template_are_forgiven(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 12))
        self.template.late_days = 2
        self._assert_figures(on_time_original=YES)

    def test_too_early_is_not_on_time(self):
        self._receive(self._order(noon(6, 20)), 10, noon(6, 15))
        self._receive(self._order(noon(6, 20)), 10, noon(6, 14))
        self._assert_figures(on_time_original=(1, 2), in_full=(2, 2))

    def test_partial_receipts_add_up_by_the_promise(self):
        line = self._order(noon(6, 10))
        self._receive(line, 6, noon(6, 8))
        self._receive(line, 4, noon(6, 10))
        self._assert_figures(on_time_original=YES, in_full=YES)

    def test_rest_that_is_late_makes_the_line_late(self):
        line = self._order(noon(6, 10))
        self._receive(line, 6, noon(6, 10))
        self._receive(line, 4, noon(6, 12))
        self._assert_figures(on_time_original=NO, in_full=YES, otif=NO)

    def test_cancelled_rest_stays_missing(self):
        line = self._order(noon(6, 10))
        self._receive(line, 6, noon(6, 10), is_last=True)
        self.assertEqual(line.order_id.receipt_status, "full", "Odoo calls it received")
        self._assert_figures(on_time_original=NO, in_full=NO)

    def test_under_delivery_within_tolerance_is_complete(self):
        self._receive(self._order(noon(6, 10), qty=100), 98, noon(6, 10), is_last=True)
        self._assert_figures(in_full=NO)
        self.template.under_percent = 2
        self._assert_figures(in_full=YES, on_time_original=YES)

    def test_order_that_we_cancelled_is_left_out(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._order(noon(6, 10)).order_id.button_cancel()
        self._assert_figures(on_time_original=YES)

    def test_cancelled_order_counts_what_arrived_before(self):
        line = self._order(noon(6, 10))
        self._receive(line, 6, noon(6, 10))
        line.order_id.button_cancel()
        self._assert_figures(on_time_original=YES, in_full=YES)

    def test_draft_order_is_no_promise(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        line = self._order(noon(6, 10))
        line.order_id.button_cancel()
        line.order_id.button_draft()
        self._assert_figures(on_time_original=YES)

    # Where Odoo's own figures are wrong

    def test_line_never_received_counts(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._order(noon(6, 10))
        self._assert_figures(on_time_original=(1, 2), in_full=(1, 2))
        self.vendor.invalidate_recordset()
        self.assertNotEqual(self.vendor.on_time_rate, 50, "Odoo leaves it out")

    def test_full_return_is_no_delivery(self):
        picking = self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._send_back(picking, 10, noon(6, 12))
        self._assert_figures(
            on_time_original=NO, in_full=NO, rejected_ppm=(10, 10), returned_lines=YES
        )

    def test_new_date_does_not_make_a_late_line_punctual(self):
        line = self._order(noon(6, 10))
        line.date_planned = noon(6, 25)
        self._receive(line, 10, noon(6, 25))
        self._assert_figures(on_time_original=NO, on_time_confirmed=YES)

    def test_over_delivery_is_at_most_on_time_and_not_in_full(self):
        self._receive(self._order(noon(6, 10)), 20, noon(6, 10))
        self._assert_figures(on_time_original=YES, in_full=NO, otif=NO)

    def test_over_delivery_within_tolerance_is_in_full(self):
        self._receive(self._order(noon(6, 10), qty=100), 105, noon(6, 10))
        self._assert_figures(in_full=YES)

    # Returns

    def test_return_is_taken_off_the_receipt_it_came_with(self):
        line = self._order(noon(6, 10))
        self._receive(line, 6, noon(6, 10))
        late = self._receive(line, 5, noon(6, 20))
        self._send_back(late, 1, noon(6, 21))
        self._assert_figures(on_time_original=NO, in_full=YES, rejected_ppm=(1, 11))

    def test_replacement_fills_the_line_on_its_own_day(self):
        line = self._order(noon(6, 10))
        picking = self._receive(line, 10, noon(6, 9))
        self._send_back(picking, 4, noon(6, 11), is_exchanged=True)
        self._receive(line, 4, noon(6, 20))
        self._assert_figures(on_time_original=NO, in_full=YES, rejected_ppm=(4, 14))

    def _reject(self, picking, qty, moment):
        with freeze_time(moment):
            self.env["scm.supply.rejection"].create(
                {
                    "picking_id": picking.id,
                    "move_id": picking.move_ids.id,
                    "quantity": qty,
                    "reason": "damaged",
                }
            )

    def test_rejected_and_kept_counts_as_rejected(self):
        line = self._order(noon(6, 10))
        self._reject(self._receive(line, 10, noon(6, 10)), 3, noon(6, 10))
        self._assert_figures(rejected_ppm=(3, 10), returned_lines=NO, in_full=YES)
        self.assertEqual(self._measure("rejected_ppm").miss_ids, line.ids)

    def test_rejected_and_sent_back_counts_once(self):
        picking = self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._reject(picking, 3, noon(6, 10))
        self._send_back(picking, 2, noon(6, 12))
        self._assert_figures(rejected_ppm=(3, 10), returned_lines=YES)
        self._send_back(picking, 3, noon(6, 13))
        # 2 + 3 went back: more than the 3 that were rejected.
        self._assert_figures(rejected_ppm=(5, 10))

    def test_rejections_of_several_receipts_add_up(self):
        line = self._order(noon(6, 10))
        self._reject(self._receive(line, 6, noon(6, 8)), 2, noon(6, 8))
        second = self._receive(line, 4, noon(6, 10))
        self._send_back(second, 1, noon(6, 11))
        self._assert_figures(rejected_ppm=(3, 10))

    def test_rejection_after_the_cut_off_is_of_another_version(self):
        picking = self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._reject(picking, 3, noon(7, 6))
        self._assert_figures(rejected_ppm=(0, 10))

    def test_rejection_in_dozens_is_counted_in_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self._order(noon(6, 10), qty=2, product_uom_id=dozen.id)
        picking = self._receive(line, line.move_ids.product_uom_qty, noon(6, 10))
        self._reject(picking, picking.move_ids.quantity / 4, noon(6, 10))
        self._assert_figures(rejected_ppm=(6, 24))

    def test_return_after_the_cut_off_is_of_another_version(self):
        picking = self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._send_back(picking, 10, noon(7, 6))
        self._assert_figures(on_time_original=YES, rejected_ppm=(0, 10))
        later = self._measure("on_time_original", cutoff=date(2026, 7, 6))
        self.assertEqual(later.value, 0)

    # Periods

    def test_line_belongs_to_the_period_of_its_promise(self):
        self._receive(self._order(noon(6, 30)), 10, noon(7, 2))
        self._receive(self._order(noon(5, 31)), 10, noon(6, 2))
        self._receive(self._order(noon(7, 1)), 10, noon(6, 30))
        self._assert_figures(on_time_original=NO, in_full=YES)

    def test_line_not_yet_due_is_not_judged(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._order(noon(6, 20))
        early = self._measure("on_time_original", cutoff=date(2026, 6, 19))
        self.assertEqual((early.numerator, early.denominator), (1, 1))
        due = self._measure("on_time_original", cutoff=date(2026, 6, 20))
        self.assertEqual((due.numerator, due.denominator), (1, 2))

    def test_promise_that_was_moved_on_counts_when_it_is_due_again(self):
        line = self._order(noon(6, 10))
        line.date_planned = noon(7, 10)
        self._receive(line, 10, noon(7, 10))
        self._assert_figures(on_time_original=NO, on_time_confirmed=(None, None))

    # Units, ways, kinds

    def test_dozens_are_compared_with_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self._order(noon(6, 10), qty=2, product_uom_id=dozen.id)
        self._receive(line, line.move_ids.product_uom_qty, noon(6, 10))
        picking = line.move_ids.picking_id
        self._assert_figures(on_time_original=YES, in_full=YES, rejected_ppm=(0, 24))
        self._send_back(picking, picking.move_ids.quantity / 4, noon(6, 12))
        self._assert_figures(in_full=NO, rejected_ppm=(6, 24))

    def test_first_of_two_steps_is_the_arrival(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        warehouse.reception_steps = "two_steps"
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        self._assert_figures(on_time_original=YES, in_full=YES)

    def test_services_are_not_received(self):
        service = self.env["product.product"].create({"name": "Advice", "type": "service"})
        self._order(noon(6, 10), product_id=service.id)
        figures, _lines = self.figures._get_figures(self.scope)
        self.assertNotIn(self.vendor.id, figures)

    def test_contact_counts_for_its_company(self):
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.vendor.id})
        self._receive(self._order(noon(6, 10), partner_id=contact.id), 10, noon(6, 10))
        self._assert_figures(on_time_original=YES)

    def test_other_company_is_not_counted(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 10))
        other = self.env["res.company"].create({"name": "Other"})
        figures, _lines = self.figures._get_figures(self.scope._replace(company=other))
        self.assertFalse(figures)

    # Lead time and prices

    def test_lead_time_is_weighted_by_quantity_and_spread_over_lines(self):
        line = self._order(noon(6, 10))
        self._receive(line, 4, noon(5, 30))
        self._receive(line, 6, noon(6, 9))
        # (4 x 10 days + 6 x 20 days) / 10 = 16 days; the other takes 20.
        self._receive(self._order(noon(6, 10)), 10, noon(6, 9))
        self.assertEqual(self._measure("lead_time_mean").value, 18)
        self.assertAlmostEqual(self._measure("lead_time_spread").value, 2.828, places=3)

    def test_one_line_has_no_spread(self):
        self._receive(self._order(noon(6, 10)), 10, noon(6, 9))
        self.assertIsNone(self._measure("lead_time_spread").value)

    def test_price_is_compared_with_what_was_paid_before(self):
        self._order(noon(4, 10), qty=10, price_unit=10, ordered=noon(3, 1))
        self._order(noon(5, 10), qty=30, price_unit=12, ordered=noon(4, 1))
        self._order(noon(6, 10), qty=20, price_unit=13.8)
        # Before: (10 x 10 + 30 x 12) / 40 = 11.5; now 13.8: 20 % more.
        price = self._measure("price_variance")
        self.assertAlmostEqual(price.value, 20)
        self.assertAlmostEqual(price.denominator, 230)

    def test_product_bought_the_first_time_has_no_price_to_compare(self):
        self._order(noon(6, 10))
        self.assertIsNone(self._measure("price_variance").value)

    def test_price_in_another_currency_is_converted_by_the_rate_of_the_order(self):
        foreign = self.env["res.currency"].create({"name": "XTS", "symbol": "x", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "company_id": self.company.id,
                "name": date(2026, 1, 1),
                "rate": 0.5,
            }
        )
        self._order(noon(5, 10), qty=10, price_unit=10, ordered=noon(4, 1))
        self._order(noon(6, 10), qty=10, price_unit=6, currency_id=foreign.id)
        # 6 in that currency are 12 of ours.
        self.assertAlmostEqual(self._measure("price_variance").value, 20)

    def test_price_of_a_dozen_is_compared_by_the_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._order(noon(5, 10), qty=12, price_unit=10, ordered=noon(4, 1))
        self._order(noon(6, 10), qty=1, price_unit=120, product_uom_id=dozen.id)
        self.assertAlmostEqual(self._measure("price_variance").value, 0)

    # Answers, papers, trouble

    def test_contacts_answered(self):
        self._order(noon(6, 10))
        for outcome, day in (("reached", 3), ("no_answer", 4), ("reached", 5), ("refused", 6)):
            self.env["scm.contact.log"].create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "outcome": outcome,
                    "contacted_at": noon(6, day),
                    "summary": "Talked",
                }
            )
        self._assert_figures(contacts=(2, 4))

    def test_confirmations_answered_by_the_cut_off(self):
        self._order(noon(6, 10))
        requests = self.env["scm.supply.request"].create(
            [{"company_id": self.company.id, "partner_id": self.vendor.id} for _number in range(4)]
        )
        for request, sent, due, answered in zip(
            requests,
            (noon(6, 1), noon(6, 2), noon(6, 30), noon(7, 1)),
            (date(2026, 6, 4), date(2026, 6, 5), date(2026, 7, 6), date(2026, 7, 4)),
            (noon(6, 3), False, False, noon(7, 2)),
            strict=True,
        ):
            # Answered, not answered, not yet due, asked in July.
            request._write_own(
                {
                    "state": "answered" if answered else "sent",
                    "sent_at": sent,
                    "due_date": due,
                    "answered_at": answered,
                }
            )
        self._assert_figures(confirmations=(1, 2))
        # From 1 to 3 June; the one of July is not of this period.
        time = self._measure("response_hours")
        self.assertEqual((time.value, time.denominator), (48, 1))

    def test_response_time_is_the_median_of_the_answers(self):
        self._order(noon(6, 10))
        for answered in (noon(6, 2), noon(6, 3), noon(6, 9)):
            request = self.env["scm.supply.request"].create(
                {"company_id": self.company.id, "partner_id": self.vendor.id}
            )
            request._write_own(
                {"state": "answered", "sent_at": noon(6, 1), "answered_at": answered}
            )
        self.assertEqual(self._measure("response_hours").value, 48)

    def test_nothing_asked_is_no_data(self):
        self._order(noon(6, 10))
        for metric in ("contacts", "confirmations", "response_hours", "rejected_ppm"):
            self.assertIsNone(self._measure(metric).value, metric)

    def test_open_cases_are_those_of_the_cut_off(self):
        self._order(noon(6, 10))
        category = self.env["scm.exception.category"].create({"name": "Own", "code": "own"})
        values = {
            "category_id": category.id,
            "partner_id": self.vendor.id,
            "company_id": self.company.id,
        }
        case = self.env["scm.exception"]._create_own(
            {**values, "name": "Late", "reported_at": noon(6, 3)}
        )
        self.env["scm.exception"]._create_own({**values, "name": "New", "reported_at": noon(7, 6)})
        figure = self._measure("open_cases")
        self.assertEqual((figure.value, figure.miss_ids), (1, case.ids))

    def test_supplier_without_lines_is_not_evaluated(self):
        figures, _lines = self.figures._get_figures(self.scope)
        self.assertEqual(figures, {})

    def test_statements_do_not_grow_with_suppliers(self):
        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.evaluator._evaluate(self.company, self.template, *self.scope[2:4])
            return self.env.cr.sql_log_count - before

        self._order(noon(6, 10))
        count()
        few = count()
        for number in range(5):
            vendor = self._create_vendor(f"Vendor {number}")
            self._order(noon(6, 10), partner_id=vendor.id)
        count()
        self.assertEqual(count(), few)
