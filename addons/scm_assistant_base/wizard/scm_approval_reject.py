# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ScmApprovalReject(models.TransientModel):
    """Asks why documents are turned down."""

    _name = "scm.approval.reject"
    _description = "Reject"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    reason = fields.Char(required=True)

    def action_reject(self):
        """Reject the documents with the reason."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_find_approval_obstacle"):
            raise UserError(self.env._("There is nothing to approve in these documents."))
        for document in model.browse(self.res_ids):
            document._reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
