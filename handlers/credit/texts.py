"""What is said of invoices and of the days from which payment is due."""

from __future__ import annotations

from locales import L, T

DUE = T("账期到 %(day)s")
DUE_AFTER_INVOICE = T("开票后 %(days)s 天付款，还没开票。")
BTN_INVOICED = L("按钮", "今天开了票")
BTN_OTHER_DAY = L("按钮", "别的日子开的")
WHICH_DAY = T("哪天开的票？ · %(head)s 第 %(batch)s 批")
NOTED = T("记下了：%(on)s开票，%(due)s到期。")
NOTED_BARE = T("记下了：%(on)s开票。")
