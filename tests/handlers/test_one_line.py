"""An order in one message: filled, read back with the words, asked only for what is missing."""

from __future__ import annotations

from db.models import CalendarYear
from handlers.new_order.leaf_choice import chosen
from tests.support.desk import Phone

FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1795393800, "sender_user_name": "客户"}}
LINE = "宏达 X200 三百台 单价58 下周五交 款到发货"


def test_one_message_and_one_tap_file_an_order(phone: Phone) -> None:
    phone.sends(LINE)
    assert (
        phone.text
        == """\
核对一下 · 宏达机电 · 款到发货
X200 减速电机 300 台 × ¥58.00（你写“三百台”）
合计 ¥17,400.00（含税13%，专票）
到货 12月4日 周五（你写“下周五”）
送到 苏州相城 · 周工 · 13912342210 · 运费 我方
付款 发货前付清
下单依据 口头
收货照客户资料，其余是你写的。
提示：这个客户第一次下单（开票资料和收货地址先核对一遍）；下单依据还没有照片或文件（补上再下单更快）"""
    )
    phone.taps("提交")
    [order] = phone.office.orders()
    assert (order.leaf, order.customer_id, order.lines[0].quantity, order.lines[0].unit_price) == (
        "prepaid.shipment", 1, 300, 58,
    )  # fmt: skip


def test_a_day_of_a_year_whose_days_off_nobody_knows_is_said_to_be_one(phone: Phone) -> None:
    phone.sends(LINE.replace("下周五", "2027年1月20日"))
    phone.sees("到货 2027年1月20日 周三，2027 年调休未定（你写“2027年1月20日”）")
    with phone.office.database.transaction() as session:
        session.add(CalendarYear(year=2027, settled_by=1, settled_at=phone.office.now))
    phone.sends(LINE.replace("下周五", "2027年1月21日"))
    phone.sees("到货 2027年1月21日 周四（你写")


def test_an_address_that_was_written_is_not_said_to_be_the_customers(phone: Phone) -> None:
    phone.sends("宏达 X200 三百台 单价58 下周五交 款到发货 送货到无锡新吴区长江路9号")
    phone.sees("送到 无锡新吴区长江路9号", "收货人、收货电话照客户资料")


def test_an_address_that_is_lacking_is_offered_to_be_filled(phone: Phone) -> None:
    phone.sends("长城电器 X200 三百台 单价58 下周五交 款到发货")
    phone.sees("收货地址还没填")
    phone.taps("填收货地址")
    phone.sends("无锡新吴区长江路9号")
    phone.sees("核对一下", "送到 无锡新吴区长江路9号")
    assert "收货地址还没填" not in phone.text
    assert "填收货地址" not in phone.labels


def test_an_answer_that_stands_on_a_button_is_taken_from_the_message(phone: Phone) -> None:
    phone.sends("寄样品 宏达 X200 1台 12月20号要 试用 徐经理")
    assert "样品做什么用" not in phone.office.all_of("张敏")
    assert "“试”" not in phone.office.all_of("张敏")
    assert phone.office.drafts()[0].answers["purpose"] == "trial"


def test_an_order_under_a_photo_rests_on_it(phone: Phone) -> None:
    phone.office.uploads("张敏", "a", caption=LINE)
    phone.sees("X200 减速电机 300 台 × ¥58.00", "算作下单依据，共 1 份")
    phone.taps("合同")
    phone.sees("核对一下 · 宏达机电 · 款到发货", "下单依据 合同 1 份")
    assert "水单" not in phone.office.all_of("张敏")


def test_an_amount_under_a_photo_is_no_order(phone: Phone) -> None:
    phone.office.uploads("张敏", "a", caption="宏达 货款 17400元")
    assert phone.office.drafts() == []


def test_an_answer_that_is_denied_is_asked(phone: Phone) -> None:
    phone.sends("寄样品 宏达 X200 1台 12月20号要 不试用")
    phone.sees("样品做什么用")


def test_the_order_of_the_parts_does_not_matter(phone: Phone) -> None:
    phone.sends("款到发货，下周五要，三百台X200给宏达，单价58")
    phone.sees("核对一下 · 宏达机电 · 款到发货", "X200 减速电机 300 台 × ¥58.00")


def test_only_what_is_missing_is_asked(phone: Phone) -> None:
    phone.sends("宏达 X200 300台")
    phone.sees("记着：宏达 X200 300台", "这单按哪种下？")
    assert "公司备货" not in phone.labels
    phone.taps("款到发货")
    phone.sees("单价多少")
    phone.sends("58")
    phone.sees("哪天要到货")
    phone.sends("下周五")
    phone.sees("核对一下 · 宏达机电 · 款到发货", "X200 减速电机 300 台 × ¥58.00")


