"""Which step of a rule is due when. November 2026: the 20th is a Friday, nothing but weekends is off."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.book_file import read_book
from domain import reminders
from domain.digest import digest_day, falls_on, in_digest_from, next_digest
from domain.gates import LineFacts, OrderFacts, Term
from domain.ladders import Origin, Pace, Plan, moment_of, moments, plan, planned_ready
from domain.life import State
from domain.process import registry
from domain.process.names import Checkpoint, WaitUnit
from domain.process.reminding import DigestLine, ReminderRule, Wait
from domain.process.words import Words
from domain.reminders import Matter, Standing, standing, stuck_at
from domain.worktime import Quiet, WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(SHANGHAI)
PACE = Pace(CALENDAR, Quiet())
BOOK = read_book(None)
RULES = BOOK.reminders


def at(day: str, clock: str) -> datetime:
    """A moment of the company's clock: `at("11-20", "17:00")`."""
    return datetime.fromisoformat(f"2026-{day}T{clock}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def shown(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M") if moment else None


def wait(text: str) -> Wait:
    unit = text.lstrip("-0123456789")
    return Wait(int(text.removesuffix(unit)), WaitUnit(unit))


@pytest.mark.parametrize(
    ("why", "text", "anchor", "due"),
    [
        ("working hours skip the weekend", "2h", ("11-20", "17:00"), "11-23 10:00"),
        ("and lunch", "30min", ("11-23", "11:45"), "11-23 13:45"),
        ("what comes at night counts from the morning", "2h", ("11-20", "19:00"), "11-23 10:30"),
        ("a workday keeps the time of day", "1d", ("11-20", "17:00"), "11-23 17:00"),
        ("a weekend's anchor counts from Monday morning", "1d", ("11-21", "15:00"), "11-24 08:30"),
        ("no workday at all is the next working moment", "0d", ("11-21", "15:00"), "11-23 08:30"),
        ("back from a planned morning", "-3d", ("11-26", "08:30"), "11-23 08:30"),
        ("back over a weekend", "-5d", ("11-26", "08:30"), "11-19 08:30"),
        ("natural days ask for no calendar", "7nd", ("11-21", "15:00"), "11-28 15:00"),
        ("National Day is eight days long in all", "1d", ("09-30", "10:00"), "10-08 10:00"),
        ("its make-up Saturday is a workday", "1d", ("10-09", "10:00"), "10-10 10:00"),
    ],
)
def test_a_wait_ends(why: str, text: str, anchor: tuple[str, str], due: str) -> None:
    assert shown(moment_of(wait(text), at(*anchor), CALENDAR)) == due, why


def due_all(rule: ReminderRule, origin: Origin, *, sooner: bool = False) -> list[str | None]:
    return [shown(moment) for _step, moment in moments(rule, origin, PACE, sooner=sooner)]


@pytest.mark.parametrize(
    ("why", "rule", "origin", "expected"),
    [
        (
            "after acceptance: one, three, seven workdays",
            "pay_before_release",
            Origin(at("11-20", "10:05"), at("11-20", "10:05")),
            ["11-23 10:05", "11-25 10:05", "12-01 10:05"],
        ),
        (
            "before the goods are ready only what lies before their planned day",
            "pay_before_shipment",
            Origin(at("11-20", "10:05"), None, at("12-02", "08:30")),
            ["11-27 08:30"],
        ),
        (
            "without a planned day nothing before they are",
            "pay_before_shipment",
            Origin(at("11-20", "10:05"), None, None),
            [],
        ),
        (
            "once they are, that day and every second workday, five in all",
            "pay_before_shipment",
            Origin(at("11-20", "10:05"), at("12-01", "14:00"), at("12-02", "08:30")),
            ["11-26 14:00", "12-01 14:00", "12-03 14:00", "12-07 14:00", "12-09 14:00"],
        ),
        (
            "a slip of Friday evening is asked for on Monday",
            "slip_unconfirmed",
            Origin(at("11-20", "17:00"), at("11-20", "17:00")),
            ["11-23 10:00", "11-23 12:00"],
        ),
    ],
)
def test_steps_fall_due(why: str, rule: str, origin: Origin, expected: list[str]) -> None:
    assert due_all(RULES[rule], origin) == expected, why


