# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a stock compares with its limits: one status a position, worst first."""

from dataclasses import dataclass

import numpy as np

# From worst to best; the place in this list is the rank.
STATUSES = (
    "out",
    "below_safety",
    "below_reorder",
    "dead",
    "excess",
    "above_max",
    "ok",
    "none",
)


@dataclass(frozen=True, slots=True)
class StockInputs:
    """Stock and limits of n positions, in the product's unit; cover and ages in days."""

    on_hand: np.ndarray
    free: np.ndarray
    # Stock when the next order could arrive, draft purchases included.
    projected: np.ndarray
    # The lowest stock inside the lead time by the documents that are open now.
    lowest: np.ndarray
    # What is to leave until then.
    outgoing: np.ndarray
    daily_mean: np.ndarray
    safety: np.ndarray
    reorder: np.ndarray
    maximum: np.ndarray
    # Days since the last issue, or since the product first appeared.
    idle_days: np.ndarray
    excess_cover_days: np.ndarray
    dead_days: np.ndarray


def find_status(stock):
    """Return the status of each position; the first that holds, from worst to best."""
    wanted = (stock.daily_mean > 0) | (stock.outgoing > 0)
    has_stock = stock.on_hand > 0
    cover = get_cover_days(stock.on_hand, stock.daily_mean)
    above = stock.on_hand > stock.maximum
    conditions = [
        wanted & (stock.free <= 0),
        wanted & ((stock.on_hand < stock.safety) | (stock.lowest < 0)),
        wanted & (stock.projected < stock.reorder),
        has_stock & (stock.idle_days >= stock.dead_days),
        has_stock & wanted & above & (cover > stock.excess_cover_days),
        wanted & (np.maximum(stock.on_hand, stock.projected) > stock.maximum),
        wanted | has_stock,
    ]
    return np.select(conditions, STATUSES[:-1], STATUSES[-1])


def get_cover_days(on_hand, daily_mean):
    """Return for how many days the stock lasts, -1 where there is no demand."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(daily_mean > 0, np.maximum(on_hand, 0) / daily_mean, -1.0)


def get_shortage(projected, reorder, maximum, minimum_order, multiple):
    """Return what to order to come up to the maximum, 0 above the reorder point.

    Raised to the vendor's minimum and rounded up to whole multiples. With nothing left
    and nothing coming, a product with demand is ordered even where its reorder point
    is zero.
    """
    is_short = (projected < reorder) | ((projected <= 0) & (maximum > 0))
    missing = np.where(is_short, maximum - projected, 0.0)
    quantity = np.where(missing > 0, np.maximum(missing, minimum_order), 0.0)
    step = np.where(multiple > 0, multiple, 1.0)
    rounded = np.ceil(quantity / step - 1e-9) * step
    return np.where(multiple > 0, rounded, quantity)
