"""Goods that are not on the shelf: what is bought, made and let go for an order, early, late or never, with and without
its quantities reported.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy.orm import Session

from db.models import Order, Product
from services import inspecting, people, supply
from tests.support.reminding import HOUSE, MONDAY
from tests.support.year_diary import Diary, workdays_before
from tests.support.year_oracle import Reason, on_clock
from tests.support.year_paths import OPENS, Doing, Making, Work

BUYING, MAKING, LETTING_GO = "purchase", "production", "inspection"
DOERS = {BUYING: (71, 72), MAKING: (61, 62), LETTING_GO: (81, 82)}
"""Who does it, and their head."""
PRODUCTS = {"stock": 1, "make": 2, "buy": 3}
PART = Decimal(90)
"""What is reported at once, of 300 pieces."""


def new_products(session: Session) -> None:
    """Beside the one from stock."""
    for supply_key, number in list(PRODUCTS.items())[1:]:
        session.add(
            Product(id=number, code=f"Y{number}00", name="减速电机", unit="台", supply=supply_key, created_at=MONDAY)
        )


class Workshop(Diary):
    """Whoever buys, makes, and lets go what was made."""

    def _exists(self, work: Work) -> None:
        """All of it is there, and let go: the warehouse may pack."""
        raise NotImplementedError

    def _begin_work(self, work: Work) -> None:
        """It is released: what is to be bought is asked for at once, what is made of it once that is there."""
        making = _of(work)
        for reason in self._of_task("purchase_near", BUYING, work):
            reason.day = on_clock(self._due(BUYING, work), OPENS)
        self._is_asked_for(BUYING, work)
        self._goes(BUYING, making.bought, work)
        if making.made is not None and making.ahead:
            self._goes(MAKING, making.made, work)

    def _due(self, kind: str, work: Work) -> date:
        tasks = HOUSE.book.leaves[work.path.leaf].supply_tasks
        its = _of(work).supply
        return workdays_before(
            work.wanted, max(one.due_before for one in tasks if (one.supply.value, one.kind.value) == (its, kind))
        )

    def _of_task(self, rule: str, kind: str, work: Work) -> list[Reason]:
        found = self._reason(rule, _subject(kind, work), work)
        return [found] if found is not None else []

    def _is_asked_for(self, kind: str, work: Work) -> None:
        """From now on it is late if it is not done by its day; where that has gone by, from now."""
        if kind not in work.done and not self._of("task_late", _subject(kind, work)):
            for reason in self._of_task("task_late", kind, work):
                reason.day = on_clock(self._due(kind, work), OPENS)

    # ── a task ─────────────────────────────────────────────────────────────────────────────

    def _goes(self, kind: str, doing: Doing, work: Work) -> None:
        self._later(doing.taken, work, partial(self._take, kind, doing))

    def _doers(self, kind: str, doing: Doing, session: Session) -> people.PersonFacts:
        return self._company.person(session, DOERS[kind][doing.by_head])

    def _take(self, kind: str, doing: Doing, work: Work) -> None:
        with self._company.database.transaction() as session:
            supply.take(session, HOUSE, self._doers(kind, doing, session), work.order, kind, self.now)
        work.doing.add(kind)
        if kind == BUYING or work.begun:
            self._is_asked_how_far(kind, work)
        self._goes_on(kind, doing, 0, work)

    def _is_asked_how_far(self, kind: str, work: Work) -> None:
        if kind in work.doing and self._makes(kind, work):
            self._ends("progress", _subject(kind, work))
            self._of_task("progress", kind, work)

    def _makes(self, kind: str, work: Work) -> bool:
        """Goods come of it, of which quantities may be told: nobody tells how much of the material is there."""
        return kind == (MAKING if _of(work).made is not None else BUYING)

    def _goes_on(self, kind: str, doing: Doing, told: int, work: Work) -> None:
        if told < doing.told:
            self._later(doing.told_after, work, partial(self._tell, kind, doing, told))
        else:
            self._later(doing.done, work, partial(self._finish, kind, doing))

    def _tell(self, kind: str, doing: Doing, told: int, work: Work) -> None:
        with self._company.database.transaction() as session:
            line = session.get_one(Order, work.order).lines[0].id
            actor = self._doers(kind, doing, session)
            supply.report(session, HOUSE, actor, work.order, kind, {line: PART}, self.now)
        self._is_asked_how_far(kind, work)
        self._some_is_there(work)
        self._goes_on(kind, doing, told + 1, work)

    def _finish(self, kind: str, doing: Doing, work: Work) -> None:
        if kind in work.done:
            return  # it has left
        with self._company.database.transaction() as session:
            supply.finish(session, HOUSE, self._doers(kind, doing, session), work.order, kind, self.now)
        self._done(kind, work)
        making = _of(work)
        if making.made is None:
            self._exists(work)
            return
        if kind == BUYING:
            self._may_begin(work)
            if not making.ahead:
                self._goes(MAKING, making.made, work)
            return
        self._some_is_there(work)
        self._later(making.inspected, work, self._let_go)

    def _done(self, kind: str, work: Work) -> None:
        work.done.add(kind)
        work.doing.discard(kind)
        for rule in ("purchase_near", "task_late", "progress"):
            self._ends(rule, _subject(kind, work))

    def _left(self, work: Work) -> None:
        """What has left is bought and made, whatever anybody says about it."""
        for kind in DOERS:
            self._done(kind, work)

    def _may_begin(self, work: Work) -> None:
        """Nothing keeps whoever makes it waiting any more; where they made some of it before, nothing has."""
        if not work.begun:
            work.begun = True
            self._is_asked_for(MAKING, work)
            self._is_asked_how_far(MAKING, work)

    def _some_is_there(self, work: Work) -> None:
        """Something is made: it waits to be let go."""
        if _of(work).made is not None:
            self._may_begin(work)
            self._is_asked_for(LETTING_GO, work)

    def _let_go(self, work: Work) -> None:
        with self._company.database.transaction() as session:
            quality = self._company.person(session, DOERS[LETTING_GO][0])
            inspecting.pass_goods(session, HOUSE, quality, work.order, self.now)
        self._done(LETTING_GO, work)
        self._exists(work)


def _subject(kind: str, work: Work) -> str:
    return f"task:{work.order}.{kind}"


def _of(work: Work) -> Making:
    assert work.path.making is not None
    return work.path.making
