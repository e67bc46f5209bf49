"""People at the order desk: raw updates into `Desk.handle`, rendered messages out. No network and no loop.

Every message is held against what Telegram would take, and every turn is a transaction of its own on a new `Desk`,
so that nothing can be kept in memory between two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.engine import Database
from db.models import Draft, Order, Person
from domain.process.loader import load_book
from handlers import routes
from handlers.dispatch import Desk
from handlers.outgoing import Outgoing, render
from handlers.turn import CallbackAnswer, House
from sandbox.entities import parse_html, utf16_length
from services import books, catalogue, owed, people
from services.people import PersonFacts

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 9 o'clock in Shanghai."""
MOST_LINES = 9
"""A form's message above its buttons: a phone shows it whole."""


@dataclass
class Message:
    """What stands in a chat: plain words, and the data of each button by its label."""

    id: int
    kind: str
    text: str
    buttons: dict[str, str]


@dataclass
class Phone:
    """One person's private chat with the bot."""

    company: Company
    name: str
    chat_id: int
    messages: dict[int, Message] = field(default_factory=dict[int, Message])
    answer: CallbackAnswer | None = None

    # ── acts ───────────────────────────────────────────────────────────────────────────────

    def sends(self, *texts: str) -> None:
        for text in texts:
            self.company.message(self, text=text)

    def uploads(self, file: str = "photo-1", **fields: Any) -> None:
        """A photo; with `media_group_id` one of an album."""
        sizes = [{"file_id": f"{file}-id", "file_unique_id": file, "width": 90, "height": 90}]
        self.company.message(self, photo=sizes, **fields)

    def taps(self, *labels: str) -> None:
        """The newest button with each label."""
        for label in labels:
            found = next((one for one in self.newest() if label in one.buttons), None)
            assert found is not None, f"{self.name} has no button {label!r}:\n{self.screen()}"
            self.presses(found.buttons[label], found.id)

    def presses(self, data: str, message_id: int = 1) -> None:
        """Whatever may come from a telephone."""
        self.answer = self.company.press(self, data, message_id)

    # ── sights ─────────────────────────────────────────────────────────────────────────────

    def newest(self) -> list[Message]:
        return [self.messages[number] for number in sorted(self.messages, reverse=True)]

    def screen(self) -> str:
        shown = [f"{one.text}\n{' '.join(f'[{label}]' for label in one.buttons)}" for one in reversed(self.newest())]
        return "\n----\n".join(shown)

    @property
    def card(self) -> Message:
        """The newest card of a form."""
        return next(one for one in self.newest() if one.kind == "draft")

    @property
    def text(self) -> str:
        return self.card.text

    @property
    def labels(self) -> list[str]:
        return list(self.card.buttons)

    def sees(self, *texts: str) -> None:
        for text in texts:
            assert text in self.text, f"{self.name} does not see {text!r}:\n{self.screen()}"

    def is_told(self, text: str) -> None:
        """The last press was answered with this."""
        assert self.answer is not None, "the press was not answered"
        assert text in self.answer.text, self.answer


