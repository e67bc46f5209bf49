"""Slips: sales sends one in whatever way, it opens nothing; finance judges it."""

from __future__ import annotations

import pytest

from tests.support.office import Office, at


@pytest.fixture
def order(office: Office) -> int:
    """款到排产: ¥17,400.00 before anything is bought or made."""
    return office.file("prepaid.release", (1, 300, "58.00"), wanted=None)


def send(office: Office, text: str = "12000") -> None:
    """A slip for the first order."""
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", text)


# ── sending ────────────────────────────────────────────────────────────────────────────────


def test_an_amount_is_a_slip_that_opens_nothing(office: Office, order: int):
    office.taps("张敏", "传水单")
    assert office.reads("张敏") == ["XS261123-001 宏达机电", "水单发我，或写金额。", "〔还差的 ¥17,400.00〕"]
    office.says("张敏", "一万两千")
    assert office.reads("张敏") == [
        "水单收到 · XS261123-001 宏达机电",
        "¥12,000.00，已转财务 李娜。",
        "查到账才放行；财务今天到 17:30，有结果马上告诉你。",
        "〔金额不对〕〔再传一张〕",
    ]
    card = office.reads("张敏", on="合计")
    assert "水单 ¥12,000.00 待确认（张敏 10:05）" in card
    assert "应收 ¥17,400.00 · 到账 ¥0.00 · 还差 ¥17,400.00" in card
    assert office.order(order).state == "accepted"


def test_on_a_weekend_it_says_when_finance_is_back(office: Office, order: int):
    office.now = at("11-28", "15:00")
    send(office)
    assert office.reads("张敏")[2] == "查到账才放行；财务 11月30日 周一 08:30 上班。"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("😀", "没看懂“😀”，请换个写法。"),
        ("9" * 30, "这个数太大了，请检查一下。"),
        ("-500", "不能是负数。"),
        ("0", "要大于 0。"),
        ("1.234", "小数位太多了"),
        ("长" * 4096, "太长了，没看懂。请只写这一项。"),
        ("$100", "这里只收人民币金额。"),
    ],
)
def test_words_that_are_no_amount_are_asked_again(office: Office, order: int, text: str, answer: str):
    office.taps("张敏", "传水单")
    office.says("张敏", text)
    said = office.reads("张敏")
    assert said[0].startswith(answer)
    assert said[1:3] == ["XS261123-001 宏达机电", "水单发我，或写金额。"]
    assert office.all_of("财务群") == ""
    office.says("张敏", "12000")
    assert office.reads("张敏")[0] == "水单收到 · XS261123-001 宏达机电"


def test_a_sticker_is_no_slip(office: Office, order: int):
    office.taps("张敏", "传水单")
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
               "is_animated": False, "is_video": False}  # fmt: skip
    office.says("张敏", sticker=sticker)
    assert office.reads("张敏")[0] == "这一步要水单图片或金额，刚才发的没算数。"


def test_a_picture_is_asked_for_its_amount_and_finance_sees_it(office: Office, order: int):
    office.taps("张敏", "传水单")
    office.uploads("张敏", "p1")
    assert office.reads("张敏") == ["XS261123-001 宏达机电", "水单收到。多少钱？", "〔还差的 ¥17,400.00〕"]
    assert "水单没写金额" in office.reads("财务群")
    office.taps("张敏", "还差的 ¥17,400.00")
    assert office.reads("张敏")[1] == "¥17,400.00，已转财务 李娜。"
    assert office.reads("财务群") == [
        "查账 · XS261123-001 宏达机电 · 款到排产",
        "水单 ¥17,400.00",
        "应收 ¥17,400.00 · 已到账 ¥0.00 · 还差 ¥17,400.00",
        "确认后就能下单",
        "张敏 10:05 传",
        "〔到账 ¥17,400.00〕",
        "〔金额不同〕〔没查到〕〔分到几单〕",
        "〔更多〕",
    ]
    assert office.newest("财务群").out.photo == "file-p1"


