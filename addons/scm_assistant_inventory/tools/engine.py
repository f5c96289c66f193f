# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From histories to safety stock, reorder point and maximum, for all positions at once.

Quantities in the product's unit, times in calendar days. Steps and sources are told
in docs/algorithms/safety_stock.md.
"""

from dataclasses import dataclass

import numpy as np

from . import classification, demand, distributions

NEW_DAYS = 60
NEW_EVENTS = 8
COUNT_LIMIT = 10.0
MAX_TARGET = 0.999
MIN_TARGET = 0.5
DEFAULT_LEAD_VARIATION = 0.25
PRIOR_OBSERVATIONS = 6


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What is known of n positions; matrices are n × days, the rest has n elements."""

    demand: np.ndarray
    net_change: np.ndarray
    on_hand: np.ndarray
    # Calendar days from order to receipt; deviation and number of receipts measured.
    lead_days: np.ndarray
    lead_deviation: np.ndarray
    lead_observations: np.ndarray
    review_days: np.ndarray
    # Share in (0, 1): of units served at once, or of cycles without a stock-out.
    target: np.ndarray
    is_fill_target: np.ndarray
    order_cycle_days: np.ndarray
    minimum_order_qty: np.ndarray
    order_multiple: np.ndarray
    # True where the product is counted in whole pieces.
    is_whole: np.ndarray


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What follows, n elements each; quantities are rounded up in whole pieces."""

    pattern: np.ndarray
    daily_mean: np.ndarray
    daily_deviation: np.ndarray
    lead_deviation: np.ndarray
    safety_qty: np.ndarray
    reorder_qty: np.ndarray
    maximum_qty: np.ndarray
    order_qty: np.ndarray
    known_days: np.ndarray
    unknown_days: np.ndarray
    event_count: np.ndarray
    outlier_count: np.ndarray
    is_low_confidence: np.ndarray


def plan_positions(inputs):
    """Return the PlanResult of all positions; never fails on odd history."""
    issues = np.maximum(np.nan_to_num(inputs.demand), 0.0)
    born = _find_born_days(issues, inputs.net_change, inputs.on_hand)
    known = demand.find_known_days(issues, inputs.net_change, inputs.on_hand) & born
    interval, variation = classification.measure_pattern(issues, known)
    pattern = classification.classify_pattern(interval, variation)
    # Peaks are counted for the planner to look at, and stay in: capping them unasked
    # costs several points of service on erratic demand.
    _capped, peaks = demand.cap_outliers(issues, known, np.isin(pattern, ["smooth", "erratic"]))
    moments = demand.measure(issues, known)
    is_new = (moments.days < NEW_DAYS) | (moments.events < NEW_EVENTS)
    has_demand = moments.mean > 0
    lead_days = np.maximum(np.nan_to_num(inputs.lead_days), 0.0)
    lead_deviation = shrink_lead_deviation(
        lead_days, inputs.lead_deviation, inputs.lead_observations
    )
    order_qty = get_order_qty(
        moments.mean * inputs.order_cycle_days, inputs.minimum_order_qty, inputs.order_multiple
    )
    order_qty = np.where(inputs.is_whole, np.ceil(order_qty - 1e-9), order_qty)
    window = demand.measure_window_variance(issues, known, moments, lead_days)
    mean, variance, undershoot = measure_until_receipt(
        moments, lead_days, lead_deviation, inputs.lead_observations, inputs.review_days, window
    )
    reorder = _find_reorder_point(inputs, mean, variance, undershoot, order_qty, has_demand)
    reorder = np.where(inputs.is_whole, np.ceil(reorder - 1e-9), reorder)
    safety = np.maximum(reorder - lead_days * moments.mean, 0.0)
    pattern = np.where(has_demand, np.where(is_new, "new", pattern), "none")
    return PlanResult(
        pattern=pattern,
        daily_mean=moments.mean,
        daily_deviation=np.sqrt(moments.variance),
        lead_deviation=lead_deviation,
        safety_qty=np.where(inputs.is_whole, np.ceil(safety - 1e-9), safety),
        reorder_qty=reorder,
        maximum_qty=np.where(has_demand, reorder + order_qty, 0.0),
        order_qty=np.where(has_demand, order_qty, 0.0),
        known_days=moments.days,
        unknown_days=count_unknown_days(issues, known),
        event_count=moments.events,
        outlier_count=peaks,
        is_low_confidence=has_demand & (is_new | (moments.days * 2 < born.sum(1))),
    )


def count_unknown_days(issues, known):
    """Return how many days after the first issue were sold out."""
    after_first = (issues > 0).cumsum(1) > 0
    return (after_first & ~known).sum(1)


def shrink_lead_deviation(lead_days, deviation, observations):
    """Return a deviation that few receipts move only a little from 25 % of the mean.

    cv² = ((n - 1) cv² + 6 × 0.25²) / (n + 5); 25 % where nothing was measured.
    """
    count = np.asarray(observations, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        measured = np.where(lead_days > 0, (deviation / lead_days) ** 2, 0.0)
    prior = PRIOR_OBSERVATIONS * DEFAULT_LEAD_VARIATION**2
    shrunk = (np.maximum(count - 1, 0) * measured + prior) / (count + PRIOR_OBSERVATIONS - 1)
    variation = np.where(count > 0, shrunk, DEFAULT_LEAD_VARIATION**2)
    return lead_days * np.sqrt(variation)


def get_order_qty(cycle_qty, minimum, multiple):
    """Return the demand of an order cycle, at least the minimum, in whole multiples."""
    quantity = np.maximum(np.maximum(cycle_qty, minimum), 0.0)
    step = np.where(multiple > 0, multiple, 1.0)
    rounded = np.ceil(quantity / step - 1e-9) * step
    return np.where(multiple > 0, rounded, quantity)


def measure_until_receipt(
    moments, lead_days, lead_deviation, lead_observations, review_days, window_variance
):
    """Return (mean, variance, undershoot) of the demand from order to receipt.

    Undershoot: by how much a day's demand takes the stock below the reorder point,
    E[U] = E[d²]/2E[d], E[U²] = E[d³]/3E[d] (renewal residual life), and the mean of
    the wait for the next review. The variance adds demand over the lead time (the
    larger of L σ² and the one that history shows), lead time, undershoot, and what
    is uncertain because mean and lead time are themselves measured.
    """
    mean = np.where(moments.mean > 0, moments.mean, 1.0)
    first = moments.square / (2 * mean)
    undershoot = first + mean * (review_days - 1) / 2
    spread = np.maximum(moments.cube / (3 * mean) - first**2, 0.0)
    spread += (review_days**2 - 1) / 12 * mean**2
    over_lead = np.maximum(lead_days * moments.variance, window_variance)
    by_lead = mean**2 * lead_deviation**2
    uncertain = lead_days**2 * moments.variance / np.maximum(moments.days, 2)
    uncertain += by_lead / np.maximum(lead_observations, 1)
    return lead_days * mean + undershoot, over_lead + by_lead + spread + uncertain, undershoot


def _find_born_days(issues, net_change, on_hand):
    """Return the mask of the days from a product's first appearance on."""
    later = net_change.sum(1, keepdims=True) - net_change.cumsum(1)
    before_window = on_hand - net_change.sum(1)
    moved = (issues != 0) | (net_change != 0) | (on_hand[:, None] - later > 1e-9)
    return (moved.cumsum(1) > 0) | (before_window[:, None] > 1e-9)


def _find_reorder_point(inputs, mean, variance, undershoot, order_qty, has_demand):
    """Return the reorder point of each position by the target's kind and the demand's."""
    target = np.clip(np.nan_to_num(inputs.target, nan=MIN_TARGET), MIN_TARGET, MAX_TARGET)
    variance = np.maximum(variance, 1e-9)
    short_qty = (1 - target) * (order_qty + undershoot)
    point = np.where(
        inputs.is_fill_target,
        distributions.gamma_fill_point(mean, variance, order_qty, short_qty),
        distributions.gamma_quantile(mean, variance, target),
    )
    # So few pieces that a smooth curve misleads: whole-number distributions.
    for row in np.flatnonzero(has_demand & inputs.is_whole & (mean < COUNT_LIMIT)):
        if inputs.is_fill_target[row]:
            point[row] = distributions.count_fill_point(
                mean[row], variance[row], order_qty[row], short_qty[row]
            )
        else:
            point[row] = distributions.count_level_point(mean[row], variance[row], target[row])
    return np.where(has_demand, point, 0.0)
