"""What every card of a held order says, and the buttons that hold an order or end that."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.rights import in_state
from domain.understanding.amounts_told import tells_amount
from handlers.changes import hold_texts as texts
from handlers.changes import texts as change_texts
from handlers.changes.offering import button as change_button
from handlers.folding import clipped
from handlers.order import texts as order_texts
from handlers.order.words import may_here
from handlers.say import Button, act
from handlers.view import View
from locales import Text
from services.changes import reading
from services.order_view import OrderView
from services.reminders.subjects import hold_due

SHOWN = 60
"""Characters of the reason that stand on a card."""


def hold_line(view: View, order: OrderView) -> Markup | None:
    """`暂停 · 图纸要改（刘伟 10:05）`; nothing of an order that is not held."""
    if not order.on_hold:
        return None
    if order.hold is None:
        return texts.LINE_BARE(view.lang)
    at = view.moment(order.hold.at)
    return texts.LINE(view.lang, reason=reason_of(view, order), who=order.hold.who, at=at)


def reason_of(view: View, order: OrderView) -> str:
    """Why it is held; words of somebody who sees money may name an amount, and are left out where none is seen."""
    if order.hold is None:
        return ""
    by = order.book.departments.get(order.hold.department)
    knows_money = by is None or by.money is MoneyView.FULL
    if knows_money and view.money is not MoneyView.FULL and tells_amount(order.hold.reason):
        return order_texts.HIDDEN_WORDS.plain(view.lang)
    return clipped(order.hold.reason, SHOWN)


def hold_next(view: View, order: OrderView) -> Iterator[Markup]:
    """What is not done meanwhile, and by when it is to be decided."""
    yield _by_when(view, order, texts.NEXT, texts.NEXT_BY, texts.NEXT_PAST)


def decided_by(view: View, order: OrderView) -> Iterator[Markup]:
    """The latter alone, for a card that says already what to stop."""
    yield _by_when(view, order, texts.DECIDE, texts.DECIDE_BY, texts.DECIDE_PAST)


def _by_when(view: View, order: OrderView, bare: Text, by: Text, past: Text) -> Markup:
    due = hold_due(view.session, view.house, order.book, order.hold.at if order.hold is not None else None)
    if due is None:
        return bare(view.lang)
    at = view.moment(due)
    return (by if due > view.now else past)(view.lang, at=at)


def hold_button(view: View, order: OrderView) -> Iterator[Button]:
    """暂停, where it can be held."""
    if not order.on_hold and in_state("order.hold", order.state) and may_here(view, "order.hold"):
        yield act(texts.BTN_HOLD.plain(view.lang), "hold.ask", order=order.id)


def ending_buttons(view: View, order: OrderView) -> Iterator[Button]:
    """恢复, 改单, 取消订单, of an order that is held; a change of it that is open is looked at instead."""
    if not order.on_hold:
        return
    if in_state("order.lift", order.state) and may_here(view, "order.lift"):
        yield act(texts.BTN_LIFT.plain(view.lang), "hold.lift", order=order.id)
    if reading.open_of(view.session, order.id) is not None:
        yield from change_button(view, order)
    elif in_state("change.ask", order.state) and may_here(view, "change.ask"):
        yield act(change_texts.BTN_CHANGE.plain(view.lang), "change.begin", order=order.id)
        yield act(change_texts.BTN_CANCEL_ORDER.plain(view.lang), "change.whole", order=order.id, kind="cancel")
