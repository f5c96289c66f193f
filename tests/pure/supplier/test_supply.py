# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a purchase line ended, each rule at its edge, on a January with today the 20th."""

from datetime import date

import pytest
from supplier_tools.supply import classify_line, get_days_late

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 20)
# Ten were promised for the 10th, and nothing has come.
LINE = {
    "promised_day": date(2026, 1, 10),
    "ordered_qty": 10.0,
    "received_in_time": 0.0,
    "received_qty": 0.0,
    "open_qty": 10.0,
    "is_cancelled": False,
    "has_receipt": True,
}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "waiting"),
        ({"received_in_time": 10, "received_qty": 10, "open_qty": 0}, "on_time"),
        # What scales and conversions lose is not missing.
        ({"received_in_time": 9.999995, "received_qty": 9.999995}, "on_time"),
        ({"received_in_time": 9.99, "received_qty": 9.99, "open_qty": 0.01}, "waiting"),
        ({"received_in_time": 4, "received_qty": 10, "open_qty": 0}, "late"),
        ({"received_in_time": 4, "received_qty": 9.999995, "open_qty": 0}, "late"),
        ({"received_in_time": 4, "received_qty": 4, "open_qty": 0}, "short"),
        ({"received_in_time": 4, "received_qty": 4, "open_qty": 0.000005}, "short"),
        ({"received_in_time": 12, "received_qty": 12, "open_qty": 0}, "on_time"),
    ],
)
def test_a_line_ends_as_its_receipts_say(changes, outcome):
    assert classify_line({**LINE, **changes}, FIRST, LAST, TODAY) == outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"is_cancelled": True},
        {"has_receipt": False},
        {"ordered_qty": 0.0},
        {"ordered_qty": 0.000005},
        {"promised_day": date(2025, 12, 31)},
        {"promised_day": date(2026, 2, 1)},
        # The day is not over: it can still come.
        {"promised_day": TODAY},
        {"promised_day": date(2026, 1, 21)},
    ],
)
def test_what_can_not_be_judged_has_no_outcome(changes):
    assert classify_line({**LINE, **changes}, FIRST, LAST, TODAY) is None


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_both_ends_of_the_period_belong_to_it(day):
    came = {"promised_day": day, "received_in_time": 10, "received_qty": 10, "open_qty": 0}
    assert classify_line({**LINE, **came}, FIRST, LAST, TODAY) == "on_time"


def test_a_line_that_came_before_its_day_is_judged_at_once():
    came = {"promised_day": date(2026, 1, 25), "received_in_time": 10, "received_qty": 10}
    assert classify_line({**LINE, **came}, FIRST, LAST, TODAY) == "on_time"


def test_days_late_end_when_all_is_there():
    late = {**LINE, "outcome": "late", "complete_day": date(2026, 1, 13)}
    assert get_days_late(late, TODAY) == 3


def test_days_late_go_on_until_today():
    assert get_days_late({**LINE, "outcome": "waiting", "complete_day": None}, TODAY) == 10


@pytest.mark.parametrize("outcome", ["on_time", "short", None])
def test_only_what_is_late_has_days(outcome):
    assert get_days_late({**LINE, "outcome": outcome, "complete_day": None}, TODAY) is None
