# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows with lists of numbers to and from PostgreSQL by its binary COPY.

Each row has a few single values and then lists that are all as long as each other, but
not as those of the next row. In numpy the lists of all rows lie behind one another in
one array, and ``counts`` tells how many numbers of it each row has.

Letters tell the kinds, as in ``binary_table``. A list is an array of that type. Its format
is that of ``array_send`` in PostgreSQL: dimensions, flags, type, length, lower bound, and
each element with its size.
"""

import struct

import numpy as np

from . import binary_table

# PostgreSQL's numbers for the types of the elements.
OIDS = {"i": 23, "f": 701, "d": 1082}
LIST_HEAD = np.dtype(
    [(name, ">i4") for name in ("size", "dimensions", "flags", "oid", "count", "first")]
)
# In a list's head, where its length stands.
COUNT_AT = 16
NULL = -1


def load(content, kinds, list_kinds):
    """Return (single columns, lists, counts) of a binary COPY; no list may be NULL or empty.

    Whole numbers and days are int64, days counted as ``binary_table`` does.
    """
    head = binary_table.get_dtype(kinds)
    starts, counts = _find_rows(content, head.itemsize, list_kinds)
    table = _see_everywhere(content, head)[starts]
    columns = [
        table[f"value{place}"].astype(np.float64 if kind == "f" else np.int64)
        for place, kind in enumerate(kinds)
    ]
    lists, position = [], starts + head.itemsize
    for kind in list_kinds:
        element = _get_element(kind)
        values = _see_everywhere(content, element)["value"]
        inside = _find_elements(position, counts, element)
        lists.append(values[inside].astype(np.float64 if kind == "f" else np.int64))
        position = position + LIST_HEAD.itemsize + counts * element.itemsize
    return columns, lists, counts


def dump(columns, kinds, lists, list_kinds, counts):
    """Return the columns and lists as a binary COPY; a list of zeros only becomes NULL."""
    head = binary_table.get_table(columns, kinds, len(list_kinds))
    begins = np.cumsum(counts) - counts
    nulls = [
        ~np.logical_or.reduceat(values != 0, begins) if len(counts) else np.zeros(0, bool)
        for values in lists
    ]
    sizes = [
        np.where(null, 4, LIST_HEAD.itemsize + counts * _get_element(kind).itemsize)
        for kind, null in zip(list_kinds, nulls, strict=True)
    ]
    widths = head.dtype.itemsize + sum(sizes, np.zeros(len(counts), np.int64))
    content = bytearray(len(binary_table.HEADER) + int(widths.sum()) + len(binary_table.TRAILER))
    content[: len(binary_table.HEADER)] = binary_table.HEADER
    content[-len(binary_table.TRAILER) :] = binary_table.TRAILER
    position = len(binary_table.HEADER) + np.cumsum(widths) - widths
    if len(counts):
        _see_everywhere(content, head.dtype)[position] = head
    position = position + head.dtype.itemsize
    for values, kind, null, size in zip(lists, list_kinds, nulls, sizes, strict=True):
        _put_list(content, position, values, kind, counts, null)
        position = position + size
    return bytes(content)


def _put_list(content, position, values, kind, counts, null):
    """Write one list of each row from its ``position`` on."""
    if null.any():
        _see_everywhere(content, np.dtype(">i4"))[position[null]] = NULL
    if null.all():
        return
    element = _get_element(kind)
    head = np.empty(int((~null).sum()), LIST_HEAD)
    head["dimensions"], head["flags"], head["oid"], head["first"] = 1, 0, OIDS[kind], 1
    head["count"] = counts[~null]
    # The size of a value does not count itself.
    head["size"] = LIST_HEAD.itemsize - 4 + counts[~null] * element.itemsize
    _see_everywhere(content, LIST_HEAD)[position[~null]] = head
    is_kept = np.repeat(~null, counts)
    elements = np.empty(int(is_kept.sum()), element)
    elements["size"] = element["value"].itemsize
    elements["value"] = values[is_kept]
    inside = _find_elements(position[~null], counts[~null], element)
    _see_everywhere(content, element)[inside] = elements


def _find_rows(content, head_size, list_kinds):
    """Return where each row begins, and how long its lists are."""
    stride = sum(_get_element(kind).itemsize for kind in list_kinds)
    fixed = head_size + len(list_kinds) * LIST_HEAD.itemsize
    read_number = struct.Struct(">i").unpack_from
    count_at = head_size + COUNT_AT
    position, end = len(binary_table.HEADER), len(content) - len(binary_table.TRAILER)
    starts = []
    while position < end:
        starts.append(position)
        position += fixed + read_number(content, position + count_at)[0] * stride
    starts = np.array(starts, np.int64)
    counts = _see_everywhere(content, np.dtype(">i4"))[starts + count_at].astype(np.int64)
    if position != end or (counts < 1).any():
        raise ValueError("A list is empty, has a NULL, or is not as long as the others of its row.")
    return starts, counts


def _find_elements(position, counts, element):
    """Return where each element of the lists at ``position`` begins."""
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(position + LIST_HEAD.itemsize, counts) + number * element.itemsize


def _get_element(kind):
    return np.dtype([("size", ">i4"), ("value", binary_table.TYPES[kind])])


def _see_everywhere(content, dtype):
    """Return the value of ``dtype`` that begins at each byte of ``content``."""
    count = max(len(content) - dtype.itemsize + 1, 0)
    return np.ndarray((count,), dtype, content, strides=(1,))
