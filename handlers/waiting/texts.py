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
LINE_DRAFT_OF = L("待办", "%(n)s %(what)s：%(heading)s · %(long)s")
FOR = L("待办", "%(what)s（替%(principal)s）")
MORE = T("还有 %(count)s 件没列出来。")
BTN_ALL = L("按钮", "查看全部")
BTN_ONE = L("按钮", "%(n)s %(order)s")
BTN_DRAFT = L("按钮", "%(n)s 接着填")
BTN_MET = L("按钮", "%(n)s 条件做到了")

WHAT = {
    Kind.SEAT: L("待办", "要你定"),
    Kind.IMPACT: L("待办", "变更要说影响"),
    Kind.SLIP: L("待办", "水单要查账"),
    Kind.AFTER_SALE: L("待办", "退货折让要你定"),
    Kind.GOODS_BACK: L("待办", "退货要收"),
    Kind.SIGNOFF: L("待办", "等你放行"),
    Kind.TAKE: L("待办", "等接单"),
    Kind.FINISH: L("待办", "你在做，做完报一声"),
    Kind.NOTICE: L("待办", "货备好了，发发货通知"),
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

# ── the list of a group ────────────────────────────────────────────────────────────────────

GROUP_HEAD = T("待审批 %(count)s 件，等得久的在前")
GROUP_NOTHING = T("现在没有待审批。有了这里会变。")
GROUP_ENDED = T("这个群不再绑部门，待审批不在这里更新了。")
GROUP_LINE = L("待审批", "%(n)s %(head)s · %(what)s · %(at)s起")
GROUP_AT = L("待审批", "%(day)s %(time)s")
GROUP_SEAT = L("待审批", "等%(who)s定")
GROUP_SEAT_AWAY = L("待审批", "等%(who)s定（%(deputy)s 代）")
GROUP_IMPACT = L("待审批", "等%(who)s说变更影响")
GROUP_SLIP = L("待审批", "水单要查账")
GROUP_SLIP_AMOUNT = L("待审批", "水单 %(amount)s 要查账")
GROUP_AFTER_SALE = L("待审批", "退货折让等%(who)s定")
GROUP_GOODS_BACK = L("待审批", "退货等%(who)s收")
GROUP_SIGNOFF = L("待审批", "等%(who)s放行：%(name)s")
GROUP_OF = T("群里的待审批 %(count)s 件，等得久的在前")
HERE = T("这个群在等的 %(count)s 件都在这条里。你自己的待办发到你的私聊了。")
HERE_NOTHING = T("这个群现在没有待审批。你自己的待办发到你的私聊了。")
NO_VOTE = T("这条是待审批清单，回它不算表态。要定哪张，回那张单的卡片；不知道在哪，点清单下面的〔我的待办〕。")
NOT_PINNED = T(
    "“%(group)s”的待审批我置顶不了：我在群里没有置顶的权限。清单照样在群里更新。\n"
    "要置顶：打开群，把我设成管理员，勾上“置顶消息”，我自己会去置顶。"
)
NO_TITLE = L("群", "没有名字的群")
BTN_MINE = L("按钮", "我的待办")

# ── why ────────────────────────────────────────────────────────────────────────────────────

WAITS_FOR = T("等%(who)s定 · %(long)s")
URGED = T("催过 %(count)s 次")
NEXT_ACCEPTED = T("都同意了就承接，接着往下走。")
NEXT_LEVELS = T("这一级定了，再问%(who)s。")
THEN = L("经过", "%(some)s，然后%(another)s")
AT_LEVEL = T("第 %(n)s 级 %(said)s")
COUNTS_NO_MORE = T("%(said)s（退回前）")
STORY = L("经过", "谁定过什么：")
PASSED_ON = L("经过", "%(who)s 转交给 %(to)s")
ADDED = L("经过", "%(who)s 请 %(to)s 一起看")
BTN_ORDER = L("按钮", "看这张单")
