# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is wanted until the next receipt, by closed forms worked out on paper."""

import numpy as np
import pytest
from inventory_tools import demand, distributions, engine, level

# Exponential days, mean 2: E[d²] = 2·2², E[d³] = 6·2³, E[d⁴] = 24·2⁴; κ3 = 2·2³.
EXPONENTIAL = (2.0, 4.0, 8.0, 48.0, 384.0)
# The same quantity every day, so no variance.
CONSTANT = (0.5, 0.0, 0.25, 0.125, 0.0625)
# 9 days of 10 in 10: E[dⁿ] = 0.9·10ⁿ; κ3 = 900 - 3·9·90 + 2·9³ = -72.
SKEWED_LEFT = (9.0, 9.0, 90.0, 900.0, 9000.0)
NOTHING = (0.0, 0.0, 0.0, 0.0, 0.0)


def column(*values):
    return np.array(values, dtype=float)


def make_moments(*rows):
    """Moments of rows of (mean, variance, E[d²], E[d³], E[d⁴])."""
    many = np.full(len(rows), 100)
    return demand.Moments(*(column(*figures) for figures in zip(*rows, strict=True)), many, many)


def undershoot(row, review_days=1.0):
    found = engine.measure_undershoot(make_moments(row), column(review_days))
    return [figure[0] for figure in found]


def test_undershoot_of_exponential_demand_is_exponential_itself():
    # No memory: mean 2, variance 2², third central moment 2·2³.
    assert undershoot(EXPONENTIAL) == pytest.approx([2, 4, 16])


def test_undershoot_of_constant_demand_is_uniform():
    # Anywhere between nothing and a day's 0.5: mean 0.25, variance 0.5²/12, symmetric.
    assert undershoot(CONSTANT) == pytest.approx([0.25, 0.25 / 12, 0], abs=1e-12)


def test_wait_for_the_review_is_uniform_over_its_days():
    # 0 to 6 days of 2 each: mean 3 days, variance (7² - 1) / 12 = 4 days², symmetric.
    assert undershoot(EXPONENTIAL, 7.0) == pytest.approx([2 + 6, 4 + 16, 16])


def test_powers_of_three_are_not_taken_for_multiples():
    # Exponential with mean 3, κ3 = 54; waits of 3 days, 4 days²: 3 + 9, 9 + 9·4.
    three = (3.0, 9.0, 18.0, 162.0, 1944.0)
    assert undershoot(three, 7.0) == pytest.approx([12, 45, 54])
    # 9·54 + 3³ · 2·0.5⁴/9 + 3·3·9·0.5² = 506.625; 9·9 + 3² · 0.5² = 83.25
    before, _until = measure(three, 9.0, 0.5, 0.0, 81.0)
    assert before == pytest.approx([27, 83.25, 506.625 / 83.25**1.5])


def test_nothing_wanted_has_no_undershoot():
    assert undershoot(NOTHING) == [0, 0, 0]


def measure(row, lead_days, deviation, error, other_variance, under=(0.0, 0.0, 0.0)):
    """Return [mean, variance, skewness] over the lead time, and until the receipt."""
    receipt = engine.measure_receipt(
        make_moments(row),
        column(lead_days),
        column(deviation),
        column(error),
        [column(figure) for figure in under],
        column(other_variance),
    )
    return [
        [total.mean[0], total.variance[0], total.skewness[0]]
        for total in (receipt.before, receipt.until)
    ]


def test_moments_until_the_receipt_add_up():
    # κ3: days 9·16, lead time 2³ · 2·1.5⁴/9 = 9, and both 3·2·4·1.5² = 54: together 207.
    before, until = measure(EXPONENTIAL, 9.0, 1.5, 0.5, 36.0, (2.0, 4.0, 16.0))
    # 36 + 2² (1.5² + 0.5²) = 46; the undershoot adds 4 to it and 16 to the third.
    assert before == pytest.approx([18, 46, 207 / 46**1.5])
    assert until == pytest.approx([20, 50, 223 / 50**1.5])


def test_lead_time_of_less_than_a_day_is_a_lead_time_too():
    # κ3: 0.5·16 + 2³ · 2·0.25⁴/0.5 + 3·2·4·0.25² = 8 + 0.125 + 1.5
    before, _until = measure(EXPONENTIAL, 0.5, 0.25, 0.0, 30.0)
    assert before == pytest.approx([1, 30.25, 9.625 / 30.25**1.5])


