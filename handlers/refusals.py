"""A no in words: every reason, with the department and person who can clear it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.gates import Refusal
from domain.process.names import MoneyView
from domain.process.types import Book, Leaf
from domain.process.words import Words
from domain.rights import money_view
from domain.understanding.amounts_told import tells_amount
from domain.waivers import WaiverState
from handlers import texts
from handlers.folding import clipped
from handlers.refusal_texts import REASONS, REASONS_BARE
from handlers.turn import Turn
from locales import formats, lines
from services import clearing, people
from services.errors import AlreadyDone, NotAllowed, Refused
from services.order_view import OrderView, view_of

AmountWords = Callable[[int], str]
ABOUT_CREDIT = {
    "credit_not_granted": {"amount"},
    "credit_exceeded": {"limit", "used", "over"},
    "overdue": {"amount", "days"},
}
"""What is said of a customer's credit to those who may see money."""
SHOWN_CONDITION = 80
"""Characters of a condition that stand among the reasons."""


def reason_lines(
    session: Any, book: Book, refusals: Iterable[Refusal], *, lang: str, money: MoneyView, amount: AmountWords,
    leaf: Leaf | None = None,
    view: OrderView | None = None,
) -> Markup:  # fmt: skip
    """All reasons, one a line, numbered where there are several; amounts only for those who may see them."""
    said = [
        texts.REASON_OWNER(
            lang,
            reason=reason_words(
                as_seen(refusal, money),
                leaf,
                lang=lang,
                money=money,
                amount=amount,
                codes=codes_of(view) if view is not None else None,
            ),
            **_owner(session, book, refusal, view, lang),
        )
        for refusal in refusals
    ]
    if len(said) == 1:
        return said[0]
    return lines(texts.REASON_NUMBERED(lang, n=n, reason=reason) for n, reason in enumerate(said, start=1))


def order_reasons(session: Any, view: OrderView, *, lang: str, money: MoneyView) -> Markup:
    """Why the next checkpoint of an order is closed."""
    return reason_lines(
        session, view.book, view.refusals, lang=lang, money=money, leaf=view.leaf, view=view,
        amount=lambda minor: formats.money(_units(minor, view.minor), view.currency),
    )  # fmt: skip


def _units(minor: int, per_unit: int) -> Decimal:
    return Decimal(minor) / per_unit


def reason_words(
    refusal: Refusal, leaf: Leaf | None, *, lang: str, money: MoneyView, amount: AmountWords,
    codes: Mapping[int, str] | None = None,
) -> Markup:  # fmt: skip
    """One reason. `codes`: what the products of the lines are called, where lines are told."""
    facts = refusal.facts
    if refusal.code == "payment_missing" and facts.get("leave"):
        return _part_unpaid(facts, lang, money, amount, codes or {})
    if refusal.code == "inspection_missing" and "lines" in facts:
        return REASONS["inspection_missing"](lang, goods=_counted(facts["lines"], codes or {}, lang))
    if refusal.code == "payment_missing" and money is MoneyView.FULL and "missing" in facts:
        return REASONS["payment_missing"](
            lang,
            required=amount(facts["required"]),
            received=amount(facts["received"]),
            missing=amount(facts["missing"]),
        )
    if refusal.code in ABOUT_CREDIT and money is MoneyView.FULL and ABOUT_CREDIT[refusal.code] <= facts.keys():
        told = {key: str(facts[key]) if key == "days" else amount(facts[key]) for key in ABOUT_CREDIT[refusal.code]}
        return REASONS[refusal.code](lang, **told)
    if refusal.code == "above_waiver_ceiling" and money is MoneyView.FULL:
        return REASONS["above_waiver_ceiling"](lang, short=amount(facts["short"]), ceiling=amount(facts["ceiling"]))
    if refusal.code == "signoff_missing" and leaf is not None:
        return REASONS["signoff_missing"](lang, name=_signoff_words(leaf, str(facts["name"]), lang))
    if refusal.code == "over_quantity" and "ceiling" in facts:
        return REASONS["over_quantity"](lang, ceiling=formats.quantity(facts["ceiling"]))
    if refusal.code == "condition_open" and "words" in facts:
        return _condition_words(facts, lang)
    if refusal.code in ("left_already", "made_already") and "floor" in facts:
        told = {key: str(facts[key]) for key in ("product", "unit")}
        return REASONS[refusal.code](lang, **told, floor=formats.quantity(facts["floor"]))
    if refusal.code == "price_of_left" and "product" in facts:
        return REASONS[refusal.code](lang, product=str(facts["product"]))
    if refusal.code == "more_than_left" and "number" in facts:
        told = {key: str(facts[key]) for key in ("number", "product", "unit")}
        return REASONS["more_than_left"](lang, **told, left=formats.quantity(facts["left"]))
    if refusal.code == "not_of_first" and "number" in facts:
        return REASONS["not_of_first"](lang, number=str(facts["number"]))
    if refusal.code in ("customer_exists", "product_exists", "customer_code_taken", "uscc_taken"):
        return REASONS[refusal.code](lang, name=str(facts.get("name") or facts.get("code")))
    return REASONS_BARE[refusal.code](lang)


