"""Texts 14 and 15: pressed or answered too late. The card is of an older revision, or somebody was first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.approvals import ApprovalState, Joining, SeatState
from domain.rights import money_view
from handlers.approvals import texts
from handlers.approvals.cards import asked_name
from handlers.approvals.changes import changes
from handlers.approvals.kinds import kind_of
from handlers.order.words import together, who
from handlers.turn import Turn
from locales import Text
from services import owed, people
from services.approvals import reading, seats
from services.approvals.reading import ApprovalView, SeatView
from services.errors import NotFound
from services.order_view import OrderView, view_of


def late(turn: Turn, args: Mapping[str, Any]) -> bool:
    """Say why nothing was counted. False where the card still takes answers."""
    number = args.get("seat") or str(args.get("subject", "")).partition(":")[2]
    try:
        approval, own = reading.of_seat(turn.session, int(number or 0))
    except NotFound:
        return False
    order = view_of(turn.session, turn.house, approval.order_id, turn.now)
    last = None if kind_of(approval).several else reading.last_of(turn.session, approval.order_id, approval.about)
    newest = last or approval
    if _overtaken(order, approval, own, newest):
        _old(turn, order, approval, newest)
    elif approval.state is not ApprovalState.OPEN or own.state is not SeatState.OPEN:
        turn.alert(texts.AS_IT_IS, said=_decided(turn, order, approval, own))
    else:
        return False
    if turn.card_id is not None:
        owed.refresh_card(turn.session, turn.card_id, now=turn.now)
    return True


def _overtaken(order: OrderView, approval: ApprovalView, own: SeatView, newest: ApprovalView) -> bool:
    """Whether another card asks about this order now."""
    anew = all(seat.id != own.id for seat in approval.seats)
    return newest.id != approval.id or anew or approval.state is ApprovalState.SUPERSEDED or (
        approval.state is ApprovalState.OPEN and approval.revision != order.revision
    )  # fmt: skip


# ── text 14 ────────────────────────────────────────────────────────────────────────────────


def _old(turn: Turn, order: OrderView, approval: ApprovalView, newest: ApprovalView) -> None:
    here = _bring_down(turn, newest)
    then = (texts.NEW_BELOW if here else texts.NEW_NOT_HERE).plain(turn.lang)
    head = f"{order.number} {order.customer}".strip()
    back = newest.back if newest.id == approval.id else None
    if back is not None:
        turn.alert(texts.OLD_BACK, head=head, who=back.who, at=turn.moment(back.at), words=back.why, then=then)
        return
    changed = changes(
        order, approval.facts, newest.facts, lang=turn.lang, today=turn.today,
        money=money_view(turn.book, turn.chat.departments),
    )  # fmt: skip
    if changed:
        turn.alert(texts.OLD, head=head, at=turn.moment(newest.opened_at), changes=changed, then=then)
    else:
        turn.alert(texts.OLD_BARE, head=head, then=then)


def _bring_down(turn: Turn, newest: ApprovalView) -> bool:
    """Let the cards that ask now stand at the bottom of this chat, where they are asked here."""
    here = False
    for seat in newest.waiting:
        row = reading.seat_row(turn.session, seat.id)
        if turn.chat.id in seats.chats_of(turn.session, row, turn.now):
            turn.card("approval", f"seat:{seat.id}", order_id=newest.order_id, repost=True)
            here = True
    return here


# ── text 15 ────────────────────────────────────────────────────────────────────────────────


def _decided(turn: Turn, order: OrderView, approval: ApprovalView, own: SeatView) -> str:
    """Who, what, when; and who is waited for now, or what has become of the order."""
    lang = turn.lang
    if own.state is SeatState.WAITING:
        first = [one.person for one in approval.waiting if one.joining is Joining.BEFORE]
        return texts.WAIT_FIRST.plain(lang, who=together(first or _names(turn, order, approval), lang))
    if approval.state is ApprovalState.WITHDRAWN and own.verdict is None and approval.closed_at is not None:
        at = turn.moment(approval.closed_at)
        return texts.FIRST_WITHDRAWN.plain(lang, number=order.number, who=approval.closed_by, at=at)
    said = _first(turn, order, approval, own)
    if approval.state is not ApprovalState.OPEN:
        return kind_of(approval).now_is[approval.state].plain(lang, said=said)
    waiting = _names(turn, order, approval)
    return texts.NOW_WAITS.plain(lang, said=said, who=together(waiting, lang)) if waiting else said


def _first(turn: Turn, order: OrderView, approval: ApprovalView, own: SeatView) -> str:
    lang = turn.lang
    if own.state is SeatState.PASSED_ON:
        return texts.FIRST_PASSED.plain(lang, number=order.number)
    at_level = [one for one in approval.seats if one.level == own.level and one.voted_at is not None]
    last = own if own.verdict is not None else max(at_level, key=lambda one: one.voted_at or turn.now, default=None)
    if own.verdict is None and approval.closed_by and approval.closed_at is not None:
        return texts.FIRST_CLOSED.plain(
            lang, number=order.number, who=approval.closed_by, at=turn.moment(approval.closed_at)
        )
    if last is None or last.verdict is None or last.voted_at is None:
        return texts.FIRST_BARE.plain(lang, number=order.number)
    verdict: Text = texts.VERDICT[last.verdict]
    return texts.FIRST.plain(
        lang, number=order.number, who=last.voted_by, at=turn.moment(last.voted_at), verdict=verdict.plain(lang)
    )


def _names(turn: Turn, order: OrderView, approval: ApprovalView) -> list[str]:
    """`采购 王芳`: who is waited for, with the interface person of a department."""
    names: list[str] = []
    for seat in approval.waiting:
        person = None if seat.person else people.interface_of(turn.session, seat.department)
        known = person.name if person is not None and "." not in seat.asked_of else ""
        names.append(who(order, seat.department, known, turn.lang) if known else asked_name(order, seat, turn.lang))
    return names
