"""What is said about slips and receipts."""

from __future__ import annotations

from locales import L, T

# ── sales ──────────────────────────────────────────────────────────────────────────────────

WHICH_ORDER = T("哪张单的水单？")
WHICH_ORDER_FILES = T("收到 %(count)s 张图。是哪张单的水单？")
WHICH_ORDER_FILE = T("收到。是哪张单的水单？")
NOTHING_UNPAID = T("现在没有等客户付款的单。")
NOTHING_UNPAID_FILE = T("收到文件，但没有等客户付款的单。要补依据，先发 /orders 点开那张单。")
FILE_NOT_YOURS = T("收到文件，但不知道用在哪。请从卡片上的按钮开始。")
OWING = L("水单", "%(order)s 还差 %(missing)s")

ASK = T("%(head)s\n水单发我，或写金额。")
ASK_MISSING = T("还差 %(missing)s")
ASK_CLAIM = T("%(head)s\n水单收到。多少钱？")
ASK_CLAIM_MORE = T("%(head)s\n又收到一张，共 %(count)s 张，算同一笔。多少钱？")
ASK_CORRECT = T("%(head)s\n水单写的是 %(amount)s，应该是多少？")
ASK_HINT = L("提示", "写金额，如 12000")
ASK_SLIP_HINT = L("提示", "发图片或写金额")
NOT_MONEY = T("这一步要水单图片或金额，刚才发的没算数。")
NOT_AMOUNT = T("这一步要写金额，刚才发的没算数。")

RECEIVED = T("水单收到 · %(head)s")
RECEIVED_AMOUNT = T("%(amount)s，已转%(who)s。")
RECEIVED_OPEN = T("查到账才放行；财务今天到 %(until)s，有结果马上告诉你。")
RECEIVED_CLOSED = T("查到账才放行；财务 %(when)s 上班。")
RECEIVED_FILES = T("图 %(count)s 张")
BTN_WRONG = L("按钮", "金额不对")
BTN_ANOTHER = L("按钮", "再传一张")
BTN_MISSING = L("按钮", "还差的 %(missing)s")

NOT_FOUND = T("没查到 · %(head)s")
NOT_FOUND_WHAT = T("水单 %(amount)s，%(who)s %(at)s 查过，账上没有。")
NOT_FOUND_BARE = T("水单%(who)s %(at)s 查过，账上没有。")
NOT_FOUND_DO = T("跟客户核对一下付款账户和日期，再传水单。")

# ── finance ────────────────────────────────────────────────────────────────────────────────

CHECK = T("查账 · %(head)s")
CLAIM = T("水单 %(amount)s")
CLAIM_PAYER = T("水单 %(amount)s · 付款方 %(payer)s")
CLAIM_METHOD = T("%(claim)s · %(method)s")
CLAIM_UNKNOWN = L("水单", "水单没写金额")
CLAIM_HIDDEN = T("这个群里不显示金额；查到了，回复到账的金额。")
DUE = T("应收 %(required)s · 已到账 %(received)s · 还差 %(missing)s")
DUE_PAID = T("应收 %(required)s · 已到账 %(received)s")
OPENS_RELEASE = T("确认后就能下单")
OPENS_SHIP = T("确认后就能发货")
OPENS_WORK = T("确认后就能接着做")
PAYS_OFF = T("确认后就付清，货好就能发")
STILL_MISSING = T("确认后还差 %(missing)s")
AND_READY = T("%(effect)s；货已备齐")
AND_WANTED = T("%(effect)s，%(day)s要到")
SENT = T("%(who)s %(at)s 传")
SENT_FILES = T("%(who)s %(at)s 传，图 %(count)s 张，另几张单独发在群里")
FILE_ABOVE = T("%(sent)s，文件在上面")
SEEN_BEFORE = T("注意：同一张图 %(number)s 传过，别记两次。")
SEEN_ALIKE = T("注意：%(number)s %(day)s也传过一张 %(amount)s，别记两次。")
PAID_BY_ANOTHER = T("付款方不是%(customer)s，像是代付，核对一下。")
NOTE = T("票据 · %(head)s")
NOTE_CLAIM = T("%(method)s %(amount)s · %(day)s到期")
NOTE_CLAIM_PAYER = T("%(method)s %(amount)s · 付款方 %(payer)s · %(day)s到期")
NOTE_OPENS_RELEASE = T("兑付后就能下单")
NOTE_OPENS_SHIP = T("兑付后就能发货")
NOTE_OPENS_WORK = T("兑付后就能接着做")
NOTE_PAYS_OFF = T("兑付后就付清，货好就能发")
NOTE_STILL_MISSING = T("兑付后还差 %(missing)s")
BTN_PAID = L("票据", "已兑付 %(amount)s")
BTN_PAID_BARE = L("票据", "已兑付")
BTN_NOT_PAID = L("票据", "没兑付")
NOT_PAID_CARD = T("没兑付 · %(head)s")
NOT_PAID_BY = T("%(who)s %(at)s 记的，%(method)s没兑付。%(sales)s去跟客户要。")
NOT_PAID_WHAT = T("%(method)s %(amount)s，%(who)s %(at)s 记的：到期没兑付。")
NOT_PAID_BARE = T("票据到期没兑付，%(who)s %(at)s 记的。")
NOT_PAID_DO = T("跟客户要这笔钱，付了再传水单。")
HOW_PAID = T("<b>怎么付的？</b>票据要写到期日，兑付了才算到账。")
BTN_PAYER = L("水单", "写付款方")
ASK_DUE = T("%(who)s，%(head)s 的%(method)s哪天到期？回复这条，写日期，如：12月30日")
ASK_DUE_BAD = T("“%(text)s”没看出是哪一天。")
ASK_DUE_PAST = T("到期日不能是过去的日子。")
DUE_HINT = L("提示", "12月30日")
ASK_PAYER = T("%(who)s，%(head)s 这笔是谁付的？回复这条，写付款方名称。")
PAYER_HINT = L("提示", "付款方名称")
PAYER_BAD = T("付款方写 2 到 40 个字。")
DONE_METHOD = T("%(method)s，记好了。")
TOOK_BACK = T("%(at)s 记的 %(amount)s 已更正冲回，请重新记。")
BTN_ARRIVED = L("水单", "到账 %(amount)s")
BTN_OTHER_AMOUNT = L("水单", "金额不同")
BTN_WRITE_AMOUNT = L("水单", "到账，写金额")
BTN_NOT_FOUND = L("水单", "没查到")
BTN_SPLIT = L("水单", "分到几单")

