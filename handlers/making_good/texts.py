"""What making good an order says."""

from __future__ import annotations

from domain.life import State
from locales import L, T

BTN = L("订单卡", "补货")
TITLE = T("补货 · %(head)s")
HEADING = L("补货", "补 %(number)s")
OPEN = T("给 %(number)s 补货的草稿已经开好了，接着填就行。")
BEGUN = T("补 %(number)s 的新单开好了，接着填下面那张。")

WHAT = L("补货", "补什么")
ASK_WHAT = T("要补哪一项？")
ALL = L("补货", "发出的都补")
QUANTITY = L("补货", "补多少")
ASK_QUANTITY = T("%(product)s 补多少%(unit)s？")
LEFT = T("发出过 %(quantity)s。")
ALL_OF_IT = T("全部 %(quantity)s")
AGAIN = L("补货", "再补一次")
ASK_AGAIN = T("已经补过：%(made)s。还要再补吗？")
MADE_BEFORE = L("补货", "%(number)s（%(goods)s）")
BTN_AGAIN = L("按钮", "还要补")
REASON = L("补货", "原因")
ASK_REASON = T("为什么补？点一个，或自己写一句。")
REASONS = (
    L("补货原因", "少发"),
    L("补货原因", "破损"),
    L("补货原因", "质量问题"),
)
CHARGE = L("补货", "收不收钱")
ASK_CHARGE = T("这次收钱吗？免费的要先评审。")
FREE = L("补货", "免费补")
AS_BEFORE = L("补货", "按原价")

AND = L("补货", "%(some)s、%(another)s")
MAKES_GOOD = T("补货自 %(number)s（%(because)s）")
MAKES_GOOD_FREE = T("免费补货自 %(number)s（%(because)s）")
NO_REASON = L("补货", "没写原因")
MADE_GOOD = T("补货单 %(numbers)s")
GIVEN_UP = {
    State.WITHDRAWN: L("补货", "%(number)s（撤回了）"),
    State.REJECTED: L("补货", "%(number)s（驳回了）"),
    State.CANCELLED: L("补货", "%(number)s（取消了）"),
}
