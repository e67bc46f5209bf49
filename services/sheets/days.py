"""Days of the working calendar by a sheet: 日期, 上班/放假, 部门, 说明. A whole year of them settles that year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import CalendarDay
from domain.understanding.marked_days import MOST_NOTE
from domain.understanding.sheet_words import WORKED, one_of, plain, whole_date
from services import calendar_days
from services.calendar_days import Wanted, reach, scope_of
from services.house import House
from services.pace import COMPANY, calendar_of
from services.people import PersonFacts
from services.sheets.judging import Change, Judged, Row, doubled, shortened, words

WHOLE_YEAR = 7
"""So many days of a year, one of them worked at a weekend, are what was published for it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is entered now, and whose days this person may enter."""

    entered: Mapping[tuple[str, str], tuple[bool, str]]
    """By department and day: worked or not, and the note."""
    departments: Mapping[str, str]
    """By every name."""
    scope: str
    """Whose a row is that names no department."""
    all_departments: bool
    earliest: date
    latest: date
    unsettled: frozenset[int]
    weekend: frozenset[int]


def known(session: Session, house: House, actor: PersonFacts, now: datetime) -> Known:
    """The calendar as this person may change it."""
    rows = session.execute(select(CalendarDay.department, CalendarDay.day, CalendarDay.works, CalendarDay.note))
    earliest, latest = reach(house.today(now))
    calendar = calendar_of(session, house)
    years = range(earliest.year, latest.year + 1)
    return Known(
        entered={(row.department, row.day.isoformat()): (row.works, row.note or "") for row in rows},
        departments={plain(name): key for key, name in _names(house)},
        scope=scope_of(house, actor),
        all_departments=actor.is_admin,
        earliest=earliest,
        latest=latest,
        unsettled=frozenset(calendar.years_without_makeup_days(years)),
        weekend=calendar.weekend,
    )


def _names(house: House) -> Iterator[tuple[str, str]]:
    for key, department in house.book.departments.items():
        yield key, key
        for name in (department.name.zh, department.name.zh_Hant, department.name.en):
            if name:
                yield key, name


def judge(judged: Judged, rows: list[Row], have: Known) -> None:
    """New days, changed ones, those that are the same; a day twice is a fault."""
    keyed: list[tuple[Row, str]] = []
    for row in rows:
        day, works = _day(judged, row, have), _works(judged, row)
        department, note = _department(judged, row, have), words(judged, row, "note", MOST_NOTE) or ""
        if day is None or department is None:
            continue
        keyed.append((row, f"{department}/{day}"))
        if works is not None:
            _put(judged, row, have, day, works, department, note)
    doubled(judged, keyed, "day")
    for year in sorted(_whole_years(judged, have)):
        judged.warn("settles_year", year=str(year))
        judged.effects.append({"do": "settle", "year": year})


def _put(judged: Judged, row: Row, have: Known, day: date, works: bool, department: str, note: str) -> None:
    name = " ".join(part for part in (day.isoformat(), row["department"], row["works"], note) if part)
    before = have.entered.get((department, day.isoformat()))
    if before == (works, note):
        judged.changes.append(Change(row.n, "same", name))
        return
    if before is None:
        judged.changes.append(Change(row.n, "new", name))
    else:
        pairs = {"works": (_code(before[0]), _code(works)), "note": (before[1], note)}
        fields = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
        judged.changes.append(Change(row.n, "changed", day.isoformat(), fields))
    judged.effects.append(
        {"do": "set", "day": day.isoformat(), "works": works, "department": department, "note": note}
    )  # fmt: skip


def _code(works: bool) -> str:
    return "work" if works else "off"


def _whole_years(judged: Judged, have: Known) -> set[int]:
    """Years of which the sheet says what was published, for the whole company."""
    days = [(date.fromisoformat(one["day"]), one["works"]) for one in judged.effects if one["department"] == COMPANY]
    made_up = {day.year for day, works in days if works and day.weekday() in have.weekend}
    if not have.all_departments:
        return set()
    return {year for year in have.unsettled & made_up if sum(day.year == year for day, _ in days) >= WHOLE_YEAR}


def _day(judged: Judged, row: Row, have: Known) -> date | None:
    found = None if shortened(row["day"]) else whole_date(row["day"])
    if found is None:
        judged.fault(row, "day", "no_date" if row["day"] else "wanted")
    elif not have.earliest <= found <= have.latest:
        judged.fault(row, "day", "too_far")
        return None
    return found


def _works(judged: Judged, row: Row) -> bool | None:
    found = one_of(WORKED, row["works"])
    if found is None:
        judged.fault(row, "works", "no_works" if row["works"] else "wanted")
        return None
    return found == "work"


def _department(judged: Judged, row: Row, have: Known) -> str | None:
    if not row["department"]:
        return have.scope
    found = have.departments.get(plain(row["department"]))
    if found is None:
        judged.fault(row, "department", "no_department")
    elif not have.all_departments and found != have.scope:
        judged.fault(row, "department", "not_your_days")
        return None
    return found


def apply(session: Session, house: House, actor: PersonFacts, judged: Judged, now: datetime) -> None:
    """Carry out what was judged, in the caller's transaction."""
    wanted = [_wanted(effect) for effect in judged.effects if effect["do"] == "set"]
    calendar_days.set_days(session, house, actor, wanted, now)
    for effect in judged.effects:
        if effect["do"] == "settle":
            calendar_days.settle_year(session, house, actor, int(effect["year"]), now)


def _wanted(effect: Mapping[str, Any]) -> Wanted:
    return Wanted(
        date.fromisoformat(effect["day"]), bool(effect["works"]), effect["department"], effect["note"] or None
    )  # fmt: skip
