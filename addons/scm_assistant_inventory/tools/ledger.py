# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What done stock moves mean for a product in a warehouse, day by day.

Tables are arrays of one length. A record is its id, 0 where there is none; a day is its
number, counted from 1 January 2000 as PostgreSQL does.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytz

# What the ledger knows of a day; in this order wherever they stand together.
VALUES = ("out_qty", "return_qty", "transfer_qty", "order_qty", "net_qty")
OUT, RETURN, TRANSFER, ORDER, NET = range(len(VALUES))
# Where a location is, as far as demand goes; outside is a sister company, a subcontractor or
# a department: what goes there is used up, and comes back only as a return of it.
PLACES = ELSEWHERE, INSIDE, CUSTOMER, PRODUCTION, OUTSIDE = range(5)
# Days are stored together by thirteen weeks. Those since the ledger was last built stand
# alone, so that a night adds to them and rewrites nothing: the number of such a block is
# its day's, above all others.
BLOCK_DAYS = 91
SINGLE = 100_000
FIRST_DAY = date(2000, 1, 1)
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
# In microseconds, as PostgreSQL sends timestamps.
DAY = 86_400_000_000
SLOT = DAY // 48
# Moments beyond are mistyped, and counted as the first or the last; see ``find_days``.
EARLIEST = -20 * 366 * DAY
LATEST = 100 * 366 * DAY


