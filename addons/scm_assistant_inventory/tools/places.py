# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where a pair of warehouse and product stands among sorted ones.

Whole numbers below 2³² in and arrays out.
"""

import numpy as np


def get_keys(warehouses, products):
    """Return one sortable number for each pair of warehouse and product.

    >>> get_keys(np.array([1, 2]), np.array([7, 3])).tolist()
    [4294967303, 8589934595]
    """
    return warehouses.astype(np.int64) << 32 | products.astype(np.int64)


def find_places(keys, warehouses, products):
    """Return the place of each pair in the sorted ``keys``, -1 where there is none.

    >>> known = get_keys(np.array([1, 2]), np.array([7, 3]))
    >>> find_places(known, np.array([2, 2, 9]), np.array([3, 4, 9])).tolist()
    [1, -1, -1]
    """
    wanted = get_keys(warehouses, products)
    if not len(keys):
        return np.full(len(wanted), -1)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, places, -1)
