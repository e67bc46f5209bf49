"""昨晚安静的时候: what arrived silently is told once in the morning, to whoever may read it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from db.models import Order, Owed
from handlers.reminders.overnight import overnight_lines
from handlers.view import View
from services import owed, people, quiet_hours
from services.reminders import digest
from tests.support.office import GROUPS, HOUSE, STAFF, Office, at

MONEY = GROUPS["财务群"][0]


def lines(office: Office, chat: int, now: datetime) -> list[str]:
    with office.database.transaction() as session:
        view = View(session, HOUSE, now, people.chat_facts(session, chat), "digest", "company", {})
        return [str(line) for line in overnight_lines(view)]


def slip_at(office: Office, when: datetime) -> None:
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.now = when
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "12000")
    assert "¥12,000.00" in office.newest("财务群").text


def test_a_slip_that_came_at_night_is_told_in_the_morning(office: Office) -> None:
    slip_at(office, at("11-23", "21:14"))
    assert lines(office, MONEY, at("11-24", "08:40")) == ["昨晚安静的时候：", "· XS261123-001 宏达机电 来了水单"]
    assert lines(office, MONEY, at("11-24", "08:10")) == [], "it is quiet still"
    assert lines(office, MONEY, at("11-25", "08:40")) == [], "the morning after has its own night"
    assert lines(office, GROUPS["仓库群"][0], at("11-24", "08:40")) == [], "nothing arrived there"


def test_what_rang_is_not_told_again(office: Office) -> None:
    slip_at(office, at("11-23", "16:14"))
    assert lines(office, MONEY, at("11-24", "08:40")) == []


def edited(office: Office) -> None:
    """What stands in the chats is brought up to date, silently and where it stands."""
    before = len(office.chats[MONEY])
    with office.database.transaction() as session:
        owed.refresh_cards(session, order_id=session.scalars(select(Order.id)).one(), now=office.now)
    office.send()
    assert len(office.chats[MONEY]) == before, "it was edited where it stood"


def test_a_card_that_stood_there_and_was_only_edited_did_not_come(office: Office) -> None:
    slip_at(office, at("11-23", "16:14"))
    office.now = at("11-23", "21:14")
    edited(office)
    assert lines(office, MONEY, at("11-24", "08:40")) == []
    with office.database.transaction() as session:
        digest.ensure(session, HOUSE, at("11-23", "10:05"))
    office.now = at("11-24", "08:40")
    with office.database.transaction() as session:
        digest.tick(session, HOUSE, office.now)
        groups = set(session.scalars(select(Owed.chat_id).where(Owed.kind == "digest")))
    assert MONEY not in groups, "nothing came there, so nobody is rung for it"


def test_a_card_that_came_at_night_counts_once_however_often_it_was_edited(office: Office) -> None:
    slip_at(office, at("11-23", "21:14"))
    office.passes(minutes=5)
    edited(office)
    assert lines(office, MONEY, at("11-24", "08:40")) == ["昨晚安静的时候：", "· XS261123-001 宏达机电 来了水单"]


def test_a_weekend_is_one_night(office: Office) -> None:
    slip_at(office, at("11-28", "11:00"))
    assert lines(office, MONEY, at("11-29", "08:40")) == [], "nobody is told on a Sunday"
    assert len(lines(office, MONEY, at("11-30", "08:40"))) == 2


@pytest.mark.parametrize(("sales", "told"), [("陈亮", 2), ("张敏", 0)])
def test_in_private_only_orders_that_the_person_may_look_at(office: Office, sales: str, told: int) -> None:
    """A message came to 陈亮 at night; by the morning the order is somebody else's, or still his."""
    slip_at(office, at("11-23", "21:14"))
    chat = STAFF["陈亮"][0]
    with office.database.transaction() as session:
        seller = people.by_telegram_id(session, STAFF[sales][0])
        assert seller is not None
        order = session.scalars(select(Order)).one()
        owed.owe(session, "urged", chat_id=chat, now=office.now, subject=f"order:{order.id}", order_id=order.id)
        row = session.scalars(select(Owed).where(Owed.kind == "urged")).one()
        row.state, row.sent_at, row.message_id = "sent", office.now, 999
        order.sales_id = order.filed_by = seller.id
        order.owner_id = None
    assert len(lines(office, chat, at("11-24", "08:40"))) == told


def test_a_span_is_counted_in_workdays(office: Office) -> None:
    with office.database.transaction() as session:
        assert quiet_hours.last_quiet(session, HOUSE, MONEY, at("10-08", "08:40")) == (
            at("09-30", "20:00"), at("10-08", "08:30"),
        )  # fmt: skip
        assert quiet_hours.last_quiet(session, HOUSE, MONEY, at("10-03", "10:00")) is None
