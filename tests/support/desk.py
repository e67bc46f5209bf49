"""The office as a salesperson sees it who fills forms: one telephone, its newest card, its buttons.

Every turn is carried out by a `Desk` of its own, so that nothing can be kept in memory between two of them, and every
message is held against what Telegram takes and what a phone shows at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from db.models import Customer, Draft, Order, Product, ProductPack
from handlers.dispatch import Desk
from handlers.outgoing import Outgoing
from handlers.routes import ALL
from handlers.turn import House
from sandbox.entities import parse_html, utf16_length
from tests.support.office import HOUSE, Office, Standing

MOST_LINES = 9
EMPTY_DAY = "·"
"""A cell of a month without a day in it."""


@dataclass
class StrictOffice(Office):
    """An office whose Telegram refuses what the real one would.

    A box of X200 is twelve; 宏达机电 has an address; 张敏 has a second customer, and W7 stands in no price list.
    """

    sent: int = 0
    """How many messages were sent or changed."""
    taps_made: int = 0
    held: bool = False
    """While true nothing goes out: the chat stands as it was."""
    house: House = field(default=HOUSE)

    def __post_init__(self) -> None:
        super().__post_init__()
        with self.database.transaction() as session:
            customer = session.get_one(Customer, 1)
            customer.contact, customer.phone, customer.address = "周工", "13912342210", "苏州相城"
            session.add(Customer(code="C3", name="长城电器", owner_id=customer.owner_id, created_at=self.now))
            session.get_one(Product, 1).packs = [ProductPack(name="箱", factor=Decimal(12))]
            session.add(
                Product(code="W7", name="润滑脂", unit="公斤", whole_units=False, supply="buy", created_at=self.now)
            )

    def _handle(self, raw: Mapping[str, Any]) -> None:
        self.desk = Desk(ALL, self.house)
        super()._handle(raw)
        assert self.answer is None or utf16_length(self.answer.text) <= 200

    def send(self) -> None:
        if not self.held:
            super().send()

    def _stand(self, out: Outgoing) -> int:
        text, _entities = parse_html(out.text)
        assert text.strip(), out
        assert utf16_length(text) <= 4096, out.kind
        if out.kind == "draft":
            assert text.count("\n") < MOST_LINES, f"{text.count(chr(10)) + 1} lines:\n{text}"
        labels = [button["text"] for row in out.keyboard for button in row if button["text"] != EMPTY_DAY]
        assert len(set(labels)) == len(labels), labels
        assert all(label.strip() for label in labels), labels
        assert all(len(b.get("callback_data", "").encode()) <= 64 for row in out.keyboard for b in row)
        self.sent += 1
        return super()._stand(out)

    def orders(self) -> list[Order]:
        """Every order, with its lines."""
        with self.database.transaction() as session:
            found = list(session.scalars(select(Order).order_by(Order.id)))
            assert all(order.lines for order in found)
            return found

    def drafts(self) -> list[Draft]:
        """Every draft, the newest first."""
        with self.database.transaction() as session:
            return list(session.scalars(select(Draft).order_by(Draft.id.desc())))


@dataclass
class Phone:
    """One person's private chat with the bot."""

    office: StrictOffice
    name: str = "张敏"

    def sends(self, *texts: str) -> None:
        for text in texts:
            self.office.says(self.name, text)

    def taps(self, *labels: str) -> None:
        """The newest button with each label."""
        for label in labels:
            assert any(label in one.labels for one in self.chat), f"no button {label!r}:\n{self.screen()}"
            self.office.taps(self.name, label)
            self.office.taps_made += 1

    def presses_again(self, label: str, before: Standing) -> str:
        """A button as it was before, which may be gone by now; what is shown over the chat."""
        return self.office.presses(self.name, before, data_of(before, label))

    @property
    def chat(self) -> list[Standing]:
        return self.office.chats.get(self.office._id(self.name), [])

    @property
    def card(self) -> Standing:
        """The newest card of a form, as it stands now; it is not changed by what comes later."""
        found = next(one for one in reversed(self.chat) if one.out.kind == "draft")
        return Standing(found.message_id, found.out)

    @property
    def text(self) -> str:
        return self.card.text

    @property
    def labels(self) -> list[str]:
        return self.card.labels

    def screen(self) -> str:
        return "\n----\n".join(f"{one.text}\n{one.labels}" for one in self.chat[-4:])

    def sees(self, *texts: str) -> None:
        for text in texts:
            assert text in self.text, f"{self.name} does not see {text!r}:\n{self.screen()}"

    def is_told(self, text: str) -> None:
        """The last press was answered with this."""
        assert self.office.answer is not None, "the press was not answered"
        assert text in self.office.answer.text, self.office.answer


def data_of(message: Standing, label: str) -> str:
    """What a button sends."""
    return message.data(label)
