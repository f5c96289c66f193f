# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ScmProductRuleMixin(models.AbstractModel):
    """A rule for a group of products in a warehouse; the first in the list that fits applies."""

    _name = "scm.product.rule.mixin"
    _description = "Rule for Products"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True, help="Empty: for all warehouses."
    )
    category_id = fields.Many2one(
        "product.category", "Product Category", help="With its subcategories; empty: all."
    )
    abc = fields.Selection(
        [("A", "A"), ("B", "B"), ("C", "C")], "ABC Class", help="Empty: for all classes."
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).currency_id
