# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulator of limits, by days walked through on paper."""

import numpy as np
import pytest
from inventory_tools import backtest

# Four a day, ten days; below 10 up to 20.
DEFAULTS = {
    "demand": [4.0] * 10,
    "reorder": 10,
    "maximum": 20,
    "lead_days": 2,
    "review_days": 1,
    "minimum_order": 0,
    "order_multiple": 0,
}


def simulate(*products, **options):
    """Return the result for products that differ from the defaults as told."""
    rows = [{**DEFAULTS, **product} for product in products or [{}]]
    columns = {name: np.array([row[name] for row in rows], dtype=float) for name in DEFAULTS}
    return backtest.simulate(backtest.SimulationInputs(**columns, **options))


def read(result, row=0):
    return {name: getattr(result, name)[row] for name in result.__dataclass_fields__}


def test_stock_that_arrives_in_time_serves_all():
    # Evenings: 16 12 8* 4 0+12 8* 4 0+12 8* 4, ordered at *.
    assert read(simulate()) == {
        "demand_qty": 40,
        "served_qty": 40,
        "cycle_count": 3,
        "short_cycle_count": 0,
        "short_days": 0,
        "stock_qty": pytest.approx(8.8),
        "order_count": 3,
        "ordered_qty": 36,
    }


def test_what_arrives_late_is_lost():
    # Evenings: 16 12 8* 4 0 (-4)+12 8* 4 0 (-4)+12.
    assert read(simulate({"lead_days": 3})) == {
        "demand_qty": 40,
        "served_qty": 32,
        "cycle_count": 2,
        "short_cycle_count": 2,
        "short_days": 2,
        "stock_qty": pytest.approx(7.6),
        "order_count": 2,
        "ordered_qty": 24,
    }


def test_what_arrives_late_is_delivered_late():
    # Evenings: 16 12 8* 4 0 (-4*)+12-4 4 0 (-4*)+12-4 4.
    assert read(simulate({"lead_days": 3}, is_backordered=True)) == {
        "demand_qty": 40,
        "served_qty": 32,
        "cycle_count": 3,
        "short_cycle_count": 2,
        "short_days": 2,
        "stock_qty": pytest.approx(6.4),
        "order_count": 3,
        "ordered_qty": 36,
    }


def test_stock_at_the_reorder_point_is_not_below_it():
    three_days = {"demand": [4.0] * 3}
    result = simulate({"reorder": 8, **three_days}, {"reorder": 8.01, **three_days})
    assert result.order_count.tolist() == [0, 1]


def test_orders_respect_minimum_and_multiple():
    missing = np.array([12.0, 12, 12, 12, 0])
    minimum = np.array([0.0, 15, 15, 0, 15])
    multiple = np.array([0.0, 0, 10, 5, 5])
    ordered = backtest.get_order_qty(missing, minimum, multiple)
    assert ordered.tolist() == [12, 15, 20, 15, 0]
    result = simulate({"minimum_order": 15, "order_multiple": 10, "demand": [4.0] * 5})
    assert result.ordered_qty.tolist() == [20]


def test_order_waits_for_the_next_review():
    # Evenings of day 0 and 7 only.
    assert simulate({"review_days": 7, "demand": [4.0] * 7}).order_count.tolist() == [0]
    assert simulate({"review_days": 7, "demand": [4.0] * 8}).order_count.tolist() == [1]


def test_lead_time_of_zero_arrives_in_the_evening():
    result = simulate({"lead_days": 0, "reorder": 20})
    assert result.served_qty.tolist() == [40]
    assert result.stock_qty.tolist() == [20]


def test_days_of_the_warm_up_are_not_counted():
    result = simulate({"lead_days": 3}, warmup_days=5)
    # Evenings from day 5 on: 12 8 4 0 12; missing on day 5 and 9.
    assert read(result)["demand_qty"] == 20
    assert read(result)["served_qty"] == 12
    assert read(result)["stock_qty"] == pytest.approx(7.2)
    assert read(result)["order_count"] == 1


def test_products_do_not_touch_each_other():
    alone = [read(simulate(product)) for product in ({"lead_days": 0}, {"lead_days": 3}, {})]
    together = simulate({"lead_days": 0}, {"lead_days": 3}, {})
    assert [read(together, row) for row in range(3)] == alone


