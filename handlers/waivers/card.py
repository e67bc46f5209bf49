"""The card of whoever decides on a 特批, in the manner of text 12: what is short, who asks why, how far it would go."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import ApprovalState
from domain.process.names import MoneyView
from domain.understanding.amounts_told import tells_amount
from domain.waivers import WaiverState
from handlers.approvals.cards import asked_name, brought_in, question
from handlers.money_words import amount
from handlers.order.words import goods, head_type
from handlers.view import View
from handlers.waivers import texts
from handlers.waivers.words import name_of, stopped_line
from locales import Text
from services.approvals.reading import ApprovalView, SeatView
from services.order_view import OrderView
from services.waivers import asking, reading
from services.waivers.reading import WaiverView

SHOWN_LINES = 2


def asked(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> Iterator[Markup]:
    """What is to be let pass, for whom, why, until when; the one question."""
    lang, one = view.lang, reading.of_approval(view.session, approval.id)
    name = name_of(order, one.code, one.checkpoint, lang)
    yield texts.DECIDE(lang, who=asked_name(order, seat, lang), name=name, head=head_type(order, lang))
    yield from _about(view, order, one)
    by_colleague = brought_in(view, seat)
    if by_colleague is not None:
        yield by_colleague
    yield from question(view, seat)


def shown(view: View, order: OrderView, approval: ApprovalView) -> Iterator[Markup]:
    """The same for a colleague who is only to know of it."""
    yield head_type(order, view.lang)
    yield from _about(view, order, reading.of_approval(view.session, approval.id))


def _about(view: View, order: OrderView, one: WaiverView) -> Iterator[Markup]:
    if one.state is WaiverState.ASKED:
        yield _stopped(view, order, one)
    yield from goods(order, view.lang, order.lines[:SHOWN_LINES], priced=view.money is MoneyView.FULL)
    at = view.moment(one.asked_at)
    yield texts.ASKED_BY(view.lang, who=one.asked_by, at=at, reason=_reason(view, one))
    yield _terms(view, order, one)


def _stopped(view: View, order: OrderView, one: WaiverView) -> Markup:
    """Why it cannot go on now; the money may have come meanwhile."""
    for offer in asking.offers(order):
        if (offer.checkpoint, offer.refusal.code) == (one.checkpoint, one.code):
            return stopped_line(view, order, offer)
    return texts.NOT_SHORT(view.lang)


def _reason(view: View, one: WaiverView) -> str:
    hidden = view.money is not MoneyView.FULL and tells_amount(one.reason)
    return texts.HIDDEN.plain(view.lang) if hidden else one.reason


def _terms(view: View, order: OrderView, one: WaiverView) -> Markup:
    until = view.moment(one.expires_at)
    if one.ceiling_minor is None or view.money is not MoneyView.FULL:
        return texts.TERMS_BARE(view.lang, until=until)
    return texts.TERMS(view.lang, ceiling=amount(one.ceiling_minor, order), until=until)


def over(view: View, approval: ApprovalView) -> Text:
    """How it ended."""
    if approval.state is ApprovalState.SUPERSEDED:
        one = reading.of_approval(view.session, approval.id)
        late = approval.closed_at is not None and approval.closed_at >= one.expires_at
        return texts.OVER_TIME if late else texts.OVER_CHANGED
    return _OVER[approval.state]


_OVER = {
    ApprovalState.APPROVED: texts.OVER_GRANTED,
    ApprovalState.REJECTED: texts.OVER_REFUSED,
    ApprovalState.WITHDRAWN: texts.OVER_WITHDRAWN,
}
NOW_IS = {
    ApprovalState.APPROVED: texts.NOW_GRANTED,
    ApprovalState.REJECTED: texts.NOW_REFUSED,
    ApprovalState.WITHDRAWN: texts.NOW_WITHDRAWN,
    ApprovalState.SUPERSEDED: texts.NOW_VOID,
}
