"""催一下, as the one who is urged reads it: what holds the order up, and the button that ends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.order import texts
from handlers.order.words import head, may_here, reasons, who
from handlers.say import Button, Row, Say, act, rows
from handlers.view import View
from locales import lines
from services import clearing
from services.clearing import Clearer
from services.order_view import OrderView, view_of


def urged(view: View) -> Say | None:
    """Nothing where what held it up is gone by now, or was not this chat's part."""
    order = view_of(view.session, view.house, view.subject_id, view.now)
    mine = [one for one in clearing.waited_for(view.session, order, view.now) if one.chat == view.chat.id]
    if not mine:
        return None
    by = who(order, str(view.facts["department"]), str(view.facts["by"]), view.lang)
    truck = view.facts["department"] == order.book.roles.goods
    said = [
        texts.URGE_HEAD(view.lang, head=head(order, view.lang)),
        (texts.URGE_TRUCK if truck else texts.URGE_BY)(view.lang, who=by),
        *reasons(view, order, mine),
        texts.URGE_DO(view.lang),
    ]
    return Say(lines(said), rows(tuple(_ends(view, order, {one.refusal.code for one in mine})), judging(view, mine)))


def judging(view: View, mine: Sequence[Clearer]) -> Row:
    """The card of a seat, or of a statement, brought down to where it is read."""
    for one in mine:
        if "seat" in one.refusal.facts:
            return (act(texts.BTN_LOOK.plain(view.lang), "approval.card", seat=one.refusal.facts["seat"]),)
        if "impact" in one.refusal.facts:
            return (act(texts.BTN_STATE.plain(view.lang), "impact.show", impact=one.refusal.facts["impact"]),)
    return ()


def _ends(view: View, order: OrderView, codes: set[str]) -> Iterator[Button]:
    """The button that clears each reason."""
    waiting = clearing.waiting_slips(view.session, order.id)
    if "payment_missing" in codes and waiting and may_here(view, "slip.decide"):
        yield act(texts.BTN_LOOK_SLIP.plain(view.lang), "reminder.slip", subject=f"slip:{waiting[0]}", order=order.id)
    elif "payment_missing" in codes and may_here(view, "slip.send"):
        yield act(texts.BTN_SLIP.plain(view.lang), "slip.start", order=order.id)
    if "signoff_missing" in codes:
        yield act(texts.BTN_LOOK_SIGNOFF.plain(view.lang), "signoff.show", order=order.id)
    if codes & {"basis_missing", "notice_missing"} and view.chat.private:
        yield act(texts.BTN_LOOK.plain(view.lang), "order.show", order=order.id)
