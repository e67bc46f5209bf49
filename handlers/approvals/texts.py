"""What the cards and answers of approvals say."""

from __future__ import annotations

from domain.approvals import ApprovalState, Joining, Verdict
from domain.process.names import Checkpoint, Mode
from handlers.texts import EDITED
from locales import L, T

ASK = T("请%(who)s定 · %(head)s")
ASK_PRODUCTION = T("仅评审 · 未付款 · 不得备料排产")
WANTED = T("要求 %(day)s")
WHY = T("为什么到你这：%(why)s")
WHY_ALWAYS = T("为什么到你这：这类单都先评审，再收款。")
WHY_ANY = T("为什么到你这：这张单要评审，想听%(who)s的意见。")
WHY_ADDED = T("为什么到你这：%(who)s 请你一起看。")
WHY_PASSED_ON = T("为什么到你这：%(who)s 转交给你。")
WHY_AND = L("为什么", "%(some)s；%(another)s")
QUESTION = T("只问你：%(question)s")
CHANGED = T("改过：%(changes)s")
CHANGE = L("改过", "%(what)s %(before)s → %(after)s")
CHANGE_COUNT = L("改过", "%(before)s → %(after)s %(unit)s")
CHANGE_BARE = L("改过", "%(what)s改了")
WHAT = {
    "lines": L("改过", "产品数量"),
    "total": L("改过", "金额"),
    "requested_on": L("改过", "交期"),
    "customer": L("改过", "客户"),
    "leaf": L("改过", "订单类型"),
    "fields": L("改过", "其他内容"),
}
SAID = {
    Verdict.APPROVE: T("%(who)s 同意（%(at)s）"),
    Verdict.CONDITIONAL: T("%(who)s 有条件同意（%(at)s）：%(words)s"),
    Verdict.REJECT: T("%(who)s 驳回（%(at)s）：%(words)s"),
    Verdict.SEND_BACK: T("%(who)s 退回补充（%(at)s）：%(words)s"),
}
SAID_PROMISED = T("%(who)s 同意（%(at)s），%(day)s能交")
SAID_COMMENT = T("%(said)s：%(words)s")
FOR = L("替谁", "%(who)s（替%(principal)s）")
WAITS = T("还等 %(who)s")
MODE = {
    Mode.ALL: T("会签，一人驳回就退回"),
    Mode.ANY: T("或签，一个人定就行"),
    Mode.IN_TURN: T("依次评审，一人驳回就退回"),
    Mode.VOTES: T("%(needed)s 人同意就通过"),
}
NEXT_LEVEL = T("同意后还有下一级。")
SALES = T("%(who)s 报的")
OVER = {
    ApprovalState.APPROVED: T("都同意了，已承接。不用再点。"),
    ApprovalState.REJECTED: T("%(who)s %(at)s 驳回：%(reason)s。不用再点。"),
    ApprovalState.SENT_BACK: T("%(who)s %(at)s 退回补充：%(reason)s。补好会再来。"),
    ApprovalState.WITHDRAWN: T("%(who)s %(at)s 撤回了：%(reason)s。不用再点。"),
    ApprovalState.SUPERSEDED: T("单子改过，这张作废，看新卡。"),
}
NOT_NEEDED = T("这一级已经定了，不用你再点。")
ELSEWHERE = T("现在归%(who)s定，不用你点了。")
PASSED_ON = T("已转交，不用再点。")
WAIT_FIRST = T("先等 %(who)s 的意见，说完会再来问你。")

BTN_APPROVE = L("按钮", "同意")
BTN_REJECT = L("按钮", "驳回")
BTN_CONDITION = L("按钮", "有条件同意")
BTN_MORE = L("按钮", "更多")
BTN_BACK = L("按钮", "返回")
BTN_SEND_BACK = L("按钮", "退回补充")
BTN_PASS_ON = L("按钮", "转交")
BTN_ADD = L("按钮", "请人一起看")
BTN_OTHER_DAY = L("按钮", "换交期")
BTN_SURE = L("按钮", "确认同意 %(amount)s")
BTN_SURE_BARE = L("按钮", "确认同意")
BTN_NOT_SURE = L("按钮", "再看看")
BTN_AS_CONDITION = L("按钮", "记为条件，同意")
BTN_AS_COMMENT = L("按钮", "只是备注，同意")
BTN_NO_VOTE = L("按钮", "不同意")
BTN_NOT_REJECT = L("按钮", "先不驳回")
BTN_BLOCKS = {
    Checkpoint.RELEASE: L("按钮", "做到才下单"),
    Checkpoint.SHIP: L("按钮", "做到才发货"),
    Checkpoint.STOCK_IN: L("按钮", "做到才入库"),
}
BTN_YES = L("按钮", "是，同意")
BTN_ONLY_SAID = L("按钮", "只是说一句")

SURE = T("%(who)s，金额大，再点一次才算：确认同意？一分钟内有效。")
DONE_APPROVED = T("好，记下了：同意。")
DONE_REJECTED = T("好，驳回了，%(sales)s会收到原因。")
DONE_CONDITION = T("好，记下了：有条件同意。")
DONE_SENT_BACK = T("好，退回补充了，%(sales)s会收到。")
DONE_PASSED_ON = T("好，转交给%(who)s了。")
SURE_OVER = T("超过一分钟了，再点一次同意。")

