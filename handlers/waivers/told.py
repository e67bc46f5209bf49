"""What became of a 特批, told to whoever asked, whose order it is, and whoever goes on with it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import Verdict
from domain.process.names import MoneyView
from domain.understanding.amounts_told import tells_amount
from domain.waivers import WaiverState
from handlers.order.words import head, reasons
from handlers.say import Say, act, rows
from handlers.view import View
from handlers.waivers import texts
from handlers.waivers.words import buttons, name_of, waiver_line
from locales import Text, lines
from services import clearing
from services.approvals import reading as approvals
from services.order_view import OrderView, view_of
from services.stages import held_by
from services.waivers import reading
from services.waivers.reading import WaiverView


def granted(view: View) -> Say | None:
    """What it lets pass, and what else stands in the way."""
    one, order = _of(view)
    if one.state not in (WaiverState.GRANTED, WaiverState.USED):
        return None
    said = [_head(view, order, one, texts.TOLD_GRANTED), waiver_line(view, order, one)]
    closed = held_by(order) if one.state is WaiverState.GRANTED and not order.ended else ()
    if closed:
        said += [texts.THEN_NOT_ALONE(view.lang), *reasons(view, order, clearing.clearers(view.session, order, closed))]
    else:
        said.append(texts.THEN[one.checkpoint](view.lang))
    return _say(view, order, said)


def refused(view: View) -> Say | None:
    """By whom, and why."""
    one, order = _of(view)
    said = [
        _head(view, order, one, texts.TOLD_REFUSED),
        *_why(view, one),
        texts.THEN_REFUSED(view.lang, sales=order.sales),
    ]
    return _say(view, order, said)


def _why(view: View, one: WaiverView) -> Iterator[Markup]:
    approval = approvals.by_id(view.session, one.approval_id) if one.approval_id is not None else None
    for seat in approval.seats if approval else ():
        if seat.verdict is Verdict.REJECT and seat.voted_at is not None:
            words = seat.comment or ""
            hidden = view.money is not MoneyView.FULL and tells_amount(words)
            at = view.moment(seat.voted_at)
            reason = texts.HIDDEN.plain(view.lang) if hidden else words
            yield texts.TOLD_WHY(view.lang, who=seat.voted_by, at=at, reason=reason)


def superseded(view: View) -> Say | None:
    """The order was changed, or nobody decided in time."""
    one, order = _of(view)
    late = one.decided_at is None and view.now >= one.expires_at
    then = texts.THEN_UNDECIDED if late else texts.THEN_CHANGED
    return _say(view, order, [_head(view, order, one, texts.TOLD_CHANGED), then(view.lang)])


def expired(view: View) -> Say | None:
    """Nobody used it in time: whoever asked and whoever granted it know."""
    one, order = _of(view)
    if not one.expired(view.now):
        return None
    said = [_head(view, order, one, texts.TOLD_EXPIRED), waiver_line(view, order, one)]
    return _say(view, order, [*said, texts.THEN_EXPIRED(view.lang)])


def _of(view: View) -> tuple[WaiverView, OrderView]:
    one = reading.by_id(view.session, view.subject_id)
    return one, view_of(view.session, view.house, one.order_id, view.now)


def _head(view: View, order: OrderView, one: WaiverView, phrase: Text) -> Markup:
    name = name_of(order, one.code, one.checkpoint, view.lang)
    return phrase(view.lang, name=name, head=head(order, view.lang))


def _say(view: View, order: OrderView, said: list[Markup]) -> Say:
    look = act(texts.BTN_ORDER.plain(view.lang), "order.show", order=order.id)
    return Say(lines(said), rows((look, *buttons(view, order))))
