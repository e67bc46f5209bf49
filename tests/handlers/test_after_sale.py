"""退货 and 折让 as people meet them: sales asks, finance decides, the warehouse notes what came back."""

from __future__ import annotations

import pytest

from db.models import AfterSale, Attachment, Order
from services import money
from tests.support.office import HOUSE, Office

PAID = 1_740_000


def gone(office: Office, *lines: tuple[int, int, str], paid: int = PAID) -> int:
    """Goods in stock that are paid and have left."""
    order = office.file("prepaid.shipment", *(lines or ((2, 300, "58"),)))
    with office.database.transaction() as session:
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=paid)
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)
    office.send()
    office.taps("赵强", "备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    office.taps("赵强", "已发出", chat="仓库群")
    return order


def asks_back(office: Office, count: str = "50", reason: str = "质量问题") -> None:
    office.taps("张敏", "售后")
    office.taps("张敏", "退货")
    office.says("张敏", count)
    office.taps("张敏", reason)


def asks_less(office: Office, amount: str = "500", why: str = "晚到三天") -> None:
    office.taps("张敏", "售后")
    office.taps("张敏", "折让")
    office.says("张敏", amount)
    office.says("张敏", why)


def document(office: Office) -> AfterSale:
    with office.database.transaction() as session:
        return session.query(AfterSale).order_by(AfterSale.id.desc()).first()  # type: ignore[return-value]


def data_of(office: Office, chat: str, label: str, on: str = "") -> tuple[object, str]:
    """The newest message of a chat, and what stands behind one of its buttons."""
    found = office.newest(chat, on=on)
    return found, next(b["callback_data"] for row in found.out.keyboard for b in row if b["text"].startswith(label))


# ── from end to end ────────────────────────────────────────────────────────────────────────


def test_goods_come_back_and_the_customer_owes_less(office: Office):
    gone(office)
    buttons = "".join(line for line in office.reads("张敏", on="合计") if line.startswith("〔"))
    assert "〔补货〕〔售后〕" in buttons
    office.taps("张敏", "售后")
    assert office.reads("张敏") == [
        "售后 · XS261123-001 宏达机电",
        "货要退回来，点“退货”；货不退、只少收钱，点“折让”。都由财务 李娜定。",
        "〔退货〕〔折让〕", "〔先不办〕",
    ]  # fmt: skip
    office.taps("张敏", "退货")
    assert office.reads("张敏")[-2:] == ["退多少？回复这条，写数量。", "〔全部退〕"]
    office.says("张敏", "五十台")
    assert office.reads("张敏")[0] == "张敏，XS261123-001 宏达机电 退 Y10 50 台："
    assert office.taps("张敏", "质量问题") == "好，送财务 李娜了，定了马上告诉你。"
    assert "退货 1：Y10 50 台，减 ¥2,900.00，等财务 李娜定" in office.reads("张敏", on="合计")
    assert office.reads("财务群") == [
        "请财务 李娜定退货 1 · XS261123-001 宏达机电 · 款到发货",
        "退 Y10 轴承座 50 台（发了 300）",
        "减 ¥2,900.00 · 应收 ¥17,400.00 → ¥14,500.00",
        "已到账 ¥17,400.00，减完多收 ¥2,900.00",
        "张敏 10:05：质量问题",
        "〔同意，减 ¥2,900.00〕", "〔金额不同〕〔不同意〕", "〔同意，不减钱〕",
    ]  # fmt: skip
    assert office.taps("李娜", "同意，减 ¥2,900.00", chat="财务群") == "同意了，等仓库收货。"
    assert office.reads("张敏", on="退货 1 同意了")[1] == "Y10 50 台，减 ¥2,900.00"
    assert office.reads("仓库群") == [
        "收退货 · XS261123-001 宏达机电 退货 1",
        "Y10 轴承座 50 台",
        "张敏 10:05：质量问题",
        "仓储物流 赵强，货到了点一下；数量不同写实际数，照片回复这条。",
        "〔退货收到〕〔数量不同〕",
    ]  # fmt: skip
    assert office.taps("赵强", "退货收到", chat="仓库群") == "退货记好了，张敏和财务马上看到。"
    assert office.reads("仓库群")[0] == "退货收到了 · XS261123-001 宏达机电 退货 1"
    assert office.reads("张敏", on="办好了")[:3] == [
        "退货 1 办好了 · XS261123-001 宏达机电",
        "Y10 50 台，减 ¥2,900.00 · 赵强 10:05 收到",
        "应收 ¥14,500.00，多收 ¥2,900.00，财务 李娜来转预收或退款。",
    ]  # fmt: skip
    card = office.reads("张敏", on="合计")
    assert "应收 ¥14,500.00 · 到账 ¥17,400.00 · 多收 ¥2,900.00（已减退货折让 ¥2,900.00）" in card
    assert "退货 1：Y10 50 台，减 ¥2,900.00，已退回" in card
    assert office.reads("财务群", on="办好了")[-1] == "〔转预收 ¥2,900.00〕〔退款 ¥2,900.00〕"
    office.taps("李娜", "退款 ¥2,900.00", chat="财务群")
    assert "退后到账 ¥14,500.00，还是付清的" in office.reads("财务群")
    office.taps("李娜", "确定", chat="财务群")
    assert office.reads("财务群")[1] == "应收 ¥14,500.00 · 已到账 ¥14,500.00（已减退货折让 ¥2,900.00）"
    assert office.reads("财务群", on="办好了")[-1] == "赵强 10:05 收到退货。", "nothing is left to be kept or refunded"


def test_an_allowance_needs_no_warehouse(office: Office):
    gone(office)
    asks_less(office)
    assert office.reads("财务群")[-2:] == ["〔同意，减 ¥500.00〕", "〔金额不同〕〔不同意〕"]
    office.taps("李娜", "金额不同", chat="财务群")
    for wrong in ("0", "17400.01", "很多"):
        office.says("李娜", wrong, chat="财务群", to="减多少？")
        assert office.newest("财务群").text.startswith(f"没看懂“{wrong}”")
    office.says("李娜", "300", chat="财务群", to="减多少？")
    assert (document(office).state, document(office).amount_minor) == ("done", 30_000)
    assert "折让 1：减 ¥300.00，已减" in office.reads("张敏", on="合计")
    assert all("折让" not in one.text for one in office.chats[-1002])


def test_refused_with_a_reason_and_asked_once_more(office: Office):
    gone(office)
    asks_less(office)
    office.taps("李娜", "不同意", chat="财务群")
    assert office.taps("李娜", "要得太多", chat="财务群") == "记好了，张敏马上收到。"
    assert office.reads("张敏", on="没同意")[:2] == ["折让 1 没同意 · XS261123-001 宏达机电", "李娜 10:05：要得太多"]
    asks_less(office, "200")
    assert (document(office).number, document(office).state) == (2, "asked")


def test_several_lines_come_back_together(office: Office):
    gone(office, (2, 100, "30"), (3, 10, "12"), paid=312_000)
    office.taps("张敏", "售后")
    office.taps("张敏", "退货")
    assert office.newest("张敏").text.endswith("退哪些？没写的不退。先型号后数量：Y10 100，Z5 10")
    office.says("张敏", "Y10 101，Z5 1")
    assert "退的比发出去、还没退的多" in office.newest("张敏").text
    office.says("张敏", "Y10 20，Z5 1")
    office.taps("张敏", "发错了")
    assert "退货 1：Y10 20 台、Z5 1 台，减 ¥612.00，等财务 李娜定" in office.reads("张敏", on="合计")
    assert "减 ¥612.00 · 应收 ¥3,120.00 → ¥2,508.00" in office.reads("财务群")


# ── in words ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "state", "amount"),
    [
        ("同意", "agreed", 290_000),
        ("同意 2000", "agreed", 200_000),
        ("2000", "agreed", 200_000),
        ("不同意，客户自己摔的", "refused", 290_000),
        ("同意，但要先付清", "asked", 290_000),
        ("先看看", "asked", 290_000),
    ],
)
def test_finance_answers_in_reply(office: Office, words: str, state: str, amount: int):
    gone(office)
    asks_back(office)
    office.says("李娜", words, chat="财务群", to="请财务 李娜定退货")
    row = document(office)
    assert (row.state, row.amount_minor) == (state, amount)
    if state == "asked":
        assert office.newest("财务群").text.startswith("没看懂。回复“同意”")


