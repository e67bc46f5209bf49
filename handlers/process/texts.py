"""Words of the process book (流程手册) as people read it."""

from __future__ import annotations

from domain.process.changing import Because
from domain.process.compare import Aspect
from domain.process.names import Ending, Finding, Mode, Moment, Shipping, Supply, TaskKind, WaitUnit
from locales import L, T, Text

ASPECT: dict[Aspect, Text] = {
    Aspect.KEY_POINT: L("手册", "管理关键"),
    Aspect.MANAGING_DEPARTMENT: L("手册", "管理部门"),
    Aspect.CONTROL_POINTS: L("手册", "控制点"),
    Aspect.CONDITIONS: L("手册", "付款条件"),
    Aspect.RULES: L("手册", "其他条件"),
    Aspect.WAIVERS: L("手册", "特批"),
    Aspect.SHIPS: L("手册", "部分到款"),
    Aspect.MILESTONES: L("手册", "关键节点"),
    Aspect.SCREENING: L("手册", "初筛"),
    Aspect.REVIEW: L("手册", "评审"),
    Aspect.ASKED: L("手册", "要问的"),
    Aspect.KEPT: L("手册", "不问，可改"),
    Aspect.NOTICES: L("手册", "告诉谁"),
    Aspect.TASKS: L("手册", "下达后的活"),
    Aspect.REMINDERS: L("手册", "催办"),
    Aspect.CHANGES: L("手册", "下单后要改"),
    Aspect.CHANGE_REVIEW: L("手册", "谁批变更"),
    Aspect.FACTORS: L("手册", "变更因素"),
    Aspect.ENDS_AT: L("手册", "到哪为止"),
    Aspect.NUMBER_PREFIX: L("手册", "单号"),
}

FINDING: dict[Finding, Text] = {
    Finding.BLOCK: L("手册", "不能提交"),
    Finding.HINT: L("手册", "提示"),
    Finding.REVIEW: L("手册", "转评审"),
}
MODE: dict[Mode, Text] = {
    Mode.ALL: L("手册", "会签"),
    Mode.ANY: L("手册", "或签"),
    Mode.IN_TURN: L("手册", "依次"),
    Mode.VOTES: L("手册", "%(needed)s 票通过"),
}
SEAT_REASON: dict[str, Text] = {
    "always": L("手册", "每单都问"),
    "any": L("手册", "有人评审时一起问"),
}
BECAUSE: dict[Because, Text] = {
    Because.SOONER: L("变更", "交期提前"),
    Because.LATER: L("变更", "交期推后"),
    Because.MORE: L("变更", "加数量"),
    Because.LESS: L("变更", "减数量"),
    Because.LINES: L("变更", "增减产品"),
    Because.PRICE: L("变更", "改价"),
    Because.PRICE_DOWN: L("变更", "降价"),
    Because.TERMS: L("变更", "改付款条件"),
    Because.TYPE: L("变更", "改订单类型"),
    Because.CUSTOMER: L("变更", "换客户"),
    Because.WISHES: L("变更", "改要求"),
    Because.CANCEL: L("变更", "取消"),
    Because.REOPEN: L("变更", "重新打开"),
    Because.LIGHT: L("变更", "轻的变更"),
    Because.HEAVY: L("变更", "重的变更"),
}
CHANGED_AT_ONCE = L("手册", "告知就行：%(fields)s")
CHANGED_LIGHTLY = L("手册", "轻：交期最多晚 %(days)s 个工作日，数量增减 %(share)s 以内，不改价")
CHANGED_HEAVILY = L("手册", "重：其余都是")
HELD_FIRST = L("手册", "暂停：先停后审")
DECIDED_WITHIN = L("手册", "%(wait)s内定")
SEAT_WHEN = L("手册", "%(reasons)s时")
LIST_COMMA = L("手册", "、")
LIST_INSIDE = L("手册", "，")
WITH_LABEL = L("手册", "%(label)s：")
IN_BRACKETS = L("手册", "%(words)s（%(more)s）")
AT_CHECKPOINT = L("手册", "%(checkpoint)s · %(words)s")
CLEARED_BY = L("手册", "%(department)s放行")

SHARE = L("手册", "%(share)s 到账")
SHARE_FIELD = L("手册", "按%(field)s到账")
SHARE_REST = L("手册", "其余到账")
SHARE_AMOUNT = L("手册", "%(amount)s 到账")
ONLY_WHEN = L("手册", "只在%(field)s：%(choice)s")
NO_MONEY = L("手册", "不收款")
NO_MONEY_FIRST = L("手册", "不用先付款")

