"""What was understood of an order line: the parts, and the goods with what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.understanding import units
from domain.understanding.result import Ambiguous, Reading, Understood

_NO_NUMERALS = re.compile(r"[^\d\s.,零〇一二三四五六七八九十百千万两半]+")


@dataclass(frozen=True, slots=True)
class Goods:
    """What the reader has to know of a product."""

    code: str
    unit: str
    packs: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    whole: bool = True
    list_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """A way of paying that was named: the order type, and the days of credit where they were said."""

    leaf: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was said: its kind, what was read, and where it stands in the message. `instead`: it takes the place
    of the one before, or is offered beside it; `each`: it is of every product named before it; `several`: it was said in
    several places, its words are all from the first to the last."""

    kind: str
    reading: Reading[Any]
    start: int
    end: int
    instead: bool = False
    each: bool = False
    several: bool = False

    @property
    def value(self) -> Any:
        """The value; None where it must be asked or was not understood."""
        return self.reading.value if isinstance(self.reading, Understood) else None


@dataclass(frozen=True, slots=True)
class Item:
    """A product with what was said of it. `quantity` is in the unit that was said; `count` in the product's own."""

    product: Piece | None
    quantity: Piece | None = None
    count: Reading[Decimal] | None = None
    price: Piece | None = None
    total: Piece | None = None
    discount: Piece | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Everything that was understood of one message. `pieces` are all of it in the order of the message."""

    items: tuple[Item, ...]
    customer: Piece | None
    day: Piece | None
    terms: Piece | None
    percent: Piece | None
    tax: Piece | None
    place: Piece | None
    phone: Piece | None
    pieces: tuple[Piece, ...]
    unknown: tuple[str, ...]


def offered(piece: Piece) -> tuple[Any, ...]:
    """The values that it can have: its own, or the readings to choose from."""
    if isinstance(piece.reading, Understood):
        return (piece.reading.value,)
    return piece.reading.readings if isinstance(piece.reading, Ambiguous) else ()


def doubted(reading: Reading[Any]) -> Reading[Any]:
    """The same as a question."""
    return Ambiguous(reading.text, (reading.value,)) if isinstance(reading, Understood) else reading


def unit_words(words: str, unit: str) -> str:
    """The unit as it stands in the words of a quantity: 千克 in 3千克, 臺 in 三百臺."""
    known = max((name for name in units.NAMES if name in words), key=len, default="")
    found = _NO_NUMERALS.findall(words)
    rest = str(found[-1]) if found else unit
    return known if rest in known else rest
