# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods of issued reports; both ends belong to the period, weeks begin on Monday."""

from datetime import date, timedelta

PERIOD_KINDS = ("day", "week", "month", "quarter")


def get_period(kind, day):
    """Return (first, last) day of the period of ``kind`` in which ``day`` lies.

    >>> get_period("quarter", date(2026, 5, 20))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    if kind == "day":
        return day, day
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if kind not in PERIOD_KINDS:
        raise ValueError(f"There is no period kind {kind!r}")
    months = 3 if kind == "quarter" else 1
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, _add_months(first, months) - timedelta(days=1)


def get_previous_period(kind, day):
    """Return the last period of ``kind`` that was over before ``day``."""
    first, _last = get_period(kind, day)
    return get_period(kind, first - timedelta(days=1))


def get_next_period(kind, day):
    """Return the first period of ``kind`` that begins after ``day``."""
    _first, last = get_period(kind, day)
    return get_period(kind, last + timedelta(days=1))


def get_following_period(date_from, date_to):
    """Return the equally long time right after a period, a whole month after a month."""
    for kind in PERIOD_KINDS:
        if get_period(kind, date_from) == (date_from, date_to):
            return get_next_period(kind, date_to)
    first = date_to + timedelta(days=1)
    return first, first + (date_to - date_from)


def _add_months(first, months):
    index = first.month - 1 + months
    return date(first.year + index // 12, index % 12 + 1, 1)
