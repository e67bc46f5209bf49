"""Who is found by whom, and that the names in memory are those in the database: after any write, rollback or neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from db import stamps
from db.engine import Database
from db.models import Customer, Order, Person, Product
from domain.rights import Reach
from services import catalogue, people
from services.people import PersonFacts
from tests.support.office import HOUSE, STAFF, Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def neighbour(database: Database) -> Iterator[Database]:
    """The same database as another process sees it: with names of its own in memory."""
    other = Database(database.url.render_as_string(hide_password=False))
    yield other
    other.dispose()


def person(session: Session, name: str) -> PersonFacts:
    found = people.by_telegram_id(session, STAFF[name][0])
    assert found is not None
    return found


def found(session: Session, words: str, by: str = "张敏") -> list[str]:
    likely = catalogue.find_customers(session, HOUSE, person(session, by), words)
    return [one.name for one in (*likely.found, *likely.more)]


def add(session: Session, office: Office, name: str, by: str = "张敏") -> int:
    return catalogue.add_customer(session, HOUSE, person(session, by), office.now, name=name).id


class Undone(Exception):
    pass


# ── fresh ──────────────────────────────────────────────────────────────────────────────────


def test_what_another_process_writes_is_found(office: Office, neighbour: Database) -> None:
    with office.database.transaction() as here:
        assert found(here, "鼎新") == []
    with neighbour.transaction() as there:
        added = add(there, office, "鼎新自动化")
        assert found(there, "dx") == ["鼎新自动化"]
    with office.database.transaction() as here:
        assert found(here, "dx") == ["鼎新自动化"]
        here.get_one(Customer, added).name = "鼎鑫自动化"
    with neighbour.transaction() as there:
        assert found(there, "鼎鑫") == ["鼎鑫自动化"]
        there.execute(update(Customer).where(Customer.id == added).values(active=False))
    with office.database.transaction() as here:
        assert found(here, "鼎鑫") == []


def test_without_its_triggers_a_process_stays_behind(office: Office, neighbour: Database) -> None:
    with office.database.transaction() as here:
        assert found(here, "鼎新") == []
        stamps.remove(here.connection())
        assert len(stamps.missing(here.connection())) == len(stamps.TABLES) * (3 if office.database.is_sqlite else 1)
    with neighbour.transaction() as there:
        add(there, office, "鼎新自动化")
    with office.database.transaction() as here:
        assert found(here, "鼎新") == []
        stamps.install(here.connection())
        assert stamps.missing(here.connection()) == []


def test_what_is_rolled_back_was_never_there(office: Office) -> None:
    database = office.database
    with suppress(Undone), database.transaction() as session:
        add(session, office, "鼎新自动化")
        assert found(session, "鼎新") == ["鼎新自动化"]
        raise Undone
    with database.transaction() as session:
        assert found(session, "鼎新") == []
    with database.transaction() as session:  # as many writes as were undone: a counter would stand where it stood then
        add(session, office, "鼎盛重工")
    with database.transaction() as session:
        assert found(session, "ding") == ["鼎盛重工"]


def test_a_savepoint_that_is_undone_takes_its_names_with_it(office: Office) -> None:
    with office.database.transaction() as session:
        with suppress(Undone), session.begin_nested():
            add(session, office, "鼎新自动化")
            assert found(session, "鼎新") == ["鼎新自动化"]
            raise Undone
        assert found(session, "鼎新") == []
    with office.database.transaction() as session:
        assert found(session, "鼎新") == []


def test_a_transaction_that_goes_on_writing_finds_all_of_it(office: Office, neighbour: Database) -> None:
    with office.database.transaction() as session:
        for name in ("鼎新自动化", "鼎盛重工", "鼎立包装"):
            add(session, office, name)
            assert name in found(session, "鼎")
    for database in (office.database, neighbour):
        with database.transaction() as session:
            assert sorted(found(session, "鼎")) == ["鼎新自动化", "鼎盛重工", "鼎立包装"]


def test_a_write_that_ignores_conflicts_is_noticed(office: Office) -> None:
    with office.database.transaction() as session:
        assert found(session, "鼎新") == []
        values = "(code, name, pinyin, initials, active, created_at) VALUES ('K1', '鼎新', '', '', TRUE, '2026-11-23')"
        sqlite = office.database.is_sqlite
        session.execute(
            text(f"INSERT {'OR IGNORE ' if sqlite else ''}INTO customer {values}")
            if sqlite
            else text(f"INSERT INTO customer {values} ON CONFLICT DO NOTHING")
        )
    with office.database.transaction() as session:
        assert found(session, "鼎新") == ["鼎新"]


def test_products_are_fresh_as_well(office: Office) -> None:
    with office.database.transaction() as session:
        assert catalogue.find_products(session, "Q9", supplies=("make",)).found == ()
        session.add(Product(code="Q9", name="清洗机", unit="台", supply="make", created_at=office.now))
    with office.database.transaction() as session:
        assert [one.code for one in catalogue.find_products(session, "q9", supplies=("make",)).found] == ["Q9"]
        assert catalogue.find_products(session, "q9", supplies=("buy",)).found == ()


# ── who finds whom ─────────────────────────────────────────────────────────────────────────


def own_public_and_foreign(session: Session, office: Office) -> None:
    add(session, office, "同心甲")
    catalogue.add_customer(session, HOUSE, person(session, "张敏"), office.now, name="同心乙", public=True)
    add(session, office, "同心丙", by="陈亮")
    keeper = person(session, "吴芳")
    catalogue.add_customer(session, HOUSE, keeper, office.now, name="同心丁", owner_id=keeper.id)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("张敏", "甲乙"),  # her own, and 公共
        ("陈亮", "乙丙"),
        ("周强", "甲乙丙"),  # head of sales: the department's
        ("吴芳", "甲乙丙丁"),  # customer service follows everybody's orders
    ],
)
def test_everybody_finds_only_whom_they_may(office: Office, by: str, names: str) -> None:
    with office.database.transaction() as session:
        own_public_and_foreign(session, office)
        seen = [f"同心{name}" for name in names]
        actor = person(session, by)
        assert sorted(found(session, "同心", by)) == sorted(seen)
        assert sorted(found(session, "tongxin", by)) == sorted(seen)
        assert sorted(found(session, "tognxin", by)) == sorted(seen)  # a slip opens nothing either
        similar = catalogue.similar_customers(session, HOUSE, actor, "苏州同心丙有限公司")
        assert ("同心丙" in [one.name for one in similar]) is ("丙" in names)
        recent, _more = catalogue.recent_customers(session, HOUSE, actor)
        assert [one.name for one in recent if "同心" in one.name] == seen[::-1]
        others = catalogue.customer_count(session, HOUSE, actor) - len(seen)
        assert others == {"张敏": 1, "陈亮": 1}.get(by, 2)


def test_whose_customers_are_whose_is_what_decides(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "customer_reach", lambda _book, _who: Reach.ALL)
    with office.database.transaction() as session:
        own_public_and_foreign(session, office)
        assert len(found(session, "同心")) == 4


def test_rights_are_those_of_this_moment(office: Office) -> None:
    """A change of owner, of department or a departure is no change of names: it is asked each time."""
    with office.database.transaction() as session:
        own_public_and_foreign(session, office)
        assert "同心丙" not in found(session, "同心")
    with office.database.transaction() as session:
        session.scalars(select(Customer).where(Customer.name == "同心丙")).one().owner_id = None
    with office.database.transaction() as session:
        assert "同心丙" in found(session, "同心")
        assert "同心丁" not in found(session, "同心", "周强")
        session.scalars(select(Person).where(Person.name == "吴芳")).one().active = False
        assert "同心丁" in found(session, "同心", "周强")  # who else would find it


# ── in which order ─────────────────────────────────────────────────────────────────────────


def test_recent_ones_come_first_and_the_rest_can_be_turned_to(office: Office) -> None:
    with office.database.transaction() as session:
        for n in range(20):
            add(session, office, f"宏达{n:02d}厂")
    last = office.file("prepaid.shipment", (1, 5, "58"), customer=10)
    with office.database.transaction() as session:
        named = session.get_one(Customer, 10).name
        assert found(session, "宏达")[0] == named == found(session, "hd")[0] == found(session, "hongad")[0]
        likely = catalogue.find_customers(session, HOUSE, person(session, "张敏"), "宏达")
        assert (len(likely.found), len(likely.more), likely.sure) == (8, 13, False)
        recent, more = catalogue.recent_customers(session, HOUSE, person(session, "张敏"))
        assert (recent[0].name, len(recent), more) == (named, 8, True)
        session.execute(update(Order).where(Order.id == last).values(customer_id=12, touched_at=office.now))
    with office.database.transaction() as session:
        assert found(session, "宏达")[0] == session.get_one(Customer, 12).name


def test_what_this_customer_bought_comes_first(office: Office) -> None:
    with office.database.transaction() as session:
        for n in range(4):
            session.add(Product(code=f"X20{n + 1}", name="减速电机", unit="台", supply="make", created_at=office.now))
    office.file("prepaid.shipment", (6, 5, "58"))
    with office.database.transaction() as session:
        codes = [
            [
                one.code
                for one in catalogue.find_products(session, "减速", supplies=("make",), customer_id=customer).found
            ]
            for customer in (1, 2, None)
        ]
        assert [found[0] for found in codes] == ["X203", "X200", "X200"]
        assert all(sorted(found) == ["X200", "X201", "X202", "X203", "X204"] for found in codes)
