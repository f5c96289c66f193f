# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ScmSupplierEvaluation(models.Model):
    """The evaluations of a supplier, one a period, however often it was corrected."""

    _inherit = "scm.supplier.evaluation"

    def action_view_history(self):
        """Open the scores of the supplier over time."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_supplier.scm_supplier_evaluation_action"
        )
        history = self._get_history()[self.partner_id, self.company_id]
        return {
            **action,
            "domain": [("id", "in", history.ids)],
            "context": {},
            "view_mode": "graph,list,form",
            "views": [(False, "graph"), (False, "list"), (False, "form")],
        }

    def _get_history(self):
        """Return {(supplier, company): the evaluation that counts of each period}, oldest first.

        The confirmed version counts until its correction is confirmed.
        """
        versions = self.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("approval_state", "!=", "cancelled"),
            ],
            order="date_from, date_to, version",
        )
        history = {
            (evaluation.partner_id, evaluation.company_id): self.browse() for evaluation in self
        }
        periods = versions.grouped(
            lambda one: (one.partner_id, one.company_id, one.date_from, one.date_to)
        )
        for (partner, company, *_period), found in periods.items():
            if (partner, company) in history:
                confirmed = found.filtered(lambda one: one.approval_state == "applied")
                history[partner, company] += (confirmed or found)[-1:]
        return history

    def _get_trend(self, older):
        difference = round(self.score, 1) - round(older.score, 1)
        return "up" if difference > 0 else "down" if difference < 0 else "same"