def test_goods_that_stand_ready_hasten_the_first_step_alone() -> None:
    origin = Origin(at("11-23", "09:00"), at("11-23", "09:00"))
    assert due_all(RULES["slip_unconfirmed"], origin) == ["11-23 11:00", "11-23 14:30"]
    assert due_all(RULES["slip_unconfirmed"], origin, sooner=True) == ["11-23 09:30", "11-23 14:30"]


ACCEPTED = Origin(at("11-20", "10:05"), at("11-20", "10:05"))


@pytest.mark.parametrize(
    ("why", "done", "now", "expected"),
    [
        ("a minute early", 0, ("11-23", "10:04"), (None, (), "11-23 10:05")),
        ("on time", 0, ("11-23", "10:05"), (0, (), "11-25 10:05")),
        ("said already", 1, ("11-23", "10:05"), (None, (), "11-25 10:05")),
        ("after five days away only the latest is said", 0, ("11-25", "18:00"), (1, (), "12-01 10:05")),
        ("one of an earlier day is left to the one that comes today", 0, ("11-25", "08:30"), (None, (), "11-25 10:05")),
        ("the last and the escalation together, and that is all", 2, ("12-01", "10:05"), (2, (0,), None)),
        ("found late in the evening it waits for the morning", 0, ("11-23", "20:00"), (None, (), "11-24 08:30")),
        ("found on a Saturday it waits for Monday", 1, ("11-28", "11:00"), (None, (), "11-30 08:30")),
        ("a month later nothing is left but what was never said", 3, ("12-29", "10:05"), (None, (0,), None)),
    ],
)
def test_what_to_do_now(
    why: str, done: int, now: tuple[str, str], expected: tuple[int | None, tuple[int, ...], str | None]
) -> None:
    found = plan(RULES["pay_before_release"], ACCEPTED, PACE, done, at(*now))
    assert (found.step, found.escalations, shown(found.next_at)) == expected, why


def test_a_planned_day_that_is_near_when_the_reason_arises_is_past() -> None:
    """Released on the 20th for the 24th: three days before was yesterday, and nobody is nagged on the spot."""
    rule = RULES["pay_before_shipment"]
    near = Origin(at("11-20", "10:05"), None, at("11-24", "08:30"))
    assert plan(rule, near, PACE, 0, at("11-20", "10:05")) == Plan(None, (), None)


def test_a_rhythm_that_starts_before_the_planned_day_waits_for_the_goods() -> None:
    rule = replace(RULES["pay_before_shipment"], then=())
    waiting = Origin(at("11-16", "10:00"), None, at("11-26", "08:30"))
    assert due_all(rule, waiting) == ["11-23 08:30", "11-25 08:30"]


@pytest.mark.parametrize(
    ("supplies", "day"),
    [
        ({"stock"}, date(2026, 12, 3)),
        ({"make"}, date(2026, 12, 2)),
        ({"make", "stock"}, date(2026, 12, 3)),
        (set(), date(2026, 12, 4)),
    ],
)
def test_goods_are_planned_for_their_last_task(supplies: set[str], day: date) -> None:
    tasks = BOOK.leaves["prepaid.shipment"].supply_tasks
    assert planned_ready(tasks, supplies, date(2026, 12, 4), CALENDAR) == day


def test_goods_without_a_promised_day_are_not_planned() -> None:
    assert planned_ready(BOOK.leaves["prepaid.shipment"].supply_tasks, {"make"}, None, CALENDAR) is None


# ── until what ─────────────────────────────────────────────────────────────────────────────


def order(net: int = 0, waiting: int = 0, *, ready: int = 0, shipped: int = 0, on_hold: bool = False) -> OrderFacts:
    """An order of 10 pieces and ¥100.00, due before shipment, with its paper and no shipping notice."""
    return OrderFacts(
        total_minor=10000, minor_per_unit=100, terms=(Term(Checkpoint.SHIP, 10000),), net_minor=net,
        waiting_minor=waiting, on_hold=on_hold, revision=1, signoffs=frozenset(),
        fields={"basis": {"choice": "contract", "files": 1}}, notice_open=False, today=date(2026, 11, 23),
        lines=(LineFacts(1, Decimal(10), 10000, ready=Decimal(ready), shipped=Decimal(shipped)),),
    )  # fmt: skip


def about_payment(facts: OrderFacts, state: State = State.EXECUTING, *, unknown: bool = False) -> Standing:
    rule = RULES["pay_before_shipment"]
    matter = reminders.matter_of(
        BOOK, BOOK.leaves["prepaid.shipment"], rule.about, rule.checkpoint, state, facts, claims_unknown=unknown
    )
    return standing(rule.about, rule.until, matter)


