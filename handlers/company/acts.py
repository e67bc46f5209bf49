"""What administrators do to set their company up, and how people and groups take it up."""

from __future__ import annotations

from domain.rights import may
from handlers.company import customers, forms, texts
from handlers.forms import runner, standing
from handlers.turn import Turn
from locales import Text
from services import company, drafts, joining, people
from services.errors import NotAllowed
from services.house import require, who

AFLOAT = 3
"""So many messages below the card, and the next page is posted anew at the bottom."""


def managing(turn: Turn) -> bool:
    """Whether this may be done here: by an administrator, in private."""
    if not turn.chat.private:
        turn.reply("company.only_private")
        return False
    if not may(turn.book, who(turn.actor), "company.manage"):
        raise NotAllowed("admins_only")
    return True


def show_page(turn: Turn, at: str, **facts: object) -> None:
    """One page of the company's card, below what was written since."""
    turn.card(
        "company", f"person:{turn.actor.id}", facts={"at": at, **facts}, answer=True, repost=turn.callback is None,
        afloat=AFLOAT,
    )  # fmt: skip


# ── pages ──────────────────────────────────────────────────────────────────────────────────


def show(turn: Turn) -> None:
    """The company at a glance, and what is missing."""
    if managing(turn):
        show_page(turn, "home")


def looking(turn: Turn) -> bool:
    """Whether this may be looked up here: by anybody of the company, in private."""
    if not turn.chat.private:
        turn.reply("company.only_private")
    return turn.chat.private


def show_people(turn: Turn) -> None:
    """Who is there, who does what; for administrators also who is invited."""
    if looking(turn):
        show_page(turn, "people")


def show_groups(turn: Turn) -> None:
    """Groups and interface persons, department by department."""
    if looking(turn):
        show_page(turn, "groups")


def show_department(turn: Turn, department: str, page: int = 0) -> None:
    """One department."""
    if looking(turn):
        company.department(turn.session, turn.house, department)
        show_page(turn, "department", department=department, page=page)


def show_customers(turn: Turn, page: int = 0) -> None:
    """The customers that the person may find."""
    _show_catalogue(turn, "customer.change", "customers", page)


def show_products(turn: Turn, page: int = 0) -> None:
    """The products."""
    _show_catalogue(turn, "order.look", "products", page)


def _show_catalogue(turn: Turn, action: str, at: str, page: int) -> None:
    if not turn.chat.private:
        turn.reply("company.only_private")
        return
    require(turn.house, turn.actor, action)
    show_page(turn, at, page=page)


def _begin(turn: Turn, form: str, answers: dict[str, object]) -> None:
    """Begin a form. One that was begun just so and not gone on with is shown again: the second press of a double tap."""
    for draft in drafts.open_of(turn.session, turn.actor.id, form):
        if {key: value for key, value in draft.answers.items() if not key.startswith("_")} == answers:
            standing.show(turn, draft, repost=True)
            return
    runner.start(turn, form, answers=answers)


# ── people ─────────────────────────────────────────────────────────────────────────────────


def invite(turn: Turn, department: str | None = None) -> None:
    """Begin an invitation, into a department where the button named one."""
    if managing(turn):
        _begin(turn, forms.INVITE.name, {"department": department} if department else {})


def show_invitation(turn: Turn, invite: int) -> None:
    """The link of an invitation once more."""
    if managing(turn):
        turn.card("company.invitation", f"invite:{invite}", answer=True, repost=True)


def withdraw(turn: Turn, invite: int) -> None:
    """An invitation that nobody shall use any more."""
    withdrawn = joining.withdraw(turn.session, turn.house, turn.actor, invite, turn.now)
    turn.card("company.invitation", f"invite:{invite}", answer=True)
    turn.toast(texts.WITHDRAWN, name=withdrawn.name)


def welcome(turn: Turn) -> None:
    """Somebody came in by an invitation: they are greeted, and whoever invited them hears of it."""
    turn.reply("joined", f"person:{turn.actor.id}")
    turn.reply("home", f"person:{turn.actor.id}")
    taken = company.taken_up(turn.session, turn.actor.id)
    if taken is None:
        return
    invite, inviter = taken
    chat = people.private_chat(turn.session, inviter)
    turn.card("company.invitation", f"invite:{invite}", chat_id=chat)
    turn.tell(chat, "company.newcomer", f"person:{turn.actor.id}")


def already_in(turn: Turn) -> None:
    """A colleague tried an invitation that is meant for somebody else."""
    _say(turn, texts.ALREADY_IN)


def name_interface(turn: Turn, department: str, person: int, page: bool = False) -> None:
    """Name the interface person of a department."""
    named = joining.set_interface(turn.session, turn.house, turn.actor, department, person, turn.now)
    name = turn.book.departments[department].name.in_(turn.lang)
    turn.toast(texts.INTERFACE_NAMED, department=name, name=named.name)
    if page:
        show_page(turn, "department", department=department)


# ── groups ─────────────────────────────────────────────────────────────────────────────────


def make_code(turn: Turn, department: str) -> None:
    """A code for a department's group."""
    if managing(turn):
        made = joining.bind_code(turn.session, turn.house, turn.actor, department, turn.now)
        turn.reply("company.code", code=made.code, department=department)
        pick = joining.offer_groups(turn.session, turn.house, turn.actor, department, turn.now)
        turn.reply("company.pick", pick=pick, department=department)


def bind(turn: Turn) -> None:
    """`/bind CODE` in a group, or the same by the button that chose the group."""
    if turn.chat.private:
        _say(turn, texts.BIND_IN_GROUP)
        return
    if not turn.text:
        _say(turn, texts.BIND_HOW)
        return
    title = turn.message.chat.title if turn.message is not None else None
    try:
        made = joining.bind_group(
            turn.session, turn.house, turn.actor, code=turn.text, chat_id=turn.chat.id, title=title, now=turn.now
        )
    except joining.CodeRefused as refused:
        turn.reply("company.code_refused", why=refused.why)
        return
    turn.reply("company.bound", department=made.department)
    told(turn, made)


def told(turn: Turn, made: joining.Bound) -> None:
    """The group that was left hears of it, and whoever made the code."""
    turn.tell(made.left, "company.unbound", department=made.department)
    maker = people.private_chat(turn.session, made.made_by)
    turn.tell(maker, "company.bound_news", department=made.department, chat=made.chat_id)


def _say(turn: Turn, phrase: Text) -> None:
    turn.reply("said", html=str(phrase(turn.lang)))


# ── products ───────────────────────────────────────────────────────────────────────────────


def new_product(turn: Turn) -> None:
    """Begin a product."""
    if not turn.chat.private:
        turn.reply("company.only_private")
        return
    require(turn.house, turn.actor, "product.add")
    _begin(turn, forms.PRODUCT.name, {"lead_days": forms.LEAD_DAYS})


def new_customer(turn: Turn, draft: int | None = None) -> None:
    """Begin a customer, for an order's draft where one waits for it."""
    if turn.chat.private:
        customers.new(turn, draft)
    else:
        turn.reply("company.only_private")
