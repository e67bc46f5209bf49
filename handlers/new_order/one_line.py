"""An order in one message: `宏达 X200 三百台 单价58 下周五交 款到发货` is a filled card that asks only what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.process.names import FieldKind
from domain.rights import may
from domain.understanding import Ambiguous, Tax, Understood, measured
from domain.understanding.line_result import Item, OrderLine, Piece, offered
from handlers.forms import files
from handlers.forms.onward import OF_FIELD, advance
from handlers.forms.papers import SPOKEN
from handlers.forms.standing import asking
from handlers.forms.steps import EDITING, SURE
from handlers.forms.texts import DAYS
from handlers.new_order.leaf_choice import chosen, way_to
from handlers.new_order.line_state import customer_in
from handlers.new_order.texts import NOT
from handlers.turn import Turn
from locales import SOURCE
from services import catalogue, drafts, one_line
from services.house import who

FREE_WORDS = frozenset({FieldKind.TEXT, FieldKind.PLACE, FieldKind.CONTACT, FieldKind.PHONE})
"""Steps whose answer may be any sentence, an order as well."""
TAX_BASIS, TAX_RATE, TERMS_DAYS = "price_basis", "tax_rate", "terms_days"
BASIS_OF = {True: "with_tax", False: "without_tax"}
"""Fields and choices of the book, by key; a book without them leaves the words unused."""
MOST_TYPES = 8
CHINESE = ("zh_Hans_CN", "zh_Hant")


def heard(turn: Turn) -> bool:
    """Begin an order with what the words say; False where they are none, or from somebody who files none."""
    if not turn.text or not turn.chat.private or not may(turn.book, who(turn.actor), "order.file"):
        return False
    line = one_line.read(turn.session, turn.house, turn.actor, turn.text, turn.now)
    if not speaks_of_order(line):
        return False
    _begin(turn, line)
    return True


def heard_with_file(turn: Turn) -> bool:
    """An order written under a photo, which is what it rests on. A customer with an amount alone may be a slip's."""
    found = turn.file()
    if found is None or not turn.text:
        return False
    line = one_line.read(turn.session, turn.house, turn.actor, turn.text, turn.now)
    if not any(item.product and item.quantity for item in line.items) or not heard(turn):
        return False
    draft = _same(turn)
    if draft is not None:
        files.keep(turn, draft, *found)
    return True


def hear(turn: Turn, draft: Any, text: str) -> bool:
    """Words typed into an open order: fill it where they say more than the question asked, or begin another."""
    now_at = asking(turn, draft, draft.step)
    if (
        draft.step in (EDITING, SURE)
        or (now_at is not None and now_at.step.kind in FREE_WORDS)
        or "_line" in draft.answers
    ):
        return False
    line = one_line.read(turn.session, turn.house, turn.actor, text, turn.now)
    if not speaks_of_order(line):
        return False
    if (
        now_at is None
        or _contradicts(turn, draft, line)
        or (_has_lines(draft) and now_at.step.kind is not FieldKind.LINES)
    ):
        _begin(turn, line)
    else:
        _fill(turn, draft, line)
    return True


def speaks_of_order(line: OrderLine) -> bool:
    """Whether it is an order rather than one answer or a question: a product with something beside it, or a customer
    with a quantity."""
    product = any(item.product for item in line.items)
    amounts = any(item.quantity or item.price or item.total for item in line.items)
    beside = [line.customer, line.terms, line.day]
    return (product and (amounts or any(beside))) or (line.customer is not None and amounts)


def _same(turn: Turn) -> Any | None:
    """The draft that the same message went into today, still open: sent twice it is one order. On another day its 下周五
    is another one, and most likely so is the order."""
    found = drafts.open_of(turn.session, turn.actor.id, "order")
    return next((draft for draft in found if _message(turn).items() <= draft.answers.items()), None)


def _message(turn: Turn) -> dict[str, str]:
    return {"_message": turn.text, "_message_on": turn.today.isoformat()}


