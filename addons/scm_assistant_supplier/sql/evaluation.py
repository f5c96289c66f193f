# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How evaluations are begun and written: a few statements for any number of suppliers.

``scope`` is a ``Scope`` of ``models/evaluation/scm_supplier_figures``.
"""

from odoo import fields
from odoo.tools import SQL

# The columns of ``query_insert_lines`` and ``query_update_heads`` → PostgreSQL type.
LINE_COLUMNS = {
    "evaluation_id": "int",
    "criterion_id": "int",
    "value": "float8",
    "numerator": "float8",
    "denominator": "float8",
    "points": "float8",
    "miss_ids": "text",
}
HEAD_COLUMNS = {
    "id": "int",
    "score": "float8",
    "grade": "varchar",
    "due_count": "int",
    "line_ids": "text",
    "on_time": "float8",
    "in_full": "float8",
    "otif": "float8",
    "ppm": "float8",
}


def query_insert_evaluations(env, scope, partner_ids):
    """Return the INSERT of a first version for each supplier that has none of the period."""
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
        uid=env.uid,
        now=fields.Datetime.now(),
    )


def query_delete_figures(evaluations, criteria):
    """Return the DELETE of what is measured; what people judged stays."""
    return SQL(
        """
        DELETE FROM scm_supplier_evaluation_line
         WHERE evaluation_id IN %s AND (metric <> 'manual' OR criterion_id NOT IN %s)
        """,
        evaluations._ids,
        criteria._ids or (0,),
    )


def query_update_judgements(evaluations):
    """Return the UPDATE of what people judged; it returns (evaluation, criterion, points)."""
    return SQL(
        """
        UPDATE scm_supplier_evaluation_line line
           SET weight = c.weight, sequence = c.sequence, question = c.name
          FROM scm_supplier_scorecard_criterion c
         WHERE c.id = line.criterion_id AND line.evaluation_id IN %s
     RETURNING line.evaluation_id, c.id, CASE WHEN line.has_data THEN line.value END
        """,
        evaluations._ids,
    )


def query_insert_lines(env, rows):
    """Return the INSERT of evaluation lines.

    :param rows: tuples of the values of ``LINE_COLUMNS``
    """
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
          FROM %(new)s
          JOIN scm_supplier_scorecard_criterion c ON c.id = new.criterion_id
        """,
        new=sql_new(LINE_COLUMNS, rows),
        uid=env.uid,
        now=fields.Datetime.now(),
    )


def query_update_heads(env, scope, rules, rows):
    """Return the UPDATE that gives each evaluation its score, grade and main figures.

    :param rules: what is kept of the template, as JSON
    :param rows: tuples of the values of ``HEAD_COLUMNS``
    """
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
          FROM %(new)s
         WHERE e.id = new.id
        """,
        new=sql_new(HEAD_COLUMNS, rows),
        rules=rules,
        template=scope.template.id,
        cutoff=scope.cutoff,
        uid=env.uid,
        now=fields.Datetime.now(),
    )


def sql_new(kinds, rows):
    """Return ``rows`` as a table named new.

    :param kinds: {column: PostgreSQL type}
    """
    columns = zip(*rows, strict=True) if rows else ([] for _name in kinds)
    return SQL(
        "unnest(%s) AS new(%s)",
        SQL(", ").join(
            SQL(f"%s::{kind}[]", list(column))
            for kind, column in zip(kinds.values(), columns, strict=True)
        ),
        SQL(", ").join(map(SQL.identifier, kinds)),
    )
