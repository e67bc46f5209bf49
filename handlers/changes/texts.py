"""What changes of an order say."""

from __future__ import annotations

from domain.approvals import ApprovalState
from domain.changes import ChangeKind, ChangeState
from domain.process.names import Checkpoint, Mode
from locales import L, T

WORDS = {"变更": "change", "改单": "change", "變更": "change", "改單": "change"}

BTN_CHANGE = L("按钮", "改单")
BTN_EDIT = L("按钮", "改内容")
BTN_CANCEL_ORDER = L("按钮", "取消订单")
BTN_REOPEN = L("按钮", "重开")
BTN_AGAIN = L("按钮", "再改改")
BTN_WITHDRAW = L("按钮", "不改了")
BTN_WITHDRAW_SURE = L("按钮", "确定不改了")
BTN_WITHDRAW_NOT = L("按钮", "还是要改")
BTN_SHOW = L("按钮", "看变更")

MENU = T("%(head)s 要改什么？\n数量、单价、交期、地址、类型都在“改内容”里。一句话也行：改成500台 交期推一周")
MENU_CLOSED = T("%(head)s 已经关闭，要改先重开。")
MENU_OPEN = T("%(head)s 有一个变更还没定，定了再改下一个。")
WHICH = T("改哪一张？点一个，或者发 /change 单号。")
NONE = T("没有能改的单。")
CHANGING = L("表单", "改单 %(number)s")
DRAFT_OPEN = T("%(number)s 的改单还没填完，接着来。")
DRAFT_DONE = T("%(number)s 的变更已经提了。")

TITLE = {
    ChangeKind.EDIT: L("表单", "变更 %(number)s"),
    ChangeKind.CANCEL: L("表单", "取消订单 %(number)s"),
    ChangeKind.REOPEN: L("表单", "重开 %(number)s"),
}
FACTOR = L("变更", "变更因素")
ASK_FACTOR = L("变更", "因为什么要改？")
FACTOR_KIND = L("变更", "哪一种")
ASK_FACTOR_KIND = L("变更", "是哪一种？")
REASON = L("变更", "原因")
ASK_REASON = L("变更", "说一句具体原因，批的人要看。")
COUNTERMEASURE = L("变更", "应对措施")
ASK_COUNTERMEASURE = L("变更", "怎么应对？点一个，或者自己写。")
CONTINGENCY = L("变更", "预案")
ASK_CONTINGENCY = L("变更", "万一不行怎么办？点一个，或者自己写。")
SENT = T("变更提了，没批之前照原单做。")
UNREAD = T("%(head)s：没看懂“%(words)s”要怎么改，什么都没动。点“改内容”改，或者换个写法，例如 改成500台 交期推一周。")
NOT_USED = T("没用上：%(words)s")

CHANGE_HEAD = T("变更 %(n)s · %(head)s")
CANCEL_HEAD = T("取消订单 · 变更 %(n)s · %(head)s")
REOPEN_HEAD = T("重开 · 变更 %(n)s · %(head)s")
HEADS = {ChangeKind.EDIT: CHANGE_HEAD, ChangeKind.CANCEL: CANCEL_HEAD, ChangeKind.REOPEN: REOPEN_HEAD}
BECAUSE = T("%(reason)s（%(factor)s）")
FACTOR_NAMED = L("变更", "%(factor)s·%(kind)s")
DONE_ABOUT = T("应对：%(countermeasure)s")
DONE_ABOUT_BOTH = T("应对：%(countermeasure)s；预案：%(contingency)s")

QUANTITY = L("对照", "数量")
PRICE = L("对照", "单价")
OF_PRODUCT = L("对照", "%(product)s %(what)s")
TOTAL = T("金额 %(before)s → %(after)s（%(delta)s）")
FROM_TO = T("%(what)s %(before)s → %(after)s")
FROM_TO_UNIT = T("%(what)s %(before)s → %(after)s %(unit)s")
NEW_LINE = T("加 %(product)s %(quantity)s %(unit)s")
NEW_LINE_PRICED = T("加 %(product)s %(quantity)s %(unit)s × %(price)s")
ENDED = T("不要了 %(product)s %(quantity)s %(unit)s")
ENDED_LEFT = T("余下的不要了 %(product)s，%(before)s → %(after)s %(unit)s")
FIELD_NEW = T("%(what)s：%(after)s")
FIELD_GONE = T("%(what)s去掉（原来 %(before)s）")
FIELD_BARE = T("%(what)s改了")
LEAF = L("对照", "类型")
CUSTOMER = L("对照", "客户")
DAY = L("对照", "交期")
AFTER_PAYMENT = L("对照", "款到后 %(days)s 个工作日")
TERMS = T("付款比例改了：%(after)s")
TERM = {
    Checkpoint.RELEASE: L("付款", "下单前 %(share)s"),
    Checkpoint.PLAN: L("付款", "排产前 %(share)s"),
    Checkpoint.SHIP: L("付款", "发货前 %(share)s"),
    Checkpoint.STOCK_IN: L("付款", "入库前 %(share)s"),
    Checkpoint.CLOSE: L("付款", "关闭前 %(share)s"),
}

