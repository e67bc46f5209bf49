"""What single answers understand: products and customers by a part, days with make-up days, numbers, papers."""

from __future__ import annotations

from datetime import datetime

import pytest

from db.models import Attachment, Customer, Order, Product
from tests.support.desk import Phone
from tests.support.intake import WAYS, walk
from tests.support.office import ZONE

# ── products and customers ─────────────────────────────────────────────────────────────────


def add_products(phone: Phone, *codes: str) -> None:
    with phone.office.database.transaction() as session:
        for code in codes:
            session.add(Product(code=code, name="减速电机", unit="台", supply="make", created_at=phone.office.now))


@pytest.mark.parametrize("words", ["x200", "Ｘ２００", "X-200", " X200 "])
def test_an_exact_code_takes_the_product(phone: Phone, words: str):
    """Even where other codes begin with it."""
    add_products(phone, *(f"X200-{n}" for n in range(9)))
    walk(phone, "prepaid.shipment", until=3)
    phone.sends(words)
    phone.sees("X200 减速电机 要多少台？")


def test_the_beginning_of_several_codes_is_asked_about(phone: Phone):
    add_products(phone, "X210", "X220")
    walk(phone, "prepaid.shipment", until=3)
    phone.sends("x2")
    phone.sees("“x2”有几个像的，是哪个？")
    assert phone.labels[:3] == ["X200 减速电机", "X210 减速电机", "X220 减速电机"]
    phone.taps("上一步")
    phone.sees("要什么产品？")
    phone.sends("x2")
    phone.taps("X220 减速电机")
    phone.sees("X220 减速电机 要多少台？")


@pytest.mark.parametrize("words", ["减速点机", "0"])
def test_a_slip_or_one_digit_is_asked_about(phone: Phone, words: str):
    with phone.office.database.transaction() as session:
        session.get_one(Product, 2).name = "法兰0型"
    walk(phone, "prepaid.shipment", until=3)
    phone.sends(words)
    phone.sees("有几个像的，是哪个？")


def test_a_new_customer_can_be_made_where_none_of_the_likely_ones_is_meant(phone: Phone):
    with phone.office.database.transaction() as session:
        owner = session.get_one(Customer, 1).owner_id
        session.add(Customer(code="C9", name="宏达精密", owner_id=owner, created_at=phone.office.now))
    walk(phone, "prepaid.shipment", until=1)
    phone.sends("宏达")
    assert phone.labels[:3] == ["宏达机电", "宏达精密", "新客户"]


def test_a_colleagues_customer_is_not_found(phone: Phone):
    walk(phone, "prepaid.shipment", until=1)
    phone.sends("永盛五金")
    phone.sees("没找到“永盛五金”。")


# ── days ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("today", "lead", "chips"),
    [
        ("2026-11-23", 7, ["12月2日 周三", "12月4日 周五"]),
        # Saturday the 10th is worked for the week of holidays before it
        ("2026-10-08", 2, ["10月10日 周六", "10月16日 周五"]),
        # 25 September and 1 to 7 October are holidays, Sunday 20 September was worked
        ("2026-09-21", 7, ["10月8日 周四", "10月10日 周六"]),
        ("2026-09-21", 6, ["9月30日 周三", "10月10日 周六"]),
        # a Friday: the week after has one as well
        ("2026-11-20", 5, ["11月27日 周五", "12月4日 周五"]),
    ],
)
def test_the_days_offered_are_working_days(phone: Phone, today: str, lead: int, chips: list[str]):
    with phone.office.database.transaction() as session:
        session.get_one(Product, 1).lead_days = lead
    phone.office.now = datetime.fromisoformat(f"{today}T09:00").replace(tzinfo=ZONE)
    walk(phone, "prepaid.shipment", until=7)
    assert phone.labels[:2] == chips


def test_a_promise_that_counts_from_payment_is_offered_first_where_the_book_says_so(phone: Phone):
    walk(phone, "prepaid.release", until=7)
    assert phone.labels[0] == "款到后 7 个工作日"


def test_days_after_payment_that_may_be_calendar_days_are_asked_about(phone: Phone):
    walk(phone, "prepaid.shipment", until=7)
    phone.sends("款到后10天")
    phone.sees("“款到后10天”是哪天？")
    phone.taps("款到后 10 个工作日", "合同")
    phone.sees("到货 款到后 10 个工作日（你写“款到后10天”）")


def test_a_day_is_picked_from_a_month(phone: Phone):
    walk(phone, "prepaid.shipment", until=7)
    phone.taps("选日期", ">>", "15", "合同")
    phone.sees("到货 2027年1月15日 周五")


def test_the_way_back_from_a_month(phone: Phone):
    walk(phone, "prepaid.shipment", until=7)
    chips = phone.labels
    phone.taps("选日期", "上一步")
    assert phone.labels == chips


def test_a_payment_day_has_nothing_to_do_with_the_lead_time(phone: Phone):
    walk(phone, "prepaid.shipment")
    phone.taps("改一项", "预计付款日")
    assert "常规" not in phone.text
    assert phone.labels[:2] == ["11月24日 周二", "11月27日 周五"]


# ── numbers ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("X200", "三百来台", "“三百来台”按哪个算？"),
        ("X200", "1e9", "没看懂"),
        ("W7", "1.2345公斤", "小数位太多了"),
        ("W7", "10台", "单位对不上"),
    ],
)
def test_a_quantity_that_cannot_be_kept(phone: Phone, code: str, words: str, said: str):
    walk(phone, "prepaid.shipment", until=3)
    phone.sends(code, words)
    phone.sees(said)


