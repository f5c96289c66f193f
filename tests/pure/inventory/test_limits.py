# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Limits set by hand and the cheapest order quantity, by hand-computed numbers."""

import numpy as np
import pytest
from inventory_tools import limits

NAN = np.nan


@pytest.mark.parametrize(
    ("by_hand", "expected"),
    [
        ((NAN, NAN, NAN), (10, 30, 80)),
        ((25, NAN, NAN), (25, 45, 95)),
        ((NAN, 40, NAN), (10, 40, 90)),
        ((NAN, 5, NAN), (5, 5, 55)),
        ((NAN, NAN, 20), (10, 20, 20)),
        ((0, NAN, NAN), (0, 20, 70)),
        ((15, 40, 60), (15, 40, 60)),
    ],
)
def test_limits_by_hand_move_what_hangs_on_them(by_hand, expected):
    computed = [np.array([value], dtype=float) for value in (10, 30, 80)]
    hands = [np.array([value], dtype=float) for value in by_hand]
    found = limits.apply_overrides(*computed, hands)
    assert [value[0] for value in found] == list(expected)


def test_economic_cycle_is_harris_over_the_daily_demand():
    # √(2 × 1000 × 50 / (0.2 × 10)) = 223.6 pieces, of 1000 / 365 a day: 81.6 days.
    cycle = limits.get_economic_cycle(
        np.array([1000.0]), np.array([10.0]), np.array([50.0]), np.array([0.2]), np.array([21.0])
    )
    assert cycle[0] == pytest.approx(81.61, abs=0.01)


@pytest.mark.parametrize("missing", range(4))
def test_without_demand_or_costs_the_policy_says_the_days(missing):
    inputs = [np.array([value]) for value in (1000.0, 10.0, 50.0, 0.2)]
    inputs[missing] = np.array([0.0])
    assert limits.get_economic_cycle(*inputs, np.array([21.0]))[0] == 21


def test_cycle_is_neither_less_than_a_day_nor_more_than_a_year():
    def cycle(year, cost, order, rate):
        return limits.get_economic_cycle(
            *(np.array([value]) for value in (year, cost, order, rate, 21.0))
        )[0]

    # √(2 · 10⁶ · 1 / (0.2 · 10⁶)) = 3.16 pieces of 2,740 a day; √(2 · 1 · 10⁴ / 0.2) is 316 years.
    assert cycle(1e6, 1e6, 1.0, 0.2) == 1
    assert cycle(1.0, 1.0, 1e4, 0.2) == 365
    # Less than one in a year, for an order, in holding: √(2 · 0.5 · 0.4 / 0.4) = 1 piece, 730 days.
    assert cycle(0.5, 2.0, 0.4, 0.2) == 365
    # √(2 · 0.9 · 0.02 / 0.4) = 0.3 pieces of 0.9 a year: a third of it.
    assert cycle(0.9, 2.0, 0.02, 0.2) == pytest.approx(365 / 3)
    # Just one of each: √2 of a year is cut.
    assert cycle(1.0, 1.0, 0.125, 1.0) == pytest.approx(365 / 2)
