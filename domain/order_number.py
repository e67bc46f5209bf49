"""Order numbers: how they are written, and what people write for them.

A number is the leaf's prefix, the company's date and the number of the day: XS261122-001. People write the
whole of it or only its end: `001`, `1122-1`, in any case, in full width, with spaces or other dashes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_DIGITS = 3
_LONGEST = 32
_PREFIX = re.compile(r"[A-Z]{1,4}")
_NUMBER = re.compile(r"([A-Z]{1,4})([0-9]{6})-([0-9]{3,6})")
# The day may be missing, or the dash after a whole date: XS261122001 is clear, 1122001 is not.
_REFERENCE = re.compile(
    r"(?P<prefix>[A-Z]{1,4})?"
    r"(?:(?P<full>[0-9]{6})-(?P<n1>[0-9]{1,6})"
    r"|(?P<whole>[0-9]{6})(?P<n2>[0-9]{3})"
    r"|(?P<monthday>[0-9]{4})-(?P<n3>[0-9]{1,6})"
    r"|-?(?P<n4>[0-9]{1,5}))"
)


@dataclass(frozen=True, slots=True)
class OrderReference:
    """What somebody wrote for an order number; parts that were not written are None."""

    sequence: int
    day: date | None = None
    prefix: str | None = None

    @property
    def is_full(self) -> bool:
        return self.day is not None and self.prefix is not None

    @property
    def like(self) -> str:
        """The pattern for SQL LIKE that finds the numbers meant; it holds no user text."""
        day = "%" if self.day is None else f"{self.day:%y%m%d}"
        begin = f"{self.prefix or '%'}{day}".replace("%%", "%")
        return f"{begin}-{self.sequence:0{_DIGITS}d}"

    def matches(self, order_no: str) -> bool:
        """The same as `like`, for numbers at hand."""
        found = _NUMBER.fullmatch(order_no)
        return (
            found is not None
            and int(found[3]) == self.sequence
            and self.prefix in (None, found[1])
            and (self.day is None or f"{self.day:%y%m%d}" == found[2])
        )


def format_number(prefix: str, day: date, n: int) -> str:
    """The n-th order of a day; three digits, wider when it must be."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a prefix is one to four capital letters, not {prefix!r}")
    if n < 1:
        raise ValueError(f"orders of a day are counted from 1, not from {n}")
    return f"{prefix}{day:%y%m%d}-{n:0{_DIGITS}d}"


def parse_reference(text: str, today: date) -> OrderReference | None:
    """What is meant by `text`, or None when it is no order number.

    A month and day without a year are the latest such day up to `today`: no order comes from the future.
    """
    if len(text) > _LONGEST:
        return None
    found = _REFERENCE.fullmatch(_plain(text))
    if found is None:
        return None
    part = found.groupdict()
    sequence = int(part["n1"] or part["n2"] or part["n3"] or part["n4"])
    if sequence == 0:
        return None
    written = part["full"] or part["whole"]
    if not written and not part["monthday"]:
        return OrderReference(sequence, None, part["prefix"])
    day = _full_day(written) if written else _latest_day(part["monthday"], today)
    return OrderReference(sequence, day, part["prefix"]) if day else None


def _plain(text: str) -> str:
    """Full width, spaces, dashes and case made one way."""
    text = unicodedata.normalize("NFKC", text).upper().strip().lstrip("#")
    return re.sub(r"[\u2010-\u2015\u2212_]", "-", re.sub(r"\s", "", text))


def _full_day(yymmdd: str) -> date | None:
    try:
        return date(2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return None


def _latest_day(mmdd: str, today: date) -> date | None:
    # Nine years back reach a leap day even over a century year without one.
    for year in range(today.year, today.year - 9, -1):
        try:
            day = date(year, int(mmdd[:2]), int(mmdd[2:]))
        except ValueError:
            continue
        if day <= today:
            return day
    return None
