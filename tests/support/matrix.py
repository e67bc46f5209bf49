"""The authorisation matrix: every kind of person tries every way in, in a company that has something in every state.

One company is set up by stories once; each case runs in a transaction that is rolled back, so that all see the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import ApprovalSeat, Button, Card, Chat, Draft, Order, Owed, Person, Receipt, Slip, Task
from domain.attachments import Purpose
from handlers.new_order.customers import stored
from services import (
    attachments,
    buttons,
    catalogue,
    drafts,
    joining,
    money,
    papers,
    people,
    prompts,
    shipping,
    signoffs,
    supply,
)
from services.approvals import delegating
from services.money import Evidence
from tests.support.office import BOT_ID, HOUSE, STAFF, Office, at
from tests.support.sheet_desk import Desk as SheetDesk
from tests.support.sheets import OPENING

WHO: dict[str, tuple[int, str, str]] = {
    "requester": STAFF["张敏"],
    "colleague": STAFF["陈亮"],
    "sales_head": STAFF["周强"],
    "service": STAFF["吴芳"],
    "finance": STAFF["李娜"],
    "finance_head": STAFF["陈静"],
    "warehouse": STAFF["赵强"],
    "production": STAFF["刘伟"],
    "purchasing": STAFF["王芳"],
    "quality": STAFF["孙丽"],
    "engineering": (81, "engineering", "member"),
    "management": (91, "management", "manager"),
    "admin": (1, "marketing", "member"),
    "deputy_of_requester": (101, "marketing", "member"),
    "deputy_of_approver": (82, "engineering", "member"),
    "demoted": (14, "sales", "manager"),
    "removed": (23, "finance", "member"),
    "outsider": (999, "", ""),
}
"""Who tries: Telegram id, department and role before whatever befalls them (`Company.befall`)."""
BEFALLEN = ("demoted", "removed")
"""To whom something happens between the card and the press."""
Awaits = tuple[str, dict[str, Any]]
SOON = at("11-23", "10:05") + timedelta(seconds=50)
FILE = {"photo": [{"file_id": "new", "file_unique_id": "new", "width": 9, "height": 9}]}

COUNTED = """
SELECT 'history', COUNT(*) FROM history UNION ALL
SELECT 'order', GROUP_CONCAT(id || state || row_version || on_hold || COALESCE(promised_on, '')) FROM orders UNION ALL
SELECT 'money', (SELECT COUNT(*) FROM receipt) || ' ' || (SELECT COUNT(*) FROM allocation) UNION ALL
SELECT 'slip', GROUP_CONCAT(state || COALESCE(claimed_minor, '')) FROM slip UNION ALL
SELECT 'vote', COUNT(*) FROM vote UNION ALL
SELECT 'seat', GROUP_CONCAT(state || asked_of || COALESCE(person_id, '')) FROM approval_seat UNION ALL
SELECT 'task', GROUP_CONCAT(kind || state) FROM task UNION ALL
SELECT 'goods', (SELECT COUNT(*) FROM readiness) || ' ' || (SELECT COUNT(*) FROM stock_in) UNION ALL
SELECT 'batch', GROUP_CONCAT(state || COALESCE(tracking, '')) FROM shipment UNION ALL
SELECT 'papers', COUNT(*) || ' ' || SUM(purpose = 'unsorted') FROM attachment UNION ALL
SELECT 'sheet', GROUP_CONCAT(state) FROM sheet UNION ALL
SELECT 'job', COUNT(*) FROM job UNION ALL
SELECT 'draft', GROUP_CONCAT(id || state || row_version) FROM draft UNION ALL
SELECT 'customer', GROUP_CONCAT(name || COALESCE(owner_id, '')) FROM customer UNION ALL
SELECT 'people', GROUP_CONCAT(department || role || active || is_admin || COALESCE(language, '')) FROM person UNION ALL
SELECT 'invite', COUNT(*) || ' ' || COALESCE(MIN(expires_at), '') FROM invite UNION ALL
SELECT 'code', (SELECT COUNT(*) FROM bind_code) || ' ' || (SELECT COUNT(*) FROM group_binding) UNION ALL
SELECT 'duty', GROUP_CONCAT(department || COALESCE(interface_id, '')) FROM department_duty UNION ALL
SELECT 'delegation', COUNT(*) || ' ' || COUNT(ended_at) FROM delegation
"""
"""Everything that a guard stands before; cards, prompts and what is owed to a chat are no more than answers."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one attempt: the words that answered it, the kinds of message it owes, and what it changed."""

    said: str
    owes: tuple[str, ...]
    changed: frozenset[str]


