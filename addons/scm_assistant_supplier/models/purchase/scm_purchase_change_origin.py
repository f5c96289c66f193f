# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records
from odoo.fields import Command

ORIGIN = {"origin_model": False, "origin_id": False}
ENDS = ("applied", "rejected", "cancelled")


class ScmPurchaseChange(models.Model):
    """The document that a change carries out, such as a stock suggestion, ends as it does."""

    _inherit = "scm.purchase.change"

    origin_model = fields.Char(readonly=True, copy=False)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True, copy=False)

    def action_view_origin(self):
        """Open the document that this request carries out."""
        self.ensure_one()
        return open_records(self.env[self.origin_model].browse(self.origin_id))

    @api.model
    def _get_own_step_fields(self):
        """Override of the own steps: only our own method says which document waits."""
        return super()._get_own_step_fields() | ORIGIN

    @api.model
    def _get_origin_values(self):
        """Return what a new request says of its origin, over what it is given."""
        # Whoever names one makes a request of his own, as by hand.
        return {} if self._is_own_creation() else ORIGIN

    @api.model
    def _create_for(self, document, order_line, quantity, date, reason):
        """Return the draft request that carries ``document`` out."""
        values = {"order_line_id": order_line.id, "reason": document.display_name}
        if quantity is not None:
            values["new_qty"] = quantity
        if date is not None:
            values["new_date"] = date
        return self._create_own(
            {
                "order_id": order_line.order_id.id,
                "company_id": order_line.company_id.id,
                "instruction_source": "suggestion",
                "instructed_by_id": self.env.uid,
                "instruction": reason,
                "origin_model": document._name,
                "origin_id": document.id,
                "line_ids": [Command.create(values)],
            }
        )

    def _end_origins(self, state):
        """Let the documents that wait end as these requests do."""
        if state not in ENDS:
            return
        for change in self.filtered("origin_id"):
            if document := change._get_origin():
                document._end_as(state, change.rejection_reason or "")

    def _get_origin(self):
        """Return the document that waits; None where it, or its addon, is gone."""
        if self.origin_model not in self.env:
            return None
        return self.env[self.origin_model].browse(self.origin_id).exists()
