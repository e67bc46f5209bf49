"""The worker: one update = one transaction, and always an answer to a press."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import structlog
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.troubles import is_passing, persistently
from db.engine import Database
from handlers import texts
from handlers.turn import CallbackAnswer
from locales import language_of
from services import alarms, inbox, jobs, owed
from services.inbox import Unit

log = structlog.get_logger(__name__)

IDLE: Final = 3600.0
_REST: Final = 1.0
"""Seconds before the database is asked again after it could not be reached."""


class Desk(Protocol):
    """What carries out an update: `handlers.dispatch.Desk`."""

    def handle(self, session: Any, raw: Any, now: datetime) -> CallbackAnswer | None: ...


@dataclass(slots=True)
class _Attempt:
    """How far one attempt came."""

    unit: Unit | None = None
    answer: CallbackAnswer | None = None
    left_work: bool = False
    nap: float = 0.0


class Worker:
    """Pulls units. Its methods run on the store's threads; `answer` and `committed` lead back to the loop.

    `left_work` is called where a unit left a job to the second worker.
    """

    def __init__(
        self, database: Database, desk: Desk, clock: Clock, *, admins: frozenset[int] = frozenset(),
        answer: Callable[[CallbackAnswer], None], committed: Callable[[], None],
        left_work: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._left_work = left_work
        self._database = database
        self._desk = desk
        self._clock = clock
        self._admins = admins
        self._answer = answer
        self._committed = committed
        self._started = clock.real()
        self._retried: set[int] = set()

    def pull(self) -> float:
        """Carry out one unit: 0 when there was one, otherwise the seconds until the next may be due."""
        attempt = _Attempt()
        try:
            persistently(lambda: self._carry_out(attempt))
        except BaseException as error:  # a CancelledError that leaks must not end the worker
            return self._after_failure(attempt, error)
        if attempt.unit is not None and attempt.answer is not None:
            self._answer(attempt.answer)
        if attempt.left_work:
            self._left_work()
        if attempt.nap == 0.0:
            self._committed()
        return attempt.nap

    def _carry_out(self, attempt: _Attempt) -> None:
        attempt.unit = attempt.answer = None
        attempt.left_work = False
        with self._database.transaction() as session:
            unit = attempt.unit = inbox.next_unit(session, self._clock.real())
            if unit is None:
                attempt.nap = self._until_retry(session)
            elif unit.received_at < self._started and unit.id not in self._retried:
                self._mark_begun(session, unit)
            else:
                raw = unit.update()
                attempt.answer = self._desk.handle(session, raw, self._clock.now()) or _bare_answer(raw)
                inbox.done(session, unit.id, self._clock.real())
                attempt.left_work = bool(session.info.pop(jobs.ADDED, False))

    def _until_retry(self, session: Session) -> float:
        now = self._clock.real()
        due = inbox.next_retry(session, now)
        return IDLE if due is None else max(0.05, (due - now).total_seconds())

    def _mark_begun(self, session: Session, unit: Unit) -> None:
        """A unit of a process that died may be why it died: it is counted before it is tried."""
        self._retried.add(unit.id)
        if not inbox.begun(session, unit.id, self._clock.real()):
            self._sound(session, unit, "no process outlived it")

    # ── failure ────────────────────────────────────────────────────────────────────────────

    def _after_failure(self, attempt: _Attempt, error: BaseException) -> float:
        if attempt.unit is None or is_passing(error):
            log.error("the database cannot be used; trying again", error=f"{type(error).__name__}: {error}")
            return _REST
        unit, code = attempt.unit, code_of(error)
        log.error("an update failed", update=unit.update_id, attempt=unit.attempts + 1, code=code, exc_info=error)
        try:
            persistently(lambda: self._note_failure(unit, error, code))
        except BaseException as second:
            log.warning("the failure could not be noted", update=unit.update_id, error=repr(second))
            return _REST
        answer = _failure_answer(unit, code)
        if answer is not None and unit.attempts == 0:
            self._answer(answer)
        self._committed()
        return 0.0

    def _note_failure(self, unit: Unit, error: BaseException, code: str) -> None:
        with self._database.transaction() as session:
            if inbox.failed(session, unit.id, f"{code} {type(error).__name__}: {error}", self._clock.real()):
                self._sound(session, unit, code)
                self._apologise(session, unit, code)

    def _sound(self, session: Session, unit: Unit, code: str) -> None:
        log.error("an update is dead", update=unit.update_id, code=code)
        alarms.sound(session, f"update {unit.update_id} is dead ({code})", now=self._clock.now(), admins=self._admins)

    def _apologise(self, session: Session, unit: Unit, code: str) -> None:
        """Whoever wrote in private gets an answer, also when nothing came of it."""
        writer = _writer(unit)
        if writer is not None:
            chat_id, language = writer
            owed.owe(
                session, "said", chat_id=chat_id, now=self._clock.now(), klass=owed.Klass.ANSWER,
                facts={"html": str(texts.UNIT_FAILED(language, code=code))}, dedupe=f"unit_failed:{unit.id}",
            )  # fmt: skip


def code_of(error: BaseException) -> str:
    """A short name of a failure: the same fault at the same place has the same one."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    digest = hashlib.sha256(f"{type(error).__name__}:{place}".encode()).hexdigest()
    return f"E-{digest[:4].upper()}"


def _press(raw: Any) -> dict[str, Any] | None:
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    return query if isinstance(query, dict) and isinstance(query.get("id"), str) else None


def _bare_answer(raw: Any) -> CallbackAnswer | None:
    """Telegram turns a wheel on the button until the press is answered, if only with nothing."""
    query = _press(raw)
    return CallbackAnswer(query["id"]) if query else None


def _failure_answer(unit: Unit, code: str) -> CallbackAnswer | None:
    query = _press(_parsed(unit))
    if query is None:
        return None
    return CallbackAnswer(query["id"], texts.UNIT_FAILED.plain(_language(query), code=code), alert=True)


def _writer(unit: Unit) -> tuple[int, str] | None:
    """The private chat of a message, and the language of whoever wrote it."""
    raw = _parsed(unit)
    message = raw.get("message") if isinstance(raw, dict) else None
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    return chat["id"], _language(message)


def _language(holder: Any) -> str:
    user = holder.get("from")
    code = user.get("language_code") if isinstance(user, dict) else None
    return language_of(code if isinstance(code, str) else None)


def _parsed(unit: Unit) -> Any:
    try:
        return unit.update()
    except (ValueError, RecursionError):
        return None
