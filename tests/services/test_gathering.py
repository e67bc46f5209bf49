"""Two reminders a day come to a person by themselves, the rest in one list in the afternoon.

November 2026: the 23rd is a Monday. An order filed on it without money is reminded of on the 24th at the same time.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import CalendarDay, Chat, Owed, Reminded
from services import owed, pace
from services.owed import Klass
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


def test_what_is_due_when_the_list_goes_goes_with_it(trade: Trade) -> None:
    filed(trade, "09:00", "10:05", "16:30")
    trade.until("11-24", "18:00")
    assert messages(trade, "张敏")[2:] == [("11-24 16:30", 1)]


@pytest.mark.parametrize(("klass", "moment"), [(Klass.DIGEST, "16:30"), (Klass.NOTICE, "10:05")])
def test_the_digest_is_one_of_the_day_and_no_other_message_is(trade: Trade, klass: Klass, moment: str) -> None:
    filed(trade, "09:00", "10:05")
    trade.until("11-24", "08:30")
    mine = trade.person("张敏").telegram_id
    owed.owe(trade.session, "digest", chat_id=mine, now=trade.now, klass=klass, facts={"items": []})
    trade.until("11-24", "11:00")
    assert messages(trade, "张敏") == [("11-24 09:00", 1), (f"11-24 {moment}", 1)]


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
    errand = Errand(
        mine, "on_hold", False, False, hurries, trade.now, "hold_long", f"order:{order}", order, 0, trade.now
    )
    errands.owe(trade.session, HOUSE, [errand], trade.now)
    newest = trade.session.scalars(select(Owed).where(Owed.chat_id == mine).order_by(Owed.id.desc())).first()
    assert newest is not None
    assert newest.not_before == waits


def told_twice(trade: Trade, who: str) -> int:
    """Somebody has been reminded twice today. Their chat."""
    chat = trade.person(who).telegram_id
    for _ in range(gathering.APART):
        owed.owe(trade.session, "reminder.unsigned", chat_id=chat, now=trade.now, klass=Klass.REMINDER)
    return chat


def third(trade: Trade, kind: str, chat: int) -> tuple[str, datetime | None]:
    """Of what kind the third reminder of somebody's day is, and how long it waits; that it speaks of this."""
    query = select(Owed).where(Owed.chat_id == chat, Owed.klass == int(Klass.REMINDER)).order_by(Owed.id)
    *_before, newest = trade.session.scalars(query)
    rules = {rule for rule, _subject in newest.facts["items"]}
    assert rules == {kind}
    return newest.kind, newest.not_before


def test_a_high_risk_does_not_wait(trade: Trade) -> None:
    order = trade.file("prepaid.shipment")
    trade.pay(order, trade.order(order).total_minor)
    trade.ready(order)
    trade.bounce(order)
    keeper = told_twice(trade, "赵强")
    trade.until("11-23", "15:00")
    assert third(trade, "gate_closed_again", keeper) == ("reminder.gate_closed_again", None)


@pytest.mark.parametrize("packed", [True, False])
def test_what_the_book_hastens_does_not_wait(trade: Trade, packed: bool) -> None:
    """Goods that wait for their money: the slip is looked at soon. Without them it is one like any other."""
    order = trade.file("prepaid.shipment")
    if packed:
        trade.ready(order)
    trade.slip(order, trade.order(order).total_minor)
    finance = told_twice(trade, "李娜")
    trade.until("11-23", "15:00")
    waits = ("reminder.slip_unconfirmed", None) if packed else ("reminder.many", at("11-23", "16:30"))
    assert third(trade, "slip_unconfirmed", finance) == waits


def test_of_what_comes_at_one_moment_that_which_hurries_is_said_first(trade: Trade) -> None:
    """It takes the place that is left of the day, and the other one waits; the other way round both would ring."""
    [order] = filed(trade, "09:00")
    trade.until("11-24", "09:30")
    mine = trade.person("张敏").telegram_id

    def errand(about: str, *, hurries: bool) -> Errand:
        return Errand(mine, about, False, False, hurries, trade.now, "hold_long", f"order:{order}", order, 0, trade.now)

    errands.owe(
        trade.session, HOUSE, [errand("change_open", hurries=False), errand("on_hold", hurries=True)], trade.now
    )
    query = select(Owed.kind, Owed.not_before).where(Owed.chat_id == mine, Owed.klass == int(Klass.REMINDER))
    assert [tuple(row) for row in trade.session.execute(query.order_by(Owed.id))][1:] == [
        ("reminder.on_hold", None), ("reminder.many", at("11-24", "16:30")),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["sent", "void", "dead"])
def test_what_nobody_heard_is_not_counted(trade: Trade, state: str) -> None:
    filed(trade, "09:00", "10:05", "11:00")
    trade.until("11-24", "10:30")
    mine = trade.person("张敏").telegram_id
    trade.session.execute(
        update(Owed).where(Owed.chat_id == mine, Owed.klass == int(Klass.REMINDER)).values(state=state)
    )
    trade.until("11-24", "11:30")
    assert messages(trade, "张敏")[2:] == [("11-24 16:30" if state == "sent" else "11-24 11:00", 1)]


def test_on_a_day_off_of_their_own_the_rest_waits_until_work_begins(trade: Trade) -> None:
    """Others work: what comes of their clock is counted, and its list is not sent into the day off."""
    mine = told_twice(trade, "张敏")
    assert gathering.waits_until(trade.session, HOUSE, mine, trade.now) == at("11-23", "16:30"), "the control"
    trade.session.add(
        CalendarDay(department="sales", day=trade.now.date(), works=False, set_by=trade.ids["何总"], set_at=trade.now)
    )
    trade.session.flush()
    pace.forget(trade.session)
    assert gathering.waits_until(trade.session, HOUSE, mine, trade.now) == at("11-24", "08:30")


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


@pytest.mark.parametrize("database_kind", ["postgresql"])  # on SQLite there is one writer
def test_two_replicas_that_remind_one_person_at_once_count_each_other(database: Database) -> None:
    """Both read the day before either has written: one goes by itself, the other waits in the list."""
    office = Office(database)
    office.now = at("11-23", "09:00")
    orders = [office.file("prepaid.release", (2, 300, "58")) for _ in range(3)]
    now, mine = at("11-24", "10:00"), 11
    both = Barrier(2)

    def remind(session: Session, order: int) -> None:
        about = ("payment_short", False, False, False, now, "pay_before_release", f"order:{order}", order, 0, now)
        errands.owe(session, HOUSE, [Errand(mine, *about)], now)

    def replica(order: int) -> None:
        with database.transaction() as session:
            remind(session, order)
            with suppress(BrokenBarrierError):  # whoever waits for the other's day never comes here meanwhile
                both.wait(timeout=0.5)

    with database.transaction() as session:
        remind(session, orders[0])
    with ThreadPoolExecutor(2) as replicas:
        list(replicas.map(replica, orders[1:]))
    with database.transaction() as session:
        query = select(Owed.not_before).where(Owed.chat_id == mine, Owed.klass == int(Klass.REMINDER))
        waits = list(session.scalars(query.order_by(Owed.id)))
    assert waits == [None, None, at("11-24", "16:30")]


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
