"""Sheets as people make them, and what stands in one that came back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Cells = Sequence[Sequence[Any]]
OPENING = [
    "原单号",
    "订单类型",
    "客户名称",
    "产品编号",
    "数量",
    "单价",
    "下单日期",
    "承诺交期",
    "目前状态",
    "已收款",
    "业务员",
]
"""Headings of a sheet of orders in flight."""


def workbook(*rows: Sequence[Any], title: str | None = None, sheet: str = "Sheet1") -> bytes:
    """A .xlsx with these rows; with `title` a merged line above them."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    first = 0
    if title is not None:
        page.merge_range(0, 0, 0, max(1, len(rows[0]) - 1), title)
        first = 1
    for n, row in enumerate(rows, start=first):
        for at, cell in enumerate(row):
            if isinstance(cell, int | float):
                page.write_number(n, at, cell)
            elif cell not in (None, ""):
                page.write_string(n, at, str(cell))
    book.close()
    return stream.getvalue()


def cells(body: bytes) -> list[list[Any]]:
    """What stands in the first page of a file."""
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


def live_parts(body: bytes) -> list[str]:
    """Everything in a file that a program would run or follow: formulas, links, connections."""
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        found: list[str] = []
        for part in box.namelist():
            text = box.read(part).decode("utf-8", "replace")
            found += re.findall(r"<f[ >][^<]*", text) + re.findall(r"<hyperlink[^>]*", text)
            found += [part] if "external" in part.lower() or "connection" in part.lower() else []
        return found
