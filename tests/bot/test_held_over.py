"""A reminder that the line held up into the night is not said there; it waits for the morning, and is judged then."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.settling import Ledger
from db.engine import Database
from db.models import Owed
from handlers import routes
from handlers.dispatch import Desk
from services import ringing
from tests.support.databases import SQLITE
from tests.support.reminding import HOUSE, MONDAY, PAYMENT, SALES, Company, at

NIGHT, MORNING = at("11-24", "21:30"), at("11-25", "08:30")


@pytest.fixture
def database_kind() -> str:
    return SQLITE


class Stopped(Clock):
    """It stands still."""

    moment = NIGHT

    def now(self) -> datetime:
        return self.moment

    def real(self) -> datetime:
        return self.moment


def turned(company: Company, clock: Stopped) -> list[str]:
    """What goes out to the salesperson in one turn after the other."""
    ledger, kinds = Ledger(Desk(routes.ALL, HOUSE), clock), []
    for _ in range(6):
        with company.database.transaction() as session:
            kinds += [out.kind for out in ledger.turn(session, [], [], 50).to_send if out.chat_id == SALES]
    return [kind for kind in kinds if kind == PAYMENT]


@pytest.fixture
def company(database: Database) -> Company:
    """A reminder was owed at ten in the morning, and nobody could send it until the night."""
    made = Company(database)
    made.file("prepaid.release", MONDAY)
    made.tick(at("11-24", "10:00"))
    with database.transaction() as session:
        for row in session.scalars(select(Owed).where(Owed.kind != PAYMENT)):
            row.state = "sent"
    return made


def test_a_reminder_that_was_held_up_waits_for_the_morning(company: Company) -> None:
    clock = Stopped()
    assert turned(company, clock) == []
    with company.database.transaction() as session:
        row = session.scalars(select(Owed).where(Owed.kind == PAYMENT)).one()
        assert (row.state, row.not_before, row.attempts) == ("pending", MORNING, 0)
    clock.moment = MORNING
    assert turned(company, clock) == [PAYMENT]


def test_what_was_done_meanwhile_is_not_said_in_the_morning(company: Company) -> None:
    clock = Stopped()
    assert turned(company, clock) == []
    company.confirm(company.slip(1, NIGHT), NIGHT)
    clock.moment = MORNING
    assert turned(company, clock) == []


def test_else_it_would_be_said_by_night(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(ringing, "sleeps_until", lambda *_args: None)
    assert turned(company, Stopped()) == [PAYMENT]
