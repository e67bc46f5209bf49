"""`python -m bot understand [--kind KIND] [--now TIME] [--json] TEXT`: what is understood of people's words."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from bot.book_file import read_book
from bot.settings import Settings
from domain.process.faults import BookFaults
from domain.process.types import Book
from domain.understanding import (
    Ambiguous,
    DaysAfterPayment,
    Measured,
    NotUnderstood,
    Reading,
    Tax,
    Understood,
    day,
    discount,
    measured,
    number,
    percent,
    priced,
    tax,
)
from domain.understanding.line_result import OrderLine, Piece, Terms, doubted, unit_words
from domain.understanding.order_line import order_line
from domain.understanding.result import converted
from domain.understanding.vocabulary import Vocabulary, vocabulary
from domain.worktime import WorkCalendar
from services import one_line
from services.finding import Names
from services.house import House
from services.mentions import CatalogueMentions
from services.one_line import Catalogue
from services.pace import calendar_by_the_book

GOOD, WRONG_USAGE = 0, 2
KINDS = ("order", "number", "money", "date", "quantity")
Value = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind `understand`."""
    parser.add_argument("text", metavar="TEXT", help="what somebody wrote; - reads lines from standard input")
    parser.add_argument("--kind", choices=KINDS, default="order", help="what the text is; an order line if not said")
    parser.add_argument("--now", type=_moment, metavar="2026-11-22T10:00", help="the company's time; now if not said")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-11-22T10:00") from None


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Read one text, or a line each from standard input."""
    try:
        book = read_book(settings.process_file)
    except BookFaults as faults:
        print(faults, file=sys.stderr)
        return WRONG_USAGE
    texts = (line.rstrip("\r\n") for line in sys.stdin) if args.text == "-" else iter([args.text])
    today = _today(args.now, settings.zone)
    read = _reader(args.kind, settings, book, today)
    for text in texts:
        print(_shown(read(text), as_json=args.json), flush=True)
    return GOOD


def _today(now: datetime | None, zone: ZoneInfo) -> date:
    """A time without a zone is the company's."""
    if now is None:
        return datetime.now(UTC).astimezone(zone).date()
    return now.date() if now.tzinfo is None else now.astimezone(zone).date()


def _reader(kind: str, settings: Settings, book: Book, today: date) -> Callable[[str], Value]:
    calendar = calendar_by_the_book(House(book, settings.zone))
    if kind == "order":
        return _order_reader(settings, book, today, calendar)
    return lambda text: _single(kind, text, today, calendar)


# ── one value ──────────────────────────────────────────────────────────────────────────────


def _single(kind: str, text: str, today: date, calendar: WorkCalendar) -> Value:
    """One value of a kind; where the words are another kind of amount, that one."""
    ways: dict[str, tuple[tuple[str, Callable[[str], Reading[Any]]], ...]] = {
        "date": (("date", lambda words: day(words, today, calendar)),),
        "quantity": (("quantity", measured),),
        "number": (("number", number), ("percent", percent), ("discount", discount), ("tax", tax)),
        "money": (("money", _amount), ("discount", discount), ("tax", tax)),
    }
    found = [Piece(name, reader(text), 0, 0) for name, reader in ways[kind]]
    of_kind = [piece for piece in found if piece.kind == kind and not isinstance(piece.reading, NotUnderstood)]
    sure = [piece for piece in found if isinstance(piece.reading, Understood)]
    several = _amounts(text, today) if kind == "money" and not of_kind + sure else None
    if several is not None and (several["values"] or several["ambiguous"]):
        return several
    unsure = [piece for piece in found if isinstance(piece.reading, Ambiguous)]
    for piece in of_kind + sure + unsure:
        return _answer([piece], ())
    return _answer([], (text.strip(),) if text.strip() else ())


def _amount(text: str) -> Reading[Decimal]:
    """A price or the sum of an order, which are all the same here."""
    return converted(priced(text), lambda found: found.amount)


def _amounts(text: str, today: date) -> Value:
    """Several amounts in one text: 单价58含税13%打九五折. Where anything else is said beside them, none is certain."""
    found = order_line(text, CatalogueMentions(Names(()), Names(())), {}, Vocabulary({}), today)
    pieces = [_as_amount(piece) for piece in found.pieces if piece.kind in _AMOUNTS]
    others = [piece.reading.text for piece in found.pieces if piece.kind not in _AMOUNTS]
    beside = "".join(text[before.end : after.start] for before, after in pairwise([_START, *pieces, _end(text)]))
    kinds = [piece.kind for piece in found.pieces if piece.kind in _AMOUNTS]
    several = len(set(kinds)) < len(kinds) or ("number" in kinds and len(kinds) > 1)
    if found.unknown or others or several or _MORE_THAN_MARKS.search(beside):
        pieces = [replace(piece, reading=doubted(piece.reading)) for piece in pieces]
    return _answer(pieces, (*found.unknown, *others))


