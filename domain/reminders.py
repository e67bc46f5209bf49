"""Whether the reason of a reminder (催办) still stands: it stands, it rests while somebody else must act, or it has ended.

Judged from facts, when a reminder is planned and again when it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from domain.gates import OrderFacts, Refusal, judge, missing_minor
from domain.life import ENDED, IN_SUPPLY, State
from domain.process.names import Checkpoint
from domain.process.registry import ENDERS, FACTS, SOONER
from domain.process.types import Book, Leaf


@dataclass(frozen=True, slots=True)
class Matter:
    """What a reminder is about, as it is now."""

    state: State
    order: OrderFacts
    checkpoint: Checkpoint
    """The gate that it is about."""
    refusals: tuple[Refusal, ...]
    """Why that gate is closed."""
    open: bool = True
    """What it is about stands: the slip waits, the opinion is not given, the goods have not left."""
    rests: bool = False
    """It stands, and nobody can do anything about it yet."""
    claims_unknown: bool = False
    """A slip of the order that names no amount waits for finance."""
    hurries: bool = False
    """Delivery is near."""
    leaves_today: bool = False
    """Goods of it are to leave today."""

    @property
    def missing_minor(self) -> int:
        """Confirmed money short of what the gate asks; zero or less when it is paid."""
        return missing_minor(self.order, self.checkpoint)

    @property
    def goods_wait(self) -> bool:
        """Goods stand packed that have not left."""
        return self.state in IN_SUPPLY and any(line.ready > line.shipped for line in self.order.lines)


class Standing(Enum):
    """Whether a reminder has anything to say."""

    STANDS = auto()
    RESTS = auto()
    """Not now: somebody else must act first, or the order is on hold. Asked again later."""
    ENDED = auto()


def matter_of(
    book: Book, leaf: Leaf, about: str, checkpoint: Checkpoint | None, state: State, facts: OrderFacts, **more: bool
) -> Matter:
    """The matter of a rule or a digest line that is `about` this; `more` are the flags of `Matter`."""
    if about == "gate_stuck":
        at, refusals = stuck_at(book, leaf, state, facts)
    elif about == "gate_closed_again":
        at, refusals = closed_again(book, leaf, state, facts)
    else:
        at = checkpoint or next_checkpoint(leaf, state)
        refusals = judge(book, leaf, at, facts)
    return Matter(state, facts, at, refusals, **more)


def next_checkpoint(leaf: Leaf, state: State) -> Checkpoint:
    """The checkpoint that an order in this state meets next."""
    return Checkpoint.RELEASE if state in (State.SCREENING, State.ACCEPTED) else leaf.ends_at.checkpoint


def stuck_at(book: Book, leaf: Leaf, state: State, facts: OrderFacts) -> tuple[Checkpoint, tuple[Refusal, ...]]:
    """Where an order is stuck (卡单), with the reasons; without reasons it is not.

    An accepted order is stuck before its release, a released one when its money has gone again, and otherwise
    only once goods stand ready: before that nobody waits for the ship gate.
    """
    if state is State.ACCEPTED:
        return Checkpoint.RELEASE, judge(book, leaf, Checkpoint.RELEASE, facts)
    if state not in IN_SUPPLY:
        return leaf.ends_at.checkpoint, ()
    closed_again = judge(book, leaf, Checkpoint.PLAN, facts)
    if closed_again:
        return Checkpoint.PLAN, closed_again
    last = leaf.ends_at.checkpoint
    ready = any(line.ready > line.shipped for line in facts.lines)
    return last, judge(book, leaf, last, facts) if ready else ()


def closed_again(book: Book, leaf: Leaf, state: State, facts: OrderFacts) -> tuple[Checkpoint, tuple[Refusal, ...]]:
    """Which gate of a released order is closed for want of money that it had once, or should have had."""
    if state not in IN_SUPPLY:
        return leaf.ends_at.checkpoint, ()
    unpaid = tuple(one for one in judge(book, leaf, Checkpoint.PLAN, facts) if one.code == "payment_missing")
    if unpaid:
        return Checkpoint.PLAN, unpaid
    last = leaf.ends_at.checkpoint
    goods = facts.notice_open or any(line.ready > line.shipped for line in facts.lines)
    reasons = judge(book, leaf, last, facts) if goods else ()
    return last, tuple(one for one in reasons if one.code == "payment_missing")


def standing(about: str, until: Collection[str], matter: Matter) -> Standing:
    """Judge a reminder from the facts, before it is planned and again at the moment of sending."""
    if any(ENDED_BY[name](matter) for name in until):
        return Standing.ENDED
    if not HOLDS[about](matter) or RESTS[about](matter):
        return Standing.RESTS
    return Standing.STANDS


def _paid(matter: Matter) -> bool:
    return matter.missing_minor <= 0


def _on_its_way(matter: Matter) -> bool:
    """The customer has done their part as far as the salesperson knows; finance is asked, not the salesperson."""
    return (
        matter.order.on_hold
        or matter.claims_unknown
        or (matter.missing_minor <= matter.order.waiting_minor + matter.order.held_minor)
    )


Judge = Callable[[Matter], bool]


def _open(matter: Matter) -> bool:
    return matter.open


def _over(matter: Matter) -> bool:
    return not matter.open


def _refused(matter: Matter) -> bool:
    return bool(matter.refusals)


def _resting(matter: Matter) -> bool:
    return matter.rests


def _each(names: Iterable[str], usual: Judge, other: dict[str, Judge]) -> dict[str, Judge]:
    """A predicate for every name of the book; the names of `other` must be among them."""
    known = set(names)
    if not known >= other.keys():  # a table is checked when it is built
        raise ValueError(f"predicates for what no book can name: {other.keys() - known}")
    return {name: other.get(name, usual) for name in known}


HOLDS = _each(
    FACTS,
    _open,
    {
        "payment_short": lambda matter: not _paid(matter),
        "gate_stuck": _refused,
        "gate_closed_again": lambda matter: matter.open and _refused(matter),
    },
)
RESTS = _each(FACTS, _resting, {"payment_short": _on_its_way})
ENDED_BY = _each(
    ENDERS,
    _over,
    {
        "paid": _paid,
        "gate_open": lambda matter: not matter.refusals,
        "cancelled": lambda matter: matter.state in ENDED,
    },
)
HASTENED_BY: dict[str, Judge] = {
    "ready_to_ship": lambda matter: matter.goods_wait,
    "urgent": lambda matter: matter.hurries,
    "leaves_today": lambda matter: matter.leaves_today,
}

if HASTENED_BY.keys() != SOONER:  # a table is checked when it is built
    raise ValueError(f"names of the book without a predicate or the other way round: {HASTENED_BY.keys() ^ SOONER}")
