# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure by simulation how near the engine comes to its targets, beside simple rules.

python tests/benchmarks/safety_stock/run.py --seeds 211,212,213 [--cycle] [--ablations]

Figures of a pattern, mean of the targets: points between the service reached and the one
asked for (mean of the items), bias, share of the items more than two points short, stock
in days, and stock as a multiple of a seer's.
"""

import argparse
import time

import numpy as np
from flow import run_policy, run_seer
from methods import ABLATIONS, PEERS, run_engine
from world import CORE, STRESS, make_world, pick

FIGURES = ("error", "bias", "short %", "days", "index")


def main():
    options = _get_options()
    start = time.perf_counter()
    patterns = CORE if options.core else CORE + STRESS
    policies = {"engine": run_engine}
    policies |= {} if options.engine else PEERS
    policies |= ABLATIONS if options.ablations else {}
    world = make_world(options.seeds, patterns, options.items, options.targets)
    is_core = np.isin(world.patterns, CORE)
    seer = run_seer(pick(world, is_core), not options.cycle, options.review)
    least = np.full(len(world.patterns), np.nan)
    least[is_core] = seer.stock
    table = {"seer": _measure(pick(world, is_core), seer, seer.stock, options.cycle)}
    for name, policy in policies.items():
        found = run_policy(world, policy, not options.cycle, options.review)
        table[name] = _measure(world, found, least, options.cycle)
    _show(table, patterns)
    kind = "cycles" if options.cycle else "units"
    print(
        f"\n{options.items} items a pattern, seeds {options.seeds}, targets {options.targets} "
        f"of {kind}, review every {options.review} days; {time.perf_counter() - start:.0f} s"
    )


def _get_options():
    def split(kind):
        return lambda text: [kind(part) for part in text.split(",")]

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=split(int), default=[211, 212, 213])
    parser.add_argument("--items", type=int, default=40)
    parser.add_argument("--targets", type=split(float), default=None)
    parser.add_argument("--review", type=int, default=1)
    parser.add_argument("--cycle", action="store_true", help="targets are cycles, not units")
    parser.add_argument("--core", action="store_true", help="core patterns alone")
    parser.add_argument("--engine", action="store_true", help="no simple rules")
    parser.add_argument("--ablations", action="store_true", help="the engine less each part")
    options = parser.parse_args()
    options.targets = options.targets or ([0.9, 0.95] if options.cycle else [0.9, 0.95, 0.98])
    return options


def _measure(world, service, least, is_cycle):
    """Return {pattern: the five figures}, the mean of all targets and seeds."""
    off = 100 * ((service.cycle if is_cycle else service.fill) - world.target)
    days, least = service.stock / world.daily_mean, least / world.daily_mean
    result = {}
    for pattern in dict.fromkeys(world.patterns):
        rows = world.patterns == pattern
        ratios = [
            days[rows & (world.target == target)].mean()
            / least[rows & (world.target == target)].mean()
            for target in dict.fromkeys(world.target)
        ]
        result[str(pattern)] = (
            np.abs(off[rows]).mean(),
            off[rows].mean(),
            100 * (off[rows] < -2).mean(),
            days[rows].mean(),
            # Where demand moves, a constant minimum is no measure.
            np.mean(ratios),
        )
    return result


def _show(means, patterns):
    for group, members in (("core", CORE), ("stress", STRESS)):
        chosen = [pattern for pattern in members if pattern in patterns]
        if not chosen:
            continue
        columns = " | ".join(f"{pattern:>12}" for pattern in chosen)
        print(
            f"\n{group}: error / bias in points\n{'':24}| {columns} | "
            + " ".join(f"{figure:>7}" for figure in FIGURES)
        )
        for name, found in means.items():
            if chosen[0] not in found:
                continue
            cells = " | ".join(f"{found[p][0]:5.2f} {found[p][1]:+6.2f}" for p in chosen)
            total = np.mean([found[pattern] for pattern in chosen], axis=0)
            print(f"{name:24}| {cells} | " + " ".join(f"{figure:7.2f}" for figure in total))


if __name__ == "__main__":
    main()
