# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ...sql.figures import query_bills, query_cases, query_contacts
from .scm_supplier_figures import Figure, ratio


class ScmSupplierFigures(models.AbstractModel):
    """What is measured besides the goods: answers, papers, trouble."""

    _inherit = "scm.supplier.figures"

    @api.model
    def _get_contact_figures(self, scope, partner_ids):
        rows = self._fetch(query_contacts(scope))
        found = {row["partner_id"]: ratio(row["reached"], row["tried"]) for row in rows}
        return self._collect("contacts", partner_ids, found)

    @api.model
    def _get_bill_figures(self, scope, partner_ids):
        rows = self._fetch(query_bills(scope))
        found = {
            row["partner_id"]: ratio(row["matching"], row["billed"], miss_ids=row["miss_ids"])
            for row in rows
        }
        return self._collect("document_accuracy", partner_ids, found)

    @api.model
    def _get_case_figures(self, scope, partner_ids):
        found = {
            row["partner_id"]: Figure(float(row["open"]), float(row["open"]), None, row["case_ids"])
            for row in self._fetch(query_cases(scope))
        }
        # No open case is a fact, not a lack of data.
        return self._collect("open_cases", partner_ids, found, Figure(0.0, 0.0))
