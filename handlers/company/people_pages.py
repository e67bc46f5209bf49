"""The pages of everybody and of departments: for everybody to find out who does what, for administrators to change it."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from domain.rights import money_view
from handlers.company import person_pages, texts
from handlers.company.page_parts import (
    ON_A_PAGE,
    actor,
    back,
    listed,
    next_page,
    resume,
    to,
    to_department,
)  # fmt: skip
from handlers.home.texts import LANGUAGE_NAMES
from handlers.order.words import mention
from handlers.say import Button, Row, Say, act, do, in_rows, rows
from handlers.view import View
from locales import SOURCE, lines
from services import company, telling
from services.company import DepartmentFacts
from services.people import PersonFacts

SHOWN_INVITES = 6
SHOWN_NAMES = 6
DIRECT = 6
"""So many people can be named interface person on the department's own page, while there is none."""


def _marks(view: View, one: DepartmentFacts, person: PersonFacts) -> str:
    """周海（负责人，接口人）."""
    marks = [texts.ROLES["manager"]] if person.is_manager else []
    marks += [texts.INTERFACE] if person == one.interface else []
    marks += [texts.DEPUTY] if person == one.deputy else []
    marks += [texts.ADMIN] if person.is_admin else []
    inside = texts.INSIDE_COMMA.plain(view.lang).join(mark.plain(view.lang) for mark in marks)
    return texts.PERSON_WITH.plain(view.lang, name=person.name, what=inside) if inside else person.name


def _names(view: View, one: DepartmentFacts, most: int = SHOWN_NAMES) -> str:
    """Who stands for the department first; of many only the first few."""
    first = [person for person in (one.interface, one.deputy) if person is not None]
    ordered = first + [person for person in one.people if person not in first]
    said = listed(view, [_marks(view, one, person) for person in ordered[:most]])
    if len(ordered) <= most:
        return said
    return texts.AND_OTHERS.plain(view.lang, people=said, count=len(ordered))


# ── everybody, and where they are met ──────────────────────────────────────────────────────


def everybody(view: View) -> Say:
    """Who is there, department by department; for administrators also who is still to come."""
    known = company.departments(view.session, view.house)
    manages = actor(view).is_admin
    said = [texts.PEOPLE(view.lang, count=sum(len(one.people) for one in known))]
    said += [
        texts.DEPARTMENT_PEOPLE(view.lang, department=view.department(one.key), people=_names(view, one))
        for one in known
        if one.people
    ]
    invites = company.open_invites(view.session, view.now)[:SHOWN_INVITES] if manages else ()
    if invites:
        waited = [
            texts.PERSON_WITH.plain(view.lang, name=one.name, what=view.department(one.department)) for one in invites
        ]
        said.append(texts.INVITED(view.lang, people=listed(view, waited)))
    said.append(texts.PEOPLE_HINT(view.lang))
    see = [
        act(texts.SEE_INVITE.plain(view.lang, name=one.name), "company.invitation", invite=one.id) for one in invites
    ]
    add = (act(texts.INVITE.plain(view.lang), "company.invite", style="primary"), *resume(view, "invite"))
    each = [act(view.department(one.key), "company.department", department=one.key) for one in known if one.people]
    return Say(
        lines(said), rows(add if manages else None, *in_rows(each), *in_rows(see), back(view) if manages else None)
    )


def groups(view: View) -> Say:
    """Where each department is met and who stands for it; what is missing is said."""
    known = company.departments(view.session, view.house)
    said = [Markup("<b>%s</b>") % texts.GROUPS(view.lang)]
    said += [
        texts.DEPARTMENT_LINE(
            view.lang, department=view.department(one.key), group=_group(view, one),
            interface=_interface(view, one),
        )
        for one in known
    ]  # fmt: skip
    manages = actor(view).is_admin
    said.append((texts.GROUPS_HINT if manages else texts.PEOPLE_HINT)(view.lang))
    each = [act(view.department(one.key), "company.department", department=one.key) for one in known]
    return Say(lines(said), rows(*in_rows(each), back(view) if manages else None))


def _group(view: View, one: DepartmentFacts) -> str:
    if one.group is None:
        return (texts.NO_GROUP if one.meets else texts.PRIVATE).plain(view.lang)
    return one.group.title if one.group.reachable else texts.LOST_GROUP.plain(view.lang, group=one.group.title)


def _interface(view: View, one: DepartmentFacts) -> str:
    if not one.people:
        return texts.NO_PEOPLE.plain(view.lang)
    return one.interface.name if one.interface else texts.NO_INTERFACE.plain(view.lang)


# ── one department ─────────────────────────────────────────────────────────────────────────


def department(view: View) -> Say:
    """What it answers for, its group, its people, and who of them stands for it."""
    one = _one(view)
    said = [
        Markup("<b>%s</b>") % view.department(one.key),
        texts.DUTY(view.lang, duty=view.book.departments[one.key].duty.in_(view.lang)),
        texts.GROUP_IS(view.lang, group=_group(view, one)),
        texts.INTERFACE_IS(view.lang, name=_rings(one.interface) if one.interface else _interface(view, one)),
    ]
    if one.deputy is not None:
        said.append(texts.DEPUTY_IS(view.lang, name=_rings(one.deputy)))
    if one.without_interface and one.people:
        said.append(texts.WARN_INTERFACE(view.lang))
    said.append(texts.PEOPLE_ARE(view.lang, people=_names(view, one) or texts.NO_PEOPLE.plain(view.lang)))
    if not actor(view).is_admin:
        return Say(lines(said), ((to(view, texts.BACK, "people"),),))
    if one.group is not None:
        said += _shared(view, one)
        spoken = LANGUAGE_NAMES[one.group.language or SOURCE]
        said.append(texts.GROUP_SPEAKS(view.lang, language=spoken))
    return Say(lines(said), rows(*_changes(view, one), (to(view, texts.BACK, "groups"),)))


