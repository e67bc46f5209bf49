"""Text 12: the card of one seat. What is asked, who has answered, what happens next, and what can be pressed."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import ApprovalState, Joining, SeatState
from domain.process.names import Mode, MoneyView
from handlers.approvals import texts
from handlers.approvals.cards import MORE, SURE, answers, asked_name, over_line
from handlers.approvals.changes import amount_of
from handlers.approvals.kinds import (
    ADD,
    ASSESS,
    BACK,
    CONDITION,
    COPY,
    OTHER_DAY,
    PASS_ON,
    SEND_BACK,
    kind_of,
)
from handlers.order.words import together
from handlers.say import Button, Row, Say, act, do, in_rows
from handlers.view import View
from locales import lines
from services.approvals import reading, seats
from services.approvals.reading import ApprovalView, SeatView
from services.order_view import OrderView, view_of


def seat_card(view: View) -> Say:
    """The card as it is now: to be answered, answered, or over for everybody."""
    approval, seat = reading.of_seat(view.session, view.subject_id)
    order = view_of(view.session, view.house, approval.order_id, view.now)
    kind = kind_of(approval)
    body = [*kind.asked(view, order, approval, seat), *answers(view, order, approval, seat)]
    if approval.state is not ApprovalState.OPEN:
        return Say(lines([*body, over_line(view, order, approval, kind.over(view, approval))]))
    if all(one.id != seat.id for one in approval.seats):
        return Say(lines([*kind.asked(view, order, approval, seat), texts.OLD_TURN(view.lang)]))
    if seat.state is SeatState.OPEN and not seats.answered_at(view.session, seat.id, view.chat, view.now):
        return Say(lines([*body, texts.ELSEWHERE(view.lang, who=asked_name(order, seat, view.lang))]))
    if seat.state is SeatState.OPEN:
        return Say(lines([*body, *_rules(view, order, approval)]), _buttons(view, order, approval, seat))
    return Say(lines([*body, *_closed(view, approval, seat)]))


# ── what happens next ──────────────────────────────────────────────────────────────────────


def _rules(view: View, order: OrderView, approval: ApprovalView) -> Iterator[Markup]:
    mode, needed = approval.levels[approval.level]
    together_here = sum(seat.level == approval.level for seat in approval.seats)
    if together_here > 1 or mode is Mode.ANY:
        yield kind_of(approval).mode[mode](view.lang, **({"needed": needed} if needed is not None else {}))
    if approval.level < max(approval.levels):
        yield texts.NEXT_LEVEL(view.lang)
    yield texts.SALES(view.lang, who=order.sales)
    if view.facts.get("mode") == SURE:
        yield texts.SURE(view.lang, who=str(view.facts["who"]))


def _closed(view: View, approval: ApprovalView, seat: SeatView) -> Iterator[Markup]:
    if seat.state is SeatState.PASSED_ON:
        yield texts.PASSED_ON(view.lang)
    elif seat.state is SeatState.NOT_NEEDED:
        yield texts.NOT_NEEDED(view.lang)
    elif seat.state is SeatState.WAITING:
        before = [one.person for one in approval.waiting if one.joining is Joining.BEFORE]
        if before:
            yield texts.WAIT_FIRST(view.lang, who=together(before, view.lang))


# ── buttons ────────────────────────────────────────────────────────────────────────────────


def _buttons(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> tuple[Row, ...]:
    """Two to decide, and what else a card of this kind offers; more of it on a second page."""
    lang, mode = view.lang, view.facts.get("mode")
    if mode == SURE:
        return (_sure_row(view, order, approval, seat),)
    if mode == MORE:
        return _more(view, approval, seat)
    offers, second = kind_of(approval).offers, list[Button]()
    if CONDITION in offers:
        second.append(act(texts.BTN_CONDITION.plain(lang), "approval.condition", seat=seat.id))
    if OTHER_DAY in offers and seat.promises and order.requested_on is not None:
        second.append(act(texts.BTN_OTHER_DAY.plain(lang), "approval.other_day", seat=seat.id))
    second.append(act(texts.BTN_MORE.plain(lang), "approval.more", seat=seat.id))
    return (
        (
            do(texts.BTN_APPROVE.plain(lang), "approval.approve", style="success", seat=seat.id),
            act(texts.BTN_REJECT.plain(lang), "approval.reject", style="danger", seat=seat.id),
        ),
        tuple(second),
    )


def _more(view: View, approval: ApprovalView, seat: SeatView) -> tuple[Row, ...]:
    """Everything else that a card of this kind offers."""
    offered = kind_of(approval).offers - (frozenset() if approval.level > 1 else {BACK})
    labels = {
        SEND_BACK: texts.BTN_SEND_BACK, PASS_ON: texts.BTN_PASS_ON, ADD: texts.BTN_ADD, COPY: texts.BTN_COPY,
        ASSESS: texts.BTN_ASSESS, BACK: texts.BTN_BACK_LEVEL,
    }  # fmt: skip
    made = [
        act(label.plain(view.lang), f"approval.{name}", seat=seat.id)
        for name, label in labels.items()
        if name in offered
    ]
    return (*in_rows(made), (act(texts.BTN_BACK.plain(view.lang), "approval.plain", seat=seat.id),))


def _sure_row(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> Row:
    full = view.money is MoneyView.FULL
    label = (
        texts.BTN_SURE.plain(view.lang, amount=amount_of(order, kind_of(approval).amount_minor(order, approval)))
        if full
        else texts.BTN_SURE_BARE.plain(view.lang)
    )
    args = {
        key: view.facts[key]
        for key in ("person", "until", "who", "promised", "words")
        if view.facts.get(key) is not None
    }
    sure: Button = do(label, "approval.sure", style="success", seat=seat.id, **args)
    return (sure, act(texts.BTN_NOT_SURE.plain(view.lang), "approval.plain", seat=seat.id))
