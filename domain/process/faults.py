"""What is wrong with a book: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """A fault keeps the bot from starting; a warning is told and passed, and so is a missing translation."""

    FAULT = "fault"
    WARNING = "warning"
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. Written for operators, in English.

    `place` is the path in the file, such as `leaf."prepaid.release".condition[1].share`; elements
    of lists are counted from 1. `line` is 0 where the file could not be read at all.
    """

    source: str
    place: str
    what: str
    mend: str
    line: int = 0
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line else self.source
        return f"{where}: {self.place or 'the file'}: {self.what}. To mend: {self.mend}."


class BookFaults(Exception):
    """The book is wrong. Carries every fault at once, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