ASK_REASON = T("%(who)s，驳回 %(head)s：\n说一句为什么，%(sales)s好改。回复这条，或点一个：")
ASK_REASON_AGAIN = T("没收到文字。%(who)s，写一句为什么驳回 %(head)s，或点一个：")
REASON_HINT = L("输入框", "为什么驳回")
ASK_CONDITION = T("%(who)s，同意 %(head)s 有什么条件？回复这条，写一句。")
CONDITION_HINT = L("输入框", "什么条件")
ASK_BLOCKS = T("%(who)s，条件“%(words)s”，没做到之前挡哪一步？\n%(sales)s 去办，%(day)s前。")
ASK_SEND_BACK = T("%(who)s，%(head)s 缺什么？点一个，或回复这条写一句。")
SEND_BACK_HINT = L("输入框", "缺什么")
ASK_DAY = T("%(who)s，%(head)s 最早哪天能交？回复日期（12.8 / 下周三）。")
BAD_DAY = T("没看懂“%(words)s”是哪天。")
DAY_OVER = T("那天已经过了。")
DAY_HINT = L("输入框", "12.8 / 下周三")
ASK_WHOM = {
    "approval.passed_on": T("%(who)s，%(head)s 转交给谁？"),
    "approval.add_whom": T("%(who)s，%(head)s 请谁一起看？"),
    "approval.copied": T("%(who)s，%(head)s 抄送给谁？他只看，不用表态。"),
}
ASK_WHAT_IT_IS = T("%(who)s，“%(words)s”怎么记？")
ASK_IF_VOTE = T("%(who)s，“%(words)s”是同意吗？")
HIDDEN = L("意见", "（有金额，这个群不显示）")
HEARD = {
    "noted": T("记下了，这不算表态。定了就回“同意”，或“驳回”加一句原因。"),
    "read": T("好，知道你看过了。这还不算同意，定了再点。"),
    "later": T("好，先放着，%(at)s 再提醒。"),
    "edited": EDITED,
    "second_hand": T("转发的话不算表态，请自己回复，或点按钮。"),
    "anonymous": T("匿名身份不能表态，请关闭匿名后点按钮。"),
}
PERSON = L("按钮", "%(who)s · %(department)s")
NOBODY_ELSE = T("没有别的同事可以选。")
LACKS = L("缺什么", "%(what)s要补")
DONE_MET = T("好，条件销了。")

# ── more people, and back ──────────────────────────────────────────────────────────────────

BTN_COPY = L("按钮", "抄送")
BTN_BACK_LEVEL = L("按钮", "退回上一级")
BTN_ASSESS = L("按钮", "写评审意见")
BTN_HOW = {
    Joining.BEFORE: L("按钮", "先听他说"),
    Joining.BESIDE: L("按钮", "一起定"),
    Joining.AFTER: L("按钮", "我定完他再看"),
}
BTN_JUST_LOOK = L("按钮", "请看一下")
ASK_HOW = T("%(who)s，%(head)s 怎么请人一起看？")
ASK_QUESTION = T("%(who)s，想问%(whom)s什么？回复这条写一句，或点下面。")
QUESTION_HINT = L("输入框", "想问什么")
JUST_LOOK = L("问题", "请看一下")
DONE_ADDED = {
    Joining.BEFORE: T("好，先问%(who)s，说完再来问你。"),
    Joining.BESIDE: T("好，%(who)s 也一起定。"),
    Joining.AFTER: T("好，你这级定完再问%(who)s。"),
}
ASK_WHICH_LEVEL = T("%(who)s，%(head)s 退回哪一级重看？")
LEVEL = L("按钮", "%(n)s. %(who)s")
ASK_BACK_WHY = T("%(who)s，%(head)s 退回%(level)s重看：说一句为什么。回复这条。")
BACK_HINT = L("输入框", "为什么退回")
DONE_BACK = T("好，退回%(level)s重看了。")
SENT_BACK_LEVEL = T("%(who)s %(at)s 退回重看：%(words)s")
OLD_TURN = T("退回重看了，这张作废，看新卡。")
COPIED = T("%(by)s 抄送你看，不用表态：")
DONE_COPIED = T("好，抄送给%(who)s了。")

# ── too late ───────────────────────────────────────────────────────────────────────────────

