# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

# What makes a point the one that the company requires.
IDENTITY = {"check_id", "qualification_id", "name", "is_required"}


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
    check_id = fields.Many2one("scm.supplier.check", "Point of the Company", ondelete="set null")
    sequence = fields.Integer(default=10)
    name = fields.Char("To Check", required=True)
    is_required = fields.Boolean("Required", default=True)
    is_done = fields.Boolean("Checked")
    note = fields.Char("Finding")

    def write(self, vals):
        changed = {name for name in IDENTITY & vals.keys()}
        for check in self.filtered(lambda one: one._is_company_requirement()):
            if any(
                check._fields[name].convert_to_write(check[name], check) != vals[name]
                for name in changed
            ):
                check._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_required(self):
        for check in self:
            if check._is_company_requirement():
                check._refuse_change()

    def _is_company_requirement(self):
        self.ensure_one()
        return self.check_id.active and self.check_id.is_required

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "“%(name)s” is required of every new supplier: it can't be removed or "
                "changed. Check it, or ask a manager to change the supplier checklist.",
                name=self.name,
            )
        )
