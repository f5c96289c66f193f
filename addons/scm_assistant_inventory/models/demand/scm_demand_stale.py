# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ...sql.arrays import sql_ids
from ...tools import ledger
from .scm_demand_block import LedgerReference


class ScmDemandStale(models.Model):
    """A day of the ledger that a move has left, to be written anew at the next look.

    Users add to it, and nobody changes a line: neither two of them nor the nightly job
    ever wait for each other, as they would if the ledger's own rows were marked.
    """

    _name = "scm.demand.stale"
    _inherit = ["scm.binary.table.mixin"]
    _description = "Stale Day of Demand"
    _log_access = False

    company_id = LedgerReference("res.company", required=True)
    warehouse_id = LedgerReference("stock.warehouse", required=True)
    product_id = LedgerReference("product.product", required=True)
    day = fields.Date(required=True)

    @api.model
    def _mark(self, company, days):
        """Have ``days``, a ``ledger.Days``, written anew at the next look."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO scm_demand_stale (company_id, warehouse_id, product_id, day)
                SELECT %s, warehouse, product, %s::date + day
                  FROM unnest(%s, %s, %s) AS left_day(warehouse, product, day)
                """,
                company.id,
                ledger.FIRST_DAY,
                *map(sql_ids, (days.warehouse, days.product, days.day)),
            )
        )

    @api.model
    def _take(self, company):
        """Return the stale days, which are marked no more; later ones stay for the next look."""
        query = SQL(
            "SELECT id, product_id, warehouse_id, day FROM scm_demand_stale WHERE company_id = %s",
            company.id,
        )
        ids, *keys = self._read_table(query, "iiin")
        self.env.cr.execute(SQL("DELETE FROM scm_demand_stale WHERE id = ANY(%s)", ids.tolist()))
        return ledger.make_keys(*keys)
