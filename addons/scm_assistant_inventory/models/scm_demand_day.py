# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

WINDOW_DAYS = 730
REBUILD_DAYS = 7
# A long transaction may commit moves that carry an earlier time than our last look.
OVERLAP_HOURS = 2


class ScmDemandDay(models.Model):
    """What left a warehouse on a day, by reason: the ledger that planning reads.

    Kept up to date from done moves. Deliveries and consumption are demand, dated on
    the day they were due when they went out late; returns go back to the day of what
    they return; transfers stand apart; counts and scrap only change the stock.
    """

    _name = "scm.demand.day"
    _description = "Daily Demand"
    _order = "day DESC, product_id, warehouse_id, id"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    day = fields.Date(required=True, help="In the company's time zone.")
    out_qty = fields.Float("Issued", digits="Product Unit")
    return_qty = fields.Float("Returned", digits="Product Unit")
    transfer_qty = fields.Float("Transferred", digits="Product Unit")
    net_qty = fields.Float(
        "Stock Change",
        digits="Product Unit",
        help="All that came in less all that went out on this day, counts included.",
    )

    _key_uniq = models.Constraint(
        "UNIQUE(company_id, warehouse_id, product_id, day)",
        "There is already a record of this day.",
    )

    @api.model
    def _sync(self, company):
        """Bring the ledger of ``company`` up to date; the caller holds its lock.

        Reads the moves changed since the last time and writes their days anew. Once a
        week everything is built anew, which also mends days that a move has left
        because somebody changed its date.
        """
        self.env["stock.move"].flush_model()
        now = self.env.cr.now()
        built_at = company.scm_ledger_built_at
        if built_at and built_at > fields.Datetime.subtract(now, days=REBUILD_DAYS):
            since = fields.Datetime.subtract(company.scm_ledger_synced_at, hours=OVERLAP_HOURS)
            self._update_changed(company, since)
        else:
            self._rebuild(company)
            company.scm_ledger_built_at = now
        company.scm_ledger_synced_at = now
        self.invalidate_model()

    def _rebuild(self, company):
        self.env.cr.execute(SQL("DELETE FROM scm_demand_day WHERE company_id = %s", company.id))
        since = fields.Datetime.subtract(self.env.cr.now(), days=WINDOW_DAYS)
        self.env.cr.execute(self._query_insert(company, SQL("m.date >= %s", since)))

    def _update_changed(self, company, since):
        """Write the days of the moves changed since ``since`` anew."""
        changed = SQL("m.write_date >= %s", since)
        query = SQL(
            "SELECT DISTINCT warehouse_id, product_id, day FROM (%s) event",
            self._query_events(company, changed),
        )
        keys = self.env.execute_query(query)
        if not keys:
            return
        warehouses, products, days = (list(column) for column in zip(*keys, strict=True))
        touched = SQL(
            "unnest(%s::int[], %s::int[], %s::date[]) AS key(warehouse_id, product_id, day)",
            warehouses,
            products,
            days,
        )
        same_day = SQL("USING (warehouse_id, product_id, day)")
        self.env.cr.execute(
            SQL(
                "DELETE FROM scm_demand_day ledger USING %s WHERE ledger.company_id = %s "
                "AND ledger.warehouse_id = key.warehouse_id "
                "AND ledger.product_id = key.product_id AND ledger.day = key.day",
                touched,
                company.id,
            )
        )
        # A move is never dated before the day that its demand is booked on.
        relevant = SQL(
            "m.product_id = ANY(%s) AND m.date >= %s::timestamp - interval '1 day'",
            sorted(set(products)),
            min(days),
        )
        self.env.cr.execute(
            self._query_insert(company, relevant, SQL("JOIN %s %s", touched, same_day))
        )

    def _query_insert(self, company, moves, join=SQL("")):  # noqa: B008
        """Return the INSERT of the days of ``moves``, narrowed by ``join``."""
        return SQL(
            """
            INSERT INTO scm_demand_day (
                company_id, warehouse_id, product_id, day,
                out_qty, return_qty, transfer_qty, net_qty
            )
            SELECT %s, warehouse_id, product_id, day,
                   sum(out_qty), sum(return_qty), sum(transfer_qty), sum(net_qty)
              FROM (%s) event %s
             GROUP BY warehouse_id, product_id, day
            """,
            company.id,
            self._query_events(company, moves),
            join,
        )

    def _query_events(self, company, moves):
        """Return what ``moves``, a condition on stock_move m, mean for each warehouse.

        Columns: warehouse_id, product_id, day, out_qty, return_qty, transfer_qty,
        net_qty. Quantities are converted to the product's unit without rounding.
        """
        return SQL(
            """
            WITH move AS (
                SELECT m.product_id, m.origin_returned_move_id,
                       m.quantity * move_uom.factor / product_uom.factor AS quantity,
                       m.is_inventory IS NOT TRUE AND m.scrap_id IS NULL AS is_flow,
                       source.usage AS source_usage, source.warehouse_id AS source_id,
                       target.usage AS target_usage, target.warehouse_id AS target_id,
                       %(moved)s AS moved_day, %(due)s AS due_day
                  FROM stock_move m
                  JOIN stock_location source ON source.id = m.location_id
                  JOIN stock_location target ON target.id = m.location_dest_id
                  JOIN product_product product ON product.id = m.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
                  JOIN uom_uom move_uom ON move_uom.id = m.product_uom
                  JOIN uom_uom product_uom ON product_uom.id = template.uom_id
                 WHERE m.state = 'done' AND m.quantity <> 0 AND m.company_id = %(company)s
                   AND template.is_storable AND %(moves)s
                   AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
            )
            SELECT source_id AS warehouse_id, product_id, due_day AS day,
                   quantity AS out_qty, 0 AS return_qty, 0 AS transfer_qty, 0 AS net_qty
              FROM move
             WHERE is_flow AND source_id IS NOT NULL
               AND target_usage IN ('customer', 'production')
             UNION ALL
            SELECT source_id, product_id, moved_day, 0, 0, quantity, 0
              FROM move
             WHERE is_flow AND source_id IS NOT NULL AND target_usage IN ('internal', 'transit')
             UNION ALL
            SELECT COALESCE(origin_location.warehouse_id, move.target_id), move.product_id,
                   COALESCE(%(origin_due)s, move.moved_day), 0, move.quantity, 0, 0
              FROM move
              LEFT JOIN stock_move origin
                     ON origin.id = move.origin_returned_move_id AND origin.state = 'done'
              LEFT JOIN stock_location origin_location ON origin_location.id = origin.location_id
             WHERE is_flow AND target_id IS NOT NULL AND (
                   source_usage = 'customer'
                OR source_usage = 'production' AND move.origin_returned_move_id IS NOT NULL)
             UNION ALL
            SELECT source_id, product_id, moved_day, 0, 0, 0, -quantity
              FROM move WHERE source_id IS NOT NULL
             UNION ALL
            SELECT target_id, product_id, moved_day, 0, 0, 0, quantity
              FROM move WHERE target_id IS NOT NULL
            """,
            moved=self._sql_day(company, SQL("m.date")),
            # What went out late was wanted earlier; what went out early, then.
            due=self._sql_day(company, SQL("LEAST(COALESCE(m.date_deadline, m.date), m.date)")),
            origin_due=self._sql_day(
                company, SQL("LEAST(COALESCE(origin.date_deadline, origin.date), origin.date)")
            ),
            company=company.id,
            moves=moves,
        )

    @api.model
    def _sql_day(self, company, timestamp):
        """Return the calendar day of a UTC timestamp in the company's time zone."""
        return SQL(
            "((%s AT TIME ZONE 'UTC') AT TIME ZONE %s)::date",
            timestamp,
            company._scm_get_timezone(),
        )
