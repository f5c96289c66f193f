# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reorder points by closed forms and by distributions, against vectors.json."""

import json
from pathlib import Path

import numpy as np
import pytest
from inventory_tools import distributions, safety_stock

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
    poisson = distributions.get_count_distribution(15.0, 15.0)
    assert distributions.count_loss(poisson, 18, 500) == pytest.approx(
        outputs["poisson_loss_18_15"], abs=1e-5
    )


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
    mean, variance = np.array([outputs["mean_X"]]), np.array([outputs["var_X"]])
    quantity = i["order_gap_S_minus_s"]
    short_qty = (1 - i["fill_rate"]) * (quantity + outputs["EU"])
    point = distributions.gamma_fill_point(mean, variance, quantity, short_qty)
    assert point[0] == pytest.approx(outputs["s_fill95"], abs=1e-4)
    quantile = distributions.gamma_quantile(mean, variance, 0.95)
    assert quantile[0] == pytest.approx(outputs["s_csl95"], abs=1e-4)
