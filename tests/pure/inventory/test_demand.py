# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a history says, and the sizes of its orders, by sums done by hand."""

import numpy as np
import pytest
from inventory_tools import analogue, demand, lead_time, sizes
from scipy import optimize, special


def everything(history):
    return np.ones_like(history, dtype=bool)


def test_moments_by_hand():
    # 0.5, 2 and 3.5 known, 9 not: mean 2, sample variance 2.25; powers 16.5, 51, 166.125.
    history = np.array([[0.5, 9.0, 2.0, 3.5, 0.0], [0.0] * 5, [4.0] + [0.0] * 4])
    known = np.array([[1, 0, 1, 1, 0], [0] * 5, [1] + [0] * 4], dtype=bool)
    found = demand.measure(history, known)
    assert found.mean.tolist() == [2, 0, 4]
    assert found.variance.tolist() == [2.25, 0, 0]
    assert found.square == pytest.approx([16.5 / 3, 0, 16])
    assert found.cube == pytest.approx([51 / 3, 0, 64])
    assert found.fourth == pytest.approx([166.125 / 3, 0, 256])
    assert found.days.tolist() == [3, 0, 1]
    assert found.events.tolist() == [3, 0, 1]


def test_two_days_have_a_variance():
    # 1 and 3, one degree of freedom.
    history = np.array([[1.0, 3.0]])
    assert demand.measure(history, everything(history)).variance.tolist() == [2]


def window_variance(history, known=None, length=2.0):
    history = np.atleast_2d(np.asarray(history, dtype=float))
    known = everything(history) if known is None else np.atleast_2d(known)
    moments = demand.measure(history, known)
    return demand.measure_window_variance(history, known, moments, np.resize(length, len(history)))


def test_variance_of_windows_by_hand():
    # Sums of two: 1 3 5 3 5, mean 3.4, squares 11.2 / 5 = 2.24; times 5 / (5 - 2).
    assert window_variance([0, 1, 2, 3, 0, 5])[0] == pytest.approx(2.24 * 5 / 3)
    # Of one: the days themselves, n / (n - 1) of the population's variance.
    assert window_variance([0, 1, 2, 3, 0, 5], length=1.0)[0] == pytest.approx(
        np.var([0, 1, 2, 3, 0, 5], ddof=1)
    )
    # A lead time of less than half a day counts as one, of 1.6 as two.
    assert window_variance([0, 1, 2, 3, 0, 5], length=0.2)[0] == pytest.approx(
        np.var([0, 1, 2, 3, 0, 5], ddof=1)
    )
    assert window_variance([0, 1, 2, 3, 0, 5], length=1.6)[0] == pytest.approx(2.24 * 5 / 3)


def test_variance_of_windows_needs_more_than_two_of_them():
    # 5 windows of 2 days in 6, 4 in 5: four are just twice two.
    assert window_variance([0, 1, 2, 3, 0]) == 0
    assert window_variance([0, 1, 2, 3, 0, 5]) > 0
    # A window longer than the history.
    assert window_variance([0, 1, 2], length=9.0) == 0


def test_windows_begin_with_the_first_known_day_and_unknown_days_count_as_the_mean():
    # Three days before it came, then 0 1 2 3 0 5 as above.
    known = np.array([0, 0, 0, 1, 1, 1, 1, 1, 1], dtype=bool)
    history = [0, 0, 0, 0, 1, 2, 3, 0, 5]
    assert window_variance(history, known)[0] == pytest.approx(2.24 * 5 / 3)
    known[:4] = False
    # From the day of 1 on there are four windows: not enough.
    assert window_variance(history, known)[0] == 0
    # 3, not known, 1, 5: the mean of 3 in between. Sums 6 4 6, mean 16/3, and one row beside.
    known = np.array([[1, 0, 1, 1], [0, 0, 0, 0]], dtype=bool)
    found = window_variance([[3, 9, 1, 5], [1, 1, 1, 1]], known, [1.0, 1.0])
    # Of one day: 3 3 1 5, population variance 2, times 4 / 3.
    assert found.tolist() == [pytest.approx(2 * 4 / 3), 0]


