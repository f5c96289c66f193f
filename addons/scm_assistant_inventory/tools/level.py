# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether demand goes with the year, or has stepped to a new level, or neither.

From the weekly means of the history. A season is one wave a year; a step is one change
of level that stayed. Both are believed only where they explain far more of the weeks
than chance would, and then the likelier of the two: a step doesn't come back to where
it was a year ago, a season does.
"""

from dataclasses import dataclass

import numpy as np

WEEK = 7
YEAR = 365.25
# By how much n log(residual squares) must fall: a chance below 1 in 400 for a wave.
MIN_GAIN = 12.0
# Weeks seen before anything is believed: half a season looks like a step, and to take
# it for one would cost nineteen points of service. And on either side of a step.
SEASON_WEEKS = 46
STEP_WEEKS = 6
MIN_LEVEL = 0.1
FUTURE_STARTS = 9
FUTURE_POINTS = 8


@dataclass(frozen=True, slots=True)
class Level:
    """How the mean of n positions moved (rows × days) and will move; 1 where it doesn't."""

    # "steady", "season" or "step"
    kind: np.ndarray
    past: np.ndarray
    coming: np.ndarray
    # Variance of the coming level over the time for which the limits are to stand.
    spread: np.ndarray


@dataclass(frozen=True, slots=True)
class _Weeks:
    mean: np.ndarray
    # Known days / 7
    weight: np.ndarray
    # First day of the first whole week
    start: int


def find_level(demand, known, lead_days, valid_days, may_move):
    """Return the Level of each row of ``demand``, rows × days.

    :param valid_days: for how many days from now the limits are to stand
    :param may_move: mask of the rows in which a season or a step is looked for
    """
    rows, days = demand.shape
    result = Level(
        np.full(rows, "steady", dtype=object), np.ones(demand.shape), np.ones(rows), np.zeros(rows)
    )
    chosen = np.flatnonzero(may_move)
    if days < 2 * STEP_WEEKS * WEEK or not len(chosen):
        return result
    weeks = _sum_weeks(demand[chosen], known[chosen])
    wave, wave_gain = _fit_season(weeks, days)
    step, step_gain = _fit_step(weeks)
    is_whole = (weeks.weight > 0).sum(1) >= SEASON_WEEKS
    is_season = is_whole & (wave_gain > MIN_GAIN) & (wave_gain >= step_gain)
    is_step = is_whole & (step_gain > MIN_GAIN) & ~is_season
    _set_season(result, chosen[is_season], wave[is_season], lead_days, valid_days)
    _set_step(result, chosen[is_step], [values[is_step] for values in step])
    return result


def _sum_weeks(demand, known):
    rows, days = demand.shape
    count = days // WEEK
    start = days - count * WEEK
    shape = (rows, count, WEEK)
    total = np.where(known, demand, 0.0)[:, start:].reshape(shape).sum(2)
    seen = known[:, start:].reshape(shape).sum(2)
    return _Weeks(total / np.maximum(seen, 1), seen / WEEK, start)


def _get_gain(weeks, left):
    """Return the fall of n log(residual squares) from a constant mean to ``left``."""
    total = np.maximum(weeks.weight.sum(1), 1)
    mean = (weeks.weight * weeks.mean).sum(1) / total
    squares = (weeks.weight * (weeks.mean - mean[:, None]) ** 2).sum(1)
    tiny = 1e-12 * np.maximum(mean, 1) ** 2 + 1e-300
    return total * np.log(np.maximum(squares, tiny) / np.maximum(left, tiny))


def _fit_season(weeks, days):
    """Return the wave's (cosine, sine) as shares of the mean, and its gain.

    Weighted least squares; the amplitude shrinks by how uncertain it is (James-Stein).
    """
    count = weeks.mean.shape[1]
    angle = 2 * np.pi * (weeks.start + np.arange(count) * WEEK + 3.0 - days) / YEAR
    design = np.stack([np.ones(count), np.cos(angle), np.sin(angle)], 1)
    normal = np.einsum("nk,ki,kj->nij", weeks.weight, design, design) + 1e-9 * np.eye(3)
    right = np.einsum("nk,ki->ni", weeks.weight * weeks.mean, design)
    found = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
    left = (weeks.weight * (weeks.mean - found @ design.T) ** 2).sum(1)
    total = np.maximum(weeks.weight.sum(1), 4)
    uncertain = 2 * 2 * left / (total - 3) / total
    amplitude = np.maximum((found[:, 1:] ** 2).sum(1), 1e-12)
    kept = np.maximum(1 - uncertain / amplitude, 0)
    wave = kept[:, None] * found[:, 1:] / np.maximum(found[:, :1], 1e-9)
    return wave, np.where(found[:, 0] > 0, _get_gain(weeks, left), 0.0)


def _fit_step(weeks):
    """Return ((level before, level after, first day of the new one), gain)."""
    weight = weeks.weight.cumsum(1)
    total = (weeks.weight * weeks.mean).cumsum(1)
    before, after = weight[:, :-1], weight[:, -1:] - weight[:, :-1]
    enough = (before >= STEP_WEEKS) & (after >= STEP_WEEKS)
    low = total[:, :-1] / np.maximum(before, 1e-9)
    high = (total[:, -1:] - total[:, :-1]) / np.maximum(after, 1e-9)
    explained = np.where(enough, (low - high) ** 2 * before * after / (before + after + 1e-9), 0.0)
    best = explained.argmax(1)
    rows = np.arange(len(best))
    low, high = low[rows, best], high[rows, best]
    mean = total[:, -1] / np.maximum(weight[:, -1], 1e-9)
    squares = (weeks.weight * (weeks.mean - mean[:, None]) ** 2).sum(1)
    gain = _get_gain(weeks, squares - explained[rows, best])
    gain = np.where((low > 0) & (high > 0), gain, 0.0)
    return (low, high, weeks.start + (best + 1) * WEEK), gain


def _set_season(result, rows, wave, lead_days, valid_days):
    days = result.past.shape[1]
    result.kind[rows] = "season"
    result.past[rows] = _get_wave(wave, np.arange(days)[None, :] - days)
    if not len(rows):
        return
    # The mean from an order on a day of the time of validity to its receipt.
    starts = np.linspace(0, valid_days, FUTURE_STARTS)[None, :, None]
    points = (np.arange(FUTURE_POINTS) + 0.5) / FUTURE_POINTS
    ahead = starts + points * (lead_days[rows, None, None] + 1)
    level = _get_wave(wave, ahead.reshape(len(rows), -1)).reshape(ahead.shape).mean(2)
    result.coming[rows] = level.mean(1)
    result.spread[rows] = level.var(1)


def _get_wave(wave, day):
    angle = 2 * np.pi * day / YEAR
    level = 1 + wave[:, :1] * np.cos(angle) + wave[:, 1:] * np.sin(angle)
    return np.maximum(level, MIN_LEVEL)


def _set_step(result, rows, step):
    before, after, first = step
    is_old = np.arange(result.past.shape[1])[None, :] < first[:, None]
    result.kind[rows] = "step"
    # Relative to the new level, which is the coming one.
    result.past[rows] = np.where(is_old, (before / after)[:, None], 1.0)
