"""What reminders ought to say over a year: reckoned from the book's waits and a written calendar, by nothing of the program.

A day is 8:30-12:00 and 13:30-17:30; nobody is reminded from 20:00 to 8:30 nor on a day off. Public holidays and make-up
days of 2026 are as the State Council published them, those of 2027 as the company enters them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from domain.process.reminding import ReminderRule, Wait

ZONE = ZoneInfo("Asia/Shanghai")
SPANS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
WAKES, SLEEPS = time(8, 30), time(20)
_DAY = timedelta(days=1)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


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
    acknowledged: datetime | None = None
    """From here on nothing more is said of it, though it stands."""
    put_off: tuple[datetime, datetime] | None = None
    """From here to there nothing is said of it, then all that was due as one; and be it nothing, that it stands."""
    day: datetime | None = None
    """A day that is known beforehand, and counted from, before it and after. Gone by when it begins: from then."""
    planned: datetime | None = None
    """When what it counts from is to come: what is said before that counts from here."""
    came: datetime | None = None
    """When that came indeed; without `planned` it begins with it."""
    hastened: bool = False
    """All the time the first reminder comes as soon as the rule's `sooner` says."""
    breaks: bool = False
    """It is said at once, be it night, and its hours are those of the clock on the wall."""

    def stands(self, at: datetime) -> bool:
        return self.ends is None or at < self.ends

    def rests(self, at: datetime) -> bool:
        return self.put_off is not None and self.put_off[0] <= at < self.put_off[1]

    def hastened_at(self, at: datetime) -> bool:
        """What came to be hastened meanwhile is in doubt from then."""
        return self.hastened or (self.doubtful is not None and at >= self.doubtful)

    def awake(self, at: datetime) -> datetime:
        """When it may be said that is due then."""
        return at if self.breaks else awake(at)

    def after(self, wait: Wait, anchor: datetime) -> datetime:
        if self.breaks and wait.unit.value in ("min", "h"):
            return anchor + timedelta(minutes=wait.count * (60 if wait.unit.value == "h" else 1))
        return after(wait, anchor)

    def rests_after(self, at: datetime) -> datetime:
        """When it is put off that was said then."""
        return self.put_off[0] if self.put_off is not None and at < self.put_off[0] else _NEVER

    @property
    def sure_until(self) -> datetime:
        """Up to here what is said of it is known to the step."""
        edges = (self.ends, self.doubtful, self.acknowledged, _NEVER)
        return min(moment for moment in edges if moment is not None)


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

    def sent_between(self, reason: Reason, at: datetime, edge: datetime) -> bool:
        """Whether this could go out in that time."""
        return any(at <= moment < edge and reason.awake(moment) == moment for moment in self.sends)

    def first(self, reason: Reason, at: datetime) -> datetime | None:
        """The first at or after `at` at which this may be said."""
        for moment in self.moments[bisect_left(self.moments, at) :]:
            if reason.awake(moment) == moment and not reason.rests(moment):
                return moment
        return None

    def woke(self, reason: Reason, at: datetime) -> bool:
        """Whether this came at the moment to which somebody had put it off."""
        came = self.first(reason, reason.put_off[1]) if reason.put_off is not None else None
        return came is not None and abs(at - came) < SOON


SOON = timedelta(minutes=5)
"""A look that was broken off is made again within this."""


def steps_of(reason: Reason, anchor: datetime) -> list[datetime]:
    """When each reminder of a reason falls, counted from this anchor; nights and days off are not looked at yet."""
    rule = reason.rule
    first = rule.sooner.first if reason.hastened and rule.sooner is not None else rule.first
    steps = [reason.after(wait, anchor) for wait in (first, *rule.then)][: rule.at_most]
    while rule.every is not None and len(steps) < rule.at_most:
        steps.append(reason.after(rule.every, steps[-1]))
    return steps


def owed(reason: Reason, looks: Looks) -> list[Due]:
    """Everything that is to be said of a reason, on the looks that there were, as if nothing were ever in doubt."""
    if reason.planned is None:
        anchor = max(reason.day or reason.begins, reason.begins)
        return _said(reason, [one for one in steps_of(reason, anchor) if one >= reason.begins], anchor, looks)
    before = [one for one in steps_of(reason, reason.planned) if reason.begins <= one < reason.planned]
    found = _said(reason, before, None, looks, until=reason.came)
    if reason.came is None:
        return found
    counted = max(reason.came, reason.begins)
    return found + _said(reason, [one for one in steps_of(reason, counted) if one >= counted], counted, looks)


