# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of the stock of n positions, day by day, by what is known today.

Documents are rows of arrays of one length: the place of their position, in how many days
they are due (overdue ones today, 0), what they bring (+) or take (-), and their kind. Told
in docs/algorithms/stock_over_time.md.
"""

from dataclasses import dataclass

import numpy as np

# Kinds of documents: a move that is open, an order that nobody has confirmed, and what
# lies in stock for one customer or one production alone.
OPEN, DRAFT, APART = range(3)


@dataclass(frozen=True, slots=True)
class Documents:
    """Open documents; ``position`` is the place of each one's position."""

    position: np.ndarray
    day: np.ndarray
    change: np.ndarray
    kind: np.ndarray


@dataclass(frozen=True, slots=True)
class Picture:
    """What follows, one a position, in the product's unit."""

    # Usable now, less what lies there for one customer or production alone.
    stock: np.ndarray
    # That stock when the next order could arrive, draft orders included.
    projected: np.ndarray
    # What leaves until then.
    leaving: np.ndarray
    # The lowest stock inside the lead time, without draft orders.
    lowest: np.ndarray


def get_horizon(lead_days, promised_days, lead_deviation, review_days):
    """Return how many whole days ahead documents count: until the next order could arrive.

    Lead time and its deviation, at least the days by which Odoo dates an order, and the
    wait until somebody orders. What comes later can't cover what is needed before.

    >>> get_horizon([7.0, 5.0], [7.0, 9.0], [1.2, 0.0], [1.0, 7.0]).tolist()
    [10.0, 16.0]
    """
    lead_days, promised_days, lead_deviation, review_days = (
        np.nan_to_num(np.asarray(values, dtype=float))
        for values in (lead_days, promised_days, lead_deviation, review_days)
    )
    return np.ceil(np.maximum(lead_days + lead_deviation, promised_days) + review_days)


def draw(usable, documents, lead_days, horizon):
    """Return the Picture of positions with so much ``usable`` stock now.

    :param lead_days: days to look ahead for the lowest stock, one a position
    :param horizon: days until which documents count, one a position
    """
    usable = np.asarray(usable, dtype=float)
    apart = documents.kind == APART
    near = ~apart & (documents.day <= horizon[documents.position])
    stock = usable + _sum_up(usable, documents, apart)
    is_open = documents.kind == OPEN
    return Picture(
        stock=stock,
        projected=stock + _sum_up(usable, documents, near),
        leaving=-_sum_up(usable, documents, near & (documents.change < 0)),
        lowest=find_lowest(
            stock,
            documents.position[is_open],
            documents.day[is_open],
            documents.change[is_open],
            lead_days,
        ),
    )


def _sum_up(usable, documents, mask):
    """Return what the documents of ``mask`` change, one a position."""
    return np.bincount(documents.position[mask], documents.change[mask], len(usable))


def find_lowest(start, groups, days, changes, horizon):
    """Return the lowest stock of each position until its horizon.

    :param start: stock today, one a position
    :param groups: index of the position of each open document, sorted together
    :param days: in how many days each document is due; overdue ones are due today
    :param changes: what each brings (+) or takes (-)
    :param horizon: days to look ahead, one a position
    """
    lowest = np.array(start, dtype=float)
    if not len(groups):
        return lowest
    # On one day, what goes out is taken before what comes in.
    order = np.lexsort((changes, days, groups))
    groups, days, changes = groups[order], days[order], changes[order]
    running = changes.cumsum()
    first = np.concatenate([[True], groups[1:] != groups[:-1]])
    # The running sum restarts with each position.
    start_of_group = np.maximum.accumulate(np.where(first, np.arange(len(groups)), 0))
    level = start[groups] + running - (running - changes)[start_of_group]
    inside = days <= horizon[groups]
    np.minimum.at(lowest, groups[inside], level[inside])
    return lowest
