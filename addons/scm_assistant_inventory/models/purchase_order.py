# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "scm.exception.source.mixin"]

    scm_suggestion_count = fields.Integer(
        compute="_compute_scm_suggestion_count",
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )

    def _compute_scm_suggestion_count(self):
        for order in self:
            order.scm_suggestion_count = len(order.order_line.scm_suggestion_ids)

    def action_scm_view_suggestions(self):
        """Open the stock suggestions that this order came from."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "scm_assistant_inventory.scm_stock_suggestion_action"
        )
        suggestions = self.order_line.scm_suggestion_ids
        return {**action, "domain": [("id", "in", suggestions.ids)], "context": {}}

    def _prepare_scm_exception_values(self):
        values = super()._prepare_scm_exception_values()
        products = self.order_line.product_id
        return values | {
            "company_id": self.company_id.id,
            "category_id": self._get_scm_exception_category("supply"),
            "partner_id": self.partner_id.id,
            "product_id": products.id if len(products) == 1 else False,
        }
