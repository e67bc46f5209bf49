"""What an order says of itself, to the salesperson and to whoever asks for it."""

from __future__ import annotations

from domain.life import State
from locales import L, T
from services.stages import Stage

# ── parts that every card of an order shares ───────────────────────────────────────────────

HEAD = L("订单卡", "%(number)s %(customer)s")
HEAD_TYPE = L("订单卡", "%(head)s · %(type)s")
WHO = L("谁", "%(department)s %(person)s")
AND = L("谁", "%(some)s、%(another)s")
LINE_PRICED = L("订单行", "%(goods)s × %(price)s")
MORE_LINES = T("另有 %(count)s 项")
TOTAL = T("合计 %(total)s（%(tax)s）")
TOTAL_BARE = T("合计 %(total)s")
TAX_RATED = L("税", "%(basis)s%(rate)s")
TAX_AND = L("税", "%(some)s，%(another)s")
WANTED = T("要求 %(day)s%(what)s")
PROMISED = T("承诺 %(day)s%(what)s")
WORTH = T("货值约 %(total)s（按目录价，不收款）")
AFTER_PAYMENT = T("款到后 %(days)s 个工作日%(what)s")
CREDIT = T("信用额度 %(limit)s · 连本单已用 %(used)s")
CREDIT_OVERDUE = T("信用额度 %(limit)s · 连本单已用 %(used)s · 逾期 %(overdue)s，最久 %(days)s 天")
CREDIT_NONE = T("信用额度：还没批")
MONEY = T("应收 %(required)s · 到账 %(received)s · 还差 %(missing)s")
MONEY_PAID = T("应收 %(required)s · 已付清")
MONEY_OVER = T("应收 %(required)s · 到账 %(received)s · 多收 %(over)s")
WITH_WRITTEN_OFF = T("%(money)s（含尾差 %(amount)s）")
WITH_CREDITED = T("%(money)s（已减退货折让 %(amount)s）")
NOTE = T("%(method)s %(amount)s 待确认，%(day)s到期（%(who)s %(at)s）")
NOTE_BARE = T("%(method)s待确认，%(day)s到期（%(who)s %(at)s）")
TRANSFER = L("付款方式", "转账")
PAID = L("钱", "货款已付清")
UNPAID = L("钱", "货款没付清")
SLIP = T("水单 %(amount)s 待确认（%(who)s %(at)s）")
SLIP_BARE = T("水单待确认（%(who)s %(at)s）")
SLIP_NOT_FOUND = T("水单 %(amount)s 没查到（%(who)s %(at)s）")
SLIP_NOT_FOUND_BARE = T("水单没查到（%(who)s %(at)s）")
REASON = L("谁能解决", "%(reason)s → %(who)s")
REASON_ASKED = T("%(reason)s → %(who)s，催过 %(count)s 次")
NUMBERED = L("谁能解决", "%(n)s. %(reason)s")
KEEPER = T("跟单 %(name)s")
BTN_KEEPER = L("订单卡", "换跟单")
BTN_SHOW = L("订单卡", "看这张单")
ASK_KEEPER = T("%(head)s 换谁跟？现在是 %(name)s。")
KEEPER_SET = T("换成 %(name)s 跟单了。")
KEEPER_YOURS = T("%(head)s 归你跟单了，%(by)s 转来的。")
FILED_FOR = T("%(head)s，%(by)s 替你报的。")
BATCH = T("第 %(batch)s 批 %(at)s 发出")
BATCH_SIGNED = T("第 %(batch)s 批 %(at)s 签收")
TRACKING = L("发货", "%(batch)s · %(tracking)s")

# ── the card ───────────────────────────────────────────────────────────────────────────────

