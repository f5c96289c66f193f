# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, date, datetime

import numpy as np
import pytest
from inventory_tools import ledger

STOCK, SHELF, OTHER, CUSTOMER, VENDOR, PLANT, TRUCK = 1, 2, 3, 4, 5, 6, 7
FIRST, SECOND = 1, 2
PIECE, DOZEN = 1, 2
FLOW, TO_ORDER = 1, 2
DELIVERY, ORDERED_DELIVERY = 9, 11


def to_moment(*when):
    return int((datetime(*when, tzinfo=UTC) - ledger.FIRST_MOMENT).total_seconds()) * 10**6


REFERENCES = ledger.References(
    own_unit=np.array([0, PIECE, PIECE, 0, DOZEN]),
    factor=np.array([0, 1.0, 12.0]),
    warehouse=np.array([0, FIRST, FIRST, SECOND, 0, 0, 0, 0]),
    usage=np.array([0, *[ledger.INSIDE] * 3, ledger.CUSTOMER, 0, ledger.PRODUCTION, ledger.INSIDE]),
    origin_id=np.array([DELIVERY, ORDERED_DELIVERY]),
    origin_location=np.array([STOCK, STOCK]),
    origin_day=np.array([ledger.count_days(date(2026, 11, 2))] * 2),
    is_origin_to_order=np.array([0, 1]),
    timezone="Asia/Taipei",
)
DAY = ledger.count_days(date(2026, 11, 20))


def move(source, target, quantity, flow=FLOW, due=None, unit=PIECE, product=1, origin=0):
    moved = to_moment(2026, 11, 20, 4)
    due = moved if due is None else to_moment(*due)
    return product, unit, source, target, quantity, moved, due, origin * 4 + flow


def book(*moves):
    """Return {(product, warehouse, day): {value: quantity}}, without zeros."""
    columns = [np.array(column) for column in zip(*moves, strict=True)]
    columns[4] = columns[4].astype(float)
    days = ledger.book(ledger.resolve(*columns, REFERENCES))
    keys = zip(days.product.tolist(), days.warehouse.tolist(), days.day.tolist(), strict=True)
    rows = days.values.T.tolist()
    return {
        key: {name: value for name, value in zip(ledger.VALUES, row, strict=True) if value}
        for key, row in zip(keys, rows, strict=True)
    }


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ([move(VENDOR, STOCK, 5)], {"net_qty": 5}),
        ([move(STOCK, CUSTOMER, 5)], {"out_qty": 5, "net_qty": -5}),
        ([move(STOCK, CUSTOMER, 5, unit=DOZEN)], {"out_qty": 60, "net_qty": -60}),
        ([move(STOCK, CUSTOMER, 5), move(STOCK, CUSTOMER, 2)], {"out_qty": 7, "net_qty": -7}),
        ([move(STOCK, CUSTOMER, 5, FLOW | TO_ORDER)], {"order_qty": 5, "net_qty": -5}),
        ([move(STOCK, VENDOR, 5)], {"net_qty": -5}),
        # A count or scrap is no flow.
        ([move(STOCK, CUSTOMER, 5, 0)], {"net_qty": -5}),
        ([move(CUSTOMER, STOCK, 5)], {"return_qty": 5, "net_qty": 5}),
        ([move(CUSTOMER, STOCK, 5, 0)], {"net_qty": 5}),
        # What production takes is demand; what it gives was made, unless it was taken before.
        ([move(STOCK, PLANT, 5)], {"out_qty": 5, "net_qty": -5}),
        ([move(PLANT, STOCK, 5)], {"net_qty": 5}),
        ([move(PLANT, STOCK, 5, origin=DELIVERY + 1)], {"return_qty": 5, "net_qty": 5}),
        # On the way to another warehouse, and from there.
        ([move(STOCK, TRUCK, 5)], {"transfer_qty": 5, "net_qty": -5}),
        ([move(STOCK, TRUCK, 5, 0)], {"net_qty": -5}),
        ([move(TRUCK, STOCK, 5)], {"net_qty": 5}),
        # What was bought for one need alone comes back for nobody else.
        ([move(CUSTOMER, STOCK, 5, origin=ORDERED_DELIVERY)], {"net_qty": 5}),
        # Half a piece, to order and late: ordered on the day it left.
        (
            [move(STOCK, CUSTOMER, 0.5, FLOW | TO_ORDER, due=(2026, 11, 10, 4))],
            {"order_qty": 0.5, "net_qty": -0.5},
        ),
    ],
)
def test_move_means_on_its_day(moves, expected):
    assert book(*moves) == {(1, FIRST, DAY): expected}


