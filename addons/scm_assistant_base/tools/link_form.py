# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What somebody without login typed in a form: read within bounds, or refused.

Nothing that comes in is believed: not its type, nor its length, nor its size.
"""

import re
from datetime import date

MAX_LENGTH = 10_000
MAX_FIGURE = 10**9
PLAIN = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


def read_text(value, limit=MAX_LENGTH):
    """Return a text without blanks around it, at most ``limit`` characters of it.

    What is no text, as a file or a number, is an empty one. What a database can't keep
    (NUL, halves of characters) is left out.

    >>> read_text("  Ms Wang\\x00 ", 4), read_text(["x"]), read_text(None)
    ('Ms W', '', '')
    """
    if not isinstance(value, str):
        return ""
    text = value.replace("\x00", "").encode("utf-8", "ignore").decode()
    return text.strip()[:limit]


def read_form(values):
    """Return {name: text} of a form; see ``read_text``. Files are not among them."""
    return {name: read_text(value) for name, value in values.items() if isinstance(value, str)}


def read_number(value, maximum=MAX_FIGURE, decimal_point="."):
    """Return the number ≥ 0 that was typed, None where nothing was.

    A comma only groups thousands, and only in languages where it does: 1,50 is no
    150, and 1,500 may be one and a half where the comma is the decimal point.

    :raise ValueError: it is no number, or ambiguous, or larger than ``maximum``

    >>> read_number("1,234.5"), read_number(""), read_number(".5")
    (1234.5, None, 0.5)
    """
    text = read_text(value)
    if not text:
        return None
    if GROUPED.fullmatch(text) and decimal_point != ",":
        text = text.replace(",", "")
    if not PLAIN.fullmatch(text):
        raise ValueError(f"No plain number: {text[:20]!r}")
    number = float(text)
    if number > maximum:
        raise ValueError(f"More than {maximum}: {text[:20]!r}")
    return number


def read_day(value, earliest=date.min, latest=date.max):
    """Return the day that was typed as 2026-07-31, None where nothing was.

    :raise ValueError: it is no day, or none from ``earliest`` to ``latest``

    >>> read_day("2026-07-31"), read_day(" ")
    (datetime.date(2026, 7, 31), None)
    """
    text = read_text(value)
    if not text:
        return None
    day = date.fromisoformat(text)
    if not earliest <= day <= latest:
        raise ValueError(f"Not between {earliest} and {latest}: {day}")
    return day