def _said(
    reason: Reason, moments: Sequence[datetime], anchor: datetime | None, looks: Looks, *, until: datetime | None = None
) -> list[Due]:
    """What is said of these reminders, and of those above; those only where what they count from has come.

    Of several reminders that are due together the latest is said; one of an earlier day is left to another that
    comes later the same day. Each escalation is said once. Whoever put it off hears of it at the moment that they named.
    """
    steps, said, higher = (
        [reason.awake(moment) for moment in moments],
        0,
        reason.rule.escalate if anchor is not None else (),
    )
    escalations = {
        n: reason.awake(reason.after(one.after, anchor)) for n, one in enumerate(higher) if anchor is not None
    }
    woken = [reason.put_off[1]] if reason.put_off is not None else []
    found: list[Due] = []

    def goes_on(look: datetime) -> bool:
        return reason.stands(look) and (until is None or look < until)

    while said < len(steps) or escalations or woken:
        look = looks.first(reason, min([*steps[said : said + 1], *escalations.values(), *woken]))
        if look is None or not goes_on(look):
            break
        for number in [n for n, at in escalations.items() if at <= look]:
            found.append(Due(reason.rule.key, reason.subject, True, look))
            del escalations[number]
        due = [n for n in range(said, len(steps)) if steps[n] <= look]
        following = steps[due[-1] + 1 : due[-1] + 2] if due else []
        left = bool(following) and _day(steps[due[-1]]) < _day(look) == _day(following[0])
        if woken and woken[0] <= look:
            woken = []
            if left or not due:
                found.append(Due(reason.rule.key, reason.subject, False, look))
        if left:
            look = looks.first(reason, following[0]) or look  # today's is to say it
            due = [n for n in range(said, len(steps)) if steps[n] <= look]
        if due:
            found += [Due(reason.rule.key, reason.subject, False, look)] if goes_on(look) else []
            said = due[-1] + 1
    return found


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


# ── the verdict ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that was owed to a chat: one matter of one message."""

    rule: str
    subject: str
    escalated: bool
    chat: int
    owed_at: datetime
    sent_at: datetime | None
    """None where it was not said after all."""
    message: int
    leaves: datetime | None = None
    """In a list of a day's rest: when that is to be sent."""
    hurries: bool = False
    """It is of no use later in the day."""
    passed_on_at: datetime | None = None
    """Owed to somebody else first: when it came to this chat. It hurries, and keeps the moment of its step."""

    @property
    def counted_at(self) -> datetime:
        """When it became one of somebody's day."""
        return self.passed_on_at or self.owed_at

    put_off: datetime | None = None
    """Until then, as a list, or as it was not to ring at the hour at which it was to be sent first."""

    @property
    def days(self) -> frozenset[date]:
        """Those to which it may belong: of its owing or its list, then of its sending."""
        return frozenset(_day(one) for one in (self.leaves or self.counted_at, self.put_off, self.sent_at) if one)


JUDGED = frozenset({
    "pay_before_release", "pay_before_shipment", "slip_unconfirmed", "credit_due", "review_waits", "hold_long",
    "delivery_near", "delivery_late", "notice_waits", "unsigned", "gate_closed_again",
    "purchase_near", "task_late", "progress", "impact_waits", "change_late", "basis_owed",
})  # fmt: skip
"""Rules of which every reason is known beforehand: one that is said without a reason is wrong."""


@dataclass(slots=True)
class Heard:
    """What was said of one reason, and what waited in a list; to several chats at once it is one."""

    said: dict[bool, list[Told]] = field(default_factory=lambda: {False: [], True: []})
    """Those to whoever is above by True."""
    waited: list[Told] = field(default_factory=list[Told])


