"""What filing an order says beyond the frame of forms."""

from __future__ import annotations

from locales import L, T

NEW_ORDER = L("首页", "报新单")
SUBMITTED = T("已提交，单号 %(number)s。")
TYPE = L("订单字段", "类型")
LAST_TIME = T("%(label)s（上次）")

TOTAL = T("合计 %(total)s（%(tax)s）")
TOTAL_BARE = T("合计 %(total)s")
TAX = L("税", "%(basis)s%(rate)s")
GOODS_VALUE = T("货值约 %(total)s（按目录价）")
SHOWN = L("回读", "%(label)s %(value)s")
WORDS = T("（你写“%(words)s”）")
TO = T("送到 %(where)s")
PAYMENT = T("付款 %(terms)s")
FROM_LAST = T("%(what)s照上次，其余是你写的。")
FROM_CARD = T("%(what)s照客户资料，其余是你写的。")
KNOWN = {
    "delivery": L("照上次", "收货"),
    "tax": L("照上次", "税票"),
}
COMMA = L("回读", "，")
LIST_COMMA = L("回读", "、")
SEMICOLON = L("订单行", "；")
AND_OTHERS = T("%(first)s 等 %(count)s 个产品")
REST_OF_LINES = T("…另有 %(count)s 个产品，点“改一项”里的“产品”看")

MORE_LINES = T("还要别的产品吗？")
EARLIER_LINES = T("前面还有 %(count)s 个")
CHANGE_LINE = T("改 %(code)s %(quantity)s")
QUANTITY_OF = T("%(code)s 数量")
PRICE_OF = T("%(code)s 单价")
ASK_PRICE = T("单价多少？")

PAY_SHARE_RELEASE = T("下单前付 %(share)s（%(amount)s）")
PAY_SHARE_SHIP = T("发货前付 %(share)s（%(amount)s）")
PAY_ALL_SHIP = L("付款", "发货前付清")
PAY_ALL_RELEASE = T("全款到账再下单")
PAY_FREE = L("付款", "不收款")
PAY_CREDIT = T("账期 · %(note)s")
PAPER_STILL = T("提醒：没有%(label)s的照片或文件，先收单，补齐才下达。")
FILED_GROUP = T("请到私聊里报单。")

COMMAND_WORDS = {"新建订单": "new", "报新单": "new", "报单": "new", "下单": "new"}
"""Words that stand for a command."""
