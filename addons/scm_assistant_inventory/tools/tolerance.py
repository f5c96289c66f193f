# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a count agrees with the books, and whether it can be right at all."""

import numpy as np

# Floats that came through a unit's rounding differ from each other by less than this.
EPSILON = 1e-9
ABSURD_FACTOR = 100


def is_within(book, counted, rate, value_limit, unit_cost):
    """Tell which counts lie within the tolerance in quantity and in money.

    Both must hold: ``|counted - book| <= rate * book`` and ``|counted - book| *
    unit_cost <= value_limit``. Where the books say nothing, or less than nothing, a
    percentage of them means nothing: any other count is a miss.

    :param book: quantity in the books, in the product's unit
    :param counted: quantity counted, same unit
    :param rate: tolerated share of the book quantity, 0.01 for 1 %
    :param value_limit: tolerated value of the difference, in the company's currency
    :param unit_cost: cost of one unit, same currency
    :return: array of bool

    >>> is_within([100, 100, 0], [101, 102, 500], 0.01, 1000, 1).tolist()
    [True, False, False]
    >>> is_within([100], [101], 0.01, 1000, 2000).tolist()
    [False]
    """
    book, counted, rate, value_limit, unit_cost = (
        np.asarray(figure, dtype=float) for figure in (book, counted, rate, value_limit, unit_cost)
    )
    difference = np.abs(counted - book)
    in_quantity = (book > 0) & (difference <= rate * book + EPSILON)
    in_money = difference * unit_cost <= value_limit + EPSILON
    return (difference <= EPSILON) | (in_quantity & in_money)


def is_absurd(book, counted, factor=ABSURD_FACTOR):
    """Tell which counts are so far above the books that a typing error is likelier.

    Below one unit in the books one unit is taken, so that finding three pieces where
    none should be is a difference and not an absurdity.

    >>> is_absurd([10, 10, 0, 0], [1000, 1001, 3, 500]).tolist()
    [False, True, False, True]
    """
    book, counted = np.asarray(book, dtype=float), np.asarray(counted, dtype=float)
    return counted > factor * np.maximum(book, 1.0) + EPSILON