def _contradicts(turn: Turn, draft: Any, line: OrderLine) -> bool:
    """Whether the words speak of another order than the one that is open."""
    customer, leaf = customer_in(draft.answers), _leaf(line)
    if leaf is not None and chosen(draft) not in (leaf, None):
        return True
    if customer is None or line.customer is None:
        return False
    named = catalogue.customers_of_codes(turn.session, turn.house, turn.actor, list(offered(line.customer)))
    return customer["id"] not in [one.id for one in named]


def _has_lines(draft: Any) -> bool:
    """Whether products were named: as answers, or in a message that waits for its questions."""
    if str(FieldKind.LINES) in draft.answers.get("_given", {}):
        return True
    return any(isinstance(value, list) and value and isinstance(value[0], dict) for value in draft.answers.values())


def _leaf(line: OrderLine) -> str | None:
    return line.terms.value.leaf if line.terms is not None and line.terms.value is not None else None


def _begin(turn: Turn, line: OrderLine) -> None:
    same = _same(turn)
    if same is not None:
        drafts.answer(same, turn.now, _saved=None)
        advance(turn, same, repost=True)
        return
    draft = drafts.begin(turn.session, turn.actor, form="order", chat_id=turn.chat.id, now=turn.now, answers={"_n": 0})
    _fill(turn, draft, line)


def _fill(turn: Turn, draft: Any, line: OrderLine) -> None:
    if chosen(draft) is None:
        _choose_leaf(turn, draft, line)
    picked = _choices(turn, line)
    given = draft.answers.get("_given", {}) | given_of(line) | picked
    left = [words for words in _unread(line) if not any(words in one["text"] for one in picked.values())]
    unread = [*draft.answers.get("_unread", ()), *left]
    notes = {"_given": given, "_unread": unread or None, "_terms": _terms(line)}
    drafts.answer(draft, turn.now, **_message(turn), **notes)
    advance(turn, draft, repost=True)


def _terms(line: OrderLine) -> dict[str, Any] | None:
    """The words for the type, and which types they stand for: of another they say nothing."""
    said = line.terms
    return {"text": said.reading.text, "leaves": [one.leaf for one in offered(said)]} if said is not None else None


def _choose_leaf(turn: Turn, draft: Any, line: OrderLine) -> None:
    """The type that was said, as if its questions had been answered, so that it can be changed like any answer."""
    known = _leaf(line)
    if known is None or known not in turn.book.leaves:
        drafts.answer(draft, turn.now, **_types(turn, line))
        return
    way = way_to(turn.book, known)
    draft.leaf = None if way else known
    drafts.answer(draft, turn.now, **way)


# ── what was said, as the form takes it ────────────────────────────────────────────────────


def given_of(line: OrderLine) -> dict[str, Any]:
    """Everything that was said, by the kind of step or the field that it answers. Nobody sent a paper with it: what an
    order in a message rests on is somebody's word, until a file comes."""
    given: dict[str, Any] = {str(FieldKind.ATTACHMENT): {"choice": SPOKEN}}
    if line.customer is not None:
        given[str(FieldKind.CUSTOMER)] = {"codes": list(offered(line.customer)), "text": line.customer.reading.text}
    if line.items:
        given[str(FieldKind.LINES)] = [_item(item, line) for item in line.items]
    for kind, piece in ((FieldKind.PERCENT, line.percent), (FieldKind.PHONE, line.phone)):
        if piece is not None:
            given[str(kind)] = piece.reading.text
    if line.day is not None:
        given[str(FieldKind.DATE)] = _day(line.day)
    if line.place is not None and line.place.value is not None:
        given[str(FieldKind.PLACE)] = line.place.value
    days = line.terms.value.days if line.terms is not None and line.terms.value is not None else None
    if days is not None:
        given[OF_FIELD + TERMS_DAYS] = DAYS.plain(SOURCE, days=days)
    return given | _of_tax(line)


def _choices(turn: Turn, line: OrderLine) -> dict[str, dict[str, str]]:
    """Answers that the type's questions offer as buttons, where the message has just one of them in its words: 试用.
    Not inside a name or the words for the type, and not where they are denied."""
    leaf = turn.book.leaves.get(_leaf(line) or "")
    if leaf is None:
        return {}
    rest = turn.text
    named = (line.customer, line.terms, *(item.product for item in line.items))
    for piece in named:
        rest = rest.replace(piece.reading.text, " ") if piece is not None else rest
    found: dict[str, dict[str, str]] = {}
    for field in leaf.fields:
        if field.kind is FieldKind.CHOICE:
            said = {
                (one.key, words) for one in field.choices for lang in CHINESE if (words := one.label.in_(lang)) in rest
            }
            if len({key for key, _words in said}) == 1:
                key, words = said.pop()
                if not any(no + words in rest for no in NOT):
                    found[OF_FIELD + field.key] = {"key": key, "text": words}
    return found


