# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "scm.exception.source.mixin"]

    def _prepare_scm_exception_values(self):
        values = super()._prepare_scm_exception_values()
        return values | {
            "category_id": self._get_scm_exception_category("stock"),
            "product_id": self.product_id.id,
        }
