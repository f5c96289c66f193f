# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods of issued reports."""

from datetime import date, timedelta

import pytest
from base_tools import report_period

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("day", date(2025, 12, 31), date(2025, 12, 31)),
        ("week", date(2025, 12, 22), date(2025, 12, 28)),
        ("month", date(2025, 12, 1), date(2025, 12, 31)),
        ("quarter", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_previous_period_is_over_before_the_day(kind, first, last):
    assert report_period.get_previous_period(kind, DAY) == (first, last)


@pytest.mark.parametrize("kind", report_period.PERIOD_KINDS)
def test_periods_follow_each_other_without_gap(kind):
    first, last = report_period.get_period(kind, date(2024, 2, 29))
    for _number in range(20):
        following = report_period.get_next_period(kind, last)
        assert following[0] == last + timedelta(days=1)
        assert report_period.get_previous_period(kind, following[1]) == (first, last)
        first, last = following


def test_a_month_is_followed_by_the_whole_next_month():
    following = report_period.get_following_period(date(2026, 1, 1), date(2026, 1, 31))
    assert following == (date(2026, 2, 1), date(2026, 2, 28))


def test_any_other_time_is_followed_by_one_as_long():
    following = report_period.get_following_period(date(2026, 1, 5), date(2026, 1, 14))
    assert following == (date(2026, 1, 15), date(2026, 1, 24))


def test_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="fortnight"):
        report_period.get_period("fortnight", DAY)


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("week", date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 8)),
        ("week", date(2026, 3, 8), date(2026, 3, 2), date(2026, 3, 8)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 12, 1), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_period(kind, day, first, last):
    assert report_period.get_period(kind, day) == (first, last)


def test_a_whole_quarter_and_a_whole_week_are_followed_by_one():
    following = report_period.get_following_period
    assert following(date(2026, 1, 1), date(2026, 3, 31)) == (date(2026, 4, 1), date(2026, 6, 30))
    assert following(date(2026, 3, 2), date(2026, 3, 8)) == (date(2026, 3, 9), date(2026, 3, 15))
    assert following(date(2026, 3, 2), date(2026, 3, 2)) == (date(2026, 3, 3), date(2026, 3, 3))
