"""What filing an order says beyond the frame of forms."""

from __future__ import annotations

from locales import L, T

NEW_ORDER = L("首页", "报新单")
SUBMITTED = T("已提交，单号 %(number)s。")
TYPE = L("订单字段", "类型")
ASK_TYPE = L("订单字段", "这单按哪种下？")
LAST_TIME = T("%(label)s（上次）")

TOTAL = T("合计 %(total)s（%(tax)s）")
TOTAL_BARE = T("合计 %(total)s")
TAX = L("税", "%(basis)s%(rate)s")
GOODS_VALUE = T("货值约 %(total)s（按目录价）")
SHOWN = L("回读", "%(label)s %(value)s")
WORDS = T("（你写“%(words)s”）")
TO = T("送到 %(where)s")
NO_PLACE = T("收货地址还没填，可以先提交。")
BTN_PLACE = L("按钮", "填收货地址")
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

NOT = ("不", "非", "没", "沒", "别", "別")
"""Before a choice they deny it."""

MORE_LINES = T("还要别的产品吗？")
EARLIER_LINES = T("前面还有 %(count)s 个")
CHANGE_LINE = T("改 %(code)s %(quantity)s")
QUANTITY_OF = T("%(code)s 数量")
PRICE_OF = T("%(code)s 单价")
ASK_PRICE = T("单价多少？")

AS_TOTAL = T("这是总价，单价 %(price)s")
UNREAD = T("没用上：%(words)s")
UNREAD_ONE = T("“%(words)s”")

PAY_SHARE_RELEASE = T("下单前付 %(share)s（%(amount)s）")
PAY_SHARE_SHIP = T("发货前付 %(share)s（%(amount)s）")
PAY_ALL_SHIP = L("付款", "发货前付清")
PAY_ALL_RELEASE = T("全款到账再下单")
PAY_FREE = L("付款", "不收款")
PAY_CREDIT = L("付款", "账期")
PAY_CREDIT_NOTED = T("账期 · %(note)s")
OTHER_FILES = T("附件 %(files)s")
PAPER_STILL = T("提醒：没有%(label)s的照片或文件，先收单，补齐才下达。")

COPIED = T("照 %(number)s（%(day)s）报的，没改的都照原单。")
COPIED_REPRICED = T("目录价变了：%(prices)s")
COPIED_ENDED = T("%(products)s 停用或换了单位，没带过来。")
COPY_OPEN = T("照 %(number)s 的这张已经开好了，接着填就行。")
PRICE_WAS = T("原单 %(price)s")
AGAIN = L("按钮", "再来一单")
AGAIN_WHICH = T("照哪张再来一单？")
AGAIN_NONE = T("还没有能照着报的单。")
AGAIN_NOT_FOUND = T("没找到“%(text)s”，照下面哪张再来一单？")
AGAIN_LINE = L("订单列表", "%(head)s · %(goods)s · %(day)s")
AGAIN_MORE = T("%(goods)s 等 %(count)s 个产品")

STOPPED = T("还不能提交：%(what)s")
HINT = T("提示：%(what)s")
ADVISED = L("初筛", "%(words)s（%(advice)s）")
ASKED_FIRST = T("要先问：%(who)s")
ASKED_WHY = L("初筛", "%(who)s（%(why)s）")
HEAD_OF = L("初筛", "%(department)s负责人")
MEND = L("按钮", "改%(label)s")
NOT_FILED = T("还没提交：%(what)s。单子没丢，改好再提交。")

COMPLETING = L("补充", "补充 %(number)s")
COMPLETES = T("补充 %(number)s · %(who)s退回：%(reason)s")
COMPLETES_BARE = T("补充 %(number)s，提交后再评一次。")
COMPLETED = T("补好了，%(number)s 已重新提交。")
COMPLETION_OPEN = T("补 %(number)s 的草稿已经开好了，接着填就行。")

FILED_GROUP = T("请到私聊里报单。")

COMMAND_WORDS = {"新建订单": "new", "报新单": "new", "报单": "new", "下单": "new"}
"""Words that stand for a command."""

AGAIN_WORDS: dict[str, str] = dict.fromkeys(("再来一单", "再来一张", "再下一单", "order again"), "again")
"""Words that may be followed by the number of the order, or by its customer: 再来一单 003."""

BY_SHEET = L("报单", "表格填明细")

PRINCIPAL = L("代录", "给谁报")
ASK_PRINCIPAL = T("这张单替谁报？写姓名也行。")
MYSELF = L("代录", "我自己报")
FOR_WHOM = L("代录", "替 %(name)s")
