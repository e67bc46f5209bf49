"""Filing an order of every type by the guided way: what is read back, the way back, every answer changed."""

from __future__ import annotations

import re

import pytest

from tests.support.desk import Phone
from tests.support.intake import WAYS, Answer, walk

READ_BACK = {
    "standard": """\
核对一下 · 宏达机电 · 账期
X200 减速电机 300 台 × ¥58.00（你写“三百”）
合计 ¥17,400.00（含税13%，专票）
到货 12月4日 周五（你写“下周五”）
送到 苏州相城 · 周工 · 13912342210 · 运费 我方
账期起算 月结 · 账期天数 30 天 · 付款 账期
下单依据 合同，照片还没发，直接发给我就行
收货照客户资料，其余是你写的。
要先问：财务（新客户第一单就要账期）""",
    "prepaid.release": """\
核对一下 · 宏达机电 · 款到排产
X200 减速电机 300 台 × ¥58.00（你写“三百”）
合计 ¥17,400.00（含税13%，专票） · 到货 款到后 7 个工作日
送到 苏州相城 · 周工 · 13912342210 · 运费 我方
报价有效天数 7 天 · 付款 全款到账再下单
下单依据 合同，照片还没发，直接发给我就行
提醒：没有下单依据的照片或文件，先收单，补齐才下达。
提示：这个客户第一次下单（开票资料和收货地址先核对一遍）
要先问：生产、采购""",
    "prepaid.shipment": """\
核对一下 · 宏达机电 · 款到发货
X200 减速电机 300 台 × ¥58.00（你写“三百”）
合计 ¥17,400.00（含税13%，专票）
到货 12月4日 周五（你写“下周五”）
送到 苏州相城 · 周工 · 13912342210 · 运费 我方
付款 发货前付清
下单依据 合同，照片还没发，直接发给我就行
收货照客户资料，其余是你写的。
提示：这个客户第一次下单（开票资料和收货地址先核对一遍）""",
    "prepaid.deposit": """\
核对一下 · 宏达机电 · 定金尾款
X200 减速电机 300 台 × ¥58.00（你写“三百”）
合计 ¥17,400.00（含税13%，专票） · 到货 12月4日 周五（你写“下周五”）
送到 苏州相城 · 周工 · 13912342210 · 运费 我方
报价有效天数 7 天 · 付款 下单前付 30%（¥5,220.00），发货前付清
下单依据 合同，照片还没发，直接发给我就行
提醒：没有下单依据的照片或文件，先收单，补齐才下达。
提示：这个客户第一次下单（开票资料和收货地址先核对一遍）
要先问：生产、采购""",
    "sample": """\
核对一下 · 宏达机电 · 样品
X200 减速电机 2 台（你写“两台”）
货值约 ¥116.00（按目录价）
用途 试用
寄出 11月27日 周五（你写“本周五”）
送到 无锡新吴区长江路1号 · 李工 · 13912342211 · 运费 我方
收费 免费 · 归还 不用还
付款 不收款""",
    "stock": """\
核对一下 · 备货
X200 减速电机 300 台（你写“25箱”）
到库 12月4日 周五（你写“下周五”）
备货理由 安全库存
预计多久用完 90 天（你写“三个月”）""",
}
EVERY_LEAF = pytest.mark.parametrize("leaf", WAYS)


@EVERY_LEAF
def test_what_was_answered_is_read_back_and_filed(phone: Phone, leaf: str):
    walk(phone, leaf)
    assert phone.text == READ_BACK[leaf]
    assert phone.labels == ["提交", "改一项", "存草稿", "取消"]
    assert phone.office.orders() == []
    phone.taps("提交")
    [order] = phone.office.orders()
    assert order.leaf == leaf
    assert phone.text.endswith(f"已提交，单号 {order.number}。")
    assert phone.labels == []


def question(phone: Phone) -> str:
    """The bold line: what is asked now."""
    found = re.search("<b>(.*?)</b>", phone.card.out.text)
    assert found, phone.text
    return found[1]


@EVERY_LEAF
def test_every_question_has_a_way_back(phone: Phone, leaf: str):
    """Back to the question before, and forward again: by leaving the answer as it was where there is one."""
    phone.sends("/new")
    asked = [question(phone)]
    for answer in WAYS[leaf]:
        answer.give(phone)
        if "提交" in phone.labels:
            break
        phone.taps("上一步")
        assert question(phone) == asked[-1]
        phone.taps("不改了") if "不改了" in phone.labels else answer.give(phone)
        asked.append(question(phone))
    assert phone.text == READ_BACK[leaf]


@EVERY_LEAF
def test_back_from_the_last_question_leads_to_the_first(phone: Phone, leaf: str):
    walk(phone, leaf, until=-1)
    for _ in range(40):
        if "上一步" not in phone.labels:
            break
        phone.taps("上一步")
    assert question(phone) == "这单是做什么的？"


