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


def test_lowest_stock_looks_at_each_position_until_its_horizon():
    # First: 10, out 8 on day 2, in 5 on day 3, out 6 on day 9 (beyond 5 days).
    # Second: 4, out 9 and in 9 on the same day: out is taken first.
    lowest = status.find_lowest(
        np.array([10.0, 4.0]),
        np.array([0, 0, 0, 1, 1]),
        np.array([2, 9, 3, 1, 1]),
        np.array([-8.0, -6.0, 5.0, 9.0, -9.0]),
        np.array([5.0, 5.0]),
    )
    assert lowest.tolist() == [2, -5]


def test_lowest_stock_without_documents_is_the_stock():
    nothing = np.array([])
    lowest = status.find_lowest(np.array([7.0]), nothing, nothing, nothing, np.array([5.0]))
    assert lowest.tolist() == [7]
