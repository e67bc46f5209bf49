"""Reading a table of the book key by key, noting every fault instead of stopping at the first.

A value that is missing or wrong reads as an empty stand-in of its type, so that reading goes on
and finds the rest; a book with a fault is never handed out, so no stand-in is ever used.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar, cast

from domain.process.faults import Fault, Severity
from domain.process.positions import Path, path_text
from domain.process.words import Words

Name = TypeVar("Name", bound=StrEnum)

_MISSING = object()
_LANGUAGE_KEYS = ("zh", "zh_Hant", "en")


class Faults:
    """Collects faults; knows the file's name and the line of every path."""

    def __init__(self, source: str, lines: Mapping[Path, int], *, complete: bool) -> None:
        self.source = source
        self.lines = lines
        self.missing_language = Severity.FAULT if complete else Severity.UNTRANSLATED
        self.found: list[Fault] = []

    def add(self, path: Path, what: str, mend: str, severity: Severity = Severity.FAULT) -> None:
        """Note a fault at `path`; its line is that of the nearest part which stands in the file."""
        place = path
        while place and place not in self.lines:
            place = place[:-1]
        line = self.lines.get(place, 1)
        self.found.append(Fault(self.source, path_text(path), what, mend, line, severity))

    def unknown(self, path: Path, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name that is none of `known`, with the nearest one."""
        choices = sorted(known)
        near = difflib.get_close_matches(name, choices, n=1, cutoff=0.6)
        guess = f'did you mean "{near[0]}"? ' if near else ""
        self.add(path, f'unknown {what} "{name}"', f"{guess}known are: {', '.join(choices) or 'none'}")

    def count(self) -> int:
        """How many faults keep the book from being used so far."""
        return sum(fault.severity is Severity.FAULT for fault in self.found)


class Table:
    """A table of the file being read. `close()` reports the keys that nobody asked for."""

    def __init__(self, faults: Faults, path: Path, value: object, under: Table | None = None) -> None:
        self.faults = faults
        self.path = path
        self.under = under
        """What holds for keys that this table does not have: a shared definition."""
        self.asked: set[str] = set()
        self.values: dict[str, object] = {}
        if isinstance(value, dict):
            self.values = cast("dict[str, object]", value)
        else:
            faults.add(path, "must be a table", "write it as [table] with keys below, or as { key = value }")

    def __contains__(self, key: str) -> bool:
        return key in self.values or (self.under is not None and key in self.under)

    def at(self, key: str) -> Path:
        """Where `key` stands: here, or in the shared definition below."""
        if key not in self.values and self.under is not None and key in self.under:
            return self.under.at(key)
        return (*self.path, key)

    def fault(self, key: str, what: str, mend: str) -> None:
        """Note a fault at one key of this table."""
        self.faults.add(self.at(key), what, mend)

    def raw(self, key: str, *, required: bool = True) -> object:
        """The bare value, or a marker where there is none (a fault when it is required)."""
        self.asked.add(key)
        if key in self.values:
            return self.values[key]
        if self.under is not None and key in self.under:
            return self.under.raw(key)
        if required:
            self.faults.add(self.path, f'"{key}" is missing', f'add the key "{key}"')
        return _MISSING

    def has(self, key: str) -> bool:
        """Whether the key is there; reading it later is left to the caller."""
        return key in self

    def each_key(self) -> Iterator[str]:
        """The keys in the order of the file; asks for all of them."""
        for key in self.values:
            self.asked.add(key)
            yield key

    def table(self, key: str, *, required: bool = True) -> Table:
        """A table below; an empty one where there is none."""
        value = self.raw(key, required=required)
        return Table(self.faults, self.at(key), {} if value is _MISSING else value)

    def tables(self, key: str, *, required: bool = True) -> list[Table]:
        """A list of tables below."""
        return [Table(self.faults, path, value) for path, value in self.items(key, required)]

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """A text that is not empty."""
        value = self.raw(key, required=required)
        if value is _MISSING:
            return default
        if isinstance(value, str) and value.strip():
            return value
        self.fault(key, "must be a text that is not empty", 'write it in quotes, such as "finance"')
        return default

    def name(self, key: str, what: str, known: Iterable[str], *, default: str | None = None) -> str:
        """A text that is one of `known`; required where there is no default."""
        value = self.text(key, required=default is None, default=default or "")
        choices = set(known)
        if value and value not in choices:
            self.faults.unknown(self.at(key), what, value, choices)
        return value

    def one_of(self, key: str, what: str, kind: type[Name], *, default: Name | None = None) -> Name:
        """A member of a closed set of names."""
        members = list(kind)
        value = self.name(key, what, [m.value for m in members], default=default.value if default else None)
        return next((m for m in members if m.value == value), default or members[0])

    def names(self, key: str, what: str, known: Iterable[str], *, required: bool = True) -> tuple[str, ...]:
        """A list of texts, each one of `known`, none twice."""
        choices = set(known)
        read: list[str] = []
        for path, value in self.items(key, required):
            if not isinstance(value, str):
                self.faults.add(path, "must be a text", f"name a {what} in quotes")
            elif value not in choices:
                self.faults.unknown(path, what, value, choices)
            elif value in read:
                self.faults.add(path, f'"{value}" is named twice', "leave one of them out")
            else:
                read.append(value)
        return tuple(read)

    def texts(self, key: str, *, required: bool = True) -> list[tuple[Path, str]]:
        """A list of texts, each with its place."""
        read: list[tuple[Path, str]] = []
        for path, value in self.items(key, required):
            if isinstance(value, str):
                read.append((path, value))
            else:
                self.faults.add(path, "must be a text", "write it in quotes")
        return read

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """true or false."""
        value = self.raw(key, required=default is None)
        if isinstance(value, bool):
            return value
        if value is not _MISSING:
            self.fault(key, "must be true or false", "write true or false without quotes")
        return bool(default)

    def count(self, key: str, *, default: int | None = None, least: int = 0, most: int = 100_000) -> int:
        """A whole number within limits."""
        value = self.raw(key, required=default is None)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if value is not _MISSING:
            self.fault(key, f"must be a whole number from {least} to {most}", "write it without quotes")
        return default or 0

    def percent(self, key: str) -> Decimal:
        """A share written "30%" as a fraction, 0 < share <= 1."""
        return self.percent_of(self.at(key), self.raw(key))

    def percent_of(self, path: Path, value: object) -> Decimal:
        """A share from a value that was read already."""
        if value is _MISSING:
            return Decimal(1)
        number = decimal_of(value[:-1]) if isinstance(value, str) and value.endswith("%") else None
        if number is None:
            self.faults.add(path, "must be a share", 'write it as "30%", in quotes')
        elif number > 100:
            self.faults.add(path, f"{value} is over 100 %", "a share is at most 100 % of the total")
        elif number <= 0:
            self.faults.add(path, f"{value} is nothing", "a share is more than 0 %; leave it out otherwise")
        else:
            return number / 100
        return Decimal(1)

    def amount(self, key: str, *, required: bool = True) -> Decimal | None:
        """Money in the book's currency, written "500.00" with at most two digits of cents."""
        value = self.raw(key, required=required)
        if value is _MISSING:
            return None
        number = decimal_of(value) if isinstance(value, str) else None
        if number is None or number < 0 or number != number.quantize(Decimal("0.01")):
            self.fault(key, "must be an amount of money", 'write it as "500.00", in quotes')
            return Decimal(0)
        return number

    def words(self, key: str, *, required: bool = True) -> Words:
        """A text for people: `{ zh = "…", zh_Hant = "…", en = "…" }`, or a bare Chinese text."""
        value = self.raw(key, required=required)
        if value is _MISSING:
            return Words("")
        return self.words_of(self.at(key), value)

    def words_of(self, path: Path, value: object) -> Words:
        """Words from a value that was read already."""
        if isinstance(value, str):
            value = {"zh": value}
        table = Table(self.faults, path, value)
        texts = {key: table.text(key, required=key == "zh") or None for key in _LANGUAGE_KEYS}
        table.close()
        words = Words(texts["zh"] or "", texts["zh_Hant"], texts["en"])
        for key, text in texts.items():
            if text and any(unicodedata.category(char) in {"Cc", "Cf"} for char in text.replace("\n", "")):
                self.faults.add((*path, key), "holds an invisible control character", "type the text again")
        if words.zh and words.missing():
            lacking = " and ".join(words.missing())
            self.faults.add(
                path,
                f'"{words.zh}" has no {lacking}',
                "add it; until then people who chose that language read the Chinese",
                self.faults.missing_language,
            )
        return words

    def close(self) -> None:
        """Report every key that is not part of this table."""
        for key in self.values:
            if key not in self.asked:
                self.faults.unknown((*self.path, key), "key", key, self.asked)

    def items(self, key: str, required: bool) -> list[tuple[Path, object]]:
        """The elements of a list, each with its place."""
        value = self.raw(key, required=required)
        if value is _MISSING:
            return []
        if not isinstance(value, list):
            self.fault(key, "must be a list", 'write it as ["…", "…"]')
            return []
        items = cast("list[object]", value)
        return [((*self.at(key), index), item) for index, item in enumerate(items)]


def decimal_of(text: str) -> Decimal | None:
    """A plain decimal number, or nothing; NaN, infinity and exponents are no numbers here."""
    if not text.strip() or "e" in text.lower() or "_" in text:
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
