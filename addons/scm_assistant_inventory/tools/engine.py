# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From histories to safety stock, reorder point and maximum, for all positions at once.

Quantities in the product's unit, times in calendar days. Steps and sources are told
in docs/algorithms/safety_stock.md.
"""

from dataclasses import dataclass

import numpy as np

from . import classification, demand, distributions, lead_time, level, sizes

NEW_DAYS = 60
NEW_EVENTS = 8
# What similar products sell counts as much as so many days of an own history.
ANALOGUE_DAYS = 30
COUNT_LIMIT = 10.0
MAX_TARGET = 0.999
MIN_TARGET = 0.5
# More skewness than this is mostly the chance of one history: measured.
MAX_SKEWNESS = 1.0


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What is known of n positions; matrices are n × days, the rest has n elements.

    What has a default may also be one number for all.
    """

    demand: np.ndarray
    net_change: np.ndarray
    # When today opened, after the last day of history: what moves today is no part of it.
    on_hand: np.ndarray
    # Calendar days from order to receipt; deviation and number of receipts measured.
    lead_days: np.ndarray
    lead_deviation: np.ndarray
    lead_observations: np.ndarray
    review_days: np.ndarray
    # Share in (0, 1): the fill rate, or that of cycles without a stock-out.
    target: np.ndarray
    is_fill_target: np.ndarray
    order_cycle_days: np.ndarray
    minimum_order_qty: np.ndarray
    order_multiple: np.ndarray
    # True where the product is counted in whole pieces.
    is_whole: np.ndarray
    # What similar products sell a day, for positions without a history; 0: not known.
    analogue_mean: np.ndarray | float = 0.0
    # After so many days in stock without an issue a position gets no stock any more.
    dead_days: np.ndarray | float = np.inf
    # How long the limits stand until they are set anew.
    valid_days: int = 28


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What follows, n elements each; quantities are rounded up in whole pieces."""

    pattern: np.ndarray
    # "steady", "season" or "step"; the coming mean as a multiple of the year's.
    level_kind: np.ndarray
    level_factor: np.ndarray
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


@dataclass(frozen=True, slots=True)
class Receipt:
    """Demand from order to receipt, and over the lead time alone; n elements each."""

    until: distributions.Total
    before: distributions.Total
    undershoot: np.ndarray


@dataclass(frozen=True, slots=True)
class History:
    """What the past says; matrices are n × days, the rest has n elements."""

    issues: np.ndarray
    born: np.ndarray
    known: np.ndarray
    pattern: np.ndarray
    outlier_count: np.ndarray
    trend: level.Level
    # The issues as they would have been at the coming level.
    steady: np.ndarray
    moments: demand.Moments


def plan_positions(inputs):
    """Return the PlanResult of all positions; never fails on odd history."""
    lead_days = np.maximum(np.nan_to_num(inputs.lead_days), 0.0)
    history = read_history(inputs, lead_days)
    moments, is_whole = history.moments, inputs.is_whole
    is_new = (moments.days < NEW_DAYS) | (moments.events < NEW_EVENTS)
    is_dead = count_idle_days(history.issues, history.known) >= inputs.dead_days
    has_demand = (moments.mean > 0) & ~is_dead
    order_qty = get_order_qty(
        moments.mean * inputs.order_cycle_days, inputs.minimum_order_qty, inputs.order_multiple
    )
    order_qty = _round_up(order_qty, is_whole)
    lead_deviation = lead_time.shrink_deviation(
        lead_days, inputs.lead_deviation, inputs.lead_observations
    )
    receipt = _measure_receipt(inputs, history, lead_days, lead_deviation, order_qty)
    reorder = _find_reorder_point(inputs, receipt, order_qty, has_demand)
    reorder = _round_up(reorder, is_whole)
    safety = np.where(has_demand, np.maximum(reorder - lead_days * moments.mean, 0.0), 0.0)
    return PlanResult(
        pattern=_get_pattern(history, is_new, is_dead),
        level_kind=history.trend.kind,
        level_factor=_get_level_factor(history),
        daily_mean=moments.mean,
        daily_deviation=np.sqrt(moments.variance),
        lead_deviation=lead_deviation,
        safety_qty=_round_up(safety, is_whole),
        reorder_qty=reorder,
        maximum_qty=np.where(has_demand, reorder + order_qty, 0.0),
        order_qty=np.where(has_demand, order_qty, 0.0),
        known_days=moments.days,
        unknown_days=count_unknown_days(history.issues, history.known),
        event_count=moments.events,
        outlier_count=history.outlier_count,
        is_low_confidence=has_demand & (is_new | (moments.days * 2 < history.born.sum(1))),
    )


def read_history(inputs, lead_days):
    """Return the History: days that count, pattern, level, and a day's demand."""
    issues = np.maximum(np.nan_to_num(inputs.demand), 0.0)
    born = _find_born_days(issues, inputs.net_change, inputs.on_hand)
    known = demand.find_known_days(issues, inputs.net_change, inputs.on_hand) & born
    pattern = classification.classify_pattern(*classification.measure_pattern(issues, known))
    is_frequent = np.isin(pattern, ["smooth", "erratic"])
    # Peaks are counted for the planner to look at, and stay in: capping them unasked
    # costs several points of service on erratic demand.
    _capped, peaks = demand.cap_outliers(issues, known, is_frequent)
    trend = level.find_level(issues, known, lead_days, inputs.valid_days, is_frequent)
    steady = issues / trend.past * trend.coming[:, None]
    moments = _add_analogue(sizes.measure_orders(steady, known), inputs.analogue_mean)
    return History(issues, born, known, pattern, peaks, trend, steady, moments)


