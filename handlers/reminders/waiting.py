"""Reminders of what waits for somebody: an opinion, a task, goods, a paper. What it is, what to do, the way there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.order.words import of_department
from handlers.reminders import texts
from handlers.reminders.parts import head, listed, message, said
from handlers.reminders.words import amount, money_line
from handlers.say import Act, Button, Say, act, in_rows
from handlers.view import View
from locales import formats
from locales.text import Text
from services.reminders.matters import Facts


@dataclass(frozen=True, slots=True)
class Waiting:
    """How one fact of the book reads."""

    what: Callable[[View, Facts], Markup]
    do: Text | Callable[[View, Facts], Markup]
    """What to do about it."""
    label: Text
    act: str
    """The way to where it is done."""
    of: str = "order"
    """The act's argument: the order, or the thing itself."""

    def button(self, view: View, facts: Facts, label: str = "") -> Button:
        """The way there; those above look at the order."""
        if view.facts.get("escalated"):
            return act(label or texts.BTN_LOOK.plain(view.lang), "order.show", order=facts.order_id)
        number = facts.order_id if self.of == "order" else int(facts.subject.partition(":")[2])
        return Button(label or self.label.plain(view.lang), Act(self.act, {self.of: number}))


def whose(view: View, facts: Facts) -> str:
    """`财务 李娜`, or the department."""
    return of_department(facts.department.in_(view.lang), facts.who, view.lang)


def _at(view: View, moment: datetime | None) -> str:
    return view.moment(moment or view.now)


def _day(view: View, day: date | None) -> str:
    return formats.day(view.lang, day or view.today, view.today)


# ── what it is ─────────────────────────────────────────────────────────────────────────────


def _seat(view: View, facts: Facts) -> Markup:
    return texts.SEAT(view.lang, at=_at(view, facts.found.at), who=whose(view, facts))


def _impact(view: View, facts: Facts) -> Markup:
    return texts.IMPACT(view.lang, at=_at(view, facts.found.at), who=whose(view, facts))


def _condition(view: View, facts: Facts) -> Markup:
    if facts.found.day is None:
        return texts.CONDITION(view.lang, words=facts.found.words)
    return texts.CONDITION_BY(view.lang, words=facts.found.words, day=_day(view, facts.found.day))


def _task(view: View, facts: Facts) -> Markup:
    task = texts.TASKS[facts.found.words].plain(view.lang)
    words = texts.TASK_UNTAKEN if facts.found.row is None else texts.TASK
    return words(view.lang, task=task, day=_day(view, facts.found.day))


def _silent(view: View, facts: Facts) -> Markup:
    task = texts.TASKS[facts.found.words].plain(view.lang)
    return texts.SILENT(view.lang, task=task, at=_at(view, facts.found.at))


def _delivery(view: View, facts: Facts) -> Markup:
    if _late(view, facts):
        return texts.DELIVERY_LATE(view.lang, day=_day(view, facts.found.day), days=facts.days)
    return texts.DELIVERY_NEAR(view.lang, day=_day(view, facts.found.day))


def _late(view: View, facts: Facts) -> bool:
    return facts.found.day is not None and facts.found.day < view.today


def _credit(view: View, facts: Facts) -> Markup:
    if view.money is not MoneyView.FULL:
        return texts.CREDIT_BARE(view.lang, day=_day(view, facts.found.day))
    return texts.CREDIT(view.lang, amount=amount(facts.found.amount_minor, facts), day=_day(view, facts.found.day))


def _closed_again(view: View, facts: Facts) -> Markup:
    return (texts.LEAVES_TODAY if facts.breaks else texts.CLOSED_AGAIN)(view.lang)


def _changed(view: View, facts: Facts) -> Markup:
    return texts.CHANGED(view.lang, n=facts.found.row.number, at=_at(view, facts.found.at))


def _often(view: View, facts: Facts) -> Markup:
    return texts.OFTEN(view.lang, count=facts.found.count)


def _notice(view: View, facts: Facts) -> Markup:
    return texts.NOTICE(view.lang, batch=facts.found.row.batch, at=_at(view, facts.found.at))


def _unsigned(view: View, facts: Facts) -> Markup:
    day = facts.found.at.astimezone(view.house.zone).date() if facts.found.at else None
    return texts.UNSIGNED(view.lang, batch=facts.found.row.batch, day=_day(view, day))


def _spoken(view: View, _facts: Facts) -> Markup:
    return texts.SPOKEN(view.lang)


def _waiver(view: View, facts: Facts) -> Markup:
    return texts.WAIVER(view.lang, n=facts.found.row.number, at=_at(view, facts.found.at))


