# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .scm_stock_position import STATUSES

FIGURES = ("position_count", "on_hand_value", "excess_value", "shortage_value")


class ScmStockStatusDay(models.Model):
    """How many positions had which status on a day, and what their stock was worth."""

    _name = "scm.stock.status.day"
    _description = "Stock Status of a Day"
    _order = "day DESC, warehouse_id, status, id"
    _rec_name = "day"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(required=True, readonly=True)
    status = fields.Selection(STATUSES, required=True, readonly=True)
    # Added over statuses and warehouses, averaged over days: see ``_read_group_select``.
    position_count = fields.Integer("Positions", readonly=True)
    on_hand_value = fields.Monetary("Stock Value", readonly=True)
    excess_value = fields.Monetary(readonly=True)
    shortage_value = fields.Monetary("Order Value", readonly=True)

    _key_uniq = models.Constraint(
        "UNIQUE(company_id, day, warehouse_id, status)",
        "There is already a record of this status on this day.",
    )

    @api.model
    def _note(self, company, today):
        """Note the positions of ``company`` as they are; the last of a day stays."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM scm_stock_status_day WHERE company_id = %s AND day = %s",
                company.id,
                today,
            )
        )
        self.env.cr.execute(self._query_note(company, today))
        self.invalidate_model()

    def _query_note(self, company, today):
        """Insert each status of each warehouse, also those of no position: a mean needs zeros."""
        return SQL(
            """
            INSERT INTO scm_stock_status_day (
                company_id, warehouse_id, day, status,
                position_count, on_hand_value, excess_value, shortage_value)
            SELECT place.company_id, place.warehouse_id, %(today)s, kind.status,
                   count(position.id), COALESCE(sum(on_hand_value), 0),
                   COALESCE(sum(excess_value), 0), COALESCE(sum(shortage_value), 0)
              FROM (SELECT DISTINCT company_id, warehouse_id FROM scm_stock_position
                     WHERE company_id = %(company)s) place
             CROSS JOIN unnest(%(statuses)s::varchar[]) kind(status)
              LEFT JOIN scm_stock_position position USING (company_id, warehouse_id, status)
             GROUP BY 1, 2, 4
            """,
            today=today,
            company=company.id,
            statuses=[status for status, _label in STATUSES],
        )

    def _read_group_select(self, aggregate_spec, query):
        """Override of `odoo`: a sum over several days is that of a day on average."""
        total = super()._read_group_select(aggregate_spec, query)
        name, _separator, function = aggregate_spec.partition(":")
        if function != "sum" or name not in FIGURES:
            return total
        day = self._field_to_sql(self._table, "day", query)
        mean = SQL("%s::numeric / NULLIF(COUNT(DISTINCT %s), 0)", total, day)
        return SQL("ROUND(%s)::int", mean) if name == "position_count" else mean
