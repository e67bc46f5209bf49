"""What a second worker does: long work of a feature, beside the units and never inside one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from handlers.turn import House
    from services.jobs import Claim
    from services.sheets.reading import Page

T = TypeVar("T")


class Unavailable(Exception):
    """What the job asks for does not exist or is too large; asking again brings nothing. `code` says why."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Hands(Protocol):
    """What a job may use. Only `transact` and `finish` touch the database, for a moment each."""

    @property
    def job(self) -> Claim: ...

    @property
    def house(self) -> House: ...

    @property
    def now(self) -> datetime:
        """Business time."""
        ...

    def transact(self, work: Callable[[Any], T]) -> T:
        """A short transaction; it may run more than once but commits once."""
        ...

    def finish(self, work: Callable[[Any, Any], None]) -> None:
        """The last one, given session and job: its effect and the job's being done are one commit."""
        ...

    def download(self, file_id: str) -> bytes:
        """A file that somebody sent. Raises Unavailable."""
        ...

    def open_sheet(self, name: str, body: bytes) -> list[Page]:
        """The cells of a sheet, read in a process of its own. Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of job. `gave_up` says so to whoever waits, in the transaction that ends it."""

    run: Callable[[Hands], None]
    gave_up: Callable[[Any, Claim, datetime], None]