@dataclass
class Company:
    """An office with something in every state, and people of every kind."""

    office: Office
    of: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the stories left, by the name that the table gives it."""
    _session: Session | None = None
    _before: dict[str, Any] = field(default_factory=dict[str, Any])
    _numbers: Any = field(default_factory=lambda: count(500000))

    @property
    def database(self) -> Database:
        return self.office.database

    # ── one attempt ────────────────────────────────────────────────────────────────────────

    def presses(
        self, who: str, act: str, args: dict[str, Any], chat: int | None = None, awaits: Awaits | None = None
    ) -> Seen:
        """Somebody presses a button with this act that stands in their private chat."""

        def go(session: Any) -> str:
            place = chat or WHO[who][0]
            self._await(session, who, awaits)
            nonce = buttons.mint(session, [(act, args, False)], chat_id=WHO[who][0], now=self.office.now, again=False)
            query = {
                "id": "1", "from": self.user(who), "chat_instance": "1", "data": buttons.callback_data(nonce, 0),
                "message": {"message_id": 7, "date": self._date, "chat": place_of(place), "text": "card"},
            }  # fmt: skip
            answer = self.office.desk.handle(session, {"update_id": 1, "callback_query": query}, SOON)
            assert answer is not None
            return answer.text

        return self.tries(who, go)

    def answers(self, who: str, act: str, args: dict[str, Any], *, edited: bool = False, **message: Any) -> Seen:
        """Somebody writes, or sends a file, where this act waits for it in their private chat."""

        def go(session: Any) -> str:
            self._await(session, who, (act, args))
            self._hand(session, who, message, edited=edited)
            return ""

        return self.tries(who, go)

    def writes(self, who: str, words: str = "", *, edited: bool = False, **message: Any) -> Seen:
        """Somebody writes in private, or elsewhere where `message` says so."""
        given = {"text": words, **message} if words else message
        return self.tries(who, lambda session: self._hand(session, who, given, edited=edited))

    def replies(self, who: str, kind: str, subject: str, *, edited: bool = False, **message: Any) -> Seen:
        """Somebody replies to a card of this kind that stands in their private chat."""

        def go(session: Any) -> str:
            known = session.scalar(select(Card).filter_by(kind=kind, subject=subject, chat_id=WHO[who][0]))
            card = known or Card(kind=kind, subject=subject, chat_id=WHO[who][0], facts={})
            card.message_id = 8
            session.add(card)
            session.flush()
            original = {
                "message_id": 8, "date": self._date, "chat": place_of(WHO[who][0]), "text": "card",
                "from": {"id": BOT_ID, "is_bot": True, "first_name": "bot"},
            }  # fmt: skip
            return self._hand(session, who, {"reply_to_message": original, **message}, edited=edited)

        return self.tries(who, go)

    def tries(self, who: str, go: Callable[[Any], str]) -> Seen:
        """Something is tried, looked at, and undone."""
        with self.undone() as session:
            self.befall(session, who)
            last = session.scalar(select(Owed.id).order_by(Owed.id.desc()).limit(1)) or 0
            before = self._before if who not in BEFALLEN else counted(session)
            said = go(session)
            session.flush()
            after = counted(session)
            rows = session.scalars(select(Owed).where(Owed.id > last).order_by(Owed.id)).all()
            mine = [row for row in rows if row.chat_id == WHO[who][0]]
            words = next((str(row.facts["html"]) for row in mine if row.kind == "said"), "")
            changed = frozenset(name for name in after if after[name] != before[name])
            return Seen(said or words, tuple(row.kind for row in mine), changed)

    @contextmanager
    def undone(self) -> Iterator[Any]:
        """A transaction of which nothing is left: a savepoint in one that stays open, so that nothing is committed."""
        if self._session is None:
            self._session = Session(self.database.engine, expire_on_commit=False)
            self._before = counted(self._session)
        point = self._session.begin_nested()
        try:
            yield self._session
        finally:
            point.rollback()
            self._session.expunge_all()

    def close(self) -> None:
        """The open transaction ends."""
        if self._session is not None:
            self._session.close()

    def befall(self, session: Any, who: str) -> None:
        """What happened between the card and the press."""
        if who in BEFALLEN:
            person = session.scalars(select(Person).where(Person.telegram_id == WHO[who][0])).one()
            person.role, person.active = "member", who != "removed"
            session.flush()

    def _await(self, session: Any, who: str, awaits: Awaits | None) -> None:
        """In this person's private chat words or a file are waited for by this act."""
        person = session.scalar(select(Person.id).where(Person.telegram_id == WHO[who][0]))
        if person is not None and awaits is not None:
            prompts.open_prompt(
                session, chat_id=WHO[who][0], person_id=person, act=awaits[0], args=awaits[1], now=self.office.now
            )  # fmt: skip

    def user(self, who: str) -> dict[str, Any]:
        return {"id": WHO[who][0], "is_bot": False, "first_name": who}

    @property
    def _date(self) -> int:
        return int(SOON.timestamp())

    def _hand(self, session: Any, who: str, message: dict[str, Any], *, edited: bool = False) -> str:
        whole = {
            "message_id": next(self._numbers), "date": self._date, "from": self.user(who),
            "chat": place_of(WHO[who][0]), **message,
        }  # fmt: skip
        if edited:
            raw = {"update_id": 1, "edited_message": {**whole, "edit_date": self._date}}
        else:
            raw = {"update_id": 1, "message": whole}
        self.office.desk.handle(session, raw, SOON)
        return ""


