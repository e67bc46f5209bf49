"""Finance judges a slip: by button, by a reply to the card, by words that were asked for."""

from __future__ import annotations

from typing import Any

from domain.understanding.replies import Verdict, reply, split_parts
from handlers.money import splitting, texts
from handlers.money.amounts import Unclear, offered, read_amount, said_bad
from handlers.money.asking import of_slip
from handlers.money.parts import MORE, SURE
from handlers.money_words import amount as amount_words
from handlers.order.words import head, mention
from handlers.say import Say, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import money, people, receipts
from services.house import require
from services.looking import look
from services.order_view import OrderView


def order_of(turn: Turn, slip: int) -> OrderView:
    """The slip's order, for somebody who may judge it."""
    require(turn.house, turn.actor, "slip.decide")
    return look(turn.session, turn.house, turn.actor, money.get_slip(turn.session, slip).order_id, turn.now)


def show(turn: Turn, slip: int, **mode: Any) -> None:
    """The card in this chat, with what it shows beside its facts."""
    row = money.get_slip(turn.session, slip)
    turn.card("slip", f"slip:{slip}", order_id=row.order_id, facts=mode, answer=True)


def confirm(turn: Turn, slip: int, amount: int | None = None) -> None:
    """The money came: exactly what the button said, or else what the slip claims."""
    order = order_of(turn, slip)
    amounts = None if amount is None else {order.id: amount}
    _confirmed(turn, slip, order, amounts)


def _confirmed(turn: Turn, slip: int, order: OrderView, amounts: dict[int, int] | None) -> None:
    done = money.confirm_slip(turn.session, turn.house, turn.actor, slip, turn.now, amounts=amounts)
    turn.wait_for_nothing()
    show(turn, slip)
    if turn.callback is not None:
        turn.toast(texts.DONE_ARRIVED, amount=_words(turn, sum(one.amount_minor for one in done), order))


def _words(turn: Turn, minor: int, order: OrderView) -> str:
    full = turn.chat.private or splitting.sees_amounts(turn)
    return amount_words(minor, order) if full else texts.HIDDEN.plain(turn.lang)


def not_found(turn: Turn, slip: int) -> None:
    """Finance looked; the money is not there."""
    order = order_of(turn, slip)
    money.not_found(turn.session, turn.house, turn.actor, slip, turn.now)
    if turn.callback is not None:
        turn.toast(texts.DONE_NOT_FOUND, sales=order.sales)


# ── another amount ─────────────────────────────────────────────────────────────────────────


def other_amount(turn: Turn, slip: int, **facts: Any) -> None:
    """Ask for what really came; the answer confirms it."""
    order_of(turn, slip)
    money.must_wait(turn.session, money.get_slip(turn.session, slip))
    turn.ask("slip.ask_amount", "slip.amount_typed", {"slip": slip}, subject=f"slip:{slip}", **facts)


def amount_typed(turn: Turn, slip: int, amount: int | None = None) -> None:
    """The amount in words, or one of the readings that were offered."""
    order = order_of(turn, slip)
    if amount is None:
        read = read_amount(turn.text, order.currency) if turn.text else None
        if not isinstance(read, int):
            other_amount(turn, slip, bad=read.facts() if isinstance(read, Unclear) else None, not_amount=read is None)
            return
        amount = read
    _confirmed(turn, slip, order, {order.id: amount})


def ask_amount(view: View) -> Say:
    """How much came?"""
    order, bad = of_slip(view), view.facts.get("bad")
    person = people.by_id(view.session, int(view.facts["asks"]))
    said = []
    if bad or view.facts.get("not_amount"):
        said.append(said_bad(bad, view.lang) if bad else texts.NOT_AMOUNT(view.lang))
    who = mention(person.telegram_id, person.name)
    said.append(texts.ASK_AMOUNT(view.lang, who=who, head=head(order, view.lang)))
    choices = offered(bad, order, "slip.amount_typed", slip=view.subject_id)
    return Say(lines(said), rows(choices), placeholder=texts.ASK_HINT.plain(view.lang))


# ── a reply to the card ────────────────────────────────────────────────────────────────────


def looks_like_an_answer(words: str) -> bool:
    """Whether words begin like an answer to a slip."""
    said = reply(words)
    if said is not None and said.verdict in (Verdict.ARRIVED, Verdict.NOT_ARRIVED):
        return True
    return len(split_parts(words) or ()) > 1 or isinstance(read_amount(words, "CNY"), int)


def replied(turn: Turn, subject: str) -> None:
    """`到账`, `到账 8000`, `8000`, `没查到`, `003 5000，005 7000`."""
    slip = int(subject.split(":")[1])
    order = order_of(turn, slip)
    said = reply(turn.text) if turn.text else None
    parts = split_parts(turn.text) if turn.text else None
    if said is not None and said.verdict is Verdict.NOT_ARRIVED and not said.rest:
        not_found(turn, slip)
    elif said is not None and said.verdict is Verdict.ARRIVED and not said.rest:
        confirm(turn, slip)
    elif parts is not None and len(parts) > 1:
        splitting.typed(turn, slip)
    else:
        arrived = said is not None and said.verdict is Verdict.ARRIVED
        _replied_amount(turn, slip, order, said.rest if said is not None and arrived else turn.text)


def _replied_amount(turn: Turn, slip: int, order: OrderView, words: str) -> None:
    read = read_amount(words, order.currency) if words else None
    if isinstance(read, int):
        _confirmed(turn, slip, order, {order.id: read})
    elif read is not None and read.readings:
        other_amount(turn, slip, bad=read.facts())
    else:
        turn.reply("slip.unclear")


# ── taking back ────────────────────────────────────────────────────────────────────────────


def more(turn: Turn, slip: int, receipt: int) -> None:
    """退票 and 退款, which are rare."""
    order_of(turn, slip)
    show(turn, slip, mode=MORE, receipt=receipt)


def take_back(turn: Turn, slip: int, receipt: int, kind: str) -> None:
    """Ask once before money is taken back."""
    order_of(turn, slip)
    require(turn.house, turn.actor, "money.reverse")
    show(turn, slip, mode=SURE, receipt=receipt, kind=kind)


def taken_back(turn: Turn, slip: int, receipt: int, kind: str) -> None:
    """The receipt no longer counts; after a correction the slip waits to be judged anew."""
    order = order_of(turn, slip)
    known = receipts.of_slip(turn.session, slip)
    receipts.take_back(turn.session, turn.house, turn.actor, slip, receipt, turn.now, kind=kind)
    show(turn, slip)
    turn.toast(texts.DONE_BACK, amount=_words(turn, known.amount_minor if known else 0, order))


def plain(turn: Turn, slip: int) -> None:
    """The card without anything beside its facts."""
    order_of(turn, slip)
    show(turn, slip)
