# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
import pytest
from inventory_tools import binary_lists

# As PostgreSQL 15 wrote SELECT 7::int4, '{2000-01-03,2000-01-05}'::date[], '{2.5,0}'::float8[]
# and SELECT 8::int4, '{2000-01-04}'::date[], '{1}'::float8[].
TWO_ROWS = bytes.fromhex(
    "5047434f50590aff0d0a00"
    "00000000"
    "00000000"
    # The first row, its number, its days.
    "0003"
    "0000000400000007"
    "00000024"
    "0000000100000000"
    "0000043a"
    "0000000200000001"
    "0000000400000002"
    "0000000400000004"
    # Its quantities.
    "0000002c"
    "0000000100000000"
    "000002bd"
    "0000000200000001"
    "000000084004000000000000"
    "000000080000000000000000"
    # The second row.
    "0003"
    "0000000400000008"
    "0000001c"
    "0000000100000000"
    "0000043a"
    "0000000100000001"
    "0000000400000003"
    "00000020"
    "0000000100000000"
    "000002bd"
    "0000000100000001"
    "000000083ff0000000000000"
    "ffff"
)
NUMBERS = [np.array([7, 8])]
LISTS = [np.array([2, 4, 3]), np.array([2.5, 0.0, 1.0])]
COUNTS = np.array([2, 1])


def test_rows_are_read_as_postgresql_wrote_them():
    (number,), (day, quantity), counts = binary_lists.load(TWO_ROWS, "i", "df")
    assert number.tolist() == [7, 8]
    assert day.tolist() == [2, 4, 3]
    assert quantity.tolist() == [2.5, 0, 1]
    assert counts.tolist() == [2, 1]


def test_rows_are_written_as_postgresql_reads_them():
    assert binary_lists.dump(NUMBERS, "i", LISTS, "df", COUNTS) == TWO_ROWS


def test_list_of_zeros_becomes_null():
    lists = [LISTS[0], np.array([2.5, 0.0, 0.0])]
    content = binary_lists.dump(NUMBERS, "i", lists, "df", COUNTS)
    # The last value of the last row has the size of NULL and nothing behind it.
    assert content[-6:] == b"\xff\xff\xff\xff" + b"\xff\xff"
    assert content[:-44] == TWO_ROWS[: len(content) - 44]


def test_table_without_rows():
    nothing = np.empty(0)
    content = binary_lists.dump([nothing], "i", [nothing, nothing], "df", np.empty(0, int))
    columns, lists, counts = binary_lists.load(content, "i", "df")
    assert [len(column) for column in (*columns, *lists, counts)] == [0, 0, 0, 0]


def test_list_of_another_length_is_refused():
    # As though the quantities of the first row were one.
    content = TWO_ROWS.replace(bytes.fromhex("0000002c"), bytes.fromhex("00000020")).replace(
        bytes.fromhex("000000080000000000000000"), b""
    )
    assert len(content) == len(TWO_ROWS) - 12
    with pytest.raises(ValueError, match="not as long"):
        binary_lists.load(content, "i", "df")


def test_kinds_of_lists_are_named_by_postgresqls_numbers():
    # pg_type.h: int4 23, float8 701, date 1082.
    for kind, oid in (("i", 23), ("f", 701), ("d", 1082)):
        content = binary_lists.dump(NUMBERS, "i", [LISTS[0]], kind, COUNTS)
        # Behind the header, the row's width, its number, then the list's size, dimensions, flags.
        place = 19 + 2 + 8 + 12
        assert int.from_bytes(content[place : place + 4], "big") == oid


def test_single_values_may_have_fractions():
    columns = [np.array([7, 8]), np.array([0.25, -1.5])]
    content = binary_lists.dump(columns, "if", LISTS, "df", COUNTS)
    (number, share), (_day, quantity), _counts = binary_lists.load(content, "if", "df")
    assert number.tolist() == [7, 8]
    assert share.tolist() == [0.25, -1.5]
    assert quantity.tolist() == [2.5, 0, 1]


def test_lists_and_their_kinds_must_be_as_many():
    for lists, kinds in ((LISTS, "d"), (LISTS[:1], "df")):
        with pytest.raises(ValueError, match="zip"):
            binary_lists.dump(NUMBERS, "i", lists, kinds, COUNTS)


def test_every_byte_is_looked_at_and_none_beyond():
    number = np.dtype(">i2")
    assert binary_lists._see_everywhere(b"\0\1\2\3", number).tolist() == [1, 258, 515]
    assert binary_lists._see_everywhere(b"\0\1", number).tolist() == [1]
    assert binary_lists._see_everywhere(b"\0", number).tolist() == []
    assert binary_lists._see_everywhere(b"", number).tolist() == []
