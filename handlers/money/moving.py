"""Finance moves money that is there: refunds, 转款, 转预收, 余额抵扣, 尾差. Amounts stand only where all may see them."""

from __future__ import annotations

from typing import Any

from domain.process.names import MoneyView
from domain.rights import money_view
from domain.understanding.replies import split_parts
from handlers.money import move_texts as texts
from handlers.money import texts as slip_texts
from handlers.money.amounts import Unclear, read_amount, said_bad
from handlers.money.order_money import MOVE, MOVE_TO, REFUND
from handlers.money_words import amount as amount_words
from handlers.turn import Turn
from services import balances, money_moves
from services.errors import NotAllowed, NotFound
from services.house import require
from services.looking import find, look
from services.money_moves import Passing
from services.order_view import OrderView, view_of


def _order(turn: Turn, order: int, right: str) -> OrderView:
    """The order, for somebody of finance, in a chat where amounts may be seen."""
    require(turn.house, turn.actor, right)
    seen = look(turn.session, turn.house, turn.actor, order, turn.now)
    if seen.never_accepted:
        raise NotFound(f"money of order {order}")
    if money_view(turn.book, turn.chat.departments) is not MoneyView.FULL:
        raise NotAllowed("amounts_hidden")
    return seen


def _show(turn: Turn, order: int, **facts: Any) -> None:
    turn.card("money", f"order:{order}", order_id=order, facts=facts, answer=True)


def show(turn: Turn, order: int) -> None:
    """款项 of an order, at the bottom of this chat."""
    _order(turn, order, "money.move")
    turn.card("money", f"order:{order}", order_id=order, facts={}, repost=turn.card_id is None, afloat=1, answer=True)


def _done(turn: Turn, order: int) -> None:
    turn.wait_for_nothing()
    _show(turn, order)


# ── refunds ────────────────────────────────────────────────────────────────────────────────


def refund_ask(turn: Turn, order: int, balance: bool, **facts: Any) -> None:
    """How much went back to the customer, of an order or of the balance?"""
    _order(turn, order, "money.refund")
    about = {"order": order, "balance": balance}
    turn.ask("money.ask_refund", "money.refund_typed", about, subject=f"order:{order}", balance=balance, **facts)


def refund_typed(turn: Turn, order: int, balance: bool) -> None:
    """The amount in words is shown with what it does, before it counts."""
    seen = _order(turn, order, "money.refund")
    read = read_amount(turn.text, seen.currency) if turn.text else None
    if read is None:
        refund_ask(turn, order, balance, bad=str(slip_texts.NOT_AMOUNT(turn.lang)))
    elif isinstance(read, Unclear):
        refund_ask(turn, order, balance, bad=str(said_bad(read.facts(), turn.lang)), readings=list(read.readings))
    else:
        refund_this(turn, order, read, balance)


def refund_this(turn: Turn, order: int, amount: int, balance: bool = False) -> None:
    """Ask once more, with what it does to the gate."""
    seen = _order(turn, order, "money.refund")
    has = _balance(turn, seen) if balance else seen.facts.net_minor
    if not 0 < amount <= has:
        most = texts.TOO_MUCH(turn.lang, most=amount_words(max(has, 0), seen))
        refund_ask(turn, order, balance, bad=str(most))
        return
    turn.wait_for_nothing()
    _show(turn, order, mode=REFUND, amount=amount, balance=balance)


def _balance(turn: Turn, order: OrderView) -> int:
    if order.customer_id is None:
        return 0
    return balances.balance_of(turn.session, order.customer_id, order.currency)


def refund(turn: Turn, order: int, amount: int, has: int, balance: bool) -> None:
    """It went back: exactly what the button said, where nothing has changed since."""
    seen = _order(turn, order, "money.refund")
    if not balance:
        money_moves.refund(turn.session, turn.house, turn.actor, order, turn.now, amount=amount, has=has)
    elif seen.customer_id is not None:
        money_moves.refund_balance(
            turn.session, turn.house, turn.actor, seen.customer_id, turn.now, amount=amount, has=has
        )
    _done(turn, order)
    turn.toast(texts.DONE_REFUNDED, amount=amount_words(amount, seen))


# ── moves ──────────────────────────────────────────────────────────────────────────────────


