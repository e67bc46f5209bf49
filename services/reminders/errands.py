"""What chases found due becomes messages: one a kind, one list for many kinds, and what is too much for a day in the
list of the afternoon (ADR 0014)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy.orm import Session

from db.models import Owed, Reminded
from services import owed
from services.house import House
from services.owed import Klass
from services.reminders import gathering

TOGETHER = 6
"""So many matters of one kind fit into one message with a button each."""
KINDS_APART = 2
"""So many kinds of reminders come to one chat at one moment each in a message of its own: after a holiday, or an outage,
it is one list."""
MANY = "many"


@dataclass(frozen=True, slots=True)
class Errand:
    """One reminder to one chat."""

    chat_id: int
    about: str
    escalated: bool
    breaks: bool
    hurries: bool
    """It is of no use in the afternoon any more."""
    since: datetime
    rule: str
    subject: str
    order_id: int
    step: int
    anchor_at: datetime
    """What its chase counts from."""
    at: datetime | None = None
    """When the step was taken, where that was before."""

    @property
    def place(self) -> tuple[int, bool, bool, bool]:
        """What may share one message at all; in each chat what hurries goes first."""
        return self.chat_id, not self.hurries, self.escalated, self.breaks


def owe(session: Session, house: House, errands: Sequence[Errand], now: datetime) -> int:
    """Owe what was found, oldest first. Returns how many messages are owed.

    Chats are taken in the order of their ids: two ticks that fill the same lists do not wait for each other in turn.
    """
    carried = set[int]()
    for _place, same in groupby(sorted(errands, key=attrgetter("place")), attrgetter("place")):
        for about, part in _messages(list(same)):
            row = _message(session, house, about, part, now)
            _note(session, part, row.id, now)
            carried.add(row.id)
    return len(carried)


def _messages(errands: list[Errand]) -> Iterator[tuple[str, list[Errand]]]:
    """One message a kind; where there would be more than a few of them at once, all kinds in one list."""
    kinds = {errand.about for errand in errands}
    if len(kinds) > KINDS_APART:
        yield from ((MANY, part) for part in _parts(errands))
        return
    for kind in sorted(kinds):
        yield from ((kind, part) for part in _parts([errand for errand in errands if errand.about == kind]))


def _parts(errands: list[Errand]) -> Iterator[list[Errand]]:
    oldest_first = sorted(errands, key=attrgetter("since", "order_id"))
    for start in range(0, len(oldest_first), TOGETHER):
        yield oldest_first[start : start + TOGETHER]


def _message(session: Session, house: House, about: str, part: Sequence[Errand], now: datetime) -> Owed:
    """The message that carries these: one of their own, or the list that is sent later."""
    first = part[0]
    items = [[errand.rule, errand.subject] for errand in part]
    if not (first.hurries or first.breaks):
        later = gathering.waits_until(session, house, first.chat_id, now)
        if later is not None:
            return gathering.add(session, f"reminder.{MANY}", first.chat_id, later, items, first.escalated, now)
    facts = {"items": items, "escalated": first.escalated}
    alone = first if len(part) == 1 else None
    row = owed.owe(
        session, f"reminder.{about}", chat_id=first.chat_id, now=now, klass=Klass.REMINDER,
        subject=alone.subject if alone else "", order_id=alone.order_id if alone else None,
        facts=facts | {"breaks": True} if first.breaks else facts,
    )  # fmt: skip
    assert row is not None, "a reminder has no key of its own"
    return row


def _note(session: Session, part: Sequence[Errand], owed_id: int, now: datetime) -> None:
    """Keep who was reminded of what, for whoever asks why."""
    session.add_all(
        Reminded(
            rule=one.rule, subject=one.subject, order_id=one.order_id, step=one.step, escalated=one.escalated,
            chat_id=one.chat_id, at=one.at or now, anchor_at=one.anchor_at, owed_id=owed_id,
        )
        for one in part
    )  # fmt: skip
    session.flush()
