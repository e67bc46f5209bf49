"""Reminders of different kinds in one list, each with the way to it: many at one moment, after a holiday or an outage, or
what was too much for a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from markupsafe import Markup

from handlers.reminders import texts
from handlers.reminders.cards import gate_stuck, payment_short, slip_unconfirmed, slip_words
from handlers.reminders.changes import change_open, change_words, hold_words, on_hold
from handlers.reminders.parts import Tells, answer_lines, cases, said
from handlers.reminders.pauses import buttons
from handlers.reminders.waiting import WAITING, waiting
from handlers.reminders.words import customer, short
from handlers.say import Button, Say, act, in_rows
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
ALONE: Mapping[str, Tells] = {
    "payment_short": payment_short,
    "slip_unconfirmed": slip_unconfirmed,
    "gate_stuck": gate_stuck,
    "change_open": change_open,
    "on_hold": on_hold,
    **dict.fromkeys(WAITING, waiting),
}
"""What is said where a fact comes by itself."""

FEW = 6
"""Up to here two buttons a row; of more than that four, or the list would not fit on a screen."""


def many(view: View) -> Say | None:
    """What still stands of them; nothing where nothing does, and of one matter its own reminder."""
    standing = cases(view)
    if not standing:
        return None
    if len(standing) == 1:
        (only,) = standing
        return ALONE[only.about](_as_told(view, only), standing)  # as if it had come alone
    gathered = "above" in view.facts
    head = (texts.HEAD_GATHERED if gathered else texts.HEAD_MANY)(view.lang, count=len(standing))
    as_told = [(_as_told(view, facts), facts) for facts in standing]
    entries = [
        line
        for n, (one, facts) in enumerate(as_told, start=1)
        for line in (_entry(one, facts, n), *answer_lines(one, facts))
    ]
    doors = [_door(one, facts, n) for n, (one, facts) in enumerate(as_told, start=1)]
    rest = buttons(view, [[facts.rule, facts.subject] for facts in standing])
    return said([head, *entries, texts.DO_ONE_BY_ONE(view.lang)], *in_rows(doors, 2 if len(doors) <= FEW else 4), rest)


def _as_told(view: View, facts: Facts) -> View:
    """In a list of a whole afternoon each came to them as their own matter, or as to somebody above."""
    above = view.facts.get("above")
    if above is None:
        return view
    return replace(view, facts={**view.facts, "escalated": [facts.rule, facts.subject] in above})


def _entry(view: View, facts: Facts, n: int) -> Markup:
    words = texts.ENTRY_ABOVE if view.facts["escalated"] else texts.ENTRY_OF
    return words(
        view.lang, n=n, name=facts.name.in_(view.lang), number=facts.number, customer=customer(facts, view.lang),
        what=WORDS[facts.about](view, facts),
    )  # fmt: skip


def _door(view: View, facts: Facts, n: int) -> Button:
    label, reads = texts.BTN_OPEN_N.plain(view.lang, n=n), WAITING.get(facts.about)
    if reads is not None:
        return reads.button(view, facts, label)
    if facts.about == "slip_unconfirmed" and not view.facts["escalated"]:
        return act(label, "reminder.slip", subject=facts.subject, order=facts.order_id)
    return act(label, "order.show", order=facts.order_id)
