"""The customer step: recent ones first, found by part of the name, made anew in two steps."""

from __future__ import annotations

from typing import Any

from domain.process.names import FieldKind
from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Kind, Taken
from handlers.say import Row, act, in_rows
from services import catalogue, people
from services.catalogue import CustomerFacts


def stored(customer: CustomerFacts) -> dict[str, Any]:
    """A customer as an answer."""
    return {"id": customer.id, "name": customer.name}


def _offer(asking: Asking) -> tuple[Row, ...]:
    actor = people.by_id(asking.session, asking.draft.person_id)
    page = int(asking.draft.answers.get("_page", 0))
    found, more = catalogue.recent_customers(asking.session, asking.house, actor, page=page)
    buttons = [asking.answer(customer.name, stored(customer)) for customer in found]
    turn = asking.tool(texts.MORE.plain(asking.lang), "page", data=page + 1 if more else 0)
    return (*in_rows(buttons), *(((turn,),) if more or page else ()))


def _beside(asking: Asking) -> Row:
    return (act(texts.NEW_CUSTOMER.plain(asking.lang), "customer.new", draft=asking.draft.id),)


def _read(asking: Asking, text: str) -> Any:
    actor = people.by_id(asking.session, asking.draft.person_id)
    likely = catalogue.find_customers(asking.session, asking.house, actor, text)
    if not likely.found:
        return Bad("nobody", {"text": text[:30]})
    if likely.sure:
        return stored(likely.found[0])
    meant = (*likely.found, *likely.more)
    return Choose("one", text[:30], tuple((customer.name, stored(customer)) for customer in meant))


def _take(asking: Asking, value: Any) -> Taken:
    if _wrong(asking, value) is not None:  # an old button: nothing is remembered of one that is not theirs
        return Taken({asking.step.key: value, "_usual": None, "_last": None, "_places": None})
    return Taken({asking.step.key: value, **known(asking.session, int(value["id"]))})


def known(session: Any, customer_id: int) -> dict[str, Any]:
    """What is remembered once the customer is chosen: their usual type, and the answers of their last order."""
    facts = catalogue.customer(session, customer_id)
    return {
        "_usual": facts.default_leaf or catalogue.last_leaf(session, facts.id),
        "_last": catalogue.usual_answers(session, facts.id),
        "_places": [place.address for place in catalogue.places(session, facts.id)] or None,
    }


def _wrong(asking: Asking, value: Any) -> Bad | None:
    """It ended, or went to a colleague."""
    actor = people.by_id(asking.session, asking.draft.person_id)
    seen = catalogue.sees_customer(asking.session, asking.house, actor, int(value["id"]))
    return None if seen else Bad("customer_gone", {"name": str(value["name"])})


def _begin(asking: Asking, given: dict[str, Any]) -> Any:
    """Customers whom a message named, by their codes."""
    actor = people.by_id(asking.session, asking.draft.person_id)
    known = catalogue.customers_of_codes(asking.session, asking.house, actor, given["codes"])
    if not known:
        return Bad("nobody", {"text": given["text"][:30]})
    if len(given["codes"]) == 1:
        return stored(known[0])
    return Choose("one", given["text"][:30], tuple((customer.name, stored(customer)) for customer in known))


KINDS[FieldKind.CUSTOMER] = Kind(
    _read,
    begin=_begin,
    show=lambda _asking, value: str(value["name"]),
    offer=_offer,
    beside=_beside,
    take=_take,
    wrong=_wrong,
    tools={"page": lambda _asking, data: Taken({"_page": int(data)}, done=False)},
)
