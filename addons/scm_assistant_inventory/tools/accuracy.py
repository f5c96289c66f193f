# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Inventory record accuracy (IRA), by lines and by value, from counted lines only.

Source: the usual definitions of cycle counting practice; figures are shares, 1 is
perfect. Nothing counted is no accuracy: NaN, which is shown as empty.
"""

import numpy as np

Z_95 = 1.96
# Fewer counted lines than this say little about the rest.
INDICATIVE_BELOW = 30


def line_accuracy(hits):
    """Return the share of counted lines within tolerance.

    >>> round(float(line_accuracy([True, True, False])), 4)
    0.6667
    """
    hits = np.asarray(hits, dtype=float)
    return hits.mean() if hits.size else np.nan


def value_accuracy(book, counted, unit_cost):
    """Return 1 - Σ|counted - book|·cost / Σ book·cost: errors do not cancel.

    Below zero it is zero: the books are wrong by more than they hold.
    """
    return _get_value_accuracy(book, counted, unit_cost, np.abs)


def net_value_accuracy(book, counted, unit_cost):
    """Return the same with errors that cancel each other; for finance, never the KPI."""
    return _get_value_accuracy(book, counted, unit_cost, np.asarray)


def wilson_interval(hit_count, line_count, z=Z_95):
    """Return the interval in which the accuracy of all lines lies, at 95 %.

    >>> [round(float(end), 4) for end in wilson_interval(28, 30)]
    [0.7868, 0.9815]
    """
    if not line_count:
        return 0.0, 1.0
    share = hit_count / line_count
    spread = z * np.sqrt(share * (1 - share) / line_count + z**2 / (4 * line_count**2))
    middle, scale = share + z**2 / (2 * line_count), 1 + z**2 / line_count
    # At no miss, or none but misses, rounding would go a hair outside.
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return max(low, 0.0), min(high, 1.0)


def _get_value_accuracy(book, counted, unit_cost, measure):
    book, counted, unit_cost = (
        np.asarray(figure, dtype=float) for figure in (book, counted, unit_cost)
    )
    total = (book * unit_cost).sum()
    if total <= 0:
        return np.nan
    wrong = abs(measure((counted - book) * unit_cost).sum())
    return max(1 - wrong / total, 0.0)
