# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from ...sql.owned_stock import query_owned_stock


class ScmDetectorCost(models.AbstractModel):
    """Detectors of stock whose value can't be right."""

    _name = "scm.detector.cost"
    _description = "Detectors of Cost"
    _inherit = ["scm.detector.family"]

    def _detect_no_cost(self, detector, company):
        """Return the products in stock that cost nothing."""
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id,),
                self.env._(
                    "No cost: %(quantity)s of %(product)s in stock are worth nothing",
                    quantity=self._format_qty(row["quantity"]),
                    product=row["product_id"].display_name,
                ),
                row["product_id"],
            )
            for row in self._read_rows(self._query_no_cost(company), product_id="product.product")
        ]

    def _detect_cost_gap(self, detector, company):
        """Return the products in stock whose cost is far from the last purchase price.

        Thresholds: ``percent`` of the last price; ``value``, the difference for all stock.
        """
        query = self._query_cost_gap(
            company, detector._get_parameter("percent"), detector._get_parameter("value")
        )
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id,),
                self.env._(
                    "%(product)s costs %(cost)s in stock, last bought at %(price)s",
                    product=row["product_id"].display_name,
                    cost=self._format_value(row["unit_cost"], company),
                    price=self._format_value(row["price"], company),
                ),
                row["product_id"],
                links=[("purchase.order", row["order_id"].id, "")],
            )
            for row in self._read_rows(
                query,
                product_id="product.product",
                order_id="purchase.order",
            )
        ]

    def _query_no_cost(self, company):
        return SQL(
            """
            SELECT product_id, sum(quantity) AS quantity
              FROM (%s) stock WHERE unit_cost = 0
             GROUP BY product_id ORDER BY quantity DESC, product_id
            """,
            query_owned_stock(company),
        )

    def _query_cost_gap(self, company, percent, value):
        """Return cost and last confirmed price of a unit, both in the company's currency."""
        return SQL(
            """
            WITH stock AS (
                SELECT product_id, max(unit_cost) AS unit_cost, sum(quantity) AS quantity
                  FROM (%(stock)s) owned GROUP BY product_id),
            bought AS (
                SELECT DISTINCT ON (line.product_id) line.product_id, line.order_id,
                       (line.price_subtotal / line.product_uom_qty
                        / COALESCE(NULLIF(purchase.currency_rate, 0), 1))::float8 AS price
                  FROM purchase_order_line line
                  JOIN purchase_order purchase ON purchase.id = line.order_id
                       AND purchase.state IN ('purchase', 'done')
                 WHERE purchase.company_id = %(company)s AND line.product_uom_qty > 0
                   AND line.price_subtotal > 0
                 ORDER BY line.product_id, purchase.date_approve DESC NULLS LAST, line.id DESC)
            SELECT stock.product_id, bought.order_id, stock.unit_cost, bought.price
              FROM stock
              JOIN bought USING (product_id)
             WHERE stock.unit_cost > 0
               AND abs(stock.unit_cost - bought.price) >= bought.price * %(percent)s / 100
               AND abs(stock.unit_cost - bought.price) * stock.quantity >= %(value)s
             ORDER BY abs(stock.unit_cost - bought.price) * stock.quantity DESC,
                      stock.product_id
            """,
            stock=query_owned_stock(company),
            company=company.id,
            percent=percent,
            value=value,
        )
