"""The desk without a network: raw updates go in, rendered messages stand in chats, people tap what they see.

The real routes, services and database; only the sender and Telegram are played, so that a test of what is said to
whom takes milliseconds. Stories over HTTP are in `tests/conversations`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from bot.book_file import default_book_bytes, read_book
from db.engine import Database
from db.models import (
    Approval,
    ApprovalSeat,
    Card,
    Chat,
    Customer,
    DepartmentDuty,
    GroupBinding,
    Order,
    Owed,
    Person,
    Product,
)
from domain.approvals import Verdict
from handlers.dispatch import Desk
from handlers.outgoing import Outgoing, render
from handlers.routes import ALL
from handlers.turn import CallbackAnswer, House
from services import books, filing, outbox, owed, people
from services.approvals import seats, voting
from services.approvals.voting import Ballot
from services.filing import NewLine, NewOrder
from services.people import PersonFacts
from services.reminders import chasing
from tests.support import snapshots

ZONE = ZoneInfo("Asia/Shanghai")
BOT_ID = 7000000001
HOUSE = House(read_book(None), ZONE, bot_id=BOT_ID, username="gendan_bot", admin_ids=frozenset({1}))
STAFF = {
    "张敏": (11, "sales", "member"),
    "周强": (12, "sales", "manager"),
    "陈亮": (13, "sales", "member"),
    "李娜": (21, "finance", "member"),
    "陈静": (22, "finance", "manager"),
    "赵强": (31, "warehouse", "member"),
    "吴芳": (41, "service", "member"),
    "刘伟": (51, "production", "member"),
    "王芳": (61, "purchasing", "member"),
    "孙丽": (71, "quality", "member"),
}
GROUPS = {
    "财务群": (-1001, ("finance",)),
    "仓库群": (-1002, ("warehouse",)),
    "生产采购群": (-1003, ("production", "purchasing")),
    "质检群": (-1004, ("quality",)),
    "销售群": (-1005, ("sales",)),
}
INTERFACES = ("李娜", "赵强", "吴芳", "刘伟", "王芳", "孙丽")
CREDIT = 900_000_000
"""What every customer may owe: enough that no order of a story comes near it."""
PLACE = {"place": "苏州相城新区路18号", "receiver": "周工", "phone": "13912342210"}
TAX = {"price_basis": "with_tax", "tax_rate": "0.13", "invoice": "special", "freight": "ours"}


def at(day: str, clock: str) -> datetime:
    """A moment of the company's clock: `at("11-23", "10:05")`."""
    return datetime.fromisoformat(f"2026-{day}T{clock}").replace(tzinfo=ZONE)


@dataclass
class Standing:
    """A message that stands in a chat."""

    message_id: int
    out: Outgoing

    @property
    def text(self) -> str:
        return unescape(re.sub(r"</?[a-z][^<>]*>", "", self.out.text))

    @property
    def labels(self) -> list[str]:
        if self.out.album:  # Telegram puts no buttons under one
            return []
        return [button["text"] for row in self.out.keyboard for button in row]

    def data(self, label: str) -> str:
        """What a press of one of them sends; also later, when the message looks different."""
        return next(button["callback_data"] for row in self.out.keyboard for button in row if button["text"] == label)


