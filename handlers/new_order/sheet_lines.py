"""Lines that came by a sheet go into an order's draft."""

from __future__ import annotations

from collections import Counter
from typing import Any

from domain.process.names import FieldKind
from domain.process.types import Book
from handlers.forms import runner
from handlers.forms.onward import advance
from handlers.forms.standing import all_steps, change
from handlers.new_order.line_state import FROM_SHEET
from handlers.turn import Turn
from services import drafts
from services.house import require


def is_open(turn: Turn, draft: int) -> bool:
    """Whether this is an order's draft of this person that can be filled."""
    found = drafts.get(turn.session, draft)
    return found is not None and found.state == "open" and found.form == "order" and found.person_id == turn.actor.id


def fill(turn: Turn, lines: list[dict[str, Any]], draft: int | None) -> None:
    """Fill the draft, whose lines these are from now on; without one begin a new order."""
    require(turn.house, turn.actor, "order.file")
    if draft is None:
        runner.start(turn, "order", answers={_lines_key(turn.book): lines})
        return
    found = drafts.get(turn.session, draft)
    assert found is not None
    if any(step.kind is FieldKind.LINES for step in all_steps(turn, found)):
        runner.give(turn, draft, FieldKind.LINES, {FROM_SHEET: lines})
    else:  # the type is not known yet
        change(turn, found, {_lines_key(turn.book): lines})
        advance(turn, found, repost=True)


def _lines_key(book: Book) -> str:
    """What most types call their lines; one that calls them something else asks anew."""
    keys = [field.key for leaf in book.leaves.values() if (field := leaf.field_of_kind(FieldKind.LINES))]
    return Counter(keys).most_common(1)[0][0]
