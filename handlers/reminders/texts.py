"""What reminders (催办) and the morning digest (早报) say."""

from __future__ import annotations

from domain.process.names import Checkpoint
from locales import L, T

# The name of a rule (催客户付款, 水单待确认) comes from the book.
HEAD = L("催办", "%(name)s · %(number)s %(customer)s")
HEAD_ESCALATED = T("请接一下 · %(name)s · %(number)s %(customer)s")
HEAD_SEVERAL = T("%(name)s · %(count)s 件")
HEAD_SEVERAL_ESCALATED = T("请接一下 · %(name)s · %(count)s 件")
HEAD_MANY = T("要办的 %(count)s 件")
HEAD_GATHERED = T("还有 %(count)s 件要办，放在一起说")
ENTRY_OF = L("催办", "%(n)s. %(name)s · %(number)s %(customer)s %(what)s")
ENTRY_ABOVE = L("催办", "%(n)s. 请接一下 · %(name)s · %(number)s %(customer)s %(what)s")
ENTRY = L("催办", "%(n)s. %(number)s %(customer)s %(what)s")
ENTRY_ASKED = L("催办", "%(n)s. %(number)s %(customer)s %(what)s（催过%(who)s %(times)s 次）")

MONEY = T("应收 %(required)s · 到账 %(received)s · 还差 %(missing)s")
MONEY_BARE = L("钱", "货款没付清")
SLIP_ON_ITS_WAY = T("另有水单 %(amount)s 待财务确认")
SHORT = T("还差 %(missing)s")

# Where the order stands: one line, by the gate that waits for the money.
WAITED = T("等了 %(days)s 个工作日，%(what)s")
HELD = {
    Checkpoint.RELEASE: T("钱到了才能下单。"),
    Checkpoint.PLAN: T("钱到了才能接着排产。"),
    Checkpoint.SHIP: T("付清才能发货。"),
    Checkpoint.STOCK_IN: T("钱到了才能入库。"),
    Checkpoint.CLOSE: T("收清才能关闭。"),
}
PLANNED = T("货预计 %(day)s 备齐，%(what)s")
READY = T("货 %(day)s 已备齐，%(what)s")
PARTLY_READY = T("货 %(day)s 起已备好一部分，%(what)s")
ALL_LEFT = T("货已经发出，款还没收回。")

DO_PAYMENT = T("%(who)s，请客户付款，拿到水单就传上来。")
DO_PAYMENTS = T("请客户付款，拿到哪张水单就传哪张。")
DO_PAYMENT_ESCALATED = T("催过 %(sales)s %(times)s 次。你跟 %(sales)s 定：再催、改期还是取消。")

SLIP = T("水单 %(amount)s · %(who)s %(at)s 传")
SLIP_BARE = T("水单没写金额 · %(who)s %(at)s 传")
GOODS_WAIT = T("货已备好，等着发。")
DO_SLIP = T("%(who)s，查一下账：到了点到账，没到点没查到。")
DO_SLIPS = T("%(who)s，一张张查：点一张，卡片就到下面来。")
DO_SLIP_ESCALATED = T("%(department)s催过 %(times)s 次，还没有结果。你查一下，或者派人查。")

CHANGE = L("催办", "变更 %(n)s：%(what)s")
CHANGE_LATE = T("%(at)s 前就该定。")
DO_CHANGE_ESCALATED = T("催过 %(times)s 次。你问一下，或者请人代定。")
DO_CHANGES = T("一个个来，都过了该定的时候。")
BTN_LOOK = L("按钮", "看这张单")
BTN_LOOK_AT = L("催办", "看第 %(n)s 张")
DO_HOLD_ESCALATED = T("催过 %(sales)s %(times)s 次。你跟 %(sales)s 定：改单、取消，还是恢复。")
DO_HOLDS = T("一张张定：改单、取消，还是恢复。")

DO_STUCK = T("谁的事谁先办，办好了就不再催。")

# ── what waits for somebody: one line of what it is, one of what to do ─────────────────────

