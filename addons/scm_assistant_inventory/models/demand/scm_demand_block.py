# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from odoo import api, fields, models
from odoo.tools import SQL

from ...sql.arrays import sql_ids
from ...tools import binary_lists, binary_table, ledger

# The lists of a block: a day each and, in the same order, what happened on it.
LISTS = ("days", *ledger.VALUES)
# What is kept beside them, to be asked without opening them.
FIGURES = ("demand_qty", "last_issue")
COLUMNS = ("company_id", "warehouse_id", "product_id", "block", *FIGURES, *LISTS)
# So many days are laid out at once.
CHUNK = 500_000


def dump_blocks(company_id, days, single_from):
    """Return the blocks of ``days`` as PostgreSQL reads them; must not touch the database."""
    blocks, begins, counts = ledger.find_blocks(days, single_from)
    columns = [
        np.full(len(begins), company_id),
        days.warehouse[begins],
        days.product[begins],
        blocks,
        ledger.sum_demand(days, begins),
        ledger.find_last_issue(days, begins, binary_table.NO_DAY),
    ]
    return binary_lists.dump(columns, "iiiifn", [days.day, *days.values], get_kinds(LISTS), counts)


def load_lists(content, lists):
    """Return ([warehouse, product], ``lists``, length) of blocks as PostgreSQL sent them."""
    return binary_lists.load(content, "ii", get_kinds(lists))


def get_kinds(lists):
    return "".join("d" if name == "days" else "f" for name in lists)


class LedgerReference(fields.Many2one):
    """A reference that the database does not check, which takes longer than to write it.

    What the ledger refers to has done stock moves, which Odoo does not let go.
    """

    def update_db_foreign_key(self, model, column):
        """Override of `odoo`: no foreign key."""


class ScmDemandBlock(models.Model):
    """Thirteen weeks of the demand ledger, of a product in a warehouse.

    Since the last building of the ledger it is a day, see ``ledger.get_block``.
    ``scm.demand.day`` shows the days of both. To write a row for each day would take three
    times as long, and to read it twice. The lists are columns of the table only:

    - days: date[], those on which something happened, ascending, at least one
    - out_qty, return_qty, transfer_qty, order_qty, net_qty: float8[], a quantity a day;
      NULL instead of zeros only
    - demand_qty: float8, the sum of what was issued less what came back
    - last_issue: date, -infinity where nothing was issued
    """

    _name = "scm.demand.block"
    _inherit = ["scm.binary.table.mixin"]
    _description = "Demand of Thirteen Weeks"
    _log_access = False

    company_id = LedgerReference("res.company", required=True)
    warehouse_id = LedgerReference("stock.warehouse", required=True)
    product_id = LedgerReference("product.product", required=True)
    block = fields.Integer(required=True, help="Number of the thirteen weeks, or of the day.")

    _key_uniq = models.Constraint(
        "UNIQUE(product_id, warehouse_id, block, company_id)",
        "There is already a record of these weeks.",
    )

    def init(self):
        """Override of `odoo`: the columns that the ORM has no type for."""
        kinds = dict.fromkeys(LISTS, "float8[]") | {"days": "date[]"}
        kinds |= {"demand_qty": "float8", "last_issue": "date"}
        columns = SQL(", ").join(
            SQL("ADD COLUMN IF NOT EXISTS %s %s", SQL.identifier(name), SQL(kind))
            for name, kind in kinds.items()
        )
        table = SQL.identifier(self._table)
        self.env.cr.execute(SQL("ALTER TABLE %s %s", table, columns))
        self._check_lists(table)

    def _check_lists(self, table):
        """Have the database refuse lists that are not as long as the days, and empty ones."""
        same = SQL(" AND ").join(
            SQL("COALESCE(cardinality(%s) = cardinality(days), TRUE)", SQL.identifier(name))
            for name in ledger.VALUES
        )
        name = SQL.identifier(f"{self._table}_lists")
        self.env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", table, name))
        self.env.cr.execute(
            SQL(
                "ALTER TABLE %s ALTER days SET NOT NULL, "
                "ADD CONSTRAINT %s CHECK (cardinality(days) > 0 AND %s)",
                table,
                name,
                same,
            )
        )

    @api.model
    def _replace_all(self, company, parts, single_from):
        """Make ``parts``, each a ``ledger.Days`` of other products, all of ``company``."""
        self.env.cr.execute(SQL("DELETE FROM scm_demand_block WHERE company_id = %s", company.id))
        for days in parts:
            self._append(company, days, single_from)
        # The next night may come before PostgreSQL itself has looked at so many rows.
        # Not at the lists, which takes as long as to write them.
        self.env.cr.execute("ANALYZE scm_demand_block (company_id, product_id, block)")

    @api.model
    def _replace(self, company, keys, days, single_from):
        """Make ``days`` what the ledger holds of the days of ``keys``; both ``ledger.Days``."""
        known = self._take(company, keys, single_from)
        kept = known.pick(~ledger.find_same(known, keys))
        self._append(company, ledger.merge(kept, days), single_from)

    def _take(self, company, keys, single_from):
        """Delete the blocks that may hold days of ``keys``; return all that they held."""
        query = SQL(
            """
            DELETE FROM scm_demand_block
             WHERE company_id = %s AND (product_id, warehouse_id, block) IN (
                   SELECT * FROM unnest(%s, %s, %s))
            RETURNING warehouse_id, product_id, %s
            """,
            company.id,
            *map(sql_ids, ledger.get_keys_of_blocks(keys, single_from)),
            self._sql_lists(LISTS),
        )
        (warehouse, product), (day, *values), counts = load_lists(self._copy_out(query), LISTS)
        return ledger.Days(
            np.repeat(product, counts), np.repeat(warehouse, counts), day, np.stack(values)
        )

    @api.model
    def _query_lists(self, company, scope, lists):
        """Return the query of warehouse, product and ``lists`` of the blocks in ``scope``."""
        return SQL(
            "SELECT warehouse_id, product_id, %s FROM scm_demand_block "
            "WHERE company_id = %s AND %s",
            self._sql_lists(lists),
            company.id,
            scope,
        )

    def _append(self, company, days, single_from):
        """Write the blocks of the sorted ``days``; none of them may be there.

        While PostgreSQL takes some, the next are laid out.
        """
        with ThreadPoolExecutor(1) as pool:
            waiting = None
            for rows in ledger.cut(days, CHUNK):
                task = pool.submit(dump_blocks, company.id, days.pick(rows), single_from)
                self._copy_blocks(waiting)
                waiting = task
            self._copy_blocks(waiting)

    def _copy_blocks(self, task):
        if task:
            self._copy_in(self._table, COLUMNS, task.result())

    def _sql_lists(self, lists):
        """Return the lists with their zeros."""
        zeros = SQL("array_fill(0::float8, ARRAY[cardinality(days)])")
        return SQL(", ").join(
            SQL.identifier(name)
            if name == "days"
            else SQL("COALESCE(%s, %s)", SQL.identifier(name), zeros)
            for name in lists
        )
