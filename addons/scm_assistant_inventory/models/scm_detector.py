# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class ScmDetector(models.Model):
    _inherit = "scm.detector"

    def _detect_negative_stock(self, company):
        """Return where the books say less than nothing, by product and location."""
        self.env["stock.quant"].flush_model()
        rows = self.env.execute_query(self._query_negative_stock(company))
        products = self.env["product.product"].browse(row[0] for row in rows)
        locations = self.env["stock.location"].browse(row[1] for row in rows)
        return [
            {
                "fingerprint": f"negative_stock:{product.id}:{location.id}",
                "name": self.env._(
                    "Negative stock of %(product)s in %(location)s",
                    product=product.display_name,
                    location=location.display_name,
                ),
                "product_id": product.id,
                "links": [("product.product", product.id, "")],
            }
            for product, location in zip(products, locations, strict=True)
        ]

    def _detect_stock_out(self, company):
        """Return the best sellers of which nothing is free to use.

        Threshold ``daily_value``: demand a day at cost from which a product counts.
        """
        limit = self._get_parameter("daily_value")
        positions = self.env["scm.stock.position"].search(
            [("company_id", "=", company.id), ("status", "=", "out")]
        )
        return [
            {
                "fingerprint": f"stock_out:{position.product_id.id}:{position.warehouse_id.id}",
                "name": self.env._(
                    "Out of stock: %(product)s in %(warehouse)s",
                    product=position.product_id.display_name,
                    warehouse=position.warehouse_id.name,
                ),
                "product_id": position.product_id.id,
                "res_model": position._name,
                "res_id": position.id,
            }
            for position in positions
            if position.daily_mean * position.unit_cost >= limit
        ]

    def _query_negative_stock(self, company):
        return SQL(
            """
            SELECT quant.product_id, quant.location_id
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.usage = 'internal' AND quant.company_id = %s
             GROUP BY quant.product_id, quant.location_id
            HAVING sum(quant.quantity) < 0
             ORDER BY quant.product_id, quant.location_id
            """,
            company.id,
        )
