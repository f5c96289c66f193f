# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How drafts get into the suggestions: a statement for all that are new, changed or gone."""

import json

from odoo.tools import SQL

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


def query_orphans(company):
    """Lock and return the drafts whose position is gone, which nothing else looks at."""
    return SQL(
        """
        SELECT id FROM scm_stock_suggestion
         WHERE company_id = %s AND position_id IS NULL
           AND is_generated AND approval_state = 'draft' FOR UPDATE SKIP LOCKED
        """,
        company.id,
    )


def query_locked(ids):
    """Lock and return those of the drafts ``ids`` that nobody has in hand."""
    return SQL(
        """
        SELECT id FROM scm_stock_suggestion
         WHERE id = ANY(%s) AND approval_state = 'draft' FOR UPDATE SKIP LOCKED
        """,
        ids,
    )


def query_insert(env, company, rows, numbers):
    """Insert drafts: their values by field, and their references."""
    return SQL(
        """
        INSERT INTO scm_stock_suggestion (
               company_id, approval_state, is_generated, create_uid, create_date,
               write_uid, write_date, name, %(names)s)
        SELECT %(company)s, 'draft', TRUE, %(uid)s, %(now)s, %(uid)s, %(now)s,
               number, %(names)s
          FROM unnest(%(numbers)s::varchar[], %(arrays)s) AS row(number, %(names)s)
            ON CONFLICT DO NOTHING
        """,
        names=join_names(WRITTEN),
        company=company.id,
        uid=env.uid,
        now=env.cr.now(),
        numbers=numbers,
        arrays=join_arrays(rows, WRITTEN),
    )


def query_update(env, rows):
    """Write the new figures of drafts; what somebody changed is kept.

    A quantity or a date by hand keeps the whole draft, a vendor by hand keeps itself.
    """
    names = [*REWRITTEN, "vendor_id", "supplierinfo_id", "suggested_supplierinfo_id"]
    is_own = SQL(
        "suggestion.supplierinfo_id IS NOT NULL AND "
        "suggestion.supplierinfo_id IS DISTINCT FROM suggestion.suggested_supplierinfo_id"
    )
    return SQL(
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
            SQL("%s = %s", SQL.identifier(name), SQL.identifier("row", name)) for name in REWRITTEN
        ),
        is_own=is_own,
        now=env.cr.now(),
        ids=[row["id"] for row in rows],
        arrays=join_arrays(rows, names),
        names=join_names(names),
    )


def query_expire(env, ids):
    """Cancel drafts that are no longer needed."""
    return SQL(
        """
        UPDATE scm_stock_suggestion
           SET approval_state = 'cancelled', is_expired = TRUE, write_date = %s
         WHERE id = ANY(%s)
        """,
        env.cr.now(),
        ids,
    )


def join_names(names):
    return SQL(", ").join(map(SQL.identifier, names))


def join_arrays(rows, names):
    return SQL(", ").join(
        SQL(f"%s::{WRITTEN[name]}[]", [get_value(row, name) for row in rows]) for name in names
    )


def get_value(row, name):
    """Return a field of a suggestion as psycopg2 takes it."""
    value = row.get(SUGGESTED.get(name, name))
    return json.dumps(value) if name == "reason_values" else value
