"""The ladder of a reminder (催办): which step of a rule is due when, which escalation, and when it is a risk.

A rule counts its waits from an anchor; each wait is a step, numbered from 0. Of several steps that have come due
together (a night, an outage, a clock that jumped) only the latest is told: a reminder speaks of now, not of what
was. Nothing here asks the time or the database; what is due is a function of the moments given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.process.names import WaitUnit
from domain.process.reminding import ReminderRule, Wait
from domain.process.types import SupplyTask
from domain.worktime import Quiet, WorkCalendar


@dataclass(frozen=True, slots=True)
class Pace:
    """The working time of who must act, and the hours in which nobody is disturbed."""

    calendar: WorkCalendar
    quiet: Quiet
    sleeps: bool = True

    def awake(self, at: datetime) -> datetime:
        """`at` itself, or when people may be disturbed next: quiet hours and days off put off, they drop nothing."""
        if not self.sleeps:
            return at
        return self.calendar.quiet_until(at, self.quiet, workdays=True) or at

    def moment(self, wait: Wait, anchor: datetime) -> datetime:
        """The moment a wait away; where nothing sleeps hours are those of the clock on the wall."""
        minutes = {WaitUnit.WORKING_MINUTES: 1, WaitUnit.WORKING_HOURS: 60}.get(wait.unit)
        if self.sleeps or minutes is None:
            return moment_of(wait, anchor, self.calendar)
        return anchor + timedelta(minutes=minutes * wait.count)

    def tomorrow(self, now: datetime) -> datetime:
        """When the next workday begins."""
        day = self.calendar.add_workdays(self.calendar.day_of(now), 1)
        return self.calendar.moment(day, self.calendar.hours.begin)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a rule counts from on one subject."""

    begun: datetime
    """When the reason arose, or arose again. What was due before that is past."""
    at: datetime | None
    """The anchor; None while it has not come."""
    planned: datetime | None = None
    """When the anchor is planned to come: waits before it count from here."""
    fixed: bool = False
    """The anchor is a day that is known beforehand: waits before it are counted from it too."""

    @property
    def first(self) -> datetime:
        """Nothing earlier than this is told."""
        return self.begun if self.at is None or self.fixed else self.at

    @property
    def counted(self) -> datetime | None:
        """What waits after it count from: a reason that arose when its day had gone by counts from then."""
        return self.begun if self.fixed and self.at is not None and self.at < self.begun else self.at

    @property
    def mark(self) -> datetime:
        """What tells one standing of the reason from the next: another day, or another arising, also after its day."""
        return self.counted if self.fixed and self.counted is not None else self.begun

    @property
    def since(self) -> datetime:
        """Since when people wait."""
        return self.begun if self.at is None else self.at


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do about one rule on one subject now, and when to look again."""

    step: int | None
    escalations: tuple[int, ...]
    next_at: datetime | None


def moment_of(wait: Wait, anchor: datetime, calendar: WorkCalendar) -> datetime:
    """The moment a wait away from its anchor.

    1. Minutes and hours are working time; a negative wait counts back.
    2. Workdays keep the time of day: 17:00 on Friday and one workday is 17:00 on Monday. An anchor outside
       working hours counts from when work begins next.
    3. Natural days keep the time of day whatever day it is.
    """
    if wait.unit is WaitUnit.WORKING_MINUTES:
        return calendar.add_working_hours(anchor, timedelta(minutes=wait.count))
    if wait.unit is WaitUnit.WORKING_HOURS:
        return calendar.add_working_hours(anchor, timedelta(hours=wait.count))
    if wait.unit is WaitUnit.WORKDAYS:
        anchor = calendar.next_working_moment(anchor)
        day = calendar.add_workdays(calendar.day_of(anchor), wait.count)
    else:
        day = calendar.add_natural_days(calendar.day_of(anchor), wait.count)
    return calendar.moment(day, anchor.astimezone(calendar.zone).time())


def moments(rule: ReminderRule, origin: Origin, pace: Pace, *, sooner: bool = False) -> Iterator[tuple[int, datetime]]:
    """When each step falls, quiet hours aside. Until the anchor has come only what lies before its planned day."""
    base = origin.planned if origin.at is None else origin.counted
    if base is None:
        return
    first = rule.sooner.first if sooner and rule.sooner is not None else rule.first
    waits = (first, *rule.then)
    moment = base
    for step in range(rule.at_most):
        if step < len(waits):
            moment = pace.moment(waits[step], base)
        elif rule.every is not None:
            moment = pace.moment(rule.every, moment)
        else:
            return
        if origin.at is None and moment >= base:
            return
        yield step, moment


def plan(rule: ReminderRule, origin: Origin, pace: Pace, done: int, now: datetime, *, sooner: bool = False) -> Plan:
    """The latest step that is due and not among the first `done`, the escalations that are due, and what is next.

    Escalations already made are named again: whoever makes them knows by their slot. A pace that never sleeps breaks
    through quiet hours.
    """
    step, later = _step_due(moments(rule, origin, pace, sooner=sooner), origin, pace, done, now)
    escalations: list[int] = []
    if origin.counted is not None:
        for index, escalation in enumerate(rule.escalate):
            at = pace.awake(pace.moment(escalation.after, origin.counted))
            if at > now:
                later.append(at)
            else:
                escalations.append(index)
    awake = pace.awake(now)
    if awake > now and (step is not None or escalations):
        return Plan(None, (), awake)
    return Plan(step, tuple(escalations), min(later, default=None))


def risk_at(rule: ReminderRule, origin: Origin, pace: Pace) -> datetime | None:
    """When what stands is a risk (风险); None where the book calls it none, or what it counts from has not come."""
    counted = origin.counted
    return pace.moment(rule.risk.after, counted) if rule.risk is not None and counted is not None else None


def _step_due(
    steps: Iterable[tuple[int, datetime]], origin: Origin, pace: Pace, done: int, now: datetime
) -> tuple[int | None, list[datetime]]:
    """The latest step due, and when the next one is. One of an earlier day that another follows today is left to it."""
    due: tuple[int, datetime] | None = None
    for index, moment in steps:
        if index < done or moment < origin.first:
            continue
        at = pace.awake(moment)
        if at <= now:
            due = index, at
            continue
        today = pace.calendar.day_of(now)
        if due is not None and pace.calendar.day_of(due[1]) < today == pace.calendar.day_of(at):
            due = None
        return (due[0] if due else None), [at]
    return (due[0] if due else None), []


def planned_ready(
    tasks: Iterable[SupplyTask], supplies: Collection[str], promised_on: date | None, calendar: WorkCalendar
) -> date | None:
    """The day on which an order's goods are planned to stand ready: the last of its tasks, counted back."""
    before = min((task.due_before for task in tasks if task.supply.value in supplies), default=0)
    if promised_on is None or before == 0:
        return promised_on
    return calendar.add_workdays(promised_on, -before)
