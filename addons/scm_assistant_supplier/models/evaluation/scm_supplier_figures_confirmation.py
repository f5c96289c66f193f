# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ...sql.figures import query_confirmations
from .scm_supplier_figures import Figure, ratio


class ScmSupplierFigures(models.AbstractModel):
    """Whether suppliers answer when they are asked for a date, and how soon."""

    _inherit = "scm.supplier.figures"

    @api.model
    def _get_confirmation_figures(self, scope, partner_ids):
        rows = self._fetch(query_confirmations(scope))
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
