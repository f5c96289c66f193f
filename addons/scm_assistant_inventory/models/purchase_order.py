# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    scm_suggestion_count = fields.Integer(compute="_compute_scm_suggestion_count")

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
