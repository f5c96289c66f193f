# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

import numpy as np
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.locks import try_lock, wait_for_lock
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import scorecard
from .scm_supplier_figures import Figure, Scope

NO_FIGURE = Figure(None)
OPEN_STATES = ("draft", "rejected")


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
        self.env.cr.execute(self._query_insert_evaluations(scope, list(figures)))
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

    @api.model
    def _query_insert_evaluations(self, scope, partner_ids):
        return SQL(
            """
            INSERT INTO scm_supplier_evaluation (
                company_id, partner_id, template_id, date_from, date_to, cutoff_date, version,
                is_current, approval_state, create_uid, create_date, write_uid, write_date
            )
            SELECT %(company)s, wanted.id, %(template)s, %(date_from)s, %(date_to)s, %(cutoff)s,
                   1, TRUE, 'draft', %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM unnest(%(partners)s::int[]) AS wanted(id)
             WHERE NOT EXISTS (
                SELECT 1 FROM scm_supplier_evaluation e
                 WHERE e.company_id = %(company)s AND e.partner_id = wanted.id
                   AND e.date_from = %(date_from)s AND e.date_to = %(date_to)s
             )
             -- Met by what was committed after our snapshot only: a serialization failure,
             -- which Odoo retries, instead of a double entry, which it does not.
             ON CONFLICT DO NOTHING
            """,
            company=scope.company.id,
            template=scope.template.id,
            date_from=scope.date_from,
            date_to=scope.date_to,
            cutoff=scope.cutoff,
            partners=partner_ids,
            uid=self.env.uid,
            now=fields.Datetime.now(),
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
        self.env.cr.execute(
            self._query_write_lines(evaluations.ids, criteria, rows, values, points, judged)
        )
        self.env.cr.execute(
            self._query_write_heads(scope, evaluations.ids, partners, rows, due_lines, points)
        )
        self.env.invalidate_all()

    @api.model
    def _fetch_partners(self, evaluations):
        return {evaluation.id: evaluation.partner_id.id for evaluation in evaluations}

    @api.model
    def _keep_judgements(self, evaluations, criteria):
        """Drop the old figures; return {(evaluation, criterion): points} judged by hand.

        What people wrote stays on its line; only what is measured is replaced.
        """
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM scm_supplier_evaluation_line
                 WHERE evaluation_id IN %s AND (metric <> 'manual' OR criterion_id NOT IN %s)
                """,
                evaluations._ids,
                criteria._ids or (0,),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE scm_supplier_evaluation_line line
                   SET weight = c.weight, sequence = c.sequence, question = c.name
                  FROM scm_supplier_scorecard_criterion c
                 WHERE c.id = line.criterion_id AND line.evaluation_id IN %s
             RETURNING line.evaluation_id, c.id, CASE WHEN line.has_data THEN line.value END
                """,
                evaluations._ids,
            )
        )
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
    def _query_write_lines(self, evaluation_ids, criteria, rows, values, points, judged):
        """Return the SQL of one line an evaluation and criterion; judged ones stay."""
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
        columns = [list(column) for column in zip(*lines, strict=True)] or [[]] * 7
        return SQL(
            """
            INSERT INTO scm_supplier_evaluation_line (
                evaluation_id, criterion_id, metric, question, sequence, weight, zero_value,
                full_value,
                value, numerator, denominator, points, miss_ids, has_data,
                create_uid, create_date, write_uid, write_date
            )
            SELECT new.evaluation_id, c.id, c.metric, c.name, c.sequence, c.weight, c.zero_value,
                   c.full_value, new.value, new.numerator, new.denominator, new.points,
                   new.miss_ids::jsonb, new.value IS NOT NULL, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM unnest(
                    %(evaluations)s::int[], %(criteria)s::int[], %(values)s::float8[],
                    %(numerators)s::float8[], %(denominators)s::float8[], %(points)s::float8[],
                    %(misses)s::text[]
                   ) AS new(
                    evaluation_id, criterion_id, value, numerator, denominator, points, miss_ids
                   )
              JOIN scm_supplier_scorecard_criterion c ON c.id = new.criterion_id
            """,
            evaluations=columns[0],
            criteria=columns[1],
            values=columns[2],
            numerators=columns[3],
            denominators=columns[4],
            points=columns[5],
            misses=columns[6],
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )

    @api.model
    def _query_write_heads(self, scope, evaluation_ids, partners, rows, due_lines, points):
        """Return the SQL that gives each evaluation its score, grade and main figures."""
        scores = scorecard.get_scores(points, scope.template.criterion_ids.mapped("weight"))
        due = [due_lines.get(partners[evaluation_id], ()) for evaluation_id in evaluation_ids]
        grades = self._get_grades(scope.template, scores, [len(lines) for lines in due])

        def column(metric):
            return [row.get(metric, NO_FIGURE).value for row in rows]

        return SQL(
            """
            UPDATE scm_supplier_evaluation e
               SET score = new.score, has_score = new.score IS NOT NULL, grade = new.grade,
                   due_line_count = new.due_count, line_ids = new.line_ids::jsonb,
                   -- Kept when it is handed in.
                   verdicts = NULL, rules = %(rules)s::jsonb,
                   on_time_rate = new.on_time, in_full_rate = new.in_full,
                   otif_rate = new.otif, rejected_ppm = new.ppm,
                   template_id = %(template)s, cutoff_date = %(cutoff)s, computed_at = %(now)s,
                   write_uid = %(uid)s, write_date = %(now)s
              FROM unnest(
                    %(ids)s::int[], %(scores)s::float8[], %(grades)s::varchar[], %(counts)s::int[],
                    %(lines)s::text[], %(on_time)s::float8[], %(in_full)s::float8[],
                    %(otif)s::float8[], %(ppm)s::float8[]
                   ) AS new(
                    id, score, grade, due_count, line_ids, on_time, in_full, otif, ppm
                   )
             WHERE e.id = new.id
            """,
            ids=list(evaluation_ids),
            scores=[_or_none(score) for score in scores],
            grades=grades,
            counts=[len(lines) for lines in due],
            lines=[json.dumps(list(lines)) for lines in due],
            rules=json.dumps(scope.template._get_rules()),
            on_time=column("on_time_original"),
            in_full=column("in_full"),
            otif=column("otif"),
            ppm=column("rejected_ppm"),
            template=scope.template.id,
            cutoff=scope.cutoff,
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )

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