def test_a_caption_is_the_amount_and_an_album_one_slip(office: Office, order: int):
    office.taps("张敏", "传水单")
    office.uploads("张敏", "p1", caption="12000", album="A")
    office.uploads("张敏", "p2", album="A")
    assert "水单 ¥12,000.00" in office.reads("财务群", on="查账")
    assert "张敏 10:05 传，图 2 张，另几张单独发在群里" in office.reads("财务群", on="查账")
    assert office.all_of("财务群").count("查账") == 1


def test_a_document_stands_above_the_card(office: Office, order: int):
    office.taps("张敏", "传水单")
    office.uploads("张敏", "d1", document=True, caption="17400")
    assert [one.out.document for one in office.chats[-1001]] == ["file-d1", None]
    assert "张敏 10:05 传，文件在上面" in office.reads("财务群")


def test_a_picture_that_nothing_asked_for_finds_its_order(office: Office, order: int):
    office.file("prepaid.shipment", (2, 10, "36.50"))
    office.uploads("张敏", "p1")
    assert office.reads("张敏") == [
        "收到。是哪张单的水单？",
        "〔001 宏达机电 还差 ¥17,400.00〕",
        "〔002 宏达机电 还差 ¥365.00〕",
    ]
    assert office.all_of("财务群") == ""
    office.taps("张敏", "002 宏达机电 还差 ¥365.00")
    office.says("张敏", "365")
    assert "水单 ¥365.00" in office.reads("财务群")


def test_a_picture_from_somebody_who_sends_no_slips(office: Office, order: int):
    office.uploads("刘伟", "p1")
    assert office.reads("刘伟") == ["收到文件，但不知道用在哪。请从卡片上的按钮开始。"]
    assert "file" not in office.all_of("财务群")


def test_the_word_for_it_offers_the_orders_that_wait_for_money(office: Office, order: int):
    office.says("张敏", "传水单")
    assert office.reads("张敏")[1] == "水单发我，或写金额。"
    office.says("陈亮", "传水单")
    assert office.reads("陈亮") == ["现在没有等客户付款的单。"]
    office.says("刘伟", "传水单")
    assert office.reads("刘伟") == ["这一步不归你的部门办。"]


def test_a_wrong_amount_is_corrected_until_finance_has_judged(office: Office, order: int):
    send(office, "1200")
    office.taps("张敏", "金额不对")
    assert office.reads("张敏")[:2] == ["XS261123-001 宏达机电", "水单写的是 ¥1,200.00，应该是多少？"]
    office.says("张敏", "12000")
    assert "水单 ¥12,000.00" in office.reads("财务群")
    office.taps("李娜", "到账 ¥12,000.00", chat="财务群")
    assert office.taps("张敏", "金额不对", on="¥12,000.00，已转") == "李娜 10:05 已经处理，不用再点。"


def test_the_same_picture_twice_is_warned_about(office: Office, order: int):
    office.file("prepaid.shipment", (2, 10, "36.50"))
    for number, amount in (("001", "17400"), ("002", "365")):
        office.uploads("张敏", "same", caption=amount)
        label = next(one for one in office.newest("张敏").labels if one.startswith(number))
        office.taps("张敏", label)
    assert "注意：同一张图 XS261123-001 传过，别记两次。" in office.reads("财务群", on="XS261123-002")


# ── judging ────────────────────────────────────────────────────────────────────────────────


def test_finance_confirms_and_the_order_goes_on(office: Office, order: int):
    send(office, "17400")
    assert office.taps("李娜", "到账 ¥17,400.00", chat="财务群") == "到账 ¥17,400.00，记好了。"
    assert office.reads("财务群") == [
        "到账 ¥17,400.00 · XS261123-001 宏达机电",
        "累计 ¥17,400.00 / ¥17,400.00，付清了",
        "已下达，等接单",
        "等采购 王芳、生产 刘伟、质检 孙丽接单。",
        "李娜 10:05 确认",
        "〔更正〕〔更多〕",
    ]
    assert office.order(order).state == "released"
    assert office.reads("张敏")[0] == "到账 ¥17,400.00 · XS261123-001 宏达机电"
    assert not office.newest("张敏").out.silent


