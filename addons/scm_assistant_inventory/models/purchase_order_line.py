# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    scm_suggestion_ids = fields.Many2many(
        "scm.stock.suggestion",
        "scm_suggestion_purchase_line_rel",
        "line_id",
        "suggestion_id",
        "Stock Suggestions",
        readonly=True,
        copy=False,
        groups="stock.group_stock_user,purchase.group_purchase_user",
    )

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self,
        product_id,
        product_qty,
        product_uom,
        location_dest_id,
        name,
        origin,
        company_id,
        values,
        po,
    ):
        """Override of `purchase_stock` to link the suggestion that asked for the line."""
        res = super()._prepare_purchase_order_line_from_procurement(
            product_id,
            product_qty,
            product_uom,
            location_dest_id,
            name,
            origin,
            company_id,
            values,
            po,
        )
        if suggestions := values.get("scm_suggestion_ids"):
            res["scm_suggestion_ids"] = [Command.link(one.id) for one in suggestions]
        return res
