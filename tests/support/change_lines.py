"""Lines about changes as the tests read and tell them. Today is Monday, 23 November 2026; the order has X200 and Y10."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.understanding import DaysAfterPayment
from domain.understanding.change_line import change_line
from domain.understanding.change_result import ChangeLine, ChangePart, How, Meant, Ordered, Share, Shift
from domain.understanding.line_result import Terms
from domain.understanding.measure import Measured
from domain.understanding.result import Ambiguous, Reading
from tests.support.order_lines import CALENDAR, KNOWN, MONDAY, NAMES, WORDS

X200 = Ordered("X200", "减速电机", "台")
Y10 = Ordered("Y10", "轴承座", "件")
BOTH = (X200, Y10)
_SIGN = {How.TO: "", How.MORE: "+", How.LESS: "-", How.LATER: "+", How.SOONER: "-"}


def read(text: str, ordered: tuple[Ordered, ...] = BOTH, *, customer: str | None = None) -> ChangeLine:
    return change_line(text, ordered, NAMES, WORDS, MONDAY, CALENDAR, customer=customer)


def summary(line: ChangeLine) -> str:
    """`kind product value` of each part, `kind?` where it has to be asked, and `unknown words`."""
    return ", ".join([*map(_part, line.parts), *(f"unknown {words}" for words in line.unknown)])


def _part(part: ChangePart) -> str:
    kind = "|".join(part.among) if part.meant is Meant.EITHER else part.meant.value
    product = _product(part.product)
    was = f" from {_values(part.was)}" if part.was is not None else ""
    value = _values(part.reading)
    values = "" if value in ("True", "") else f" {_SIGN[part.how]}{value}"
    asked = isinstance(part.reading, Ambiguous) or part.meant is Meant.EITHER
    return f"{kind}{'?' if asked else ''}{product}{values}{was}"


def _product(product: Reading[str] | None) -> str:
    if product is None:
        return ""
    readings = "/".join(getattr(product, "readings", ()))
    return f" ?{readings}" if isinstance(product, Ambiguous) else f" {_values(product)}"


def _values(reading: Reading[object] | None) -> str:
    if isinstance(reading, Ambiguous):
        return "/".join(map(_written, reading.readings))
    return _written(getattr(reading, "value", None))


def _written(value: object) -> str:
    match value:
        case Decimal():
            return format(value.normalize() + 0, "f")
        case date():
            return value.isoformat()
        case Measured():
            return f"{value.number:f}{value.unit}"
        case Share():
            return f"{value.percent:f}%"
        case Shift():
            return f"{value.days}{'wd' if value.working else 'd'}"
        case Terms():
            return value.leaf + (f" {value.days}" if value.days else "")
        case DaysAfterPayment():
            return "after payment"
        case _:
            return str(value)


__all__ = ["BOTH", "KNOWN", "X200", "Y10", "read", "summary"]
