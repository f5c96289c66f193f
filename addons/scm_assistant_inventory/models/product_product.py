# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import numpy as np
from odoo import models

from ..tools.need import get_days_left


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _scm_get_need_dates(self, company):
        """Override of `scm_assistant_base`: from the stock positions of these products."""
        needs = super()._scm_get_need_dates(company)
        # sudo: whoever orders a product may know when it runs low, and no more.
        positions = (
            self.env["scm.stock.position"]
            .sudo()
            .search([("company_id", "=", company.id), ("product_id", "in", self.ids)])
        )
        days = get_days_left(
            [position.usable_qty - position.leaving_qty for position in positions],
            positions.mapped("safety_qty"),
            [position.daily_mean for position in positions],
        )
        today = company._scm_get_today()
        for position, left in zip(positions, days, strict=True):
            if not np.isnan(left):
                key = position.product_id.id, position.warehouse_id.id
                needs[key] = today + timedelta(days=int(left))
        return needs
