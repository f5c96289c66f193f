# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Limits that somebody sets by hand, and order quantities that follow from costs."""

import numpy as np

YEAR_DAYS = 365
MAX_CYCLE_DAYS = 365


def apply_overrides(safety, reorder, maximum, by_hand):
    """Return (safety, reorder, maximum) with what was set by hand; NaN is not set.

    A safety stock set by hand moves the reorder point with it, and a reorder point the
    maximum, so that the room between them stays what one order needs. In the end
    0 ≤ safety ≤ reorder ≤ maximum, unless a maximum by hand says otherwise: then the
    reorder point gives way.

    :param by_hand: three arrays in the same order
    """
    by_safety, by_reorder, by_maximum = by_hand
    order_qty = maximum - reorder
    new_safety = np.where(np.isnan(by_safety), safety, by_safety)
    new_reorder = np.where(np.isnan(by_reorder), reorder + new_safety - safety, by_reorder)
    new_maximum = np.where(np.isnan(by_maximum), new_reorder + order_qty, by_maximum)
    new_reorder = np.clip(new_reorder, 0, new_maximum)
    # A reorder point by hand below the computed safety stock takes that with it.
    is_free = np.isnan(by_safety)
    new_safety = np.where(is_free, np.minimum(new_safety, new_reorder), new_safety)
    return np.maximum(new_safety, 0), new_reorder, new_maximum


def get_economic_cycle(year_qty, unit_cost, order_cost, holding_rate, fallback):
    """Return for how many days one order is cheapest, ``fallback`` without costs.

    Harris: Q = √(2 D S / (h c)), over the demand of a day, D / 365.

    :param year_qty: demand of a year, D
    :param order_cost: cost of one order, S; 0 where it is not known
    :param holding_rate: cost of holding a year as a share of the value, h
    """
    holding = holding_rate * unit_cost
    is_known = (year_qty > 0) & (order_cost > 0) & (holding > 0)
    quantity = np.sqrt(2 * year_qty * order_cost / np.where(is_known, holding, 1.0))
    days = quantity / np.where(is_known, year_qty, 1.0) * YEAR_DAYS
    return np.where(is_known, np.clip(days, 1, MAX_CYCLE_DAYS), fallback)
