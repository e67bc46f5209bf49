"""What others did while a draft lay: before it is filed, answers that were overtaken are taken back and named."""

from __future__ import annotations

from typing import Any

from domain.process.names import FieldKind, PriceMode
from domain.process.types import Leaf
from handlers.new_order import texts
from handlers.new_order.line_state import PRICE, WAS, Line
from handlers.turn import Turn
from services import catalogue, repeating


def overtaken(turn: Turn, leaf: Leaf, draft: Any) -> dict[str, Any]:
    """The answers to be changed, with what is said of it; empty where everything is as it was."""
    return _ended(turn, leaf, draft) or _repriced(turn, leaf, draft)


def _ended(turn: Turn, leaf: Leaf, draft: Any) -> dict[str, Any]:
    key, given = _lines(leaf, draft)
    ended = repeating.ended_products(turn.session, {int(line["product"]): str(line["unit"]) for line in given})
    if not ended:
        return {}
    names = [line["code"] for line in given if line["product"] in ended]
    said = {"code": "product_ended", "values": {"products": texts.LIST_COMMA.plain(turn.lang).join(names)}}
    return {key: [line for line in given if line["product"] not in ended] or None, "_bad": said}


def _repriced(turn: Turn, leaf: Leaf, draft: Any) -> dict[str, Any]:
    """A copy that lay while the list changed is asked again which price is meant."""
    key, given = _lines(leaf, draft)
    if leaf.price_mode is not PriceMode.ASK:
        return {}
    anew = [_priced_anew(turn, line) for line in given]
    return {key: anew} if anew != given else {}


def _priced_anew(turn: Turn, line: Line) -> Line:
    if "listed" not in line:
        return line
    now = catalogue.product(turn.session, int(line["product"])).list_price
    listed = None if now is None else f"{now.normalize():f}"
    if listed is None or listed == line["listed"]:
        return line
    return line | {"listed": listed, WAS: line[PRICE], PRICE: None}


def _lines(leaf: Leaf, draft: Any) -> tuple[str, list[Line]]:
    field = leaf.field_of_kind(FieldKind.LINES)
    return ("", []) if field is None else (field.key, draft.answers.get(field.key) or [])
