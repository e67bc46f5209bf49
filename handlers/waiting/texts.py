"""What is said about what waits."""

from __future__ import annotations

from locales import L, T
from services.stages import Stage
from services.waiting import Kind

WORDS = {"待办": "todo", "我的待办": "todo", "等我的": "todo"}
LEADS = {"为什么": "why", "到哪了": "why", "到哪儿了": "why"}
"""Words that stand for a command."""

HEAD = T("等你的 %(count)s 件，等得久的在前")
NOTHING = T("现在没有等你的事。有了会发到这里。")
SENT = T("发到你的私聊了。")
LINE = L("待办", "%(n)s %(head)s · %(what)s · %(long)s")
LINE_DRAFT = L("待办", "%(n)s %(what)s · %(long)s")
FOR = L("待办", "%(what)s（替%(principal)s）")
MORE = T("还有 %(count)s 件没列出来。")
BTN_ALL = L("按钮", "查看全部")
BTN_ONE = L("按钮", "%(n)s %(order)s")
BTN_DRAFT = L("按钮", "%(n)s 接着填")
BTN_MET = L("按钮", "%(n)s 条件做到了")

WHAT = {
    Kind.SEAT: L("待办", "要你定"),
    Kind.SLIP: L("待办", "水单要查账"),
    Kind.SIGNOFF: L("待办", "等你放行"),
    Kind.TAKE: L("待办", "等接单"),
    Kind.FINISH: L("待办", "你在做，做完报一声"),
    Kind.NOTICE: L("待办", "货备齐了，发发货通知"),
    Kind.PAYMENT: L("待办", "跟客户收款，传水单"),
    Kind.RETURNED: L("待办", "退回补充"),
    Kind.DRAFT: L("待办", "没报完的单"),
}
CONDITION = L("待办", "条件要办：%(words)s")
MET = L("待办", "条件做到没：%(words)s")
GOODS = {
    Stage.TO_PACK.value: L("待办", "等备齐"),
    Stage.TO_STOCK.value: L("待办", "等入库"),
    Stage.TO_LOAD.value: L("待办", "可以装车"),
}
MINUTES = L("等了", "等了 %(n)s 分钟")
HOURS = L("等了", "等了 %(n)s 小时")
DAYS = L("等了", "等了 %(n)s 天")
JUST_NOW = L("等了", "刚到")

# ── why ────────────────────────────────────────────────────────────────────────────────────

WAITS_FOR = T("等%(who)s定 · %(long)s")
AWAY = T("%(principal)s 不在，由 %(deputy)s 代")
URGED = T("催过 %(count)s 次")
NEXT_ACCEPTED = T("都同意了就承接，接着往下走。")
NEXT_LEVEL = T("这一级定了，再问下一级。")
STORY = L("经过", "谁定过什么：")
PASSED_ON = L("经过", "%(who)s 转交给 %(to)s")
ADDED = L("经过", "%(who)s 请 %(to)s 一起看")
BTN_ORDER = L("按钮", "看这张单")
