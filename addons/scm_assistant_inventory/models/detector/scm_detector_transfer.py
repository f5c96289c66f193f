# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import format_date


class ScmDetectorTransfer(models.AbstractModel):
    """Detectors of transfers that nobody goes on with."""

    _name = "scm.detector.transfer"
    _description = "Detectors of Transfers"
    _inherit = ["scm.detector.family"]

    def _detect_overdue_transfer(self, detector, company):
        """Return the transfers that should have been done ``days`` days ago."""
        query = self._query_overdue_transfers(company, self._get_days_ago(detector, "days"))
        return [
            self._prepare_finding(
                detector,
                (row["picking_id"].id,),
                self.env._(
                    "%(transfer)s was due on %(date)s and is not done",
                    transfer=row["picking_id"].name,
                    date=format_date(self.env, row["scheduled_date"]),
                ),
                source=row["picking_id"],
                partner_id=row["picking_id"].partner_id.id,
            )
            for row in self._read_rows(query, picking_id="stock.picking")
        ]

    def _detect_stale_reservation(self, detector, company):
        """Return the stock that a move has kept from others for more than ``days`` days."""
        query = self._query_stale_reservations(company, self._get_days_ago(detector, "days"))
        return [
            self._prepare_finding(
                detector,
                (row["move_id"].id,),
                self.env._(
                    "%(quantity)s of %(product)s reserved since %(date)s for %(document)s",
                    quantity=self._format_qty(row["quantity"]),
                    product=row["product_id"].display_name,
                    date=format_date(self.env, row["since"]),
                    document=row["move_id"].reference or row["move_id"].display_name,
                ),
                row["product_id"],
                row["move_id"].picking_id or row["move_id"],
            )
            for row in self._read_rows(query, product_id="product.product", move_id="stock.move")
        ]

    def _detect_long_transit(self, detector, company):
        """Return the goods that have been between two places for more than ``days`` days."""
        query = self._query_long_transit(company, self._get_days_ago(detector, "days"))
        return [
            self._prepare_finding(
                detector,
                (row["product_id"].id, row["location_id"].id),
                self.env._(
                    "%(quantity)s of %(product)s in transit since %(date)s",
                    quantity=self._format_qty(row["quantity"]),
                    product=row["product_id"].display_name,
                    date=format_date(self.env, row["since"]),
                ),
                row["product_id"],
            )
            for row in self._read_rows(
                query,
                product_id="product.product",
                location_id="stock.location",
            )
        ]

    def _query_overdue_transfers(self, company, before):
        return SQL(
            """
            SELECT picking.id AS picking_id, picking.scheduled_date
              FROM stock_picking picking
             WHERE picking.company_id = %s AND picking.scheduled_date < %s
               AND picking.state NOT IN ('done', 'cancel')
             ORDER BY picking.scheduled_date, picking.id
            """,
            company.id,
            before,
        )

    def _query_stale_reservations(self, company, before):
        return SQL(
            """
            SELECT line.move_id, line.product_id, min(line.create_date) AS since,
                   sum(line.quantity_product_uom)::float8 AS quantity
              FROM stock_move_line line
              JOIN stock_location location ON location.id = line.location_id
                   AND location.usage = 'internal'
             WHERE line.company_id = %s AND line.create_date < %s
               AND line.state IN ('assigned', 'partially_available')
               AND line.quantity_product_uom > 0
             GROUP BY line.move_id, line.product_id
             ORDER BY since, line.move_id
            """,
            company.id,
            before,
        )

    def _query_long_transit(self, company, before):
        return SQL(
            """
            SELECT quant.product_id, quant.location_id, min(quant.in_date) AS since,
                   sum(quant.quantity)::float8 AS quantity
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
                   AND location.usage = 'transit'
             WHERE quant.company_id = %s AND quant.quantity > 0 AND quant.in_date < %s
             GROUP BY quant.product_id, quant.location_id
             ORDER BY since, quant.product_id
            """,
            company.id,
            before,
        )
