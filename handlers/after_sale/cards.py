"""The card on which finance decides a 退货 or 折让, the one on which the warehouse notes what came back, and questions."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.after_sale import Kind, Step
from domain.process.names import MoneyView
from handlers.after_sale import texts
from handlers.after_sale.words import name_of, reason_seen, what_words
from handlers.approvals.asking import who_is_asked
from handlers.goods import counting
from handlers.money.offers import offers
from handlers.money_words import amount, pieces
from handlers.order.texts import MORE_LINES
from handlers.order.words import AT_ONCE, head, head_type, interface
from handlers.say import Button, Row, Say, act, do, in_rows, rows
from handlers.view import View
from locales import formats, lines
from services.after_sale import reading
from services.after_sale.asking import to_let_off
from services.after_sale.reading import AfterSaleView
from services.order_parts import LineView
from services.order_view import OrderView, view_of


def _of(view: View) -> tuple[AfterSaleView, OrderView]:
    one = reading.by_id(view.session, view.subject_id)
    return one, view_of(view.session, view.house, one.order_id, view.now)


# ── finance ────────────────────────────────────────────────────────────────────────────────


def finance_card(view: View) -> Say:
    """To be decided, waiting for the goods, done, refused, withdrawn."""
    one, order = _of(view)
    body = [_title(view, order, one), *_returned(view, order, one)]
    if one.step is Step.ASKED:
        body += [*_would_owe(view, order, one), _asked(view, one)]
        if view.money is not MoneyView.FULL:
            body.append(texts.HIDDEN_HERE(view.lang))
        return Say(lines(body), _to_decide(view, order, one))
    body += _decided(view, order, one)
    spare = offers(view, order) if one.step is Step.DONE and order.over_minor else ()
    return Say(lines(body), spare)


def _title(view: View, order: OrderView, one: AfterSaleView) -> Markup:
    lang, told = view.lang, {"name": name_of(one, view.lang), "head": head_type(order, view.lang)}
    if one.step is Step.ASKED:
        return texts.DECIDE(lang, who=interface(view, order, order.book.roles.money), **told)
    return texts.TITLE[one.step](lang, **told)


def _returned(view: View, order: OrderView, one: AfterSaleView) -> Iterator[Markup]:
    """The goods, each with how much of it has left."""
    mine = [line for line in order.lines if line.id in one.quantities]
    for line in mine[:AT_ONCE]:
        shipped = formats.quantity(line.shipped)
        yield texts.LINE_BACK(view.lang, goods=pieces(line, one.quantities[line.id]), shipped=shipped)
    if len(mine) > AT_ONCE:
        yield MORE_LINES(view.lang, count=len(mine) - AT_ONCE)


def _would_owe(view: View, order: OrderView, one: AfterSaleView) -> Iterator[Markup]:
    """What agreeing would make of the money."""
    if view.money is not MoneyView.FULL or not order.charged:
        return
    lang, before, received = view.lang, order.receivable_minor, order.facts.net_minor
    after = max(before - one.amount_minor, 0)
    if one.amount_minor:
        told = {"amount": amount(one.amount_minor, order), "after": amount(after, order)}
        yield texts.WOULD_OWE(lang, **told, before=amount(before, order))
    else:
        yield texts.WOULD_OWE_SAME(lang, before=amount(before, order))
    if received > after:
        yield texts.WOULD_BE_OVER(lang, received=amount(received, order), over=amount(received - after, order))


def _asked(view: View, one: AfterSaleView) -> Markup:
    at = view.moment(one.asked_at)
    return texts.SAID(view.lang, who=one.asked_by, at=at, reason=reason_seen(view, one.reason))


def _decided(view: View, order: OrderView, one: AfterSaleView) -> Iterator[Markup]:
    lang = view.lang
    if one.step in (Step.AGREED, Step.DONE) and view.money is MoneyView.FULL and order.charged:
        after = amount(order.receivable_minor, order)
        if one.step is Step.AGREED:
            yield from _would_owe(view, order, one)
        elif one.amount_minor:
            yield texts.OWES(lang, amount=amount(one.amount_minor, order), after=after)
        else:
            yield texts.OWES_SAME(lang, after=after)
    yield _asked(view, one)
    yield _how_it_ended(view, order, one)
    if one.step is Step.DONE and order.over_minor and view.money is MoneyView.FULL:
        received = amount(order.facts.net_minor, order)
        yield texts.IS_OVER(lang, received=received, over=amount(order.over_minor, order))


def _how_it_ended(view: View, order: OrderView, one: AfterSaleView) -> Markup:
    lang = view.lang
    when = one.done_at or one.decided_at
    at = view.moment(when) if when else ""
    if one.step is Step.REFUSED:
        return texts.OVER_REFUSED(lang, who=one.decided_by, at=at, reason=reason_seen(view, one.words))
    if one.step is Step.AGREED:
        warehouse = interface(view, order, order.book.roles.goods)
        return texts.OVER_AGREED(lang, who=one.decided_by, at=at, warehouse=warehouse)
    if one.step is Step.DONE:
        phrase = texts.OVER_RETURNED if one.kind is Kind.RETURN else texts.OVER_LET_OFF
        return phrase(lang, who=one.done_by, at=at)
    return texts.OVER_WITHDRAWN(lang)


def _to_decide(view: View, order: OrderView, one: AfterSaleView) -> tuple[Row, ...]:
    lang = view.lang
    no = act(texts.BTN_REFUSE.plain(lang), "after_sale.refuse", after_sale=one.id)
    if view.money is not MoneyView.FULL:
        return ((no,),)
    free = do(texts.BTN_AGREE_FREE.plain(lang), "after_sale.agree", after_sale=one.id, amount=0)
    if one.kind is Kind.RETURN and not (one.amount_minor or to_let_off(order, but=one.id)):
        return ((free,), (no,))
    other = act(texts.BTN_OTHER_AMOUNT.plain(lang), "after_sale.other_amount", after_sale=one.id)
    if not one.amount_minor:
        return ((free,), (other, no))
    label = texts.BTN_AGREE.plain(lang, amount=amount(one.amount_minor, order))
    yes = do(label, "after_sale.agree", style="success", after_sale=one.id, amount=one.amount_minor)
    return rows((yes,), (other, no), (free,) if one.kind is Kind.RETURN else None)


def ask_other(view: View) -> Say | None:
    """How much less, then?"""
    one, order = _of(view)
    if view.money is not MoneyView.FULL or one.step is not Step.ASKED:
        return None
    lang, most = view.lang, amount(to_let_off(order, but=one.id), order)
    said: list[Markup] = []
    if view.facts.get("bad"):
        said.append(Markup(view.facts["bad"]))  # noqa: S704 - rendered and escaped by a Text
    elif "words" in view.facts:
        said.append(texts.BAD_AMOUNT(lang, words=str(view.facts["words"]), most=most))
    phrase = texts.ASK_OTHER_FREE if one.kind is Kind.RETURN else texts.ASK_OTHER
    said.append(phrase(lang, who=who_is_asked(view), name=name_of(one, lang), head=head(order, lang), most=most))
    readings = tuple(
        do(amount(minor, order), "after_sale.other_given", after_sale=one.id, amount=minor)
        for minor in view.facts.get("readings") or ()
    )
    return Say(lines(said), rows(readings, (_not_now(view, one),)), placeholder=texts.AMOUNT_HINT.plain(lang))


def ask_why_not(view: View) -> Say | None:
    """Why does finance not agree?"""
    one, order = _of(view)
    if one.step is not Step.ASKED:
        return None
    lang, told = view.lang, {"who": who_is_asked(view), "sales": order.sales}
    if view.facts.get("again"):
        said = texts.ASK_WHY_NOT_AGAIN(lang, **told)
    else:
        said = texts.ASK_WHY_NOT(lang, **told, name=name_of(one, lang), head=head(order, lang))
    usual: list[Button] = [
        do(words.plain(lang), "after_sale.refused", after_sale=one.id, reason=key)
        for key, words in texts.WHY_NOT.items()
    ]
    return Say(said, in_rows([*usual, _not_now(view, one)]), placeholder=texts.REASON_HINT.plain(lang))


def _not_now(view: View, one: AfterSaleView) -> Button:
    return act(texts.BTN_NOT_NOW.plain(view.lang), "after_sale.later", after_sale=one.id)


# ── the warehouse ──────────────────────────────────────────────────────────────────────────


def warehouse_card(view: View) -> Say:
    """What is to come back, or has; never a price."""
    one, order = _of(view)
    lang = view.lang
    title = {Step.AGREED: texts.RECEIVE, Step.DONE: texts.RECEIVED}.get(one.step, texts.NOT_COMING)
    said = [title(lang, head=head(order, lang), name=name_of(one, lang))]
    said += [_plain(line, one) for line in order.lines if line.id in one.quantities]
    said.append(_asked(view, one))
    if one.step is Step.DONE and one.done_at is not None:
        at = view.moment(one.done_at)
        said.append(texts.RECEIVED_BY(lang, who=one.done_by, at=at))
    if one.step is not Step.AGREED:
        return Say(lines(said))
    said.append(texts.DO_RECEIVE(lang, who=interface(view, order, order.book.roles.goods)))
    came = do(texts.BTN_BACK.plain(lang), "after_sale.back", style="success", after_sale=one.id)
    some = act(
        texts.BTN_BACK_SOME.plain(lang), "goods.other_count", order=order.id, what=f"{counting.BACK}:{one.id}"
    )  # fmt: skip
    return Say(lines(said), ((came, some),))


def _plain(line: LineView, one: AfterSaleView) -> Markup:
    return lines([pieces(line, one.quantities[line.id])])


# ── told ───────────────────────────────────────────────────────────────────────────────────


def told(view: View) -> Say | None:
    """What became of it, to whoever asked and whose order it is."""
    one, order = _of(view)
    if one.step not in texts.TOLD or view.kind != f"after_sale.{one.step.value}":
        return None  # it has gone on since
    lang = view.lang
    said = [texts.TOLD[one.step](lang, name=name_of(one, lang), head=head(order, lang))]
    when = one.done_at or one.decided_at
    at = view.moment(when) if when else ""
    if one.step is Step.REFUSED:
        said.append(texts.OVER_REFUSED(lang, who=one.decided_by, at=at, reason=reason_seen(view, one.words)))
    elif one.step is Step.AGREED:
        said.append(lines([what_words(view, order, one)]))
        said.append(texts.TOLD_WAITS(lang, who=interface(view, order, order.book.roles.goods)))
    else:
        phrase = texts.TOLD_BACK if one.kind is Kind.RETURN else texts.TOLD_LET_OFF
        said.append(phrase(lang, what=what_words(view, order, one), who=one.done_by, at=at))
        said += _now_owes(view, order)
    return Say(lines(said), ((act(texts.BTN_ORDER.plain(lang), "order.show", order=order.id),),))


def _now_owes(view: View, order: OrderView) -> Iterator[Markup]:
    if view.money is not MoneyView.FULL or not order.charged:
        return
    lang, required = view.lang, amount(order.receivable_minor, order)
    if order.over_minor:
        finance = interface(view, order, order.book.roles.money)
        yield texts.TOLD_OVER(lang, required=required, over=amount(order.over_minor, order), who=finance)
    elif order.owed_minor:
        yield texts.TOLD_OWES(lang, required=required, missing=amount(order.owed_minor, order))
    else:
        yield texts.TOLD_PAID(lang, required=required)
