"""What is said about 退货 and 折让."""

from __future__ import annotations

from domain.after_sale import Kind, Step
from locales import L, T

NAME = {Kind.RETURN: L("售后", "退货 %(n)s"), Kind.ALLOWANCE: L("售后", "折让 %(n)s")}

# ── on every card of the order ─────────────────────────────────────────────────────────────

GOODS = L("售后", "%(code)s %(count)s %(unit)s")
GOODS_AND = L("售后", "%(some)s、%(another)s")
LESS = L("售后", "%(what)s，减 %(amount)s")
LESS_ALONE = L("售后", "减 %(amount)s")
NO_MONEY = L("售后", "%(what)s，不减钱")
LINE = T("%(name)s：%(what)s，%(fate)s")
LINE_BARE = T("%(name)s：%(fate)s")
FATE = {
    (Kind.RETURN, Step.ASKED): L("售后", "等%(who)s定"),
    (Kind.RETURN, Step.AGREED): L("售后", "同意了，等%(who)s收货"),
    (Kind.RETURN, Step.DONE): L("售后", "已退回"),
    (Kind.ALLOWANCE, Step.ASKED): L("售后", "等%(who)s定"),
    (Kind.ALLOWANCE, Step.DONE): L("售后", "已减"),
}

# ── asked by sales ─────────────────────────────────────────────────────────────────────────

BTN_MENU = L("按钮", "售后")
BTN_RETURN = L("按钮", "退货")
BTN_ALLOWANCE = L("按钮", "折让")
BTN_WITHDRAW = L("按钮", "撤回%(name)s")
BTN_LEAVE = L("按钮", "先不办")
BTN_ORDER = L("按钮", "看这张单")
BTN_ALL_BACK = L("按钮", "全部退")

MENU = T("售后 · %(head)s")
MENU_WHAT = T("货要退回来，点“退货”；货不退、只少收钱，点“折让”。都由%(who)s定。")
ASK_AMOUNT = T("%(who)s，%(head)s 折让多少？最多 %(most)s。回复这条，写金额。")
BAD_AMOUNT = T("没看懂“%(words)s”。写大于 0、不超过 %(most)s 的金额。")
AMOUNT_HINT = L("输入框", "金额，如 500")
ASK_REASON = {
    Kind.RETURN: T("%(who)s，%(head)s 退 %(goods)s：\n为什么退？点一个，或回复一句。说了就送%(decider)s。"),
    Kind.ALLOWANCE: T("%(who)s，%(head)s 折让 %(amount)s：\n为什么让？点一个，或回复一句。说了就送%(decider)s。"),
}
ASK_REASON_BARE = T("%(who)s，%(head)s 折让：\n为什么让？点一个，或回复一句。说了就送%(decider)s。")
ASK_REASON_AGAIN = T("没收到文字。%(who)s，写一句为什么，%(decider)s好定。")
REASON_HINT = L("输入框", "为什么")
REASONS = {
    Kind.RETURN: {
        "quality": L("售后原因", "质量问题"),
        "wrong": L("售后原因", "发错了"),
        "unwanted": L("售后原因", "客户不要了"),
    },
    Kind.ALLOWANCE: {
        "quality": L("售后原因", "质量问题"),
        "late": L("售后原因", "交货晚了"),
        "damaged": L("售后原因", "路上磕碰"),
    },
}
SENT = T("好，送%(who)s了，定了马上告诉你。")
LEFT = T("好，先不办。")
WITHDRAWN = T("好，撤回了。")

# ── finance ────────────────────────────────────────────────────────────────────────────────

