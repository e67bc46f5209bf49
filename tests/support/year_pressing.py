"""What people press under a reminder over a company's year: 知道了, and 稍后 with its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from db.models import Owed, Reminded
from services import people
from services.errors import NotAllowed, NotFound
from services.reminders import pausing
from services.reminders.pausing import Heard
from tests.support.reminding import HOUSE, SALES
from tests.support.year_diary import Diary
from tests.support.year_oracle import GATHERED_AT, WAKES, ZONE, Reason, awake, on_clock, works
from tests.support.year_paths import PutOff, Until, Work


class Pressing(Diary):
    """Whoever was reminded, of what they were reminded of."""

    def _arises(self, reason: Reason, work: Work) -> None:
        how = work.path.put_off
        if how is not None and reason.rule.key == how.rule and how.rule not in work.put_off:
            work.put_off.add(how.rule)
            self._later(how.after, work, partial(self._put_off, how, reason))

    def _put_off(self, how: PutOff, reason: Reason, work: Work) -> None:
        """稍后, once they were reminded: whoever has not been yet cannot, and does it later."""
        if reason not in self._of(reason.rule.key, reason.subject):
            return
        until = _end(how.until, self.now)
        with self._company.database.transaction() as session:
            told = select(Owed.chat_id).join(Reminded, Reminded.owed_id == Owed.id)
            its = told.where(Reminded.rule == reason.rule.key, Reminded.subject == reason.subject, ~Reminded.escalated)
            chat = session.scalar(its.where(Owed.state == "sent", Owed.chat_id > 0).order_by(Owed.id))
            if chat is not None:
                heard = Heard(
                    self._company.person(session, chat), people.chat_facts(session, chat),
                    [[reason.rule.key, reason.subject]],
                )  # fmt: skip
                pausing.snooze(session, HOUSE, heard, self.now, until, "customer")
        if chat is not None:
            reason.put_off = self.now, until
        else:
            self._plan(self.now + timedelta(days=0.5), work.order, partial(self._put_off, how, reason, work))

    def _acknowledge(self, rule: str, subject: str, work: Work) -> None:
        try:
            with self._company.database.transaction() as session:
                heard = Heard(self._seller(session), people.chat_facts(session, SALES), [[rule, subject]])
                pausing.acknowledge(session, HOUSE, heard, self.now)
        except (NotFound, NotAllowed):
            self._later(0.5, work, partial(self._acknowledge, rule, subject))
            return
        for reason in self._of(rule, subject):
            reason.acknowledged = self.now


def _end(until: Until, now: datetime) -> datetime:
    """When they want to hear of it again: in an hour, this afternoon, or tomorrow; never when nobody is disturbed."""
    day = now.astimezone(ZONE).date()
    if until is Until.TODAY and works(day) and now < on_clock(day, GATHERED_AT):
        return on_clock(day, GATHERED_AT)
    return awake(on_clock(day + timedelta(days=1), WAKES) if until is Until.TOMORROW else now + timedelta(hours=1))
