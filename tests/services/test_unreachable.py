"""Somebody blocked the bot, or threw it out of a group: whoever stands in hears of it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.settling import Ledger, Outcome
from bot.verdicts import Fate, Verdict
from db.engine import Database
from db.models import Card, Chat, Delegation, Owed, Person
from handlers import routes
from handlers.dispatch import Desk
from services import chats, owed, telling, unreachable
from services.owed import Klass
from tests.support.databases import SQLITE
from tests.support.reminding import (
    FINANCE,
    FINANCE_GROUP,
    FINANCE_HEAD,
    HOUSE,
    MONDAY,
    PAYMENT,
    SALES,
    SALES_HEAD,
    WAREHOUSE,
    Company,
    at,
)

ADMIN = 99


@pytest.fixture
def database_kind() -> str:
    return SQLITE


@pytest.fixture
def company(database: Database) -> Company:
    made = Company(database)
    with database.transaction() as session:
        session.add(
            Person(
                telegram_id=ADMIN, name="王总", department="management", role="manager", is_admin=True, joined_at=MONDAY
            )
        )
    return made


def close(company: Company, *blocked: int) -> None:
    with company.database.transaction() as session:
        for chat in blocked:
            chats.close(session, chat)


def stands_in(company: Company, person: int, deputy: int) -> None:
    with company.database.transaction() as session:
        ids = [company.person(session, one).id for one in (person, deputy)]
        session.add(
            Delegation(
                from_id=ids[0], to_id=ids[1], begins_at=MONDAY, ends_at=MONDAY + timedelta(days=9), made_by=ids[0],
                made_at=MONDAY, begun=True,
            )
        )  # fmt: skip


def told_of_payment(company: Company) -> set[int]:
    """Where the salesperson's reminder goes; the group gets its own."""
    company.file("prepaid.release", MONDAY)
    company.tick(at("11-24", "10:00"))
    return {said.chat for said in company.said(PAYMENT)}


@pytest.mark.parametrize(
    ("blocked", "deputy", "told"),
    [
        ((), None, SALES),
        ((SALES,), None, SALES_HEAD),
        ((SALES,), WAREHOUSE, WAREHOUSE),
        ((SALES, WAREHOUSE), WAREHOUSE, SALES_HEAD),
        ((SALES, SALES_HEAD), None, ADMIN),
    ],
)
def test_a_reminder_goes_to_the_next_who_can_act(
    company: Company, blocked: tuple[int, ...], deputy: int | None, told: int
) -> None:
    if deputy is not None:
        stands_in(company, SALES, deputy)
    close(company, *blocked)
    assert told_of_payment(company) == {told}


