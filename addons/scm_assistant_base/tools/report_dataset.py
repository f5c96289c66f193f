# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plain dataset of an issued report: what it may hold, its totals, its cells.

A dataset is JSON: ``title``, ``notes`` (sentences), ``summary`` (figures of ``name``,
``label``, ``type``, ``value``), ``tables`` of ``name``, ``title``, ``columns`` and
``rows``. A column has ``name``, ``label``, ``type``, ``total`` ("sum" or "none") and
``width`` in characters. A row maps column names to values; its key ``_record`` may hold
[model, id] of the record behind it. None is "no data" and never zero.

Values by type: quantity, money, percent (1.0 is 100 %) and integer are numbers, date is
ISO text, text is text.
"""

import math
from datetime import date

TYPES = ("text", "integer", "quantity", "money", "percent", "date")
NUMBERS = ("integer", "quantity", "money", "percent")
SUMMABLE = ("integer", "quantity", "money")
WIDTHS = {"text": 24, "integer": 10, "quantity": 12, "money": 14, "percent": 10, "date": 12}
RECORD_KEY = "_record"
# More characters across than this do not fit on an upright page.
PORTRAIT_WIDTH = 100
# What a spreadsheet may take for a formula when it opens or imports text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class DatasetError(ValueError):
    """The dataset is not what its writers and readers agreed on."""


def make_column(name, label, type="text", total=None, width=None):
    """Return a column; quantities of different products are summed only if told so."""
    return {
        "name": name,
        "label": label,
        "type": type,
        "total": total or ("sum" if type == "money" else "none"),
        "width": width or WIDTHS.get(type, 12),
    }


def make_table(name, title, columns, rows, note=""):
    return {"name": name, "title": title, "columns": columns, "rows": rows, "note": note}


def make_figure(name, label, value, type="integer"):
    return {"name": name, "label": label, "type": type, "value": value}


def get_rate(part, whole):
    """Return part / whole, or None where there is nothing to take a part of."""
    return part / whole if whole else None


def check_dataset(dataset):
    """Raise `DatasetError` that says where the dataset breaks the agreement."""
    if not dataset.get("title"):
        raise DatasetError("the dataset has no title")
    for figure in dataset.get("summary", ()):
        _check_value(figure, figure["value"], f"summary {figure['name']}")
    names = [table["name"] for table in dataset.get("tables", ())]
    _check_unique(names, "tables")
    for table in dataset.get("tables", ()):
        _check_table(table)


def _check_table(table):
    columns = table["columns"]
    names = [column["name"] for column in columns]
    _check_unique(names, f"columns of {table['name']}")
    for column in columns:
        where = f"{table['name']}.{column['name']}"
        if column["type"] not in TYPES:
            raise DatasetError(f"{where} has the unknown type {column['type']!r}")
        if column["total"] not in ("sum", "none"):
            raise DatasetError(f"{where} has the unknown total {column['total']!r}")
        if column["total"] == "sum" and column["type"] not in SUMMABLE:
            raise DatasetError(f"{where}: {column['type']} can't be summed")
    for row in table["rows"]:
        strange = set(row) - set(names) - {RECORD_KEY}
        if strange:
            raise DatasetError(f"{table['name']} has cells without a column: {sorted(strange)}")
        for column in columns:
            _check_value(column, row.get(column["name"]), f"{table['name']}.{column['name']}")


def _check_unique(names, where):
    if len(set(names)) != len(names):
        raise DatasetError(f"two {where} have the same name")


def _check_value(column, value, where):
    if value is None:
        return
    if column["type"] in NUMBERS:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value):
            raise DatasetError(f"{where} holds {value!r}, which is no number")
    elif not isinstance(value, str):
        raise DatasetError(f"{where} holds {value!r}, which is no text")
    elif column["type"] == "date":
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise DatasetError(f"{where} holds {value!r}, which is no date") from error


def get_totals(table):
    """Return {column name: sum of its cells} of the columns that are summed."""
    return {
        column["name"]: math.fsum(row.get(column["name"]) or 0 for row in table["rows"])
        for column in table["columns"]
        if column["total"] == "sum"
    }


def is_wide(dataset):
    """Return whether a table needs a page on its side."""
    return any(
        sum(column["width"] for column in table["columns"]) > PORTRAIT_WIDTH
        for table in dataset["tables"]
    )


def neutralise(text):
    """Return ``text`` so that no spreadsheet takes it for a formula.

    >>> neutralise("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
