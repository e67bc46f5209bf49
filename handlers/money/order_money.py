"""款项: the card on which finance sees all money of an order, and moves it. It stands where amounts may be seen only."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.money import move_texts as texts
from handlers.money import texts as slip_texts
from handlers.money.offers import balance_for, offers
from handlers.money.parts import due_line
from handlers.money_words import amount
from handlers.order.words import head_type, mention, short_name, slip_lines
from handlers.say import Button, Row, Say, act, do, rows
from handlers.view import View
from locales import lines
from services import balances, people, receipts
from services.order_view import OrderView, view_of

REFUND, MOVE_TO, MOVE = "refund", "move_to", "move"
"""What the card asks beside its facts: whether it was refunded, where to, whether to move so much."""
OFFERED = 3


def money_card(view: View) -> Say | None:
    """What came, what is missing, what is too much, what was done with it last."""
    if view.money is not MoneyView.FULL:
        return None
    order = view_of(view.session, view.house, view.subject_id, view.now)
    mode = view.facts.get("mode")
    if mode == MOVE_TO:
        return _move_to(view, order)
    if mode == REFUND and int(view.facts["amount"]) <= _there(view, order):
        return _refund(view, order)
    if mode == MOVE and int(view.facts["amount"]) <= order.facts.net_minor:
        return _move(view, order)
    return Say(lines([*_body(view, order), *_movements(view, order)]), _buttons(view, order))


def _body(view: View, order: OrderView) -> Iterator[Markup]:
    lang = view.lang
    yield texts.HEAD(lang, head=head_type(order, lang))
    yield due_line(view, order)
    if order.owed_minor != order.missing_minor:
        whole = amount(order.receivable_minor, order)
        yield texts.WHOLE(lang, required=whole, missing=amount(order.owed_minor, order))
    if order.over_minor:
        yield texts.OVER(lang, over=amount(order.over_minor, order))
    yield from slip_lines(view, order)[:2]
    balance = balance_for(view, order)
    if balance:
        yield texts.BALANCE(lang, customer=order.customer, balance=amount(balance, order))


def _movements(view: View, order: OrderView) -> Iterator[Markup]:
    for one in receipts.movements_of(view.session, order.id, limit=2):
        at = view.moment(one.at)
        kind = texts.KIND[one.kind].plain(view.lang)
        said = amount(one.amount_minor, order, signed=True)
        yield texts.MOVEMENT(view.lang, at=at, what=kind, amount=said, who=one.by)


def _buttons(view: View, order: OrderView) -> tuple[Row, ...]:
    lang = view.lang
    own: list[Button] = []
    if order.facts.net_minor > 0:
        own.append(act(texts.BTN_REFUND.plain(lang), "money.refund_ask", order=order.id, balance=False))
        if order.customer_id is not None:
            own.append(act(texts.BTN_MOVE.plain(lang), "money.move_to", order=order.id))
    beside: Row = ()
    if balance_for(view, order) > 0:
        beside = (act(texts.BTN_REFUND_BALANCE.plain(lang), "money.refund_ask", order=order.id, balance=True),)
    return rows(*offers(view, order), tuple(own), beside)


def _leave(view: View, order: OrderView) -> Button:
    return act(slip_texts.BTN_NOT_SURE.plain(view.lang), "money.show", order=order.id)


# ── asking before money goes ───────────────────────────────────────────────────────────────


def _there(view: View, order: OrderView) -> int:
    """The money from which is refunded: of the order, or of the customer's balance."""
    return balance_for(view, order) if view.facts.get("balance") else order.facts.net_minor


def _refund(view: View, order: OrderView) -> Say:
    lang, minor, of_balance = view.lang, int(view.facts["amount"]), bool(view.facts.get("balance"))
    has = _there(view, order)
    said = list(_body(view, order))
    words = amount(minor, order)
    if of_balance:
        said.append(texts.SURE_REFUND_BALANCE(lang, amount=words, left=amount(has - minor, order)))
    else:
        said += [texts.SURE_REFUND(lang, amount=words), *_after_refund(view, order, minor)]
    yes = do(
        slip_texts.BTN_SURE.plain(lang), "money.refund", style="danger", order=order.id, amount=minor, has=has,
        balance=of_balance,
    )  # fmt: skip
    return Say(lines(said), ((yes, _leave(view, order)),))


def _after_refund(view: View, order: OrderView, minor: int) -> Iterator[Markup]:
    left = order.facts.net_minor - minor
    missing = max(order.required_minor, order.receivable_minor) - left
    if missing > 0:
        told = {"received": amount(left, order), "missing": amount(missing, order)}
        yield texts.AFTER_REFUND(view.lang, **told)
        yield from _stops(view, order, minor)
    else:
        yield texts.AFTER_REFUND_PAID(view.lang, received=amount(left, order))


