"""What is said wherever somebody acts: buttons that no longer work, things somebody may not do."""

from __future__ import annotations

from locales import L, T

OUTSIDER = T("您好，这是公司内部的订单助手，只给同事用。\n要用的话，请找公司管理员要一个邀请链接。")
OUTSIDER_PRESS = T("这个按钮只给公司同事用。要用的话，请找公司管理员要一个邀请链接。")
INLINE_OUTSIDER = T("只给公司同事用，点这里看怎么加入")
INLINE_CUSTOMER = T("客户 · %(code)s")
INLINE_PRODUCT = T("产品 · 按%(unit)s卖")
UNKNOWN_COMMAND = T("没有这个命令。点 /help 看能做什么。")
NOT_FOUND = T("没找到。可能已经处理完，或者不归你看。发 /orders 看你的单。")

ANSWERED_BEFORE = T("这一问已经答过了，要改就点卡片上的按钮。")
BUTTON_UNKNOWN = T("这个按钮已失效，看最新的那张卡。")
BUTTON_STALE = T("这张是旧的，没算数。新的在下面，看过再点。")
BUTTON_MOVED_ON = T("这张卡刚变过，看上面现在的按钮。")
BUTTON_USED = T("%(who)s %(at)s 已经点过，不用再点。")
ALREADY_DONE = T("这件事已经办好了，不用再点。")
ALREADY_DONE_BY = T("%(who)s %(at)s 已经处理，不用再点。")
UNIT_FAILED = T("刚才没办成，什么都没丢。再点一次；还不行找管理员，报 %(code)s。")

EDITED = T("改过的话不算数，请重新回一条。")
GOODS_COUNTED = L("原因", "%(goods)s %(count)s")
GOODS_AND = L("原因", "%(some)s、%(another)s")
UNHEARD = {
    "edited": EDITED,
    "second_hand": T("转发的话不算数，请自己回一条，或点按钮。"),
    "anonymous": T("匿名身份办不了，请关闭匿名再回，或点按钮。"),
}

