# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmExceptionLink(models.Model):
    """A document that a case is about, beside its main one."""

    _name = "scm.exception.link"
    _description = "Exception Document"
    _order = "exception_id, id"

    exception_id = fields.Many2one("scm.exception", required=True, index=True, ondelete="cascade")
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    role = fields.Char(help="What the document has to do with the case.")
    name = fields.Char("Document", compute="_compute_name")

    _document_uniq = models.Constraint(
        "UNIQUE(exception_id, res_model, res_id)", "This document is already linked to the case."
    )

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for link in self:
            link.name = link._get_document_name()

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def _get_document_name(self):
        """Return the document's name, or why it can't be told."""
        self.ensure_one()
        if self.res_model not in self.env or not self.res_id:
            return ""
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            return self.env._("Deleted document")
        if not document.has_access("read"):
            return self.env._("Document without access")
        return document.display_name
