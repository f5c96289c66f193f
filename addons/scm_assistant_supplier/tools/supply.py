# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a purchase line that was due ended; quantities in the product's unit, days are dates."""

# Below this, two quantities are the same.
EPSILON = 0.00001


def classify_line(line, date_from, date_to, today):
    """Return how a line due in the period ended, or None if it is not judged in it.

    - ``on_time``: all that was ordered came by the promised day
    - ``late``: all came, some of it later
    - ``waiting``: the day has passed and some is still on the way
    - ``short``: some never came and nothing is on the way

    Not judged: not due in the period, cancelled, without receipts, nothing ordered,
    or the promised day is not over yet and not all has come.
    """
    is_due = date_from <= line["promised_day"] <= date_to and line["ordered_qty"] > EPSILON
    if line["is_cancelled"] or not line["has_receipt"] or not is_due:
        return None
    wanted = line["ordered_qty"] - EPSILON
    if line["received_in_time"] >= wanted:
        return "on_time"
    if line["promised_day"] >= today:
        return None
    if line["received_qty"] >= wanted:
        return "late"
    return "waiting" if line["open_qty"] > EPSILON else "short"


def get_days_late(line, today):
    """Return the days after the promise until all was there, or until today, or None."""
    if line["outcome"] not in ("late", "waiting"):
        return None
    return ((line["complete_day"] or today) - line["promised_day"]).days
