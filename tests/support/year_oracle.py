"""What reminders ought to say over a year: reckoned from the book's text and a written calendar, by nothing of the program.

A day is 8:30-12:00 and 13:30-17:30; nobody is reminded from 20:00 to 8:30 nor on a day off. Public holidays and make-up
days of 2026 are as the State Council published them, those of 2027 as the company enters them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.process.reminding import ReminderRule, Wait

ZONE = ZoneInfo("Asia/Shanghai")
SPANS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
WAKES, SLEEPS = time(8, 30), time(20)
_DAY = timedelta(days=1)


def _days(first: str, last: str | None = None) -> dict[date, bool]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return {begin + timedelta(n): False for n in range((end - begin).days + 1)}


OF_2026 = {
    **_days("2026-09-25"), **_days("2026-10-01", "2026-10-07"),
    date(2026, 9, 20): True, date(2026, 10, 10): True,
}  # fmt: skip
ENTERED = {
    **_days("2027-01-01"), **_days("2027-02-05", "2027-02-13"), **_days("2027-04-05"), **_days("2027-05-01", "2027-05-05"),
    **_days("2027-06-09"), **_days("2027-09-15"), **_days("2027-10-01", "2027-10-07"),
    date(2027, 1, 31): True, date(2027, 2, 14): True, date(2027, 5, 8): True, date(2027, 9, 26): True,
    date(2027, 10, 9): True,
}  # fmt: skip
"""The company's own days: of 2027 nobody has published any yet. 31 January, 14 February, 26 September are Sundays."""


def works(day: date) -> bool:
    """Whether a day is worked."""
    return {**OF_2026, **ENTERED}.get(day, day.weekday() < 5)


def on_clock(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZONE).astimezone(UTC)


def awake(at: datetime) -> datetime:
    """`at`, or when people may be disturbed next."""
    here = at.astimezone(ZONE)
    if works(here.date()) and WAKES <= here.time() < SLEEPS:
        return at
    day = here.date() if here.time() < WAKES else here.date() + _DAY
    while not works(day):
        day += _DAY
    return on_clock(day, WAKES)


def after(wait: Wait, anchor: datetime) -> datetime:
    """The moment a wait after its anchor, by the book's own words: 30min, 2h, 1d, 7nd."""
    here, unit = anchor.astimezone(ZONE), wait.unit.value
    if unit == "nd":
        return on_clock(here.date() + wait.count * _DAY, here.time())
    if unit == "d":
        here = _at_work(anchor).astimezone(ZONE)
        day = here.date()
        for _ in range(abs(wait.count)):
            day += _DAY if wait.count > 0 else -_DAY
            while not works(day):
                day += _DAY if wait.count > 0 else -_DAY
        return on_clock(day, here.time())
    left = timedelta(minutes=wait.count) if unit == "min" else timedelta(hours=wait.count)
    assert left >= timedelta(), "only days are counted back"
    at = anchor
    while True:
        at = _at_work(at)
        end = next(on_clock(at.astimezone(ZONE).date(), to) for _from, to in SPANS if at.astimezone(ZONE).time() < to)
        if at + left <= end:
            return at + left
        left, at = left - (end - at), end


def _at_work(at: datetime) -> datetime:
    """`at` itself, or when work begins next."""
    day = at.astimezone(ZONE).date()
    while True:
        if works(day):
            for begin, end in SPANS:
                if at < on_clock(day, end):
                    return max(at, on_clock(day, begin))
        day += _DAY


@dataclass(slots=True)
class Reason:
    """Something that a rule reminds of: from when, until when, and when it was in doubt first."""

    rule: ReminderRule
    subject: str
    order: int
    begins: datetime
    ends: datetime | None = None
    doubtful: datetime | None = None
    """From here on it may rest and come again: nothing need be said, and nothing twice."""

    def stands(self, at: datetime) -> bool:
        return self.ends is None or at < self.ends


@dataclass(frozen=True, slots=True)
class Due:
    """What ought to be said, and when it was looked at first after it was due."""

    rule: str
    subject: str
    escalated: bool
    at: datetime


@dataclass(slots=True)
class Looks:
    """The moments at which the program was up and looked, and those at which it sent too."""

    moments: list[datetime] = field(default_factory=list)
    sends: list[datetime] = field(default_factory=list)

    def sent_between(self, at: datetime, edge: datetime) -> bool:
        """Whether anything could go out in that time."""
        return any(at <= moment < edge and awake(moment) == moment for moment in self.sends)

    def first(self, at: datetime) -> datetime | None:
        """The first at or after `at` at which somebody may be disturbed."""
        for moment in self.moments[bisect_left(self.moments, at) :]:
            if awake(moment) == moment:
                return moment
        return None