def test_what_has_two_readings_is_asked_with_both(phone: Phone) -> None:
    phone.sends("宏达 X200 三百来台 单价58 25号28号交 款到发货")
    phone.sees("“三百来台”按哪个算")
    phone.taps("300 台")
    phone.sees("哪天")
    phone.taps("11月28日 周六")
    phone.sees("核对一下", "X200 减速电机 300 台 × ¥58.00", "11月28日")


def test_two_bare_numbers_are_never_guessed(phone: Phone) -> None:
    phone.sends("宏达 X200 300 58 下周五 款到发货")
    assert {"300 台", "58 台"} <= set(phone.labels)
    phone.taps("300 台")
    phone.taps("¥58.00")
    phone.sees("X200 减速电机 300 台 × ¥58.00")


def test_a_number_far_from_the_list_may_be_the_total(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 17400 下周五 款到发货")
    phone.taps("这是总价，单价 ¥58.00")
    phone.sees("X200 减速电机 300 台 × ¥58.00", "合计 ¥17,400.00")


def test_several_products_in_one_message(phone: Phone) -> None:
    phone.sends("宏达 款到发货 下周五\nX200 300台 58\nW7 2公斤 总价60")
    phone.sees("X200 减速电机 300 台 × ¥58.00", "W7 润滑脂 2 公斤 × ¥30.00")


def test_a_discount_is_taken_off_the_list(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 打九五折 下周五 款到发货")
    phone.sees("X200 减速电机 300 台 × ¥55.10", "打九五折")


def test_words_that_became_nothing_are_told(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 58 下周五 款到发货 走德邦 运费200")
    phone.sees("没用上：", "德邦", "运费200")


def test_a_product_that_nobody_knows_is_asked_and_the_rest_is_kept(phone: Phone) -> None:
    phone.sends("宏达 Z99 300台 58 下周五 款到发货")
    phone.sees("要什么产品")
    phone.sends("X200")
    phone.sees("X200 减速电机 300 台 × ¥58.00", "没用上：“Z99”")


def test_the_delivery_address_and_telephone_come_with_it(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 58 下周五 款到发货 送到无锡新吴区长江路1号 13912342211 不含税")
    phone.sees("送到 无锡新吴区长江路1号", "13912342211", "不含税")


def test_the_same_message_twice_is_one_draft(phone: Phone) -> None:
    phone.sends(LINE, LINE)
    assert len(phone.office.drafts()) == 1


def test_a_whole_order_typed_into_the_first_question_fills_that_draft(phone: Phone) -> None:
    phone.sends("/new", LINE)
    phone.sees("核对一下 · 宏达机电 · 款到发货")
    assert len(phone.office.drafts()) == 1


def test_several_lines_typed_where_products_are_asked_for(phone: Phone) -> None:
    phone.sends("/new")
    phone.taps("客户要货", "宏达机电", "款到发货")
    phone.sends("X200 300台 58，W7 2公斤 30")
    phone.sees("哪天要到货")


def test_an_order_for_somebody_else_begins_a_draft_of_its_own(phone: Phone) -> None:
    phone.sends("/new")
    phone.taps("客户要货", "宏达机电", "款到发货")
    phone.sends("长城 X200 10台 58 下周五")
    assert len(phone.office.drafts()) == 2
    phone.sees("记着：长城 X200 10台 58 下周五")
    phone.taps("款到发货")
    phone.sees("核对一下 · 长城电器 · 款到发货")


def test_words_for_several_types_are_asked(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 58 下周五 预付")
    phone.sees("这单按哪种下？")
    assert "账期、月结" not in phone.labels
    phone.taps("款到发货")
    phone.sees("核对一下 · 宏达机电 · 款到发货")


def test_a_deposit_is_a_type_and_a_share(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 58 下周五 定金30%")
    phone.sees("核对一下 · 宏达机电 · 定金尾款", "下单前付 30%（¥5,220.00）")


def test_a_forwarded_message_of_the_customer_is_read(phone: Phone) -> None:
    phone.office.says(
        "张敏", "王总你好，麻烦安排一下：宏达要X200 300台，58一台，12月5号前交，款到发货，谢谢", **FORWARDED
    )
    phone.sees("核对一下 · 宏达机电 · 款到发货", "12月5日")


def test_talk_is_no_order(phone: Phone) -> None:
    for words in ("在吗", "X200多少钱", "宏达那边怎么样了", "300台", "好的谢谢"):
        phone.sends(words)
    assert phone.office.drafts() == []


def test_who_files_no_orders_begins_none(phone: Phone) -> None:
    Phone(phone.office, "李娜").sends(LINE)
    assert phone.office.drafts() == []


# ── nothing is lost, nothing is older than it looks ────────────────────────────────────────


def test_sent_twice_into_an_open_form_it_is_one_draft(phone: Phone) -> None:
    phone.sends("/new", LINE, LINE)
    assert len(phone.office.drafts()) == 1


def test_the_same_words_on_another_day_are_another_order(phone: Phone) -> None:
    phone.sends(LINE)
    phone.sees("到货 12月4日 周五")
    phone.office.passes(days=7)
    phone.sends(LINE)
    phone.sees("到货 12月11日 周五")
    assert len(phone.office.drafts()) == 2


def test_a_second_order_leaves_the_goods_of_the_first_that_wait(phone: Phone) -> None:
    phone.sends("宏达 X200 300台", "宏达 Y10 20台")
    second, first = phone.office.drafts()
    assert [said["product"]["codes"] for draft in (first, second) for said in draft.answers["_given"]["lines"]] == [
        ["X200"], ["Y10"],
    ]  # fmt: skip


def test_a_message_that_waits_is_not_thrown_away_by_one_tap(phone: Phone) -> None:
    phone.sends("宏达 X200 300台")
    phone.taps("取消")
    phone.sees("不要了？")


def test_another_type_than_the_one_that_was_pressed_is_another_order(phone: Phone) -> None:
    phone.sends("/new")
    phone.taps("客户要货", "宏达机电", "全款到了再排产")
    phone.sends("X200 300台 58 款到发货")
    phone.sees("款到发货", "哪个客户？")
    second, first = phone.office.drafts()
    assert (chosen(second), chosen(first)) == ("prepaid.shipment", "prepaid.release")


def test_a_discount_of_no_list_price_is_told(phone: Phone) -> None:
    phone.sends("宏达 W7 2公斤 打九五折 下周五 款到发货")
    phone.sees("没有目录价，“打九五折”算不出来", "单价多少？")


def test_a_price_that_the_type_takes_from_the_list_is_told(phone: Phone) -> None:
    phone.sends("宏达 送样 X200 2台 单价50 下周五 送到无锡长江路1号 13912342211")
    phone.taps("试用", "周工")
    phone.sees("货值约 ¥116.00（按目录价）", "没用上：“单价50”")


def test_what_the_type_does_not_ask_is_told(phone: Phone) -> None:
    phone.sends("备货 X200 300台 下周五 送到苏州 含税13%")
    phone.taps("预测")
    phone.sends("30天")
    phone.sees("核对一下", "没用上：", "“苏州”", "“含税13%”")


def test_a_product_that_this_type_does_not_order_is_said_to_be_that_and_not_to_be_unknown(phone: Phone) -> None:
    """What lies in stock is not made or bought for it; a name that nobody knows is another matter."""
    phone.sends("备货 Y10 100件 下周五")
    phone.sees("Y10 轴承座 是现货，这类单只报生产、外购的产品。换一个，或从下面选。")
    phone.sends("轴承座")
    phone.sees("Y10 轴承座 是现货，这类单只报生产、外购的产品。")
    phone.sends("水泵轮")
    phone.sees("没有叫“水泵轮”的产品。")
    phone.sends("X200")
    phone.sees("X200")


def test_what_one_type_does_not_ask_another_does(phone: Phone) -> None:
    phone.sends("备货 宏达 X200 300台 58 下周五")
    phone.taps("预测")
    phone.sends("30天")
    phone.sees("没用上：", "“宏达”")
    phone.taps("改一项", "类型", "客户要货")
    phone.sees("宏达机电", "怎么付钱？")


def test_a_type_that_was_said_can_be_changed(phone: Phone) -> None:
    phone.sends(LINE)
    phone.taps("改一项", "类型", "客户要货", "全款到了再排产")
    phone.sees("核对一下 · 宏达机电 · 款到排产", "X200 减速电机 300 台 × ¥58.00")
    assert "你写“款到发货”" not in phone.text


def test_days_of_credit_are_read_or_told(phone: Phone) -> None:
    phone.sends("宏达 X200 300台 58 下周五 月结60天")
    phone.sees("核对一下 · 宏达机电 · 账期", "账期天数 60 天")
    phone.taps("改一项", "类型", "客户要货", "款到发货")
    phone.sees("核对一下 · 宏达机电 · 款到发货")
    assert "没用上" not in phone.text
