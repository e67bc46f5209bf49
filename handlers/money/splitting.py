"""One payment for several orders: proposed oldest first, or written as `003 5000，005 7000`."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.rights import money_view
from domain.understanding.replies import split_parts
from handlers.money import texts
from handlers.money.amounts import Unclear, read_amount, said_bad
from handlers.money.parts import SPLIT
from handlers.order.words import mention
from handlers.say import Say
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import money, people, receipts
from services.house import require
from services.looking import find, reach
from services.order_view import OrderView, view_of


def sees_amounts(turn: Turn) -> bool:
    """Whether amounts may be named in this chat."""
    return money_view(turn.book, turn.chat.departments) is MoneyView.FULL


def propose(turn: Turn, slip: int) -> None:
    """Oldest first, each what it lacks; without a known amount it has to be written."""
    require(turn.house, turn.actor, "slip.decide")
    row = money.get_slip(turn.session, slip)
    reach(turn.session, turn.house, turn.actor, row.order_id)
    money.must_wait(turn.session, row)
    orders = receipts.may_share(turn.session, turn.house, row, turn.now)
    if row.claimed_minor is None or len(orders) < 2 or not sees_amounts(turn):
        write(turn, slip)
        return
    _show(turn, slip, receipts.proposed(row.claimed_minor, orders, row.order_id))


def _show(turn: Turn, slip: int, parts: dict[int, int]) -> None:
    row = money.get_slip(turn.session, slip)
    facts: dict[str, Any] = {"mode": SPLIT, "parts": [[order, minor] for order, minor in parts.items()]}
    turn.card("slip", f"slip:{slip}", order_id=row.order_id, facts=facts, answer=True)


def write(turn: Turn, slip: int, **facts: Any) -> None:
    """Ask for the split in words."""
    require(turn.house, turn.actor, "slip.decide")
    money.must_wait(turn.session, money.get_slip(turn.session, slip))
    turn.ask("slip.ask_split", "slip.split_typed", {"slip": slip}, subject=f"slip:{slip}", **facts)


def typed(turn: Turn, slip: int) -> None:
    """The split in words becomes a proposal to be confirmed; what is wrong is said and asked again."""
    require(turn.house, turn.actor, "slip.decide")
    row = money.get_slip(turn.session, slip)
    money.must_wait(turn.session, row)
    own = view_of(turn.session, turn.house, row.order_id, turn.now)
    parts: dict[int, int] = {}
    for reference, words in split_parts(turn.text) or ():
        found = _part(turn, own, reference, words)
        if isinstance(found, str):
            write(turn, slip, bad=found)
            return
        order, minor = found
        if order in parts:
            write(turn, slip, bad=str(texts.SPLIT_TWICE(turn.lang, text=reference)))
            return
        parts[order] = minor
    if not parts:
        write(turn, slip, bad=str(texts.SPLIT_UNCLEAR(turn.lang)))
        return
    turn.wait_for_nothing()
    _show(turn, slip, parts)


def _part(turn: Turn, own: OrderView, reference: str, words: str) -> tuple[int, int] | str:
    """Order and minor units, or what is wrong with this part."""
    found = [view_of(turn.session, turn.house, row.id, turn.now) for row in find(
        turn.session, turn.house, turn.actor, reference, turn.now
    )]  # fmt: skip
    same_customer = [view for view in found if view.customer_id == own.customer_id and not view.ended]
    meant = same_customer if same_customer else found
    if not meant:
        return str(texts.SPLIT_NO_ORDER(turn.lang, text=reference))
    if len(meant) > 1:
        return str(texts.SPLIT_WHICH(turn.lang, text=reference))
    if meant[0].ended:
        return str(texts.SPLIT_ENDED(turn.lang, number=meant[0].number))
    read = read_amount(words, own.currency)
    if isinstance(read, Unclear):
        bad = said_bad({**read.facts(), "readings": []}, turn.lang)
        return str(texts.SPLIT_BAD_AMOUNT(turn.lang, text=reference, bad=bad))
    return meant[0].id, read


def confirm(turn: Turn, slip: int, parts: list[list[int]]) -> None:
    """The proposed split is what came."""
    require(turn.house, turn.actor, "slip.decide")
    amounts = {order: minor for order, minor in parts}
    for order in amounts:
        reach(turn.session, turn.house, turn.actor, order)
    money.confirm_slip(turn.session, turn.house, turn.actor, slip, turn.now, amounts=amounts)
    turn.card("slip", f"slip:{slip}", order_id=money.get_slip(turn.session, slip).order_id, facts={}, answer=True)


def ask(view: View) -> Say:
    """Which orders, and how much each?"""
    person = people.by_id(view.session, int(view.facts["asks"]))
    said = [texts.ASK_SPLIT(view.lang, who=mention(person.telegram_id, person.name))]
    if view.facts.get("bad"):
        said.insert(0, _rendered(view.facts["bad"]))
    return Say(lines(said), placeholder=texts.SPLIT_HINT.plain(view.lang))


def _rendered(words: str) -> Markup:
    return Markup(words)  # noqa: S704 - rendered and escaped by a Text