def _after_sale(view: View, facts: Facts) -> Markup:
    row = facts.found.row
    return texts.AFTER_SALE[row.kind, row.state](view.lang, who=whose(view, facts))


# ── what to do about it, where that depends ────────────────────────────────────────────────


def _do_task(view: View, facts: Facts) -> Markup:
    words = texts.DO_TASK_UNTAKEN if facts.found.row is None else texts.DO_TASK
    return words(view.lang, sales=facts.sales)


def _do_delivery(view: View, facts: Facts) -> Markup:
    """Sales gives the customer another day; whoever makes or packs tells sales."""
    late = _late(view, facts)
    if {view.book.roles.sales, view.book.roles.keeper} & set(view.chat.departments):
        return (texts.DO_DELIVERY_LATE if late else texts.DO_DELIVERY_NEAR)(view.lang)
    words = texts.DO_DELIVERY_LATE_MAKING if late else texts.DO_DELIVERY_NEAR_MAKING
    return words(view.lang, sales=facts.sales)


WAITING: Mapping[str, Waiting] = {
    "seat_open": Waiting(_seat, texts.DO_SEAT, texts.BTN_DECIDE, "approval.card", "seat"),
    "impact_open": Waiting(_impact, texts.DO_IMPACT, texts.BTN_STATE, "impact.show", "impact"),
    "condition_open": Waiting(_condition, texts.DO_CONDITION, texts.BTN_LOOK, "order.show"),
    "task_open": Waiting(_task, _do_task, texts.BTN_WORK, "todo.supply"),
    "purchase_open": Waiting(_task, _do_task, texts.BTN_WORK, "todo.supply"),
    "task_silent": Waiting(_silent, texts.DO_SILENT, texts.BTN_REPORT, "todo.supply"),
    "delivery_open": Waiting(_delivery, _do_delivery, texts.BTN_LOOK, "order.show"),
    "credit_unpaid": Waiting(_credit, texts.DO_CREDIT, texts.BTN_SEND_SLIP, "slip.start"),
    "gate_closed_again": Waiting(_closed_again, texts.DO_CLOSED_AGAIN, texts.BTN_LOOK, "order.show"),
    "changed_at_work": Waiting(_changed, texts.DO_CHANGED, texts.BTN_LOOK, "order.show"),
    "changes_frequent": Waiting(_often, texts.DO_OFTEN, texts.BTN_LOOK, "order.show"),
    "notice_open": Waiting(_notice, texts.DO_NOTICE, texts.BTN_LOAD, "goods.show"),
    "unsigned": Waiting(_unsigned, texts.DO_UNSIGNED, texts.BTN_LOOK, "order.show"),
    "basis_spoken": Waiting(_spoken, texts.DO_SPOKEN, texts.BTN_PAPER, "basis.ask"),
    "waiver_unused": Waiting(_waiver, texts.DO_WAIVER, texts.BTN_LOOK, "order.show"),
    "after_sale_open": Waiting(_after_sale, texts.DO_AFTER_SALE, texts.BTN_SETTLE, "after_sale.show", "after_sale"),
}
"""By fact of the book; those of money and of changes have cards of their own."""


# ── the message ────────────────────────────────────────────────────────────────────────────


def waiting(view: View, standing: Sequence[Facts]) -> Say:
    """To whoever it waits for; then to those above."""
    return message(view, standing, _one, _several)


def _one(view: View, facts: Facts) -> Say:
    reads = WAITING[facts.about]
    return said(
        [
            head(view, facts),
            reads.what(view, facts),
            money_line(view, facts) if facts.about == "gate_closed_again" else None,
            texts.RISK[facts.level](view.lang) if facts.level else None,
            _do(view, facts),
        ],
        (reads.button(view, facts),),
    )


def _do(view: View, facts: Facts) -> Markup:
    if view.facts["escalated"]:
        return texts.DO_ESCALATED(view.lang, who=whose(view, facts), times=facts.asked)
    words = WAITING[facts.about].do
    return words(view.lang) if isinstance(words, Text) else words(view, facts)


def _several(view: View, standing: Sequence[Facts]) -> Say:
    reads = WAITING[standing[0].about]
    body = listed(view, standing, reads.what)
    buttons = [
        reads.button(view, facts, texts.BTN_OPEN_N.plain(view.lang, n=n)) for n, facts in enumerate(standing, start=1)
    ]
    return said([*body, texts.DO_ONE_BY_ONE(view.lang)], *in_rows(buttons))
