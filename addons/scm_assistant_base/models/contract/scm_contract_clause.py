# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmContractClause(models.Model):
    """A clause of one contract, as it was agreed, in the contract's language."""

    _name = "scm.contract.clause"
    _description = "Contract Clause"
    _inherit = ["scm.approval.part.mixin"]
    _approval_document = "contract_id"
    _order = "sequence, id"

    contract_id = fields.Many2one("scm.contract", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    title = fields.Char(required=True)
    body = fields.Text(required=True)

    @api.constrains("body")
    def _check_fields(self):
        for clause in self:
            self.env["scm.contract.template"]._check_text_fields(clause.body)
