"""售后 asked by sales: back or cheaper, how much, why; then it is with finance."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.after_sale import OPEN, Kind
from domain.process.names import MoneyView
from domain.rights import money_view
from handlers.after_sale import texts
from handlers.after_sale.words import after_sale_lines, counted, name_of
from handlers.approvals.asking import who_is_asked
from handlers.money.amounts import Unclear, read_amount, said_bad
from handlers.money_words import amount as amount_words
from handlers.order.cards import order_seen
from handlers.order.words import head, interface, may_here
from handlers.say import Button, Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import people
from services.after_sale import asking
from services.after_sale.asking import LONGEST_REASON
from services.errors import NotAllowed
from services.house import require
from services.looking import look
from services.order_view import OrderView

COUNTED = "return"
"""What is counted: goods that are to come back."""


def menu(turn: Turn, order: int) -> None:
    """退货, 折让, or taking one back."""
    require(turn.house, turn.actor, "after_sale.ask")
    look(turn.session, turn.house, turn.actor, order, turn.now)
    turn.reply("after_sale.menu", f"order:{order}")


def begin(turn: Turn, order: int, what: str) -> None:
    """How many, or how much?"""
    asking.askable(turn.session, turn.house, turn.actor, order, Kind(what), turn.now)
    if what == Kind.RETURN:
        turn.ask(
            "goods.ask_count", "goods.count_typed", {"order": order, "what": COUNTED}, subject=f"order:{order}",
            what=COUNTED,
        )  # fmt: skip
        return
    _require_money(turn)
    _ask_amount(turn, order)


# ── how much ───────────────────────────────────────────────────────────────────────────────


def _ask_amount(turn: Turn, order: int, **facts: Any) -> None:
    turn.ask("after_sale.ask_amount", "after_sale.amount_given", {"order": order}, subject=f"order:{order}", **facts)


def amount_given(turn: Turn, order: int, amount: int | None = None) -> None:
    """An amount in words, or one of the readings that were offered."""
    view = asking.askable(turn.session, turn.house, turn.actor, order, Kind.ALLOWANCE, turn.now)
    _require_money(turn)
    read = amount if amount is not None else read_amount(turn.text, view.currency) if turn.text else None
    if isinstance(read, int) and 0 < read <= asking.to_let_off(view):
        _ask_reason(turn, order, {"what": Kind.ALLOWANCE.value, "amount": read})
    elif isinstance(read, Unclear):
        bad = str(said_bad({**read.facts(), "readings": []}, turn.lang)) if not read.readings else None
        _ask_amount(turn, order, unclear=bad, words=turn.text[:40], readings=list(read.readings))
    else:
        _ask_amount(turn, order, words=turn.text.strip()[:40])


def goods_counted(turn: Turn, order: int, counts: Mapping[int, Decimal]) -> None:
    """So much is to come back: why?"""
    view = asking.askable(turn.session, turn.house, turn.actor, order, Kind.RETURN, turn.now)
    asking.require_returnable(turn.house, view, counts)
    goods = [[line, f"{count.normalize():f}"] for line, count in counts.items()]
    _ask_reason(turn, order, {"what": Kind.RETURN.value, "counts": goods})


# ── why ────────────────────────────────────────────────────────────────────────────────────


def _ask_reason(turn: Turn, order: int, of: dict[str, Any], *, again: bool = False) -> None:
    """`of`: what it is about, as `_ask` takes it."""
    turn.ask(
        "after_sale.ask_reason", "after_sale.given", {"order": order, **of}, subject=f"order:{order}", again=again,
        **of,
    )  # fmt: skip


def by_button(turn: Turn, order: int, what: str, reason: str, asked: int, **of: Any) -> None:
    """One of the usual reasons, pressed by whoever was asked."""
    if asked != turn.actor.id:
        raise NotAllowed("words_of_another", who=people.name_of(turn.session, asked))
    _ask(turn, order, Kind(what), texts.REASONS[Kind(what)][reason].plain(turn.lang), **of)


def given(turn: Turn, order: int, what: str, **of: Any) -> None:
    """A reason in words; a picture says nothing here."""
    words = " ".join(turn.text.split())[:LONGEST_REASON]
    if not words or turn.file() is not None:
        asking.askable(turn.session, turn.house, turn.actor, order, Kind(what), turn.now)
        _ask_reason(turn, order, {"what": what, **of}, again=True)
        return
    _ask(turn, order, Kind(what), words, **of)


def _ask(turn: Turn, order: int, kind: Kind, words: str, *, counts: Any = (), amount: int = 0) -> None:
    if kind is Kind.RETURN:
        quantities = {int(line): Decimal(str(count)) for line, count in counts}
        asking.ask_return(turn.session, turn.house, turn.actor, order, quantities, words, turn.now)
    else:
        asking.ask_allowance(turn.session, turn.house, turn.actor, order, amount, words, turn.now)
    turn.wait_for_nothing()
    here = View(turn.session, turn.house, turn.now, turn.chat, "", "", {})
    seen = look(turn.session, turn.house, turn.actor, order, turn.now)
    turn.toast(texts.SENT, who=interface(here, seen, seen.book.roles.money))


def leave(turn: Turn, order: int) -> None:
    """Nothing is asked for after all."""
    look(turn.session, turn.house, turn.actor, order, turn.now)
    turn.wait_for_nothing()
    turn.toast(texts.LEFT)


def withdraw(turn: Turn, after_sale: int) -> None:
    """Whoever asked takes it back."""
    asking.withdraw(turn.session, turn.house, turn.actor, after_sale, turn.now)
    turn.toast(texts.WITHDRAWN)


def _require_money(turn: Turn) -> None:
    if money_view(turn.book, turn.chat.departments) is not MoneyView.FULL:
        raise NotAllowed("amounts_hidden")


# ── the questions ──────────────────────────────────────────────────────────────────────────


def choosing(view: View) -> Say | None:
    """What there is already, what can be asked for, what can be taken back."""
    order = order_seen(view)
    if order is None:
        return None
    lang = view.lang
    said = [texts.MENU(lang, head=head(order, lang)), *after_sale_lines(view, order)]
    said.append(texts.MENU_WHAT(lang, who=interface(view, order, order.book.roles.money)))
    begins: list[Button] = []
    if asking.to_return(order):
        begins.append(act(texts.BTN_RETURN.plain(lang), "after_sale.begin", order=order.id, what=Kind.RETURN.value))
    if asking.to_let_off(order) and view.money is MoneyView.FULL:
        begins.append(
            act(texts.BTN_ALLOWANCE.plain(lang), "after_sale.begin", order=order.id, what=Kind.ALLOWANCE.value)
        )
    backs = [
        do(texts.BTN_WITHDRAW.plain(lang, name=name_of(one, lang)), "after_sale.withdraw", after_sale=one.id)
        for one in order.after_sales
        if one.step in OPEN and may_here(view, "after_sale.withdraw")
    ]
    leave_it = act(texts.BTN_LEAVE.plain(lang), "after_sale.leave", order=order.id)
    return Say(lines(said), rows(tuple(begins), tuple(backs[-2:]), (leave_it,)))


def ask_how_much(view: View) -> Say | None:
    """How much is to be let off?"""
    order = order_seen(view)
    if order is None or view.money is not MoneyView.FULL:
        return None
    lang, most = view.lang, amount_words(asking.to_let_off(order), order)
    said = [_bad_amount(view, most)] if "words" in view.facts else []
    said.append(texts.ASK_AMOUNT(lang, who=who_is_asked(view), head=head(order, lang), most=most))
    readings = tuple(
        act(amount_words(minor, order), "after_sale.amount_given", order=order.id, amount=minor)
        for minor in view.facts.get("readings") or ()
    )
    leave_it = act(texts.BTN_LEAVE.plain(lang), "after_sale.leave", order=order.id)
    return Say(lines(said), rows(readings, (leave_it,)), placeholder=texts.AMOUNT_HINT.plain(lang))


def _bad_amount(view: View, most: str) -> Any:
    return texts.BAD_AMOUNT(view.lang, words=str(view.facts["words"]), most=most)


def ask_why(view: View) -> Say | None:
    """Why? A button, or a sentence."""
    order = order_seen(view)
    if order is None:
        return None
    lang, kind = view.lang, Kind(view.facts["what"])
    of = {key: view.facts[key] for key in ("counts", "amount") if key in view.facts}
    usual = [
        do(words.plain(lang), "after_sale.for", order=order.id, what=kind.value, reason=key,
           asked=int(view.facts["asks"]), **of)
        for key, words in texts.REASONS[kind].items()
    ]  # fmt: skip
    leave_it = act(texts.BTN_LEAVE.plain(lang), "after_sale.leave", order=order.id)
    return Say(_why(view, order, kind), in_rows([*usual, leave_it]), placeholder=texts.REASON_HINT.plain(lang))


def _why(view: View, order: OrderView, kind: Kind) -> Any:
    lang, decider = view.lang, interface(view, order, order.book.roles.money)
    told: dict[str, Any] = {"who": who_is_asked(view), "decider": decider}
    if view.facts.get("again"):
        return texts.ASK_REASON_AGAIN(lang, **told)
    if kind is Kind.RETURN:
        counts = {int(line): Decimal(str(count)) for line, count in view.facts["counts"]}
        return texts.ASK_REASON[kind](lang, **told, head=head(order, lang), goods=counted(order, counts, lang))
    if view.money is not MoneyView.FULL:
        return texts.ASK_REASON_BARE(lang, **told, head=head(order, lang))
    minor = amount_words(int(view.facts["amount"]), order)
    return texts.ASK_REASON[kind](lang, **told, head=head(order, lang), amount=minor)