EDITS: dict[str, tuple[tuple[Answer, ...], str]] = {
    "产品": (
        (
            Answer("", "", tap="再加一个产品"),
            Answer("", "", words="Z5"),
            Answer("", "", words="1"),
            Answer("", "", tap="够了"),
        ),
        "Z5 联轴器 1 台",
    ),
    "X200 数量": ((Answer("", "", words="310"),), "X200 减速电机 310 台"),
    "X200 单价": ((Answer("", "", words="59"),), "× ¥59.00"),
    "要求交期": ((Answer("", "", words="12月8日"),), "到货 12月8日 周二（你写“12月8日”）"),
    "要求寄出日": ((Answer("", "", words="12月8日"),), "寄出 12月8日 周二（你写“12月8日”）"),
    "要到库日": ((Answer("", "", words="12月8日"),), "到库 12月8日 周二（你写“12月8日”）"),
    "下单依据": ((Answer("", "", tap="口头"),), "下单依据 口头"),
    "定金比例": ((Answer("", "", tap="50%"),), "下单前付 50%"),
    "用途": ((Answer("", "", tap="送检"),), "用途 送检"),
    "备货理由": ((Answer("", "", tap="项目"),), "备货理由 项目"),
    "预计多久用完": ((Answer("", "", words="60天"),), "预计多久用完 60 天"),
    "收货人": ((Answer("", "", words="王工"),), "王工"),
    "收样人": ((Answer("", "", words="王工"),), "王工"),
    "收货电话": ((Answer("", "", words="13900001111"),), "13900001111"),
    "收样电话": ((Answer("", "", words="13900001111"),), "13900001111"),
    "送到": ((Answer("", "", words="上海浦东"),), "送到 上海浦东"),
    "寄到": ((Answer("", "", words="上海浦东"),), "送到 上海浦东"),
    "物流": ((Answer("", "", words="德邦"),), "物流 德邦"),
    "运费": ((Answer("", "", tap="到付"),), "运费 到付"),
    "发票": ((Answer("", "", tap="普票"),), "普票"),
    "是否含税": ((Answer("", "", tap="不含税"),), "不含税"),
    "税率": ((Answer("", "", tap="9%"),), "税9%"),
    "账期起算": ((Answer("", "", tap="签收后"),), "账期起算 签收后"),
    "账期天数": ((Answer("", "", words="45"),), "账期天数 45 天"),
    "客户PO号": ((Answer("", "", words="PO-1"),), "客户PO号 PO-1"),
    "包装和技术要求": ((Answer("", "", words="木箱"),), "包装和技术要求 木箱"),
    "图号版本": ((Answer("", "", words="X200-C"),), "图号版本 X200-C"),
    "报价有效天数": ((Answer("", "", words="两周"),), "报价有效天数 14 天"),
    "预计付款日": ((Answer("", "", words="12月1日"),), "预计付款日 12月1日 周二"),
    "收费": ((Answer("", "", tap="收费"),), "付款 发货前付清"),
    "归还": ((Answer("", "", tap="要还"),), "归还 要还"),
    "预计大货量": ((Answer("", "", words="500台"),), "预计大货量 500台"),
    "现有库存与在途": ((Answer("", "", words="20台"),), "现有库存与在途 20台"),
    "占用资金": ((Answer("", "", words="1.2万"),), "占用资金 ¥12,000.00"),
    "预计客户": ((Answer("", "", words="永盛"),), "预计客户 永盛"),
}
"""Every field of the default book by its label: the new answer, and what the read-back says then."""


@EVERY_LEAF
def test_every_answer_is_changed_from_the_read_back(phone: Phone, leaf: str):
    walk(phone, leaf)
    phone.taps("改一项")
    for label in [label for label in phone.labels if label not in ("类型", "客户", "不改了")]:
        answers, shown = EDITS[label]
        phone.taps(label)
        for answer in answers:
            if "提交" not in phone.labels:
                answer.give(phone)
                if answer.words == "1" and "够了" not in phone.labels:
                    phone.sends("12")  # the price, where this type has one
        assert phone.text.startswith("核对一下"), phone.screen()
        phone.sees(shown)
        phone.taps("改一项")
    phone.taps("不改了")
    phone.taps("提交")
    assert len(phone.office.orders()) == 1


@EVERY_LEAF
def test_every_answer_may_stay_as_it_was(phone: Phone, leaf: str):
    walk(phone, leaf)
    phone.taps("改一项")
    for label in [label for label in phone.labels if label != "不改了"]:
        phone.taps(label, "不改了")
        assert phone.text == READ_BACK[leaf], label
        phone.taps("改一项")


def test_another_customer_has_another_address(phone: Phone):
    """The sample's receiver was 宏达's; 长城 is asked for its own."""
    walk(phone, "sample")
    phone.taps("改一项", "客户", "长城电器")
    assert question(phone) == "谁收样？写姓名"
    phone.sends("王工")
    phone.sends("13900001111")
    phone.sends("大连甘井子区")
    phone.sees("核对一下 · 长城电器 · 样品", "送到 大连甘井子区 · 王工 · 13900001111")


def test_what_the_customer_had_last_time_is_a_button(phone: Phone):
    walk(phone, "sample")
    phone.taps("提交")
    walk(phone, "sample", until=6)
    assert "李工" in phone.labels
    phone.taps("李工", "13912342211", "无锡新吴区长江路1号")
    phone.sends("本周五")
    phone.sees("送到 无锡新吴区长江路1号 · 李工 · 13912342211")


def test_one_order_of_one_product_is_a_dozen_taps(phone: Phone):
    phone.sends("/start")
    phone.taps("报新单", "客户要货", "宏达机电", "款到发货", "X200 减速电机")
    phone.sends("300")
    phone.taps("目录价 ¥58.00", "够了", "12月4日 周五", "合同", "提交")
    assert len(phone.office.orders()) == 1
    assert phone.office.taps_made <= 12