@pytest.mark.parametrize(("words", "count"), [("退回了", "50"), ("退回 40", "40"), ("40", "40"), ("已入库", "50")])
def test_the_warehouse_answers_in_reply(office: Office, words: str, count: str):
    gone(office)
    asks_back(office)
    office.taps("李娜", "同意，减 ¥2,900.00", chat="财务群")
    office.says("赵强", words, chat="仓库群", to="收退货")
    row = document(office)
    assert (row.state, list(row.quantities.values())) == ("done", [count])
    assert row.amount_minor == int(count) * 5_800


def test_the_warehouse_counts_other_than_was_agreed_and_sends_a_photo(office: Office):
    gone(office)
    asks_back(office)
    office.taps("李娜", "同意，减 ¥2,900.00", chat="财务群")
    office.uploads("赵强", chat="仓库群", to="收退货")
    assert office.newest("仓库群").text.startswith("照片存好了")
    office.taps("赵强", "数量不同", chat="仓库群")
    office.says("赵强", "51", chat="仓库群", to="实际退回多少")
    assert document(office).state == "agreed"
    office.says("赵强", "30", chat="仓库群", to="实际退回多少")
    assert (document(office).state, document(office).amount_minor) == ("done", 174_000)
    with office.database.transaction() as session:
        assert session.query(Attachment).filter_by(purpose="photo").count() == 1


