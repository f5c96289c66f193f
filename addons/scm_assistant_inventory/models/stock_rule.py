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

    def _make_po_get_domain(self, company_id, values, partner):
        """Override of `purchase_stock`: a suggestion goes on a draft of its own buyer."""
        domain = super()._make_po_get_domain(company_id, values, partner)
        suggestions = values.get("scm_suggestion_ids")
        if not suggestions:
            return domain
        buyer = ("user_id", "=", suggestions._find_buyer(partner).id)
        return *(leaf for leaf in domain if leaf[0] != "user_id"), buyer

    def _prepare_purchase_order(self, company_id, origins, values):
        """Override of `purchase_stock`: what suggestions order has a buyer."""
        res = super()._prepare_purchase_order(company_id, origins, values)
        if suggestions := values[0].get("scm_suggestion_ids"):
            vendor = values[0]["supplier"].partner_id
            res["user_id"] = suggestions._find_buyer(vendor).id
        return res

    def _get_custom_move_fields(self):
        """Override of `stock` to link the moves that a suggestion made."""
        return [*super()._get_custom_move_fields(), "scm_suggestion_id"]
