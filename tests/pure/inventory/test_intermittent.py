# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forecasts of rare demand and classes of variation, against vectors.json."""

import json
from pathlib import Path

import numpy as np
import pytest
from inventory_tools import classification, intermittent

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
RARE, EXPECTED = VECTORS["V11"]["inputs"], VECTORS["V11"]["outputs"]


def test_three_forecasts_match_the_worked_example():
    found = intermittent.smooth_rare_demand(
        RARE["y"], smoothing=RARE["alpha"], probability_smoothing=RARE["beta"]
    )
    figures = {
        "z_hat": found.size,
        "p_hat": found.interval,
        "croston": found.croston,
        "sba": found.sba,
        "tsb_prob": found.probability,
        "tsb": found.tsb,
    }
    for name, figure in figures.items():
        assert figure[0] == pytest.approx(EXPECTED[name], abs=1e-5), name


def test_weekly_pattern_of_the_worked_example_is_intermittent():
    # One period a week, all of it sold on the Monday.
    daily = np.zeros((1, 7 * len(RARE["y"])))
    daily[0, ::7] = RARE["y"]
    interval, variation = classification.measure_pattern(daily, np.ones_like(daily, dtype=bool))
    assert interval[0] == pytest.approx(EXPECTED["adi_T_over_n"], abs=1e-6)
    assert variation[0] == pytest.approx(EXPECTED["cv2_pop"], abs=1e-6)
    assert classification.classify_pattern(interval, variation)[0] == EXPECTED["class"]


def test_only_the_probability_falls_while_nothing_is_sold():
    alive = intermittent.smooth_rare_demand(RARE["y"])
    dying = intermittent.smooth_rare_demand(RARE["y"] + [0] * 50)
    assert dying.croston[0] == alive.croston[0]
    assert dying.tsb[0] < alive.tsb[0] / 100


def test_unknown_periods_are_as_if_they_had_not_been():
    gap, known = np.array([0, 0, 0, *RARE["y"]]), np.array([False] * 3 + [True] * 24)
    assert intermittent.smooth_rare_demand(gap, known).croston[0] == pytest.approx(
        EXPECTED["croston"], abs=1e-5
    )


def test_rows_without_demand_forecast_nothing_beside_rows_with_demand():
    found = intermittent.smooth_rare_demand([[0] * 24, RARE["y"]])
    assert [found.croston[0], found.sba[0], found.tsb[0]] == [0, 0, 0]
    assert found.tsb[1] == pytest.approx(EXPECTED["tsb"], abs=1e-5)


def test_variation_of_weeks_decides_the_class_and_no_demand_is_z():
    steady, swinging = np.full(70, 3.0), np.tile([6.0] * 7 + [0.0] * 7, 5)
    demand = np.array([steady, swinging, np.zeros(70)])
    variation = classification.measure_weekly_variation(demand, np.ones_like(demand, dtype=bool))
    # Five weeks of 42 and five of 0: √(10/9) of the mean.
    assert variation[:2] == pytest.approx([0, np.sqrt(10 / 9)])
    assert classification.classify_xyz(variation).tolist() == ["X", "Z", "Z"]
    assert classification.classify_xyz([0.5, 0.51, 1.0, 1.01]).tolist() == ["X", "Y", "Y", "Z"]


def test_weeks_with_unknown_days_do_not_make_demand_look_unsteady():
    demand, known = np.full((1, 70), 3.0), np.ones((1, 70), dtype=bool)
    demand[0, 10:14], known[0, 10:14] = 0.0, False
    assert classification.measure_weekly_variation(demand, known)[0] == 0


@pytest.mark.parametrize("days", [13, 14, 20, 21])
def test_weeks_are_counted_back_from_yesterday(days):
    # 7 a week in the newest whole weeks, a peak in the days before, which belong to none.
    demand = np.ones((1, days))
    demand[0, : days % 7] = 100
    known = np.ones_like(demand, dtype=bool)
    interval, variation = classification.measure_pattern(demand, known)
    assert [interval[0], variation[0]] == [1, 0]
    weekly = classification.measure_weekly_variation(demand, known)[0]
    # One week alone can't vary.
    assert weekly == (np.inf if days < 14 else 0)


def test_less_than_a_week_has_no_pattern():
    for days in (0, 6):
        demand = np.ones((2, days))
        interval, variation = classification.measure_pattern(demand, demand > 0)
        assert interval.tolist() == [np.inf, np.inf]
        assert variation.tolist() == [0, 0]
        weekly = classification.measure_weekly_variation(demand, demand > 0)
        assert weekly.tolist() == [np.inf, np.inf]


def test_week_counts_in_the_pattern_from_its_first_known_day_on():
    # Weeks of 3 on one known day, of nothing, not known at all, and of 5.
    demand, known = np.zeros((1, 28)), np.zeros((1, 28), dtype=bool)
    demand[0, [3, 25]] = 3, 5
    known[0, [3, 8, 25]] = True
    # What was sold on a day that is not known doesn't count.
    demand[0, 16] = 9
    interval, variation = classification.measure_pattern(demand, known)
    # Three weeks seen, two with demand; (1 + 1) / 2 over the square of 4.
    assert [interval[0], variation[0]] == [1.5, 1 / 16]


def test_two_weeks_are_enough_to_vary_and_one_is_not():
    # 1 and 3: mean 2, deviation √2 with one week less.
    demand, known = np.zeros((2, 14)), np.ones((2, 14), dtype=bool)
    demand[:, [0, 13]] = 1, 3
    known[1, 5] = False
    variation = classification.measure_weekly_variation(demand, known)
    assert variation.tolist() == [pytest.approx(np.sqrt(2) / 2), np.inf]
    # Less than one a week varies as much.
    small = classification.measure_weekly_variation(demand[:1] / 4, known[:1])
    assert small[0] == pytest.approx(np.sqrt(2) / 2)


def test_smoothing_by_hand():
    # Sizes 4, 8; intervals 2, 3: 4 + 0.5 · 4 = 6, 2 + 0.5 · 1 = 2.5; then 6 / 2.5 = 2.4.
    # Probability, by a quarter: 0, 0.25, 0.1875, 0.140625, 0.35546875.
    found = intermittent.smooth_rare_demand([0, 4, 0, 0, 8], None, 0.5, 0.25)
    assert [found.size[0], found.interval[0], found.croston[0]] == [6, 2.5, 2.4]
    assert found.sba[0] == pytest.approx(2.4 * 0.75)
    assert found.probability[0] == 0.35546875
    assert found.tsb[0] == pytest.approx(6 * 0.35546875)


def test_smoothing_takes_fractions_for_demand_and_weights_the_newest_by_a_tenth():
    # 0.5 each period: size 0.5, interval 1. Then 1.5: 0.6.
    found = intermittent.smooth_rare_demand([0.5, 0.5, 1.5])
    assert [found.size[0], found.interval[0], found.probability[0]] == [pytest.approx(0.6), 1, 1]
    assert found.sba[0] == pytest.approx(0.6 * 0.95)
    # Two periods, then one: 2 - 0.1.
    assert intermittent.smooth_rare_demand([0, 1, 1]).interval[0] == pytest.approx(1.9)


def test_mask_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        intermittent.smooth_rare_demand([1, 2, 3], [True, True])
