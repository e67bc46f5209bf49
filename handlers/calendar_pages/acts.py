"""What people do with the working calendar: look, tap a day, write days, say that a year is right."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.rights import may
from domain.understanding.marked_days import MarkedDays, Unclear, marked_days
from handlers import calendar
from handlers.calendar_pages import texts
from handlers.turn import Turn
from services import calendar_days
from services.calendar_days import LONGEST, RIGHT, own_of, scope_of, span
from services.errors import NotFound
from services.house import require, who
from services.pace import calendar_of

AFLOAT = 3
"""So many messages below the card, and the next page is posted anew at the bottom."""
WORKS: dict[str, bool | None] = {"off": False, "work": True, "clear": None}


def command(turn: Turn) -> None:
    """/calendar, or days behind it: 日历 2月15日到23日 放假."""
    if turn.text.strip():
        said(turn)
    else:
        _page(turn, repost=True, month=turn.today.isoformat())


def show(turn: Turn, month: str | None = None) -> None:
    """One month; the present one first."""
    _page(turn, month=(_day(month) if month else turn.today).isoformat())


def pick(turn: Turn, month: str) -> None:
    """改某一天: the month as a grid."""
    require(turn.house, turn.actor, RIGHT)
    _page(turn, month=_day(month).isoformat(), picks=True)


def picked(turn: Turn, data: str) -> None:
    """A day of the grid, or another month of it."""
    require(turn.house, turn.actor, RIGHT)
    earliest, latest = calendar_days.reach(turn.today)
    found, other = calendar.read(data, earliest=earliest, latest=latest, lang=turn.lang)
    if found is not None:
        one_day(turn, found.isoformat())
    elif other is not None:
        _page(turn, month=other.isoformat(), picks=True)


def one_day(turn: Turn, day: str) -> None:
    """One day: what it is, and what it may be."""
    require(turn.house, turn.actor, RIGHT)
    _page(turn, month=_day(day).isoformat(), day=day)


def set_day(turn: Turn, day: str, works: str, was: str | None = None) -> None:
    """放假, 上班, or as the public calendar has it. `was`: the moment at which what was seen had been entered."""
    on, scope = _day(day), scope_of(turn.house, turn.actor)
    stands = own_of(turn.session, on, scope)
    if stands is not None and stands.at.isoformat() != was and stands.works != WORKS[works]:
        one_day(turn, day)
        turn.alert(texts.CHANGED_MEANWHILE, who=stands.by)
        return
    note = stands.note if stands is not None and stands.works == WORKS[works] else None
    changed = calendar_days.set_days(
        turn.session, turn.house, turn.actor, span(on, on, WORKS[works], scope, note), turn.now
    )
    _page(turn, month=on.isoformat())
    turn.toast(texts.SET_SHORT if changed else texts.SAME)


def settle(turn: Turn, year: int) -> None:
    """确认 2027 年日历."""
    done = calendar_days.settle_year(turn.session, turn.house, turn.actor, year, turn.now)
    _page(turn, month=date(year, 1, 1).isoformat())
    turn.toast(texts.SETTLED if done else texts.SETTLED_BEFORE, year=year)


# ── in words ───────────────────────────────────────────────────────────────────────────────


def write(turn: Turn) -> None:
    """写一段日子."""
    require(turn.house, turn.actor, RIGHT)
    turn.ask("calendar.ask", "calendar.said")


def said(turn: Turn) -> None:
    """2月15日到23日 放假 春节: what it means is shown before it holds."""
    scope = scope_of(turn.house, turn.actor)
    words = turn.text
    if turn.actor.is_admin:
        named, words = _department(turn, words)
        scope = scope_of(turn.house, turn.actor, named)
    if not words.strip():
        write(turn)  # nothing that could be read as days: asked once more
        return
    read = marked_days(words, turn.today, calendar_of(turn.session, turn.house))
    if isinstance(read, Unclear):
        turn.alert(texts.UNCLEAR[read.value])
        return
    if (read.last - read.first).days >= LONGEST:
        turn.alert(texts.UNCLEAR["too_long"], most=LONGEST)
        return
    turn.wait_for_nothing()
    turn.reply("calendar.confirm", **_told(read, scope))


def _told(read: MarkedDays, scope: str) -> dict[str, Any]:
    works = next(key for key, value in WORKS.items() if value is read.works)
    return {
        "first": read.first.isoformat(), "last": read.last.isoformat(), "works": works, "note": read.note,
        "department": scope,
    }  # fmt: skip


def _department(turn: Turn, words: str) -> tuple[str | None, str]:
    """生产 12月5日 上班: an administrator may name whose days they are."""
    begun = words.strip()
    for key, department in turn.book.departments.items():
        for name in {department.name.in_(turn.lang), department.name.in_("zh_Hans_CN")}:
            if begun.lower().startswith(name.lower()):
                return key, begun[len(name) :]
    return None, words


def make(
    turn: Turn, first: str, last: str, works: str, department: str, note: str | None = None
) -> None:  # fmt: skip
    """就这样."""
    wanted = span(_day(first), _day(last), WORKS[works], department, note)
    if not may(turn.book, who(turn.actor), RIGHT) or len(wanted) > LONGEST:
        raise NotFound("days")
    changed = calendar_days.set_days(turn.session, turn.house, turn.actor, wanted, turn.now)
    turn.toast(texts.SET_SHORT if changed else texts.SAME)
    _page(turn, repost=True, month=first)


def drop(turn: Turn) -> None:
    """不改."""
    turn.toast(texts.DROPPED)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(f"day {text}") from None


def _page(turn: Turn, *, repost: bool = False, **facts: Any) -> None:
    # each person turns their own pages, also in a group
    turn.card("calendar", f"person:{turn.actor.id}", facts=facts, answer=True, afloat=AFLOAT, repost=repost)
