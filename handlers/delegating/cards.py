"""代理 as people read it: the list, the questions, what it means, and what both are told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from markupsafe import Markup

from handlers.delegating import texts
from handlers.order.words import head
from handlers.say import Button, Say, act, do, in_rows, rows
from handlers.view import View
from locales import formats, lines
from services import people, waiting
from services.approvals import delegating
from services.approvals.delegating import DelegationFacts
from services.order_view import view_of
from services.pace import calendar_of
from services.people import PersonFacts


def _at(view: View, moment: datetime) -> str:
    """`11月27日 周五 17:30`."""
    local = formats.local(moment, view.house.zone)
    return f"{formats.day(view.lang, local.date(), view.today)} {local:%H:%M}"


def span(view: View, begins_at: datetime, ends_at: datetime) -> str:
    """`到 11月27日 周五 17:30`; with its beginning where that is still to come."""
    if begins_at <= view.now:
        return texts.UNTIL.plain(view.lang, end=_at(view, ends_at))
    return texts.FROM_UNTIL.plain(view.lang, begin=_at(view, begins_at), end=_at(view, ends_at))


# ── the list ───────────────────────────────────────────────────────────────────────────────


def listed(view: View) -> Say:
    """What holds for this person, whom they stand in for, and how to write one."""
    person = people.by_id(view.session, view.subject_id)
    mine = [delegating.facts(view.session, row) for row in delegating.of_person(view.session, person.id, view.now)]
    theirs = [delegating.facts(view.session, row) for row in delegating.of_deputy(view.session, person.id, view.now)]
    said: list[Markup] = [texts.HEAD(view.lang)]
    for one in mine:
        said.append(texts.MINE(view.lang, deputy=one.to_name, span=span(view, one.begins_at, one.ends_at)))
    for one in theirs:
        said.append(texts.THEIRS(view.lang, principal=one.from_name, span=span(view, one.begins_at, one.ends_at)))
    if not mine and not theirs:
        said = [texts.NOBODY(view.lang)]
    said.append(texts.HOW(view.lang))
    if person.is_admin:
        said.append(texts.HOW_ADMIN(view.lang))
    buttons = [
        do(texts.BTN_TAKE_BACK.plain(view.lang, deputy=one.to_name), "delegate.take_back", delegation=one.id)
        for one in mine
    ]
    return Say(lines(said), in_rows(buttons))


# ── questions ──────────────────────────────────────────────────────────────────────────────


def _whom(view: View, plan: dict[str, Any]) -> str:
    """`你`, or the name of somebody for whom an administrator speaks."""
    if plan["principal"] == plan["asks"]:
        return texts.YOU.plain(view.lang)
    return people.by_id(view.session, plan["principal"]).name


def _button(view: View, one: PersonFacts, plan: dict[str, Any], part: str) -> Button:
    label = texts.PERSON.plain(view.lang, who=one.name, department=view.department(one.department))
    return act(label, "delegate.who_given", plan=plan, part=part, person=one.id)


def who(view: View) -> Say:
    """Which colleague?"""
    plan, part, words = view.facts["plan"], str(view.facts["part"]), str(view.facts["words"])
    chosen = [people.by_id(view.session, number) for number in view.facts["people"]]
    buttons = in_rows([_button(view, one, plan, part) for one in chosen])
    if part == "principal":
        return Say(texts.WHOM_FOR(view.lang, words=words), buttons)
    if not words:
        return Say(texts.WHO_NONE(view.lang), buttons)
    phrase = texts.WHO_UNKNOWN if view.facts["unknown"] else texts.WHO_SEVERAL
    return Say(phrase(view.lang, words=words), buttons)


def which_day(view: View) -> Say:
    """Until when, or from when?"""
    plan, part = view.facts["plan"], str(view.facts["part"])
    said = [texts.BAD_DAY(view.lang, words=str(view.facts["bad"]))] if view.facts["bad"] else []
    phrase = texts.ASK_UNTIL if part == "until" else texts.ASK_BEGIN
    deputy = people.by_id(view.session, plan["deputy"]).name
    said.append(phrase(view.lang, deputy=deputy, whom=_whom(view, plan)))
    days = [date.fromisoformat(one) for one in view.facts["days"]] or _likely(view, part)
    buttons = [
        act(formats.day(view.lang, one, view.today), "delegate.day_given", plan=plan, part=part, on=one.isoformat())
        for one in days
    ]
    return Say(lines(said), in_rows(buttons), placeholder=texts.DAY_HINT.plain(view.lang))


def _likely(view: View, part: str) -> list[date]:
    """Tomorrow, the last working days of this week and the next."""
    calendar = calendar_of(view.session, view.house)
    tomorrow = calendar.add_workdays(view.today, 1)
    if part == "begin":
        return [tomorrow, calendar.add_workdays(tomorrow, 1)]
    monday = view.today - timedelta(days=view.today.weekday())
    ends = [calendar.add_workdays(monday + timedelta(weeks=n), -1) for n in (1, 2)]
    return sorted({one for one in (tomorrow, *ends) if one > view.today})


# ── what it means ──────────────────────────────────────────────────────────────────────────


def confirm(view: View) -> Say:
    """Before it holds: who, until when, and what moves."""
    plan, lang = view.facts["plan"], view.lang
    deputy, whom = people.by_id(view.session, plan["deputy"]).name, _whom(view, plan)
    begins, ends = (datetime.fromisoformat(str(view.facts[key])) for key in ("begins", "ends"))
    said = [texts.CONFIRM(lang, deputy=deputy, whom=whom, span=span(view, begins, ends))]
    count = len(waiting.seats_of(view.session, people.by_id(view.session, plan["principal"])))
    if begins > view.now:
        said.append(texts.MOVES_LATER(lang, whom=whom, deputy=deputy))
    elif count:
        said.append(texts.MOVES(lang, whom=whom, deputy=deputy, count=count))
    said.append(texts.RULES(lang, whom=whom, deputy=deputy))
    make = do(texts.BTN_MAKE.plain(lang), "delegate.make", style="success", plan=plan)
    return Say(lines(said), rows((make, do(texts.BTN_DROP.plain(lang), "delegate.drop", plan=plan))))


def _facts(view: View) -> DelegationFacts:
    return delegating.by_id(view.session, view.subject_id)


def made(view: View) -> Say:
    """To the one who said it."""
    one = _facts(view)
    whom = texts.YOU.plain(view.lang) if one.from_id == view.facts["asks"] else one.from_name
    return Say(texts.MADE(view.lang, deputy=one.to_name, whom=whom, span=span(view, one.begins_at, one.ends_at)))


def told(view: View) -> Say:
    """To the deputy."""
    one = _facts(view)
    said = [
        texts.TOLD_DEPUTY(
            view.lang, principal=one.from_name, you=one.to_name, span=span(view, one.begins_at, one.ends_at)
        )
    ]
    count = len(waiting.seats_of(view.session, people.by_id(view.session, one.from_id)))
    if count and one.begins_at <= view.now:
        said.append(texts.TOLD_DEPUTY_COUNT(view.lang, count=count))
    return Say(lines(said))


def told_principal(view: View) -> Say:
    """To somebody for whom an administrator spoke."""
    one = _facts(view)
    return Say(
        texts.TOLD_PRINCIPAL(
            view.lang, actor=str(view.facts["actor"]), deputy=one.to_name, span=span(view, one.begins_at, one.ends_at)
        )
    )


def over(view: View) -> Say:
    """To the deputy whose time ended early."""
    return Say(texts.OVER_DEPUTY(view.lang, principal=_facts(view).from_name))


def over_principal(view: View) -> Say:
    """To somebody for whom an administrator took it back."""
    one = _facts(view)
    return Say(texts.OVER_PRINCIPAL(view.lang, actor=str(view.facts["actor"]), deputy=one.to_name))


def away(view: View) -> Say | None:
    """To whoever waits for a decision: who gives it now."""
    one = delegating.by_id(view.session, int(view.facts["delegation"]))
    if one.ends_at <= view.now:
        return None
    order = view_of(view.session, view.house, view.subject_id, view.now)
    said = texts.AWAY(
        view.lang, head=head(order, view.lang), principal=one.from_name, deputy=one.to_name, end=_at(view, one.ends_at)
    )
    return Say(said, silent=True)  # fmt: skip
