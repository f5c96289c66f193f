# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Write the dataset of an issued report as a workbook."""

import io
import re
from datetime import date

import xlsxwriter

from .report_dataset import NUMBERS, get_totals, is_wide, neutralise

SHEET_NAME_LENGTH = 31
ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
FORMATS = {
    "integer": "#,##0",
    "quantity": "#,##0",
    "decimal": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
}
MAX_CELL_LENGTH = 32767


def get_sheet_names(titles):
    """Return a legal and unique sheet name for each title, in their order.

    Excel refuses []:*?/\\, more than 31 characters, a quote at either end, the name
    History, and two names that differ in upper and lower case alone.
    """
    names, taken = [], {"history"}
    for number, title in enumerate(titles, start=1):
        base = ILLEGAL.sub(" ", title).strip(" '")[:SHEET_NAME_LENGTH].strip(" '")
        name, copy = base or f"Sheet {number}", 2
        while name.casefold() in taken:
            suffix = f" ({copy})"
            name, copy = f"{base[: SHEET_NAME_LENGTH - len(suffix)]}{suffix}", copy + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def write_workbook(dataset, heading, labels, money_digits=2):
    """Return the bytes of a workbook: a summary sheet and one sheet a table.

    :param heading: pairs of label and text for the top of the summary
    :param labels: words in the report's language: ``summary``, ``total``
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    writer = _Writer(book, labels, money_digits)
    names = get_sheet_names([labels["summary"], *(table["title"] for table in dataset["tables"])])
    writer.write_summary(book.add_worksheet(names[0]), dataset, heading)
    for name, table in zip(names[1:], dataset["tables"], strict=True):
        writer.write_table(book.add_worksheet(name), table, is_wide({"tables": [table]}))
    book.close()
    return output.getvalue()


class _Writer:
    """Holds the formats of one workbook."""

    def __init__(self, book, labels, money_digits):
        self.labels = labels
        decimals = f".{'0' * money_digits}" if money_digits else ""
        numbers = {**FORMATS, "money": f"#,##0{decimals}", "text": "@"}
        wrap = {"text_wrap": True, "valign": "top"}
        self.cells = {
            kind: book.add_format({"num_format": number, **wrap})
            for kind, number in numbers.items()
        }
        total = {"bold": True, "top": 1}
        self.totals = {
            kind: book.add_format({"num_format": number, **total})
            for kind, number in numbers.items()
        }
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.label = book.add_format({"font_color": "#555555", "valign": "top"})
        self.note = book.add_format({"italic": True, "font_color": "#555555"})
        header = {"bold": True, "bg_color": "#E7E9ED", "bottom": 1, **wrap}
        self.header = book.add_format(header)
        self.header_number = book.add_format({**header, "align": "right"})

    def write_summary(self, sheet, dataset, heading):
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 40)
        self._write_text(sheet, 0, 0, dataset["title"], self.title)
        line = 2
        for label, text in heading:
            self._write_text(sheet, line, 0, label, self.label)
            self._write_text(sheet, line, 1, text, self.cells["text"])
            line += 1
        line += 1
        for figure in dataset.get("summary", ()):
            self._write_text(sheet, line, 0, figure["label"], self.label)
            self._write_value(sheet, line, 1, figure["type"], figure["value"])
            line += 1
        line += 1
        for note in dataset.get("notes", ()):
            self._write_text(sheet, line, 0, note, self.note)
            line += 1
        self._set_page(sheet, False)

    def write_table(self, sheet, table, landscape):
        columns = table["columns"]
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column["width"])
            is_number = column["type"] in NUMBERS
            header = self.header_number if is_number else self.header
            self._write_text(sheet, 0, index, column["label"], header)
            for line, row in enumerate(table["rows"], start=1):
                self._write_value(sheet, line, index, column["type"], row.get(column["name"]))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        last = len(table["rows"])
        if last:
            sheet.autofilter(0, 0, last, len(columns) - 1)
            self._write_totals(sheet, table, last)
        self._set_page(sheet, landscape)

    def _write_totals(self, sheet, table, last):
        totals = get_totals(table)
        if not totals:
            return
        for index, column in enumerate(table["columns"]):
            if column["name"] in totals:
                first_cell = xlsxwriter.utility.xl_rowcol_to_cell(1, index)
                last_cell = xlsxwriter.utility.xl_rowcol_to_cell(last, index)
                # SUBTOTAL follows the filter of the sheet; 109 is the sum of what is shown.
                formula = f"=SUBTOTAL(109,{first_cell}:{last_cell})"
                has_decimals = column["type"] == "quantity" and totals[column["name"]] % 1
                style = self.totals["decimal" if has_decimals else column["type"]]
                sheet.write_formula(last + 1, index, formula, style, totals[column["name"]])
            else:
                text = self.labels["total"] if index == 0 else ""
                sheet.write_string(last + 1, index, text, self.totals["text"])

    def _write_value(self, sheet, line, index, kind, value):
        has_decimals = kind == "quantity" and value is not None and value % 1
        style = self.cells["decimal" if has_decimals else kind]
        if value is None:
            sheet.write_blank(line, index, None, style)
        elif kind in NUMBERS:
            sheet.write_number(line, index, value, style)
        elif kind == "date":
            sheet.write_datetime(line, index, date.fromisoformat(value), style)
        else:
            self._write_text(sheet, line, index, value, style)

    def _write_text(self, sheet, line, index, text, style):
        sheet.write_string(line, index, neutralise(text)[:MAX_CELL_LENGTH], style)

    def _set_page(self, sheet, landscape):
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        if landscape:
            sheet.set_landscape()
