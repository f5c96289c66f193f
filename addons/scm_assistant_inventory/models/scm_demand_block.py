# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import binary_lists, binary_table, ledger

# The lists of a block: a day each and, in the same order, what happened on it.
LISTS = ("days", *ledger.VALUES)
# What is kept beside them, to be asked without opening them.
SUMS = ("demand_qty", "last_issue")
# So many blocks are laid out at once.
CHUNK = 40_000
COLUMNS = ("company_id", "warehouse_id", "product_id", "block", *SUMS, *LISTS)


def dump_blocks(company_id, days):
    """Return the blocks of ``days`` as PostgreSQL reads them."""
    begins, counts = ledger.find_blocks(days)
    columns = [
        np.full(len(begins), company_id),
        days.warehouse[begins],
        days.product[begins],
        ledger.get_block(days.day[begins]),
        ledger.sum_demand(days, begins),
        ledger.find_last_issue(days, begins, binary_table.NO_DAY),
    ]
    return binary_lists.dump(columns, "iiiifn", [days.day, *days.values], get_kinds(LISTS), counts)


def get_kinds(lists):
    return "".join("d" if name == "days" else "f" for name in lists)


class LedgerReference(fields.Many2one):
    """A reference that the database does not check.

    What a block refers to has done stock moves, which Odoo does not let go.
    """

    def update_db_foreign_key(self, model, column):
        """Override of `odoo`: no foreign key."""


class ScmDemandBlock(models.Model):
    """Thirteen weeks of the demand ledger, of a product in a warehouse.

    ``scm.demand.day`` shows them day by day. To write a row for each day would take three
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
    block = fields.Integer(required=True, help="Number of the thirteen weeks.")
    is_stale = fields.Boolean(help="A move has left a day of it; it is written anew.")

    _key_uniq = models.Constraint(
        "UNIQUE(product_id, warehouse_id, block, company_id)",
        "There is already a record of these weeks.",
    )
    _stale = models.Index("(company_id) WHERE is_stale")

    def init(self):
        """Override of `odoo`: the columns that the ORM has no type for."""
        kinds = dict.fromkeys(LISTS, "float8[]") | {"days": "date[] NOT NULL"}
        kinds |= {"demand_qty": "float8", "last_issue": "date"}
        columns = SQL(", ").join(
            SQL("ADD COLUMN IF NOT EXISTS %s %s", SQL.identifier(name), SQL(kind))
            for name, kind in kinds.items()
        )
        self.env.cr.execute(SQL("ALTER TABLE %s %s", SQL.identifier(self._table), columns))

    @api.model
    def _replace_all(self, company, days):
        """Make ``days``, a ``ledger.Days``, all that the ledger holds of ``company``."""
        self.env.cr.execute(SQL("DELETE FROM scm_demand_block WHERE company_id = %s", company.id))
        self._append(company, days)
        # The next night may come before PostgreSQL itself has looked at so many rows.
        # Not at the lists, which takes as long as to write them.
        self.env.cr.execute("ANALYZE scm_demand_block (company_id, product_id, block)")

    @api.model
    def _replace(self, company, keys, days):
        """Make ``days`` what the ledger holds of the days of ``keys``; both ``ledger.Days``."""
        scope = self._sql_among(keys)
        known = self._read(company, scope)
        kept = known.pick(~ledger.find_same(known, keys))
        self.env.cr.execute(
            SQL("DELETE FROM scm_demand_block WHERE company_id = %s AND %s", company.id, scope)
        )
        self._append(company, ledger.merge(kept, days))

    @api.model
    def _mark_stale(self, company, keys):
        """Have the blocks that hold the days of ``keys`` written anew at the next look."""
        self.env.cr.execute(
            SQL(
                "UPDATE scm_demand_block SET is_stale = TRUE WHERE company_id = %s AND %s",
                company.id,
                self._sql_among(keys),
            )
        )

    @api.model
    def _read_stale(self, company):
        """Return each day of the stale blocks, whether something happened on it or not."""
        query = SQL(
            "SELECT product_id, warehouse_id, block FROM scm_demand_block "
            "WHERE company_id = %s AND is_stale",
            company.id,
        )
        return ledger.get_days_of_blocks(*self._read_table(query, "iii"))

    def _read(self, company, scope):
        """Return the ledger's days in ``scope``, a condition on the table."""
        warehouse, product, (day, *values) = self._read_lists(company, scope, LISTS)
        return ledger.Days(product, warehouse, day, np.stack(values))

    @api.model
    def _read_lists(self, company, scope, lists):
        """Return warehouse and product of each day in ``scope``, and its ``lists``: arrays."""
        query = SQL(
            "SELECT warehouse_id, product_id, %s FROM scm_demand_block "
            "WHERE company_id = %s AND %s",
            SQL(", ").join(map(self._sql_list, lists)),
            company.id,
            scope,
        )
        (warehouse, product), values, counts = binary_lists.load(
            self._copy_out(query), "ii", get_kinds(lists)
        )
        return np.repeat(warehouse, counts), np.repeat(product, counts), values

    def _append(self, company, days):
        """Write the blocks of ``days``; none of them may be there.

        While PostgreSQL takes a few, the next are laid out.
        """
        with ThreadPoolExecutor(1) as pool:
            tasks = [
                pool.submit(dump_blocks, company.id, days.pick(rows))
                for rows in ledger.cut(days, CHUNK)
            ]
            for task in tasks:
                self._copy_in(self._table, COLUMNS, task.result())

    def _sql_list(self, name):
        """Return a list with its zeros."""
        if name == "days":
            return SQL.identifier(name)
        return SQL(
            "COALESCE(%s, array_fill(0::float8, ARRAY[cardinality(days)]))", SQL.identifier(name)
        )

    def _sql_among(self, keys):
        """Return the condition that a block holds a day of ``keys``."""
        blocks = ledger.get_keys_of_blocks(keys)
        return SQL(
            "(product_id, warehouse_id, block) IN "
            "(SELECT * FROM unnest(%s::int[], %s::int[], %s::int[]))",
            *(column.tolist() for column in blocks),
        )
