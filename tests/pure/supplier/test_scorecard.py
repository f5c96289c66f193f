# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points, scores and grades, by hand-computed numbers."""

import doctest

import numpy as np
import pytest
from supplier_tools import scorecard

NO = float("nan")


def test_doctests():
    assert doctest.testmod(scorecard).failed == 0


@pytest.mark.parametrize(
    ("value", "zero", "full", "points"),
    [
        (70, 70, 98, 0),
        (98, 70, 98, 100),
        (91, 70, 98, 75),
        (10, 70, 98, 0),
        (120, 70, 98, 100),
        # Less is better.
        (0, 10000, 0, 100),
        (10000, 10000, 0, 0),
        (-5, 10, 0, 100),
        # A threshold.
        (95, 95, 95, 100),
        (94.9, 95, 95, 0),
    ],
)
def test_points_follow_the_line_between_the_two_figures(value, zero, full, points):
    assert scorecard.get_points([value], zero, full)[0] == pytest.approx(points)


def test_no_data_gets_no_points():
    assert np.isnan(scorecard.get_points([NO, 98], 70, 98)).tolist() == [True, False]


def test_each_criterion_has_its_own_scale():
    points = scorecard.get_points([[84, 5], [98, NO]], [70, 10], [98, 0])
    assert points[0].tolist() == [50, 50]
    assert points[1][0] == 100
    assert np.isnan(points[1][1])


@pytest.mark.parametrize(
    ("points", "weights", "score"),
    [
        ([80, 60, 40], [50, 30, 20], 66),
        ([80, NO, 40], [50, 30, 20], 68.5714285714),
        ([NO, NO, 40], [50, 30, 20], 40),
        ([80, 60, 0], [50, 30, 0], 72.5),
        # Weights are shares of whatever whole, also of less than one.
        ([80, 60], [0.3, 0.1], 75),
    ],
)
def test_score_is_the_weighted_mean_of_what_has_data(points, weights, score):
    assert scorecard.get_scores([points], weights)[0] == pytest.approx(score)


def test_without_data_or_weight_there_is_no_score():
    assert np.isnan(scorecard.get_scores([[NO, NO]], [50, 50])[0])
    assert np.isnan(scorecard.get_scores([[NO, 80]], [50, 0])[0])


def test_grade_is_that_of_the_score_as_shown():
    assert scorecard.get_grades([89.996, 89.99, 0], (90, 75, 60)) == ["A", "B", "D"]


def test_shares_add_up_to_hundred():
    shares = scorecard.get_shares([25, 10, 15], [True, False, True])
    assert shares == pytest.approx([62.5, 0, 37.5])
    assert scorecard.get_shares([25], [False]) == [0]


def test_grades_need_a_limit_for_each_letter():
    with pytest.raises(ValueError, match="shorter"):
        scorecard.get_grades([10], (90, 75))
