# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stock over time, by hand-computed numbers."""

import numpy as np
import pytest
from inventory_tools import status, timeline


def draw(usable, rows, lead=7.0, horizon=8.0):
    """Return the figures of one position; rows are (day, change, kind)."""
    day, change, kind = np.array(rows, dtype=float).reshape(-1, 3).T
    documents = timeline.Documents(np.zeros(len(day), dtype=int), day, change, kind)
    picture = timeline.draw([usable], documents, np.array([lead]), np.array([horizon]))
    names = timeline.Picture.__dataclass_fields__
    return {name: float(getattr(picture, name)[0]) for name in names}


def shortage(projected):
    """Return what is to be bought at 5 a day: reorder point 47, maximum 271."""
    limits = (np.array([number]) for number in (projected, 47.0, 271.0, 0.0, 0.0))
    return float(status.get_shortage(*limits)[0])


def test_order_that_comes_in_200_days_covers_no_need_of_next_week():
    # 45 on hand, reorder point 47: 226 are missing to the maximum of 271.
    bare = draw(45, [])
    late = draw(45, [(200, 600, timeline.OPEN)])
    assert late == bare
    assert shortage(late["projected"]) == 226


def test_delivery_that_leaves_in_200_days_is_no_need_of_next_week():
    far = draw(150, [(200, -140, timeline.OPEN)])
    assert far == {"stock": 150, "projected": 150, "leaving": 0, "lowest": 150}
    assert shortage(far["projected"]) == 0


@pytest.mark.parametrize(("day", "projected"), [(0, 50), (8, 50), (9, 10)])
def test_documents_count_until_the_horizon_and_that_day_itself(day, projected):
    for kind in (timeline.OPEN, timeline.DRAFT):
        assert draw(10, [(day, 40, kind)])["projected"] == projected


def test_drafts_are_projected_and_save_nobody_from_running_out():
    figures = draw(10, [(1, -15, timeline.OPEN), (0, 40, timeline.DRAFT)])
    assert figures == {"stock": 10, "projected": 35, "leaving": 15, "lowest": -5}


def test_what_lies_there_for_one_customer_is_neither_stock_nor_leaves_it():
    figures = draw(20, [(0, -5, timeline.APART), (99, -3, timeline.APART)])
    assert figures == {"stock": 12, "projected": 12, "leaving": 0, "lowest": 12}


@pytest.mark.parametrize(
    ("lead", "promised", "deviation", "review", "horizon"),
    [
        (7, 7, 0, 1, 8),
        # Measured shorter than what Odoo dates an order by.
        (5, 9, 0, 1, 10),
        (10, 7, 2.3, 7, 20),
        (float("nan"), 0, 0, 1, 1),
    ],
)
def test_horizon_is_the_day_by_which_the_next_order_could_arrive(
    lead, promised, deviation, review, horizon
):
    days = ([float(number)] for number in (lead, promised, deviation, review))
    assert timeline.get_horizon(*days).tolist() == [horizon]


def test_lowest_stock_looks_at_each_position_until_its_horizon():
    # First: 10, out 8 on day 2, in 5 on day 3, out 6 on day 9 (beyond 5 days).
    # Second: 4, out 9 and in 9 on the same day: out is taken first.
    lowest = timeline.find_lowest(
        np.array([10.0, 4.0]),
        np.array([0, 0, 0, 1, 1]),
        np.array([2, 9, 3, 1, 1]),
        np.array([-8.0, -6.0, 5.0, 9.0, -9.0]),
        np.array([5.0, 5.0]),
    )
    assert lowest.tolist() == [2, -5]


def test_lowest_stock_without_documents_is_the_stock():
    nothing = np.array([])
    lowest = timeline.find_lowest(np.array([7.0]), nothing, nothing, nothing, np.array([5.0]))
    assert lowest.tolist() == [7]


def test_lowest_stock_of_many_positions_restarts_with_each():
    # 10 - 3 - 4 + 9 - 5; nothing; 100 - 1; 7 + 2 - 8; a last one overdue, counted today.
    groups = np.array([0, 0, 0, 0, 2, 3, 3, 4])
    days = np.array([1, 2, 3, 4, 1, 1, 2, -5])
    changes = np.array([-3.0, -4.0, 9.0, -5.0, -1.0, 2.0, -8.0, -4.0])
    start, horizon = np.array([10.0, 5.0, 100.0, 7.0, 3.0]), np.array([9.0, 9, 9, 2, 0])
    rows = np.array([5, 0, 7, 3, 2, 6, 1, 4])
    for order in (slice(None), rows):
        lowest = timeline.find_lowest(start, groups[order], days[order], changes[order], horizon)
        assert lowest.tolist() == [3, 5, 99, 1, -1]


def test_lowest_stock_counts_what_is_due_on_the_last_day_and_not_after():
    for horizon, lowest in ((2.0, 4), (1.0, 10)):
        found = timeline.find_lowest(
            np.array([10.0]), np.array([0]), np.array([2]), np.array([-6.0]), np.array([horizon])
        )
        assert found.tolist() == [lowest]