STEP = {
    Checkpoint.RELEASE: L("能不能", "下单"),
    Checkpoint.PLAN: L("能不能", "排产"),
    Checkpoint.SHIP: L("能不能", "发货"),
    Checkpoint.STOCK_IN: L("能不能", "入库"),
    Checkpoint.CLOSE: L("能不能", "关闭"),
}
EFFECT_CLOSES = T("已收 %(received)s：原来能%(step)s，改后要补 %(missing)s 才能%(step)s")
EFFECT_STILL = T("已收 %(received)s：改后还差 %(missing)s 才能%(step)s（原来差 %(before)s）")
EFFECT_OPENS = T("已收 %(received)s：改后够了，能%(step)s")
EFFECT_OVER = T("改后多收 %(over)s，转预收还是退，财务定")

ONLY_TOLD = T("只要告知，提交就生效。")
ROUTE = T("%(deciders)s 批")
ROUTE_IMPACT = T("先问 %(impacts)s，再由 %(deciders)s 批")
ROUTE_IMPACT_ONLY = T("先问 %(impacts)s，说完就生效")
ROUTE_NONE = T("不用批，提交就生效。")
UNTIL_THEN = T("没批之前，照原单做。")
CANCEL_WHAT = T("取消后不再备料、生产、发货；已收的 %(received)s 由财务退或转预收。")
CANCEL_WHAT_BARE = T("取消后不再备料、生产、发货。")
REOPEN_WHAT = T("重开后每一关重新查一遍。")

DECIDE = T("请%(who)s定 · %(change)s")
OVER = {
    ApprovalState.APPROVED: T("都同意了，变更生效。不用再点。"),
    ApprovalState.REJECTED: T("%(who)s %(at)s 驳回：%(reason)s。照原单做。"),
    ApprovalState.SENT_BACK: T("%(who)s %(at)s 驳回：%(reason)s。照原单做。"),
    ApprovalState.WITHDRAWN: T("%(who)s %(at)s 收回了这个变更。不用再点。"),
    ApprovalState.SUPERSEDED: T("单子改过，这张作废，看新卡。"),
}
MODE = {
    Mode.ALL: T("会签，一人驳回就照原单做"),
    Mode.IN_TURN: T("依次评审，一人驳回就照原单做"),
}
NOW_IS = {
    ApprovalState.APPROVED: L("弹窗", "%(said)s这个变更生效了。"),
    ApprovalState.REJECTED: L("弹窗", "%(said)s这个变更驳回了，照原单做。"),
    ApprovalState.SENT_BACK: L("弹窗", "%(said)s这个变更驳回了，照原单做。"),
    ApprovalState.WITHDRAWN: L("弹窗", "%(said)s这个变更收回了，照原单做。"),
    ApprovalState.SUPERSEDED: L("弹窗", "%(said)s这张单改过了。"),
}
ASKED_IMPACT = T("影响：%(department)s %(who)s：%(answers)s")
ANSWER = L("影响", "%(ask)s%(answer)s。")
ANSWER_BESIDE = L("影响", "%(answer)s（%(beside)s）")
ASKED_BY = T("%(who)s 提的")

STATE = {
    ChangeState.ASKING: T("等 %(who)s 说影响"),
    ChangeState.DECIDING: T("等 %(who)s 批"),
    ChangeState.APPLIED: T("已生效（%(at)s），现在是第 %(revision)s 版"),
    ChangeState.REJECTED: T("%(who)s %(at)s 驳回：%(reason)s。照原单做。"),
    ChangeState.WITHDRAWN: T("%(who)s %(at)s 收回了，照原单做。"),
    ChangeState.OVERTAKEN: T("没改成：批下来之前，货已经发了或做了。照原单做，要改再提。"),
}
STATE_TOLD = T("已改（%(at)s），相关同事都通知了。")
DUE = T("%(at)s 前要定")
WITHDRAW_SURE = T("这个变更收回？收回后照原单做，要改再提。")
WITHDRAWN = T("收回了，照原单做。")
WITHDRAW_WORDS = L("变更", "不改了")

STATS_WORDS = {"变更统计": "stats", "變更統計": "stats", "统计": "stats", "統計": "stats"}
STATS_HEAD = T("变更统计 · 近 %(days)s 天 · %(count)s 次（生效 %(applied)s，驳回 %(rejected)s，在办 %(open)s）")
STATS_NONE = T("变更统计 · 近 %(days)s 天没有变更。")
STATS_FACTOR = T("%(factor)s %(count)s 次（%(share)s）")
STATS_FACTOR_KINDS = T("%(factor)s %(count)s 次（%(share)s）：%(kinds)s")
STATS_KIND = L("变更统计", "%(kind)s %(count)s")
STATS_TIME = T("从提到定平均 %(hours)s 小时，超时 %(late)s 次")
STATS_LATE = T("超时 %(late)s 次")
STATS_TOLD = T("另有只告知的 %(count)s 次")
STATS_BUSIEST = T("改得最多：%(orders)s")
STATS_ORDER = L("变更统计", "%(number)s %(customer)s %(count)s 次")
BTN_DAYS = L("按钮", "近 %(days)s 天")
