# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much lead times vary, and how much of it reaches the stock."""

import numpy as np

DEFAULT_VARIATION = 0.25
PRIOR_OBSERVATIONS = 2
# Days between orders / deviation of the lead time → share of its variance that is left
# when receipts are taken in the order in which they come. Simulated with a gamma lead
# time of variation 0.25; 0.564 of the ratio (1/√π) for orders that lie close together.
OVERTAKING = np.array(
    [
        [0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0],
        [0.0, 0.055, 0.108, 0.183, 0.260, 0.376, 0.475, 0.654, 0.786, 0.935, 0.988, 1.0],
    ]
)


def shrink_deviation(lead_days, deviation, observations):
    """Return a deviation that few receipts move only a little from 25 % of the mean.

    cv² = ((n - 1) cv² + 2 × 0.25²) / (n + 1); 25 % where nothing was measured.
    """
    count = np.asarray(observations, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        measured = np.where(lead_days > 0, (deviation / lead_days) ** 2, 0.0)
    prior = PRIOR_OBSERVATIONS * DEFAULT_VARIATION**2
    shrunk = (np.maximum(count - 1, 0) * measured + prior) / (count + PRIOR_OBSERVATIONS - 1)
    variation = np.where(count > 0, shrunk, DEFAULT_VARIATION**2)
    return lead_days * np.sqrt(variation)


def get_overtaking_deviation(deviation, order_spacing):
    """Return the deviation that is left where later orders may come in earlier.

    When several orders are on the way, a late one is covered by the one that overtakes
    it (Riezebos 2006: order crossover). Lead times are taken as independent.

    :param order_spacing: days from one order to the next
    """
    ratio = np.divide(
        order_spacing, deviation, out=np.full(np.shape(deviation), np.inf), where=deviation > 0
    )
    return deviation * np.sqrt(np.interp(ratio, *OVERTAKING))
