# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
from odoo import models

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


class ScmStockReplanner(models.AbstractModel):
    """The planner's comparison of stock and limits, for a few positions at once.

    Demand and lead time stay what the last planning found; what follows from documents
    and limits is computed as the planner does it, so that the two always agree.
    """

    _name = "scm.stock.replanner"
    _description = "Comparison of a Few Positions"
    _inherit = "scm.stock.planner"

    def _compare(self, positions):
        """Return the values of status, shortage and excess by position, of one company."""
        # Sorted as the planner's own columns are.
        positions = positions.sorted(lambda one: (one.warehouse_id.id, one.product_id.id))
        company = positions.company_id
        few = self.with_context(scm_planned_product_ids=positions.product_id.ids)
        columns = few._get_status_columns(
            company, self._get_compared(positions), company._scm_get_today()
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

    def _sql_open_moves(self, company, products=None):
        """Override of `scm.stock.planner`: the moves of these few products only."""
        ids = self.env.context.get("scm_planned_product_ids", ())
        return super()._sql_open_moves(company, products or self.env["product.product"].browse(ids))
