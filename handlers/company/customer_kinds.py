"""What a customer's form asks beyond words: whom to reach, 统一社会信用代码, 开票资料, pinyin, whose customer it is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from domain.process.fields import Field
from domain.process.names import FieldKind
from domain.understanding import Billing, NotUnderstood, Understood, Why, billing, credit_code
from domain.understanding.billing import without_tax_number
from domain.understanding.credit_code import fault_of
from domain.understanding.reach import Reach, reach
from handlers.company import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Kind, Taken, taken
from handlers.forms.onward import complaint
from handlers.forms.steps import Choice, Step, of_book, said
from handlers.say import Row, in_rows
from handlers.turn import House
from services import catalogue, customer_card, people
from services.spelling import spelt

REACH, CODE, BILLING, PINYIN, OWNER = "customer_reach", "credit_code", "billing", "customer_pinyin", "customer_owner"
TAX = ("price_basis", "tax_rate", "invoice")
"""Fields of the book that a customer's card can answer for its next order."""
TERMS = ("terms", "terms_days")
"""The same of payment on credit, for those who grant it."""
PUBLIC = 0


# ── whom to reach ──────────────────────────────────────────────────────────────────────────


def _read_reach(_asking: Asking, text: str) -> Any:
    """Both in one message, or either alone."""
    reading = reach(text)
    if isinstance(reading, NotUnderstood) and reading.why is Why.UNCLEAR:
        return Bad("no_contact")
    return taken(reading, "reading", _reached, lambda value, _words: _stored(value))


def _stored(value: Reach) -> dict[str, str]:
    return {key: part for key, part in (("contact", value.contact), ("phone", value.phone)) if part}


def _reached(value: Reach) -> str:
    return " · ".join(_stored(value).values())


def show_reach(_asking: Asking, value: Any) -> str:
    return " · ".join(part for part in (value.get("contact"), value.get("phone")) if part)


# ── codes and invoices ─────────────────────────────────────────────────────────────────────


def _read_code(asking: Asking, text: str) -> Any:
    reading = credit_code(text)
    if isinstance(reading, NotUnderstood):
        return Bad(reading.why, {"text": reading.text[:30]})
    assert isinstance(reading, Understood)
    return _taken_code(asking, reading.value) or reading.value


def _taken_code(asking: Asking, code: str) -> Bad | None:
    """Another customer has it: named to those who may find that one."""
    holder = catalogue.code_holder(asking.session, code)
    if holder is None or holder.id == asking.draft.answers.get("_customer"):
        return None
    actor = people.by_id(asking.session, asking.draft.person_id)
    seen = catalogue.sees_customer(asking.session, asking.house, actor, holder.id)
    return Bad("code_of", {"text": holder.name}) if seen else Bad("code_taken")


def _read_billing(asking: Asking, text: str) -> Any:
    reading = billing(text)
    before = Billing(**(asking.draft.answers.get(BILLING_STEP) or {}))
    alone = credit_code(text)
    if isinstance(reading, NotUnderstood) and isinstance(alone, Understood) and before != Billing():
        reading = Understood(Billing(tax_no=alone.value), text)  # only the number was asked again
    if isinstance(reading, NotUnderstood):
        if reading.why is Why.UNCLEAR:
            return Bad("not_billing")
        bad, rest = Bad(reading.why, {"text": reading.text[:30]}), without_tax_number(text)
        if rest == Billing():
            return bad
        return {"rest": asdict(rest.over(before)), "bad": complaint(bad)}
    assert isinstance(reading, Understood)
    whole = reading.value.over(before)
    code = code_in(whole)
    return (code and _taken_code(asking, code)) or asdict(whole)


BILLING_STEP, CODE_STEP, CREDIT_STEP, LEAF_STEP = "billing", "uscc", "credit", "default_leaf"


def code_in(parts: Billing) -> str | None:
    """The tax number, where it is a 统一社会信用代码."""
    return parts.tax_no if parts.tax_no and fault_of(parts.tax_no) is None else None


def _take_billing(asking: Asking, value: Any) -> Taken:
    """A wrong tax number is asked again; the rest of the block is kept."""
    if "rest" in value:
        return Taken({asking.step.key: value["rest"], **value["bad"]}, done=False)
    code = code_in(Billing(**value))
    return Taken({asking.step.key: value, **({CODE_STEP: code} if code else {})})


