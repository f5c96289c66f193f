# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The chance to arrive in time, by hand-counted cases."""

from math import exp

import pytest
from supplier_tools.supply_risk import get_arrival_chance

# Shifted by a day, their sample variance is their mean squared: the gamma that is fitted is
# an exponential of this mean, which can be worked out by hand.
EXPONENTIAL = [0, 0, 0, 1, (90 + 11300**0.5) / 32 - 1]
MEAN = (10 + (90 + 11300**0.5) / 16) / 10
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


@pytest.mark.parametrize(
    ("slack", "age", "chance"),
    [
        # Not due yet: all is possible, from the day before the earliest on.
        (2, -5, 1 - exp(-3.5 / MEAN)),
        (0, -5, 1 - exp(-1.5 / MEAN)),
        # An exponential does not remember: only the days that are left count.
        (2, 0, 1 - exp(-3 / MEAN)),
        (7, 5, 1 - exp(-3 / MEAN)),
        # The day itself still counts.
        (3, 3, 1 - exp(-1 / MEAN)),
        (2, 3, 0),
    ],
)
def test_fitted_chance_is_that_of_the_exponential(slack, age, chance):
    assert get_arrival_chance(EXPONENTIAL, slack, age) == pytest.approx(chance)


def test_so_late_that_nothing_is_left_is_no_chance():
    assert get_arrival_chance(EXPONENTIAL, 2e6, 1e6) == 0.0


def test_the_day_of_the_slack_and_of_the_age_both_count():
    assert get_arrival_chance(PAST, 10, 10) == 1.0
    assert get_arrival_chance(PAST, 2, 2) == pytest.approx(3 / 6)


def test_thirty_are_counted_and_twenty_nine_fitted():
    assert get_arrival_chance(PAST, 9, -9) == pytest.approx(27 / 30)
    assert get_arrival_chance(PAST[1:], 9, -9) != pytest.approx(26 / 29)


def test_five_say_something():
    assert get_arrival_chance([0, 1, 2, 3, 4], 9, -9) == pytest.approx(0.997, abs=0.003)