def test_move_within_a_warehouse_or_of_a_service_means_nothing():
    assert book(move(STOCK, SHELF, 5), move(STOCK, CUSTOMER, 5, product=3)) == {}


def test_product_that_came_after_the_references_were_read_is_left_out():
    for product in (len(REFERENCES.own_unit), 99):
        assert book(move(STOCK, CUSTOMER, 5, product=product)) == {}


def test_transfer_leaves_one_warehouse_and_reaches_the_other():
    assert book(move(STOCK, OTHER, 5)) == {
        (1, FIRST, DAY): {"transfer_qty": 5, "net_qty": -5},
        (1, SECOND, DAY): {"net_qty": 5},
    }


def test_late_delivery_is_demand_of_the_day_it_was_due():
    assert book(move(STOCK, CUSTOMER, 5, due=(2026, 11, 10, 4))) == {
        (1, FIRST, DAY - 10): {"out_qty": 5},
        (1, FIRST, DAY): {"net_qty": -5},
    }


def test_return_counts_where_and_when_it_was_delivered():
    assert book(move(CUSTOMER, OTHER, 2, origin=DELIVERY)) == {
        (1, FIRST, DAY - 18): {"return_qty": 2},
        (1, SECOND, DAY): {"net_qty": 2},
    }


def test_return_of_what_is_not_known_counts_on_its_own_day():
    assert book(move(CUSTOMER, STOCK, 2, origin=DELIVERY + 1)) == {
        (1, FIRST, DAY): {"return_qty": 2, "net_qty": 2}
    }


def test_days_come_sorted_and_each_once():
    days = ledger.merge(
        *(
            ledger.Days(*(np.array([number]) for number in key), np.full((5, 1), 1.0))
            for key in [(2, 1, 7), (1, 2, 9), (1, 2, 3), (1, 1, 8), (1, 2, 9)]
        )
    )
    keys = zip(days.product.tolist(), days.warehouse.tolist(), days.day.tolist(), strict=True)
    assert list(keys) == [(1, 1, 8), (1, 2, 3), (1, 2, 9), (2, 1, 7)]
    assert days.values[0].tolist() == [1, 1, 2, 1]


@pytest.mark.parametrize(
    ("moment", "timezone", "day"),
    [
        ((2026, 11, 20, 15, 59), "Asia/Taipei", date(2026, 11, 20)),
        ((2026, 11, 20, 16, 0), "Asia/Taipei", date(2026, 11, 21)),
        # Berlin is two hours ahead in summer, one in winter: until 1:00 UTC that day.
        ((2026, 10, 24, 22, 30), "Europe/Berlin", date(2026, 10, 25)),
        ((2026, 10, 25, 22, 30), "Europe/Berlin", date(2026, 10, 25)),
        ((1999, 12, 31, 16, 0), "Asia/Taipei", date(2000, 1, 1)),
        ((1999, 12, 31, 15, 0), "Asia/Taipei", date(1999, 12, 31)),
    ],
)
def test_day_begins_at_midnight_of_the_zone(moment, timezone, day):
    moments = np.array([to_moment(*moment)])
    assert ledger.find_days(moments, timezone).tolist() == [ledger.count_days(day)]


@pytest.mark.parametrize("year", [1, 9998])
def test_mistyped_year_costs_nothing_and_stays_far_away(year):
    now = to_moment(2026, 11, 20, 4)
    microseconds = (datetime(year, 1, 1, tzinfo=UTC) - ledger.FIRST_MOMENT).days * ledger.DAY
    days = ledger.find_days(np.array([now, microseconds]), "Asia/Taipei")
    assert days[0] == DAY
    assert abs(days[1] - DAY) > 365 * 40


