"""The pages of the company's one card: what is missing, people, groups, a department, customers, products."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from domain.process.types import MoneyView
from domain.rights import may
from handlers.company import customer_page, texts
from handlers.money_words import price
from handlers.say import Button, Row, Say, act, do, rows
from handlers.sheets import texts as sheet_texts
from handlers.view import View
from locales import Text, formats, lines
from services import catalogue, company, drafts, people
from services.catalogue import CustomerFacts, ProductFacts
from services.company import DepartmentFacts, Missing
from services.house import who
from services.people import PersonFacts

SHOWN_STEPS = 5
SHOWN_INVITES = 6
ALL_SUPPLIES = ("stock", "make", "buy")


def department_name(view: View, key: str) -> str:
    """A department in the reader's language; one that the book has no more is named by its key."""
    known = view.book.departments.get(key)
    return known.name.in_(view.lang) if known else key


def listed(view: View, words: Iterable[str]) -> str:
    return texts.LIST_COMMA.plain(view.lang).join(words)


def actor(view: View) -> PersonFacts:
    return people.by_id(view.session, view.subject_id)


# ── what is missing ────────────────────────────────────────────────────────────────────────


def step_words(view: View, step: Missing) -> Markup:
    """One thing that is missing."""
    return texts.WANTS[step.want](view.lang, department=department_name(view, step.department or ""))


def step_button(view: View, step: Missing) -> Button:
    """The way to mend it."""
    label = texts.NEXT[step.want].plain(view.lang, department=department_name(view, step.department or ""))
    acts = {"people": "company.invite", "group": "company.code", "interface": "company.department"}
    if step.department is None:
        return act(label, f"{step.want}.new", style="primary")
    return act(label, acts[step.want], style="primary", department=step.department)


def setup(view: View) -> tuple[tuple[Markup, ...], Row]:
    """What a company still has to do, line by line, and the button of the first; nothing when all is there."""
    steps = company.missing(view.session, view.house)
    if not steps:
        return (), ()
    said = [texts.NOT_READY(view.lang, count=len(steps))]
    said += [texts.STEP(view.lang, n=n, what=step_words(view, step)) for n, step in enumerate(steps[:SHOWN_STEPS], 1)]
    if len(steps) > SHOWN_STEPS:
        said.append(texts.AND_MORE(view.lang, count=len(steps) - SHOWN_STEPS))
    return tuple(said), (step_button(view, steps[0]),)


def home(view: View) -> Say:
    """The company at a glance."""
    known = company.departments(view.session, view.house)
    said, first = setup(view)
    silent = [department_name(view, one.key) for one in known if one.works and not one.people and not one.needed]
    if silent:
        said = (*said, texts.NOBODY_YET(view.lang, departments=listed(view, silent)))
    counts = texts.COUNTS(
        view.lang,
        people=sum(len(one.people) for one in known),
        groups=len({one.group.chat_id for one in known if one.group}),
        customers=catalogue.customer_count(view.session, view.house, actor(view)),
        products=catalogue.product_count(view.session),
    )
    return Say(
        lines([Markup("<b>%s</b>") % texts.COMPANY(view.lang), counts, *(said or (texts.READY(view.lang),))]),
        rows(
            first,
            (_to(view, texts.PEOPLE_BUTTON, "people"), _to(view, texts.GROUPS_BUTTON, "groups")),
            (_to(view, texts.CUSTOMERS_BUTTON, "customers"), _to(view, texts.PRODUCTS_BUTTON, "products")),
        ),
    )


def _to(view: View, label: Text, page: str, /, **args: Any) -> Button:
    return act(label.plain(view.lang), f"company.{page}", **args)


# ── people and groups ──────────────────────────────────────────────────────────────────────


def _names(view: View, one: DepartmentFacts) -> str:
    """周海（负责人，接口人）、张敏."""
    said: list[str] = []
    for person in one.people:
        marks = [texts.ROLES["manager"]] if person.is_manager else []
        marks += [texts.INTERFACE] if person == one.interface else []
        marks += [texts.ADMIN] if person.is_admin else []
        inside = texts.INSIDE_COMMA.plain(view.lang).join(mark.plain(view.lang) for mark in marks)
        said.append(texts.PERSON_WITH.plain(view.lang, name=person.name, what=inside) if inside else person.name)
    return listed(view, said)


def staff(view: View) -> Say:
    """Who is there, who is still to come."""
    known = company.departments(view.session, view.house)
    invites = company.open_invites(view.session, view.now)[:SHOWN_INVITES]
    said = [texts.PEOPLE(view.lang, count=sum(len(one.people) for one in known))]
    said += [
        texts.DEPARTMENT_PEOPLE(view.lang, department=department_name(view, one.key), people=_names(view, one))
        for one in known
        if one.people
    ]
    if invites:
        waited = [
            texts.PERSON_WITH.plain(view.lang, name=one.name, what=department_name(view, one.department))
            for one in invites
        ]
        said.append(texts.INVITED(view.lang, people=listed(view, waited)))
    see = [
        act(texts.SEE_INVITE.plain(view.lang, name=one.name), "company.invitation", invite=one.id) for one in invites
    ]
    add = act(texts.INVITE.plain(view.lang), "company.invite", style="primary")
    return Say(lines(said), rows((add, *_resume(view, "invite")), *_in_rows(see, 2), _back(view)))


def groups(view: View) -> Say:
    """Where each department is met and who stands for it; what is missing is said."""
    known = company.departments(view.session, view.house)
    said = [Markup("<b>%s</b>") % texts.GROUPS(view.lang)]
    said += [
        texts.DEPARTMENT_LINE(
            view.lang,
            department=department_name(view, one.key),
            group=_group(view, one),
            interface=_interface(view, one),
        )
        for one in known
    ]
    said.append(texts.GROUPS_HINT(view.lang))
    each = [act(department_name(view, one.key), "company.department", department=one.key) for one in known]
    return Say(lines(said), rows(*_in_rows(each, 3), _back(view)))


