"""特批 on cards: one line each, the button to ask for one, and the one to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from domain.process.names import Checkpoint, MoneyView
from domain.waivers import WaiverState
from handlers.money_words import amount
from handlers.order.words import may_here, together, who
from handlers.refusals import as_seen, reason_words
from handlers.say import Button, act, do
from handlers.view import View
from handlers.waivers import texts
from services import people
from services.approvals import reading
from services.clearing import times_urged
from services.order_view import OrderView
from services.waivers import asking
from services.waivers.asking import Offer
from services.waivers.reading import WaiverView

AT_ONCE = 2
"""So many stand on a card; the newest are told."""


def name_of(order: OrderView, code: str, checkpoint: Checkpoint, lang: str) -> str:
    """特批, 让步接收: as the order's book calls it."""
    rule = order.book.waiver_rule(checkpoint, code)
    return rule.name.in_(lang) if rule is not None else ""


def waiver_lines(view: View, order: OrderView) -> list[Markup]:
    """What was asked, granted, used or not used, for this revision; what was used is told for ever."""
    told = (
        one for one in order.waivers
        if one.state is WaiverState.USED
        or (one.revision == order.revision and one.state in (WaiverState.ASKED, WaiverState.GRANTED))
    )  # fmt: skip
    return [waiver_line(view, order, one) for one in list(told)[-AT_ONCE:]]


def asked_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """Of what is asked and not decided: who, who decides it, since when, and how often they were asked."""
    for one in order.waivers:
        if one.state is WaiverState.ASKED:
            yield _asked(view, order, one)


def waiver_line(view: View, order: OrderView, one: WaiverView) -> Markup:
    """`特批 陈总 11月23日：欠 ¥12,000.00 先发，已用第 1 批`; names and times for everybody, amounts for some."""
    if one.state is WaiverState.ASKED:
        return _asked(view, order, one)
    lang = view.lang
    at = view.moment(one.decided_at) if one.decided_at else ""
    told = {"name": name_of(order, one.code, one.checkpoint, lang), "who": one.decided_by, "at": at}
    told["fate"] = _fate(view, one)
    if view.money is not MoneyView.FULL or one.ceiling_minor is None:
        return texts.LINE_BARE(lang, **told)
    owes = texts.OWES[one.code].plain(lang, amount=amount(one.ceiling_minor, order))
    return texts.LINE(lang, **told, what=texts.FIRST[one.checkpoint].plain(lang, owes=owes))


def _fate(view: View, one: WaiverView) -> str:
    lang = view.lang
    if one.batch is not None:
        return texts.FATE_BATCH.plain(lang, batch=one.batch)
    if one.used_at is not None:
        return texts.FATE_USED.plain(lang)
    if one.expired(view.now):
        return texts.FATE_EXPIRED.plain(lang)
    return texts.FATE_UNTIL.plain(lang, until=view.moment(one.expires_at))


def _asked(view: View, order: OrderView, one: WaiverView) -> Markup:
    lang = view.lang
    told = {
        "name": name_of(order, one.code, one.checkpoint, lang), "by": one.asked_by,
        "at": view.moment(one.asked_at), "who": decider(view, order, one),
    }  # fmt: skip
    times = times_urged(view.session, order.id)
    return texts.LINE_ASKED_TIMES(lang, **told, count=times) if times else texts.LINE_ASKED(lang, **told)


def decider(view: View, order: OrderView, one: WaiverView) -> str:
    """Who is asked now: a person, or the department with its interface person."""
    asked = reading.by_id(view.session, one.approval_id).waiting if one.approval_id is not None else ()
    names = [who(order, seat.department, seat.person or _interface(view, seat.asked_of), view.lang) for seat in asked]
    return together(names, view.lang) if names else ""


def _interface(view: View, asked_of: str) -> str:
    person = people.interface_of(view.session, asked_of) if "." not in asked_of else None
    return person.name if person is not None else ""


def reason_said(view: View, order: OrderView, one: Offer, money: MoneyView) -> str:
    """What stands in the way, with amounts where they may be seen."""
    told = reason_words(
        as_seen(one.refusal, money), order.leaf, lang=view.lang, money=money,
        amount=lambda minor: amount(minor, order),
    )  # fmt: skip
    return told.unescape()


def stopped_line(view: View, order: OrderView, one: Offer) -> Markup:
    """`还不能发货。货款没付清：应收 …`."""
    return texts.STOPPED[one.checkpoint](view.lang, reason=reason_said(view, order, one, view.money))


# ── buttons ────────────────────────────────────────────────────────────────────────────────


def buttons(view: View, order: OrderView) -> Iterable[Button]:
    """申请特批 where something can be waived that nobody is asked about; 撤回 for whoever asked."""
    if not may_here(view, "waiver.ask"):
        return
    open_offers = [one for one in asking.offers(order) if one.asked is None]
    if open_offers:
        label = texts.BTN_ASK.plain(view.lang, name=_common_name(order, open_offers, view.lang))
        yield act(label, "waiver.ask", order=order.id)
    reader = people.by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    for one in order.waivers:
        if reader is not None and one.state is WaiverState.ASKED and one.asked_by_id == reader.id:
            label = texts.BTN_WITHDRAW.plain(view.lang, name=name_of(order, one.code, one.checkpoint, view.lang))
            yield do(label, "waiver.withdraw", waiver=one.id)


def _common_name(order: OrderView, offers: list[Offer], lang: str) -> str:
    """What is asked for by the name of the first one."""
    return offers[0].rule.name.in_(lang)
