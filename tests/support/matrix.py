"""The authorisation matrix: every kind of person tries every way in, in a company that has something in every state.

One company is set up by stories once; each case runs in a transaction that is rolled back, so that all see the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from typing import Any

from sqlalchemy import event, select, text, update
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import Card, Owed, Person
from handlers import rights
from handlers.dispatch import Desk
from handlers.refusals import show_not_allowed
from handlers.turn import CallbackAnswer, Turn
from handlers.view import View
from services import buttons, owed, people, prompts
from services.errors import NotAllowed
from services.people import ChatFacts, PersonFacts
from tests.support.office import BOT_ID, STAFF, Office, at

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
SELECT 'slip', GROUP_CONCAT(state || COALESCE(claimed_minor, '') || COALESCE(method, '') || COALESCE(payer, '')) FROM slip UNION ALL
SELECT 'vote', COUNT(*) FROM vote UNION ALL
SELECT 'seat', GROUP_CONCAT(state || asked_of || COALESCE(person_id, '')) FROM approval_seat UNION ALL
SELECT 'opinion', GROUP_CONCAT(said) FROM assessment UNION ALL
SELECT 'task', GROUP_CONCAT(kind || state) FROM task UNION ALL
SELECT 'goods', (SELECT COUNT(*) FROM readiness) || ' ' || (SELECT COUNT(*) FROM stock_in) UNION ALL
SELECT 'batch', GROUP_CONCAT(state || COALESCE(tracking, '') || COALESCE(address, '')) FROM shipment UNION ALL
SELECT 'inspection', COUNT(*) FROM inspection UNION ALL
SELECT 'made', COUNT(*) FROM task_report UNION ALL
SELECT 'papers', COUNT(*) || ' ' || SUM(purpose = 'unsorted') FROM attachment UNION ALL
SELECT 'sheet', GROUP_CONCAT(state) FROM sheet UNION ALL
SELECT 'job', COUNT(*) FROM job UNION ALL
SELECT 'draft', GROUP_CONCAT(id || state || row_version) FROM draft UNION ALL
SELECT 'customer', GROUP_CONCAT(name || COALESCE(owner_id, '')) FROM customer UNION ALL
SELECT 'people', GROUP_CONCAT(department || role || active || is_admin || COALESCE(language, '')) FROM person UNION ALL
SELECT 'invite', COUNT(*) || ' ' || COALESCE(MIN(expires_at), '') FROM invite UNION ALL
SELECT 'code', (SELECT COUNT(*) FROM bind_code) || ' ' || (SELECT COUNT(*) FROM group_binding) UNION ALL
SELECT 'duty', GROUP_CONCAT(department || COALESCE(interface_id, '')) FROM department_duty UNION ALL
SELECT 'risk', GROUP_CONCAT(state || level || COALESCE(owner_id, '') || COALESCE(countermeasure, '')) FROM risk UNION ALL
SELECT 'pause', COUNT(paused) FROM chase UNION ALL
SELECT 'check', GROUP_CONCAT(answers) FROM risk_check UNION ALL
SELECT 'delegation', COUNT(*) || ' ' || COUNT(ended_at) FROM delegation
"""
"""Everything that a guard stands before; cards, prompts and what is owed to a chat are no more than answers."""
ANSWERS = frozenset({"card", "owed", "prompt", "button", "chat"})
"""Tables in which nothing is done."""
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as a chat shows it: text or caption, labels, and what a button copies."""

    chat: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one attempt: the words that answered it, the kinds of message it owes, and what it changed."""

    said: str
    owes: tuple[str, ...]
    changed: frozenset[str]
    shown: tuple[Shown, ...] = ()
    """What every chat is shown of it, where this was asked for."""