# ── who, twice, too late ───────────────────────────────────────────────────────────────────


def test_each_press_that_comes_too_late_says_what_happened(office: Office):
    gone(office)
    asks_back(office)
    card, agree = data_of(office, "财务群", "同意，减")
    office.taps("李娜", "同意，减 ¥2,900.00", chat="财务群")
    assert office.presses("陈静", card, agree, chat="财务群") == "李娜 10:05 已经点过，不用再点。"
    office.says("陈静", "不同意，太多", chat="财务群", to="退货 1 同意了")
    assert "李娜 10:05 已经处理，不用再点。" in office.newest("财务群").text
    goods, came = data_of(office, "仓库群", "退货收到")
    office.taps("张敏", "售后")
    assert office.taps("张敏", "撤回退货 1") == "好，撤回了。"
    assert office.reads("仓库群")[0].startswith("退货不来了")
    assert office.presses("赵强", goods, came, chat="仓库群") == "这张是旧的，没算数。新的在下面，看过再点。"
    assert document(office).state == "withdrawn"


def test_another_person_s_words_are_not_asked_in_one_s_own_name(office: Office):
    gone(office)
    office.taps("张敏", "售后")
    office.taps("张敏", "退货")
    office.says("张敏", "50")
    card, data = data_of(office, "张敏", "质量问题")
    assert office.presses("周强", card, data, chat="张敏") == "这是张敏说的，张敏来点才算。你要定，点卡上的按钮。"


def test_it_comes_back_while_the_order_is_held(office: Office):
    order = gone(office)
    asks_back(office)
    office.taps("李娜", "同意，减 ¥2,900.00", chat="财务群")
    with office.database.transaction() as session:
        session.get_one(Order, order).on_hold = True
    office.taps("赵强", "退货收到", chat="仓库群")
    assert document(office).state == "done"


def test_it_stands_among_what_waits(office: Office):
    gone(office)
    asks_back(office)
    office.says("李娜", "/todo")
    assert "退货折让要你定" in office.newest("李娜").text
    office.taps("李娜", "1 001 宏达机电")
    office.taps("李娜", "同意，减 ¥2,900.00")
    office.says("赵强", "/todo")
    assert "退货要收" in office.newest("赵强").text
    office.taps("赵强", "1 001 宏达机电")
    office.taps("赵强", "退货收到")
    assert document(office).state == "done"
