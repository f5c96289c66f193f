# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long a stock lasts, by divisions done by hand."""

import math

import pytest
from inventory_tools import need


@pytest.mark.parametrize(
    ("free", "safety", "daily", "days"),
    [
        (30, 10, 3, 6),
        (31, 10, 3, 7),
        (4, 10, 3, 0),
        (10, 10, 3, 0),
        # Less than one a day, and none.
        (2, 1, 0.25, 4),
        (30, 10, 0, None),
        (30, 10, -1, None),
        # A year is a date, a day more is none.
        (375, 10, 1, 365),
        (376, 10, 1, None),
    ],
)
def test_days_until_the_safety_stock_is_touched(free, safety, daily, days):
    (found,) = need.get_days_left([free], [safety], [daily])
    assert math.isnan(found) if days is None else found == days
