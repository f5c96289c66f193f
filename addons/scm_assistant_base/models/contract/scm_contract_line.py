# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmContractLine(models.Model):
    """A product and its price under a contract."""

    _name = "scm.contract.line"
    _description = "Contract Line"
    _inherit = ["scm.approval.part.mixin"]
    _approval_document = "contract_id"
    _order = "sequence, id"
    _check_company_auto = True

    contract_id = fields.Many2one("scm.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", required=True, index=True, check_company=True)
    uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_uom_id", store=True, readonly=False, precompute=True
    )
    # Of one unit: a bolt may cost 0.125, which no currency rounds.
    price = fields.Float(required=True, min_display_digits="Product Price")
    minimum_qty = fields.Float("Minimum Order", digits="Product Unit")
    committed_qty = fields.Float(
        "Committed", digits="Product Unit", help="Agreed volume over the whole contract."
    )
    lead_days = fields.Integer("Lead Time (Days)")

    _figures_positive = models.Constraint(
        "CHECK(price >= 0 AND minimum_qty >= 0 AND committed_qty >= 0 AND lead_days >= 0)",
        "Prices, quantities and lead times of a contract can't be negative.",
    )

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.uom_id or line.product_id.uom_id
