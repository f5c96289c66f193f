# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ScmExceptionSla(models.Model):
    """In how many working hours a case of a category and severity must be solved."""

    _name = "scm.exception.sla"
    _description = "Exception Deadline"
    _order = "category_id, severity, id"

    category_id = fields.Many2one(
        "scm.exception.category", required=True, index=True, ondelete="cascade"
    )
    severity = fields.Selection(selection="_selection_severity", required=True)
    hours = fields.Float("Working Hours", required=True, default=8.0)

    _category_severity_uniq = models.Constraint(
        "UNIQUE(category_id, severity)", "This category already has a deadline for this severity."
    )
    _hours_positive = models.Constraint("CHECK(hours > 0)", "A deadline needs more than no hours.")

    def _selection_severity(self):
        return self.env["scm.exception"]._fields["severity"]._description_selection(self.env)
