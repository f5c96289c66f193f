# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Order sizes, seasons and steps, lead times that overtake each other."""

import numpy as np
import pytest
from inventory_tools import analogue, demand, lead_time, level, sizes

LEAD = np.full(50, 10.0)


def find_level(history, known=None, rows=None):
    history = np.atleast_2d(np.asarray(history, dtype=float))
    known = np.ones(history.shape, dtype=bool) if known is None else known
    may_move = np.ones(len(history), dtype=bool) if rows is None else rows
    return level.find_level(history, known, LEAD[: len(history)], 28, may_move)


def test_sizes_that_are_lognormal_are_found_to_be_and_give_its_moments():
    rng = np.random.default_rng(11)
    spread = np.log1p(1.2)
    history = rng.lognormal(3 - spread / 2, np.sqrt(spread), (1, 60000))
    history[:, ::2] = 0
    known = np.ones(history.shape, dtype=bool)
    _size, variation, is_lognormal = sizes.fit_sizes(history, history > 0)
    assert is_lognormal[0]
    assert variation[0] == pytest.approx(1.2, rel=0.03)
    moments = sizes.measure_orders(history, known)
    # Half the days: E[dⁿ] = exp(n 3 + n (n - 1) s² / 2) / 2, and 1 + c² = 2.2.
    assert moments.square[0] == pytest.approx(np.exp(6) * 2.2 / 2, rel=0.05)
    assert moments.cube[0] == pytest.approx(np.exp(9) * 2.2**3 / 2, rel=0.12)
    assert moments.fourth[0] == pytest.approx(np.exp(12) * 2.2**6 / 2, rel=0.25)


def test_sizes_that_are_gamma_are_found_to_be_and_give_its_moments():
    rng = np.random.default_rng(12)
    history = rng.gamma(4.0, 5.0, (1, 60000))
    _size, variation, is_lognormal = sizes.fit_sizes(history, history > 0)
    assert not is_lognormal[0]
    assert variation[0] == pytest.approx(1 / 4, rel=0.03)
    moments = sizes.measure_orders(history, np.ones(history.shape, dtype=bool))
    # k (k + 1) θ², k (k + 1) (k + 2) θ³, … with k = 4 and θ = 5
    assert moments.square[0] == pytest.approx(4 * 5 * 25, rel=0.02)
    assert moments.cube[0] == pytest.approx(4 * 5 * 6 * 125, rel=0.03)
    assert moments.fourth[0] == pytest.approx(4 * 5 * 6 * 7 * 625, rel=0.05)


def test_equal_orders_and_too_few_orders_keep_the_plain_moments():
    equal, few = np.zeros((1, 300)), np.zeros((1, 300))
    equal[0, ::10] = 7
    few[0, [5, 80, 200]] = 1, 30, 4
    for history in (equal, few):
        known = np.ones(history.shape, dtype=bool)
        fitted, plain = sizes.measure_orders(history, known), demand.measure(history, known)
        assert fitted.mean[0] == plain.mean[0]
        for name in ("variance", "square", "cube", "fourth"):
            assert getattr(fitted, name)[0] == pytest.approx(getattr(plain, name)[0], rel=0.01)


def test_fitted_tail_goes_no_further_than_the_limit_or_the_history():
    history = np.array([[0.001, 900.0, 0.001, 0.001, 1.0, 0.002, 700.0, 0.001]])
    _size, variation, _is_lognormal = sizes.fit_sizes(history, history > 0)
    seen = history.var(ddof=1) / history.mean() ** 2
    assert variation[0] == pytest.approx(max(seen, sizes.MAX_VARIATION))


def test_steady_demand_is_hardly_ever_taken_for_a_season_or_a_step():
    rng = np.random.default_rng(13)
    result = find_level(rng.poisson(12.0, (50, 365)))
    assert (result.kind == "steady").sum() >= 47
    steady = result.kind == "steady"
    assert (result.past[steady] == 1).all()
    assert (result.coming[steady] == 1).all()


def test_wave_gives_its_level_of_the_past_and_of_the_coming_days():
    rng = np.random.default_rng(14)
    days = np.arange(365) - 365
    wave = 1 + 0.5 * np.cos(2 * np.pi * days / 365.25)
    result = find_level(rng.poisson(40 * wave))
    assert result.kind[0] == "season"
    assert np.abs(result.past[0] - wave).max() < 0.06
    ahead = 1 + 0.5 * np.cos(2 * np.pi * np.arange(39) / 365.25)
    assert result.coming[0] == pytest.approx(ahead.mean(), abs=0.05)


def test_step_is_told_from_a_season_and_scales_the_days_before():
    rng = np.random.default_rng(15)
    result = find_level(np.concatenate([rng.poisson(30, 210), rng.poisson(15, 155)]))
    assert result.kind[0] == "step"
    assert result.past[0, 0] == pytest.approx(2, rel=0.06)
    assert result.past[0, -1] == result.coming[0] == 1


def test_level_is_left_alone_where_it_may_not_move_or_too_little_is_seen():
    rng = np.random.default_rng(16)
    wave = rng.poisson(40 * (1 + 0.5 * np.cos(2 * np.pi * np.arange(365) / 365.25)))[None, :]
    assert find_level(wave, rows=np.array([False])).kind[0] == "steady"
    half = np.arange(365)[None, :] >= 180
    # Half a season would pass for a step.
    assert find_level(wave, known=half).kind[0] == "steady"
    assert find_level(wave[:, -60:]).kind[0] == "steady"
    assert find_level(np.zeros((1, 365))).kind[0] == "steady"


def test_days_sold_out_are_no_step_down():
    rng = np.random.default_rng(17)
    history = rng.poisson(20, (1, 365)).astype(float)
    known = np.ones(history.shape, dtype=bool)
    history[0, 250:320], known[0, 250:320] = 0, False
    assert find_level(history, known=known).kind[0] == "steady"
    assert find_level(history).kind[0] != "steady"


@pytest.mark.parametrize("ratio", [0.1, 1.0, 2.0, 6.0])
def test_receipts_taken_as_they_come_vary_as_the_table_says(ratio):
    rng = np.random.default_rng(18)
    leads = rng.gamma(16.0, 0.25, 60000)  # mean 4, deviation 1
    placed = np.arange(len(leads)) * ratio
    waits = (np.sort(placed + leads) - placed)[500:-500]
    found = lead_time.get_overtaking_deviation(np.array([1.0]), np.array([ratio]))
    assert found[0] ** 2 == pytest.approx(waits.var(), rel=0.06)


def test_orders_close_together_leave_the_square_root_of_their_distance():
    # Of orders that lie close together σ/√π times their distance is left of the variance.
    found = lead_time.get_overtaking_deviation(np.array([5.0, 5.0, 0.0]), np.array([0.5, 99, 3.0]))
    assert found[0] ** 2 == pytest.approx(0.5 * 5 / np.sqrt(np.pi), rel=0.03)
    assert found[1:].tolist() == [5.0, 0.0]


def test_new_product_may_expect_the_median_of_its_group():
    groups = np.array([7, 7, 7, 7, 9, 9, 9])
    means = np.array([1.0, 0.0, 8.0, 2.0, 5.0, 6.0, 0.0])
    found = analogue.find_analogue_mean(groups, means, np.full(7, 0.5))
    # Group 9 has two that sell: the policy's own figure.
    assert found.tolist() == [2.0, 2.0, 2.0, 2.0, 0.5, 0.5, 0.5]
    four = analogue.find_analogue_mean(np.zeros(4), np.array([4.0, 1.0, 3.0, 2.0]), 0.0)
    assert four.tolist() == [2.5] * 4
