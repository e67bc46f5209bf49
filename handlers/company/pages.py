"""The pages of the company's one card: what is missing, people, groups, a department, customers, products."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.rights import may
from handlers.company import customer_page, people_pages, texts
from handlers.company.page_parts import actor, back, listed, next_page, resume, to
from handlers.money_words import price
from handlers.say import Button, Row, Say, act, in_rows, rows
from handlers.sheets import texts as sheet_texts
from handlers.view import View
from locales import Text, formats, lines
from services import catalogue, company
from services.catalogue import CustomerFacts, ProductFacts
from services.company import Missing
from services.house import who

SHOWN_STEPS = 5
SHOWN_INVITES = 6
ALL_SUPPLIES = ("stock", "make", "buy")


# ── what is missing ────────────────────────────────────────────────────────────────────────


def step_words(view: View, step: Missing) -> Markup:
    """One thing that is missing."""
    return texts.WANTS[step.want](view.lang, department=view.department(step.department or ""))


def step_button(view: View, step: Missing) -> Button:
    """The way to mend it."""
    label = texts.NEXT[step.want].plain(view.lang, department=view.department(step.department or ""))
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
    silent = [view.department(one.key) for one in known if one.works and not one.people and not one.needed]
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
            (to(view, texts.PEOPLE_BUTTON, "people"), to(view, texts.GROUPS_BUTTON, "groups")),
            (to(view, texts.CUSTOMERS_BUTTON, "customers"), to(view, texts.PRODUCTS_BUTTON, "products")),
        ),
    )


# ── customers and products ─────────────────────────────────────────────────────────────────


def customers(view: View) -> Say:
    """The customers that this person may find, eight at a time."""
    person, page = actor(view), int(view.facts.get("page", 0))
    found, more = catalogue.recent_customers(view.session, view.house, person, page=page)
    said = [texts.CUSTOMERS(view.lang, count=catalogue.customer_count(view.session, view.house, person))]
    said += [_customer_line(view, one) for one in found] or [texts.NO_CUSTOMERS(view.lang)]
    cards = in_rows([act(one.name, "customer.show", customer=one.id) for one in found])
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
    turn_page = next_page(view, page, at, more)
    first: Row = ()
    sheets = (act(sheet_texts.SHEETS_BUTTON.plain(view.lang), "sheets.show"),)
    if may(view.book, who(actor(view)), f"{form}.add"):
        first = (act(add.plain(view.lang), f"{form}.new", style="primary"), *resume(view, form))
    return rows(first, turn_page, sheets, back(view) if actor(view).is_admin else None)


PAGES: dict[str, Callable[[View], Say]] = {
    "home": home, "customers": customers, "products": products, "customer": customer_page.customer,
    **people_pages.PAGES,
}  # fmt: skip


def show(view: View) -> Say:
    """The company's card, on the page where the person stands."""
    at = str(view.facts.get("at", "home"))
    if "department" in view.facts and view.facts["department"] not in view.book.departments:
        at = "groups"  # a new book has it no more
    return PAGES[at](view)
