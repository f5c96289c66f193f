# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

import numpy as np
from odoo import api, models
from odoo.addons.scm_assistant_base.tools.locks import try_lock, wait_for_lock
from odoo.exceptions import UserError

from ...sql.evaluation import (
    query_delete_figures,
    query_insert_evaluations,
    query_insert_lines,
    query_update_heads,
    query_update_judgements,
)
from ...tools import scorecard
from .scm_supplier_figures import Figure, Scope

NO_FIGURE = Figure(None)
OPEN_STATES = ("draft", "rejected")
# What is kept on the evaluation itself, in the order of ``HEAD_COLUMNS``.
MAIN_METRICS = ("on_time_original", "in_full", "otif", "rejected_ppm")


class ScmSupplierEvaluator(models.AbstractModel):
    """Measures, scores and writes the evaluations of a period for all suppliers at once.

    The number of statements is the same for one supplier and for a thousand.
    """

    _name = "scm.supplier.evaluator"
    _description = "Supplier Evaluator"

    @api.model
    def _evaluate(self, company, template, date_from, date_to):
        """Evaluate a period; return the evaluations that are open to changes.

        Run again, it measures anew what is not yet submitted and leaves the rest alone.

        :raise SerializationFailure: another run ended after our snapshot; Odoo runs the
            request again, and then what that one made is found
        """
        # What follows is SQL: the right to make evaluations is asked for here.
        self.env["scm.supplier.evaluation"].check_access("create")
        self._check_period(company, date_from, date_to)
        self._lock(company)
        cutoff = self._get_cutoff(company, template, date_to)
        scope = Scope(company, template, date_from, date_to, cutoff)
        figures, due_lines = self.env["scm.supplier.figures"]._get_figures(scope)
        evaluations = self._open_evaluations(scope, figures)
        self._store(scope, evaluations, figures, due_lines)
        return evaluations

    @api.model
    def _recompute(self, evaluation):
        """Measure one evaluation anew, up to its own cut-off."""
        evaluation.ensure_one()
        evaluation.check_access("write")
        self._lock(evaluation.company_id)
        scope = evaluation._get_scope()
        figures, due_lines = self.env["scm.supplier.figures"]._get_figures(scope)
        own = {evaluation.partner_id.id: figures.get(evaluation.partner_id.id, {})}
        self._store(scope, evaluation, own, due_lines)

    @api.model
    def _get_cutoff(self, company, template, date_to):
        """Return the last day whose receipts count: days that are over, and some grace."""
        yesterday = company._scm_get_today() - timedelta(days=1)
        return min(yesterday, date_to + timedelta(days=template.grace_days))

    @api.model
    def _check_period(self, company, date_from, date_to):
        if date_to < date_from:
            raise UserError(self.env._("The period ends before it begins."))
        if date_from >= company._scm_get_today():
            raise UserError(self.env._("The period has not begun; there is nothing to measure."))

    @api.model
    def _lock(self, company):
        """Let one run at a time measure a company's suppliers; the next one waits."""
        wait_for_lock(self.env, self._get_lock_key(company))

    @api.model
    def _try_lock(self, company):
        """Take the same lock without waiting; return whether it was free."""
        return try_lock(self.env, self._get_lock_key(company))

    @api.model
    def _get_lock_key(self, company):
        return f"scm.supplier.evaluator:{company.id}"

    @api.model
    def _open_evaluations(self, scope, figures):
        """Return the period's evaluations that may still change.

        Where a supplier has none in whatever state, the first version begins. Those whose
        lines are gone since are among them: they get no data.
        """
        self.env.cr.execute(query_insert_evaluations(self.env, scope, list(figures)))
        evaluations = self.env["scm.supplier.evaluation"]
        evaluations.invalidate_model()
        return evaluations.search(
            [
                ("company_id", "=", scope.company.id),
                ("date_from", "=", scope.date_from),
                ("date_to", "=", scope.date_to),
                ("is_current", "=", True),
                ("approval_state", "in", OPEN_STATES),
            ]
        )

    # Writing

    @api.model
    def _store(self, scope, evaluations, figures, due_lines):
        """Write the figures, points, scores and grades of ``evaluations``."""
        if not evaluations:
            return
        self.env.flush_all()
        criteria = scope.template.criterion_ids
        partners = self._fetch_partners(evaluations)
        judged = self._keep_judgements(evaluations, criteria)
        rows = [figures.get(partners[evaluation_id], {}) for evaluation_id in evaluations.ids]
        values = self._get_values(criteria, evaluations.ids, rows, judged)
        points = scorecard.get_points(
            values, criteria.mapped("zero_value"), criteria.mapped("full_value")
        )
        lines = self._prepare_lines(evaluations.ids, criteria, rows, values, points, judged)
        self.env.cr.execute(query_insert_lines(self.env, lines))
        due = [due_lines.get(partners[evaluation_id], ()) for evaluation_id in evaluations.ids]
        heads = self._prepare_heads(scope, evaluations.ids, rows, due, points)
        rules = json.dumps(scope.template._get_rules())
        self.env.cr.execute(query_update_heads(self.env, scope, rules, heads))
        self.env.invalidate_all()

    @api.model
    def _fetch_partners(self, evaluations):
        return {evaluation.id: evaluation.partner_id.id for evaluation in evaluations}

    @api.model
    def _keep_judgements(self, evaluations, criteria):
        """Drop the old figures; return {(evaluation, criterion): points} judged by hand.

        What people wrote stays on its line; only what is measured is replaced.
        """
        self.env.cr.execute(query_delete_figures(evaluations, criteria))
        self.env.cr.execute(query_update_judgements(evaluations))
        return {(row[0], row[1]): row[2] for row in self.env.cr.fetchall()}

    @api.model
    def _get_values(self, criteria, evaluation_ids, rows, judged):
        """Return the matrix of figures, suppliers by criteria, NaN without data."""
        return np.array(
            [
                [
                    judged.get((evaluation_id, criterion.id))
                    if criterion.metric == "manual"
                    else row.get(criterion.metric, NO_FIGURE).value
                    for criterion in criteria
                ]
                for evaluation_id, row in zip(evaluation_ids, rows, strict=True)
            ],
            dtype=float,
        ).reshape(len(rows), len(criteria))

    @api.model
    def _prepare_lines(self, evaluation_ids, criteria, rows, values, points, judged):
        """Return one row an evaluation and criterion, as ``LINE_COLUMNS``; judged ones stay."""
        lines = []
        for row_number, (evaluation_id, row) in enumerate(zip(evaluation_ids, rows, strict=True)):
            for number, criterion in enumerate(criteria):
                if (evaluation_id, criterion.id) in judged:
                    continue
                figure = row.get(criterion.metric, NO_FIGURE)
                lines.append(
                    (
                        evaluation_id,
                        criterion.id,
                        _or_none(values[row_number, number]),
                        figure.numerator,
                        figure.denominator,
                        _or_none(points[row_number, number]),
                        figure.miss_ids and json.dumps(figure.miss_ids),
                    )
                )
        return lines

    @api.model
    def _prepare_heads(self, scope, evaluation_ids, rows, due, points):
        """Return one row an evaluation, as ``HEAD_COLUMNS``: score, grade, main figures.

        :param due: the ids of the lines due, for each evaluation
        """
        scores = scorecard.get_scores(points, scope.template.criterion_ids.mapped("weight"))
        counts = [len(lines) for lines in due]
        grades = self._get_grades(scope.template, scores, counts)
        return [
            (
                evaluation_id,
                _or_none(score),
                grade,
                len(lines),
                json.dumps(list(lines)),
                *(row.get(metric, NO_FIGURE).value for metric in MAIN_METRICS),
            )
            for evaluation_id, row, lines, score, grade in zip(
                evaluation_ids, rows, due, scores, grades, strict=True
            )
        ]

    @api.model
    def _get_grades(self, rules, scores, counts):
        """Return the grades, None where too few lines were due to judge by.

        :param rules: a template, or the rules that an evaluation has kept of it
        """
        limits = (rules.limit_a, rules.limit_b, rules.limit_c)
        return [
            grade if count >= rules.min_line_count else None
            for grade, count in zip(scorecard.get_grades(scores, limits), counts, strict=True)
        ]


def _or_none(value):
    """Return a figure as the database keeps it: no data is NULL."""
    return None if np.isnan(value) else float(value)
