"""Whose words count, and where anything is said: second-hand words, foreign groups, people who left, the last guard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.models import BindCode, Chat, GroupBinding, History, Person, Receipt, Task
from handlers.dispatch import Desk
from handlers.routes import ALL
from services import joining, life, noticing, shipping
from services.errors import NotAllowed
from tests.support.office import HOUSE, STAFF, Office

FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1795393800, "sender_user_name": "客户"}}
VIA_BOT = {"via_bot": {"id": 5, "is_bot": True, "first_name": "other"}}
ANONYMOUS = {"sender_chat": {"id": -1001, "type": "supergroup", "title": "财务群"}}
NOT_SENT_ON, NOT_NAMELESS = "转发的话不算数，请自己回一条", "匿名身份办不了，请关闭匿名再回"


@pytest.fixture
def order(office: Office) -> int:
    return office.file("prepaid.release", (1, 300, "58.00"), wanted=None)


def slip(office: Office) -> None:
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "12000")


def receipts(office: Office) -> list[int]:
    with office.database.transaction() as session:
        return list(session.scalars(select(Receipt.amount_minor)))


# ── words that are not one's own ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(("more", "why"), [(FORWARDED, NOT_SENT_ON), (VIA_BOT, NOT_SENT_ON), (ANONYMOUS, NOT_NAMELESS)])
def test_second_hand_words_are_no_verdict_and_no_money(office: Office, order: int, more: dict[str, Any], why: str):
    slip(office)
    office.says("李娜", "收到，我去看看", chat="财务群", to="查账", **more)
    assert why not in office.all_of("财务群"), "talk that is no answer is left alone"
    for _twice in range(2):
        office.says("李娜", "到账", chat="财务群", to="查账", **more)
    assert office.all_of("财务群").count(why) == 1, "told once"
    office.taps("李娜", "金额不同", chat="财务群")
    office.says("李娜", "8000", chat="财务群", to="实际到账多少", **more)
    assert receipts(office) == []
    office.says("李娜", "8000", chat="财务群", to="实际到账多少")
    assert receipts(office) == [800000], "the control: in person it counts"


def test_finance_without_a_group_says_the_amount_in_person(office: Office, order: int):
    with office.database.transaction() as session:
        session.delete(session.get_one(GroupBinding, "finance"))
    slip(office)
    office.taps("李娜", "金额不同")
    office.says("李娜", "8000", **FORWARDED)
    office.uploads("李娜", "p9", caption="8000")
    assert receipts(office) == [800000], "the caption of one's own picture counts, forwarded words do not"


def test_an_edited_message_says_nothing_new(office: Office, order: int):
    slip(office)
    card = office.newest("财务群", on="查账")
    message = {
        "message_id": 5, "date": 1795393800, "edit_date": 1795393801, "text": "到账",
        "from": {"id": STAFF["李娜"][0], "is_bot": False, "first_name": "李娜"},
        "chat": {"id": -1001, "type": "group", "title": "财务群"},
        "reply_to_message": office._as_message(-1001, card),
    }  # fmt: skip
    office._handle({"update_id": 1, "edited_message": message})
    assert receipts(office) == []
    assert "改过的话不算数" in office.all_of("财务群")


def test_a_forwarded_slip_is_a_slip_whose_amount_is_asked(office: Office, order: int):
    office.taps("张敏", "传水单")
    office.says(
        "张敏", photo=[{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}], caption="9", **FORWARDED
    )
    assert office.reads("张敏")[1] == "水单收到。多少钱？"


# ── groups that are bound to nothing ───────────────────────────────────────────────────────


def unbind(office: Office, department: str) -> None:
    with office.database.transaction() as session:
        session.delete(session.get_one(GroupBinding, department))


@pytest.mark.parametrize("words", ["/order 001", "/orders", "/order@gendan_bot 001"])
def test_a_foreign_group_hears_nothing_of_an_order(office: Office, order: int, words: str):
    unbind(office, "quality")
    office.says("张敏", words, chat="质检群")
    assert "XS261123" not in office.all_of("质检群")
    assert office.reads("质检群")[0].startswith("绑定码写在后面")


def test_commands_of_other_bots_are_left_to_them(office: Office, order: int):
    unbind(office, "quality")
    office.says("张敏", "/weather", chat="质检群")
    assert office.all_of("质检群") == ""


def test_a_card_in_a_group_that_was_unbound_stands_still_and_takes_no_press(office: Office, order: int):
    slip(office)
    unbind(office, "finance")
    before = office.reads("财务群")
    assert office.taps("李娜", "到账 ¥12,000.00", chat="财务群") == "这个按钮已失效，看最新的那张卡。"
    office.says("李娜", "到账", chat="财务群", to="查账")
    office.taps("张敏", "金额不对")
    office.says("张敏", "13000")
    assert receipts(office) == []
    assert office.reads("财务群") == before


# ── people who left ────────────────────────────────────────────────────────────────────────


def test_who_left_is_told_nothing_and_their_desk_instead(office: Office, order: int):
    slip(office)
    with office.database.transaction() as session:
        session.scalars(select(Person).where(Person.name == "张敏")).one().active = False
    before = office.all_of("张敏")
    office.taps("李娜", "到账 ¥12,000.00", chat="财务群")
    assert office.all_of("张敏") == before
    assert "到账 ¥12,000.00 · XS261123-001 宏达机电" in office.all_of("销售群")
    office.says("张敏", "/order 001")
    assert "公司内部" in office.reads("张敏")[0]


def test_an_administrator_whom_the_settings_name_no_more_is_none(office: Office, order: int):
    with office.database.transaction() as session:
        session.add(Person(telegram_id=1, name="周海", department="management", role="manager", is_admin=True,
                           joined_at=office.now))  # fmt: skip
        session.add(Chat(id=1, kind="private"))
    for admins, answer in ((frozenset({1}), "company"), (frozenset(), "said")):
        office.desk = Desk(ALL, replace(HOUSE, admin_ids=admins))
        user = {"id": 1, "is_bot": False, "first_name": "周海"}
        message = {"message_id": 1, "date": 1795393800, "from": user, "chat": {"id": 1, "type": "private"},
                   "text": "/company"}  # fmt: skip
        office._handle({"update_id": 1, "message": message})
        assert office.chats[1][-1].out.kind == answer
    with office.database.transaction() as session:
        assert session.scalars(select(History.action).where(History.subject == "company")).all()[-1] == "admin_ended"


# ── goods for our own stock ────────────────────────────────────────────────────────────────


def test_goods_for_stock_cannot_leave_round_the_gate_of_the_shelf(office: Office, monkeypatch: pytest.MonkeyPatch):
    """Inspection and approved quantity stand at 入库; the ship gate of such an order asks nothing."""
    order = office.file("stock", (1, 100, None), customer=None, reason="safety", use_up_days=60)
    office.taps("陈静", "同意，资金批准", chat="财务群")
    steps = (("赵强", shipping.report_ready), ("张敏", noticing.issue), ("赵强", shipping.ship))
    for who, step in steps:
        with office.database.transaction() as session, pytest.raises(NotAllowed, match="not_to_leave"):
            step(session, HOUSE, office.person(session, who), order, office.now)
    monkeypatch.setattr(shipping, "to_leave", shipping._in_supply)
    with office.database.transaction() as session:
        for who, step in steps:
            step(session, HOUSE, office.person(session, who), order, office.now)
    assert office.order(order).state == "shipped", "the control: nothing else stands in the way"


# ── the database's own guard ───────────────────────────────────────────────────────────────


def test_a_gate_that_only_the_database_closes_is_told_like_any_other(
    office: Office, order: int, monkeypatch: pytest.MonkeyPatch
):
    """Release, supply and money alike, should what is asked before ever be wrong."""
    slip(office)
    real = life.gate
    monkeypatch.setattr(life, "gate", lambda *_args, **_given: ())
    assert office.taps("李娜", "到账 ¥12,000.00", chat="财务群").startswith("还不行：\n货款")
    assert receipts(office) == []
    monkeypatch.setattr(life, "gate", real)
    slip(office)
    office.says("李娜", "到账 17400", chat="财务群", to="查账")
    assert office.order(order).state == "released"
    office.taps("李娜", "更正", chat="财务群")
    office.taps("李娜", "确定", chat="财务群")
    monkeypatch.setattr(life, "gate", lambda *_args, **_given: ())

    office.says("王芳", "接单", chat="生产采购群", to="还没做的别动")
    assert "还不行" in office.reads("生产采购群")[0]
    with office.database.transaction() as session:
        assert session.scalars(select(Task)).all() == []


# ── a department that moves to another group ───────────────────────────────────────────────


def test_what_waits_for_a_department_follows_it_to_its_new_group(office: Office, order: int):
    slip(office)
    old = office.newest("财务群", on="查账")
    with office.database.transaction() as session:
        session.add(BindCode(code="ABCDEFGH", department="finance", created_by=1, created_at=office.now,
                             expires_at=office.now + timedelta(days=1)))  # fmt: skip
        joining.bind_group(session, HOUSE, office.person(session, "陈静"), code="abcd-efgh", chat_id=-1009, title="新群",
                           now=office.now)  # fmt: skip
    office.send()
    card = office.chats[-1009][-1]
    assert card.text == old.text
    data = card.out.keyboard[0][0]["callback_data"]
    assert office.presses("李娜", old, old.out.keyboard[0][0]["callback_data"], chat="财务群").startswith(
        "这个按钮已失效"
    )
    query = {
        "id": "1", "from": {"id": STAFF["李娜"][0], "is_bot": False, "first_name": "李娜"}, "chat_instance": "1",
        "data": data, "message": office._as_message(-1009, card),
    }  # fmt: skip
    office._handle({"update_id": 9, "callback_query": query})
    assert receipts(office) == [1200000]
