"""Who leaves hands everything over; what they did keeps their name. On both kinds of database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import Customer, DepartmentDuty, Draft, History, Order, Person, Prompt, Signoff, Task
from services import drafts, handover, history, people, prompts, signoffs, staff, supply
from services.errors import NotAllowed, NotFound
from services.people import PersonFacts
from tests.support.office import HOUSE, Office


@pytest.fixture
def office(database: Database) -> Office:
    made = Office(database)
    with database.transaction() as session:
        people.ensure_admin(session, telegram_id=1, name="陈总", now=made.now)
    return made


def in_office(office: Office, act: Callable[[Any], Any]) -> Any:
    with office.database.transaction() as session:
        return act(session)


def boss(session: Any) -> PersonFacts:
    found = people.by_telegram_id(session, 1)
    assert found is not None
    return found


def id_of(office: Office, name: str) -> int:
    return in_office(office, lambda session: office.person(session, name).id)


def test_what_was_a_salespersons_goes_to_the_head_and_the_past_keeps_the_name(office: Office) -> None:
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    sales, head = id_of(office, "张敏"), id_of(office, "周强")
    with office.database.transaction() as session:
        actor = office.person(session, "张敏")
        mine = drafts.begin(session, actor, form="order", chat_id=11, now=office.now, answers={"customer": 1})
        other = drafts.begin(session, actor, form="customer", chat_id=11, now=office.now, answers={"name": "新"})
        ids = mine.id, other.id
        prompts.open_prompt(session, chat_id=-1005, person_id=sales, act="x", args={}, now=office.now)
        before = list(session.scalars(select(History.entry).where(History.subject == f"order:{order}")))
        would = staff.preview_removal(session, HOUSE, sales)
        assert would.heir is not None
        assert (would.heir.id, dict(would.counts)) == (
            head, {"sold": 1, "customers": 1, "drafts": 1, "forms": 1, "prompts": 1},
        )  # fmt: skip
    with office.database.transaction() as session:
        assert staff.remove(session, HOUSE, boss(session), sales, office.now) == would, "as it was shown"
    with office.database.transaction() as session:
        row = session.get_one(Order, order)
        assert (row.sales_id, row.filed_by) == (head, sales), "who filed it stays"
        assert session.get_one(Customer, 1).owner_id == head
        assert (session.get_one(Draft, ids[0]).person_id, session.get_one(Draft, ids[0]).chat_id) == (head, 12)
        assert session.get_one(Draft, ids[1]).state == "discarded"
        assert session.scalars(select(Prompt.person_id).where(Prompt.closed_at.is_(None))).all() == [head]
        assert people.by_telegram_id(session, 11) is None
        after = list(session.scalars(select(History.entry).where(History.subject == f"order:{order}")))
        assert after[: len(before)] == before
        assert "handed_over" in after[-1]
        assert list(history.broken_links(session)) == []
    office.send()
    assert office.reads("周强")[:2] == ["张敏 手上的事交给你了：", "• 在办的订单 1 张"]


def test_tasks_and_duties_go_to_the_deputy_first(office: Office) -> None:
    order = office.file("prepaid.shipment", (1, 300, "58.00"))
    with office.database.transaction() as session:
        deputy = Person(telegram_id=52, name="冯军", department="production", role="member", joined_at=office.now)
        session.add(deputy)
        session.flush()
        maker, heir = office.person(session, "刘伟").id, deputy.id
        staff.set_deputy(session, HOUSE, boss(session), "production", heir, office.now)
        supply.take(session, HOUSE, office.person(session, "刘伟"), order, "production", office.now)
        staff.remove(session, HOUSE, boss(session), maker, office.now)
        assert session.scalars(select(Task.owner_id)).all() == [heir]
        duty = session.get_one(DepartmentDuty, "production")
        assert (duty.interface_id, duty.deputy_id) == (heir, None)
        assert list(history.broken_links(session)) == []


def test_who_signed_stays_who_signed(office: Office) -> None:
    order = office.file("stock", (1, 100, None), customer=None, reason="safety", use_up_days=60)
    with office.database.transaction() as session:
        [name] = {rule.params["name"] for _at, rule in signoffs._rules(HOUSE.book.leaves["stock"])} & {"funds"}
        signoffs.sign(session, HOUSE, office.person(session, "陈静"), order, str(name), office.now)
        signer = office.person(session, "陈静").id
        staff.remove(session, HOUSE, boss(session), signer, office.now)
        assert session.scalars(select(Signoff.person_id)).all() == [signer]
        assert people.name_of(session, signer) == "陈静"


def test_moving_hands_over_only_what_belongs_to_the_old_department(office: Office) -> None:
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    sales = id_of(office, "张敏")
    with office.database.transaction() as session:
        done = staff.move(session, HOUSE, boss(session), sales, "service", office.now)
        assert dict(done.counts) == {"customers": 1}, "customer service may file: the order stays"
        assert session.get_one(Order, order).sales_id == sales
        done = staff.move(session, HOUSE, boss(session), sales, "production", office.now)
        assert dict(done.counts) == {"sold": 1}
        assert office.person(session, "张敏").department == "production"


def test_only_administrators_change_people_and_none_of_their_own(office: Office) -> None:
    sales = id_of(office, "张敏")
    with office.database.transaction() as session:
        clerk = office.person(session, "周强")
        for attempt in (
            lambda: staff.remove(session, HOUSE, clerk, sales, office.now),
            lambda: staff.move(session, HOUSE, clerk, sales, "finance", office.now),
            lambda: staff.set_role(session, HOUSE, clerk, sales, "manager", office.now),
            lambda: staff.rename(session, HOUSE, clerk, sales, "某某", office.now),
            lambda: staff.set_deputy(session, HOUSE, clerk, "sales", sales, office.now),
        ):
            with pytest.raises(NotAllowed, match="admins_only"):
                attempt()
        with pytest.raises(NotAllowed, match="admin_by_settings"):
            staff.remove(session, HOUSE, boss(session), boss(session).id, office.now)
        with pytest.raises(NotFound):
            staff.set_deputy(session, HOUSE, boss(session), "finance", sales, office.now)


def test_nothing_is_lost_where_a_row_of_the_table_is_missing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it is the table that hands over."""
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    sales = id_of(office, "张敏")
    monkeypatch.setattr(handover, "THINGS", [one for one in handover.THINGS if one.key != "sold"])
    with office.database.transaction() as session:
        staff.remove(session, HOUSE, boss(session), sales, office.now)
        assert session.scalars(select(Order.sales_id)).all() == [sales]