@dataclass
class Moves:
    """Done moves of storable products.

    quantity: in the product's unit; moved_day, due_day: when it was done and wanted, the
    earlier of deadline and date; source, target: warehouses; source_usage, target_usage:
    see ``PLACES``; is_flow: neither a count nor scrap; is_to_order: bought or made for this
    need alone; origin: the move that this one returns; origin_warehouse, origin_day,
    is_origin_to_order: which that one left, when it was wanted, and whether it was to order;
    where that is not known no warehouse, the day of this move and False.
    """

    product: np.ndarray
    quantity: np.ndarray
    moved_day: np.ndarray
    due_day: np.ndarray
    source: np.ndarray
    target: np.ndarray
    source_usage: np.ndarray
    target_usage: np.ndarray
    is_flow: np.ndarray
    is_to_order: np.ndarray
    origin: np.ndarray
    origin_warehouse: np.ndarray
    origin_day: np.ndarray
    is_origin_to_order: np.ndarray

    def pick(self, rows):
        """Return the moves that the mask ``rows`` tells."""
        if rows.all():
            return self
        return Moves(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass
class References:
    """What the columns of moves refer to: arrays by id, 0 where there is nothing.

    own_unit: of a storable product; factor: of a unit; warehouse, usage: of a location.
    Of the moves that others return: their sorted ids, locations, days wanted, and flags.
    timezone: the name of the company's.
    """

    own_unit: np.ndarray
    factor: np.ndarray
    warehouse: np.ndarray
    usage: np.ndarray
    origin_id: np.ndarray
    origin_location: np.ndarray
    origin_day: np.ndarray
    is_origin_to_order: np.ndarray
    timezone: str


@dataclass
class Days:
    """What happened: ``values`` has a row for each of ``VALUES``, a column a day."""

    product: np.ndarray
    warehouse: np.ndarray
    day: np.ndarray
    values: np.ndarray

    def __len__(self):
        return len(self.day)

    def pick(self, rows):
        return Days(self.product[rows], self.warehouse[rows], self.day[rows], self.values[:, rows])


def put_by_id(ids, values):
    """Return an array that has each of ``values`` at its id."""
    result = np.zeros(ids.max(initial=0) + 1, values.dtype)
    result[ids] = values
    return result


def resolve(product, unit, source, target, quantity, moved, due, flow, references):
    """Return the ``Moves`` of columns as stock moves have them.

    :param source, target: locations
    :param quantity: in ``unit``
    :param moved, due: microseconds since 2000, UTC
    :param flow: four times the returned move, plus 1 if neither count nor scrap, plus 2 if
        to order
    """
    own_unit = _look_up(references.own_unit, product)
    is_other = (unit != own_unit) & (own_unit > 0)
    if is_other.any():
        ratio = references.factor[unit[is_other]] / references.factor[own_unit[is_other]]
        quantity = quantity.copy()
        quantity[is_other] *= ratio
    origin = flow >> 2
    moved_day = find_days(moved, references.timezone)
    is_late = due != moved
    due_day = moved_day.copy()
    due_day[is_late] = find_days(due[is_late], references.timezone)
    origin_warehouse, origin_day = np.zeros_like(moved_day), moved_day.copy()
    is_origin_to_order = np.zeros(len(origin), bool)
    rows, places = _find_origins(origin, references)
    origin_warehouse[rows] = references.warehouse[references.origin_location[places]]
    origin_day[rows] = references.origin_day[places]
    is_origin_to_order[rows] = references.is_origin_to_order[places]
    moves = Moves(
        product=product,
        quantity=quantity,
        moved_day=moved_day,
        due_day=due_day,
        source=references.warehouse[source],
        target=references.warehouse[target],
        source_usage=references.usage[source],
        target_usage=references.usage[target],
        is_flow=flow & 1 > 0,
        is_to_order=flow & 2 > 0,
        origin=origin,
        origin_warehouse=origin_warehouse,
        origin_day=origin_day,
        is_origin_to_order=is_origin_to_order,
    )
    return moves.pick(own_unit > 0)


def find_days(moments, timezone):
    """Return the calendar days of ``moments``, microseconds since 2000 in UTC, in a zone."""
    if not len(moments):
        return moments
    zone = pytz.timezone(timezone)
    moments = np.clip(moments, EARLIEST, LATEST)
    day = moments // DAY
    offsets = _find_offsets(day, DAY, zone)
    # No zone changes its clocks between two half hours.
    changes = offsets != _find_offsets(day + 1, DAY, zone)
    if changes.any():
        offsets[changes] = _find_offsets(moments[changes] // SLOT, SLOT, zone)
    return (moments + offsets) // DAY


def _find_offsets(slots, length, zone):
    """Return the distance from UTC at the begin of each slot of ``length`` microseconds."""
    first = slots.min()
    seen = np.flatnonzero(np.bincount(slots - first))
    offsets = np.zeros(seen[-1] + 1, np.int64)
    for slot in seen.tolist():
        moment = FIRST_MOMENT + timedelta(microseconds=(slot + int(first)) * length)
        offsets[slot] = moment.astimezone(zone).utcoffset() // timedelta(microseconds=1)
    return offsets[slots - first]


def _look_up(values, ids):
    """Return the values of the ``ids``, 0 of those beyond the array."""
    if ids.max(initial=0) < len(values):
        return values[ids]
    return np.where(ids < len(values), values[np.minimum(ids, len(values) - 1)], 0)


def _find_origins(origin, references):
    """Return the rows whose ``origin`` is known, and its place there."""
    rows = np.flatnonzero(origin)
    places = np.searchsorted(references.origin_id, origin[rows])
    known = np.append(references.origin_id, -1)[places] == origin[rows]
    return rows[known], places[known]


def book(moves):
    """Return the days of ``moves``, sorted by product, warehouse and day, each once.

    Deliveries and consumption are demand, on the day they were wanted when they went out
    late; returns count on the day of what they return; what goes to another warehouse is a
    transfer; all else only changes the stock. Moves within a warehouse mean nothing.
    """
    moves = moves.pick(moves.source != moves.target)
    leaves, arrives = moves.source > 0, moves.target > 0
    flows_out, flows_in = moves.is_flow & leaves, moves.is_flow & arrives
    is_issue = flows_out & np.isin(moves.target_usage, (CUSTOMER, PRODUCTION, OUTSIDE))
    is_demand = is_issue & ~moves.is_to_order
    is_late = is_demand & (moves.due_day != moves.moved_day)
    is_return = flows_in & (
        (moves.source_usage == CUSTOMER)
        # Production gives back what was consumed; what else comes from there was made, and
        # what a sister company sends was bought.
        | (np.isin(moves.source_usage, (PRODUCTION, OUTSIDE)) & (moves.origin > 0))
    )
    amounts = {
        OUT: np.where(is_demand & ~is_late, moves.quantity, 0),
        TRANSFER: np.where(flows_out & (moves.target_usage == INSIDE), moves.quantity, 0),
        ORDER: np.where(is_issue & moves.is_to_order, moves.quantity, 0),
        NET: np.where(leaves, -moves.quantity, moves.quantity),
    }
    warehouse = np.where(leaves, moves.source, moves.target)
    return merge(
        _note(moves, warehouse, moves.moved_day, amounts),
        _note_late(moves.pick(is_late)),
        _note_arrivals(moves.pick(leaves & arrives)),
        _note_returns(moves.pick(is_return & ~moves.is_origin_to_order)),
    )


def _note(moves, warehouse, day, amounts):
    values = np.zeros((len(VALUES), len(day)))
    for place, amount in amounts.items():
        values[place] = amount
    return Days(moves.product, warehouse, day, values)


def _note_late(moves):
    """What was wanted on another day than it left."""
    return _note(moves, moves.source, moves.due_day, {OUT: moves.quantity})


def _note_arrivals(moves):
    """What arrives in another warehouse."""
    return _note(moves, moves.target, moves.moved_day, {NET: moves.quantity})


def _note_returns(moves):
    """What comes back, from the warehouse and day that delivered it."""
    warehouse = np.where(moves.origin_warehouse > 0, moves.origin_warehouse, moves.target)
    return _note(moves, warehouse, moves.origin_day, {RETURN: moves.quantity})


def merge(*parts):
    """Return the days of all ``parts``, each once, sorted by product, warehouse and day."""
    days = Days(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("product", "warehouse", "day")
        ),
        np.concatenate([part.values for part in parts], axis=1),
    )
    if not len(days):
        return days
    keys = _number(days.product, days.warehouse, days.day)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    places = order[first]
    # Row by row: the whole table at once would be copied.
    values = np.stack([np.add.reduceat(row[order], first) for row in days.values])
    return Days(days.product[places], days.warehouse[places], days.day[places], values)


def find_same(days, keys):
    """Return the mask of ``days`` that are among ``keys``, a ``Days`` too."""
    count = len(days)
    numbers = _number(
        *(
            np.concatenate([getattr(days, name), getattr(keys, name)])
            for name in ("product", "warehouse", "day")
        )
    )
    return np.isin(numbers[:count], numbers[count:])


def _number(product, warehouse, day):
    """Return a number for each row that sorts as the three do."""
    if not len(day):
        return np.empty(0, np.int64)
    day = day - day.min()
    return (product * (warehouse.max() + 1) + warehouse) * (day.max() + 1) + day


def count_days(date):
    """Return the number of a Python ``date``."""
    return (date - FIRST_DAY).days


def get_block_of(date):
    """Return the number of the block that holds a Python ``date``."""
    return get_block(count_days(date))


def get_block(day, single_from=None):
    """Return the number of the block that holds ``day``.

    :param single_from: the first of the days that stand alone
    """
    block = day // BLOCK_DAYS
    return block if single_from is None else np.where(day >= single_from, SINGLE + day, block)


def find_blocks(days, single_from):
    """Return the number of each block of the sorted ``days``, its first row and its length."""
    block = get_block(days.day, single_from)
    is_first = np.ones(len(days), bool)
    is_first[1:] = (
        (days.product[1:] != days.product[:-1])
        | (days.warehouse[1:] != days.warehouse[:-1])
        | (block[1:] != block[:-1])
    )
    begins = np.flatnonzero(is_first)
    return block[begins], begins, np.diff(begins, append=len(days))


def cut(days, count):
    """Return slices of the sorted ``days``, of about ``count`` days and whole products."""
    bounds = [0]
    while bounds[-1] < len(days):
        last = min(bounds[-1] + count, len(days)) - 1
        bounds.append(int(np.searchsorted(days.product, days.product[last], "right")))
    return [slice(*pair) for pair in pairwise(bounds)]


def sum_demand(days, begins):
    """Return the demand of each block: what was issued less what came back.

    Below zero where more came back, as of a delivery in the block before.
    """
    return np.add.reduceat(days.values[OUT] - days.values[RETURN], begins)


def find_last_issue(days, begins, never):
    """Return the last day with an issue in each block, ``never`` where there is none."""
    return np.maximum.reduceat(np.where(days.values[OUT] > 0, days.day, never), begins)


def get_keys_of_blocks(days, single_from):
    """Return product, warehouse and block of each block that may hold one of ``days``.

    Around ``single_from`` both kinds: the company's clock may have been set since.
    """
    together, alone = days.day <= single_from, days.day >= single_from - 1
    keys = [
        np.stack([days.product[rows], days.warehouse[rows], block[rows]])
        for rows, block in ((together, get_block(days.day)), (alone, SINGLE + days.day))
    ]
    return np.unique(np.concatenate(keys, axis=1), axis=1)


def make_keys(product, warehouse, day):
    """Return ``Days`` without values."""
    return Days(product, warehouse, day, np.zeros((len(VALUES), len(day))))