def _end(text: str) -> Piece:
    return Piece("", Ambiguous(""), len(text), len(text))


_START = Piece("", Ambiguous(""), 0, 0)
_MORE_THAN_MARKS = re.compile(r"[^\s,;:!\uff0c\uff1b\u3001\u3002\uff01\uff1a]")


_AMOUNTS = {
    "price": "money", "total": "money", "number": "money", "tax": "tax", "discount": "discount", "percent": "percent",
}  # fmt: skip


def _as_amount(piece: Piece) -> Piece:
    again = _amount(piece.reading.text) if _AMOUNTS[piece.kind] == "money" else piece.reading
    sure = isinstance(again, Understood)
    return Piece(_AMOUNTS[piece.kind], again if sure else piece.reading, piece.start, piece.end)


# ── a whole line ───────────────────────────────────────────────────────────────────────────


def _order_reader(settings: Settings, book: Book, today: date, calendar: WorkCalendar) -> Callable[[str], Value]:
    known, words = _catalogue(settings, book), vocabulary(book)
    return lambda text: told(order_line(text, known.names, known.goods, words, today, calendar, units=known.units))


def told(line: OrderLine) -> Value:
    """A telephone number is for the delivery, none of the kinds that are printed."""
    phones = [piece.reading.text for piece in line.pieces if piece.kind == "phone"]
    return _answer([piece for piece in line.pieces if piece.kind != "phone"], (*line.unknown, *phones))


def _parts(piece: Piece) -> Iterator[Piece]:
    """A quantity is told with its unit beside it."""
    yield piece
    value = piece.value
    if piece.kind == "quantity" and value is not None and value.unit:
        yield Piece("unit", Understood(value.unit, unit_words(piece.reading.text, value.unit)), piece.start, piece.end)


def _catalogue(settings: Settings, book: Book) -> Catalogue:
    """The company's own where DATABASE_URL is set, else the sample company's."""
    if "database_url" not in settings.model_fields_set:
        from bot import sample

        return sample.known()
    from bot.run import open_database

    database = open_database(settings.database_url.get_secret_value())
    try:
        with database.transaction() as session:
            known = one_line.load(session, House(book, settings.zone), None)
            return replace(known, goods=one_line.every_good(session))
    finally:
        database.dispose()


# ── telling ────────────────────────────────────────────────────────────────────────────────


def _answer(pieces: Iterable[Piece], unknown: Iterable[str]) -> Value:
    answer: Value = {"values": [], "ambiguous": [], "unknown": list(unknown)}
    for piece in chain.from_iterable(map(_parts, pieces)):
        reading = piece.reading
        if isinstance(reading, NotUnderstood):
            answer["unknown"].append(reading.text)
            continue
        written = _written(reading.value) if isinstance(reading, Understood) else None
        if written is not None:
            answer["values"].append({"kind": piece.kind, "value": written, "text": reading.text})
        else:
            offered = reading.readings if isinstance(reading, Ambiguous) else ()
            readings = [words for one in offered if (words := _written(one)) is not None]
            answer["ambiguous"].append({"kind": piece.kind, "text": reading.text, "readings": readings})
    return answer


def _written(value: object) -> str | None:
    """A value as it is printed; None where it is none that can be: a day that depends on the money, tax without a rate."""
    match value:
        case Decimal():
            return _plain(value)
        case date():
            return value.isoformat()
        case Measured():
            return _plain(value.number)
        case Tax():
            return None if value.rate is None else _plain(value.rate)
        case Terms():
            return value.leaf
        case DaysAfterPayment():
            return None
        case _:
            return str(value)


def _plain(value: Decimal) -> str:
    """Without an exponent and without noughts at the end."""
    return format(value.normalize() + 0, "f")


def _shown(answer: Value, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(answer, ensure_ascii=False)
    lines = [f"{one['kind']:10} {one['value']:24} {one['text']}" for one in answer["values"]]
    lines += [f"{one['kind']:10} ? {' | '.join(one['readings']):22} {one['text']}" for one in answer["ambiguous"]]
    lines += [f"{'unknown':10} {'':24} {words}" for words in answer["unknown"]]
    return "\n".join(lines) if lines else "nothing"
