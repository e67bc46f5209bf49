"""A process whose second worker carries out one job, and can die in the middle of it: ``… URL [die]``."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from typing import Any, cast

from bot.clock import Clock
from bot.errands import Errands
from bot.store import Store
from db.engine import Database
from handlers.jobs import Hands, Work
from handlers.routing import Routes
from services import jobs, owed
from tests.support.office import HOUSE

KIND = "count"


def routes(*, die: bool) -> Routes:
    """One kind of job: it notes a step, works, and takes effect."""

    def run(hands: Hands) -> None:
        hands.transact(lambda session: owed.owe(session, "step", chat_id=1, now=hands.now))
        if die:
            os.kill(os.getpid(), signal.SIGKILL)
        hands.finish(lambda session, _job: _effect(session, hands))

    def gave_up(session: Any, job: jobs.Claim, now: Any) -> None:
        owed.owe(session, "gave_up", chat_id=1, now=now, subject=f"job:{job.id}")

    return Routes(jobs={KIND: Work(run, gave_up)})


def _effect(session: Any, hands: Hands) -> None:
    owed.owe(session, "effect", chat_id=1, now=hands.now)


async def work(url: str, *, die: bool) -> None:
    """Carry out what waits, until nothing does."""
    database = Database(url)
    store = Store(database)
    store.start()
    errands = Errands(
        store, cast(Any, None), routes(die=die), HOUSE, Clock(), asyncio.get_running_loop(), committed=lambda: None
    )
    errands.start()
    until = time.monotonic() + 20
    while time.monotonic() < until and await store.run(jobs.waiting):
        await asyncio.sleep(0.02)
    errands.stop()
    store.stop()
    database.dispose()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], die="die" in sys.argv[2:]))
