"""What finance reads where money that is there is refunded, moved, kept or given up."""

from __future__ import annotations

from locales import L, T

HEAD = T("款项 · %(head)s")
WHOLE = T("全单 %(required)s，还差 %(missing)s")
OVER = T("多收 %(over)s")
BALANCE = T("%(customer)s预收余额 %(balance)s")
MOVEMENT = L("款项", "%(at)s %(what)s %(amount)s · %(who)s")
KIND = {
    "payment": L("款项", "到账"),
    "refund": L("款项", "退款"),
    "bounce": L("款项", "退票"),
    "correction": L("款项", "更正冲回"),
    "move": L("款项", "转款"),
    "write_off": L("款项", "尾差"),
}

BTN_MONEY = L("款项", "款项")
BTN_TO_BALANCE = L("款项", "转预收 %(amount)s")
BTN_REFUND_THIS = L("款项", "退款 %(amount)s")
BTN_WRITE_OFF = L("款项", "尾差 %(amount)s 不要了")
BTN_USE_BALANCE = L("款项", "余额抵扣 %(amount)s")
BTN_REFUND = L("款项", "退款")
BTN_MOVE = L("款项", "转到别的单")
BTN_REFUND_BALANCE = L("款项", "退余额")
BTN_TO_ORDER = L("款项", "%(order)s 还差 %(missing)s")
BTN_KEEP = L("款项", "转预收")
BTN_WRITE = L("款项", "我来写")
BTN_OTHER_AMOUNT = L("款项", "金额不同")
BTN_ALL = L("款项", "全部 %(amount)s")

SURE_REFUND = T("<b>%(amount)s 已经退给客户了？</b>记了就不算到账。")
SURE_REFUND_BALANCE = T("<b>预收余额退给客户 %(amount)s？</b>退后余额 %(left)s。")
SURE_MOVE = T("<b>从这张单转 %(amount)s 到 %(order)s？</b>")
SURE_KEEP = T("<b>从这张单转 %(amount)s 到预收？</b>")
AFTER_PAID = T("%(number)s 转后付清")
AFTER_MISSING = T("%(number)s 转后还差 %(missing)s")
AFTER_REFUND = T("退后到账 %(received)s，还差 %(missing)s")
AFTER_REFUND_PAID = T("退后到账 %(received)s，还是付清的")
STOPS = T("货或采购已经按这笔钱走了：记下后马上通知停下。")
WHERE_TO = T("<b>转到哪张单？</b>只能转到同一个客户的单。")
NO_OTHER = T("这个客户没有别的单等钱，可以转预收。")

ASK_REFUND = T("%(who)s，%(head)s 退了多少？现在到账 %(has)s。回复这条，写金额。")
ASK_REFUND_BALANCE = T("%(who)s，%(customer)s的余额退了多少？现在有 %(has)s。回复这条，写金额。")
ASK_MOVE = T("%(who)s，从 %(head)s 转多少到哪张单？回复这条，写单号和金额，如：003 5000")
MOVE_HINT = L("提示", "003 5000")
TOO_MUCH = T("没有这么多，最多 %(most)s。")
ONE_ORDER = T("一次转一张单：先单号后金额。")
SAME_ORDER = T("就是这张单，换一张。")
OTHER_CUSTOMER = T("%(number)s 不是这个客户的单，转不了。")
NOT_OWING = T("%(number)s 不等钱，转不了。要留着就转预收。")

DONE_REFUNDED = T("退款 %(amount)s，记好了。")
DONE_MOVED = T("转走 %(amount)s，记好了。")
DONE_KEPT = T("转预收 %(amount)s，记好了。")
DONE_USED = T("余额抵扣 %(amount)s，记好了。")
DONE_WRITTEN_OFF = T("尾差 %(amount)s 不收了，记好了。")