def _group(view: View, one: DepartmentFacts) -> str:
    if one.group is None:
        return (texts.NO_GROUP if one.meets else texts.PRIVATE).plain(view.lang)
    return one.group.title if one.group.reachable else texts.LOST_GROUP.plain(view.lang, group=one.group.title)


def _interface(view: View, one: DepartmentFacts) -> str:
    if not one.people:
        return texts.NO_PEOPLE.plain(view.lang)
    return one.interface.name if one.interface else texts.NO_INTERFACE.plain(view.lang)


def department(view: View) -> Say:
    """One department: what it answers for, its group, its people, and who of them stands for it."""
    key = str(view.facts["department"])
    one = company.department(view.session, view.house, key)
    said = [
        Markup("<b>%s</b>") % department_name(view, key),
        texts.DUTY(view.lang, duty=view.book.departments[key].duty.in_(view.lang)),
        texts.GROUP_IS(view.lang, group=_group(view, one)),
        texts.INTERFACE_IS(view.lang, name=_interface(view, one)),
        texts.PEOPLE_ARE(view.lang, people=_names(view, one) or texts.NO_PEOPLE.plain(view.lang)),
    ]
    name_one = [
        do(
            texts.MAKE_INTERFACE.plain(view.lang, name=person.name), "company.interface",
            department=key, person=person.id, page=True,
        )
        for person in one.people
        if person != one.interface
    ]  # fmt: skip
    bind = act((texts.OTHER_GROUP if one.group else texts.BIND_GROUP).plain(view.lang), "company.code", department=key)
    add = act(texts.INVITE.plain(view.lang), "company.invite", department=key)
    return Say(lines(said), rows((bind, add), *_in_rows(name_one[:10], 2), (_to(view, texts.BACK, "groups"),)))


# ── customers and products ─────────────────────────────────────────────────────────────────


def customers(view: View) -> Say:
    """The customers that this person may find, eight at a time."""
    person, page = actor(view), int(view.facts.get("page", 0))
    found, more = catalogue.recent_customers(view.session, view.house, person, page=page)
    said = [texts.CUSTOMERS(view.lang, count=catalogue.customer_count(view.session, view.house, person))]
    said += [_customer_line(view, one) for one in found] or [texts.NO_CUSTOMERS(view.lang)]
    cards = _in_rows([act(one.name, "customer.show", customer=one.id) for one in found], 2)
    return Say(lines(said), (*cards, *_catalogue_rows(view, "customer", "customers", texts.ADD_CUSTOMER, page, more)))


def _customer_line(view: View, one: CustomerFacts) -> Markup:
    contact = " · ".join(part for part in (one.contact, one.phone) if part)
    return texts.CUSTOMER_LINE(view.lang, name=one.name, contact=contact)


def products(view: View) -> Say:
    """The products, eight at a time; prices for those who see money."""
    person, page = actor(view), int(view.facts.get("page", 0))
    found, more = catalogue.recent_products(view.session, person, customer_id=None, supplies=ALL_SUPPLIES, page=page)
    said = [texts.PRODUCTS(view.lang, count=catalogue.product_count(view.session))]
    said += [_product_line(view, one) for one in found] or [texts.NO_PRODUCTS(view.lang)]
    return Say(lines(said), _catalogue_rows(view, "product", "products", texts.ADD_PRODUCT, page, more))


def _product_line(view: View, one: ProductFacts) -> Markup:
    what = [texts.SUPPLIES[one.supply].plain(view.lang), one.unit]
    if one.list_price is not None and view.money is MoneyView.FULL:
        what[1] = f"{price(one.list_price, view.book.currency)}/{one.unit}"
    what += [
        texts.PACK.plain(view.lang, pack=pack, factor=formats.quantity(factor), unit=one.unit)
        for pack, factor in one.packs
    ]
    return texts.PRODUCT_LINE(view.lang, code=one.code, name=one.name, what=" · ".join(what))


def _catalogue_rows(view: View, form: str, page: str, add: Text, at: int, more: bool) -> tuple[Row, ...]:
    turn_page = (_to(view, texts.NEXT_PAGE, page, page=at + 1 if more else 0),) if more or at else ()
    first: Row = ()
    sheets = (act(sheet_texts.SHEETS_BUTTON.plain(view.lang), "sheets.show"),)
    if may(view.book, who(actor(view)), f"{form}.add"):
        first = (act(add.plain(view.lang), f"{form}.new", style="primary"), *_resume(view, form))
    return rows(first, turn_page, sheets, _back(view) if actor(view).is_admin else None)


def _resume(view: View, form: str) -> Row:
    """A form of this kind that was put aside."""
    left = drafts.open_of(view.session, view.subject_id, form)
    return tuple(act(texts.RESUME.plain(view.lang), "draft.resume", draft=draft.id) for draft in left[:1])


def _back(view: View) -> Row:
    return (_to(view, texts.BACK, "show"),)


def _in_rows(buttons: list[Button], width: int) -> list[Row]:
    return [tuple(buttons[at : at + width]) for at in range(0, len(buttons), width)]


PAGES: dict[str, Callable[[View], Say]] = {
    "home": home, "people": staff, "groups": groups, "department": department, "customers": customers,
    "products": products, "customer": customer_page.customer,
}  # fmt: skip


def show(view: View) -> Say:
    """The company's card, on the page where the person stands."""
    at = str(view.facts.get("at", "home"))
    if at == "department" and view.facts["department"] not in view.book.departments:
        at = "groups"  # a new book has it no more
    return PAGES[at](view)
