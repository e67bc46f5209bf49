"""Kinds of steps: how an answer is offered, read and shown. A new kind is one entry of `KINDS`.

Dates and papers stand in files of their own; customers and lines are brought by `handlers.new_order`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.process.names import FieldKind
from domain.understanding import (
    Ambiguous,
    NotUnderstood,
    Reading,
    Understood,
    Why,
    days,
    money,
    number,
    percent,
    phone,
)  # fmt: skip
from handlers.forms import texts
from handlers.forms.steps import Step
from handlers.say import Button, Row, act, in_rows
from handlers.turn import House
from locales import formats


def press(
    draft: Any, label: str, name: str, /, *, effect: bool = False, style: str | None = None, **args: Any
) -> Button:
    """A button of a draft's card. It knows which state of the draft it was made for: see `runner.mine`."""
    return act(label, name, effect=effect, style=style, draft=draft.id, seen=draft.answers.get("_n", 0), **args)


@dataclass(frozen=True, slots=True)
class Asking:
    """One step as it is asked or read: for whom, of which draft, when."""

    session: Any
    house: House
    draft: Any
    step: Step
    lang: str
    today: date

    def answer(self, label: str, value: Any) -> Button:
        """A button that answers this step."""
        return press(self.draft, label, "draft.pick", step=self.step.key, value=value)

    def tool(self, label: str, name: str, **args: Any) -> Button:
        """A button that helps with this step without answering it."""
        return press(self.draft, label, "draft.tool", step=self.step.key, tool=name, **args)


@dataclass(frozen=True, slots=True)
class Bad:
    """An answer that cannot be taken: a code of `texts.BAD` and its values."""

    code: str
    values: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Choose:
    """Words with more than one reading: a code of `texts.WHICH`, and the readings as buttons."""

    code: str
    words: str
    options: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer does to the draft: values to note, and whether the step is done with it."""

    values: dict[str, Any]
    done: bool = True


Read = Callable[[Asking, str], Any]
"""The value to store, or Bad, or Choose."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How steps of one kind behave. `offer` makes rows of buttons, `hint` a line under the question."""

    read: Read
    show: Callable[[Asking, Any], str] = lambda _asking, value: str(value)
    offer: Callable[[Asking], tuple[Row, ...]] = lambda _asking: ()
    beside: Callable[[Asking], Row] = lambda _asking: ()
    """Buttons that stay while the readings of an answer are offered."""
    hint: Callable[[Asking], str] = lambda _asking: ""
    question: Callable[[Asking], str] = lambda asking: asking.step.ask(asking.lang)
    take: Callable[[Asking, Any], Taken] = lambda asking, value: Taken({asking.step.key: value})
    tools: Mapping[str, Callable[[Asking, Any], Taken]] = field(default_factory=dict)
    """What buttons beside the answers do: turn a page, show a month."""
    back: Callable[[Asking], Taken | None] = lambda _asking: None
    """One step back inside this step; None where there is none."""
    wrong: Callable[[Asking, Any], Bad | None] = lambda _asking, _value: None
    """Why an answer that was given does not hold any more: a day that has passed, another type of order."""
    worded: bool = False
    """The words are kept beside the value, in `_words`, for the read-back."""
    half: tuple[str, ...] = ()
    """Notes of an answer that is only half given."""
    begin: Callable[[Asking, Any], Any] = lambda _asking, _given: Bad("press")
    """Takes an answer that was given beforehand in another form than words: Taken, a value, Bad or Choose."""
    parts: Callable[[Asking, Any], tuple[Button, ...]] = lambda _asking, _value: ()
    """Parts of an answer that can be changed on their own."""


def taken(reading: Reading[Any], which: str, show: Callable[[Any], str], store: Callable[[Any, str], Any]) -> Any:
    """One reading becomes a value, several become buttons, none becomes what is wrong with it.

    `store` may find a value Bad; such a reading is not offered.
    """
    if isinstance(reading, Understood):
        return store(reading.value, reading.text)
    if isinstance(reading, Ambiguous) and reading.readings:
        stored = [(show(one), store(one, reading.text)) for one in reading.readings[:6]]
        options = tuple((label, value) for label, value in stored if not isinstance(value, Bad))
        return Choose(which, reading.text, options) if options else stored[0][1]
    assert isinstance(reading, Ambiguous | NotUnderstood)
    return Bad(reading.why, {"text": reading.text[:30]})


# ── words ──────────────────────────────────────────────────────────────────────────────────

MOST_WORDS: dict[FieldKind | str, int] = {FieldKind.CONTACT: 60, FieldKind.PLACE: 120}


def _text(asking: Asking, text: str) -> Any:
    most = int(str(asking.step.params.get("max_length", MOST_WORDS.get(asking.step.kind, 200))))
    if len(text) > most:
        return Bad("too_many_words", {"most": str(most)})
    return text if any(map(str.isalnum, text)) else Bad("no_words")


ADVISED = "advised"
"""A kind of step: words, with some that are suggested as buttons."""


SHORT = 7
"""Characters of labels that two in a row have room for."""


def _offer_advice(asking: Asking) -> tuple[Row, ...]:
    labels = [choice.label(asking.lang) for choice in asking.step.choices]
    return in_rows(
        [asking.answer(label, label) for label in labels], 2 if max(map(len, labels), default=0) <= SHORT else 1
    )


