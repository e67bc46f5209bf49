"""The card of whoever decides on a change: why, before → after, what the departments said, what it does to money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from domain.approvals import ApprovalState
from domain.changes import ChangeKind
from domain.process.names import MoneyView
from handlers.approvals.cards import asked_name, brought_in, question
from handlers.approvals.texts import MODE as MODES
from handlers.changes import texts
from handlers.changes.cards import change_lines
from handlers.changes.words import effect_lines, head_line, statement_lines
from handlers.order.words import head_type
from handlers.view import View
from locales import Text
from services.approvals.reading import ApprovalView, SeatView
from services.changes import policy, reading
from services.changes.asking import order_of
from services.changes.reading import ChangeView
from services.order_view import OrderView

NOW_IS = texts.NOW_IS
MODE = MODES | texts.MODE


def asked(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> Iterator[Markup]:
    """What is to be changed, and the one question."""
    lang, change = view.lang, _change(view, approval)
    yield texts.DECIDE(
        lang,
        who=asked_name(order, seat, lang),
        change=head_line(head_type(order, lang), change.kind, change.number, lang),
    )
    yield from _about(view, order, change)
    by_colleague = brought_in(view, seat)
    if by_colleague is not None:
        yield by_colleague
    yield from question(view, seat)


def shown(view: View, order: OrderView, approval: ApprovalView) -> Iterator[Markup]:
    """The same for a colleague who is only to know of it."""
    change = _change(view, approval)
    yield head_line(head_type(order, view.lang), change.kind, change.number, view.lang)
    yield from _about(view, order, change)


def _change(view: View, approval: ApprovalView) -> ChangeView:
    return reading.by_id(view.session, int(approval.facts["change"]))


def _about(view: View, order: OrderView, change: ChangeView) -> Iterator[Markup]:
    lang = view.lang
    if change.kind is ChangeKind.CANCEL:
        yield texts.CANCEL_WHAT_BARE(lang)
    elif change.kind is ChangeKind.REOPEN:
        yield texts.REOPEN_WHAT(lang)
    yield from change_lines(view, change, order)
    yield from statement_lines(order, change, order.book.change or view.book.change, lang=lang, today=view.today)
    if view.money is MoneyView.FULL and change.kind is ChangeKind.EDIT and change.is_open:
        row = order_of(view.session, order.id)
        effects = policy.effects(view.session, view.house, row, change.after, view.now)
        yield from effect_lines(order, effects, int(change.after["total"]), lang=lang)
    if change.asked_by != order.sales:
        yield texts.ASKED_BY(lang, who=change.asked_by)


def over(_view: View, approval: ApprovalView) -> Text:
    """How it ended."""
    return texts.OVER[ApprovalState(approval.state)]


def delta_minor(approval: ApprovalView) -> int:
    """How much hangs on it: what the order would cost, where that is more than it does."""
    before, after = (int(approval.facts[key]["total"]) for key in ("before", "after"))
    return after if after > before else 0


def wanted_on(approval: ApprovalView) -> date | None:
    """The day that the order is to say, which whoever promises one promises."""
    day = approval.facts["after"]["requested_on"]
    return date.fromisoformat(day) if day else None
