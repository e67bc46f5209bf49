"""People by invitation, groups by a code: each once, each by an administrator, each in the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.book_file import read_book
from db.models import History, Invite, Person
from services import catalogue, company, history, joining, people
from services.errors import NotAllowed, NotFound
from services.house import House
from services.joining import CodeRefused
from services.people import PersonFacts

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUSE = House(read_book(None), ZoneInfo("Asia/Shanghai"))
GROUP, OTHER_GROUP = -1001, -1002


@pytest.fixture
def boss(scratch: Session) -> PersonFacts:
    return people.ensure_admin(scratch, telegram_id=900, name="王建国", now=NOW)


def invited(session: Session, boss: PersonFacts, department: str = "finance", name: str = "李娜") -> joining.Invite:
    return joining.invite(session, HOUSE, boss, name=name, department=department, role="member", now=NOW)


def come(session: Session, token: str, telegram_id: int, *, now: datetime = NOW) -> PersonFacts | None:
    return joining.join(session, token=token, telegram_id=telegram_id, now=now, language="zh_Hant")


def written(session: Session) -> list[Any]:
    return list(session.scalars(select(History.action).where(History.subject == "company").order_by(History.seq)))


def test_an_invitation_makes_one_person(scratch: Session, boss: PersonFacts) -> None:
    link = invited(scratch, boss)
    joined = come(scratch, link.token, 1001)
    assert joined is not None
    assert (joined.name, joined.department, joined.role, joined.language, joined.is_admin) == (
        "李娜", "finance", "member", "zh_Hant", False,
    )  # fmt: skip
    assert come(scratch, link.token, 1002) is None
    assert come(scratch, "never made", 1002) is None
    assert scratch.scalar(select(func.count()).select_from(Person)) == 2
    assert written(scratch) == ["admin_named", "invited", "joined"]
    assert list(history.broken_links(scratch)) == []


def test_a_colleague_leaves_the_invitation_to_whom_it_was_meant_for(scratch: Session, boss: PersonFacts) -> None:
    """Whoever tries a link before sending it on, the administrator first of all, neither moves nor uses it up."""
    link = invited(scratch, boss)
    assert come(scratch, link.token, 900) == boss
    joined = come(scratch, link.token, 1001)
    assert joined is not None
    assert joined.department == "finance"


@pytest.mark.parametrize("reserved", sorted(joining.RESERVED_IDS))
def test_telegrams_own_accounts_never_join(scratch: Session, boss: PersonFacts, reserved: int) -> None:
    link = invited(scratch, boss)
    assert come(scratch, link.token, reserved) is None
    assert scratch.scalar(select(Invite.used_by)) is None


def test_an_invitation_ends_after_seven_days_or_when_it_is_withdrawn(scratch: Session, boss: PersonFacts) -> None:
    late, unwanted = invited(scratch, boss), invited(scratch, boss)
    assert come(scratch, late.token, 1001, now=NOW + timedelta(days=7)) is None
    joining.withdraw(scratch, HOUSE, boss, unwanted.id, NOW)
    assert come(scratch, unwanted.token, 1001) is None
    with pytest.raises(NotFound):
        joining.withdraw(scratch, HOUSE, boss, unwanted.id, NOW)
    assert come(scratch, late.token, 1001, now=NOW + timedelta(days=6)) is not None


def test_who_left_comes_back_as_the_same_person(scratch: Session, boss: PersonFacts) -> None:
    before = come(scratch, invited(scratch, boss).token, 1001)
    assert before is not None
    scratch.get_one(Person, before.id).active = False
    after = come(scratch, invited(scratch, boss, "warehouse").token, 1001)
    assert after is not None
    assert (after.id, after.department) == (before.id, "warehouse")


def test_only_administrators_manage_the_company(scratch: Session, boss: PersonFacts) -> None:
    clerk = come(scratch, invited(scratch, boss).token, 1001)
    assert clerk is not None
    before = written(scratch)
    for attempt in (
        lambda: invited(scratch, clerk),
        lambda: joining.bind_code(scratch, HOUSE, clerk, "finance", NOW),
        lambda: joining.set_interface(scratch, HOUSE, clerk, "finance", clerk.id, NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert written(scratch) == before


def test_a_code_binds_one_group_once(scratch: Session, boss: PersonFacts) -> None:
    code = joining.bind_code(scratch, HOUSE, boss, "finance", NOW)

    def bind(typed: str, chat_id: int, now: datetime = NOW) -> joining.Bound:
        return joining.bind_group(scratch, HOUSE, boss, code=typed, chat_id=chat_id, title="财务群", now=now)

    assert bind(f" {code.code[:4].lower()}-{code.code[4:]} ", GROUP) == joining.Bound("finance", GROUP, None, boss.id)
    with pytest.raises(CodeRefused, match="used"):
        bind(code.code, OTHER_GROUP)
    with pytest.raises(CodeRefused, match="unknown"):
        bind("ABCD2345", OTHER_GROUP)
    late = joining.bind_code(scratch, HOUSE, boss, "warehouse", NOW)
    with pytest.raises(CodeRefused, match="expired"):
        bind(late.code, OTHER_GROUP, NOW + joining.CODE_LASTS)
    assert people.group_of(scratch, "finance") == GROUP
    assert people.group_of(scratch, "warehouse") is None


def test_departments_share_a_group_and_move_to_another(scratch: Session, boss: PersonFacts) -> None:
    def bind(department: str, chat_id: int) -> joining.Bound:
        code = joining.bind_code(scratch, HOUSE, boss, department, NOW)
        return joining.bind_group(scratch, HOUSE, boss, code=code.code, chat_id=chat_id, title=None, now=NOW)

    bind("production", GROUP)
    bind("purchasing", GROUP)
    assert set(people.chat_facts(scratch, GROUP).departments) == {"production", "purchasing"}
    assert bind("purchasing", OTHER_GROUP) == joining.Bound("purchasing", OTHER_GROUP, GROUP, boss.id)
    assert people.chat_facts(scratch, GROUP).departments == ("production",)


def test_the_interface_person_is_one_of_the_department(scratch: Session, boss: PersonFacts) -> None:
    clerk = come(scratch, invited(scratch, boss).token, 1001)
    assert clerk is not None
    with pytest.raises(NotFound):
        joining.set_interface(scratch, HOUSE, boss, "warehouse", clerk.id, NOW)
    joining.set_interface(scratch, HOUSE, boss, "finance", clerk.id, NOW)
    joining.set_interface(scratch, HOUSE, boss, "finance", clerk.id, NOW)
    assert people.interface_of(scratch, "finance") == clerk
    assert written(scratch) == ["admin_named", "invited", "joined", "interface_named"]


def test_a_new_company_hears_what_is_missing_until_nothing_is(scratch: Session, boss: PersonFacts) -> None:
    def wants() -> list[tuple[str, str | None]]:
        return [(one.want, one.department) for one in company.missing(scratch, HOUSE)]

    assert wants()[:3] == [("people", "sales"), ("people", "finance"), ("people", "warehouse")]
    assert ("group", "finance") in wants()
    for number, department in enumerate(("sales", "finance", "warehouse")):
        joined = come(scratch, invited(scratch, boss, department).token, 2000 + number)
        assert joined is not None
        joining.set_interface(scratch, HOUSE, boss, department, joined.id, NOW)
    assert wants() == [
        ("group", "finance"), ("group", "warehouse"), ("interface", "management"), ("product", None), ("customer", None),
    ]  # fmt: skip
    joining.set_interface(scratch, HOUSE, boss, "management", boss.id, NOW)
    for department in ("finance", "warehouse"):
        code = joining.bind_code(scratch, HOUSE, boss, department, NOW)
        joining.bind_group(scratch, HOUSE, boss, code=code.code, chat_id=GROUP, title="群", now=NOW)
    catalogue.add_product(scratch, HOUSE, boss, NOW, code="F40", name="法兰盘", unit="件", supply="stock")
    catalogue.add_customer(scratch, HOUSE, boss, NOW, name="宏达机电")
    assert wants() == []
    # what is made needs those who make it
    catalogue.add_product(scratch, HOUSE, boss, NOW, code="X200", name="减速电机", unit="台", supply="make")
    assert ("people", "production") in wants()
