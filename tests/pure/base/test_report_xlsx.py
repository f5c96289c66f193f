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


def write(rows, digits=2, title="Lines"):
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
        "notes": ["A note"],
        "tables": [make_table("lines", title, columns, rows)],
    }
    return write_workbook(dataset, [("Company", "Own")], LABELS, digits)


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
