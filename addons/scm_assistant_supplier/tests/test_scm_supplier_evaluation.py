# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from io import BytesIO

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from openpyxl import load_workbook

from .common_evaluation import CUTOFF, JUNE, EvaluationCommon, noon


@tagged("post_install", "-at_install")
class TestScmSupplierEvaluation(EvaluationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good = cls._create_vendor("Good Vendor")
        for _number in range(3):
            cls._receive(cls._order(noon(6, 10), partner_id=cls.good.id), 10, noon(6, 10))
        # One on time, one late, one never.
        cls._receive(cls._order(noon(6, 10)), 10, noon(6, 10))
        cls._receive(cls._order(noon(6, 10)), 10, noon(6, 15))
        cls._order(noon(6, 10))

    def _evaluate(self, user=None):
        evaluator = self.evaluator.with_user(user or self.assistant)
        return evaluator._evaluate(self.company, self.template, *JUNE)

    def _evaluate_vendor(self, user=None):
        return self._evaluate(user).filtered(lambda one: one.partner_id == self.vendor)

    def _confirm(self, evaluation):
        evaluation.with_user(self.assistant).action_submit()
        evaluation.with_user(self.manager).action_approve()

    def _get_line(self, evaluation, metric):
        return evaluation.metric_ids.filtered(lambda line: line.metric == metric)

    def _add_question(self, weight=25):
        return self.env["scm.supplier.scorecard.criterion"].create(
            {
                "template_id": self.template.id,
                "sequence": 9,
                "metric": "manual",
                "name": "Cooperation",
                "weight": weight,
            }
        )

    def test_score_is_the_hand_counted_one(self):
        evaluation = self._evaluate_vendor()
        # On time 1 of 3 = 33.3 %: 0 points. In full 2 of 3 = 66.7 %: 0 points.
        # No price before: its weight goes to the others.
        self.assertRecordValues(
            evaluation, [{"score": 0.0, "grade": "D", "due_line_count": 3, "cutoff_date": CUTOFF}]
        )
        self.assertAlmostEqual(evaluation.on_time_rate, 100 / 3)
        line = self._get_line(evaluation, "on_time_original")
        self.assertEqual((line.value_text, line.basis_text), ("33.3 %", "1 of 3"))

    def test_ranking_puts_the_best_first(self):
        self._evaluate()
        ranking = self.env["scm.supplier.evaluation"].search([("company_id", "=", self.company.id)])
        self.assertEqual(ranking.mapped("partner_id.name"), ["Good Vendor", "Own Vendor"])
        self.assertEqual(ranking.mapped("grade"), ["A", "D"])

    def test_no_data_is_neither_good_nor_bad(self):
        line = self._get_line(self._evaluate_vendor(), "price_variance")
        self.assertEqual((line.value_text, line.basis_text, line.points_text), ("No data", "", ""))
        self.env.cr.execute(
            "SELECT value, points FROM scm_supplier_evaluation_line WHERE id = %s", [line.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (None, None))

    def test_average_leaves_out_what_has_no_data(self):
        self._receive(
            self._order(noon(6, 10), partner_id=self._create_vendor("Small").id), 10, noon(6, 10)
        )
        self._evaluate()
        lines = self.env["scm.supplier.evaluation.line"]._read_group(
            [("company_id", "=", self.company.id), ("metric", "=", "on_time_original")],
            [],
            ["value:avg"],
        )
        self.assertAlmostEqual(lines[0][0], (100 / 3 + 100 + 100) / 3)
        prices = self.env["scm.supplier.evaluation.line"]._read_group(
            [("company_id", "=", self.company.id), ("metric", "=", "price_variance")],
            [],
            ["value:avg"],
        )
        self.assertFalse(prices[0][0])

    def test_too_few_lines_give_a_score_without_grade(self):
        self.template.min_line_count = 4
        evaluation = self._evaluate_vendor()
        self.assertTrue(evaluation.has_score)
        self.assertFalse(evaluation.grade)

    def test_run_again_measures_drafts_anew_and_makes_no_second(self):
        first = self._evaluate()
        self._order(noon(6, 12))
        again = self._evaluate()
        self.assertEqual(first, again)
        self.assertEqual(
            again.filtered(lambda one: one.partner_id == self.vendor).due_line_count, 4
        )

    def test_run_again_forgets_what_was_cancelled(self):
        evaluation = self._evaluate().filtered(lambda one: one.partner_id == self.good)
        self.env["purchase.order"].search([("partner_id", "=", self.good.id)]).write(
            {"date_approve": False}
        )
        self._evaluate()
        self.assertRecordValues(evaluation, [{"has_score": False, "grade": False}])
        with self.assertRaises(UserError):
            evaluation.action_submit()

    def test_run_again_leaves_the_submitted_alone(self):
        evaluation = self._evaluate_vendor()
        evaluation.with_user(self.assistant).action_submit()
        self._order(noon(6, 12))
        self.assertNotIn(evaluation, self._evaluate())
        self.assertEqual(evaluation.due_line_count, 3)

    def test_figure_opens_its_lines_and_its_misses(self):
        line = self._get_line(self._evaluate_vendor(), "on_time_original")
        action = line.with_user(self.assistant).action_view_records()
        lines = self.env["purchase.order.line"].search(action["domain"])
        self.assertEqual(len(lines), 3)
        judged = lines.with_user(self.assistant).with_context(**action["context"])
        self.assertEqual(sorted(judged.mapped("scm_verdict")), ["good", "late", "nothing"])
        misses = self.env["purchase.order.line"].search(line.action_view_misses()["domain"])
        self.assertEqual(len(misses), 2)

    def test_verdicts_of_a_list_take_one_statement(self):
        evaluation = self._evaluate_vendor()
        lines = self.env["purchase.order.line"].browse(evaluation.line_ids)
        lines = lines.with_context(scm_evaluation_id=evaluation.id)
        evaluation.mapped("template_id.name")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        lines.mapped("scm_verdict")
        self.assertLess(self.env.cr.sql_log_count - before, 10)

    def test_workbook_has_the_figures_and_the_lines(self):
        evaluation = self._evaluate_vendor().with_user(self.assistant)
        url = evaluation.action_download_xlsx()["url"]
        attachment = self.env["ir.attachment"].browse(int(url.split("/")[3].split("?")[0]))
        book = load_workbook(BytesIO(attachment.raw))
        self.assertEqual(book.sheetnames, ["Summary", "Figures", "Lines Due"])
        figures = {row[0]: row[1:3] for row in book["Figures"].iter_rows(values_only=True)}
        self.assertEqual(figures["On Time by Original Promise"], ("33.3 %", "1 of 3"))
        self.assertEqual(figures["Price Variance"][0], "No data")
        verdicts = [row[6] for row in book["Lines Due"].iter_rows(values_only=True)]
        for verdict in ("On Time in Full", "Late", "Nothing Arrived"):
            self.assertEqual(verdicts.count(verdict), 1)

    # Judgements

    def test_judgement_counts_by_its_weight(self):
        self._add_question(weight=75)
        evaluation = self._evaluate_vendor()
        question = self._get_line(evaluation, "manual")
        self.assertEqual(question.value_text, "No data")
        question.with_user(self.assistant).write({"value": 80, "evidence": "Came at once."})
        # 75 of 150 weights with 80 points, the rest with none.
        self.assertAlmostEqual(evaluation.score, 40)
        self.assertEqual(question.value_text, "80 points")

    def test_judgement_of_nothing_is_a_judgement(self):
        self._add_question()
        question = self._get_line(self._evaluate_vendor(), "manual")
        question.value = 0
        self.assertEqual(question.value_text, "0 points")

    def test_judgement_survives_measuring_again(self):
        self._add_question(weight=75)
        evaluation = self._evaluate_vendor()
        self._get_line(evaluation, "manual").write({"value": 80, "evidence": "Came at once."})
        evaluation.with_user(self.assistant).action_measure()
        question = self._get_line(evaluation, "manual")
        self.assertRecordValues(question, [{"value": 80, "evidence": "Came at once."}])
        self.assertAlmostEqual(evaluation.score, 40)

    def test_judgement_has_limits(self):
        self._add_question()
        question = self._get_line(self._evaluate_vendor(), "manual")
        with self.assertRaises(ValidationError):
            question.value = 101

    def test_measured_figures_are_nobodys_to_write(self):
        evaluation = self._evaluate_vendor().with_user(self.manager)
        for document, values in (
            (self._get_line(evaluation, "in_full"), {"value": 100}),
            (self._get_line(evaluation, "in_full"), {"points": 100}),
            (evaluation, {"grade": "A"}),
            (evaluation, {"score": 100}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                document.write(values)
        with self.assertRaises(UserError):
            evaluation.create(
                {
                    "partner_id": self.good.id,
                    "company_id": self.company.id,
                    "template_id": self.template.id,
                    "date_from": date(2026, 5, 1),
                    "date_to": date(2026, 5, 31),
                    "grade": "A",
                }
            )

    # Confirmation and corrections

    def test_confirmed_evaluation_is_frozen(self):
        self._add_question()
        evaluation = self._evaluate_vendor()
        self._confirm(evaluation)
        self.assertEqual(evaluation.approval_state, "applied")
        own = evaluation.with_user(self.manager)
        with self.assertRaises(UserError):
            own.note = "Changed"
        with self.assertRaises(UserError):
            self._get_line(own, "manual").value = 100
        with self.assertRaises(UserError):
            own.action_measure()
        with self.assertRaises(UserError):
            own.unlink()
        with self.assertRaises(UserError):
            own.metric_ids.unlink()

    def test_assistant_does_not_confirm(self):
        evaluation = self._evaluate_vendor().with_user(self.assistant)
        evaluation.action_submit()
        with self.assertRaises(AccessError):
            evaluation.action_approve()

    def test_correction_is_a_new_version_with_later_data(self):
        self._add_question()
        evaluation = self._evaluate_vendor()
        self._get_line(evaluation, "manual").value = 80
        self._confirm(evaluation)
        returned = self.env["purchase.order.line"].search(
            [("partner_id", "=", self.vendor.id), ("qty_received", "=", 10)], limit=1
        )
        self._send_back(returned.move_ids.picking_id, 10, noon(7, 8))
        correction = evaluation.with_user(self.assistant)._create_correction()
        self.assertRecordValues(
            correction,
            [
                {
                    "version": 2,
                    "previous_id": evaluation.id,
                    "approval_state": "draft",
                    "is_current": True,
                }
            ],
        )
        self.assertLess(correction.in_full_rate, evaluation.in_full_rate)
        self.assertEqual(self._get_line(correction, "manual").value, 80)
        self.assertFalse(evaluation.is_current)
        self.assertEqual(evaluation.with_user(self.assistant)._create_correction(), correction)
        with self.assertRaises(UserError):
            correction.with_user(self.assistant).action_submit()
        correction.correction_reason = "Sent back later"
        self._confirm(correction)
        self.assertEqual(correction.approval_state, "applied")

    def test_open_contest_holds_the_submission(self):
        evaluation = self._evaluate_vendor()
        line = self._get_line(evaluation, "on_time_original")
        remark = evaluation.sudo()._receive_remark(line, "contest", "You moved the date.", "Wu")
        with self.assertRaises(UserError):
            evaluation.with_user(self.assistant).action_submit()
        own = remark.with_user(self.assistant)
        with self.assertRaises(UserError):
            own.action_answer()
        own.answer = "Agreed, corrected."
        own.action_answer()
        evaluation.with_user(self.assistant).action_submit()
        self.assertEqual(evaluation.approval_state, "submitted")

    def test_said_twice_is_kept_once(self):
        evaluation = self._evaluate_vendor().sudo()
        line = self._get_line(evaluation, "on_time_original")
        first = evaluation._receive_remark(line, "contest", "No.", "Wu")
        self.assertEqual(evaluation._receive_remark(line, "contest", " No. ", "Wu"), first)
        self.assertEqual(len(evaluation.remark_ids), 1)

    def test_what_the_supplier_said_is_not_changed(self):
        evaluation = self._evaluate_vendor().sudo()
        remark = evaluation._receive_remark(evaluation.metric_ids.browse(), "comment", "Hm", "Wu")
        with self.assertRaises(UserError):
            remark.with_user(self.manager).text = "All is well"

    def test_period_that_runs_can_be_measured_but_not_submitted(self):
        july = self.evaluator._evaluate(
            self.company, self.template, date(2026, 7, 1), date(2026, 7, 31)
        )
        self.assertFalse(july)
        self._receive(self._order(noon(7, 10), ordered=noon(7, 1)), 10, noon(7, 10))
        july = self.evaluator._evaluate(
            self.company, self.template, date(2026, 7, 1), date(2026, 7, 31)
        )
        self.assertEqual(july.on_time_rate, 100)
        with self.assertRaises(UserError):
            july.action_submit()

    def test_period_without_sense_is_refused(self):
        for period in ((JUNE[1], JUNE[0]), (date(2026, 8, 1), date(2026, 8, 31))):
            with self.subTest(period=period), self.assertRaises(UserError):
                self.evaluator._evaluate(self.company, self.template, *period)

    def test_assistant_of_another_company_sees_nothing(self):
        evaluation = self._evaluate_vendor()
        other = self.env["res.company"].create({"name": "Other"})
        self.assistant.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        found = self.env["scm.supplier.evaluation"].with_user(self.assistant)
        found = found.with_context(allowed_company_ids=other.ids)
        self.assertNotIn(evaluation, found.search([]))

    # Runs

    def test_wizard_proposes_last_month_and_shows_the_ranking(self):
        run = self.env["scm.supplier.evaluation.run"].with_user(self.assistant)
        run = run.create({"company_id": self.company.id, "template_id": self.template.id})
        self.assertEqual((run.date_from, run.date_to), JUNE)
        found = self.env["scm.supplier.evaluation"].search(run.action_run()["domain"])
        self.assertEqual(found.partner_id, self.vendor | self.good)

    def test_wizard_says_when_nothing_was_due(self):
        run = self.env["scm.supplier.evaluation.run"].create(
            {
                "company_id": self.company.id,
                "template_id": self.template.id,
                "period": "custom",
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 1, 31),
            }
        )
        with self.assertRaises(UserError):
            run.action_run()

    def test_month_is_evaluated_once_its_late_data_is_in(self):
        self.template.is_monthly = True
        with freeze_time(noon(7, 5)):
            self.assertFalse(self.evaluator._evaluate_past_month(self.company))
        with freeze_time(noon(7, 6)):
            self.assertEqual(len(self.evaluator._evaluate_past_month(self.company)), 2)
            self.assertFalse(self.evaluator._evaluate_past_month(self.company))

    # Grades and lead times for others

    def test_grade_is_that_of_the_last_confirmed_evaluation(self):
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.vendor.id})
        evaluation = self._evaluate_vendor()
        self.assertFalse(self.vendor.scm_supplier_grade)
        self._confirm(evaluation)
        self.env.invalidate_all()
        grades = (self.vendor | contact | self.good)._scm_get_supplier_grades(self.company)
        self.assertEqual(grades, {self.vendor.id: "D", contact.id: "D"})
        buyer = self._create_user("buyer", "purchase.group_purchase_user")
        order = self.env["purchase.order"].search([("partner_id", "=", self.vendor.id)], limit=1)
        self.assertEqual(order.with_user(buyer).scm_supplier_grade, "D")
        info = self.product.seller_ids.filtered(lambda info: info.partner_id == self.vendor)
        self.assertEqual(info[:1].with_user(buyer).scm_supplier_grade, "D")

    def test_grade_can_be_searched(self):
        self._confirm(self._evaluate_vendor())
        partners = self.env["res.partner"].with_user(self.assistant)
        poor = partners.search([("scm_supplier_grade", "in", ("C", "D"))])
        self.assertIn(self.vendor, poor)
        self.assertNotIn(self.good, poor)
        ungraded = partners.search([("scm_supplier_grade", "=", False)])
        self.assertIn(self.good, ungraded)
        self.assertNotIn(self.vendor, ungraded)

    def test_grade_of_another_company_is_not_ours(self):
        self._confirm(self._evaluate_vendor())
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.vendor._scm_get_supplier_grades(other), {})
