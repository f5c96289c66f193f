# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

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
    "on_hand_value": "numeric",
    "free_qty": "float8",
    "incoming_qty": "float8",
    "outgoing_qty": "float8",
    "rfq_qty": "float8",
    "forecast_qty": "float8",
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


class ScmPlannerWriteMixin(models.AbstractModel):
    """How the planner writes what it found."""

    _name = "scm.planner.write.mixin"
    _description = "Writing of the Stock Planner"

    def _write_positions(self, company, columns):
        """Insert or update all positions in one statement; the lock keeps others out."""
        names = list(WRITTEN)
        arrays = SQL(", ").join(
            SQL(f"%s::{kind}[]", self._to_array(columns[name])) for name, kind in WRITTEN.items()
        )
        identifiers = SQL(", ").join(SQL.identifier(name) for name in names)
        updates = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in [*names[2:], "computed_at"]
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO scm_stock_position (company_id, computed_at, %(names)s)
                SELECT %(company)s, %(now)s, %(names)s
                  FROM unnest(%(arrays)s) AS planned(%(names)s)
                    ON CONFLICT (company_id, warehouse_id, product_id) DO UPDATE SET %(updates)s
                """,
                names=identifiers,
                company=company.id,
                now=self.env.cr.now(),
                arrays=arrays,
                updates=updates,
            )
        )

    def _to_array(self, values):
        """Return an array as PostgreSQL reads it; a few times faster than a list.

        The values are numbers, dates, truth values and words of ours without comma.
        """
        return (
            "{" + ",".join(["NULL" if one is None else str(one) for one in values.tolist()]) + "}"
        )

    def _delete_gone(self, company, columns):
        """Delete the positions that have neither stock nor demand any more."""
        keys = [
            self._to_array(columns[name]) if columns else "{}"
            for name in ("warehouse_id", "product_id")
        ]
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM scm_stock_position
                 WHERE company_id = %s AND (warehouse_id, product_id) NOT IN (
                       SELECT warehouse_id, product_id
                         FROM unnest(%s::int[], %s::int[]) AS key(warehouse_id, product_id))
                """,
                company.id,
                *keys,
            )
        )
