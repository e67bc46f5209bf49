"""Kinds of steps: how an answer is offered, read and shown. A new kind is one entry of `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.process.types import FieldKind
from domain.understanding import (
    Ambiguous,
    DaysAfterPayment,
    NotUnderstood,
    Reading,
    Understood,
    Why,
    day,
    money,
    number,
    percent,
    phone,
)  # fmt: skip
from handlers import calendar
from handlers.forms import texts
from handlers.forms.steps import Step
from handlers.say import Button, Row, act
from handlers.turn import House
from locales import formats
from services import chasing

A_YEAR = timedelta(days=366)


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
        return act(label, "draft.pick", draft=self.draft.id, step=self.step.key, value=value)

    def tool(self, label: str, name: str, **args: Any) -> Button:
        """A button that helps with this step without answering it."""
        return act(label, "draft.tool", draft=self.draft.id, step=self.step.key, tool=name, **args)


@dataclass(frozen=True, slots=True)
class Bad:
    """An answer that cannot be taken: a code of `texts.BAD` and its values."""

    code: str
    values: dict[str, str]


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
    hint: Callable[[Asking], str] = lambda _asking: ""
    question: Callable[[Asking], str] = lambda asking: asking.step.ask(asking.lang)
    take: Callable[[Asking, Any], Taken] = lambda asking, value: Taken({asking.step.key: value})
    tools: Mapping[str, Callable[[Asking, Any], Taken]] = field(default_factory=dict)
    """What buttons beside the answers do: turn a page, show a month."""
    back: Callable[[Asking], Taken | None] = lambda _asking: None
    """One step back inside this step; None where there is none."""


def taken(reading: Reading[Any], which: str, show: Callable[[Any], str], store: Callable[[Any, str], Any]) -> Any:
    """One reading becomes a value, several become buttons, none becomes what is wrong with it."""
    if isinstance(reading, Understood):
        return store(reading.value, reading.text)
    if isinstance(reading, Ambiguous) and reading.readings:
        return Choose(which, reading.text, tuple((show(one), store(one, reading.text)) for one in reading.readings[:6]))
    assert isinstance(reading, Ambiguous | NotUnderstood)
    return Bad(reading.why, {"text": reading.text[:30]})


def pairs(buttons: list[Button], width: int = 2) -> tuple[Row, ...]:
    """Buttons in rows of so many."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


# ── plain kinds ────────────────────────────────────────────────────────────────────────────


def _text(asking: Asking, text: str) -> Any:
    most = asking.step.params.get("max_length", 200)
    cleaned = " ".join(text.split())
    if not cleaned:
        return Bad(Why.EMPTY, {})
    return Bad("too_many_words", {"most": str(most)}) if isinstance(most, int) and len(cleaned) > most else cleaned


def _number(_asking: Asking, text: str) -> Any:
    return taken(number(text), "reading", formats.quantity, lambda value, _words: str(value))


def _money(asking: Asking, text: str) -> Any:
    currency = asking.house.book.currency
    return taken(money(text), "reading", lambda v: formats.money(v, currency), lambda value, _words: str(value))


def _days(asking: Asking, text: str) -> Any:
    read = number(text)
    if isinstance(read, Understood) and read.value == read.value.to_integral_value():
        most = asking.step.params.get("most", 366)
        return int(read.value) if read.value <= int(str(most)) else Bad(Why.TOO_LARGE, {})
    return taken(read, "reading", formats.quantity, lambda value, _words: int(value))


def _phone(_asking: Asking, text: str) -> Any:
    return taken(phone(text), "reading", str, lambda value, _words: str(value))


def _percent(asking: Asking, text: str) -> Any:
    least, most = asking.step.params.get("least"), asking.step.params.get("most")

    def store(value: Decimal, _words: str) -> Any:
        share = value / 100
        if isinstance(least, Decimal) and share < least:
            return Bad(Why.UNCLEAR, {"text": formats.percent(share)})
        if isinstance(most, Decimal) and share > most:
            return Bad(Why.TOO_LARGE, {})
        return str(share)

    return taken(percent(text), "reading", lambda value: formats.percent(value / 100), store)


def _choice(asking: Asking, text: str) -> Any:
    for choice in asking.step.choices:
        if text.strip() in (choice.label(asking.lang), choice.key):
            return choice.key
    return Bad("pick_one", {})


def _choices(asking: Asking) -> tuple[Row, ...]:
    return pairs([asking.answer(choice.label(asking.lang), choice.key) for choice in asking.step.choices])


def _shares(asking: Asking) -> tuple[Row, ...]:
    return pairs(
        [asking.answer(c.label(asking.lang), str(Decimal(c.key.rstrip("%")) / 100)) for c in asking.step.choices], 3
    )


def _show_choice(asking: Asking, value: Any) -> str:
    choice = asking.step.choice(value)
    return choice.label(asking.lang) if choice else str(value)


# ── days ───────────────────────────────────────────────────────────────────────────────────


def earliest_day(asking: Asking) -> date:
    """The first day that is offered: the longest lead time of the products, in working days."""
    leads = [int(line["lead"]) for line in asking.draft.answers.get("lines", ()) if "lead" in line]
    usual = asking.step.params.get("usual_days")
    days = max(leads) if leads else int(str(usual)) if usual else 1
    return chasing.calendar_of(asking.house.book, asking.house.zone).add_workdays(asking.today, days)


