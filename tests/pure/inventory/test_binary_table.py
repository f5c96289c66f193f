# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np
import pytest
from inventory_tools import binary_table

# As PostgreSQL 15 wrote SELECT 7::int4, 2.5::float8, '2000-01-03'::date.
ONE_ROW = bytes.fromhex(
    "5047434f50590aff0d0a00"
    "00000000"
    "00000000"
    "0003"
    "0000000400000007"
    "000000084004000000000000"
    "0000000400000002"
    "ffff"
)


def test_row_is_read_as_postgresql_wrote_it():
    number, share, day = binary_table.load(ONE_ROW, "ifd")
    assert number.tolist() == [7]
    assert share.tolist() == [2.5]
    assert day.tolist() == [np.datetime64("2000-01-03").item()]


def test_row_is_written_as_postgresql_reads_it():
    columns = [np.array([7]), np.array([2.5]), np.array(["2000-01-03"], "datetime64[D]")]
    assert binary_table.dump(columns, "ifd") == ONE_ROW


def test_unknown_day_travels_as_minus_infinity():
    content = binary_table.dump([np.array([None, "2026-11-27"], "datetime64[D]")], "d")
    assert content[25:29] == b"\x80\0\0\0"
    (days,) = binary_table.load(content, "d")
    assert np.isnat(days).tolist() == [True, False]


def test_table_without_rows():
    content = binary_table.dump([np.empty(0), np.empty(0)], "if")
    assert [len(column) for column in binary_table.load(content, "if")] == [0, 0]


def test_columns_of_unlike_number_are_refused():
    with pytest.raises(ValueError, match="zip"):
        binary_table.dump([np.empty(1)], "if")


def test_table_without_columns_has_no_rows():
    assert len(binary_table.get_table([], "")) == 0


def test_every_row_is_read_and_the_trailer_is_none():
    # A column of two bytes only would fit into the trailer; rows are told by what is between.
    content = binary_table.dump([np.arange(3)], "i")
    assert len(content) == 19 + 3 * 10 + 2
    assert binary_table.load(content, "i")[0].tolist() == [0, 1, 2]
    # The width alone is as long as the trailer.
    assert binary_table.load(binary_table.HEADER + binary_table.TRAILER, "") == []
    # 19 bytes less of a row's 20 than it has, and the trailer, are no row.
    short = binary_table.dump([np.arange(1)], "i")
    assert binary_table.load(short[:-3] + binary_table.TRAILER, "i")[0].tolist() == []