def _stops(view: View, order: OrderView, minor: int) -> Iterator[Markup]:
    """That people are told to stop, where a gate that was passed closes again."""
    if order.released_at is not None and order.facts.net_minor - minor < order.required_minor:
        yield texts.STOPS(view.lang)


def _move_to(view: View, order: OrderView) -> Say:
    """To which of the customer's orders, or to its balance?"""
    lang = view.lang
    others = owing(view, order)
    said = [*_body(view, order), texts.WHERE_TO(lang) if others else texts.NO_OTHER(lang)]
    rows_of = [
        (
            act(
                texts.BTN_TO_ORDER.plain(lang, order=short_name(one, lang), missing=amount(one.owed_minor, one)),
                "money.move_this", order=order.id, to=one.id,
            ),
        )
        for one in others[:OFFERED]
    ]  # fmt: skip
    last = [act(texts.BTN_KEEP.plain(lang), "money.move_this", order=order.id, to=None)]
    if others:
        last.append(act(texts.BTN_WRITE.plain(lang), "money.move_ask", order=order.id))
    return Say(lines(said), rows(*rows_of, (*last, _leave(view, order))))


def owing(view: View, order: OrderView) -> list[OrderView]:
    """Other orders of the customer that money may go to."""
    if order.customer_id is None:
        return []
    return balances.owing_orders(view.session, view.house, order.customer_id, view.now, but=order.id)


def _move(view: View, order: OrderView) -> Say:
    lang, minor, to = view.lang, int(view.facts["amount"]), view.facts.get("to")
    other = view_of(view.session, view.house, int(to), view.now) if to is not None else None
    said, words = list(_body(view, order)), amount(minor, order)
    if other is None:
        said.append(texts.SURE_KEEP(lang, amount=words))
    else:
        said.append(texts.SURE_MOVE(lang, amount=words, order=other.number))
    said.append(_left(view, order, order.owed_minor + minor - order.over_minor))
    if other is not None:
        said.append(_left(view, other, other.owed_minor - minor))
    said += _stops(view, order, minor)
    yes = do(
        slip_texts.BTN_SURE.plain(lang), "money.move", source=order.id, target=other.id if other else None,
        amount=minor, has=order.facts.net_minor, lacks=other.owed_minor if other else 0,
    )  # fmt: skip
    write = act(texts.BTN_OTHER_AMOUNT.plain(lang), "money.move_ask", order=order.id)
    return Say(lines(said), rows((yes, _leave(view, order)), (write,) if other else ()))


def _left(view: View, order: OrderView, missing: int) -> Markup:
    if missing > 0:
        return texts.AFTER_MISSING(view.lang, number=order.number, missing=amount(missing, order))
    return texts.AFTER_PAID(view.lang, number=order.number)


# ── questions ──────────────────────────────────────────────────────────────────────────────


def ask_refund(view: View) -> Say | None:
    """How much went back?"""
    if view.money is not MoneyView.FULL:
        return None
    order = view_of(view.session, view.house, view.subject_id, view.now)
    of_balance, has = bool(view.facts.get("balance")), _there(view, order)
    said = _wrong(view, order)
    who = _who(view)
    if of_balance:
        said.append(texts.ASK_REFUND_BALANCE(view.lang, who=who, customer=order.customer, has=amount(has, order)))
    else:
        name = head_type(order, view.lang)
        said.append(texts.ASK_REFUND(view.lang, who=who, head=name, has=amount(has, order)))
    whole = act(
        texts.BTN_ALL.plain(view.lang, amount=amount(has, order)), "money.refund_this", order=order.id, amount=has,
        balance=of_balance,
    )  # fmt: skip
    readings = tuple(
        act(amount(minor, order), "money.refund_this", order=order.id, amount=minor, balance=of_balance)
        for minor in (view.facts.get("readings") or ())
    )
    return Say(lines(said), rows(readings, (whole,)), placeholder=slip_texts.ASK_HINT.plain(view.lang))


def ask_move(view: View) -> Say | None:
    """How much, and to which order?"""
    if view.money is not MoneyView.FULL:
        return None
    order = view_of(view.session, view.house, view.subject_id, view.now)
    said = [*_wrong(view, order), texts.ASK_MOVE(view.lang, who=_who(view), head=head_type(order, view.lang))]
    return Say(lines(said), placeholder=texts.MOVE_HINT.plain(view.lang))


def _who(view: View) -> Markup:
    person = people.by_id(view.session, int(view.facts["asks"]))
    return mention(person.telegram_id, person.name)


def _wrong(view: View, order: OrderView) -> list[Markup]:
    """What was wrong with the words before; rendered when they came."""
    bad = view.facts.get("bad")
    return [Markup(bad)] if bad else []  # noqa: S704 - rendered and escaped by a Text