def test_each_row_has_windows_of_its_own_length():
    rows = [[0, 1, 2, 3, 0, 5], [0, 1, 2, 3, 0, 5], [7, 7, 7, 7, 7, 7]]
    found = window_variance(rows, length=[1.0, 2.0, 2.0])
    assert found == pytest.approx([np.var(rows[0], ddof=1), 2.24 * 5 / 3, 0])


def test_days_are_known_with_stock_before_or_after_or_an_issue():
    # Stock 0 → 0 → 0.5 → 0 → 0 → 0 at the ends of the days, 1 sold on the last but one.
    net = np.array([[0, 0, 0.5, -0.5, 0, 0.0]])
    issues = np.array([[0, 0, 0, 0.25, 0.1, 0]])
    known = demand.find_known_days(issues, net, np.array([0.0]))
    assert known.tolist() == [[False, False, True, True, True, False]]
    # 0.5 there at the begin of day 1, taken to another warehouse, nobody asked.
    net = np.array([[0, -0.5, 0.0]])
    known = demand.find_known_days(np.zeros((1, 3)), net, np.array([0.0]))
    assert known.tolist() == [[True, True, False]]


def cap(history, known=None, to_cap=True):
    history = np.atleast_2d(np.asarray(history, dtype=float))
    known = everything(history) if known is None else np.atleast_2d(known)
    return demand.cap_outliers(history, known, np.resize(to_cap, len(history)))


def test_peak_is_capped_at_three_deviations_from_the_median():
    # The middle two of 14 days are 10 and 10.5: median 10.25. Distances from it: 0.25 four
    # times, 0.75 six times, 1.25 three times, 39.75. The seventh and the eighth are 0.75.
    history = [9.5, 10.5] * 3 + [9, 11] * 3 + [10, 50]
    capped, count = cap(history)
    assert count.tolist() == [1]
    assert capped[0, -1] == pytest.approx(10.25 + 3 * 1.4826 * 0.75)
    assert capped[0, :-1].tolist() == history[:-1]


def test_peak_of_small_quantities_is_a_peak():
    # The same in hundreds, and all of it at once: a scale of its own for each row.
    history = np.array([9.5, 10.5] * 3 + [9, 11] * 3 + [10, 50])
    capped, count = cap([history, history / 100])
    assert count.tolist() == [1, 1]
    assert capped[1] == pytest.approx(capped[0] / 100)


def test_median_of_an_odd_number_is_the_one_in_the_middle():
    # Fifteen days of 1 to 14 and 100: median 8, distances 0 1 1 2 2 … 7 92, their median 4.
    capped, _count = cap([*range(1, 15), 100])
    assert capped[0, -1] == pytest.approx(8 + 3 * 1.4826 * 4)


def test_window_of_history_is_a_year():
    assert demand.WINDOW_DAYS == 365


def test_peak_stays_where_too_little_is_known_or_nobody_asks():
    history = [9.5, 10.5] * 3 + [9, 11] * 3 + [10, 50]
    assert cap(history, to_cap=False)[1].tolist() == [0]
    # Thirteen days.
    for days in (history[1:], history):
        known = np.ones(len(days), dtype=bool)
        known[0] = len(days) < 14
        assert cap(days, known)[1].tolist() == [0]
    # Most days alike: no deviation, no cap.
    assert cap([5] * 13 + [50])[1].tolist() == [0]
    # Rows beside it are left alone.
    capped, count = cap([history, history, history], to_cap=[False, True, False])
    assert count.tolist() == [0, 1, 0]
    assert capped[[0, 2]].tolist() == [history, history]


