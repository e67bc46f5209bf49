"""What is said about standing in for somebody."""

from __future__ import annotations

from locales import L, T

LEADS = {"代理": "delegate", "请人代": "delegate"}
"""Words that stand for the command and go on with whom and until when."""

# ── the list ───────────────────────────────────────────────────────────────────────────────

HEAD = L("代理", "代理")
NOBODY = T("现在没人替你定，你也没替别人。")
MINE = T("%(deputy)s 替你定，%(span)s")
THEIRS = T("你替 %(principal)s 定，%(span)s")
UNTIL = L("代理", "到 %(end)s")
FROM_UNTIL = L("代理", "%(begin)s 起，到 %(end)s")
HOW = T("要请人代，写一句：代理 王芳 到周五\n明天才开始：代理 王芳 从明天到周五")
HOW_ADMIN = T("替不在的同事说：代理 周强 王芳 到周五")
BTN_TAKE_BACK = L("按钮", "收回 %(deputy)s")

# ── questions ──────────────────────────────────────────────────────────────────────────────

WHO_UNKNOWN = T("同事里没有“%(words)s”。请谁代？点一个，或把名字写全再发一次。")
WHO_SEVERAL = T("“%(words)s”是哪位？")
WHO_NONE = T("请谁代？点一个，或写一句：代理 姓名 到周五。")
WHOM_FOR = T("替谁定？“%(words)s”是哪位？")
PERSON = L("按钮", "%(who)s · %(department)s")
ASK_UNTIL = T("%(deputy)s 替%(whom)s定，到哪天？点一个，或写日期（周五 / 12.4）。")
ASK_BEGIN = T("%(deputy)s 替%(whom)s定，哪天开始？点一个，或写日期（明天 / 12.1）。")
BAD_DAY = T("没看懂“%(words)s”是哪天。")
DAY_HINT = L("输入框", "周五 / 12.4")
YOU = L("替谁定", "你")

# ── what it means ──────────────────────────────────────────────────────────────────────────

CONFIRM = T("%(deputy)s 替%(whom)s定，%(span)s。")
MOVES = T("现在等%(whom)s的 %(count)s 张也给 %(deputy)s 看。")
MOVES_LATER = T("到时候等%(whom)s的也给 %(deputy)s 看。")
RULES = T("%(whom)s自己还能定；%(whom)s报的单，%(deputy)s 不能替定。")
BTN_MAKE = L("按钮", "就这样")
BTN_DROP = L("按钮", "取消")
MADE = T("好，%(deputy)s 替%(whom)s定，%(span)s。两边都说了。要收回发 /delegate。")
DROPPED = T("好，没设代理。")
TAKEN_BACK = T("收回了，等%(whom)s的都回到%(whom)s这里。")

# ── to both ────────────────────────────────────────────────────────────────────────────────

TOLD_DEPUTY = T("%(principal)s 请你代定，%(span)s。\n你点的会记成“%(you)s（替%(principal)s）”。")
TOLD_DEPUTY_COUNT = T("现在有 %(count)s 张，发 /todo 就看到。")
TOLD_PRINCIPAL = T("%(actor)s 替你说了：%(deputy)s 替你定，%(span)s。不对就发 /delegate 收回。")
OVER_DEPUTY = T("%(principal)s 的代理收回了，不用你再定。")
OVER_PRINCIPAL = T("%(actor)s 收回了 %(deputy)s 替你定的代理，要你定的都回到你这里。")
AWAY = T("%(head)s\n%(principal)s 不在，由 %(deputy)s 代，到 %(end)s。")

REFUSED = {
    "self": T("自己不能代自己，换一位同事。"),
    "past": T("那时候已经过了下班时间。写到哪天？"),
    "too_long": T("一次最多代 %(days)s 天，写近一点，到期再续。"),
    "many": T("同时最多请 3 位代。先发 /delegate 收回一位。"),
    "twice": T("这段时间已经请 %(deputy)s 代了。要改先发 /delegate 收回。"),
    "circle": T("%(deputy)s 这段时间正请%(whom)s代，绕回来就没人定了。换一位同事。"),
}
