"""The running bot: every part of the engine room, started and stopped in order. Used by run, demo and tests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Self

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.commands import publish_commands
from bot.company import Company
from bot.ending import FAILED, LOCKED, Ending, token_refused
from bot.errands import Errands
from bot.lead import Lead, lead_of
from bot.metronome import Metronome
from bot.poller import GAP, Poller
from bot.pulse import Pulse
from bot.sender import Sender
from bot.settling import Ledger
from bot.store import Store
from bot.watchdog import Watchdog
from bot.windows import Windows
from bot.wire import Wire
from bot.worker import Worker
from db.engine import Database
from handlers import inline
from handlers.dispatch import Desk
from handlers.turn import CallbackAnswer, House
from services import books, company, heartbeats, inbox, jobs, outage, outbox
from services.sheets import store as sheets

log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS: Final = 10
TIDYING_SECONDS: Final = 3600
KEPT: Final = timedelta(days=30)
_LANDING: Final = 3.0
"""Seconds that messages in flight may take when the process is told to end."""
_LEAD_CHECK: Final = 5.0


class Service:
    """One process's share of the bot. ``async with`` it; `ended` resolves when it cannot go on."""

    def __init__(
        self, company: Company, database: Database, *, token: str, api_url: str, proxy: str | None = None,
        clock: Clock | None = None, watch: bool = True, windows: Windows | None = None,
    ) -> None:  # fmt: skip
        self.company = company
        self.database = database
        self.clock = clock or Clock()
        self.pulse = Pulse()
        self.store = Store(database, pulse=self.pulse)
        self.wire = Wire(token, api_url=api_url, proxy=proxy)
        self.watchdog = Watchdog(self.pulse) if watch else None
        self._windows = windows
        self._lead: Lead | None = lead_of(database, self.wire.bot_id)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._answers: set[asyncio.Task[None]] = set()
        self._leading: dict[str, asyncio.Task[None]] = {}
        self._sender: Sender | None = None
        self._poller: Poller | None = None
        self._metronome: Metronome | None = None
        self._desk: Desk | None = None
        self._errands: Errands | None = None

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    # ── start ──────────────────────────────────────────────────────────────────────────────

    async def start(self) -> None:
        """Bring every part up. Raises Ending when that cannot be."""
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[Ending] = self._loop.create_future()
        if self._lead is not None and self.database.is_sqlite and not self._lead.acquire():
            raise Ending(LOCKED, "DATABASE_URL: another process runs the bot on this database")
        self.store.start()
        self._keep(self._beat())
        if self.watchdog is not None:
            self.watchdog.start()
        me = await self._ask_who_i_am()
        house = House(
            self.company.book, self.company.zone, self.wire.bot_id, str(me.get("username", "")), self.company.admins
        )
        self._desk = Desk(self.company.routes, house)
        moment = self.clock.now()
        await self.store.run(lambda session: books.keep(session, self.company.book, self.company.book_text, moment))
        silent = await self.store.run(lambda session: company.without_interface(session, house))
        if silent:
            log.warning("departments without an interface person", departments=list(silent))
        self._errands = Errands(
            self.store, self.wire, self.company.routes, house, self.clock, self._loop,
            committed=lambda: self._from_thread(self._done),
        )  # fmt: skip
        self._errands.start()
        self.store.feed(
            Worker(
                self.database, self._desk, self.clock, admins=self.company.admins,
                answer=lambda answer: self._from_thread(self._answer_soon, answer),
                committed=lambda: self._from_thread(self._done), left_work=self._errands.wake,
            ).pull
        )  # fmt: skip
        self._metronome = Metronome(
            self.store, self.clock, self.company.ticks(house), rang=self._wake, settled=self._settle_for_a_moment
        )
        self._metronome.every(HEARTBEAT_SECONDS, self._note_life)
        self._metronome.every(TIDYING_SECONDS, self._tidy)
        self._metronome.start()
        self._keep(self._metronome.tick())
        self._keep(publish_commands(self.wire, self.company.routes))
        if self.database.is_sqlite or self._lead is None:
            await self._take_the_lead()
        else:
            self._keep(self._seek_the_lead(self._lead))
        log.info(
            "the bot runs", bot=self.wire.bot_id, username=house.username, database=self.database.url.get_backend_name()
        )

    async def _ask_who_i_am(self) -> dict[str, Any]:
        rest = 1.0
        while True:
            try:
                return await self.wire.call("getMe")
            except InvalidToken:
                raise token_refused() from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached", error=str(error), again_in=rest)
                await asyncio.sleep(_told_to_wait(error) or rest)
                rest = min(rest * 2, 30.0)

    # ── the lead: who polls and sends ──────────────────────────────────────────────────────

    async def _take_the_lead(self) -> None:
        assert self._desk is not None
        await self._after_an_outage()
        ledger = Ledger(self._desk, self.clock, self.company.admins)
        self._sender = Sender(self.wire, self.store, ledger, self.clock, windows=self._windows)
        self._poller = Poller(self.wire, self.store, self.clock, missed=self._after_an_outage, asked=self._look_up)
        for name, part in (("sender", self._sender.run()), ("poller", self._poller.run())):
            task = asyncio.create_task(part, name=name)
            task.add_done_callback(self._leader_done)
            self._leading[name] = task

    async def _seek_the_lead(self, lead: Lead) -> None:
        """On PostgreSQL any replica may lead; one that loses the lock stops at once."""
        while True:
            if not self._leading and await asyncio.to_thread(lead.acquire):
                log.info("this process leads")
                await self._take_the_lead()
            elif self._leading and not await asyncio.to_thread(lead.held):
                log.warning("the lead is lost")
                await self._give_up_the_lead()
            await asyncio.sleep(_LEAD_CHECK if self._leading else 0.5)

    async def _give_up_the_lead(self) -> None:
        leading, self._leading = self._leading, {}
        for task in leading.values():
            task.cancel()
        await asyncio.gather(*leading.values(), return_exceptions=True)
        self._sender = self._poller = None

    def _leader_done(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or self.ended.done():
            return
        error = task.exception()
        if isinstance(error, Ending):
            self.ended.set_result(error)
        elif error is not None:
            log.critical("a part of the process failed", part=task.get_name(), exc_info=error)
            self.ended.set_result(Ending(FAILED, f"{task.get_name()} failed: {error!r}"))

    async def _after_an_outage(self, silence: float | None = None) -> None:
        """Presses of a long silence may be lost: whoever waited is asked again.

        `silence` in seconds, where this process lived through it; else it is read from the last sign of life.
        """
        real, now = self.clock.real(), self.clock.now()

        def look(session: Any) -> None:
            last = heartbeats.last(session, "poller") if silence is None else real - timedelta(seconds=silence)
            heartbeats.beat(session, {"poller": real})
            if last is not None and (real - last).total_seconds() > GAP:
                chats = outage.issue_again(session, since=last, until=real, now=now)
                log.warning("presses may have been lost", since=last.isoformat(), chats_asked_again=chats)

        await self.store.run(look)
        self._wake()

    # ── while it runs ──────────────────────────────────────────────────────────────────────

    async def advance(self, delta: timedelta) -> datetime:
        """Move business time on; what is due on the way happens at its time."""
        assert self._metronome is not None
        return await self._metronome.advance(delta)

    async def next_due(self) -> datetime | None:
        """When something will next be due, in business time."""
        return await self._metronome.next_due() if self._metronome is not None else None

    async def settled(self, timeout: float = 5.0) -> bool:
        """Wait until every update has had its effect and everything due has gone out. False when it takes longer."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            waiting = await self.store.run(
                lambda session: (
                    # the way things go: what moves on meanwhile is counted where it comes to
                    inbox.waiting(session) + jobs.waiting(session) + outbox.waiting(session, self.clock.now())
                )
            )
            if not waiting and (self._sender is None or self._sender.at_rest):
                return True
            await asyncio.sleep(0.02)
        return False

    async def _settle_for_a_moment(self) -> None:
        await self.settled(timeout=3.0)  # a person gets one message a second

    async def _beat(self) -> None:
        while True:
            self.pulse.beat("loop")
            await asyncio.sleep(1.0)

    async def _note_life(self) -> None:
        now = self.clock.real()
        parts = {"service": now}
        if self._poller is not None and "poller" in self._leading:
            parts["poller"] = now - timedelta(seconds=time.monotonic() - self._poller.heard_at)
        await self.store.run(lambda session: heartbeats.beat(session, parts))

    async def _tidy(self) -> None:
        """What people wrote is kept in the orders; the raw updates are only for a while."""
        moment = self.clock.real() - KEPT
        await self.store.run(lambda session: inbox.forget_before(session, moment))
        await self.store.run(lambda session: jobs.forget_before(session, moment))
        await self.store.run(lambda session: sheets.forget_before(session, moment))

    def _wake(self) -> None:
        if self._sender is not None:
            self._sender.wake()

    def _done(self) -> None:
        """A unit was carried out."""
        self._wake()
        if self._metronome is not None:
            self._metronome.stir()

    def _answer_soon(self, answer: CallbackAnswer) -> None:
        task = asyncio.ensure_future(self.wire.answer(answer))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    def _look_up(self, query: Any) -> None:
        task = asyncio.ensure_future(self._answer_inline(query))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer_inline(self, query: Any) -> None:
        """What somebody is typing; it is read between two units, and a failure costs nothing but the list."""
        assert self._desk is not None
        house = self._desk.house
        try:
            found = await self.store.run(lambda session: inline.answer(session, house, query))
            if found is not None:
                await self.wire.answer_inline(found)
        except Exception:
            log.exception("an inline query was not answered")

    def _from_thread(self, call: Callable[..., None], *args: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:  # the loop has closed: the process is ending, and the rows are there
            log.info("too late for the loop")

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._dropped)

    def _dropped(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a side task failed", exc_info=task.exception())

    # ── stop ───────────────────────────────────────────────────────────────────────────────

    async def stop(self) -> None:
        """Take nothing new, finish the running unit and what is in flight, and let go of everything."""
        poller, sender = self._leading.pop("poller", None), self._leading.pop("sender", None)
        await _ended(poller)
        if self._metronome is not None:
            self._metronome.stop()
        if self._errands is not None:
            self._errands.stop()
        await asyncio.to_thread(self.store.pause, _LANDING)
        if sender is not None and self._sender is not None:
            self._sender.stop()
            await asyncio.wait({sender, *self._answers}, timeout=_LANDING)
        await _ended(sender, *self._tasks, *self._answers)
        if self._errands is not None:
            await self._errands.let_go()
        if not await asyncio.to_thread(self.store.stop, 1.0):
            log.warning("a transaction was still running; it will be rolled back")
        if self._lead is not None:
            self._lead.release()
        await self.wire.close()
        if self.watchdog is not None:
            self.watchdog.stop()


def _told_to_wait(error: TelegramError) -> float:
    """Seconds that Telegram wants to be left alone; 0 where it says nothing of it."""
    if not isinstance(error, RetryAfter):
        return 0.0
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


async def _ended(*tasks: asyncio.Task[Any] | None) -> None:
    given = [task for task in tasks if task is not None]
    for task in given:
        task.cancel()
    await asyncio.gather(*given, return_exceptions=True)
