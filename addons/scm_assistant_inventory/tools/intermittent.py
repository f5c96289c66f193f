# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forecasts of rare demand: Croston, Syntetos-Boylan (SBA), Teunter-Syntetos-Babai (TSB).

Only means: none of these ratios is a measure of spread.
"""

from dataclasses import dataclass

import numpy as np

SMOOTHING = 0.1


@dataclass(frozen=True, slots=True)
class RareDemand:
    """Smoothed demand of n rows; forecasts in units a period, 0 where none was seen."""

    # Mean size of a demand, in units, and mean periods from one demand to the next.
    size: np.ndarray
    interval: np.ndarray
    # Share of periods with a demand; the only figure that falls while nothing is sold.
    probability: np.ndarray
    croston: np.ndarray
    sba: np.ndarray
    tsb: np.ndarray


def smooth_rare_demand(demand, known=None, smoothing=SMOOTHING, probability_smoothing=SMOOTHING):
    """Return the RareDemand of ``demand``, rows × periods, the oldest period first.

    Sizes and intervals start at their first value, the first interval being the place
    of the first demand; the probability starts at the first period's 0 or 1. Periods
    outside the mask ``known`` are left out: they neither show nor rule out a demand.
    Sources: Croston 1972; Syntetos and Boylan 2005; Teunter, Syntetos and Babai 2011.

    :param smoothing: weight of the newest size and interval, in (0, 1]
    :param probability_smoothing: weight of the newest period in the probability
    """
    demand = np.atleast_2d(np.asarray(demand, dtype=float))
    known = np.ones(demand.shape, dtype=bool) if known is None else np.atleast_2d(known)
    size, interval, probability, waited = (np.zeros(len(demand)) for _figure in range(4))
    has_period, has_demand = (np.zeros(len(demand), dtype=bool) for _flag in range(2))
    for quantity, seen in zip(demand.T, known.T, strict=True):
        hit = seen & (quantity > 0)
        waited += seen
        size = _smooth(size, quantity, hit, ~has_demand, smoothing)
        interval = _smooth(interval, waited, hit, ~has_demand, smoothing)
        probability = _smooth(probability, hit, seen, ~has_period, probability_smoothing)
        waited = np.where(hit, 0.0, waited)
        has_period, has_demand = has_period | seen, has_demand | hit
    croston = np.divide(size, interval, out=np.zeros_like(size), where=interval > 0)
    return RareDemand(
        size, interval, probability, croston, (1 - smoothing / 2) * croston, probability * size
    )


def _smooth(level, value, is_due, is_first, weight):
    """Return ``level`` moved towards ``value`` where due, or set to it the first time."""
    moved = np.where(is_first, value, level + weight * (value - level))
    return np.where(is_due, moved, level)
