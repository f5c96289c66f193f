# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statuses, shortages and the lowest stock, by hand-computed numbers."""

import numpy as np
import pytest
from inventory_tools import status

DEFAULTS = {
    "on_hand": 50,
    "free": 50,
    "projected": 50,
    "lowest": 50,
    "outgoing": 0,
    "daily_mean": 1,
    "safety": 10,
    "reorder": 30,
    "maximum": 60,
    "idle_days": 1,
    "excess_cover_days": 100,
    "dead_days": 180,
}


def find(**values):
    numbers = {**DEFAULTS, **values}
    inputs = status.StockInputs(**{name: np.array([float(n)]) for name, n in numbers.items()})
    return status.find_status(inputs)[0]


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        ("ok", {}),
        ("out", {"free": 0}),
        ("out", {"free": -2, "on_hand": -2}),
        ("below_safety", {"on_hand": 9}),
        ("ok", {"on_hand": 10, "projected": 30}),
        ("below_safety", {"lowest": -1}),
        ("below_reorder", {"projected": 29}),
        ("above_max", {"on_hand": 61, "projected": 61}),
        ("above_max", {"projected": 61}),
        ("excess", {"on_hand": 101, "projected": 101}),
        ("dead", {"idle_days": 180, "projected": 50}),
        ("dead", {"daily_mean": 0, "safety": 0, "reorder": 0, "maximum": 0, "idle_days": 999}),
        ("none", {"on_hand": 0, "free": 0, "projected": 0, "daily_mean": 0}),
        ("out", {"on_hand": 0, "free": 0, "daily_mean": 0, "outgoing": 4}),
    ],
)
def test_first_status_that_holds_is_taken(expected, values):
    assert find(**values) == expected


def test_cover_is_unknown_without_demand_and_never_endless():
    assert status.get_cover_days(np.array([50.0, 50.0]), np.array([2.0, 0.0])).tolist() == [25, -1]


def shortage(projected, reorder=30.0, maximum=60.0, minimum=0.0, multiple=0.0):
    numbers = (projected, reorder, maximum, minimum, multiple)
    return status.get_shortage(*(np.array([float(number)]) for number in numbers))[0]


def test_shortage_fills_up_to_the_maximum_below_the_reorder_point():
    assert shortage(29) == 31
    assert shortage(30) == 0


def test_shortage_respects_the_vendors_minimum_and_packs():
    assert shortage(29, minimum=40) == 40
    assert shortage(29, multiple=12) == 36
    assert shortage(29, minimum=40, multiple=12) == 48


def test_empty_shelf_is_filled_even_with_a_reorder_point_of_zero():
    assert shortage(0, reorder=0.0, maximum=20.0) == 20
    assert shortage(0, reorder=0.0, maximum=0.0) == 0


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        # Each limit is kept when it is just met.
        ("ok", {"free": 0.5, "on_hand": 10, "projected": 30}),
        ("below_safety", {"on_hand": 9.5}),
        ("ok", {"lowest": 0}),
        ("below_safety", {"lowest": -0.5}),
        ("ok", {"on_hand": 60, "projected": 60}),
        ("above_max", {"on_hand": 60.5, "projected": 60}),
        ("above_max", {"on_hand": 100, "projected": 100}),
        ("excess", {"on_hand": 100.5, "projected": 100}),
        ("ok", {"idle_days": 179}),
        # Less than one a day, or one promised, is demand as well.
        ("out", {"free": 0, "daily_mean": 0.5}),
        ("out", {"free": 0, "daily_mean": 0, "outgoing": 0.5}),
        ("none", {"on_hand": 0, "free": 0, "daily_mean": 0, "idle_days": 999}),
        ("dead", {"on_hand": 0.5, "safety": 0, "reorder": 0, "idle_days": 999}),
        # Above the maximum, but of no demand that would make it excess or too much.
        ("ok", {"daily_mean": 0, "on_hand": 500, "projected": 500}),
        # Below what is promised, but nothing of it is wanted.
        ("ok", {"daily_mean": 0, "on_hand": 5, "free": 0, "projected": 5, "lowest": -1}),
        # Excess only by its cover: 61 days' worth of 0.5 a day is 122 days.
        ("excess", {"daily_mean": 0.5, "on_hand": 61, "projected": 61}),
        ("below_reorder", {"on_hand": 500, "projected": 29}),
    ],
)
def test_status_on_the_edge_of_its_limits(expected, values):
    assert find(**values) == expected


def test_cover_of_less_than_nothing_is_none():
    assert status.get_cover_days(np.array([-3.0, 1.0]), np.array([2.0, 0.5])).tolist() == [0, 2]


def test_shortage_of_fractions_is_one():
    assert shortage(29.5, maximum=30) == 0.5
    assert shortage(29.5, maximum=30, multiple=0.2) == pytest.approx(0.6)
    assert shortage(29.5, maximum=30, multiple=1) == 1
    # 1.1 is eleven times 0.1 but for a hair.
    assert shortage(28.9, maximum=30, multiple=0.1) == pytest.approx(1.1)
    assert shortage(0, reorder=0.0, maximum=0.5) == 0.5
    assert shortage(0.5, reorder=0.0, maximum=9) == 0
    # What is owed is ordered, even where nothing is to be kept.
    assert shortage(-2, reorder=0.0, maximum=0.0) == 2
    # What is above the maximum already is not ordered, whatever the minimum.
    assert shortage(8, reorder=9.0, maximum=8, minimum=5) == 0
