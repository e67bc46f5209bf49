"""What a sheet would do, judged as a whole before anything is done: changes, faults by cell, warnings.

Judging is pure. The same cells and the same company give the same digest, by which an import knows that it still
does what its preview said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar

from domain.history import canonical
from domain.understanding import Ambiguous, Reading, Understood, Why
from domain.understanding.headings import Headings, recognise, unit_meant
from domain.understanding.sheet_words import is_example, is_total, plain
from services import finding
from services.sheets.package import NOT_COMPUTED
from services.sheets.reading import LONGEST_CELL, MERGED, MOST_ROWS, Page

T = TypeVar("T")
SHOWN: Final = 5
"""So many rows of each sort are told."""
KEPT_FAULTS: Final = 500
KEYS: Final = ("code", "original", "day")
"""Columns that name what a row is about; the template's example is marked there."""
_A_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell. `row` counts as Excel does; `column` is a field, or nothing for the whole row."""

    row: int
    column: str
    found: str
    why: str
    values: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings: its number in Excel and its cells by field."""

    n: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does: ``new``, ``changed`` with before and after by field, or ``same``."""

    row: int
    what: str
    name: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


@dataclass(slots=True)
class Judged:
    """A sheet as it was judged. `effects` is all that an import needs, as JSON."""

    kind: str
    changes: list[Change] = field(default_factory=list[Change])
    effects: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    faults: list[Fault] = field(default_factory=list[Fault])
    warnings: list[tuple[str, dict[str, str]]] = field(default_factory=list[tuple[str, dict[str, str]]])
    keys: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Pinyin and initials of new names, where somebody has looked them up beforehand: that is long work."""

    def look_up(self) -> None:
        """Look up the pinyin of every new name, outside the transaction that will need it."""
        for effect in self.effects:
            renamed = effect.get("fields", {}).get("name") if effect.get("do") == "change" else None
            name = renamed[1] if renamed else effect.get("name") if effect.get("do") == "add" else None
            if name:
                self.keys[name] = finding.search_keys(name)

    def keys_of(self, name: str) -> tuple[str, str]:
        """Pinyin and initials of a name."""
        return self.keys.get(name) or finding.search_keys(name)

    def fault(self, row: Row, column: str, why: str, /, **values: str) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Fault(row.n, column, row[column][:60], why, values))

    def warn(self, code: str, /, **values: str) -> None:
        """Note what a person should know before they import."""
        if (code, values) not in self.warnings:
            self.warnings.append((code, values))

    @property
    def digest(self) -> str:
        """A fingerprint of everything that the import would do."""
        return hashlib.sha256(canonical({"kind": self.kind, "effects": self.effects}).encode()).hexdigest()

    def count(self, what: str) -> int:
        return sum(1 for change in self.changes if change.what == what)

    def summary(self) -> dict[str, Any]:
        """What the card says, as JSON."""
        shown = [one for what in ("new", "changed") for one in self._first(what)]
        return {
            "total": str(sum((Decimal(one["total"]) for one in self.effects if "total" in one), Decimal(0))),
            "counts": {what: self.count(what) for what in ("new", "changed", "same")},
            "changes": [{**asdict(one), "fields": {key: list(pair) for key, pair in one.fields.items()}}
                        for one in shown],
            "faults": [asdict(one) for one in sorted(self.faults, key=lambda one: one.row)[:KEPT_FAULTS]],
            "fault_count": len(self.faults),
            "warnings": [[code, values] for code, values in self.warnings],
        }  # fmt: skip

    def _first(self, what: str) -> list[Change]:
        return [change for change in self.changes if change.what == what][:SHOWN]


# ── a table of rows ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Table:
    """The page that was recognised."""

    page: str
    headings: Headings
    rows: tuple[tuple[str, ...], ...]
    """All of the page's, headings and what stands above them included."""


def table_of(pages: Sequence[Page]) -> Table | None:
    """The first page that is recognised as complete, or else the one that comes nearest."""
    found = [(page, headings) for page in pages if (headings := recognise(page.rows)) is not None]
    if not found:
        return None
    page, headings = next(((p, h) for p, h in found if h.complete), found[0])
    return Table(page.name, headings, page.rows)


def rows_of(judged: Judged, table: Table) -> list[Row]:
    """The rows to be judged: without empty ones, the template's example, and sums. Cells that are too long are faults."""
    kept: list[Row] = []
    left: dict[str, list[str]] = {"example_left_out": [], "total_left_out": []}
    for n, cells in _below(table):
        row = _row(table.headings, n, cells)
        given = [cell for cell in row.cells.values() if cell]
        if not given or cells == table.rows[table.headings.row]:  # headings stand on every printed page
            continue
        keys = {row[column] for column in KEYS} - {""}
        if any(map(is_example, keys)):
            left["example_left_out"].append(str(n))
        elif any(map(is_total, cells)) and all(map(is_total, keys)):
            left["total_left_out"].append(str(n))
        else:
            kept.append(row)
    for code, numbers in left.items():
        if numbers:
            judged.warn(code, rows=" ".join(numbers[:SHOWN]), count=str(len(numbers)))
    for row in kept:
        for key, cell in row.cells.items():
            if len(cell) > LONGEST_CELL:
                judged.fault(row, key, "too_long", most=str(LONGEST_CELL))
    if len(kept) > MOST_ROWS:
        judged.faults.append(Fault(kept[MOST_ROWS].n, "", "", "too_many_rows", {"rows": str(MOST_ROWS)}))
    return kept