def test_a_part_leaves_the_gate_closed_and_says_who_is_next(office: Office, order: int):
    send(office)
    office.taps("李娜", "金额不同", chat="财务群")
    assert office.reads("财务群") == ["李娜，XS261123-001 宏达机电 实际到账多少？回复这条，写金额。"]
    assert 'href="tg://user?id=21"' in office.newest("财务群").out.text
    office.says("李娜", "大概八千", chat="财务群", to="实际到账多少")
    assert office.reads("财务群")[-1] == "〔¥8,000.00〕"
    office.says("李娜", "8000", chat="财务群", to="大概八千")
    assert office.reads("财务群", on="确认")[:4] == [
        "到账 ¥8,000.00 · XS261123-001 宏达机电",
        "累计 ¥8,000.00 / ¥17,400.00，还差 ¥9,400.00",
        "还不能下单。张敏去跟客户要余下的。",
        "李娜 10:05 确认",
    ]
    assert office.reads("张敏") == [
        "到账 ¥8,000.00 · XS261123-001 宏达机电",
        "累计 ¥8,000.00 / ¥17,400.00，还差 ¥9,400.00",
        "还不能下单。张敏去跟客户要余下的。",
        "〔传水单〕〔申请特批〕",
    ]
    assert office.order(order).state == "accepted"


@pytest.mark.parametrize("text", ["", "😀", "9" * 30, "-8000", "长" * 4096])
def test_nonsense_for_an_amount_confirms_nothing(office: Office, order: int, text: str):
    send(office)
    office.taps("李娜", "金额不同", chat="财务群")
    office.says("李娜", text, chat="财务群", to="实际到账多少")
    assert office.reads("财务群")[-1] == "李娜，XS261123-001 宏达机电 实际到账多少？回复这条，写金额。"
    assert len(office.reads("财务群")) == 2
    assert "到账 ¥" not in office.newest("财务群", on="查账").text.replace("已到账 ¥", "")
    office.says("李娜", "8000", chat="财务群", to="实际到账多少")
    assert office.reads("财务群", on="确认")[0] == "到账 ¥8,000.00 · XS261123-001 宏达机电"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("到账", "到账 ¥12,000.00 · XS261123-001 宏达机电"),
        ("已到账 8000", "到账 ¥8,000.00 · XS261123-001 宏达机电"),
        ("到账8千", "到账 ¥8,000.00 · XS261123-001 宏达机电"),
        ("8000", "到账 ¥8,000.00 · XS261123-001 宏达机电"),
        ("没查到", "没查到 · XS261123-001 宏达机电"),
    ],
)
def test_a_reply_to_the_card_works_like_its_buttons(office: Office, order: int, text: str, said: str):
    send(office)
    office.says("李娜", text, chat="财务群", to="查账")
    assert said in office.all_of("财务群").split("\n")
    assert "查账" not in office.all_of("财务群")


@pytest.mark.parametrize("text", ["收到", "到账了吗", "到账没", "谁的？", "好"])
def test_talk_below_the_card_is_no_verdict(office: Office, order: int, text: str):
    send(office)
    office.says("李娜", text, chat="财务群", to="查账")
    assert office.reads("财务群")[0].startswith("没看懂。")
    assert "查账" in office.all_of("财务群")


