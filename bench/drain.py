"""`python -m bench drain`: reminders that are all due at once, sent within Telegram's limits, beside the ideal schedule.

Subject: the real sender with its ledger and its windows against the sandbox, which refuses as Telegram does; only the
words are plain. 600 reminders over 30 groups (20 to each: two of them must wait for the next minute), and 3,000 over
200. Ideal: no schedule that keeps 18 a minute to a group and 25 a second over all, strictly sliding, can end sooner.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.sender import Sender
from bot.settling import Ledger
from bot.store import Store
from bot.windows import GROUP, OVERALL, Windows
from bot.wire import Wire
from db.engine import Database
from sandbox.server import SandboxServer
from services import outbox, owed
from services.owed import Klass
from tests.support.counter import desk
from tests.support.databases import POSTGRESQL, SQLITE, Databases

TARGET = 1.15
CASES = ((600, 30), (3000, 200))
_FIRST_GROUP = -1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Drained:
    """How long it took from the first claim to the last answer, and what Telegram said on the way."""

    seconds: float
    sent: int
    floods: int


def ideal(messages: int, groups: int) -> float:
    """Seconds from the first message to the last, that no schedule can undercut; messages are dealt out in turn.

    Of what a group gets beyond 18, nothing goes before a minute has passed, and what goes a minute later still waits
    its turn overall: after r minutes the rest of all groups needs at least its own seconds.
    """
    to_each = [messages // groups + (number < messages % groups) for number in range(groups)]
    bound, minute = 0.0, 0
    while left := sum(max(0, count - GROUP.count * minute) for count in to_each):
        bound = max(bound, GROUP.seconds * minute + (left - 1) // OVERALL.count * OVERALL.seconds)
        minute += 1
    return bound


async def drained(database: Database, messages: int, groups: int, windows: Windows | None = None) -> Drained:
    """Owe so many reminders, let the sender loose on a fresh sandbox, and wait until nothing is owed."""
    chats = [_FIRST_GROUP - number for number in range(1, groups + 1)]
    people = [{"name": "张敏", "id": 11}]
    scene: dict[str, Any] = {
        "users": people,
        "groups": [{"title": f"group {chat}", "members": ["张敏"], "id": chat} for chat in chats],
    }
    _owe(database, chats, messages)
    async with SandboxServer(scene) as server:
        clock = Clock()
        store, wire = Store(database), Wire(server.token, api_url=server.origin)
        sender = Sender(wire, store, Ledger(desk(), clock), clock, windows=windows or Windows())
        store.start()
        began = time.monotonic()
        running = asyncio.create_task(sender.run())
        floods = 0
        # the sender is watched from outside: nothing tells when nothing is owed any more; one refusal settles it
        while not floods and (
            await store.run(lambda session: outbox.waiting(session, clock.now())) or not sender.at_rest
        ):
            await asyncio.sleep(0.1)
            floods = sum(call.get("error_code") == 429 for call in server.room.calls)
        sent = sum(call["ok"] for call in server.room.calls if call["method"] == "sendMessage")
        sender.stop()
        await asyncio.wait({running}, timeout=5)
        store.stop()
        await wire.close()
        # the last one's moment is the sandbox's, not that of whoever looks in now and then
        ended = server.room.last_call_at - asyncio.get_running_loop().time() + time.monotonic()
    return Drained(ended - began, sent, floods)


def _owe(database: Database, chats: Sequence[int], messages: int) -> None:
    now = datetime.now(UTC)
    with database.transaction() as session:
        for number in range(messages):
            owed.owe(
                session, "plain", chat_id=chats[number % len(chats)], now=now, klass=Klass.REMINDER,
                subject=f"reminder {number}",
            )  # fmt: skip


def run(arguments: Sequence[str]) -> int:
    """Measure, print, and say with the exit code whether a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench drain", description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--messages", type=int, help="so many, over so many groups, instead of both cases")
    parser.add_argument("--groups", type=int, default=30)
    given = parser.parse_args(arguments)
    met = True
    with tempfile.TemporaryDirectory(prefix="gendan-drain-") as folder:
        databases = Databases(Path(folder))
        try:
            for messages, groups in ((given.messages, given.groups),) if given.messages else CASES:
                database = Database(databases.make(given.database))
                met &= told(messages, groups, asyncio.run(drained(database, messages, groups)))
                database.dispose()
        finally:
            databases.close()
    return 0 if met else 1


def told(messages: int, groups: int, drained: Drained) -> bool:
    """Print one case; whether it met its targets."""
    best = ideal(messages, groups)
    met = drained.floods == 0 and drained.sent == messages and drained.seconds <= TARGET * best
    print(
        f"{messages} reminders over {groups} groups: {drained.seconds:.1f} s, ideal {best:.1f} s,"
        f" ratio {drained.seconds / best if best else 0:.3f} (target {TARGET}), {drained.sent} arrived,"
        f" {drained.floods} answers 429: {'met' if met else 'MISSED'}",
        flush=True,
    )
    return met
