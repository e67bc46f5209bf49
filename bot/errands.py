"""The second worker: jobs, one at a time, on a thread of its own. Its transactions are short and run in the store."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from datetime import datetime
from typing import Any, Final, TypeVar

import structlog
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.clock import Clock
from bot.store import Store
from bot.troubles import is_passing
from bot.wire import Wire
from bot.worker import code_of
from handlers.jobs import Unavailable
from handlers.routing import Routes
from handlers.turn import House
from services import alarms, jobs
from services.jobs import Claim, Lost
from services.sheets import reading

T = TypeVar("T")

log = structlog.get_logger(__name__)

NAP: Final = 2.0
"""Seconds between two looks where nobody rang: another replica may have left work, or a lease run out."""
_REST: Final = 5.0
"""Seconds until a job goes on that waits for Telegram or the database."""
_FAREWELL: Final = 1.0
"""Seconds that giving a job back may take."""


class Errands:
    """Takes jobs while it runs. `committed` is called after each commit: something may be owed."""

    def __init__(
        self, store: Store, wire: Wire, routes: Routes, house: House, clock: Clock, loop: asyncio.AbstractEventLoop,
        *, committed: Callable[[], None],
    ) -> None:  # fmt: skip
        self.store, self.wire, self.routes, self.house, self.clock = store, wire, routes, house, clock
        self.committed = committed
        self._loop = loop
        self._in_hand: Claim | None = None
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="errands", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There may be a job."""
        self._bell.set()

    def stop(self) -> None:
        """Take no other job."""
        self._stopping.set()
        self._bell.set()

    async def let_go(self) -> None:
        """Give back the job in hand, whose next step then finds it lost; whoever comes next takes it up at once."""
        claimed = self._in_hand
        if claimed is None:
            return
        try:
            async with asyncio.timeout(_FAREWELL):
                await self.store.run(lambda session: jobs.give_back(session, claimed, self.clock.real()))
            log.info("a job was given back", job=claimed.id)
        except Lost:
            log.info("the job in hand was over", job=claimed.id)
        except Exception as error:  # then its lease runs out
            log.warning("a job cannot be given back", job=claimed.id, error=repr(error))

    def transact(self, work: Callable[[Any], T]) -> T:
        """A short transaction on the store's threads."""
        return self.store.submit(work).result()

    def on_loop(self, work: Coroutine[Any, Any, T], timeout: float) -> T:
        """Something that only the loop can do."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    # ── the thread ─────────────────────────────────────────────────────────────────────────

    def _live(self) -> None:
        try:
            if self.store.database.is_sqlite:  # the file's lock says that whoever held a lease is dead
                self.transact(lambda session: jobs.take_over(session, self.clock.real()))
            while not self._stopping.is_set():
                self._bell.clear()
                if not self._one():
                    self._bell.wait(NAP)
        except CancelledError:
            log.info("the second worker ends with the store")

    def _one(self) -> bool:
        """Take one job, if there is one."""
        try:
            claimed = self.transact(self._claim)
        except CancelledError:
            raise
        except Exception as error:
            log.warning("no job can be asked for", error=repr(error))
            return False
        if claimed is None:
            return False
        if not claimed.spent:
            self._in_hand = claimed
            self._carry_out(claimed)
            self._in_hand = None
        self.committed()
        return True

    def _carry_out(self, claimed: Claim) -> None:
        try:
            self.routes.jobs[claimed.kind].run(Hand(self, claimed))
        except CancelledError:
            raise
        except Lost:
            log.warning("a job was lost to another worker", job=claimed.id)
        except Exception as error:
            if is_passing(error) or _line_is_down(error):
                reason = f"{type(error).__name__}: {error}"
                log.warning("a job waits", job=claimed.id, reason=reason)
                self._note(lambda session: jobs.later(session, claimed, self.clock.real(), _REST, reason))
            else:
                self._failed(claimed, error)

    def _failed(self, claimed: Claim, error: Exception) -> None:
        code = code_of(error)
        log.error("a job failed", job=claimed.id, kind=claimed.kind, attempt=claimed.attempts, code=code,
                  exc_info=error)  # fmt: skip
        reason = f"{code} {type(error).__name__}: {error}"

        def note(session: Any) -> None:
            if jobs.failed(session, claimed, reason, self.clock.real()):
                self._give_up(session, claimed, code)

        self._note(note)

    def _claim(self, session: Any) -> Claim | None:
        """The next job; one that was tried too often ends here, and aloud."""
        claimed = jobs.claim(session, self.clock.real())
        if claimed is not None and claimed.spent:
            self._give_up(session, claimed, "no process outlived it")
        return claimed

    def _give_up(self, session: Any, claimed: Claim, code: str) -> None:
        """In the transaction that ends it: a process may die at any moment, and nobody would be told."""
        log.error("a job is dead", job=claimed.id, kind=claimed.kind, code=code)
        alarms.sound(session, f"job {claimed.id} ({claimed.kind}) is dead ({code})", now=self.clock.now(),
                     admins=self.house.admin_ids)  # fmt: skip
        try:
            with session.begin_nested():
                self.routes.jobs[claimed.kind].gave_up(session, claimed, self.clock.now())
        except Exception:  # the alarm stands, and the jobs behind it go on
            log.exception("whoever waits for a dead job cannot be told", job=claimed.id)

    def _note(self, work: Callable[[Any], object]) -> None:
        """What became of a job; where that cannot be noted its lease runs out."""
        try:
            self.transact(work)
        except Lost:
            log.warning("a job was lost to another worker")
        except Exception as error:
            if isinstance(error, CancelledError):
                raise
            log.exception("what became of a job cannot be noted")


class Hand:
    """`handlers.jobs.Hands` for one job."""

    def __init__(self, errands: Errands, claimed: Claim) -> None:
        self._errands = errands
        self.job = claimed
        self.house = errands.house

    @property
    def now(self) -> datetime:
        return self._errands.clock.now()

    def transact(self, work: Callable[[Any], T]) -> T:
        def held(session: Any) -> T:
            jobs.hold(session, self.job, self._errands.clock.real())
            return work(session)

        done = self._errands.transact(held)
        self._errands.committed()
        return done

    def finish(self, work: Callable[[Any, Any], None]) -> None:
        def last(session: Any) -> None:
            real = self._errands.clock.real()
            job = jobs.hold(session, self.job, real)
            work(session, job)
            jobs.done(job, real)

        self._errands.transact(last)

    def download(self, file_id: str) -> bytes:
        try:
            return self._errands.on_loop(self._errands.wire.fetch(file_id, most=reading.MOST_BYTES), 120.0)
        except BadRequest as refusal:
            raise Unavailable("too_big" if "too big" in refusal.message.lower() else "gone") from None

    def open_sheet(self, name: str, body: bytes) -> list[reading.Page]:
        try:
            return reading.open_apart(name, body)
        except reading.Unreadable as trouble:
            raise Unavailable(trouble.code, **trouble.values) from None


def _line_is_down(error: Exception) -> bool:
    """Whether Telegram cannot be asked for the moment; `BadRequest` is a `NetworkError`, and no such thing."""
    if isinstance(error, BadRequest | InvalidToken):
        return False
    return isinstance(error, NetworkError | RetryAfter | TimeoutError)
