"""Twelve people who say a great deal: every message stays within what Telegram takes, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database
from db.models import Person
from domain.approvals import Joining, Verdict
from domain.process.names import Checkpoint
from sandbox.entities import parse_html, utf16_length
from services import people
from services.approvals import beside, moving, voting
from services.approvals.conditions import Condition
from services.approvals.voting import Ballot
from tests.support.databases import SQLITE, Databases, careless
from tests.support.desk import StrictOffice
from tests.support.office import HOUSE

MAKERS = "生产采购群"
MANY = 10


@pytest.fixture
def office(databases: Databases) -> Iterator[StrictOffice]:
    address = databases.make(SQLITE)
    database = careless(Database(address))
    yield StrictOffice(database)
    database.dispose()
    databases.drop(address)


def words(n: int, what: str) -> str:
    """Five hundred characters that nobody else wrote."""
    return f"{what}{n}：" + "旺季<排>不开，" * 62 + f"完{what}{n}"


@pytest.fixture
def order(office: StrictOffice) -> int:
    """Ten of twelve have spoken, each with a condition; production and purchasing have not."""
    order_id = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    with office.database.transaction() as session:
        asker = office.person(session, "刘伟")
        seat = next(one for one in moving.open_seats(session, order_id) if one.asked_of == "production").id
        for n in range(MANY):
            person = Person(
                telegram_id=900 + n, name=f"专家{n}", department="engineering", role="member", joined_at=office.now
            )
            session.add(person)
            session.flush()
            added = moving.add_seat(
                session, HOUSE, asker, seat, person.id, Joining.BESIDE, office.now, question=words(n, "问")[:300]
            )
            expert = people.by_id(session, person.id)
            told = {part: words(n, part)[-500:] for part in ("risks", "benefit", "suggestions")}
            beside.assess(session, expert, added.id, {"technical": "enough", **told}, office.now)
            left = Condition(words(n, "条件")[:300], Checkpoint.RELEASE, 1, office.now.date())
            ballot = Ballot(Verdict.CONDITIONAL, comment=words(n, "说")[:300], condition=left)
            voting.vote(session, HOUSE, expert, added.id, ballot, office.now)
    office.send()
    return order_id


def all_fit(office: StrictOffice, chat: str) -> None:
    for one in office.chats[office._id(chat)]:
        text, _entities = parse_html(one.out.text)
        assert utf16_length(text) <= 4096
        assert not one.text.endswith("\n…"), f"cut off: {one.out.kind}"


def test_the_card_is_still_whole(office: StrictOffice, order: int):
    seen = office.reads(MAKERS, on="请生产定")
    assert "张敏 报的" in seen
    assert sum("有条件同意" in line for line in seen[:-2]) == MANY
    assert seen[-2] == "〔同意〕〔驳回〕"
    all_fit(office, MAKERS)


def test_the_outcome_is_read_page_by_page_to_the_last_word(office: StrictOffice, order: int):
    office.says("张敏", "/order 001")
    office.taps("张敏", "评审结论")
    read = office.newest("张敏").text
    for _ in range(MANY * 2):
        if "下一页" not in office.newest("张敏").labels:
            break
        office.taps("张敏", "下一页")
        read += office.newest("张敏").text
    for n in range(MANY):
        for part in ("risks", "benefit", "suggestions"):
            assert f"完{part}{n}" in read, (n, part)
    assert "上一页" in office.newest("张敏").labels
    all_fit(office, "张敏")


def test_why_and_the_order_itself_stay_within_the_limit(office: StrictOffice, order: int):
    office.says("张敏", "/why 001")
    seen = office.reads("张敏")
    assert sum("有条件同意" in line for line in seen) == MANY
    assert seen[-1].startswith("〔看这张单〕")
    office.approve(order)
    office.says("张敏", "/why 001")
    assert office.reads("张敏")[-1].startswith("〔看这张单〕")
    office.says("张敏", "/order 001")
    all_fit(office, "张敏")