NOT_ALLOWED = {
    "not_your_part": T("这一步不归你的部门办。"),
    "not_your_department": T("这一步归%(department)s办。"),
    "customer_not_yours": T("%(customer)s现在不归你跟，不能照着报。要报请找销售负责人把客户转给你。"),
    "customer_ended": T("%(customer)s停用了，不能照着报。"),
    "too_many_files": T("附件最多 %(most)s 份，这张单已经满了。"),
    "not_your_draft": T("这张草稿是别人的，只有他能填。"),
    "not_reminded": T("这件催的不是你。"),
    "waits_for_other": T("这件等的是%(name)s，请本人来点。"),
    "never_muted": T("钱和放行的事不能不催。可以点“稍后”。"),
    "own_order": T("自己的单不能自己定，请另一位同事来。"),
    "not_your_risk": T("这条风险归%(department)s管，由他们和责任人、管理层改。"),
    "owner_unreachable": T("%(name)s收不到我的消息，换一位，或请对方先私聊给我发句话。"),
    "check_over": T("这张评估已过期，请填新的一张。"),
    "over_for_risk": T("%(number)s 已经结了，不用再记风险。有售后的事，走退货或补货。"),
    "not_asked": T("这张单没问到你，归%(department)s定。"),
    "not_for_this": T("这张卡不这样定，点卡上的按钮。"),
    "nothing_to_waive": T("现在没有拦着的，不用特批。"),
    "never_waived": T("手册没让谁放这一项，只能办好再走。"),
    "waiver_waits": T("%(by)s已经申请了一个，在等%(department)s定。定了再申请下一个。"),
    "waiver_end": T("这个有效期选不了，再申请一次。"),
    "waiver_over": T("有效期已经过了，批了也没用，请他重新申请。"),
    "not_your_waiver": T("这是%(who)s申请的，只有他能撤回。"),
    "not_your_order": T("这张单不是你报的。"),
    "not_accepted_yet": T("%(number)s 还没承接，先别催客户付款。"),
    "not_returned": T("%(number)s 现在不用补，看订单卡。"),
    "not_to_withdraw": T("%(number)s 现在撤不了，看订单卡。"),
    "passed_in_circle": T("%(who)s刚转出来的，换一位同事。"),
    "assessed_by_another": T("这是%(who)s的评审意见，你从自己的卡上写。"),
    "copied_before": T("已经抄送过%(who)s了。"),
    "already_asked": T("已经问过%(who)s了。"),
    "words_of_another": T("这是%(who)s说的，%(who)s来点才算。你要定，点卡上的按钮。"),
    "voted_here": T("这一级你已经表过态，一人只算一票。请另一位同事定，或点“更多”转交。"),
    "sure_is_anothers": T("这一步在等%(who)s确认。你要定，先点“再看看”。"),
    "admin_by_settings": T("%(name)s 是管理员，由部署的人在设置里定，这里移不了。"),
    "not_your_words": T("这是%(who)s在问的。你要请人代，自己写一句：代理 姓名 到周五。"),
    "not_your_delegation": T("这条代理是%(who)s的，只有本人和管理员能收回。"),
    "admins_for_others": T("替别人说代理，要公司管理员来。你自己的，写：代理 姓名 到周五。"),
    "calendar_own_department": T("你只能改%(department)s的日历，全公司的找管理员。"),
    "calendar_too_far": T("日子太远，只能改一年前到三年后的。"),
    "admins_only": T("这里只有公司管理员能设。"),
    "own_opening": T("这批在途订单是你导入的，收款要由另一位同事确认。"),
    "money_of_another": T("只能在同一个客户的单之间转。"),
    "amounts_hidden": T("这个群里不显示金额，请私聊我办。"),
    "own_slip": T("水单是你传的，要由另一位同事确认。"),
    "not_your_slip": T("这张水单不是你传的。"),
    "not_to_hold": T("%(number)s 现在停不了：货已经发出，或这张单还没承接、已经结束。看订单卡。"),
    "answer_incomplete": T("这个答案还要写上日期或明细。"),
    "not_in_supply": T("这张单现在不在执行中，做不了这一步。"),
    "not_changeable": T("%(number)s 现在改不了，看订单卡。没承接的先撤回再报，发完货的走补货、退货、折让。"),
    "change_open": T("%(number)s 的变更 %(n)s 还没定（%(who)s提的），定了再改下一个。"),
    "nothing_changed": T("%(number)s 和现在一样，没有要改的。"),
    "nothing_left_yet": T("%(number)s 还没有货发出，补不了。没发的照原单发，要改走改单。"),
    "sold_no_more": T("%(number)s 发出的产品都停用或换了单位，请另报新单。"),
    "changes_unknown": T("流程手册里没写怎么改单，请管理员补上。"),
    "not_your_change": T("这个变更不是你提的，单也不是你的，要收回请他们来。"),
    "nothing_has_left": T("%(number)s 还没发过货，不用退货、折让；没发的直接改单。"),
    "all_came_back": T("%(number)s 发出去的都退了，或者正在退。"),
    "nothing_to_let_off": T("%(number)s 没有可减的金额了。"),
    "own_after_sale": T("自己的单、自己提的，不能自己定，请另一位同事来。"),
    "not_your_after_sale": T("这是%(who)s提的，只有他和跟单的同事能撤回。"),
    "not_for_stock": T("这张单不是备货单，不用入库。"),
}
NOT_ALLOWED_OTHERWISE = T("这一步你不能做。")

REFUSED = T("还不行：\n%(reasons)s")
WAIVER_ASKED = T("%(name)s %(by)s %(at)s 申请，等%(department)s定，催过 %(count)s 次")
REASON_NUMBERED = T("%(n)s. %(reason)s")
REASON_OWNER = L("谁能解决", "%(reason)s → %(department)s %(person)s")

ALARM = T("机器人有一件事没办成，请管理员看一下日志：\n%(what)s")
ANCHOR = T("操作记录核对码 %(day)s\n共 %(entries)s 条\n%(hash)s\n留着这条：记录以后有没有被动过，拿它核对。")
AFTER_OUTAGE = T("刚才断线了一会儿，断线时点的按钮可能没收到。没变的卡请再点一次。")

BETWEEN = " \u3000:：,，#"
"""What may stand between words for a command and what it is about: 再来一单：003."""

FINDING_ABOUT_MONEY = L("初筛", "价格或金额要看一下")
FINDING_COMMA = L("初筛", "、")
