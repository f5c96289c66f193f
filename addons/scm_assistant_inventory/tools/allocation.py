# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What to do about shortage and excess: who gives to whom, which orders move.

Quantities are in the product's unit, days are counted from today. All functions take
and return arrays; rows are places in those arrays.
"""

from dataclasses import dataclass

import numpy as np

# A surplus on order that demand takes up sooner is not worth a change.
NOISE_DAYS = 7
# Later than that, an order is reduced rather than postponed.
POSTPONE_DAYS = 60
# A receipt moved by less is not worth asking for.
GAIN_DAYS = 2


@dataclass(frozen=True, slots=True)
class Stocks:
    """Figures of n positions; ``product`` is the number by which they are pooled."""

    product: np.ndarray
    # 0 is worst; among equals the first row is served first.
    rank: np.ndarray
    is_short: np.ndarray
    on_hand: np.ndarray
    free: np.ndarray
    outgoing: np.ndarray
    # Stock when the next order could arrive, draft orders and what is promised included.
    projected: np.ndarray
    lowest: np.ndarray
    daily_mean: np.ndarray
    safety: np.ndarray
    reorder: np.ndarray
    maximum: np.ndarray
    is_whole: np.ndarray
    # Days until which orders count in ``projected``.
    horizon: np.ndarray | float = np.inf


@dataclass(frozen=True, slots=True)
class OrderLines:
    """Open purchase lines: position's row, quantity to come, day, smallest step."""

    position: np.ndarray
    quantity: np.ndarray
    day: np.ndarray
    is_draft: np.ndarray
    step: np.ndarray


def share_out(need_groups, needs, spare_groups, spares):
    """Hand each group's spares to its needs, both in the order given.

    Return (need rows, spare rows, quantities), no pair twice. Within a group the needs
    lie end to end on a line and so do the spares; where two stretches overlap, the one
    is served by the other. Costs O(k log k).
    """
    needs, spares = np.maximum(needs, 0.0), np.maximum(spares, 0.0)
    groups = np.unique(np.concatenate([need_groups, spare_groups]))
    need_place = np.searchsorted(groups, need_groups)
    spare_place = np.searchsorted(groups, spare_groups)
    room = np.maximum(
        np.bincount(need_place, needs, len(groups)), np.bincount(spare_place, spares, len(groups))
    )
    # Groups lie one behind the other, so that they never overlap.
    offset = np.cumsum(room + 1) - room - 1
    need_start, need_end = _lay_out(need_place, needs, offset)
    spare_start, spare_end = _lay_out(spare_place, spares, offset)
    points = np.unique(np.concatenate([need_start, need_end, spare_start, spare_end]))
    if len(points) < 2:
        return _no_rows()
    middle = (points[1:] + points[:-1]) / 2
    need_rows = _find_stretch(need_start, need_end, middle)
    spare_rows = _find_stretch(spare_start, spare_end, middle)
    # A stretch may be cut by rounding; its pieces belong together.
    quantity = np.round(np.diff(points), 6)
    served = (need_rows >= 0) & (spare_rows >= 0) & (quantity > 0)
    return _sum_pairs(need_rows[served], spare_rows[served], quantity[served])


def get_spare(stocks):
    """Return what each position can give away and still be filled to its maximum.

    What is promised to others counts as gone, what is on the way does not count; so a
    source never falls below its maximum, and still less below its safety stock.
    """
    loose = np.minimum(stocks.free, stocks.on_hand - stocks.outgoing)
    spare = np.maximum(loose - stocks.maximum, 0.0)
    return np.where(stocks.is_whole, np.floor(spare + 1e-6), spare)


def plan_transfers(stocks, spare):
    """Return (destination rows, source rows, quantities) within each product.

    First every short position is brought to its safety stock, the worst first, then
    every one to its reorder point, then to its maximum: with too little for all,
    nobody is filled up while another is out of stock. The largest source gives first.
    """
    tiers = _get_tiers(stocks)
    count = len(stocks.product)
    rows = np.tile(np.arange(count), len(tiers))
    tier = np.repeat(np.arange(len(tiers)), count)
    order = np.lexsort((rows, stocks.rank[rows], tier, stocks.product[rows]))
    sources = np.lexsort((-spare, stocks.product))
    need, source, quantity = share_out(
        stocks.product[rows[order]],
        np.concatenate(tiers)[order],
        stocks.product[sources],
        spare[sources],
    )
    return _sum_pairs(rows[order][need], sources[source], quantity)


