"""Two reminders a day come to a person by themselves, the rest in one list in the afternoon.

November 2026: the 23rd is a Monday. An order filed on it without money is reminded of on the 24th at the same time.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import Chat, Owed, Reminded
from services.reminders import errands, gathering
from services.reminders.errands import Errand
from tests.support.office import HOUSE, Office, at
from tests.support.reminding import SHANGHAI
from tests.support.trade import Trade


def filed(trade: Trade, *clocks: str, day: str = "11-23") -> list[int]:
    orders: list[int] = []
    for clock in clocks:
        trade.now = at(day, clock)
        orders.append(trade.file("prepaid.release"))
    return orders


def messages(trade: Trade, who: str) -> list[tuple[str, int]]:
    """When each message goes, and of how many matters it speaks."""
    query = select(Owed).where(Owed.chat_id == trade.person(who).telegram_id, Owed.kind.like("reminder.%"))
    return [
        (f"{(row.not_before or row.created_at).astimezone(SHANGHAI):%m-%d %H:%M}", len(row.facts["items"]))
        for row in trade.session.scalars(query.order_by(Owed.id))
    ]


FIVE = ("09:00", "10:05", "11:00", "14:00", "17:00")


def test_the_third_of_a_day_waits_for_the_afternoon_and_what_comes_after_that_for_the_morning(trade: Trade) -> None:
    filed(trade, *FIVE)
    trade.until("11-24", "18:00")
    expected = [("11-24 09:00", 1), ("11-24 10:05", 1), ("11-24 16:30", 2), ("11-25 08:30", 1)]
    assert messages(trade, "张敏") == expected
    said_at = trade.session.scalars(select(Reminded.at).order_by(Reminded.id)).all()
    assert [f"{one.astimezone(SHANGHAI):%H:%M}" for one in said_at] == list(FIVE), "each step was due at its own time"


def test_the_list_of_the_morning_is_one_of_that_day(trade: Trade) -> None:
    filed(trade, *FIVE)
    filed(trade, "09:10", "09:20", day="11-24")
    trade.until("11-25", "12:00")
    assert messages(trade, "张敏")[3:] == [("11-25 08:30", 1), ("11-25 09:10", 1), ("11-25 16:30", 1)]


def test_control_a_book_that_names_no_time_gathers_nothing(trade: Trade) -> None:
    calendar = replace(HOUSE.book.calendar, gather_at=None)
    trade.house = replace(HOUSE, book=replace(HOUSE.book, calendar=calendar))
    filed(trade, *FIVE)
    trade.until("11-24", "18:00")
    assert [one for _moment, one in messages(trade, "张敏")] == [1, 1, 1, 1, 1]


def test_a_group_is_not_gathered_for(trade: Trade) -> None:
    trade.session.add(Chat(id=-900, kind="group"))
    trade.session.flush()
    filed(trade, *FIVE)
    trade.until("11-24", "12:00")
    mine = trade.person("张敏").telegram_id
    assert gathering.waits_until(trade.session, HOUSE, mine, trade.now) == at("11-24", "16:30"), "the control"
    for row in trade.session.scalars(select(Reminded).where(Reminded.chat_id == mine)).all():
        row.chat_id = -900
    trade.session.flush()
    assert gathering.waits_until(trade.session, HOUSE, -900, trade.now) is None


@pytest.mark.parametrize(("hurries", "waits"), [(True, None), (False, at("11-24", "16:30"))])
def test_what_hurries_does_not_wait(trade: Trade, hurries: bool, waits: datetime | None) -> None:
    [order, _other] = filed(trade, "09:00", "10:05")
    trade.until("11-24", "10:30")
    mine = trade.person("张敏").telegram_id
    errand = Errand(mine, "on_hold", False, False, hurries, trade.now, "hold_long", f"order:{order}", order, 0)
    errands.owe(trade.session, HOUSE, [errand], trade.now)
    newest = trade.session.scalars(select(Owed).where(Owed.chat_id == mine).order_by(Owed.id.desc())).first()
    assert newest is not None
    assert newest.not_before == waits


def test_a_list_that_is_full_or_on_its_way_is_left_and_another_begins(trade: Trade) -> None:
    mine, later = trade.person("张敏").telegram_id, at("11-24", "16:30")

    def add(*numbers: int, escalated: bool = False) -> Owed:
        items = [["hold_long", f"order:{n}"] for n in numbers]
        return gathering.add(trade.session, "reminder.many", mine, later, items, escalated, trade.now)

    first = add(*range(1, 6))
    assert add(*range(5, 13), escalated=True) is first
    assert len(first.facts["items"]) == gathering.MOST, "5 was in it"
    assert first.facts["above"] == [["hold_long", f"order:{n}"] for n in range(6, 13)]
    second = add(13)
    assert second is not first
    second.state = "sending"
    trade.session.flush()
    assert add(14) not in (first, second)


def test_two_replicas_fill_one_list(database: Database) -> None:
    office = Office(database)
    later = at("11-24", "16:30")

    def add(number: int) -> int:
        with database.transaction() as session:
            items = [["hold_long", f"order:{number}"]]
            return gathering.add(session, "reminder.many", 11, later, items, False, office.now).id

    with ThreadPoolExecutor(2) as replicas:
        assert len(set(replicas.map(add, range(10)))) == 1
    with database.transaction() as session:
        [row] = session.scalars(select(Owed).where(Owed.dedupe.is_not(None), Owed.not_before == later))
        assert len(row.facts["items"]) == 10