def show_billing(asking: Asking, value: Any) -> str:
    """`抬头 …，税号 …`: only what is there."""
    shown = [
        texts.VALUE_OF.plain(asking.lang, label=label.plain(asking.lang), value=value[key])
        for key, label in texts.BILLING_PARTS.items()
        if value.get(key)
    ]
    return texts.PART_COMMA.plain(asking.lang).join(shown)


# ── its spelling, its owner ────────────────────────────────────────────────────────────────


def _read_pinyin(asking: Asking, text: str) -> Any:
    return text if spelt(str(asking.draft.answers["name"]), text) else Bad("not_pinyin")


def _offer_owners(asking: Asking) -> tuple[Row, ...]:
    known = [asking.answer(one.name, one.id) for one in customer_card.salespeople(asking.session, asking.house)]
    return (*in_rows(known[:20], 3), (asking.answer(texts.PUBLIC.plain(asking.lang), PUBLIC),))


def _read_owner(asking: Asking, text: str) -> Any:
    named = [one.id for one in customer_card.salespeople(asking.session, asking.house) if one.name == text]
    return named[0] if len(named) == 1 else Bad("pick_one")


def show_owner(asking: Asking, value: Any) -> str:
    return people.name_of(asking.session, value) if value else texts.PUBLIC.plain(asking.lang)


KINDS[REACH] = Kind(_read_reach, show=show_reach)
KINDS[CODE] = Kind(_read_code)
KINDS[BILLING] = Kind(_read_billing, show=show_billing, take=_take_billing)
KINDS[PINYIN] = Kind(_read_pinyin)
KINDS[OWNER] = Kind(_read_owner, offer=_offer_owners, show=show_owner)


# ── steps ──────────────────────────────────────────────────────────────────────────────────


def reach_step(*, required: bool) -> Step:
    """Contact and telephone in one message."""
    return Step("reach", REACH, said(texts.REACH), said(texts.ASK_REACH), required=required)


def papers_steps() -> tuple[Step, ...]:
    """What invoices need."""
    return (
        Step(CODE_STEP, CODE, said(texts.CREDIT_CODE), said(texts.ASK_CREDIT_CODE), required=False),
        Step(BILLING_STEP, BILLING, said(texts.BILLING), said(texts.ASK_BILLING), required=False),
    )


def address_step() -> Step:
    """Where goods go."""
    params = {"max_length": 100}
    return Step("address", FieldKind.PLACE, said(texts.ADDRESS), said(texts.ASK_ADDRESS), required=False, params=params)


def tax_steps(house: House) -> tuple[Step, ...]:
    """The book's own questions of tax, where it has them."""
    return _of_book(house, TAX)


def credit_steps(house: House) -> tuple[Step, ...]:
    """How much credit, and when goods are to be paid by the book's own questions; nothing where nobody sells so."""
    if not any(leaf.credit_rule for leaf in house.book.leaves.values()):
        return ()
    limit = Step(CREDIT_STEP, FieldKind.MONEY, said(texts.CREDIT), said(texts.ASK_CREDIT), required=False)
    return (limit, *_of_book(house, TERMS))


def leaf_step(house: House) -> Step:
    """How this customer usually buys."""
    known = tuple(Choice(key, leaf.plain.in_) for key, leaf in house.book.leaves.items() if leaf.has_customer)
    return Step(
        LEAF_STEP, FieldKind.CHOICE, said(texts.USUAL_TYPE), said(texts.ASK_USUAL_TYPE), required=False, choices=known
    )


def _of_book(house: House, keys: tuple[str, ...]) -> tuple[Step, ...]:
    found: dict[str, Field] = {}
    for leaf in house.book.leaves.values():
        for key in keys:
            field = leaf.field(key)
            if field is not None and field.from_last:
                found.setdefault(key, field)
    return tuple(of_book(found[key]) for key in keys if key in found)


def usual_of(answers: dict[str, Any]) -> dict[str, Any]:
    """What the answers say of the next order."""
    return {key: answers[key] for key in (*TAX, *TERMS) if key in answers}
