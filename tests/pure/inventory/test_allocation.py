# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gives to whom and which orders move, by hand-computed numbers."""

import numpy as np
from inventory_tools import allocation

DEFAULTS = {
    "product": 1,
    "rank": 0,
    "is_short": False,
    "on_hand": 50,
    "free": 50,
    "outgoing": 0,
    "projected": 50,
    "lowest": 50,
    "daily_mean": 1,
    "safety": 10,
    "reorder": 30,
    "maximum": 60,
    "is_whole": True,
}
BOOLEANS = ("is_short", "is_whole")


def stocks(*rows):
    full = [{**DEFAULTS, **row} for row in rows]
    return allocation.Stocks(
        **{
            name: np.array([row[name] for row in full], dtype=bool if name in BOOLEANS else float)
            for name in DEFAULTS
        }
    )


def short(level, **values):
    same = dict.fromkeys(("on_hand", "free", "projected", "lowest"), level)
    return {**same, "is_short": True, **values}


def holding(level, **values):
    return {**dict.fromkeys(("on_hand", "free", "projected", "lowest"), level), **values}


def transfers(*rows):
    figures = stocks(*rows)
    found = allocation.plan_transfers(figures, allocation.get_spare(figures))
    return [tuple(float(value) for value in row) for row in zip(*found, strict=True)]


def lines(*rows):
    """Rows of (position, quantity, day, is draft, step)."""
    table = np.array(rows, dtype=float).reshape(len(rows), 5).T
    return allocation.OrderLines(
        table[0].astype(int), table[1], table[2], table[3].astype(bool), table[4]
    )


def test_spare_is_what_lies_above_the_maximum_and_is_promised_to_nobody():
    # 100 on hand, 15 promised, 60 kept; and 20 reserved of 100, 70 on hand less promised.
    figures = stocks(
        holding(100, outgoing=15), holding(100, free=80, outgoing=30), holding(61.5), holding(40)
    )
    assert allocation.get_spare(figures).tolist() == [25, 10, 1, 0]


def test_enough_for_all_fills_everybody_to_the_maximum():
    # Three warehouses: 180 held, 120 above the maximum; 58 and 40 missing.
    assert transfers(holding(180), short(2), short(20)) == [(1, 0, 58), (2, 0, 40)]


def test_too_little_brings_all_to_safety_before_any_to_more():
    # 21 to give. To safety 8 + 6 = 14; the other 7 go to the worse one's reorder point.
    assert transfers(holding(81), short(2, rank=0), short(4, rank=1)) == [(1, 0, 15), (2, 0, 6)]


def test_worse_status_is_served_first():
    assert transfers(holding(65), short(2, rank=2), short(2, rank=0)) == [(2, 0, 5)]


def test_largest_source_gives_first_and_none_gives_twice():
    # Missing 60; the second source has 50 to give, the first 30.
    found = transfers(holding(90), holding(110), short(0))
    assert found == [(2, 0, 10), (2, 1, 50)]


def test_products_do_not_mix():
    assert transfers(holding(100, product=1), short(0, product=2)) == []


def test_what_comes_late_is_bridged_up_to_the_safety_stock():
    # 2 on hand, 48 on order: 8 missing until it comes, 10 would fit under the maximum.
    row = {"on_hand": 2, "free": 2, "lowest": 2, "projected": 50, "is_short": True}
    assert transfers(holding(180), row) == [(1, 0, 8)]


def test_fractions_are_shared_out_where_the_unit_allows_them():
    found = transfers(
        holding(62.5, is_whole=False), short(59.0, is_whole=False, reorder=59.5, safety=59.25)
    )
    assert found == [(1, 0, 1)]


def test_sharing_out_never_gives_more_than_there_is_nor_more_than_is_needed():
    random = np.random.default_rng(7)
    for _round in range(50):
        need_groups, spare_groups = random.integers(0, 5, 40), random.integers(0, 5, 30)
        needs, spares = random.integers(0, 20, 40) / 4, random.integers(0, 20, 30) / 4
        need, spare, quantity = allocation.share_out(need_groups, needs, spare_groups, spares)
        assert (need_groups[need] == spare_groups[spare]).all()
        taken, given = np.bincount(need, quantity, 40), np.bincount(spare, quantity, 30)
        assert (taken <= needs + 1e-6).all() and (given <= spares + 1e-6).all()
        for group in range(5):
            wanted = needs[need_groups == group].sum()
            there = spares[spare_groups == group].sum()
            assert abs(taken[need_groups == group].sum() - min(wanted, there)) < 1e-4


def test_first_receipt_is_pulled_to_the_day_when_the_safety_stock_is_touched():
    # 16 on hand, 10 to keep, 2 a day: after 3 days.
    figures = stocks(short(16, daily_mean=2))
    found = allocation.plan_pull_forward(
        figures, lines((0, 20, 12, 0, 1), (0, 20, 9, 0, 1), (0, 20, 15, 0, 1))
    )
    assert [array.tolist() for array in found] == [[1], [3]]


def test_receipt_that_comes_in_time_stays():
    figures = stocks(short(2, daily_mean=2))
    assert not len(allocation.plan_pull_forward(figures, lines((0, 20, 2, 0, 1)))[0])
    assert not len(allocation.plan_pull_forward(stocks(holding(2)), lines((0, 20, 9, 0, 1)))[0])


def cuts(figures, *rows):
    found = allocation.plan_order_cuts(figures, lines(*rows))
    return sorted(tuple(float(value) for value in row) for row in zip(*found, strict=True))


