# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where pairs of warehouse and product stand, by hand."""

import numpy as np
import pytest
from inventory_tools import places

KNOWN = places.get_keys(np.array([1, 1, 3]), np.array([2, 9, 2]))


def test_pairs_sort_by_warehouse_and_then_by_product():
    assert KNOWN.tolist() == sorted(KNOWN.tolist())
    assert places.get_keys(np.array([2]), np.array([1])) > KNOWN[1]


@pytest.mark.parametrize(
    ("warehouse", "product", "place"),
    [(1, 2, 0), (1, 9, 1), (3, 2, 2), (1, 3, -1), (0, 1, -1), (3, 9, -1), (9, 1, -1)],
)
def test_pair_is_found_or_is_not(warehouse, product, place):
    found = places.find_places(KNOWN, np.array([warehouse]), np.array([product]))
    assert found.tolist() == [place]


def test_ids_may_come_as_objects_or_as_floats():
    found = places.find_places(KNOWN, np.array([3], dtype=object), np.array([2.0]))
    assert found.tolist() == [2]


def test_nothing_is_found_among_none():
    none = np.empty(0, dtype=np.int64)
    assert places.find_places(none, np.array([1, 2]), np.array([1, 2])).tolist() == [-1, -1]
    assert places.find_places(none, none, none).tolist() == []


def test_key_beyond_the_last_is_not_the_last():
    found = places.find_places(KNOWN[:1], np.array([1, 1, 0]), np.array([2, 3, 9]))
    assert found.tolist() == [0, -1, -1]
