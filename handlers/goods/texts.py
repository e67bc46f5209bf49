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
UNPAID_PART = T("货款没付清：收到多少发多少。")
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
BTN_READY_SOME = L("按钮", "备了一部分")
BTN_STOCK_SOME = L("按钮", "数量不同")
BTN_LEFT = L("按钮", "已发出")
BTN_URGE = L("按钮", "车在等，催一下")
BTN_TRACKING = L("按钮", "补物流单号")
BTN_TRACKING_BATCH = L("按钮", "第 %(batch)s 批单号")
BTN_SIGNED = L("按钮", "已签收")
BTN_SIGNED_BATCH = L("按钮", "第 %(batch)s 批已签收")
BTN_STOCK = L("按钮", "入库")
BTN_LOAD_SOME = L("按钮", "装了一部分")
BTN_CANNOT = L("按钮", "发不了")

ASK_CANNOT = T("%(who)s，%(head)s 第 %(batch)s 批为什么发不了？点一个，或回复一句。")
CANNOT_WORDS = T("要写一句原因，%(who)s 好安排。")
CANNOT_HINT = L("提示", "为什么发不了")
CANNOT_REASONS = {
    "no_truck": L("发不了", "车没到"),
    "goods_bad": L("发不了", "货有问题"),
    "address_unclear": L("发不了", "地址不清"),
    "not_enough": L("发不了", "数量不够"),
}
DONE_CANNOT = T("记好了，已告诉 %(who)s。货还算备齐，等新通知。")

# ── 发货通知, to whoever issued it ──────────────────────────────────────────────────────────

NOTICE_TITLE = {
    "noticed": T("发货通知 · %(head)s 第 %(batch)s 批，还没发出"),
    "shipped": T("发出了 · %(head)s 第 %(batch)s 批"),
    "signed": T("已签收 · %(head)s 第 %(batch)s 批"),
    "cancelled": T("通知收回了 · %(head)s 第 %(batch)s 批"),
}
NOTICE_OPEN = T("仓库收到了，装完会告诉你。要改数量直接回复这条。")
BTN_NOTICE_COUNT = L("按钮", "改数量")
BTN_NOTICE_PART = {
    "ship_by": L("按钮", "改日期"),
    "address": L("按钮", "改地址"),
    "contact": L("按钮", "改收货人"),
    "carrier": L("按钮", "改物流"),
    "freight": L("按钮", "改运费"),
}
BTN_NOTICE_BACK = L("按钮", "收回通知")
BTN_NOTICE_AGAIN = L("按钮", "再发通知")
ASK_NOTICE = {
    "ship_by": T("%(who)s，%(head)s 哪天之前发出？"),
    "address": T("%(who)s，%(head)s 送到哪里？写详细地址。"),
    "contact": T("%(who)s，%(head)s 谁收货？写姓名和电话。"),
    "carrier": T("%(who)s，%(head)s 走哪家物流？"),
    "freight": T("%(who)s，%(head)s 运费谁付？"),
}
NOTICE_HINT = {
    "ship_by": L("提示", "如 明天、12月3日"),
    "address": L("提示", "收货地址"),
    "contact": L("提示", "姓名 电话"),
    "carrier": L("提示", "如 德邦"),
    "freight": L("提示", "如 到付"),
}
NOTICE_WORDS = T("这一步要写字，刚才发的没算数。")
NOTICE_PAST = T("这天已经过了，换一天。")
NOTICE_DAY_UNCLEAR = T("没看懂是哪天，写几月几号。")
ASK_FREIGHT = T("%(head)s 这批运费谁付？")
DONE_NOTICE_CHANGED = T("改好了，仓库马上看到新的。")
DONE_NOTICE_BACK = T("通知收回了，仓库先不装。")
TAKEN_BACK = T("发不了 · %(head)s 第 %(batch)s 批")
TAKEN_BACK_WHY = T("%(who)s：%(reason)s")
TAKEN_BACK_NEXT = T("这张通知收回了，货还在备齐里。说好了再发一张。")

# ── 成品检验放行 ────────────────────────────────────────────────────────────────────────────

