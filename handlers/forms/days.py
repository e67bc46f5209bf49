"""The date step: chips of working days, days after payment, a month to pick from, or words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from domain.process.names import FieldKind
from domain.understanding import DaysAfterPayment, Understood, Why, day
from domain.worktime import WorkCalendar
from handlers import calendar
from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking, Bad, Choose, Kind, Taken, taken
from handlers.forms.registry import form_of
from handlers.say import Row
from locales import formats
from services.pace import calendar_of

A_YEAR = timedelta(days=366)
A_WEEK = timedelta(days=7)


def _calendar(asking: Asking) -> WorkCalendar:
    return calendar_of(asking.session, asking.house)


# ── asking ─────────────────────────────────────────────────────────────────────────────────


def _lead(asking: Asking) -> int | None:
    """Working days that the slowest product takes; None where none is chosen or the day is not about goods."""
    if "usual_days" not in asking.step.params:
        return None
    steps = form_of(asking.draft.form).steps(asking.house, asking.draft)
    given = [asking.draft.answers.get(step.key) or () for step in steps if step.kind is FieldKind.LINES]
    return max((int(line["lead"]) for some in given for line in some if "lead" in line), default=None)


def _earliest(asking: Asking) -> date:
    """The first day that is offered: the longest lead time of the products, in working days."""
    usual = int(str(asking.step.params.get("usual_days", 1)))
    return _calendar(asking).add_workdays(asking.today, _lead(asking) or usual)


def _last_workday(known: WorkCalendar, first: date) -> date:
    """The last working day, make-up days and holidays known, of the week of `first`, or of the next that has a later one."""
    monday = first - timedelta(days=first.weekday())
    while True:
        monday += A_WEEK
        last = known.add_workdays(monday, -1)
        if last > first:
            return last


def _days_after_payment(asking: Asking) -> int | None:
    """How many days after payment are offered; None where this type does not count from it."""
    after = asking.step.params.get("after_payment")
    return max(int(str(after)), _lead(asking) or 0) if after else None


def _offer(asking: Asking) -> tuple[Row, ...]:
    shown = asking.draft.answers.get("_month")
    if shown:
        return calendar.month(
            date.fromisoformat(shown), earliest=asking.today, latest=asking.today + A_YEAR, lang=asking.lang,
            button=lambda label, data: asking.tool(label, "calendar", data=data),
        )  # fmt: skip
    first = _earliest(asking)
    chips: Row = tuple(
        asking.answer(formats.day(asking.lang, on, asking.today), {"on": on.isoformat()})
        for on in (first, _last_workday(_calendar(asking), first))
    )
    pick = asking.tool(texts.PICK_DAY.plain(asking.lang), "month", data=first.isoformat())
    after = _days_after_payment(asking)
    if after is None:
        return chips, (pick,)
    later = asking.answer(_after_words(asking, after), {"after": after})
    return ((later,), chips, (pick,)) if asking.step.default else (chips, (later, pick))


def _hint(asking: Asking) -> str:
    lead = _lead(asking)
    if lead is None:
        return ""
    first = formats.day(asking.lang, _earliest(asking), asking.today)
    usual = texts.USUAL.plain(asking.lang, days=lead, day=first)
    was = asking.draft.answers.get("_copied", {}).get("was")
    if was is None:
        return usual
    before = formats.day(asking.lang, date.fromisoformat(was), asking.today)
    return texts.WAS_DAY.plain(asking.lang, day=before, usual=usual)


# ── reading ────────────────────────────────────────────────────────────────────────────────


def _read(asking: Asking, text: str) -> Any:
    reading = day(text, asking.today, _calendar(asking))
    if isinstance(reading, Understood) and isinstance(reading.value, DaysAfterPayment):
        return _from_payment(asking, reading.value, reading.text)
    return taken(
        reading,
        "day",
        lambda value: formats.day(asking.lang, value, asking.today),
        lambda value, words: {"on": value.isoformat(), "words": words},
    )


def _begin(asking: Asking, given: dict[str, Any]) -> Any:
    """Several days that one message spoke of."""
    days = [date.fromisoformat(one) for one in given["days"]]
    options = tuple((formats.day(asking.lang, on, asking.today), {"on": on.isoformat()}) for on in days)
    return Choose("day", given["text"][:30], options) if options else Bad(Why.READINGS, {"text": given["text"][:30]})


def _from_payment(asking: Asking, value: DaysAfterPayment, words: str) -> Any:
    """A promise counts working days; seven days after payment, which may be others, are asked about."""
    if _days_after_payment(asking) is None:
        return Bad("not_from_payment")
    meant = {"after": value.days, "words": words}
    return meant if value.working else Choose("day", words, ((_after_words(asking, value.days), meant),))


def _after_words(asking: Asking, days: int) -> str:
    return texts.AFTER_PAYMENT.plain(asking.lang, days=days)


def _show(asking: Asking, value: Any) -> str:
    if "after" in value:
        return _after_words(asking, int(value["after"]))
    on = date.fromisoformat(value["on"])
    said = formats.day(asking.lang, on, asking.today)
    if _calendar(asking).years_without_makeup_days([on.year]):
        return texts.DAY_UNSETTLED.plain(asking.lang, day=said, year=on.year)
    return said


def _wrong(asking: Asking, value: Any) -> Bad | None:
    if "after" in value:
        return None if _days_after_payment(asking) else Bad("not_from_payment")
    return Bad(Why.PAST) if date.fromisoformat(value["on"]) < asking.today else None


# ── the month ──────────────────────────────────────────────────────────────────────────────


def _press_in_month(asking: Asking, data: str) -> Taken:
    on, month = calendar.read(data, earliest=asking.today, latest=asking.today + A_YEAR, lang=asking.lang)
    if on is not None:
        return Taken({asking.step.key: {"on": on.isoformat()}})
    shown = month.isoformat() if month else asking.draft.answers.get("_month")
    return Taken({"_month": shown}, done=False)


def _leave_month(asking: Asking) -> Taken | None:
    return Taken({}, done=False) if asking.draft.answers.get("_month") else None


KINDS[FieldKind.DATE] = Kind(
    _read,
    begin=_begin,
    show=_show,
    offer=_offer,
    hint=_hint,
    tools={"month": lambda _asking, data: Taken({"_month": data}, done=False), "calendar": _press_in_month},
    back=_leave_month,
    wrong=_wrong,
)
