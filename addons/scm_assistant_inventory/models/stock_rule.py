# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Command


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _get_procurements_to_merge_groupby(self, procurement):
        """Override of `purchase_stock`: needs of different suggestions stay apart."""
        key = super()._get_procurements_to_merge_groupby(procurement)
        return *key, procurement.values.get("scm_suggestion_ids")

    def _update_purchase_order_line(
        self, product_id, product_qty, product_uom, company_id, values, line
    ):
        """Override of `purchase_stock` to link the suggestion that raised the line."""
        res = super()._update_purchase_order_line(
            product_id, product_qty, product_uom, company_id, values, line
        )
        if suggestions := values.get("scm_suggestion_ids"):
            res["scm_suggestion_ids"] = [Command.link(one.id) for one in suggestions]
        return res

    def _get_custom_move_fields(self):
        """Override of `stock` to link the moves that a suggestion made."""
        return [*super()._get_custom_move_fields(), "scm_suggestion_id"]
