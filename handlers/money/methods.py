"""How a slip was paid, when a note (票据) is due, and who paid: what finance adds to a slip that it judges."""

from __future__ import annotations

from datetime import date

from domain.understanding import Ambiguous, NotUnderstood, Understood, Why, day
from handlers.money import texts
from handlers.money.asking import of_slip
from handlers.money.parts import HOW
from handlers.order.words import head, mention, method_name
from handlers.say import Row, Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import money, notes, people
from services.errors import Stale
from services.house import require
from services.looking import reach
from services.order_parts import SlipView
from services.pace import calendar_of

A_ROW, AT_MOST = 3, 9
LONGEST = 40
"""Characters of a payer's name."""


def method_buttons(view: View, slip: SlipView) -> tuple[Row, ...]:
    """The ways of the book, three a row; what counts only when paid is asked for its day."""
    buttons = [
        (do if one.at_once else act)(one.name.in_(view.lang), "slip.method", slip=slip.id, method=one.key)
        for one in list(view.book.methods.values())[:AT_MOST]
        if slip.claimed_minor is not None or one.at_once
    ]
    beside = (
        act(texts.BTN_PAYER.plain(view.lang), "slip.ask_payer", slip=slip.id),
        act(texts.BTN_BACK.plain(view.lang), "slip.plain", slip=slip.id),
    )
    return rows(*in_rows(buttons, A_ROW), beside)


def how(turn: Turn, slip: int) -> None:
    """更多: how it was paid, and by whom."""
    _show(turn, slip, mode=HOW)


def _show(turn: Turn, slip: int, **mode: str) -> None:
    row = _open(turn, slip)
    turn.card("slip", f"slip:{slip}", order_id=row, facts=dict(mode), answer=True)


def _open(turn: Turn, slip: int, right: str = "slip.hold") -> int:
    """The order of a slip that is open, for somebody who may judge it."""
    require(turn.house, turn.actor, right)
    row = money.get_slip(turn.session, slip)
    reach(turn.session, turn.house, turn.actor, row.order_id)
    money.must_be_open(turn.session, row)
    return row.order_id


def method(turn: Turn, slip: int, method: str) -> None:
    """What counts at once is noted; a note is asked for its day."""
    _open(turn, slip)
    if method not in turn.book.methods:
        raise Stale("the book knows it no more")
    if not turn.book.counts_at_once(method):
        _ask_due(turn, slip, method)
        return
    notes.set_method(turn.session, turn.house, turn.actor, slip, method, turn.now)
    _show(turn, slip)
    turn.toast(texts.DONE_METHOD, method=method_name(turn.book, method, turn.lang))


def _ask_due(turn: Turn, slip: int, method: str, **facts: object) -> None:
    about = {"slip": slip, "method": method}
    turn.ask("slip.ask_due", "slip.due_given", about, subject=f"slip:{slip}", method=method, **facts)


def due_given(turn: Turn, slip: int, method: str, on: str | None = None) -> None:
    """The day of a note, in words or one of the readings that were offered."""
    _open(turn, slip)
    if on is None:
        reading = day(turn.text, turn.today, calendar_of(turn.session, turn.house))
        if not isinstance(reading, Understood) or not isinstance(reading.value, date):
            offered = reading.readings if isinstance(reading, Ambiguous) else ()
            days = [one.isoformat() for one in offered if isinstance(one, date)]
            if isinstance(reading, NotUnderstood) and reading.why is Why.PAST:
                _ask_due(turn, slip, method, past=True)
            else:
                _ask_due(turn, slip, method, bad=turn.text.strip()[:30] or "?", days=days)
            return
        on = reading.value.isoformat()
    due_on = date.fromisoformat(on)
    if due_on < turn.today:
        _ask_due(turn, slip, method, past=True)
        return
    notes.set_method(turn.session, turn.house, turn.actor, slip, method, turn.now, due_on=due_on)
    turn.wait_for_nothing()
    _show(turn, slip)


def ask_due(view: View) -> Say:
    """When is it due?"""
    order, lang = of_slip(view), view.lang
    person = people.by_id(view.session, int(view.facts["asks"]))
    said = []
    if view.facts.get("bad"):
        said.append(texts.ASK_DUE_BAD(lang, text=str(view.facts["bad"])))
    if view.facts.get("past"):
        said.append(texts.ASK_DUE_PAST(lang))
    name = str(view.facts["method"])
    said.append(
        texts.ASK_DUE(
            lang, who=mention(person.telegram_id, person.name), head=head(order, lang),
            method=method_name(view.book, name, lang),
        )
    )  # fmt: skip
    days = [date.fromisoformat(one) for one in view.facts.get("days", ())]
    choices = tuple(
        do(formats.day(lang, one, view.today), "slip.due_given", slip=view.subject_id, method=name, on=one.isoformat())
        for one in days[:2]
    )
    return Say(lines(said), rows(choices), placeholder=texts.DUE_HINT.plain(lang))


# ── who paid ───────────────────────────────────────────────────────────────────────────────


def ask_for_payer(turn: Turn, slip: int, *, bad: bool = False) -> None:
    """Ask finance who paid."""
    _open(turn, slip, "slip.decide")
    turn.ask("slip.ask_payer", "slip.payer_given", {"slip": slip}, subject=f"slip:{slip}", bad=bad)


def payer_given(turn: Turn, slip: int) -> None:
    """The name of whoever paid."""
    _open(turn, slip, "slip.decide")
    payer = " ".join(turn.text.split())
    if not 2 <= len(payer) <= LONGEST:
        ask_for_payer(turn, slip, bad=True)
        return
    money.set_payer(turn.session, turn.house, turn.actor, slip, payer, turn.now)
    turn.wait_for_nothing()
    _show(turn, slip)


def ask_payer(view: View) -> Say:
    """Who paid?"""
    person = people.by_id(view.session, int(view.facts["asks"]))
    who = mention(person.telegram_id, person.name)
    said = [texts.PAYER_BAD(view.lang)] if view.facts.get("bad") else []
    said.append(texts.ASK_PAYER(view.lang, who=who, head=head(of_slip(view), view.lang)))
    return Say(lines(said), placeholder=texts.PAYER_HINT.plain(view.lang))