STATE = {
    Stage.REVIEW: T("<b>评审中</b>，还没承接，先别催客户付款"),
    Stage.RETURNED: T("<b>退回补充</b>"),
    Stage.HELD: T("<b>还不能下单</b>"),
    Stage.PAUSED: T("<b>暂停中</b>，先不做也不发"),
    Stage.STOPPED: T("<b>先停下</b>，货款又不够了"),
    Stage.TO_TAKE: T("<b>已下达</b>，等接单"),
    Stage.IN_WORK: T("<b>已下达</b>，正在备货"),
    Stage.TO_PACK: T("<b>已下达</b>，等仓库备齐"),
    Stage.TO_STOCK: T("<b>已下达</b>，等入库"),
    Stage.TO_NOTICE: T("<b>货已备齐</b>，还没发货通知"),
    Stage.HELD_SHIP: T("<b>还不能发货</b>"),
    Stage.TO_LOAD: T("<b>可以发货</b>"),
    Stage.ON_ROAD: T("<b>已发货</b>，等签收"),
    Stage.SIGNED: T("<b>客户已签收</b>"),
    Stage.STOCKED: T("<b>已入库</b>，这张单结了"),
}
ENDED = {
    State.CLOSED: T("<b>已关闭</b>"),
    State.REJECTED: T("<b>已驳回</b>"),
    State.WITHDRAWN: T("<b>已撤回</b>"),
    State.CANCELLED: T("<b>已取消</b>"),
}
REVIEW_AGREED = T("%(who)s 已同意")
REVIEW_ASKED = T("等%(who)s，%(at)s 起")
AWAY = T("%(principal)s 不在，由 %(deputy)s 代")
CONDITION = T("条件：%(words)s（%(who)s 办，%(day)s前，%(waits)s）")
CONDITION_BARE = T("条件：%(words)s（%(who)s 办，%(waits)s）")
CONDITION_MET = T("条件：%(words)s，做到了")
CONDITION_MORE = T("还有 %(count)s 条条件，看评审结论")
REVIEW_SAID = L("订单卡", "%(who)s %(at)s：%(words)s")
REVIEW_SAID_BARE = L("订单卡", "%(who)s %(at)s")
NEXT_RETURNED = T("%(who)s补好再提交，单号不变。")
RETURNED_FOR = T("退回补充：%(words)s")
HIDDEN_WORDS = L("订单卡", "（有金额，这里不显示）")
NEXT_TAKE = T("等%(who)s接单。")
NEXT_WORK = T("%(who)s在做，%(day)s前好。")
NEXT_WORK_BARE = T("%(who)s在做。")
NEXT_PACK = T("等%(who)s备货，备齐马上告诉你。")
NEXT_STOCK = T("等%(who)s入库。")
NEXT_NOTICE = T("%(who)s发出发货通知，仓库就装车。")
NEXT_NOTICE_UNPAID = T("%(who)s可以先发通知；付清才装车。")
NEXT_LOAD = T("等%(who)s装车。")
NEXT_SIGN = T("客户收到货，点“客户已签收”。")
NEXT_SIGN_OTHERS = T("等客户签收，%(who)s 会记。")
NEXT_SLIP = T("%(who)s跟客户收款，拿到水单传上来。")
NEXT_NOTE = T("等%(day)s票据兑付，%(who)s确认了才放行。")
NEXT_SIGNED_OWING = T("还差 %(missing)s，%(who)s跟客户收。")
REST_RELEASE = T("还不能下单。%(who)s去跟客户要余下的。")
REST_SHIP = T("还不能发货。%(who)s去跟客户要余下的。")
REST_LEFT = T("货已经发出。%(who)s去跟客户要余下的。")
REST_OTHER = T("钱够下单了，别的还没齐，看订单卡。")
AFTER_RELEASE = T("都办好就自动下达，该做的部门马上收到。")
AFTER_MONEY_RELEASE = T("一到账就下达，该做的部门马上收到。")
AFTER_SHIP = T("办好以后，仓库马上收到通知。")
AFTER_MONEY_SHIP = T("一到账，仓库马上收到通知。")

COPIED_FROM = T("照 %(number)s 再来的一单")

BTN_SLIP = L("按钮", "传水单")
BTN_NOTICE = L("按钮", "发货通知")
BTN_NOTICE_SOME = L("按钮", "发一部分")
BTN_BASIS = L("按钮", "补依据")
BTN_COPY = L("按钮", "复制给客户")
BTN_AGAIN = L("按钮", "再来一单")
BTN_COMPLETE = L("按钮", "去补")
BTN_COMPLETE_ONE = L("按钮", "去补 %(number)s")
BTN_WITHDRAW = L("按钮", "撤回")
BTN_URGE = L("按钮", "催一下")
BTN_OUTCOME = L("按钮", "评审结论")
BTN_WHY = L("按钮", "为什么")
BTN_SIGNED = L("按钮", "客户已签收")
BTN_SIGNED_BATCH = L("按钮", "第 %(batch)s 批已签收")

# ── what became of a review, to whoever filed it ───────────────────────────────────────────

TOLD_RETURNED = T("退回补充 · %(head)s")
TOLD_REJECTED = T("驳回 · %(head)s")
TOLD_WITHDRAWN = T("已撤回 · %(head)s")
TOLD_LACKS = T("要补：%(field)s")
TOLD_THEN_COMPLETE = T("补好再提交，单号不变，会再评一次。")
TOLD_THEN_AGAIN = T("改好可以再来一单，会重新评审。")

