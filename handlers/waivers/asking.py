"""申请特批: for which reason, why, for how much, until when; then it is with whoever decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.process.names import MoneyView
from domain.rights import money_view
from handlers.approvals.asking import who_is_asked
from handlers.money.amounts import read_amount
from handlers.money_words import amount
from handlers.order.cards import order_seen
from handlers.order.words import head
from handlers.process.wording import recipient
from handlers.say import Button, Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from handlers.waivers import texts
from handlers.waivers.words import reason_said, stopped_line
from locales import formats, lines
from services import people
from services.errors import NotAllowed
from services.looking import look
from services.order_view import OrderView
from services.waivers import asking
from services.waivers.asking import LONGEST_REASON, Offer


def ask(turn: Turn, order: int, code: str | None = None) -> None:
    """Where several reasons could be waived: which? Then: why?"""
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    open_offers = [one for one in asking.offers(view) if one.asked is None]
    if code is None and len(open_offers) > 1:
        turn.reply("waiver.which", f"order:{order}", asks=turn.actor.id)
        return
    chosen = code or next((one.refusal.code for one in asking.offers(view)), "")
    asking.offered(turn.session, turn.house, turn.actor, order, chosen, turn.now)
    _ask_reason(turn, order, chosen)


def _ask_reason(turn: Turn, order: int, code: str, **facts: Any) -> None:
    turn.ask(
        "waiver.ask", "waiver.reason_given", {"order": order, "code": code}, subject=f"order:{order}", code=code,
        **facts,
    )  # fmt: skip


def reason_given(turn: Turn, order: int, code: str) -> None:
    """In words; a picture says nothing here."""
    asking.offered(turn.session, turn.house, turn.actor, order, code, turn.now)
    words = " ".join(turn.text.split())[:LONGEST_REASON]
    if not words or turn.file() is not None:
        _ask_reason(turn, order, code, again=True)
        return
    _ask_until(turn, order, code, words)


def _ask_until(turn: Turn, order: int, code: str, words: str, ceiling: int | None = None) -> None:
    turn.reply(
        "waiver.until", f"order:{order}", code=code, words=words, ceiling=ceiling, asks=turn.actor.id
    )  # fmt: skip


def other_amount(turn: Turn, order: int, code: str, words: str, of: int) -> None:
    """Less than all that is short: how much? Only where everybody may read what is short."""
    _require_own(turn, of)
    asking.offered(turn.session, turn.house, turn.actor, order, code, turn.now)
    _require_money(turn)
    _ask_amount(turn, order, code, words)


def _ask_amount(turn: Turn, order: int, code: str, words: str, **facts: Any) -> None:
    turn.ask(
        "waiver.ask_amount", "waiver.amount_given", {"order": order, "code": code, "words": words},
        subject=f"order:{order}", code=code, **facts,
    )  # fmt: skip


def amount_given(turn: Turn, order: int, code: str, words: str) -> None:
    """An amount up to what is short."""
    offer = asking.offered(turn.session, turn.house, turn.actor, order, code, turn.now)
    _require_money(turn)
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    minor = read_amount(turn.text, view.currency)
    if not isinstance(minor, int) or not 0 < minor <= (offer.short_minor or 0):
        _ask_amount(turn, order, code, words, bad=turn.text.strip()[:40])
        return
    _ask_until(turn, order, code, words, minor)


def send(turn: Turn, order: int, code: str, words: str, days: int, of: int, ceiling: int | None = None) -> None:
    """Until then; the card goes to whoever decides."""
    _require_own(turn, of)
    row = asking.ask(
        turn.session, turn.house, turn.actor, order, code, words, days, turn.now, ceiling_minor=ceiling
    )  # fmt: skip
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    asked = next(one for one in view.waivers if one.id == row.id)
    rule = view.book.waiver_rule(asked.checkpoint, code)
    turn.toast(texts.SENT, decider=recipient(view.book, rule.to, turn.lang) if rule else "")


def leave(turn: Turn, order: int) -> None:
    """It is not asked for after all."""
    turn.wait_for_nothing()
    turn.toast(texts.LEFT)


def withdraw(turn: Turn, waiver: int) -> None:
    """Whoever asked takes it back."""
    asking.withdraw(turn.session, turn.house, turn.actor, waiver, turn.now)
    turn.toast(texts.WITHDRAWN)


def _require_own(turn: Turn, of: int) -> None:
    """What somebody has written is asked in nobody else's name, though a whole group sees the buttons below it."""
    if of != turn.actor.id:
        raise NotAllowed("words_of_another", who=people.name_of(turn.session, of))


