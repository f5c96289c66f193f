# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The distributions by closed forms: exponential, Poisson, geometric, and limits."""

import numpy as np
import pytest
from inventory_tools import distributions, safety_stock
from scipy import stats


def column(*values):
    return np.array(values, dtype=float)


def make_total(mean, variance, skewness):
    return distributions.Total(column(mean), column(variance), column(skewness))


def test_gamma_has_twice_its_variation_as_skewness():
    total = distributions.get_gamma_total(column(10, 4), column(25, 64))
    assert total.skewness.tolist() == [1, 4]


# Mean 5, deviation 5, skewness 2: exponential.
EXPONENTIAL = make_total(5.0, 25.0, 2.0)


@pytest.mark.parametrize("point", [0.0, 1.0, 5.0, 20.0])
def test_exponential_loses_its_mean_times_its_tail(point):
    assert distributions.get_loss(column(point), EXPONENTIAL)[0] == pytest.approx(
        5 * np.exp(-point / 5)
    )


def test_exponential_quantile_is_its_logarithm():
    # -5 ln 0.1
    assert distributions.find_level_point(EXPONENTIAL, 0.9)[0] == pytest.approx(11.512925)


def test_point_of_an_exponential_for_a_fill_rate_is_its_logarithm():
    # 5 e^(-s/5) (1 - e^(-10/5)) = 0.5
    expected = 5 * np.log(10 * (1 - np.exp(-2)))
    found = distributions.find_fill_point(EXPONENTIAL, EXPONENTIAL, column(10), column(0.5))
    assert found[0] == pytest.approx(expected, abs=1e-8)


def test_loss_below_all_that_can_be_wanted_is_what_lacks_to_the_mean():
    # Skewness 1: shape 4, scale 5, shift 100 - 20.
    total = make_total(100.0, 100.0, 1.0)
    assert distributions.get_loss(column(60), total)[0] == 40
    assert distributions.get_loss(column(80), total)[0] == pytest.approx(20)
    assert distributions.find_level_point(total, 1e-12)[0] == pytest.approx(80, abs=0.05)


def test_reorder_point_is_never_below_nothing():
    assert distributions.find_level_point(make_total(1.0, 100.0, 0.5), 0.1)[0] == 0
    # With 100 ordered and up to 1 missing allowed, the mean of 0.5 may be missing as a whole.
    total = make_total(0.5, 0.25, 1.0)
    assert distributions.find_fill_point(total, total, column(100), column(1))[0] == 0


def test_beside_a_row_that_needs_nothing_the_other_is_solved_to_the_end():
    until = distributions.Total(column(0.5, 40, 900), column(0.25, 900, 250000), column(1, 0.8, 1))
    short = column(1, 0.01, 0.5)
    found = distributions.find_fill_point(until, until, column(100, 20, 20), short)
    assert found[0] == 0
    for row in (1, 2):
        total = make_total(until.mean[row], until.variance[row], until.skewness[row])
        missed = distributions.get_loss(found[row : row + 1], total)
        missed -= distributions.get_loss(found[row : row + 1] + 20, total)
        assert missed[0] == pytest.approx(short[row], abs=1e-8)


def test_without_skewness_the_curve_is_normal():
    # At a skewness of 0.02 it is taken for that: 0.02/6 (z² - 1) σ off the quantile.
    total = make_total(100.0, 400.0, 0.0)
    z = stats.norm.ppf(0.95)
    expected = 100 + 20 * (z + 0.02 / 6 * (z**2 - 1))
    assert distributions.find_level_point(total, 0.95)[0] == pytest.approx(expected, abs=1e-3)
    normal = 20 * safety_stock.normal_loss(1.0)
    assert distributions.get_loss(column(120), total)[0] == pytest.approx(normal, abs=0.05)


def test_counts_of_variance_equal_to_the_mean_are_poisson():
    two = column(2.0)
    # 1 - e⁻² (1 + 2 + 2), and at -1 and 0 all and all but e⁻².
    tails = [distributions.count_tail(column(count), two, two)[0] for count in (-1, 0, 2)]
    assert tails == pytest.approx([1, 1 - np.exp(-2), 1 - 5 * np.exp(-2)])
    # E[(X - 1)+] = 2 - 1 + P(X = 0)
    assert distributions.count_loss(column(1), two, two)[0] == pytest.approx(1 + np.exp(-2))
    assert distributions.count_loss(column(0), two, two)[0] == pytest.approx(2)


def test_counts_without_memory_are_geometric():
    # Mean 3, variance 3 · 4: r = 1, P(X > x) = (3/4)^(x + 1), E[(X - x)+] = 3 (3/4)^x.
    mean, variance = column(3.0), column(12.0)
    for count in (0, 1, 2, 5):
        tail = distributions.count_tail(column(count), mean, variance)[0]
        assert tail == pytest.approx(0.75 ** (count + 1))
        loss = distributions.count_loss(column(count), mean, variance)[0]
        assert loss == pytest.approx(3 * 0.75**count)


@pytest.mark.parametrize(("level", "point"), [(0.25, 0), (0.2501, 1), (0.4375, 1), (0.438, 2)])
def test_smallest_count_for_a_level_is_exact_on_its_edge(level, point):
    # P(X ≤ 0) = 1/4, P(X ≤ 1) = 7/16; a hair less is asked for, floats being what they are.
    found = distributions.count_level_point(column(3.0), column(12.0), level - 1e-12)
    assert found[0] == point


@pytest.mark.parametrize(
    ("short", "point"), [(0.76, 0), (0.74, 1), (0.57, 1), (0.56, 2), (0.43, 2), (0.42, 3)]
)
def test_smallest_count_for_a_fill_rate_is_exact(short, point):
    # Orders of one: short is loss(s) - loss(s + 1) = P(X > s) = (3/4)^(s + 1).
    total = distributions.get_gamma_total(column(3.0), column(12.0))
    for quantity in (0.2, 1.0, 1.3):
        found = distributions.count_fill_point(total, total, column(quantity), column(short))
        assert found[0] == point


def test_count_orders_are_taken_in_whole_pieces():
    # Orders of two (1.6 rounded): 3 · 0.75^s · (1 - 0.75²) = 1.3125 at s = 0.
    total = distributions.get_gamma_total(column(3.0), column(12.0))
    for short, point in ((1.32, 0), (1.31, 1)):
        found = distributions.count_fill_point(total, total, column(1.6), column(short))
        assert found[0] == point


def test_count_forgives_what_was_missing_at_the_receipt_before():
    until = distributions.get_gamma_total(column(4.0), column(20.0))
    before = distributions.get_gamma_total(column(3.0), column(12.0))
    for point, quantity in ((2, 2), (5, 3)):
        # r = 1 for both: losses 4 · 0.8^s and 3 · 0.75^(s + Q).
        short = 4 * 0.8**point - 3 * 0.75 ** (point + quantity)
        found = distributions.count_fill_point(
            until, before, column(quantity), column(short + 1e-9)
        )
        assert found[0] == point


def test_count_of_much_more_than_expected_is_still_found():
    # Mean 3, variance 12: 99.999 % are reached at ln(0.00001) / ln(3/4) - 1 = 39.02 pieces.
    assert distributions.count_level_point(column(3.0), column(12.0), 0.99999)[0] == 40
    rare = column(0.001)
    assert distributions.count_level_point(rare, rare, 0.9)[0] == 0
    assert distributions.count_level_point(rare, rare, 0.9995)[0] == 1