def move_to(turn: Turn, order: int) -> None:
    """转到别的单: to which?"""
    _order(turn, order, "money.move")
    _show(turn, order, mode=MOVE_TO)


def move_this(turn: Turn, order: int, to: int | None) -> None:
    """As much as is too much, or else all that the other lacks; to the balance what is too much, or all."""
    seen = _order(turn, order, "money.move")
    spare = seen.over_minor or seen.facts.net_minor
    lacks = _target(turn, to).owed_minor if to is not None else spare
    _ask_sure(turn, seen, to, min(spare, lacks))


def _ask_sure(turn: Turn, seen: OrderView, to: int | None, amount: int) -> None:
    if amount <= 0:
        move_to(turn, seen.id)
        return
    _show(turn, seen.id, mode=MOVE, to=to, amount=amount)


def _target(turn: Turn, order: int) -> OrderView:
    return look(turn.session, turn.house, turn.actor, order, turn.now)


def move_ask(turn: Turn, order: int, **facts: Any) -> None:
    """Which order and how much, in words."""
    _order(turn, order, "money.move")
    turn.ask("money.ask_move", "money.move_typed", {"order": order}, subject=f"order:{order}", **facts)


def move_typed(turn: Turn, order: int) -> None:
    """`003 5000` is shown with what it does, before it counts."""
    seen = _order(turn, order, "money.move")
    parts = split_parts(turn.text) if turn.text else None
    if parts is None or len(parts) != 1:
        move_ask(turn, order, bad=str(texts.ONE_ORDER(turn.lang)))
        return
    found = _meant(turn, seen, *parts[0])
    if isinstance(found, str):
        move_ask(turn, order, bad=found)
        return
    turn.wait_for_nothing()
    _ask_sure(turn, seen, *found)


def _meant(turn: Turn, seen: OrderView, reference: str, words: str) -> tuple[int, int] | str:
    """Order and minor units, or what is wrong with them."""
    found = [view_of(turn.session, turn.house, row.id, turn.now) for row in find(
        turn.session, turn.house, turn.actor, reference, turn.now
    )]  # fmt: skip
    same = [view for view in found if view.customer_id == seen.customer_id and view.id != seen.id]
    if not same:
        return _no_target(turn, seen, found, reference)
    if len(same) > 1:
        return str(slip_texts.SPLIT_WHICH(turn.lang, text=reference))
    target = same[0]
    if target.ended or target.undecided or target.owed_minor <= 0:
        return str(texts.NOT_OWING(turn.lang, number=target.number))
    read = read_amount(words, seen.currency)
    if isinstance(read, Unclear):
        return str(said_bad({**read.facts(), "readings": []}, turn.lang))
    most = min(seen.facts.net_minor, target.owed_minor)
    if not 0 < read <= most:
        return str(texts.TOO_MUCH(turn.lang, most=amount_words(max(most, 0), seen)))
    return target.id, read


def _no_target(turn: Turn, seen: OrderView, found: list[OrderView], reference: str) -> str:
    if not found:
        return str(slip_texts.SPLIT_NO_ORDER(turn.lang, text=reference))
    if found[0].id == seen.id:
        return str(texts.SAME_ORDER(turn.lang))
    return str(texts.OTHER_CUSTOMER(turn.lang, number=found[0].number))


def move(turn: Turn, source: int | None, target: int | None, amount: int, has: int, lacks: int) -> None:
    """转款, 转预收, 余额抵扣: exactly what the button said, where nothing has changed since."""
    own = source if source is not None else target
    if own is None:
        raise NotFound("money that stays where it is")
    seen = _order(turn, own, "money.move")
    if source is not None and target is not None:
        _order(turn, target, "money.move")
    money_moves.move(turn.session, turn.house, turn.actor, Passing(amount, source, target, has, lacks), turn.now)
    _done(turn, own)
    done = texts.DONE_USED if source is None else texts.DONE_KEPT if target is None else texts.DONE_MOVED
    turn.toast(done, amount=amount_words(amount, seen))


def write_off(turn: Turn, order: int, amount: int) -> None:
    """尾差 不要了: one tap, exactly what the button said."""
    seen = _order(turn, order, "money.write_off")
    money_moves.write_off(turn.session, turn.house, turn.actor, order, turn.now, amount=amount)
    _done(turn, order)
    turn.toast(texts.DONE_WRITTEN_OFF, amount=amount_words(amount, seen))