RULE_INSPECTION = L("手册", "成品检验放行：%(supply)s")
RULE_SHIPPING_NOTICE = L("手册", "先有发货通知")
RULE_WITHIN_QUANTITY = L("手册", "不超批准数，溢收最多 %(share)s")
RULE_CREDIT = L("手册", "信用够、无逾期")
RULE_CREDIT_DAYS = L("手册", "信用够，逾期不超过 %(days)s 天")
RULE_PAPER = L("手册", "有纸面依据")
RULE_PAPER_ABOVE = L("手册", "满 %(amount)s 要有纸面依据")
RULE_UNLESS_SAMPLE = L("手册", "每款超 %(pieces)s 件或超 %(amount)s 才要")

WAIVED = {
    "payment_missing": L("手册", "货款没付清"),
    "credit_not_granted": L("手册", "没给信用"),
    "credit_exceeded": L("手册", "超信用"),
    "overdue": L("手册", "有逾期"),
    "inspection_missing": L("手册", "没检验放行"),
    "basis_missing": L("手册", "没有纸面依据"),
}
WAIVER = L("手册", "%(reasons)s → %(people)s")
WAIVER_CEILING = L("手册", "最多 %(amount)s")
WAIVER_LONGEST = L("手册", "最长 %(wait)s")
WAIVER_TODAY = L("手册", "当天有效")
SHIPS: dict[Shipping, Text] = {
    Shipping.ALL_PAID: L("手册", "付清才发"),
    Shipping.IN_PROPORTION: L("手册", "按已收比例发"),
}
ENDS_AT: dict[Ending, Text] = {
    Ending.SIGNED: L("手册", "客户签收"),
    Ending.STOCK_IN: L("手册", "入库"),
}
SUPPLY: dict[Supply, Text] = {
    Supply.STOCK: L("供货方式", "现货"),
    Supply.MAKE: L("供货方式", "生产"),
    Supply.BUY: L("供货方式", "外购"),
}
TASK: dict[TaskKind, Text] = {
    TaskKind.PURCHASE: L("任务", "采购"),
    TaskKind.PRODUCTION: L("任务", "生产"),
    TaskKind.INSPECTION: L("任务", "检验"),
    TaskKind.PICKING: L("任务", "拣货"),
}
TASK_DUE = L("手册", "交期前 %(days)s 个工作日")

MOMENT: dict[Moment, Text] = {
    Moment.ACCEPTED: L("时刻", "承接"),
    Moment.MONEY_CONFIRMED: L("时刻", "到账确认"),
    Moment.RELEASED: L("时刻", "下达"),
    Moment.READY: L("时刻", "备齐"),
    Moment.SHIPPING_NOTICE: L("时刻", "发货通知"),
    Moment.SHIPPED: L("时刻", "出库"),
    Moment.SIGNED: L("时刻", "签收"),
    Moment.STOCKED_IN: L("时刻", "入库"),
    Moment.GATE_RECLOSED: L("时刻", "退款、退票又关上"),
}
PERSON: dict[str, Text] = {
    "sales_person": L("收件人", "报单的人"),
    "keeper": L("收件人", "跟单"),
    "managing": L("收件人", "管理部门"),
    "waited_for": L("收件人", "该办的人"),
    "waited_for.group": L("收件人", "该办部门的群"),
    "waited_for.deputy": L("收件人", "代理人"),
    "waited_for.head": L("收件人", "该办部门的负责人"),
}
OFFICE: dict[str, Text] = {
    "interface": L("手册", "%(department)s接口人"),
    "head": L("手册", "%(department)s负责人"),
}

