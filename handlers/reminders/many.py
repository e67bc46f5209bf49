"""Many reminders of different kinds at one moment, after a holiday or an outage: one list, each with the way to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from handlers.reminders import texts
from handlers.reminders.cards import slip_words
from handlers.reminders.changes import change_words, hold_words
from handlers.reminders.parts import cases, pairs, said
from handlers.reminders.pauses import buttons
from handlers.reminders.waiting import WAITING
from handlers.reminders.words import customer, short
from handlers.say import Button, Say, act
from handlers.view import View
from services.reminders.matters import Facts

WORDS: Mapping[str, Callable[[View, Facts], Markup]] = {
    "payment_short": lambda view, facts: short(view, facts, facts.missing_minor),
    "slip_unconfirmed": slip_words,
    "gate_stuck": lambda view, facts: texts.HELD[facts.checkpoint](view.lang),
    "change_open": change_words,
    "on_hold": hold_words,
    **{fact: reads.what for fact, reads in WAITING.items()},
}


def many(view: View) -> Say | None:
    """What still stands of them; nothing where nothing does."""
    standing = cases(view)
    if not standing:
        return None
    entries = [
        texts.ENTRY_OF(
            view.lang, n=n, name=facts.name.in_(view.lang), number=facts.number, customer=customer(facts, view.lang),
            what=WORDS[facts.about](view, facts),
        )
        for n, facts in enumerate(standing, start=1)
    ]  # fmt: skip
    doors = [_door(view, facts, n) for n, facts in enumerate(standing, start=1)]
    head = texts.HEAD_MANY(view.lang, count=len(standing))
    rest = buttons(view, [[facts.rule, facts.subject] for facts in standing])
    return said([head, *entries, texts.DO_ONE_BY_ONE(view.lang)], *pairs(doors), rest)


def _door(view: View, facts: Facts, n: int) -> Button:
    label, reads = texts.BTN_OPEN_N.plain(view.lang, n=n), WAITING.get(facts.about)
    if reads is not None:
        return reads.button(view, facts, label)
    if facts.about == "slip_unconfirmed" and not view.facts["escalated"]:
        return act(label, "reminder.slip", subject=facts.subject, order=facts.order_id)
    return act(label, "order.show", order=facts.order_id)