def test_day_at_the_cap_itself_is_no_peak():
    # Median 0, deviations 1: the cap is 4.4478.
    history = [-1.0, 1.0] * 7 + [-1.0, 3 * 1.4826]
    assert cap(history)[1].tolist() == [0]
    history[-1] += 0.001
    assert cap(history)[1].tolist() == [1]


def fit(history):
    history = np.atleast_2d(np.asarray(history, dtype=float))
    return sizes.fit_sizes(history, history > 0)


def find_gamma_shape(values):
    """Return the shape of greatest likelihood: log k - ψ(k) = log mean - mean log."""
    gap = np.log(np.mean(values)) - np.mean(np.log(values))
    return optimize.brentq(lambda k: np.log(k) - special.digamma(k) - gap, 1e-3, 1e3)


@pytest.mark.parametrize(
    "values", [[2, 3, 4, 5, 6.0], [1, 5, 2, 9, 4, 4, 3, 7], [0.5, 0.4, 0.3, 0.6]]
)
def test_gamma_shape_is_nearly_that_of_greatest_likelihood(values):
    # Minka's closed form is within 1.5 % of it.
    found = sizes._fit_gamma_shape(np.log(np.mean(values)) - np.mean(np.log(values)))
    assert found == pytest.approx(find_gamma_shape(values), rel=0.015)


def test_gamma_shape_of_a_gap_of_one_is_by_hand():
    # (3 - 1 + √(4 + 24)) / 12
    assert sizes._fit_gamma_shape(np.array([1.0]))[0] == pytest.approx((2 + np.sqrt(28)) / 12)
    # Equal sizes have no gap; the shape is then so great that 1 / shape is nothing.
    assert 1 / sizes._fit_gamma_shape(np.array([0.0]))[0] < 1e-5


def get_likelihoods(values):
    """Return the mean log density of the fitted gamma and of the fitted lognormal."""
    logs, mean = np.log(values), np.mean(values)
    shape = sizes._fit_gamma_shape(np.log(mean) - logs.mean())
    gamma = np.mean(
        (shape - 1) * logs
        - np.asarray(values) * shape / mean
        - shape * np.log(mean / shape)
        - special.gammaln(shape)
    )
    spread = logs.std()
    normal = -logs - np.log(spread * np.sqrt(2 * np.pi)) - (logs - logs.mean()) ** 2 / 2 / spread**2
    return gamma, np.mean(normal)


def test_likelier_of_the_two_shapes_is_taken():
    rng = np.random.default_rng(21)
    kinds = set()
    for _round in range(60):
        values = rng.gamma(rng.uniform(0.5, 4), 3, 12)
        gamma, lognormal = get_likelihoods(values)
        _size, variation, is_lognormal = fit(values)
        assert is_lognormal[0] == (lognormal > gamma)
        kinds.add(bool(is_lognormal[0]))
        fitted = (
            np.expm1(np.log(values).var(ddof=1))
            if is_lognormal[0]
            else 1 / sizes._fit_gamma_shape(np.log(values.mean()) - np.log(values).mean())
        )
        seen = values.var(ddof=1) / values.mean() ** 2
        assert variation[0] == pytest.approx(min(fitted, max(seen, 2.0)))
    assert kinds == {True, False}


def test_sizes_of_days_without_an_order_do_not_count():
    values = [2.0, 3.0, 7.0, 0.4]
    alone = fit(values)
    beside = fit([[0, 2.0, 0, 3.0, 7.0, 0.4], [0.0] * 6])
    for figure, same in zip(alone, beside, strict=True):
        assert figure[0] == same[0]
    # Where nothing was ordered there is a size that hurts nobody.
    assert beside[0][1] == 1


def test_days_without_an_order_do_not_widen_a_long_tail():
    values = [0.001, 900.0, 0.001, 0.001, 1.0, 0.002, 700.0, 0.001]
    small = np.array(values) / 1000
    assert fit([*small, *[0.0] * 50])[1] == pytest.approx(fit(small)[1])
    assert fit(small)[1][0] > 2