class Company:
    """A company with a book, people and goods on one database."""

    def __init__(self, database: Database, *, book: bytes | None = None, now: datetime = MONDAY) -> None:
        body = book or default_book_bytes()
        self.database, self.now = database, now
        self.book = load_book(body, source="book")
        self._house = House(self.book, ZoneInfo("Asia/Shanghai"), 77, "gendan_bot", frozenset())
        self._numbers = count(1)
        self._phones: dict[int, Phone] = {}
        with database.transaction() as session:
            books.keep(session, self.book, body, now)

    # ── people and goods ───────────────────────────────────────────────────────────────────

    def person(
        self, name: str, department: str = "sales", *, role: str = "member", language: str | None = None
    ) -> Phone:
        number = 1000 + next(self._numbers)
        with self.database.transaction() as session:
            session.add(Person(telegram_id=number, name=name, department=department, role=role, language=language,
                               is_admin=department == "management", joined_at=self.now))  # fmt: skip
        self._phones[number] = Phone(self, name, number)
        return self._phones[number]

    def customer(self, by: Phone, name: str, **facts: Any) -> int:
        with self.database.transaction() as session:
            return catalogue.add_customer(
                session, self._house, self._actor(session, by), self.now, name=name, **facts
            ).id

    def product(self, by: Phone, code: str, name: str, *, price: str | None = None, **facts: Any) -> int:
        facts = {"unit": "台", "supply": "make", "lead_days": 7} | facts
        with self.database.transaction() as session:
            return catalogue.add_product(
                session, self._house, self._actor(session, by), self.now, code=code, name=name,
                list_price=None if price is None else Decimal(price), **facts,
            ).id  # fmt: skip

    def _actor(self, session: Session, phone: Phone) -> PersonFacts:
        actor = people.by_telegram_id(session, phone.chat_id)
        assert actor is not None
        return actor

    def passes(self, delta: timedelta) -> None:
        self.now += delta

    # ── updates ────────────────────────────────────────────────────────────────────────────

    def message(self, phone: Phone, **fields: Any) -> dict[str, Any]:
        body = {
            "message_id": 100000 + next(self._numbers), "date": int(self.now.timestamp()), "chat": self._chat(phone),
            "from": self._user(phone), **fields,
        }  # fmt: skip
        update = {"update_id": next(self._numbers), "message": body}
        self.handle(update)
        return update

    def press(self, phone: Phone, data: str, message_id: int) -> CallbackAnswer | None:
        return self.handle(
            {
                "update_id": next(self._numbers),
                "callback_query": {
                    "id": f"q{next(self._numbers)}", "from": self._user(phone), "chat_instance": "1", "data": data,
                    "message": {"message_id": message_id, "date": int(self.now.timestamp()), "chat": self._chat(phone)},
                },
            }
        )  # fmt: skip

    def handle(self, update: dict[str, Any], *, deliver: bool = True) -> CallbackAnswer | None:
        """One update by a desk of its own, as after a restart; without `deliver` the card still stands as it was."""
        with self.database.transaction() as session:
            answer = self.desk().handle(session, update, self.now)
        assert answer is None or utf16_length(answer.text) <= 200
        if deliver:
            self.deliver()
        return answer

    def desk(self) -> Desk:
        return Desk(routes.ALL, self._house)

    def _user(self, phone: Phone) -> dict[str, Any]:
        return {"id": phone.chat_id, "is_bot": False, "first_name": phone.name, "language_code": "zh-hans"}

    def _chat(self, phone: Phone) -> dict[str, Any]:
        return {"id": phone.chat_id, "type": "private", "first_name": phone.name}

    # ── messages ───────────────────────────────────────────────────────────────────────────

    def deliver(self) -> None:
        """Everything owed now goes out, and stands where Telegram would put it."""
        while True:
            with self.database.transaction() as session:
                rows = owed.claim(session, now=self.now, real=self.now, limit=20)
                for row in rows:
                    out = render(self.desk(), session, row, self.now)
                    if out is None:
                        owed.void(session, row.id, row.lease_token or "", reason="gone")
                    else:
                        self._post(session, out)
            if not rows:
                return

    def _post(self, session: Session, out: Outgoing) -> None:
        text, _entities = parse_html(out.text)
        assert text.strip(), out
        assert utf16_length(text) <= 4096, out.kind
        if out.kind == "draft":
            assert text.count("\n") < MOST_LINES, f"{text.count(chr(10)) + 1} lines:\n{text}"
        phone = self._phones.get(out.chat_id)
        number = out.edit or next(self._numbers)
        if phone is not None:
            phone.messages[number] = Message(number, out.kind, text, _labels(out))
            phone.messages.pop(out.delete or 0, None)
        owed.sent(session, out.owed_id, out.token, message_id=number, now=self.now)
        if out.card_id is not None:
            owed.shown(session, out.card_id, edition=out.edition, message_id=number, deleted=out.delete,
                       with_photo=out.photo is not None, live=bool(out.keyboard))  # fmt: skip

    # ── what is kept ───────────────────────────────────────────────────────────────────────

    def orders(self) -> Sequence[Order]:
        with self.database.transaction() as session:
            found = session.query(Order).order_by(Order.id).all()
            for order in found:
                assert order.lines is not None
                assert order.terms is not None
            return found

    def draft(self) -> Draft:
        """The newest draft."""
        with self.database.transaction() as session:
            return session.query(Draft).order_by(Draft.id.desc()).limit(1).one()


def _labels(out: Outgoing) -> dict[str, str]:
    labels: dict[str, str] = {}
    for row in out.keyboard:
        assert 1 <= len(row) <= 8, row
        for button in row:
            assert button["text"].strip(), row
            assert button["text"] not in labels, f"two buttons are called {button['text']!r}"
            assert len(button.get("callback_data", "").encode()) <= 64
            labels[button["text"]] = button.get("callback_data", "")
    return labels