def place_of(chat: int) -> dict[str, Any]:
    """A chat as Telegram names it."""
    return {"id": chat, "type": "private" if chat > 0 else "group", "title": "x"}


def counted(session: Any) -> dict[str, Any]:
    """Everything that a guard stands before, as it is."""
    return {str(name): value for name, value in session.execute(text(COUNTED))}


# ── the stories ────────────────────────────────────────────────────────────────────────────


def company(database: Database) -> Company:
    """A company with something in every state."""
    made = Company(Office(database))
    _people(made)
    for story in (_review, _own_review, _money, _goods, _stock, _forms, _setting_up):
        story(made)
    made.office.send()
    return made


def _people(made: Company) -> None:
    now = made.office.now
    with made.database.transaction() as session:
        for who, (telegram_id, department, role) in WHO.items():
            if who == "outsider" or session.scalar(select(Person.id).where(Person.telegram_id == telegram_id)):
                continue
            session.add(Person(telegram_id=telegram_id, name=who, department=department, role=role, joined_at=now,
                               is_admin=who == "admin"))  # fmt: skip
            session.add(Chat(id=telegram_id, kind="private"))
        session.flush()
        ids = {who: session.scalar(select(Person.id).where(Person.telegram_id == tid[0])) for who, tid in WHO.items()}
        made.of["ids"] = ids
        for deputy, absent in (
            ("deputy_of_requester", "requester"), ("deputy_of_approver", "production"),
            ("deputy_of_requester", "sales_head"),
        ):  # fmt: skip
            delegating.delegate(
                session, HOUSE, made.office.person(session, _name(absent)), ids[deputy] or 0, begins_at=now,
                ends_at=now + timedelta(days=3), now=now,
            )  # fmt: skip


