"""草稿: whoever left a form half filled is told once, on their next workday; a month later it is cleared, with a word.

November 2026: the 20th and the 27th are Fridays.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import CalendarDay, Chase, Chat, Draft, Owed, Person
from services import drafts, people
from services.owed import Klass
from services.reminders import drafts_left
from tests.support.many_orders import Asked, look_over, plan_of
from tests.support.reminding import HOUSE, SHANGHAI, at

ZHANG = 11
AFTERNOON = at("11-24", "15:00")


class Desk:
    """Two people who file orders, and the tick that looks at what they left. What is owed goes out while it `sends`."""

    def __init__(self, database: Database) -> None:
        self.database, self.sends = database, True
        with database.transaction() as session:
            for telegram_id, name in ((ZHANG, "张敏"), (12, "陈亮")):
                session.add(
                    Person(telegram_id=telegram_id, name=name, department="sales", role="member", joined_at=AFTERNOON)
                )

    def begin(self, now: datetime, *, who: int = ZHANG, form: str = "order", **answers: Any) -> int:
        """A draft with one answer, unless others are given."""
        with self.database.transaction() as session:
            person = people.by_telegram_id(session, who)
            assert person is not None
            given = answers or {"customer": 1}
            draft = drafts.begin(session, person, form=form, chat_id=who, now=now, answers=given).id
        self.tick(now)
        return draft

    def touch(self, draft: int, now: datetime) -> None:
        with self.database.transaction() as session:
            drafts.answer(session.get_one(Draft, draft), now, lines=[])

    def ends(self, draft: int, state: str, now: datetime) -> None:
        with self.database.transaction() as session:
            {"submitted": drafts.submitted, "discarded": drafts.discard}[state](session.get_one(Draft, draft), now)

    def state(self, draft: int) -> str:
        with self.database.transaction() as session:
            return session.get_one(Draft, draft).state

    def tick(self, now: datetime, house: Any = HOUSE) -> int:
        with self.database.transaction() as session:
            told = drafts_left.tick(session, house, now)
            if self.sends:
                session.execute(update(Owed).where(Owed.state == "pending").values(state="sent", sent_at=now))
            return told

    def until(self, end: datetime, start: datetime) -> None:
        """Go from one due moment to the next."""
        now = start
        while now <= end:
            self.tick(now)
            with self.database.transaction() as session:
                due = session.scalar(select(Chase.next_at).where(Chase.next_at.is_not(None)).order_by(Chase.next_at))
            assert due is None or due > now, f"a tick at {now} leaves something due at {due}"
            if due is None:
                return
            now = due

    def rows(self) -> list[Owed]:
        with self.database.transaction() as session:
            return list(session.scalars(select(Owed).order_by(Owed.id)))

    def told(self) -> list[tuple[str, int, list[int], bool]]:
        """When whom of which drafts, and whether they are to be cleared."""
        return [
            (
                f"{row.created_at.astimezone(SHANGHAI):%m-%d %H:%M}", row.chat_id,
                [item[0] for item in row.facts["items"]], any(item[2] for item in row.facts["items"]),
            )
            for row in self.rows()
        ]  # fmt: skip

    def still(self, chat: int = ZHANG) -> list[int]:
        """What is left to say of the last message when it is sent."""
        with self.database.transaction() as session:
            return [one.draft.id for one in drafts_left.still(session, chat, self.rows()[-1].facts["items"])]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


# ── once, on the next workday ──────────────────────────────────────────────────────────────


def test_it_is_said_once_in_private_the_next_morning_at_nine(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.until(at("12-23", "18:00"), AFTERNOON)
    assert desk.told() == [("11-25 09:00", ZHANG, [draft], False)]
    assert [row.klass for row in desk.rows()] == [Klass.REMINDER]


def test_over_a_weekend_and_a_holiday_it_waits_for_the_workday(desk: Desk) -> None:
    friday = desk.begin(at("11-27", "17:00"))
    before_the_holiday = desk.begin(at("09-30", "17:00"), who=12)
    with desk.database.transaction() as session:
        session.execute(update(Draft).where(Draft.id == before_the_holiday).values(updated_at=at("09-30", "17:00")))
    desk.until(at("10-20", "18:00"), at("09-30", "17:00"))
    assert desk.told() == [("10-08 09:00", 12, [before_the_holiday], False)]
    desk.ends(before_the_holiday, "submitted", at("10-20", "18:00"))
    desk.until(at("12-01", "18:00"), at("11-27", "17:00"))
    assert desk.told()[1:] == [("11-30 09:00", ZHANG, [friday], False)]


def test_a_day_that_the_company_took_off_puts_it_off(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    with desk.database.transaction() as session:
        off = CalendarDay(department="sales", day=at("11-25", "12:00").date(), works=False, set_by=1, set_at=AFTERNOON)
        session.add(off)
    desk.until(at("11-27", "18:00"), AFTERNOON)
    assert desk.told() == [("11-26 09:00", ZHANG, [draft], False)]


def test_at_night_nothing_is_said_and_in_the_morning_it_is(desk: Desk) -> None:
    desk.begin(AFTERNOON)
    assert desk.tick(at("11-25", "21:00")) == 0
    desk.until(at("11-26", "12:00"), at("11-25", "21:01"))
    assert [when for when, *_rest in desk.told()] == ["11-26 08:30"]


def test_whoever_is_filling_it_that_morning_is_left_in_peace_and_told_the_day_after(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.touch(draft, at("11-25", "08:55"))
    desk.until(at("11-27", "18:00"), AFTERNOON)
    assert [when for when, *_rest in desk.told()] == ["11-26 09:00"]


@pytest.mark.parametrize("state", ["submitted", "discarded"])
def test_what_was_handed_in_or_thrown_away_is_not_spoken_of(desk: Desk, state: str) -> None:
    draft = desk.begin(AFTERNOON)
    desk.ends(draft, state, at("11-24", "17:00"))
    desk.until(at("12-31", "18:00"), AFTERNOON)
    assert desk.told() == []


def test_an_empty_form_is_no_loss_and_goes_without_a_word(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON, _n=0)
    desk.until(at("12-23", "18:00"), AFTERNOON)
    assert (desk.told(), desk.state(draft)) == ([], "open")
    desk.until(at("12-25", "18:00"), at("12-24", "08:00"))
    assert (desk.told(), desk.state(draft)) == ([], "discarded")


def test_forms_of_the_company_are_not_spoken_of(desk: Desk) -> None:
    desk.begin(AFTERNOON, form="customer", name="新")
    desk.until(at("12-31", "18:00"), AFTERNOON)
    assert desk.told() == []


def test_several_come_in_one_message_and_the_content_of_a_change_not_beside_it(desk: Desk) -> None:
    first, second = desk.begin(AFTERNOON), desk.begin(AFTERNOON)
    why = desk.begin(AFTERNOON, form="change", _order=1, _draft=second)
    others = desk.begin(AFTERNOON, who=12)
    desk.until(at("11-26", "18:00"), AFTERNOON)
    assert desk.told() == [("11-25 09:00", ZHANG, [first, why], False), ("11-25 09:00", 12, [others], False)]


def test_who_cannot_be_reached_hears_of_it_when_they_can_and_nobody_in_their_place(desk: Desk) -> None:
    desk.begin(AFTERNOON)
    with desk.database.transaction() as session:
        session.add(Chat(id=ZHANG, kind="private", reachable=False))
    desk.until(at("11-25", "18:00"), AFTERNOON)
    assert desk.told() == []
    with desk.database.transaction() as session:
        session.execute(update(Chat).values(reachable=True))
    desk.until(at("11-26", "18:00"), at("11-26", "08:00"))
    assert [(when, chat) for when, chat, *_rest in desk.told()] == [("11-26 09:00", ZHANG)]


def test_whoever_has_left_hears_nothing_of_it_and_hears_of_it_once_they_are_back(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    with desk.database.transaction() as session:
        session.execute(update(Person).where(Person.telegram_id == ZHANG).values(active=False))
    desk.until(at("12-01", "18:00"), AFTERNOON)
    assert (desk.told(), desk.state(draft)) == ([], "open")
    with desk.database.transaction() as session:
        session.execute(update(Person).values(active=True))
    desk.until(at("12-03", "18:00"), at("12-02", "08:00"))
    assert desk.told() == [("12-02 08:30", ZHANG, [draft], False)]


def test_a_book_that_says_nothing_of_drafts_leaves_them_alone(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    silent = replace(HOUSE, book=replace(HOUSE.book, drafts=None))
    assert desk.tick(at("11-25", "10:00"), silent) == 0
    with desk.database.transaction() as session:
        assert session.scalars(select(Chase.next_at).where(Chase.next_at.is_not(None))).all() == []
    assert (desk.told(), desk.state(draft)) == ([], "open")


def test_replicas_that_look_at_once_tell_it_once(desk: Desk) -> None:
    for _ in range(3):
        desk.begin(AFTERNOON)
    start = threading.Barrier(4)
    faults: list[BaseException] = []

    def replica() -> None:
        start.wait()
        try:
            desk.tick(at("11-25", "09:00"))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=replica) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.tick(at("11-25", "09:01"))
    assert faults == []
    assert sorted(draft for _when, _chat, told, _old in desk.told() for draft in told) == [1, 2, 3]


# ── at the moment of sending ───────────────────────────────────────────────────────────────


def owed_of(desk: Desk) -> int:
    draft = desk.begin(AFTERNOON)
    desk.tick(at("11-25", "09:00"))
    return draft


def test_control_what_lies_as_it_lay_is_sent_and_to_nobody_else(desk: Desk) -> None:
    draft = owed_of(desk)
    assert desk.still() == [draft]
    assert desk.still(chat=12) == []


@pytest.mark.parametrize("state", ["submitted", "discarded", "touched"])
def test_what_happened_since_it_was_owed_keeps_it_from_being_sent(desk: Desk, state: str) -> None:
    draft = owed_of(desk)
    now = at("11-25", "09:01")
    if state == "touched":
        desk.touch(draft, now)
    else:
        desk.ends(draft, state, now)
    assert desk.still() == []


# ── after a month ──────────────────────────────────────────────────────────────────────────


def test_after_thirty_days_it_is_said_and_on_the_workday_after_it_is_cleared(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.until(at("12-24", "18:00"), AFTERNOON)
    assert desk.told()[1:] == [("12-24 09:00", ZHANG, [draft], True)]
    assert desk.state(draft) == "open"
    desk.until(at("12-31", "18:00"), at("12-24", "18:00"))
    assert (len(desk.told()), desk.state(draft)) == (2, "discarded")
    with desk.database.transaction() as session:
        assert session.get_one(Draft, draft).answers == {"customer": 1}, "kept"
        assert session.get_one(Draft, draft).updated_at == at("12-25", "09:00")


def test_whoever_goes_on_after_that_word_keeps_it_for_another_month(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.until(at("12-24", "09:00"), AFTERNOON)
    desk.touch(draft, at("12-24", "16:00"))
    desk.until(at("12-31", "18:00"), at("12-24", "16:00"))
    assert (len(desk.told()), desk.state(draft)) == (2, "open")


def test_nothing_is_cleared_whose_word_did_not_go_out(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.until(at("12-23", "18:00"), AFTERNOON)
    desk.sends = False
    desk.until(at("12-28", "18:00"), at("12-23", "18:00"))
    assert (desk.told()[1:], desk.state(draft)) == ([("12-24 09:00", ZHANG, [draft], True)], "open")
    desk.sends = True
    desk.until(at("12-29", "18:00"), at("12-29", "08:00"))
    assert desk.state(draft) == "open", "it went out on the 29th: a workday is left"
    desk.until(at("12-31", "18:00"), at("12-29", "18:00"))
    assert (len(desk.told()), desk.state(draft)) == (2, "discarded")


def test_a_word_that_could_not_arrive_is_said_anew_before_anything_is_cleared(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.until(at("12-23", "18:00"), AFTERNOON)
    desk.sends = False
    desk.tick(at("12-24", "09:00"))
    with desk.database.transaction() as session:
        session.execute(update(Owed).where(Owed.state == "pending").values(state="dead"))
    desk.sends = True
    desk.until(at("12-25", "18:00"), at("12-24", "18:00"))
    assert (desk.told()[1:], desk.state(draft)) == (
        [("12-24 09:00", ZHANG, [draft], True), ("12-25 09:00", ZHANG, [draft], True)], "open"
    )  # fmt: skip
    desk.until(at("12-31", "18:00"), at("12-25", "18:00"))
    assert (len(desk.told()), desk.state(draft)) == (3, "discarded")


def test_a_first_word_that_found_it_touched_is_said_on_the_next_workday(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.sends = False
    desk.tick(at("11-25", "09:00"))
    desk.touch(draft, at("11-25", "09:01"))
    with desk.database.transaction() as session:
        session.execute(update(Owed).where(Owed.state == "pending").values(state="void"))
    desk.sends = True
    desk.until(at("11-27", "18:00"), at("11-25", "09:01"))
    assert [moment for moment, *_rest in desk.told()] == ["11-25 09:00", "11-26 09:00"]


def test_a_rule_that_comes_back_into_the_book_finds_the_drafts_of_that_time(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.tick(at("11-24", "16:00"), replace(HOUSE, book=replace(HOUSE.book, drafts=None)))
    desk.tick(at("11-26", "10:00"))
    assert desk.told() == [("11-26 10:00", ZHANG, [draft], False)]


def test_one_that_lay_for_long_before_anybody_looked_is_spoken_of_once(desk: Desk) -> None:
    with desk.database.transaction() as session:
        person = people.by_telegram_id(session, ZHANG)
        assert person is not None
        drafts.begin(session, person, form="order", chat_id=ZHANG, now=at("08-03", "10:00"), answers={"customer": 1})
    desk.tick(AFTERNOON)
    assert desk.told() == [("11-24 15:00", ZHANG, [1], True)]
    desk.until(at("11-25", "18:00"), AFTERNOON)
    assert (len(desk.told()), desk.state(1)) == (1, "discarded")


@pytest.mark.parametrize("database_kind", ["postgresql"])  # on SQLite there is one writer, and nobody else
def test_one_that_somebody_has_in_hand_is_not_cleared_under_them(desk: Desk) -> None:
    draft = desk.begin(AFTERNOON)
    desk.until(at("12-24", "18:00"), AFTERNOON)
    with Session(desk.database.engine) as busy:
        busy.scalars(select(Draft).where(Draft.id == draft).with_for_update()).one()
        desk.tick(at("12-25", "09:00"))
        busy.rollback()
    assert desk.state(draft) == "open"


def test_open_drafts_are_found_however_many_were_handed_in(desk: Desk) -> None:
    with desk.database.transaction() as session:
        filed = {"form": "order", "person_id": 1, "chat_id": ZHANG, "state": "submitted", "answers": {}}
        moments = {"created_at": AFTERNOON, "updated_at": AFTERNOON}
        session.execute(insert(Draft), [filed | moments for _ in range(3000)])
    desk.begin(AFTERNOON)
    look_over(desk.database)
    asked: list[Asked] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "FROM draft" in statement and "LEFT OUTER JOIN chase" in statement:
            asked.append(Asked(statement, parameters))

    event.listen(desk.database.engine, "before_cursor_execute", listen)
    desk.tick(AFTERNOON)
    event.remove(desk.database.engine, "before_cursor_execute", listen)
    with desk.database.engine.connect() as connection:
        (plan,) = [plan_of(connection, one) for one in asked]
        assert "ix_draft_open" in plan
        connection.exec_driver_sql("DROP INDEX ix_draft_open")
        assert "SCAN draft" in (control := plan_of(connection, asked[0])) or "Seq Scan on draft" in control
        connection.rollback()
