"""Notices: at most four lines, what happened and who is next."""

from __future__ import annotations

from locales import L, T

ACCEPTED = T("接单了 · %(head)s")
ACCEPTED_BY = T("%(who)s 报的，你跟单。")
ARRIVED = T("到账 %(amount)s · %(head)s")
ARRIVED_BARE = T("到账一笔 · %(head)s")
CAME_BY = {
    "move": T("转入 %(amount)s · %(head)s"),
    "write_off": T("尾差 %(amount)s 不收了 · %(head)s"),
}
FROM_ORDER = T("%(who)s 从 %(number)s 转来的。")
FROM_BALANCE = T("%(who)s 用预收余额抵的。")
READY = T("备齐了 · %(head)s")
READY_PART = T("备好一部分 · %(head)s")
READY_LINE_PART = T("%(goods)s · 备好 %(ready)s，还差 %(rest)s")
READY_UNASKED = T("发了通知就能装车。")
READY_PAID = T("款已清。下一步：发货通知。")
READY_UNPAID = T("还差 %(missing)s：跟客户收款，付清才装车。")
READY_UNPAID_BARE = T("货款没付清，付清才装车。")
SHIPPED = T("发出了 · %(head)s 第 %(batch)s 批")
SHIPPED_WORTH = T("这批货值 %(amount)s")
SHIPPED_ALL = T("全部发完，等签收。")
SHIPPED_REST = T("还有货没发：%(rest)s")
TRACKING = T("物流单号 · %(head)s 第 %(batch)s 批")
TRACKING_NUMBER = T("%(tracking)s（%(carrier)s）")
TRACKING_BARE = L("物流", "%(tracking)s")
SIGNED = T("签收了 · %(head)s")
STOCKED = T("入库了 · %(head)s")
STOCKED_REST = T("还差：%(rest)s")
RECLOSED = T("先停下 · %(head)s")
RECLOSED_MONEY = {
    "correction": T("%(who)s 冲回 %(amount)s，还差 %(missing)s。"),
    "bounce": T("%(who)s 记了退票 %(amount)s，还差 %(missing)s。"),
    "refund": T("%(who)s 退款 %(amount)s，还差 %(missing)s。"),
    "move": T("%(who)s 转走 %(amount)s，还差 %(missing)s。"),
}
RECLOSED_BARE = T("%(who)s 冲回一笔款，货款又不够了。")
RECLOSED_CHANGE = T("变更 %(n)s 后还差 %(missing)s。")
RECLOSED_CHANGE_BARE = T("变更 %(n)s 后货款不够了。")
RECLOSED_SUPPLY = T("没做的别做，没发的别发。")
RECLOSED_ALL_LEFT = T("货已经发出，追款要紧。")
