"""Going about in a draft: leaving, coming back, pressing twice, pressing what is old, being somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db.models import Customer, Draft
from handlers.forms import standing
from services import inbox, owed
from tests.support.desk import Phone, data_of
from tests.support.intake import WAYS, walk
from tests.support.office import STAFF

# ── leaving and coming back ────────────────────────────────────────────────────────────────


def test_a_draft_is_found_where_it_was_left(phone: Phone):
    """Every turn has a desk of its own, so this is a restart as well."""
    walk(phone, "prepaid.shipment", until=4)
    left = phone.text
    phone.office.passes(hours=3)
    phone.sends("/start")
    phone.taps("接着填")
    assert phone.text == left
    assert phone.chat[-1].text == left, "it goes on at the bottom of the chat"
    assert sum(one.text == left for one in phone.chat) == 1
    phone.sends("三百")
    phone.sees("含税单价多少？")


def test_a_draft_put_aside_says_where_it_is(phone: Phone):
    walk(phone, "prepaid.shipment", until=4)
    phone.taps("存草稿")
    phone.is_told("草稿存好了")
    assert phone.text.split("\n") == [
        "宏达机电 · 款到发货",
        "还缺 产品、要求交期、下单依据",
        "草稿存好了。以后在首页点“接着填”就能找到。",
    ]
    assert phone.labels == ["接着填"]
    phone.sends("300")
    assert "没看懂这句" in phone.chat[-1].text, "nothing waits for words"
    phone.taps("接着填")
    phone.sends("300")
    phone.sees("含税单价多少？")


def test_a_complete_draft_put_aside_lacks_only_the_press(phone: Phone):
    walk(phone, "stock")
    phone.taps("存草稿")
    phone.sees("都填好了，只差提交。")
    phone.taps("接着填", "提交")
    assert len(phone.office.orders()) == 1


def test_throwing_away_is_asked_once(phone: Phone):
    walk(phone, "prepaid.shipment", until=4)
    asked = phone.text
    phone.taps("取消")
    phone.sees("不要了？填好的内容会清掉。")
    phone.taps("接着填")
    assert phone.text == asked
    phone.taps("取消", "确定不要了")
    phone.sees("这张不要了，没有提交。")
    assert phone.labels == []
    assert phone.office.drafts()[0].state == "discarded"
    assert phone.office.orders() == []


def test_an_empty_draft_goes_at_once(phone: Phone):
    phone.sends("/new")
    phone.taps("取消")
    assert phone.office.drafts()[0].state == "discarded"


def test_words_that_stand_on_a_button_press_it(phone: Phone):
    """Somebody who writes 取消 does not mean a receiver of that name."""
    walk(phone, "sample", until=6)
    phone.sends("上一步")
    phone.sees("样品做什么用？")
    phone.sends("送检")
    phone.sends("存草稿")
    phone.sees("草稿存好了")
    phone.taps("接着填")
    phone.sends("取消", "接着填", "李工")
    phone.sees("收样人电话多少？")


def test_words_count_in_any_script_and_width(phone: Phone):
    phone.sends("報新單")
    phone.taps("客户要货")
    phone.sends("宏達機電")
    phone.sees("宏达机电", "怎么付钱？")
    phone.sends("存 草 稿。")
    phone.sees("草稿存好了")
    phone.sends("再來一單")
    assert "还没有能照着报的单" in phone.office.newest("张敏").text


def test_a_customer_who_left_is_not_taken_from_a_button_that_still_stands(phone: Phone):
    walk(phone, "prepaid.shipment", until=1)
    with phone.office.database.transaction() as session:
        customer = session.get_one(Customer, 1)
        customer.owner_id = phone.office.person(session, "陈亮").id
    phone.taps("宏达机电")
    phone.sees("“宏达机电”停用了，或者现在不归你跟。", "哪个客户？")
    assert "宏达机电" not in phone.labels


def test_an_untouched_draft_is_not_begun_twice(phone: Phone):
    phone.sends("/new", "/new", "报新单")
    assert len(phone.office.drafts()) == 1
    assert sum(one.out.kind == "draft" for one in phone.chat) == 1


def test_two_drafts_at_once(phone: Phone):
    walk(phone, "prepaid.shipment", until=4)
    first = phone.card
    walk(phone, "stock", until=2)
    assert phone.card.message_id != first.message_id
    phone.sends("5")
    phone.sees("X200 减速电机 5 台")
    phone.office.passes(minutes=5)
    phone.presses_again("上一步", first)
    phone.taps("X200 减速电机")
    phone.sends("300")
    assert [draft.answers["_line"]["quantity"] for draft in phone.office.drafts() if "_line" in draft.answers] == [
        "300"
    ]
    phone.sends("/start")
    phone.taps("接着填（2 张）")
    assert phone.chat[-1].labels == ["宏达机电 · 款到发货 · 11月23日", "备货 · 11月23日"]
    phone.taps("备货 · 11月23日", "够了")
    phone.sees("哪天要到库？")


# ── twice ──────────────────────────────────────────────────────────────────────────────────


def held(phone: Phone) -> tuple[Any, ...]:
    """Where the newest draft stands; how often its card was drawn is nothing of it."""
    draft = phone.office.drafts()[0]
    return draft.state, draft.step, {key: value for key, value in draft.answers.items() if key != "_n"}


def press_twice(phone: Phone, label: str) -> None:
    """Two presses of one button, the second before the card could change, and a third on what stood there."""
    before = phone.card
    phone.office.held = True
    phone.presses_again(label, before)
    once = held(phone)
    assert phone.presses_again(label, before), f"{label} was not answered the second time"
    assert held(phone) == once, label
    phone.office.held = False
    phone.office.send()
    assert phone.presses_again(label, before), f"{label} was not answered on the old card"
    assert held(phone) == once, label


def put_back(phone: Phone, before: Draft) -> None:
    """The draft as it was, and its card with it."""
    with phone.office.database.transaction() as session:
        draft = session.get_one(Draft, before.id)
        draft.state, draft.step, draft.answers = before.state, before.step, before.answers
        card = owed.show_card(
            session, "draft", subject=f"draft:{draft.id}", chat_id=draft.chat_id, now=phone.office.now
        )
        assert card.id
    phone.office.send()


@pytest.mark.parametrize("leaf", ["prepaid.shipment", "sample", "stock"])
def test_every_button_counts_once(phone: Phone, leaf: str):
    phone.sends("/new")
    for answer in WAYS[leaf]:
        before = phone.office.drafts()[0]
        for label in phone.labels:
            if label != "新客户":  # begins another form
                press_twice(phone, label)
                put_back(phone, before)
        answer.give(phone)
    for label in ("改一项", "存草稿", "取消", "提交"):
        before = phone.office.drafts()[0]
        press_twice(phone, label)
        if label != "提交":
            put_back(phone, before)
    assert len(phone.office.orders()) == 1


def test_without_the_guard_a_second_press_would_count(phone: Phone, monkeypatch: pytest.MonkeyPatch):
    """The control of the test above: with cards that do not know their state, a double tap goes back twice."""
    monkeypatch.setattr(standing, "stale", lambda _draft, _seen: False)
    walk(phone, "prepaid.shipment", until=6)
    with pytest.raises(AssertionError):
        press_twice(phone, "上一步")


def test_a_redelivered_update_counts_once(phone: Phone):
    walk(phone, "prepaid.shipment", until=4)
    office = phone.office
    where = office._where(phone.name, None)
    update = {"update_id": 900, "message": {"message_id": 900, "date": 1, "text": "300", **where}}
    for _ in range(2):
        with office.database.transaction() as session:
            inbox.ingest(session, bot_id=1, updates=[update], now=office.now)
        with office.database.transaction() as session:
            unit = inbox.next_unit(session, office.now)
            if unit is not None:
                office.desk.handle(session, unit.update(), office.now)
                inbox.done(session, unit.id, office.now)
    office.send()
    phone.sees("含税单价多少？")


def test_an_order_is_submitted_once(phone: Phone):
    walk(phone, "prepaid.shipment")
    summary = phone.card
    phone.taps("提交")
    assert "张敏 10:05 已经点过" in phone.presses_again("提交", summary)
    for label in ("改一项", "存草稿", "取消"):
        assert phone.presses_again(label, summary)
    assert len(phone.office.orders()) == 1
    assert phone.office.drafts()[0].state == "submitted"


# ── what is old, and whose it is ───────────────────────────────────────────────────────────


def test_the_submit_button_of_an_older_read_back_files_nothing(phone: Phone):
    walk(phone, "prepaid.shipment")
    old = phone.card
    phone.taps("改一项", "X200 数量")
    phone.sends("30")
    assert "这张是旧的，没算数" in phone.presses_again("提交", old)
    assert phone.office.orders() == []
    phone.taps("提交")
    assert phone.office.orders()[0].lines[0].quantity == 30


def test_a_draft_is_filled_by_one_person(phone: Phone):
    walk(phone, "prepaid.shipment")
    office, card = phone.office, phone.card
    before = held(phone)
    for label in phone.labels:
        data = data_of(card, label)
        assert office.presses("陈亮", card, data) == "这个按钮已失效，看最新的那张卡。", "from another chat"
        update = {
            "update_id": 901,
            "callback_query": {
                "id": "901", "from": {"id": STAFF["陈亮"][0], "is_bot": False, "first_name": "陈亮"}, "data": data,
                "chat_instance": "1", "message": office._as_message(STAFF["张敏"][0], card),
            },
        }  # fmt: skip
        office._handle(update)
        phone.is_told("这张草稿是别人的，只有他能填。")
    assert held(phone) == before
    assert office.orders() == []


def test_a_day_that_has_passed_meanwhile_is_asked_again(phone: Phone):
    walk(phone, "prepaid.shipment")
    phone.office.now += timedelta(days=20)
    phone.taps("提交")
    phone.sees("这天已经过了，请写今天或以后的日子。", "客户哪天要到货？")
    assert phone.office.orders() == []
    phone.sends("12月30日")
    phone.taps("提交")
    assert len(phone.office.orders()) == 1


def test_a_type_that_the_book_does_not_know_any_more_is_asked_again(phone: Phone):
    walk(phone, "prepaid.shipment")
    with phone.office.database.transaction() as session:
        draft = session.query(Draft).one()
        draft.answers = {**draft.answers, "q:payment": "leaf:consignment"}
    phone.taps("改一项")
    phone.taps("不改了")
    phone.sees("客户怎么付钱？")
    phone.taps("款到发货", "提交")
    assert len(phone.office.orders()) == 1


# ── another type ───────────────────────────────────────────────────────────────────────────


def test_lines_without_prices_are_priced_when_a_customer_is_to_pay(phone: Phone):
    walk(phone, "stock")
    phone.taps("改一项", "类型", "客户要货", "宏达机电", "款到发货")
    phone.sees("这类单要写单价。", "含税单价多少？")
    phone.sends("58")
    phone.taps("够了", "合同")
    phone.sees("宏达机电 · 款到发货", "合计 ¥17,400.00（含税13%，专票）", "到货 12月4日 周五")
    phone.taps("提交")
    assert phone.office.orders()[0].total_minor == 1740000


def test_goods_that_another_type_does_not_know_are_dropped_and_named(phone: Phone):
    """备货 makes or buys; what lies in stock already is not ordered into it."""
    walk(phone, "prepaid.shipment", until=3)
    phone.sends("Y10", "5", "36.5")
    phone.taps("够了", "12月4日 周五", "合同", "改一项", "类型", "公司备货")
    phone.sees("Y10 不能这样报，去掉了。", "备什么货？")
    phone.sends("X200", "5")
    phone.taps("够了", "安全库存")
    phone.sends("30")
    assert phone.text.split("\n")[:2] == ["核对一下 · 备货", "X200 减速电机 5 台"]
    phone.taps("提交")
    assert [line.product_code for line in phone.office.orders()[0].lines] == ["X200"]


def test_days_after_payment_need_a_type_that_counts_them(phone: Phone):
    walk(phone, "prepaid.release")
    phone.taps("改一项", "类型", "客户要货", "账期、月结")
    phone.sees("这类单不从到款那天算，请写日期。", "客户哪天要到货？")
    phone.sends("款到后7个工作日")
    phone.sees("这类单不从到款那天算，请写日期。")
    phone.taps("12月4日 周五", "提交")
    assert len(phone.office.orders()) == 1


def test_a_charged_sample_needs_a_price(phone: Phone):
    """W7 stands in no list: given away it needs none, sold it does."""
    walk(phone, "sample", until=2)
    phone.sends("W7", "2.5公斤")
    phone.taps("够了", "试用")
    phone.sends("李工", "13912342211", "无锡新吴区长江路1号", "本周五")
    phone.sees("付款 不收款")
    phone.taps("改一项", "收费", "收费")
    phone.sees("这类单要写单价。", "含税单价多少？")
    phone.sends("80")
    phone.taps("够了")
    phone.sees("合计 ¥200.00", "付款 发货前付清")
    phone.taps("提交")
    assert phone.office.orders()[0].terms[0].required_minor == 20000