def count_unknown_days(issues, known):
    """Return how many days after the first issue were sold out."""
    after_first = (issues > 0).cumsum(1) > 0
    return (after_first & ~known).sum(1)


def count_idle_days(issues, known):
    """Return on how many days since the last issue there was stock, and nobody asked."""
    after_last = (issues > 0)[:, ::-1].cumsum(1)[:, ::-1] == 0
    return (after_last & known).sum(1)


def get_order_qty(cycle_qty, minimum, multiple):
    """Return the demand of an order cycle, at least the minimum, in whole multiples."""
    quantity = np.maximum(np.maximum(cycle_qty, minimum), 0.0)
    step = np.where(multiple > 0, multiple, 1.0)
    rounded = np.ceil(quantity / step - 1e-9) * step
    return np.where(multiple > 0, rounded, quantity)


def measure_undershoot(moments, review_days):
    """Return (mean, variance, third central moment) of the undershoot.

    By how much a day's demand takes the stock below the reorder point: E[U] = E[d²]/2E[d],
    E[U²] = E[d³]/3E[d], E[U³] = E[d⁴]/4E[d] (renewal residual life), and the wait for the
    next review.
    """
    daily = np.where(moments.mean > 0, moments.mean, 1.0)
    first, second = moments.square / (2 * daily), moments.cube / (3 * daily)
    third = moments.fourth / (4 * daily) - 3 * first * second + 2 * first**3
    variance = np.maximum(second - first**2, 0.0) + (review_days**2 - 1) / 12 * daily**2
    return first + daily * (review_days - 1) / 2, variance, np.maximum(third, 0.0)


def measure_receipt(moments, lead_days, deviation, error, undershoot, other_variance):
    """Return the Receipt: the demand over the lead time, without and with the undershoot.

    Over the lead time: mean L m; variance ``other_variance`` (of demand over L days) +
    m² (σL² + error²); third moment L κ3(d) + 3 m σ² σL² + m³ κ3(L), with 2 σL⁴/L for
    a gamma lead time. ``error`` is the deviation of the mean lead time, itself measured.
    """
    daily = np.where(moments.mean > 0, moments.mean, 1.0)
    third = moments.cube - 3 * daily * moments.square + 2 * daily**3
    lead_third = 2 * deviation**4 / np.maximum(lead_days, 1e-9)
    third = lead_days * np.maximum(third, 0) + daily**3 * lead_third
    third += 3 * daily * moments.variance * deviation**2
    variance = np.maximum(other_variance + daily**2 * (deviation**2 + error**2), 1e-9)
    mean = np.maximum(lead_days * daily, 1e-9)
    before = distributions.Total(mean, variance, _get_skewness(third, variance))
    variance, third = variance + undershoot[1], third + undershoot[2]
    until = distributions.Total(mean + undershoot[0], variance, _get_skewness(third, variance))
    return Receipt(until, before, undershoot[0])