def plan_pull_forward(stocks, lines):
    """Return (line rows, wanted days) of receipts that come too late for a short position.

    The first receipt of each position whose stock falls below its safety stock before
    it comes; wanted on the day when that happens, at the earliest tomorrow. One that comes
    after the horizon is left alone where it brings more than there is room for.
    """
    position = lines.position
    slack = np.maximum(stocks.on_hand - stocks.safety, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        runs_out = np.where(stocks.daily_mean > 0, slack // stocks.daily_mean, 0.0)
    wanted = np.maximum(runs_out, 1)[position]
    order = np.lexsort((lines.day, position))
    is_first = np.zeros(len(position), dtype=bool)
    is_first[order] = np.diff(position[order], prepend=-1) != 0
    late = lines.day - wanted >= GAIN_DAYS
    room = (stocks.maximum - stocks.projected)[position]
    fits = _is_near(stocks, lines) | (lines.quantity <= room)
    is_wanted = stocks.is_short[position] & (lines.quantity > 0)
    rows = np.flatnonzero(is_first & late & fits & is_wanted)
    return rows, wanted[rows].astype(int)


def plan_order_cuts(stocks, lines):
    """Return (line rows, quantities, days to postpone, 0 where the line is reduced).

    What would come above the maximum within the horizon is taken off the drafts first,
    then off what comes last. Where demand takes the surplus up soon, and the position holds its
    safety stock without the order, the order is postponed instead.
    """
    surplus = np.where(stocks.is_short, 0.0, stocks.projected - stocks.maximum)
    surplus = np.where(surplus < NOISE_DAYS * stocks.daily_mean, 0.0, surplus)
    order = np.lexsort((-lines.day, ~lines.is_draft, lines.position))
    everyone = np.arange(len(stocks.product))
    need, spare, quantity = share_out(
        everyone,
        surplus,
        lines.position[order],
        np.where(_is_near(stocks, lines), lines.quantity, 0.0)[order],
    )
    rows = order[spare]
    with np.errstate(divide="ignore", invalid="ignore"):
        days = np.ceil(np.where(stocks.daily_mean > 0, surplus / stocks.daily_mean, np.inf))[need]
    is_only = np.bincount(need, minlength=len(everyone))[need] == 1
    holds = stocks.maximum[need] - lines.quantity[rows] >= stocks.safety[need]
    postponed = is_only & holds & ~lines.is_draft[rows] & (days <= POSTPONE_DAYS)
    cut = np.floor(quantity / lines.step[rows] + 1e-6) * lines.step[rows]
    quantity = np.where(postponed, lines.quantity[rows], cut)
    kept = quantity > 0
    return rows[kept], quantity[kept], np.where(postponed, days, 0)[kept].astype(int)


def _is_near(stocks, lines):
    """Return which lines come before the horizon of their position."""
    horizon = np.broadcast_to(stocks.horizon, stocks.product.shape)
    return lines.day <= horizon[lines.position]


def _get_tiers(stocks):
    """Return what brings each position from one limit to the next."""
    gap = stocks.maximum - stocks.projected
    # Where enough is on order but comes late, the gap until then is what is missing.
    until_then = np.minimum(stocks.safety - stocks.lowest, gap)
    missing = [
        np.maximum(stocks.safety - stocks.projected, until_then),
        stocks.reorder - stocks.projected,
        np.where(stocks.projected < stocks.reorder, gap, 0.0),
    ]
    tiers, filled = [], np.zeros(len(gap))
    for needed in missing:
        wanted = np.where(stocks.is_short, np.maximum(needed, filled), 0.0)
        wanted = np.where(stocks.is_whole, np.ceil(wanted - 1e-6), wanted)
        tiers.append(np.maximum(wanted - filled, 0.0))
        filled = np.maximum(wanted, filled)
    return tiers


def _lay_out(places, sizes, offset):
    """Return start and end of each element, end to end within its group."""
    order = np.argsort(places, kind="stable")
    ends = np.cumsum(sizes[order])
    first = np.diff(places[order], prepend=-1) != 0
    base = np.maximum.accumulate(np.where(first, np.arange(len(places)), 0))
    ends = ends - (ends - sizes[order])[base] if len(places) else ends
    start, end = np.empty(len(places)), np.empty(len(places))
    end[order] = ends + offset[places[order]]
    start[order] = end[order] - sizes[order]
    return start, end


def _find_stretch(start, end, middle):
    """Return the row whose stretch holds each of the points, -1 where there is none."""
    rows = np.flatnonzero(end > start)
    if not len(rows):
        return np.full(len(middle), -1)
    rows = rows[np.argsort(start[rows])]
    place = np.searchsorted(start[rows], middle) - 1
    found = rows[np.maximum(place, 0)]
    return np.where((place >= 0) & (middle < end[found]), found, -1)


def _sum_pairs(first, second, quantity):
    """Return each pair once, with the sum of its quantities."""
    if not len(first):
        return _no_rows()
    pairs, place = np.unique(np.stack([first, second]), axis=1, return_inverse=True)
    sums = np.bincount(place.ravel(), quantity, pairs.shape[1])
    return pairs[0].astype(int), pairs[1].astype(int), np.round(sums, 6)


def _no_rows():
    return np.empty(0, dtype=int), np.empty(0, dtype=int), np.empty(0)
