"""What a child of the nursery does: the command line as it is, or the counting company with a crash somewhere."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from typing import Any

from bot import cli, metronome, poller, posting, sender, service, settling, store, wire, worker  # noqa: F401
from bot.logs import configure_logs
from bot.poller import Poller
from bot.posting import Post
from bot.run import serve
from bot.service import Service
from bot.settling import Ledger
from bot.watchdog import Watchdog
from bot.wire import Wire
from bot.worker import Worker
from db.engine import Database
from handlers.dispatch import Desk
from tests.support import errand
from tests.support.counter import OpenWindows, company, default_book
from tests.support.databases import careless

default_book()  # read before the first fork

POINTS: dict[str, tuple[type, str, bool]] = {
    "fetched": (Poller, "_ingest", False),
    "stored": (Poller, "_ingest", True),
    "handled": (Desk, "handle", True),
    "committed": (Worker, "_carry_out", True),
    "answered": (Wire, "answer", True),
    "rendered": (Ledger, "_prepare", True),
    "claimed": (Post, "post", False),
    "sent": (Post, "post", True),
    "noted": (Ledger, "_stands", True),
}
"""Where a process may die: a method, and whether after it rather than before."""


def live(plan: dict[str, Any]) -> int:
    """Carry out a plan; the exit code."""
    if "argv" in plan:
        os.environ.update(plan["env"])
        return cli.main(plan["argv"])
    if "errand" in plan:
        asyncio.run(errand.work(plan["errand"], plan["how"]))
        return 0
    return count(plan)


def count(plan: dict[str, Any]) -> int:
    configure_logs("INFO", [plan["token"]])
    if plan.get("crash"):
        crash_at(*plan["crash"])
    if plan.get("careless"):
        service.Poller = Careless
    if plan.get("stuck_loop"):
        Poller._heard = stand_still  # type: ignore[method-assign]
    # kill -9 is no power cut: what the system has, the disk will have
    database = careless(Database(plan["database"]))
    running = Service(
        company(plan["people"]), database, token=plan["token"], api_url=plan["api_url"],
        windows=OpenWindows(),
    )  # fmt: skip
    running.watchdog = Watchdog(running.pulse, limit=plan.get("limit", 15.0), cadence=0.1)
    return serve(running)


async def stand_still(_poller: Poller) -> None:
    """What no coroutine may do."""
    time.sleep(3600)


def crash_at(point: str, passing: int) -> None:
    """Let the process kill itself when it passes a point for that many times."""
    owner, name, after = POINTS[point]
    method, passed = getattr(owner, name), [0]

    def pass_by() -> None:
        passed[0] += 1
        if passed[0] == passing:
            os.write(2, f"crashed at {point}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, around(method, pass_by, after))


def around(method: Callable[..., Any], pass_by: Callable[[], None], after: bool) -> Callable[..., Any]:
    async def later(*args: Any, **given: Any) -> Any:
        if not after:
            pass_by()
        result = await method(*args, **given)
        if after:
            pass_by()
        return result

    def now(*args: Any, **given: Any) -> Any:
        if not after:
            pass_by()
        result = method(*args, **given)
        if after:
            pass_by()
        return result

    return later if asyncio.iscoroutinefunction(method) else now


class Careless(Poller):
    """What a bot without an inbox does: Telegram hears at once that all arrived, and the work comes later."""

    async def _ingest(self, updates: list[Any]) -> None:
        async def later() -> None:
            for update in updates:
                await asyncio.sleep(0.02)  # a handler at work
                await super(Careless, self)._ingest([update])

        self._late = [*getattr(self, "_late", ()), asyncio.ensure_future(later())]
