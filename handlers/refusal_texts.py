"""The sentences of refusals, by code. `REASONS_BARE` tells no amounts and needs no facts."""

from __future__ import annotations

from locales import L, T

REASONS = {
    "payment_missing": T("货款没付清：应收 %(required)s，到账 %(received)s，还差 %(missing)s"),
    "signoff_missing": T("还没批：%(name)s"),
    "over_quantity": T("超过批准的数量，连已入库的最多 %(ceiling)s"),
    "condition_open": T("评审条件还没做到：%(words)s（%(owner)s 办）"),
    "condition_due": T("评审条件还没做到：%(words)s（%(owner)s 办，%(day)s前）"),
    "condition_late": T("评审条件还没做到：%(words)s（%(owner)s 办，%(day)s到期，过了 %(days)s 天）"),
    "credit_not_granted": T("客户还没批信用额度，这张单要用 %(amount)s"),
    "credit_exceeded": T("超信用额度 %(over)s：额度 %(limit)s，连本单已用 %(used)s"),
    "overdue": T("客户逾期 %(amount)s，最久 %(days)s 天"),
    "customer_exists": T("客户“%(name)s”已经有了，直接选它"),
    "product_exists": T("产品“%(name)s”已经有了，直接选它"),
    "customer_code_taken": T("客户编号 %(name)s 已经有了，换一个"),
    "uscc_taken": T("统一社会信用代码 %(name)s 已经有客户在用"),
}
REASONS_BARE = {
    "payment_missing": L("原因", "货款没付清"),
    "signoff_missing": L("原因", "还没放行"),
    "on_hold": L("原因", "这张单暂停了"),
    "notice_missing": T("还没有发货通知"),
    "basis_missing": T("缺下单依据的照片或文件"),
    "over_quantity": T("超过批准的数量"),
    "more_than_ordered": T("数量比单上还没备的多"),
    "nothing_ready": T("仓库还没报备齐"),
    "condition_open": L("原因", "评审条件还没做到"),
    "credit_not_granted": L("原因", "客户还没批信用额度"),
    "credit_exceeded": L("原因", "超信用额度"),
    "overdue": L("原因", "客户有逾期没付"),
    "review_open": L("原因", "等评审"),
    "reason_missing": L("原因", "要写一句原因"),
    "condition_unsaid": T("有条件同意，要写清条件是什么"),
    "lines_missing": L("原因", "单上没有产品"),
    "more_than_there": T("没有这么多钱可动"),
    "more_than_missing": T("比那张单还差的多，转不进去"),
    "over_write_off": T("超过一张单能免的尾差"),
    "balance_spent": T("这笔钱转成预收后已经用掉，先补回来"),
    "due_day_past": T("票据要写以后的到期日"),
    "amount_not_positive": T("金额要大于 0"),
    "amount_unknown": T("水单没写金额，请填到账金额"),
}
