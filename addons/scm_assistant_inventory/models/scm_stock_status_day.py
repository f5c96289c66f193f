# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .scm_stock_position import STATUSES


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
    # Added over statuses and warehouses, never over days: those are averaged.
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
        return SQL(
            """
            INSERT INTO scm_stock_status_day (
                company_id, warehouse_id, day, status,
                position_count, on_hand_value, excess_value, shortage_value)
            SELECT company_id, warehouse_id, %s, status, count(*),
                   sum(on_hand_value), sum(excess_value), sum(shortage_value)
              FROM scm_stock_position
             WHERE company_id = %s
             GROUP BY company_id, warehouse_id, status
            """,
            today,
            company.id,
        )
