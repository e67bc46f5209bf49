"""A customer's card among the company's pages, and the form that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.money import Money, to_minor
from domain.process.names import FieldKind, MoneyView
from domain.process.types import Book
from domain.rights import assigns_customers, may
from domain.understanding import Billing
from handlers.company import texts
from handlers.company.acts import show_page
from handlers.company.customer_kinds import (
    CREDIT_STEP,
    OWNER,
    PINYIN,
    TERMS,
    address_step,
    credit_steps,
    leaf_step,
    papers_steps,
    reach_step,
    tax_steps,
    usual_of,
)
from handlers.company.forms import PlainForm, text_step
from handlers.forms.kinds import KINDS, Asking, Bad, Kind, Taken
from handlers.forms.registry import enter
from handlers.forms.standing import change, stand
from handlers.forms.steps import Step, said
from handlers.say import Button, Row, Say, act, in_rows, rows
from handlers.turn import House, Turn
from handlers.view import View
from locales import formats, lines
from services import catalogue, credit, credit_limits, customer_card, drafts, people
from services.catalogue import CustomerFacts
from services.errors import NotFound
from services.house import who
from services.order_facts import minor_per_unit
from services.people import PersonFacts

PLACES = "customer_places"
MOST_PLACES = 8
LONGEST_NAME = 40


# ── the page ───────────────────────────────────────────────────────────────────────────────


def customer(view: View) -> Say:
    """Everything that is known of one customer, for whoever may find it."""
    person = people.by_id(view.session, view.subject_id)
    key = int(view.facts["customer"])
    back = (act(texts.BACK.plain(view.lang), "company.customers"),)
    if not catalogue.sees_customer(view.session, view.house, person, key):
        return Say(texts.NO_CUSTOMERS(view.lang), (back,))
    known = catalogue.customer(view.session, key)
    draft = _Shown(_answers(view.session, known))
    owner = people.name_of(view.session, known.owner_id) or texts.PUBLIC.plain(view.lang)
    told = [Markup("<b>%s</b>") % known.name, texts.CODE_IS(view.lang, code=known.code, owner=owner)]
    for step in _steps(view.house, owner=False, credit=True):
        value = draft.answers.get(step.key)
        if value and step.key not in ("name", CREDIT_STEP):
            asking = Asking(view.session, view.house, draft, step, view.lang, view.today)
            told.append(texts.VALUE(view.lang, label=step.label(view.lang), value=KINDS[step.kind].show(asking, value)))
    told += _credit(view, known)
    return Say(lines(told), rows(*_changes(view, person, known), back))


def _credit(view: View, known: CustomerFacts) -> Iterator[Markup]:
    """How much credit it has and who said so, what of it is used and what is overdue; for those who may see money."""
    if view.money is not MoneyView.FULL or not credit_steps(view.house):
        return
    granted = credit_limits.of_customer(view.session, known.id)
    if granted.minor is None:
        yield texts.CREDIT_NONE(view.lang)
        return
    owing = credit.owing(view.session, view.house, known.id, view.now)
    said = {"limit": granted.minor, "used": owing.used_minor}
    at = view.moment(granted.at or view.now)
    yield texts.CREDIT_LIMIT(
        view.lang, **{key: _money(view, one) for key, one in said.items()}, who=granted.by or "", at=at
    )
    if owing.overdue.amount_minor:
        late = _money(view, owing.overdue.amount_minor)
        yield texts.CREDIT_LATE(view.lang, amount=late, days=owing.overdue.days)


def _money(view: View, minor: int) -> str:
    return formats.money(Decimal(minor) / minor_per_unit(view.book.currency), view.book.currency)


class _Shown:
    """Answers without a draft, to be shown as a form would."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.id = answers, 0


def _changes(view: View, person: Any, known: CustomerFacts) -> tuple[Row, ...]:
    if not customer_card.may_change(view.session, view.house, person, known.id):
        return ()
    steps = _steps(view.house, **_more(view.book, person))
    buttons: list[Button] = [
        act(step.label(view.lang), "customer.change", customer=known.id, step=step.key)
        for step in steps
        if step.key not in TERMS  # beside the limit, in the form
    ]
    return in_rows(buttons, 3)


def show(turn: Turn, customer: int) -> None:
    """The card of one customer."""
    if not catalogue.sees_customer(turn.session, turn.house, turn.actor, customer):
        raise NotFound(f"customer {customer}")
    show_page(turn, "customer", customer=customer)


# ── the form ───────────────────────────────────────────────────────────────────────────────


def _more(book: Book, person: PersonFacts) -> dict[str, bool]:
    """What this person may say of a customer beside the rest: whose it is, how much credit it has."""
    return {"owner": assigns_customers(book, who(person)), "credit": may(book, who(person), "credit.grant")}


def _steps(house: House, *, owner: bool, credit: bool) -> tuple[Step, ...]:
    name = text_step("name", texts.CUSTOMER_NAME, texts.ASK_CUSTOMER_NAME, most=LONGEST_NAME)
    places = Step("places", PLACES, said(texts.PLACES), said(texts.ASK_PLACES), required=False)
    spelling = Step("pinyin", PINYIN, said(texts.PINYIN), said(texts.ASK_PINYIN))
    whose = Step("owner", OWNER, said(texts.OWNER), said(texts.ASK_OWNER))
    fixed = (name, reach_step(required=False), address_step(), places, *papers_steps(), *tax_steps(house), spelling,
             leaf_step(house))  # fmt: skip
    return (*fixed, *(credit_steps(house) if credit else ()), *((whose,) if owner else ()))


