# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Closed forms for safety stock and order quantity, normal demand.

Quantities in the product's unit, times in days, demand a day. All functions take
numbers or numpy arrays.
"""

import numpy as np
from scipy import special

BISECTIONS = 80


def z_value(service_level):
    """Return the standard normal quantile of a cycle service level in (0, 1)."""
    return special.ndtri(service_level)


def normal_loss(z):
    """Return the standard normal loss E[(Z - z)+] = phi(z) - z (1 - Phi(z))."""
    z = np.asarray(z, dtype=float)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return density - z * special.ndtr(-z)


def king_safety_stock(service_level, mean, deviation, lead_time, lead_time_deviation, review=0.0):
    """Return z √((L + R) σd² + d² σL²), for independent demand and lead time.

    King 2011; Silver, Pyke and Thomas. ``review`` is R, 0 for continuous review.
    """
    spread = (lead_time + review) * deviation**2 + (mean * lead_time_deviation) ** 2
    return z_value(service_level) * np.sqrt(spread)


def fill_rate(safety_stock, deviation, order_qty):
    """Return the share of units met from stock, normal lead-time demand.

    1 - σ (L(z) - L(z + Q/σ)) / Q, both losses (Silver, Pyke and Thomas, ch. 7).
    """
    z = safety_stock / deviation
    short = deviation * (normal_loss(z) - normal_loss(z + order_qty / deviation))
    return 1 - short / order_qty


def economic_order_qty(order_cost, holding_cost, demand):
    """Return √(2 K d / h); demand and holding cost over the same period.

    0 where a cost is unknown, so that callers take the order cycle instead.
    """
    order_cost, holding_cost = np.asarray(order_cost, float), np.asarray(holding_cost, float)
    known = (order_cost > 0) & (holding_cost > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        quantity = np.sqrt(2 * order_cost * demand / holding_cost)
    return np.where(known, quantity, 0.0)


def dependent_safety_stock(service_level, mean, deviation, lead_time, lead_time_deviation):
    """Return z (σd √L + d σL), for suppliers who are slow when demand is high.

    King 2011: the two terms add up where demand and lead time move together.
    """
    return z_value(service_level) * (deviation * np.sqrt(lead_time) + mean * lead_time_deviation)


def reorder_point(safety_stock, mean, lead_time, review=0.0):
    """Return d (L + R) + SS: reorder point at R = 0, else the level to order up to."""
    return mean * (lead_time + review) + safety_stock


def critical_ratio(holding_cost, shortage_cost):
    """Return the cycle service level p / (p + h) that the two unit costs call for."""
    return shortage_cost / (shortage_cost + holding_cost)


def fill_safety_stock(target, deviation, order_qty):
    """Return the safety stock that serves the share ``target`` of units at once.

    Solves σ (L(z) - L(z + Q/σ)) = Q (1 - β) by bisection, both losses (Silver, Pyke
    and Thomas). Negative where a big order quantity serves more than the target: it
    is for the caller to keep the reorder point at 0 or more. ``order_qty`` above 0.
    """
    target, deviation, order_qty = np.broadcast_arrays(target, deviation, order_qty)
    # Where nothing varies the share is β at a stock of -(1 - β) Q.
    spread = np.maximum(deviation, 1e-12).astype(float)
    low, high = -order_qty - 10 * spread, 10 * spread
    for _step in range(BISECTIONS):
        middle = (low + high) / 2
        too_low = fill_rate(middle, spread, order_qty) < target
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    return high
