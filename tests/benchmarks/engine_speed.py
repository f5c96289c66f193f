# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How long the engine takes for many positions of a year, in chunks as the planner's.

python tests/benchmarks/engine_speed.py [positions]
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).with_name("safety_stock")))

from methods import tools

CHUNK = 2000
DAYS = 365
# Name: mean of the days with demand, share of such days.
MIXES = {"few pieces, rare": (1.0, 0.05), "mixed": (4.0, 0.4), "many pieces, daily": (30.0, 0.95)}


def make_inputs(rng, rows, mean, chance):
    demand = rng.poisson(mean, (rows, DAYS)) * (rng.random((rows, DAYS)) < chance)
    return tools.engine.PlanInputs(
        demand=demand.astype(float),
        net_change=np.zeros((rows, DAYS)),
        on_hand=np.full(rows, 1e6),
        lead_days=rng.integers(4, 60, rows).astype(float),
        lead_deviation=np.full(rows, 3.0),
        lead_observations=np.full(rows, 8.0),
        review_days=np.ones(rows),
        target=np.full(rows, 0.95),
        is_fill_target=rng.random(rows) < 0.7,
        order_cycle_days=np.full(rows, 21.0),
        minimum_order_qty=np.zeros(rows),
        order_multiple=np.zeros(rows),
        is_whole=np.ones(rows, dtype=bool),
    )


def main():
    positions = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    rng = np.random.default_rng(1)
    print(f"{positions} positions × {DAYS} days, chunks of {CHUNK}")
    for name, (mean, chance) in MIXES.items():
        elapsed, used = 0.0, 0.0
        for first in range(0, positions, CHUNK):
            inputs = make_inputs(rng, min(CHUNK, positions - first), mean, chance)
            start = time.perf_counter(), time.process_time()
            tools.engine.plan_positions(inputs)
            elapsed += time.perf_counter() - start[0]
            used += time.process_time() - start[1]
        print(f"{name:20} {elapsed:6.1f} s, {used:6.1f} s of the processor")


if __name__ == "__main__":
    main()