SEAT = T("%(at)s 送审，等%(who)s表态。")
IMPACT = T("变更等%(who)s说影响（%(at)s 问的）。")
CONDITION = T("条件：%(words)s")
CONDITION_BY = T("条件：%(words)s（%(day)s前）")
TASK = T("%(task)s应在 %(day)s 完成，还没报完成。")
TASK_UNTAKEN = T("%(task)s应在 %(day)s 完成，还没人接单。")
TASKS = {
    "purchase": L("任务", "备料采购"),
    "production": L("任务", "生产"),
    "inspection": L("任务", "检验"),
    "picking": L("任务", "备货"),
}
SILENT = T("%(task)s从 %(at)s 起没报过进度。")
DELIVERY_NEAR = T("答应 %(day)s 交，还没发完。")
DELIVERY_LATE = T("答应 %(day)s 交，过了 %(days)s 个工作日。")
CREDIT = T("%(amount)s %(day)s 到期，还没收到。")
CREDIT_BARE = T("账期 %(day)s 到期，款还没收到。")
CLOSED_AGAIN = T("钱退了或改贵了，货先别做、别发。")
LEAVES_TODAY = T("不好意思打扰：货今天要发，款又不够了，请先别发。")
CHANGED = T("变更 %(n)s %(at)s 生效，手上的任务还是按旧单开的。")
OFTEN = T("已经改了 %(count)s 次。")
NOTICE = T("第 %(batch)s 批 %(at)s 通知的，还没装。")
UNSIGNED = T("第 %(batch)s 批 %(day)s 发的，签收单还没回。")
SPOKEN = T("口头下的单，合同、PO、截图一张都没有。")
WAIVER = T("特批 %(n)s 到 %(at)s，还没用上。")
AFTER_SALE = {
    ("return", "asked"): T("退货等%(who)s定。"),
    ("allowance", "asked"): T("折让等%(who)s定。"),
    ("return", "agreed"): T("退货同意了，等%(who)s收货。"),
    ("allowance", "agreed"): T("折让同意了，还没办完。"),
}

DO_SEAT = T("点开看一眼：同意、不同意、退回都行。")
DO_IMPACT = T("点开答几句，答完才送批。")
DO_CONDITION = T("办好说一声，请提条件的人点“条件做到了”。")
DO_SILENT = T("做到哪了？点一下，报个数。")
DO_TASK = T("做完报一声；做不完早点跟 %(sales)s 说，好改期。")
DO_TASK_UNTAKEN = T("先接单；做不完早点跟 %(sales)s 说，好改期。")
DO_DELIVERY_NEAR = T("赶得上不用回；赶不上现在就改期。")
DO_DELIVERY_NEAR_MAKING = T("赶得上不用回；赶不上现在就跟 %(sales)s 说，好改期。")
DO_DELIVERY_LATE = T("给客户一个新日子，再改单。")
DO_DELIVERY_LATE_MAKING = T("跟 %(sales)s 说一声哪天能好。")
DO_CREDIT = T("请客户付款，拿到水单就传上来。")
DO_CLOSED_AGAIN = T("补款或特批以后再走。")
DO_CHANGED = T("看新单照新的做，做不了马上说。")
DO_OFTEN = T("跟客户把要求一次说清，再往下做。")
DO_NOTICE = T("装完点“已发出”，发不了点“发不了”。")
DO_UNSIGNED = T("跟客户要签收单，拍照传上来。")
DO_SPOKEN = T("请客户补一张，拍照传上来。")
DO_WAIVER = T("要用抓紧，过了得重新申请。")
DO_AFTER_SALE = T("办完点一下就不催了。")
DO_ESCALATED = T("催过%(who)s %(times)s 次。你问一下，或者安排别人办。")
DO_ONE_BY_ONE = T("一件件来，点开就能办。")
RISK = {
    "low": T("记作低风险，周报里有。"),
    "mid": T("记作中风险。"),
    "high": T("记作高风险，管理层也看到。"),
}

BTN_DECIDE = L("催办", "去定")
BTN_STATE = L("催办", "说影响")
BTN_WORK = L("催办", "去办")
BTN_REPORT = L("催办", "报进度")
BTN_LOAD = L("催办", "看发货卡")
BTN_PAPER = L("催办", "补依据")
BTN_SETTLE = L("催办", "看这件")
BTN_OPEN_N = L("催办", "%(n)s 打开")

# ── 知道了, 稍后, 别再催 ───────────────────────────────────────────────────────────────────

