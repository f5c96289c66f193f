# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "scm.exception.source.mixin"]

    def _get_scm_exception_key(self):
        """Override to find the cases about the product, whatever their source."""
        return "product_id", {quant.id: quant.product_id.ids for quant in self if quant.id}

    def _prepare_scm_exception_values(self):
        """Override to point at the product: Odoo merges and deletes quants."""
        values = self.product_id._prepare_scm_exception_values()
        document = self.lot_id or self.product_id
        return values | {
            "res_model": document._name,
            "res_id": document.id,
            "company_id": self.company_id.id,
            "description": self.env._(
                "%(location)s: %(quantity)s in stock, %(reserved)s reserved",
                location=self.location_id.display_name,
                quantity=self.quantity,
                reserved=self.reserved_quantity,
            ),
        }