ANCHOR_AFTER: dict[str, Text] = {
    "accepted": L("时刻", "承接后 %(wait)s"),
    "slip_sent": L("时刻", "收到水单后 %(wait)s"),
    "ready": L("时刻", "备齐后 %(wait)s"),
    "change_due": L("时刻", "变更时限过后 %(wait)s"),
    "hold_due": L("时刻", "暂停时限过后 %(wait)s"),
    "asked": L("时刻", "问到后 %(wait)s"),
    "condition_due": L("时刻", "条件到期后 %(wait)s"),
    "task_due": L("时刻", "任务到期后 %(wait)s"),
    "reported": L("时刻", "接手或报进度后 %(wait)s"),
    "promised": L("时刻", "答应的交期后 %(wait)s"),
    "credit_due": L("时刻", "账期到期后 %(wait)s"),
    "closed_again": L("时刻", "款又不够后 %(wait)s"),
    "changed": L("时刻", "变更生效后 %(wait)s"),
    "noticed": L("时刻", "发货通知后 %(wait)s"),
    "shipped": L("时刻", "出库后 %(wait)s"),
    "waiver_ends": L("时刻", "特批到期后 %(wait)s"),
}
ANCHOR_BEFORE: dict[str, Text] = {
    "accepted": L("时刻", "承接前 %(wait)s"),
    "slip_sent": L("时刻", "收到水单前 %(wait)s"),
    "ready": L("时刻", "备齐前 %(wait)s"),
    "change_due": L("时刻", "变更到时限前 %(wait)s"),
    "hold_due": L("时刻", "暂停到时限前 %(wait)s"),
    "asked": L("时刻", "问到前 %(wait)s"),
    "condition_due": L("时刻", "条件到期前 %(wait)s"),
    "task_due": L("时刻", "任务到期前 %(wait)s"),
    "reported": L("时刻", "报进度前 %(wait)s"),
    "promised": L("时刻", "答应的交期前 %(wait)s"),
    "credit_due": L("时刻", "账期到期前 %(wait)s"),
    "closed_again": L("时刻", "款又不够前 %(wait)s"),
    "changed": L("时刻", "变更生效前 %(wait)s"),
    "noticed": L("时刻", "发货通知前 %(wait)s"),
    "shipped": L("时刻", "出库前 %(wait)s"),
    "waiver_ends": L("时刻", "特批到期前 %(wait)s"),
}
ANCHOR_THEN: dict[str, Text] = {
    "accepted": L("时刻", "承接当时"),
    "slip_sent": L("时刻", "收到水单当时"),
    "ready": L("时刻", "备齐当天"),
    "change_due": L("时刻", "变更一到时限"),
    "hold_due": L("时刻", "暂停一到时限"),
    "asked": L("时刻", "问到当时"),
    "condition_due": L("时刻", "条件到期当时"),
    "task_due": L("时刻", "任务到期当时"),
    "reported": L("时刻", "报进度当时"),
    "promised": L("时刻", "答应的交期当时"),
    "credit_due": L("时刻", "账期到期当时"),
    "closed_again": L("时刻", "款又不够当时"),
    "changed": L("时刻", "变更生效当时"),
    "noticed": L("时刻", "发货通知当时"),
    "shipped": L("时刻", "出库当时"),
    "waiver_ends": L("时刻", "特批到期当时"),
}
WAIT: dict[WaitUnit, Text] = {
    WaitUnit.WORKING_MINUTES: L("时长", "%(count)s 分钟"),
    WaitUnit.WORKING_HOURS: L("时长", "%(count)s 小时"),
    WaitUnit.WORKDAYS: L("时长", "%(count)s 个工作日"),
    WaitUnit.NATURAL_DAYS: L("时长", "%(count)s 天"),
}
REMIND_EVERY = L("手册", "以后每 %(wait)s")
REMIND = L("手册", "%(times)s催%(people)s，最多 %(count)s 次")
REMIND_SOONER = {
    "ready_to_ship": L("手册", "货等着发时 %(wait)s就催"),
    "urgent": L("手册", "交期近的 %(wait)s就催"),
    "leaves_today": L("手册", "货今天要发的马上催"),
}
REMIND_THEN_TO = L("手册", "第二次起催%(people)s")
REMIND_RISK = L("手册", "%(time)s记作%(level)s")
REMIND_NIGHT = L("手册", "货今天要发时夜里也说")
REMIND_COUNTED = L("手册", "%(wait)s里满 %(count)s 次才算")
LEVEL = {
    "low": L("风险", "低风险"),
    "mid": L("风险", "中风险"),
    "high": L("风险", "高风险"),
}
REMIND_ESCALATE = L("手册", "%(time)s告诉%(people)s")

CHART_MANAGED_BY = L("层次图", "管理 %(department)s")
CHART_CONTROL = L("层次图", "控制点")
CHART_HINT = L("层次图", "控制点：在这里把关。管理：归哪个部门管。")

CHART = T("%(title)s\n点一个类型，看它怎么走。")
CHART_LINE = T("%(indent)s%(name)s")
LEAF_TITLE = T("<b>%(short)s（%(name)s）</b>")
LEAF_LINE = T("<b>%(label)s</b> %(items)s")
LEAF_LIST = T("<b>%(label)s</b>")
LEAF_ITEM = T("· %(item)s")
COMPARE = L("手册", "和别的类型比较")
MORE = L("手册", "更多规定")
LESS = L("手册", "只看要点")
BACK = L("手册", "返回")
COMPARE_WITH = T("<b>%(short)s</b> 和哪个类型比？")
COMPARED = T("<b>%(a)s 和 %(b)s</b>")
DIFFERENT = T("<b>不同</b>")
SAME = T("<b>相同</b>")
DIFFERENT_LINE = T("%(label)s：%(a)s ／ %(b)s")
DIFFERENT_LABEL = T("%(label)s：")
DIFFERENT_SIDE = T("· %(leaf)s %(items)s")
ONLY_DEFAULTS = T("%(items)s（问法或默认不同）")
NOTHING = L("手册", "没有")
LIST_LONG = L("手册", "；")
ALL_THE_SAME = T("完全一样：%(labels)s")
NOTHING_THE_SAME = T("没有相同的。")
WORDS = {"流程手册": "process", "流程": "process", "手册": "process"}
"""What stands for the command, in Chinese."""

METHODS = T("付款方式：%(methods)s")
METHOD_WHEN_PAID = L("流程", "%(method)s（兑付了才算）")
WRITE_OFF = T("尾差：一张单总共不超过 %(amount)s，财务可以不收")
