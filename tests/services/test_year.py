"""Reminders over weeks: three replicas, deaths, freezes, clocks that jump, holidays and Sundays that are worked."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.book_file import default_book_bytes
from domain.process.names import WaitUnit
from domain.process.reminding import Wait
from services import slots
from services.reminders import pausing
from tests.support import year_oracle
from tests.support.databases import POSTGRESQL, SQLITE, Databases
from tests.support.reminding import HOUSE
from tests.support.year_oracle import DIGEST, JUDGED, SOON, Looks, Reason, Told, awake, crowded, owed, verdict
from tests.support.year_play import Played, played


def year(databases: Databases, kind: str, *, days: int, orders: int, judging: bool = True, seed: int = 1) -> Played:
    url = databases.make(kind)
    try:
        return played(
            url, days=days, orders=orders, seed=seed, judging=judging, replicas=3 if kind == POSTGRESQL else 1
        )
    finally:
        databases.drop(url)


@pytest.mark.postgres
def test_forty_days_of_three_replicas_say_what_the_book_owes_once(databases: Databases) -> None:
    """From 14 September: a Sunday that is worked, 中秋, 国庆, a Saturday that is worked."""
    forty = year(databases, POSTGRESQL, days=40, orders=20, seed=4)
    assert forty.wrong == []
    assert min(forty.faults.killed, forty.faults.frozen, forty.faults.stale, forty.faults.senders_lost) > 0
    assert {one.rule for one in forty.told} == JUDGED
    assert len({one.rule for one in forty.told if one.escalated}) > 1
    for rule in JUDGED:
        _every_fault_of_a_rule_is_found(forty, rule)
    _every_fault_of_what_was_put_off_is_found(forty)
    (resting,) = [one for one in forty.reasons if one.acknowledged]
    unpressed = [replace(one, acknowledged=None) for one in forty.reasons]
    found = [one for one in verdict(unpressed, forty.noted, forty.looks) if one.startswith("not said")]
    assert {resting.subject in one for one in found} == {True}, "the control: it would have been said again"


def _every_fault_of_a_rule_is_found(forty: Played, rule: str) -> None:
    """The controls, on what was said: none of it, one too early as well, one after its end, one of nothing."""
    reasons = [one for one in forty.reasons if one.rule.key == rule]
    said = [one for one in forty.told if one.rule == rule]
    assert _found(forty, "not said", rule, [one for one in forty.noted if one.rule != rule])
    sure = next(
        one for one in said for its in reasons
        if its.subject == one.subject and its.begins <= one.owed_at < its.sure_until
    )  # fmt: skip
    early = replace(sure, owed_at=sure.owed_at - timedelta(hours=1))
    assert _found(forty, "more than owed", rule, [*forty.noted, early])
    subject, end = next((one.subject, one.ends) for one in reasons if one.ends)
    forged = replace(sure, subject=subject, owed_at=end - timedelta(seconds=1), sent_at=awake(end))
    assert _found(forty, "after its end", rule, [*forty.noted, forged])
    assert _found(forty, "of nothing", rule, [*forty.noted, replace(sure, subject="order:0")])


def _every_fault_of_what_was_put_off_is_found(forty: Played) -> None:
    """稍后: that of its end is not said, is said too soon, is said twice."""
    reason, again = next(
        (its, one) for its in forty.reasons if its.put_off
        for one in forty.told
        if (one.rule, one.subject) == (its.rule.key, its.subject) and forty.looks.woke(its, one.owed_at)
        and one.owed_at + SOON < its.sure_until
    )  # fmt: skip
    assert reason.put_off is not None
    rule, (pressed, until) = reason.rule.key, reason.put_off
    assert _found(forty, "not said", rule, [one for one in forty.noted if one != again])
    soon = replace(again, owed_at=pressed + (until - pressed) / 2, sent_at=pressed + (until - pressed) / 2)
    assert _found(forty, "although put off", rule, [*forty.noted, soon])
    twice = replace(again, owed_at=again.owed_at + timedelta(minutes=20))
    assert _found(forty, "more than owed", rule, [*forty.noted, twice])


def _found(forty: Played, fault: str, rule: str, noted: list[Told]) -> list[str]:
    return [one for one in verdict(forty.reasons, noted, forty.looks) if one.startswith(fault) and rule in one]


def test_five_days_on_sqlite(databases: Databases) -> None:
    five = year(databases, SQLITE, days=5, orders=8)
    assert five.wrong == []
    assert five.told


def test_without_the_slots_they_are_said_again(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first negative control."""
    monkeypatch.setattr(slots, "take", lambda *_args: True)
    assert [
        one for one in year(databases, SQLITE, days=10, orders=8).wrong if "more than owed" in one or "twice" in one
    ]


def test_without_judging_at_the_moment_of_sending_some_speak_of_what_is_over(databases: Databases) -> None:
    """The second: what is owed is said, whatever has become of it."""
    wrong = year(databases, SQLITE, days=10, orders=10, judging=False).wrong
    assert [one for one in wrong if "after its end" in one]