def _rings(person: PersonFacts) -> Markup:
    return mention(person.telegram_id, person.name)


def _shared(view: View, one: DepartmentFacts) -> list[Markup]:
    """Others who are met in the same group, and what that hides."""
    assert one.group is not None
    keys = company.met_in(view.session, view.house, one.group.chat_id)
    if len(keys) < 2:
        return []
    names = listed(view, [view.department(key) for key in keys])
    return [texts.SHARED(view.lang, departments=names), *amounts_hidden(view, one.group.chat_id, one.group.title)]


def amounts_hidden(view: View, chat: int, title: str) -> list[Markup]:
    """A group shows no more of money than every department in it may see: who is the reason, and who loses by it."""
    keys = company.met_in(view.session, view.house, chat)
    least = money_view(view.book, keys)
    losing = [view.department(key) for key in keys if money_view(view.book, [key]) is not least]
    if not losing:
        return []
    hiding = [view.department(key) for key in keys if money_view(view.book, [key]) is least]
    return [
        texts.AMOUNTS_HIDDEN(view.lang, group=title, departments=listed(view, hiding), department=listed(view, losing))
    ]


def _changes(view: View, one: DepartmentFacts) -> list[tuple[Button, ...]]:
    """What an administrator can change; people by name, eight at a time."""
    at = int(view.facts.get("page", 0))
    bind = act(
        (texts.OTHER_GROUP if one.group else texts.BIND_GROUP).plain(view.lang), "company.code", department=one.key
    )
    free = (to(view, texts.UNBIND, "sure", what="unbind", department=one.key),) if one.group else ()
    said = (to(view, texts.GROUP_LANGUAGE, "languages", department=one.key),) if one.group else ()
    add = act(texts.INVITE.plain(view.lang), "company.invite", department=one.key)
    some = one.people[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]
    each = [act(person.name, "company.person", person=person.id) for person in some]
    more = len(one.people) > (at + 1) * ON_A_PAGE
    return [
        (bind, *free), (*said, add), *_standing(view, one), *in_rows(each),
        next_page(view, "department", at, more, department=one.key),
    ]  # fmt: skip


def _standing(view: View, one: DepartmentFacts) -> tuple[Row, ...]:
    """Who stands for it: chosen at once while there is nobody, by a page of its own later."""
    if one.interface is None:
        return in_rows([_name_one(view, one.key, person) for person in one.people[:DIRECT]])
    choose = to(view, texts.CHANGE_INTERFACE, "standin", what="interface", department=one.key)
    deputy = to(view, texts.CHANGE_DEPUTY, "standin", what="deputy", department=one.key)
    return ((choose, deputy),) if len(one.people) > 1 else ()


def _name_one(view: View, key: str, person: PersonFacts) -> Button:
    label = texts.MAKE_INTERFACE.plain(view.lang, name=person.name)
    return do(label, "company.interface", department=key, person=person.id, page=True)


def standin(view: View) -> Say:
    """Choose the interface person or the deputy."""
    one, what, at = _one(view), str(view.facts["what"]), int(view.facts.get("page", 0))
    others = [person for person in one.people if person not in (one.interface, one.deputy)]
    if what == "interface" and one.deputy is not None:
        others = [one.deputy, *others]
    name = "company.interface" if what == "interface" else "company.deputy"
    some = others[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]
    each = [do(person.name, name, department=one.key, person=person.id, page=True) for person in some]
    drop: tuple[Button, ...] = ()
    if what == "deputy" and one.deputy is not None:
        drop = (do(texts.DROP_DEPUTY.plain(view.lang), "company.deputy", department=one.key, person=0, page=True),)
    more = len(others) > (at + 1) * ON_A_PAGE
    further = next_page(view, "standin", at, more, what=what, department=one.key)
    return Say(
        texts.WHO_STANDS[what](view.lang, department=view.department(one.key)),
        rows(*in_rows(each), further, drop, to_department(view, one.key)),
    )


def languages(view: View) -> Say:
    """Choose the language of a group."""
    one = _one(view)
    each = [
        do(name, "company.set_language", department=one.key, language=language)
        for language, name in LANGUAGE_NAMES.items()
    ]
    group = one.group.title if one.group else ""
    return Say(texts.WHICH_LANGUAGE(view.lang, group=group), rows(*in_rows(each), to_department(view, one.key)))


def _one(view: View) -> DepartmentFacts:
    return company.department(view.session, view.house, str(view.facts["department"]))


def sure(view: View) -> Say:
    """What would happen, before it does."""
    return {"move": person_pages.sure_move, "remove": person_pages.sure_remove, "unbind": _sure_unbind}[
        str(view.facts["what"])
    ](view)


def _sure_unbind(view: View) -> Say:
    one = _one(view)
    if one.group is None:
        return department(view)
    desk = one.interface or one.deputy
    head = telling.head_of(view.session, one.key)
    name = desk.name if desk else head.name if head else texts.ADMIN.plain(view.lang)
    said = texts.SURE_UNBIND(
        view.lang, department=view.department(one.key), group=one.group.title, desk=name
    )  # fmt: skip
    yes = do(texts.SURE.plain(view.lang), "company.unbind", style="danger", department=one.key)
    return Say(said, ((yes, to(view, texts.NOT_NOW, "department", department=one.key)),))


PAGES: dict[str, Callable[[View], Say]] = {
    "people": everybody, "groups": groups, "department": department, "standin": standin, "languages": languages,
    **person_pages.PAGES, "sure": sure,
}  # fmt: skip
