# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "scm.exception.source.mixin"]

    @api.model
    def _scm_get_measured_lead_times(self, company, pairs):
        """Return {(product id, vendor id): LeadTime} measured from receipts of ``company``.

        A port: empty here, so that callers fall back on what the vendor promises;
        the addon that measures receipts overrides it.

        :param set pairs: (product id, vendor id) as they are asked for
        """
        return {}

    def _scm_get_need_dates(self, company):
        """Return {(product id, warehouse id): day when stock falls below safety stock}.

        A port: empty here, so that callers keep to the promised dates; the addon that
        plans stock overrides it.
        """
        return {}

    def _get_scm_exception_key(self):
        """Override to find the cases about the product, whatever their source."""
        return "product_id", {product.id: product.ids for product in self if product.id}

    def _prepare_scm_exception_values(self):
        values = super()._prepare_scm_exception_values()
        category = self._get_scm_exception_category("stock")
        return values | {"product_id": self.id, "category_id": category}