def _name(who: str) -> str:
    return next(name for name, facts in STAFF.items() if facts == WHO[who])


def _seats(made: Company, order: int) -> dict[str, int]:
    with made.database.transaction() as session:
        rows = session.execute(
            text("SELECT s.department, s.id FROM approval_seat s JOIN approval a ON a.id = s.approval_id"
                 " WHERE a.order_id = :order AND s.state = 'open'"),
            {"order": order},
        )  # fmt: skip
        return {str(department): int(seat) for department, seat in rows}


def _review(made: Company) -> None:
    """One order that production and purchasing judge; one that left a condition."""
    order = made.office.file("prepaid.release", (1, 300, "58.00"))
    seats = _seats(made, order)
    made.of |= {"review": order, "seat": seats["production"], "other_seat": seats["purchasing"]}
    judged = made.office.file("prepaid.release", (1, 20, "58.00"))
    made.office.says("刘伟", "同意，但要先付三成", chat="生产采购群", to="请生产定")
    made.office.taps("刘伟", "记为条件，同意", chat="生产采购群")
    made.office.taps("刘伟", "做到才下单", chat="生产采购群")
    made.office.taps("王芳", "同意", chat="生产采购群", on="请采购定")
    with made.database.transaction() as session:
        task = session.scalars(select(Task).where(Task.order_id == judged, Task.kind == "condition")).one()
        made.of |= {"condition": task.id, "judged": judged}


def _own_review(made: Company) -> None:
    """An order of the head of sales that is asked of production; the seat was handed to the head in person."""
    order = made.office.file("prepaid.release", (1, 10, "58.00"), by="周强")
    seat = _seats(made, order)["production"]
    with made.database.transaction() as session:
        session.get_one(ApprovalSeat, seat).person_id = made.of["ids"]["sales_head"]
    made.of |= {"own_seat": seat, "own_order": order}


def _money(made: Company) -> None:
    """A slip that waits, one that was confirmed, and one without an amount."""
    office = made.office
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    paid = office.file("prepaid.release", (1, 30, "58.00"), wanted=None)
    with made.database.transaction() as session:
        zhang, finance = office.person(session, "张敏"), office.person(session, "陈静")
        waiting = money.send_slip(
            session, HOUSE, zhang, order, office.now, claimed_minor=1200000, evidence=Evidence("photo", "p", "p")
        )
        bare = money.send_slip(
            session, HOUSE, zhang, order, office.now, claimed_minor=None, evidence=Evidence("photo", "q", "q")
        )
        done = money.send_slip(session, HOUSE, zhang, paid, office.now, claimed_minor=50000)
        money.confirm_slip(session, HOUSE, finance, done.id, office.now)
        receipt = session.scalars(select(Receipt.id).where(Receipt.slip_id == done.id)).one()
        attachments.keep(
            session, HOUSE, zhang, order, Evidence("photo", "f", "f"), office.now, purpose=Purpose.UNSORTED
        )
        file = session.execute(text("SELECT MAX(id) FROM attachment")).scalar_one()
        made.of |= {
            "order": order, "paid": paid, "slip": waiting.id, "bare": bare.id, "confirmed": done.id,
            "receipt": receipt, "file": file,
        }  # fmt: skip


def _pay(made: Company, order: int) -> None:
    office = made.office
    with made.database.transaction() as session:
        total = session.get_one(Order, order).total_minor
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=total)
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)