OLD = T("这张是旧的，没记你的票。\n%(head)s %(at)s 改过：\n%(changes)s\n%(then)s")
OLD_BACK = T("这张是旧的，没记你的票。\n%(head)s %(who)s %(at)s 退回重看：%(words)s\n%(then)s")
OLD_BARE = T("这张是旧的，没记你的票。\n%(head)s %(then)s")
NEW_BELOW = L("旧卡", "新卡在下面，看过再定。")
NEW_NOT_HERE = L("旧卡", "现在不问这里了。")
AS_IT_IS = L("弹窗", "%(said)s")
FIRST = L("弹窗", "%(number)s %(who)s %(at)s 已%(verdict)s，你不用再点。")
FIRST_CLOSED = L("弹窗", "%(number)s %(who)s %(at)s 已经定了，你不用再点。")
FIRST_WITHDRAWN = L("弹窗", "%(number)s %(who)s %(at)s 撤回了，你不用再点。")
FIRST_PASSED = L("弹窗", "%(number)s 这里已转交，你不用再点。")
FIRST_BARE = L("弹窗", "%(number)s 这里已经定了，你不用再点。")
NOW_WAITS = L("弹窗", "%(said)s现在等%(who)s。")
NOW_IS = {
    ApprovalState.APPROVED: L("弹窗", "%(said)s这张单已承接。"),
    ApprovalState.REJECTED: L("弹窗", "%(said)s这张单已驳回。"),
    ApprovalState.SENT_BACK: L("弹窗", "%(said)s这张单退回补充了。"),
    ApprovalState.WITHDRAWN: L("弹窗", "%(said)s这张单撤回了。"),
    ApprovalState.SUPERSEDED: L("弹窗", "%(said)s这张单改过了。"),
}
VERDICT = {
    Verdict.APPROVE: L("表态", "同意"),
    Verdict.CONDITIONAL: L("表态", "有条件同意"),
    Verdict.REJECT: L("表态", "驳回"),
    Verdict.SEND_BACK: L("表态", "退回补充"),
}

# ── conditions ─────────────────────────────────────────────────────────────────────────────

SAID_BEFORE = L("意见", "上一级已同意")
BTN_MET = L("按钮", "做到了")
BTN_ORDER = L("按钮", "看这张单")
CONDITION_CARD = T("评审条件 · %(head)s")
CONDITION_LEFT = T("%(head)s：%(who)s 有条件同意，要你办：")
CONDITION_THEN = T("办好告诉%(who)s，点“做到了”才算。")
CONDITION_MET = T("%(head)s：条件“%(words)s”做到了，%(who)s 确认的。")
CONDITION_WORDS = T("条件：%(words)s")
CONDITION_BY = T("%(who)s 办，%(day)s前")
CONDITION_BY_BARE = T("%(who)s 办")
CONDITION_DONE = T("%(at)s 做到了")
CONDITION_LATE = T("过期 %(days)s 天")
CONDITION_BLOCKS = {
    Checkpoint.RELEASE: T("没做到不能下单"),
    Checkpoint.PLAN: T("没做到不能排产"),
    Checkpoint.SHIP: T("没做到不能发货"),
    Checkpoint.STOCK_IN: T("没做到不能入库"),
    Checkpoint.CLOSE: T("没做到不能关闭"),
}

# ── assessment and outcome ─────────────────────────────────────────────────────────────────

PARTS = {
    "technical": L("评审意见", "技术"),
    "resources": L("评审意见", "资源"),
    "market": L("评审意见", "市场"),
    "risks": L("评审意见", "风险"),
    "benefit": L("评审意见", "预期效益"),
    "suggestions": L("评审意见", "建议"),
}
RATINGS = {
    "enough": L("评审意见", "够"),
    "barely": L("评审意见", "勉强"),
    "lacking": L("评审意见", "不够"),
}
PART_LABELS = {
    "risks": ("风险", "風險", "risk", "risks"),
    "benefit": ("预期效益", "预期收益", "效益", "預期效益", "預期收益", "benefit", "benefits"),
    "suggestions": ("建议", "建議", "suggestion", "suggestions"),
}
"""Labels in a message that answers several parts at once."""
PART_EDGE = " \n\t,;，；。"
RATE_FIRST = L("按钮", "%(what)s：%(rating)s")
CHOSEN = L("按钮", "✓ %(what)s")
BTN_WORDS = L("按钮", "写风险、效益、建议")
BTN_SKIP = L("按钮", "跳过")
ASSESS_HEAD = T("%(who)s 的评审意见 · %(head)s")
ASSESS_THEN = T("能力够不够，点一下。表态时一起记下。")
ASSESS_OVER = T("已经表态，意见随票记下了。")
PART_SAID = T("%(what)s：%(words)s")
ASK_PART = T("%(who)s，%(what)s？回复这条写一句。也可以一次写：风险：… 效益：… 建议：…")
PART_HINT = L("输入框", "风险：… 效益：… 建议：…")
BTN_PAGE_BEFORE = L("按钮", "上一页")
BTN_PAGE_AFTER = L("按钮", "下一页")
PAGE = T("第 %(n)s 页，共 %(count)s 页")
BTN_ROUND = L("按钮", "第 %(n)s 次评审")
OUTCOME_HEAD = T("<b>评审结论</b> · %(head)s")
OUTCOME_OPEN = T("还在评审。")
OUTCOME_ACCEPTED = T("承接（%(at)s）")
OUTCOME_REVISION = T("第 %(revision)s 版，第 %(n)s 次评审，共 %(count)s 次")
OUTCOME_FINDING = T("初筛：%(what)s")
OUTCOME_RATED = T("能力：%(ratings)s")
RATED = L("评审意见", "%(what)s%(rating)s")
RATED_AND = L("评审意见", "、")
