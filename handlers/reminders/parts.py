"""What reminders have in common: what still stands, one or several in a message, how it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup

from handlers.order.words import of_department
from handlers.reminders import texts
from handlers.reminders.pauses import buttons
from handlers.reminders.told import answered, may_read
from handlers.reminders.words import customer
from handlers.say import Row, Say, rows
from handlers.view import View
from locales import lines
from services.reminders import answering, carrying
from services.reminders.matters import Facts

Lines = Sequence[Markup | None]


def cases(view: View) -> list[Facts]:
    """What still stands of that which was due, and is this chat's; whoever paid meanwhile is not told to pay.

    What is left out is noted, and what has gone to others is owed to them: rendering is the moment of sending.
    """
    return carrying.carried(view.session, view.house, view.chat.id, view.facts["items"], view.now, view.owed_id)


Tells = Callable[[View, Sequence[Facts]], Say]
"""How the matters of one kind that still stand are told."""


def by_itself(tells: Tells) -> Callable[[View], Say | None]:
    """The message of one kind; none where nothing stands any more."""

    def say(view: View) -> Say | None:
        standing = cases(view)
        return tells(view, standing) if standing else None

    return say


def message(view: View, standing: Sequence[Facts], one: Callable[[View, Facts], Say], several: Tells) -> Say:
    """One matter by itself, several as a list."""
    say = _with_answer(view, standing[0], one) if len(standing) == 1 else several(view, standing)
    return replace(say, rows=(*say.rows, buttons(view, [[facts.rule, facts.subject] for facts in standing])))


def _with_answer(view: View, facts: Facts, one: Callable[[View, Facts], Say]) -> Say:
    say = one(view, facts)
    return replace(say, text=lines([say.text, *answer_lines(view, facts)]))


def answer_lines(view: View, facts: Facts) -> Iterator[Markup]:
    """To those above what was answered to it last."""
    if not view.facts["escalated"]:
        return
    answer = answering.last(view.session, facts.order_id, facts.rule, facts.subject)
    if answer is not None and may_read(view, answer):
        yield answered(view, answer)


def said(body: Lines, *given: Row | None) -> Say:
    """Lines that are there, with rows that are there."""
    return Say(lines(line for line in body if line is not None), rows(*given))


def head(view: View, facts: Facts) -> Markup:
    """What it is about, number, customer."""
    words = texts.HEAD_ESCALATED if view.facts["escalated"] else texts.HEAD
    return words(view.lang, name=facts.name.in_(view.lang), number=facts.number, customer=customer(facts, view.lang))


def listed(view: View, standing: Sequence[Facts], what: Callable[[View, Facts], Markup]) -> Lines:
    """Several matters of one kind, numbered; to those above with whom was asked before."""
    above = bool(view.facts["escalated"])
    title = (texts.HEAD_SEVERAL_ESCALATED if above else texts.HEAD_SEVERAL)(
        view.lang, name=standing[0].name.in_(view.lang), count=len(standing)
    )
    entries = ((_listed_one(view, n, facts, what, above=above), facts) for n, facts in enumerate(standing, start=1))
    return [title, *(line for entry, facts in entries for line in (entry, *answer_lines(view, facts)))]


def _listed_one(view: View, n: int, facts: Facts, what: Callable[[View, Facts], Markup], *, above: bool) -> Markup:
    entry = {"n": n, "number": facts.number, "customer": customer(facts, view.lang), "what": what(view, facts)}
    if not above:
        return texts.ENTRY(view.lang, **entry)
    who = of_department(facts.department.in_(view.lang), facts.who, view.lang)
    return texts.ENTRY_ASKED(view.lang, **entry, who=who, times=facts.asked)
