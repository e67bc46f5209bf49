"""What is said of a quiet night."""

from __future__ import annotations

from locales import L, T

OVERNIGHT = T("昨晚安静的时候：")
LINE = T("· %(head)s %(what)s")
LINE_SEVERAL = T("· %(head)s %(what)s，共 %(count)s 条")
MORE = T("· 还有 %(count)s 张单，往上翻能看到")
OTHERWISE = L("夜里", "有新消息")
KINDS = {
    "approval": L("夜里", "来了审批"),
    "review": L("夜里", "评审有结果"),
    "slip": L("夜里", "来了水单"),
    "slip.not_found": L("夜里", "水单没查到"),
    "supply": L("夜里", "可以开工"),
    "goods": L("夜里", "要备货、发货"),
    "notice": L("夜里", "发货通知"),
    "notice.accepted": L("夜里", "承接了"),
    "notice.money_confirmed": L("夜里", "到账了"),
    "notice.ready": L("夜里", "货备齐了"),
    "notice.shipped": L("夜里", "发货了"),
    "notice.tracking": L("夜里", "有物流单号"),
    "notice.signed": L("夜里", "签收了"),
    "notice.stocked_in": L("夜里", "入库了"),
    "notice.gate_reclosed": L("夜里", "又不能发货了"),
    "notice.inspection_failed": L("夜里", "检验没过"),
    "notice.taken_back": L("夜里", "发不了货"),
    "inspection": L("夜里", "等检验"),
    "signoff": L("夜里", "等放行"),
    "change": L("夜里", "有变更"),
    "change_impact": L("夜里", "变更要说影响"),
    "waiver": L("夜里", "特批有结果"),
    "hold": L("夜里", "暂停了"),
    "after_sale": L("夜里", "有售后"),
    "goods_back": L("夜里", "有退货"),
    "risk": L("夜里", "有风险"),
    "condition": L("夜里", "评审条件有变"),
    "urged": L("夜里", "有人催"),
}