def test_moments_of_a_day_follow_from_share_and_sizes():
    # 6 of 10 days with orders, sizes of mean x̄ and variation c².
    history = np.array([[2.0, 0, 3, 0, 7, 0, 0.4, 0, 1, 5]])
    size, variation, is_lognormal = fit(history)
    factor, share = 1 + variation[0], 0.6
    powers = (
        [factor, factor**3, factor**6]
        if is_lognormal[0]
        else np.cumprod([factor, 1 + 2 * variation[0], 1 + 3 * variation[0]])
    )
    assert size[0] == pytest.approx(18.4 / 6)
    found = sizes.measure_orders(history, everything(history))
    expected = [
        share * size[0] ** power * times for power, times in zip((2, 3, 4), powers, strict=True)
    ]
    assert [found.square[0], found.cube[0], found.fourth[0]] == pytest.approx(expected)
    assert found.variance[0] == pytest.approx(expected[0] - 1.84**2)


@pytest.mark.parametrize(("events", "is_fitted"), [(3, False), (4, True)])
def test_four_orders_are_the_fewest_that_have_a_shape(events, is_fitted):
    history = np.zeros((1, 30))
    history[0, :events] = [1.0, 30.0, 4.0, 9.0][:events]
    fitted = sizes.measure_orders(history, everything(history))
    plain = demand.measure(history, everything(history))
    assert bool(fitted.cube[0] != plain.cube[0]) is is_fitted


def test_equal_orders_every_day_have_no_variance():
    history = np.full((1, 30), 0.3)
    assert sizes.measure_orders(history, everything(history)).variance[0] == pytest.approx(
        0, abs=1e-5
    )


def test_lead_time_deviation_shrinks_by_hand():
    # cv² = ((n - 1) cv² + 2 · 0.0625) / (n + 1); of half a day as of ten.
    leads = np.array([10.0, 0.5, 10.0, 0.0, 10.0])
    found = lead_time.shrink_deviation(leads, leads * 0.6, np.array([4, 4, 1, 5, 0]))
    cv = np.sqrt((3 * 0.36 + 0.125) / 5)
    # One receipt has no deviation, whatever is handed in; no lead time has none either.
    assert found == pytest.approx([10 * cv, 0.5 * cv, 2.5, 0, 2.5])


def test_overtaking_table_rises_smoothly_from_nothing_to_all():
    ratios, shares = lead_time.OVERTAKING
    assert (np.diff(ratios) > 0).all()
    assert (np.diff(shares) > 0).all()
    # The slope falls all the way, from 1/√π at nothing to none.
    slopes = np.diff(shares) / np.diff(ratios)
    assert slopes[0] <= 1 / np.sqrt(np.pi)
    # It was simulated: two hundredths of noise are let pass.
    assert (np.diff(slopes) < 0.02).all()
    assert [shares[0], shares[-1]] == [0, 1]


@pytest.mark.parametrize("ratio", [0.2, 0.35, 0.5, 0.75, 1.5, 3.0, 4.0])
def test_receipts_vary_as_the_rest_of_the_table_says(ratio):
    rng = np.random.default_rng(19)
    leads = rng.gamma(16.0, 0.25, 60000)
    placed = np.arange(len(leads)) * ratio
    waits = (np.sort(placed + leads) - placed)[500:-500]
    found = lead_time.get_overtaking_deviation(np.array([0.5]), np.array([ratio / 2]))
    # Half the scale, a quarter of the variance.
    assert 4 * found[0] ** 2 == pytest.approx(waits.var(), rel=0.04)


def test_median_of_similar_products_counts_those_that_sell_a_little():
    found = analogue.find_analogue_mean(np.zeros(3), np.array([0.5, 0.1, 0.2]), 9.0)
    assert found.tolist() == [0.2] * 3
