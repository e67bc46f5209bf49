"""What services need to know of the company, and who may do what in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.process.types import Book
from domain.rights import ADMIN, RIGHTS, Who, may
from services.errors import NotAllowed
from services.people import PersonFacts


@dataclass(frozen=True)
class House:
    """The company's process book, and its zone for the day of an order."""

    book: Book
    zone: ZoneInfo

    def today(self, now: datetime) -> date:
        """The company's day at a moment."""
        return now.astimezone(self.zone).date()

    def midnight(self, now: datetime) -> datetime:
        """When that day began."""
        return datetime.combine(self.today(now), time(), tzinfo=self.zone)


def who(person: PersonFacts) -> Who:
    """A person as the table of rights sees one."""
    return Who(person.department, person.is_manager, person.is_admin)


def require(house: House, person: PersonFacts, action: str) -> None:
    """NotAllowed where the table of rights says no."""
    if not may(house.book, who(person), action):
        admins = RIGHTS[action].parts == {ADMIN}
        raise NotAllowed("admins_only" if admins else "not_your_part", action=action)
