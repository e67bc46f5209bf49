"""What screening finds in a draft, as its read-back tells it: what stops it first, then hints, then who will be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from domain.approvals import PlannedSeat, plan
from domain.process.names import Finding, MoneyView
from domain.process.types import Book, Leaf
from domain.screening import Found, of_result
from handlers.findings import advice_words, finding_words
from handlers.forms.kinds import press
from handlers.forms.registry import Remarks
from handlers.new_order import texts
from handlers.order.words import plain
from handlers.say import Button
from handlers.view import View

MOST_STOPS = 2
"""So many lines for what stops the filing; the rest of them share the last."""


def remarks(view: View, leaf: Leaf, draft: Any, found: tuple[Found, ...], *, told: frozenset[str]) -> Remarks:
    """The lines above and below the answers, and the buttons that lead to what must be mended.

    `told`: rules of which the read-back speaks already.
    """
    stops = of_result(found, Finding.BLOCK)
    hints = tuple(one for one in of_result(found, Finding.HINT) if one.rule.rule not in told)
    judged = of_result(found, Finding.REVIEW)
    after = [*_hints(view, leaf, hints), *_asked_first(view, leaf, judged), *_advice(view, leaf, judged)]
    return Remarks(_stops(view, leaf, stops), tuple(after), tuple(_mends(view, leaf, draft, stops)))


def stop_words(book: Book, leaf: Leaf, found: Sequence[Found], lang: str, today: date, money: MoneyView) -> str:
    """Everything that stops the filing, in one sentence."""
    said = (finding_words(book, leaf, one.rule.key, one.facts, lang, money=money, today=today) for one in found)
    return texts.SEMICOLON.plain(lang).join(said)


def _stops(view: View, leaf: Leaf, stops: Sequence[Found]) -> tuple[Markup, ...]:
    shown = [stops] if len(stops) > MOST_STOPS else [(one,) for one in stops]
    return tuple(
        texts.STOPPED(view.lang, what=texts.SEMICOLON.plain(view.lang).join(_advised(view, leaf, one) for one in some))
        for some in shown
    )


def _hints(view: View, leaf: Leaf, hints: Sequence[Found]) -> tuple[Markup, ...]:
    """All hints share a line."""
    if not hints:
        return ()
    said = [_advised(view, leaf, one) for one in hints]
    return (texts.HINT(view.lang, what=texts.SEMICOLON.plain(view.lang).join(said)),)


def _asked_first(view: View, leaf: Leaf, judged: Sequence[Found]) -> tuple[Markup, ...]:
    """Who will be asked before it is taken on, with the reasons; those with the same reasons together."""
    by_reasons: dict[tuple[str, ...], list[str]] = {}
    for level in plan(leaf.review, {one.rule.key for one in judged}):
        for seat in level.seats:
            by_reasons.setdefault(_because(seat), []).append(_name(view, seat))
    if not by_reasons:
        return ()
    comma = texts.LIST_COMMA.plain(view.lang)
    words = {one.rule.key: _words(view, leaf, one) for one in judged}
    said: list[str] = []
    for reasons, names in by_reasons.items():
        who = comma.join(dict.fromkeys(names))
        why = texts.SEMICOLON.plain(view.lang).join(words[key] for key in reasons)
        said.append(texts.ASKED_WHY.plain(view.lang, who=who, why=why) if why else who)
    return (texts.ASKED_FIRST(view.lang, who=comma.join(said)),)


def _because(seat: PlannedSeat) -> tuple[str, ...]:
    return tuple(key for key in seat.because if key != "always")


def _name(view: View, seat: PlannedSeat) -> str:
    department, _, office = seat.seat.to.partition(".")
    name = view.department(department)
    return texts.HEAD_OF.plain(view.lang, department=name) if office == "head" else name


def _advice(view: View, leaf: Leaf, judged: Sequence[Found]) -> tuple[Markup, ...]:
    """How to do without being judged."""
    said = [words for one in judged if (words := _advice_words(view, leaf, one))]
    if not said:
        return ()
    return (plain(texts.SEMICOLON.plain(view.lang).join(dict.fromkeys(said))),)


def _mends(view: View, leaf: Leaf, draft: Any, stops: Sequence[Found]) -> list[Button]:
    """A button for each field that must be mended."""
    fields = [key for one in stops for key in (one.facts.get("fields") or (one.rule.field,)) if key]
    named = [field for key in dict.fromkeys(fields) if (field := leaf.field(str(key))) is not None]
    return [
        press(draft, texts.MEND.plain(view.lang, label=field.label.in_(view.lang)), "draft.field", step=field.key)
        for field in named[:3]
    ]


def _advised(view: View, leaf: Leaf, one: Found) -> str:
    words, advice = _words(view, leaf, one), _advice_words(view, leaf, one)
    return texts.ADVISED.plain(view.lang, words=words, advice=advice) if advice else words


def _words(view: View, leaf: Leaf, one: Found) -> str:
    return finding_words(view.book, leaf, one.rule.key, one.facts, view.lang, money=view.money, today=view.today)


def _advice_words(view: View, leaf: Leaf, one: Found) -> str | None:
    return advice_words(view.book, leaf, one.rule, one.facts, view.lang, view.today, money=view.money)
