# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import numpy as np
from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import binary_table, ledger

LEDGER_DAYS = 730
REBUILD_DAYS = 7
# A long transaction may commit moves that carry an earlier time than our last look.
OVERLAP_HOURS = 2
# When all moves are read: so many days at once, of not many more than so many moves.
SPAN_DAYS = 92
SHARE_MOVES = 4_000_000
# Of the last days those of all products are read that have changed at all.
RECENT_DAYS = 14
# The columns of ``_query_moves``, see ``binary_table``.
MOVE_KINDS = "iiiifttl"


def book(content, references):
    """Return the days of moves as they come from PostgreSQL; must not touch the database."""
    return ledger.book(ledger.resolve(*binary_table.load(content, MOVE_KINDS), references))


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
        now = self.env.cr.now()
        built_at = company.scm_ledger_built_at
        if built_at and built_at > fields.Datetime.subtract(now, days=REBUILD_DAYS):
            since = fields.Datetime.subtract(company.scm_ledger_synced_at, hours=OVERLAP_HOURS)
            self._update_changed(company, built_at, since)
        else:
            self._rebuild(company, now)
            company.scm_ledger_built_at = now
        company.scm_ledger_synced_at = now
        for name in ("scm.demand.block", "scm.demand.day", "scm.demand.stale"):
            self.env[name].invalidate_model()

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
            self.env["scm.demand.stale"]._mark(company, days)

    def _rebuild(self, company, now):
        """Read everything, and write it."""
        self.env["scm.demand.stale"]._take(company)
        # Products by shares, so that memory suffices for any number of moves.
        self.env.cr.execute("SELECT reltuples FROM pg_class WHERE oid = 'stock_move'::regclass")
        count = 1 + int(self.env.cr.fetchone()[0] // SHARE_MOVES)
        shares = [SQL("mod(m.product_id, %s) = %s", count, number) for number in range(count)]
        self.env["scm.demand.block"]._replace_all(
            company,
            (self._read_all_days(company, now, share) for share in shares),
            self._find_single_from(company, now),
        )

    def _find_single_from(self, company, built_at):
        """Return the first day that is stored alone: the one before the ledger was built."""
        moment = (built_at.replace(tzinfo=UTC) - ledger.FIRST_MOMENT) // timedelta(microseconds=1)
        return ledger.find_days(np.array([moment]), company._scm_get_timezone())[0] - 1

    def _update_changed(self, company, built_at, since):
        """Write anew the days of the moves changed since ``since``, and the stale ones."""
        changed = self._read_days(company, SQL("m.write_date >= %s", since))
        keys = ledger.merge(changed, self.env["scm.demand.stale"]._take(company))
        if not len(keys):
            return
        self.env["scm.demand.block"]._replace(
            company,
            keys,
            self._read_booked(company, keys),
            self._find_single_from(company, built_at),
        )

    def _read_booked(self, company, keys):
        """Return what is booked on the days of ``keys``.

        The moves of the last days are found by their date, those of the few older days,
        which returns and deadlines reach, by product.
        """
        recent = ledger.count_days(company._scm_get_today()) - RECENT_DAYS
        is_recent = keys.day >= recent
        first = ledger.FIRST_DAY + timedelta(days=recent - 1)
        parts = []
        for rows, moves in (
            (is_recent, SQL("m.date >= %s", first)),
            (~is_recent, SQL("m.product_id = ANY(%s)", self._sql_ids(keys.product[~is_recent]))),
        ):
            wanted = keys.pick(rows)
            condition = SQL("%s AND %s", moves, self._sql_may_be_booked(wanted))
            days = self._read_days(company, condition)
            parts.append(days.pick(ledger.find_same(days, wanted)))
        return ledger.merge(*parts)

    def _sql_may_be_booked(self, keys):
        """Return the condition that a move may be booked on one of the days of ``keys``.

        It is booked on its date, its deadline, or when what it returns was wanted. A day
        of the company begins less than a day before or after that of UTC.
        """
        return SQL(
            """
            EXISTS (
                SELECT FROM (
                    SELECT product_id,
                           %(first)s::timestamp + (day - 1) * interval '1 day' AS begins,
                           %(first)s::timestamp + (day + 2) * interval '1 day' AS ends
                      FROM unnest(%(products)s, %(days)s) AS key(product_id, day)
                    OFFSET 0) wanted
                 WHERE wanted.product_id = m.product_id
                   AND (m.date >= begins AND m.date < ends
                        OR m.date_deadline >= begins AND m.date_deadline < ends
                        OR m.origin_returned_move_id IS NOT NULL))
            """,
            products=self._sql_ids(keys.product),
            days=self._sql_ids(keys.day),
            first=ledger.FIRST_DAY,
        )

    # Reading the moves

    def _read_days(self, company, condition):
        """Return what the moves in ``condition``, one on stock_move m, mean day by day."""
        content = self._copy_out(self._query_moves(company, condition))
        product, _unit, source, target, *_others, flow = binary_table.load(content, MOVE_KINDS)
        origins, places = np.unique(flow >> 2), np.unique(np.concatenate([source, target]))
        references = self._read_references(
            company,
            SQL("product.id = ANY(%s)", self._sql_ids(np.unique(product))),
            SQL("place.id = ANY(%s)", self._sql_ids(places)),
            SQL("o.id = ANY(%s)", self._sql_ids(origins)),
        )
        return book(content, references)

    def _read_all_days(self, company, now, share):
        """Return what all moves of the ledger's time in ``share``, a condition, mean.

        While PostgreSQL sends those of one span, those of the one before are booked.
        """
        done = self._sql_done(company)
        everything = SQL("TRUE")
        references = self._read_references(
            company,
            everything,
            everything,
            SQL(
                "o.id IN (SELECT m.origin_returned_move_id FROM stock_move m "
                "WHERE m.origin_returned_move_id IS NOT NULL AND %s)",
                done,
            ),
        )
        starts = [now - timedelta(days=days) for days in range(LEDGER_DAYS, 0, -SPAN_DAYS)]
        tasks = []
        with ThreadPoolExecutor(1) as pool:
            for start, end in zip(starts, [*starts[1:], datetime.max], strict=True):
                span = SQL("m.date >= %s AND m.date < %s AND %s", start, end, share)
                content = self._copy_out(self._query_moves(company, span))
                # Not more than one span waits.
                wait(tasks)
                tasks.append(pool.submit(book, content, references))
        return ledger.merge(*(task.result() for task in tasks))

    def _query_moves(self, company, condition):
        """Return what planning must know of each of the moves, in the order of ``MOVE_KINDS``.

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

    def _read_references(self, company, products, places, origins):
        """Return what the columns of the moves refer to, as ``ledger.References``.

        :param products, places, origins: conditions on product_product product,
            stock_location place and stock_move o
        """
        timezone = company._scm_get_timezone()
        origin, origin_place, moment, to_order = self._read_table(
            self._query_origins(origins), "iiti"
        )
        places = SQL("%s OR place.id = ANY(%s)", places, self._sql_ids(np.unique(origin_place)))
        return ledger.References(
            *self._read_by_id(self._query_own_units(products), "i"),
            *self._read_by_id(SQL("SELECT id, factor FROM uom_uom"), "f"),
            *self._read_by_id(self._query_locations(places), "ii"),
            origin,
            origin_place,
            ledger.find_days(moment, timezone),
            to_order,
            timezone,
        )

    def _read_by_id(self, query, kinds):
        """Return the columns of a query after the first, which is an id, as arrays by it."""
        ids, *columns = self._read_table(query, f"i{kinds}")
        return [ledger.put_by_id(ids, column) for column in columns]

    def _query_own_units(self, products):
        return SQL(
            """
            SELECT product.id, template.uom_id
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE template.is_storable AND %s
            """,
            products,
        )

    def _query_locations(self, places):
        usages = list(ledger.USAGES)
        return SQL(
            """
            SELECT id, COALESCE(warehouse_id, 0),
                   COALESCE((%s::int[])[array_position(%s::varchar[], usage)], 0)
              FROM stock_location place WHERE %s
            """,
            [ledger.USAGES[usage] for usage in usages],
            usages,
            places,
        )

    def _query_origins(self, origins):
        """Return location, moment wanted and whether to order of what the moves return."""
        return SQL(
            """
            SELECT o.id, o.location_id, LEAST(o.date_deadline, o.date),
                   CASE WHEN %s THEN 1 ELSE 0 END
              FROM stock_move o WHERE o.state = 'done' AND %s ORDER BY o.id
            """,
            self._sql_to_order(SQL("o")),
            origins,
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