def test_only_finance_judges_and_never_its_own_slip(office: Office, order: int):
    send(office)
    assert office.taps("赵强", "到账 ¥12,000.00", chat="财务群") == "这一步不归你的部门办。"
    office.says("赵强", "到账", chat="财务群", to="查账")
    assert office.reads("财务群")[0] == "这一步不归你的部门办。"
    with office.database.transaction() as session:
        from db.models import Slip

        session.get_one(Slip, 1).sent_by = office.person(session, "李娜").id
    assert office.taps("李娜", "到账 ¥12,000.00", chat="财务群") == "水单是你传的，要由另一位同事确认。"
    assert "查账" in office.all_of("财务群")


def test_the_second_to_press_is_told_who_was_first(office: Office, order: int):
    send(office)
    card = office.newest("财务群")
    data = card.out.keyboard[0][0]["callback_data"]
    office.presses("李娜", card, data, chat="财务群")
    office.passes(minutes=2)
    assert office.presses("陈静", card, data, chat="财务群") == "李娜 10:05 已经点过，不用再点。"


def test_not_found_goes_back_to_who_sent_it(office: Office, order: int):
    send(office)
    office.taps("李娜", "没查到", chat="财务群")
    assert office.reads("财务群") == [
        "没查到 · XS261123-001 宏达机电",
        "水单 ¥12,000.00",
        "李娜 10:05 查过，账上没有。张敏去跟客户核对。",
        "钱后来到了，请张敏再传一次水单。",
    ]
    assert office.reads("张敏") == [
        "没查到 · XS261123-001 宏达机电",
        "水单 ¥12,000.00，李娜 10:05 查过，账上没有。",
        "跟客户核对一下付款账户和日期，再传水单。",
        "〔再传一张〕",
    ]


# ── splitting, taking back ─────────────────────────────────────────────────────────────────


def test_one_payment_is_split_oldest_first(office: Office, order: int):
    office.file("prepaid.shipment", (2, 10, "36.50"))
    send(office, "17500")
    office.taps("李娜", "分到几单", chat="财务群")
    assert office.reads("财务群")[-5:] == [
        "这样分，共 ¥17,500.00",
        "XS261123-001 宏达机电 ¥17,400.00",
        "XS261123-002 宏达机电 ¥100.00",
        "〔确认这样分〕",
        "〔我来写〕〔返回〕",
    ]
    office.taps("李娜", "确认这样分", chat="财务群")
    assert office.reads("财务群")[:4] == [
        "到账 ¥17,500.00 · XS261123-001 宏达机电",
        "XS261123-001 宏达机电 ¥17,400.00 · 付清",
        "XS261123-002 宏达机电 ¥100.00 · 还差 ¥265.00",
        "李娜 10:05 确认",
    ]
    assert office.order(order).state == "released"
    assert "到账 ¥100.00 · XS261123-002 宏达机电" in office.all_of("张敏").split("\n")


def test_a_split_in_words_is_shown_before_it_counts(office: Office, order: int):
    office.file("prepaid.shipment", (2, 10, "36.50"))
    send(office, "12000")
    office.taps("李娜", "分到几单", chat="财务群")
    office.taps("李娜", "我来写", chat="财务群")
    for words, bad in (
        ("随便分", "没看懂。一单一段，先单号后金额，用逗号隔开。"),
        ("009 500", "没找到单号“009”。"),
        ("001 -5，002 365", "“001”的金额：不能是负数。"),
        ("001 5，1 365", "“1”写了两次。"),
    ):
        office.says("李娜", words, chat="财务群", to="分到哪几单")
        assert office.reads("财务群")[0] == bad
    office.says("李娜", "001 11,635，002 365", chat="财务群", to="分到哪几单")
    assert office.order(order).state == "accepted"
    assert "XS261123-001 宏达机电 ¥11,635.00" in office.reads("财务群", on="查账")
    office.taps("李娜", "确认这样分", chat="财务群")
    assert "XS261123-002 宏达机电 ¥365.00 · 付清" in office.reads("财务群", on="确认")


