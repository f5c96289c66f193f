# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a day's demand is like: how often there is one, and of what size.

The mean is the history's own. The spread is not: one year of rare and varied demand
rarely holds the big orders that will come, and the plain moments of what it holds fall
short. So the sizes are taken as gamma or lognormal, whichever is the likelier, and the
higher moments follow from that.
"""

import numpy as np
from scipy import special

from .demand import Moments, measure

# Fewer days with demand say nothing about the shape of the sizes.
MIN_EVENTS = 4
# Squared variation that a fitted tail may have at most, if history itself shows no more.
MAX_VARIATION = 2.0


def measure_orders(demand, known):
    """Return the Moments of a day's demand, the higher ones from fitted sizes.

    p: share of known days with demand; x̄, c²: mean and squared variation of the sizes.
    E[dⁿ] = p x̄ⁿ times, for a gamma, 1 + c², (1 + c²)(1 + 2c²), (1 + c²)(1 + 2c²)(1 + 3c²);
    for a lognormal (1 + c²) to the power of 1, 3, 6.
    """
    raw = measure(demand, known)
    size, variation, is_lognormal = fit_sizes(demand, known & (demand > 0))
    rows = raw.events >= MIN_EVENTS
    first = 1 + variation
    third = np.where(is_lognormal, first**3, first * (1 + 2 * variation))
    fourth = np.where(is_lognormal, first**6, third * (1 + 3 * variation))
    square = np.where(rows, raw.mean * size * first, raw.square)
    return Moments(
        mean=raw.mean,
        variance=np.where(rows, np.maximum(square - raw.mean**2, 0), raw.variance),
        square=square,
        cube=np.where(rows, raw.mean * size**2 * third, raw.cube),
        fourth=np.where(rows, raw.mean * size**3 * fourth, raw.fourth),
        days=raw.days,
        events=raw.events,
    )


def fit_sizes(demand, hits):
    """Return (mean, squared variation, is lognormal) of the sizes where ``hits`` is set."""
    count = hits.sum(1)
    divisor = np.maximum(count, 1)
    sizes = np.where(hits, demand, 0.0)
    mean = np.where(count, sizes.sum(1) / divisor, 1.0)
    seen = np.where(hits, sizes - mean[:, None], 0.0)
    seen = (seen**2).sum(1) / np.maximum(count - 1, 1) / mean**2
    logs = np.log(np.where(hits, demand, 1.0))
    log_mean = logs.sum(1) / divisor
    log_square = (np.where(hits, logs - log_mean[:, None], 0.0) ** 2).sum(1)
    shape = _fit_gamma_shape(np.log(mean) - log_mean)
    likely_gamma = (
        (shape - 1) * log_mean - shape - shape * np.log(mean / shape) - special.gammaln(shape)
    )
    log_variance = np.maximum(log_square / divisor, 1e-9)
    likely_lognormal = -log_mean - np.log(2 * np.pi * log_variance) / 2 - 0.5
    is_lognormal = likely_lognormal > likely_gamma
    spread = np.minimum(log_square / np.maximum(count - 1, 1), 5.0)
    variation = np.where(is_lognormal, np.expm1(spread), 1 / shape)
    return mean, np.minimum(variation, np.maximum(seen, MAX_VARIATION)), is_lognormal


def _fit_gamma_shape(gap):
    """Return the shape of greatest likelihood from log mean - mean log (Minka 2002)."""
    gap = np.maximum(gap, 1e-6)
    return (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
