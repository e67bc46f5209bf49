"""What is said of the weekly checklist (定期评估)."""

from __future__ import annotations

from locales import L, T

HEAD = T("风险评估 · %(department)s · %(day)s")
HEAD_AGAIN = T("风险评估还没做完 · %(department)s · %(day)s")
HEAD_DONE = T("风险评估 · %(department)s · %(day)s · 做完了")
HEAD_OVER = T("风险评估 · %(department)s · %(day)s · 已过期，请填新的一张")
FINE = T("✓ %(item)s 没事")
RISK = T("! %(item)s 有风险，已登记")
NOW = T("<b>%(item)s</b>：%(look)s")
LEFT = T("后面还有：%(items)s")
DONE = T("%(who)s %(at)s 做完，登记风险 %(count)s 条。")
DONE_NONE = T("%(who)s %(at)s 做完，没有风险。")
BTN_FINE = L("按钮", "没事")
BTN_RISK = L("按钮", "有风险")
ASK = T("%(who)s，%(department)s的“%(item)s”有什么风险？写一句，我登记上。")
HINT = L("输入框", "什么事、影响哪些单")
UNCLEAR = T("写“没事”，或“有风险 ……”；也可以点按钮。")
TICKED = T("记下了。")
FINE_WORDS = ("没事", "没有", "正常", "没问题", "ok", "fine")
"""Words that answer as the button does."""
