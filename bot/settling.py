"""What became of messages that were sent, noted in the database; and what is to be sent next, from it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.posting import Posted
from bot.troubles import is_conflict, is_passing
from bot.verdicts import Fate, Verdict
from bot.worker import code_of
from handlers.dispatch import Desk
from handlers.outgoing import Outgoing, render
from services import alarms, chats, groups, outbox, owed, people, ringing, unreachable, waiting_lists

log = structlog.get_logger(__name__)

COPIES: Final = 3
"""A new message whose arrival is unknown is sent this often; a card that changes, as often as it takes."""
REMINDS: Final = ("reminder.", "digest")
"""How the kinds of messages begin that people are not disturbed with by night."""
RENDERINGS: Final = 3
"""A message that cannot be rendered is tried this often."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message that was tried: where it stands now, or why not."""

    out: Outgoing
    verdict: Verdict
    posted: Posted | None = None


@dataclass(slots=True)
class Batch:
    """What a turn found: messages to send, chats to leave alone for a moment, when the next is due."""

    to_send: list[Outgoing] = field(default_factory=list)
    resting: list[int] = field(default_factory=list)
    more: bool = False
    next_due: datetime | None = None


class Ledger:
    """The sender's transactions. Its methods run on the store's threads, inside one of them."""

    def __init__(self, desk: Desk, clock: Clock, admins: Iterable[int] = ()) -> None:
        self._desk = desk
        self._clock = clock
        self._admins = tuple(admins)

    def turn(
        self, session: Session, outcomes: Iterable[Outcome], closed: Iterable[int], limit: int, *, careful: bool = False
    ) -> Batch:
        """Note what became of those sent, then claim and render at most `limit` others.

        `careful` fences each step with a savepoint, so that one which fails in the database fails alone. It is
        asked for after a turn that failed; to pay for it always would cost more than the steps.
        """
        for outcome in outcomes:
            self._note(session, outcome, careful)
        batch = Batch()
        if limit > 0:
            now = self._clock.now()
            claimed = outbox.claim(session, now=now, real=self._clock.real(), closed_chats=closed, limit=limit)
            for row in claimed.rows:
                if row.chat_id in claimed.shut:
                    self._into_the_void(session, row)
                else:
                    self._prepare(session, row, batch, now, careful)
            batch.more = len(claimed.rows) > len(batch.to_send)
            if not claimed.rows:
                batch.next_due = outbox.next_due(session, now)
        return batch

    # ── before ─────────────────────────────────────────────────────────────────────────────

    def _prepare(self, session: Session, row: Any, batch: Batch, now: datetime, careful: bool) -> None:
        if self._held_over(session, row, now):
            return
        try:
            with session.begin_nested() if careful else nullcontext():
                out = render(self._desk, session, row, now)
        except Exception as error:
            if _is_the_turns(error, careful):
                raise
            self._unrenderable(session, row, error)
            batch.resting.append(row.chat_id)
            return
        if out is None:
            outbox.void(session, row.id, row.lease_token, reason="its reason has gone")
        else:
            batch.to_send.append(out)

    def _held_over(self, session: Session, row: Any, now: datetime) -> bool:
        """A reminder that the line or a dead process held up into the night waits for the morning, to be judged then."""
        if row.card_id is not None or not row.kind.startswith(REMINDS) or row.facts.get("breaks"):
            return False
        until = ringing.sleeps_until(session, self._desk.house, people.chat_facts(session, row.chat_id), now)
        if until is not None:
            outbox.again(session, row.id, row.lease_token, reason="quiet hours", not_before=until, counts=False)
        return until is not None

    def _unrenderable(self, session: Session, row: Any, error: Exception) -> None:
        code = code_of(error)
        log.error("a message cannot be rendered", owed=row.id, kind=row.kind, code=code, exc_info=error)
        reason = f"{code} {type(error).__name__}: {error}"
        if row.attempts < RENDERINGS:
            outbox.again(session, row.id, row.lease_token, reason=reason)
            return
        outbox.dead(session, row.id, row.lease_token, reason=reason)
        self._sound(session, row.kind, f"{row.kind} {row.id} cannot be rendered ({code})")

    # ── after ──────────────────────────────────────────────────────────────────────────────

    def _note(self, session: Session, outcome: Outcome, careful: bool) -> None:
        """One outcome that cannot be noted must not keep the others from it; its lease runs out."""
        try:
            with session.begin_nested() if careful else nullcontext():
                self._settle(session, outcome)
        except Exception as error:
            if _is_the_turns(error, careful):
                raise
            log.exception("an outcome could not be noted", owed=outcome.out.owed_id, fate=outcome.verdict.fate.name)

    def _settle(self, session: Session, outcome: Outcome) -> None:
        out, verdict = outcome.out, outcome.verdict
        match verdict.fate:
            case Fate.SENT:
                assert outcome.posted is not None
                self._stands(session, out, outcome.posted)
            case Fate.WAIT:
                until = self._clock.real() + timedelta(seconds=verdict.seconds)
                chats.wait_until(session, out.chat_id, until)
                self._again(session, out, verdict)
            case Fate.MOVED:
                groups.migrate(session, old=out.chat_id, new=verdict.moved_to, now=self._clock.now())
                self._again(session, out, verdict)
            case Fate.SHUT:
                self._shut(session, out, verdict)
            case Fate.WRONG:
                self._dead(session, out, verdict.reason)
            case Fate.UNSENT | Fate.TOKEN:
                self._again(session, out, verdict)
            case Fate.UNSURE:
                self._unsure(session, out, verdict)

    def _stands(self, session: Session, out: Outgoing, posted: Posted) -> None:
        now = self._clock.now()
        held = outbox.sent(session, out.owed_id, out.token, message_id=posted.message_id, now=now, rang=out.rings)
        if held and out.card_id is not None:
            owed.shown(
                session, out.card_id, edition=out.edition, message_id=posted.message_id, deleted=posted.deleted,
                with_photo=posted.with_photo, live=bool(out.keyboard), said=out.said,
                pin=out.pin if posted.pinned is not None else None,
            )  # fmt: skip
            if out.pin and posted.pinned is False:
                waiting_lists.not_pinned(session, out.chat_id, now)
        if posted.plain:
            self._sound(session, out.kind, f"{out.kind} {out.owed_id} went out as plain text: its markup was refused")

    def _again(self, session: Session, out: Outgoing, verdict: Verdict, *, counts: bool = False) -> None:
        outbox.again(session, out.owed_id, out.token, reason=verdict.reason, counts=counts)

    def _unsure(self, session: Session, out: Outgoing, verdict: Verdict) -> None:
        creates = out.edit is None
        if creates and out.attempts >= COPIES:
            self._dead(session, out, f"unknown whether it arrived: {verdict.reason}")
        else:
            self._again(session, out, verdict, counts=creates)

    def _shut(self, session: Session, out: Outgoing, verdict: Verdict) -> None:
        outbox.dead(session, out.owed_id, out.token, reason=verdict.reason)
        if chats.close(session, out.chat_id):
            log.warning("a chat is closed to the bot", chat=out.chat_id, reason=verdict.reason)
        unreachable.pass_on(session, outbox.row(session, out.owed_id), self._clock.now())
        self._sound_closed(session, out.chat_id)

    def _into_the_void(self, session: Session, row: Any) -> None:
        """Something for a chat that is known to be closed; nothing may be silent about that."""
        outbox.dead(session, row.id, row.lease_token, reason="the chat is closed to the bot")
        unreachable.pass_on(session, row, self._clock.now())
        if row.kind != alarms.KIND:
            self._sound_closed(session, row.chat_id)

    def _sound_closed(self, session: Session, chat_id: int) -> None:
        alarms.sound(
            session, f"chat {chat_id} is closed to the bot", now=self._clock.now(), admins=self._admins, daily=True
        )

    def _dead(self, session: Session, out: Outgoing, reason: str) -> None:
        log.error("a message is dead", owed=out.owed_id, kind=out.kind, chat=out.chat_id, reason=reason)
        outbox.dead(session, out.owed_id, out.token, reason=reason)
        self._sound(session, out.kind, f"{out.kind} {out.owed_id} was not sent: {reason}")

    def _sound(self, session: Session, kind: str, what: str) -> None:
        if kind != alarms.KIND:  # an alarm about an alarm would never end
            alarms.sound(session, what, now=self._clock.now(), admins=self._admins)


def _is_the_turns(error: Exception, careful: bool) -> bool:
    """Whether the whole turn fails with it: the database is in the way, or may have been left half-way."""
    return is_conflict(error) or is_passing(error) or (isinstance(error, SQLAlchemyError) and not careful)
