# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Kinds of demand and of products."""

import numpy as np

INTERVAL_CUT = 1.32
VARIATION_CUT = 0.49
ABC_LIMITS = (("A", 0.80), ("B", 0.95))
XYZ_LIMITS = (0.5, 1.0)
BUCKET_DAYS = 7


def classify_pattern(interval, variation):
    """Return smooth, erratic, intermittent or lumpy for each element.

    Syntetos, Boylan and Croston 2005: mean periods between demands cut at 1.32,
    squared variation of the sizes at 0.49; a tie goes to the higher class.
    """
    rare = np.asarray(interval) >= INTERVAL_CUT
    varied = np.asarray(variation) >= VARIATION_CUT
    return np.where(
        rare, np.where(varied, "lumpy", "intermittent"), np.where(varied, "erratic", "smooth")
    )


def measure_pattern(demand, known):
    """Return (interval, variation) of weekly demand, rows × days, ``known`` a mask.

    Weeks rather than days: a company closed at weekends would else look intermittent
    in everything. A week without a known day is left out.
    """
    rows, days = demand.shape
    weeks = days // BUCKET_DAYS
    if not weeks:
        return np.full(rows, np.inf), np.zeros(rows)
    # The last whole weeks: the newest days count.
    start = days - weeks * BUCKET_DAYS
    shape = (rows, weeks, BUCKET_DAYS)
    sums = np.where(known, demand, 0)[:, start:].reshape(shape).sum(2)
    seen = known[:, start:].reshape(shape).any(2)
    hits = (sums > 0) & seen
    count = hits.sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        interval = np.where(count, seen.sum(1) / count, np.inf)
        mean = np.where(hits, sums, 0).sum(1) / count
        square = np.where(hits, (sums - mean[:, None]) ** 2, 0).sum(1) / count
        variation = np.where(count, square / mean**2, 0.0)
    return interval, variation


def classify_abc(values):
    """Return "A", "B" or "C" by the share of the yearly issue value at cost.

    A is what makes up the first 80 %, B what makes up 95 %, C the rest; whatever is
    not issued is C. The product that crosses a limit is still in the higher class.
    """
    values = np.asarray(values, dtype=float)
    order = np.argsort(-values, kind="stable")
    total = values.sum()
    classes = np.full(len(values), "C", dtype="<U1")
    if total <= 0:
        return classes
    before = (np.cumsum(values[order]) - values[order]) / total
    for name, limit in reversed(ABC_LIMITS):
        classes[order[(before < limit) & (values[order] > 0)]] = name
    return classes


def measure_weekly_variation(demand, known):
    """Return deviation / mean of the weekly demand, rows × days; inf without demand.

    Whole weeks counted back from the last day; a week with an unknown day is left
    out, as its sum is too low. Season is not removed: it needs two years of history.
    """
    rows, days = demand.shape
    weeks = days // BUCKET_DAYS
    shape = (rows, weeks, BUCKET_DAYS)
    start = days - weeks * BUCKET_DAYS
    whole = known[:, start:].reshape(shape).all(2)
    sums = np.where(whole, demand[:, start:].reshape(shape).sum(2), 0.0)
    count = whole.sum(1)
    mean = sums.sum(1) / np.maximum(count, 1)
    spread = np.where(whole, sums - mean[:, None], 0.0)
    deviation = np.sqrt((spread**2).sum(1) / np.maximum(count - 1, 1))
    # Two weeks are needed before anything can be said to vary.
    is_measured = (mean > 0) & (count > 1)
    return np.divide(deviation, mean, out=np.full(rows, np.inf), where=is_measured)


def classify_xyz(variation):
    """Return "X" to 0.5, "Y" to 1.0, "Z" above, of the weekly deviation / mean."""
    return np.array(["X", "Y", "Z"])[np.searchsorted(XYZ_LIMITS, variation)]