def test_skewness_is_neither_negative_nor_more_than_one():
    assert measure(SKEWED_LEFT, 9.0, 0.0, 0.0, 81.0)[0][2] == 0
    # A gamma of 2 days with the days' own variance has κ3 = 2·16 and skewness √2.
    assert measure(EXPONENTIAL, 2.0, 0.0, 0.0, 8.0)[0][2] == 1


def test_demand_that_never_varies_has_no_variance_and_none_wanted_no_mean():
    before, _until = measure(CONSTANT, 9.0, 0.0, 0.0, 0.0)
    assert before == pytest.approx([4.5, 0, 0], abs=1e-6)
    # No lead time, nothing wanted in it.
    assert measure(EXPONENTIAL, 0.0, 0.0, 0.0, 8.0)[0][0] == pytest.approx(0, abs=1e-6)


def make_history(row, coming=1.0, spread=0.0):
    """A history that was the same on each of a hundred days, with moments of its own."""
    days, one = np.full((1, 100), row[0]), np.ones((1, 100), dtype=bool)
    trend = level.Level(np.array(["steady"]), np.ones((1, 100)), column(coming), column(spread))
    return engine.History(
        days, one, one, np.array(["smooth"]), column(0), trend, days, make_moments(row)
    )


def make_plan(history=((1.0,) * 365,), **values):
    """Positions with plenty of stock and no trouble, unless ``values`` say otherwise."""
    history = np.atleast_2d(np.asarray(history, dtype=float))
    defaults = {
        "net_change": np.zeros_like(history),
        "on_hand": 1e6,
        "lead_days": 9.0,
        "lead_deviation": 1.5,
        "lead_observations": 9.0,
        "review_days": 1.0,
        "target": 0.95,
        "is_fill_target": True,
        "order_cycle_days": 10.0,
        "minimum_order_qty": 0.0,
        "order_multiple": 0.0,
        "is_whole": False,
    }
    values = {
        name: value if name == "net_change" else np.broadcast_to(value, len(history))
        for name, value in {**defaults, **values}.items()
    }
    return engine.PlanInputs(demand=history, **values)


@pytest.mark.parametrize(
    ("deviation", "observations", "coming", "spread", "variance"),
    [
        # 9·4 days' own, and 2² (1.5² + 1.5²/9): orders 10 days apart don't overtake at 1.5.
        (1.5, 9.0, 1.0, 0.0, 36 + 10),
        # Measured never or once, the mean is as uncertain as one receipt.
        (1.5, 1.0, 1.0, 0.0, 36 + 18),
        (1.5, 0.0, 1.0, 0.0, 36 + 18),
        # The level may yet change by 0.1 of its 0.5, and 18 pieces go with it.
        (1.5, 9.0, 0.5, 0.01, 36 + 10 + (18 / 0.5) ** 2 * 0.01),
        # 10 days are 2 deviations: 0.786 of the variance is left, but the error all of it.
        (5.0, 25.0, 1.0, 0.0, 36 + 4 * (25 * 0.786 + 1)),
    ],
)
def test_variance_over_the_lead_time_counts_each_source_once(
    deviation, observations, coming, spread, variance
):
    # 18 ordered and an undershoot of 2, at 2 a day: an order every 10 days.
    inputs = make_plan(lead_observations=observations)
    history = make_history(EXPONENTIAL, coming, spread)
    receipt = engine._measure_receipt(inputs, history, column(9), column(deviation), column(18))
    assert receipt.before.variance[0] == pytest.approx(variance)
    assert receipt.until.variance[0] == pytest.approx(variance + 4)
    assert receipt.undershoot[0] == pytest.approx(2)


def test_orders_of_a_slow_product_are_as_far_apart_as_its_demand_says():
    # Exponential with mean 0.5: 4.5 ordered and an undershoot of 0.5 last 10 days, which are 2
    # deviations; 9·0.25 days' own, and 0.5² times 0.786 of 5² and the error of (5/5)².
    inputs = make_plan(lead_observations=25.0)
    history = make_history((0.5, 0.25, 0.5, 0.75, 1.5))
    receipt = engine._measure_receipt(inputs, history, column(9), column(5), column(4.5))
    assert receipt.before.variance[0] == pytest.approx(9 * 0.25 + 0.25 * (25 * 0.786 + 1))


def plan(history, **values):
    return engine.plan_positions(make_plan(history, **values))


