# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class ScmDetectorCount(models.AbstractModel):
    """Detector of counts that found far more or less than the books said."""

    _name = "scm.detector.count"
    _description = "Detectors of Counts"
    _inherit = ["scm.detector.family"]

    def _detect_count_difference(self, detector, company):
        """Return the big differences that Odoo's own counts have found lately.

        Thresholds: ``days`` to look back; ``value`` at cost from which a difference counts;
        ``percent`` of the books from which one counts that is worth ``percent_value``.
        """
        return [
            self._prepare_finding(
                detector,
                (row["move_id"].id,),
                self.env._(
                    "Count of %(product)s in %(location)s: %(difference)s, books said %(book)s",
                    product=row["product_id"].display_name,
                    location=row["location_id"].display_name,
                    difference=f"{row['difference']:+,.10g}",
                    book=self._format_qty(row["book_qty"]),
                ),
                row["product_id"],
                row["move_id"],
            )
            for row in self._read_rows(
                self._query_count_differences(detector, company),
                product_id="product.product",
                location_id="stock.location",
                move_id="stock.move",
            )
        ]

    def _sql_uncontrolled_count(self):
        """Return the condition on a move that no other control looks after already.

        Counts of a session have a tolerance, an approval and a case of their own; extend
        to leave out more.
        """
        return SQL("move.scm_count_line_id IS NULL")

    def _query_count_differences(self, detector, company):
        """Return the done count moves above a threshold, with what the books said before.

        The first stock of a product in a place is no difference: nothing was known of
        it. What was counted where the books said zero later on is one of 100 %.
        """
        return SQL(
            """
            WITH counted AS (
                SELECT move.id, line.id AS line_id, line.date, line.product_id, line.lot_id,
                       CASE WHEN target.usage = 'internal' THEN target.id
                            ELSE source.id END AS location_id,
                       CASE WHEN target.usage = 'internal' THEN 1 ELSE -1 END
                       * line.quantity_product_uom AS difference
                  FROM stock_move move
                  JOIN stock_move_line line ON line.move_id = move.id
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                 WHERE move.state = 'done' AND move.is_inventory
                   AND move.company_id = %(company)s AND move.date >= %(since)s
                   AND line.quantity_product_uom <> 0 AND %(uncontrolled)s),
            booked AS (
                SELECT counted.*, before.quantity AS book_qty,
                       COALESCE((product.standard_price->>%(key)s)::float8, 0) AS unit_cost
                  FROM counted
                  JOIN product_product product ON product.id = counted.product_id
                 CROSS JOIN LATERAL (
                       SELECT sum(CASE WHEN line.location_dest_id = counted.location_id
                                       THEN line.quantity_product_uom ELSE 0 END
                                - CASE WHEN line.location_id = counted.location_id
                                       THEN line.quantity_product_uom ELSE 0 END) AS quantity
                         FROM stock_move_line line
                        WHERE line.product_id = counted.product_id AND line.state = 'done'
                          AND line.lot_id IS NOT DISTINCT FROM counted.lot_id
                          AND counted.location_id IN (line.location_id, line.location_dest_id)
                          AND (line.date, line.id) < (counted.date, counted.line_id)) before)
            SELECT id AS move_id, product_id, location_id,
                   sum(difference)::float8 AS difference, sum(book_qty)::float8 AS book_qty
              FROM booked
             WHERE book_qty IS NOT NULL
             GROUP BY id, product_id, location_id, unit_cost
            HAVING abs(sum(difference)) * unit_cost >= %(value)s
                OR abs(sum(difference)) * unit_cost >= %(percent_value)s
                   AND abs(sum(difference)) * 100 >= %(percent)s * abs(sum(book_qty))
             ORDER BY abs(sum(difference)) * unit_cost DESC, id
            """,
            company=company.id,
            key=str(company.id),
            since=self._get_days_ago(detector, "days"),
            uncontrolled=self._sql_uncontrolled_count(),
            value=detector._get_parameter("value"),
            percent=detector._get_parameter("percent"),
            percent_value=detector._get_parameter("percent_value"),
        )
