# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.actions import open_records

# What a suggestion of these kinds does to a confirmed order is asked for, where
# such requests exist.
ORDER_KINDS = ("postpone", "reduce")
WAITING = ("submitted", "approved")


class ScmStockSuggestion(models.Model):
    """Where changes of orders are requests, a suggestion makes one and ends as it ends."""

    _inherit = "scm.stock.suggestion"

    change_model = fields.Char(readonly=True, copy=False)
    change_id = fields.Many2oneReference(
        "Change Request", model_field="change_model", readonly=True, copy=False
    )

    def action_view_change(self):
        """Open the request that carries the suggestion out."""
        self.ensure_one()
        return open_records(self._get_change())

    @api.model
    def _get_own_step_fields(self):
        return super()._get_own_step_fields() | {"change_model": False, "change_id": False}

    def _apply_once(self):
        """Override of `scm_assistant_base`: a request is waited for, and made only once."""
        self.ensure_one()
        if self.kind in ORDER_KINDS and self._lock_in(("approved",), already=("applied",)):
            if self._get_change() and self._get_change().approval_state in WAITING:
                return
            self._check_applicable()
            if self._leave_to_change(self._get_open_line()):
                return
        super()._apply_once()

    def _leave_to_change(self, line):
        """Ask for what the suggestion does to a confirmed line; tell whether that was done."""
        values = self._get_order_change(line)
        if line.state != "purchase" or values.get("date") == line.date_planned:
            return False
        change = self._ask_for_order_change(line, reason=self.reason or "", **values)
        if not change:
            return False
        self._write_own({"change_model": change._name, "change_id": change.id})
        self.message_post(
            body=self.env._("Change request %(link)s carries it out.", link=change._get_html_link())
        )
        return True

    def _get_order_change(self, line):
        """Return the quantity or the date that the line gets."""
        if self.kind == "reduce":
            taken = self.uom_id._compute_quantity(self.quantity, line.product_uom_id)
            return {"quantity": line.product_uom_id.round(line.product_qty - taken)}
        return {"date": self._get_due_moment()}

    def _get_change(self):
        """Return the request that carries the suggestion out, None without one."""
        if not self.change_id or self.change_model not in self.env:
            return None
        return self.env[self.change_model].browse(self.change_id).exists()

    def _end_as(self, state, reason=""):
        """Override of `scm_assistant_base`: the position counts with the changed order."""
        result = super()._end_as(state, reason)
        self._refresh_positions()
        return result
