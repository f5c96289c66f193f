# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Season and step, by waves and steps without any chance in them.

A week's mean of a wave is the wave on the week's middle day, less by the factor
sin(7ω/2) / (7 sin(ω/2)), where ω is the angle of a day: that factor is all that the fit
may lose of an exact wave.
"""

import numpy as np
import pytest
from inventory_tools import level

OMEGA = 2 * np.pi / 365.25
WEEKLY = np.sin(3.5 * OMEGA) / (7 * np.sin(OMEGA / 2))
VALID = 28


def find(history, known=None, lead_days=10.0, may_move=None):
    history = np.atleast_2d(np.asarray(history, dtype=float))
    rows = len(history)
    known = np.ones(history.shape, dtype=bool) if known is None else np.atleast_2d(known)
    may_move = np.ones(rows, dtype=bool) if may_move is None else np.array(may_move)
    return level.find_level(history, known, np.resize(lead_days, rows), VALID, may_move)


def wave(cosine, sine, days=365, first=None):
    """The level on the last ``days`` days, as today is day 0; 1 on average of a year."""
    day = np.arange(days) - days if first is None else first
    return 1 + cosine * np.cos(OMEGA * day) + sine * np.sin(OMEGA * day)


def integrate(cosine, sine, begin, length):
    """The wave's mean from ``begin`` on over ``length`` days."""
    end = begin + length
    rise = cosine * (np.sin(OMEGA * end) - np.sin(OMEGA * begin))
    rise -= sine * (np.cos(OMEGA * end) - np.cos(OMEGA * begin))
    return 1 + rise / (OMEGA * length)


@pytest.mark.parametrize("days", [364, 365, 371])
@pytest.mark.parametrize(("cosine", "sine"), [(0.5, 0.0), (0.0, 0.4), (-0.3, 0.3), (0.2, -0.5)])
def test_exact_wave_is_found_in_amplitude_and_phase(cosine, sine, days):
    found = find(100 * wave(cosine, sine, days))
    assert found.kind[0] == "season"
    expected = wave(WEEKLY * cosine, WEEKLY * sine, days)
    assert found.past[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("cosine", "sine"), [(0.5, 0.0), (0.0, 0.4)])
def test_coming_level_is_the_waves_mean_over_the_lead_times_of_its_orders(cosine, sine):
    # Orders go out on nine days from today to the 28th; each waits for its lead time and a day.
    history = 100 * wave(cosine, sine)
    found = find([history] * 3, lead_days=[10.0, 0.0, 20.0], may_move=[False, True, True])
    assert found.kind.tolist() == ["steady", "season", "season"]
    assert [found.coming[0], found.spread[0]] == [1, 0]
    for row, lead_days in ((1, 0.0), (2, 20.0)):
        starts = np.arange(9) * VALID / 8
        levels = integrate(WEEKLY * cosine, WEEKLY * sine, starts, lead_days + 1)
        assert found.coming[row] == pytest.approx(levels.mean(), abs=1e-4)
        assert found.spread[row] == pytest.approx(levels.var(), rel=4e-3)


def test_wave_is_shrunk_by_how_uncertain_it_is():
    # Every other week 25 % above and below: nothing that a wave could explain.
    weeks = np.arange(52)
    noise = np.where(weeks % 2, 1, -1)
    history = 100 * wave(0.3, 0.1, 364) + 25 * np.repeat(noise, 7)
    found = find(history)
    assert found.kind[0] == "season"
    # By numpy's least squares instead of the normal equations.
    middle = weeks * 7 + 3 - 364
    design = np.stack([np.ones(52), np.cos(OMEGA * middle), np.sin(OMEGA * middle)], 1)
    means = history.reshape(52, 7).mean(1)
    figures, squares, *_more = np.linalg.lstsq(design, means, rcond=None)
    # James-Stein: each coefficient's variance is 2 σ² / n, σ² = squares / (n - 3), and there
    # are two of them.
    kept = 1 - 2 * 2 * squares[0] / 49 / 52 / (figures[1] ** 2 + figures[2] ** 2)
    assert 0.8 < kept < 0.95
    cosine, sine = kept * figures[1:] / figures[0]
    assert found.past[0] == pytest.approx(wave(cosine, sine, 364), abs=1e-6)


def test_days_that_are_not_known_do_not_count_in_the_wave():
    known = np.ones(365, dtype=bool)
    known[100:130:2] = False
    history = np.where(known, 100 * wave(0.5, 0.0), 0)
    found = find(history, known)
    assert found.past[0] == pytest.approx(wave(WEEKLY * 0.5, 0.0), abs=2e-3)


def test_level_never_falls_below_a_tenth():
    found = find(np.maximum(100 * wave(1.3, 0.0), 0))
    assert found.kind[0] == "season"
    assert found.past[0].min() == 0.1


@pytest.mark.parametrize("weeks_after", [5, 6, 20, 45, 46])
def test_exact_step_is_found_on_its_day_with_six_weeks_on_either_side(weeks_after):
    # 365 days: one day, then 52 weeks.
    first = 365 - 7 * weeks_after
    history = np.where(np.arange(365) < first, 30.0, 20.0)
    found = find(history)
    if weeks_after == 5:
        # One that is allowed lies a week too early, and mixes both levels.
        assert found.past[0, first] != 1 or found.past[0, 0] < 1.5
        return
    assert found.kind[0] == "step"
    assert found.past[0] == pytest.approx(history / 20)
    assert [found.coming[0], found.spread[0]] == [1, 0]