def _day(piece: Piece) -> Any:
    """The words, to be read again where the day is asked for; days of several words are readings already."""
    if isinstance(piece.reading, Ambiguous) and piece.several:
        return {
            "days": [day.isoformat() for day in piece.reading.readings if isinstance(day, date)],
            "text": piece.reading.text,
        }
    return piece.reading.text


def _types(turn: Turn, line: OrderLine) -> dict[str, Any]:
    """A type that is not sure, or was not said, is asked at once among all that fit, the customer's usual one first."""
    said = [one.leaf for one in offered(line.terms)] if line.terms is not None else []
    usual = _usual(turn, line)
    known = [turn.book.leaves[key] for key in said or turn.book.leaves if key in turn.book.leaves]
    fitting = [leaf.key for leaf in known if leaf.has_customer or line.customer is None]
    fitting.sort(key=lambda key: key != usual)
    return {"_types": fitting, "_usual": usual} if 0 < len(fitting) <= MOST_TYPES else {}


def _usual(turn: Turn, line: OrderLine) -> str | None:
    """The customer's usual type, where it is sure who that is."""
    if line.customer is None or line.customer.value is None:
        return None
    found = catalogue.customers_of_codes(turn.session, turn.house, turn.actor, [line.customer.value])
    return (found[0].default_leaf or catalogue.last_leaf(turn.session, found[0].id)) if found else None


def _of_tax(line: OrderLine) -> dict[str, Any]:
    said = line.tax.value if line.tax is not None else None
    if not isinstance(said, Tax) or line.tax is None:
        return {}
    given: dict[str, Any] = {}
    if said.included is not None:
        given[OF_FIELD + TAX_BASIS] = {"key": BASIS_OF[said.included], "text": line.tax.reading.text}
    if said.rate is not None:
        given[OF_FIELD + TAX_RATE] = f"{said.rate.normalize():f}%"
    return given


def _item(item: Item, line: OrderLine) -> dict[str, Any]:
    """One product with the words beside it, those that may be one or another thing marked as such."""
    said: dict[str, Any] = {}
    if item.product is not None:
        said["product"] = {"codes": list(offered(item.product)), "text": item.product.reading.text}
    said |= dict(_quantity(item)) | dict(_price(item))
    loose = [piece.reading.text for piece in line.pieces if piece.kind == "number"]
    if loose and len(line.items) == 1:
        said |= {"counts": loose} if "quantity" not in said else {}
        said |= {"prices": loose[::-1]} if "price" not in said else {}
    return said


def _quantity(item: Item) -> Iterator[tuple[str, Any]]:
    piece = item.quantity
    if piece is None:
        return
    words = piece.reading.text
    role_unsure = isinstance(piece.reading, Ambiguous) and isinstance(measured(words), Understood) and _no_unit(piece)
    yield ("counts", [words]) if role_unsure else ("quantity", words)


def _no_unit(piece: Piece) -> bool:
    return all(not one.unit for one in offered(piece))


def _price(item: Item) -> Iterator[tuple[str, Any]]:
    if item.discount is not None:
        yield "discount", item.discount.reading.text
    if item.total is not None and item.total.value is not None:
        yield "total", {"value": str(item.total.value), "text": item.total.reading.text}
    if item.price is None:
        return
    words = item.price.reading.text
    if isinstance(item.price.reading, Understood):
        yield "price", {"value": str(item.price.value), "text": words}
    else:
        yield "prices", [words]
        yield "perhaps_total", words


def _unread(line: OrderLine) -> Iterator[str]:
    """What could not be used, to be told: nothing that somebody wrote is dropped without a word."""
    yield from line.unknown
    if line.tax is not None and line.tax.value is None:
        yield line.tax.reading.text