BTN_ACK = L("催办", "知道了")
BTN_LATER = L("催办", "稍后")
BTN_MUTE = L("催办", "这件别再催")
ACKED = T("记下了，不再催。事还没完，别忘了办。")
ACKED_ALL = T("这 %(count)s 件都记下了，不再催。事还没完，别忘了办。")
LATER_HEAD = T("什么时候再提醒？")
LATER = {
    "hour": L("稍后", "1 小时后"),
    "today": L("稍后", "今天 %(at)s"),
    "tomorrow": L("稍后", "明早"),
}
WHY_LATER = T("先放一放，是因为：")
WHY = {
    "customer": L("稍后", "客户在办"),
    "waiting": L("稍后", "在等回复"),
    "on_the_way": L("稍后", "东西在路上"),
    "other_first": L("稍后", "先忙急的"),
}
SNOOZED = T("好，%(at)s 再提醒。%(why)s。")
MUTED = T("好，不再催了。%(why)s。")
NOTED = T("记下了，查这张单时看得到。")
NOTED_UP = T("记下了，要往上报时带上这句。")
WHICH = T("这条说了 %(count)s 件，分不清你说的是哪件，没有记。要都放一放，回“知道了”或“稍后”。")
NOT_HERE = T("同不同意请到卡片上定，这里回的不算。")
NOT_COUNTED = T("货收到了请点上面的“看这件”报数，这里回的不算。")
NO_WORDS = T("这条只收文字：想说什么，回一句就行。")
ANSWERED = T("%(at)s %(who)s回：%(words)s")
TOO_LATE = T("今天 %(at)s 已经过了，点明早吧。")

# ── who was reminded of what, on /why ──────────────────────────────────────────────────────

TOLD_HEAD = L("催过", "催过谁：")
SOMEBODY = L("催过", "同事")
TOLD = L("催过", "%(at)s 催%(who)s：%(name)s")
TOLD_UP = L("催过", "%(at)s 报%(who)s：%(name)s")
PAUSED = {
    "acknowledged": L("催过", "%(name)s：%(who)s %(at)s 说知道了"),
    "snoozed": L("催过", "%(name)s：%(who)s说%(why)s，%(until)s 再提醒"),
    "muted": L("催过", "%(name)s：%(who)s说%(why)s，不再催"),
}

# ── drafts that lie open ───────────────────────────────────────────────────────────────────

DRAFT_LEFT = T("%(day)s 没报完的单还在：")
CHANGE_LEFT = T("%(day)s 没交的改单还在：")
DRAFT_OLD = T("这张草稿放了 %(days)s 天没动，%(at)s 清掉：")
DRAFT_KEEP = T("还要就点“接着填”。")
DRAFTS_LEFT = T("没填完的还有 %(count)s 张：")
DRAFT_ENTRY = L("草稿", "%(n)s. %(heading)s · %(day)s")
DRAFT_ENTRY_OLD = L("草稿", "%(n)s. %(heading)s · %(day)s，%(at)s 清掉")
BTN_GO_ON = L("草稿", "接着填")
BTN_DROP = L("草稿", "不要了")
BTN_GO_ON_N = L("草稿", "%(n)s 接着填")
BTN_DROP_N = L("草稿", "%(n)s 不要了")
BTN_ALL_DRAFTS = L("草稿", "全部草稿")

BTN_SEND_SLIP = L("催办", "传水单")
BTN_SEND_SLIP_OF = L("催办", "%(n)s 传水单")
BTN_LOOK_AT_SLIP = L("催办", "查第 %(n)s 张")
BTN_ARRIVED = L("水单", "到账 %(amount)s")
BTN_OTHER_AMOUNT = L("水单", "金额不同")
BTN_NOT_FOUND = L("水单", "没查到")

DIGEST_HEAD = L("早报", "%(departments)s · %(day)s · %(count)s 件")
DIGEST_HEAD_QUIET = L("早报", "早报 · %(day)s")
DIGEST_LINE = L("早报", "%(n)s. %(number)s %(customer)s %(held)s %(days)s 天 · %(reasons)s")
DIGEST_WAITS = L("早报", "%(n)s. %(number)s %(customer)s %(what)s")
DIGEST_CREDIT = L("早报", "%(n)s. %(customer)s %(what)s · %(who)s")
CREDIT_HIGH = L("早报", "信用用到 %(share)s：%(used)s / %(limit)s")
CREDIT_HIGH_BARE = L("早报", "信用快用满")
CREDIT_FULL_BARE = L("早报", "信用已用满")
CREDIT_OVER = L("早报", "信用超额，用到 %(share)s：%(used)s / %(limit)s")
CREDIT_OVER_BARE = L("早报", "信用超额")
DIGEST_REASON = L("早报", "%(reason)s → %(who)s")
DIGEST_MORE = T("还有 %(count)s 件没列出来。")
BTN_DIGEST_ALL = L("早报", "查看全部")
STUCK = {
    Checkpoint.RELEASE: L("卡单", "还不能下单"),
    Checkpoint.PLAN: L("卡单", "停在排产"),
    Checkpoint.SHIP: L("卡单", "还不能发货"),
    Checkpoint.STOCK_IN: L("卡单", "还不能入库"),
    Checkpoint.CLOSE: L("卡单", "还不能关闭"),
}
