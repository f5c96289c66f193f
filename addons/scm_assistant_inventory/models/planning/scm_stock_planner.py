# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from odoo import api, models
from odoo.addons.scm_assistant_base.tools.locks import try_lock
from odoo.tools import SQL

from ...sql.planning import query_positions
from ...sql.planning_write import (
    KINDS,
    WRITTEN,
    query_delete_gone,
    query_table,
    query_upsert,
)
from ...tools import binary_table
from ..demand.scm_demand_block import load_lists

# What planning reads of the ledger's blocks.
HISTORY_LISTS = ("days", "out_qty", "net_qty")
# What one statement may sort and group in memory.
WORK_MEMORY = "256MB"


class ScmStockPlanner(models.AbstractModel):
    """Plans all positions of a company: a few statements, whatever their number."""

    _name = "scm.stock.planner"
    _description = "Stock Planner"
    _inherit = ["scm.binary.table.mixin"]

    @api.model
    def _refresh(self, companies):
        """Bring ledger and positions of ``companies`` up to date.

        Where another worker is at a company already, that one is left to it.
        """
        for company in companies:
            if self._try_lock(company):
                self.env.cr.execute(SQL("SET LOCAL work_mem = %s", WORK_MEMORY))
                self.env["scm.demand.ledger"]._sync(company)
                self._plan(company)

    @api.model
    def _try_lock(self, company):
        return try_lock(self.env, f"scm.stock.planner:{company.id}")

    def _plan(self, company):
        """Compute and write the positions of ``company``; the ledger is up to date."""
        self.env.flush_all()
        today = company._scm_get_today()
        blocks = self._copy_out(self._query_blocks(company, today))
        with ThreadPoolExecutor(1) as pool:
            loading = pool.submit(load_lists, blocks, HISTORY_LISTS)
            columns = self._read_positions(company)
        if len(columns["product_id"]):
            # Ledger and stock are of one moment here, and of none later.
            columns["ledger_qty"] = columns["on_hand_qty"]
            history = self._read_history(company, columns, today, loading.result())
            columns["xyz"] = self._classify_xyz(columns, history)
            columns |= self._get_policy_columns(company, columns, today)
            columns |= self._plan_columns(columns, history)
            columns |= self._get_override_columns(company, columns, today)
            columns["horizon_days"] = self._get_horizon(company, columns)
            columns |= self._get_status_columns(company, columns, today)
        self._write_positions(company, columns)
        self.env["scm.stock.status.day"]._note(company, today)
        self.env["scm.stock.position"].invalidate_model()

    def _read_positions(self, company):
        """Return {name: array} of the positions, sorted by warehouse and product."""
        self.env.cr.execute(query_positions(self.env, company))
        names = [column.name for column in self.env.cr.description]
        rows = self.env.cr.fetchall()
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        return {
            name: self._to_column(name, values) for name, values in zip(names, columns, strict=True)
        }

    def _to_column(self, name, values):
        if name.endswith(("_qty", "_days", "cost", "multiple")):
            return np.array(values, dtype=float)
        return np.array(values, dtype=object)

    # Writing

    def _write_positions(self, company, columns):
        """Make the positions of ``company`` those of ``columns``; the lock keeps others out."""
        words = self._send_positions(columns)
        self.env.cr.execute(query_upsert(self.env, company, words))
        self.env.cr.execute(query_delete_gone(company))

    def _send_positions(self, columns):
        """Send the columns to a temporary table; return {field: its words}."""
        words, arrays = {}, []
        for name, kind in WRITTEN.items():
            values = columns.get(name, np.empty(0))
            if kind == "varchar":
                words[name], values = self._number_words(values)
            elif values.dtype == object and kind in ("int", "bool"):
                values = np.array([value or 0 for value in values], dtype=np.int64)
            arrays.append(values)
        kinds = "".join(KINDS[kind] for kind in WRITTEN.values())
        self.env.cr.execute("DROP TABLE IF EXISTS scm_planned")
        self.env.cr.execute(query_table())
        content = binary_table.dump(arrays, kinds)
        self._copy_in("scm_planned", WRITTEN, content)
        return words

    def _number_words(self, values):
        """Return (the words, each value's number among them, from 1; 0: none)."""
        words = sorted({value for value in values.tolist() if value})
        numbers = {word: number for number, word in enumerate(words, 1)}
        return words, np.array([numbers.get(value, 0) for value in values.tolist()], dtype=int)
