# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...sql.owned_stock import query_owned_stock


class ScmDetectorStock(models.AbstractModel):
    """Detectors of stock that is not as it should be."""

    _name = "scm.detector.stock"
    _description = "Detectors of Stock"
    _inherit = ["scm.detector.family"]

    def _detect_negative_stock(self, detector, company):
        """Return where the books say less than nothing, by product and location."""
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id, row["location_id"].id),
                self.env._(
                    "Negative stock of %(product)s in %(location)s",
                    product=row["product_id"].display_name,
                    location=row["location_id"].display_name,
                ),
                row["product_id"],
                links=[("product.product", row["product_id"].id, "")],
            )
            for row in self._read_rows(
                self._query_negative_stock(company),
                product_id="product.product",
                location_id="stock.location",
            )
        ]

    def _detect_book_drift(self, detector, company):
        """Return where the stock is not the sum of what was moved.

        Threshold ``quantity``: the difference from which it counts, in the product's unit.
        """
        query = self._query_book_drift(company, detector._get_parameter("quantity"))
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id, row["location_id"].id),
                self._describe_drift(row),
                row["product_id"],
                links=[("stock.lot", lot_id, "") for lot_id in row["lot_ids"] or ()],
            )
            for row in self._read_rows(
                query,
                product_id="product.product",
                location_id="stock.location",
            )
        ]

    def _describe_drift(self, row):
        """Return what a drift is called; that of lots may cancel out in the sum."""
        words = {
            "product": row["product_id"].display_name,
            "location": row["location_id"].display_name,
        }
        if row["is_in_sum"]:
            return self.env._(
                "%(product)s in %(location)s: stock %(stock)s, moves say %(book)s",
                stock=self._format_qty(row["stock_qty"]),
                book=self._format_qty(row["book_qty"]),
                **words,
            )
        lots = self.env["stock.lot"].browse(row["lot_ids"])
        return self.env._(
            "%(product)s in %(location)s: lots %(lots)s differ from their moves",
            lots=", ".join(lots.mapped("name")),
            **words,
        )

    def _detect_no_movement(self, detector, company):
        """Return stock of which nothing has come in or gone out for long.

        Thresholds: ``days`` without movement, ``value`` at cost from which it counts.
        Says nothing before the demand ledger is built.
        """
        if not company.scm_ledger_synced_at:
            return []
        today = company._scm_get_today()
        since = fields.Date.subtract(today, days=int(detector._get_parameter("days")))
        query = self._query_no_movement(company, since, detector._get_parameter("value"))
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id, row["warehouse_id"].id),
                self.env._(
                    "No movement: %(quantity)s of %(product)s in %(warehouse)s, %(value)s",
                    quantity=self._format_qty(row["quantity"]),
                    product=row["product_id"].display_name,
                    warehouse=row["warehouse_id"].name,
                    value=self._format_value(row["value"], company),
                ),
                row["product_id"],
            )
            for row in self._read_rows(
                query,
                product_id="product.product",
                warehouse_id="stock.warehouse",
            )
        ]

    def _detect_expired_lot(self, detector, company):
        """Return lots with stock that have expired, or will within ``days`` days.

        Nothing where the app that knows expiration dates is not installed.
        """
        if not self._has_expiration_dates():
            return []
        until = fields.Datetime.add(
            fields.Datetime.now(), days=int(detector._get_parameter("days"))
        )
        return [
            self._prepare_finding(
                detector,
                (row["lot_id"].id,),
                self.env._(
                    "Lot %(lot)s of %(product)s expires on %(date)s, %(quantity)s in stock",
                    lot=row["lot_id"].name,
                    product=row["product_id"].display_name,
                    date=format_date(self.env, row["expiration_date"]),
                    quantity=self._format_qty(row["quantity"]),
                ),
                row["product_id"],
                row["lot_id"],
            )
            for row in self._read_rows(
                self._query_expired_lots(company, until),
                product_id="product.product",
                lot_id="stock.lot",
            )
        ]

    def _has_expiration_dates(self):
        return "expiration_date" in self.env["stock.lot"]._fields

    def _query_negative_stock(self, company):
        return SQL(
            """
            SELECT quant.product_id, quant.location_id
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE location.usage = 'internal' AND quant.company_id = %s
             GROUP BY quant.product_id, quant.location_id
            HAVING sum(quant.quantity) < 0
             ORDER BY sum(quant.quantity), quant.product_id, quant.location_id
            """,
            company.id,
        )

    def _query_book_drift(self, company, tolerance):
        """Return the places that differ from the sum of all done move lines.

        Odoo takes what a lot lacks from stock without a lot, and moves nothing for it: a
        lot may have more than was moved, as long as the sum is right, but never less.
        """
        return SQL(
            """
            SELECT product_id, location_id, sum(stock_qty)::float8 AS stock_qty,
                   sum(book_qty)::float8 AS book_qty,
                   abs(sum(drift)) >= %(tolerance)s AS is_in_sum,
                   array_agg(lot_id ORDER BY lot_id) FILTER (
                       WHERE lot_id IS NOT NULL AND abs(drift) >= %(tolerance)s) AS lot_ids
              FROM (%(drifts)s) place
             GROUP BY product_id, location_id
            HAVING abs(sum(drift)) >= %(tolerance)s
                OR min(drift) FILTER (WHERE lot_id IS NOT NULL) <= -%(tolerance)s
             ORDER BY abs(sum(drift)) DESC, product_id, location_id
            """,
            drifts=self._query_lot_drifts(company),
            tolerance=tolerance,
        )

    def _query_lot_drifts(self, company):
        """Return stock less moves of each product, location and lot of the company."""
        return SQL(
            """
            SELECT product_id, flow.location_id, lot_id, sum(stock_qty) AS stock_qty,
                   sum(book_qty) AS book_qty, sum(stock_qty) - sum(book_qty) AS drift
              FROM (SELECT quant.product_id, quant.location_id, quant.lot_id,
                           quant.quantity AS stock_qty, 0 AS book_qty
                      FROM stock_quant quant
                     UNION ALL
                    SELECT line.product_id, line.location_dest_id, line.lot_id,
                           0, line.quantity_product_uom
                      FROM stock_move_line line
                     WHERE line.state = 'done' AND line.company_id = %(company)s
                     UNION ALL
                    SELECT line.product_id, line.location_id, line.lot_id,
                           0, -line.quantity_product_uom
                      FROM stock_move_line line
                     WHERE line.state = 'done' AND line.company_id = %(company)s) flow
              JOIN stock_location location ON location.id = flow.location_id
                   AND location.usage = 'internal' AND location.company_id = %(company)s
              JOIN product_product product ON product.id = flow.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
                   AND template.is_storable
             GROUP BY product_id, flow.location_id, lot_id
            """,
            company=company.id,
        )

    def _query_no_movement(self, company, since, value):
        return SQL(
            """
            WITH stock AS (%(stock)s), moved AS (
                SELECT warehouse_id, product_id, max(days[cardinality(days)]) AS last_day
                  FROM scm_demand_block WHERE company_id = %(company)s
                 GROUP BY 1, 2)
            SELECT stock.warehouse_id, stock.product_id, stock.quantity,
                   stock.quantity * stock.unit_cost AS value
              FROM stock
              LEFT JOIN moved USING (warehouse_id, product_id)
             WHERE (moved.last_day IS NULL OR moved.last_day < %(since)s)
               AND stock.quantity * stock.unit_cost >= %(value)s
             ORDER BY value DESC, stock.product_id, stock.warehouse_id
            """,
            stock=query_owned_stock(company),
            company=company.id,
            since=since,
            value=value,
        )

    def _query_expired_lots(self, company, until):
        return SQL(
            """
            SELECT lot.id AS lot_id, lot.product_id, lot.expiration_date,
                   sum(quant.quantity)::float8 AS quantity
              FROM stock_lot lot
              JOIN stock_quant quant ON quant.lot_id = lot.id AND quant.company_id = %s
              JOIN stock_location location ON location.id = quant.location_id
                   AND location.usage = 'internal'
             WHERE lot.expiration_date < %s
             GROUP BY lot.id
            HAVING sum(quant.quantity) > 0
             ORDER BY lot.expiration_date, lot.id
            """,
            company.id,
            until,
        )
