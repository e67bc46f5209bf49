"""The poller: stored first, confirmed then, whatever comes and whatever fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot import poller
from bot.clock import Clock
from bot.ending import LOCKED, WRONG_SETTING, Ending
from bot.poller import Poller
from bot.store import Store
from db.engine import Database
from db.models import Inbox
from services.inbox import number_of
from tests.support.counter import message
from tests.support.databases import SQLITE


@pytest.fixture
def database_kind() -> str:
    return SQLITE


class Telegram:
    """A server's queue of updates: an offset confirms what lies before it, nothing else does."""

    bot_id = 7

    def __init__(self) -> None:
        self.queue: list[Any] = []
        self.confirmed: list[int] = []
        self.troubles: list[Exception] = []
        self.asked: list[int | None] = []

    async def unhook(self) -> None:
        """There is none."""

    async def updates(self, offset: int | None, *, wait: int = 25) -> list[Any]:
        await asyncio.sleep(0.001 if self.queue or self.troubles or not wait else 0.01)
        if self.troubles:
            raise self.troubles.pop(0)
        self.asked.append(offset)
        if offset is not None:
            done = [update for update in self.queue if (number_of(update) or offset) < offset]
            self.queue = [update for update in self.queue if update not in done]
            self.confirmed += [update["update_id"] for update in done]
        return self.queue[:100]


class Bench:
    def __init__(self, database: Database) -> None:
        self.database, self.telegram, self.store = database, Telegram(), Store(database)
        self.missed = 0

    def poller(self, kind: type[Poller] = Poller) -> Poller:
        return kind(self.telegram, self.store, Clock(), missed=self._miss)  # type: ignore[arg-type]

    async def _miss(self, silence: float) -> None:
        assert silence >= 0
        self.missed += 1

    def stored(self) -> list[int]:
        with self.database.transaction() as session:
            return list(session.scalars(select(Inbox.update_id).order_by(Inbox.id)))

    async def confirms(self, *wanted: int, by: Poller | None = None) -> None:
        """Run a poller until Telegram counts these as received."""
        task = asyncio.create_task((by or self.poller()).run())
        try:
            async with asyncio.timeout(5):
                while set(wanted) - set(self.telegram.confirmed) and not task.done():
                    assert set(self.telegram.confirmed) <= set(self.stored()), "confirmed before it was stored"
                    await asyncio.sleep(0.002)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if task.done() and not task.cancelled():
            task.result()


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    made = Bench(database)
    made.store.start()
    yield made
    made.store.stop()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rests between attempts last a millisecond."""
    sleep = asyncio.sleep
    monkeypatch.setattr(poller.asyncio, "sleep", lambda seconds: sleep(min(seconds, 0.001)))


async def test_what_is_confirmed_is_stored(bench: Bench) -> None:
    bench.telegram.queue = [message(number, 11, "x") for number in range(1, 251)]
    await bench.confirms(250)
    assert bench.stored() == list(range(1, 251))


async def test_ids_that_begin_anew_lower_down_are_stored_all_the_same(bench: Bench) -> None:
    """After a week without updates, Telegram chooses the next number at random."""
    bench.telegram.queue = [message(900, 11, "x")]
    running = bench.poller()
    await bench.confirms(900, by=running)
    bench.telegram.queue = [message(17, 11, "x"), message(18, 11, "x")]
    await bench.confirms(17, 18)
    assert bench.stored() == [900, 17, 18]
    assert None in bench.telegram.asked[1:]  # nothing waited: the next question confirms nothing


async def test_a_restart_stores_again_and_keeps_one(bench: Bench) -> None:
    bench.telegram.queue = [message(1, 11, "x")]
    await bench.store.run(lambda _session: None)
    await bench.confirms(1)
    bench.telegram.queue = [message(1, 11, "x"), message(2, 11, "x")]
    await bench.confirms(2)
    assert bench.stored() == [1, 2]


async def test_what_cannot_be_read_comes_through(bench: Bench) -> None:
    bench.telegram.queue = [
        {"update_id": 1, "message": 5}, {"no": "number"}, "nonsense", {"update_id": "2"}, message(3, 11, "x"),
    ]  # fmt: skip
    await bench.confirms(1, 3)
    assert bench.stored() == [1, 3]


async def test_what_could_not_be_stored_is_not_confirmed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.telegram.queue = [message(1, 11, "x")]
    run, failures = bench.store.run, [OSError("disk full")] * 3

    async def full(job: Any) -> Any:
        if failures:
            raise failures.pop()
        return await run(job)

    monkeypatch.setattr(bench.store, "run", full)
    await bench.confirms(1)
    assert not failures
    assert bench.stored() == [1]


class Careless(Poller):
    """Confirms first, as libraries do."""

    async def _ingest(self, updates: list[Any]) -> None:
        async def later() -> None:
            await asyncio.sleep(0)
            for _ in range(20):
                await asyncio.sleep(0.001)
            await super(Careless, self)._ingest(updates)

        self._late = asyncio.create_task(later())


async def test_else_the_check_above_would_say_so(bench: Bench) -> None:
    bench.telegram.queue = [message(1, 11, "x")]
    with pytest.raises(AssertionError, match="confirmed before it was stored"):
        await bench.confirms(2, by=bench.poller(Careless))


async def test_a_line_that_fails_is_tried_again_and_a_long_silence_is_told(bench: Bench) -> None:
    bench.telegram.troubles = [NetworkError("Bad Gateway"), RetryAfter(1), NetworkError("cut")]
    bench.telegram.queue = [message(1, 11, "x")]
    await bench.confirms(1)
    assert bench.missed == 0
    unheard = bench.poller()
    unheard.heard_at -= poller.GAP  # whether the line was down or the process stood still
    bench.telegram.troubles = [NetworkError("for hours")]
    bench.telegram.queue = [message(2, 11, "x"), message(3, 11, "x")]
    await bench.confirms(2, 3, by=unheard)
    assert bench.missed == 1


async def test_an_outage_that_could_not_be_noted_is_noted_after_the_next_answer(bench: Bench) -> None:
    unheard = bench.poller()
    unheard.heard_at -= poller.GAP
    told: list[float] = []

    async def missed(silence: float) -> None:
        told.append(silence)
        if len(told) == 1:
            raise OSError("the database is away")

    unheard._missed = missed
    bench.telegram.queue = [message(1, 11, "x")]
    await bench.confirms(1, by=unheard)
    assert [silence > poller.GAP for silence in told] == [True, True]


async def test_another_poller_ends_this_one_after_a_few_tries(bench: Bench) -> None:
    bench.telegram.troubles = [Conflict("terminated by other getUpdates request")] * 2
    bench.telegram.queue = [message(1, 11, "x")]
    await bench.confirms(1)  # a deploy's overlap passes
    bench.telegram.troubles = [Conflict("terminated by other getUpdates request")] * 9
    with pytest.raises(Ending) as ending:
        await bench.confirms(2)
    assert ending.value.code == LOCKED


async def test_a_refused_token_names_the_setting(bench: Bench) -> None:
    bench.telegram.troubles = [InvalidToken()]
    with pytest.raises(Ending) as ending:
        await bench.confirms(1)
    assert (ending.value.code, ending.value.text.partition(":")[0]) == (WRONG_SETTING, "BOT_TOKEN")
