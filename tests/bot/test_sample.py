"""The sample company: complete, plausible to the sandbox, and loaded by the services alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import sample, sample_review
from bot.book_file import default_book_bytes, read_book
from domain.approvals import SeatState, Verdict
from domain.life import State
from domain.process.loader import load_book
from domain.understanding import Understood, phone
from sandbox.scene import Scene
from services import books, catalogue, company, finding, history, people
from services.approvals import reading
from services.house import House
from services.order_view import view_of

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
OTHER_BOOK = Path(__file__).parent.parent / "data" / "consignment.toml"


def test_nothing_is_missing_in_the_sample_company(scratch: Session) -> None:
    house = House(read_book(None), SHANGHAI)
    sample.load(scratch, house, NOW)
    assert company.missing(scratch, house) == ()
    assert all(one.people and one.interface for one in company.departments(scratch, house))
    assert list(history.broken_links(scratch)) == []


def test_a_salesperson_finds_own_and_public_customers_in_it(scratch: Session) -> None:
    house = House(read_book(None), SHANGHAI)
    sample.load(scratch, house, NOW)
    min_, lei = people.by_telegram_id(scratch, 1001), people.by_telegram_id(scratch, 1004)
    assert min_ is not None
    assert lei is not None
    found = [
        [one.name for one in catalogue.find_customers(scratch, house, person, words).found]
        for person, words in ((min_, "hd"), (lei, "hd"), (lei, "北辰"))
    ]
    assert found == [["宏达机电"], [], ["北辰电梯配件"]]


def test_the_groups_of_the_scene_hold_the_bot_and_the_departments_people() -> None:
    scene = Scene.from_dict(sample.SCENE)
    ids = {user.name: user.id for user in scene.users}
    groups = {group.id: group for group in scene.groups}
    department = {entry["id"]: entry["department"] for entry in sample.SAMPLE["staff"]}
    for binding in sample.SAMPLE["bindings"]:
        group = groups[binding["group"]]
        assert group.bot == "administrator", "it pins the lists of what waits"
        present = {department.get(ids[str(name)] or 0) for name in group.members}
        assert set(binding["departments"]) <= present
    assert all(user.started for user in scene.users)


def test_names_are_told_apart_and_phones_are_phones() -> None:
    names = [customer["name"] for customer in sample.SAMPLE["customers"]]
    assert len({finding.search_keys(name)[1] for name in names}) == len(names)
    assert all(isinstance(phone(c["phone"]), Understood) for c in sample.SAMPLE["customers"])


def test_it_moves_into_a_company_with_other_departments(scratch: Session) -> None:
    house = House(load_book(OTHER_BOOK.read_bytes(), source="own"), SHANGHAI)
    sample.load(scratch, house, NOW)
    assert [one.want for one in company.missing(scratch, house)] == []


def test_an_order_waits_for_two_groups_after_a_third_consented(scratch: Session) -> None:
    house = House(read_book(None), SHANGHAI)
    sample.load(scratch, house, NOW)
    books.keep(scratch, house.book, default_book_bytes(), NOW)
    order_id = sample_review.begin(scratch, house, NOW)
    assert order_id is not None
    assert view_of(scratch, house, order_id, NOW).state is State.REVIEW
    review = reading.last_of(scratch, order_id)
    assert review is not None
    assert [(seat.department, seat.state, seat.verdict) for seat in review.seats] == [
        ("engineering", SeatState.VOTED, Verdict.APPROVE),
        ("production", SeatState.OPEN, None),
        ("finance", SeatState.OPEN, None),
    ]
    asked = {people.group_of(scratch, seat.department) for seat in review.seats}
    assert len(asked) == 3
    assert list(history.broken_links(scratch)) == []


def test_a_company_without_that_type_of_order_goes_without_it(scratch: Session) -> None:
    house = House(read_book(None), SHANGHAI)
    sample.load(scratch, house, NOW)
    kept = {key: leaf for key, leaf in house.book.leaves.items() if key != "prepaid.shipment"}
    other = replace(house, book=replace(house.book, leaves=kept))
    assert sample_review.begin(scratch, other, NOW) is None
