"""Changes that are asked of orders over a company's year: departments say what they mean, or do not, and they are dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from db.models import Order
from domain.process.changing import Weight
from services.changes import asking, impacts
from services.changes.asking import Why
from services.changes.content import stands_still
from services.errors import NotAllowed
from tests.support.reminding import HOUSE, WAREHOUSE
from tests.support.year_diary import Diary
from tests.support.year_oracle import after
from tests.support.year_paths import Changing, Work

WHY = Why("customer", "altered", "客户要改")
SPEAKERS = {"production": 61, "purchasing": 71, "warehouse": WAREHOUSE}
"""Who says what a change means for a department."""
LATER = timedelta(days=20)
"""So much later it is wanted: a heavy change."""


class Wishes(Diary):
    """Customers who want their goods later, and think better of it."""

    def _may_change(self, work: Work) -> None:
        if work.path.changing is not None:
            self._later(work.path.changing.asked, work, partial(self._wish, work.path.changing))

    def _wish(self, how: Changing, work: Work) -> None:
        with self._company.database.transaction() as session:
            stands = stands_still(session.get_one(Order, work.order))
            assert stands.requested_on is not None
            wanted = replace(stands, requested_on=stands.requested_on + LATER)
            try:
                change = asking.ask(session, HOUSE, self._seller(session), work.order, wanted, WHY, self.now).id
            except NotAllowed:
                return  # it has left
            asked = {one.id: one.department for one in impacts.of_change(session, change)}
        work.change = change
        for number, department in asked.items():
            self._reason("impact_waits", f"impact:{number}", work)
            self._later(how.said, work, partial(self._say_what_it_means, number, department), spread=0.9)
        assert HOUSE.book.change is not None
        due = after(HOUSE.book.change.within[Weight.HEAVY], self.now)
        self._reason("change_late", f"change:{change}", work, due)
        self._later(how.dropped, work, self._drop)

    def _say_what_it_means(self, number: int, department: str, work: Work) -> None:
        if work.change is None:
            return
        with self._company.database.transaction() as session:
            order, who = session.get_one(Order, work.order), self._company.person(session, SPEAKERS[department])
            for question in impacts.questions(session, HOUSE, order, department).questions:
                choice = next(one for one in question.choices if one.then is None)
                impacts.answer(session, HOUSE, who, number, question.key, choice.key, self.now)
        self._ends("impact_waits", f"impact:{number}")

    def _drop(self, work: Work) -> None:
        """不改了."""
        if work.change is None:
            return
        with self._company.database.transaction() as session:
            asking.withdraw(session, HOUSE, self._seller(session), work.change, "不改了", self.now)
            asked = [one.id for one in impacts.of_change(session, work.change)]
        for number in asked:
            self._ends("impact_waits", f"impact:{number}")
        self._ends("change_late", f"change:{work.change}")
        work.change = None