@dataclass
class Office:
    """A company with people, groups, customers and goods; its clock stands until it is moved."""

    database: Database
    now: datetime = field(default_factory=lambda: at("11-23", "10:05"))
    chats: dict[int, list[Standing]] = field(default_factory=dict[int, list[Standing]])
    answer: CallbackAnswer | None = None
    _numbers: Any = field(default_factory=lambda: count(100))

    def __post_init__(self) -> None:
        self.desk = Desk(ALL, HOUSE)
        snapshots.after(self.database, self._move_in, "moved in", self.now, HOUSE.book.revision)

    def _move_in(self) -> None:
        with self.database.transaction() as session:
            books.keep(session, HOUSE.book, default_book_bytes(), self.now)
            ids: dict[str, int] = {}
            for name, (telegram_id, department, role) in STAFF.items():
                person = Person(
                    telegram_id=telegram_id, name=name, department=department, role=role, joined_at=self.now
                )
                session.add(person)
                session.flush()
                ids[name] = person.id
                session.add(Chat(id=telegram_id, kind="private"))
            for chat, departments in GROUPS.values():
                session.add(Chat(id=chat, kind="group"))
                session.flush()
                for department in departments:
                    session.add(GroupBinding(department=department, chat_id=chat, bound_by=1, bound_at=self.now))
            for name in INTERFACES:
                session.add(DepartmentDuty(department=STAFF[name][1], interface_id=ids[name]))
            for n, (name, owner) in enumerate((("宏达机电", "张敏"), ("永盛五金", "陈亮")), start=1):
                session.add(
                    Customer(
                        code=f"C{n}", name=name, owner_id=ids[owner], created_at=self.now, credit_minor=CREDIT,
                        credit_by=ids["陈静"], credit_at=self.now,
                    )
                )  # fmt: skip
            for code, name, supply, price in (
                ("X200", "减速电机", "make", "58.00"),
                ("Y10", "轴承座", "stock", "36.50"),
                ("Z5", "联轴器", "buy", "12.00"),
            ):
                session.add(
                    Product(
                        code=code,
                        name=name,
                        unit="台",
                        supply=supply,
                        list_price=Decimal(price),
                        created_at=self.now,
                        drawing=f"{code}-B" if supply == "make" else None,
                    )
                )

    # ── orders ─────────────────────────────────────────────────────────────────────────────

    def person(self, session: Any, name: str) -> PersonFacts:
        found = people.by_telegram_id(session, STAFF[name][0])
        assert found is not None
        return found

    def file(
        self, leaf: str, *lines: tuple[int, int, str | None], by: str = "张敏", customer: int | None = 1,
        wanted: date | None = date(2026, 12, 4), judged: bool = True, **fields: Any,
    ) -> int:  # fmt: skip
        """File an order; a line is product (1 made, 2 in stock, 3 bought), quantity, price.

        `judged`: whoever the book asks about it has agreed already, before anything was sent.
        """

        def steps() -> tuple[int, dict[int, list[Standing]], Any]:
            return self._filed(leaf, lines, by, customer, wanted, judged, fields), self.chats, self._numbers

        if self.chats or type(self) is not Office:
            return steps()[0]
        about = repr((leaf, lines, by, customer, wanted, judged, fields, self.now, self._numbers))
        order_id, self.chats, self._numbers = snapshots.after(self.database, steps, about, HOUSE.book.revision)
        return order_id

    def _filed(
        self, leaf: str, lines: Any, by: str, customer: int | None, wanted: date | None, judged: bool, fields: Any
    ) -> int:
        given = {"basis": {"choice": "contract", "files": 1}, **PLACE, **TAX, **fields}
        with self.database.transaction() as session:
            new = NewOrder(
                leaf,
                tuple(NewLine(product, Decimal(n), Decimal(price) if price else None) for product, n, price in lines),
                customer_id=customer, requested_on=wanted, days_after_payment=None if wanted else 7, fields=given,
            )  # fmt: skip
            order = filing.file_order(session, HOUSE, self.person(session, by), new, self.now)
            owed.show_card(
                session, "order", subject=f"order:{order.id}", chat_id=STAFF[by][0], now=self.now, order_id=order.id
            )
            order_id = order.id
            if judged:
                self._agree(session, order)
        self.send()
        return order_id

    def approve(self, order_id: int) -> None:
        """Everybody who is asked about the order agrees to it."""
        with self.database.transaction() as session:
            self._agree(session, session.get_one(Order, order_id))
        self.send()

    def votes(self, who: str, order_id: int, verdict: Verdict = Verdict.APPROVE, **how: Any) -> None:
        """One of those who are asked answers."""
        with self.database.transaction() as session:
            person = self.person(session, who)
            seat = next(seat for seat in self._asked(session, order_id) if seats.speaks_for(session, seat, person))
            voting.vote(session, HOUSE, person, seat.id, Ballot(verdict, **how), self.now)
        self.send()

    def _agree(self, session: Any, order: Order) -> None:
        asked = self._asked(session, order.id)
        while asked:
            seat = asked[0]
            speakers = seats.eligible(session, seat.asked_of, seats.owners(order))
            person_id = seat.person_id or speakers[0].id
            voting.vote(
                session, HOUSE, people.by_id(session, person_id), seat.id, Ballot(Verdict.APPROVE), self.now
            )  # fmt: skip
            asked = self._asked(session, order.id)
        # cards that nobody has seen, of a matter that is decided
        unseen = select(Card.id).where(Card.kind == "approval", Card.order_id == order.id, Card.message_id.is_(None))
        session.execute(delete(Owed).where(Owed.card_id.in_(unseen)))

    def _asked(self, session: Any, order_id: int) -> list[ApprovalSeat]:
        query = select(ApprovalSeat).join(Approval, Approval.id == ApprovalSeat.approval_id)
        query = query.where(Approval.order_id == order_id, ApprovalSeat.state == "open").order_by(ApprovalSeat.id)
        return list(session.scalars(query))

    def order(self, order_id: int) -> Order:
        """The row as it is now."""
        with self.database.transaction() as session:
            return session.get_one(Order, order_id)

    def passes(self, **delta: int) -> None:
        """The clock moves on."""
        self.now += timedelta(**delta)

    def goes_on(self, day: str, clock: str) -> None:
        """From one due moment to the next until this one: what reminds is said, and what is owed is sent."""
        end = at(day, clock)
        while True:
            with self.database.transaction() as session:
                chasing.tick(session, HOUSE, self.now)
                due = chasing.next_due(session)
            self.send()
            if due is None or due > end:
                break
            self.now = due
        self.now = end
        self.send()

    # ── what people do ─────────────────────────────────────────────────────────────────────

    def says(self, who: str, text: str = "", *, chat: str | None = None, to: str | None = None, **more: Any) -> None:
        """Writes, in private or in a group; `to` is part of the message of the bot that is replied to."""
        self.answer = None
        message: dict[str, Any] = {
            "message_id": next(self._numbers), "date": int(self.now.timestamp()), **self._where(who, chat), **more,
        }  # fmt: skip
        if text:
            message["text"] = text
        if to is not None:
            message["reply_to_message"] = self._as_message(self._place(who, chat), self._with(who, chat, to))
        self._handle({"update_id": next(self._numbers), "message": message})

    def answers(self, who: str, text: str, message: Standing, *, chat: str) -> None:
        """Replies to this very message."""
        original = self._as_message(self._place(who, chat), message)
        self.says(who, text, chat=chat, reply_to_message=original)

    def uploads(
        self, who: str, unique: str = "u1", *, chat: str | None = None, to: str | None = None, caption: str = "",
        document: bool = False, album: str | None = None, name: str = "slip.pdf", **about: Any,
    ) -> None:  # fmt: skip
        """Sends a photo, or a document; `about` is what Telegram says of a document beside its name."""
        file = {"file_id": f"file-{unique}", "file_unique_id": unique}
        more: dict[str, Any] = {"document": {**file, "file_name": name, **about}} if document else {
            "photo": [{**file, "width": 90, "height": 90}]
        }  # fmt: skip
        if caption:
            more["caption"] = caption
        if album:
            more["media_group_id"] = album
        self.says(who, chat=chat, to=to, **more)

    def taps(self, who: str, label: str, *, chat: str | None = None, on: str = "") -> str:
        """Presses the newest button with this label; what Telegram shows over the chat."""
        place = self._place(who, chat)
        found = next(one for one in reversed(self.chats.get(place, [])) if label in one.labels and on in one.text)
        data = found.data(label)
        return self.presses(who, found, data, chat=chat)

    def presses(self, who: str, message: Standing, data: str, *, chat: str | None = None) -> str:
        """Presses whatever was under a message, also when it is gone by now."""
        where = self._where(who, chat)
        place = self._place(who, chat)
        query = {
            "id": str(next(self._numbers)), "from": where["from"], "chat_instance": "1", "data": data,
            "message": self._as_message(place, message),
        }  # fmt: skip
        self._handle({"update_id": next(self._numbers), "callback_query": query})
        return self.answer.text if self.answer else ""

    # ── what they see ──────────────────────────────────────────────────────────────────────

    def reads(self, chat: str, *, on: str = "") -> list[str]:
        """The newest message of a chat (with these words in it): its lines, then its rows of buttons."""
        found = self._newest(chat, on)
        rows = ["".join(f"〔{button['text']}〕" for button in row) for row in found.out.keyboard]
        return found.text.split("\n") + rows

    def newest(self, chat: str, *, on: str = "") -> Standing:
        return self._newest(chat, on)

    def all_of(self, chat: str) -> str:
        """Everything that stands in a chat."""
        return "\n".join(one.text for one in self.chats.get(self._id(chat), []))

    def _newest(self, chat: str, on: str) -> Standing:
        for one in reversed(self.chats.get(self._id(chat), [])):
            if on in one.text:
                return one
        raise AssertionError(f"no message says {on!r} in {chat}:\n{self.all_of(chat)}")

    def _with(self, who: str, chat: str | None, text: str) -> Standing:
        return self._newest(chat or who, text)

    def _id(self, chat: str) -> int:
        return GROUPS[chat][0] if chat in GROUPS else STAFF[chat][0]

    def _place(self, who: str, chat: str | None) -> int:
        return self._id(chat or who)

    def _where(self, who: str, chat: str | None) -> dict[str, Any]:
        place = self._place(who, chat)
        user = {"id": STAFF[who][0], "is_bot": False, "first_name": who}
        return {"from": user, "chat": {"id": place, "type": "private" if place > 0 else "group", "title": chat}}

    def _as_message(self, place: int, standing: Standing) -> dict[str, Any]:
        return {
            "message_id": standing.message_id, "date": int(self.now.timestamp()), "text": standing.text,
            "chat": {"id": place, "type": "private" if place > 0 else "group"},
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "bot"},
        }  # fmt: skip

    # ── the sender ─────────────────────────────────────────────────────────────────────────

    def _handle(self, raw: Mapping[str, Any]) -> None:
        with self.database.transaction() as session:
            self.answer = self.desk.handle(session, raw, self.now)
        self.send()

    def send(self) -> None:
        """Everything that is owed by now reaches its chat."""
        while True:
            with self.database.transaction() as session:
                rows = outbox.claim(session, now=self.now, real=self.now, limit=1).rows
                if not rows:
                    return
                row = rows[0]
                assert row.lease_token is not None
                out = render(self.desk, session, row, self.now)
                if out is None:
                    outbox.void(session, row.id, row.lease_token, reason="gone")
                    continue
                message_id = self._stand(out)
                outbox.sent(session, row.id, row.lease_token, message_id=message_id, now=self.now, rang=out.rings)
                if out.card_id is not None:
                    owed.shown(
                        session, out.card_id, edition=out.edition, message_id=message_id, deleted=out.delete,
                        with_photo=out.photo is not None, live=bool(out.keyboard), said=out.said, pin=out.pin,
                    )  # fmt: skip

    def _stand(self, out: Outgoing) -> int:
        chat = self.chats.setdefault(out.chat_id, [])
        if out.delete is not None:
            chat[:] = [one for one in chat if one.message_id != out.delete]
        standing = next((one for one in chat if one.message_id == out.edit), None)
        if standing is not None:
            standing.out = out
            return standing.message_id
        chat.append(Standing(next(self._numbers), out))
        return chat[-1].message_id
