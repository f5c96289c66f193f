# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a pair of limits would have done with the demand that there really was.

A day goes: what is wanted is taken from stock; in the evening of a review day the
stock position (on hand and ordered, less owed) is compared with the reorder point and,
where it is strictly below, brought up to the maximum; then what is due today is
received. An order of the evening of day t with a lead time of L days is there for the
demand of day t + L + 1: L days of demand pass in between. This is the (s, S) policy
that Odoo's reordering rules follow, with their strict comparison.

Quantities in the product's unit, times in days; n products at once.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class SimulationInputs:
    """Limits and demand of n products; ``demand`` is n × days, the rest has n elements."""

    demand: np.ndarray
    reorder: np.ndarray
    maximum: np.ndarray
    lead_days: np.ndarray
    review_days: np.ndarray
    # What the vendor sells at least, and in multiples of what; 0: anything.
    minimum_order: np.ndarray
    order_multiple: np.ndarray
    # The first days set the scene and are not counted.
    warmup_days: int = 0
    # Whether what is missing is delivered later, or lost.
    is_backordered: bool = False


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """What came of it on the days counted, n elements each.

    A cycle ends with a receipt, the last one with the history; it is short when
    something was missing in it.
    """

    demand_qty: np.ndarray
    served_qty: np.ndarray
    cycle_count: np.ndarray
    short_cycle_count: np.ndarray
    short_days: np.ndarray
    # Mean of the evenings.
    stock_qty: np.ndarray
    order_count: np.ndarray
    ordered_qty: np.ndarray


def simulate(inputs):
    """Return the SimulationResult, day by day over all products at once.

    Each begins with its maximum on hand and nothing ordered.
    """
    state = _State(inputs)
    for day in range(inputs.demand.shape[1]):
        state.live_through(day)
    return state.get_result()


def get_fill_rate(demand_qty, served_qty):
    """Return the share of the units delivered at once; 1 where nothing was wanted."""
    has_demand = demand_qty > 0
    return np.where(has_demand, served_qty / np.where(has_demand, demand_qty, 1), 1.0)


def get_cycle_service(cycle_count, short_cycle_count):
    """Return the share of the cycles in which nothing was missing; 1 without cycles."""
    return 1 - short_cycle_count / np.maximum(cycle_count, 1)


def get_order_qty(missing, minimum, multiple):
    """Return what is ordered to fill ``missing``: the minimum at least, whole multiples."""
    quantity = np.where(missing > 0, np.maximum(missing, minimum), 0.0)
    step = np.where(multiple > 0, multiple, 1.0)
    rounded = np.ceil(quantity / step - 1e-9) * step
    return np.where(multiple > 0, rounded, quantity)


class _State:
    """The stock of all products on the way through the days."""

    def __init__(self, inputs):
        self.inputs = inputs
        count = len(inputs.reorder)
        # A row a day, so that what a day needs lies together.
        self.demand = np.ascontiguousarray(np.maximum(np.nan_to_num(inputs.demand), 0.0).T)
        self.lead_days = np.maximum(np.rint(np.nan_to_num(inputs.lead_days)), 0).astype(int)
        self.review_days = np.maximum(inputs.review_days.astype(int), 1)
        self.stock = np.maximum(inputs.maximum, 0.0).astype(float)
        self.owed = np.zeros(count)
        self.ordered = np.zeros(count)
        # A ring: what is due on the evening of each of the coming days.
        self.due = np.zeros((int(self.lead_days.max(initial=0)) + 1, count))
        self.is_short = np.zeros(count, dtype=bool)
        self.is_open = np.zeros(count, dtype=bool)
        self.totals = {name: np.zeros(count) for name in SimulationResult.__dataclass_fields__}

    def live_through(self, day):
        is_counted = day >= self.inputs.warmup_days
        wanted = self.demand[day]
        served = np.minimum(self.stock, wanted)
        missing = wanted - served
        self.stock = self.stock - served
        if self.inputs.is_backordered:
            self.owed += missing
        quantity = self._order(day)
        arrived = self._receive(day)
        if is_counted:
            self._count(wanted, served, missing, quantity, arrived)

    def _order(self, day):
        """Order where the position is below the reorder point; return how much."""
        position = self.stock + self.ordered - self.owed
        is_review = day % self.review_days == 0
        is_low = is_review & (position < self.inputs.reorder - 1e-9)
        missing = np.where(is_low, self.inputs.maximum - position, 0.0)
        quantity = get_order_qty(missing, self.inputs.minimum_order, self.inputs.order_multiple)
        self.ordered += quantity
        rows = np.flatnonzero(quantity)
        places = (day + self.lead_days[rows]) % len(self.due)
        self.due[places, rows] += quantity[rows]
        return quantity

    def _receive(self, day):
        """Take in what is due today, deliver what is owed; return what came in."""
        place = day % len(self.due)
        arrived = self.due[place].copy()
        self.due[place] = 0
        self.ordered -= arrived
        self.stock = self.stock + arrived
        paid = np.minimum(self.stock, self.owed)
        self.stock -= paid
        self.owed -= paid
        return arrived

    def _count(self, wanted, served, missing, quantity, arrived):
        totals = self.totals
        is_missing = missing > 1e-9
        self.is_short |= is_missing
        self.is_open[:] = True
        totals["demand_qty"] += wanted
        totals["served_qty"] += served
        totals["short_days"] += is_missing
        totals["stock_qty"] += self.stock
        totals["order_count"] += quantity > 0
        totals["ordered_qty"] += quantity
        self._close_cycles(arrived > 0)

    def _close_cycles(self, is_ended):
        self.totals["cycle_count"] += is_ended
        self.totals["short_cycle_count"] += is_ended & self.is_short
        self.is_short &= ~is_ended
        self.is_open &= ~is_ended

    def get_result(self):
        self._close_cycles(self.is_open.copy())
        days = max(len(self.demand) - self.inputs.warmup_days, 1)
        return SimulationResult(**{**self.totals, "stock_qty": self.totals["stock_qty"] / days})