def test_drafts_are_cut_first_then_what_comes_last():
    # 55 too much: 20 off the draft, 30 off the later order, 5 off the earlier one.
    figures = stocks(holding(40, projected=115))
    rows = ((0, 25, 5, 0, 1), (0, 30, 30, 0, 1), (0, 20, 2, 1, 1))
    assert cuts(figures, *rows) == [(0, 5, 0), (1, 30, 0), (2, 20, 0)]


def test_surplus_that_demand_takes_up_soon_postpones_the_order():
    # 20 too much at 1 a day: 20 days later; 60 - 40 still covers the safety stock of 10.
    assert cuts(stocks(holding(40, projected=80)), (0, 40, 5, 0, 1)) == [(0, 40, 20)]


def test_order_that_the_safety_stock_needs_is_reduced_and_not_postponed():
    # Without the order of 55 the stock would be 5 on the day it comes.
    assert cuts(stocks(holding(25, projected=80)), (0, 55, 5, 0, 1)) == [(0, 20, 0)]


def test_cut_keeps_whole_dozens_and_a_small_surplus_is_let_be():
    assert cuts(stocks(holding(25, projected=80)), (0, 55, 5, 0, 12)) == [(0, 12, 0)]
    assert cuts(stocks(holding(40, projected=66)), (0, 26, 5, 0, 1)) == []


def test_nothing_at_all_is_no_trouble():
    empty = stocks()
    assert transfers() == []
    assert cuts(empty) == []
    assert not len(allocation.plan_pull_forward(empty, lines())[0])


def test_surplus_of_a_week_is_worth_a_change_and_less_is_not():
    # 7 too much at 1 a day, and 6; the order of 26 is not needed for the safety stock.
    assert cuts(stocks(holding(40, projected=67)), (0, 26, 5, 0, 1)) == [(0, 26, 7)]
    assert cuts(stocks(holding(40, projected=66)), (0, 26, 5, 0, 1)) == []


def test_order_is_postponed_by_sixty_days_at_most():
    # As docs/guide/suggestions.md tells: within 60 days.
    for surplus, days in ((60, 60), (61, 0)):
        figures = stocks(holding(60, projected=60 + surplus, safety=0))
        assert cuts(figures, (0, 60, 5, 0, 1)) == [(0, 60, days)]


def test_receipt_is_not_pulled_for_a_single_day():
    # 16 on hand, 10 to keep, 2 a day: wanted on day 3.
    figures = stocks(short(16, daily_mean=2))
    assert allocation.plan_pull_forward(figures, lines((0, 20, 5, 0, 1)))[0].tolist() == [0]
    assert allocation.plan_pull_forward(figures, lines((0, 20, 4, 0, 1)))[0].tolist() == []


def test_first_receipt_of_any_position_is_pulled_on_a_whole_day():
    # 17 on hand: on the fourth day, three whole ones after today. The first position has none.
    figures = stocks(short(16), short(17, daily_mean=2))
    found = allocation.plan_pull_forward(figures, lines((1, 20, 5, 0, 1), (1, 20, 8, 0, 1)))
    assert [array.tolist() for array in found] == [[0], [3]]


def test_receipt_is_wanted_tomorrow_at_the_earliest_and_nothing_is_no_receipt():
    # Below the safety stock already; without demand too; and an order of which nothing is left.
    for values in ({}, {"daily_mean": 0}, {"daily_mean": 0.5}):
        found = allocation.plan_pull_forward(stocks(short(4, **values)), lines((0, 2, 9, 0, 1)))
        assert [array.tolist() for array in found] == [[0], [1]]
    # Half a piece a day, one piece to give: two days.
    found = allocation.plan_pull_forward(
        stocks(short(11, daily_mean=0.5)), lines((0, 0.5, 9, 0, 1))
    )
    assert [array.tolist() for array in found] == [[0], [2]]
    assert not len(allocation.plan_pull_forward(stocks(short(4)), lines((0, 0, 9, 0, 1)))[0])


def test_small_quantities_are_shared_out_as_well():
    # Three groups, tenths: 0.3 of 0.5, all of 0.2, and nothing where nothing is to spare.
    need, spare, quantity = allocation.share_out(
        np.array([5, 1, 1, 9]),
        np.array([0.3, 0.1, 0.4, 1.0]),
        np.array([1, 5, 7]),
        np.array([0.2, 0.5, 3.0]),
    )
    found = sorted(zip(need.tolist(), spare.tolist(), quantity.tolist(), strict=True))
    assert found == [(0, 1, 0.3), (1, 0, 0.1), (2, 0, 0.1)]


def test_one_need_is_served_by_one_spare_of_its_size():
    one = np.array([1])
    found = allocation.share_out(one, np.array([5.0]), one, np.array([5.0]))
    assert [array.tolist() for array in found] == [[0], [0], [5]]
    # A millionth is the least that is shared out, and the last digit.
    found = allocation.share_out(one, np.array([1 / 3]), one, np.array([5.0]))
    assert found[2].tolist() == [0.333333]
    assert not len(allocation.share_out(one, np.array([1e-8]), one, np.array([5.0]))[0])


def test_order_of_a_short_position_is_never_cut():
    # Enough is coming, too late; however little is sold a day.
    row = short(2, projected=80, daily_mean=0.1)
    assert cuts(stocks(row), (0, 78, 30, 0, 1)) == []
