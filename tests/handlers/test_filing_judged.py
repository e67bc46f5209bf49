"""What screening says before an order is filed, and what whoever filed it does while others judge it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.book_file import default_book_bytes
from db.models import Attachment, Chase, Draft, Order, Person, Product
from domain.approvals import Verdict
from domain.life import State
from domain.process.loader import load_book
from services.reminders import chasing
from tests.support.desk import Phone
from tests.support.intake import walk
from tests.support.office import HOUSE, Office

BACK = Verdict.SEND_BACK


def change(office: Office, table: Any, key: int, **values: Any) -> None:
    with office.database.transaction() as session:
        row = session.get_one(table, key)
        for name, value in values.items():
            setattr(row, name, value)


def drafts(office: Office) -> list[Draft]:
    with office.database.transaction() as session:
        return list(session.scalars(select(Draft).order_by(Draft.id)))


@pytest.fixture
def asked(office: Office) -> int:
    """款到排产, which production and purchasing judge first."""
    return office.file("prepaid.release", (1, 300, "58.00"), judged=False)


@pytest.fixture
def returned(office: Office, asked: int) -> int:
    """Sent back by purchasing, which wants the phone number."""
    office.votes("王芳", asked, BACK, comment="缺收货电话", field="phone")
    return asked


# ── before it is filed ─────────────────────────────────────────────────────────────────────


def test_the_read_back_says_who_will_be_asked_and_how_to_do_without(phone: Phone):
    change(phone.office, Product, 1, floor_price=Decimal("60"))
    walk(phone, "prepaid.shipment")
    card = phone.text
    assert "要先问：财务（X200 单价 ¥58.00，低于底价 3.3%）" in card
    assert "底价 ¥60.00，改到底价就不用等财务" in card
    assert "提示：这个客户第一次下单（开票资料和收货地址先核对一遍）" in card


def test_an_ordinary_order_is_not_said_to_be_judged(phone: Phone):
    walk(phone, "prepaid.shipment")
    assert "要先问" not in phone.text
    phone.taps("提交")
    assert phone.office.orders()[0].state == State.RELEASED.value


def test_what_stops_it_stands_first_with_the_way_to_it_and_nothing_is_lost(phone: Phone):
    hint, stop = b'rule = "required_attachment"\nresult = "hint"', b'rule = "required_attachment"\nresult = "block"'
    assert hint in default_book_bytes()
    book = load_book(default_book_bytes().replace(hint, stop), source="the book")
    phone.office.house = replace(HOUSE, book=replace(book, revision=HOUSE.book.revision))
    walk(phone, "prepaid.shipment")
    assert phone.text.split("\n")[1] == "还不能提交：下单依据还没有照片或文件（补上再下单更快）"
    phone.taps("提交")
    phone.is_told("还没提交：下单依据还没有照片或文件。单子没丢，改好再提交。")
    assert not phone.office.orders()
    assert phone.office.drafts()[0].state == "open"
    phone.taps("改下单依据")
    assert phone.office.drafts()[0].step == "basis"
    phone.office.uploads("张敏")
    phone.taps("合同", "提交")
    assert len(phone.office.orders()) == 1


def test_the_read_back_keeps_to_a_phones_height_with_every_finding(phone: Phone):
    office = phone.office
    change(office, Product, 1, floor_price=Decimal("60"), lead_days=30)
    office.file("prepaid.shipment", (1, 300, "58.00"))
    walk(phone, "standard")
    card = phone.text.split("\n")
    assert len(card) <= 9
    assert any(line.startswith("提示：") and "报过一样的" in line for line in card)
    assert any(line.startswith("要先问：") and "生产、采购（只剩" in line for line in card)


# ── while it is judged ─────────────────────────────────────────────────────────────────────


def test_the_card_says_who_is_asked_and_asks_for_no_money(office: Office, asked: int):
    card = office.reads("张敏", on="评审中")
    assert "评审中，还没承接，先别催客户付款" in card
    assert "等生产、采购，10:05 起" in card
    buttons = "".join(line for line in card if line.startswith("〔"))
    assert "撤回" in buttons
    assert not any(label in buttons for label in ("传水单", "发货通知", "补依据", "复制给客户"))
    assert not any("应收" in line or "还差" in line for line in card)


def chased(office: Office) -> set[str]:
    """The rules that have something to say of an order, now or later."""
    with office.database.transaction() as session:
        chasing.tick(session, HOUSE, office.now)
        return set(session.scalars(select(Chase.rule).where(Chase.next_at.is_not(None))))


def test_no_slip_is_taken_and_nothing_is_chased(office: Office, asked: int):
    office.says("张敏", "/slip")
    assert "没有" in office.reads("张敏")[0]
    assert not any(rule.startswith("pay_") for rule in chased(office))
    office.approve(asked)
    assert any(rule.startswith("pay_") for rule in chased(office))
    office.taps("张敏", "传水单")
    assert "水单" in office.all_of("张敏")


def test_withdrawn_with_a_reason_by_whoever_filed_it_alone(office: Office, asked: int):
    office.taps("张敏", "撤回", on="评审中")
    assert "〔客户不要了〕〔信息有误〕〔重复了〕" in office.reads("张敏")
    office.taps("张敏", "重复了")
    order = office.order(asked)
    assert (order.state, order.ended_at) == ("withdrawn", office.now)
    card = office.reads("张敏", on="已撤回")
    assert "张敏 10:05：重复了" in card
    assert "撤回" not in "".join(line for line in card if line.startswith("〔"))


def test_a_reason_in_words_and_one_that_was_sent_back(office: Office, returned: int):
    office.taps("张敏", "撤回", on="退回补充 · ")
    office.says("张敏", " ")
    assert office.order(returned).state == "returned"
    office.says("张敏", "客户改主意")
    assert office.order(returned).state == "withdrawn"
    assert "张敏 10:05：客户改主意" in office.reads("张敏", on="已撤回")


def test_a_rejection_is_told_with_who_and_why(office: Office, asked: int):
    office.votes("刘伟", asked, Verdict.REJECT, comment="排不出来")
    assert office.reads("张敏", on="驳回 · ") == [
        "驳回 · XS261123-001 宏达机电",
        "生产 刘伟 10:05：排不出来",
        "改好可以再来一单，会重新评审。",
        "〔再来一单〕〔看这张单〕",
    ]


# ── 退回补充 ───────────────────────────────────────────────────────────────────────────────


def test_sent_back_it_is_told_and_stands_on_the_start_page_and_in_the_list(office: Office, returned: int):
    assert office.reads("张敏", on="退回补充 · ") == [
        "退回补充 · XS261123-001 宏达机电",
        "王芳 10:05：缺收货电话",
        "补好再提交，单号不变，会再评一次。",
        "〔去补〕〔撤回〕",
        "〔看这张单〕",
    ]
    office.says("张敏", "/start")
    home = office.reads("张敏")
    assert "• XS261123-001 宏达机电 退回补充：缺收货电话" in home
    assert "〔去补 001〕" in home
    office.says("张敏", "/orders")
    assert "XS261123-001 宏达机电 · 退回补充：缺收货电话" in office.reads("张敏")


def test_completed_it_keeps_number_answers_and_files_and_is_judged_anew(office: Office, returned: int):
    with office.database.transaction() as session:
        session.add(
            Attachment(order_id=returned, purpose="basis", kind="photo", file_id="f", file_unique_id="u", sent_by=1,
                       at=office.now)
        )  # fmt: skip
    office.taps("张敏", "去补", on="退回补充 · ")
    (draft,) = drafts(office)
    assert draft.step == "phone"
    office.says("张敏", "139 1234 2211")
    card = office.reads("张敏")
    assert "补充 XS261123-001 · 王芳退回：缺收货电话" in card
    assert any("X200 减速电机 300 台 × ¥58.00" in line for line in card)
    assert any("12月4日 周五" in line for line in card)
    assert any("1 张" in line or "1 份" in line for line in card)
    office.taps("张敏", "提交")
    order = office.order(returned)
    assert (order.number, order.revision, order.state) == ("XS261123-001", 2, "review")
    assert order.fields["phone"] == "13912342211"
    assert order.fields["place"] == "苏州相城新区路18号"
    assert order.total_minor == 1_740_000
    office.approve(returned)
    assert office.order(returned).state == "accepted"
    with office.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 1
        assert session.scalar(select(Attachment.order_id)) == returned


def test_a_second_press_goes_on_with_the_same_draft(office: Office, returned: int):
    office.taps("张敏", "去补", on="退回补充 · ")
    office.says("张敏", "139 1234 2211")
    office.taps("张敏", "去补", on="退回补充 · ")
    (draft,) = drafts(office)
    assert draft.answers["phone"] == "13912342211"


def test_nobody_else_completes_it(office: Office, returned: int):
    told = office.newest("张敏", on="退回补充 · ")
    data = told.data("去补")
    with office.database.transaction() as session:
        other = session.scalars(select(Person).where(Person.name == "周强")).one()
        order = session.get_one(Order, returned)
        order.sales_id = order.filed_by = other.id
    office.presses("张敏", told, data)
    assert not drafts(office)
    assert office.order(returned).state == "returned"


def test_an_order_that_is_not_to_be_completed_any_more_keeps_the_draft_and_says_so(office: Office, returned: int):
    office.taps("张敏", "去补", on="退回补充 · ")
    office.says("张敏", "139 1234 2211")
    change(office, Order, returned, state="withdrawn", ended_at=office.now)
    assert office.taps("张敏", "提交") == "XS261123-001 现在不用补，看订单卡。"
    (draft,) = drafts(office)
    assert draft.state == "open"
    assert office.order(returned).revision == 1


def test_a_day_that_has_passed_meanwhile_is_asked_anew(office: Office, returned: int):
    office.now += timedelta(days=20)
    assert date(2026, 12, 4) < office.now.date()
    office.taps("张敏", "去补", on="退回补充 · ")
    office.says("张敏", "139 1234 2211")
    (draft,) = drafts(office)
    assert draft.step == "requested_on"
