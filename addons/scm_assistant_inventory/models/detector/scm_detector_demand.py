# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ...sql.owned_stock import query_owned_stock
from ...tools import ledger

# A week is compared with as many weeks before it.
BASE_WEEKS = 12
# So many of them need demand before a jump or a stop means anything.
MIN_WEEKS = 6


class ScmDetectorDemand(models.AbstractModel):
    """Detectors of demand that is not as it was, read from the demand ledger."""

    _name = "scm.detector.demand"
    _description = "Detectors of Demand"
    _inherit = ["scm.detector.family"]

    def _detect_stock_out(self, detector, company):
        """Return the best sellers of which nothing is free to use.

        Threshold ``daily_value``: demand a day at cost from which a product counts.
        """
        limit = detector._get_parameter("daily_value")
        positions = self.env["scm.stock.position"].search(
            [("company_id", "=", company.id), ("status", "=", "out")]
        )
        return [
            self._prepare_finding(
                detector,
                (position.product_id.id, position.warehouse_id.id),
                self.env._(
                    "Out of stock: %(product)s in %(warehouse)s",
                    product=position.product_id.display_name,
                    warehouse=position.warehouse_id.name,
                ),
                position.product_id,
                position,
            )
            for position in positions
            if position.daily_mean * position.unit_cost >= limit
        ]

    def _detect_demand_jump(self, detector, company):
        """Return the products of which far more was wanted last week than usual.

        Thresholds: ``score``, standard deviations above the mean week; ``value`` at cost
        above the mean week from which it counts.
        """
        query = self._query_demand_jumps(
            company, detector._get_parameter("score"), detector._get_parameter("value")
        )
        return self._prepare_demand_findings(
            detector,
            query,
            self.env._("Demand jump of %(product)s in %(warehouse)s: %(last)s, usually %(usual)s"),
        )

    def _detect_demand_stop(self, detector, company):
        """Return the products in stock that sold regularly and have stopped.

        Thresholds: ``days`` without demand at least; ``intervals``, as many times the usual
        time between two days with demand.
        """
        query = self._query_demand_stops(
            company, detector._get_parameter("days"), detector._get_parameter("intervals")
        )
        return self._prepare_demand_findings(
            detector,
            query,
            self.env._(
                "Demand stopped of %(product)s in %(warehouse)s: none for %(last)s days, "
                "usually every %(usual)s"
            ),
        )

    def _prepare_demand_findings(self, detector, query, text):
        """Return the findings of a query, told by ``text`` with its last and usual figure."""
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id, row["warehouse_id"].id),
                text
                % {
                    "product": row["product_id"].display_name,
                    "warehouse": row["warehouse_id"].name,
                    "last": self._format_qty(row["last"]),
                    "usual": self._format_qty(row["usual"]),
                },
                row["product_id"],
            )
            for row in self._read_rows(
                query,
                product_id="product.product",
                warehouse_id="stock.warehouse",
            )
        ]

    def _query_demand_jumps(self, company, score, value):
        """Return the pairs whose last seven days stand out of the weeks before.

        z = (last - mean) / max(deviation, √mean) over the weeks before, weeks without
        demand being zero. √mean, the deviation of a Poisson count, keeps a product that
        sells the same each week from being reported for one piece more.
        """
        today = company._scm_get_today()
        return SQL(
            """
            WITH week AS (
                SELECT warehouse_id, product_id, (%(today)s - 1 - day) / 7 AS age,
                       sum(GREATEST(out_qty - return_qty, 0))::float8 AS quantity
                  FROM scm_demand_day
                 WHERE company_id = %(company)s AND day < %(today)s
                   AND block >= %(block)s AND day >= %(today)s - 7 * (%(weeks)s + 1)
                 GROUP BY 1, 2, 3),
            total AS (
                SELECT warehouse_id, product_id,
                       sum(quantity) FILTER (WHERE age = 0) AS last,
                       count(*) FILTER (WHERE age > 0 AND quantity > 0) AS weeks,
                       COALESCE(sum(quantity) FILTER (WHERE age > 0), 0) AS amount,
                       COALESCE(sum(quantity ^ 2) FILTER (WHERE age > 0), 0) AS squares
                  FROM week GROUP BY 1, 2),
            usual AS (
                SELECT *, amount / %(weeks)s AS usual,
                       sqrt(GREATEST(squares - amount ^ 2 / %(weeks)s, 0)
                            / (%(weeks)s - 1)) AS deviation
                  FROM total WHERE weeks >= %(minimum)s)
            SELECT usual.warehouse_id, usual.product_id, usual.last, usual.usual
              FROM usual
              JOIN product_product product ON product.id = usual.product_id
             WHERE last - usual >= %(score)s * GREATEST(deviation, sqrt(usual))
               AND (last - usual) * COALESCE((product.standard_price->>%(key)s)::float8, 0)
                   >= %(value)s
             ORDER BY (last - usual) / GREATEST(deviation, sqrt(usual)) DESC,
                      usual.product_id, usual.warehouse_id
            """,
            today=today,
            block=ledger.get_block_of(today - timedelta(weeks=BASE_WEEKS + 1)),
            company=company.id,
            key=str(company.id),
            weeks=BASE_WEEKS,
            minimum=MIN_WEEKS,
            score=score,
            value=value,
        )

    def _query_demand_stops(self, company, days, intervals):
        """Return the pairs with stock whose demand has been absent for unusually long."""
        today = company._scm_get_today()
        return SQL(
            """
            WITH stock AS (%(stock)s), event AS (
                SELECT warehouse_id, product_id, count(*) AS events,
                       min(day) AS first_day, max(day) AS last_day,
                       count(DISTINCT (%(today)s - day) / 7) AS weeks
                  FROM scm_demand_day
                 WHERE company_id = %(company)s AND out_qty > return_qty
                   AND block >= %(block)s AND day >= %(today)s - 7 * 2 * %(weeks)s
                 GROUP BY 1, 2),
            gap AS (
                SELECT *, (%(today)s - last_day)::float8 AS last,
                       (last_day - first_day)::float8 / GREATEST(events - 1, 1) AS usual
                  FROM event WHERE weeks >= %(minimum)s)
            SELECT gap.warehouse_id, gap.product_id, gap.last, gap.usual
              FROM gap
              JOIN stock USING (warehouse_id, product_id)
             WHERE gap.last >= GREATEST(%(days)s, %(intervals)s * gap.usual)
             ORDER BY gap.last / GREATEST(gap.usual, 1) DESC, gap.product_id, gap.warehouse_id
            """,
            stock=query_owned_stock(company),
            today=today,
            block=ledger.get_block_of(today - timedelta(weeks=2 * BASE_WEEKS)),
            company=company.id,
            weeks=BASE_WEEKS,
            minimum=MIN_WEEKS,
            days=days,
            intervals=intervals,
        )