def test_a_correction_is_asked_about_and_the_slip_waits_again(office: Office, order: int):
    send(office, "17400")
    office.taps("李娜", "到账 ¥17,400.00", chat="财务群")
    office.taps("李娜", "更正", chat="财务群")
    assert "冲回这笔 ¥17,400.00 重记？原记录留着，不改。" in office.reads("财务群")
    office.taps("李娜", "不了", chat="财务群")
    assert office.reads("财务群")[-1] == "〔更正〕〔更多〕"
    office.taps("李娜", "更正", chat="财务群")
    office.taps("李娜", "确定", chat="财务群")
    card = office.reads("财务群", on="查账")
    assert "10:05 记的 ¥17,400.00 已更正冲回，请重新记。" in card
    assert "确认后就能接着做" in card[3]
    assert office.reads("生产采购群", on="冲回一笔款")[:3] == [
        "先停下 · XS261123-001 宏达机电",
        "李娜 冲回一笔款，货款又不够了。",
        "没做的别做，没发的别发。",
    ]
    assert not office.newest("生产采购群", on="冲回一笔款").out.silent
    assert office.newest("生产采购群", on="还没做的别动").labels == []
    office.says("李娜", "到账 17400", chat="财务群", to="查账")
    assert "可以开工" in office.all_of("生产采购群")


def test_a_bounce_ends_the_slip_and_closes_the_gate(office: Office, order: int):
    send(office, "17400")
    office.taps("李娜", "到账 ¥17,400.00", chat="财务群")
    for label in ("更多", "退票", "确定"):
        office.taps("李娜", label, chat="财务群")
    assert office.newest("财务群", on="这笔不算").labels == []
    assert "李娜 10:05 记退票，这笔不算" in office.reads("财务群", on="这笔不算")
    assert "先停下，货款又不够了" in office.reads("张敏", on="合计")


def test_the_amount_pressed_on_an_older_message_belongs_to_the_picture(office: Office, order: int):
    office.taps("张敏", "传水单")
    office.uploads("张敏")
    # the question before the picture offers the same amount; pressing there must not make a second slip
    office.taps("张敏", "还差的 ¥17,400.00", on="水单发我，或写金额。")
    assert office.all_of("财务群").count("查账 · ") == 1


def test_a_split_may_be_replied_to_the_card(office: Office, order: int):
    office.file("prepaid.shipment", (2, 10, "36.50"))
    send(office, "17765")
    office.says("李娜", "001 1.74万，002 365", chat="财务群", to="查账")
    assert office.reads("财务群")[-5:-2] == [
        "这样分，共 ¥17,765.00",
        "XS261123-001 宏达机电 ¥17,400.00",
        "XS261123-002 宏达机电 ¥365.00",
    ]
    assert office.order(order).state == "accepted"


def test_a_colleague_may_answer_and_an_older_question_will_do(office: Office, order: int):
    send(office)
    office.taps("李娜", "金额不同", chat="财务群")
    first = office.newest("财务群")
    office.says("李娜", "多少来着", chat="财务群", to="实际到账多少")
    assert office.newest("财务群") is not first
    office.answers("陈静", "8000", first, chat="财务群")
    assert "陈静 10:05 确认" in office.reads("财务群", on="到账 ¥8,000.00")
    office.answers("李娜", "9000", first, chat="财务群")
    assert office.reads("财务群") == ["陈静 10:05 已经处理，不用再点。"]
    assert "¥9,000.00" not in office.all_of("财务群")


def test_names_cannot_carry_markup_or_turn_the_line(office: Office):
    from db.models import Customer

    with office.database.transaction() as session:
        session.get_one(Customer, 1).name = "<b>宏\u202e达</b>"
    office.file("prepaid.release", (1, 300, "58.00"))
    send(office)
    for chat in ("张敏", "财务群"):
        said = office.newest(chat, on="XS261123-001").out.text
        assert "&lt;b&gt;宏达&lt;/b&gt;" in said
