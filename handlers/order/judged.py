"""What a review has made of an order: who is asked since when, what was sent back, rejected or withdrawn, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from domain.approvals import CONSENTS, Verdict
from domain.life import State
from domain.process.names import MoneyView
from domain.understanding.amounts_told import tells_amount
from handlers.folding import clipped
from handlers.order import texts
from handlers.order.words import head, may_here, together, who
from handlers.say import Button, Say, act, rows
from handlers.view import View
from locales import lines
from services import people, waiting
from services.approvals import delegating, reading
from services.approvals.reading import ApprovalView, SeatView
from services.order_view import OrderView, view_of

SHORT_REASON = 16
"""Characters of a reason that stand in a list."""


def owns(view: View, order: OrderView) -> bool:
    """Whether this is the private chat of whoever filed the order, or of whom it was filed for."""
    person = people.by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    return person is not None and person.id in (order.sales_id, order.filed_by)


def seat_name(order: OrderView, seat: SeatView, lang: str) -> str:
    """`财务`, or the one person who is asked."""
    return who(order, seat.department, seat.person, lang)


def reason_of(view: View, review: ApprovalView) -> str:
    """Why; free words may name an amount, and are left out where no money is seen."""
    return _seen(view, review.reason or "")


def _seen(view: View, words: str) -> str:
    if view.money is not MoneyView.FULL and tells_amount(words):
        return texts.HIDDEN_WORDS.plain(view.lang)
    return words


# ── on the card ────────────────────────────────────────────────────────────────────────────


def asked_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """Who has agreed, who is asked, and since when the first of them."""
    asked = order.review.waiting if order.review else ()
    if not asked:
        return
    agreed = [
        who(order, seat.department, seat.voted_by, view.lang)
        for seat in (order.review.seats if order.review else ())
        if seat.verdict in CONSENTS
    ]
    if agreed:
        yield texts.REVIEW_AGREED(view.lang, who=together(agreed, view.lang))
    names = together((seat_name(order, seat, view.lang) for seat in asked), view.lang)
    since = min(seat.opened_at for seat in asked if seat.opened_at is not None)
    yield texts.REVIEW_ASKED(view.lang, who=names, at=view.moment(since))
    for seat in asked:
        yield from deputy_lines(view, seat)


def deputy_lines(view: View, seat: SeatView) -> Iterator[Markup]:
    """代理: who answers for the one who is asked and away."""
    person = waiting.asked_in_person(view.session, seat.id)
    one = delegating.standing_in(view.session, person, view.now) if person is not None else None
    if one is not None:
        yield texts.AWAY(view.lang, principal=one.from_name, deputy=one.to_name)


def returned_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """Who sent it back and why, and who completes it."""
    if order.review is not None:
        yield ended_line(view, order.review)
    yield texts.NEXT_RETURNED(view.lang, who=order.sales)


def ended_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """Why it was rejected or withdrawn, and by whom."""
    if order.review is not None and order.state in (State.REJECTED, State.WITHDRAWN):
        yield ended_line(view, order.review)


def ended_line(view: View, review: ApprovalView) -> Markup:
    """`李娜 10:32：缺收货电话`."""
    at = view.moment(review.closed_at) if review.closed_at else ""
    words = reason_of(view, review)
    if not words:
        return texts.REVIEW_SAID_BARE(view.lang, who=review.closed_by, at=at)
    return texts.REVIEW_SAID(view.lang, who=review.closed_by, at=at, words=words)


def returned_short(view: View, order: OrderView) -> str:
    """`退回补充：缺收货电话` in a list; empty for any other order."""
    if order.state is not State.RETURNED or order.review is None or not order.review.reason:
        return ""
    words = reason_of(view, order.review)
    return texts.RETURNED_FOR.plain(view.lang, words=clipped(words, SHORT_REASON))


def review_buttons(view: View, order: OrderView) -> Iterable[Button]:
    """What whoever filed it can do while it is judged."""
    if not order.undecided or not may_here(view, "order.file") or not owns(view, order):
        return
    if order.state is State.RETURNED:
        yield act(texts.BTN_COMPLETE.plain(view.lang), "order.complete", style="primary", order=order.id)
    yield act(texts.BTN_WITHDRAW.plain(view.lang), "order.withdraw", order=order.id)


# ── told to whoever filed it ───────────────────────────────────────────────────────────────


def _told(view: View, state: State) -> tuple[OrderView, ApprovalView] | None:
    """The order and its review; None where something else has happened since."""
    review = reading.by_id(view.session, view.subject_id)
    order = view_of(view.session, view.house, review.order_id, view.now)
    latest = order.review is not None and order.review.id == review.id
    return (order, review) if order.state is state and latest else None


def sent_back(view: View) -> Say | None:
    """退回补充: by whom, why, what to complete."""
    told = _told(view, State.RETURNED)
    if told is None:
        return None
    order, review = told
    said = [texts.TOLD_RETURNED(view.lang, head=head(order, view.lang)), ended_line(view, review)]
    field = order.leaf.field(review.field) if review.field else None
    if field is not None and field.label.in_(view.lang) not in (review.reason or ""):
        said.append(texts.TOLD_LACKS(view.lang, field=field.label.in_(view.lang)))
    said.append(texts.TOLD_THEN_COMPLETE(view.lang))
    return Say(lines(said), rows(tuple(review_buttons(view, order)), (_look(view, order),)))


def rejected(view: View) -> Say | None:
    """驳回: by whom and why; the same may be filed anew."""
    told = _told(view, State.REJECTED)
    if told is None:
        return None
    order, review = told
    said = [texts.TOLD_REJECTED(view.lang, head=head(order, view.lang))]
    said += [_vote_line(view, order, seat) for seat in review.seats if seat.verdict is Verdict.REJECT]
    said.append(texts.TOLD_THEN_AGAIN(view.lang))
    again = (act(texts.BTN_AGAIN.plain(view.lang), "order.again", order=order.id),)
    return Say(lines(said), rows((*(again if may_here(view, "order.file") else ()), _look(view, order))))


def _vote_line(view: View, order: OrderView, seat: SeatView) -> Markup:
    at = view.moment(seat.voted_at) if seat.voted_at else ""
    name = who(order, seat.department, seat.voted_by, view.lang)
    return texts.REVIEW_SAID(view.lang, who=name, at=at, words=_seen(view, seat.comment or ""))


def withdrawn(view: View) -> Say | None:
    """撤回, to the other of the two whose order it is."""
    told = _told(view, State.WITHDRAWN)
    if told is None:
        return None
    order, review = told
    person = people.by_telegram_id(view.session, view.chat.id)
    if person is not None and person.name == review.closed_by and owns(view, order):
        return None  # who withdrew it sees it on the card
    said = [texts.TOLD_WITHDRAWN(view.lang, head=head(order, view.lang)), ended_line(view, review)]
    return Say(lines(said), rows((_look(view, order),)))


def _look(view: View, order: OrderView) -> Button:
    return act(texts.BTN_LOOK.plain(view.lang), "order.show", order=order.id)