def _part_unpaid(
    facts: Mapping[str, Any], lang: str, money: MoneyView, amount: AmountWords, codes: Mapping[int, str]
) -> Markup:
    """In proportion: how much may leave for the money that is there."""
    leave = _counted(facts["leave"], codes, lang)
    if money is not MoneyView.FULL:
        return REASONS["part_unpaid_bare"](lang, leave=leave)
    told = {name: amount(facts[name]) for name in ("required", "received", "missing")}
    return REASONS["part_unpaid"](lang, leave=leave, **told)


def _counted(goods: Mapping[int, Decimal], codes: Mapping[int, str], lang: str) -> str:
    """`X200 150、Y10 20`."""
    parts = (
        texts.GOODS_COUNTED.plain(lang, goods=codes.get(line, ""), count=formats.quantity(count)).strip()
        for line, count in goods.items()
    )
    return texts.GOODS_AND.joined(lang, parts)


def codes_of(view: OrderView) -> dict[int, str]:
    """What the products of an order's lines are called in short."""
    return {line.id: line.code for line in view.lines}


def _condition_words(facts: Mapping[str, Any], lang: str) -> Markup:
    """What is to be done by whom, until when, and how late it is."""
    told = {"words": clipped(str(facts["words"]), SHOWN_CONDITION), "owner": str(facts["owner"])}
    if "due" not in facts:
        return REASONS["condition_open"](lang, **told)
    due, today = (date.fromisoformat(str(facts[key])) for key in ("due", "today"))
    day = formats.day_short(lang, due, today)
    if due < today:
        return REASONS["condition_late"](lang, **told, day=day, days=(today - due).days)
    return REASONS["condition_due"](lang, **told, day=day)


def as_seen(refusal: Refusal, money: MoneyView) -> Refusal:
    """A reason for eyes that see no money: free words may name an amount, and are left out then."""
    words = str(refusal.facts.get("words", "")) if refusal.code == "condition_open" else ""
    hidden = money is not MoneyView.FULL and tells_amount(words)
    return Refusal(refusal.code, refusal.department) if hidden else refusal


def _signoff_words(leaf: Leaf, name: str, lang: str) -> str:
    for rules in leaf.gates.values():
        for rule in rules:
            if rule.rule == "signoff" and rule.params["name"] == name:
                words = rule.params["words"]
                return words.in_(lang) if isinstance(words, Words) else str(words)
    return name


def _owner(session: Any, book: Book, refusal: Refusal, view: OrderView | None, lang: str) -> dict[str, str]:
    """Who can clear it: of an order that is known, the very person; otherwise the department's interface person."""
    if view is not None:
        clearer = clearing.clearers(session, view, (refusal,))[0]
        department, name = clearer.department, clearer.who
    else:
        person = people.interface_of(session, refusal.department)
        department, name = refusal.department, person.name if person else ""
    return {"department": book.departments[department].name.in_(lang), "person": name}


# ── answers to whoever acted ───────────────────────────────────────────────────────────────


def show_refusal(turn: Turn, refused: Refused) -> None:
    """Every reason, as a box over the chat or as an answer in it."""
    view = view_of(turn.session, turn.house, refused.order_id, turn.now) if refused.order_id else None
    currency, per_unit = (view.currency, view.minor) if view else (turn.book.currency, 100)
    reasons = reason_lines(
        turn.session,
        turn.book,
        refused.refusals,
        lang=turn.lang,
        leaf=view.leaf if view else None,
        view=view,
        money=money_view(turn.book, turn.chat.departments),
        amount=lambda minor: formats.money(_units(minor, per_unit), currency),
    )
    turn.alert(texts.REFUSED, reasons=lines([reasons, *_waivers_asked(turn, refused, view)]))


def _waivers_asked(turn: Turn, refused: Refused, view: OrderView | None) -> Iterator[Markup]:
    """For which of the reasons somebody asks for a waiver: since when, who decides, how often they were asked."""
    codes = {one.code for one in refused.refusals}
    for one in view.waivers if view else ():
        rule = view.book.waiver_rule(one.checkpoint, one.code) if view else None
        if one.state is not WaiverState.ASKED or one.code not in codes or rule is None:
            continue
        yield texts.WAIVER_ASKED(
            turn.lang, name=rule.name.in_(turn.lang), by=one.asked_by,
            at=turn.moment(one.asked_at),
            department=turn.book.departments[rule.department].name.in_(turn.lang),
            count=clearing.times_urged(turn.session, one.order_id),
        )  # fmt: skip


def show_not_allowed(turn: Turn, refused: NotAllowed) -> None:
    """Why this person may not do this."""
    facts = dict(refused.facts)
    phrase = texts.NOT_ALLOWED.get(refused.code, texts.NOT_ALLOWED_OTHERWISE)
    if "department" in facts:
        facts["department"] = turn.book.departments[str(facts["department"])].name.in_(turn.lang)
    turn.alert(phrase, **{name: str(facts[name]) for name in phrase.places})


def show_done_before(turn: Turn, before: AlreadyDone) -> None:
    """Somebody was faster, or this person pressed twice."""
    if before.who and before.at:
        turn.toast(texts.ALREADY_DONE_BY, who=before.who, at=turn.moment(before.at))
    else:
        turn.toast(texts.ALREADY_DONE)
