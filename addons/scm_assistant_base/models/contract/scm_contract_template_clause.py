# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmContractTemplateClause(models.Model):
    """A clause of a template, in every language, with fields to fill in."""

    _name = "scm.contract.template.clause"
    _description = "Contract Template Clause"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "scm.contract.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    title = fields.Char(required=True, translate=True)
    body = fields.Text(
        required=True,
        translate=True,
        help="Fields such as {{ partner }} or {{ date_end }} are filled in.",
    )

    @api.constrains("body")
    def _check_fields(self):
        for clause in self:
            self.env["scm.contract.template"]._check_text_fields(clause.body)