def _require_money(turn: Turn) -> None:
    if money_view(turn.book, turn.chat.departments) is not MoneyView.FULL:
        raise NotAllowed("not_your_part", action="waiver.ask")


# ── the questions ──────────────────────────────────────────────────────────────────────────


def which(view: View) -> Say | None:
    """Several reasons: one a button."""
    order = order_seen(view)
    if order is None:
        return None
    buttons = [
        act(reason_said(view, order, one, MoneyView.NONE), "waiver.ask", order=order.id, code=one.refusal.code)
        for one in asking.offers(order)
        if one.asked is None
    ]
    if not buttons:
        return None
    return Say(
        texts.WHICH(view.lang, who=who_is_asked(view), head=head(order, view.lang)),
        (*((one,) for one in buttons), (_leave(view, order),)),
    )


def _offer(view: View, order: OrderView) -> Offer | None:
    return next((one for one in asking.offers(order) if one.refusal.code == view.facts["code"]), None)


def _decider(view: View, order: OrderView, one: Offer) -> str:
    return recipient(order.book, one.rule.to, view.lang)


def reason(view: View) -> Say | None:
    """Why should it pass?"""
    order = order_seen(view)
    offer = _offer(view, order) if order is not None else None
    if order is None or offer is None:
        return None
    lang, name = view.lang, head(order, view.lang)
    if view.facts.get("again"):
        said = texts.ASK_REASON_AGAIN(lang, who=who_is_asked(view), head=name)
    else:
        said = texts.ASK_REASON(
            lang, who=who_is_asked(view), head=name, name=offer.rule.name.in_(lang),
            stopped=stopped_line(view, order, offer), decider=_decider(view, order, offer),
        )  # fmt: skip
    return Say(said, ((_leave(view, order),),), placeholder=texts.REASON_HINT.plain(lang))


def until(view: View) -> Say | None:
    """For how much, once, and until when?"""
    order = order_seen(view)
    offer = _offer(view, order) if order is not None else None
    if order is None or offer is None:
        return None
    lang, full = view.lang, view.money is MoneyView.FULL
    words, wanted = str(view.facts["words"]), view.facts.get("ceiling")
    args = {"order": order.id, "code": offer.refusal.code, "words": words, "of": int(view.facts["asks"])}
    said = [
        texts.UNTIL(lang, who=who_is_asked(view), head=head(order, lang), name=offer.rule.name.in_(lang), reason=words)
    ]
    if offer.short_minor is not None and full:
        ceiling = offer.short_minor if wanted is None else int(wanted)
        said.append(texts.UNTIL_CEILING(lang, ceiling=amount(ceiling, order)))
    else:
        said.append(texts.UNTIL_ONCE(lang))
    said.append(texts.UNTIL_WHEN(lang, decider=_decider(view, order, offer)))
    ends = [
        do(_end(view, n, moment), "waiver.send", **args, days=n, **({} if wanted is None else {"ceiling": wanted}))
        for n, moment in asking.ends(view.session, view.house, offer.rule, view.now).items()
    ]
    beside: list[Button] = []
    if offer.short_minor is not None and full and wanted is None:
        beside.append(act(texts.BTN_OTHER_AMOUNT.plain(lang), "waiver.other_amount", **args))
    return Say(lines(said), rows(*in_rows(ends), (*beside, _leave(view, order))))


def _end(view: View, days: int, moment: datetime) -> str:
    day = moment.astimezone(view.house.zone).date()
    if days == 0:
        return texts.BTN_TODAY.plain(view.lang)
    if day == view.today + timedelta(days=1):
        return texts.BTN_TOMORROW.plain(view.lang)
    if days == 1:
        return texts.BTN_DAY.plain(view.lang, day=formats.day_short(view.lang, day, view.today))
    return texts.BTN_DAYS.plain(view.lang, n=days)


def ask_how_much(view: View) -> Say | None:
    """Less than all that is short."""
    order = order_seen(view)
    offer = _offer(view, order) if order is not None else None
    if order is None or offer is None or offer.short_minor is None or view.money is not MoneyView.FULL:
        return None
    short = amount(offer.short_minor, order)
    said = [texts.ASK_AMOUNT(view.lang, who=who_is_asked(view), head=head(order, view.lang), short=short)]
    if view.facts.get("bad"):
        said.insert(0, texts.BAD_AMOUNT(view.lang, words=str(view.facts["bad"]), short=short))
    return Say(lines(said), ((_leave(view, order),),), placeholder=texts.AMOUNT_HINT.plain(view.lang))


def _leave(view: View, order: OrderView) -> Button:
    return act(texts.BTN_LEAVE.plain(view.lang), "waiver.leave", order=order.id)