def _goods(made: Company) -> None:
    """Orders that are to be taken, made, packed, noticed, sent and signed for."""
    office, steps = made.office, ("released", "taken", "ready", "noticed", "shipped")
    for n, step in enumerate(steps):
        order = office.file("prepaid.shipment", (1, 30 + n, "58.00"))
        made.of[step] = order
        _pay(made, order)
        with made.database.transaction() as session:
            makers = office.person(session, "刘伟")
            if n >= 1:
                supply.take(session, HOUSE, makers, order, "production", office.now)
            if n >= 2:
                supply.finish(session, HOUSE, makers, order, "production", office.now)
                shipping.report_ready(session, HOUSE, office.person(session, "赵强"), order, office.now)
            if n >= 3:
                shipping.issue_notice(session, HOUSE, office.person(session, "张敏"), order, office.now)
            if n >= 4:
                batch = shipping.ship(session, HOUSE, office.person(session, "赵强"), order, office.now)
                papers.add_tracking(
                    session, HOUSE, office.person(session, "赵强"), batch.id, office.now, tracking="SF1"
                )
                made.of["batch"] = batch.id


def _stock(made: Company) -> None:
    """Goods for the shelf: one order that waits for its funds, one whose goods may be stored."""
    office = made.office
    made.of["stock"] = office.file("stock", (1, 50, None), customer=None, reason="safety", use_up_days=60)
    made.of["stored"] = stored = office.file("stock", (1, 60, None), customer=None, reason="safety", use_up_days=60)
    with made.database.transaction() as session:
        signoffs.sign(session, HOUSE, office.person(session, "陈静"), stored, "funds", office.now)


def _forms(made: Company) -> None:
    """A form that somebody is in the middle of, and sheets that wait for a decision."""
    office = made.office
    office.says("张敏", "/new")
    with made.database.transaction() as session:
        draft = session.scalars(
            select(Draft).where(Draft.state == "open", Draft.person_id == made.of["ids"]["requester"])
        )
        made.of["draft"] = draft.one().id
        minted = (act for acts in session.scalars(select(Button.acts)) for act in acts)
        offered = next(args for act, args, _effect in minted if act == "draft.pick")
        made.of |= {"pick_step": offered["step"], "pick_value": offered["value"]}
        zhang = office.person(session, "张敏")
        alike = {"_name": "宏达", "_similar": [stored(catalogue.customer(session, 1))], "_billing": None}
        waiting = drafts.begin(session, zhang, form="customer", chat_id=11, now=office.now, answers=alike, step="name")
        made.of["customer_draft"] = waiting.id
        prompts.close_prompts(session, chat_id=11, person_id=zhang.id, now=office.now)
    desk = SheetDesk(office)
    made.of["sheet"] = desk.sends("张敏", ["客户名称"], ["新客户一号"])
    made.of["lines"] = desk.sends("张敏", ["型号", "数量"], ["X200", "5"])
    opening = desk.sends("李娜", [*OPENING, "定金比例"], BEGUN)
    assert desk.imports("李娜", opening) == "imported"
    with made.database.transaction() as session:
        made.of |= {
            "digest": session.execute(text("SELECT digest FROM sheet WHERE id = :id"), {"id": made.of["sheet"]}).scalar_one(),
            "lines_digest": session.execute(text("SELECT digest FROM sheet WHERE id = :id"), {"id": made.of["lines"]}).scalar_one(),
            "opening": opening,
            "opening_sum": sum(
                slip.claimed_minor or 0 for slip in session.scalars(select(Slip).where(Slip.sheet_id == opening))
            ),
        }  # fmt: skip


BEGUN = ["HT-1", "款到排产", "宏达机电", "X200", "10", "58", "2026-10-12", "2026-12-04", "未下达", "580", "张敏", ""]
"""An order in flight with money that came before."""


def _setting_up(made: Company) -> None:
    """An invitation that nobody took up, and a code for a group."""
    with made.database.transaction() as session:
        admin = made.of["ids"]["admin"]
        boss = people.by_id(session, admin)
        made.of["invite"] = joining.invite(
            session, HOUSE, boss, name="新人", department="sales", role="member", now=made.office.now
        ).id
        made.of["code"] = joining.bind_code(session, HOUSE, boss, "marketing", made.office.now).code