def verdict(reasons: Sequence[Reason], told: Sequence[Told], looks: Looks) -> list[str]:
    """Everything that is wrong with what was said."""
    wrong: list[str] = []
    known: dict[tuple[str, str], list[tuple[Reason, Heard]]] = {}
    for reason in sorted(reasons, key=attrgetter("begins")):
        known.setdefault((reason.rule.key, reason.subject), []).append((reason, Heard()))
    seen: set[tuple[str, str, bool, int, datetime]] = set()
    for one in sorted(told, key=attrgetter("owed_at")):
        key = (one.rule, one.subject, one.escalated, one.chat, one.owed_at)
        if one.sent_at is not None and key in seen:
            wrong.append(f"twice in one moment: {one}")
        arisen = known.get((one.rule, one.subject), [])
        breaks = any(reason.breaks for reason, _heard in arisen)
        if one.sent_at is not None and awake(one.sent_at) != one.sent_at and not breaks:
            wrong.append(f"at night or on a day off: {one}")
        if not arisen:
            if one.rule in JUDGED and one.sent_at is not None:
                wrong.append(f"of nothing that was a reason: {one}")
            continue
        reason, heard = next((pair for pair in reversed(arisen) if pair[0].begins <= one.owed_at), arisen[0])
        if one.leaves is not None:
            heard.waited.append(one)
        if one.sent_at is None:
            continue
        seen.add(key)
        if not reason.stands(one.sent_at):
            wrong.append(f"after its end at {reason.ends}: {one}")
        if reason.acknowledged is not None and one.sent_at >= reason.acknowledged:
            wrong.append(f"although acknowledged at {reason.acknowledged}: {one}")
        if reason.rests(one.sent_at):
            wrong.append(f"although put off until {reason.put_off}: {one}")
        same = heard.said[one.escalated]
        if not same or one.owed_at > same[-1].owed_at:
            same.append(one)
    for pairs in known.values():
        for reason, heard in pairs:
            wrong += _beside(reason, looks, heard)
    return wrong + crowded(told)


def _beside(reason: Reason, looks: Looks, heard: Heard) -> list[str]:
    """What was said of one reason beside what ought to be, up to where it came into doubt.

    Of what waits in a list only that is sure which still stood when something was sent after the list was to leave.
    """
    wrong: list[str] = []
    due = owed(reason, looks)
    edge = reason.sure_until
    for escalated in (False, True):
        everything = heard.said[escalated]
        have = [one for one in everything if one.owed_at < edge]
        want = [one for one in due if one.escalated == escalated]
        most = len(reason.rule.escalate) if escalated else reason.rule.at_most + (reason.put_off is not None)
        lists = [one for one in heard.waited if one.escalated == escalated]
        later = {one: [mine.leaves for mine in lists if mine.leaves and _meet(mine, one)] for one in want}
        sure = [
            one for one in want
            if one.at + SOON < (to := min(edge, reason.rests_after(one.at)))
            and looks.sent_between(reason, max([one.at, *later[one]]), to)
        ]  # fmt: skip
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


def _meet(told: Told, due: Due) -> bool:
    """Looked at again within moments where the first look was broken off."""
    return -SOON < told.owed_at - due.at < SOON


# ── a person's day ─────────────────────────────────────────────────────────────────────────

APART, GATHERED_AT = 2, time(16, 30)
"""So many messages come to a person on a day before another reminder waits for the list of that time."""
DIGEST = "digest"
"""In the place of a rule: the message of the morning, which is of no reason and only counted."""


def leaves_at(at: datetime) -> datetime:
    """When a list leaves that something is put into at this moment."""
    day = _day(at)
    if works(day) and at <= on_clock(day, GATHERED_AT):
        return on_clock(day, GATHERED_AT)
    day += _DAY
    while not works(day):
        day += _DAY
    return on_clock(day, WAKES)


def crowded(told: Sequence[Told]) -> list[str]:
    """Whoever was told more on a day than a person bears, and whatever waited although it was not too much.

    To a person's day belongs what is to come on it: the list that leaves then, the digest, what hurries. What is void
    in the end may have been so already when the next was counted, or not, and what was put off may have been by then:
    it makes nothing too much, and lets others wait.
    """
    wrong: list[str] = []
    days: dict[tuple[int, date], list[Told]] = {}
    for one in told:
        for day in one.days:
            days.setdefault((one.chat, day), []).append(one)
    for one in [one for one in told if one.chat > 0]:
        others = [
            other for other in days.get((one.chat, _day(one.owed_at)), [])
            if other.message != one.message and other.counted_at <= one.counted_at
        ]  # fmt: skip
        if one.leaves is None:
            if len({other.message for other in others if _surely_before(other, one)}) >= APART and not one.hurries:
                wrong.append(f"comes by itself after {APART} others of its day: {one}")
            continue
        if len({other.message for other in others}) < APART or one.hurries:
            wrong.append(f"waited in a list although it need not: {one}")
        if one.leaves != leaves_at(one.owed_at):
            wrong.append(f"waits in a list until {leaves_at(one.owed_at)}: {one}")
        if one.sent_at is not None and one.sent_at < one.leaves:
            wrong.append(f"sent before its list was to leave: {one}")
    return wrong


def _surely_before(other: Told, one: Told) -> bool:
    """It came, and was there to be counted. At one moment only what waits for its turn comes one after the other."""
    turn = other.message < one.message and not other.hurries
    return other.sent_at is not None and len(other.days) == 1 and (other.counted_at < one.counted_at or turn)
