"""Messages of setting up a company: invitations, codes, who came, which group was bound."""

from __future__ import annotations

from markupsafe import Markup

from domain.rights import money_view
from handlers.company import texts
from handlers.company.pages import department_name, setup
from handlers.say import Button, Say, act, do, rows
from handlers.view import View
from locales import formats, lines
from services import company, joining, people


def invitation(view: View) -> Say:
    """The link, to be passed on; once it is used or over it says so and is no link any more."""
    invite, state = company.invitation(view.session, view.subject_id, view.now)
    if state != "open":
        said = {"used": texts.INVITATION_USED, "over": texts.INVITATION_OVER}[state]
        return Say(said(view.lang, name=invite.name))
    link = f"https://t.me/{view.house.username}?start=i{invite.token}"
    text = texts.INVITATION(
        view.lang,
        name=invite.name,
        department=department_name(view, invite.department),
        role=texts.ROLES[invite.role].plain(view.lang),
        link=link,
        until=formats.day(view.lang, view.house.today(invite.expires_at), view.today),
    )
    copy = Button(texts.COPY_LINK.plain(view.lang), copy=link)
    return Say(text, ((copy, do(texts.WITHDRAW.plain(view.lang), "company.withdraw", invite=invite.id)),))


def newcomer(view: View) -> Say:
    """To whoever invited: they are in. The interface person is one tap away, and what is missing next."""
    person = people.by_id(view.session, view.subject_id)
    name = department_name(view, person.department)
    said = [
        texts.NEWCOMER(view.lang, name=person.name, department=name, role=texts.ROLES[person.role].plain(view.lang))
    ]
    named: tuple[Button, ...] = ()
    if people.interface_of(view.session, person.department) is None:
        said.append(texts.WITHOUT_INTERFACE(view.lang, department=name))
        label = texts.MAKE_INTERFACE.plain(view.lang, name=person.name)
        named = (do(label, "company.interface", department=person.department, person=person.id),)
    return _with_next(view, said, named)


def code(view: View) -> Say:
    """How a group is bound, by a button or by words."""
    name, made = department_name(view, view.facts["department"]), str(view.facts["code"])
    link = f"https://t.me/{view.house.username}?startgroup=g{made}"
    return Say(
        texts.CODE(view.lang, department=name, code=made),
        ((
            Button(texts.CHOOSE_GROUP.plain(view.lang), url=link),
            Button(texts.COPY_CODE.plain(view.lang), copy=f"/bind {made}"),
        ),),
    )  # fmt: skip


def bound(view: View) -> Say:
    """To the group that was bound."""
    return Say(texts.BOUND(view.lang, departments=department_name(view, view.facts["department"])))


def unbound(view: View) -> Say:
    """To the group that a department left."""
    return Say(texts.UNBOUND(view.lang, department=department_name(view, view.facts["department"])))


def bound_news(view: View) -> Say:
    """To whoever made the code."""
    group = joining.title_of(view.session, int(view.facts["chat"]))
    department = department_name(view, view.facts["department"])
    said = [texts.BOUND_NEWS(view.lang, department=department, group=group)]
    return _with_next(
        view, [*said, *_amounts_hidden(view, str(view.facts["department"]), int(view.facts["chat"]), group)]
    )


def _amounts_hidden(view: View, department: str, chat: int, group: str) -> list[Markup]:
    """A group shows no more of money than every department in it may see."""
    others = [key for key in people.chat_facts(view.session, chat).departments if key != department]
    if department not in view.book.departments or money_view(view.book, [department, *others]) is money_view(
        view.book, [department]
    ):
        return []
    names = texts.LIST_COMMA.plain(view.lang).join(department_name(view, key) for key in others)
    name = department_name(view, department)
    return [texts.AMOUNTS_HIDDEN(view.lang, group=group, departments=names, department=name)]


def added(view: View) -> Say | None:
    """After a customer or product was added: one more, or what is missing next."""
    what = str(view.facts["what"])
    again = act(texts.ADD_ANOTHER.plain(view.lang), f"{what}.new")
    said = {"customer": texts.CUSTOMER_ADDED, "product": texts.PRODUCT_ADDED}[what](view.lang)
    return _with_next(view, [said], (again,))


def _with_next(view: View, said: list[Markup], row: tuple[Button, ...] = ()) -> Say:
    """An administrator who sets the company up hears what comes next."""
    reader = people.by_telegram_id(view.session, view.chat.id)
    if reader is None or not reader.is_admin:
        return Say(lines(said), rows(row))
    missing, first = setup(view)
    return Say(lines([*said, *missing]), rows(row, first))


def code_refused(view: View) -> Say:
    """A code that binds nothing, and where to get another."""
    return Say(texts.CODE_REFUSED[str(view.facts["why"])](view.lang))


def only_private(view: View) -> Say:
    """In a group the bot points to the private chat."""
    link = f"https://t.me/{view.house.username}"
    return Say(texts.ONLY_PRIVATE(view.lang), ((Button(texts.OPEN_PRIVATE.plain(view.lang), url=link),),))