ASK_AMOUNT = T("%(who)s，%(head)s 实际到账多少？回复这条，写金额。")
ASK_SPLIT = T("%(who)s，分到哪几单？回复这条，写单号和金额，如：003 5000，005 7000")
SPLIT_HINT = L("提示", "003 5000，005 7000")
SPLIT_UNCLEAR = T("没看懂。一单一段，先单号后金额，用逗号隔开。")
SPLIT_NO_ORDER = T("没找到单号“%(text)s”。")
SPLIT_WHICH = T("“%(text)s”不止一张，写全单号。")
SPLIT_TWICE = T("“%(text)s”写了两次。")
SPLIT_ENDED = T("%(number)s 已经结束，不能再收款。")
SPLIT_BAD_AMOUNT = T("“%(text)s”的金额：%(bad)s")
SPLIT_HEAD = T("<b>这样分，共 %(sum)s</b>")
SPLIT_LINE = L("水单", "%(order)s %(amount)s")
SPLIT_OTHER_SUM = T("注意：水单写的是 %(amount)s。")
BTN_SPLIT_YES = L("水单", "确认这样分")
BTN_SPLIT_WRITE = L("水单", "我来写")
BTN_BACK = L("水单", "返回")

ARRIVED = T("到账 %(amount)s · %(head)s")
ARRIVED_PART = L("水单", "%(part)s · 付清")
ARRIVED_PART_MISSING = T("%(part)s · 还差 %(missing)s")
TOTAL = T("累计 %(received)s / %(required)s，还差 %(missing)s")
TOTAL_PAID = T("累计 %(received)s / %(required)s，付清了")
TOTAL_OVER = T("累计 %(received)s / %(required)s，多收 %(over)s")
TOTAL_BARE = T("累计 %(received)s")
CONFIRMED_BY = T("%(who)s %(at)s 确认")
TAKEN_BACK = {
    "correction": T("%(who)s %(at)s 更正冲回"),
    "bounce": T("%(who)s %(at)s 记退票，这笔不算"),
    "refund": T("%(who)s %(at)s 记退款，这笔不算"),
}
NOT_FOUND_CARD = T("没查到 · %(head)s")
NOT_FOUND_BY = T("%(who)s %(at)s 查过，账上没有。%(sales)s去跟客户核对。")
NOT_FOUND_AGAIN = T("钱后来到了，请%(sales)s再传一次水单。")
BTN_CORRECT = L("水单", "更正")
BTN_MORE = L("水单", "更多")
BTN_BOUNCE = L("水单", "退票")
BTN_REFUND = L("水单", "退款")
SURE = {
    "correction": T("<b>冲回这笔 %(amount)s 重记？</b>原记录留着，不改。"),
    "bounce": T("<b>这笔 %(amount)s 记退票？</b>记了就不算到账。"),
    "refund": T("<b>这笔 %(amount)s 退给客户了？</b>记了就不算到账。"),
}
SURE_AFTER = T("货或采购已经按这笔钱走了：记下后马上通知停下。")
BTN_SURE = L("水单", "确定")
BTN_NOT_SURE = L("水单", "不了")

DONE_ARRIVED = T("到账 %(amount)s，记好了。")
DONE_NOT_FOUND = T("记好了，马上告诉 %(sales)s。")
DONE_BACK = T("冲回 %(amount)s，记好了。")
REPLY_UNCLEAR = T("没看懂。回复“到账”“到账 8000”或“没查到”，也可以点卡片上的按钮。")
FILE_OF = T("%(head)s 水单附件")

WORDS = {"传水单": "slip", "水单": "slip"}
"""Words that stand for a command."""
HIDDEN = L("水单", "一笔")
