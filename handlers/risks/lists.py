"""`/risks`: the open risks, the gravest and oldest first, for one person in private."""

from __future__ import annotations

from markupsafe import Markup

from handlers.folding import clipped
from handlers.order import texts as order_texts
from handlers.order.words import plain
from handlers.risks import texts
from handlers.risks.words import IN_A_LINE, about, days_open, level_name, owner_name, what
from handlers.say import Button, Row, Say, act, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import people
from services.risks import reading
from services.risks.reading import FILTERS, RiskView

AT_ONCE, AT_MOST = 12, 40
"""So many lines stand on a page, and on one of 查看全部."""


def command(turn: Turn) -> None:
    """The list, in the private chat of whoever asks."""
    show(turn)


def show(turn: Turn, only: str = "all", start: int = 0, whole: bool = False) -> None:
    """The list at the bottom of the private chat; another page or filter where it stands."""
    facts = {"only": only if only in FILTERS else "all", "start": max(start, 0), "whole": whole}
    turn.card(
        "risks", f"person:{turn.actor.id}", chat_id=people.private_chat(turn.session, turn.actor.id), facts=facts,
        repost=turn.callback is None, answer=turn.chat.private,
    )  # fmt: skip
    if not turn.chat.private:
        turn.toast(texts.SENT)


def card(view: View) -> Say | None:
    """The list as it is now. Nothing in anybody else's chat, nor to somebody who has left."""
    person = people.by_telegram_id(view.session, view.chat.id)
    if person is None or person.id != view.subject_id:
        return None
    only, whole = str(view.facts.get("only", "all")), bool(view.facts.get("whole"))
    size, start = AT_MOST if whole else AT_ONCE, int(view.facts.get("start", 0))
    count, found = reading.standing(view.session, view.house, person, only=only, start=start, at_most=size)
    if not found and start:
        start = 0
        count, found = reading.standing(view.session, view.house, person, only=only, at_most=size)
    if not count:
        return Say(texts.LIST_NONE[only](view.lang), rows(_filters(view, only)))
    said = [texts.LIST_HEAD[only](view.lang, count=count)]
    said += [_line(view, n, risk) for n, risk in enumerate(found, start=start + 1)]
    if count > len(found):
        said.append(texts.LIST_PAGE(view.lang, first=start + 1, last=start + len(found)))
    picks = in_rows([_pick(view, n, risk) for n, risk in enumerate(found, start=start + 1)])
    return Say(lines(said), rows(*picks, _turning(view, only, start, size, count, whole=whole), _filters(view, only)))


def _line(view: View, n: int, risk: RiskView) -> Markup:
    days = days_open(view, risk.opened_at)
    age = texts.AGE_DAYS.plain(view.lang, days=days) if days else ""
    return texts.LINE(
        view.lang, n=n, level=level_name(view, risk), about=about(view, risk), who=owner_name(view, risk), age=age,
        what=clipped(what(view, risk), IN_A_LINE),
    )  # fmt: skip


def _pick(view: View, n: int, risk: RiskView) -> Button:
    name = risk.department_name.in_(view.lang)
    if risk.order_id is not None:
        short = risk.number.rpartition("-")[2]
        customer = risk.customer or (risk.type.in_(view.lang) if risk.type else "")
        name = order_texts.SHORT.plain(view.lang, number=short, customer=customer)
    return act(texts.BTN_ONE.plain(view.lang, n=n, about=plain(name)), "risk.show", risk=risk.id)


def _turning(view: View, only: str, start: int, size: int, count: int, *, whole: bool) -> Row:
    def to(label: str, at: int, all_of: bool) -> Button:
        return act(label, "risk.list", only=only, start=at, whole=all_of)

    found: list[Button] = []
    if start > 0:
        found.append(to(texts.BTN_PREVIOUS.plain(view.lang), max(start - size, 0), whole))
    if start + size < count:
        found.append(to(texts.BTN_NEXT.plain(view.lang), start + size, whole))
    if count > size and not whole:
        found.append(to(texts.BTN_ALL.plain(view.lang), 0, True))
    return tuple(found)


def _filters(view: View, only: str) -> Row:
    return tuple(
        act(label.plain(view.lang), "risk.list", only=key, start=0, whole=False)
        for key, label in texts.BTN_FILTER.items()
        if key != only
    )