def test_else_it_would_go_where_nobody_reads_it(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(telling, "is_reachable", lambda *_args: True)
    close(company, SALES)
    assert told_of_payment(company) == {SALES}


@pytest.mark.parametrize(
    ("blocked", "met"),
    [
        ((), FINANCE_GROUP),
        ((FINANCE_GROUP,), FINANCE),
        ((FINANCE_GROUP, FINANCE), FINANCE_HEAD),
        ((FINANCE_GROUP, FINANCE, FINANCE_HEAD), ADMIN),
    ],
)
def test_a_department_is_met_where_somebody_reads(company: Company, blocked: tuple[int, ...], met: int) -> None:
    close(company, *blocked)
    with company.database.transaction() as session:
        assert telling.desk_of(session, "finance") == met


# ── what was owed already ──────────────────────────────────────────────────────────────────


def refused(company: Company, chat: int) -> list[tuple[str, int, str]]:
    """Telegram refuses everything to a chat; what is owed then, beside the alarms."""
    ledger = Ledger(Desk(routes.ALL, HOUSE), Clock(at("11-24", "10:01")))
    with company.database.transaction() as session:
        batch = ledger.turn(session, [], [], 50)
        outcomes = [Outcome(out, Verdict(Fate.SHUT, "blocked")) for out in batch.to_send if out.chat_id == chat]
    with company.database.transaction() as session:
        ledger.turn(session, outcomes, [], 0)
    for _ in range(3):
        with company.database.transaction() as session:
            ledger.turn(session, [], [], 50)
    with company.database.transaction() as session:
        rows = session.scalars(select(Owed).where(Owed.kind != "alarm").order_by(Owed.id)).all()
        return [
            (row.kind, row.chat_id, "dead" if row.state == "dead" else "") for row in rows if row.klass >= Klass.NOTICE
        ]


def test_a_reminder_that_a_blocked_chat_refused_is_told_to_the_fallback_once(company: Company) -> None:
    company.file("prepaid.release", MONDAY)
    company.file("prepaid.release", at("11-24", "09:00"))  # nothing is due of this one yet
    company.tick(at("11-24", "10:00"))
    with company.database.transaction() as session:
        session.query(Owed).filter(Owed.kind != PAYMENT).delete()
    assert refused(company, SALES) == [(PAYMENT, SALES, "dead"), (PAYMENT, SALES_HEAD, "")]


def test_else_nobody_would_hear_of_it(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(unreachable, "pass_on", lambda *_args: ())
    company.file("prepaid.release", MONDAY)
    company.tick(at("11-24", "10:00"))
    with company.database.transaction() as session:
        session.query(Owed).filter(Owed.kind != PAYMENT).delete()
    assert refused(company, SALES) == [(PAYMENT, SALES, "dead")]


def row_of(session: Any, **given: Any) -> Owed:
    row = Owed(**{"kind": "slip", "subject": "slip:1", "facts": {}, "created_at": MONDAY, **given})
    session.add(row)
    session.flush()
    return row


def test_a_card_of_a_group_that_threw_the_bot_out_comes_to_the_interface_person(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    close(company, FINANCE_GROUP)
    with company.database.transaction() as session:
        card = owed.show_card(
            session, "slip", subject="slip:1", chat_id=FINANCE_GROUP, now=MONDAY, order_id=order, facts={"mode": "x"}
        )
        row = session.scalars(select(Owed).where(Owed.card_id == card.id)).one()
        assert unreachable.pass_on(session, row, MONDAY) == unreachable.pass_on(session, row, MONDAY) == (FINANCE,)
        again = session.scalars(select(Card).where(Card.chat_id == FINANCE)).one()
        assert (again.kind, again.subject, again.facts, again.order_id) == ("slip", "slip:1", {"mode": "x"}, order)
        assert len(session.scalars(select(Owed).where(Owed.card_id == again.id)).all()) == 1


def test_answers_alarms_and_somebodys_own_pages_are_for_nobody_else(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    close(company, SALES)
    with company.database.transaction() as session:
        own = session.scalars(select(Card).where(Card.chat_id == SALES, Card.kind == "order")).first()
        rows = [
            row_of(session, chat_id=SALES, klass=0, order_id=order),
            row_of(session, chat_id=SALES, klass=2, kind="alarm"),
            row_of(session, chat_id=SALES, klass=1, kind="order", card_id=own.id if own else None, order_id=order),
            row_of(session, chat_id=12345, klass=3, order_id=order),
        ]
        passed = [unreachable.pass_on(session, row, MONDAY) for row in rows if row.kind != "order" or own is not None]
        assert not any(passed)
        assert unreachable.pass_on(session, row_of(session, chat_id=SALES, klass=2), MONDAY) == (SALES_HEAD,)


def test_where_nobody_can_be_reached_the_alarm_is_all_there_is(company: Company) -> None:
    close(company, SALES, SALES_HEAD, ADMIN)
    with company.database.transaction() as session:
        assert unreachable.pass_on(session, row_of(session, chat_id=SALES, klass=3), MONDAY) == ()
        assert session.get_one(Chat, SALES).reachable is False