def steps_of(rule: ReminderRule, anchor: datetime) -> list[datetime]:
    """When each reminder of a rule falls, nights and days off put off."""
    waits: list[datetime] = [after(wait, anchor) for wait in (rule.first, *rule.then)][: rule.at_most]
    while rule.every is not None and len(waits) < rule.at_most:
        waits.append(after(rule.every, waits[-1]))
    return [awake(moment) for moment in waits]


def owed(reason: Reason, looks: Looks) -> list[Due]:
    """Everything that is to be said of a reason, on the looks that there were, as if nothing were ever in doubt.

    Of several reminders that are due together the latest is said; one of an earlier day is left to another that
    comes later the same day. Each escalation is said once.
    """
    steps, said = steps_of(reason.rule, reason.begins), 0
    escalations = {n: awake(after(one.after, reason.begins)) for n, one in enumerate(reason.rule.escalate)}
    found: list[Due] = []
    while said < len(steps) or escalations:
        waits = [*steps[said : said + 1], *escalations.values()]
        look = looks.first(min(waits))
        if look is None or not reason.stands(look):
            break
        due = [n for n in range(said, len(steps)) if steps[n] <= look]
        following = steps[due[-1] + 1 : due[-1] + 2] if due else []
        if due and following and _day(steps[due[-1]]) < _day(look) == _day(following[0]):
            look = looks.first(following[0]) or look  # today's is to say it
            due = [n for n in range(said, len(steps)) if steps[n] <= look]
            if not reason.stands(look):
                break
        if due:
            found.append(Due(reason.rule.key, reason.subject, False, look))
            said = due[-1] + 1
        for number in [n for n, at in escalations.items() if at <= look]:
            found.append(Due(reason.rule.key, reason.subject, True, look))
            del escalations[number]
    return found


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


# ── the verdict ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that went out: one matter of one message."""

    rule: str
    subject: str
    escalated: bool
    chat: int
    owed_at: datetime
    sent_at: datetime


SOON = timedelta(minutes=5)


JUDGED = frozenset({"pay_before_release", "slip_unconfirmed"})
"""Rules of which every reason is known beforehand: one that is said without a reason is wrong."""


def verdict(reasons: Sequence[Reason], told: Sequence[Told], looks: Looks) -> list[str]:
    """Everything that is wrong with what was said."""
    wrong = [f"at night or on a day off: {one}" for one in told if awake(one.sent_at) != one.sent_at]
    known = {(one.rule.key, one.subject): one for one in reasons}
    said: dict[tuple[str, str, bool], list[Told]] = {}
    seen: set[tuple[str, str, bool, int, datetime]] = set()
    for one in told:
        key = (one.rule, one.subject, one.escalated, one.chat, one.owed_at)
        if key in seen:
            wrong.append(f"twice in one moment: {one}")
        seen.add(key)
        reason = known.get((one.rule, one.subject))
        if reason is None:
            if one.rule in JUDGED:
                wrong.append(f"of nothing that was a reason: {one}")
            continue
        if not reason.stands(one.sent_at):
            wrong.append(f"after its end at {reason.ends}: {one}")
        same = said.setdefault((one.rule, one.subject, one.escalated), [])
        if not same or one.owed_at - same[-1].owed_at > timedelta(0):
            same.append(one)  # to several chats at once it is one
    for reason in reasons:
        wrong += _beside(reason, looks, said)
    return wrong


def _beside(reason: Reason, looks: Looks, said: dict[tuple[str, str, bool], list[Told]]) -> list[str]:
    """What was said of one reason beside what ought to be, up to where it came into doubt."""
    wrong: list[str] = []
    due = owed(reason, looks)
    edge = min(moment for moment in (reason.ends, reason.doubtful, _NEVER) if moment is not None)
    for escalated in (False, True):
        everything = said.get((reason.rule.key, reason.subject, escalated), [])
        have = [one for one in everything if one.owed_at < edge]
        want = [one for one in due if one.escalated == escalated]
        most = len(reason.rule.escalate) if escalated else reason.rule.at_most
        sure = [one for one in want if one.at + SOON < edge and looks.sent_between(one.at, edge)]
        missing = [one for one in sure if not any(_meet(mine, one) for mine in have)]
        too_much = [mine for mine in have if not any(_meet(mine, one) for one in want)]
        told = (
            f"{reason.rule.key} {reason.subject} {reason.begins} to {reason.ends}, in doubt {reason.doubtful},"
            f" escalated {escalated}: said {[str(one.owed_at) for one in everything]}, owed {[str(one.at) for one in want]}"
        )
        if missing:
            wrong.append(f"not said: {told}")
        if too_much or len(everything) > most or len(have) > len(want):
            wrong.append(f"more than owed: {told}")
    return wrong


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _meet(told: Told, due: Due) -> bool:
    """Looked at again within moments where the first look was broken off."""
    return -SOON < told.owed_at - due.at < SOON