WITHDRAW_ASK = T("为什么撤回 %(head)s？点一个，或写一句。")
WITHDRAW_ASK_WORDS = T("要一句话。为什么撤回 %(head)s？")
WITHDRAW_HINT = L("提示", "为什么撤回")
WITHDRAW_REASONS = {
    "unwanted": L("撤回原因", "客户不要了"),
    "mistaken": L("撤回原因", "信息有误"),
    "double": L("撤回原因", "重复了"),
}
WITHDRAW_NOT = L("按钮", "先不撤回")
WITHDRAWN = T("%(number)s 撤回了。")

# ── finding ────────────────────────────────────────────────────────────────────────────────

WHICH = T("“%(text)s”有 %(count)s 张，是哪张？")
LIST_HEAD = T("没办完的单 %(count)s 张，新的在前")
LIST_LINE = L("订单列表", "%(head)s · %(state)s")
LIST_LINE_OWING = L("订单列表", "%(head)s · %(state)s · 还差 %(missing)s")
LIST_EMPTY = T("手上没有在办的单。")
LIST_MORE = T("只列最近 %(count)s 张。找别的，发 /order 加单号后几位，如 /order 003。")
SHORT = L("订单列表", "%(number)s %(customer)s")
NOT_A_NUMBER = T("没找到“%(text)s”。写单号后几位就行，如 003 或 1123-3；别人的单只有同事本人和主管能看。")
STATE_SHORT = {
    Stage.REVIEW: L("状态", "评审中"),
    Stage.RETURNED: L("状态", "退回补充"),
    Stage.HELD: L("状态", "还不能下单"),
    Stage.PAUSED: L("状态", "暂停中"),
    Stage.STOPPED: L("状态", "先停下"),
    Stage.TO_TAKE: L("状态", "等接单"),
    Stage.IN_WORK: L("状态", "正在备货"),
    Stage.TO_PACK: L("状态", "等备齐"),
    Stage.TO_STOCK: L("状态", "等入库"),
    Stage.TO_NOTICE: L("状态", "等发货通知"),
    Stage.HELD_SHIP: L("状态", "还不能发货"),
    Stage.TO_LOAD: L("状态", "可以发货"),
    Stage.ON_ROAD: L("状态", "等签收"),
    Stage.SIGNED: L("状态", "已签收"),
    Stage.STOCKED: L("状态", "已入库"),
    Stage.ENDED: L("状态", "已结束"),
}

# ── the text for the customer ──────────────────────────────────────────────────────────────

COPY_HEAD = T("您好，订单已收到，请核对：")
COPY_NUMBER = T("订单号 %(number)s")
COPY_LINE = L("给客户", "%(goods)s × %(price)s = %(amount)s")
COPY_DAY = T("交期 %(day)s")
COPY_AFTER = T("交期 款到后 %(days)s 个工作日")
COPY_PAY_ALL_RELEASE = T("付款 全款到账后安排生产")
COPY_PAY_DEPOSIT = T("付款 定金 %(amount)s 到账后安排生产")
COPY_PAY_REST = T("付款 发货前付清 %(amount)s")
COPY_TERMS = T("付款 %(terms)s %(days)s 天")
COPY_TO = T("送到 %(where)s")
COPY_END = T("如有不对，请尽快告诉我。")

# ── papers, urging ─────────────────────────────────────────────────────────────────────────

BASIS_WHICH = T("%(head)s 补什么依据？")
BASIS_ASK = T("%(head)s 补%(paper)s：拍照或发文件给我。")
BASIS_HINT = L("提示", "发照片或文件")
BASIS_NOT_FILE = T("这一步要照片或文件，刚才发的没算数。")
BASIS_KEPT = T("收到，%(head)s 的%(paper)s共 %(count)s 份。")
BASIS_RELEASED = T("依据齐了，已下达。")
BASIS_STILL = T("还不能下单，看上面那张卡。")

URGED = T("催过了：%(who)s。两小时内不用再催。")
URGED_BEFORE = T("%(who)s %(at)s 催过，还没满两小时。")
URGED_NOBODY = T("现在没有要催的人。")
URGE_HEAD = T("催一下 · %(head)s")
URGE_BY = T("%(who)s 问：什么时候能好？")
URGE_TRUCK = T("%(who)s：车在等。")
URGE_DO = T("办好了点卡片上的按钮，这边马上知道。")
BTN_WAREHOUSE = L("按钮", "仓库卡片")
BTN_LOOK = L("按钮", "看这张单")
BTN_STATE = L("按钮", "去说影响")
BTN_LOOK_SLIP = L("按钮", "看水单")
BTN_LOOK_SIGNOFF = L("按钮", "去放行")

WORDS = {"我的订单": "orders", "查单": "orders", "我的单": "orders"}
"""Words that stand for a command."""
