"""What the warehouse reads and answers."""

from __future__ import annotations

from locales import L, T
from services.stages import Stage

TITLE = {
    Stage.HELD: T("还没下单 · %(head)s"),
    Stage.PAUSED: T("暂停 · %(head)s"),
    Stage.STOPPED: T("先停下 · %(head)s"),
    Stage.TO_TAKE: T("等货 · %(head)s"),
    Stage.IN_WORK: T("等货 · %(head)s"),
    Stage.TO_PACK: T("备货 · %(head)s"),
    Stage.TO_STOCK: T("等入库 · %(head)s"),
    Stage.TO_NOTICE: T("等发货通知 · %(head)s"),
    Stage.HELD_SHIP: T("先别装车 · %(head)s"),
    Stage.ON_ROAD: T("已发货 · %(head)s"),
    Stage.SIGNED: T("已签收 · %(head)s"),
    Stage.STOCKED: T("已入库 · %(head)s"),
    Stage.ENDED: T("已结束 · %(head)s"),
}
NOTICE = T("发货通知 · %(head)s 第 %(batch)s 批")
NOTICE_PAID = T("发货通知 · %(head)s 第 %(batch)s 批 · 款已清")
LINE_READY = T("%(goods)s · 已备 %(ready)s，还差 %(rest)s")
LINE_STOCKED = T("%(goods)s · 已入 %(stocked)s，还差 %(rest)s")
LINE_LEFT = T("%(goods)s（余 %(rest)s）")
TO = T("送到 %(where)s")
NO_ADDRESS = T("没写收货地址，问 %(who)s。")
WHERE_AND = L("发货", "%(some)s · %(another)s")
FREIGHT = T("运费%(who)s")
SHIP_BY = T("%(day)s前发出")
REQUIREMENTS = T("要求：%(words)s")
PAID = L("钱", "货款已付清")
UNPAID = T("货款没付清：可以先备，付清才装车。")

DO_PACK = T("%(who)s，备齐了点一下。")
DO_REST = T("%(who)s，余下的备齐再点一下。")
DO_STOCK = T("%(who)s，检验合格、上架了点一下。")
DO_WAIT_GOODS = T("货还在做；先到的可以先收。")
DO_NOTICE = T("等 %(who)s 发货通知，没通知不装车。")
DO_LOAD = T("%(who)s，装完点“已发出”，再拍送货单。")
DO_SIGN = T("客户签收了点一下，签收单拍给我。")
TURNS = T("好了这张卡自己变成“可以发”。")
TURNS_ALL = T("都好了，这张卡自己变成“可以发”。")

BTN_READY = L("按钮", "备齐")
BTN_READY_REST = L("按钮", "余下备齐")
BTN_OTHER_COUNT = L("按钮", "数量不同")
BTN_LEFT = L("按钮", "已发出")
BTN_URGE = L("按钮", "车在等，催一下")
BTN_TRACKING = L("按钮", "补物流单号")
BTN_TRACKING_BATCH = L("按钮", "第 %(batch)s 批单号")
BTN_SIGNED = L("按钮", "已签收")
BTN_SIGNED_BATCH = L("按钮", "第 %(batch)s 批已签收")
BTN_STOCK = L("按钮", "入库")

ASK_READY = T("%(who)s，%(head)s\n%(goods)s\n备好了多少？回复这条，写数量。")
ASK_READY_LINES = T("%(who)s，%(head)s\n%(goods)s\n各备好多少？回复这条，先型号后数量：%(example)s")
ASK_STOCK = T("%(who)s，%(head)s\n%(goods)s\n入库多少？回复这条，写数量。")
ASK_STOCK_LINES = T("%(who)s，%(head)s\n%(goods)s\n各入库多少？回复这条，先型号后数量：%(example)s")
LISTED = L("备货", "%(n)s. %(goods)s")
EXAMPLE = L("备货", "%(code)s %(count)s")
EXAMPLE_AND = L("备货", "%(some)s，%(another)s")
COUNT_HINT = L("提示", "写数量，如 200")
NOT_COUNT = T("这一步要写数量，刚才发的没算数。")
LINES_UNCLEAR = T("没看懂。一个产品一段，先型号后数量，用逗号隔开。")
LINE_UNKNOWN = T("单上没有“%(text)s”。")
LINE_TWICE = T("“%(text)s”写了两次。")
LINE_BAD = T("“%(text)s”的数量：%(bad)s")

ASK_TRACKING = T("%(who)s，%(head)s 发出了。\n拍送货单或写物流单号，回复这条就行；没有可以不回。")
TRACKING_HINT = L("提示", "送货单照片或单号")
TRACKING_KEPT = T("%(head)s 第 %(batch)s 批：收到，已告诉 %(sales)s。")
NOTE_KEPT = T("%(head)s 第 %(batch)s 批：送货单收到，存好了。")
TRACKING_BAD = T("没看懂单号。单号写字母和数字，最多 60 个字；也可以拍送货单。")
ASK_SIGNED = T("%(head)s 签收记下了。签收单拍给我存档；没有可以不发。")
SIGNED_HINT = L("提示", "签收单照片")
SIGNED_KEPT = T("%(head)s 签收单收到，存好了。")

DONE_READY = T("备齐，记好了。已告诉 %(sales)s。")
DONE_SHIPPED = T("第 %(batch)s 批发出，记好了。")
DONE_SIGNED = T("签收，记好了。")
DONE_STOCKED = T("入库，记好了。")
DONE_NOTICE = T("发货通知发了，仓库马上收到。")
DONE_NOTICE_HELD = T("发货通知发了。现在还不能装车：\n%(reasons)s")
REPLY_UNCLEAR = T("没看懂。回复“备齐”“备齐 200”“发了”或“入库”，也可以点卡片上的按钮。")
