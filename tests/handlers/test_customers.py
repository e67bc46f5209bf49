"""A customer in two steps, and its card: what is wrong is told apart, what is changed is what the next order begins with."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.models import Customer, CustomerPlace, Order
from services import history
from tests.support.desk import Phone
from tests.support.intake import walk

CODE = "91110000600037341L"
BLOCK = f"名称：苏州鼎新自动化有限公司\n税号：{CODE}\n开户行及账号：工行苏州支行 1102020609000123456"


def row(phone: Phone, name: str) -> Customer:
    with phone.office.database.transaction() as session:
        return session.scalars(select(Customer).where(Customer.name == name)).one()


def begins(phone: Phone, name: str) -> None:
    phone.sends("/customers")
    phone.taps("加客户")
    phone.sends(name)


# ── two steps ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "contact", "number"),
    [
        ("黄工 13912347743", "黄工", "13912347743"),
        ("13912347743，黄工", "黄工", "13912347743"),
        ("联系人：黄工 电话：0512-66881234转8001", "黄工", "0512-66881234-8001"),
        ("黄工", "黄工", None),
        ("139 1234 7743", None, "13912347743"),
    ],
)
def test_contact_and_phone_are_one_message(phone: Phone, words: str, contact: str | None, number: str | None) -> None:
    begins(phone, "鼎新自动化")
    phone.sends(words)
    phone.taps("提交")
    made = row(phone, "鼎新自动化")
    assert (made.contact, made.phone) == (contact, number)
    assert made.owner_id == row(phone, "宏达机电").owner_id


def test_a_number_that_is_none_is_no_name(phone: Phone) -> None:
    begins(phone, "鼎新自动化")
    phone.sends("黄工 1391234774")
    phone.sees("没看到电话号码")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (CODE[:-1], "是 18 位"),
        ("91110000600O37341L", "信用代码不用的字母"),
        ("A1110000600037341L", "前 8 位都是数字"),
        ("91110000600037342L", "最后一位对不上"),
    ],
)
def test_each_fault_of_a_code_is_told_in_its_own_words(phone: Phone, words: str, told: str) -> None:
    begins(phone, "鼎新自动化")
    phone.taps("不填", "改一项", "信用代码")
    phone.sends(words)
    phone.sees(told)
    phone.sends(CODE.lower())
    phone.sees(CODE)
    phone.taps("提交")
    assert row(phone, "鼎新自动化").uscc == CODE


def test_a_block_is_the_name_and_all_that_an_invoice_needs(phone: Phone) -> None:
    begins(phone, BLOCK)
    phone.sends("黄工 13912347743")
    phone.sees("抬头 苏州鼎新自动化有限公司，税号 91110000600037341L，开户行 工行苏州支行，账号 1102020609000123456")
    phone.taps("提交")
    made = row(phone, "苏州鼎新自动化有限公司")
    assert made.uscc == CODE
    assert made.billing is not None
    assert made.billing["account"] == "1102020609000123456"


def test_a_wrong_tax_number_alone_is_asked_again(phone: Phone) -> None:
    begins(phone, "鼎新自动化")
    phone.taps("不填", "改一项", "开票资料")
    phone.sends(BLOCK.replace(CODE, "91320594MA1XYZ1234"))
    assert "抬头" not in phone.text or "91320594MA1XYZ1234" in phone.text
    phone.sends(CODE)
    phone.sees(f"抬头 苏州鼎新自动化有限公司，税号 {CODE}，开户行 工行苏州支行，账号 1102020609000123456")
    phone.taps("提交")
    assert row(phone, "鼎新自动化").uscc == CODE


def test_whoever_has_the_code_is_shown_first(phone: Phone) -> None:
    with phone.office.database.transaction() as session:
        session.get_one(Customer, 3).uscc = CODE  # 长城电器, hers
    begins(phone, BLOCK)
    phone.sees("是同一家吗？")
    assert phone.labels[0] == "就是 长城电器"
    phone.taps("不是，“苏州鼎新自动化有限公司”是新客户", "不填", "提交")
    phone.is_told("已经有客户在用")
    with phone.office.database.transaction() as session:
        assert session.scalar(select(Customer).where(Customer.name.startswith("苏州鼎新"))) is None


def test_a_colleagues_code_names_nobody(phone: Phone) -> None:
    with phone.office.database.transaction() as session:
        session.get_one(Customer, 2).uscc = CODE  # 陈亮's
    begins(phone, BLOCK)
    phone.sees("已经有同事在跟")
    assert "永盛" not in phone.screen()
    phone.sends("鼎新")
    phone.taps("不填", "改一项", "信用代码")
    phone.sends(CODE)
    phone.sees("已经有同事在跟")
    assert "永盛" not in phone.screen()


def orders_again(phone: Phone) -> None:
    phone.sends("/new")
    phone.taps("客户要货", "宏达机电", "款到发货（上次）")
    phone.sends("x200", "5", "58")
    phone.taps("够了")
    phone.sends("12月20号")
    phone.taps("合同")


# ── the card ───────────────────────────────────────────────────────────────────────────────


def opens(phone: Phone, name: str) -> None:
    phone.sends("/customers")
    phone.taps(name)


def test_pinyin_that_people_know_better_finds_it(phone: Phone) -> None:
    with phone.office.database.transaction() as session:
        owner = session.get_one(Customer, 1).owner_id
        session.add(Customer(code="S1", name="单县曾氏", pinyin="danxiancengshi", initials="dxcs", owner_id=owner,
                             created_at=phone.office.now))  # fmt: skip
    opens(phone, "单县曾氏")
    phone.taps("拼音")
    phone.sends("shanxian")
    phone.sees("和名字对不上")
    phone.sends("Shàn xiàn zēng shì，danxianzengshi")
    phone.taps("提交")
    walk(phone, "prepaid.shipment", until=1)
    phone.sends("sxzs")
    phone.sees("单县曾氏", "怎么付钱？")


def test_the_next_order_begins_with_what_the_card_says(phone: Phone) -> None:
    phone.office.file("prepaid.shipment", (1, 5, "58"), place="旧地址", tax_rate="0.13")
    phone.office.passes(days=1)
    opens(phone, "宏达机电")
    phone.taps("地址")
    phone.sends("无锡新厂区1号")
    phone.taps("改一项", "税率", "9%", "改一项", "其他收货地址")
    phone.sends("昆山分厂2号")
    phone.taps("提交")
    with phone.office.database.transaction() as session:
        assert session.scalars(select(CustomerPlace.address)).all() == ["昆山分厂2号"]
        assert history.broken_links(session) is not None
    orders_again(phone)
    phone.sees("无锡新厂区1号", "含税9%")
    phone.taps("改一项", "送到")
    assert "昆山分厂2号" in phone.labels
    phone.taps("昆山分厂2号", "提交")
    with phone.office.database.transaction() as session:
        assert session.scalars(select(Order).order_by(Order.id.desc())).first().fields["place"] == "昆山分厂2号"
    phone.office.passes(days=1)
    orders_again(phone)  # the order is newer than the card now
    phone.sees("昆山分厂2号")


def test_who_may_say_whose_it_is(phone: Phone) -> None:
    opens(phone, "宏达机电")
    assert "归属" not in phone.chat[-1].labels
    head = Phone(phone.office, "周强")
    opens(head, "宏达机电")
    head.taps("归属", "陈亮", "提交")
    assert row(head, "宏达机电").owner_id == row(head, "永盛五金").owner_id
    # her card still shows the button; the customer is not hers any more
    phone.taps("地址")
    assert row(phone, "宏达机电").address == "苏州相城"
    assert [draft.form for draft in phone.office.drafts()] == ["customer_card"]


def test_what_a_colleague_changed_meanwhile_stays(phone: Phone) -> None:
    opens(phone, "宏达机电")
    phone.taps("地址")
    with phone.office.database.transaction() as session:
        session.get_one(Customer, 1).phone = "13800000000"
    phone.sends("无锡新厂区1号")
    phone.taps("提交")
    changed = row(phone, "宏达机电")
    assert (changed.address, changed.phone) == ("无锡新厂区1号", "13800000000")


def test_a_second_press_on_the_card_is_the_same_form(phone: Phone) -> None:
    opens(phone, "宏达机电")
    card = phone.chat[-1]
    phone.taps("地址")
    phone.presses_again("地址", card)
    phone.presses_again("拼音", card)
    assert len(phone.office.drafts()) == 1
    phone.sees("拼音")


def test_places_that_stay_keep_who_is_met_there(phone: Phone) -> None:
    with phone.office.database.transaction() as session:
        session.add(CustomerPlace(customer_id=1, address="昆山分厂", contact="王工", phone="13900000000"))
        session.add(CustomerPlace(customer_id=1, address="旧仓库"))
        session.add(CustomerPlace(customer_id=3, address="长城的仓库"))
    opens(phone, "宏达机电")
    phone.taps("其他收货地址", "去掉 旧仓库")
    phone.sends("无锡分厂")
    phone.taps("提交")
    with phone.office.database.transaction() as session:
        kept = [(one.address, one.contact) for one in session.scalars(select(CustomerPlace).order_by("address"))]
    assert kept == [("无锡分厂", None), ("昆山分厂", "王工"), ("长城的仓库", None)]


def test_one_place_too_many_pushes_none_out(phone: Phone) -> None:
    with phone.office.database.transaction() as session:
        session.add_all(CustomerPlace(customer_id=1, address=f"分厂{n}号") for n in range(8))
    opens(phone, "宏达机电")
    phone.taps("其他收货地址")
    phone.sends("第九分厂")
    phone.sees("最多记 8 个地址")
    assert "去掉 分厂0号" in phone.labels


@pytest.mark.parametrize("name", ["永盛五金", "永盛 五金", "永盛五金。", "永盛伍金", "YS五金"])
def test_a_colleagues_customer_is_the_same_in_any_way_of_writing(phone: Phone, name: str) -> None:
    with phone.office.database.transaction() as session:
        session.add(Customer(code="Y1", name="ＹＳ五金", owner_id=3, created_at=phone.office.now))
    begins(phone, name)
    if name == "永盛伍金":  # another name
        phone.sees("找谁、电话多少？")
    else:
        phone.sees("已经有同事在跟")
