# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The chance to arrive in time, by hand-counted cases."""

import pytest
from supplier_tools.supply_risk import get_arrival_chance

# 24 on the day, 3 two days late, 3 ten days late.
PAST = [0] * 24 + [2] * 3 + [10] * 3


@pytest.mark.parametrize(
    ("slack", "age", "chance"),
    [
        (0, -9, 24 / 30),
        (2, -9, 27 / 30),
        (9, -9, 27 / 30),
        (10, -9, 1.0),
        (-1, -9, 0.0),
        # A day late already: of the six that were, three came within five days.
        (5, 1, 3 / 6),
        (20, 1, 1.0),
        # Later than ever before: nothing says that it still comes.
        (99, 11, 0.0),
        # Needed before today.
        (1, 2, 0.0),
    ],
)
def test_counted_by_hand(slack, age, chance):
    assert get_arrival_chance(PAST, slack, age) == pytest.approx(chance)


@pytest.mark.parametrize("delays", [[], [1, 2, 3, 4], [float("nan")] * 9])
def test_too_little_data_is_said_so(delays):
    assert get_arrival_chance(delays, 5, -5) is None


def test_always_the_same_day_needs_no_distribution():
    assert get_arrival_chance([3] * 6, 3, -5) == 1.0
    assert get_arrival_chance([3] * 6, 2, -5) == 0.0


def test_fitted_chance_is_near_the_share_that_was_counted():
    delays = [0, 0, 1, 1, 2, 2, 3, 4, 5, 8]
    chance = get_arrival_chance(delays, 4, -30)
    assert chance == pytest.approx(0.8, abs=0.08)


def test_more_time_never_lowers_the_chance():
    for delays in (PAST, [0, 1, 1, 2, 5, 9]):
        chances = [get_arrival_chance(delays, slack, -3) for slack in range(-3, 30)]
        assert chances == sorted(chances)
        assert 0 <= chances[0] <= chances[-1] <= 1
