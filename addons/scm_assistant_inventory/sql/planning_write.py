# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How the planner's findings get into the positions: by a temporary table."""

from odoo.tools import SQL

from ..tools import binary_table

# What the refresh writes: field → PostgreSQL type, in the order of the insertion.
WRITTEN = {
    "warehouse_id": "int",
    "product_id": "int",
    "category_id": "int",
    "policy_id": "int",
    "vendor_id": "int",
    "supplierinfo_id": "int",
    "abc": "varchar",
    "xyz": "varchar",
    "pattern": "varchar",
    "level_kind": "varchar",
    "level_factor": "float8",
    "status": "varchar",
    "status_rank": "int",
    "lead_source": "varchar",
    "daily_mean": "float8",
    "daily_deviation": "float8",
    "lead_days": "float8",
    "lead_deviation": "float8",
    "target": "float8",
    "safety_qty": "float8",
    "reorder_qty": "float8",
    "maximum_qty": "float8",
    "on_hand_qty": "float8",
    "ledger_qty": "float8",
    "on_hand_value": "numeric",
    "usable_qty": "float8",
    "free_qty": "float8",
    "incoming_qty": "float8",
    "outgoing_qty": "float8",
    "rfq_qty": "float8",
    "forecast_qty": "float8",
    "horizon_days": "int",
    "projected_qty": "float8",
    "leaving_qty": "float8",
    "lowest_qty": "float8",
    "shortage_qty": "float8",
    "shortage_value": "numeric",
    "excess_qty": "float8",
    "excess_value": "numeric",
    "cover_days": "float8",
    "unit_cost": "float8",
    "minimum_order_qty": "float8",
    "order_multiple": "float8",
    "known_days": "int",
    "unknown_days": "int",
    "event_count": "int",
    "outlier_count": "int",
    "is_low_confidence": "bool",
    "is_overridden": "bool",
    "last_issue_date": "date",
    "next_receipt_date": "date",
}
# How each type travels; words go by their number in a list.
KINDS = {"int": "i", "bool": "i", "varchar": "i", "float8": "f", "numeric": "f", "date": "d"}


def query_table():
    """Create the temporary table, a column for each field that is written."""
    columns = SQL(", ").join(
        SQL(f"%s {binary_table.SQL_TYPES[KINDS[kind]]}", SQL.identifier(name))
        for name, kind in WRITTEN.items()
    )
    return SQL("CREATE TEMPORARY TABLE scm_planned (%s) ON COMMIT DROP", columns)


def query_upsert(env, company, words):
    """Insert or update from the temporary table, where 0 is no record and no word.

    :param words: {field: its words}, which the table names by their numbers from 1
    """
    names = SQL(", ").join(SQL.identifier(name) for name in WRITTEN)
    values = SQL(", ").join(sql_sent(name, kind, words.get(name)) for name, kind in WRITTEN.items())
    updates = SQL(", ").join(
        SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
        for name in [*list(WRITTEN)[2:], "computed_at"]
    )
    return SQL(
        """
        INSERT INTO scm_stock_position (company_id, computed_at, %(names)s)
        SELECT %(company)s, %(now)s, %(values)s FROM scm_planned
            ON CONFLICT (company_id, warehouse_id, product_id) DO UPDATE SET %(updates)s
        """,
        names=names,
        company=company.id,
        now=env.cr.now(),
        values=values,
        updates=updates,
    )


def sql_sent(name, kind, words):
    """Return a column of the temporary table as the position stores it."""
    column = SQL.identifier(name)
    if kind == "varchar":
        return SQL("(%s::varchar[])[%s]", words, column)
    if kind == "date":
        return SQL("NULLIF(%s, '-infinity')", column)
    if name.endswith("_id"):
        return SQL("NULLIF(%s, 0)", column)
    return SQL(f"%s::{kind}", column) if kind in ("bool", "numeric") else column


def query_delete_gone(company):
    """Delete the positions of ``company`` that were not planned."""
    return SQL(
        """
        DELETE FROM scm_stock_position
         WHERE company_id = %s AND (warehouse_id, product_id) NOT IN (
               SELECT warehouse_id, product_id FROM scm_planned)
        """,
        company.id,
    )
