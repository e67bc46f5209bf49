"""What people have yet to do over a company's year, and the reasons to be reminded that there are.

Nothing here asks the program what it will say. A reason begins and ends where somebody does something about it.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy.orm import Session

from services import people
from tests.support.reminding import HOUSE, SALES, Company
from tests.support.year_oracle import Reason, works
from tests.support.year_paths import Work


class Diary:
    """Deeds that are to come, each at its time, and what there is to remind of."""

    def __init__(self, company: Company, chance: random.Random, start: datetime) -> None:
        self.reasons: list[Reason] = []
        self._standing: dict[tuple[str, str], Reason] = {}
        self.now = start
        self._company = company
        self._chance = chance
        self._deeds: list[tuple[datetime, int, int, Callable[[], None]]] = []
        self._numbers = count()

    # ── when ───────────────────────────────────────────────────────────────────────────────

    @property
    def next_at(self) -> datetime | None:
        return self._deeds[0][0] if self._deeds else None

    def until(self, now: datetime) -> None:
        """Everything that is to have happened by now."""
        self.now = now
        while self._deeds and self._deeds[0][0] <= now:
            heapq.heappop(self._deeds)[3]()

    def hurry(self, orders: Collection[int], now: datetime) -> bool:
        """What is next to be done about one of these orders is done now; whether there was anything."""
        ahead = next((one for one in sorted(self._deeds) if one[2] in orders), None)
        if ahead is None:
            return False
        self._deeds.remove(ahead)
        heapq.heapify(self._deeds)
        self.now = now
        ahead[3]()
        return True

    def _plan(self, at: datetime, order: int, deed: Callable[[], None]) -> None:
        heapq.heappush(self._deeds, (at, next(self._numbers), order, deed))

    def _later(self, days: float | None, work: Work, deed: Callable[[Work], None], spread: float = 0.5) -> None:
        if days is not None:
            at = self.now + timedelta(days=days * self._chance.uniform(1 - spread, 1 + spread))
            self._plan(at, work.order, partial(deed, work))

    # ── reasons ────────────────────────────────────────────────────────────────────────────

    def _reason(self, rule: str, subject: str, work: Work, begins: datetime | None = None) -> Reason | None:
        """A rule begins to speak of this, where the order's leaf has it."""
        declared = HOUSE.book.leaves[work.path.leaf].reminders
        found = next((one for one in declared if one.key == rule), None)
        if found is None:
            return None
        assert (rule, subject) not in self._standing, "one ends before the next begins"
        reason = self._standing[rule, subject] = Reason(found, subject, work.order, begins or self.now)
        self.reasons.append(reason)
        self._arises(reason, work)
        return reason

    def _arises(self, reason: Reason, work: Work) -> None:
        """Somebody may want to do something about it."""

    def _of(self, rule: str, subject: str) -> list[Reason]:
        found = self._standing.get((rule, subject))
        return [found] if found is not None else []

    def _doubt(self, rule: str, subject: str) -> None:
        for reason in self._of(rule, subject):
            reason.doubtful = reason.doubtful or self.now

    def _ends(self, rule: str, subject: str) -> None:
        for reason in self._of(rule, subject):
            reason.ends = self.now
            del self._standing[rule, subject]

    def _of_order(self, rule: str, work: Work) -> list[Reason]:
        """The order itself is reminded of, where its leaf has the rule."""
        found = self._reason(rule, f"order:{work.order}", work)
        return [found] if found is not None else []

    def _seller(self, session: Session) -> people.PersonFacts:
        return self._company.person(session, SALES)


def workdays_before(day: date, count: int) -> date:
    """So many workdays before a day."""
    while count:
        day -= timedelta(days=1)
        count -= works(day)
    return day