def _offer_days(asking: Asking) -> tuple[Row, ...]:
    shown = asking.draft.answers.get("_month")
    if shown:
        return calendar.month(
            date.fromisoformat(shown), earliest=asking.today, latest=asking.today + A_YEAR, lang=asking.lang,
            button=lambda label, data: asking.tool(label, "calendar", data=data),
        )  # fmt: skip
    first = earliest_day(asking)
    friday = first + timedelta(days=(4 - first.weekday()) % 7 or 7)
    days = [asking.answer(formats.day(asking.lang, on, asking.today), {"on": on.isoformat()}) for on in (first, friday)]
    after = asking.step.params.get("after_payment")
    later = (
        [asking.answer(texts.AFTER_PAYMENT.plain(asking.lang, days=int(str(after))), {"after": int(str(after))})]
        if after
        else []
    )
    last = asking.tool(texts.PICK_DAY.plain(asking.lang), "month", data=first.isoformat())
    return (tuple(days), (*later, last))


def _after_words(asking: Asking, days: int) -> str:
    return texts.AFTER_PAYMENT.plain(asking.lang, days=days)


def _day(asking: Asking, text: str) -> Any:
    def store(value: Any, words: str) -> Any:
        if isinstance(value, DaysAfterPayment):
            return {"after": value.days, "words": words}
        return {"on": value.isoformat(), "words": words}

    calendar_known = chasing.calendar_of(asking.house.book, asking.house.zone)
    return taken(day(text, asking.today, calendar_known), "day", lambda value: _day_words(asking, value), store)


def _day_words(asking: Asking, value: Any) -> str:
    if isinstance(value, DaysAfterPayment):
        return _after_words(asking, value.days)
    return formats.day(asking.lang, value, asking.today)


def _show_day(asking: Asking, value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    if "after" in value:
        return _after_words(asking, int(value["after"]))
    return formats.day(asking.lang, date.fromisoformat(value["on"]), asking.today)


def _take_day(asking: Asking, value: Any) -> Taken:
    return Taken({asking.step.key: value, "_month": None})


def _show_month(_asking: Asking, data: str) -> Taken:
    return Taken({"_month": data}, done=False)


def _press_in_month(asking: Asking, data: str) -> Taken:
    on, month = calendar.read(data, earliest=asking.today, latest=asking.today + A_YEAR, lang=asking.lang)
    if on is not None:
        return _take_day(asking, {"on": on.isoformat()})
    return Taken({"_month": month.isoformat()} if month else {}, done=False)


def _leave_month(asking: Asking) -> Taken | None:
    return Taken({"_month": None}, done=False) if asking.draft.answers.get("_month") else None


def _hint_days(asking: Asking) -> str:
    leads = [int(line["lead"]) for line in asking.draft.answers.get("lines", ()) if "lead" in line]
    if not leads:
        return ""
    return texts.USUAL.plain(
        asking.lang, days=max(leads), day=formats.day(asking.lang, earliest_day(asking), asking.today)
    )


# ── files ──────────────────────────────────────────────────────────────────────────────────


def _show_papers(asking: Asking, value: Any) -> str:
    choice = asking.step.choice(value.get("choice")) if isinstance(value, dict) else None
    files = int(value.get("files", 0)) if isinstance(value, dict) else 0
    if choice is None:
        return texts.FILES_ONLY.plain(asking.lang, files=files)
    paper = choice.label(asking.lang)
    if files or choice.key == SPOKEN:
        return texts.FILES.plain(asking.lang, paper=paper, files=files) if files else paper
    return texts.NO_FILES.plain(asking.lang, paper=paper)


SPOKEN = "spoken"
"""The one basis that has no paper (口头)."""


def _choice_of_paper(asking: Asking, text: str) -> Any:
    read = _choice(asking, text)
    return read if isinstance(read, Bad) else {"choice": read, "files": files_of(asking)}


def files_of(asking: Asking) -> int:
    """How many files the draft holds already."""
    return int((asking.draft.answers.get(asking.step.key) or {}).get("files", 0))


def _offer_papers(asking: Asking) -> tuple[Row, ...]:
    files = files_of(asking)
    return pairs(
        [asking.answer(c.label(asking.lang), {"choice": c.key, "files": files}) for c in asking.step.choices], 4
    )


KINDS: dict[FieldKind, Kind] = {
    FieldKind.TEXT: Kind(_text),
    FieldKind.CONTACT: Kind(_text),
    FieldKind.PLACE: Kind(_text),
    FieldKind.PHONE: Kind(_phone),
    FieldKind.NUMBER: Kind(_number, show=lambda _a, value: formats.quantity(Decimal(value))),
    FieldKind.MONEY: Kind(_money, show=lambda a, value: formats.money(Decimal(value), a.house.book.currency)),
    FieldKind.DAYS: Kind(_days),
    FieldKind.PERCENT: Kind(_percent, show=lambda _a, value: formats.percent(Decimal(str(value))), offer=_shares),
    FieldKind.CHOICE: Kind(_choice, show=_show_choice, offer=_choices),
    FieldKind.DATE: Kind(
        _day,
        show=_show_day,
        offer=_offer_days,
        hint=_hint_days,
        take=_take_day,
        tools={"month": _show_month, "calendar": _press_in_month},
        back=_leave_month,
    ),
    FieldKind.ATTACHMENT: Kind(_choice_of_paper, show=_show_papers, offer=_offer_papers),
}
"""CUSTOMER and LINES are brought by `handlers.new_order`, which knows orders."""
