"""The working calendar as people read it: a month, a day, and what would be set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from domain.rights import may
from handlers import calendar
from handlers.calendar_pages import texts
from handlers.calendar_pages.words import days_words, hours_words, span_words, week_words, whose, why_off
from handlers.order.words import together
from handlers.say import Button, Row, Say, act, do, rows
from handlers.view import View
from locales import formats, lines
from services import calendar_days, people
from services.calendar_days import RIGHT, entered, own_of, reach, scope_of
from services.house import who
from services.pace import calendar_of
from services.people import PersonFacts
from services.working_months import Otherwise, Run, WorkingMonth, working_month

MOST_LINES = 9


def page(view: View) -> Say | None:
    """A month, the grid to pick from, or one day."""
    person = people.by_id(view.session, view.subject_id)
    shown = date.fromisoformat(str(view.facts["month"]))
    sets = may(view.book, who(person), RIGHT)
    if sets and view.facts.get("day"):
        return _one_day(view, person, shown)
    if sets and view.facts.get("picks"):
        return _grid(view, person, shown)
    return _month(view, person, shown, sets)


# ── a month ────────────────────────────────────────────────────────────────────────────────


def _month(view: View, person: PersonFacts, shown: date, sets: bool) -> Say:
    found, lang = working_month(view.session, view.house, shown), view.lang
    unsettled = calendar_days.unsettled(view.session, view.house, view.now)
    said = [texts.HEAD(lang, month=formats.month(lang, found.first), count=found.workdays), _week(view)]
    last = [texts.UNSETTLED(lang, year=year) for year in unsettled]
    last += [texts.UNSETTLED_DO(lang)] if unsettled and person.is_admin else []
    body = [*_days(view, found), *(_otherwise(view, one) for one in found.others)]
    room = MOST_LINES - len(said) - len(last)
    if len(body) > room:
        body = [*body[: room - 1], texts.MORE(lang, count=len(body) - room + 1)]
    return Say(lines([*said, *body, *last]), _month_buttons(view, person, found, unsettled, sets))


def _week(view: View) -> Markup:
    usual = view.book.calendar
    return texts.WEEK(
        view.lang, week=week_words(usual.week, usual.alternate, view.lang), hours=hours_words(usual.hours, view.lang),
        quiet=span_words(usual.quiet),
    )  # fmt: skip


def _days(view: View, found: WorkingMonth) -> list[Markup]:
    said = [_run(view, run) for run in found.runs]
    if not said:
        said = [texts.NOTHING_ELSE(view.lang)]
    if found.every_other:
        days = [formats.day(view.lang, day, view.today) for day in found.every_other]
        said.append(texts.BIG_WEEKS(view.lang, days=together(days, view.lang)))
    return said


def _run(view: View, run: Run) -> Markup:
    days = days_words(view, run.first, run.last)
    if not run.works:
        return texts.OFF(view.lang, days=days, why=why_off(run, view.lang))
    if not run.own:
        return texts.MADE_UP(view.lang, days=days)
    why = together(run.notes, view.lang) or texts.OWN_WORK.plain(view.lang)
    return texts.WORKED(view.lang, days=days, why=why)


def _otherwise(view: View, one: Otherwise) -> Markup:
    lang = view.lang
    parts = [week_words(one.week, one.alternate, lang)] if one.week else []
    parts += [hours_words(one.hours, lang)] if one.hours else []
    for run in one.days:
        phrase = texts.WORK_SHORT if run.works else texts.OFF_SHORT
        words = phrase.plain(lang, days=days_words(view, run.first, run.last))
        parts.append(texts.NOTED.plain(lang, words=words, note=run.notes[0]) if run.notes else words)
    return texts.OTHERWISE(lang, department=whose(view, one.department), how=together(parts, lang))


def _month_buttons(
    view: View, person: PersonFacts, found: WorkingMonth, unsettled: tuple[int, ...], sets: bool
) -> tuple[Row, ...]:
    lang, month = view.lang, found.first.isoformat()
    earliest, latest = reach(view.today)
    before, after = found.first - timedelta(days=1), found.last + timedelta(days=1)
    turning = (
        *_turn(texts.BTN_EARLIER.plain(lang, month=formats.month_short(lang, before)), before, before >= earliest),
        *_turn(texts.BTN_LATER.plain(lang, month=formats.month_short(lang, after)), after, after <= latest),
    )
    setting = (
        act(texts.BTN_SET.plain(lang), "calendar.pick", month=month),
        act(texts.BTN_WRITE.plain(lang), "calendar.write"),
    )
    year = next((year for year in unsettled if person.is_admin), None)
    if year is None:
        return rows(turning, setting if sets else None)
    settling = (
        act(texts.BTN_TEMPLATE.plain(lang), "sheet.template", kind="calendar"),
        do(texts.BTN_SETTLE.plain(lang, year=year), "calendar.settle", year=year),
    )
    return rows(turning, setting, settling)


def _turn(label: str, day: date, there: bool) -> tuple[Button, ...]:
    return (act(label, "calendar.show", month=day.replace(day=1).isoformat()),) if there else ()


# ── one day ────────────────────────────────────────────────────────────────────────────────


def _grid(view: View, person: PersonFacts, shown: date) -> Say:
    earliest, latest = reach(view.today)
    scope = scope_of(view.house, person)
    grid = calendar.month(
        shown, earliest=earliest, latest=latest, lang=view.lang,
        button=lambda label, data: act(label, "calendar.picked", data=data),
    )  # fmt: skip
    back = act(texts.BTN_BACK.plain(view.lang), "calendar.show", month=shown.isoformat())
    return Say(texts.PICK(view.lang, whose=whose(view, scope)), (*grid, (back,)))


def _one_day(view: View, person: PersonFacts, day: date) -> Say:
    lang, scope = view.lang, scope_of(view.house, person)
    works = calendar_of(view.session, view.house, scope or None).is_workday(day)
    stands = own_of(view.session, day, scope)
    said = [texts.DAY(lang, day=formats.day(lang, day, view.today), whose=whose(view, scope))]
    said.append((texts.NOW_WORKS if works else texts.NOW_OFF)(lang))
    if stands is not None and stands.note:
        said.append(texts.BECAUSE_NOTED(lang, who=stands.by, note=stands.note))
    elif stands is not None:
        said.append(texts.BECAUSE(lang, who=stands.by))
    was = stands.at.isoformat() if stands is not None else None

    keys = ("off" if works else "work", *(("clear",) if stands is not None else ()))
    choices = tuple(
        do(texts.DAY_IS[key].plain(lang), "calendar.set", day=day.isoformat(), works=key, was=was) for key in keys
    )
    back = act(texts.BTN_BACK.plain(lang), "calendar.pick", month=day.isoformat())
    return Say(lines(said), (choices, (back,)))


# ── several days ───────────────────────────────────────────────────────────────────────────


def ask(view: View) -> Say:
    """Which days?"""
    said = [texts.ASK(view.lang), texts.ASK_LIKE(view.lang)]
    return Say(lines(said), placeholder=texts.HINT.plain(view.lang))


def confirm(view: View) -> Say:
    """What would be set, and how many days become another."""
    facts, lang = view.facts, view.lang
    first, last = (date.fromisoformat(str(facts[key])) for key in ("first", "last"))
    works, scope = str(facts["works"]), str(facts["department"])
    said = [
        texts.CONFIRM(
            lang, days=days_words(view, first, last), what=texts.DAY_IS[works].plain(lang), whose=whose(view, scope)
        ),
        _changes(view, first, last, works, scope),
    ]
    if facts["note"]:
        said.append(texts.CONFIRM_NOTE(lang, note=str(facts["note"])))
    given: dict[str, Any] = {key: facts[key] for key in ("first", "last", "works", "department", "note")}
    make = do(texts.BTN_MAKE.plain(lang), "calendar.make", style="primary", **given)
    return Say(lines(said), ((make, do(texts.BTN_DROP.plain(lang), "calendar.drop")),))


def _changes(view: View, first: date, last: date, works: str, scope: str) -> Markup:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if works == "clear":
        own = [one for one in entered(view.session, first, last) if one.department == scope]
        return texts.CONFIRM_CLEAR(view.lang, count=len(own))
    worked = sum(calendar_of(view.session, view.house, scope or None).is_workday(day) for day in days)
    if works == "off":
        return texts.CONFIRM_OFF(view.lang, count=worked)
    return texts.CONFIRM_WORK(view.lang, count=len(days) - worked)


# ── the missing year ───────────────────────────────────────────────────────────────────────


def missing(view: View) -> Say | None:
    """To an administrator, once a week from November: nothing once the year is there."""
    year = int(view.facts["year"])
    if year not in calendar_days.unsettled(view.session, view.house, view.now):
        return None
    january = date(year, 1, 1)
    look = act(
        texts.BTN_LOOK.plain(view.lang, month=formats.month(view.lang, january)), "calendar.show",
        month=january.isoformat(),
    )  # fmt: skip
    template = act(texts.BTN_TEMPLATE.plain(view.lang), "sheet.template", kind="calendar")
    return Say(lines([texts.MISSING(view.lang, year=year), texts.MISSING_DO(view.lang)]), ((look, template),))
