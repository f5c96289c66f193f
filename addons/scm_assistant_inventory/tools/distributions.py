# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reorder points from the distribution of the demand until the next receipt.

Arrays in and arrays out, one element a product and warehouse. The target is a fill
rate (type 2: share of units met from stock) or a cycle service level (type 1: share
of cycles without a stock-out).

In a cycle, short is what the receipt finds missing, less what was missing already when
the receipt before had come in: loss of the demand until receipt at the reorder point s,
less loss of the demand over the lead time alone at s + Q, up to which was ordered.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

# Steps to a reorder point, far more than it takes; and when one is small enough to stop.
MAX_STEPS = 60
TOLERANCE = 1e-9
# Skewness near 0 makes the gamma's shape endless; it is normal by then.
MIN_SKEWNESS = 0.02


@dataclass(frozen=True, slots=True)
class Total:
    """Demand over a span of time: mean, variance and skewness, n elements each."""

    mean: np.ndarray
    variance: np.ndarray
    skewness: np.ndarray


def get_gamma_total(mean, variance):
    """Return the Total of a gamma distribution: its skewness is 2 σ / μ."""
    return Total(mean, variance, 2 * np.sqrt(variance) / mean)


# Smooth curves: a gamma that is shifted to have all three moments (Pearson type III)


def find_level_point(total, level):
    """Return the ``level`` quantile of ``total``, at least 0."""
    shape, scale, shift = _get_shifted_gamma(total)
    return np.maximum(shift + scale * special.gammaincinv(shape, level), 0.0)


def get_loss(point, total):
    """Return E[(X - point)+], what is missing on average from a stock of ``point``."""
    return _get_loss_and_tail(point, total)[0]


def find_fill_point(until, before, order_qty, short_qty):
    """Return the smallest s ≥ 0 of which a cycle misses at most ``short_qty``.

    By Newton's steps, whose slope is the difference of the two tails; a step that leads
    out of what is still possible is replaced by halving that.

    :param until: Total of the demand until the receipt, undershoot and all
    :param before: Total of the demand over the lead time alone
    :param short_qty: (1 - fill rate) × demand of a cycle
    """

    def measure(point):
        """Return what a cycle misses above ``short_qty``, and how fast that falls."""
        loss, tail = _get_loss_and_tail(point, until)
        again, early_tail = _get_loss_and_tail(point + order_qty, before)
        return loss - again - short_qty, tail - early_tail

    deviation = np.sqrt(until.variance)
    low, high = np.zeros_like(until.mean), until.mean + 40 * deviation
    nothing = measure(low)[0] <= 0
    point = until.mean + deviation
    for _step in range(MAX_STEPS):
        missing, fall = measure(point)
        low, high = np.where(missing > 0, point, low), np.where(missing > 0, high, point)
        follow = point + np.divide(missing, fall, out=np.full_like(fall, np.inf), where=fall > 0)
        follow = np.where((follow >= low) & (follow <= high), follow, (low + high) / 2)
        is_near = np.abs(follow - point) <= TOLERANCE * deviation
        point = follow
        if (is_near | nothing).all():
            break
    return np.where(nothing, 0.0, point)


def _get_loss_and_tail(point, total):
    """Return E[(X - point)+] and P(X > point) of a shifted gamma.

    Of a gamma with shape k and scale θ: kθ SF(k + 1) - point SF(k), SF being the tail.
    """
    shape, scale, shift = _get_shifted_gamma(total)
    above = np.maximum(point - shift, 0)
    tail = special.gammaincc(shape, above / scale)
    loss = shape * scale * special.gammaincc(shape + 1, above / scale) - above * tail
    is_below = point <= shift
    return np.where(is_below, total.mean - point, loss), np.where(is_below, 1.0, tail)


def _get_shifted_gamma(total):
    """Return (shape, scale, shift): shape 4/γ², scale σγ/2, shift to the mean."""
    skewness = np.maximum(total.skewness, MIN_SKEWNESS)
    shape = 4 / skewness**2
    scale = np.sqrt(total.variance) * skewness / 2
    return shape, scale, total.mean - shape * scale


# Counts: negative binomial where the variance exceeds the mean, else Poisson, its limit


def count_tail(count, mean, variance):
    """Return P(X > count) for whole ``count`` ≥ -1; r = μ²/(v - μ), p = μ/v."""
    return _get_tail(count, mean, variance, 0)


def count_loss(point, mean, variance):
    """Return E[(X - point)+] = μ P(X' ≥ point) - point P(X > point), whole point ≥ 0.

    X' has r + 1 instead of r, and is X itself where it is Poisson.
    """
    served = _get_tail(point - 1, mean, variance, 1)
    return mean * served - point * _get_tail(point, mean, variance, 0)


def count_level_point(mean, variance, level):
    """Return the smallest whole s with P(X ≤ s) ≥ ``level``."""
    return _find_smallest_count(
        lambda count: count_tail(count, mean, variance) <= 1 - level, mean, variance
    )


def count_fill_point(until, before, order_qty, short_qty):
    """Return find_fill_point in whole pieces; the skewness follows from the count."""
    order_qty = np.maximum(np.rint(order_qty), 1)

    def is_enough(count):
        short = count_loss(count, until.mean, until.variance)
        short -= count_loss(count + order_qty, before.mean, before.variance)
        return short <= short_qty

    return _find_smallest_count(is_enough, until.mean, until.variance)


def _get_tail(count, mean, variance, extra):
    """Return P(X > count), the negative binomial's r being raised by ``extra``."""
    is_poisson = variance <= mean * (1 + 1e-9)
    spread = np.where(is_poisson, 1.0, variance - mean)
    size = mean**2 / spread + extra
    chance = np.where(is_poisson, 0.5, 1 - mean / (mean + spread))
    places = np.maximum(count + 1, 0.0)
    tail = np.where(
        is_poisson,
        special.gammainc(np.maximum(places, 1e-12), mean),
        special.betainc(np.maximum(places, 1e-12), size, chance),
    )
    return np.where(places > 0, tail, 1.0)


def _find_smallest_count(is_enough, mean, variance):
    """Return the smallest count ≥ 0 that is enough, by bisection of all elements."""
    low, high = np.full(mean.shape, -1.0), np.ceil(mean + 40 * np.sqrt(variance) + 1)
    while (high - low > 1).any():
        middle = np.maximum(np.floor((low + high) / 2), 0)
        enough = is_enough(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high
