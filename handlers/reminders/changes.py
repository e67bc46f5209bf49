"""Reminders of changes that should be decided by now, and of orders that are held for too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from domain.changes import ChangeKind
from domain.process.names import MoneyView
from handlers.changes import impact_texts
from handlers.changes import texts as change_texts
from handlers.changes.held import decided_by, ending_buttons, hold_line
from handlers.changes.pending import pending_lines
from handlers.changes.words import difference_lines
from handlers.order.urging import judging
from handlers.reminders import texts
from handlers.reminders.parts import head, listed, message, said
from handlers.say import Button, Say, act, in_rows
from handlers.view import View
from services import clearing
from services.changes import reading
from services.changes.reading import ChangeView
from services.order_view import OrderView, view_of
from services.reminders.matters import Facts

AT_ONCE = 3
"""Differences that a reminder tells."""


# ── 变更 ───────────────────────────────────────────────────────────────────────────────────


def change_open(view: View, standing: Sequence[Facts]) -> Say:
    """To whoever has not said what the change means, or has not voted; then to those above."""
    return message(view, standing, _change, _changes)


def _change(view: View, facts: Facts) -> Say:
    order, change = _order(view, facts), _of(view, facts)
    what = list(_what(view, order, change))
    at = view.moment(change.due_at or facts.since)
    last = texts.DO_CHANGE_ESCALATED(view.lang, times=facts.asked) if view.facts["escalated"] else None
    asked = clearing.asked_of_change(view.session, order, view.now)
    here = [one for one in asked if one.chat == view.chat.id or _in_person(view, one.refusal.department)]
    return said(
        [
            head(view, facts),
            texts.CHANGE(view.lang, n=change.number, what=what[0]),
            *what[1:AT_ONCE],
            texts.CHANGE_LATE(view.lang, at=at),
            *pending_lines(view, order),
            last,
        ],
        judging(view, here) or (_look(view, facts),),
    )


def _in_person(view: View, department: str) -> bool:
    """Whoever speaks for a department is reminded in private of what is asked in its group."""
    return view.chat.private and not view.facts["escalated"] and department in view.chat.departments


def _of(view: View, facts: Facts) -> ChangeView:
    return reading.by_id(view.session, int(facts.subject.partition(":")[2]))


def _order(view: View, facts: Facts) -> OrderView:
    return view_of(view.session, view.house, facts.order_id, view.now)


def _what(view: View, order: OrderView, change: ChangeView) -> Iterator[Markup]:
    """What is to be different, without any amount, whoever reads along."""
    whole = {ChangeKind.CANCEL: impact_texts.CANCELS, ChangeKind.REOPEN: change_texts.REOPEN_WHAT}.get(change.kind)
    if whole is not None:
        yield whole(view.lang)
        return
    found = difference_lines(
        view.session, order, change.before, change.after, lang=view.lang, money=MoneyView.NONE, today=view.today
    )
    yield from found or [impact_texts.GOODS_STAY(view.lang)]


def _look(view: View, facts: Facts) -> Button:
    return act(texts.BTN_LOOK.plain(view.lang), "order.show", order=facts.order_id)


def _changes(view: View, standing: Sequence[Facts]) -> Say:
    return _several(view, [*listed(view, standing, change_words), texts.DO_CHANGES(view.lang)], standing)


def change_words(view: View, facts: Facts) -> Markup:
    """The first thing that is to be different."""
    return next(_what(view, _order(view, facts), _of(view, facts)))


def _several(view: View, body: Sequence[Markup | None], standing: Sequence[Facts]) -> Say:
    buttons = [
        act(texts.BTN_LOOK_AT.plain(view.lang, n=n), "order.show", order=facts.order_id)
        for n, facts in enumerate(standing, start=1)
    ]
    return said(body, *in_rows(buttons))


# ── 暂停 ───────────────────────────────────────────────────────────────────────────────────


def on_hold(view: View, standing: Sequence[Facts]) -> Say:
    """To the salesperson: what becomes of the order that is held."""
    return message(view, standing, _hold, _holds)


def _hold(view: View, facts: Facts) -> Say:
    order = _order(view, facts)
    begins = [head(view, facts), hold_line(view, order)]
    if view.facts["escalated"]:
        last = texts.DO_HOLD_ESCALATED(view.lang, sales=facts.sales, times=facts.asked)
        return said([*begins, last], (_look(view, facts),))
    return said([*begins, *decided_by(view, order)], tuple(ending_buttons(view, order)))


def _holds(view: View, standing: Sequence[Facts]) -> Say:
    return _several(view, [*listed(view, standing, hold_words), texts.DO_HOLDS(view.lang)], standing)


def hold_words(view: View, facts: Facts) -> Markup:
    """Why it is held, by whom, since when."""
    return hold_line(view, _order(view, facts)) or Markup()
