# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
import pytz
from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import binary_table, ledger

WINDOW_DAYS = 730
REBUILD_DAYS = 7
# A long transaction may commit moves that carry an earlier time than our last look.
OVERLAP_HOURS = 2
# So many days of moves are in memory at once when all are read.
SPAN_DAYS = 92
# Years back in which the ledger looks, with the one before for early deadlines.
CLOCK_YEARS = 4


@lru_cache(maxsize=64)
def find_fixed_offset(name, year):
    """Return a zone's distance from UTC if it had no other in the last years, else None."""
    zone = pytz.timezone(name)
    offsets = {
        pytz.utc.localize(datetime(start, month, 1)).astimezone(zone).utcoffset()
        for start in range(year - CLOCK_YEARS, year + 2)
        for month in range(1, 13)
    }
    return offsets.pop() if len(offsets) == 1 else None


def book(content, references):
    """Return the days of moves as they come from PostgreSQL; must not touch the database."""
    return ledger.book(ledger.resolve(*binary_table.load(content, "iiiifttl"), references))


class ScmDemandLedger(models.AbstractModel):
    """Keeps the ledger of daily demand up to date from done stock moves.

    What a move means is said in ``tools/ledger``; here moves are read and days written.
    """

    _name = "scm.demand.ledger"
    _inherit = ["scm.binary.table.mixin"]
    _description = "Demand Ledger"

    @api.model
    def _sync(self, company):
        """Bring the ledger of ``company`` up to date; the caller holds its lock.

        Reads the moves changed since the last time and writes their days anew, and the
        days that moves have left. Once a week everything is read anew.
        """
        self.env["stock.move"].flush_model()
        self.env["scm.demand.block"].flush_model()
        now = self.env.cr.now()
        built_at = company.scm_ledger_built_at
        if built_at and built_at > fields.Datetime.subtract(now, days=REBUILD_DAYS):
            since = fields.Datetime.subtract(company.scm_ledger_synced_at, hours=OVERLAP_HOURS)
            self._update_changed(company, since)
        else:
            self._rebuild(company)
            company.scm_ledger_built_at = now
        company.scm_ledger_synced_at = now
        self.env["scm.demand.block"].invalidate_model()
        self.env["scm.demand.day"].invalidate_model()

    @api.model
    def _mark_stale(self, moves):
        """Have the days that ``moves`` are booked on now written anew at the next look."""
        # Where nothing was ever booked, nothing is stale.
        moves = moves.filtered("company_id.scm_ledger_synced_at")
        if not moves:
            return
        moves.flush_recordset()
        for company, own in moves.grouped("company_id").items():
            days = self._read_days(company, SQL("m.id = ANY(%s)", own.ids))
            self.env["scm.demand.block"]._mark_stale(company, days)

    def _rebuild(self, company):
        """Read everything, and write it."""
        now = self.env.cr.now()
        starts = [now - timedelta(days=days) for days in range(WINDOW_DAYS, 0, -SPAN_DAYS)]
        spans = [
            SQL("m.date >= %s AND m.date < %s", start, end)
            for start, end in zip(starts, [*starts[1:], datetime.max], strict=True)
        ]
        days = self._read_days(company, *spans)
        self.env["scm.demand.block"]._replace_all(company, days)

    def _update_changed(self, company, since):
        """Write anew the days of the moves changed since ``since``, and the stale ones."""
        blocks = self.env["scm.demand.block"]
        changed = self._read_days(company, SQL("m.write_date >= %s", since))
        keys = ledger.merge(changed, blocks._read_stale(company))
        if not len(keys):
            return
        products = np.unique(keys.product).tolist()
        # A move is never dated before the day that its demand is booked on.
        first = ledger.FIRST_DAY + timedelta(days=int(keys.day.min()) - 1)
        relevant = SQL("m.date >= %s AND m.product_id = ANY(%s)", first, products)
        days = self._read_days(company, relevant)
        blocks._replace(company, keys, days.pick(ledger.find_same(days, keys)))

    # Reading the moves

    def _read_days(self, company, *conditions):
        """Return what the moves in the ``conditions`` on stock_move m mean day by day.

        While PostgreSQL sends those of one condition, those of the one before are booked.
        """
        references = self._read_references(company, conditions)
        with ThreadPoolExecutor(1) as pool:
            tasks = [
                pool.submit(book, self._copy_out(self._query_moves(company, each)), references)
                for each in conditions
            ]
        parts = [task.result() for task in tasks]
        return parts[0] if len(parts) == 1 else ledger.merge(*parts)

    def _query_moves(self, company, condition):
        """Return what planning must know of each of the moves, in the order of ``book``.

        A column, a join or a calculation more is a tenth of the time more: what the columns
        refer to is read once by ``_read_references``, days are counted by numpy, and two
        flags share a column with the origin.
        """
        return SQL(
            """
            SELECT m.product_id, m.product_uom, m.location_id, m.location_dest_id,
                   m.quantity::float8, m.date,
                   -- What went out late was wanted earlier; what went out early, then.
                   LEAST(m.date_deadline, m.date),
                   COALESCE(m.origin_returned_move_id, 0)::int8 * 4
                       + CASE WHEN m.is_inventory OR m.scrap_id IS NOT NULL THEN 0 ELSE 1 END
                       + CASE WHEN %(to_order)s THEN 2 ELSE 0 END
              FROM stock_move m
             WHERE %(done)s AND %(condition)s
            """,
            to_order=self._sql_to_order(SQL("m")),
            done=self._sql_done(company),
            condition=condition,
        )

    @api.model
    def _sql_done(self, company):
        return SQL("m.state = 'done' AND m.quantity <> 0 AND m.company_id = %s", company.id)

    def _read_references(self, company, conditions):
        """Return what the columns of the moves refer to, as ``ledger.References``."""
        done = SQL(
            "%s AND (%s)",
            self._sql_done(company),
            SQL(" OR ").join(SQL("(%s)", condition) for condition in conditions),
        )
        # All are asked for where all moves are: to look for those that have some takes longer.
        only = SQL("TRUE")
        if len(conditions) == 1:
            only = SQL("product.id IN (SELECT m.product_id FROM stock_move m WHERE %s)", done)
        origins = self._read_table(self._query_origins(company, done), "iiti")
        return ledger.References(
            *self._read_by_id(self._query_own_units(only), "i"),
            *self._read_by_id(SQL("SELECT id, factor FROM uom_uom"), "f"),
            *self._read_by_id(self._query_locations(), "ii"),
            *origins,
            timezone=company._scm_get_timezone(),
        )

    def _read_by_id(self, query, kinds):
        """Return the columns of a query after the first, which is an id, as arrays by it."""
        ids, *columns = self._read_table(query, f"i{kinds}")
        return [ledger.put_by_id(ids, column) for column in columns]

    def _query_own_units(self, condition):
        return SQL(
            """
            SELECT product.id, template.uom_id
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE template.is_storable AND %s
            """,
            condition,
        )

    def _query_locations(self):
        usages = list(ledger.USAGES)
        return SQL(
            "SELECT id, COALESCE(warehouse_id, 0), "
            "COALESCE((%s::int[])[array_position(%s::varchar[], usage)], 0) FROM stock_location",
            [ledger.USAGES[usage] for usage in usages],
            usages,
        )

    def _query_origins(self, company, done):
        """Return location, day wanted and whether to order of what the moves return."""
        return SQL(
            """
            SELECT o.id, o.location_id, LEAST(o.date_deadline, o.date),
                   CASE WHEN %(to_order)s THEN 1 ELSE 0 END
              FROM stock_move o
             WHERE o.state = 'done' AND o.id IN (
                   SELECT m.origin_returned_move_id FROM stock_move m
                    WHERE m.origin_returned_move_id IS NOT NULL AND %(done)s)
             ORDER BY o.id
            """,
            to_order=self._sql_to_order(SQL("o")),
            done=done,
        )

    # Expressions

    @api.model
    def _sql_to_order(self, move):
        """Return whether what a move takes was bought or made for it alone."""
        return SQL(
            """
            (%(move)s.procure_method = 'make_to_order' AND EXISTS (
                WITH RECURSIVE chain AS (
                    SELECT move_orig_id FROM stock_move_move_rel
                     WHERE move_dest_id = %(move)s.id
                     UNION
                    SELECT link.move_orig_id
                      FROM chain JOIN stock_move_move_rel link
                        ON link.move_dest_id = chain.move_orig_id)
                SELECT FROM chain
                  JOIN stock_move made ON made.id = chain.move_orig_id
                  JOIN stock_location place ON place.id = made.location_id
                 WHERE place.usage IN ('supplier', 'production')))
            """,
            move=move,
        )

    @api.model
    def _sql_day(self, company, timestamp):
        """Return the calendar day of a UTC timestamp in the company's time zone."""
        name = company._scm_get_timezone()
        offset = find_fixed_offset(name, fields.Date.today().year)
        if offset is None:
            return SQL("((%s AT TIME ZONE 'UTC') AT TIME ZONE %s)::date", timestamp, name)
        # The same, ten times faster, where the clocks never change.
        return SQL("(%s + %s)::date", timestamp, offset)
