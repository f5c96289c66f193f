# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
from odoo import models

from ...sql.picture import query_documents
from ...sql.planning import sql_draft_purchases, sql_only
from ...tools import status, timeline
from ...tools.places import find_places, get_keys

NEVER = 10**6
# What the comparison reads of a position; the planner's columns have the same names.
COMPARED = (
    "daily_mean",
    "free_qty",
    "horizon_days",
    "known_days",
    "lead_days",
    "maximum_qty",
    "minimum_order_qty",
    "on_hand_qty",
    "order_multiple",
    "reorder_qty",
    "safety_qty",
    "unit_cost",
    "usable_qty",
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

    def _get_outlook(self, company, positions, figures):
        """Return {position: what the ``figures`` read just now come to in time}."""
        positions = positions.sorted(lambda one: (one.warehouse_id.id, one.product_id.id))
        columns = self._get_compared(positions)
        columns["usable_qty"] = np.array([figures[one]["usable_qty"] for one in positions])
        today = company._scm_get_today()
        picture = self._draw_picture(company, columns, today, positions.product_id)
        return {
            position: {
                "projected_qty": picture.projected[row].item(),
                "leaving_qty": picture.leaving[row].item(),
            }
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
        # A position that was made by hand looks at least as far as its lead time.
        columns["horizon_days"] = np.maximum(columns["horizon_days"], columns["lead_days"] + 1)
        columns["last_issue_date"] = [one.last_issue_date for one in positions]
        columns["warehouse_id"] = np.array([one.warehouse_id.id for one in positions])
        columns["product_id"] = np.array([one.product_id.id for one in positions])
        return columns

    def _get_status_columns(self, company, columns, today, products=None):
        """Return status, shortage, excess and cover of each position.

        :param products: those of ``columns``, where these are not all positions
        """
        picture = self._draw_picture(company, columns, today, products)
        on_hand, projected = picture.stock, picture.projected
        idle = np.array(
            [(today - day).days if day else NEVER for day in columns["last_issue_date"]]
        )
        # Never issued: idle since it first appeared.
        idle = np.where(idle == NEVER, columns["known_days"], idle)
        maximum, reorder = columns["maximum_qty"], columns["reorder_qty"]
        found = status.find_status(
            status.StockInputs(
                on_hand=on_hand,
                # Reserved for later than the horizon, it is still there for what is near.
                free=np.maximum(columns["free_qty"], on_hand - picture.leaving),
                projected=projected,
                lowest=picture.lowest,
                outgoing=picture.leaving,
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
            "projected_qty": projected,
            "leaving_qty": picture.leaving,
            "lowest_qty": picture.lowest,
            "cover_days": status.get_cover_days(on_hand, columns["daily_mean"]),
            "shortage_qty": shortage,
            "shortage_value": shortage * columns["unit_cost"],
            "on_hand_value": np.maximum(columns["on_hand_qty"], 0) * columns["unit_cost"],
            "excess_qty": excess,
            "excess_value": excess * columns["unit_cost"],
        }

    def _draw_picture(self, company, columns, today, products):
        """Return the Picture of the positions, which are sorted by warehouse and product."""
        keys = get_keys(columns["warehouse_id"], columns["product_id"])
        only = sql_only("product_id", products)
        drafts = sql_draft_purchases(self.env, company, products)
        query = query_documents(self.env, company, today, only, drafts)
        warehouse, product, day, change, kind = self._read_table(query, "iiifi")
        places = find_places(keys, warehouse, product)
        known = places >= 0
        documents = timeline.Documents(places[known], day[known], change[known], kind[known])
        return timeline.draw(
            columns["usable_qty"], documents, columns["lead_days"], columns["horizon_days"]
        )