def test_without_a_rest_what_was_acknowledged_is_said_all_the_same(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third."""
    monkeypatch.setattr(pausing, "rests", lambda *_args: False)
    assert [one for one in year(databases, SQLITE, days=40, orders=15).wrong if "although acknowledged" in one]


def test_whoever_is_told_too_much_on_a_day_is_found_and_what_waits_without_need() -> None:
    def told(message: int, clock: str, leaves: str | None = None, **how: Any) -> Told:
        at, later = _at(f"2026-09-15 {clock}"), _at(f"2026-09-{leaves}") if leaves else None
        return Told("unsigned", f"shipment:{message}", False, 11, at, later or at, message, later, **how)

    def found(fault: str, *said: Told) -> bool:
        return any(fault in one for one in crowded(said))

    one, two, hurried = told(1, "09:00"), told(2, "10:00"), told(4, "11:30", hurries=True)
    third, late, evening = told(3, "11:00", "15 16:30"), told(5, "16:30", "15 16:30"), told(6, "16:31", "16 08:30")
    assert crowded([one, two, hurried, third, late, evening]) == []
    assert found("comes by itself", one, two, told(3, "11:00"))
    assert found("need not", one, third)
    assert found("need not", one, two, replace(third, hurries=True))
    assert found("waits in a list until", one, two, told(3, "11:00", "16 08:30"))
    assert found("waits in a list until", one, two, replace(evening, leaves=_at("2026-09-15 16:30")))
    assert found("before its list", one, two, replace(third, sent_at=_at("2026-09-15 16:29")))
    morning = Told(DIGEST, "", False, 11, _at("2026-09-15 08:30"), _at("2026-09-15 08:30"), 7, hurries=True)
    assert crowded([morning, two, third]) == []
    assert found("comes by itself", morning, one, two)
    before = replace(third, owed_at=_at("2026-09-14 17:00"), leaves=_at("2026-09-15 08:30"))
    assert found("comes by itself", before, one, two), "the list of the day before comes on this one"
    never = replace(one, sent_at=None)
    held = replace(one, owed_at=_at("2026-09-14 17:00"), put_off=_at("2026-09-15 08:30"))
    assert crowded([held, two, told(3, "11:00")]) == crowded([held, two, third]) == [], "of one day or the other"
    assert crowded([never, two, told(3, "11:00")]) == crowded([never, two, third]) == [], "counted perhaps"


# ── the oracle itself ──────────────────────────────────────────────────────────────────────


def test_the_waits_that_it_reckons_with_are_those_of_the_text() -> None:
    """All else it takes from the book as the program has read it; these are set against the words themselves."""
    written = tomllib.loads(default_book_bytes().decode())["reminder"]

    def said(wait: Wait | None) -> str | None:
        return None if wait is None else f"{wait.count}{wait.unit.value}"

    for key in JUDGED:
        rule, text = HOUSE.book.reminders[key], written[key]
        assert (said(rule.first), [said(one) for one in rule.then]) == (text["first"], text.get("then", []))
        assert (said(rule.every), rule.at_most) == (text.get("every"), text["at_most"])
        assert said(rule.sooner.first if rule.sooner else None) == text.get("sooner", {}).get("first")
        assert [(said(one.after), one.to) for one in rule.escalate] == [
            (one["after"], one["to"]) for one in text.get("escalate", [])
        ]


@pytest.mark.parametrize(
    ("wait", "anchor", "moment"),
    [
        ((2, "h"), "2026-09-18 17:00", "2026-09-20 10:00"),  # Friday; the Sunday is worked
        ((4, "h"), "2026-09-30 15:00", "2026-10-08 10:00"),  # 国庆
        ((1, "d"), "2026-09-30 15:00", "2026-10-08 15:00"),
        ((1, "d"), "2026-10-01 09:00", "2026-10-09 08:30"),  # from when work begins next
        ((7, "nd"), "2026-09-30 15:00", "2026-10-07 15:00"),
        ((30, "min"), "2026-09-14 11:45", "2026-09-14 13:45"),
        ((-1, "d"), "2026-09-21 09:00", "2026-09-20 09:00"),
    ],
)
def test_the_oracle_reckons_as_a_person_would(wait: tuple[int, str], anchor: str, moment: str) -> None:
    assert year_oracle.after(Wait(wait[0], WaitUnit(wait[1])), _at(anchor)) == _at(moment)


def _at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=year_oracle.ZONE).astimezone(UTC)


def test_the_new_year_of_the_oracle_is_longer_than_a_week() -> None:
    idle = [day for day in range(5, 14) if not year_oracle.works(date(2027, 2, day))]
    assert len(idle) == 9
    assert year_oracle.works(date(2027, 2, 14)), "a Sunday"


def test_after_days_off_the_machine_escalates_at_once_and_leaves_the_step_to_that_of_today() -> None:
    """Packed on a Friday at 15:41: asked for every two workdays, and of the head of sales after five."""
    packed, gone, back, later = (
        _at(f"2027-{one}") for one in ("02-19 15:41", "02-24 10:00", "03-01 08:30", "03-01 15:41")
    )
    reason = Reason(HOUSE.book.reminders["pay_before_shipment"], "order:1", 1, packed, planned=packed, came=packed)
    looks = Looks([packed, gone, back, later])
    said = [(due.escalated, due.at) for due in owed(reason, looks) if due.at > gone]
    assert said == [(True, back), (False, later)]
    reason.ends = back + timedelta(hours=1)
    said = [(due.escalated, due.at) for due in owed(reason, looks) if due.at > gone]
    assert said == [(True, back)]
