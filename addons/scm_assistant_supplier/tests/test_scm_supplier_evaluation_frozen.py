# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from io import BytesIO

from odoo.tests import tagged
from openpyxl import load_workbook

from .common_evaluation import JUNE, EvaluationCommon, noon


@tagged("post_install", "-at_install")
class TestScmSupplierEvaluationFrozen(EvaluationCommon):
    """What was confirmed stays as it was, whatever is changed or corrected after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls._order(noon(6, 10))
        cls._receive(cls.late, 10, noon(6, 12))
        cls.picking = cls._receive(cls._order(noon(6, 10)), 10, noon(6, 10))
        cls._order(noon(6, 10))
        cls.evaluation = cls.evaluator.with_user(cls.assistant)._evaluate(
            cls.company, cls.template, *JUNE
        )

    def _confirm(self, evaluation):
        evaluation.with_user(self.assistant).action_submit()
        evaluation.with_user(self.manager).action_approve()
        return evaluation

    def _get_verdicts(self, evaluation):
        action = evaluation.with_user(self.assistant).action_view_lines()
        lines = self.env["purchase.order.line"].with_user(self.assistant)
        lines = lines.with_context(**action["context"]).search(action["domain"])
        return sorted(lines.mapped("scm_verdict"))

    def _correct(self, evaluation, **values):
        correction = evaluation.with_user(self.assistant)._create_correction()
        correction.correction_reason = "Sent back later"
        return correction

    def test_rules_are_those_that_it_was_measured_by(self):
        self._confirm(self.evaluation)
        text = self.evaluation._get_report_rules()
        colour = self.evaluation._get_colour(80)
        self.template.write({"late_days": 3, "limit_a": 99, "limit_b": 98, "limit_c": 97})
        self.assertIn("0 days after", text)
        self.assertEqual(self.evaluation._get_report_rules(), text)
        self.assertEqual(self.evaluation._get_colour(80), colour)

    def test_question_is_the_one_that_was_judged_in_all_languages(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        question = self.template.criterion_ids.create(
            {"template_id": self.template.id, "metric": "manual", "name": "Help", "weight": 1}
        )
        question.with_context(lang="zh_TW").name = "協助"
        self.evaluation.with_user(self.assistant).action_measure()
        line = self.evaluation.metric_ids.filtered("is_manual")
        line.value = 80
        self._confirm(self.evaluation)
        question.name = "Something else"
        question.with_context(lang="zh_TW").name = "其他"
        self.assertEqual(line.name, "Help")
        self.assertEqual(line.with_context(lang="zh_TW").name, "協助")

    def test_verdicts_are_those_that_were_measured(self):
        self._confirm(self.evaluation)
        self.assertEqual(self._get_verdicts(self.evaluation), ["good", "late", "nothing"])
        self.template.late_days = 3
        self._send_back(self.picking, 10, noon(7, 3))
        self.env.invalidate_all()
        self.assertEqual(self._get_verdicts(self.evaluation), ["good", "late", "nothing"])
        book = load_workbook(BytesIO(self.evaluation._get_xlsx()))
        verdicts = [row[6] for row in book["Lines Due"].iter_rows(values_only=True)]
        for verdict in ("On Time in Full", "Late", "Nothing Arrived"):
            self.assertEqual(verdicts.count(verdict), 1)

    def test_lines_of_the_confirmed_date_are_those_that_were_measured(self):
        self.template.criterion_ids.create(
            {"template_id": self.template.id, "metric": "on_time_confirmed", "weight": 1}
        )
        self.evaluation.with_user(self.assistant).action_measure()
        self._confirm(self.evaluation)
        line = self.evaluation.metric_ids.filtered(lambda one: one.metric == "on_time_confirmed")
        self.late.date_planned = noon(9, 1)
        action = line.with_user(self.assistant).action_view_records()
        self.assertIn(self.late.id, action["domain"][0][2])

    def test_judgement_after_a_change_of_limits_is_graded_by_those_measured_by(self):
        self.evaluation.with_user(self.assistant).action_measure()
        grade = self.evaluation.grade
        self.template.write({"limit_a": 3, "limit_b": 2, "limit_c": 1})
        self.evaluation._rescore()
        self.assertEqual(self.evaluation.grade, grade)

    def test_kept_rules_and_verdicts_are_nobodys_to_write(self):
        for values in ({"rules": {}}, {"verdicts": {}}, {"pdf_attachment_id": False}):
            with self.subTest(values=values), self.assertRaisesRegex(Exception, "by hand"):
                self.evaluation.with_user(self.manager).write(values)

    def _evaluate_july(self):
        self._receive(self._order(noon(7, 10), ordered=noon(7, 1)), 10, noon(7, 10))
        period = (JUNE[1].replace(month=7, day=1), JUNE[1].replace(month=7, day=31))
        return self.evaluator._evaluate(self.company, self.template, *period)

    def test_open_correction_leaves_the_confirmed_one_in_the_trend(self):
        self._confirm(self.evaluation)
        correction = self._correct(self.evaluation)
        july = self._evaluate_july()
        key = (self.vendor, self.company)
        self.assertEqual(july._get_history()[key], self.evaluation | july)
        self.assertEqual(len(july._get_report_trend()["points"]), 2)
        self.assertEqual(july.trend, "up")
        self._confirm(correction)
        self.assertEqual(july._get_history()[key], correction | july)

    def test_cancelled_correction_leaves_the_confirmed_one_in_the_trend(self):
        self._confirm(self.evaluation)
        self._correct(self.evaluation).action_cancel()
        july = self._evaluate_july()
        self.assertEqual(july._get_history()[self.vendor, self.company], self.evaluation | july)
        self.assertEqual(july.action_view_history()["domain"][0][2], (self.evaluation | july).ids)
