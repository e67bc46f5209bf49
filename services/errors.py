"""What can go wrong in a use case, apart from refusals that are returned.

BotError
├── Refused          a gate or rule said no; carries every reason
├── NotFound         the thing asked for does not exist, or not for this person
├── NotAllowed       the person may not do this
├── AlreadyDone      somebody did it before; carries who and when
└── Stale            what the person saw has changed since
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.gates import Refusal


class BotError(Exception):
    """The use case cannot be done."""


class Refused(BotError):
    """A rule said no, with every reason and who can clear it."""

    def __init__(self, refusals: tuple[Refusal, ...], *, order_id: int | None = None) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals
        self.order_id = order_id


class NotFound(BotError):
    """There is no such thing, or not for this person."""


class NotAllowed(BotError):
    """This person may not do this. `code` says why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class AlreadyDone(BotError):
    """Somebody did it before."""

    def __init__(self, who: str | None = None, at: datetime | None = None) -> None:
        super().__init__(who or "done before")
        self.who = who
        self.at = at


class Stale(BotError):
    """What the person saw has changed since."""
