"""Parts that the cards of finance share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.money import texts
from handlers.money_words import amount
from handlers.order.words import head, with_given_up
from handlers.view import View
from services.order_view import OrderView, view_of

MORE, SURE, SPLIT, HOW = "more", "sure", "split", "how"
"""What a card of a slip shows beside its facts: more buttons, a question before money is taken back, a proposed split,
how it was paid.
"""


def seen(view: View, minor: int, order: OrderView) -> str:
    """An amount where this chat may see one."""
    return amount(minor, order) if view.money is MoneyView.FULL else texts.HIDDEN.plain(view.lang)


def part_lines(view: View, parts: Iterable[tuple[int, int]]) -> Iterator[Markup]:
    """Each order of a split with its part."""
    for order_id, minor in parts:
        order = view_of(view.session, view.house, order_id, view.now)
        yield texts.SPLIT_LINE(view.lang, order=head(order, view.lang), amount=seen(view, minor, order))


def due_line(view: View, order: OrderView) -> Markup:
    """What is due before the next checkpoint, what came, what is missing."""
    due, received = order.required_minor, order.facts.net_minor
    if order.missing_minor:
        said = texts.DUE(
            view.lang, required=amount(due, order), received=amount(received, order),
            missing=amount(order.missing_minor, order),
        )  # fmt: skip
    else:
        required = amount(max(due, order.receivable_minor), order)
        said = texts.DUE_PAID(view.lang, required=required, received=amount(received, order))
    return with_given_up(order, said, view.lang)
