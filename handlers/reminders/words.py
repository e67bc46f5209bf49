"""The parts of sentences that reminders and the digest share."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from domain.money import from_minor
from domain.process.names import MoneyView
from handlers.order.words import of_department
from handlers.refusal_texts import REASONS_BARE
from handlers.reminders import texts
from handlers.view import View
from locales import formats
from services.reminders.matters import Facts, Reason


def amount(minor: int, facts: Facts) -> str:
    """¥17,400.00 from minor units of the order's currency."""
    return formats.money(from_minor(minor, facts.currency).amount, facts.currency)


def customer(facts: Facts, lang: str) -> str:
    """For whom it is; an order for our own stock says what kind of order it is."""
    return facts.customer or facts.leaf.in_(lang)


def money_line(view: View, facts: Facts) -> Markup | None:
    """What is missing, as far as this chat may see it."""
    if view.money is MoneyView.NONE:
        return None
    if view.money is MoneyView.GATE_ONLY:
        return texts.MONEY_BARE(view.lang) if facts.missing_minor > 0 else None
    return texts.MONEY(
        view.lang,
        required=amount(facts.required_minor, facts),
        received=amount(facts.received_minor, facts),
        missing=amount(max(facts.missing_minor, 0), facts),
    )


def short(view: View, facts: Facts, missing: int) -> Markup:
    """`还差 ¥12,000.00`, or that it is unpaid."""
    if view.money is MoneyView.FULL:
        return texts.SHORT(view.lang, missing=amount(missing, facts))
    return texts.MONEY_BARE(view.lang)


def reason_words(view: View, facts: Facts, reason: Reason) -> Markup:
    """`还差 ¥12,000.00 → 销售 张敏`."""
    who = of_department(reason.department.in_(view.lang), reason.who, view.lang)
    paid = reason.code == "payment_missing"
    words = short(view, facts, reason.missing_minor) if paid else REASONS_BARE[reason.code](view.lang)
    return texts.DIGEST_REASON(view.lang, reason=words, who=who)


def stuck_line(view: View, facts: Facts, n: int) -> Markup:
    """One order of the digest: how long, why, and who has it."""
    reasons = [reason_words(view, facts, reason) for reason in facts.reasons]
    return texts.DIGEST_LINE(
        view.lang,
        n=n,
        number=facts.number,
        customer=customer(facts, view.lang),
        held=texts.STUCK[facts.checkpoint](view.lang),
        days=facts.days,
        reasons=Markup(" · ").join(reasons),
    )


def credit_line(view: View, facts: Facts, n: int) -> Markup:
    """One customer of the digest: how much of its credit it uses, and the salesperson of its newest order, unnamed."""
    used, limit = facts.found.amount_minor, facts.found.of_minor
    if view.money is MoneyView.FULL:
        share = formats.percent(Decimal(used * 100 // limit) / 100)
        phrase = texts.CREDIT_OVER if used > limit else texts.CREDIT_HIGH
        what = phrase(view.lang, share=share, used=amount(used, facts), limit=amount(limit, facts))
    elif used < limit:
        what = texts.CREDIT_HIGH_BARE(view.lang)
    else:
        what = (texts.CREDIT_OVER_BARE if used > limit else texts.CREDIT_FULL_BARE)(view.lang)
    return texts.DIGEST_CREDIT(view.lang, n=n, customer=facts.customer, what=what, who=facts.who or facts.sales)
