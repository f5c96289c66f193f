# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The agreement between those who build a dataset and those who render it."""

import pytest
from base_tools import report_dataset as dataset_tools
from base_tools.report_dataset import DatasetError, make_column, make_table


def make_dataset(columns=None, rows=(), **values):
    columns = columns or [make_column("name", "Name"), make_column("amount", "Amount", "money")]
    table = make_table("lines", "Lines", columns, list(rows))
    return {"title": "Report", "summary": [], "tables": [table], **values}


def test_good_dataset_passes():
    rows = [{"name": "a", "amount": 1.5, "_record": ["res.partner", 1]}, {"name": None}]
    dataset_tools.check_dataset(make_dataset(rows=rows))


@pytest.mark.parametrize(
    "row",
    [
        {"amount": "12"},
        {"amount": float("nan")},
        {"amount": float("inf")},
        {"amount": True},
        {"name": 3},
        {"name": False},
        {"other": "x"},
    ],
)
def test_cell_that_does_not_fit_its_column_is_named(row):
    with pytest.raises(DatasetError, match="lines"):
        dataset_tools.check_dataset(make_dataset(rows=[row]))


def test_text_that_is_no_date_is_refused():
    columns = [make_column("day", "Day", "date")]
    dataset_tools.check_dataset(make_dataset(columns, [{"day": "2026-02-28"}]))
    with pytest.raises(DatasetError):
        dataset_tools.check_dataset(make_dataset(columns, [{"day": "2026-02-30"}]))


@pytest.mark.parametrize(
    "columns",
    [
        [make_column("a", "A"), make_column("a", "B")],
        [make_column("a", "A", "percent", total="sum")],
        [make_column("a", "A", "colour")],
        [make_column("a", "A", "money", total="average")],
    ],
)
def test_column_that_makes_no_sense_is_refused(columns):
    with pytest.raises(DatasetError):
        dataset_tools.check_dataset(make_dataset(columns))


def test_two_tables_of_one_name_and_no_title_are_refused():
    dataset = make_dataset()
    with pytest.raises(DatasetError):
        dataset_tools.check_dataset({**dataset, "tables": dataset["tables"] * 2})
    with pytest.raises(DatasetError):
        dataset_tools.check_dataset(make_dataset(title=""))


def test_totals_add_up_what_may_be_added():
    columns = [
        make_column("pieces", "Pieces", "quantity"),
        make_column("cases", "Cases", "integer", total="sum"),
        make_column("amount", "Amount", "money"),
    ]
    rows = [{"pieces": 1, "cases": 2, "amount": 0.1}] * 3 + [{"amount": None}]
    table = make_table("t", "T", columns, rows)
    assert dataset_tools.get_totals(table) == {"cases": 6, "amount": pytest.approx(0.3)}


def test_rate_of_nothing_is_no_data():
    assert dataset_tools.get_rate(0, 0) is None
    assert dataset_tools.get_rate(1, 4) == 0.25


@pytest.mark.parametrize("text", ["=1+1", "+886", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_execute_is_neutralised(text):
    assert dataset_tools.neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "PO 1=2", "二月"])
def test_other_text_stays_as_it_is(text):
    assert dataset_tools.neutralise(text) == text


def test_many_columns_turn_the_page():
    few = make_dataset([make_column(f"c{n}", "C") for n in range(4)])
    many = make_dataset([make_column(f"c{n}", "C") for n in range(5)])
    assert not dataset_tools.is_wide(few)
    assert dataset_tools.is_wide(many)


def test_columns_are_as_wide_and_summed_as_their_type_says():
    made = {kind: make_column("c", "C", kind) for kind in dataset_tools.TYPES}
    widths = [24, 10, 12, 14, 10, 12]
    assert [column["width"] for column in made.values()] == widths
    assert [kind for kind, column in made.items() if column["total"] == "sum"] == ["money"]
    assert make_column("c", "C", "colour")["width"] == 12
    assert make_column("c", "C", "money", total="none", width=7) == {
        "name": "c", "label": "C", "type": "money", "total": "none", "width": 7,
    }  # fmt: skip


def test_figures_of_the_summary_are_checked_as_well():
    figure = dataset_tools.make_figure("all", "All", "three")
    with pytest.raises(DatasetError, match="summary all"):
        dataset_tools.check_dataset(make_dataset(summary=[figure]))


def test_a_page_holds_a_hundred_characters_across():
    just = make_dataset([make_column("a", "A", width=60), make_column("b", "B", width=40)])
    more = make_dataset([make_column("a", "A", width=60), make_column("b", "B", width=41)])
    assert (dataset_tools.is_wide(just), dataset_tools.is_wide(more)) == (False, True)


def test_one_wide_table_is_enough_to_turn_the_page():
    narrow = make_table("narrow", "Narrow", [make_column("a", "A")], [])
    wide = make_table("wide", "Wide", [make_column("a", "A", width=101)], [])
    assert dataset_tools.is_wide({"tables": [narrow, wide]})
