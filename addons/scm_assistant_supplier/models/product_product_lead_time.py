# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.addons.scm_assistant_base.tools.ports import LeadTime

from ..sql.lead_times import query_lead_times

# As much as is recent enough to tell of the next order, and enough of it to trust.
WINDOW_DAYS = 730
MIN_LINES = 6


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _scm_get_measured_lead_times(self, company, pairs):
        """Override of `scm_assistant_base`: calendar days from confirmation to receipt.

        One observation an order line, its receipts weighted by quantity. Of the product
        from this vendor where there are enough lines, else of all that the vendor
        delivered; else nothing, and what the vendor promises stands.
        """
        found = super()._scm_get_measured_lead_times(company, pairs)
        if not pairs:
            return found
        self.env.flush_all()
        since = company._scm_get_today() - timedelta(days=WINDOW_DAYS)
        rows = self.env.execute_query(query_lead_times(company, pairs, since, MIN_LINES))
        return found | {
            (product_id, vendor_id): LeadTime(mean, deviation or 0.0, observations)
            for product_id, vendor_id, mean, deviation, observations in rows
        }
