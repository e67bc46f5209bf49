"""What the departments of supply read."""

from __future__ import annotations

from locales import L, T

START = T("可以开工 · %(head)s")
STOP = T("先停下 · %(head)s")
DONE = T("做完了 · %(head)s")
OVER = T("不用做了 · %(head)s")
LINE_DRAWING = T("%(goods)s · 图号 %(drawing)s")
REQUIREMENTS = T("要求：%(words)s")
BACKWARDS = T("倒排：%(days)s")
DAY = L("倒排", "%(day)s %(task)s")
THEN = L("倒排", "%(some)s → %(another)s")
TOO_LATE = T("按承诺日期倒排，%(task)s已经晚了，做不到要马上说。")
UNPAID = T("货款没付清：可以做，先别发。")
WHY_STOP = T("还没做的别动，做了一半的先停，等通知。")
TAKE = T("%(who)s，请接单。")
TAKEN = T("%(task)s %(who)s 在做，%(day)s前好")
TAKEN_BARE = T("%(task)s %(who)s 在做")
MADE = T("%(task)s %(who)s 在做，已好 %(counts)s")
COUNTED = L("任务", "%(code)s %(count)s")
INSPECTS = T("检验 %(who)s 在办，检好在检验卡上放行。")
FINISHED = T("%(task)s %(who)s 做完了")
NEXT_GOODS = T("接下来%(who)s备货。")

TASK = {
    "purchase": L("任务", "采购"),
    "production": L("任务", "生产"),
    "inspection": L("任务", "检验"),
    "picking": L("任务", "备货"),
}
GOAL = {
    "purchase": L("倒排", "料齐"),
    "production": L("倒排", "完工"),
    "inspection": L("倒排", "检验好"),
    "picking": L("倒排", "备齐"),
}
BTN_TAKE = L("按钮", "接单")
BTN_TAKE_TASK = L("按钮", "接单（%(task)s）")
BTN_COUNT = L("按钮", "报数")
BTN_FINISH = L("按钮", "完成")
BTN_FINISH_TASK = L("按钮", "完成（%(task)s）")

DONE_TAKEN = T("接单了，%(day)s前好。")
DONE_TAKEN_BARE = T("接单了。")
DONE_FINISHED = T("好，记下了。")
NOTHING_HERE = T("这张单现在没有要接或要完成的事。")
REPLY_UNCLEAR = T("没看懂。回复“接单”“做了200台”或“完成”，也可以点卡片上的按钮。")
