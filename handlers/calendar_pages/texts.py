"""What is said of the working calendar."""

from __future__ import annotations

from locales import L, T

LEADS = {"工作日历": "calendar", "日历": "calendar"}
"""Words that stand for the command and may go on with days: 日历 2月15日到23日 放假."""

# ── a month ────────────────────────────────────────────────────────────────────────────────

HEAD = T("<b>工作日历</b> · %(month)s · 上班 %(count)s 天")
WEEK = T("%(week)s %(hours)s；%(quiet)s、午休和休息日不响铃")
DAYS_OF_WEEK = L("日历", "%(first)s到%(last)s")
EVERY_OTHER = L("日历", "%(week)s，隔周%(day)s")
BIG_WEEKS = T("大周，周末也上班：%(days)s")
OFF = T("放假 %(days)s %(why)s")
MADE_UP = T("补班 %(days)s")
WORKED = T("上班 %(days)s %(why)s")
RUN = L("日历", "%(first)s 到 %(last)s")
OWN_OFF = L("日历", "公司放假")
OWN_WORK = L("日历", "公司定的")
OTHERWISE = T("%(department)s：%(how)s")
OFF_SHORT = L("日历", "%(days)s 放假")
WORK_SHORT = L("日历", "%(days)s 上班")
NOTED = L("日历", "%(words)s（%(note)s）")
NOTHING_ELSE = T("这个月没有节假日，也没有补班。")
MORE = T("…还有 %(count)s 条")
UNSETTLED = T("<b>%(year)s 年调休安排尚未录入</b>：哪些周末要补班还不知道，跨年的日期可能要变。")
UNSETTLED_DO = T("国务院通知出来后，发一张表给我，或直接写：日历 2月14日 上班。")
FESTIVALS = {
    "New Year's Day": L("节日", "元旦"),
    "Chinese New Year": L("节日", "春节"),
    "Tomb-Sweeping Day": L("节日", "清明节"),
    "Labor Day": L("节日", "劳动节"),
    "Dragon Boat Festival": L("节日", "端午节"),
    "Mid-Autumn Festival": L("节日", "中秋节"),
    "National Day": L("节日", "国庆节"),
}
ADJACENT = L("节日", "调休")
BTN_EARLIER = L("日历", "← %(month)s")
BTN_LATER = L("日历", "%(month)s →")
BTN_SET = L("日历", "改某一天")
BTN_WRITE = L("日历", "写一段日子")
BTN_TEMPLATE = L("日历", "表格模板")
BTN_SETTLE = L("日历", "确认 %(year)s 年日历")

# ── one day, or several ────────────────────────────────────────────────────────────────────

PICK = T("<b>改哪一天？</b> %(whose)s")
FOR_ALL = L("日历", "全公司")
DAY = T("<b>%(day)s</b> · %(whose)s")
NOW_WORKS = T("现在：上班")
NOW_OFF = T("现在：放假")
BECAUSE = T("%(who)s 定的")
BECAUSE_NOTED = T("%(who)s 定的：%(note)s")
DAY_IS = {"off": L("日历", "放假"), "work": L("日历", "上班"), "clear": L("日历", "照国家安排")}
"""What a day may be: on buttons, and before it is set."""
BTN_BACK = L("日历", "返回")
SET_SHORT = L("日历", "记下了，催办跟着重算。")
SAME = T("本来就是这样，没有改。")
CHANGED_MEANWHILE = T("%(who)s 刚改过这一天，看清楚再定。")

ASK = T("哪天到哪天、放假还是上班？后面可以写一句原因：")
ASK_LIKE = T("2月15日到23日 放假 春节\n2月14日 上班\n12月5日 取消")
HINT = L("日历", "2月15日到23日 放假")
CONFIRM = T("<b>%(days)s %(what)s</b> · %(whose)s")
CONFIRM_NOTE = T("说明：%(note)s")
CONFIRM_OFF = T("其中 %(count)s 天原来要上班；交期、时限和催办都跟着重算。")
CONFIRM_WORK = T("其中 %(count)s 天原来不上班；交期、时限和催办都跟着重算。")
CONFIRM_CLEAR = T("其中 %(count)s 天是自己定过的，改回国家安排。")
BTN_MAKE = L("日历", "就这样")
BTN_DROP = L("日历", "不改")
DROPPED = T("没有改。")
UNCLEAR = {
    "verb": T("没看懂是放假还是上班。这样写：2月15日到23日 放假。"),
    "day": T("没看懂是哪天。这样写：2月15日到23日 放假。"),
    "no_such_day": T("没有这一天，看一下日期。"),
    "backwards": T("结束的日子在开始之前，调一下。"),
    "too_long": T("一次最多 %(most)s 天，分开写。"),
}
SETTLED = T("好，%(year)s 年就照现在的日历算，以后哪天要改随时能改。")
SETTLED_BEFORE = T("%(year)s 年的日历已经确认过了。")

# ── the missing year ───────────────────────────────────────────────────────────────────────

MISSING = T(
    "<b>%(year)s 年调休安排尚未录入</b>\n没录之前，%(year)s 年的周末一律按休息算，跨年的交期和催办可能差一两天。"
)
MISSING_DO = T("国务院的通知出来后，发一张表给我，或看看日历直接改。")
BTN_LOOK = L("日历", "看 %(month)s")