def since(days, history, total=400):
    """Return a history, and net changes, of a product that was first received then."""
    demand_of = np.zeros(total)
    demand_of[-days:] = np.resize(history, days)
    net = -demand_of[None, :]
    net[0, -days] += 1e5
    return demand_of, net


@pytest.mark.parametrize(("days", "is_new"), [(59, True), (60, False)])
def test_product_is_new_for_sixty_days(days, is_new):
    history, net = since(days, [3.0, 5.0])
    result = plan(history, net_change=net, on_hand=net.sum())
    assert result.known_days[0] == days
    assert (result.pattern[0] == "new") is is_new
    assert bool(result.is_low_confidence[0]) is is_new


@pytest.mark.parametrize(("events", "is_new"), [(7, True), (8, False)])
def test_product_is_new_with_fewer_than_eight_issues(events, is_new):
    history = np.zeros(365)
    history[:: 365 // events][:events] = 4
    history[np.flatnonzero(history)[events:]] = 0
    result = plan(history)
    assert result.event_count[0] == events
    assert (result.pattern[0] == "new") is is_new


@pytest.mark.parametrize(("sold_out", "is_low"), [(200, False), (201, True)])
def test_history_known_for_less_than_half_its_days_says_little(sold_out, is_low):
    # 400 days since it was first received; then it was sold out to the end.
    history = np.resize([3.0, 5.0], 400)
    history[400 - sold_out :] = 0
    net = -history[None, :]
    net[0, 0] += history.sum()
    result = plan(history, net_change=net, on_hand=0.0)
    assert [result.known_days[0], result.unknown_days[0]] == [400 - sold_out, sold_out]
    assert bool(result.is_low_confidence[0]) is is_low


@pytest.mark.parametrize(("idle", "is_dead"), [(179, False), (180, True)])
def test_product_is_obsolete_from_its_dead_days_on(idle, is_dead):
    history = np.zeros(540)
    history[540 - idle - 1 :: -15] = 4
    result = plan(history, dead_days=180.0)
    assert (result.pattern[0] == "obsolete") is is_dead
    assert bool(result.reorder_qty[0] == 0) is is_dead


def test_days_are_counted_from_the_first_and_from_the_last_issue():
    issues = np.array([[0.0, 0.5, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]])
    known = np.array([[True, True, False, True, True, True, False, True]])
    # Sold out since the first issue: days 2 and 6. In stock and idle since the last: 5, 7.
    assert engine.count_unknown_days(issues, known).tolist() == [2]
    assert engine.count_idle_days(issues, known).tolist() == [2]
    issues[0, 0], known[0, 0] = 0, False
    assert engine.count_unknown_days(issues, known).tolist() == [2]


@pytest.mark.parametrize(("asked", "taken"), [(1.0, 0.999), (0.2, 0.5), (np.nan, 0.5)])
def test_target_out_of_bounds_is_the_bound(asked, taken):
    history = np.resize([0.0, 4.0, 7.0, 1.0], 364)
    for is_fill in (True, False):
        found = plan(history, target=asked, is_fill_target=is_fill, order_cycle_days=2.0)
        same = plan(history, target=taken, is_fill_target=is_fill, order_cycle_days=2.0)
        assert found.reorder_qty[0] == same.reorder_qty[0]
    beside = plan(history, target=taken - 0.0005, is_fill_target=False)
    assert beside.reorder_qty[0] != same.reorder_qty[0] or taken == 0.5


def test_reorder_point_is_the_quantile_of_a_lead_time_that_nothing_else_moves():
    # Every day 4 or 6 (weekly mean 5, no season, no step) of which the engine knows enough.
    history = np.resize([4.0, 6.0], 364)
    inputs = make_plan(history, is_fill_target=False, target=0.9)
    result = engine.plan_positions(inputs)
    read = engine.read_history(inputs, column(9))
    receipt = engine._measure_receipt(
        inputs, read, column(9), result.lead_deviation, result.order_qty
    )
    assert receipt.until.mean[0] == pytest.approx(9 * 5 + read.moments.square[0] / 10)
    point = distributions.find_level_point(receipt.until, 0.9)
    assert result.reorder_qty[0] == pytest.approx(point[0])
    assert result.safety_qty[0] == pytest.approx(point[0] - 45)
    assert result.order_qty[0] == pytest.approx(50)
    assert result.maximum_qty[0] == pytest.approx(point[0] + 50)


@pytest.mark.parametrize("is_fill", [True, False])
@pytest.mark.parametrize("is_whole", [True, False])
def test_whole_pieces_count_only_where_few_are_wanted(is_fill, is_whole):
    # 1 piece every 4th day: 2.25 in 9 days. 8 times as much is past the ten pieces.
    few = np.resize([0.0, 0.0, 0.0, 1.0], 364)
    for size, is_count in ((1.0, is_whole), (8.0, False)):
        inputs = make_plan(size * few, is_fill_target=is_fill, is_whole=is_whole)
        result = engine.plan_positions(inputs)
        read = engine.read_history(inputs, column(9))
        until, before, under = (
            getattr(
                engine._measure_receipt(
                    inputs, read, column(9), result.lead_deviation, result.order_qty
                ),
                name,
            )
            for name in ("until", "before", "undershoot")
        )
        short = 0.05 * (result.order_qty + under)
        if is_fill:
            find = distributions.count_fill_point if is_count else distributions.find_fill_point
            point = find(until, before, result.order_qty, short)
        elif is_count:
            point = distributions.count_level_point(until.mean, until.variance, 0.95)
        else:
            point = distributions.find_level_point(until, 0.95)
        expected = np.ceil(point[0] - 1e-9) if is_whole else point[0]
        assert result.reorder_qty[0] == pytest.approx(expected)


def test_ten_pieces_are_no_longer_counted_one_by_one():
    inputs = make_plan(is_whole=True, is_fill_target=False, target=0.95)
    for mean, is_count in ((9.999, True), (10.0, False)):
        total = distributions.Total(column(mean), column(30.0), column(0.5))
        receipt = engine.Receipt(total, total, column(1.0))
        point = engine._find_reorder_point(inputs, receipt, column(5.0), np.array([True]))
        count = distributions.count_level_point(total.mean, total.variance, 0.95)
        smooth = distributions.find_level_point(total, 0.95)
        assert point[0] == (count if is_count else smooth)[0]


def test_what_is_allowed_to_be_missing_is_a_share_of_order_and_undershoot():
    total = distributions.Total(column(40.0), column(100.0), column(0.5))
    receipt = engine.Receipt(total, total, column(6.0))
    inputs = make_plan(target=0.9)
    point = engine._find_reorder_point(inputs, receipt, column(20.0), np.array([True]))
    # A tenth of 26 pieces.
    missed = distributions.get_loss(point, total) - distributions.get_loss(point + 20, total)
    assert missed[0] == pytest.approx(2.6, abs=1e-6)


def test_order_quantity_is_at_least_nothing_and_in_whole_packs():
    def order(cycle, minimum=0.0, multiple=0.0):
        return engine.get_order_qty(column(cycle), column(minimum), column(multiple))[0]

    assert order(0) == 0
    assert order(-3, -2) == 0
    assert order(35.2) == 35.2
    assert order(36, multiple=12) == 36
    assert order(35.2, multiple=0.5) == 35.5
    assert order(3.5, multiple=1) == 4
    # 1.1 / 0.1 is a hair above 11 for a computer.
    assert order(1.1, multiple=0.1) == pytest.approx(1.1)


def test_whole_pieces_are_rounded_up_but_not_for_a_hair():
    both = np.array([True, False])
    assert engine._round_up(column(3.2, 3.2), both).tolist() == [4, 3.2]
    assert engine._round_up(column(3 + 1e-12, 3.0), both).tolist() == [3, 3]
    assert engine._round_up(column(3.0), both[:1]).tolist() == [3]


def test_analogue_counts_as_thirty_days():
    # 10 days of 3 each and 30 of 6: 210 / 40, so all moments grow by 5.25 / 3 = 1.75.
    moments = demand.Moments(
        column(3, 3, 3, 0),
        column(4, 4, 4, 0),
        column(13, 13, 13, 0),
        column(70, 70, 70, 0),
        column(400, 400, 400, 0),
        np.array([10, 60, 10, 10]),
        np.array([5, 5, 5, 0]),
    )
    found = engine._add_analogue(moments, column(6, 6, np.nan, 6))
    assert found.mean.tolist() == [5.25, 3, 3, 0]
    assert found.square.tolist() == [13 * 1.75, 13, 13, 0]
    assert found.cube.tolist() == [70 * 1.75, 70, 70, 0]
    assert found.fourth.tolist() == [400 * 1.75, 400, 400, 0]
    # 22.75 less 5.25² is below nothing.
    assert found.variance.tolist() == [0, 4, 4, 0]
    assert found.days.tolist() == [10, 60, 10, 10]
    small = demand.Moments(*(column(value) for value in (0.5, 0.3, 0.5, 0.5, 0.5)), 10, 5)
    # 10 days of 0.5 and 30 of 0.3: 14 / 40 = 0.35, factor 0.7: 0.35 - 0.35².
    found = engine._add_analogue(small, 0.3)
    assert found.variance[0] == pytest.approx(0.35 - 0.35**2)


def test_product_is_born_with_its_first_stock_or_issue():
    issues = np.array([[0, 0, 0, 0, 2.0], [0, 2.0, 0, 0, 0], [0, 0, 0, 0, 0], [0] * 5, [0] * 5])
    net = np.array([[0, 0, 9.0, 0, -2], [0, -2.0, 0, 0, 0], [0] * 5, [0] * 5, [0, 0, 0, 5.0, -5]])
    # Received on day 2; sold on day 1 what had never come; there from before; never.
    born = engine._find_born_days(issues, net, np.array([7.0, -2.0, 4.0, 0.0, 0.0]))
    assert born.sum(1).tolist() == [3, 4, 5, 0, 2]
    # One piece, or less, is a beginning as well; there before but no longer on hand, too.
    net = np.array([[0, 0.5, 0], [0, -0.5, 0]])
    half = engine._find_born_days(np.zeros((2, 3)), net, column(0.5, 0))
    assert half.sum(1).tolist() == [2, 3]
    # Taken to another warehouse before it came; wanted on day 1 and delivered on day 3.
    net = np.array([[0, 0, -2.0, 0], [0, 0, 0, -2.0]])
    born = engine._find_born_days(np.array([[0.0] * 4, [0, 2.0, 0, 0]]), net, column(-2, -2))
    assert born.sum(1).tolist() == [2, 3]


def test_level_factor_is_the_coming_mean_over_the_measured_one():
    history = make_history((0.5, 0.0, 0.25, 0.125, 0.0625))
    assert engine._get_level_factor(history).tolist() == [0.5 / 0.5]
    known = np.ones((1, 100), dtype=bool)
    known[0, 80:] = False
    moments = demand.Moments(*(column(value) for value in (0.8, 0, 0, 0, 0)), np.array([80]), 80)
    seen = engine.History(
        history.issues, known, known, history.pattern, 0, history.trend, history.steady, moments
    )
    # 80 known days of 0.5 a day; what is coming is 0.8.
    assert engine._get_level_factor(seen) == pytest.approx([1.6])
    # One known day of 0.5.
    known, moments = known.copy(), demand.Moments(*(column(0.5),) * 5, np.array([1]), 1)
    known[0, 1:] = False
    seen = engine.History(
        history.issues, known, known, history.pattern, 0, history.trend, history.steady, moments
    )
    assert engine._get_level_factor(seen).tolist() == [1]


def test_lead_time_of_less_than_a_day_is_kept_in_the_safety_stock():
    result = plan(np.resize([4.0, 6.0], 364), lead_days=0.4, target=0.99)
    assert result.reorder_qty[0] - result.safety_qty[0] == pytest.approx(0.4 * 5)


def test_big_orders_that_serve_alone_need_no_safety_stock():
    # 1,000 days' demand at once: half of it may be missing.
    result = plan(np.resize([4.0, 6.0], 364), order_cycle_days=1000.0, target=0.5)
    assert [result.reorder_qty[0], result.safety_qty[0]] == [0, 0]


def test_position_without_demand_keeps_nothing_whatever_the_vendor_sells_at_least():
    result = plan(np.zeros(365), minimum_order_qty=10.0)
    quantities = (result.safety_qty, result.reorder_qty, result.maximum_qty, result.order_qty)
    assert [quantity[0] for quantity in quantities] == [0, 0, 0, 0]
    assert not result.is_low_confidence[0]


def test_limits_stand_for_twenty_eight_days():
    # As docs/algorithms/safety_stock.md tells: all orders of the next 28 days.
    wave = 100 + 50 * np.sin(2 * np.pi * (np.arange(365) - 365) / 365.25)
    inputs = make_plan(wave)
    known = np.ones((1, 365), dtype=bool)
    found = level.find_level(inputs.demand, known, column(9), 28, np.array([True]))
    assert engine.read_history(inputs, column(9)).trend.coming[0] == found.coming[0]