INSPECT = T("成品检验 · %(head)s")
INSPECT_WAITS = T("等货来检 · %(head)s")
INSPECTED = T("检验放行了 · %(head)s")
LINE_INSPECTED = T("%(goods)s · 已放行 %(passed)s，等检 %(waits)s")
DO_INSPECT = T("%(who)s，检好了点一下；没放行的装不了车。")
BTN_PASS = L("按钮", "检验放行")
BTN_PASS_SOME = L("按钮", "部分放行")
BTN_FAIL = L("按钮", "不合格")
ASK_FAIL = T("%(who)s，%(head)s 哪里不合格？回复一句；只有一部分，前面写数量，如：50 外观划伤。")
FAIL_WORDS = T("要写一句原因，生产好返工。")
FAIL_HINT = L("提示", "如 50 外观划伤")
DONE_PASSED = T("放行了，仓库马上看到。")
DONE_FAILED = T("记好了，没放行；已告诉做货的部门和销售。")
FAILED = T("检验不合格 · %(head)s")
FAILED_WHY = T("%(who)s：%(reason)s")
FAILED_NEXT = T("返工好了再检；没放行的发不了。")
INSPECTION_UNCLEAR = T("没看懂。回复“放行”“放行 200”或“不合格 外观划伤”，也可以点卡片上的按钮。")
DONE_REPORTED = T("记好了，卡片上有累计。")

ASK_COUNT = {
    "ready": T("%(who)s，%(head)s\n%(goods)s\n备好了多少？回复这条，写数量。"),
    "stock": T("%(who)s，%(head)s\n%(goods)s\n入库多少？回复这条，写数量。"),
    "notice": T("%(who)s，%(head)s\n%(goods)s 备好了\n这批发多少？回复这条，写数量。"),
    "load": T("%(who)s，%(head)s\n通知发 %(goods)s\n实际装了多少？回复这条，写数量；装完就算发出。"),
    "pass": T("%(who)s，%(head)s\n%(goods)s 等检\n放行多少？回复这条，写数量。"),
    "made": T("%(who)s，%(head)s\n%(goods)s 还没报\n这次又好了多少？回复这条，写数量。"),
    "return": T("%(who)s，%(head)s\n%(goods)s 发出去了，还没退\n退多少？回复这条，写数量。"),
    "back": T("%(who)s，%(head)s\n同意退 %(goods)s\n实际退回多少？回复这条，写数量。"),
}
ASK_COUNTS = {
    "ready": T("%(who)s，%(head)s\n%(goods)s\n各备好多少？回复这条，先型号后数量：%(example)s"),
    "stock": T("%(who)s，%(head)s\n%(goods)s\n各入库多少？回复这条，先型号后数量：%(example)s"),
    "notice": T("%(who)s，%(head)s 备好的：\n%(goods)s\n这批发哪些？没写的先不发。先型号后数量：%(example)s"),
    "load": T("%(who)s，%(head)s 通知发：\n%(goods)s\n实际装了哪些？没写的算没装。先型号后数量：%(example)s"),
    "pass": T("%(who)s，%(head)s 等检的：\n%(goods)s\n放行哪些？先型号后数量：%(example)s"),
    "made": T("%(who)s，%(head)s 还没报的：\n%(goods)s\n这次又好了哪些？先型号后数量：%(example)s"),
    "return": T("%(who)s，%(head)s 发出去、还没退的：\n%(goods)s\n退哪些？没写的不退。先型号后数量：%(example)s"),
    "back": T("%(who)s，%(head)s 同意退的：\n%(goods)s\n实际退回哪些？没写的算没退。先型号后数量：%(example)s"),
}
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

DONE_READY_PART = T("备好一部分，记好了。已告诉 %(sales)s。")
DONE_READY = T("备齐，记好了。已告诉 %(sales)s。")
DONE_SHIPPED = T("第 %(batch)s 批发出，记好了。")
DONE_SIGNED = T("签收，记好了。")
DONE_STOCKED = T("入库，记好了。")
DONE_NOTICE = T("发货通知发了，仓库马上收到。")
DONE_NOTICE_HELD = T("发货通知发了。现在还不能装车：\n%(reasons)s")
REPLY_UNCLEAR = T("没看懂。回复“备齐”“备齐 200”“发了”“发不了 车没到”或“入库”，也可以点卡片上的按钮。")
