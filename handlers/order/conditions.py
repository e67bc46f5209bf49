"""评审条件 on the card of an order: what, who, until when, what waits for it; in a line each."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from handlers.approvals import texts as approval_texts
from handlers.approvals.cards import seen_words
from handlers.folding import clipped
from handlers.order import texts
from handlers.view import View
from locales import formats
from services.approvals import conditions
from services.approvals.conditions import ConditionView
from services.order_view import OrderView

AT_ONCE = 4
"""So many stand on a card; the others are counted, and read in the outcome of the review."""
SHOWN = 40


def short_lines(view: View, order: OrderView, *, but: frozenset[int]) -> Iterator[Markup]:
    """Those that are to be met first. `but`: conditions that the card names already as what holds it up."""
    found = [one for one in conditions.of_order(view.session, order.id) if one.id not in but]
    found.sort(key=lambda one: (one.met_at is not None, one.id))
    for one in found[:AT_ONCE]:
        yield _line(view, order, one)
    if len(found) > AT_ONCE:
        yield texts.CONDITION_MORE(view.lang, count=len(found) - AT_ONCE)


def _line(view: View, order: OrderView, one: ConditionView) -> Markup:
    words = clipped(seen_words(view, order, one.department, one.words), SHOWN)
    if one.met_at is not None:
        return texts.CONDITION_MET(view.lang, words=words)
    waits = approval_texts.CONDITION_BLOCKS[one.blocks](view.lang)
    if one.due_on is None:
        return texts.CONDITION_BARE(view.lang, words=words, who=one.owner, waits=waits)
    day = formats.day_short(view.lang, one.due_on, view.today)
    return texts.CONDITION(view.lang, words=words, who=one.owner, day=day, waits=waits)
