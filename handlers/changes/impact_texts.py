"""影响说明: what a department reads that is asked what a change means for it. Never an amount."""

from __future__ import annotations

from domain.changes import ChangeState
from locales import L, T

PARTS = "，,、；;"
"""What parts the label of an answer: its first part alone is an answer too."""
ENDS = " \t\n.。!！?？~～"
"""What may stand around words that are an answer."""

ASK = T("%(who)s，请说影响 · %(head)s 变更 %(n)s")
WHOLE = T("影响说好了 · %(head)s 变更 %(n)s")
OVER = T("不用说影响了 · %(head)s 变更 %(n)s")
CANCELS = L("影响", "要取消整张单")
GOODS_STAY = T("货、数量、交期都不变")
QUESTION = L("影响", "%(n)s %(ask)s")
QUESTION_NOW = T("<b>%(n)s %(ask)s</b>")
QUESTION_SAID = L("影响", "%(n)s %(ask)s%(answer)s")
BESIDE = L("影响", "%(answer)s：%(beside)s")
WHICH_AGAIN = T("<b>改哪一问？</b>")
AT_TODAY = L("时限", "今天 %(at)s")
BY = T("%(at)s 前；答完才送批，现场先照原单。")
BY_PAST = T("过了 %(at)s，等着这一步；现场先照原单。")
BY_BARE = T("答完才送批，现场先照原单。")
SAID_BY = T("%(who)s %(at)s 说的")
STILL = T("还等%(who)s说；现场先照原单。")
NOW = {
    ChangeState.ASKING: T("现场先照原单。"),
    ChangeState.DECIDING: T("都说完了，在批；现场先照原单。"),
    ChangeState.APPLIED: T("变更已经生效，照新的做。"),
    ChangeState.REJECTED: T("变更没批，照原单做。"),
    ChangeState.WITHDRAWN: T("变更收回了，照原单做。"),
    ChangeState.OVERTAKEN: T("变更没改成，照原单做。"),
}
CANCELLED = T("这张单取消了，别再做。")

BTN_AGAIN = L("按钮", "改答案")
BTN_AGAIN_NOT = L("按钮", "不改")
BTN_RECORD = L("按钮", "就这样记")

ASK_DAY = T("%(who)s，%(head)s\n%(ask)s%(answer)s？写日期就行，如 12月15日、下周三。")
ASK_WORDS = T("%(who)s，%(head)s\n%(ask)s%(answer)s：写一句，带上数。")
DAY_HINT = L("输入框", "12.15 / 下周三")
WORDS_HINT = L("输入框", "写一句，带上数")
WORDS_OR_NOT = T("%(head)s\n%(ask)s记成“%(answer)s：%(words)s”？不是就点卡片上的按钮。")

ANSWERED = T("记下了，还有 %(count)s 问。")
ANSWERED_ALL = T("答完了，都说完就送批。")
SENT_ON = T("答完了，已经送批。")
CARRIED_OUT = T("答完了，变更已经生效。")
LATE_WHOLE = T("%(who)s %(at)s 已经说完，不用再答。")
LATE_OVER = T("%(now)s 不用再答了。")
REPLY_UNCLEAR = T("没看懂。点卡片上的按钮，或者照按钮上的字回。")
