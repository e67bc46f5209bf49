"""The notice (发货通知) of whoever issued it: what goes where, changed while it has not left, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from markupsafe import Markup

from domain.process.fields import Choice
from domain.understanding import NotUnderstood, Understood, day
from handlers.changes.held import hold_line
from handlers.forms import texts as forms
from handlers.goods import counting, texts
from handlers.goods.cards import where
from handlers.money_words import pieces
from handlers.order.cards import order_seen
from handlers.order.texts import BTN_NOTICE_SOME
from handlers.order.words import head, may_here, mention, plain, reasons
from handlers.say import Row, Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import clearing, noticing, people
from services.errors import AlreadyDone
from services.house import require
from services.looking import look
from services.noticing import Wanted
from services.order_parts import BatchView
from services.order_view import OrderView
from services.pace import calendar_of
from services.stages import to_go

PARTS = ("ship_by", "address", "contact", "carrier", "freight")
LONGEST = 200


# ── acts ───────────────────────────────────────────────────────────────────────────────────


def change(turn: Turn, order: int, part: str, **facts: Any) -> None:
    """Ask for another day, place, receiver, carrier; who pays the freight is chosen."""
    view = _standing(turn, order)
    args = {"order": order, "part": part}
    if part == "freight" and _freights(view):
        turn.reply("notice.freight", f"order:{order}")
    else:
        turn.ask("notice.ask", "notice.changed", args, subject=f"order:{order}", part=part, **facts)


def changed(turn: Turn, order: int, part: str, value: str | None = None) -> None:
    """The answer, in words or by a button."""
    _standing(turn, order)
    words = " ".join((turn.text if value is None else value).split())
    given: Any = words[:LONGEST]
    if not words:
        change(turn, order, part, bad=str(texts.NOTICE_WORDS(turn.lang)))
        return
    if part == "ship_by":
        given = _day(turn, words)
        if isinstance(given, Markup):
            change(turn, order, part, bad=str(given))
            return
    wanted = Wanted(**{part: given})
    noticing.change(turn.session, turn.house, turn.actor, order, turn.now, wanted=wanted)
    turn.toast(texts.DONE_NOTICE_CHANGED)
    turn.card("notice", f"order:{order}", order_id=order, repost=True, answer=True)
    turn.wait_for_nothing()


def _day(turn: Turn, words: str) -> date | Markup:
    """A day from today on; or what is wrong with the words."""
    read = day(words, turn.today, calendar_of(turn.session, turn.house))
    if isinstance(read, Understood) and isinstance(read.value, date):
        return read.value if read.value >= turn.today else texts.NOTICE_PAST(turn.lang)
    if isinstance(read, NotUnderstood):
        phrase = forms.BAD[read.why]
        return phrase(turn.lang, **({"text": read.text[:30]} if "text" in phrase.places else {}))
    return texts.NOTICE_DAY_UNCLEAR(turn.lang)


def take_back(turn: Turn, order: int) -> None:
    """收回: what was to leave stands ready again."""
    _standing(turn, order)
    noticing.take_back(turn.session, turn.house, turn.actor, order, turn.now)
    turn.toast(texts.DONE_NOTICE_BACK)


def _standing(turn: Turn, order: int) -> OrderView:
    require(turn.house, turn.actor, "notice.issue")
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    if view.open_notice is None:
        raise AlreadyDone()
    return view


def looks_like_counts(words: str) -> bool:
    """Whether words begin like quantities."""
    return any(char.isdigit() for char in words[:20])


def replied(turn: Turn, subject: str) -> None:
    """`150`, or `X200 150，Y10 20`: so much goes with this batch."""
    order = int(subject.split(":")[1])
    require(turn.house, turn.actor, "notice.issue")
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    read = counting.read_counts(turn, view, counting.NOTICE, turn.text)
    if isinstance(read, counting.Unclear):
        counting.ask(turn, order, counting.NOTICE, bad=read.said, line=read.line, readings=list(read.readings))
    else:
        counting.carry_out(turn, order, counting.NOTICE, read)


# ── cards ──────────────────────────────────────────────────────────────────────────────────


def notice_card(view: View) -> Say | None:
    """What goes, what stays, where to; then why it may not leave yet, or that it has."""
    order = order_seen(view)
    if order is None or not order.batches:
        return None
    batch = order.open_notice or order.batches[-1]
    name, lang = head(order, view.lang), view.lang
    said = [texts.NOTICE_TITLE[batch.state](lang, head=name, batch=batch.batch)]
    paused = hold_line(view, order)
    said += [paused] if paused is not None else []
    said += [_goods(view, order, batch, line.id) for line in order.lines if line.id in batch.quantities][:3]
    if batch.state != "noticed":
        return Say(lines(said))
    said += where(view, order, batch)
    held = order.refusals if order.in_supply else ()
    if held:
        said += reasons(view, order, clearing.clearers(view.session, order, held))
    else:
        said.append(texts.NOTICE_OPEN(lang))
    return Say(lines(said), rows(*_buttons(view, order)))


def _goods(view: View, order: OrderView, batch: BatchView, line_id: int) -> Markup:
    line = next(line for line in order.lines if line.id == line_id)
    now = batch.quantities[line_id]
    rest = line.quantity - line.shipped - (now if batch.state == "noticed" else 0)
    said = pieces(line, now)
    return texts.LINE_LEFT(view.lang, goods=said, rest=formats.quantity(rest)) if rest > 0 else plain(said)


def _buttons(view: View, order: OrderView) -> Iterator[Row]:
    if not may_here(view, "notice.issue"):
        return
    lang = view.lang
    labels = [
        act(texts.BTN_NOTICE_PART[part].plain(lang), "notice.change", order=order.id, part=part) for part in PARTS
    ]
    count = act(texts.BTN_NOTICE_COUNT.plain(lang), "goods.other_count", order=order.id, what=counting.NOTICE)
    back = do(texts.BTN_NOTICE_BACK.plain(lang), "notice.take_back", order=order.id)
    buttons = [count, *labels, back]
    yield from in_rows(buttons)


def asking(view: View) -> Say | None:
    """The question for one thing about the notice."""
    order = order_seen(view)
    if order is None:
        return None
    person = people.by_id(view.session, int(view.facts["asks"]))
    said = [Markup(view.facts["bad"])] if view.facts.get("bad") else []  # noqa: S704 - rendered and escaped by a Text
    phrase = texts.ASK_NOTICE[str(view.facts["part"])]
    said.append(phrase(view.lang, who=mention(person.telegram_id, person.name), head=head(order, view.lang)))
    return Say(lines(said), placeholder=texts.NOTICE_HINT[str(view.facts["part"])].plain(view.lang))


def freight(view: View) -> Say | None:
    """Who pays the freight of this batch?"""
    order = order_seen(view)
    if order is None:
        return None
    offered = tuple(
        do(one.label.in_(view.lang), "notice.changed", order=order.id, part="freight", value=one.key)
        for one in _freights(order)
    )
    return Say(texts.ASK_FREIGHT(view.lang, head=head(order, view.lang)), rows(offered))


def _freights(order: OrderView) -> tuple[Choice, ...]:
    field = order.leaf.field("freight")
    return field.choices if field is not None else ()


def taken_back(view: View) -> Say | None:
    """发不了: to whoever issued the notice, with what comes next."""
    order = order_seen(view)
    if order is None:
        return None
    said = [
        texts.TAKEN_BACK(view.lang, head=head(order, view.lang), batch=int(view.facts["batch"])),
        texts.TAKEN_BACK_WHY(view.lang, who=str(view.facts["by"]), reason=str(view.facts["reason"])),
        texts.TAKEN_BACK_NEXT(view.lang),
    ]
    again = do(texts.BTN_NOTICE_AGAIN.plain(view.lang), "notice.issue", style="primary", order=order.id)
    part = act(BTN_NOTICE_SOME.plain(view.lang), "goods.other_count", order=order.id, what=counting.NOTICE)
    may = to_go(order) and order.open_notice is None and order.in_supply and may_here(view, "notice.issue")
    return Say(lines(said), rows((again, part) if may else None))
