"""Quantities in words, for one line or several: made, let go, ready, noticed, loaded, taken into stock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.understanding import NotUnderstood, Understood, quantity
from domain.understanding.replies import line_parts
from handlers.after_sale import texts as after_sale_texts
from handlers.after_sale.asking import COUNTED, goods_counted
from handlers.forms import texts as forms
from handlers.goods import leaving, texts
from handlers.money_words import pieces
from handlers.order.cards import order_seen
from handlers.order.words import head, mention
from handlers.say import Button, Say, do, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import catalogue, inspecting, noticing, people, shipping, supply
from services.after_sale.asking import to_return
from services.after_sale.deciding import note_back
from services.house import require
from services.looking import look, reach
from services.order_parts import LineView
from services.order_view import OrderView
from services.stages import to_go, to_inspect, to_load, to_make, to_pack, to_stock

READY, STOCK, NOTICE, LOAD, PASS, MADE = "ready", "stock", "notice", "load", "pass", "made"
BACK = "back"
"""What is counted; MADE is followed by the task, as in `made:production`, BACK by the return that it is about."""
RIGHT = {
    READY: "goods.ready", STOCK: "goods.stock_in", NOTICE: "notice.issue", LOAD: "goods.ship", PASS: "goods.inspect",
    MADE: "supply.finish", COUNTED: "after_sale.ask", BACK: "after_sale.back",
}  # fmt: skip
_LEFT: dict[str, Callable[[OrderView], dict[int, Decimal]]] = {
    READY: to_pack, STOCK: to_stock, NOTICE: to_go, LOAD: to_load, PASS: to_inspect,
    COUNTED: to_return,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is wrong with the words, rendered for who wrote them; `readings` where there is a choice."""

    said: str
    line: int = 0
    readings: tuple[str, ...] = ()


def left(order: OrderView, what: str) -> dict[int, Decimal]:
    """What is still to be counted, by line."""
    sort, _, kind = what.partition(":")
    if sort == BACK:
        return next((dict(one.quantities) for one in order.after_sales if str(one.id) == kind), {})
    return to_make(order, kind) if sort == MADE else _LEFT[sort](order)


def right(what: str) -> str:
    """The right that is asked of whoever counts."""
    return RIGHT[what.partition(":")[0]]


def ask(turn: Turn, order: int, what: str, **facts: Any) -> None:
    """Ask for the quantities."""
    require(turn.house, turn.actor, right(what))
    reach(turn.session, turn.house, turn.actor, order)
    turn.ask(
        "goods.ask_count",
        "goods.count_typed",
        {"order": order, "what": what},
        subject=f"order:{order}",
        what=what,
        **facts,
    )


def typed(turn: Turn, order: int, what: str, counts: list[list[Any]] | None = None) -> None:
    """Quantities in words, or one of the readings that were offered."""
    require(turn.house, turn.actor, right(what))
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    if counts is not None:
        carry_out(turn, order, what, {int(line): Decimal(str(count)) for line, count in counts})
        return
    read = read_counts(turn, view, what, turn.text)
    if isinstance(read, Unclear):
        ask(turn, order, what, bad=read.said, line=read.line, readings=list(read.readings))
    else:
        carry_out(turn, order, what, read)


def carry_out(turn: Turn, order: int, what: str, counts: Mapping[int, Decimal] | None) -> None:
    """Report the quantities; None is all that is left."""
    sort, _, kind = what.partition(":")
    given = (turn.session, turn.house, turn.actor, order, turn.now)
    if sort == LOAD:
        leaving.loaded(turn, order, shipping.ship(*given, quantities=counts))
        return  # it asks for the delivery note
    if sort == COUNTED:
        goods_counted(turn, order, counts or {})
        return  # it asks why
    if sort == READY:
        shipping.report_ready(*given, counts)
        view = look(turn.session, turn.house, turn.actor, order, turn.now)
        turn.toast(texts.DONE_READY_PART if to_pack(view) else texts.DONE_READY, sales=view.sales)
    elif sort == STOCK:
        shipping.stock_in(*given, counts)
        turn.toast(texts.DONE_STOCKED)
    elif sort == NOTICE:
        _noticed(turn, order, counts)
    elif sort == PASS:
        inspecting.pass_goods(*given, counts)
        turn.toast(texts.DONE_PASSED)
    elif sort == BACK:
        note_back(turn.session, turn.house, turn.actor, int(kind), turn.now, counts)
        turn.toast(after_sale_texts.DONE_BACK, sales=look(turn.session, turn.house, turn.actor, order, turn.now).sales)
    else:
        supply.report(turn.session, turn.house, turn.actor, order, kind, counts or {}, turn.now)
        turn.toast(texts.DONE_REPORTED)
    turn.wait_for_nothing()


def _noticed(turn: Turn, order: int, counts: Mapping[int, Decimal] | None) -> None:
    """The notice that stands is changed; where none does, one is issued for so much."""
    if shipping.open_notice(turn.session, order) is not None:
        noticing.change(turn.session, turn.house, turn.actor, order, turn.now, counts)
        turn.toast(texts.DONE_NOTICE_CHANGED)
        turn.card("notice", f"order:{order}", order_id=order, repost=True, answer=True)
    else:
        leaving.issue(turn, order, counts)


