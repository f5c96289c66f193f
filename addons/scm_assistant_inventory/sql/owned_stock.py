# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stock that a company owns, as a statement for others to build on."""

from odoo.tools import SQL


def query_owned_stock(company):
    """Return the company's own stock above zero by warehouse and product, with its cost."""
    return SQL(
        """
        SELECT location.warehouse_id, quant.product_id,
               sum(quant.quantity)::float8 AS quantity,
               COALESCE((product.standard_price->>%(key)s)::float8, 0) AS unit_cost
          FROM stock_quant quant
          JOIN stock_location location ON location.id = quant.location_id
               AND location.usage = 'internal' AND location.warehouse_id IS NOT NULL
          JOIN product_product product ON product.id = quant.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
               AND template.is_storable
         WHERE quant.company_id = %(company)s
           AND (quant.owner_id IS NULL OR quant.owner_id = %(owner)s)
         GROUP BY location.warehouse_id, quant.product_id, product.id
        HAVING sum(quant.quantity) > 0
        """,
        key=str(company.id),
        company=company.id,
        owner=company.partner_id.id,
    )
