"""Order lines as the tests read and tell them. Today is Monday, 23 November 2026; the names are the sample company's."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot import sample
from bot.book_file import read_book
from bot.understand_cli import told
from domain.understanding.line_result import OrderLine
from domain.understanding.measure import Measured
from domain.understanding.order_line import order_line
from domain.understanding.vocabulary import vocabulary
from domain.worktime import WorkCalendar

MONDAY = date(2026, 11, 23)
CALENDAR = WorkCalendar(ZoneInfo("Asia/Shanghai"))
KNOWN = sample.known()
NAMES = KNOWN.names
WORDS = vocabulary(read_book(None))


def read(text: str, today: date = MONDAY) -> OrderLine:
    return order_line(text, NAMES, KNOWN.goods, WORDS, today, CALENDAR)


def summary(line: OrderLine) -> str:
    """`kind value` of each part, a question as `kind? reading|reading`, and `unknown words`."""
    answer = told(line)
    parts = {(one["kind"], one["text"]): f"{one['kind']} {one['value']}" for one in answer["values"]}
    parts |= {(one["kind"], one["text"]): f"{one['kind']}? {'|'.join(one['readings'])}" for one in answer["ambiguous"]}
    units = iter([f"unit {one['value']}" for one in answer["values"] if one["kind"] == "unit"])
    words: list[str] = []
    for piece in line.pieces:
        words.append(parts.get((piece.kind, piece.reading.text), f"{piece.kind} {piece.reading.text}"))
        if piece.kind == "quantity" and piece.value is not None and piece.value.unit:
            words.append(next(units))
    return ", ".join([*words, *(f"unknown {one}" for one in line.unknown)])


def goods(line: OrderLine) -> str:
    """What was understood of each product: `code quantity price total discount`, - where nothing was, ? to be asked."""
    rows: list[str] = []
    for item in line.items:
        said = (item.product, item.quantity, item.price, item.total, item.discount)
        values = ["-" if one is None else "?" if one.value is None else one.value for one in said]
        rows.append(" ".join(f"{v.number:f}{v.unit}" if isinstance(v, Measured) else str(v) for v in values))
    return "; ".join(rows)
