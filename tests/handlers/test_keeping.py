"""跟单 on every order, changed by those who may; 代录: customer service files in a salesperson's name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from db.models import History, Order
from domain import rights
from domain.rights import RIGHTS, Right
from services import filing, keeping, people
from services.errors import NotAllowed, NotFound
from services.filing import NewLine, NewOrder
from tests.support.office import HOUSE, PLACE, TAX, Office


@pytest.fixture
def order(office: Office) -> int:
    return office.file("prepaid.release", (1, 300, "58.00"), wanted=None)


def owner(office: Office, order: int) -> str:
    with office.database.transaction() as session:
        return people.name_of(session, session.get_one(Order, order).owner_id)


def test_the_head_of_sales_lets_somebody_else_follow(office: Office, order: int):
    assert owner(office, order) == "吴芳"
    office.says("周强", "/order 001")
    assert "跟单 吴芳" in office.reads("周强")
    office.taps("周强", "换跟单")
    assert office.taps("周强", "张敏") == "换成 张敏 跟单了。"
    assert owner(office, order) == "张敏"
    assert "归你跟单了，周强 转来的。" in office.all_of("张敏")
    with office.database.transaction() as session:
        query = select(History.action).where(History.subject == f"order:{order}").order_by(History.seq)
        assert session.scalars(query).all()[-1] == "keeper_changed"


def test_a_salesperson_does_not_and_sees_no_button(office: Office, order: int, monkeypatch: pytest.MonkeyPatch):
    office.says("张敏", "/order 001")
    assert "换跟单" not in office.newest("张敏", on="XS261123-001").labels
    with office.database.transaction() as session, pytest.raises(NotAllowed):
        keeping.set_keeper(session, HOUSE, office.person(session, "张敏"), order, 1, office.now)
    with office.database.transaction() as session:
        maker = office.person(session, "刘伟").id
    with office.database.transaction() as session, pytest.raises(NotFound):
        keeping.set_keeper(session, HOUSE, office.person(session, "吴芳"), order, maker, office.now)
    monkeypatch.setitem(RIGHTS, "order.keeper", Right(frozenset({rights.ANYBODY})))
    with office.database.transaction() as session:
        mine = office.person(session, "张敏")
        keeping.set_keeper(session, HOUSE, mine, order, mine.id, office.now)
    assert owner(office, order) == "张敏", "the control"


def test_customer_service_says_first_for_whom(office: Office):
    office.says("吴芳", "/new")
    assert "这张单替谁报？写姓名也行。" in office.newest("吴芳").text
    office.taps("吴芳", "陈亮")
    assert "替 陈亮" in office.newest("吴芳").text
    office.taps("吴芳", "客户要货")
    office.says("吴芳", "宏达机电")
    office.taps("吴芳", "款到发货")
    for words in ("X200", "300", "58"):
        office.says("吴芳", words)
    office.taps("吴芳", "够了")
    office.says("吴芳", "12月4日")
    office.taps("吴芳", "合同")
    assert office.reads("吴芳")[0] == "核对一下 · 替 陈亮 · 宏达机电 · 款到发货"
    office.taps("吴芳", "提交")
    with office.database.transaction() as session:
        row = session.scalars(select(Order)).one()
        assert [people.name_of(session, one) for one in (row.sales_id, row.filed_by)] == ["陈亮", "吴芳"]
    assert "吴芳 替你报的" in office.all_of("陈亮")


def filed_for(office: Office, actor: str, sales: str) -> int:
    with office.database.transaction() as session:
        new = NewOrder(
            "prepaid.release", (NewLine(1, Decimal(10), Decimal(58)),), customer_id=1,
            sales_id=office.person(session, sales).id,
            fields={**PLACE, **TAX, "basis": "contract"}, days_after_payment=7,
        )  # fmt: skip
        return filing.file_order(session, HOUSE, office.person(session, actor), new, office.now).id


def test_the_salesperson_is_told_and_both_are_its_own(office: Office):
    order = filed_for(office, "吴芳", "陈亮")
    office.send()
    assert "XS261123-001 宏达机电，吴芳 替你报的。" in office.all_of("陈亮")
    assert "XS261123-001" in office.newest("陈亮", on="XS261123-001").text
    with office.database.transaction() as session:
        row = session.get_one(Order, order)
        assert (row.sales_id, row.filed_by) == (office.person(session, "陈亮").id, office.person(session, "吴芳").id)
        entry = session.scalars(select(History).where(History.action == "filed")).one()
        assert (entry.actor_id, entry.for_id) == (row.filed_by, row.sales_id)
        assert keeping.principals(session, HOUSE, office.person(session, "吴芳"))[0].name == "陈亮"


@pytest.mark.parametrize(("actor", "sales"), [("张敏", "陈亮"), ("吴芳", "刘伟")])
def test_nobody_else_files_for_others_nor_for_who_sells_nothing(office: Office, actor: str, sales: str):
    with pytest.raises((NotAllowed, NotFound)):
        filed_for(office, actor, sales)
    with office.database.transaction() as session:
        assert session.scalars(select(Order)).all() == []
