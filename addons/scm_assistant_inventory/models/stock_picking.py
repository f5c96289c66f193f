# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

CATEGORIES = {"incoming": "supply", "outgoing": "delivery"}


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "scm.exception.source.mixin"]

    def _prepare_scm_exception_values(self):
        values = super()._prepare_scm_exception_values()
        products = self.move_ids.product_id
        return values | {
            "company_id": self.company_id.id,
            "category_id": self._get_scm_exception_category(
                CATEGORIES.get(self.picking_type_code, "stock")
            ),
            "partner_id": self.partner_id.id,
            "product_id": products.id if len(products) == 1 else False,
        }
