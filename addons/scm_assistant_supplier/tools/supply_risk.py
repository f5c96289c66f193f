# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How likely goods arrive in time, from how late a supplier was before."""

import numpy as np
from scipy import stats

# Fewer receipts say nothing about the next one.
LEAST = 5
# From here on the supplier's own past is a distribution; below, a gamma is fitted.
EMPIRICAL = 30


def get_arrival_chance(delays, slack, age):
    """Return the chance that goods arrive in time, or None without enough data.

    The delay of a receipt is actual day − promised day; early ones are negative. What
    has not come yet can't be earlier than today, so the chance is conditional:

        P(age ≤ D ≤ slack) / P(D ≥ age)

    :param delays: days late of the supplier's receipts, one each
    :param float slack: needed day − promised day, in days
    :param float age: today − promised day, in days; negative before the promise
    :return: 0 … 1, or None when fewer than five receipts are known

    >>> delays = [0] * 24 + [3] * 6
    >>> get_arrival_chance(delays, slack=0, age=-5)
    0.8
    >>> get_arrival_chance(delays, slack=2, age=1)
    0.0
    """
    delays = np.asarray(delays, dtype=float)
    delays = delays[np.isfinite(delays)]
    if delays.size < LEAST:
        return None
    if slack < age:
        return 0.0
    if delays.size >= EMPIRICAL or np.ptp(delays) == 0:
        return _get_empirical(delays, slack, age)
    return _get_gamma(delays, slack, age)


def _get_empirical(delays, slack, age):
    """Count; who was never as late as this already is not expected any more."""
    still_possible = delays >= age
    if not still_possible.any():
        return 0.0
    in_time = still_possible & (delays <= slack)
    return float(in_time.sum() / still_possible.sum())


def _get_gamma(delays, slack, age):
    """Fit a gamma to the days since the earliest delay, by its two moments.

    Whole days are counted, so a day ends half a day later (continuity correction).
    """
    start = delays.min() - 1.0
    shifted = delays - start
    mean, variance = shifted.mean(), shifted.var(ddof=1)
    past = stats.gamma(mean**2 / variance, scale=variance / mean)
    not_yet = past.sf(age - start - 0.5)
    if not_yet <= 0.0:
        return 0.0
    in_time = past.cdf(slack - start + 0.5) - past.cdf(age - start - 0.5)
    return float(np.clip(in_time / not_yet, 0.0, 1.0))
