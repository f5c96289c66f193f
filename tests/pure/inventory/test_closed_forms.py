# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Closed forms against published and hand-computed numbers (vectors.json)."""

import json
from pathlib import Path

import numpy as np
import pytest
from inventory_tools import classification, distributions, safety_stock

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


def get(vector):
    return VECTORS[vector]["inputs"], VECTORS[vector]["outputs"]


def test_normal_quantile_and_loss_match_the_tables():
    inputs, outputs = get("V01")
    assert safety_stock.z_value(inputs["csl"]) == pytest.approx(outputs["z_of_csl"], abs=1e-6)
    assert safety_stock.normal_loss(inputs["z"]) == pytest.approx(outputs["loss_of_z"], abs=1e-6)


def test_king_formula_matches_for_continuous_and_periodic_review():
    i, outputs = get("V02")
    arguments = (i["csl"], i["d_mean"], i["d_sd"], i["lt_mean"])
    only_demand = safety_stock.king_safety_stock(*arguments, 0.0)
    assert only_demand == pytest.approx(outputs["ss_demand_only"], abs=1e-5)
    combined = safety_stock.king_safety_stock(*arguments, i["lt_sd"])
    assert combined == pytest.approx(outputs["ss_combined"], abs=1e-5)
    periodic = safety_stock.king_safety_stock(*arguments, i["lt_sd"], i["review_days"])
    assert periodic == pytest.approx(outputs["ss_periodic"], abs=1e-5)


def test_economic_order_quantity_matches_the_textbook():
    i, outputs = get("V03")
    quantity = safety_stock.economic_order_qty(i["K"], i["h"], i["lambda"])
    assert quantity == pytest.approx(outputs["Q"], abs=1e-4)


def test_economic_order_quantity_is_zero_without_costs():
    assert safety_stock.economic_order_qty([0, 8], [1, 0], 100).tolist() == [0, 0]


def test_fill_rate_of_a_normal_safety_stock_matches():
    i, outputs = get("V08")
    rate = safety_stock.fill_rate(outputs["ss_two_term"], i["sigma_L"], i["Q"])
    assert rate == pytest.approx(i["fill_rate"], abs=1e-6)


def test_service_level_of_cycles_is_not_the_fill_rate():
    i, outputs = get("V23")
    stock = outputs["z"] * i["sigma_L"]
    rates = [safety_stock.fill_rate(stock, i["sigma_L"], quantity) for quantity in i["Q"]]
    assert rates == pytest.approx(outputs["fill_rate_at_csl95"], abs=1e-6)


def test_gamma_points_match_for_both_targets():
    i, outputs = get("V09")
    total = distributions.get_gamma_total(np.array([i["mean"]]), np.array([i["var"]]))
    assert distributions.find_level_point(total, 0.95)[0] == pytest.approx(
        outputs["rop_csl95"], abs=1e-5
    )
    loss = distributions.get_loss(np.array([200.0]), total)
    assert loss[0] == pytest.approx(outputs["loss_at_200"], abs=1e-4)
    point = distributions.find_fill_point(total, total, np.array([i["Q"]]), 0.05 * i["Q"])
    assert point[0] == pytest.approx(outputs["rop_fill95_two_term"], abs=1e-4)


def test_counts_follow_the_negative_binomial():
    i, outputs = get("V10")
    mean, variance = np.array([i["mean"]]), np.array([i["var"]])
    assert distributions.count_level_point(mean, variance, 0.95)[0] == 13
    tail = distributions.count_tail(np.array([13.0]), mean, variance)
    assert 1 - tail[0] == pytest.approx(outputs["cdf_at_s"], abs=1e-6)
    loss = distributions.count_loss(np.array([10.0]), mean, variance)
    assert loss[0] == pytest.approx(outputs["loss_at_10"], abs=1e-6)
    total = distributions.get_gamma_total(mean, variance)
    point = distributions.count_fill_point(total, total, np.array([i["Q"]]), 0.05 * i["Q"])
    assert point[0] == 10


def test_counts_without_extra_variance_follow_poisson():
    six = np.array([6.0])
    assert distributions.count_level_point(six, six, 0.95)[0] == 10


def test_patterns_follow_the_published_cuts_and_ties_go_up():
    i, outputs = get("V12")
    intervals, variations = zip(*i["pairs"], strict=True)
    found = classification.classify_pattern(np.array(intervals), np.array(variations))
    assert found.tolist() == outputs["class"]


def test_abc_follows_the_share_of_value():
    # 500 is 50 %, 300 more 80 %, 150 more 95 %, the rest C; nothing issued is C.
    values = [300, 30, 500, 150, 20, 0]
    assert classification.classify_abc(values).tolist() == ["A", "C", "A", "B", "C", "C"]


def test_abc_of_nothing_is_all_c():
    assert classification.classify_abc([0, 0]).tolist() == ["C", "C"]


def test_abc_of_one_product_is_a_and_a_single_cent_counts():
    assert classification.classify_abc([0.01]).tolist() == ["A"]
    assert classification.classify_abc([0.5, 0.25]).tolist() == ["A", "A"]


def test_abc_limits_are_those_of_the_share_before_the_product():
    # Before them 0, 80, 90, 95, 97 %: the one that begins at a limit is beyond it.
    assert classification.classify_abc([80, 10, 5, 2, 3]).tolist() == ["A", "B", "B", "C", "C"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        # √(2 · 8 · 1300 / 0.225) by hand: √92,444.4
        ((8, 0.225, 1300), 304.0468),
        ((0.5, 0.5, 2), 2.0),
    ],
)
def test_cheapest_order_by_hand(inputs, expected):
    assert safety_stock.economic_order_qty(*inputs) == pytest.approx(expected, abs=1e-4)


def test_safety_stock_of_nothing_that_varies_is_what_may_be_missing():
    # 5 % of 50 pieces may be missing: the reorder point may lie 2.5 below the mean.
    assert safety_stock.fill_safety_stock(0.95, 0.0, 50.0) == pytest.approx(-2.5, abs=1e-6)


def test_safety_stock_far_out_on_either_side_is_found():
    # One piece ordered and one in a billion to be missing: less than 10 deviations. And where
    # 95 of 100 ordered may be missing, nothing varies enough to matter.
    stock = safety_stock.fill_safety_stock(np.array([1 - 1e-9, 0.05]), 1.0, np.array([1.0, 100.0]))
    found = safety_stock.fill_rate(stock, 1.0, np.array([1.0, 100.0]))
    assert found == pytest.approx([1 - 1e-9, 0.05], abs=1e-10)
    assert 4 < stock[0] < 10
    assert stock[1] == pytest.approx(-95, abs=1e-4)
