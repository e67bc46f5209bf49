"""Typing after the bot's name: what a person may see comes up, the choice is a message, and a stranger learns nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from db.engine import Database
from db.models import Inbox
from tests.support.world import Chat, World


async def types(world: World, person: Chat, words: str, choose: int | None = None) -> dict[str, Any]:
    asked = {"chat": person.place, "from": person.name, "query": words}
    found = await world.client.post("inline", **asked, **({} if choose is None else {"choose": choose}))
    await world.settles()
    return found


async def test_the_choice_answers_the_question_that_stands(world: World, database: Database) -> None:
    sales = world.person("张敏")
    await sales.sends("/new")
    await sales.taps("客户要货")
    with database.transaction() as session:
        before = session.scalar(select(func.count()).select_from(Inbox))
    found = await types(world, sales, "hd")
    assert found["results"][0]["title"] == "宏达机电"
    assert not any("¥" in str(result) for result in found["results"])
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Inbox)) == before  # nothing is kept of what is typed
    await types(world, sales, "hd", choose=0)
    await sales.sees("宏达机电", "怎么付钱？")
    await sales.taps("款到发货")
    found = await types(world, sales, "x200")
    at = [result["title"].split()[0] for result in found["results"]].index("X200")
    await types(world, sales, "x200", choose=at)
    await sales.sees("要多少台？")
