"""The forms of a company: whatever is typed or sent gets an answer, keeps the draft, and adds nothing by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from db.models import Customer, Invite, Product
from tests.support.desk import Phone
from tests.support.office import STAFF

NONSENSE = ("字" * 4096, "😀", "\u202e\u2066", "9" * 30, "<b>", "-")
STICKER = {
    "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False,
    "is_video": False,
}  # fmt: skip
HEAD = "周强"


@pytest.fixture
def head(phone: Phone) -> Phone:
    """The head of sales, who administers the company besides."""
    phone.office.house = replace(phone.office.house, admin_ids=frozenset({STAFF[HEAD][0]}))
    return Phone(phone.office, HEAD)


def counted(phone: Phone) -> tuple[int, ...]:
    with phone.office.database.transaction() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0 for table in (Invite, Product, Customer)
        )


def endures(phone: Phone, *, refuses: tuple[str, ...] = NONSENSE) -> None:
    """Every kind of nonsense is answered, and the question stands as before."""
    step = phone.office.drafts()[0].step
    for words in refuses:
        sent = phone.office.sent
        phone.sends(words)
        assert phone.office.sent > sent, f"no answer to {words[:10]!r}"
        assert phone.office.drafts()[0].step == step, f"{words[:10]!r} was taken for {step}"
    sent = phone.office.sent
    phone.office.uploads(phone.name)
    phone.office.says(phone.name, sticker=STICKER)
    assert phone.office.sent >= sent + 2
    phone.sees("请写字或点按钮")


def test_an_invitation_withstands_nonsense(head: Phone) -> None:
    before = counted(head)
    head.sends("/people")
    head.taps("邀请同事")
    endures(head, refuses=("字" * 4096, "😀", "\u202e\u2066", "9" * 30))
    head.sends("<b>小王</b>")
    endures(head)
    head.taps("质检")
    endures(head)
    head.taps("成员")
    assert counted(head) == before
    head.sees("姓名：<b>小王</b>", "部门：质检", "身份：成员")
    head.taps("提交")
    assert counted(head)[0] == before[0] + 1


def test_a_product_withstands_nonsense(head: Phone) -> None:
    before = counted(head)
    head.sends("/products")
    head.taps("加产品")
    endures(head, refuses=("字" * 4096, "😀", "\u202e", "型号", "<b>", "-", "x200"))
    head.sends("Q-7.5/b")
    endures(head, refuses=("字" * 4096, "😀", "\u202e"))
    head.sends("清洗机")
    endures(head, refuses=("字" * 4096, "😀", "\u202e", "一个很长的单位"))
    head.taps("公斤")
    endures(head)
    head.taps("外购")
    endures(head, refuses=("字" * 4096, "😀", "\u202e", "9" * 30, "-5", "0", "很贵"))
    head.taps("不填")
    endures(head, refuses=(*NONSENSE, "箱", "箱=0"))
    head.taps("不填")
    assert counted(head) == before
    head.sees("Q-7.5/b 清洗机 · 按公斤卖 · 可以有零头 · 外购", "常规 7 个工作日")
    head.taps("改一项", "常规交期")
    head.sends("15天")
    head.taps("改一项", "图号")
    head.sends("Q7-A")
    head.sees("常规 15 个工作日", "图号：Q7-A")
    head.taps("提交")
    assert counted(head)[1] == before[1] + 1
    with head.office.database.transaction() as session:
        made = session.scalars(select(Product).where(Product.code == "Q-7.5/b")).one()
        assert (made.lead_days, made.whole_units, made.list_price, made.drawing, made.packs) == (
            15,
            False,
            None,
            "Q7-A",
            [],
        )


def test_a_customer_withstands_nonsense(phone: Phone) -> None:
    before = counted(phone)
    phone.sends("/customers")
    phone.taps("加客户")
    endures(phone, refuses=("字" * 4096, "😀", "\u202e"))
    # a colleague's customer cannot be found, and cannot be added a second time either
    phone.sends("永盛五金")
    phone.sees("已经有同事在跟")
    phone.sends("鼎新自动化")
    endures(phone, refuses=("字" * 4096, "😀", "9" * 30))
    phone.taps("不填", "改一项", "联系人")
    endures(phone, refuses=("字" * 4096, "😀", "9" * 30))
    phone.sends("黄工")
    phone.taps("改一项", "信用代码")
    endures(phone)
    phone.taps("不填", "改一项", "开票资料")
    endures(phone)
    phone.taps("不填")
    assert counted(phone) == before
    phone.taps("提交")
    assert counted(phone)[2] == before[2] + 1


def test_a_double_tap_begins_and_submits_once(head: Phone) -> None:
    head.sends("/people")
    page = head.chat[-1]
    for _ in range(2):
        head.presses_again("邀请同事", page)
    assert len(head.office.drafts()) == 1
    head.sends("小王")
    head.taps("质检", "成员")
    summary = head.card
    for _ in range(2):
        head.presses_again("提交", summary)
    assert counted(head)[0] == 1


def test_an_order_waits_for_its_customer_and_goes_on(phone: Phone) -> None:
    phone.sends("/new")
    phone.taps("客户要货")
    phone.sends("鼎新自动化")
    order_card = phone.card
    phone.presses_again("新客户", order_card)
    phone.presses_again("新客户", order_card)
    assert [draft.form for draft in phone.office.drafts()] == ["customer", "order"]
    phone.taps("就叫“鼎新自动化”", "不填", "提交")
    phone.sees("鼎新自动化", "客户怎么付钱？")
    phone.taps("款到发货")
    phone.sends("x200")
    assert phone.office.drafts()[1].answers["customer"]["name"] == "鼎新自动化"


def test_who_may_not_add_is_offered_nothing_to_add(phone: Phone) -> None:
    clerk = Phone(phone.office, "刘伟")
    clerk.sends("产品")
    assert "加产品" not in clerk.chat[-1].labels
    assert "¥" not in clerk.chat[-1].text
    clerk.sends("客户")
    assert "宏达机电" not in clerk.screen()