def test_blocks_end_where_product_warehouse_or_weeks_do():
    keys = [(1, 1, 0), (1, 1, 90), (1, 1, 91), (1, 2, 91), (2, 2, 91), (2, 2, 92), (2, 2, 93)]
    product, warehouse, day = np.array(keys).T
    values = np.zeros((5, 7))
    values[ledger.OUT] = [1, 2, 0, 4, 5, 6, 7]
    values[ledger.RETURN] = [0, 1, 3, 0, 7, 0, 0]
    days = ledger.Days(product, warehouse, day, values)
    blocks, begins, counts = ledger.find_blocks(days, 93)
    # The last day stands alone.
    assert blocks.tolist() == [0, 1, 1, 1, ledger.SINGLE + 93]
    assert begins.tolist() == [0, 2, 3, 4, 6]
    assert counts.tolist() == [2, 1, 1, 2, 1]
    # More came back than went out in the second and the fourth.
    assert ledger.sum_demand(days, begins).tolist() == [2, -3, 4, 4, 7]
    assert ledger.find_last_issue(days, begins, -1).tolist() == [90, -1, 91, 92, 93]


def test_days_are_cut_between_products():
    product = np.array([1, 1, 1, 2, 3, 3])
    days = ledger.make_keys(product, product, product)
    assert [len(days.pick(rows)) for rows in ledger.cut(days, 1)] == [3, 1, 2]
    assert [len(days.pick(rows)) for rows in ledger.cut(days, 4)] == [4, 2]
    assert ledger.cut(days.pick(slice(0)), 4) == []


def test_day_lies_in_a_block_of_weeks_or_alone_or_near_the_border_maybe_in_both():
    days = ledger.make_keys(*np.array([[1] * 4, [2] * 4, [273, 364, 365, 366]]))
    found = {tuple(key) for key in ledger.get_keys_of_blocks(days, 365).T.tolist()}
    alone = {(1, 2, ledger.SINGLE + day) for day in (364, 365, 366)}
    assert found == {(1, 2, 3), (1, 2, 4)} | alone


def test_pieces_are_a_twelfth_of_a_product_that_is_kept_in_dozens():
    assert book(move(STOCK, CUSTOMER, 6, product=4), move(STOCK, CUSTOMER, 2, product=1)) == {
        (1, FIRST, DAY): {"out_qty": 2, "net_qty": -2},
        (4, FIRST, DAY): {"out_qty": 0.5, "net_qty": -0.5},
    }


def test_between_two_partners_nothing_happens_to_the_stock():
    assert book(move(VENDOR, CUSTOMER, 5), move(CUSTOMER, PLANT, 5)) == {}


def test_values_are_put_at_their_ids():
    assert ledger.put_by_id(np.array([3, 1]), np.array([30, 10])).tolist() == [0, 10, 0, 30]
    assert ledger.put_by_id(np.empty(0, int), np.empty(0)).tolist() == [0]


@pytest.mark.parametrize(
    ("moment", "timezone", "day"),
    [
        # Havana goes from midnight, 5:00 UTC, to 1:00; in autumn from 1:00 back to midnight.
        ((2024, 3, 10, 4, 59), "America/Havana", date(2024, 3, 9)),
        ((2024, 3, 10, 5, 0), "America/Havana", date(2024, 3, 10)),
        ((2024, 3, 11, 3, 59), "America/Havana", date(2024, 3, 10)),
        ((2024, 3, 11, 4, 0), "America/Havana", date(2024, 3, 11)),
        ((2024, 11, 3, 4, 0), "America/Havana", date(2024, 11, 3)),
        ((2024, 11, 4, 4, 59), "America/Havana", date(2024, 11, 3)),
        # Beirut went from midnight, 21:00 UTC, back to 23:00: the day had 25 hours.
        ((2021, 10, 30, 20, 59), "Asia/Beirut", date(2021, 10, 30)),
        ((2021, 10, 30, 21, 0), "Asia/Beirut", date(2021, 10, 30)),
        ((2021, 10, 30, 21, 59), "Asia/Beirut", date(2021, 10, 30)),
        ((2021, 10, 30, 22, 0), "Asia/Beirut", date(2021, 10, 31)),
        # Kathmandu is 5:45 ahead.
        ((2026, 1, 1, 18, 14), "Asia/Kathmandu", date(2026, 1, 1)),
        ((2026, 1, 1, 18, 15), "Asia/Kathmandu", date(2026, 1, 2)),
    ],
)
def test_day_begins_at_midnight_where_clocks_change_at_night(moment, timezone, day):
    # Alone, and among moments of years around it.
    others = [to_moment(year, 6, 1) for year in (1990, 2015, 2030)]
    for moments in ([to_moment(*moment)], [to_moment(*moment), *others]):
        found = ledger.find_days(np.array(moments), timezone)
        assert found[0] == ledger.count_days(day)


