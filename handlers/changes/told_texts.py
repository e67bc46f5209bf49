"""What became of a change, to everybody whom it concerns; and what a change waits for."""

from __future__ import annotations

from locales import L, T

APPLIED = T("变更 %(n)s 生效 · %(head)s · V%(revision)s")
TOLD = T("改了 · %(head)s")
CANCELLED = T("取消了 · %(head)s")
REOPENED = T("重开了 · %(head)s · V%(revision)s")
SINCE = T("%(at)s 起照新的做，以前的不算数。")
SINCE_TOLD = T("%(who)s %(at)s 改的，照新的来。")
CANCELLED_DO = T("%(at)s 起别再备料、别再做、别再发；做好的先放着，等通知。")
CANCELLED_MONEY = T("已收 %(received)s，退还是转预收，财务定。")
REOPENED_DO = T("%(at)s 起每一关重新查；没通知先别动。")
BTN_READ = L("按钮", "知道了")
READ = T("好，记下了。")
READ_BEFORE = T("你 %(at)s 点过了。")

REJECTED = T("变更 %(n)s 没批 · %(head)s")
WITHDRAWN = T("变更 %(n)s 收回了 · %(head)s")
OVERTAKEN = T("变更 %(n)s 没改成 · %(head)s")
SAID = T("%(who)s %(at)s：%(words)s")
SAID_BARE = L("变更", "%(who)s %(at)s")
AS_IT_WAS = T("照原单做。")
AS_IT_WAS_AGAIN = T("照原单做；还要改，换个改法再提。")
AS_IT_WAS_SINCE = T("照原单做；还要改，按现在的情况再提。")
WHY_OVERTAKEN = {
    "left_already": T("批下来之前，货已经发出，不能再减了。"),
    "made_already": T("批下来之前，货已经做好，不能再减了。"),
    "price_of_left": T("批下来之前，货已经发出，单价不能再改了。"),
    "customer_of_left": T("批下来之前，货已经发出，客户不能再改了。"),
}
WHY_OVERTAKEN_OTHERWISE = T("批下来之前，这张单已经变了。")

WAITS_IMPACT = T("变更 %(n)s 等%(who)s说影响 · %(long)s")
WAITS_VOTE = T("变更 %(n)s 等%(who)s批 · %(long)s")
UNTIL_THEN = T("没批之前，照原单做。")
