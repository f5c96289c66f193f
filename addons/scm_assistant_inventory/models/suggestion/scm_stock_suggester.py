# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

import numpy as np
from odoo import api, fields, models
from odoo.addons.scm_assistant_base.tools.jobs import run_jobs
from odoo.addons.scm_assistant_base.tools.locks import try_lock

from ...sql.suggestion import query_lines, query_past, query_positions, query_receipts
from ...sql.suggestion_write import (
    query_expire,
    query_insert,
    query_locked,
    query_orphans,
    query_update,
)
from ...tools import allocation
from .scm_stock_suggestion import OPEN_STATES

_logger = logging.getLogger(__name__)


class ScmStockSuggester(models.AbstractModel):
    """Suggests what to do about all positions of a company: a few statements.

    Shortage: first what another warehouse can spare, then an earlier date of what is
    on order, then a purchase of what is still missing. Excess: first less or later on
    order, then a return, then a promotion, or a look at scrapping what is dead.
    """

    _name = "scm.stock.suggester"
    _description = "Stock Suggester"

    @api.model
    def _cron_generate(self):
        """Make suggestions for one company after the other, each in its own transaction."""
        companies = self.env["res.company"].search(
            [("active", "=", True)], order="scm_suggested_at NULLS FIRST, id"
        )
        failure = "No suggestions made for company %s"
        run_jobs(self.env, companies, self._generate, _logger, failure)

    @api.model
    def _generate(self, company, products=None):
        """Bring the draft suggestions of ``company`` up to date with its positions.

        What is needed is made or updated, what is no longer needed is cancelled, what
        somebody submitted or turned down is respected. Where another worker is at it
        already, it is left to that one; return whether it was done.

        :param products: only these, for a look at a single position
        """
        if not self._try_lock(company):
            return False
        self.env.flush_all()
        query = query_positions(self.env, company, products)
        positions = self.env.execute_query_dict(query)
        data = self._get_columns(positions)
        past = self._get_past(company, products, data)
        rows = self._suggest(company, data, past) if data else []
        self._write_drafts(company, rows, past)
        if not products:
            company.sudo().scm_suggested_at = fields.Datetime.now()
        self.env["scm.stock.suggestion"].invalidate_model()
        self.env["scm.stock.position"].invalidate_model()
        return True

    @api.model
    def _try_lock(self, company):
        return try_lock(self.env, f"scm.stock.suggester:{company.id}")

    # What is read: one statement each

    def _get_columns(self, rows):
        """Return {name: array} of the positions."""
        if not rows:
            return {}
        columns = {}
        for name in rows[0]:
            is_number = name.endswith(("_qty", "_days", "_cost", "_multiple"))
            values = [row[name] for row in rows]
            columns[name] = (
                np.array([float(value or 0) for value in values])
                if is_number
                else np.array(values, dtype=object)
            )
        return columns

    def _get_past(self, company, products, data):
        """Return what is open, promised or was turned down lately.

        ``open`` {key: row}, ``promised`` rows that wait for a decision, ``quiet``
        {(position, kind)} and ``quiet_lines`` {(kind, purchase line)} not to suggest
        again, ``row`` {position: place among the positions}.
        """
        rows = self.env.execute_query_dict(query_past(company, OPEN_STATES, products))
        is_open = [row for row in rows if row["approval_state"] in OPEN_STATES]
        quiet = [row for row in rows if row["approval_state"] not in OPEN_STATES]
        promised = [row for row in is_open if row["approval_state"] != "draft"]
        return {
            "open": {self._get_key(row): row for row in is_open},
            "promised": promised,
            "quiet": {(row["position_id"], row["kind"]) for row in quiet},
            "quiet_lines": {(row["kind"], row["order_line_id"]) for row in quiet},
            "row": {one: place for place, one in enumerate(data.get("id", ()))},
        }

    def _get_key(self, row):
        return (
            row["position_id"],
            row["kind"],
            row.get("source_position_id") or 0,
            row.get("order_line_id") or 0,
        )

    def _get_lines(self, company, data, past, today):
        """Return the open purchase lines of the positions, rows and arrays alike.

        Left out are positions whose orders wait for a manager's decision already.
        """
        waiting = {
            row["position_id"]
            for row in past["promised"]
            if row["kind"] in ("expedite", "postpone", "reduce")
        }
        places = {
            (warehouse, product): place
            for place, (warehouse, product) in enumerate(
                zip(data["warehouse_id"], data["product_id"], strict=True)
            )
        }
        rows = []
        for row in self.env.execute_query_dict(query_lines(self.env, company, today)):
            place = places.get((row["warehouse_id"], row["product_id"]))
            if place is not None and data["id"][place] not in waiting:
                rows.append({**row, "place": place})
        table = np.array(
            [
                [row["place"], row["quantity"], row["day"], row["is_draft"], row["step"]]
                for row in rows
            ],
            dtype=float,
        ).reshape(len(rows), 5)
        place = table[:, 0].astype(int)
        smallest = np.where(data["is_whole"].astype(bool), 1.0, 0.01)[place]
        arrays = allocation.OrderLines(
            position=place,
            quantity=table[:, 1],
            day=table[:, 2],
            is_draft=table[:, 3].astype(bool),
            step=np.maximum(table[:, 4], smallest),
        )
        return {"rows": rows, "arrays": arrays}

    def _get_receipts(self, company, data, today):
        """Return {position id: its last receipt that can still be returned}."""
        if company.scm_return_days <= 0:
            return {}
        found = self.env.execute_query_dict(query_receipts(company, today))
        by_pair = {(row["warehouse_id"], row["product_id"]): row for row in found}
        result = {}
        for row, position_id in enumerate(data["id"]):
            receipt = by_pair.get((data["warehouse_id"][row], data["product_id"][row]))
            if receipt:
                result[position_id] = receipt
        return result

    # What is written: one statement each

    def _write_drafts(self, company, rows, past):
        """Make, update and expire the drafts: one statement each.

        Drafts that somebody has just in hand are left alone.
        """
        drafts = {
            row["id"]: key for key, row in past["open"].items() if row["approval_state"] == "draft"
        }
        locked = self._lock_drafts(list(drafts))
        new, updated = [], []
        for row in rows:
            known = past["open"].get(self._get_key(row))
            if not known:
                new.append(row)
            elif known["id"] in locked:
                updated.append({**row, "id": known["id"]})
        self._insert_drafts(company, new)
        self._update_drafts(updated)
        kept = {row["id"] for row in updated}
        generated = {row["id"] for row in past["open"].values() if row["is_generated"]}
        self._expire_drafts(list((locked & generated) - kept))
        self._expire_drafts(self._find_orphans(company))

    def _find_orphans(self, company):
        """Return the drafts whose position is gone, which nothing else looks at."""
        query = query_orphans(company)
        return [row[0] for row in self.env.execute_query(query)]

    def _lock_drafts(self, ids):
        """Return those of the drafts that nobody has in hand."""
        return {row[0] for row in self.env.execute_query(query_locked(ids))}

    def _insert_drafts(self, company, rows):
        if rows:
            numbers = self.env["scm.stock.suggestion"]._draw_references(company, len(rows))
            query = query_insert(self.env, company, rows, numbers)
            self.env.cr.execute(query)

    def _update_drafts(self, rows):
        if rows:
            self.env.cr.execute(query_update(self.env, rows))

    def _expire_drafts(self, ids):
        if ids:
            self.env.cr.execute(query_expire(self.env, ids))
