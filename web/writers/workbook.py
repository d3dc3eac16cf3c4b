"""A paper as a workbook (XLSX): a sheet of notes, then a sheet for each table."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from web.writers.paper import Paper, Table

#: Text stays text, whatever it begins with: nothing written here is ever a formula or a link.
_AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST = 60


def workbook(paper: Paper) -> bytes:
    """The file; equal papers give equal bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _AS_TEXT) as book:
        moment = dt.datetime.fromisoformat(paper.moment).replace(tzinfo=None)
        book.set_properties({"title": paper.title, "created": moment})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for table in paper.tables:
            _table(book.add_worksheet(table.name), table, bold)
        _notes(book.add_worksheet(paper.notes_name), paper, bold, book.add_format(_WRAPPED))
    return out.getvalue()


_WRAPPED = {"text_wrap": True, "valign": "top"}


def _notes(sheet: Any, paper: Paper, bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, _WIDEST + 20)
    for row, (name, text) in enumerate(paper.notes):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text, wrapped)


def _table(sheet: Any, table: Table, bold: Any) -> None:
    lines: list[tuple[Any, ...]] = [table.head]
    if table.tags:
        lines.append(table.tags)
    first = len(lines)
    lines += table.rows
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            _cell(sheet, (row, column), cell, bold if row == 0 else None)
    for column in range(len(table.head)):
        longest = max(len(str(line[column] or "")) for line in lines)
        sheet.set_column(column, column, min(longest + 2, _WIDEST))
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(0, first - 1)


def _cell(sheet: Any, at: tuple[int, int], cell: Any, style: Any) -> None:
    if cell is None:
        return
    write = sheet.write_string if isinstance(cell, str) else sheet.write_number
    write(*at, cell, style)
