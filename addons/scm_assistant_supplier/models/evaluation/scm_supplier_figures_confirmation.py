# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .scm_supplier_figures import Figure, ratio


class ScmSupplierFigures(models.AbstractModel):
    """Whether suppliers answer when they are asked for a date, and how soon."""

    _inherit = "scm.supplier.figures"

    @api.model
    def _get_confirmation_figures(self, scope, partner_ids):
        rows = self._fetch(self._query_confirmations(scope))
        found = {
            row["partner_id"]: ratio(row["answered"], row["asked"], miss_ids=row["miss_ids"])
            for row in rows
        }
        times = {
            row["partner_id"]: Figure(row["hours"], None, row["answered"])
            for row in rows
            if row["answered"]
        }
        figures = self._collect("confirmations", partner_ids, found)
        for partner_id, metrics in self._collect("response_hours", partner_ids, times).items():
            figures[partner_id] |= metrics
        return figures

    @api.model
    def _query_confirmations(self, scope):
        """Return the SQL of the questions asked in the period, and how many were answered.

        An answer counts up to the cut-off; a question whose answer is not yet due then is
        not judged.
        """
        values = self._get_period_values(scope)
        return SQL(
            """
            WITH question AS (
                SELECT r.id, partner.commercial_partner_id AS partner_id, r.due_date,
                       (EXTRACT(EPOCH FROM r.answered_at - r.sent_at) / 3600)::float8 AS hours,
                       COALESCE(%(answered_on)s <= %(cutoff)s, FALSE) AS is_answered
                  FROM scm_supply_request r
                  JOIN res_partner partner ON partner.id = r.partner_id
                 WHERE r.company_id = %(company)s AND r.state IN ('sent', 'answered')
                   AND r.sent_at >= %(first)s AND r.sent_at < %(last)s
            )
            SELECT partner_id, COUNT(*) AS asked, COUNT(*) FILTER (WHERE is_answered) AS answered,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)
                       FILTER (WHERE is_answered) AS hours,
                   jsonb_agg(id) FILTER (WHERE NOT is_answered) AS miss_ids
              FROM question
             WHERE is_answered OR due_date <= %(cutoff)s
             GROUP BY partner_id
            """,
            answered_on=scope.company._scm_sql_day(SQL("r.answered_at")),
            cutoff=scope.cutoff,
            **values,
        )
