# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a product's history says about its demand.

Histories are matrices: one row a product and warehouse, one column a day, the last
column yesterday. ``known`` is a mask of the same shape: False on days on which the
product was sold out and nothing went out, when the demand is unknown, not zero.
"""

from dataclasses import dataclass

import numpy as np

# Days of history that planning looks at.
WINDOW_DAYS = 365
HAMPEL = 3
MAD_TO_DEVIATION = 1.4826
MIN_DAYS_TO_CAP = 14


@dataclass(frozen=True, slots=True)
class Moments:
    """Per day: mean, sample variance, mean of the powers 2 to 4; days and events seen."""

    mean: np.ndarray
    variance: np.ndarray
    square: np.ndarray
    cube: np.ndarray
    fourth: np.ndarray
    days: np.ndarray
    events: np.ndarray


def find_known_days(demand, net_change, on_hand):
    """Return the mask of days on which the demand could show.

    The stock at the end of a day is that of the last day's end less all later changes.
    A day is unknown when the stock was zero before and after it and nothing went out.

    :param net_change: rows × days, what came in less what went out
    :param on_hand: each row's stock at the end of the last column's day, which is when
        today opens; what moves today is no part of it
    """
    later = net_change.sum(1, keepdims=True) - net_change.cumsum(1)
    at_end = on_hand[:, None] - later
    at_start = at_end - net_change
    return (demand > 0) | (at_end > 1e-9) | (at_start > 1e-9)


def net_returns(issued, returned):
    """Return the demand of each day: what was issued less what came back of it.

    More may come back on a day than went out on it, as when nothing says what a return
    returns: the rest lowers the days before, the last ones first, none below zero. What
    comes back of more than the days hold is left out.

    Let T be the sums of issued − returned from each day to the end. The demand from a day
    to the end is then M, the largest T from that day on and at least 0, and a day's own
    demand is M less that of the day after.

    :param issued, returned: rows × days, neither below zero

    >>> net_returns(np.array([[5.0, 3, 0, 4, 0]]), np.array([[0.0, 0, 4, 0, 1]])).tolist()
    [[4.0, 0.0, 0.0, 3.0, 0.0]]
    """
    sums = (issued - returned)[:, ::-1].cumsum(1)
    most = np.maximum.accumulate(np.maximum(sums, 0.0), axis=1)
    return np.diff(most, axis=1, prepend=0.0)[:, ::-1]


def cap_outliers(demand, known, to_cap):
    """Return (capped demand, number of capped days) by a Hampel cap.

    Median + 3 × 1.4826 × median absolute deviation over the known days, in the rows
    of ``to_cap`` only: where demand is rare, big orders are the process. Nothing is
    capped where more than half the days are alike, which makes the deviation zero.
    """
    capped, count = demand.copy(), np.zeros(len(demand), dtype=int)
    rows = np.flatnonzero(to_cap & (known.sum(1) >= MIN_DAYS_TO_CAP))
    if not len(rows):
        return capped, count
    values = np.where(known[rows], demand[rows], np.nan)
    median = _get_median(values)
    deviation = MAD_TO_DEVIATION * _get_median(np.abs(values - median[:, None]))
    cap = np.where(deviation > 0, median + HAMPEL * deviation, np.inf)
    count[rows] = (values > cap[:, None]).sum(1)
    capped[rows] = np.minimum(demand[rows], cap[:, None])
    return capped, count


def _get_median(values):
    """Return the median of each row's numbers; quicker than numpy's own beside NaN."""
    ordered = np.sort(values, axis=1)  # NaN last
    count = (~np.isnan(values)).sum(1)
    rows = np.arange(len(values))
    return (ordered[rows, (count - 1) // 2] + ordered[rows, count // 2]) / 2


def measure(demand, known):
    """Return the Moments of the known days of each row; 0 where there are none."""
    days = known.sum(1)
    values = np.where(known, demand, 0.0)
    divisor = np.maximum(days, 1)
    mean = values.sum(1) / divisor
    squares = values**2
    square, cube = squares.sum(1) / divisor, (squares * values).sum(1) / divisor
    fourth = (squares**2).sum(1) / divisor
    spread = np.where(known, values - mean[:, None], 0.0)
    variance = (spread**2).sum(1) / np.maximum(days - 1, 1)
    return Moments(mean, variance, square, cube, fourth, days, (values > 0).sum(1))


def measure_window_variance(demand, known, moments, length):
    """Return the variance of the demand over ``length`` days, as history had it.

    Population variance of all overlapping sums × k / (k - length) for k windows; it
    sees season and dependence between days, which length × variance misses. 0 where
    the history is shorter than two windows. Unknown days count as the mean.
    """
    filled = np.where(known, demand, moments.mean[:, None])
    total_days = demand.shape[1]
    totals = np.concatenate([np.zeros((len(demand), 1)), filled.cumsum(1)], axis=1)
    # A product younger than the window begins with its first known day.
    first = np.where(known.any(1), known.argmax(1), total_days)
    result = np.zeros(len(demand))
    whole = np.maximum(np.rint(length).astype(int), 1)
    for days in np.unique(whole):
        windows = total_days - days + 1
        if windows <= 2 * days:
            continue
        rows = np.flatnonzero(whole == days)
        sums = totals[rows, days:] - totals[rows, :-days]
        valid = np.arange(windows)[None, :] >= first[rows, None]
        count = valid.sum(1)
        mean = np.where(valid, sums, 0).sum(1) / np.maximum(count, 1)
        spread = np.where(valid, sums - mean[:, None], 0)
        variance = (spread**2).sum(1) / np.maximum(count, 1)
        enough = count > 2 * days
        factor = count / np.where(enough, count - days, 1)
        result[rows] = np.where(enough, variance * factor, 0)
    return result
