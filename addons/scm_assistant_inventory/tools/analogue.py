# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What products without a history may be expected to sell."""

import numpy as np

# With fewer, their median says more about themselves than about the group.
MIN_SIMILAR = 3


def find_analogue_mean(groups, daily_mean, default):
    """Return the demand a day that a new product of each position's group may expect.

    The median of the group's positions that sell at all, where there are three or more;
    else ``default``, what the policy says.

    :param groups: whole numbers; positions with the same one are similar
    :param daily_mean: demand a day of each position, 0 where it sells nothing
    """
    names, place = np.unique(groups, return_inverse=True)
    sells = daily_mean > 0
    # Sorted by group, and by demand inside it: the middle of each run is its median.
    order = np.lexsort((daily_mean[sells], place[sells]))
    sold, owner = daily_mean[sells][order], place[sells][order]
    count = np.bincount(owner, minlength=len(names))
    first = np.cumsum(count) - count
    result = np.full(len(names), np.nan)
    enough = count >= MIN_SIMILAR
    low, high = (first + (count - 1) // 2)[enough], (first + count // 2)[enough]
    result[enough] = (sold[low] + sold[high]) / 2
    return np.where(np.isnan(result[place]), default, result[place])
