# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import numpy as np
from odoo import api, fields, models
from odoo.tools import SQL

from ...sql.arrays import sql_ids
from ...sql.ledger import (
    MOVE_KINDS,
    query_locations,
    query_moves,
    query_origins,
    query_own_units,
    sql_done,
    sql_may_be_booked,
)
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


def book(content, references):
    """Return the days of moves as they come from PostgreSQL; must not touch the database."""
    return ledger.book(ledger.resolve(*binary_table.load(content, MOVE_KINDS), references))


class ScmDemandLedger(models.AbstractModel):
    """Keeps the ledger of daily demand up to date from done stock moves.

    What a move means is said in ``tools/ledger``, how moves are asked for in ``sql/ledger``;
    here moves are read and days written.
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
        self.env["stock.move.line"].flush_model()
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
        return ledger.count_days(company._scm_get_day(built_at)) - 1

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
            (~is_recent, SQL("m.product_id = ANY(%s)", sql_ids(keys.product[~is_recent]))),
        ):
            wanted = keys.pick(rows)
            condition = SQL("%s AND %s", moves, sql_may_be_booked(wanted))
            days = self._read_days(company, condition)
            parts.append(days.pick(ledger.find_same(days, wanted)))
        return ledger.merge(*parts)

    # Reading the moves

    def _read_days(self, company, condition):
        """Return what the moves in ``condition``, one on stock_move m, mean day by day."""
        content = self._copy_out(query_moves(self.env, company, condition))
        product, _unit, source, target, *_others, flow = binary_table.load(content, MOVE_KINDS)
        origins, places = np.unique(flow >> 2), np.unique(np.concatenate([source, target]))
        references = self._read_references(
            company,
            SQL("product.id = ANY(%s)", sql_ids(np.unique(product))),
            SQL("place.id = ANY(%s)", sql_ids(places)),
            SQL("o.id = ANY(%s)", sql_ids(origins)),
        )
        return book(content, references)

    def _read_all_days(self, company, now, share):
        """Return what all moves of the ledger's time in ``share``, a condition, mean.

        While PostgreSQL sends those of one span, those of the one before are booked.
        """
        done = sql_done(company)
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
                content = self._copy_out(query_moves(self.env, company, span))
                # Not more than one span waits.
                wait(tasks)
                tasks.append(pool.submit(book, content, references))
        return ledger.merge(*(task.result() for task in tasks))

    def _read_references(self, company, products, places, origins):
        """Return what the columns of the moves refer to, as ``ledger.References``.

        :param products, places, origins: conditions on product_product product,
            stock_location place and stock_move o
        """
        timezone = company._scm_get_timezone()
        origin, origin_place, moment, to_order = self._read_table(query_origins(origins), "iiti")
        places = SQL("%s OR place.id = ANY(%s)", places, sql_ids(np.unique(origin_place)))
        return ledger.References(
            *self._read_by_id(query_own_units(products), "i"),
            *self._read_by_id(SQL("SELECT id, factor FROM uom_uom"), "f"),
            *self._read_by_id(query_locations(places), "ii"),
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
