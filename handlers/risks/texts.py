"""What is said of risks: the card, its questions, the list, and the line on an order's card."""

from __future__ import annotations

from domain.process.names import Level
from domain.risks import Closing
from locales import L, T

LEADS = {"有风险": "risk", "风险：": "risk"}
"""Words that stand for a command, and go on with the number and what is feared."""
WORDS = {"风险": "risks", "风险登记": "risks", "风险清单": "risks"}
BETWEEN = " \u3000:：,，、"

LEVEL = {Level.LOW: L("风险", "低"), Level.MID: L("风险", "中"), Level.HIGH: L("风险", "高")}
CLOSING = {
    Closing.SOLVED: L("风险关闭", "已解决"),
    Closing.ACCEPTED: L("风险关闭", "已接受"),
    Closing.FALSE_ALARM: L("风险关闭", "误报"),
}

# ── the card ───────────────────────────────────────────────────────────────────────────────

HEAD = L("风险", "%(level)s风险 · %(about)s")
OWNER = T("责任人 %(who)s")
NO_OWNER = T("还没有责任人，先归%(department)s")
BY_PERSON = T("%(who)s %(at)s 提的")
BY_PERSON_DAYS = T("%(who)s %(at)s 提的，%(days)s 天了")
BY_RULE = T("%(at)s 起")
BY_RULE_DAYS = T("%(at)s 起，%(days)s 天了")
COUNTERMEASURE = T("应对措施：%(words)s")
CONTINGENCY = T("预案：%(words)s")
NOTHING_WRITTEN = T("应对措施、预案还没写")
ASK_LEVEL = T("风险多大？先按“中”记了，不对点一下。")
CLOSED = T("<b>已关闭</b> · %(closing)s（%(who)s %(at)s）")
CLOSED_WORDS = T("<b>已关闭</b> · %(closing)s：%(words)s（%(who)s %(at)s）")
CLOSED_ITSELF = T("<b>已关闭</b> · 事情已经了结，自动关的（%(at)s）")
ASK_OWNER = T("换谁负责？")
ASK_CLOSING = T("为什么关？")
ASK_NEW_LEVEL = T("改成哪一级？低：只进周报；中：发部门群；高：再发管理层。")

BTN_COUNTERMEASURE = L("按钮", "写应对措施")
BTN_CONTINGENCY = L("按钮", "写预案")
BTN_COUNTERMEASURE_AGAIN = L("按钮", "改应对措施")
BTN_CONTINGENCY_AGAIN = L("按钮", "改预案")
BTN_OWNER = L("按钮", "换责任人")
BTN_LEVEL = L("按钮", "改等级")
BTN_CLOSE = L("按钮", "关闭")
BTN_BACK = L("按钮", "返回")
BTN_NOT_CLOSE = L("按钮", "先不关")
BTN_OPEN = L("按钮", "有风险")
BTN_LEAVE = L("按钮", "没有风险")

# ── questions and answers ──────────────────────────────────────────────────────────────────

ASK = T("%(who)s，%(head)s 有什么风险？写一句，如：供应商说料要晚三天")
ASK_WORDS = T("%(who)s，请写一句话：%(head)s 有什么风险？")
ASK_HINT = L("输入框", "怕什么、因为什么")
ASK_PART = {
    "countermeasure": T("%(who)s，%(about)s 的应对措施，写一句：现在怎么办"),
    "contingency": T("%(who)s，%(about)s 的预案，写一句：真出事了怎么办"),
}
PART_HINT = {"countermeasure": L("输入框", "现在怎么办"), "contingency": L("输入框", "真出事了怎么办")}
ASK_CLOSING_WORDS = {
    Closing.ACCEPTED: T("%(who)s，%(about)s 这条风险为什么接受？写一句，关的时候记上。"),
    Closing.FALSE_ALARM: T("%(who)s，%(about)s 这条风险为什么是误报？写一句，周报里看得到。"),
}
CLOSING_HINT = L("输入框", "一句话")
WHICH = T("“%(text)s”有 %(count)s 张，哪张有风险？")
HOW = T("回那张单的卡片，或写上单号，如：有风险 003 供应商说料要晚三天")
LEFT = T("好，没记。")
LEVEL_SET = T("改成“%(level)s”了。")
OWNER_SET = T("换成 %(name)s 负责了。")
WRITTEN = {"countermeasure": T("应对措施记下了。"), "contingency": T("预案记下了。")}
WRITTEN_OVER = {
    "countermeasure": T("应对措施换成这一条了。原来写的是：%(before)s"),
    "contingency": T("预案换成这一条了。原来写的是：%(before)s"),
}
CLOSED_TOAST = T("关了，记为“%(closing)s”。")
CLOSED_BEFORE = T("这条风险 %(who)s %(at)s 关了：%(closing)s。")
CLOSED_ITSELF_BEFORE = T("这条风险的事已经了结，%(at)s 自动关的。")
UNCLEAR = T(
    "没看懂。回这张风险卡可以写：\n应对措施 …… / 预案 ……\n责任人 姓名\n高 / 中 / 低\n已解决 / 已接受 原因 / 误报 原因"
)
NO_SUCH_PERSON = T("没找到“%(name)s”。点卡上的〔换责任人〕选。")

# ── the list ───────────────────────────────────────────────────────────────────────────────

LIST_HEAD = {
    "all": T("风险 %(count)s 条，等级高的、时间久的在前"),
    "mine": T("我的风险 %(count)s 条，等级高的、时间久的在前"),
    "department": T("本部门风险 %(count)s 条，等级高的、时间久的在前"),
}
LIST_NONE = {
    "all": T("现在没有风险。要记一条：回那张单的卡片写“有风险 ……”。"),
    "mine": T("你名下没有风险。"),
    "department": T("本部门没有风险。"),
}
LINE = L("风险", "%(n)s %(level)s · %(about)s · %(what)s · %(who)s%(age)s")
AGE_DAYS = L("风险", "，%(days)s 天")
LIST_PAGE = T("第 %(first)s 到 %(last)s 条")
BTN_ONE = L("按钮", "%(n)s %(about)s")
BTN_FILTER = {"all": L("按钮", "全部"), "mine": L("按钮", "我的"), "department": L("按钮", "本部门")}
BTN_ALL = L("按钮", "查看全部")
BTN_PREVIOUS = L("按钮", "上一页")
BTN_NEXT = L("按钮", "下一页")
SENT = T("发到你的私聊了。")

# ── on an order ────────────────────────────────────────────────────────────────────────────

ON_CARD = T("%(level)s风险：%(what)s（%(who)s）")
ON_CARD_MORE = T("风险 %(count)s 条，最重的是%(level)s：%(what)s（%(who)s）")
