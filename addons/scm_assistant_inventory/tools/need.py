# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long the stock at hand lasts, were nothing to arrive any more."""

import numpy as np

# Later than that is not a date but a guess.
HORIZON = 365


def get_days_left(free_qty, safety_qty, daily_mean):
    """Return the whole days until stock falls below its safety stock, NaN for never.

    Days = floor((free − safety) / daily demand), 0 when it is below already. Demand is
    taken as even; beyond a year it is no date.

    :param free_qty: on hand, less what is promised to orders, in the product's unit
    :param safety_qty: safety stock, same unit
    :param daily_mean: demand a day, same unit

    >>> get_days_left([30.0, 4.0, 30.0], [10.0, 10.0, 10.0], [3.0, 3.0, 0.0]).tolist()
    [6.0, 0.0, nan]
    """
    free_qty, safety_qty, daily_mean = (
        np.asarray(values, dtype=float) for values in (free_qty, safety_qty, daily_mean)
    )
    days = np.full(free_qty.shape, np.nan)
    in_demand = daily_mean > 0
    left = np.maximum(free_qty - safety_qty, 0.0)
    days[in_demand] = np.floor(left[in_demand] / daily_mean[in_demand])
    days[days > HORIZON] = np.nan
    return days
