"""The storm: people write while the bot is killed, again and again; then the books are compared.

``python -m tests.faults.storm --kills 500 --seed 7`` for a long one.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, literal, select

from bot.migrate import migrate
from db.engine import Database
from db.models import Inbox, Owed
from sandbox.server import SandboxServer
from services import invariants
from services.inbox import MAX_ATTEMPTS
from tests.support.counter import effects
from tests.support.nursery import Child, Nursery

PEOPLE = 10
FIRST = 1001


@dataclass
class Found:
    """What the comparison found."""

    written: int = 0
    kills: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[int] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    copies: Counter[int] = field(default_factory=Counter[int])
    unfinished: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    confirmed_unseen: int = 0
    presses: int = 0

    def __str__(self) -> str:
        parts = {name: value for name, value in vars(self).items() if value and name != "copies"}
        shown = (f"{k}={len(v)} {v[:3]}" if isinstance(v, list) else f"{k}={v}" for k, v in parts.items())
        return f"{', '.join(shown)}, extra answers={self.extra_answers}"

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, all in order, everybody answered."""
        return not (
            self.lost or self.doubled or self.out_of_order or self.unanswered or self.unfinished
            or self.breaches or self.confirmed_unseen
        )  # fmt: skip

    @property
    def extra_answers(self) -> int:
        return sum((copies - 1) * times for copies, times in self.copies.items())


class Weather:
    """A sandbox with people who write, and a bot that is killed."""

    def __init__(self, server: SandboxServer, nursery: Nursery, url: str, seed: int) -> None:
        self.server, self.nursery, self.url = server, nursery, url
        self.chance = random.Random(seed)
        self.written: dict[int, list[str]] = {FIRST + n: [] for n in range(PEOPLE)}
        self.kills = 0

    def plan(self, **more: Any) -> dict[str, Any]:
        return {
            "database": self.url, "token": self.server.token, "api_url": self.server.origin,
            "people": list(self.written), **more,
        }  # fmt: skip

    async def write(self, person: int | None = None) -> None:
        """Somebody says the next number."""
        who = person or self.chance.choice(list(self.written))
        said = f"{who}-{len(self.written[who]) + 1}"
        self.written[who].append(said)
        await self.server.client.send(who, f"/add {said}", who)

    async def keep_writing(self, pause: float) -> None:
        while True:
            await self.write()
            await asyncio.sleep(self.chance.uniform(0, 2 * pause))

    async def kill_again_and_again(self, kills: int, longest: float, **plan: Any) -> None:
        """Let the bot live for a moment each time, from before it is up until it is well at work."""
        while self.kills < kills:
            child = await self.nursery.bear(self.plan(**plan))
            if self.chance.random() < 0.9:
                await self.up()
            await asyncio.sleep(self.chance.uniform(0, longest))
            await self._spare(child)
            assert await child.kill() < 0, child.log.read_text()[-2000:]
            self.kills += 1

    async def _spare(self, child: Child, patience: float = 20.0) -> None:
        """On a slow machine one update can meet death after death until it is given up, as is meant: before that it
        gets a process that lives long enough."""
        until = time.monotonic() + patience
        while self._met(Inbox.state == "new", Inbox.attempts >= MAX_ATTEMPTS - 1):
            assert time.monotonic() < until, child.log.read_text()[-2000:]
            await asyncio.sleep(0.05)

    async def born(self, **plan: Any) -> Child:
        """A bot that is up: before that a signal would find nobody who listens for it."""
        child = await self.nursery.bear(self.plan(**plan))
        await self.up()
        return child

    async def up(self, patience: float = 20.0) -> None:
        """The bot has asked who it is; it will ask for updates next."""
        calls = self.server.room.calls
        before, until = len(calls), time.monotonic() + patience
        while not any(call["method"] == "getMe" for call in list(calls)[before:]):
            assert time.monotonic() < until, "the bot does not come up"
            await asyncio.sleep(0.005)

    async def rest(self, child: Child, patience: float) -> None:
        """Wait until the bot has done everything, and end it."""
        until = time.monotonic() + patience
        while time.monotonic() < until and (await self.server.client.updates("pending") or self._open()):
            assert not child.ended.done(), child.log.read_text()[-2000:]
            await asyncio.sleep(0.1)
        child.send(15)
        assert await child.code() == 0, child.log.read_text()[-2000:]

    def _open(self) -> bool:
        return self._met(Inbox.state == "new") or self._met(Owed.state.in_(["pending", "sending"]))

    def _met(self, *conditions: ColumnElement[bool]) -> bool:
        """Whether any row is so."""
        database = Database(self.url, immediate=False)  # looking must not hold the writer up
        with database.transaction() as session:
            found = session.scalar(select(literal(1)).where(*conditions).limit(1))
        database.dispose()
        return found is not None

    async def compare(self) -> Found:
        """What people wrote, what took effect, what they were told."""
        found = Found(sum(map(len, self.written.values())), self.kills)
        database = Database(self.url)
        with database.transaction() as session:
            counted = effects(session)
            found.breaches = [str(breach) for breach in invariants.check(session, datetime.now(UTC))]
            stored = set(session.scalars(select(Inbox.update_id)))
            states = session.execute(select(Inbox.update_id, Inbox.state).where(Inbox.state != "done")).all()
            found.unfinished = [f"update {number} {state}" for number, state in states]
            rows = session.execute(select(Owed.id, Owed.state).where(Owed.state != "sent")).all()
            found.unfinished += [f"owed {number} {state}" for number, state in rows]
        database.dispose()
        confirmed = {entry["update_id"] for entry in await self.server.client.updates("confirmed")}
        found.confirmed_unseen = len(confirmed - stored)
        for person, written in self.written.items():
            told = Counter(
                message["text"].removeprefix("counted ")
                for message in await self.server.client.messages(person, limit=5000)
                if message["from"]["is_bot"]
            )
            done = [said for said in counted.get(person, []) if not said.startswith("press")]
            found.presses += len(counted.get(person, [])) - len(done)
            found.lost += [said for said in written if said not in done]
            found.doubled += [said for said, times in Counter(done).items() if times > 1]
            found.unanswered += [said for said in done if not told[said]]
            found.copies.update(told.values())
            if [said for said in written if said in done] != list(dict.fromkeys(done)):
                found.out_of_order.append(person)
        return found


