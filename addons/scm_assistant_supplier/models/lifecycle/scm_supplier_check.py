# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmSupplierCheck(models.Model):
    """A point that is checked of each new supplier."""

    _name = "scm.supplier.check"
    _description = "Supplier Check"
    _order = "sequence, id"

    name = fields.Char("To Check", required=True, translate=True)
    sequence = fields.Integer(default=10)
    is_required = fields.Boolean("Required", default=True)
    active = fields.Boolean(default=True)

    def _prepare_check_values(self):
        """Return the values of this point in a qualification."""
        self.ensure_one()
        return {
            "check_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            "is_required": self.is_required,
        }
