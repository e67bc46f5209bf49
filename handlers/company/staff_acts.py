"""What administrators change about people, duties and groups; what is asked before is on the card's pages."""

from __future__ import annotations

from handlers.company import texts
from handlers.company.acts import managing, show_page, told
from handlers.home.texts import LANGUAGE_NAMES
from handlers.turn import Turn
from services import company, joining, people, staff, telling
from services.errors import NotFound


def turn_to(turn: Turn, at: str, **facts: object) -> None:
    """One page of the card, for administrators."""
    if managing(turn):
        show_page(turn, at, **facts)


def show_person(turn: Turn, person: int) -> None:
    """One person."""
    staff.someone(turn.session, person)
    turn_to(turn, "person", person=person)


def show_standin(turn: Turn, what: str, department: str, page: int = 0) -> None:
    """Who shall stand for a department?"""
    turn_to(turn, "standin", what=what, department=department, page=page)


def show_languages(turn: Turn, department: str) -> None:
    """Which language shall a group have?"""
    turn_to(turn, "languages", department=department)


def show_move(turn: Turn, person: int) -> None:
    """Which department shall somebody move to?"""
    staff.someone(turn.session, person)
    turn_to(turn, "move", person=person)


def sure(turn: Turn, what: str, person: int | None = None, department: str | None = None) -> None:
    """What would happen, before it does."""
    if person is not None:
        staff.someone(turn.session, person)
    turn_to(turn, "sure", what=what, person=person, **({"department": department} if department else {}))


# ── people ─────────────────────────────────────────────────────────────────────────────────


def rename(turn: Turn, person: int) -> None:
    """Ask for the name."""
    if managing(turn):
        staff.someone(turn.session, person)
        turn.ask("company.ask_name", "company.name_typed", {"person": person}, subject=f"person:{person}")


def name_typed(turn: Turn, person: int) -> None:
    """The name that was asked for."""
    if not turn.text:
        rename(turn, person)
        return
    before = people.name_of(turn.session, person)
    changed = staff.rename(turn.session, turn.house, turn.actor, person, turn.text, turn.now)
    turn.toast(texts.RENAMED, before=before, name=changed.name)
    show_page(turn, "person", person=person)


def set_role(turn: Turn, person: int, role: str) -> None:
    """成员 or 负责人."""
    changed = staff.set_role(turn.session, turn.house, turn.actor, person, role, turn.now)
    turn.toast(texts.ROLE_SET, name=changed.name, role=texts.ROLES[role].plain(turn.lang))
    show_page(turn, "person", person=person)


def moved(turn: Turn, person: int, department: str) -> None:
    """To another department, after it was shown what that means."""
    staff.move(turn.session, turn.house, turn.actor, person, department, turn.now)
    name = turn.book.departments[department].name.in_(turn.lang)
    turn.toast(texts.MOVED, name=people.name_of(turn.session, person), department=name)
    show_page(turn, "person", person=person)


def removed(turn: Turn, person: int) -> None:
    """Out of the company, after it was shown what that means."""
    department = staff.someone(turn.session, person).department
    staff.remove(turn.session, turn.house, turn.actor, person, turn.now)
    turn.toast(texts.REMOVED, name=people.name_of(turn.session, person))
    show_page(turn, "department", department=department)


def hand_over(turn: Turn, person: int) -> None:
    """All that somebody holds goes to who acts for them; they stay in the company."""
    done = staff.hand_over_duties(turn.session, turn.house, turn.actor, person, turn.now)
    turn.toast(texts.HANDED_TO, name=done.heir.name if done.heir else "")
    if turn.card_id is not None:
        turn.card("company.left_group", f"person:{person}", answer=True)


def name_deputy(turn: Turn, department: str, person: int, page: bool = False) -> None:
    """Name the deputy of a department; 0 is nobody."""
    named = staff.set_deputy(turn.session, turn.house, turn.actor, department, person or None, turn.now)
    name = turn.book.departments[department].name.in_(turn.lang)
    if named is None:
        turn.toast(texts.NO_DEPUTY, department=name)
    else:
        turn.toast(texts.DEPUTY_NAMED, department=name, name=named.name)
    if page:
        show_page(turn, "department", department=department)


# ── groups ─────────────────────────────────────────────────────────────────────────────────


def unbind(turn: Turn, department: str) -> None:
    """A department is met in its group no more."""
    left = joining.unbind(turn.session, turn.house, turn.actor, department, turn.now)
    turn.tell(left, "company.freed", department=department)
    name = turn.book.departments[department].name.in_(turn.lang)
    desk = people.interface_of(turn.session, department) or telling.head_of(turn.session, department)
    if desk is None:
        turn.toast(texts.FREED_BARE, department=name)
    else:
        turn.toast(texts.FREED_TOAST, department=name, name=desk.name)
    show_page(turn, "department", department=department)


def set_language(turn: Turn, department: str, language: str) -> None:
    """The language of a department's group, from afar."""
    if language not in LANGUAGE_NAMES:
        raise NotFound(language)
    company.set_group_language(turn.session, turn.house, turn.actor, department, language, turn.now)
    group = company.department(turn.session, turn.house, department).group
    turn.toast(texts.GROUP_LANGUAGE_SET, group=group.title if group else "", language=LANGUAGE_NAMES[language])
    show_page(turn, "department", department=department)


def picked(turn: Turn, pick: int, chat: int, title: str | None = None) -> None:
    """The group that was chosen from the list of one's own."""
    try:
        made = joining.pick_group(
            turn.session, turn.house, turn.actor, pick=pick, chat_id=chat, title=title, now=turn.now
        )
    except joining.CodeRefused as refused:
        turn.reply("company.pick_refused", why=refused.why)
        return
    turn.reply("company.picked", department=made.department, chat=made.chat_id)
    turn.tell(made.chat_id, "company.bound", department=made.department)
    told(turn, made)
