# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import lru_cache

import pytz
from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools import sql as schema

WINDOW_DAYS = 730
REBUILD_DAYS = 7
# A long transaction may commit moves that carry an earlier time than our last look.
OVERLAP_HOURS = 2


# Years back in which the ledger looks, with the one before for early deadlines.
CLOCK_YEARS = 4
# In the order of the unique index: rows that come sorted like it are added at its end.
KEY = SQL("product_id, warehouse_id, day")
VALUES = SQL("out_qty, return_qty, transfer_qty, order_qty, net_qty")
# Rows that one statement may sort and group in memory.
WORK_MEMORY = "256MB"
# From so many stock moves on, the first ledger is written without indexes, unless the
# ledger already holds more than so many days of other companies.
MANY_MOVES = 100_000
FEW_DAYS = 10_000


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


class LedgerReference(fields.Many2one):
    """A reference that the database does not check.

    A first build writes millions of days, and three checks a row take longer than all
    the rest. What a day refers to has done stock moves, which Odoo does not let go.
    """

    def update_db_foreign_key(self, model, column):
        """Override of `odoo`: no foreign key."""


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

    company_id = LedgerReference("res.company", required=True)
    warehouse_id = LedgerReference("stock.warehouse", required=True)
    product_id = LedgerReference("product.product", required=True)
    day = fields.Date(required=True, help="In the company's time zone.")
    out_qty = fields.Float("Issued")
    return_qty = fields.Float("Returned")
    transfer_qty = fields.Float("Transferred")
    order_qty = fields.Float(
        "Bought to Order",
        help="Issued of what was bought or made for exactly this need. No stock has to cover it.",
    )
    net_qty = fields.Float(
        "Stock Change",
        help="All that came in less all that went out on this day, counts included.",
    )

    is_stale = fields.Boolean(help="A move has left this day; it is written anew at the next look.")

    _key_uniq = models.Constraint(
        "UNIQUE(product_id, warehouse_id, day, company_id)",
        "There is already a record of this day.",
    )
    _stale = models.Index("(company_id) WHERE is_stale")

    def init(self):
        """Override of `odoo`: numbers for new days are drawn by the thousand."""
        self.env.cr.execute("ALTER SEQUENCE scm_demand_day_id_seq CACHE 1000")

    @api.model
    def _sync(self, company):
        """Bring the ledger of ``company`` up to date; the caller holds its lock.

        Reads the moves changed since the last time and writes their days anew, and the
        days that moves have left. Once a week everything is read anew.
        """
        self.env["stock.move"].flush_model()
        self.flush_model()
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", WORK_MEMORY))
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

    @api.model
    def _mark_stale(self, moves):
        """Have the days that ``moves`` are booked on now written anew at the next look."""
        # Where nothing was ever booked, nothing is stale.
        moves = moves.filtered("company_id.scm_ledger_synced_at")
        if not moves:
            return
        moves.flush_recordset()
        for company, own in moves.grouped("company_id").items():
            self.env.cr.execute(
                SQL(
                    "UPDATE scm_demand_day SET is_stale = TRUE "
                    "WHERE company_id = %(company)s AND (%(key)s) IN (SELECT %(key)s FROM "
                    "(%(events)s) event)",
                    company=company.id,
                    key=KEY,
                    events=self._query_events(company, SQL("m.id = ANY(%s)", own.ids)),
                )
            )

    def _rebuild(self, company):
        """Read everything; write what differs from what is there."""
        since = fields.Datetime.subtract(self.env.cr.now(), days=WINDOW_DAYS)
        days = self._query_days(company, SQL("m.date >= %s", since))
        self.env.cr.execute(
            SQL("SELECT FROM scm_demand_day WHERE company_id = %s LIMIT 1", company.id)
        )
        if self.env.cr.rowcount:
            self._replace(company, days, SQL("TRUE"))
        else:
            with self._without_indexes() if self._is_first_of_many() else nullcontext():
                self.env.cr.execute(self._query_insert(company, days))
            # The next night may come before PostgreSQL itself has looked at so many rows,
            # and would join them one by one.
            self.env.cr.execute("ANALYZE scm_demand_day")

    def _is_first_of_many(self):
        """Return whether there is next to nothing in the ledger, and much to be read."""
        self.env.cr.execute(
            "SELECT reltuples >= %s AND NOT EXISTS (SELECT FROM scm_demand_day OFFSET %s) "
            "FROM pg_class WHERE oid = 'stock_move'::regclass",
            [MANY_MOVES, FEW_DAYS],
        )
        return self.env.cr.fetchone()[0]

    @contextmanager
    def _without_indexes(self):
        """Build the indexes of the almost empty table after the rows were written.

        Row by row they take as long as all the rest of the writing. Who reads meanwhile
        waits; there is hardly anything to read yet.
        """
        cr, table = self.env.cr, self._table
        keys = {
            f"{table}_pkey": "PRIMARY KEY (id)",
            f"{table}_key_uniq": self._table_objects[f"{table}_key_uniq"].get_definition(self.pool),
        }
        for name in keys:
            schema.drop_constraint(cr, table, name)
        yield
        for name, definition in keys.items():
            schema.add_constraint(cr, table, name, definition)

    def _update_changed(self, company, since):
        """Write anew the days of the moves changed since ``since``, and the stale ones."""
        changed = SQL("m.write_date >= %s", since)
        self._create_temporary(
            "scm_demand_key",
            SQL(
                "SELECT %(key)s FROM (%(events)s) event UNION "
                "SELECT %(key)s FROM scm_demand_day WHERE company_id = %(company)s AND is_stale",
                key=KEY,
                events=self._query_events(company, changed),
                company=company.id,
            ),
        )
        self.env.cr.execute("SELECT min(day), count(*) FROM scm_demand_key")
        first, count = self.env.cr.fetchone()
        if not count:
            return
        # A move is never dated before the day that its demand is booked on.
        relevant = SQL(
            "m.date >= %s::timestamp - interval '1 day' "
            "AND m.product_id IN (SELECT product_id FROM scm_demand_key)",
            first,
        )
        days = self._query_days(company, relevant, SQL("JOIN scm_demand_key USING (%s)", KEY))
        self._replace(company, days, SQL("(%s) IN (SELECT %s FROM scm_demand_key)", KEY, KEY))

    def _replace(self, company, days, scope):
        """Make the ledger's rows in ``scope`` equal to ``days``; leave what is equal."""
        self._create_temporary("scm_demand_fresh", days)
        # The keys by "=", which can be hashed; IS NOT DISTINCT would try each with each.
        same = SQL(
            "ledger.company_id = %s AND (%s) = (%s) AND (%s) IS NOT DISTINCT FROM (%s)",
            company.id,
            self._prefix("ledger", KEY),
            self._prefix("fresh", KEY),
            self._prefix("ledger", VALUES),
            self._prefix("fresh", VALUES),
        )
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM scm_demand_day ledger WHERE company_id = %s AND %s
                   AND (is_stale OR NOT EXISTS (SELECT FROM scm_demand_fresh fresh WHERE %s))
                """,
                company.id,
                scope,
                same,
            )
        )
        missing = SQL(
            "SELECT * FROM scm_demand_fresh fresh "
            "WHERE NOT EXISTS (SELECT FROM scm_demand_day ledger WHERE %s)",
            same,
        )
        self.env.cr.execute(self._query_insert(company, missing))

    def _prefix(self, table, columns):
        """Return the ``columns`` as those of ``table``."""
        names = columns.code.split(", ")
        return SQL(", ").join(SQL.identifier(table, name) for name in names)

    def _create_temporary(self, name, query):
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(name)))
        self.env.cr.execute(
            SQL("CREATE TEMPORARY TABLE %s ON COMMIT DROP AS %s", SQL.identifier(name), query)
        )
        self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(name)))

    def _query_insert(self, company, days):
        return SQL(
            "INSERT INTO scm_demand_day (company_id, %(key)s, %(values)s) "
            "SELECT %(company)s, %(key)s, %(values)s FROM (%(days)s) fresh",
            company=company.id,
            key=KEY,
            values=VALUES,
            days=days,
        )

    def _query_days(self, company, moves, join=SQL("")):  # noqa: B008
        """Return the days of ``moves``, narrowed by ``join``."""
        sums = SQL(", ").join(
            SQL("sum(%s) AS %s", SQL(name), SQL(name)) for name in VALUES.code.split(", ")
        )
        return SQL(
            "SELECT %(key)s, %(sums)s FROM (%(events)s) event %(join)s GROUP BY %(key)s",
            key=KEY,
            sums=sums,
            events=self._query_events(company, moves),
            join=join,
        )

    def _query_events(self, company, moves):
        """Return what ``moves``, a condition on stock_move m, mean for each warehouse.

        Columns: product_id, warehouse_id, day, out_qty, return_qty, transfer_qty,
        order_qty, net_qty. Quantities are in the product's unit, not rounded. Most moves
        mean one thing on one day; the few that mean more are read a second time.
        """
        # By the move's own columns, so that nothing is joined to the many others.
        more = SQL(
            """
            (m.date_deadline < m.date
             OR m.location_id IN (SELECT id FROM stock_location
                                   WHERE usage IN ('customer', 'production'))
             OR m.location_id IN (SELECT id FROM stock_location WHERE warehouse_id IS NOT NULL)
                AND m.location_dest_id IN (SELECT id FROM stock_location
                                            WHERE warehouse_id IS NOT NULL))
            """
        )
        return SQL(
            """
            SELECT product_id, COALESCE(source_id, target_id) AS warehouse_id, moved_day AS day,
                   CASE WHEN is_issue AND NOT to_order AND due_day = moved_day
                        THEN quantity ELSE 0 END AS out_qty, 0::float8 AS return_qty,
                   CASE WHEN is_transfer THEN quantity ELSE 0 END AS transfer_qty,
                   CASE WHEN is_issue AND to_order THEN quantity ELSE 0 END AS order_qty,
                   CASE WHEN source_id IS NULL THEN quantity ELSE -quantity END AS net_qty
              FROM (%(all)s) move
             UNION ALL
            SELECT move.product_id, event.warehouse_id, event.day,
                   event.out_qty, event.return_qty, 0, 0, event.net_qty
              FROM (%(more)s) move
              LEFT JOIN stock_move origin ON move.is_return
                    AND origin.id = move.origin_returned_move_id AND origin.state = 'done'
              LEFT JOIN stock_location place ON place.id = origin.location_id
             CROSS JOIN LATERAL (VALUES
                   -- What was wanted on another day than it left.
                   (CASE WHEN is_issue AND NOT to_order AND due_day <> moved_day
                         THEN source_id END, due_day, move.quantity, 0::float8, 0::float8),
                   -- What arrives in another warehouse.
                   (CASE WHEN source_id IS NOT NULL THEN target_id END,
                    moved_day, 0, 0, move.quantity),
                   -- What comes back, from the warehouse and day that delivered it.
                   (CASE WHEN is_return AND (origin.id IS NULL OR NOT %(origin_to_order)s)
                         THEN COALESCE(place.warehouse_id, target_id) END,
                    COALESCE(%(origin_day)s, moved_day), 0, move.quantity, 0)
                   ) event(warehouse_id, day, out_qty, return_qty, net_qty)
             WHERE event.warehouse_id IS NOT NULL
            """,
            all=self._query_moves(company, moves),
            more=self._query_moves(company, SQL("%s AND %s", moves, more)),
            origin_day=self._sql_day(company, SQL("LEAST(origin.date_deadline, origin.date)")),
            origin_to_order=self._sql_to_order(SQL("origin")),
        )

    def _query_moves(self, company, moves):
        """Return what planning must know of each of ``moves``."""
        return SQL(
            """
            SELECT m.product_id, m.origin_returned_move_id, %(moved)s AS moved_day,
                   -- What went out late was wanted earlier; what went out early, then.
                   %(due)s AS due_day,
                   (CASE WHEN m.product_uom = goods.uom_id THEN m.quantity
                    ELSE m.quantity / goods.factor
                         * (SELECT factor FROM uom_uom WHERE id = m.product_uom)
                    END)::float8 AS quantity,
                   source.warehouse_id AS source_id, target.warehouse_id AS target_id,
                   flow.is_flow AND source.warehouse_id IS NOT NULL
                       AND target.usage IN ('internal', 'transit') AS is_transfer,
                   flow.is_flow AND source.warehouse_id IS NOT NULL
                       AND target.usage IN ('customer', 'production') AS is_issue,
                   flow.is_flow AND target.warehouse_id IS NOT NULL
                       AND (source.usage = 'customer' OR source.usage = 'production'
                            AND m.origin_returned_move_id IS NOT NULL) AS is_return,
                   %(to_order)s AS to_order
              FROM stock_move m
              JOIN stock_location source ON source.id = m.location_id
              JOIN stock_location target ON target.id = m.location_dest_id
              -- Joined once a product, not once a move.
              JOIN (SELECT product.id, unit.id AS uom_id, unit.factor
                      FROM product_product product
                      JOIN product_template template ON template.id = product.product_tmpl_id
                           AND template.is_storable
                      JOIN uom_uom unit ON unit.id = template.uom_id
                    OFFSET 0) goods ON goods.id = m.product_id
             CROSS JOIN LATERAL (
                   SELECT m.is_inventory IS NOT TRUE AND m.scrap_id IS NULL AS is_flow) flow
             WHERE m.state = 'done' AND m.quantity <> 0 AND m.company_id = %(company)s
               AND %(moves)s
               AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
            -- A fence: computed once a move, not wherever it is named.
            OFFSET 0
            """,
            moved=self._sql_day(company, SQL("m.date")),
            due=self._sql_day(company, SQL("LEAST(m.date_deadline, m.date)")),
            to_order=self._sql_to_order(SQL("m")),
            company=company.id,
            moves=moves,
        )

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
