"""What the weekly report says, on its picture and in words."""

from __future__ import annotations

from locales import L, T

# ── the picture ────────────────────────────────────────────────────────────────────────────

TITLE = L("周报图", "风险周报 · %(day)s")
PANEL_RISKS = L("周报图", "未关闭风险 %(count)s 条")
PANEL_GATES = L("周报图", "等钱才能走")
PANEL_LATENCY = L("周报图", "审批用时（工作时间）")
PANEL_FACTORS = L("周报图", "变更因素")
AGES = (
    L("周报图", "3 天内"),
    L("周报图", "一周内"),
    L("周报图", "两周内"),
    L("周报图", "更久"),
)
NO_RISKS = L("周报图", "现在没有")
NO_GATES = L("周报图", "没有等钱的单")
NO_LATENCY = L("周报图", "这周没有审批")
NO_FACTORS = L("周报图", "30 天里没有变更")
ORDERS = L("周报图", "%(count)s 单")
ORDERS_MONEY = L("周报图", "%(money)s · %(count)s 单")
WAN = L("周报图", "%(amount)s 万")
MEDIAN_LONGEST = L("周报图", "中位 %(median)s，最久 %(longest)s")
LATE = L("周报图", "超 %(count)s 次")
PROMISED = L("周报图", "红线：时限 %(long)s")
WEEK_MONTH = L("周报图", "本周 %(week)s · 30 天 %(month)s")
HOURS = L("周报图", "%(n)s 小时")
MINUTES = L("周报图", "%(n)s 分钟")

# ── the words under it ─────────────────────────────────────────────────────────────────────

HEAD = T("<b>风险周报</b> · %(day)s")
NOTHING = T("这周没有要报的：没有风险，没有等款的单，也没有审批和变更。")
RISKS = T("未关闭风险 %(count)s 条：高 %(high)s、中 %(mid)s、低 %(low)s")
NO_RISKS_LINE = L("周报", "目前没有风险")
HIGH = T("%(n)s <b>高</b> %(about)s · %(what)s · %(who)s，%(days)s 天")
MID = T("%(n)s <b>中</b> %(about)s · %(what)s · %(who)s，%(days)s 天")
MID_MORE = T("中风险还有 %(count)s 条，看明细。")
HIGH_MORE = T("高风险还有 %(count)s 条，看明细。")
GATES = T("等钱：%(gates)s")
GATE = L("周报", "%(at)s %(count)s 单 %(money)s")
GATE_BARE = L("周报", "%(at)s %(count)s 单")
LATENCY = T("审批：%(said)s")
GIVEN = L("周报", "表态 %(count)s 次")
GIVEN_IN_TIME = L("周报", "表态 %(count)s 次，都在 %(long)s内")
GIVEN_LATE = L("周报", "表态 %(count)s 次，其中 %(late)s 次超过 %(long)s")
OVERDUE = L("周报", "还有 %(count)s 件没表态，已超过 %(long)s")
SLOWEST = L("周报", "最慢是%(department)s，中位 %(median)s")
CHANGES = T("本周变更 %(week)s 次，30 天里 %(month)s 次，最多的原因是%(factor)s")
UNASSESSED = L("周报", "没做风险评估：%(departments)s")
HALF_ASSESSED = L("周报", "风险评估没做完：%(departments)s")
ASSESSED_OF = L("周报", "%(department)s 做了 %(done)s/%(all)s")
SEMICOLON = L("周报", "%(some)s；%(another)s")

DETAILS = T("<b>周报明细</b> · %(day)s")
PART_HIGH = T("<b>高风险</b>")
PART_UNHEARD = T("<b>上报了还没办的</b>")
PART_MID = T("<b>中风险</b> %(count)s 条")
UNHEARD = T("• %(about)s · %(rule)s · %(at)s 上报")
UNHEARD_SEVERAL = T("• %(about)s · %(rule)s %(count)s 处 · %(at)s 起上报")
PART_LOW = T("<b>低风险</b> %(count)s 条")
LOW = T("• %(about)s · %(what)s")
PART_DOUBTFUL = T("<b>多半是误报的规则</b>（60 天）")
DOUBTFUL = T("• %(rule)s：关了 %(closed)s 条，误报 %(false)s 条，看看要不要改手册里的数")
MORE = T("还有 %(count)s 条。")
BTN_RISKS = L("按钮", "风险清单")

# ── asking for it ──────────────────────────────────────────────────────────────────────────

BTN_REPORT = L("按钮", "风险周报")
COMING = T("在做了，一会儿发到这里。")
FAILED = T("周报没做出来，管理员收到了提示。再点一次试试。")
COMMAND_WORDS = {"周报": "report", "风险周报": "report"}
