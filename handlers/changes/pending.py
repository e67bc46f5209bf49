"""What the open change of an order waits for, wherever somebody asks why."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import Decision
from domain.changes import ChangeState
from handlers.changes import told_texts as texts
from handlers.order.judged import deputy_lines, seat_name
from handlers.order.words import interface
from handlers.view import View
from handlers.waiting.words import waited
from services.approvals import reading as approvals
from services.changes import reading
from services.order_view import OrderView


def pending_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """`变更 1 等生产 刘伟说影响 · 等了 2 小时`, or who decides it; nothing where no change is open."""
    change = reading.open_of(view.session, order.id)
    if change is None:
        return
    lang, n = view.lang, change.number
    if change.state is ChangeState.ASKING:
        long = waited(lang, change.asked_at, view.now)
        for one in reading.waits_for(view.session, change):
            yield texts.WAITS_IMPACT(lang, n=n, who=interface(view, order, one.department), long=long)
    approval = approvals.last_of(view.session, order.id, Decision.CHANGE)
    if change.state is ChangeState.DECIDING and approval is not None:
        for seat in approval.waiting:
            long = waited(lang, seat.opened_at or approval.opened_at, view.now)
            yield texts.WAITS_VOTE(lang, n=n, who=seat_name(order, seat, lang), long=long)
            yield from deputy_lines(view, seat)
    yield texts.UNTIL_THEN(lang)
