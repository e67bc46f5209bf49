"""The pages of people and departments: who does what, changed by administrators, looked up by everybody."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from db.models import Chat, DepartmentDuty, History, Person
from handlers.company.qr import qr_picture
from services import people
from tests.support import office as office_support
from tests.support.office import GROUPS, STAFF, Office


@pytest.fixture(autouse=True)
def administrator(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """陈总, whom the settings name, and a chat to write from."""
    monkeypatch.setitem(office_support.STAFF, "陈总", (1, "management", "manager"))
    with office.database.transaction() as session:
        people.ensure_admin(session, telegram_id=1, name="陈总", now=office.now)
        session.get_one(Chat, GROUPS["销售群"][0]).title = "销售群"


def actions(office: Office) -> list[str]:
    with office.database.transaction() as session:
        query = select(History.action).where(History.subject == "company").order_by(History.seq)
        return [str(one) for one in session.scalars(query)]


def gone_from(office: Office, who: str, group: str, *, twice: bool = False) -> None:
    """Telegram says it as a message, and to an administrator of the group also as a change of its members."""
    user = {"id": STAFF[who][0], "is_bot": False, "first_name": who}
    chat = {"id": GROUPS[group][0], "type": "supergroup", "title": group}
    message = {"message_id": 77, "date": 1795393800, "from": user, "chat": chat, "left_chat_member": user}
    office._handle({"update_id": 8001, "message": message})
    if twice:
        change = {
            "chat": chat, "from": user, "date": 1795393800, "old_chat_member": {"status": "member", "user": user},
            "new_chat_member": {"status": "left", "user": user},
        }  # fmt: skip
        office._handle({"update_id": 8002, "chat_member": change})


def wide(office: Office, who: str) -> list[str]:
    """Buttons that share a row and are too wide for a telephone."""
    rows = office.newest(who).out.keyboard
    return [b["text"] for row in rows if len(row) > 1 for b in row if len(b["text"]) > 7] + [
        row[0]["text"] for row in rows if len(row) > 2
    ]


def test_everybody_looks_up_who_stands_for_a_department(office: Office):
    office.says("刘伟", "找谁")
    assert "<b>财务</b> 李娜（接口人）、陈静（负责人）" in office.newest("刘伟").out.text
    assert wide(office, "刘伟") == []
    office.taps("刘伟", "财务")
    assert '接口人：<a href="tg://user?id=21">李娜</a>' in office.newest("刘伟").out.text
    assert office.newest("刘伟").labels == ["返回"]


def test_a_stale_button_of_an_administrator_does_nothing_for_anybody_else(office: Office):
    office.says("陈总", "/people")
    office.taps("陈总", "财务")
    office.taps("陈总", "换接口人")
    data = office.newest("陈总").out.keyboard[0][0]["callback_data"]
    assert office.presses("李娜", office.newest("陈总"), data, chat="陈总") == "这里只有公司管理员能设。"
    assert office.taps("陈总", "陈静") == "财务的接口人是 陈静 了。"


def test_a_deputy_is_named_and_asked_while_the_interface_person_is_gone(office: Office):
    office.says("陈总", "/people")
    for label in ("财务", "定代理", "陈静"):
        office.taps("陈总", label)
    assert "代理接口人：陈静" in office.reads("陈总")
    office.taps("陈总", "李娜")
    assert "是财务的接口人" in office.reads("陈总")
    office.taps("陈总", "移出公司")
    assert office.reads("陈总")[1:3] == ["这些交给 陈静：", "• 接口人 1 处"]
    office.taps("陈总", "先不")
    office.taps("陈总", "移出公司")
    assert office.taps("陈总", "确认移出") == "李娜 移出公司了。"
    with office.database.transaction() as session:
        duty = session.get_one(DepartmentDuty, "finance")
        assert (people.by_id(session, duty.interface_id or 0).name, duty.deputy_id) == ("陈静", None)


def test_who_was_removed_is_a_stranger_at_once(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "12000")
    office.says("陈总", "/people")
    for label in ("财务", "李娜", "移出公司", "确认移出"):
        office.taps("陈总", label)
    before = office.reads("财务群")
    assert "只给公司同事用" in office.taps("李娜", "到账 ¥12,000.00", chat="财务群")
    office.says("李娜", "到账", chat="财务群", to="查账")
    assert (office.reads("财务群"), office.order(order).state) == (before, "accepted")
    office.says("李娜", "/people")
    assert "公司内部" in office.reads("李娜")[0]


def test_name_role_and_department_are_changed_and_stand_in_the_history(office: Office):
    office.says("陈总", "/people")
    for label in ("销售", "陈亮", "改姓名"):
        office.taps("陈总", label)
    office.says("陈总", "陈亮亮")
    assert office.reads("陈总")[0] == "陈亮亮 销售 · 成员"
    assert office.taps("陈总", "设为负责人") == "陈亮亮 是负责人了。"
    office.taps("陈总", "换部门")
    assert wide(office, "陈总") == []
    office.taps("陈总", "客服")
    assert office.reads("陈总")[:3] == ["陈亮亮 从销售换到客服？", "这些交给 周强：", "• 客户 1 个"]
    assert office.taps("陈总", "确认换部门") == "陈亮亮 在客服了。"
    assert actions(office)[-4:] == ["person_changed", "person_changed", "customer_handed_over", "person_changed"]
    with office.database.transaction() as session:
        assert session.scalars(select(Person.department).where(Person.telegram_id == 13)).one() == "service"


@pytest.mark.parametrize("twice", [False, True])
def test_who_leaves_the_departments_group_is_handed_over_by_one_press(office: Office, twice: bool):
    gone_from(office, "刘伟", "财务群")
    assert office.all_of("陈总") == "", "not their department's group"
    gone_from(office, "张敏", "销售群", twice=twice)
    assert office.all_of("陈总").count("离开了") == 1
    assert office.reads("陈总")[:3] == [
        "张敏（销售）离开了“销售群”，人还在公司名单里。", "手上有：客户 1 个", "他不在了由 周强 接。",
    ]  # fmt: skip
    assert office.reads("周强") == ["张敏 离开了“销售群”。他手上的事，管理员会安排人接。"]
    assert office.taps("陈总", "都交给 周强") == "交给 周强 了。"
    assert office.reads("陈总") == [
        "张敏（销售）离开了“销售群”，人还在公司名单里。", "手上没有没办完的事。", "〔移出公司〕",
    ]  # fmt: skip


def test_an_invitation_has_a_picture_that_a_camera_reads():
    picture = Image.open(io.BytesIO(qr_picture("https://t.me/gendan_bot?start=i" + "x" * 22)))
    assert picture.format == "PNG"
    assert 300 < picture.width == picture.height < 700


def test_an_invitation_stands_under_its_picture_until_it_is_used(office: Office):
    office.says("陈总", "/people")
    office.taps("陈总", "邀请同事")
    office.says("陈总", "小王")
    for label in ("销售", "成员", "提交"):
        office.taps("陈总", label)
    out: Any = office.newest("陈总", on="给 小王 的邀请").out
    assert callable(out.photo)
    assert Image.open(io.BytesIO(out.photo())).format == "PNG"
    office.taps("陈总", "作废")
    assert office.newest("陈总", on="给 小王 的邀请").out.photo is None
