"""Finance and money that is there: too much, nearly enough, on the wrong order, as a note, from somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.reminders import chasing
from tests.support.office import HOUSE, Office, at

FIRST, SECOND = "XS261123-001", "XS261123-002"


@pytest.fixture
def order(office: Office) -> int:
    """款到排产: ¥17,400.00 before anything is bought or made."""
    return office.file("prepaid.release", (1, 300, "58.00"), wanted=None)


@pytest.fixture
def other(office: Office, order: int) -> int:
    """Another order of the same customer: ¥365.00 before it leaves."""
    return office.file("prepaid.shipment", (2, 10, "36.50"))


def send(office: Office, text: str, on: str = FIRST) -> None:
    office.taps("张敏", "传水单", on=on)
    office.says("张敏", text)


def pay(office: Office, text: str, label: str, on: str = FIRST) -> None:
    send(office, text, on)
    office.taps("李娜", label, chat="财务群", on=on)


def opens_money(office: Office, on: str = FIRST) -> list[str]:
    office.says("李娜", f"/order {on}")
    office.taps("李娜", "款项", on=on)
    return office.reads("李娜", on="款项 · ")


# ── too much ───────────────────────────────────────────────────────────────────────────────


def test_too_much_is_told_and_kept_and_used_for_the_next_order(office: Office, other: int):
    pay(office, "17600", "到账 ¥17,600.00")
    card = office.reads("财务群", on="到账 ¥17,600.00")
    assert card[1] == "累计 ¥17,600.00 / ¥17,400.00，多收 ¥200.00"
    assert "〔转预收 ¥200.00〕〔退款 ¥200.00〕" in card
    assert office.taps("李娜", "转预收 ¥200.00", chat="财务群") == "转预收 ¥200.00，记好了。"
    assert office.reads("财务群", on="款项 · ")[:3] == [
        "款项 · XS261123-001 宏达机电 · 款到排产",
        "应收 ¥17,400.00 · 已到账 ¥17,400.00",
        "宏达机电预收余额 ¥200.00",
    ]
    money = opens_money(office, SECOND)
    assert "〔余额抵扣 ¥200.00〕" in money
    assert office.taps("李娜", "余额抵扣 ¥200.00") == "余额抵扣 ¥200.00，记好了。"
    assert "应收 ¥365.00 · 已到账 ¥200.00 · 还差 ¥165.00" in office.reads("李娜", on="款项 · ")
    assert office.reads("张敏", on="转入")[:2] == ["转入 ¥200.00 · XS261123-002 宏达机电", "李娜 用预收余额抵的。"]
    assert "预收余额" not in office.all_of("张敏").replace("预收余额抵的", "")


def test_a_button_made_for_other_amounts_does_nothing(office: Office, other: int):
    """The balance is shown on two cards; whoever uses it second is told that the card is old."""
    pay(office, "17600", "到账 ¥17,600.00")
    office.taps("李娜", "转预收 ¥200.00", chat="财务群")
    opens_money(office, SECOND)
    old = office.newest("李娜", on="款项 · ")
    data = old.data("余额抵扣 ¥200.00")
    office.says("陈静", f"/order {SECOND}")
    office.taps("陈静", "款项", on=SECOND)
    office.taps("陈静", "余额抵扣 ¥200.00")
    said = office.presses("李娜", old, data)
    assert said.startswith("这张是旧的，没算数。")
    assert "应收 ¥365.00 · 已到账 ¥200.00 · 还差 ¥165.00" in office.reads("李娜", on="款项 · ")


def test_a_question_whose_amount_is_old_stands_below_as_it_is_now(office: Office, order: int):
    """Two of finance refund at once: the second reads what is there now, below everything that was said."""
    pay(office, "17400", "到账 ¥17,400.00")
    for who in ("李娜", "陈静"):
        office.says(who, f"/order {FIRST}")
        office.taps(who, "款项", on=FIRST)
        office.taps(who, "退款")
        office.says(who, "10000", to="退了多少")
    old = office.newest("李娜", on="款项 · ")
    data = old.data("确定")
    office.says("李娜", "/todo")
    assert office.taps("陈静", "确定") == "退款 ¥10,000.00，记好了。"
    assert office.presses("李娜", old, data) == "这张是旧的，没算数。新的在下面，看过再点。"
    assert "款项 · " in office.chats[office._id("李娜")][-1].text
    shown = office.reads("李娜")
    assert shown[1] == "应收 ¥17,400.00 · 已到账 ¥7,400.00 · 还差 ¥10,000.00"
    assert "确定" not in str(shown)
    assert office.order(order).state == "released"


# ── nearly enough ──────────────────────────────────────────────────────────────────────────


def test_a_bank_fee_is_given_up_by_one_tap_and_stands_on_every_card(office: Office, order: int):
    pay(office, "17385", "到账 ¥17,385.00")
    assert office.order(order).state == "accepted"
    assert "〔尾差 ¥15.00 不要了〕" in office.reads("财务群", on="到账 ¥17,385.00")
    assert office.taps("李娜", "尾差 ¥15.00 不要了", chat="财务群") == "尾差 ¥15.00 不收了，记好了。"
    assert office.order(order).state == "released"
    assert "应收 ¥17,400.00 · 已付清（含尾差 ¥15.00）" in office.reads("张敏", on="合计")
    assert "尾差 ¥15.00 不收了 · XS261123-001 宏达机电" in office.all_of("张敏")
    assert "尾差 +¥15.00 · 李娜" in office.reads("财务群", on="款项 · ")[2]


def test_more_than_a_rest_is_not_offered_to_be_given_up(office: Office, order: int):
    pay(office, "17349.99", "到账 ¥17,349.99")
    assert "尾差" not in str(office.reads("财务群", on="到账 ¥17,349.99"))


# ── back to the customer ───────────────────────────────────────────────────────────────────


def test_a_part_goes_back_after_one_question_and_supply_is_stopped(office: Office, order: int):
    pay(office, "17400", "到账 ¥17,400.00")
    for label in ("更多", "款项", "退款"):
        office.taps("李娜", label, chat="财务群")
    assert (
        office.reads("财务群")[0]
        == "李娜，XS261123-001 宏达机电 · 款到排产 退了多少？现在到账 ¥17,400.00。回复这条，写金额。"
    )
    for words, bad in (("20000", "没有这么多，最多 ¥17,400.00。"), ("😀", "没看懂“😀”，请换个写法。")):
        office.says("李娜", words, chat="财务群", to="退了多少")
        assert office.reads("财务群")[0] == bad
    office.says("李娜", "5000", chat="财务群", to="退了多少")
    assert office.reads("财务群", on="款项 · ")[2:] == [
        "¥5,000.00 已经退给客户了？记了就不算到账。",
        "退后到账 ¥12,400.00，还差 ¥5,000.00",
        "货或采购已经按这笔钱走了：记下后马上通知停下。",
        "〔确定〕〔不了〕",
    ]
    assert office.order(order).state == "released"
    assert office.taps("李娜", "确定", chat="财务群") == "退款 ¥5,000.00，记好了。"
    assert office.reads("财务群", on="先停下 · ")[1] == "李娜 退款 ¥5,000.00，还差 ¥5,000.00。"
    assert office.reads("生产采购群", on="货款又不够了")[0] == "先停下 · XS261123-001 宏达机电"


# ── to another order ───────────────────────────────────────────────────────────────────────


def test_money_goes_to_another_order_and_both_are_judged_anew(office: Office, other: int):
    pay(office, "17400", "到账 ¥17,400.00")
    opens_money(office)
    office.taps("李娜", "转到别的单")
    assert office.reads("李娜", on="转到哪张单？")[-2:] == [
        "〔002 宏达机电 还差 ¥365.00〕",
        "〔转预收〕〔我来写〕〔不了〕",
    ]
    office.taps("李娜", "002 宏达机电 还差 ¥365.00")
    assert office.reads("李娜", on="从这张单转")[2:5] == [
        "从这张单转 ¥365.00 到 XS261123-002？",
        "XS261123-001 转后还差 ¥365.00",
        "XS261123-002 转后付清",
    ]
    assert office.taps("李娜", "确定") == "转走 ¥365.00，记好了。"
    assert "先停下，货款又不够了" in office.reads("张敏", on="合计 ¥17,400.00")
    assert office.reads("张敏", on="转入 ¥365.00")[1] == "李娜 从 XS261123-001 转来的。"
    assert "转款 -¥365.00 · 李娜" in office.reads("李娜", on="款项 · ")[2]


def test_a_move_in_words_names_one_order_of_the_customer(office: Office, other: int):
    strange = office.file("prepaid.shipment", (2, 1, "36.50"), by="陈亮", customer=2)
    assert strange
    pay(office, "17400", "到账 ¥17,400.00")
    opens_money(office)
    office.taps("李娜", "转到别的单")
    office.taps("李娜", "我来写")
    for words, bad in (
        ("转一点", "一次转一张单：先单号后金额。"),
        ("009 5", "没找到单号“009”。"),
        ("001 5", "就是这张单，换一张。"),
        ("003 5", "XS261123-003 不是这个客户的单，转不了。"),
        ("002 366", "没有这么多，最多 ¥365.00。"),
    ):
        office.says("李娜", words)
        assert office.reads("李娜")[0] == bad
    office.says("李娜", "002 100")
    assert "从这张单转 ¥100.00 到 XS261123-002？" in office.reads("李娜", on="款项 · ")


def test_others_have_no_such_button_and_cannot_forge_one(office: Office, order: int):
    pay(office, "17385", "到账 ¥17,385.00")
    assert "款项" not in office.newest("张敏", on="合计").labels
    assert office.taps("赵强", "尾差 ¥15.00 不要了", chat="财务群") == "这一步不归你的部门办。"
    assert office.order(order).state == "accepted"


# ── notes, payers, the same twice ──────────────────────────────────────────────────────────


def hold(office: Office) -> None:
    send(office, "17400")
    office.taps("李娜", "更多", chat="财务群")
    assert office.reads("财务群")[-4:] == [
        "怎么付的？票据要写到期日，兑付了才算到账。",
        "〔转账〕〔现金〕〔微信〕",
        "〔银行承兑〕〔商业承兑〕",
        "〔写付款方〕〔返回〕",
    ]
    office.taps("李娜", "商业承兑", chat="财务群")
    office.says("李娜", "12月30日", chat="财务群", to="哪天到期")


def test_a_note_is_held_until_it_is_paid(office: Office, order: int):
    hold(office)
    assert office.reads("财务群", on="票据 · ") == [
        "票据 · XS261123-001 宏达机电 · 款到排产",
        "商业承兑 ¥17,400.00 · 12月30日到期",
        "应收 ¥17,400.00 · 已到账 ¥0.00 · 还差 ¥17,400.00",
        "兑付后就能下单",
        "张敏 10:05 传",
        "〔已兑付 ¥17,400.00〕",
        "〔没兑付〕〔更多〕",
    ]
    mine = office.reads("张敏", on="合计")
    assert "商业承兑 ¥17,400.00 待确认，12月30日到期（张敏 10:05）" in mine
    assert "等12月30日票据兑付，财务 李娜确认了才放行。" in mine
    office.taps("李娜", "已兑付 ¥17,400.00", chat="财务群")
    assert office.order(order).state == "released"


def test_a_note_that_was_not_paid_goes_back_to_sales(office: Office, order: int):
    hold(office)
    office.taps("李娜", "没兑付", chat="财务群")
    assert office.reads("张敏", on="没兑付 · ")[1:3] == [
        "商业承兑 ¥17,400.00，李娜 10:05 记的：到期没兑付。",
        "跟客户要这笔钱，付了再传水单。",
    ]
    assert office.order(order).state == "accepted"


@pytest.mark.parametrize(
    ("words", "bad"), [("随便", "“随便”没看出是哪一天。"), ("2026年11月2日", "到期日不能是过去的日子。")]
)
def test_a_note_needs_a_day_to_come(office: Office, order: int, words: str, bad: str):
    send(office, "17400")
    office.taps("李娜", "更多", chat="财务群")
    office.taps("李娜", "商业承兑", chat="财务群")
    office.says("李娜", words, chat="财务群", to="哪天到期")
    assert office.reads("财务群")[0] == bad
    office.says("李娜", "12月30日", chat="财务群", to="哪天到期")
    assert "商业承兑 ¥17,400.00 · 12月30日到期" in office.reads("财务群", on="票据 · ")


def reminded(office: Office, moment: str) -> bool:
    """Whether finance is asked to look for the money, the clock standing at this day."""
    office.now = at(moment, "16:00")
    with office.database.transaction() as session:
        for hour in range(3):
            chasing.tick(session, HOUSE, office.now + timedelta(minutes=hour))
    office.send()
    return "查一下账" in office.all_of("财务群")


def test_nobody_is_nagged_about_a_note_before_its_day(office: Office, order: int):
    hold(office)
    assert not reminded(office, "11-24")
    assert not reminded(office, "12-29")
    assert "催客户付款" not in office.all_of("张敏")
    assert reminded(office, "12-30")


def test_a_slip_that_is_no_note_is_asked_about_the_same_day(office: Office, order: int):
    send(office, "17400")
    assert reminded(office, "11-23"), "the control of the one above"


def test_who_paid_is_told_beside_the_amount_and_hinted_at(office: Office, order: int):
    send(office, "17400 付款方 苏州明远贸易")
    card = office.reads("财务群")
    assert card[1:3] == ["水单 ¥17,400.00 · 付款方 苏州明远贸易", "付款方不是宏达机电，像是代付，核对一下。"]
    office.taps("李娜", "更多", chat="财务群")
    office.taps("李娜", "写付款方", chat="财务群")
    office.says("李娜", "苏州宏达机电有限公司", chat="财务群", to="谁付的")
    card = office.reads("财务群", on="查账")
    assert card[1] == "水单 ¥17,400.00 · 付款方 苏州宏达机电有限公司"
    assert "代付" not in str(card), "the customer's name written longer is no other"


def test_the_same_amount_of_the_same_customer_is_warned_about(office: Office, other: int):
    send(office, "300")
    send(office, "300", SECOND)
    assert "注意：XS261123-001 11月23日也传过一张 ¥300.00，别记两次。" in office.reads("财务群", on=SECOND)
