"""The process from outside: how it starts, how it refuses to, and how it ends."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sandbox.server import SandboxServer
from tests.faults.storm import FIRST, Weather, scene
from tests.support.nursery import Nursery

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def weather(nursery: Nursery, template: Path, tmp_path: Path) -> AsyncIterator[Weather]:
    shutil.copyfile(template, tmp_path / "w.db")
    async with SandboxServer(scene(), windows=False) as server:
        yield Weather(server, nursery, f"sqlite:///{tmp_path / 'w.db'}", seed=1)


def command(weather: Weather, **settings: str) -> dict[str, Any]:
    """`python -m bot run` with these settings."""
    env = {
        "BOT_TOKEN": weather.server.token, "ADMIN_IDS": str(FIRST), "TELEGRAM_API_URL": weather.server.origin,
        "DATABASE_URL": weather.url,
    }  # fmt: skip
    return {"argv": ["run"], "env": env | settings}


async def refused(weather: Weather, **settings: str) -> tuple[int, str]:
    child = await weather.nursery.bear(command(weather, **settings))
    return await child.code(), child.log.read_text()


async def test_the_first_signal_ends_it_in_order_and_the_second_changes_nothing(weather: Weather) -> None:
    child = await weather.nursery.bear(weather.plan())
    writing = asyncio.create_task(weather.keep_writing(0.03))
    await weather.server.client.waits_for(FIRST, "counted", timeout=20)
    began = time.monotonic()
    child.send(signal.SIGTERM)
    await asyncio.sleep(0.03)
    child.send(signal.SIGTERM)
    child.send(signal.SIGINT)
    assert await child.code() == 0, child.log.read_text()[-2000:]
    assert time.monotonic() - began < 5
    assert "Traceback" not in child.log.read_text()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await weather.rest(await weather.born(), patience=20)
    found = await weather.compare()
    assert found.good, str(found)
    assert found.extra_answers == 0, str(found)  # what was in flight was waited for


async def test_the_command_runs_the_bot_and_ends_it(weather: Weather) -> None:
    child = await weather.nursery.bear(command(weather))
    await weather.up()
    await weather.server.client.send(FIRST, "/start", FIRST)
    await weather.server.client.waits_for(FIRST, label="报新单", timeout=20)
    assert [call["method"] for call in await weather.server.client.calls("setMyCommands")]
    twin = await weather.nursery.bear(command(weather))
    assert await twin.code() == 3
    assert "another process" in twin.log.read_text()
    child.send(signal.SIGINT)
    assert await child.code() == 0, child.log.read_text()[-2000:]


@pytest.mark.parametrize("standing", ["/hang", "loop"])
async def test_a_process_that_stands_still_ends_itself_and_the_next_one_goes_on(
    weather: Weather, standing: str
) -> None:
    child = await weather.nursery.bear(weather.plan(limit=1.5, stuck_loop=standing == "loop"))
    await weather.up()
    await weather.server.client.send(FIRST + 1, "/hang" if standing == "/hang" else "/card it", FIRST + 1)
    assert await child.code() == 70, child.log.read_text()[-2000:]
    log = child.log.read_text()
    assert log.count('"level": "critical"') == 1
    assert ("writer" if standing == "/hang" else "loop") in log
    assert "life.py" in log if standing == "loop" else "counter.py" in log  # it says where
    if standing == "loop":
        await weather.write(FIRST)
        await weather.rest(await weather.born(), patience=20)
        assert (await weather.compare()).good


async def test_an_empty_database_is_made_and_an_old_one_is_refused(weather: Weather, tmp_path: Path) -> None:
    code, said = await refused(weather, DATABASE_URL=f"sqlite:///{tmp_path / 'none' / 'x.db'}")
    assert (code, "DATABASE_URL" in said) == (2, True)
    with sqlite3.connect(tmp_path / "w.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    code, said = await refused(weather)
    assert code == 2
    assert said.strip().splitlines()[-1] == "DATABASE_URL: schema is not up to date: run python -m bot migrate"
    child = await weather.nursery.bear(command(weather, DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}"))
    await weather.up()
    child.send(signal.SIGTERM)
    assert await child.code() == 0


async def test_a_missing_guard_is_refused(weather: Weather, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "w.db") as connection:
        [name] = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
        connection.execute(f"DROP TRIGGER {name}")
    connection.close()
    code, said = await refused(weather)
    assert (code, name in said) == (2, True)


async def test_a_wrong_book_or_token_names_its_place(weather: Weather, tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    book.write_text("[leaf.nothing]\n", encoding="utf-8")
    code, said = await refused(weather, PROCESS_FILE=str(book))
    assert code == 2
    assert str(book) in said
    code, said = await refused(weather, BOT_TOKEN="7304118265:AAGendanSuiteTokenThatTelegramRefuses")
    assert code == 2
    assert [line for line in said.splitlines() if line.startswith("BOT_TOKEN: ")]