def test_payment_is_asked_for_while_it_is_short() -> None:
    assert about_payment(order()) is Standing.STANDS
    assert about_payment(order(9999)) is Standing.STANDS
    assert about_payment(order(10000)) is Standing.ENDED
    assert about_payment(order(), State.CANCELLED) is Standing.ENDED


def test_nobody_is_sent_to_a_customer_whose_slip_finance_has() -> None:
    assert about_payment(order(5000, 4999)) is Standing.STANDS
    assert about_payment(order(5000, 5000)) is Standing.RESTS
    assert about_payment(order(), unknown=True) is Standing.RESTS
    assert about_payment(order(on_hold=True)) is Standing.RESTS


def test_an_order_is_stuck_only_where_somebody_waits() -> None:
    leaf = BOOK.leaves["prepaid.shipment"]

    def codes(facts: OrderFacts, state: State) -> tuple[str, list[str]]:
        checkpoint, refusals = stuck_at(BOOK, leaf, state, facts)
        return checkpoint.value, [refusal.code for refusal in refusals]

    assert codes(order(), State.EXECUTING) == ("ship", [])
    assert codes(order(ready=10), State.EXECUTING) == ("ship", ["payment_missing", "notice_missing"])
    assert codes(order(ready=10, shipped=10), State.SHIPPED) == ("ship", [])
    release_closed = replace(order(), terms=(Term(Checkpoint.RELEASE, 10000),))
    assert codes(release_closed, State.ACCEPTED) == ("release", ["payment_missing"])
    assert codes(release_closed, State.EXECUTING) == ("plan", ["payment_missing"])


def test_a_name_of_the_book_without_its_predicate_stops_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reminders.__file__ is not None
    spec = importlib.util.spec_from_file_location("reminders_again", reminders.__file__)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "reminders_again", again)
    spec.loader.exec_module(again)
    monkeypatch.setattr(registry, "SOONER", registry.SOONER | {"waived"})
    with pytest.raises(ValueError, match="waived"):
        spec.loader.exec_module(again)


def test_a_matter_hastens_only_with_goods_that_stand_there() -> None:
    def waits(facts: OrderFacts, state: State = State.EXECUTING) -> bool:
        return Matter(state, facts, Checkpoint.SHIP, ()).goods_wait

    assert not waits(order())
    assert waits(order(ready=4))
    assert not waits(order(ready=4, shipped=4))
    assert not waits(order(ready=4), State.CANCELLED)


# ── the morning digest ─────────────────────────────────────────────────────────────────────

AT = time(8, 40)
MONDAYS = DigestLine("stuck", Words("卡单"), "gate_stuck", ("managing",), "accepted", wait("3d"), (0,), ("gate_open",))


@pytest.mark.parametrize(
    ("now", "day", "following"),
    [
        (("11-23", "08:39"), None, "11-23 08:40"),
        (("11-23", "08:40"), date(2026, 11, 23), "11-24 08:40"),
        (("11-23", "19:59"), date(2026, 11, 23), "11-24 08:40"),
        (("11-23", "20:00"), None, "11-24 08:40"),
        (("11-27", "08:40"), date(2026, 11, 27), "11-30 08:40"),
        (("11-28", "08:40"), None, "11-30 08:40"),
    ],
)
def test_the_digest_comes_once_a_workday(now: tuple[str, str], day: date | None, following: str) -> None:
    assert digest_day(PACE, AT, at(*now)) == day
    assert shown(next_digest(PACE, AT, at(*now))) == following


def test_a_matter_becomes_a_line_after_its_wait_and_on_its_weekdays() -> None:
    assert in_digest_from(MONDAYS, at("11-20", "15:00"), CALENDAR) == date(2026, 11, 25)
    assert [day for day in range(23, 31) if falls_on(MONDAYS, date(2026, 11, day), CALENDAR)] == [23, 30]


def test_a_monday_off_is_made_up_for_on_the_next_workday() -> None:
    closed = WorkCalendar(SHANGHAI, overrides={date(2026, 11, 23): False})
    assert falls_on(MONDAYS, date(2026, 11, 24), closed)
    assert not falls_on(MONDAYS, date(2026, 11, 25), closed)