def _answers(session: Any, known: CustomerFacts) -> dict[str, Any]:
    """The card as answers of the form."""
    reach = {key: part for key, part in (("contact", known.contact), ("phone", known.phone)) if part}
    told: dict[str, Any] = {
        "name": known.name,
        "reach": reach,
        "address": known.address,
        "places": [place.address for place in catalogue.places(session, known.id)],
        "uscc": known.uscc,
        "billing": {key: part for key, part in vars_of(known.billing).items() if part} if known.billing else None,
        "pinyin": known.pinyin,
        "default_leaf": known.default_leaf,
        **known.usual,
    }
    return {key: value for key, value in told.items() if value}


def vars_of(parts: Billing) -> dict[str, str | None]:
    """The parts by name."""
    return {key: getattr(parts, key) for key in texts.BILLING_PARTS}


class CustomerCard(PlainForm):
    """Changing a customer: every answer is there already, the changed ones are written."""

    name = "customer_card"

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        return ()

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        answers = draft.answers
        return _steps(house, owner=bool(answers.get("_assigns")), credit=bool(answers.get("_grants")))

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        return texts.CARD_TITLE(lang, name=draft.answers["_before"]["name"])

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return (*self.summary(session, house, draft, lang), texts.CARD_SAVED(lang))

    def submit(self, turn: Turn, draft: Any) -> None:
        values, before = _written(draft.answers, draft.answers["_before"]), draft.answers["_before"]
        limit = draft.answers.get(CREDIT_STEP)
        if limit != before.get(CREDIT_STEP):
            customer = draft.answers["_customer"]
            minor = to_minor(Money(Decimal(limit), turn.book.currency).rounded()) if limit is not None else None
            credit_limits.grant(turn.session, turn.house, turn.actor, customer, minor, turn.now)
        customer_card.change(turn.session, turn.house, turn.actor, draft.answers["_customer"], values, turn.now)
        drafts.submitted(draft, turn.now)


def _written(answers: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """What was changed, as the service takes it; what a colleague changed meanwhile is left alone."""
    new = {key for key in {*answers, *before} if not key.startswith("_") and answers.get(key) != before.get(key)}
    values: dict[str, Any] = {
        key: answers.get(key) for key in new & {"name", "address", "uscc", "pinyin", "default_leaf"}
    }
    if "reach" in new:
        values |= {key: answers.get("reach", {}).get(key) for key in ("contact", "phone")}
    if "billing" in new:
        values["billing"] = Billing(**answers["billing"]) if "billing" in answers else None
    if "places" in new:
        values["places"] = answers.get("places", [])
    if "owner" in new:
        values["owner_id"] = answers["owner"] or None
    if usual_of(answers) != usual_of(before):
        values["usual"] = usual_of(answers)
    return values


FORM = enter(CustomerCard())


def begin(turn: Turn, customer: int, step: str) -> None:
    """Change one answer of a card; the rest can be changed on the way."""
    if not customer_card.may_change(turn.session, turn.house, turn.actor, customer):
        raise NotFound(f"customer {customer}")
    waiting = _waiting(turn, customer)
    if waiting is not None:
        change(turn, waiting, {})
        stand(turn, waiting, step, repost=True)
        return
    known = catalogue.customer(turn.session, customer)
    before = _answers(turn.session, known) | {"owner": known.owner_id or 0}
    more = _more(turn.book, turn.actor)
    if not more["owner"]:
        before.pop("owner")
    limit = credit_limits.of_customer(turn.session, customer).minor
    if more["credit"] and limit is not None:
        before[CREDIT_STEP] = str(Decimal(limit) / minor_per_unit(turn.book.currency))
    draft = drafts.begin(
        turn.session, turn.actor, form=FORM.name, chat_id=turn.chat.id, now=turn.now,
        answers={**before, "_before": before, "_customer": customer, "_assigns": more["owner"],
                 "_grants": more["credit"]},
    )  # fmt: skip
    change(turn, draft, {})
    stand(turn, draft, step)


def _waiting(turn: Turn, customer: int) -> Any | None:
    """The open draft for this card: a second press does not begin another."""
    found = drafts.open_of(turn.session, turn.actor.id, FORM.name)
    return next((draft for draft in found if draft.answers["_customer"] == customer), None)


# ── more places ────────────────────────────────────────────────────────────────────────────


def _read_place(asking: Asking, text: str) -> Any:
    place = KINDS[FieldKind.PLACE].read(asking, text)
    if isinstance(place, Bad):
        return place
    known = list(dict.fromkeys([*asking.draft.answers.get("places", ()), place]))
    return known if len(known) <= MOST_PLACES else Bad("too_many_places", {"most": str(MOST_PLACES)})


def _show_places(asking: Asking, value: Any) -> str:
    return texts.PLACE_COMMA.plain(asking.lang).join(value)


def _without(asking: Asking, place: Any) -> Taken:
    left = [one for one in asking.draft.answers.get("places", ()) if one != place]
    return Taken({"places": left or None}, done=False)


def _offer_out(asking: Asking) -> tuple[Row, ...]:
    known = asking.draft.answers.get("places", ())
    return tuple((asking.tool(texts.REMOVE_PLACE.plain(asking.lang, place=one), "without", data=one),) for one in known)


KINDS[PLACES] = Kind(_read_place, show=_show_places, offer=_offer_out, tools={"without": _without})
