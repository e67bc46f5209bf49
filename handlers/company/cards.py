"""Messages of setting up a company: invitations, codes, who came, which group was bound."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from handlers.company import texts
from handlers.company.page_parts import listed
from handlers.company.pages import setup
from handlers.company.people_pages import amounts_hidden
from handlers.company.person_pages import held, things_said
from handlers.company.qr import qr_picture
from handlers.say import Button, Picker, Say, act, do, rows
from handlers.view import View
from locales import formats, lines
from services import company, groups, joining, people, staff
from services.errors import NotFound
from services.handover import Handover


def invitation(view: View) -> Say:
    """The link, to be passed on or photographed; once it is used or over it says so and is no link any more."""
    invite, state = company.invitation(view.session, view.subject_id, view.now)
    if state != "open":
        said = {"used": texts.INVITATION_USED, "over": texts.INVITATION_OVER}[state]
        return Say(said(view.lang, name=invite.name))
    link = f"https://t.me/{view.house.username}?start=i{invite.token}"
    text = texts.INVITATION(
        view.lang,
        name=invite.name,
        department=view.department(invite.department),
        role=texts.ROLES[invite.role].plain(view.lang),
        link=link,
        until=formats.day(view.lang, view.house.today(invite.expires_at), view.today),
    )
    copy = Button(texts.COPY_LINK.plain(view.lang), copy=link)
    withdraw = do(texts.WITHDRAW.plain(view.lang), "company.withdraw", invite=invite.id)
    return Say(text, ((copy, withdraw),), photo=partial(qr_picture, link))


def newcomer(view: View) -> Say:
    """To whoever invited: they are in. The interface person is one tap away, and what is missing next."""
    person = people.by_id(view.session, view.subject_id)
    name = view.department(person.department)
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
    name, made = view.department(view.facts["department"]), str(view.facts["code"])
    link = f"https://t.me/{view.house.username}?startgroup=g{made}"
    return Say(
        texts.CODE(view.lang, department=name, code=made),
        ((
            Button(texts.CHOOSE_GROUP.plain(view.lang), url=link),
            Button(texts.COPY_CODE.plain(view.lang), copy=f"/bind {made}"),
        ),),
    )  # fmt: skip


def pick(view: View) -> Say:
    """The same by a key below the input line: Telegram shows the administrator's own groups."""
    name = view.department(view.facts["department"])
    key = Picker(texts.PICK_KEY.plain(view.lang, department=name), int(view.facts["pick"]))
    return Say(texts.PICK(view.lang, department=name), picker=key)


def picked(view: View) -> Say:
    """The group was chosen; the key goes away."""
    group = joining.title_of(view.session, int(view.facts["chat"]))
    name = view.department(view.facts["department"])
    return Say(texts.PICKED(view.lang, group=group, department=name), clears=True)


def pick_refused(view: View) -> Say:
    """A choice that binds nothing."""
    return Say(texts.PICK_REFUSED[str(view.facts["why"])](view.lang), clears=True)


def bound(view: View) -> Say:
    """To the group that was bound; with all who are met there, where there are several."""
    said = [texts.BOUND(view.lang, departments=view.department(view.facts["department"]))]
    keys = company.met_in(view.session, view.house, view.chat.id)
    if len(keys) > 1:
        names = listed(view, [view.department(key) for key in keys])
        said.append(texts.SHARED(view.lang, departments=names))
    return Say(lines(said))


def leaving(view: View) -> Say | None:
    """The bot goes from a group that no department is bound to; a stranger's hears nothing of the company."""
    if not groups.to_leave(view.session, view.chat.id):
        return None
    known = groups.taken_in_by(view.session, view.chat.id) is not None
    return Say(texts.LEAVING(view.lang) if known else Markup(""), leaves=True)


def freed(view: View) -> Say:
    """To the group that a department is not met in any more."""
    return Say(texts.FREED(view.lang, department=view.department(view.facts["department"])))


def unbound(view: View) -> Say:
    """To the group that a department left."""
    return Say(texts.UNBOUND(view.lang, department=view.department(view.facts["department"])))


def bound_news(view: View) -> Say:
    """To whoever made the code."""
    group = joining.title_of(view.session, int(view.facts["chat"]))
    department = view.department(view.facts["department"])
    said = [texts.BOUND_NEWS(view.lang, department=department, group=group)]
    return _with_next(view, [*said, *amounts_hidden(view, int(view.facts["chat"]), group)])


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


# ── people who go ──────────────────────────────────────────────────────────────────────────


def left_group(view: View) -> Say | None:
    """To administrators: somebody left their department's group; what they hold can be handed over by one press."""
    person = people.by_id(view.session, view.subject_id)
    try:
        would = staff.preview_removal(view.session, view.house, person.id)
    except NotFound:
        return None if view.message_id is None else Say(texts.REMOVED(view.lang, name=person.name))
    name, group = view.department(person.department), joining.title_of(view.session, int(view.facts["chat"]))
    said = [texts.LEFT_GROUP(view.lang, name=person.name, department=name, group=group), *held(view, would)]
    give: tuple[Button, ...] = ()
    if would.counts and would.heir is not None:
        label = texts.HAND_TO.plain(view.lang, name=would.heir.name)
        give = (do(label, "company.hand_over", style="primary", person=person.id),)
    away: tuple[Button, ...] = ()
    if not person.is_admin:
        away = (act(texts.REMOVE.plain(view.lang), "company.sure", what="remove", person=person.id),)
    return Say(lines(said), rows(give, away))


def left_news(view: View) -> Say:
    """To the interface person of the department."""
    group = joining.title_of(view.session, int(view.facts["chat"]))
    return Say(texts.LEFT_NEWS(view.lang, name=people.name_of(view.session, view.subject_id), group=group))


def handed(view: View) -> Say:
    """To whoever takes over."""
    counts = tuple((str(key), int(count)) for key, count in view.facts["counts"])
    said = [texts.HANDED(view.lang, name=people.name_of(view.session, view.subject_id))]
    said += [texts.THING(view.lang, what=what) for what in things_said(view, Handover(None, counts))]
    return Say(lines(said), ((act(texts.MY_ORDERS.plain(view.lang), "order.list"),),))


def ask_name(view: View) -> Say:
    """What is somebody called from now on?"""
    return Say(
        texts.ASK_NEW_NAME(view.lang, name=people.name_of(view.session, view.subject_id)),
        placeholder=texts.NAME.plain(view.lang),
    )


def code_refused(view: View) -> Say:
    """A code that binds nothing, and where to get another."""
    return Say(texts.CODE_REFUSED[str(view.facts["why"])](view.lang))


def only_private(view: View) -> Say:
    """In a group the bot points to the private chat."""
    link = f"https://t.me/{view.house.username}"
    return Say(texts.ONLY_PRIVATE(view.lang), ((Button(texts.OPEN_PRIVATE.plain(view.lang), url=link),),))