def test_mistyped_moments_are_the_first_and_the_last_that_are_believed():
    # Twenty years of 366 days before 2000, a hundred after; nearer ones are what they are.
    moments = [to_moment(1, 1, 1), to_moment(1980, 1, 1), to_moment(2100, 1, 1), 2**62]
    expected = [-7320, ledger.count_days(date(1980, 1, 1)), ledger.count_days(date(2100, 1, 1))]
    assert ledger.find_days(np.array(moments), "UTC").tolist() == [*expected, 36600]
    assert ledger.find_days(np.empty(0, int), "UTC").tolist() == []


def test_days_and_blocks_are_counted_from_2000():
    # 31 + 29 + 31 days are the first block.
    assert ledger.count_days(date(2000, 1, 1)) == 0
    assert ledger.count_days(date(2000, 4, 1)) == 91
    assert [ledger.get_block_of(date(2000, 3, 31)), ledger.get_block_of(date(2000, 4, 1))] == [0, 1]
    assert ledger.get_block_of(date(1999, 12, 31)) == -1
    # All that stand alone come behind all that stand together, for centuries.
    assert ledger.SINGLE > ledger.get_block_of(date(9999, 12, 31))


def test_half_a_piece_is_an_issue_and_what_comes_back_is_taken_off():
    day = np.array([5, 6, 7])
    values = np.zeros((5, 3))
    values[ledger.OUT], values[ledger.RETURN] = [0.5, 2, 0], [0, 3, 1]
    days = ledger.Days(day * 0, day * 0, day, values)
    begins = np.array([0, 1])
    # 2 out and 3 back, then 1 back.
    assert ledger.sum_demand(days, begins).tolist() == [0.5, -2]
    assert ledger.find_last_issue(days, begins, -1).tolist() == [5, 6]


def test_days_are_found_among_others_by_all_three_parts_of_their_key():
    days = ledger.make_keys(*np.array([[1, 1, 1, 2, 2], [1, 1, 2, 1, 2], [5, 6, 5, 5, 6]]))
    keys = ledger.make_keys(*np.array([[1, 2, 2, 3], [2, 1, 2, 1], [5, 5, 5, 6]]))
    assert ledger.find_same(days, keys).tolist() == [False, False, True, True, False]
    assert ledger.find_same(days.pick(slice(0)), keys).tolist() == []
    assert ledger.find_same(days, keys.pick(slice(0))).tolist() == [False] * 5
    assert ledger.find_same(days.pick(slice(0)), keys.pick(slice(0))).tolist() == []


def test_keys_of_any_size_keep_their_order():
    random = np.random.default_rng(6)
    product, warehouse = random.integers(1, 60, 400), random.integers(1, 9, 400)
    day = random.integers(-900, 9999, 400)
    merged = ledger.merge(ledger.make_keys(product, warehouse, day))
    keys = list(zip(merged.product, merged.warehouse, merged.day, strict=True))
    assert keys == sorted(set(zip(product, warehouse, day, strict=True)))


def test_nothing_merged_is_nothing():
    none = ledger.make_keys(*np.empty((3, 0), int))
    assert len(ledger.merge(none, none)) == 0
    assert [len(part) for part in ledger.find_blocks(none, 5)] == [0, 0, 0]
