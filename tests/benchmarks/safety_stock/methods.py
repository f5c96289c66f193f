# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The engine as a policy, the simple rules it must beat, and the engine less one part.

A policy takes (recorded, in stock: items × days; receipts, order quantities, targets, is
it a fill rate, review days) and returns the minimum of each item.
"""

import contextlib
import importlib.util
import sys
from pathlib import Path
from unittest import mock

import numpy as np

TOOLS = Path(__file__).resolve().parents[3] / "addons/scm_assistant_inventory/tools"
PLAN_DAYS = 56


def _load_tools():
    name = "inventory_tools"
    spec = importlib.util.spec_from_file_location(
        name, TOOLS / "__init__.py", submodule_search_locations=[str(TOOLS)]
    )
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tools = sys.modules.get("inventory_tools") or _load_tools()


def run_engine(recorded, in_stock, receipts, order_qty, target, is_fill, review_days):
    """Return the reorder point of the addon's own engine."""
    count = len(order_qty)
    net_change, on_hand = _get_stock(in_stock)
    mean, deviation, observations = _measure_receipts(receipts)
    inputs = tools.engine.PlanInputs(
        demand=recorded,
        net_change=net_change,
        on_hand=on_hand,
        lead_days=mean,
        lead_deviation=deviation,
        lead_observations=observations,
        review_days=np.full(count, review_days),
        target=target,
        is_fill_target=np.full(count, is_fill),
        order_cycle_days=np.zeros(count),
        minimum_order_qty=order_qty,
        order_multiple=np.zeros(count),
        is_whole=np.ones(count, dtype=bool),
        valid_days=PLAN_DAYS,
    )
    return tools.engine.plan_positions(inputs).reorder_qty


def _get_stock(in_stock):
    """Return stock changes and today's stock of which the engine finds ``in_stock``."""
    out = ~in_stock
    before_out = np.concatenate([out[:, 1:], np.zeros((len(out), 1), dtype=bool)], axis=1)
    stock = np.where(out | before_out, 0.0, 1e9)
    return np.diff(stock, axis=1, prepend=0.0), stock[:, -1]


def _measure_receipts(receipts):
    deviation = np.nanstd(receipts, axis=1, ddof=1)
    return np.nanmean(receipts, axis=1), deviation, (~np.isnan(receipts)).sum(1)


# Simple rules


def make_cover(days):
    """Return the policy of so many days of the last quarter's demand beyond the lead time."""

    def policy(recorded, in_stock, receipts, *_settings):
        return _get_recent_mean(recorded, in_stock, 90) * (np.nanmean(receipts, 1) + days)

    return policy


def run_ddmrp(recorded, in_stock, receipts, *_settings):
    """Return the top of yellow: usage over the lead time and a red zone by two factors."""
    usage = _get_recent_mean(recorded, in_stock, 120)
    lead = np.nanmean(receipts, 1)
    weeks = recorded[:, -364:].reshape(len(usage), 52, 7).sum(2)
    variation = weeks.std(1) / np.maximum(weeks.mean(1), 1e-9)
    lead_factor = np.select([lead <= 10, lead <= 20], [0.75, 0.5], 0.25)
    spread_factor = np.select([variation < 0.4, variation < 0.8], [0.25, 0.5], 1.0)
    return usage * lead * (1 + lead_factor * (1 + spread_factor))


def run_normal(recorded, in_stock, receipts, _quantity, target, *_settings):
    """Return L m + z σ √L, the spreadsheet's formula."""
    moments = tools.demand.measure(recorded, in_stock)
    lead = np.nanmean(receipts, 1)
    stock = tools.safety_stock.king_safety_stock(target, 0, np.sqrt(moments.variance), lead, 0)
    return moments.mean * lead + stock


def run_king(recorded, in_stock, receipts, _quantity, target, _is_fill, review_days):
    """Return (L + R) m + King's safety stock, z taken from the target as it is."""
    moments = tools.demand.measure(recorded, in_stock)
    lead, deviation, _count = _measure_receipts(receipts)
    stock = tools.safety_stock.king_safety_stock(
        target, moments.mean, np.sqrt(moments.variance), lead, deviation, review_days
    )
    return moments.mean * (lead + review_days) + stock


def run_normal_loss(recorded, in_stock, receipts, quantity, target, is_fill, review_days):
    """Return King's spread with the fill rate's own formula."""
    settings = (recorded, in_stock, receipts, quantity, target, is_fill, review_days)
    if not is_fill:
        return run_king(*settings)
    moments = tools.demand.measure(recorded, in_stock)
    lead, deviation, _count = _measure_receipts(receipts)
    variance = (lead + review_days) * moments.variance + (moments.mean * deviation) ** 2
    stock = tools.safety_stock.fill_safety_stock(target, np.sqrt(variance), quantity)
    return moments.mean * (lead + review_days) + stock


def _get_recent_mean(recorded, in_stock, days):
    known = in_stock[:, -days:]
    return (recorded[:, -days:] * known).sum(1) / np.maximum(known.sum(1), 1)


PEERS = {
    "cover 7 days": make_cover(7),
    "cover 14 days": make_cover(14),
    "cover 30 days": make_cover(30),
    "DDMRP": run_ddmrp,
    "normal z·σ·√L": run_normal,
    "King": run_king,
    "normal + loss": run_normal_loss,
}

# The engine less one part at a time: what each is worth


def _without(*patches):
    def policy(*settings):
        with contextlib.ExitStack() as stack:
            for target, name, value in patches:
                stack.enter_context(mock.patch.object(target, name, value))
            return run_engine(*settings)

    return policy


def _find_no_level(demand, _known, _lead_days, _valid_days, _may_move):
    rows = len(demand)
    kind, one = np.full(rows, "steady", dtype=object), np.ones(rows)
    return tools.level.Level(kind, np.ones(demand.shape), one, np.zeros(rows))


def _keep_deviation(deviation, _order_spacing):
    return deviation


def _find_by_one_loss(until, _before, order_qty, short_qty):
    return _FIND_FILL(until, until, order_qty, short_qty)


def _measure_no_window(demand, _known, _moments, _lead_days):
    return np.zeros(len(demand))


_FIND_FILL = tools.distributions.find_fill_point
_ENGINE, _LEAD, _FILL = tools.engine, tools.lead_time, tools.distributions
ABLATIONS = {
    "no season, no step": _without((tools.level, "find_level", _find_no_level)),
    "plain moments": _without((tools.sizes, "measure_orders", tools.demand.measure)),
    "no overtaking": _without((_LEAD, "get_overtaking_deviation", _keep_deviation)),
    "one loss at both ends": _without((_FILL, "find_fill_point", _find_by_one_loss)),
    "skewness to 2": _without((_ENGINE, "MAX_SKEWNESS", 2.0)),
    "skewness to 0.5": _without((_ENGINE, "MAX_SKEWNESS", 0.5)),
    "lead prior of 6": _without((_LEAD, "PRIOR_OBSERVATIONS", 6)),
    "no windows": _without((tools.demand, "measure_window_variance", _measure_no_window)),
}
