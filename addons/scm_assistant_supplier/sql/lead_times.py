# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long suppliers took to deliver."""

from odoo.tools import SQL


def query_lead_times(company, pairs, since, enough):
    """Return one row a pair: product, vendor, mean days, deviation, observations.

    Who buys at an address of the vendor's buys from the vendor.

    :param pairs: (product id, vendor id) as they are asked for
    :param since: the first day of the orders that count
    :param enough: so many order lines are trusted
    """
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
        ), asked AS (
            SELECT pair.product_id, pair.vendor_id,
                   partner.commercial_partner_id AS partner_id
              FROM unnest(%(products)s::int[], %(vendors)s::int[])
                   AS pair(product_id, vendor_id)
              JOIN res_partner partner ON partner.id = pair.vendor_id
        ), by_product AS (
            SELECT product_id, partner_id, AVG(days) AS mean, STDDEV_SAMP(days) AS deviation,
                   COUNT(*) AS observations
              FROM observed GROUP BY 1, 2 HAVING COUNT(*) >= %(enough)s
        ), by_vendor AS (
            SELECT partner_id, AVG(days) AS mean, STDDEV_SAMP(days) AS deviation,
                   COUNT(*) AS observations
              FROM observed GROUP BY 1 HAVING COUNT(*) >= %(enough)s
        )
        SELECT asked.product_id, asked.vendor_id,
               COALESCE(by_product.mean, by_vendor.mean)::float8,
               CASE WHEN by_product.mean IS NULL THEN by_vendor.deviation
                    ELSE by_product.deviation END::float8,
               COALESCE(by_product.observations, by_vendor.observations)::int
          FROM asked
          LEFT JOIN by_product USING (product_id, partner_id)
          LEFT JOIN by_vendor ON by_vendor.partner_id = asked.partner_id
         WHERE COALESCE(by_product.mean, by_vendor.mean) IS NOT NULL
        """,
        came=company._scm_sql_day(SQL("m.date")),
        ordered=company._scm_sql_day(SQL("po.date_approve")),
        company=company.id,
        products=[product_id for product_id, _vendor_id in pairs],
        vendors=[vendor_id for _product_id, vendor_id in pairs],
        since=company._scm_get_moment(since),
        enough=enough,
    )
