"""Bytes of a .xlsx, .xls or .csv to plain cells, within bounds.

A small file can ask for half a terabyte (two cells far apart are enough), and some make the reader abort. So it is
read in a process of its own with limits on memory and time: ``python -m services.sheets.reading NAME < FILE``
answers one line of JSON. `open_apart` starts that process; `pages` is what it does.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from services.sheets import package

MOST_BYTES: Final = 20 * 1024 * 1024
"""As much as a bot may download."""
MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2000
HEADING_ROWS: Final = 20
MERGED: Final = "=^"
"""A number is merged with the one above: whether it holds for each row or for all of them, nobody can say."""
_MOST_PAGES: Final = 20
_MEMORY: Final = 1024 * 1024 * 1024
_SECONDS: Final = 20
_PRECISE: Final = 10**15
"""Excel keeps fifteen digits of a number; one with more has lost some."""

_MARKS = ",\t;"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_EXCEL_TEXT = re.compile(r'="(?P<text>[^"]*)"')


class Unreadable(Exception):
    """Why a file cannot be read: a code, and values for the sentence."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Page:
    """One visible worksheet: its rows from the first on, every cell as text, an empty one as ``""``."""

    name: str
    rows: tuple[tuple[str, ...], ...]


# ── from outside ───────────────────────────────────────────────────────────────────────────


def open_apart(name: str, body: bytes) -> list[Page]:
    """Read a file in a process of its own. Raises Unreadable."""
    if len(body) > MOST_BYTES:
        raise Unreadable("too_big")
    home = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the name is an argument, not a command
            [sys.executable, "-m", "services.sheets.reading", name[-40:]],
            input=body, capture_output=True, timeout=2 * _SECONDS, check=False,
            env={"PYTHONPATH": home, "PYTHONUTF8": "1", "PATH": os.defpath},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable("too_heavy") from None
    if done.returncode != 0:
        # a killed, aborted or starved reader: whatever the file is, it is not read here
        raise Unreadable("too_heavy" if done.returncode < 0 else "broken")
    answer = json.loads(done.stdout)
    if "trouble" in answer:
        raise Unreadable(answer["trouble"], **answer["values"])
    return [Page(one["name"], tuple(tuple(row) for row in one["rows"])) for one in answer["pages"]]


def main() -> int:
    _limit_ourselves()
    try:
        found = pages(sys.argv[1], sys.stdin.buffer.read(MOST_BYTES + 1))
        answer: dict[str, Any] = {"pages": [{"name": one.name, "rows": one.rows} for one in found]}
    except Unreadable as trouble:
        answer = {"trouble": trouble.code, "values": trouble.values}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit_ourselves() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# ── inside ─────────────────────────────────────────────────────────────────────────────────


def pages(name: str, body: bytes) -> list[Page]:
    """The visible worksheets that hold anything. Raises Unreadable."""
    if len(body) > MOST_BYTES:
        raise Unreadable("too_big")
    if not body.strip():
        raise Unreadable("empty")
    if body.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        found = list(_workbook(body))
    elif b"\0" in body[:2000] and not body.startswith(_UTF_16):
        raise Unreadable("not_a_sheet")
    elif body.lstrip()[:1] == b"<":
        raise Unreadable("web_page")  # many an ERP writes a web page and calls it .xls
    else:
        found = [Page(name, _csv(body))]
    kept = [page for page in found if page.rows]
    if not kept:
        raise Unreadable("empty")
    return kept


def _workbook(body: bytes) -> Iterable[Page]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    failed = _failed(body) if body.startswith(b"PK") else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        seen = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible is SheetVisibleEnum.Visible and meta.typ is SheetTypeEnum.WorkSheet
        ]
        for name in seen[:_MOST_PAGES]:
            sheet = book.get_sheet_by_name(name)
            _bounded(sheet.total_height, sheet.total_width)
            grid = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            for (row, column), said in failed.get(name, {}).items():
                if row < len(grid) and column < len(grid[row]):
                    grid[row][column] = said
            _fill_merged(grid, sheet.merged_cell_ranges or ())
            yield Page(name, _trimmed(grid))
    except Unreadable:
        raise
    except PasswordError:
        raise Unreadable("locked") from None
    except (CalamineError, OSError, ValueError):
        raise Unreadable("broken") from None


def _bounded(height: int, width: int) -> None:
    """What lies far out is mostly format without content; beyond this it is not even looked at."""
    if height > MOST_ROWS * 4:
        raise Unreadable("too_many_rows", **_bounds())
    if width > MOST_COLUMNS * 4:
        raise Unreadable("too_many_columns", **_bounds())


def _failed(body: bytes) -> dict[str, dict[package.At, str]]:
    try:
        return package.failed_cells(body)
    except package.NotASheet:
        raise Unreadable("not_a_sheet") from None
    except package.TooHeavy:
        raise Unreadable("too_heavy") from None
    except package.Broken:
        raise Unreadable("broken") from None


def _fill_merged(grid: list[list[str]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """What was merged downwards is meant for every row, where it is words; of a number nobody knows."""
    for (top, left), (bottom, _right) in ranges:
        if top >= len(grid) or left >= len(grid[top]) or not grid[top][left]:
            continue
        said = grid[top][left]
        for row in grid[top + 1 : bottom + 1]:
            row[left] = MERGED if _is_number(said) else said


def _is_number(said: str) -> bool:
    return re.fullmatch(r"[-0-9.,E+%¥]+", said) is not None


def _cell(value: Any) -> str:
    """A cell as a person would write it: 58.1, 300, 2026-12-05."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else ""


def number_text(value: float) -> str:
    """A number with no more digits than it has; as Excel itself writes one that has lost some: 9.1320595E+17."""
    if not math.isfinite(value):
        return ""
    if abs(value) >= _PRECISE:
        return f"{value:.8G}"
    exact = Decimal(f"{value:.15g}")
    return f"{exact:f}" if exact != exact.to_integral_value() else f"{exact.quantize(Decimal(1)):f}"


def _text(value: str) -> str:
    excel = _EXCEL_TEXT.fullmatch(value.strip())  # ="00123", by which other programs save leading zeros in a csv
    words = excel["text"] if excel else value
    kept = "".join(char if char.isprintable() else " " for char in words if not "\ud800" <= char <= "\udfff")
    return kept.strip()[: LONGEST_CELL + 1]


def _csv(body: bytes) -> tuple[tuple[str, ...], ...]:
    text = _decoded(body)
    first = next((line for line in text.splitlines() if any(mark in line for mark in _MARKS)), "")  # no title
    delimiter = max(_MARKS, key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_text(cell) for cell in row])
            if len(rows) > MOST_ROWS * 4:
                raise Unreadable("too_many_rows", **_bounds())
    except csv.Error:
        raise Unreadable("broken") from None
    return _trimmed(rows)


def _decoded(body: bytes) -> str:
    for encoding in ["utf-16"] if body.startswith(_UTF_16) else ["utf-8-sig", "gb18030"]:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _trimmed(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Without empty rows and columns at the end, every row of one width, within the bounds."""
    width = max((column + 1 for row in rows for column, cell in enumerate(row) if cell), default=0)
    last = max((n + 1 for n, row in enumerate(rows) if any(row)), default=0)
    if last > MOST_ROWS + HEADING_ROWS:
        raise Unreadable("too_many_rows", **_bounds())
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns", **_bounds())
    return tuple(tuple((row + [""] * width)[:width]) for row in rows[:last])


def _bounds() -> dict[str, str]:
    return {"rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)}


if __name__ == "__main__":
    sys.exit(main())
