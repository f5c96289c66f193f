# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSupplierSuspend(models.TransientModel):
    """Asks why suppliers may no longer be ordered from."""

    _name = "scm.supplier.suspend"
    _description = "Suspend Supplier"

    partner_ids = fields.Many2many("res.partner", string="Suppliers", required=True)
    reason = fields.Char(required=True)

    def action_suspend(self):
        """Suspend the suppliers; open orders stay as they are."""
        self.ensure_one()
        suppliers = self.partner_ids.commercial_partner_id
        suppliers._scm_set_supplier_state("suspended", self.reason, is_decision=True)
        for supplier in suppliers:
            supplier.message_post(
                body=self.env._("Suspended as a supplier: %(reason)s", reason=self.reason)
            )
        return {"type": "ir.actions.act_window_close"}
