# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSupplierQualificationCheck(models.Model):
    """One point of the checklist of one qualification."""

    _name = "scm.supplier.qualification.check"
    _description = "Point Checked"
    _inherit = ["scm.approval.part.mixin"]
    _approval_document = "qualification_id"
    _order = "sequence, id"

    qualification_id = fields.Many2one(
        "scm.supplier.qualification", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="qualification_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("To Check", required=True)
    is_required = fields.Boolean("Required", default=True)
    is_done = fields.Boolean("Checked")
    note = fields.Char("Finding")
