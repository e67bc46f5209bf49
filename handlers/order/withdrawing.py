"""撤回: whoever filed an order takes it back while it is judged or sent back, with a reason."""

from __future__ import annotations

from handlers.order import texts
from handlers.order.cards import order_seen
from handlers.order.words import head
from handlers.say import Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from services.approvals import moving
from services.looking import reach

LONGEST = 200


def ask(turn: Turn, order: int, again: bool = False) -> None:
    """Why? A button, or a sentence."""
    moving.require_withdrawable(turn.session, turn.actor, order)
    turn.ask("withdraw.ask", "order.withdraw_said", {"order": order}, subject=f"order:{order}", again=again)


def by_button(turn: Turn, order: int, reason: str) -> None:
    """One of the usual reasons."""
    _withdraw(turn, order, texts.WITHDRAW_REASONS[reason].plain(turn.lang))


def said(turn: Turn, order: int) -> None:
    """A reason in words."""
    words = " ".join(turn.text.split())
    if not words or turn.file() is not None:
        ask(turn, order, again=True)
        return
    _withdraw(turn, order, words[:LONGEST])


def keep(turn: Turn, order: int) -> None:
    """It stays as it is."""
    reach(turn.session, turn.house, turn.actor, order)
    turn.wait_for_nothing()
    turn.card("order", f"order:{order}", order_id=order, answer=True)


def _withdraw(turn: Turn, order: int, reason: str) -> None:
    row = moving.withdraw(turn.session, turn.house, turn.actor, order, reason, turn.now)
    turn.wait_for_nothing()
    turn.toast(texts.WITHDRAWN, number=row.number)


def asking(view: View) -> Say | None:
    """The question with the usual reasons."""
    order = order_seen(view)
    if order is None:
        return None
    phrase = texts.WITHDRAW_ASK_WORDS if view.facts.get("again") else texts.WITHDRAW_ASK
    usual = tuple(
        do(words.plain(view.lang), "order.withdraw_for", order=order.id, reason=key)
        for key, words in texts.WITHDRAW_REASONS.items()
    )
    leave = (act(texts.WITHDRAW_NOT.plain(view.lang), "order.withdraw_not", order=order.id),)
    said = phrase(view.lang, head=head(order, view.lang))
    return Say(said, rows(usual, leave), placeholder=texts.WITHDRAW_HINT.plain(view.lang))
