"""What reminders (催办) and the morning digest (早报) say."""

from __future__ import annotations

from domain.process.names import Checkpoint
from locales import L, T

# The name of a rule (催客户付款, 水单待确认) comes from the book.
HEAD = L("催办", "%(name)s · %(number)s %(customer)s")
HEAD_ESCALATED = T("请接一下 · %(name)s · %(number)s %(customer)s")
HEAD_SEVERAL = T("%(name)s · %(count)s 件")
ENTRY = L("催办", "%(n)s. %(number)s %(customer)s %(what)s")

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

BTN_SEND_SLIP = L("催办", "传水单")
BTN_SEND_SLIP_OF = L("催办", "%(n)s 传水单")
BTN_LOOK_AT_SLIP = L("催办", "查第 %(n)s 张")
BTN_ARRIVED = L("水单", "到账 %(amount)s")
BTN_OTHER_AMOUNT = L("水单", "金额不同")
BTN_NOT_FOUND = L("水单", "没查到")

DIGEST_HEAD = L("早报", "%(departments)s · %(day)s · %(count)s 件")
DIGEST_DEPARTMENTS = L("早报", "%(some)s、%(another)s")
DIGEST_LINE = L("早报", "%(n)s. %(number)s %(customer)s %(held)s %(days)s 天 · %(reasons)s")
DIGEST_REASON = L("早报", "%(reason)s → %(who)s")
DIGEST_WHO = L("早报", "%(department)s %(person)s")
DIGEST_MORE = T("还有 %(count)s 件没列出来。")
BTN_DIGEST_ALL = L("早报", "查看全部")
STUCK = {
    Checkpoint.RELEASE: L("卡单", "还不能下单"),
    Checkpoint.PLAN: L("卡单", "停在排产"),
    Checkpoint.SHIP: L("卡单", "还不能发货"),
    Checkpoint.STOCK_IN: L("卡单", "还不能入库"),
    Checkpoint.CLOSE: L("卡单", "还不能关闭"),
}
