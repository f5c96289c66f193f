# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The workbook of an issued report, read back."""

import io
from datetime import datetime

import openpyxl
import pytest
from base_tools.report_dataset import make_column, make_figure, make_table
from base_tools.report_xlsx import get_sheet_names, write_workbook

LABELS = {"summary": "Summary", "total": "Total"}


def write(rows, digits=None, title="Lines"):
    columns = [
        make_column("name", "Name", width=30),
        make_column("day", "Day", "date"),
        make_column("pieces", "Pieces", "quantity", total="sum"),
        make_column("rate", "Rate", "percent"),
        make_column("amount", "Amount", "money"),
    ]
    dataset = {
        "title": "=Report",
        "summary": [make_figure("all", "All", 3)],
        "notes": ["A note", "Another"],
        "tables": [make_table("lines", title, columns, rows)],
    }
    options = {} if digits is None else {"money_digits": digits}
    return write_workbook(dataset, [("Company", "Own")], LABELS, **options)


def read(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


ROWS = [
    {"name": "=cmd()", "day": "2026-03-01", "pieces": 2, "rate": 0.5, "amount": 10.25},
    {"name": "二", "day": None, "pieces": 1.5, "rate": None, "amount": -3},
]


def test_cells_have_their_types():
    sheet = read(write(ROWS))["Lines"]
    first = [cell.value for cell in sheet[2]]
    assert first == ["'=cmd()", datetime(2026, 3, 1), 2, 0.5, 10.25]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "n", "n", "n"]
    assert [cell.value for cell in sheet[3]] == ["二", None, 1.5, None, -3]
    assert sheet["E2"].number_format == "#,##0.00"
    assert sheet["D2"].number_format == "0.0%"


def test_total_is_a_formula_and_its_value_is_there_unopened():
    content = write(ROWS)
    assert read(content)["Lines"]["E4"].value == "=SUBTOTAL(109,E2:E3)"
    values = read(content, data_only=True)["Lines"]
    assert values["A4"].value == "Total"
    assert values["C4"].value == pytest.approx(3.5)
    assert values["E4"].value == pytest.approx(7.25)


def test_header_is_frozen_and_columns_have_widths():
    sheet = read(write(ROWS))["Lines"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_empty_table_has_a_header_and_no_total():
    sheet = read(write([]))["Lines"]
    assert sheet.max_row == 1


def test_summary_holds_heading_figures_and_notes_as_text():
    sheet = read(write(ROWS))["Summary"]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert texts[0][0] == "'=Report"
    assert ["Company", "Own"] in texts
    assert ["All", 3] in texts
    assert "A note" in [line[0] for line in texts]


def test_currency_without_decimals_shows_none():
    assert read(write(ROWS, digits=0))["Lines"]["E2"].number_format == "#,##0"


def test_sheet_names_are_legal_and_unique():
    titles = ["A/B: [x]*?", "a b   x", "History", "'quoted'", "", "長" * 40, "長" * 40]
    names = get_sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") for name in names)
    assert "history" not in [name.casefold() for name in names]
    assert names[3] == "quoted"
    read(write(ROWS, title=titles[0]))


def test_summary_lies_line_by_line():
    sheet = read(write(ROWS))["Summary"]
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    assert {place: value for place, value in cells.items() if value is not None} == {
        "A1": "'=Report",
        "A3": "Company",
        "B3": "Own",
        "A5": "All",
        "B5": 3,
        "A7": "A note",
        "A8": "Another",
    }
    columns = {
        (dimension.min, dimension.max): round(dimension.width)
        for dimension in sheet.column_dimensions.values()
    }
    assert columns == {(1, 1): pytest.approx(34, abs=1), (2, 2): pytest.approx(40, abs=1)}


def test_parts_of_a_unit_show_two_decimals_and_whole_ones_none():
    sheet = read(write(ROWS))["Lines"]
    assert [sheet[place].number_format for place in ("C2", "C3")] == ["#,##0", "#,##0.00"]
    assert sheet["C4"].number_format == "#,##0.00"
    odd = read(write([{**ROWS[0], "pieces": 3}]))["Lines"]
    assert [odd[place].number_format for place in ("C2", "C3")] == ["#,##0", "#,##0"]
    whole = read(write(ROWS[:1]))["Lines"]
    assert whole["C3"].number_format == "#,##0"
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet["A2"].number_format == "@"


def test_only_what_is_summed_has_a_total_and_the_word_stands_first():
    sheet = read(write(ROWS))["Lines"]
    total = [cell.value for cell in sheet[4]]
    assert total == ["Total", "", "=SUBTOTAL(109,C2:C3)", "", "=SUBTOTAL(109,E2:E3)"]
    assert sheet.max_row == 4


def test_a_table_without_sums_has_no_line_of_totals():
    columns = [make_column("name", "Name")]
    dataset = {"title": "T", "tables": [make_table("t", "T", columns, [{"name": "a"}])]}
    sheet = read(write_workbook(dataset, [], LABELS))["T"]
    assert sheet.max_row == 2


def test_looks_are_those_of_a_printed_page():
    book = read(write(ROWS))
    sheet = book["Lines"]
    assert sheet.auto_filter.ref == "A1:E3"
    assert sheet.print_title_rows == "$1:$1"
    for page in book:
        assert page.page_setup.paperSize == 9
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.oddFooter.right.text == "&P / &N"
    assert sheet["A1"].font.bold
    assert sheet["A1"].border.bottom.style == "thin"
    assert [sheet[place].alignment.horizontal for place in ("A1", "C1")] == [None, "right"]
    assert sheet["A2"].alignment.wrap_text
    assert sheet["E4"].font.bold
    assert sheet["E4"].border.top.style == "thin"
    assert not sheet["E3"].font.bold
    summary = book["Summary"]
    assert (summary["A1"].font.bold, summary["A1"].font.size) == (True, 16)
    assert summary["A7"].font.italic


def test_a_wide_table_lies_on_its_side_and_the_summary_never():
    columns = [make_column(f"c{number}", "C", width=26) for number in range(4)]
    dataset = {"title": "T", "tables": [make_table("t", "T", columns, [])]}
    book = read(write_workbook(dataset, [], LABELS))
    assert book["T"].page_setup.orientation == "landscape"
    assert book["Summary"].page_setup.orientation != "landscape"
    narrow = read(write(ROWS))["Lines"]
    assert narrow.page_setup.orientation != "landscape"


def test_longer_text_than_a_cell_holds_is_cut():
    sheet = read(write([{**ROWS[0], "name": "x" * 40_000}]))["Lines"]
    assert sheet["A2"].value == "x" * 32_767


def test_copies_of_a_name_are_counted_within_its_length():
    names = get_sheet_names(["x" * 40, "X" * 40, "x" * 31, "", ""])
    assert names == ["x" * 31, "X" * 27 + " (2)", "x" * 27 + " (3)", "Sheet 4", "Sheet 5"]
    assert get_sheet_names([f"{'y' * 30} z"]) == ["y" * 30]
