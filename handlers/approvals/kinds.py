"""What an approval's card says and offers, by what it decides: one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from domain.approvals import ApprovalState, Decision
from domain.process.names import Mode
from domain.process.types import Book
from handlers.approvals import texts
from handlers.approvals.cards import asked_lines, facts_lines
from handlers.changes import asked as change
from handlers.order.words import head_type
from handlers.view import View
from handlers.waivers import card as waiver
from handlers.waivers.texts import REASONS
from locales import Text
from services.approvals.reading import ApprovalView, SeatView
from services.errors import NotAllowed
from services.order_view import OrderView

CONDITION, OTHER_DAY, SEND_BACK, PASS_ON, ADD, COPY, ASSESS, BACK = (
    "condition",
    "other_day",
    "send_back",
    "pass_on",
    "add",
    "copy",
    "assess",
    "back",
)
"""What can be done at a seat beside 同意 and 驳回, by the name of its act."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of approval as people meet it."""

    asked: Callable[[View, OrderView, ApprovalView, SeatView], Iterator[Markup]]
    """The lines that say what is asked."""
    shown: Callable[[View, OrderView, ApprovalView], Iterator[Markup]]
    """The same for who is shown it without being asked (抄送)."""
    offers: frozenset[str]
    amount_minor: Callable[[OrderView, ApprovalView], int]
    """How much hangs on it: a large one wants a second tap."""
    over: Callable[[View, ApprovalView], Text]
    """How it ended, for the last line of the card."""
    now_is: Mapping[ApprovalState, Text]
    """What has become of it, for who presses too late."""
    reasons: Callable[[Book, str], Sequence[str]]
    """Reasons of a rejection that are offered as buttons."""
    day: Callable[[OrderView, ApprovalView], date | None] = lambda order, _approval: order.requested_on
    """The day that whoever gives the promise promises by agreeing."""
    several: bool = False
    """Whether an order has several, each for itself: a newer one does not take the place of an older one."""
    mode: Mapping[Mode, Text] = field(default_factory=lambda: texts.MODE)
    """What those who are asked together mean for each other."""


def _shown(view: View, order: OrderView, approval: ApprovalView) -> Iterator[Markup]:
    yield head_type(order, view.lang)
    yield from facts_lines(view, order, approval)


KINDS: dict[Decision, Kind] = {
    Decision.REVIEW: Kind(
        asked_lines,
        _shown,
        frozenset({CONDITION, OTHER_DAY, SEND_BACK, PASS_ON, ADD, COPY, ASSESS, BACK}),
        lambda order, _approval: order.total_minor,
        lambda _view, approval: texts.OVER[approval.state],
        texts.NOW_IS,
        lambda book, lang: [words.in_(lang) for words in book.approval.reasons],
    ),
    Decision.WAIVER: Kind(
        waiver.asked,
        waiver.shown,
        frozenset({PASS_ON, ADD, COPY}),
        lambda _order, approval: int(approval.facts.get("ceiling") or 0),
        waiver.over,
        waiver.NOW_IS,
        lambda _book, lang: [words.plain(lang) for words in REASONS],
        several=True,
    ),
    Decision.CHANGE: Kind(
        change.asked,
        change.shown,
        frozenset({CONDITION, OTHER_DAY, PASS_ON, ADD, COPY, ASSESS, BACK}),
        lambda _order, approval: change.delta_minor(approval),
        change.over,
        change.NOW_IS,
        lambda book, lang: [words.in_(lang) for words in book.approval.reasons],
        lambda _order, approval: change.wanted_on(approval),
        mode=change.MODE,
    ),
}


def kind_of(approval: ApprovalView) -> Kind:
    """What is particular to this one."""
    return KINDS[approval.about]


def require_offered(approval: ApprovalView, what: str) -> None:
    """NotAllowed for what a card of this kind does not offer: words and old buttons may ask for it."""
    if what not in kind_of(approval).offers:
        raise NotAllowed("not_for_this")
