"""The authorisation matrix: every way in × every kind of person, held against a table that was written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from db.engine import Database
from handlers import rights as guards
from tests.support.databases import SQLITE, Databases, careless
from tests.support.matrix import FILE, WHO, Company, Seen
from tests.support.matrix_company import company
from tests.support.who_may import GONE, OUTSIDER, REFUSING, SAID, STALE, TABLES, Row

WAYS = [(way, name) for way, table in TABLES.items() for name in table]


@pytest.fixture(scope="module")
def desk(databases: Databases) -> Iterator[Company]:
    address = databases.make(SQLITE)
    database = careless(Database(address))
    made = company(database)
    yield made
    made.close()
    database.dispose()
    databases.drop(address)


def test_the_table_has_a_row_for_every_way_in():
    named = {f"{way}:{name}" for way, name in WAYS}
    there = {f"{way}:{name}" for way, name, _guard in guards.ways()}
    assert there - named == set(), "say in tests/support/who_may.py who may do this: one row"
    assert named - there == set(), "rows of tests/support/who_may.py that nothing answers to"


@pytest.mark.parametrize(("way", "name"), WAYS, ids=[f"{way}:{name}" for way, name in WAYS])
def test_who_may_does_and_who_may_not_is_told(desk: Company, way: str, name: str):
    assert faults(desk, way, name) == []


# ── one cell ───────────────────────────────────────────────────────────────────────────────


def faults(desk: Company, way: str, name: str, people: Mapping[str, Any] = WHO) -> list[str]:
    """The cells of a row that are not as the table says, each with what was seen."""
    row = TABLES[way][name]
    found: list[str] = []
    for who in people:
        seen = attempt(desk, way, name, row, who)
        wrong = judged(row, way, who, seen)
        if wrong:
            found.append(f"{way}:{name} × {who}: {wrong}; {seen}")
    return found


def attempt(desk: Company, way: str, name: str, row: Row, who: str) -> Seen:
    """The way in as this person takes it."""
    args = {key: filled(value, desk, who) for key, value in row.args.items()}
    more: dict[str, Any] = FILE if row.file else {"text": row.words or "x"}
    if row.album:
        more = {**more, "media_group_id": "A"}
    if way == "act":
        if row.words is not None or row.file:
            return desk.answers(who, name, args, **more)
        return desk.presses(who, name, args, awaits=row.awaits)
    if way == "command":
        return desk.writes(who, f"/{name} {row.words or ''}".strip())
    if way == "start":
        return desk.writes(who, f"/start {name}" + ("" if name == "n" else str(desk.of["code"])))
    return desk.replies(who, name, args["subject"], **more)


def filled(value: Any, desk: Company, who: str) -> Any:
    """A value of the table with what the stories left in its place."""
    if isinstance(value, list):
        return [filled(one, desk, who) for one in value]
    if isinstance(value, dict):
        return {key: filled(one, desk, who) for key, one in value.items()}
    if not isinstance(value, str):
        return value
    ids = desk.of["ids"]
    known = {**desk.of, "me": ids[who] or 0, **{f"{one}_person": number for one, number in ids.items()}}
    whole = re.fullmatch(r"\{(\w+)\}", value)
    return known[whole[1]] if whole else re.sub(r"\{(\w+)\}", lambda found: str(known[found[1]]), value)


def judged(row: Row, way: str, who: str, seen: Seen) -> str:
    """What is wrong with a cell; nothing where it is as it should be."""
    refused = seen.said.startswith(SAID) or (bool(seen.owes) and seen.owes[-1] in REFUSING)
    if who in row.may:
        if refused and not row.vain:
            return "refused"
        if row.does and not seen.changed:
            return "nothing was done"
        return ""
    if seen.changed:
        return "not refused"
    told = expected(row, way, who)
    if seen.said.startswith(told) or (seen.owes and seen.owes[-1] == told):
        return ""
    return f"not told {told}"


def expected(row: Row, way: str, who: str) -> str:
    """What this person is told; by words where it was said in words."""
    pressed = way == "act" and row.words is None and not row.file
    if who in ("removed", "outsider"):
        if who in row.other:
            return row.other[who]
        return OUTSIDER if pressed else "outsider"
    told = row.other.get(who, row.told)
    return GONE if told == STALE and not pressed else told
