# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
from odoo import models

from ...sql.planning import query_open_documents
from ...tools import status
from ...tools.places import find_places, get_keys

NEVER = 10**6
# What the comparison reads of a position; the planner's columns have the same names.
COMPARED = (
    "daily_mean",
    "forecast_qty",
    "free_qty",
    "known_days",
    "lead_days",
    "maximum_qty",
    "minimum_order_qty",
    "on_hand_qty",
    "order_multiple",
    "outgoing_qty",
    "reorder_qty",
    "rfq_qty",
    "safety_qty",
    "unit_cost",
)
POLICY_DAYS = ("excess_cover_days", "dead_days")


class ScmStockPlanner(models.AbstractModel):
    """How stock and limits compare: of all positions at night, of a few at once."""

    _inherit = "scm.stock.planner"

    def _compare(self, positions):
        """Return {position: values of status, shortage and excess}, all of one company.

        Demand, lead time and limits are what is stored; what follows from them and from
        documents is computed as at night, so that the two always agree.
        """
        # Sorted as the planner's own columns are.
        positions = positions.sorted(lambda one: (one.warehouse_id.id, one.product_id.id))
        company = positions.company_id
        columns = self._get_status_columns(
            company,
            self._get_compared(positions),
            company._scm_get_today(),
            positions.product_id,
        )
        return {
            # Python's own types, as the ORM writes them.
            position: {name: values[row].item() for name, values in columns.items()}
            for row, position in enumerate(positions)
        }

    def _get_compared(self, positions):
        """Return {name: array} of what is stored, as the planner's columns."""
        defaults = self.env["scm.stock.policy"].default_get(POLICY_DAYS)
        columns = {
            name: np.array([one[name] for one in positions], dtype=float) for name in COMPARED
        }
        for name in POLICY_DAYS:
            columns[name] = np.array(
                [one.policy_id[name] if one.policy_id else defaults[name] for one in positions],
                dtype=float,
            )
        columns["last_issue_date"] = [one.last_issue_date for one in positions]
        columns["warehouse_id"] = np.array([one.warehouse_id.id for one in positions])
        columns["product_id"] = np.array([one.product_id.id for one in positions])
        return columns

    def _get_status_columns(self, company, columns, today, products=None):
        """Return status, shortage, excess and cover of each position.

        :param products: those of ``columns``, where these are not all positions
        """
        on_hand, forecast = columns["on_hand_qty"], columns["forecast_qty"]
        projected = forecast + columns["rfq_qty"]
        lowest = self._find_lowest(company, columns, today, products)
        idle = np.array(
            [(today - day).days if day else NEVER for day in columns["last_issue_date"]]
        )
        # Never issued: idle since it first appeared.
        idle = np.where(idle == NEVER, columns["known_days"], idle)
        maximum, reorder = columns["maximum_qty"], columns["reorder_qty"]
        found = status.find_status(
            status.StockInputs(
                on_hand=on_hand,
                free=columns["free_qty"],
                projected=projected,
                lowest=lowest,
                outgoing=columns["outgoing_qty"],
                daily_mean=columns["daily_mean"],
                safety=columns["safety_qty"],
                reorder=reorder,
                maximum=maximum,
                idle_days=idle,
                excess_cover_days=columns["excess_cover_days"],
                dead_days=columns["dead_days"],
            )
        )
        is_surplus = np.isin(found, ["dead", "excess", "above_max"])
        excess = np.where(is_surplus, np.maximum(on_hand - maximum, 0), 0)
        shortage = status.get_shortage(
            projected,
            reorder,
            maximum,
            columns["minimum_order_qty"],
            columns["order_multiple"],
        )
        return {
            "status": found,
            "status_rank": np.array([status.STATUSES.index(name) for name in found]),
            "lowest_qty": lowest,
            "cover_days": status.get_cover_days(on_hand, columns["daily_mean"]),
            "shortage_qty": shortage,
            "shortage_value": shortage * columns["unit_cost"],
            "on_hand_value": np.maximum(on_hand, 0) * columns["unit_cost"],
            "excess_qty": excess,
            "excess_value": excess * columns["unit_cost"],
        }

    def _find_lowest(self, company, columns, today, products):
        """Return each position's lowest stock within its lead time, by the open documents."""
        keys = get_keys(columns["warehouse_id"], columns["product_id"])
        documents = query_open_documents(company, today, products)
        warehouse, product, day, change = self._read_table(documents, "iiif")
        places = find_places(keys, warehouse, product)
        known = places >= 0
        return status.find_lowest(
            columns["on_hand_qty"], places[known], day[known], change[known], columns["lead_days"]
        )
