"""再来一单: an old order as a new draft; what must be new is asked, the rest stands on the read-back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.process.fields import Field
from domain.process.names import FieldKind, PriceMode
from domain.process.types import Leaf
from handlers.forms import runner
from handlers.forms.standing import show
from handlers.money_words import price
from handlers.new_order import one_line, texts
from handlers.new_order.customers import known, stored
from handlers.new_order.leaf_choice import way_to
from handlers.new_order.line_state import Line
from handlers.turn import Turn
from services import repeating
from services.looking import find
from services.repeating import Old, OldLine

AT_ONCE = 5
"""Seconds within which a second press is the second half of a double tap."""
LONGEST_NAME = 30


def again(turn: Turn, order: int) -> None:
    """A draft like this order; one that is open already is gone on with."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    old = repeating.old(turn.session, turn.house, turn.actor, order)
    draft = repeating.open_copy(turn.session, turn.actor, order)
    if draft is None:
        leaf = turn.book.leaves.get(old.leaf)
        runner.start(turn, "order", **(_given(turn, old, leaf) if leaf else _without_type(turn, old)))
    elif (turn.now - draft.created_at).total_seconds() < AT_ONCE:
        turn.toast(texts.COPY_OPEN, number=old.number)
        show(turn, draft)
    else:
        turn.toast(texts.COPY_OPEN, number=old.number)
        runner.resume(turn, draft.id)


def choose(turn: Turn) -> None:
    """The person's latest orders, to be repeated by a tap; or the one that was named."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    if turn.callback is None and turn.text:
        _named(turn)
        return
    found = repeating.repeatable(turn.session, turn.house, turn.actor)
    turn.reply("again.which", orders=[order.id for order in found])


def _named(turn: Turn) -> None:
    """`再来一单 003`, or a part of the customer's name, or a product's code, which may look like a number of ours; or
    all of the new order in the same message."""
    words = turn.text[:LONGEST_NAME]
    found, sure = find(turn.session, turn.house, turn.actor, words, turn.now), True
    if not found:
        found, sure = repeating.named(turn.session, turn.house, turn.actor, words)
    if len(found) == 1 and sure:
        again(turn, found[0].id)
    elif found or not one_line.heard(turn):
        listed = found or repeating.repeatable(turn.session, turn.house, turn.actor)
        turn.reply("again.which", orders=[order.id for order in listed], text="" if found else words)


# ── the answers of the new draft ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Copied:
    """The lines of the old order as answers, and what the reader must be told of them."""

    lines: list[Line]
    ended: list[str]
    repriced: list[str]


def answers_like(turn: Turn, old: Old, lines: list[Line]) -> dict[str, Any]:
    """What `drafts.begin` needs for an order with these lines that is else as the old one was, but for the day. Where the
    book knows its type no more, that is asked."""
    leaf = turn.book.leaves.get(old.leaf)
    if leaf is None:
        answers = {"_said": {"code": "type_gone", "values": {"type": old.leaf_name.in_(turn.lang)}}}
        for known in turn.book.leaves.values():
            answers |= {**_customer(turn, old, known), **_lines(known, lines)}
        return {"answers": answers}
    path = way_to(turn.book, leaf.key)
    given = {**_customer(turn, old, leaf), **_fields(old, leaf), **_lines(leaf, lines)}
    return {"answers": given | path, "leaf": None if path else leaf.key}


def _lines(leaf: Leaf, lines: list[Line]) -> dict[str, Any]:
    field = leaf.field_of_kind(FieldKind.LINES)
    return {field.key: lines} if field is not None and lines else {}


def _given(turn: Turn, old: Old, leaf: Leaf) -> dict[str, Any]:
    """What `drafts.begin` needs: every answer that still holds, but the day, which must be new."""
    copied = _copied(turn.book.currency, old, leaf.price_mode)
    given = answers_like(turn, old, copied.lines)
    given["answers"] |= _origin(turn, old, copied)
    return given


def _without_type(turn: Turn, old: Old) -> dict[str, Any]:
    """The book knows this type no more: customer and goods stay, the type is asked."""
    copied = _copied(turn.book.currency, old, PriceMode.ASK)
    given = answers_like(turn, old, copied.lines)
    given["answers"] |= _origin(turn, old, copied) | {"_said": given["answers"]["_said"]}
    return given


def _origin(turn: Turn, old: Old, copied: _Copied) -> dict[str, Any]:
    """Notes for the card: where it comes from, and what is not as it was."""
    note: dict[str, Any] = {
        "order": old.order_id, "number": old.number, "on": turn.house.today(old.filed_at).isoformat(),
        "ended": copied.ended, "repriced": copied.repriced,
    }  # fmt: skip
    if old.requested_on is not None:
        note["was"] = old.requested_on.isoformat()
    values = {"products": texts.LIST_COMMA.plain(turn.lang).join(copied.ended)}
    said = {"_said": {"code": "product_ended", "values": values}} if copied.ended else {}
    return {"_copied": note, **said}


def _customer(turn: Turn, old: Old, leaf: Leaf) -> dict[str, Any]:
    field = leaf.field_of_kind(FieldKind.CUSTOMER)
    if field is None or old.customer is None:
        return {}
    return {field.key: stored(old.customer), **known(turn.session, old.customer.id)}


def _fields(old: Old, leaf: Leaf) -> dict[str, Any]:
    """The other answers. A day of last time is past; days after payment are as good as they were."""
    given = {field.key: value for field in leaf.all_fields if (value := _value(field, old.fields)) is not None}
    if old.days_after_payment is not None:
        given |= {
            field.key: {"after": old.days_after_payment}
            for field in leaf.all_fields
            if field.kind is FieldKind.DATE and field.params.get("after_payment")
        }
    return given


def _value(field: Field, before: Any) -> Any:
    value = before.get(field.key)
    if field.kind in (FieldKind.CUSTOMER, FieldKind.LINES, FieldKind.DATE):
        return None
    if field.kind is FieldKind.ATTACHMENT and isinstance(value, dict):
        return {"choice": value["choice"]}  # the papers of the old order prove nothing of this one
    return value


def _copied(currency: str, old: Old, mode: PriceMode) -> _Copied:
    copied = _Copied([], [], [])
    for line in old.lines:
        if line.ended:
            copied.ended.append(line.code)
            continue
        if mode is not PriceMode.NONE and line.repriced and line.price is not None:
            copied.repriced.append(_repriced(line, currency))
        copied.lines.append(_line(line, mode))
    return copied


def _line(old: OldLine, mode: PriceMode) -> Line:
    """The price that was agreed, where the list is as it was; from the list, where it comes from there; or asked."""
    line: Line = {
        "product": old.product_id, "code": old.code, "name": old.name, "unit": old.unit, "lead": old.lead_days,
        "supply": old.supply, "quantity": _plain(old.quantity), "price": None,
        "listed": _plain(old.list_price) if old.list_price is not None else None,
    }  # fmt: skip
    before = None if old.price is None else _plain(old.price)
    if mode is PriceMode.LIST:
        return line | {"price": line["listed"]}
    if mode is PriceMode.NONE or not old.price:  # what was free once (补货) is not free again
        return line
    return line | ({"was": before} if old.repriced else {"price": before})


def _repriced(line: OldLine, currency: str) -> str:
    assert line.price is not None
    assert line.list_price is not None
    return f"{line.code} {price(line.price, currency)} → {price(line.list_price, currency)}"


def _plain(number: Any) -> str:
    """300, not 300.000 and not 3E+2."""
    return f"{number.normalize():f}"