def blocks(difference):
    """24 weeks of one level and 28 of another, and noise of 10 that tells nothing of them."""
    weeks = np.arange(52)
    noise = np.where(weeks % 2, 10, -10)
    return np.repeat(100 + noise + np.where(weeks < 24, difference, 0), 7)


@pytest.mark.parametrize(("gain", "kind"), [(11.9, "steady"), (12.1, "step")])
def test_step_is_believed_if_it_gains_more_than_twelve(gain, kind):
    # n log(1 + explained / noise): explained is d² 24·28/52, the noise 52·10².
    difference = np.sqrt((np.exp(gain / 52) - 1) * 52 * 100 / (24 * 28 / 52))
    found = find(blocks(difference))
    assert found.kind[0] == kind
    if kind == "step":
        assert found.past[0, 0] == pytest.approx(1 + difference / 100)


@pytest.mark.parametrize(("gain", "kind"), [(11.9, "steady"), (12.1, "season")])
def test_wave_is_believed_if_it_gains_more_than_twelve(gain, kind):
    # Noise alternates by 20 a week. The wave explains 52/2 of its amplitude's square, up to
    # what alternation and wave have in common: found by least squares.
    weeks = np.arange(52)
    middle = weeks * 7 + 3 - 364
    design = np.stack([np.ones(52), np.cos(OMEGA * middle), np.sin(OMEGA * middle)], 1)
    noise = 20.0 * np.where(weeks % 2, 1, -1)

    def measure(amplitude):
        means = 100 + amplitude * np.cos(OMEGA * middle) + noise
        left = np.linalg.lstsq(design, means, rcond=None)[1][0]
        return 52 * np.log(((means - means.mean()) ** 2).sum() / left)

    low, high = 5.0, 40.0
    for _half in range(60):
        low, high = (
            ((low + high) / 2, high)
            if measure((low + high) / 2) < gain
            else (low, (low + high) / 2)
        )
    history = np.repeat(100 + low * np.cos(OMEGA * middle) + noise, 7)
    assert find(history).kind[0] == kind


@pytest.mark.parametrize(("weeks", "is_believed"), [(45, False), (46, True)])
def test_nothing_is_believed_before_forty_six_weeks_were_seen(weeks, is_believed):
    known = np.arange(364) >= 364 - 7 * weeks
    for history in (100 * wave(0.5, 0.0, 364), np.where(np.arange(364) < 250, 30.0, 20.0)):
        assert (find(history, known).kind[0] != "steady") is is_believed


def test_week_with_one_known_day_is_a_week_that_was_seen():
    known = np.arange(364) >= 364 - 7 * 45
    known[0] = True
    assert find(100 * wave(0.5, 0.0, 364), known).kind[0] == "season"


def test_twelve_weeks_are_the_shortest_history_that_is_looked_at():
    # Neither is believed in so short a time, and nothing fails; nor without a row or a day.
    for days in (0, 1, 6, 83, 84, 85):
        found = find(np.full((2, days), 5.0))
        assert found.kind.tolist() == ["steady", "steady"]
        assert found.past.shape == (2, days)
    assert find(np.ones((1, 365)), may_move=[False]).kind[0] == "steady"


def test_constant_demand_has_no_gain_whatever_its_size():
    history = np.outer([0.001, 1.0, 1e6], np.ones(365))
    assert find(history).kind.tolist() == ["steady"] * 3


def test_demand_that_began_or_ended_is_no_step():
    # A level of nothing says nothing by how much the other is more.
    began, ended = np.repeat([0.0, 5.0], [183, 182]), np.repeat([5.0, 0.0], [183, 182])
    assert "step" not in find([began, ended]).kind.tolist()


def test_season_and_step_are_told_apart_in_one_matrix():
    step = np.where(np.arange(365) < 204, 30.0, 15.0)
    found = find([100 * wave(0.5, 0.0), np.full(365, 7.0), step, 40 * wave(0.0, -0.4)])
    assert found.kind.tolist() == ["season", "steady", "step", "season"]
    assert found.past[0] == pytest.approx(wave(WEEKLY * 0.5, 0.0), abs=1e-6)
    assert (found.past[1] == 1).all()
    assert found.past[2, [0, -1]].tolist() == [2, 1]
    assert found.past[3] == pytest.approx(wave(0.0, WEEKLY * -0.4), abs=1e-6)


def test_little_demand_has_its_wave_too_and_unknown_days_add_nothing_to_it():
    known = np.ones(365, dtype=bool)
    known[1::7] = False
    found = find(np.where(known, 0.5 * wave(0.5, 0.0), 0), known)
    # Six days a week: their middle lies half a day later.
    assert found.past[0] == pytest.approx(wave(WEEKLY * 0.5, 0.0), abs=6e-3)


def test_unit_of_the_quantity_does_not_matter():
    # Ten thousand times less or more, as grams and tons are.
    step = np.where(np.arange(365) < 204, 3.0, 1.5)
    for history in (wave(0.5, 0.1), step):
        found = find(np.outer([1e-4, 1.0, 1e4], history), lead_days=10.0)
        assert found.kind[0] == found.kind[1] == found.kind[2] != "steady"
        assert found.past[0] == pytest.approx(found.past[1], abs=1e-6)
        assert found.past[2] == pytest.approx(found.past[1], abs=1e-6)


def test_week_of_a_single_known_day_has_that_day_for_its_mean():
    # Every other week only its middle day: that day's demand is the wave's own.
    known = np.ones(364, dtype=bool)
    known[np.arange(364) % 14 < 7] = False
    known[3::14] = True
    found = find(np.where(known, 100 * wave(0.5, 0.0, 364), 0), known)
    assert found.past[0] == pytest.approx(wave(0.5, 0.0, 364), abs=1e-3)