DECIDE = T("请%(who)s定%(name)s · %(head)s")
TITLE = {
    Step.AGREED: T("%(name)s 同意了 · %(head)s"),
    Step.REFUSED: T("%(name)s 没同意 · %(head)s"),
    Step.DONE: T("%(name)s 办好了 · %(head)s"),
    Step.WITHDRAWN: T("%(name)s 撤回了 · %(head)s"),
}
LINE_BACK = T("退 %(goods)s（发了 %(shipped)s）")
WOULD_OWE = T("减 %(amount)s · 应收 %(before)s → %(after)s")
WOULD_OWE_SAME = T("不减钱 · 应收 %(before)s")
OWES = T("减 %(amount)s · 应收 %(after)s")
OWES_SAME = T("不减钱 · 应收 %(after)s")
WOULD_BE_OVER = T("已到账 %(received)s，减完多收 %(over)s")
IS_OVER = T("已到账 %(received)s，多收 %(over)s：转预收还是退给客户？")
SAID = T("%(who)s %(at)s：%(reason)s")
HIDDEN_HERE = T("金额不在这里显示。要同意的，私聊我发 /todo 办。")
OVER_AGREED = T("%(who)s %(at)s 同意的，等%(warehouse)s收货。")
OVER_REFUSED = T("%(who)s %(at)s：%(reason)s")
OVER_RETURNED = T("%(who)s %(at)s 收到退货。")
OVER_LET_OFF = T("%(who)s %(at)s 同意的。")
OVER_WITHDRAWN = T("不用再点。")

BTN_AGREE = L("按钮", "同意，减 %(amount)s")
BTN_AGREE_FREE = L("按钮", "同意，不减钱")
BTN_OTHER_AMOUNT = L("按钮", "金额不同")
BTN_REFUSE = L("按钮", "不同意")
BTN_NOT_NOW = L("按钮", "先不定")

ASK_OTHER = T("%(who)s，%(name)s · %(head)s\n减多少？最多 %(most)s。回复这条，写金额；写了就算同意。")
ASK_OTHER_FREE = T("%(who)s，%(name)s · %(head)s\n减多少？0 到 %(most)s 都行。回复这条，写金额；写了就算同意。")
ASK_WHY_NOT = T("%(who)s，%(name)s · %(head)s 为什么不同意？%(sales)s好跟客户说。点一个，或回复一句。")
ASK_WHY_NOT_AGAIN = T("没收到文字。%(who)s，写一句为什么不同意，%(sales)s好跟客户说。")
WHY_NOT = {
    "not_ours": L("不同意原因", "不是我方责任"),
    "no_proof": L("不同意原因", "先补照片和说明"),
    "too_much": L("不同意原因", "要得太多"),
}
DONE_AGREED = T("同意了，等仓库收货。")
DONE_LET_OFF = T("同意了，应收减 %(amount)s。")
DONE_REFUSED = T("记好了，%(sales)s马上收到。")
DONE_LATER = T("好，先不定。")
UNCLEAR = T("没看懂。回复“同意”“同意 2000”（金额不同）或“不同意 原因”，也可以点卡片上的按钮。")

# ── the warehouse ──────────────────────────────────────────────────────────────────────────

RECEIVE = T("收退货 · %(head)s %(name)s")
RECEIVED = T("退货收到了 · %(head)s %(name)s")
NOT_COMING = T("退货不来了 · %(head)s %(name)s")
DO_RECEIVE = T("%(who)s，货到了点一下；数量不同写实际数，照片回复这条。")
RECEIVED_BY = T("%(who)s %(at)s 收的。")
BTN_BACK = L("按钮", "退货收到")
BTN_BACK_SOME = L("按钮", "数量不同")
DONE_BACK = T("退货记好了，%(sales)s和财务马上看到。")
PHOTO_KEPT = T("照片存好了。货到齐了，点“退货收到”。")
BACK_UNCLEAR = T("没看懂。回复“退回了”“退回 40”，也可以点卡片上的按钮。")

# ── told to those who wait ─────────────────────────────────────────────────────────────────

TOLD = {
    Step.AGREED: T("%(name)s 同意了 · %(head)s"),
    Step.REFUSED: T("%(name)s 没同意 · %(head)s"),
    Step.DONE: T("%(name)s 办好了 · %(head)s"),
}
TOLD_BACK = T("%(what)s · %(who)s %(at)s 收到")
TOLD_LET_OFF = T("%(what)s · %(who)s %(at)s 同意")
TOLD_WAITS = T("等%(who)s收货，收到马上告诉你。叫客户把货发回来。")
TOLD_OWES = T("应收 %(required)s，还差 %(missing)s。")
TOLD_PAID = T("应收 %(required)s，已付清。")
TOLD_OVER = T("应收 %(required)s，多收 %(over)s，%(who)s来转预收或退款。")
