# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tolerance and record accuracy against hand-computed numbers."""

import math

import numpy as np
import pytest
from inventory_tools import accuracy, tolerance

# Class, book, counted, cost: nine lines, worked out by hand.
LINES = [
    ("A", 100, 100, 50),
    ("A", 250, 249, 40),
    ("A", 80, 74, 10),
    ("B", 60, 60, 5),
    ("B", 40, 41, 5),
    ("B", 500, 489, 2),
    ("C", 1000, 960, 0.1),
    ("C", 12, 12, 1),
    ("C", 0, 3, 2),
]
RATES = {"A": 0.01, "B": 0.03, "C": 0.05}
HITS = [True, True, False, True, True, True, True, True, False]


@pytest.fixture
def lines():
    classes, book, counted, cost = zip(*LINES, strict=True)
    return [RATES[name] for name in classes], book, counted, cost


def test_lines_within_the_share_of_their_class_are_hits(lines):
    rates, book, counted, cost = lines
    assert tolerance.is_within(book, counted, rates, math.inf, cost).tolist() == HITS


def test_accuracy_by_lines_and_by_value_is_as_worked_out_by_hand(lines):
    _rates, book, counted, cost = lines
    assert accuracy.line_accuracy(HITS) == pytest.approx(7 / 9)
    # Errors of 137 in 17,412; the net ones are 115 too few.
    assert accuracy.value_accuracy(book, counted, cost) == pytest.approx(1 - 137 / 17412)
    assert accuracy.net_value_accuracy(book, counted, cost) == pytest.approx(1 - 115 / 17412)


def test_opposite_errors_cancel_in_the_net_accuracy_only():
    figures = ([10, 10], [5, 15], [2, 2])
    assert accuracy.net_value_accuracy(*figures) == 1.0
    assert accuracy.value_accuracy(*figures) == 0.5


@pytest.mark.parametrize(
    ("book", "counted", "expected"),
    [
        (0, 0, True),
        (0, 500, False),
        (0, 0.01, False),
        (-5, 0, False),
        (100, 95, True),
        (100, 94.99, False),
        (100, 105.01, False),
        (1, 0, False),
    ],
)
def test_share_of_nothing_tolerates_nothing(book, counted, expected):
    assert bool(tolerance.is_within(book, counted, 0.05, 1000, 1)) is expected


def test_both_the_share_and_the_value_must_be_kept():
    assert tolerance.is_within(1000, 990, 0.05, 100, 10)
    assert not tolerance.is_within(1000, 990, 0.05, 99, 10)
    assert not tolerance.is_within(1000, 900, 0.05, 99999, 10)


def test_rounding_of_a_unit_is_no_difference():
    assert tolerance.is_within(0.1 + 0.2, 0.3, 0.0, 0.0, 1e5)
    # A limit met exactly is kept, whatever floats make of it.
    assert tolerance.is_within(100, 107, 0.07, math.inf, 1)


def test_more_than_a_hundred_times_the_books_is_absurd():
    found = tolerance.is_absurd([10, 10, 0, 0, -3], [1000, 1001, 100, 101, 50])
    assert found.tolist() == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    # Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_matches_the_published_ones(hits, count, low, high):
    assert accuracy.wilson_interval(hits, count) == pytest.approx((low, high), abs=1e-4)


def test_nothing_counted_has_no_accuracy():
    assert np.isnan(accuracy.line_accuracy([]))
    assert np.isnan(accuracy.value_accuracy([0], [3], [2]))
    assert accuracy.wilson_interval(0, 0) == (0.0, 1.0)


def test_books_that_are_wrong_by_more_than_they_hold_have_no_accuracy_left():
    assert accuracy.value_accuracy([1], [500], [2]) == 0.0


def test_fewer_than_thirty_counted_lines_only_indicate():
    # The usual size from which a share is taken as nearly normal.
    assert accuracy.INDICATIVE_BELOW == 30


def test_books_of_less_than_one_in_money_have_an_accuracy_too():
    assert accuracy.value_accuracy([1], [0.5], [0.5]) == 0.5


def test_accuracy_at_no_miss_and_at_none_but_misses_stays_between_nothing_and_all():
    for count in range(1, 200):
        assert accuracy.wilson_interval(count, count)[1] <= 1
        assert accuracy.wilson_interval(0, count)[0] >= 0


def test_difference_of_just_the_limit_is_kept():
    # |c - b| = 1, of 100 and of 1 in money; and half a piece of half a unit's worth.
    assert tolerance.is_within(100, 101, 0.01, 1, 1)
    assert not tolerance.is_within(100, 101, 0.01, 0.5, 1)
    assert tolerance.is_within(0.5, 0.55, 0.1, 1, 1)
    assert not tolerance.is_within(0.5, 0.56, 0.1, 1, 1)


def test_hundred_times_the_books_exactly_is_not_absurd_yet():
    assert tolerance.is_absurd([2, 2, 0.5], [200, 200.01, 100.5]).tolist() == [False, True, True]
    assert tolerance.is_absurd([2, 2], [6, 6.5], factor=3).tolist() == [False, True]
