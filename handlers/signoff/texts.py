"""What a sign-off card says."""

from __future__ import annotations

from domain.process.names import Checkpoint
from locales import L, T

ASK = T("请%(department)s定 · %(head)s · %(name)s")
FOR = T("%(who)s 报的")
FOR_FIELD = T("%(label)s %(value)s")
FOR_DAYS = T("%(label)s %(value)s 天")
VALUE = T("货值约 %(amount)s（按目录价）")
OVER_LIMITS = T("为什么到你这：每款最多 %(pieces)s 件，整单货值最多 %(amount)s，这张超了。")
OVER_LIMITS_BARE = T("为什么到你这：超过样品限额。")
ALWAYS = T("为什么到你这：这类单都要%(name)s。")
BLOCKS = {
    Checkpoint.RELEASE: T("点了就能下单；没点之前不采购、不生产。"),
    Checkpoint.PLAN: T("点了才排产。"),
    Checkpoint.SHIP: T("点了才发货。"),
    Checkpoint.STOCK_IN: T("点了才入库。"),
    Checkpoint.CLOSE: T("点了才关闭。"),
}
GIVEN = T("%(who)s %(at)s 同意：%(name)s")
GIVEN_NEXT = T("单子往下走了，不用再点。")
OVER = T("这张单已经结束，不用再点。")
BTN_SIGN = L("按钮", "同意，%(name)s")
DONE = T("好，记下了。")
REPLY_UNCLEAR = T("没看懂。回复“同意”，或点卡片上的按钮。不同意就直接跟报单的人说。")
REPLY_READ = T("好，你看过了，还没放行。放行请回复“同意”，或点卡片上的按钮。")
REPLY_LATER = T("好，先放着，还没放行。想好了回复“同意”，或点卡片上的按钮。")
REPLY_ASK = T("这算同意吗？点卡片上的按钮才算，现在还没放行。")
REPLY_CONDITION = T("放行不带条件，现在还没放行。照单同意，点卡片上的按钮；单子要改，跟报单的人说。")
REPLY_REJECTED = T("好，没放行，单子停在这里。为什么不同意，跟%(who)s说一声。")
