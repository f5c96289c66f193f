# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables of numbers to and from PostgreSQL by its binary COPY.

Without NULLs such a table has rows of one width, which numpy reads and writes as they
are: many times faster than tuples or array literals. The format is told in PostgreSQL's
manual under COPY.

A table's columns are told by a word, one letter each: ``i`` int4, ``l`` int8, ``f``
float8, ``d`` date, ``n`` a date as its number, ``t`` a timestamp as its microseconds.
"""

import numpy as np

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
TYPES = {"i": ">i4", "l": ">i8", "f": ">f8", "d": ">i4", "n": ">i4", "t": ">i8"}
SQL_TYPES = {"i": "int4", "l": "int8", "f": "float8", "d": "date", "n": "date", "t": "timestamp"}
# PostgreSQL counts days and microseconds from here; its earliest number means -infinity.
FIRST_DAY = np.datetime64("2000-01-01")
NO_DAY = np.iinfo(np.int32).min


def load(content, kinds):
    """Return the columns of a binary COPY as arrays: int64, float64, datetime64[D]."""
    dtype = get_dtype(kinds)
    count = (len(content) - len(HEADER) - len(TRAILER)) // dtype.itemsize
    table = np.frombuffer(content, dtype, count, len(HEADER))
    return [_load_column(table[f"value{place}"], kind) for place, kind in enumerate(kinds)]


def dump(columns, kinds):
    """Return the ``columns``, arrays of one length, as a binary COPY.

    A date that is not known (NaT) becomes -infinity.
    """
    return HEADER + get_table(columns, kinds).tobytes() + TRAILER


def get_table(columns, kinds, more=0):
    """Return the ``columns`` as rows of the format, to which ``more`` values will be added."""
    table = np.empty(len(columns[0]) if columns else 0, get_dtype(kinds))
    table["width"] = len(kinds) + more
    for place, (column, kind) in enumerate(zip(columns, kinds, strict=True)):
        value = np.dtype(TYPES[kind])
        table[f"size{place}"] = value.itemsize
        table[f"value{place}"] = _count_days(column) if kind == "d" else column
    return table


def get_dtype(kinds):
    """Return the layout of a row."""
    fields = [("width", ">i2")]
    for place, kind in enumerate(kinds):
        fields += [(f"size{place}", ">i4"), (f"value{place}", TYPES[kind])]
    return np.dtype(fields)


def _load_column(values, kind):
    if kind == "f":
        return values.astype(np.float64)
    numbers = values.astype(np.int64)
    if kind in "ilnt":
        return numbers
    days = FIRST_DAY + numbers
    days[numbers == NO_DAY] = np.datetime64("NaT")
    return days


def _count_days(dates):
    days = np.asarray(dates, "datetime64[D]")
    return np.where(np.isnat(days), NO_DAY, (days - FIRST_DAY).astype(np.int64))
