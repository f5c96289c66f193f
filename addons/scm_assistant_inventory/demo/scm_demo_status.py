# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import numpy as np
from odoo import api, models

from .demo_data import EVENT_SEED

NOTED_DAYS = 28
VALUES = ("on_hand_value", "excess_value", "shortage_value")
# Statuses next to each other: a position goes from one to the other and back.
NEIGHBOURS = (
    ("out", "below_safety"),
    ("below_safety", "below_reorder"),
    ("below_reorder", "ok"),
    ("ok", "above_max"),
    ("above_max", "excess"),
)


class ScmDemo(models.AbstractModel):
    _inherit = "scm.demo"

    @api.model
    def _create_status_days(self):
        """Note the status of four weeks, as the nights would have done.

        Back from today: each day one or two positions stood next to where they stand.
        """
        company = self._get_company()
        days = self.env["scm.stock.status.day"]
        today = company._scm_get_today()
        noted = days.search([("company_id", "=", company.id), ("day", "=", today)])
        random = np.random.default_rng(EVENT_SEED)
        for warehouse, rows in noted.grouped("warehouse_id").items():
            counts = {row.status: row.position_count for row in rows}
            prices = {
                row.status: {name: row[name] / row.position_count for name in VALUES}
                for row in rows
                if row.position_count
            }
            for age in range(1, NOTED_DAYS + 1):
                for _step in range(int(random.integers(0, 3))):
                    pair = NEIGHBOURS[int(random.integers(len(NEIGHBOURS)))]
                    source, target = pair if random.random() < 0.5 else pair[::-1]
                    if counts.get(source):
                        counts[source] -= 1
                        counts[target] = counts.get(target, 0) + 1
                days.create(
                    [
                        {
                            "company_id": company.id,
                            "warehouse_id": warehouse.id,
                            "day": today - timedelta(days=age),
                            "status": status,
                            "position_count": count,
                            **{
                                name: value * count
                                for name, value in prices.get(status, {}).items()
                            },
                        }
                        for status, count in counts.items()
                    ]
                )
