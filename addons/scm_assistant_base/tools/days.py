# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Days of a time zone, and the moments in UTC, naive as Odoo keeps them, that they hold."""

from datetime import datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

# Nothing that Odoo keeps happened before.
FIRST_YEAR = 2000
# When a day begins, when things are said to come, and its last minute.
START, NOON, END = time(0), time(12), time(23, 59)


def find_day(moment, zone):
    """Return the calendar day in the zone named ``zone`` of a naive ``moment`` in UTC."""
    return moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()


def find_moment(day, zone, at=START):
    """Return the naive moment in UTC of the time ``at`` on the ``day`` of the zone ``zone``."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)


@lru_cache(maxsize=64)
def find_fixed_offset(zone, last_year):
    """Return a zone's distance from UTC if it had no other since 2000, else None."""
    clock = ZoneInfo(zone)
    offsets = {
        datetime(year, month, 1, tzinfo=timezone.utc).astimezone(clock).utcoffset()
        for year in range(FIRST_YEAR, last_year + 1)
        for month in range(1, 13)
    }
    return offsets.pop() if len(offsets) == 1 else None


def get_range(date_from, date_to, zone):
    """Return [first, after) of the days from ``date_from`` to ``date_to``, in UTC."""
    return find_moment(date_from, zone), find_moment(date_to + timedelta(days=1), zone)