def _name(asking: Asking, text: str) -> Any:
    """Who or where: digits alone are neither."""
    return _text(asking, text) if any(map(str.isalpha, text)) else Bad("no_words")


def _offer_last(asking: Asking) -> tuple[Row, ...]:
    last = asking.draft.answers.get("_last", {}).get(asking.step.key)
    return ((asking.answer(str(last), last),),) if asking.step.from_last and last else ()


def _offer_places(asking: Asking) -> tuple[Row, ...]:
    """The last one, and the others that the customer's card knows."""
    last = asking.draft.answers.get("_last", {}).get(asking.step.key)
    others = asking.draft.answers.get("_places", ()) if asking.step.from_last else ()
    return (*_offer_last(asking), *((asking.answer(place, place),) for place in others if place != last))


def _phone(_asking: Asking, text: str) -> Any:
    return taken(phone(text), "reading", str, lambda value, _words: str(value))


# ── numbers ────────────────────────────────────────────────────────────────────────────────


def _number(_asking: Asking, text: str) -> Any:
    return taken(
        number(text),
        "reading",
        formats.quantity,
        lambda value, _words: Bad(Why.NEGATIVE) if value < 0 else str(value),
    )


def _money(asking: Asking, text: str) -> Any:
    currency = asking.house.book.currency
    return taken(money(text), "reading", lambda v: formats.money(v, currency), lambda value, _words: str(value))


def _days(asking: Asking, text: str) -> Any:
    most = int(str(asking.step.params.get("most", 366)))

    def store(value: int, _words: str) -> Any:
        return value if value <= most else Bad(Why.TOO_LARGE)

    return taken(days(text), "reading", lambda value: _show_days(asking, value), store)


def _show_days(asking: Asking, value: Any) -> str:
    return texts.DAYS.plain(asking.lang, days=formats.quantity(int(value)))


def _percent(asking: Asking, text: str) -> Any:
    def store(value: Decimal, _words: str) -> Any:
        return _share_out_of_bounds(asking, value / 100) or str(value / 100)

    return taken(percent(text), "reading", lambda value: formats.percent(value / 100), store)


def _share_out_of_bounds(asking: Asking, value: Any) -> Bad | None:
    least, most = asking.step.params.get("least"), asking.step.params.get("most")
    share = Decimal(str(value))
    if isinstance(least, Decimal) and share < least:
        return Bad("too_little", {"least": formats.percent(least)})
    if isinstance(most, Decimal) and share > most:
        return Bad("too_much", {"most": formats.percent(most)})
    return None


def _shares(asking: Asking) -> tuple[Row, ...]:
    return in_rows(
        [asking.answer(c.label(asking.lang), str(Decimal(c.key.rstrip("%")) / 100)) for c in asking.step.choices], 3
    )


# ── choices ────────────────────────────────────────────────────────────────────────────────


def chosen(asking: Asking, text: str) -> str | None:
    """The key of the choice that somebody wrote out: its label, or a part of one label alone."""
    labels = {choice.key: choice.label(asking.lang).casefold() for choice in asking.step.choices}
    wanted = text.casefold()
    exact = [key for key, label in labels.items() if label == wanted]
    parts = [key for key, label in labels.items() if len(wanted) > 1 and wanted in label]
    return (exact or parts)[0] if len(exact or parts) == 1 else None


def _choice(asking: Asking, text: str) -> Any:
    return chosen(asking, text) or Bad("pick_one")


def _choices(asking: Asking) -> tuple[Row, ...]:
    return in_rows([asking.answer(choice.label(asking.lang), choice.key) for choice in asking.step.choices])


def _choice_said(asking: Asking, given: dict[str, Any]) -> Any:
    """A key that words stood for."""
    return given["key"] if asking.step.choice(given["key"]) else Bad("pick_one")


def _show_choice(asking: Asking, value: Any) -> str:
    choice = asking.step.choice(value)
    return choice.label(asking.lang) if choice else str(value)


def _no_such_choice(asking: Asking, value: Any) -> Bad | None:
    return None if asking.step.choice(value) else Bad("pick_one")


KINDS: dict[FieldKind | str, Kind] = {
    FieldKind.TEXT: Kind(_text, offer=_offer_last),
    ADVISED: Kind(_text, offer=_offer_advice),
    FieldKind.CONTACT: Kind(_name, offer=_offer_last),
    FieldKind.PLACE: Kind(_name, offer=_offer_places),
    FieldKind.PHONE: Kind(_phone, offer=_offer_last),
    FieldKind.NUMBER: Kind(_number, show=lambda _a, value: formats.quantity(Decimal(value)), worded=True),
    FieldKind.MONEY: Kind(
        _money, show=lambda a, value: formats.money(Decimal(value), a.house.book.currency), worded=True
    ),
    FieldKind.DAYS: Kind(_days, show=_show_days, worded=True),
    FieldKind.PERCENT: Kind(
        _percent,
        show=lambda _a, value: formats.percent(Decimal(str(value))),
        offer=_shares,
        wrong=_share_out_of_bounds,
        worded=True,
    ),
    FieldKind.CHOICE: Kind(_choice, show=_show_choice, offer=_choices, wrong=_no_such_choice, begin=_choice_said),
}