# ── reading ────────────────────────────────────────────────────────────────────────────────


def read_counts(turn: Turn, order: OrderView, what: str, text: str) -> dict[int, Decimal] | Unclear:
    """Quantities by line. Where one line is open a quantity is enough."""
    open_lines = [line for line in order.lines if line.id in left(order, what)]
    if not text or not open_lines:
        return Unclear(str(texts.NOT_COUNT(turn.lang)))
    if len(open_lines) == 1:
        read = _read_one(turn, open_lines[0], text)
        return read if isinstance(read, Unclear) else {open_lines[0].id: read}
    return _read_several(turn, open_lines, text)


def _read_several(turn: Turn, open_lines: list[LineView], text: str) -> dict[int, Decimal] | Unclear:
    parts = line_parts(text)
    if parts is None:
        return Unclear(str(texts.LINES_UNCLEAR(turn.lang)))
    counts: dict[int, Decimal] = {}
    for name, words in parts:
        line = _line_named(open_lines, name)
        if line is None:
            return Unclear(str(texts.LINE_UNKNOWN(turn.lang, text=name[:30])))
        if line.id in counts:
            return Unclear(str(texts.LINE_TWICE(turn.lang, text=name[:30])))
        read = _read_one(turn, line, words)
        if isinstance(read, Unclear):
            return Unclear(str(texts.LINE_BAD(turn.lang, text=line.code, bad=Markup(read.said))))  # noqa: S704
        counts[line.id] = read
    return counts


def _line_named(open_lines: list[LineView], name: str) -> LineView | None:
    """By code, by name, or by its number in the question where a product stands on several lines."""
    wanted = name.casefold()
    found = [line for line in open_lines if wanted in (line.code.casefold(), line.name.casefold())]
    if len(found) == 1:
        return found[0]
    number = int(name) if name.isascii() and name.isdecimal() and len(name) < 4 else 0
    return open_lines[number - 1] if not found and 0 < number <= len(open_lines) else None


def _read_one(turn: Turn, line: LineView, text: str) -> Decimal | Unclear:
    product = catalogue.product(turn.session, line.product_id)
    read = quantity(text, line.unit, dict(product.packs), whole=product.whole_units)
    if isinstance(read, Understood):
        return read.value
    if isinstance(read, NotUnderstood) or not read.readings:
        phrase = forms.BAD[read.why]
        values = {"text": read.text[:30]} if "text" in phrase.places else {}
        return Unclear(str(phrase(turn.lang, **values)))
    said = str(forms.WHICH["reading"](turn.lang, text=read.text[:30]))
    return Unclear(said, line.id, tuple(str(value) for value in read.readings[:4]))


# ── the question ───────────────────────────────────────────────────────────────────────────


def asking(view: View) -> Say | None:
    """How many?"""
    order = order_seen(view)
    if order is None:
        return None
    person = people.by_id(view.session, int(view.facts["asks"]))
    what = str(view.facts["what"])
    open_lines = [line for line in order.lines if line.id in left(order, what)]
    said = [Markup(view.facts["bad"])] if view.facts.get("bad") else []  # noqa: S704 - rendered and escaped by a Text
    said.append(_question(view, order, what, open_lines, mention(person.telegram_id, person.name)))
    return Say(
        lines(said),
        rows(tuple(_readings(view, order, what, open_lines))),
        placeholder=texts.COUNT_HINT.plain(view.lang),
    )


def _question(view: View, order: OrderView, what: str, open_lines: list[LineView], who: Markup) -> Markup:
    name, rest, sort = head(order, view.lang), left(order, what), what.partition(":")[0]
    if len(open_lines) == 1:
        return texts.ASK_COUNT[sort](view.lang, who=who, head=name, goods=pieces(open_lines[0], rest[open_lines[0].id]))
    codes = [line.code for line in open_lines]
    names = [line.code if codes.count(line.code) == 1 else str(n) for n, line in enumerate(open_lines, start=1)]
    examples = [
        texts.EXAMPLE.plain(view.lang, code=named, count=formats.quantity(rest[line.id]))
        for named, line in zip(names[:2], open_lines[:2], strict=True)
    ]
    listed = lines(
        texts.LISTED(view.lang, n=n, goods=pieces(line, rest[line.id])) for n, line in enumerate(open_lines, start=1)
    )
    example = texts.EXAMPLE_AND.joined(view.lang, examples)
    return texts.ASK_COUNTS[sort](view.lang, who=who, head=name, goods=listed, example=example)


def _all_back(view: View, order: OrderView) -> list[Button]:
    """All that has left is to come back."""
    counts = [[line, str(count)] for line, count in to_return(order).items()]
    label = after_sale_texts.BTN_ALL_BACK.plain(view.lang)
    return [do(label, "goods.count_typed", order=order.id, what=COUNTED, counts=counts)]


def _readings(view: View, order: OrderView, what: str, open_lines: list[LineView]) -> list[Button]:
    line = next((line for line in open_lines if line.id == view.facts.get("line")), None)
    if line is None:
        return _all_back(view, order) if what == COUNTED else []
    return [
        do(
            f"{formats.quantity(Decimal(count))} {line.unit}",
            "goods.count_typed",
            order=order.id,
            what=what,
            counts=[[line.id, count]],
        )
        for count in view.facts.get("readings", ())
    ]
