# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Items with a known process: a year of history, and four years that nobody has seen.

Core: smooth, erratic, intermittent, lumpy. Stress: closed at weekends, a season, a step
of half as much again, an item of 40 days, and a history that was sold out six times.
"""

from dataclasses import dataclass

import numpy as np

CORE = ("smooth", "erratic", "intermittent", "lumpy")
STRESS = ("weekday", "seasonal", "step_up", "new_item", "censored")
HISTORY, WARM_UP, MEASURED = 365, 90, 1460
MOST_RECEIPTS = 20

# Mean size, squared variation of the sizes, chance of demand on a day: ranges.
RANGES = {
    "smooth": ((5, 60), (0.05, 0.35), (0.95, 1.0)),
    "erratic": ((5, 60), (0.6, 1.6), (0.80, 1.0)),
    "intermittent": ((2, 25), (0.05, 0.40), (1.8, 10)),
    "lumpy": ((2, 40), (0.6, 2.0), (1.8, 10)),
}
BASE = {"seasonal": "smooth"} | dict.fromkeys(
    ("weekday", "step_up", "new_item", "censored"), "erratic"
)


@dataclass(frozen=True, slots=True)
class World:
    """Days × items, but for receipts (items × receipts) and figures of an item."""

    patterns: np.ndarray
    # The service that an item is to give; the same draws stand beside each other for each.
    target: np.ndarray
    demand: np.ndarray
    # What a company would have written down, and whether demand could show.
    recorded: np.ndarray
    in_stock: np.ndarray
    # Lead time of an order that is placed at the end of a day; the observed ones.
    lead_days: np.ndarray
    receipts: np.ndarray
    order_qty: np.ndarray
    # Mean of the days to come, to express stock in days.
    daily_mean: np.ndarray


def make_world(seeds, patterns, items, targets):
    """Return the World of ``items`` items of each pattern, seed and target, side by side."""
    worlds = [
        _make(pattern, items, np.random.default_rng([seed, place]), target)
        for seed in seeds
        for target in targets
        for place, pattern in enumerate(patterns)
    ]
    return World(
        **{
            name: np.concatenate([getattr(world, name) for world in worlds], _get_axis(name))
            for name in World.__dataclass_fields__
        }
    )


def pick(world, items):
    """Return the World of some items, a mask."""
    return World(
        **{
            name: np.compress(items, getattr(world, name), _get_axis(name))
            for name in World.__dataclass_fields__
        }
    )


def _get_axis(name):
    return 1 if name in ("demand", "recorded", "in_stock", "lead_days") else 0


def _make(pattern, items, rng, target):
    days = HISTORY + WARM_UP + MEASURED
    demand = _draw_demand(BASE.get(pattern, pattern), items, days, rng)
    day = np.arange(days)[:, None]
    if pattern == "weekday":
        demand = demand * (day % 7 < 5)
    elif pattern == "seasonal":
        demand = np.rint(demand * (1 + 0.5 * np.sin(2 * np.pi * day / 365)))
    elif pattern == "step_up":
        is_later = day >= HISTORY + WARM_UP + 120
        demand = np.where(is_later, np.rint(demand * 1.5), demand)
    recorded, in_stock = _record(pattern, demand, rng)
    lead_days, receipts = _draw_lead_times(items, days, rng)
    mean = demand[HISTORY:].mean(0)
    return World(
        patterns=np.full(items, pattern),
        target=np.full(items, target),
        demand=demand,
        recorded=recorded,
        in_stock=in_stock,
        lead_days=lead_days,
        receipts=receipts,
        order_qty=np.maximum(1, np.rint(mean * rng.uniform(7, 30, items))),
        daily_mean=np.maximum(mean, 1e-9),
    )


def _draw_demand(base, items, days, rng):
    sizes, variations, chances = RANGES[base]
    mean, variation = rng.uniform(*sizes, items), rng.uniform(*variations, items)
    chance = rng.uniform(*chances, items)
    # Rare demand is drawn by the days from one to the next.
    chance = 1 / chance if chances[1] > 1 else chance
    if base in ("erratic", "lumpy"):
        spread = np.log1p(variation)
        size = rng.lognormal(np.log(mean) - spread / 2, np.sqrt(spread), (days, items))
    else:
        size = rng.gamma(1 / variation, mean * variation, (days, items))
    return np.maximum(1, np.rint(size)) * (rng.random((days, items)) < chance)


def _record(pattern, demand, rng):
    in_stock = np.ones(demand.shape, dtype=bool)
    if pattern == "new_item":
        in_stock[: HISTORY - 40] = False
    elif pattern == "censored":
        for item in range(demand.shape[1]):
            for start in rng.integers(0, HISTORY - 10, 6):
                in_stock[start : start + 9, item] = False
    return np.where(in_stock, demand, 0.0), in_stock


def _draw_lead_times(items, days, rng):
    mean, variation = rng.uniform(4, 35, items), rng.uniform(0.05, 0.45, items)

    def draw(count):
        found = rng.gamma(1 / variation**2, mean * variation**2, (count, items))
        return np.maximum(1, np.rint(found)).astype(int)

    lead_days, receipts = draw(days), draw(MOST_RECEIPTS).T.astype(float)
    count = rng.integers(6, MOST_RECEIPTS + 1, items)
    receipts[np.arange(MOST_RECEIPTS)[None, :] >= count[:, None]] = np.nan
    return lead_days, receipts
