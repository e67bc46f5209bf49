"""What finance may do by one tap about money that is too much, or nearly enough. A button says the amounts that it was
made for; where they have changed since, the service refuses it.
"""

from __future__ import annotations

from typing import Any

from domain.process.names import MoneyView
from handlers.money import move_texts as texts
from handlers.money_words import amount
from handlers.order.words import may_here
from handlers.say import Button, Row, act, do, rows
from handlers.view import View
from services import balances, money_moves
from services.order_view import OrderView


def offers(view: View, order: OrderView) -> tuple[Row, ...]:
    """转预收 and 退款 of what is too much; 尾差 and 余额抵扣 of what is missing."""
    if order.never_accepted or view.money is not MoneyView.FULL or not may_here(view, "money.move"):
        return ()
    return rows(_too_much(view, order), _too_little(view, order))


def _too_much(view: View, order: OrderView) -> Row:
    over, has = order.over_minor, order.facts.net_minor
    if not over:
        return ()
    words = amount(over, order)
    back = act(
        texts.BTN_REFUND_THIS.plain(view.lang, amount=words), "money.refund_this", order=order.id, amount=over
    )  # fmt: skip
    if order.customer_id is None:
        return (back,)
    keep = do(
        texts.BTN_TO_BALANCE.plain(view.lang, amount=words), "money.move", source=order.id, target=None, amount=over,
        has=has, lacks=0,
    )  # fmt: skip
    return (keep, back)


def _too_little(view: View, order: OrderView) -> Row:
    rest = money_moves.small_rest(view.house, order)
    balance = balance_for(view, order)
    used = min(balance, order.owed_minor) if not order.ended else 0
    found: list[Button] = []
    if rest:
        label = texts.BTN_WRITE_OFF.plain(view.lang, amount=amount(rest, order))
        found.append(do(label, "money.write_off", order=order.id, amount=rest))
    if used:
        label = texts.BTN_USE_BALANCE.plain(view.lang, amount=amount(used, order))
        about: dict[str, Any] = {"amount": used, "has": balance, "lacks": order.owed_minor}
        found.append(do(label, "money.move", source=None, target=order.id, **about))
    return tuple(found)


def balance_for(view: View, order: OrderView) -> int:
    """预收余额 of the order's customer."""
    if order.customer_id is None:
        return 0
    return balances.balance_of(view.session, order.customer_id, order.currency)
