# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stock day by day under Odoo's rule: receive, serve, and order below the minimum."""

from dataclasses import dataclass

import numpy as np
from world import HISTORY, MEASURED, WARM_UP


@dataclass(frozen=True, slots=True)
class Service:
    """What each item gave: shares of units and of cycles, and its mean stock in units."""

    fill: np.ndarray
    cycle: np.ndarray
    stock: np.ndarray


def simulate(demand, lead_days, order_qty, minimum, review_days=1):
    """Return the Service of days × items; ``minimum`` has a row for each day, or one row.

    Whatever is missing is owed. At the end of every ``review_days``-th day a position
    below the minimum is filled to minimum + ``order_qty``; an order with a lead time of L
    days comes in at the start of day L + 1 after.
    """
    days, items = demand.shape
    minimum = np.broadcast_to(minimum, demand.shape)
    due = np.zeros((days + int(lead_days.max()) + 2, items))
    columns = np.arange(items)
    net, ordered = minimum[0] + order_qty / 2.0, np.zeros(items)
    served, asked, stock, cycles, failed = (np.zeros(items) for _figure in range(5))
    is_short = np.zeros(items, dtype=bool)
    for day in range(days):
        arrived = due[day]
        counts = day >= WARM_UP
        cycles += counts * (arrived > 0)
        failed += counts * ((arrived > 0) & is_short)
        is_short &= arrived == 0
        net, ordered = net + arrived, ordered - arrived
        given = np.minimum(demand[day], np.maximum(net, 0))
        net = net - demand[day]
        is_short |= given < demand[day]
        if counts:
            asked += demand[day]
            served += given
            stock += np.maximum(net, 0)
        if day % review_days == 0:
            position = net + ordered
            wanted = np.rint(minimum[day] + order_qty - position)
            wanted = np.where(position < minimum[day], wanted, 0.0)
            due[day + 1 + lead_days[day], columns] += wanted
            ordered = ordered + wanted
    return Service(
        fill=served / np.maximum(asked, 1e-9),
        cycle=1 - failed / np.maximum(cycles, 1),
        stock=stock / (days - WARM_UP),
    )


def run_policy(world, policy, is_fill, review_days=1, plan_days=56):
    """Return the Service of a policy that plans anew every ``plan_days`` from one year."""
    days = WARM_UP + MEASURED
    minimum = np.empty((days, world.demand.shape[1]))
    for day in range(0, days, plan_days):
        window = slice(day, day + HISTORY)
        found = policy(
            world.recorded[window].T,
            world.in_stock[window].T,
            world.receipts,
            world.order_qty,
            world.target,
            is_fill,
            review_days,
        )
        minimum[day : day + plan_days] = np.maximum(np.ceil(found - 1e-9), 0)
    future = slice(HISTORY, HISTORY + days)
    return simulate(
        world.demand[future], world.lead_days[future], world.order_qty, minimum, review_days
    )


def run_seer(world, is_fill, review_days=1):
    """Return the Service of the least constant minimum that a seer would choose.

    He knows all days and lead times, past and future, and tries on 4,000 drawn from them.
    """
    rng = np.random.default_rng(99)
    draws = WARM_UP + 4000
    demand = world.demand[rng.integers(0, len(world.demand), draws)]
    lead_days = world.lead_days[rng.integers(0, len(world.lead_days), draws)]
    low = np.zeros(demand.shape[1])
    high = np.maximum(10, demand.mean(0) * 150 + 30 * demand.std(0))
    for _step in range(13):
        middle = np.rint((low + high) / 2)
        service = simulate(demand, lead_days, world.order_qty, middle, review_days)
        enough = (service.fill if is_fill else service.cycle) >= world.target
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    future = slice(HISTORY, HISTORY + WARM_UP + MEASURED)
    return simulate(
        world.demand[future], world.lead_days[future], world.order_qty, high, review_days
    )
