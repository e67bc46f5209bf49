"""The ways in as people take them, and whether what came of it is what the tables say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tests.support.matrix import FILE, WHO, Company, Seen
from tests.support.readings import UNREAD, language, told_too_much
from tests.support.who_may import GONE, OUTSIDER, REFUSING, SAID, STALE, TABLES, Row

WAYS = [(way, name) for way, table in TABLES.items() for name in table]


def faults(desk: Company, way: str, name: str, people: Iterable[str] = tuple(WHO)) -> list[str]:
    """The cells of a row that are not as the tables say, each with what was seen."""
    row, known = TABLES[way][name], desk.of["marks"]
    found: list[str] = []
    whole: set[str] = set()
    for n, who in enumerate(people, start=WAYS.index((way, name))):
        seen = desk.refused_at_once(who, f"{way}:{name}")
        if seen is None or seen.said not in whole:
            # one of those whom the first guard tells the same goes all the way
            whole |= {seen.said} if seen is not None else set()
            seen = attempt(desk, way, name, row, who, lang="" if who in UNREAD else language(n))
        wrong = judged(row, way, who, seen) or told_too_much(desk, who, seen, known)
        if wrong:
            found.append(f"{way}:{name} × {who}: {wrong}; {replace(seen, shown=())}")
    return found


def attempt(desk: Company, way: str, name: str, row: Row, who: str, lang: str = "") -> Seen:
    """The way in as this person takes it; with a language also what every chat is shown of it."""
    args = {key: filled(value, desk, who) for key, value in row.args.items()}
    more: dict[str, Any] = FILE if row.file else {"text": row.words or "x"}
    if row.album:
        more = {**more, "media_group_id": "A"}
    if way == "act":
        if row.words is not None or row.file:
            return desk.answers(who, name, args, lang=lang, **more)
        return desk.presses(who, name, args, awaits=row.awaits, lang=lang)
    if way == "command":
        return desk.writes(who, f"/{name} {filled(row.words or '', desk, who)}".strip(), lang=lang)
    if way == "start":
        return desk.writes(who, f"/start {name}" + ("" if name == "n" else str(desk.of["code"])), lang=lang)
    return desk.replies(who, name, args["subject"], lang=lang, **more)


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
        if refused:
            return "refused"
        if row.does and not seen.changed:
            return "nothing was done"
        return "" if seen.changed or seen.said or seen.owes else "nothing came of it"
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
