# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "scm.exception.source.mixin"]

    def _get_scm_exception_key(self):
        """Override to find the cases about any variant, whatever their source."""
        ids = {template.id: template.product_variant_ids.ids for template in self if template.id}
        return "product_id", ids

    def _prepare_scm_exception_values(self):
        values = super()._prepare_scm_exception_values()
        if len(self.product_variant_ids) == 1:
            values["product_id"] = self.product_variant_ids.id
        return values | {"category_id": self._get_scm_exception_category("stock")}
