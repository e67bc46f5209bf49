"""The sender: everything that is owed goes out, in order, within Telegram's windows, once if that is possible."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session
from telegram.error import TelegramError

from bot.clock import Clock
from bot.ending import Ending, token_refused
from bot.posting import Post
from bot.settling import Batch, Ledger, Outcome
from bot.store import Store
from bot.verdicts import Fate, Verdict, judge
from bot.windows import GROUP, Windows
from bot.wire import Wire
from handlers.outgoing import Outgoing
from services import outbox

log = structlog.get_logger(__name__)

PARALLEL: Final = 8
"""Enough for 25 a second at a third of a second each; whatever is in flight when the process dies is sent again."""
_REST: Final = 1.0
"""Seconds for which a chat rests after a failure that may pass."""
_LONGEST_REST: Final = 30.0
_FLOOD_CHATS: Final = 3
_FLOOD_SECONDS: Final = 5.0
"""So many chats told to wait within so many seconds: it is the bot that is too fast, not a chat."""


class Sender:
    """One a database. Lives on the event loop; its transactions run in the store."""

    def __init__(
        self, wire: Wire, store: Store, ledger: Ledger, clock: Clock, *, windows: Windows | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._wire = wire
        self._store = store
        self._ledger = ledger
        self._clock = clock
        self._windows = windows or Windows(monotonic)
        self._post = Post(wire, self._windows.note)
        self._monotonic = monotonic
        self._woken = asyncio.Event()
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._outcomes: list[Outcome] = []
        self._resting: dict[int, float] = {}
        self._told_to_wait: list[tuple[float, int]] = []
        self._silent_until = 0.0
        self._doubtful = 0
        self._careful = False
        self._stopping = False
        self._refused: Ending | None = None
        # another replica may have owed something: nobody wakes this one then
        self._longest_nap = 5.0 if store.database.is_sqlite else 0.5

    def wake(self) -> None:
        """Something is owed. To be called on the loop."""
        self._woken.set()

    def stop(self) -> None:
        """Claim nothing further; `run` ends when what is in flight has landed and is noted."""
        self._stopping = True
        self._woken.set()

    @property
    def at_rest(self) -> bool:
        """Nothing in flight, nothing to be noted."""
        return not self._in_hand and not self._outcomes

    async def run(self) -> None:
        """Send until stopped. Raises Ending when the token is refused."""
        try:
            await self._begin()
            while not (self._stopping and self.at_rest):
                self._woken.clear()
                nap = await self._persistent_cycle()
                if self._refused is not None:
                    raise self._refused
                await self._sleep(nap)
        finally:
            for delivery in self._in_hand.values():
                delivery.cancel()  # whoever sends next has been told to take it up

    async def _persistent_cycle(self) -> float:
        try:
            return await self._cycle()
        except Exception:
            log.exception("the sender's turn failed")
            return _REST

    # ── one turn ───────────────────────────────────────────────────────────────────────────

    async def _begin(self) -> None:
        """Whoever sent before is dead or was told to stop: take up what was in hand, and count what went out."""
        moment = self._clock.now()

        def look_back(session: Session) -> list[tuple[int, float]]:
            outbox.take_over(session, self._clock.real())
            before = outbox.sent_since(session, moment - timedelta(seconds=GROUP.seconds))
            return [(chat, (moment - at).total_seconds()) for chat, at in before]

        self._windows.seed(await self._store.run(look_back))

    async def _cycle(self) -> float:
        """Note what landed, claim what may go, send it. Returns how long there is nothing to do."""
        silence = await self._silence()
        closed = self._closed()
        room = 0 if self._stopping or silence > 0 else self._room()
        outcomes = self._outcomes[:]
        if not outcomes and room <= 0:
            return silence or self._windows.wait_overall() or self._longest_nap
        careful, self._careful = self._careful, True
        batch = await self._store.run(
            lambda session: self._ledger.turn(session, outcomes, closed, room, careful=careful)
        )
        self._careful = False
        del self._outcomes[: len(outcomes)]
        for out in batch.to_send:
            self._in_hand[out.chat_id] = asyncio.create_task(self._deliver(out))
        for chat_id in batch.resting:
            self._resting[chat_id] = self._monotonic() + _REST
        return self._nap(batch, silence, room)

    def _room(self) -> int:
        """How many more may be taken in hand. One whose picture is still drawn has not gone out, and will."""
        to_go = sum(not self._windows.is_under_way(chat) for chat in self._in_hand)
        return min(PARALLEL - len(self._in_hand), self._windows.allowance() - to_go)

    def _closed(self) -> dict[int, float]:
        """Chats that are left alone now, and for how many seconds."""
        now = self._monotonic()
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        resting = {chat: until - now for chat, until in self._resting.items()}
        return self._windows.closed() | resting | dict.fromkeys(self._in_hand, self._longest_nap)

    def _nap(self, batch: Batch, silence: float, room: int) -> float:
        if batch.more and silence <= 0:
            return 0.0
        waits = [self._longest_nap, *self._closed().values()]
        if batch.next_due is not None:
            waits.append(max(0.0, (batch.next_due - self._clock.now()).total_seconds()))
        if room <= len(batch.to_send):  # there may be more; that no room was left says nothing of what waits
            waits.append(self._windows.wait_overall())
        return max(min(waits), silence, 0.001)

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0 and not self._woken.is_set():
            try:
                await asyncio.wait_for(self._woken.wait(), seconds)
            except TimeoutError:
                return

    # ── one message ────────────────────────────────────────────────────────────────────────

    async def _deliver(self, out: Outgoing) -> None:
        try:
            posted = await self._post.post(out)
            outcome = Outcome(out, Verdict(Fate.SENT), posted)
        except asyncio.CancelledError:
            return  # the lease runs out, and the next sender takes it up
        except Exception as error:
            outcome = Outcome(out, judge(error))
            self._heed(outcome)
        self._windows.arrived(out.chat_id)
        self._outcomes.append(outcome)
        del self._in_hand[out.chat_id]
        self._woken.set()

    def _heed(self, outcome: Outcome) -> None:
        """What a failure means for the next moments."""
        verdict, chat_id, now = outcome.verdict, outcome.out.chat_id, self._monotonic()
        log.info("a message did not go out", chat=chat_id, fate=verdict.fate.name, reason=verdict.reason)
        if verdict.fate is Fate.WAIT:
            self._resting[chat_id] = now + verdict.seconds
            recent = [(at, chat) for at, chat in self._told_to_wait if at > now - _FLOOD_SECONDS]
            self._told_to_wait = [*recent, (now, chat_id)]
            if len({chat for _at, chat in self._told_to_wait}) >= _FLOOD_CHATS:
                self._silent_until = max(self._silent_until, now + verdict.seconds)
        elif verdict.fate in (Fate.UNSENT, Fate.UNSURE):
            self._resting[chat_id] = now + _REST * 4 ** min(outcome.out.attempts - 1, 2)
            self._doubtful = max(self._doubtful, 1)
        elif verdict.fate is Fate.TOKEN:
            self._refused = token_refused()

    async def _silence(self) -> float:
        """Seconds for which nothing at all is sent: Telegram said so, or it cannot be reached.

        After a failure of the line a harmless question goes first. Each message that is sent into a broken
        line would be one that may have arrived.
        """
        now = self._monotonic()
        if self._silent_until > now or not self._doubtful or self._stopping:
            return max(0.0, self._silent_until - now)
        try:
            await self._wire.call("getMe")
        except TelegramError as error:
            verdict = judge(error)
            if verdict.fate is Fate.TOKEN:
                self._refused = token_refused()
            rest = min(_LONGEST_REST, 0.5 * 2**self._doubtful)
            log.warning("Telegram cannot be reached", error=str(error), again_in=rest)
            self._doubtful += 1
            self._silent_until = self._monotonic() + max(rest, verdict.seconds)
            return self._silent_until - self._monotonic()
        self._doubtful = 0
        return 0.0
