"""What is said about 特批."""

from __future__ import annotations

from domain.process.names import Checkpoint
from locales import L, T

BTN_ASK = L("按钮", "申请%(name)s")
BTN_WITHDRAW = L("按钮", "撤回%(name)s")
BTN_TODAY = L("按钮", "今天下班")
BTN_TOMORROW = L("按钮", "明天下班")
BTN_DAY = L("按钮", "%(day)s下班")
BTN_DAYS = L("按钮", "%(n)s 个工作日")
BTN_OTHER_AMOUNT = L("按钮", "只放一部分")
BTN_LEAVE = L("按钮", "先不申请")
BTN_ORDER = L("按钮", "看这张单")

WHICH = T("%(who)s，%(head)s\n有几项拦着，先申请哪一项？")
ASK_REASON = T("%(who)s，%(head)s 申请%(name)s：\n%(stopped)s\n说一句为什么要先放，%(decider)s看了好定。回复这条。")
ASK_REASON_AGAIN = T("没收到文字。%(who)s，写一句 %(head)s 为什么要先放。")
REASON_HINT = L("输入框", "为什么要先放")
UNTIL = T("%(who)s，%(head)s 申请%(name)s：%(reason)s")
UNTIL_CEILING = T("最多差 %(ceiling)s，只用一次。")
UNTIL_ONCE = T("只用一次。")
UNTIL_WHEN = T("到什么时候有效？点了就送%(decider)s。")
ASK_AMOUNT = T("%(who)s，%(head)s 现在差 %(short)s，申请放多少？回复这条，写金额。")
BAD_AMOUNT = T("没看懂“%(words)s”。写大于 0、不超过 %(short)s 的金额。")
AMOUNT_HINT = L("输入框", "金额，如 5000")
SENT = T("好，送%(decider)s了，定了马上告诉你。")
LEFT = T("好，先不申请。")
WITHDRAWN = T("好，撤回了。")

STOPPED = {
    Checkpoint.RELEASE: T("还不能下单。%(reason)s"),
    Checkpoint.PLAN: T("还不能接着做。%(reason)s"),
    Checkpoint.SHIP: T("还不能发货。%(reason)s"),
    Checkpoint.STOCK_IN: T("还不能入库。%(reason)s"),
    Checkpoint.CLOSE: T("还不能关闭。%(reason)s"),
}

# ── the card of whoever decides ────────────────────────────────────────────────────────────

DECIDE = T("请%(who)s定%(name)s · %(head)s")
ASKED_BY = T("%(who)s %(at)s 申请：%(reason)s")
HIDDEN = L("意见", "（有金额，这里不显示）")
TERMS = T("上限 %(ceiling)s，到 %(until)s，只用一次")
TERMS_BARE = T("到 %(until)s，只用一次")
NOT_SHORT = T("现在不缺了，不批也能走。")
OVER_GRANTED = T("%(who)s %(at)s 同意了。不用再点。")
OVER_REFUSED = T("%(who)s %(at)s 驳回：%(reason)s。不用再点。")
OVER_WITHDRAWN = T("%(who)s %(at)s 撤回了申请，不用再点。")
OVER_CHANGED = T("单子改过，这张作废。")
OVER_TIME = T("到点没定，这张作废。")
NOW_GRANTED = L("弹窗", "%(said)s已经批了。")
NOW_REFUSED = L("弹窗", "%(said)s没批。")
NOW_WITHDRAWN = L("弹窗", "%(said)s申请撤回了。")
NOW_VOID = L("弹窗", "%(said)s这张作废了。")
REASONS = (L("驳回原因", "等款到"), L("驳回原因", "差得太多"), L("驳回原因", "理由不够"))

# ── on every later card ────────────────────────────────────────────────────────────────────

OWES = {
    "payment_missing": L("特批", "欠 %(amount)s"),
    "credit_not_granted": L("特批", "没给信用，%(amount)s"),
    "credit_exceeded": L("特批", "超信用 %(amount)s"),
    "overdue": L("特批", "逾期 %(amount)s"),
}
FIRST = {
    Checkpoint.RELEASE: L("特批", "%(owes)s 先下单"),
    Checkpoint.PLAN: L("特批", "%(owes)s 先做"),
    Checkpoint.SHIP: L("特批", "%(owes)s 先发"),
    Checkpoint.STOCK_IN: L("特批", "%(owes)s 先入库"),
    Checkpoint.CLOSE: L("特批", "%(owes)s 先关闭"),
}
LINE = T("%(name)s %(who)s %(at)s：%(what)s，%(fate)s")
LINE_BARE = T("%(name)s %(who)s %(at)s，%(fate)s")
LINE_ASKED = T("%(name)s %(by)s %(at)s 申请，等%(who)s定")
LINE_ASKED_TIMES = T("%(name)s %(by)s %(at)s 申请，等%(who)s定，催过 %(count)s 次")
FATE_UNTIL = L("特批", "到 %(until)s")
FATE_BATCH = L("特批", "已用第 %(batch)s 批")
FATE_USED = L("特批", "已用")
FATE_EXPIRED = L("特批", "过期没用")

# ── told to those who wait ─────────────────────────────────────────────────────────────────

TOLD_GRANTED = T("%(name)s批了 · %(head)s")
TOLD_REFUSED = T("%(name)s没批 · %(head)s")
TOLD_CHANGED = T("%(name)s作废 · %(head)s")
TOLD_EXPIRED = T("%(name)s过期没用 · %(head)s")
TOLD_WHY = T("%(who)s %(at)s：%(reason)s")
THEN = {
    Checkpoint.RELEASE: T("已经下单，各部门收到了。"),
    Checkpoint.PLAN: T("可以接着做了，只这一次。"),
    Checkpoint.SHIP: T("可以发了，只发这一批；仓库卡片已经变了。"),
    Checkpoint.STOCK_IN: T("可以入库了，只这一次。"),
    Checkpoint.CLOSE: T("可以关闭了，只这一次。"),
}
THEN_NOT_ALONE = T("别的还拦着：")
THEN_REFUSED = T("还是不能走，%(sales)s跟客户说一声。")
THEN_CHANGED = T("单子改过，原来的不算数；要的话重新申请。")
THEN_UNDECIDED = T("到点没人定。还要的话重新申请。")
THEN_EXPIRED = T("到点没用上，又不能走了。还要的话重新申请。")
