"""The form of a new customer: similar names are shown first, and an order that waits for it goes on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from domain.process.names import FieldKind
from domain.understanding import Billing, NotUnderstood, Understood, billing
from handlers.company import texts
from handlers.company.customer_kinds import address_step, code_in, papers_steps, reach_step, tax_steps, usual_of
from handlers.company.forms import PlainForm, text_step
from handlers.forms import runner, standing
from handlers.forms.kinds import KINDS, Asking, Bad, Kind, Taken
from handlers.forms.registry import enter
from handlers.forms.steps import Step
from handlers.new_order.customers import stored
from handlers.say import Row, act
from handlers.turn import House, Turn
from services import catalogue, drafts, people
from services.catalogue import CustomerFacts
from services.errors import NotFound
from services.house import require

NAME_KIND = "customer_name"
LONGEST = 40


# ── the name ───────────────────────────────────────────────────────────────────────────────


def _read(asking: Asking, text: str) -> Any:
    """A name; or a whole block of 开票资料, whose title is the name."""
    block = billing(text)
    if isinstance(block, NotUnderstood) and block.why.startswith("code_"):
        return Bad(block.why, {"text": block.text[:30]})
    whole = block.value if isinstance(block, Understood) and block.value.title else None
    name = KINDS[FieldKind.TEXT].read(asking, whole.title if whole and whole.title else text)
    if isinstance(name, Bad):
        return name
    given = {"name": name, **({"billing": asdict(whole)} if whole else {})}
    code = code_in(whole) if whole else None
    alike = _alike(asking, name, code)
    if alike:
        return {**given, "similar": [stored(customer) for customer in alike]}
    taken = catalogue.customer_taken(asking.session, name)
    if taken or (code and catalogue.code_holder(asking.session, code) is not None):
        return Bad("other_owner", {"text": name})
    return given


def _alike(asking: Asking, name: str, code: str | None) -> tuple[CustomerFacts, ...]:
    """Whoever has the same code first, then similar names; of those whom the person may find."""
    actor = people.by_id(asking.session, asking.draft.person_id)
    alike = catalogue.similar_customers(asking.session, asking.house, actor, name)
    holder = catalogue.code_holder(asking.session, code) if code else None
    if holder and catalogue.sees_customer(asking.session, asking.house, actor, holder.id):
        return (holder, *(one for one in alike if one.id != holder.id))[: catalogue.PAGE]
    return alike


def _take(asking: Asking, value: Any) -> Taken:
    if isinstance(value, str):  # a button: it is new all the same
        parts = asking.draft.answers.get("_billing")
        value = {"name": value, **({"billing": parts} if parts else {})}
    parts = value.get("billing")
    if "similar" in value:
        return Taken({"_similar": value["similar"], "_name": value["name"], "_billing": parts}, done=False)
    known = {"billing": parts, "uscc": code_in(Billing(**parts))} if parts else {}
    return Taken({"name": value["name"], "_similar": None, "_name": None, "_guess": None, "_billing": None, **known})


def _question(asking: Asking) -> str:
    answers = asking.draft.answers
    if answers.get("_similar"):
        return texts.SIMILAR.plain(asking.lang, name=answers["_name"])
    return asking.step.ask(asking.lang)


def _offer(asking: Asking) -> tuple[Row, ...]:
    answers, lang = asking.draft.answers, asking.lang
    if answers.get("_similar"):
        name = answers["_name"]
        same = [
            act(
                texts.THE_SAME.plain(lang, name=one["name"]), "customer.same", draft=asking.draft.id, customer=one["id"]
            )
            for one in answers["_similar"]
        ]
        if not catalogue.customer_taken(asking.session, name):
            same.append(asking.answer(texts.REALLY_NEW.plain(lang, name=name), name))
        return tuple((button,) for button in same)
    guess = answers.get("_guess")
    return ((asking.answer(texts.CALL_IT.plain(lang, name=guess), guess),),) if guess else ()


def _back(asking: Asking) -> Taken | None:
    return (
        Taken({"_similar": None, "_name": None, "_billing": None}, done=False)
        if asking.draft.answers.get("_similar")
        else None
    )


KINDS[NAME_KIND] = Kind(_read, question=_question, offer=_offer, take=_take, back=_back)


# ── the form ───────────────────────────────────────────────────────────────────────────────


class CustomerForm(PlainForm):
    """Adding a customer. With `_order` an order's draft waits for it."""

    name = "customer"
    title = texts.CUSTOMER_TITLE

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        return (
            text_step("name", texts.CUSTOMER_NAME, texts.ASK_CUSTOMER_NAME, kind=NAME_KIND, most=LONGEST),
            reach_step(required=False),
        )

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        return (address_step(), *papers_steps(), *tax_steps(house))

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        same = draft.answers.get("_same")
        said = (
            [texts.CUSTOMER_TAKEN(lang, name=same)]
            if same
            else [*self.summary(session, house, draft, lang), texts.CUSTOMER_ADDED(lang)]
        )
        return (*said, texts.ORDER_GOES_ON(lang)) if draft.answers.get("_order") else tuple(said)

    def submit(self, turn: Turn, draft: Any) -> None:
        answers = draft.answers
        reach, parts = answers.get("reach", {}), answers.get("billing")
        customer = catalogue.add_customer(
            turn.session, turn.house, turn.actor, turn.now, name=answers["name"], contact=reach.get("contact"),
            phone=reach.get("phone"), address=answers.get("address"), uscc=answers.get("uscc"),
            billing=Billing(**parts) if parts else None, usual=usual_of(answers),
        )  # fmt: skip
        drafts.submitted(draft, turn.now)
        if answers.get("_order"):
            runner.give(turn, answers["_order"], FieldKind.CUSTOMER, stored(customer))
        else:
            turn.reply("company.added", f"person:{turn.actor.id}", what="customer")


FORM = enter(CustomerForm())


# ── acts ───────────────────────────────────────────────────────────────────────────────────


def new(turn: Turn, draft: int | None = None) -> None:
    """Begin a customer; with `draft` for an order that waits for one, which is asked for once."""
    require(turn.house, turn.actor, "customer.add")
    waiting = next(
        (one for one in drafts.open_of(turn.session, turn.actor.id, FORM.name) if _order(one) == draft), None
    )
    if waiting is not None and draft is not None:
        standing.show(turn, waiting, repost=True)
        return
    runner.start(turn, FORM.name, answers={"_order": draft, "_guess": _guess(turn, draft)} if draft else {})


def _order(draft: Any) -> int | None:
    return draft.answers.get("_order")


def _guess(turn: Turn, order: int | None) -> str | None:
    """What was looked for in the order and not found is most likely the new name."""
    waiting = drafts.get(turn.session, order) if order else None
    bad = waiting.answers.get("_bad") if waiting is not None else None
    if not bad or bad["code"] != "nobody":
        return None
    name = str(bad["values"]["text"])
    return None if catalogue.customer_taken(turn.session, name) else name


def same(turn: Turn, draft: int, customer: int) -> None:
    """It is a customer whom we have: nothing is added, and the order that waits takes that one."""
    mine = standing.mine(turn, draft)
    if mine is None:
        return
    known = catalogue.customer(turn.session, customer)
    if stored(known) not in mine.answers.get("_similar", ()):
        raise NotFound(f"customer {customer} was not offered")
    drafts.answer(mine, turn.now, _same=known.name)
    drafts.submitted(mine, turn.now)
    if _order(mine):
        runner.give(turn, mine.answers["_order"], FieldKind.CUSTOMER, stored(known))
    standing.show(turn, mine)
