"""What filing an order says beyond the frame of forms."""

from __future__ import annotations

from locales import L, T

NEW_ORDER = T("报新单")
SUBMITTED = T("已提交，单号 %(number)s。")
TYPE = L("订单字段", "类型")
LAST_TIME = T("%(label)s（上次）")
ONLY_PRIVATE = T("报单在私聊里做，点这里开始：%(link)s")

TOTAL = T("合计 %(total)s（%(tax)s）")
TOTAL_BARE = T("合计 %(total)s")
GOODS_VALUE = T("货值约 %(total)s（按目录价）")
DELIVERY = T("%(label)s %(day)s")
WORDS = T("（你写“%(words)s”）")
TO = T("送到 %(where)s")
PAYMENT = T("付款 %(terms)s")
BASIS = T("%(label)s %(paper)s")
FROM_LAST = T("收货、税率照上次，其余是你写的。")
LINE_PRICED = T("%(goods)s × %(price)s")
LINE_SO_FAR = T("%(goods)s × %(price)s = %(amount)s")

MORE_LINES = T("还要别的产品吗？")
PAY_SHARE_RELEASE = T("下单前付 %(share)s（%(amount)s）")
PAY_SHARE_SHIP = T("发货前付清")
PAY_ALL_RELEASE = T("全款到账再下单")
PAY_FREE = T("不收款")
PAY_CREDIT = T("账期 · %(note)s")
PAPER_STILL = T("提醒：没有%(label)s的照片或文件，先收单，补齐才下达。")
FILED_GROUP = T("请到私聊里报单。")
