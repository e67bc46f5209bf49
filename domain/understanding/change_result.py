"""What one message says about a change of an order: the parts, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.understanding.result import Reading, Understood


class Meant(StrEnum):
    """What a part is about, and what its reading holds."""

    QUANTITY = "quantity"  # Measured, or Share
    PRICE = "price"  # Decimal in yuan, or Share
    DISCOUNT = "discount"  # Decimal: the tenths of the price that are left
    EITHER = "either"  # a Decimal or a Share of one of `among`: it has to be asked which
    DAY = "day"  # date, DaysAfterPayment, or Shift
    TERMS = "terms"  # Terms
    PLACE = "place"  # str, like the four below
    RECEIVER = "receiver"
    PHONE = "phone"
    CARRIER = "carrier"
    CUSTOMER_PO = "customer_po"
    NEW_LINE = "new_line"  # Measured: so much of a product that is not on the order
    END_LINE = "end_line"  # True, like the two below
    CANCEL = "cancel"
    HOLD = "hold"


class How(StrEnum):
    """Whether a value is the new one, or by how much the old one is changed."""

    TO = "to"
    MORE = "more"
    LESS = "less"
    LATER = "later"
    SOONER = "sooner"


@dataclass(frozen=True, slots=True)
class Shift:
    """So many days later or sooner: natural days (推一周 is seven) or working days."""

    days: int
    working: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """So many per cent of what stands now."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of the order, as far as people name it. `priced`: whether it has a price that could be meant."""

    code: str
    name: str
    unit: str
    priced: bool = True
    packs: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])


@dataclass(frozen=True, slots=True)
class ChangePart:
    """One thing that is to be different. `text` are its very words, `written[start:end]`; the name of the product may
    stand elsewhere. What is not `sure` has to be confirmed or asked."""

    meant: Meant
    reading: Reading[Any]
    text: str
    start: int
    end: int
    how: How = How.TO
    product: Reading[str] | None = None
    """The code of the product that was named; None where none was, and where it does not matter."""
    was: Reading[Any] | None = None
    """What the message says of the value until now: 300 of 从300台改成500台."""
    among: tuple[Meant, ...] = ()

    @property
    def value(self) -> Any:
        """The value; None where it must be asked."""
        return self.reading.value if isinstance(self.reading, Understood) else None

    @property
    def sure(self) -> bool:
        """Whether nothing about it has to be asked, but for a product that was not named."""
        named = self.product is None or isinstance(self.product, Understood)
        return isinstance(self.reading, Understood) and named and self.meant is not Meant.EITHER


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Everything that was understood of one message, and the words that were not."""

    parts: tuple[ChangePart, ...]
    unknown: tuple[str, ...]
