"""What the card of somebody who decides on a change tells, between its first line and the question."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.changes import ChangeKind
from domain.process.names import MoneyView
from handlers.changes import texts
from handlers.changes.cards import change_lines
from handlers.changes.words import effect_lines, statement_lines
from handlers.view import View
from services.approvals.reading import ApprovalView
from services.changes import policy, reading
from services.changes.asking import order_of
from services.order_view import OrderView


def lines_of(view: View, order: OrderView, approval: ApprovalView) -> Iterator[Markup]:
    """Why, before → after, what the departments said, what it does to money."""
    change, lang = reading.by_id(view.session, int(approval.facts["change"])), view.lang
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
    yield texts.ASKED_BY(lang, who=change.asked_by)
