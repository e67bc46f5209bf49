"""The pages of one person: what they hold, and what happens to it when they move or leave."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from handlers.company import texts
from handlers.company.page_parts import to, to_department
from handlers.say import Say, act, do, in_rows, rows
from handlers.view import View
from locales import lines
from services import company, people, staff
from services.handover import Handover
from services.people import PersonFacts


def person(view: View) -> Say:
    """Who somebody is, what they hold, and what can be changed."""
    one = _person(view)
    home = company.department(view.session, view.house, one.department)
    said = [
        texts.PERSON(
            view.lang, name=one.name, department=view.department(one.department),
            role=texts.ROLES[one.role].plain(view.lang),
        ),
        *(
            texts.PERSON_DUTY[what](view.lang, department=view.department(one.department))
            for what, holder in (("interface", home.interface), ("deputy", home.deputy))
            if holder == one
        ),
        *held(view, staff.preview_removal(view.session, view.house, one.id)),
    ]  # fmt: skip
    role = "member" if one.is_manager else "manager"
    label = texts.MAKE_MEMBER if one.is_manager else texts.MAKE_HEAD
    change = (
        act(texts.RENAME.plain(view.lang), "company.rename", person=one.id),
        do(label.plain(view.lang), "company.role", person=one.id, role=role),
    )
    away = [to(view, texts.MOVE, "move", person=one.id)]
    if not one.is_admin:
        away.append(to(view, texts.REMOVE, "sure", what="remove", person=one.id))
    return Say(lines(said), rows(change, tuple(away), to_department(view, one.department)))


def held(view: View, would: Handover) -> list[Markup]:
    """What is somebody's now, and who would take it over."""
    if not would.counts:
        return [texts.HOLDS_NOTHING(view.lang)]
    things = texts.INSIDE_COMMA.plain(view.lang).join(str(thing) for thing in things_said(view, would))
    heir = texts.HEIR_WOULD(view.lang, name=would.heir.name) if would.heir else texts.NO_HEIR(view.lang)
    return [texts.HOLDS(view.lang, things=things), heir]


def things_said(view: View, would: Handover) -> list[Markup]:
    return [texts.THINGS[key](view.lang, count=count) for key, count in would.counts]


def _person(view: View) -> PersonFacts:
    return people.by_id(view.session, int(view.facts["person"]))


def move(view: View) -> Say:
    """Choose another department."""
    one = _person(view)
    each = [
        act(view.department(key), "company.sure", what="move", person=one.id, department=key)
        for key in view.book.departments
        if key != one.department
    ]
    stay = (to(view, texts.BACK, "person", person=one.id),)
    return Say(texts.MOVE_WHERE(view.lang, name=one.name), rows(*in_rows(each), stay))


def sure_move(view: View) -> Say:
    one, key = _person(view), str(view.facts["department"])
    would = staff.preview_move(view.session, view.house, one.id, key)
    names = {"before": view.department(one.department), "after": view.department(key)}
    said = [texts.SURE_MOVE(view.lang, name=one.name, **names), *_goes(view, would)]
    yes = do(texts.DO_MOVE.plain(view.lang), "company.moved", style="primary", person=one.id, department=key)
    return Say(lines(said), ((yes, to(view, texts.NOT_NOW, "person", person=one.id)),))


def sure_remove(view: View) -> Say:
    one = _person(view)
    would = staff.preview_removal(view.session, view.house, one.id)
    said = [texts.SURE_REMOVE(view.lang, name=one.name), *_goes(view, would)]
    yes = do(texts.DO_REMOVE.plain(view.lang), "company.removed", style="danger", person=one.id)
    return Say(lines(said), ((yes, to(view, texts.NOT_NOW, "person", person=one.id)),))


def _goes(view: View, would: Handover) -> list[Markup]:
    if not would.counts:
        return [texts.GOES_NOWHERE(view.lang), texts.HISTORY_STAYS(view.lang)]
    head = texts.GOES_TO(view.lang, name=would.heir.name) if would.heir else texts.NO_HEIR(view.lang)
    listed_things = [texts.THING(view.lang, what=what) for what in things_said(view, would)]
    return [head, *listed_things, texts.HISTORY_STAYS(view.lang)]


PAGES: dict[str, Callable[[View], Say]] = {"person": person, "move": move}
