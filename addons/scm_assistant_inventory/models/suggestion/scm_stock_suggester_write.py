# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import models
from odoo.tools import SQL

from .scm_stock_suggestion_reason import SHORTAGE_KINDS

# What a suggestion is written from: field → PostgreSQL type.
WRITTEN = {
    "position_id": "int",
    "warehouse_id": "int",
    "product_id": "int",
    "kind": "varchar",
    "side": "varchar",
    "source_position_id": "int",
    "source_warehouse_id": "int",
    "order_line_id": "int",
    "purchase_order_id": "int",
    "receipt_move_id": "int",
    "supplierinfo_id": "int",
    "vendor_id": "int",
    "suggested_qty": "numeric",
    "quantity": "numeric",
    "value": "numeric",
    "date": "date",
    "old_date": "date",
    "reason_values": "jsonb",
    "suggested_date": "date",
    "suggested_supplierinfo_id": "int",
}
# What is written anew while nobody has changed the draft; the vendor apart.
REWRITTEN = (
    "suggested_qty",
    "quantity",
    "suggested_date",
    "date",
    "value",
    "old_date",
    "reason_values",
    "receipt_move_id",
    "purchase_order_id",
)
# What is kept of the advice, to tell what somebody changed: field → what it is a copy of.
SUGGESTED = {
    "suggested_qty": "quantity",
    "suggested_date": "date",
    "suggested_supplierinfo_id": "supplierinfo_id",
}


class ScmAdviceWriteMixin(models.AbstractModel):
    """What the suggester writes: one statement each."""

    _name = "scm.advice.write.mixin"
    _description = "What the Stock Suggester Writes"

    def _write(self, company, rows, past):
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
        sql = SQL(
            """
            SELECT id FROM scm_stock_suggestion
             WHERE company_id = %s AND position_id IS NULL
               AND is_generated AND approval_state = 'draft' FOR UPDATE SKIP LOCKED
            """,
            company.id,
        )
        return [row[0] for row in self.env.execute_query(sql)]

    def _lock_drafts(self, ids):
        sql = SQL(
            """
            SELECT id FROM scm_stock_suggestion
             WHERE id = ANY(%s) AND approval_state = 'draft' FOR UPDATE SKIP LOCKED
            """,
            ids,
        )
        return {row[0] for row in self.env.execute_query(sql)}

    def _insert_drafts(self, company, rows):
        if not rows:
            return
        names = list(WRITTEN)
        numbers = self._draw_names(len(rows))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO scm_stock_suggestion (
                       company_id, approval_state, is_generated, create_uid, create_date,
                       write_uid, write_date, name, %(names)s)
                SELECT %(company)s, 'draft', TRUE, %(uid)s, %(now)s, %(uid)s, %(now)s,
                       number, %(names)s
                  FROM unnest(%(numbers)s::varchar[], %(arrays)s) AS row(number, %(names)s)
                    ON CONFLICT DO NOTHING
                """,
                names=self._join_names(names),
                company=company.id,
                uid=self.env.uid,
                now=self.env.cr.now(),
                numbers=numbers,
                arrays=self._join_arrays(rows, names),
            )
        )

    def _update_drafts(self, rows):
        """Write the new figures; what somebody changed is kept.

        A quantity or a date by hand keeps the whole draft, a vendor by hand keeps itself.
        """
        if not rows:
            return
        names = [*REWRITTEN, "vendor_id", "supplierinfo_id", "suggested_supplierinfo_id"]
        is_own = SQL(
            "suggestion.supplierinfo_id IS NOT NULL AND "
            "suggestion.supplierinfo_id IS DISTINCT FROM suggestion.suggested_supplierinfo_id"
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE scm_stock_suggestion suggestion
                   SET %(values)s, write_date = %(now)s,
                       vendor_id = CASE WHEN %(is_own)s THEN suggestion.vendor_id
                                        ELSE row.vendor_id END,
                       supplierinfo_id = CASE WHEN %(is_own)s THEN suggestion.supplierinfo_id
                                              ELSE row.supplierinfo_id END,
                       suggested_supplierinfo_id = row.suggested_supplierinfo_id
                  FROM unnest(%(ids)s::int[], %(arrays)s) AS row(id, %(names)s)
                 WHERE suggestion.id = row.id
                   AND suggestion.quantity = suggestion.suggested_qty
                   AND suggestion.date = COALESCE(suggestion.suggested_date, suggestion.date)
                """,
                values=SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), SQL.identifier("row", name))
                    for name in REWRITTEN
                ),
                is_own=is_own,
                now=self.env.cr.now(),
                ids=[row["id"] for row in rows],
                arrays=self._join_arrays(rows, names),
                names=self._join_names(names),
            )
        )

    def _expire_drafts(self, ids):
        if not ids:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE scm_stock_suggestion
                   SET approval_state = 'cancelled', is_expired = TRUE, write_date = %s
                 WHERE id = ANY(%s)
                """,
                self.env.cr.now(),
                ids,
            )
        )

    def _draw_names(self, count):
        """Return so many references of the sequence, by one statement."""
        # sudo: whoever may suggest need not read sequences.
        sequence = self.env.ref("scm_assistant_inventory.scm_stock_suggestion_sequence").sudo()
        sql = SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            f"ir_sequence_{sequence.id:03d}",
            count,
        )
        return [sequence.get_next_char(row[0]) for row in self.env.execute_query(sql)]

    def _join_names(self, names):
        return SQL(", ").join(map(SQL.identifier, names))

    def _join_arrays(self, rows, names):
        return SQL(", ").join(
            SQL(f"%s::{WRITTEN[name]}[]", [self._get_value(row, name) for row in rows])
            for name in names
        )

    def _get_value(self, row, name):
        """Return a field of a suggestion as psycopg2 takes it."""
        if name in SUGGESTED:
            return row.get(SUGGESTED[name])
        if name == "side":
            return "shortage" if row["kind"] in SHORTAGE_KINDS else "excess"
        if name == "reason_values":
            return json.dumps(row[name])
        return row.get(name)
