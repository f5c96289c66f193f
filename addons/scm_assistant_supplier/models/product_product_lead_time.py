# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import models
from odoo.addons.scm_assistant_base.tools.ports import LeadTime
from odoo.tools import SQL

# As much as is recent enough to tell of the next order, and enough of it to trust.
WINDOW_DAYS = 730
MIN_LINES = 6


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _scm_get_measured_lead_times(self, company):
        """Override of `scm_assistant_base`: calendar days from confirmation to receipt.

        One observation an order line, its receipts weighted by quantity. Of the product
        from its first vendor where there are enough lines, else of all that the vendor
        delivered; else nothing, and what the vendor promises stands.
        """
        found = super()._scm_get_measured_lead_times(company)
        if not self.ids:
            return found
        self.env.flush_all()
        rows = self.env.execute_query(self._query_lead_times(company))
        return found | {
            product_id: LeadTime(mean, deviation or 0.0, observations)
            for product_id, mean, deviation, observations in rows
        }

    def _query_lead_times(self, company):
        """Return the SQL of one row a product: mean days, deviation, observations."""
        since = company._scm_get_today() - timedelta(days=WINDOW_DAYS)
        return SQL(
            """
            WITH observed AS (
                SELECT l.product_id, partner.commercial_partner_id AS partner_id,
                       SUM(m.quantity * mu.factor * (%(came)s - %(ordered)s))
                           / SUM(m.quantity * mu.factor) AS days
                  FROM purchase_order_line l
                  JOIN purchase_order po ON po.id = l.order_id
                  JOIN res_partner partner ON partner.id = po.partner_id
                  JOIN stock_move m ON m.purchase_line_id = l.id AND m.product_id = l.product_id
                  JOIN stock_location ls ON ls.id = m.location_id
                  JOIN stock_location ld ON ld.id = m.location_dest_id
                  JOIN uom_uom mu ON mu.id = m.product_uom
                 WHERE po.company_id = %(company)s AND po.date_approve >= %(since)s
                   AND m.state = 'done' AND m.quantity > 0
                   AND ls.usage IN ('supplier', 'transit') AND ld.usage <> 'supplier'
                   -- An order written down after its goods came says nothing.
                   AND %(came)s >= %(ordered)s
                 GROUP BY l.id, l.product_id, partner.commercial_partner_id
            ), vendor AS (
                SELECT DISTINCT ON (pp.id) pp.id AS product_id,
                       partner.commercial_partner_id AS partner_id
                  FROM product_product pp
                  JOIN product_supplierinfo info ON info.product_tmpl_id = pp.product_tmpl_id
                   AND (info.product_id IS NULL OR info.product_id = pp.id)
                   AND (info.company_id IS NULL OR info.company_id = %(company)s)
                  JOIN res_partner partner ON partner.id = info.partner_id
                 WHERE pp.id IN %(products)s
                 ORDER BY pp.id, info.sequence, info.min_qty DESC, info.price, info.id
            ), by_product AS (
                SELECT product_id, partner_id, AVG(days) AS mean, STDDEV_SAMP(days) AS deviation,
                       COUNT(*) AS observations
                  FROM observed GROUP BY 1, 2 HAVING COUNT(*) >= %(enough)s
            ), by_vendor AS (
                SELECT partner_id, AVG(days) AS mean, STDDEV_SAMP(days) AS deviation,
                       COUNT(*) AS observations
                  FROM observed GROUP BY 1 HAVING COUNT(*) >= %(enough)s
            )
            SELECT vendor.product_id,
                   COALESCE(by_product.mean, by_vendor.mean)::float8,
                   CASE WHEN by_product.mean IS NULL THEN by_vendor.deviation
                        ELSE by_product.deviation END::float8,
                   COALESCE(by_product.observations, by_vendor.observations)::int
              FROM vendor
              LEFT JOIN by_product USING (product_id, partner_id)
              LEFT JOIN by_vendor ON by_vendor.partner_id = vendor.partner_id
             WHERE COALESCE(by_product.mean, by_vendor.mean) IS NOT NULL
            """,
            came=company._scm_sql_day(SQL("m.date")),
            ordered=company._scm_sql_day(SQL("po.date_approve")),
            company=company.id,
            products=tuple(self.ids),
            since=company._scm_get_moment(since),
            enough=MIN_LINES,
        )
