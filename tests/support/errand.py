"""A process whose second worker carries out one job: to its end, into its death, or until it is told to end."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
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


def routes(how: str, working: threading.Event) -> Routes:
    """One kind of job: it notes a step, works, and takes effect. `how`: ``die`` at work, or ``linger`` over it."""

    def run(hands: Hands) -> None:
        hands.transact(lambda session: owed.owe(session, "step", chat_id=1, now=hands.now))
        working.set()
        if how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "linger":
            time.sleep(3600)
        hands.finish(lambda session, _job: _effect(session, hands))

    def gave_up(session: Any, job: jobs.Claim, now: Any) -> None:
        owed.owe(session, "gave_up", chat_id=1, now=now, subject=f"job:{job.id}")

    return Routes(jobs={KIND: Work(run, gave_up)})


def _effect(session: Any, hands: Hands) -> None:
    owed.owe(session, "effect", chat_id=1, now=hands.now)


async def work(url: str, how: str) -> None:
    """Carry out what waits, until nothing does; one that lingers ends in order as soon as it is at work."""
    database, working = Database(url), threading.Event()
    store = Store(database)
    store.start()
    errands = Errands(
        store, cast(Any, None), routes(how, working), HOUSE, Clock(), asyncio.get_running_loop(), committed=lambda: None
    )
    errands.start()
    until = time.monotonic() + 20
    while time.monotonic() < until and await store.run(jobs.waiting) and not (how == "linger" and working.is_set()):
        await asyncio.sleep(0.02)
    errands.stop()
    await errands.let_go()
    store.stop()
    database.dispose()