@dataclass
class Company:
    """An office with something in every state, and people of every kind."""

    office: Office
    of: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the stories left, by the name that the table gives it."""
    also: Callable[[Any, list[Owed]], None] | None = None
    """Looks at what an attempt owes, before it is undone."""
    _session: Session | None = None
    _before: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _known: dict[str, PersonFacts] = field(default_factory=dict[str, PersonFacts])
    _last: int = 0
    _written: set[str] = field(default_factory=set[str])
    _numbers: Any = field(default_factory=lambda: count(500000))

    @property
    def database(self) -> Database:
        return self.office.database

    # ── one attempt ────────────────────────────────────────────────────────────────────────

    def presses(
        self, who: str, act: str, args: dict[str, Any], chat: int | None = None, awaits: Awaits | None = None,
        lang: str = "",
    ) -> Seen:  # fmt: skip
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

        return self.tries(who, go, lang)

    def answers(
        self, who: str, act: str, args: dict[str, Any], *, edited: bool = False, lang: str = "", **message: Any
    ) -> Seen:
        """Somebody writes, or sends a file, where this act waits for it in their private chat."""

        def go(session: Any) -> str:
            self._await(session, who, (act, args))
            self.hand(session, who, message, edited=edited)
            return ""

        return self.tries(who, go, lang)

    def writes(self, who: str, words: str = "", *, edited: bool = False, lang: str = "", **message: Any) -> Seen:
        """Somebody writes in private, or elsewhere where `message` says so."""
        given = {"text": words, **message} if words else message
        return self.tries(who, lambda session: self.hand(session, who, given, edited=edited), lang)

    def replies(
        self, who: str, kind: str, subject: str, *, edited: bool = False, lang: str = "", **message: Any
    ) -> Seen:
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
            return self.hand(session, who, {"reply_to_message": original, **message}, edited=edited)

        return self.tries(who, go, lang)

    def tries(self, who: str, go: Callable[[Any], str], lang: str = "", *, chat: int | None = None) -> Seen:
        """Something is tried, looked at, and undone; in `lang` it is shown too. Answers are looked for in `chat`."""
        with self.undone() as session:
            self.befall(session, who)
            before = self._before_it(session, who)
            self._written.clear()
            said = go(session)
            session.flush()
            written, rows = set(self._written), self.owes(session)
            mine = [row for row in rows if row.chat_id == (chat or WHO[who][0])]
            words = next((str(row.facts["html"]) for row in mine if row.kind == "said"), "")
            after = counted(session) if written - ANSWERS else before
            changed = frozenset(name for name in after if after[name] != before[name])
            shown = self._shown(session, rows, lang) if lang else ()
            if self.also is not None:
                self.also(session, rows)
            return Seen(said or words, tuple(row.kind for row in mine), changed, shown)

    def refused_at_once(self, who: str, way: str) -> Seen | None:
        """What the first guard alone tells this person; None where it lets them go on."""
        if who in ("removed", "outsider"):
            return None
        if who not in self._known:
            with self.undone() as session:
                self.befall(session, who)
                self._known[who] = people.by_id(session, self.of["ids"][who])
        answer = CallbackAnswer("1")
        met = ChatFacts(WHO[who][0], True, None, (self._known[who].department,))
        turn = Turn(None, self.office.desk.house, SOON, self._known[who], met, callback=answer)
        try:
            rights.check(turn, self.office.desk.routes.guards, way)
        except NotAllowed as refused:
            show_not_allowed(turn, refused)
            return Seen(answer.text, (), frozenset())
        return None

    def _before_it(self, session: Any, who: str) -> dict[str, Any]:
        """Everything as it was before the attempt, also what befell this person."""
        key = who if who in BEFALLEN else ""
        if key not in self._before:
            self._before[key] = counted(session)
        return self._before[key]

    def _shown(self, session: Any, rows: list[Owed], lang: str) -> tuple[Shown, ...]:
        """What these rows become, each in its own chat, but for those who may know everything."""
        looked = (row for row in rows if row.chat_id not in self.of["knowing"])
        found = (shown(self.office.desk, session, row, SOON, lang) for row in looked)
        return tuple(one for one in found if one is not None)

    def owes(self, session: Any) -> list[Owed]:
        """What is owed to any chat since the stories ended."""
        if "owed" not in self._written:
            return []
        return list(session.scalars(select(Owed).where(Owed.id > self._last).order_by(Owed.id)))

    @contextmanager
    def undone(self) -> Iterator[Any]:
        """A transaction of which nothing is left: a savepoint in one that stays open, so that nothing is committed."""
        if self._session is None:
            event.listen(self.database.engine, "before_cursor_execute", self._note)
            self._session = Session(self.database.engine, expire_on_commit=False)
            self._last = self._session.scalar(select(Owed.id).order_by(Owed.id.desc()).limit(1)) or 0
        point = self._session.begin_nested()
        try:
            yield self._session
        finally:
            point.rollback()
            self._session.expunge_all()

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_how: Any) -> None:
        written = WRITES.match(statement)
        if written:
            self._written.add(written[1])

    def close(self) -> None:
        """The open transaction ends."""
        if self._session is not None:
            self._session.close()

    def befall(self, session: Any, who: str) -> None:
        """What happened between the card and the press."""
        if who in BEFALLEN:
            facts = {"role": "member", "active": who != "removed"}
            session.execute(update(Person).where(Person.id == self.of["ids"][who]).values(facts))

    def _await(self, session: Any, who: str, awaits: Awaits | None) -> None:
        """In this person's private chat words or a file are waited for by this act."""
        person = self.of["ids"][who]
        if person is not None and awaits is not None:
            prompts.open_prompt(
                session, chat_id=WHO[who][0], person_id=person, act=awaits[0], args=awaits[1], now=self.office.now
            )  # fmt: skip

    def user(self, who: str) -> dict[str, Any]:
        return {"id": WHO[who][0], "is_bot": False, "first_name": who}

    @property
    def _date(self) -> int:
        return int(SOON.timestamp())

    def hand(self, session: Any, who: str, message: dict[str, Any], *, edited: bool = False) -> str:
        """A message comes in; nobody waits for what it returns."""
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
    return {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "group", "title": "x"}


def shown(desk: Desk, session: Any, row: Any, now: datetime, lang: str, *, chat: int | None = None) -> Shown | None:
    """What a row becomes in its chat, or in another one; None where nothing is said."""
    card = owed.card_of(session, row)
    met = people.chat_facts(session, row.chat_id if chat is None else chat)
    if row.order_id is not None and not met.departments:
        return None
    view = View(
        session, desk.house, now, replace(met, language=lang), row.kind, row.subject, card.facts if card else row.facts
    )
    say = desk.routes.says[row.kind](view)
    if say is None:
        return None
    parts = [str(say.text), str(say.instead or ""), say.placeholder or ""]
    parts += [f"{button.label} {button.copy or ''}" for line in say.rows for button in line]
    return Shown(met.id, row.kind, unescape(re.sub(r"</?[a-z][^<>]*>", "", "\n".join(parts))))


def counted(session: Any) -> dict[str, Any]:
    """Everything that a guard stands before, as it is."""
    return {str(name): value for name, value in session.execute(text(COUNTED))}