def test_rates_of_nothing_are_full():
    assert backtest.get_fill_rate(np.array([0.0, 40]), np.array([0.0, 32])).tolist() == [1, 0.8]
    services = backtest.get_cycle_service(np.array([0, 4]), np.array([0, 1]))
    assert services.tolist() == [1, 0.75]


def test_odd_numbers_never_fail():
    odd = {"demand": [float("nan"), -3.0], "maximum": -5, "lead_days": float("nan")}
    result = simulate({**odd, "review_days": 0})
    assert read(result)["demand_qty"] == 0
    assert np.isfinite([value for value in read(result).values()]).all()


def test_goods_are_neither_made_nor_lost():
    random = np.random.default_rng(5)
    rows = [
        {
            "demand": random.poisson(3, 200),
            "reorder": random.integers(0, 40),
            "maximum": random.integers(40, 90),
            "lead_days": random.integers(0, 20),
            "review_days": random.integers(1, 9),
        }
        for _row in range(50)
    ]
    result = simulate(*rows)
    maximum = np.array([row["maximum"] for row in rows])
    assert (result.served_qty <= result.demand_qty).all()
    assert (result.served_qty <= maximum + result.ordered_qty).all()
    assert (result.stock_qty <= maximum).all()
    assert (result.short_cycle_count <= result.cycle_count).all()


def test_small_quantities_count_as_much_as_big_ones():
    # Half a piece a day, tenths of a kilogram: nothing is measured in whole pieces.
    demand, served = np.array([0.5, 1.0]), np.array([0.25, 1.0])
    assert backtest.get_fill_rate(demand, served).tolist() == [0.5, 1]
    assert backtest.get_cycle_service(np.array([1]), np.array([1])).tolist() == [0]
    missing = np.array([0.7, 12.5, 1.1, 0.7])
    multiple = np.array([0.0, 0.0, 0.1, 0.5])
    ordered = backtest.get_order_qty(missing, np.zeros(4), multiple)
    assert ordered == pytest.approx([0.7, 12.5, 1.1, 1.0])
    assert backtest.get_order_qty(np.array([2.5]), np.zeros(1), np.array([1.0])).tolist() == [3]
    # Evenings: 0.6 0.2* (-0.2)+0.8 0.4* 0+0.6 0.2*: short by 0.2 on day 2.
    small = {"demand": [0.4] * 6, "reorder": 0.5, "maximum": 1.0, "lead_days": 1}
    assert read(simulate(small)) == pytest.approx(
        {
            "demand_qty": 2.4,
            "served_qty": 2.2,
            "cycle_count": 3,
            "short_cycle_count": 1,
            "short_days": 1,
            "stock_qty": (0.6 + 0.2 + 0.8 + 0.4 + 0.6 + 0.2) / 6,
            "order_count": 3,
            "ordered_qty": 0.8 + 0.6 + 0.8,
        }
    )


def test_cycle_after_a_short_one_begins_anew():
    # Evenings: 16 4* (-2)+16 12 8* 4+12 12: a short cycle, one that is not, and the rest.
    result = simulate({"demand": [4, 12, 6, 4, 4, 4, 4.0], "lead_days": 1})
    assert read(result)["short_days"] == 1
    assert [read(result)["short_cycle_count"], read(result)["cycle_count"]] == [1, 3]


def test_limits_below_nothing_hold_nothing():
    result = simulate({"maximum": -5, "reorder": -9})
    assert [read(result)["served_qty"], read(result)["stock_qty"]] == [0, 0]


def test_stock_of_a_single_day_is_its_own_mean():
    assert read(simulate({"demand": [4.0]}))["stock_qty"] == 16
    assert read(simulate({"demand": [4.0]}, warmup_days=1))["stock_qty"] == 0


def test_hair_below_the_reorder_point_is_the_reorder_point():
    # 0.9 - 3 · 0.3 + 0.3 is a hair below 0.3 for a computer.
    result = simulate({"demand": [0.3, 0.3], "maximum": 0.9, "reorder": 0.3, "lead_days": 9})
    assert read(result)["order_count"] == 0


def test_products_with_and_without_a_lead_time_share_the_days():
    # Received the same evening; the other's lead of three days stretches the ring.
    rows = [{"lead_days": 0, "reorder": 20}, {"lead_days": 3}, {"lead_days": 0, "reorder": 8.5}]
    result = simulate(*rows)
    assert result.order_count.tolist() == [10, 2, 3]
    assert result.stock_qty == pytest.approx([20, 7.6, (16 + 12 + 20) * 3 / 10 + 1.6])
