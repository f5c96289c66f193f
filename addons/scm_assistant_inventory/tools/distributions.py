# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reorder points from the distribution of the demand until the next receipt.

Arrays in and arrays out, one element a product and warehouse. The target is a fill
rate (type 2: share of units served at once) or a cycle service level (type 1: share
of cycles without a stock-out).
"""

import numpy as np
from scipy import special, stats

BISECTIONS = 60


def gamma_loss(point, shape, scale):
    """Return E[(X - point)+] of a gamma: kθ SF(k+1) - point SF(k)."""
    reduced = np.maximum(point, 0) / scale
    return shape * scale * special.gammaincc(shape + 1, reduced) - point * special.gammaincc(
        shape, reduced
    )


def gamma_quantile(mean, variance, level):
    """Return the ``level`` quantile of the gamma with these moments."""
    shape, scale = mean**2 / variance, variance / mean
    return scale * special.gammaincinv(shape, level)


def gamma_fill_point(mean, variance, order_qty, short_qty):
    """Return the smallest s ≥ 0 with loss(s) - loss(s + Q) ≤ ``short_qty``.

    ``short_qty`` is what may be missing in a cycle, (1 - fill rate) × demand of it.
    Found by bisection over all elements at once.
    """
    shape, scale = mean**2 / variance, variance / mean
    low, high = np.zeros_like(mean), mean + 40 * np.sqrt(variance)
    for _step in range(BISECTIONS):
        middle = (low + high) / 2
        short = gamma_loss(middle, shape, scale) - gamma_loss(middle + order_qty, shape, scale)
        too_low = short > short_qty
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    at_zero = gamma_loss(np.zeros_like(mean), shape, scale) - gamma_loss(order_qty, shape, scale)
    return np.where(at_zero <= short_qty, 0.0, high)


def get_count_distribution(mean, variance):
    """Return the frozen scipy distribution of a small whole-number demand.

    Negative binomial where the variance exceeds the mean, else Poisson (its limit);
    r = μ²/(v - μ), p = μ/v.
    """
    if variance <= mean * (1 + 1e-9):
        return stats.poisson(mean)
    return stats.nbinom(mean**2 / (variance - mean), mean / variance)


def count_level_point(mean, variance, level):
    """Return the smallest whole s with P(X ≤ s) ≥ ``level``."""
    return float(get_count_distribution(mean, variance).ppf(level))


def count_loss(distribution, point, limit):
    """Return E[(X - point)+] of a count, summed up to ``limit``."""
    return float(distribution.sf(np.arange(point, limit)).sum())


def count_fill_point(mean, variance, order_qty, short_qty):
    """Return the smallest whole s ≥ 0 with loss(s) - loss(s + Q) ≤ ``short_qty``."""
    distribution = get_count_distribution(mean, variance)
    order_qty = max(1, int(round(order_qty)))
    limit = int(mean + 20 * np.sqrt(variance) + 20)
    tails = distribution.sf(np.arange(0, limit + order_qty + 1))
    losses = tails[::-1].cumsum()[::-1]
    short = losses[: limit + 1] - losses[order_qty:][: limit + 1]
    return float(np.argmax(short <= short_qty))
