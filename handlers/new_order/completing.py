"""去补: an order that was sent back (退回补充) as a draft that holds all its answers, and its filing anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from markupsafe import Markup

from domain.attachments import Purpose
from domain.process.fields import Field
from domain.process.names import FieldKind
from domain.process.types import Leaf
from domain.screening import Found
from handlers.forms import runner
from handlers.forms.onward import advance
from handlers.forms.registry import Remarks
from handlers.forms.standing import all_steps, stand
from handlers.new_order import texts
from handlers.new_order.customers import known, stored
from handlers.new_order.leaf_choice import way_to
from handlers.new_order.line_state import Line
from handlers.order.judged import reason_of
from handlers.turn import Turn
from handlers.view import View
from services import attachments, drafts, filing, returning
from services.approvals import reading
from services.changes import drafting as changing
from services.errors import AlreadyDone, NotAllowed
from services.filing import NewOrder
from services.repeating import Old, OldLine


def complete(turn: Turn, order: int) -> None:
    """Go on with the draft that completes this order, or begin one at what is missing."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    old = returning.to_complete(turn.session, turn.house, turn.actor, order)
    draft = returning.open_completion(turn.session, turn.actor, order)
    if draft is not None:
        turn.toast(texts.COMPLETION_OPEN, number=old.number)
        runner.resume(turn, draft.id)
        return
    leaf = turn.book.leaves.get(old.leaf)
    draft = drafts.begin(
        turn.session, turn.actor, form="order", chat_id=turn.chat.id, now=turn.now, **_given(turn, old, leaf)
    )
    review = reading.last_of(turn.session, order)
    asked = review.field if review else None
    if any(step.key == asked for step in all_steps(turn, draft)):
        stand(turn, draft, asked, repost=True)
    else:
        advance(turn, draft, repost=True)


# ── the answers of the draft ───────────────────────────────────────────────────────────────


def _given(turn: Turn, old: Old, leaf: Leaf | None) -> dict[str, Any]:
    """Every answer of the order; where the book knows its type no more, the type is asked."""
    known = given(turn, old, leaf)
    known["answers"] |= {"_completes": {"order": old.order_id, "number": old.number}}
    return known


def given(turn: Turn, old: Old, leaf: Leaf | None) -> dict[str, Any]:
    """The answers of an order that stands, as a draft is begun with them."""
    papers = attachments.count_of(turn.session, old.order_id, Purpose.BASIS)
    notes: dict[str, Any] = {"_files": papers} if papers else {}
    if old.makes_good is not None:
        first = old.makes_good
        notes["_makes_good"] = {"order": first.order_id, "number": first.number, "because": first.because}
    if leaf is None:
        return {"answers": notes}
    answers = {**notes, **_customer(turn, old, leaf), **_fields(old, leaf)}
    path = way_to(turn.book, leaf.key)
    return {"answers": answers | path, "leaf": None if path else leaf.key}


def _customer(turn: Turn, old: Old, leaf: Leaf) -> dict[str, Any]:
    field = leaf.field_of_kind(FieldKind.CUSTOMER)
    if field is None or old.customer is None:
        return {}
    return {field.key: stored(old.customer), **known(turn.session, old.customer.id)}


def _fields(old: Old, leaf: Leaf) -> dict[str, Any]:
    given = {field.key: value for field in leaf.all_fields if (value := _value(old, field)) is not None}
    return {key: value for key, value in given.items() if value != []}


def _value(old: Old, field: Field) -> Any:
    if field.kind is FieldKind.CUSTOMER:
        return None
    if field.kind is FieldKind.LINES:
        return [_line(line) for line in old.lines]
    value = old.fields.get(field.key)
    if value is None and field.key == "requested_on":
        if old.requested_on is not None:
            return {"on": old.requested_on.isoformat()}
        return {"after": old.days_after_payment} if old.days_after_payment is not None else None
    if field.kind is FieldKind.ATTACHMENT and isinstance(value, dict):
        return {"choice": value["choice"]}  # how many files there are is counted
    return value


def _line(old: OldLine) -> Line:
    """As it was agreed: the price stays, whatever the list says by now."""
    return {
        "product": old.product_id, "code": old.code, "name": old.name, "unit": old.unit, "lead": old.lead_days,
        "supply": old.supply, "quantity": f"{old.quantity.normalize():f}",
        "price": None if old.price is None else f"{old.price.normalize():f}",
        "listed": None if old.list_price is None else f"{old.list_price.normalize():f}",
    }  # fmt: skip


# ── the read-back, and filing ──────────────────────────────────────────────────────────────


def look(view: View, draft: Any, new: NewOrder) -> tuple[Found, ...]:
    """What the first look would find now."""
    stands = returning.completed_order(draft) or changing.changed_order(draft)
    order_id = stands[0] if stands else None
    return filing.screened(view.session, view.house, new, view.now, order_id=order_id)


def introduced(view: View, draft: Any, shown: Remarks) -> Remarks:
    """Which order it completes, and why it came back, above all else."""
    completes = returning.completed_order(draft)
    if completes is None:
        return shown
    return replace(shown, before=(_came_back(view, *completes), *shown.before))


def _came_back(view: View, order_id: int, number: str) -> Markup:
    review = reading.last_of(view.session, order_id)
    if review is None or not review.reason:
        return texts.COMPLETES_BARE(view.lang, number=number)
    return texts.COMPLETES(view.lang, number=number, who=review.closed_by, reason=reason_of(view, review))


def file(turn: Turn, draft: Any, new: NewOrder) -> Any:
    """File it; what completes an order keeps its number. An order that is not to be completed any more is told of, and
    the draft stays."""
    completes = returning.completed_order(draft)
    if completes is None:
        return filing.file_order(turn.session, turn.house, turn.actor, new, turn.now)
    try:
        return filing.file_again(turn.session, turn.house, turn.actor, completes[0], new, turn.now)
    except AlreadyDone:
        raise NotAllowed("not_returned", number=completes[1]) from None