def test_a_total_that_no_database_could_hold(phone: Phone):
    walk(phone, "prepaid.shipment", until=3)
    phone.sends("X200", "10亿", "9999")
    phone.sees("这个数太大了")
    phone.sends("58")
    phone.sees("还要别的产品吗？")


def test_a_share_has_its_bounds_and_only_readings_within_are_offered(phone: Phone):
    walk(phone, "prepaid.deposit", until=7)
    phone.sends("3%")
    phone.sees("最少 5%。")
    phone.sends("99%")
    phone.sees("最多 95%。")
    phone.sends("0.3")
    assert phone.labels[0] == "30%"
    assert "0.3%" not in phone.labels
    phone.taps("30%", "12月4日 周五", "合同")
    phone.sees("下单前付 30%（¥5,220.00）")


@pytest.mark.parametrize(
    ("words", "said"), [("-5", "不能是负数。"), ("0", "要大于 0。"), ("2.5", "不能有零头"), ("400", "太大了")]
)
def test_days_are_a_whole_number_of_them(phone: Phone, words: str, said: str):
    walk(phone, "stock", until=-1)
    phone.sends(words)
    phone.sees(said)


def test_thirty_lines_fit_and_each_can_be_changed(phone: Phone):
    walk(phone, "prepaid.shipment", until=6)
    for n in range(2, 31):
        phone.sends("Z5", str(n), "12")
    phone.sees("前面还有 26 个")
    assert "再加一个产品" not in phone.labels
    phone.taps("换一批", "改 Z5 5 台")
    phone.sees("现在是 5 台。")
    phone.sends("55", "12")
    phone.taps("改 X200 300 台", "去掉这个", "够了", "12月4日 周五", "合同")
    assert phone.text.count("Z5 联轴器") == 11
    phone.sees("…另有 18 个产品，点“改一项”里的“产品”看")
    phone.taps("提交")
    [order] = phone.office.orders()
    assert [int(line.quantity) for line in order.lines] == [2, 3, 4, 55, *range(6, 31)]


# ── papers ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at", range(10))
def test_a_photo_is_kept_whenever_it_comes(phone: Phone, at: int):
    """Before the type is known, at any question, at the read-back: it belongs to the order."""
    walk(phone, "prepaid.shipment", until=at)
    phone.office.uploads(phone.name)
    phone.sees("收到，算作下单依据，共 1 份。")
    for answer in WAYS["prepaid.shipment"][at:]:
        answer.give(phone)
    phone.sees("下单依据 合同 1 份")
    phone.taps("提交")
    [order] = phone.office.orders()
    assert order.fields["basis"] == {"choice": "contract", "files": 1}


def test_an_album_of_three_counts_three_and_the_same_photo_once(phone: Phone):
    walk(phone, "prepaid.shipment", until=8)
    before = phone.card
    for n in range(3):
        phone.office.uploads(phone.name, f"page-{n}", album="a1")
    phone.sees("共 3 份。")
    phone.office.uploads(phone.name, "page-2")
    phone.sees("共 3 份。")
    assert phone.presses_again("合同", before) == "这张卡刚变过，看上面现在的按钮。", (
        "the card moved down with the album"
    )
    phone.taps("合同")
    phone.sees("下单依据 合同 3 份")


def test_a_press_that_crosses_an_album_still_counts(phone: Phone):
    walk(phone, "prepaid.shipment", until=8)
    before = phone.card
    phone.office.held = True
    phone.office.uploads(phone.name, "page-1", album="a1")
    phone.presses_again("合同", before)
    phone.office.uploads(phone.name, "page-2", album="a1")
    phone.office.held = False
    phone.office.send()
    phone.sees("核对一下", "下单依据 合同 2 份")


def test_where_there_is_paper_it_was_not_somebodys_word(phone: Phone):
    walk(phone, "prepaid.shipment", until=8)
    phone.taps("口头")
    phone.sees("下单依据 口头")
    phone.office.uploads(phone.name)
    phone.sees("收到，算作下单依据，共 1 份。", "下单依据是什么？")
    phone.taps("截图")
    phone.sees("下单依据 截图 1 份")


@pytest.mark.parametrize("leaf", ["sample", "stock"])
def test_a_type_that_asks_for_no_paper_keeps_it_too(phone: Phone, leaf: str):
    walk(phone, leaf)
    phone.office.uploads(phone.name)
    phone.sees("核对一下", "收到，算作下单依据，共 1 份。")
    phone.taps("提交")
    with phone.office.database.transaction() as session:
        assert session.query(Attachment).one().order_id == session.query(Order).one().id


@pytest.mark.parametrize(
    ("leaf", "price", "paper", "warned"),
    [
        ("prepaid.shipment", "58", False, False),
        ("prepaid.shipment", "580", False, True),
        ("prepaid.shipment", "580", True, False),
        ("prepaid.release", "58", False, True),
        ("prepaid.release", "58", True, False),
    ],
)
def test_the_read_back_warns_of_paper_that_the_release_will_want(
    phone: Phone, leaf: str, price: str, *, paper: bool, warned: bool
):
    walk(phone, leaf, until=5)
    phone.sends(price)
    phone.taps("够了", "12月4日 周五")
    if paper:
        phone.office.uploads(phone.name)
    phone.taps("合同")
    assert ("提醒：没有下单依据的照片或文件" in phone.text) == warned


def test_a_photo_after_the_draft_was_put_aside_is_not_its_paper(phone: Phone):
    walk(phone, "prepaid.shipment", until=5)
    phone.taps("存草稿")
    phone.office.uploads(phone.name)
    phone.taps("接着填")
    assert "_files" not in phone.office.drafts()[0].answers