async def storm(
    folder: Path, nursery: Nursery, *, kills: int, seed: int, longest: float = 0.4, pause: float = 0.04, **plan: Any
) -> Found:
    """Kill the bot that many times while people write, let it finish, and compare."""
    url = f"sqlite:///{folder / 'storm.db'}"
    migrate(url)
    async with SandboxServer(scene(), windows=False) as server:
        weather = Weather(server, nursery, url, seed)
        writing = asyncio.create_task(weather.keep_writing(pause))
        await weather.kill_again_and_again(kills, longest, **plan)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await weather.rest(await weather.born(**plan), patience=30.0)
        return await weather.compare()


async def long_storm(folder: Path, **how: Any) -> Found:
    """A storm with a nursery of its own."""
    async with Nursery(folder) as nursery:
        return await storm(folder, nursery, **how)


def scene() -> dict[str, Any]:
    """Ten people who have met the bot."""
    return {"users": [{"id": FIRST + n, "name": f"P{n}", "started": True} for n in range(PEOPLE)]}


def main() -> None:
    """A storm as long as one likes."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2)))
    options.add_argument("--careless", action="store_true")
    given = options.parse_args()
    print(f"seed {given.seed}")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        plan = {"careless": True} if given.careless else {}
        found = asyncio.run(long_storm(Path(folder), kills=given.kills, seed=given.seed, **plan))
        print(f"{time.monotonic() - began:.1f} s: {found}")
    raise SystemExit(0 if found.good else 1)


if __name__ == "__main__":
    main()
