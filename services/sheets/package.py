"""What stands in the parts of a .xlsx that the reader does not tell: cells whose formula failed or was never computed.

Bounds what a file unpacks to as well. Everything here runs in the process apart; see `reading`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree import ElementTree

MOST_UNPACKED: Final = 80 * 1024 * 1024
NOT_COMPUTED: Final = "=?"
"""A formula without a result: a program wrote it, and no Excel has opened the file since."""
_MOST_PARTS: Final = 2000

_CELL = re.compile(rb"<(?:\w+:)?c (?P<about>[^>]*[^/>])>(?P<inside>.*?)</(?:\w+:)?c>", re.DOTALL)
_AT = re.compile(rb'\br="(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_VALUE = re.compile(rb"<(?:\w+:)?v>(?P<said>[^<]*)</")
_FAILED = re.compile(r"#.{1,12}")
_TO_BE_COMPUTED = re.compile(rb'<(?:\w+:)?calcPr [^>]*fullCalcOnLoad="(?:1|true)"')
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

At = tuple[int, int]
"""Row and column, from 0."""


class NotASheet(Exception):
    """The package holds no workbook."""


class TooHeavy(Exception):
    """It unpacks to more than is read here."""


class Broken(Exception):
    """It is no sound package."""


def failed_cells(body: bytes) -> dict[str, dict[At, str]]:
    """By worksheet, where a formula failed (#DIV/0!) or has no result; such a cell reads as empty otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as box:
            names = set(box.namelist())
            if "xl/workbook.xml" not in names:
                raise NotASheet
            if sum(one.file_size for one in box.infolist()) > MOST_UNPACKED or len(names) > _MOST_PARTS:
                raise TooHeavy
            _unpack(box)
            anew = _TO_BE_COMPUTED.search(box.read("xl/workbook.xml")) is not None
            return {sheet: dict(_failed(box.read(part), anew)) for sheet, part in _worksheets(box) if part in names}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ElementTree.ParseError, KeyError):
        raise Broken from None


def _unpack(box: zipfile.ZipFile) -> None:
    """What a file says of its size need not be true: each part is unpacked once, and its checksum holds or not."""
    total = 0
    for part in box.infolist():
        with box.open(part) as stream:
            while chunk := stream.read(1 << 20):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise TooHeavy


def _worksheets(box: zipfile.ZipFile) -> Iterable[tuple[str, str]]:
    """Worksheets by name, and the part of the file that each is in."""
    if "xl/_rels/workbook.xml.rels" not in box.namelist():
        return
    links = ElementTree.fromstring(box.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - bounded, and in a process apart
    where = {link.get("Id"): str(link.get("Target")) for link in links}
    book = ElementTree.fromstring(box.read("xl/workbook.xml"))  # noqa: S314
    for sheet in book.iter(f"{_SPREADSHEET}sheet"):
        target = where.get(sheet.get(_LINK), "")
        yield str(sheet.get("name")), target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _failed(xml: bytes, anew: bool) -> Iterator[tuple[At, str]]:
    """`anew`: the file asks to be computed on opening, so that a result of 0 is a placeholder."""
    for cell in _CELL.finditer(xml):
        about, inside = cell["about"], cell["inside"]
        found = _VALUE.search(inside)
        said = found["said"].decode(errors="replace").strip() if found else ""
        if b't="e"' in about:
            what = said if _FAILED.fullmatch(said) else "#?"
        elif _FORMULA.search(inside) and b't="str"' not in about and (not said or (anew and said == "0")):
            what = NOT_COMPUTED
        else:
            continue
        at = _AT.search(about)
        if at is not None:
            yield (int(at["row"]) - 1, _column(at["column"])), what


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1
