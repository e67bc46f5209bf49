"""暂停: what is said of an order that is held, to whoever held it, whose order it is, and who must stop."""

from __future__ import annotations

from locales import L, T

LEADS = {"暂停": "hold", "恢复": "lift"}
"""Words that stand for a command, and go on with the number and the reason."""
BETWEEN = " \u3000:：,，、"

LINE = T("<b>暂停</b> · %(reason)s（%(who)s %(at)s）")
LINE_BARE = T("<b>暂停</b>")
NEXT = T("先不备料、不生产、不发货，等改单、取消或恢复。")
NEXT_BY = T("先不备料、不生产、不发货。%(at)s 前定下来：改单、取消，还是恢复。")
NEXT_PAST = T("先不备料、不生产、不发货。%(at)s 就该定了：改单、取消，还是恢复。")
DECIDE = T("等改单、取消或恢复。")
DECIDE_BY = T("%(at)s 前定下来：改单、取消，还是恢复。")
DECIDE_PAST = T("%(at)s 就该定了：改单、取消，还是恢复。")

BTN_HOLD = L("按钮", "暂停")
BTN_LIFT = L("按钮", "恢复")
BTN_LEAVE = L("按钮", "先不停")
BTN_LIFT_SURE = L("按钮", "恢复，接着做")
BTN_LIFT_NOT = L("按钮", "先不恢复")

ASK = T("%(who)s，为什么暂停 %(head)s？\n说了马上停：不备料、不生产、不发货。点一个，或写一句。")
ASK_WORDS = T("%(who)s，要一句话：为什么暂停 %(head)s？")
ASK_HINT = L("输入框", "为什么暂停")
REASONS = {
    "customer": L("暂停原因", "客户要改"),
    "drawing": L("暂停原因", "图纸要改"),
    "goods": L("暂停原因", "料或质量有问题"),
}
HELD = T("停了，相关同事马上收到。")
HELD_BEFORE = T("%(number)s %(at)s 就停了：%(reason)s（%(who)s）。")
HELD_BEFORE_BARE = T("%(number)s 已经停了。")
LEFT = T("好，没停。")
ASK_LIFT = T("%(head)s 恢复吗？恢复后相关同事马上接着做。")
LIFTED = T("恢复了，相关同事马上收到。")
NOT_HELD = T("%(number)s 没在暂停，不用恢复。")
STAYS = T("好，还停着。")
WHICH_HOLD = T("“%(text)s”有 %(count)s 张，停哪张？")
WHICH_LIFT = T("“%(text)s”有 %(count)s 张，恢复哪张？")
HOW_HOLD = T("写上单号和原因，如：暂停 003 图纸要改")
HOW_LIFT = T("写上单号，如：恢复 003")

TOLD = T("停下 · %(head)s")
TOLD_DO = T("没做的别做，没发的别发；做到一半的先放好。")
TOLD_WHO = T("%(who)s定：改单、取消，还是恢复。定了马上告诉你。")
LIFTED_HEAD = T("恢复 · %(head)s")
LIFTED_BY = T("%(who)s 恢复的，接着做。")