def _below(table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
    first = table.headings.row + 1
    yield from enumerate(table.rows[first:], start=first + 1)


def _row(headings: Headings, n: int, cells: Sequence[str]) -> Row:
    """A row's cells by field. A unit in the heading, 数量（箱） or 单价（元/箱）, is meant in every cell below."""
    found = {key: cells[at] for key, at in headings.columns.items()}
    for key, cell in found.items():
        unit = unit_meant(headings.heads.get(key, "")) if cell else ""
        if unit and key == "quantity" and not found.get("unit"):
            found = {**found, "unit": unit}
        elif unit and key in ("price", "list_price") and "/" not in cell:
            found = {**found, key: f"{cell}/{unit}"}
    return Row(n, found)


def value_of(judged: Judged, row: Row, column: str, reading: Reading[Any]) -> Any:
    """The value of a cell that is read with certainty; anything else is a fault, never guessed."""
    if isinstance(reading, Understood):
        return reading.value
    if (spoilt := spoilt_by(row[column])) is not None:
        judged.fault(row, column, spoilt)
        return None
    same = {Why.READINGS: "ambiguous", Why.TOO_LONG: "unclear", Why.EMPTY: "wanted"}
    why = same.get(reading.why, str(reading.why))
    if isinstance(reading, Ambiguous) and reading.why is Why.UNCLEAR:
        why = "ambiguous"
    judged.fault(row, column, why)
    return None


def words(judged: Judged, row: Row, column: str, most: int, *, wanted: bool = False) -> str | None:
    """A cell of text, at most so long; a number that Excel has shortened is a fault."""
    text = " ".join(row[column].split())
    if not text:
        if wanted:
            judged.fault(row, column, "wanted")
        return None
    if shortened(text):
        judged.fault(row, column, "shortened")
        return None
    spoilt = spoilt_by(text) or ("became_date" if column in KEYS and _A_DAY.fullmatch(text) else None)
    if spoilt is not None:
        judged.fault(row, column, spoilt)
        return None
    if len(text) > most:
        judged.fault(row, column, "too_long", most=str(most))
        return None
    return text


def spoilt_by(text: str) -> str | None:
    """Why a cell says nothing, whatever it should say: a formula without a result, a number merged over rows."""
    if text == MERGED:
        return "merged"
    if text == NOT_COMPUTED:
        return "not_computed"
    return "formula_failed" if text.startswith("#") and text.rstrip("!?").isupper() else None


def shortened(text: str) -> bool:
    """9.1320595E+17: a number whose last digits are lost."""
    mantissa, mark, exponent = text.upper().partition("E+")
    return bool(mark) and exponent.isdigit() and mantissa.replace(".", "", 1).isdigit()


class Index(Generic[T]):
    """What is known by its code or name: written just so, or else in another width, case or spacing, where that is one."""

    def __init__(self, found: Iterable[tuple[str, T]]) -> None:
        self._just: dict[str, T] = {}
        self._alike: dict[str, list[T]] = {}
        self._zeros: dict[str, str] = {}
        for text, value in found:
            self._just[text] = value
            self._alike.setdefault(plain(text), []).append(value)
            if text.startswith("0") and text.isdigit():
                self._zeros[text.lstrip("0")] = text

    def get(self, text: str) -> T | None:
        """The one that is meant."""
        alike = self._alike.get(plain(text), ())
        return self._just.get(text) or (alike[0] if len(alike) == 1 else None)

    def with_zeros(self, text: str) -> str | None:
        """007, where a cell says 7 and there is no 7: Excel takes such codes for numbers."""
        return None if self.get(text) is not None else self._zeros.get(text)


def doubled(judged: Judged, rows: Iterable[tuple[Row, str]], column: str) -> None:
    """The same key twice in one sheet is a fault of the second row; said once."""
    seen: dict[str, int] = {}
    said = {fault.row for fault in judged.faults if fault.why == "twice"}
    for row, key in rows:
        if key in seen and row.n not in said:
            judged.fault(row, column, "twice", row=str(seen[key]))
        seen.setdefault(key, row.n)


def decimal_text(value: Decimal) -> str:
    """Canonical: no exponent, no trailing zeros."""
    return f"{value.normalize():f}" if value else "0"
