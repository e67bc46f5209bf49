"""Tables to .xlsx: dates as dates, amounts as numbers, and no text that could ever be a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

import xlsxwriter

from domain.understanding.sheet_words import FORMULA_BEGINS

Cell: TypeAlias = str | int | Decimal | date | None

LONGEST: Final = 32_000
"""Excel takes 32,767 characters a cell."""
_MONEY, _DAY, _NUMBER, _TEXT = "0.00", "yyyy-mm-dd", "General", "@"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sort`: text | money | quantity | price | day | count."""

    key: str
    label: str
    sort: str = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Made:
    """A table to be written. With `keys` a first row says each column's own name, which never changes."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    keys: bool = False
    above: Sequence[Sequence[Cell]] = ()
    """What stands above the headings."""


def xlsx(table: Made) -> bytes:
    """The file. Nothing in it is a formula or a link, whatever people have written."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(table.title[:31])
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "num_format": _TEXT})
    formats = {
        "money": book.add_format({"num_format": _MONEY}), "price": book.add_format({"num_format": "0.00##"}),
        "quantity": book.add_format({"num_format": _NUMBER}), "day": book.add_format({"num_format": _DAY}),
        "count": book.add_format({"num_format": "0"}), "text": book.add_format({"num_format": _TEXT}),
        "quoted": book.add_format({"num_format": _TEXT, "quote_prefix": True}),
    }  # fmt: skip
    for n, row in enumerate(table.above):
        for at, cell in enumerate(row):
            _write(sheet, n, at, cell, formats, "text")
    top = len(table.above)
    heads = ([[one.key for one in table.columns]] if table.keys else []) + [[one.label for one in table.columns]]
    for n, names in enumerate(heads, start=top):
        for at, name in enumerate(names):
            sheet.write_string(n, at, safe(name), head)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width, formats[column.sort])
    body = last = top + len(heads)
    sheet.freeze_panes(body, 0)
    for n, row in enumerate(table.rows, start=body):
        for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, n, at, cell, formats, column.sort)
        last = n + 1
    if last > body:
        sheet.autofilter(body - 1, 0, last - 1, len(table.columns) - 1)
    book.close()
    return stream.getvalue()


def _write(sheet: Any, n: int, at: int, cell: Cell, formats: dict[str, Any], sort: str) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        text = safe(cell)
        sheet.write_string(n, at, text, formats["quoted" if text.startswith(FORMULA_BEGINS) else "text"])
    elif isinstance(cell, date):
        sheet.write_datetime(n, at, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001 - a day of the sheet has no zone
    else:
        sheet.write_number(n, at, float(cell), formats[sort if sort != "text" else "quantity"])


def safe(text: str) -> str:
    """Text as any database and any spreadsheet takes it: no control characters, no halves of characters."""
    kept = "".join(char for char in text if char in "\t\n" or (char.isprintable() and not "\ud800" <= char <= "\udfff"))
    return kept[:LONGEST]
