"""What a renderer sees: the facts of one message to be sent, its receiver, and now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.process.names import MoneyView
from domain.process.types import Book
from domain.rights import money_view
from handlers.turn import House
from locales import SOURCE, formats
from services.people import ChatFacts


@dataclass(frozen=True, slots=True)
class View:
    """One owed message or card at the moment of sending."""

    session: Any
    house: House
    now: datetime
    chat: ChatFacts
    kind: str
    subject: str
    facts: dict[str, Any]
    message_id: int | None = None
    owed_id: int | None = None
    """The message that is owed; None where something is only looked at."""

    @property
    def book(self) -> Book:
        return self.house.book

    @property
    def lang(self) -> str:
        """The receiver's language."""
        return self.chat.language or SOURCE

    @property
    def today(self) -> date:
        return self.house.today(self.now)

    def moment(self, at: datetime) -> str:
        """A moment as people say it now, in the receiver's language: `10:05`, on another day `11月23日 10:05`."""
        return formats.moment(self.lang, at, self.now, self.house.zone)

    def department(self, key: str) -> str:
        """What a department is called, in the receiver's language."""
        return self.book.department_name(key).in_(self.lang)

    @property
    def money(self) -> MoneyView:
        """What this chat may see of money: the least of the departments that meet in it."""
        return money_view(self.book, self.chat.departments)

    @property
    def subject_id(self) -> int:
        """The number behind the colon of `order:12`."""
        return int(self.subject.split(":")[1])