def _measure_receipt(inputs, history, lead_days, deviation, order_qty):
    moments, trend = history.moments, history.trend
    undershoot = measure_undershoot(moments, inputs.review_days)
    daily = np.where(moments.mean > 0, moments.mean, 1.0)
    spacing = (order_qty + undershoot[0]) / daily
    error = deviation / np.sqrt(np.maximum(inputs.lead_observations, 1))
    window = demand.measure_window_variance(history.steady, history.known, moments, lead_days)
    variance = np.maximum(lead_days * moments.variance, window)
    # The coming level itself changes from the first order of the time to the last.
    variance += (lead_days * daily / trend.coming) ** 2 * trend.spread
    reaching = lead_time.get_overtaking_deviation(deviation, spacing)
    return measure_receipt(moments, lead_days, reaching, error, undershoot, variance)


def _get_pattern(history, is_new, is_dead):
    pattern = np.where(is_new, "new", history.pattern)
    return np.where(history.moments.mean > 0, np.where(is_dead, "obsolete", pattern), "none")


def _get_level_factor(history):
    """Return the coming mean as a multiple of the measured one, 1 where nothing was."""
    seen = np.where(history.known, history.issues, 0).sum(1) / np.maximum(history.moments.days, 1)
    return np.divide(history.moments.mean, seen, out=np.ones_like(seen), where=seen > 0)


def _round_up(quantity, is_whole):
    return np.where(is_whole, np.ceil(quantity - 1e-9), quantity)


def _get_skewness(third, variance):
    return np.minimum(third / variance**1.5, MAX_SKEWNESS)


def _add_analogue(moments, analogue_mean):
    """Return the moments of positions with little history mixed with similar products'.

    The mean counts 30 days of the analogue and the days seen. The orders stay of the
    size that was seen, so all moments grow with the mean; nothing is made up where
    nothing was sold.
    """
    analogue = np.broadcast_to(np.nan_to_num(analogue_mean), moments.mean.shape)
    mixed = (ANALOGUE_DAYS * analogue + moments.days * moments.mean) / (
        ANALOGUE_DAYS + moments.days
    )
    is_mixed = (analogue > 0) & (moments.days < NEW_DAYS) & (moments.mean > 0)
    factor = np.divide(mixed, moments.mean, out=np.ones_like(mixed), where=is_mixed)
    mean, square = moments.mean * factor, moments.square * factor
    return demand.Moments(
        mean=mean,
        variance=np.where(is_mixed, np.maximum(square - mean**2, 0), moments.variance),
        square=square,
        cube=moments.cube * factor,
        fourth=moments.fourth * factor,
        days=moments.days,
        events=moments.events,
    )


def _find_born_days(issues, net_change, on_hand):
    """Return the mask of the days from a product's first appearance on."""
    later = net_change.sum(1, keepdims=True) - net_change.cumsum(1)
    before_window = on_hand - net_change.sum(1)
    moved = (issues != 0) | (net_change != 0) | (on_hand[:, None] - later > 1e-9)
    return (moved.cumsum(1) > 0) | (before_window[:, None] > 1e-9)


def _find_reorder_point(inputs, receipt, order_qty, has_demand):
    """Return the reorder point of each position by the target's kind and the demand's."""
    target = np.clip(np.nan_to_num(inputs.target, nan=MIN_TARGET), MIN_TARGET, MAX_TARGET)
    short_qty = (1 - target) * (order_qty + receipt.undershoot)
    # So few pieces that a smooth curve misleads: whole-number distributions.
    is_count = inputs.is_whole & (receipt.until.mean < COUNT_LIMIT)
    point = np.zeros(len(target))
    for fill in (True, False):
        for count in (True, False):
            rows = np.flatnonzero(
                has_demand & (inputs.is_fill_target == fill) & (is_count == count)
            )
            until, before = (_pick(total, rows) for total in (receipt.until, receipt.before))
            if fill:
                find = distributions.count_fill_point if count else distributions.find_fill_point
                point[rows] = find(until, before, order_qty[rows], short_qty[rows])
            elif count:
                point[rows] = distributions.count_level_point(
                    until.mean, until.variance, target[rows]
                )
            else:
                point[rows] = distributions.find_level_point(until, target[rows])
    return point


def _pick(total, rows):
    return distributions.Total(total.mean[rows], total.variance[rows], total.skewness[rows])
