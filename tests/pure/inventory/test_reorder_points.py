# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reorder points by closed forms and by distributions, against vectors.json."""

import json
from pathlib import Path

import numpy as np
import pytest
from inventory_tools import distributions, safety_stock
from scipy import integrate, stats

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


def get(vector):
    return VECTORS[vector]["inputs"], VECTORS[vector]["outputs"]


def test_reorder_point_and_order_up_to_level_match():
    i, outputs = get("V02")
    point = safety_stock.reorder_point(outputs["ss_combined"], i["d_mean"], i["lt_mean"])
    assert point == pytest.approx(outputs["rop_continuous"], abs=1e-5)
    level = safety_stock.reorder_point(
        outputs["ss_periodic"], i["d_mean"], i["lt_mean"], i["review_days"]
    )
    assert level == pytest.approx(outputs["order_up_to_periodic"], abs=1e-5)


def test_demand_and_lead_time_that_move_together_need_more():
    i, outputs = get("V02")
    stock = safety_stock.dependent_safety_stock(
        i["csl"], i["d_mean"], i["d_sd"], i["lt_mean"], i["lt_sd"]
    )
    assert stock == pytest.approx(outputs["ss_dependent_sum"], abs=1e-5)


def test_costs_give_the_level_of_one_and_of_many_periods():
    i, outputs = get("V04")
    level = safety_stock.critical_ratio(i["h"], i["p"])
    assert level == pytest.approx(outputs["critical_ratio"], abs=1e-6)
    once = safety_stock.king_safety_stock(level, i["mean"], i["sd"], 1, 0)
    assert safety_stock.reorder_point(once, i["mean"], 1) == pytest.approx(outputs["S"], abs=1e-5)
    i, outputs = get("V05")
    stock = safety_stock.king_safety_stock(level, i["mean"], i["sd"], i["lead_time"], 0, review=1)
    found = safety_stock.reorder_point(stock, i["mean"], i["lead_time"], 1)
    assert found == pytest.approx(outputs["S"], abs=1e-5)


def test_order_quantity_and_reorder_point_from_costs_match_the_textbook():
    i, outputs = get("V06")
    quantity = safety_stock.economic_order_qty(i["K"], i["h"], i["lambda"])
    assert quantity == pytest.approx(outputs["Q"], abs=1e-4)
    level = safety_stock.critical_ratio(i["h"], i["p"])
    stock = safety_stock.king_safety_stock(level, i["lambda"], i["sd_per_year"], i["L_years"], 0)
    point = safety_stock.reorder_point(stock, i["lambda"], i["L_years"])
    assert point == pytest.approx(outputs["r"], abs=1e-4)


def test_poisson_loss_matches_the_textbook():
    _i, outputs = get("V07")
    mean = np.array([15.0])
    loss = distributions.count_loss(np.array([18.0]), mean, mean)
    assert loss[0] == pytest.approx(outputs["poisson_loss_18_15"], abs=1e-5)


def test_fill_rate_gives_its_safety_stock_back():
    i, outputs = get("V08")
    stock = safety_stock.fill_safety_stock(i["fill_rate"], i["sigma_L"], i["Q"])
    assert stock == pytest.approx(outputs["ss_two_term"], abs=1e-5)


@pytest.mark.parametrize("deviation", [0.0, 1.0, 30.0, 1000.0])
def test_safety_stock_of_a_fill_rate_reaches_it_whatever_the_spread(deviation):
    targets = np.array([0.5, 0.9, 0.95, 0.999])
    stock = safety_stock.fill_safety_stock(targets, deviation, 50.0)
    found = safety_stock.fill_rate(stock, max(deviation, 1e-12), 50.0)
    assert found == pytest.approx(targets, abs=1e-6)


def test_undershoot_example_gives_its_points_for_both_targets():
    i, outputs = get("V13")
    total = distributions.get_gamma_total(
        np.array([outputs["mean_X"]]), np.array([outputs["var_X"]])
    )
    quantity = i["order_gap_S_minus_s"]
    short_qty = (1 - i["fill_rate"]) * (quantity + outputs["EU"])
    point = distributions.find_fill_point(total, total, quantity, short_qty)
    assert point[0] == pytest.approx(outputs["s_fill95"], abs=1e-4)
    quantile = distributions.find_level_point(total, 0.95)
    assert quantile[0] == pytest.approx(outputs["s_csl95"], abs=1e-4)


def test_skewed_loss_is_that_of_the_pearson_type_three_curve():
    total = distributions.Total(*(np.array([value]) for value in (40.0, 900.0, 0.8)))
    curve = stats.pearson3(0.8, loc=40.0, scale=30.0)
    for point in (-50.0, 0.0, 35.0, 90.0):
        expected = integrate.quad(curve.sf, point, 600)[0]
        found = distributions.get_loss(np.array([point]), total)[0]
        assert found == pytest.approx(expected, abs=1e-5)
    assert distributions.find_level_point(total, 0.97)[0] == pytest.approx(curve.ppf(0.97))


def test_counts_of_many_positions_agree_with_scipy_one_by_one():
    mean = np.array([0.2, 1.5, 4.0, 9.5, 9.0, 3.0])
    variance = np.array([0.2, 6.0, 4.0, 400.0, 9.5, 2.0])
    quantity = np.array([1.0, 3.0, 10.0, 50.0, 1.0, 2.0])
    total = distributions.get_gamma_total(mean, variance)
    level = distributions.count_level_point(mean, variance, 0.95)
    fill = distributions.count_fill_point(total, total, quantity, 0.05 * quantity)
    for row in range(len(mean)):
        count = stats.poisson(mean[row])
        if variance[row] > mean[row]:
            spread = variance[row] - mean[row]
            count = stats.nbinom(mean[row] ** 2 / spread, mean[row] / variance[row])
        tails = count.sf(np.arange(3000))
        losses = tails[::-1].cumsum()[::-1]
        # Short of a cycle: losses from s on less losses from s + Q on.
        short = losses[:1000] - losses[int(quantity[row]) :][:1000]
        assert level[row] == count.ppf(0.95)
        assert fill[row] == np.argmax(short <= 0.05 * quantity[row])


def test_what_the_receipt_before_left_missing_counts_once():
    # Lead-time demand 100 ± 40, orders of 30: much is missing at the receipt already. The
    # loss at s + Q is that of the lead time alone: taking the undershoot's too forgives more.
    until = distributions.get_gamma_total(np.array([110.0]), np.array([1700.0]))
    before = distributions.get_gamma_total(np.array([100.0]), np.array([1600.0]))
    short = np.array([0.05 * 40])
    exact = distributions.find_fill_point(until, before, 30.0, short)
    loose = distributions.find_fill_point(until, until, 30.0, short)
    assert exact[0] > loose[0] + 4
    missed = distributions.get_loss(exact, until) - distributions.get_loss(exact + 30, before)
    assert missed[0] == pytest.approx(short[0], abs=1e-6)
