# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From measured figures to points, a score and a grade. Plain numbers, no database.

Rows are suppliers, columns are criteria; NaN is "no data" everywhere and never
becomes 0 or 100.
"""

import numpy as np

FULL = 100.0


def get_points(values, zero_values, full_values):
    """Return 0 to 100 points by the straight line between two figures.

    :param values: figures, in whatever unit the criterion has
    :param zero_values: the figure that is worth nothing
    :param full_values: the figure that is worth 100; below ``zero_values`` where less
        is better. Two equal figures are a threshold: as good as it, or not.

    >>> get_points([84, 98, 60, 99.9], 70, 98).tolist()
    [50.0, 100.0, 0.0, 100.0]
    >>> get_points([2500], 10000, 0).tolist()
    [75.0]
    """
    values = np.asarray(values, dtype=float)
    zero = np.broadcast_to(np.asarray(zero_values, dtype=float), values.shape)
    span = np.broadcast_to(np.asarray(full_values, dtype=float), values.shape) - zero
    is_threshold = span == 0
    share = (values - zero) / np.where(is_threshold, 1.0, span)
    points = np.clip(share * FULL, 0.0, FULL)
    passed = np.where(values >= zero, FULL, 0.0)
    return np.where(np.isnan(values), np.nan, np.where(is_threshold, passed, points))


def get_scores(points, weights):
    """Return each supplier's mean of points, weighted; NaN without any.

    What has no data is left out and the other weights count in proportion: no data
    is neither good nor bad.

    >>> get_scores([[100, 50, float("nan")]], [30, 10, 60]).tolist()
    [87.5]
    """
    points = np.atleast_2d(np.asarray(points, dtype=float))
    has_data = ~np.isnan(points)
    weights = np.where(has_data, np.asarray(weights, dtype=float), 0.0)
    total = weights.sum(axis=1)
    weighted = (np.where(has_data, points, 0.0) * weights).sum(axis=1)
    return np.where(total > 0, weighted / np.where(total > 0, total, 1.0), np.nan)


def get_grades(scores, limits):
    """Return "A" to "D", or None without a score.

    :param limits: the lowest scores of A, B and C; what is below the last is D.

    >>> get_grades([90, 89.99, 75, 60, 12, float("nan")], (90, 75, 60))
    ['A', 'B', 'B', 'C', 'D', None]
    """
    # Compared as shown, to two decimals: 89.996 is read as 90.00 and is an A.
    shown = np.round(np.asarray(scores, dtype=float), 2)
    return [
        None
        if np.isnan(score)
        else next(
            (grade for grade, limit in zip("ABC", limits, strict=True) if score >= limit), "D"
        )
        for score in shown
    ]


def get_shares(weights, has_data):
    """Return the weights as they counted, in per cent of those with data.

    >>> get_shares([30, 10, 60], [True, True, False])
    [75.0, 25.0, 0.0]
    """
    counted = np.where(np.asarray(has_data, dtype=bool), np.asarray(weights, dtype=float), 0.0)
    total = counted.sum()
    return (counted / total * FULL if total else counted).tolist()
