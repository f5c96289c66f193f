# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What came back is taken off the days before it, by hand and against a plain loop."""

import doctest

import numpy as np
import pytest
from inventory_tools import demand


def take_off(issued, returned):
    """Take each day's returns off that day, then off the days before, one by one."""
    left = list(issued)
    for day, back in enumerate(returned):
        place = day
        while back > 0 and place >= 0:
            taken = min(left[place], back)
            left[place] -= taken
            back -= taken
            place -= 1
    return left


def test_doctest():
    assert doctest.testmod(demand).failed == 0


@pytest.mark.parametrize(
    ("issued", "returned", "expected"),
    [
        # A return without a link, two days after the delivery.
        ([20, 0, 0, 20, 0], [0, 0, 15, 0, 0], [5, 0, 0, 20, 0]),
        # With a link it is booked on the day of the delivery.
        ([20, 0, 0, 20, 0], [15, 0, 0, 0, 0], [5, 0, 0, 20, 0]),
        # More than the last delivery: the one before is lowered as well.
        ([10, 0, 5, 0], [0, 0, 0, 8], [7, 0, 0, 0]),
        # More than the days hold: nothing is below zero.
        ([3, 0, 4], [0, 5, 9], [0, 0, 0]),
        # What is issued later is not lowered by what came back before.
        ([0, 6], [4, 0], [0, 6]),
        ([1, 2, 3], [0, 0, 0], [1, 2, 3]),
    ],
)
def test_returns_lower_the_last_days_first(issued, returned, expected):
    found = demand.net_returns(np.array([issued], float), np.array([returned], float))
    assert found.tolist() == [expected]


def test_many_days_agree_with_the_loop():
    rng = np.random.default_rng(3)
    issued = rng.poisson(2, (40, 30)).astype(float)
    returned = rng.poisson(1.5, (40, 30)) * (rng.random((40, 30)) < 0.4)
    found = demand.net_returns(issued, returned)
    # The loop goes forward in time, so what comes back first takes its days first.
    expected = [take_off(*rows) for rows in zip(issued, returned, strict=True)]
    assert found == pytest.approx(np.array(expected))
