"""Who may do what, written down by hand from the specification: never taken from the code that it judges.

One row a way in. `may` names who may, one below another in `WHO` of `tests.support.matrix`; everybody else is told
`told`, or what `other` says for them. A new act, command, reply, drop or start needs one row here, or a test fails.
Text in braces is what the stories left (`Company.of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# ── what people are told ───────────────────────────────────────────────────────────────────

PART = "这一步不归你的部门办。"
ADMINS = "这里只有公司管理员能设。"
OUTSIDER = "这个按钮只给公司同事用。"
STALE = "这张是旧的，没算数。"
GONE = "not_found"
DRAFT = "这张草稿是别人的"
OWN = "自己的单不能自己定"
OWN_SLIP = "水单是你传的"
NOT_SLIP = "这张水单不是你传的"
OWN_OPENING = "这批在途订单是你导入的"
ASKED = "这张单没问到你，归生产定。"
DEPARTMENT = "这一步归"
NOT_ORDER = "这张单不是你报的。"
NOT_CHANGE = "这个变更不是你提的"
NOT_RISK = "这条风险归"
NOT_AFTER_SALE = "这是张敏提的，只有他和跟单的同事能撤回。"
NOT_SHEET = "没找到。"
NOT_REMINDED = "这件催的不是你。"
SAID = (
    PART,
    ADMINS,
    OUTSIDER,
    STALE,
    DRAFT,
    OWN,
    OWN_SLIP,
    NOT_SLIP,
    OWN_OPENING,
    "这张单没问到你",
    DEPARTMENT,
    NOT_ORDER,
    NOT_SHEET,
    NOT_REMINDED,
    "替别人说代理",
    "这条代理是张敏的",
    "这是张敏在问的。你要请人代，自己写一句：代理 姓名 到周五。",
    "这一步你不能做",
    "这是张敏申请的，只有他能撤回。",
    NOT_CHANGE,
    NOT_AFTER_SALE,
    NOT_RISK,
)
"""Every sentence that refuses a person for who they are. Owed messages that do: `GONE`, outsider."""
REFUSING = (GONE, "outsider", "order.none", "supply.nothing")

FULL, SETTLED, NOTHING = "full", "settled", "nothing"
SEES_MONEY = {
    "sales": FULL,
    "service": FULL,
    "finance": FULL,
    "marketing": FULL,
    "management": FULL,
    "warehouse": SETTLED,
    "production": NOTHING,
    "purchasing": NOTHING,
    "quality": NOTHING,
    "engineering": NOTHING,
}
"""Who sees amounts, who only 付清 or not, who nothing: PRACTICE §1.9. Where departments meet, the least of them."""

# ── who ────────────────────────────────────────────────────────────────────────────────────

SALESPEOPLE = ("requester", "colleague", "sales_head", "demoted")
ALL = (
    *SALESPEOPLE,
    "service",
    "finance",
    "finance_head",
    "warehouse",
    "production",
    "purchasing",
    "quality",
    "engineering",
    "management",
    "admin",
    "deputy_of_requester",
    "deputy_of_approver",
)
OTHER_SALES = ("colleague", "demoted")
"""Salespeople whose order it is not: the demoted one was a head until a moment ago."""
LOOKS = tuple(who for who in ALL if who not in OTHER_SALES)
FILES = (*SALESPEOPLE, "service", "management")
FOR_IT = ("requester", "sales_head", "service", "management")
"""Who brings an order's papers and slips."""
ASKERS = (*FOR_IT, "warehouse")
"""Who asks for a 特批."""
HOLDERS = (*FOR_IT, "warehouse", "production", "purchasing", "quality")
"""Who stops an order at once, and lets it go on: those whose order it is, and the departments that work on it."""
KEEPERS = ("sales_head", "service", "management")
"""Who says who follows an order (跟单)."""
FINANCE = ("finance", "finance_head")
MAKERS = ("production", "deputy_of_approver")
"""Who decides for production: its people, and who stands in for one of them."""
CUSTOMERS = (*SALESPEOPLE, "service", "management", "admin")


@dataclass(frozen=True, slots=True)
class Row:
    """One way in: with which arguments, who may, and what the others are told."""

    may: tuple[str, ...]
    args: Mapping[str, Any] = field(default_factory=dict[str, Any])
    told: str = PART
    other: Mapping[str, str] = field(default_factory=dict[str, str])
    words: str | None = None
    """Handed in as words, not pressed."""
    file: bool = False
    """Handed in as a picture."""
    album: bool = False
    """One of several pictures."""
    awaits: tuple[str, dict[str, Any]] | None = None
    """What is waited for beside."""
    does: bool = False
    """Whoever may has changed something by it."""


def hidden(*may: str, told: str = PART, **more: Any) -> Row:
    """About one order, of which other salespeople learn nothing."""
    other = {**dict.fromkeys(OTHER_SALES, STALE), **more.pop("other", {})}
    return Row(may, told=told, other=other, **more)


def of_slip(*may: str, **more: Any) -> Row:
    return Row(may or FINANCE, **more)


def of_seat(**more: Any) -> Row:
    """A seat that is asked of production. Sales hears the same as everybody: cards stand in groups."""
    return Row(MAKERS, {"seat": "{seat}", **more.pop("args", {})}, told=ASKED, **more)


def of_impact(**more: Any) -> Row:
    """What a change means for production; a deputy for opinions is none for the department."""
    return Row(("production",), {"impact": "{impact}", **more.pop("args", {})}, told=DEPARTMENT, **more)


def of_change(**more: Any) -> Row:
    """What only they take back who asked for it or whose order it is."""
    other = dict.fromkeys(("sales_head", "service", "management"), NOT_CHANGE)
    return hidden("requester", args={"change": "{change}"}, other=other, **more)


def of_risk(**more: Any) -> Row:
    """A risk that the requester named, production owns, of an order that the warehouse manages."""
    return hidden(
        "requester", "warehouse", "production", "management", "admin", args={"risk": "{risk}", **more.pop("args", {})},
        told=NOT_RISK, **more,
    )  # fmt: skip


def of_reminder(**more: Any) -> Row:
    """A reminder that the requester alone got, of an order that other salespeople may not see."""
    items = {"items": [["basis_owed", "order:{released}"]]}
    return hidden("requester", args={**items, **more.pop("args", {})}, told=NOT_REMINDED, **more)


def of_check(**more: Any) -> Row:
    """What production is asked to go through; the management may do it for anybody."""
    may = ("production", "management", "admin")
    return Row(may, {"check": "{check}", "item": "quality", **more.pop("args", {})}, told=DEPARTMENT, **more)


def own(**more: Any) -> Row:
    """A draft of the requester."""
    return Row(("requester",), {"draft": "{draft}", **more.pop("args", {})}, told=DRAFT, **more)


def filed(**more: Any) -> Row:
    """What only they may whose order it is."""
    return Row(("requester",), other=dict.fromkeys(FILES, NOT_ORDER), **more)


PLAN = {
    "asks": "{requester_person}",
    "principal": "{requester_person}",
    "deputy": "{quality_person}",
    "until": "2026-11-27",
}
PLANNED = "这是张敏在问的。你要请人代，自己写一句：代理 姓名 到周五。"


def planned(**more: Any) -> Row:
    """Standing in, as one person is about to arrange it for themselves."""
    return Row(("requester",), {"plan": PLAN, **more.pop("args", {})}, told=PLANNED, **more)


def manage(**more: Any) -> Row:
    return Row(("admin",), told=ADMINS, **more)


HEADS = {"sales_head": "销售", "finance_head": "财务", "management": "管理层"}


def sets_days(**more: Any) -> Row:
    """Heads for their own department, an administrator for everybody."""
    return Row(("sales_head", "finance_head", "management", "admin"), **more)


UNPAID = {"code": "payment_missing"}
ORD, W, R = {"order": "{order}"}, {"slip": "{slip}"}, {"receipt": "{receipt}", "slip": "{confirmed}"}
PAID = {"order": "{paid}"}
BATCH = {"shipment": "{batch}", "order": "{shipped}"}

LATER = {"seat": "{later_seat}"}
"""Of an order that another level judged before."""

SENT: dict[str, Any] = {"files": [{"kind": "photo", "file": "z", "unique": "z"}], "album": None, "words": "5000"}
"""A picture that came before its order was named."""

ACTS: dict[str, Row] = {
    # 人人可用
    "home.unasked": Row(ALL, words="你好"),
    "home.language": Row(ALL),
    "home.set_language": Row(ALL, {"language": "en"}),
    "digest.all": Row(ALL, {"items": []}),
    "calendar.show": Row(ALL, {"month": "2026-12-01"}),
    "calendar.pick": sets_days(args={"month": "2026-12-01"}),
    "calendar.picked": sets_days(args={"data": "cbcal_0_s_d_2026_12_31"}),
    "calendar.day": sets_days(args={"day": "2026-12-31"}),
    "calendar.set": sets_days(args={"day": "2026-12-31", "works": "off"}, does=True),
    "calendar.settle": manage(args={"year": 2027}, does=True),
    "calendar.write": sets_days(),
    "calendar.said": sets_days(words="2月15日到23日 放假"),
    "calendar.make": Row(
        ("admin",),
        {"first": "2026-12-31", "last": "2026-12-31", "works": "off", "department": "", "note": None},
        other={who: f"你只能改{whose}的日历" for who, whose in HEADS.items()},
        does=True,
    ),
    "calendar.drop": sets_days(),
    "process.show": Row(ALL),
    "process.leaf": Row(ALL, {"leaf": "stock"}),
    "process.compare": Row(ALL, {"leaf": "stock", "other": "sample"}),
    "sheets.show": Row(ALL),
    "company.joined": Row(ALL),
    "customer.show": hidden(*LOOKS, args={"customer": 1}),
    # 表单
    "draft.pick": own(args={"step": "{pick_step}", "value": "{pick_value}"}, does=True),
    "draft.tool": own(args={"draft": "{order_draft}", "step": "customer", "tool": "page", "data": 1}, does=True),
    "draft.typed": own(words="宏达"),
    "draft.others": own(args={"page": 1}),
    "draft.back": own(),
    "draft.edit": own(),
    "draft.field": own(args={"step": "customer"}),
    "draft.summary": own(),
    "draft.skip": own(args={"step": "customer"}),
    "draft.cancel": own(),
    "draft.discard": own(does=True),
    "draft.save": own(),
    "draft.resume": own(),
    "draft.submit": own(),
    "draft.list": Row(ALL),
    "customer.same": Row(("requester",), {"draft": "{customer_draft}", "customer": 1}, told=DRAFT),
    # 订单
    "order.new": Row(FILES, does=True),
    "order.again_which": Row(FILES),
    "order.again": hidden(*FOR_IT, args=ORD, does=True),
    "order.show": hidden(*LOOKS, args=ORD),
    "order.why": hidden(*LOOKS, args=ORD),
    "order.withdraw": filed(args={"order": "{review}"}),
    "order.withdraw_for": filed(args={"order": "{review}", "reason": "unwanted"}, does=True),
    "order.withdraw_said": filed(args={"order": "{review}"}, words="客户不要了", does=True),
    "order.withdraw_not": hidden(*FOR_IT, args={"order": "{review}"}),
    "order.complete": filed(args={"order": "{returned}"}, does=True),
    "order.keeper": Row(KEEPERS, ORD),
    "order.keep": Row(KEEPERS, ORD | {"person": "{requester_person}"}, does=True),
    "make_good.begin": hidden(*FOR_IT, args={"order": "{shipped}"}, does=True),
    "order.copy": hidden(*FOR_IT, args=ORD),
    "order.list": Row(ALL),
    "gate.urge": hidden(*LOOKS, args=ORD),
    "basis.ask": hidden(*FOR_IT, args=ORD | {"paper": "contract"}),
    "basis.file": hidden(*FOR_IT, args=ORD | {"paper": "contract"}, file=True, does=True),
    "basis.album": hidden(*FOR_IT, args=ORD | {"paper": "contract", "album": "A"}, file=True, album=True),
    "files.ask": hidden(*LOOKS, args=ORD),
    "files.take": hidden(*LOOKS, args=ORD, file=True, does=True),
    "files.more": Row(ALL, ORD, file=True),
    "files.sort": hidden(*LOOKS, args=ORD | {"purpose": "other"}),
    "files.show": hidden(*LOOKS, args=ORD),
    "files.one": hidden(*LOOKS, args=ORD | {"file": "{file}"}),
    # 水单: 销售传，财务认
    "slip.choose": Row(FILES),
    "slip.start": hidden(*FOR_IT, args=ORD),
    "slip.given": hidden(*FOR_IT, args=ORD, words="5000", does=True),
    "slip.claim": hidden(*FOR_IT, args=ORD | {"amount": 500000}, does=True),
    "slip.claimed": Row(("requester",), {"slip": "{bare}", "amount": 500000}, told=NOT_SLIP, does=True),
    "slip.correct": Row(("requester",), W, told=NOT_SLIP, other=dict.fromkeys(OTHER_SALES, STALE)),
    "slip.album": Row(ALL, W | {"album": "A"}, words="x"),
    "files.as_slip": hidden("requester", args=ORD, other=dict.fromkeys(FOR_IT, STALE)),
    "slip.from_files": hidden(*FOR_IT, args=ORD, awaits=("file.another", SENT), does=True),
    "file.unasked": Row(ALL, file=True),
    "file.another": Row(FILES, {"files": [], "album": None}, file=True),
    "slip.confirm": of_slip(args=W | {"amount": 1200000}, does=True),
    "slip.other_amount": of_slip(args=W),
    "slip.amount_typed": of_slip(args=W, words="8000", does=True),
    "slip.not_found": of_slip(args=W, does=True),
    "slip.more": of_slip(args=R),
    "slip.plain": of_slip(args=W),
    "slip.split": of_slip(args=W),
    "slip.write_split": of_slip(args=W),
    "slip.split_typed": of_slip(args=W, words="004 5000，005 1000"),
    "slip.confirm_split": of_slip(args=W | {"parts": [["{order}", 500000]]}, does=True),
    "reminder.ack": of_reminder(does=True),
    "reminder.later": of_reminder(),
    "reminder.when": of_reminder(args={"until": "tomorrow"}),
    "reminder.why": of_reminder(args={"until": "tomorrow", "reason": "customer"}, does=True),
    "reminder.slip": of_slip(args={"subject": "slip:{slip}", "order": "{order}"}),
    "slip.how": of_slip(args=W),
    "slip.method": of_slip(args=W | {"method": "trade_note"}),
    "slip.due_given": of_slip(args=W | {"method": "trade_note"}, words="12月30日", does=True),
    "slip.ask_payer": of_slip(args=W),
    "slip.payer_given": of_slip(args=W, words="苏州明远贸易", does=True),
    "money.show": of_slip(args=PAID),
    "money.refund_ask": of_slip(args=PAID | {"balance": False}),
    "money.refund_typed": of_slip(args=PAID | {"balance": False}, words="100"),
    "money.refund_this": of_slip(args=PAID | {"amount": 10000}),
    "money.refund": of_slip(args=PAID | {"amount": 10000, "has": 53713, "balance": False}, does=True),
    "money.move_to": of_slip(args=PAID),
    "money.move_this": of_slip(args=PAID | {"to": "{order}"}),
    "money.move_ask": of_slip(args=PAID),
    "money.move_typed": of_slip(args=PAID, words="004 100"),
    "money.move": of_slip(
        args={"source": "{paid}", "target": None, "amount": 10000, "has": 53713, "lacks": 0}, does=True
    ),
    "money.write_off": of_slip(args={"order": "{short}", "amount": 1500}, does=True),
    "slip.take_back": of_slip(args=R | {"kind": "refund"}),
    "slip.taken_back": of_slip(args=R | {"kind": "refund"}, does=True),
    "opening.confirm": Row(
        ("finance_head",), {"sheet": "{opening}", "amount": "{opening_sum}"}, other={"finance": OWN_OPENING}, does=True
    ),
    "opening.each": Row(("finance_head",), {"sheet": "{opening}"}, other={"finance": OWN_OPENING}),
    # 备料、生产、发货
    "supply.take": hidden("production", told=DEPARTMENT, args={"order": "{released}", "kind": "production"}, does=True),
    "supply.finish": hidden("production", told=DEPARTMENT, args={"order": "{taken}", "kind": "production"}, does=True),
    "goods.show": Row(("warehouse",), ORD),
    "goods.ready": Row(("warehouse",), {"order": "{taken}"}, does=True),
    "goods.stock_in": Row(("warehouse",), {"order": "{stored}"}, does=True),
    "goods.other_count": Row(("warehouse",), {"order": "{taken}", "what": "ready"}),
    "goods.count_typed": Row(("warehouse",), {"order": "{taken}", "what": "ready"}, words="5", does=True),
    "goods.ship": Row(("warehouse",), {"order": "{noticed}"}, does=True),
    "goods.tracking": Row(("warehouse",), BATCH),
    "goods.tracking_given": Row(("warehouse",), BATCH, words="SF12345678", does=True),
    "goods.tracking_album": Row(("warehouse",), BATCH | {"album": "A"}, file=True, album=True),
    "goods.signed": hidden("requester", "sales_head", "service", "warehouse", args={"shipment": "{batch}"}, does=True),
    "goods.signed_paper": hidden("requester", "sales_head", "service", "warehouse", args=BATCH, file=True, does=True),
    "goods.signed_album": hidden(
        "requester", "sales_head", "service", "warehouse", args=BATCH | {"album": "A"}, file=True, album=True
    ),
    "goods.cannot": Row(("warehouse",), {"order": "{noticed}"}),
    "goods.cannot_said": Row(("warehouse",), {"order": "{noticed}"}, words="车没到", does=True),
    "inspection.pass": hidden("quality", told=DEPARTMENT, args={"order": "{ready}"}, does=True),
    "inspection.fail": hidden("quality", told=DEPARTMENT, args={"order": "{ready}"}),
    "inspection.failed": hidden("quality", told=DEPARTMENT, args={"order": "{ready}"}, words="外观划伤", does=True),
    "notice.change": hidden("requester", "sales_head", "service", args={"order": "{noticed}", "part": "address"}),
    "notice.changed": hidden(
        "requester",
        "sales_head",
        "service",
        args={"order": "{noticed}", "part": "address"},
        words="昆山新路1号",
        does=True,
    ),
    "notice.take_back": hidden("requester", "sales_head", "service", args={"order": "{noticed}"}, does=True),
    "notice.issue": hidden("requester", "sales_head", "service", args={"order": "{ready}"}, does=True),
    "invoice.note": Row(FINANCE, {"shipment": "{batch}"}, does=True),
    "invoice.days": Row(FINANCE, {"shipment": "{batch}"}),
    "signoff.sign": Row(
        FINANCE,
        {"order": "{stock}", "name": "funds"},
        told=DEPARTMENT,
        other=dict.fromkeys(OTHER_SALES, STALE),
        does=True,
    ),
    "signoff.show": hidden(*LOOKS, args={"order": "{stock}"}),
    # 特批
    "waiver.ask": hidden(*ASKERS, args=ORD),
    "waiver.reason_given": hidden(*ASKERS, args=ORD | UNPAID, words="车在等"),
    "waiver.other_amount": hidden(*FOR_IT, args=ORD | UNPAID | {"words": "车在等", "of": "{me}"}),
    "waiver.amount_given": hidden(*FOR_IT, args=ORD | UNPAID | {"words": "车在等"}, words="5000"),
    "waiver.send": hidden(*ASKERS, args=ORD | UNPAID | {"words": "车在等", "days": 1, "of": "{me}"}, does=True),
    "waiver.leave": Row((*FILES, "warehouse"), ORD),
    "waiver.withdraw": hidden(
        "requester",
        args={"waiver": "{waiver}"},
        does=True,
        other=dict.fromkeys(("sales_head", "service", "management", "warehouse"), "这是张敏申请的，只有他能撤回。"),
    ),
    # 退货、折让: 销售提，财务定，仓库收
    "after_sale.menu": hidden(*FOR_IT, args={"order": "{shipped}"}),
    "after_sale.begin": hidden(*FOR_IT, args={"order": "{shipped}", "what": "return"}),
    "after_sale.amount_given": hidden(*FOR_IT, args={"order": "{shipped}"}, words="100"),
    "after_sale.for": hidden(
        *FOR_IT,
        args={"order": "{shipped}", "what": "allowance", "amount": 10000, "reason": "late", "asked": "{me}"},
        does=True,
    ),
    "after_sale.given": hidden(
        *FOR_IT, args={"order": "{shipped}", "what": "allowance", "amount": 10000}, words="晚了三天", does=True
    ),
    "after_sale.leave": hidden(*FOR_IT, args={"order": "{shipped}"}),
    "after_sale.withdraw": hidden(
        "requester",
        "service",
        args={"after_sale": "{after_sale}"},
        does=True,
        other=dict.fromkeys(("sales_head", "management"), NOT_AFTER_SALE),
    ),
    "after_sale.show": Row((*FINANCE, "warehouse"), {"after_sale": "{goods_back}"}),
    "after_sale.agree": Row(FINANCE, {"after_sale": "{after_sale}", "amount": 10000}, does=True),
    "after_sale.other_amount": Row(FINANCE, {"after_sale": "{after_sale}"}),
    "after_sale.other_given": Row(FINANCE, {"after_sale": "{after_sale}"}, words="100", does=True),
    "after_sale.refuse": Row(FINANCE, {"after_sale": "{after_sale}"}),
    "after_sale.refused": Row(FINANCE, {"after_sale": "{after_sale}"}, words="不是我方责任", does=True),
    "after_sale.later": Row(FINANCE, {"after_sale": "{after_sale}"}),
    "after_sale.back": Row(("warehouse",), {"after_sale": "{goods_back}"}, does=True),
    # 评审
    "approval.approve": of_seat(does=True),
    "approval.sure": of_seat(args={"person": "{me}", "until": "2026-11-23T03:00:00+00:00", "who": "x"}, does=True),
    "approval.reject": of_seat(),
    "approval.reason_given": of_seat(words="交期不行", does=True),
    "approval.condition": of_seat(),
    "approval.condition_given": of_seat(words="先付三成"),
    "approval.as_condition": of_seat(args={"words": "先付三成"}),
    "approval.with_condition": of_seat(args={"words": "先付三成", "blocks": "release"}, does=True),
    "approval.send_back": of_seat(),
    "approval.missing_given": of_seat(words="图纸", does=True),
    "approval.other_day": of_seat(),
    "approval.day_given": of_seat(words="12月8号", does=True),
    "approval.pass_on": of_seat(),
    "approval.passed_on": of_seat(args={"person": "{quality_person}"}, does=True),
    "approval.more": of_seat(),
    "approval.plain": of_seat(),
    "approval.noted": Row(ALL, {"seat": "{seat}"}),
    "approval.card": of_seat(),
    "approval.add": of_seat(),
    "approval.add_how": of_seat(args={"how": "beside"}),
    "approval.add_whom": of_seat(args={"how": "beside", "person": "{quality_person}"}),
    "approval.added": of_seat(args={"how": "beside", "person": "{quality_person}"}, words="质量看一下", does=True),
    "approval.copy": of_seat(),
    "approval.copied": of_seat(args={"person": "{quality_person}"}, does=True),
    "approval.back": of_seat(args=LATER),
    "approval.back_to": of_seat(args=LATER | {"level": 1}),
    "approval.back_given": of_seat(args=LATER | {"level": 1}, words="再想想", does=True),
    "approval.assess": of_seat(),
    "approval.rate": of_seat(args={"person": "{me}", "what": "technical", "rating": "enough"}, does=True),
    "approval.write": of_seat(args={"person": "{me}"}),
    "approval.words_given": of_seat(args={"part": "risks"}, words="料可能晚", does=True),
    "approval.outcome": hidden(*LOOKS, args={"order": "{judged}"}),
    "todo.seat": of_seat(),
    "todo.show": Row(ALL),
    "todo.all": Row(ALL),
    "todo.group": Row(ALL),
    "todo.supply": hidden(*LOOKS, args={"order": "{released}"}),
    # 变更: 销售提，部门说影响；暂停、恢复
    "change.menu": hidden(*FOR_IT, args={"order": "{released}"}),
    "change.begin": hidden(*FOR_IT, args={"order": "{released}"}, does=True),
    "change.whole": hidden(*FOR_IT, args={"order": "{released}", "kind": "cancel"}, does=True),
    "change.again": Row(("requester",), {"draft": "{change_draft}"}, other=dict.fromkeys(FILES, DRAFT), does=True),
    "change.stats": Row(ALL, {"days": 90}),
    "change.show": hidden(*LOOKS, args={"change": "{change}"}),
    "change.withdraw": of_change(),
    "change.withdrawn": of_change(does=True),
    "impact.show": of_impact(),
    "impact.answer": of_impact(args={"question": "material", "choice": "none"}, does=True),
    "impact.again": of_impact(args={"question": "material"}),
    "impact.beside": of_impact(args={"question": "day", "choice": "earliest"}),
    "impact.beside_given": of_impact(args={"question": "day", "choice": "earliest"}, words="12月15日", does=True),
    "change.acknowledge": hidden(*LOOKS, args={"change": "{told_change}"}, does=True),
    "hold.ask": hidden(*HOLDERS, args={"order": "{released}"}),
    "hold.for": hidden(*HOLDERS, args={"order": "{released}", "reason": "drawing"}, does=True),
    "hold.given": hidden(*HOLDERS, args={"order": "{released}"}, words="图纸要改", does=True),
    "hold.leave": hidden(*LOOKS, args={"order": "{released}"}),
    "hold.lift": hidden(*HOLDERS, args={"order": "{held}"}),
    "hold.lifted": hidden(*HOLDERS, args={"order": "{held}"}, does=True),
    "hold.stays": hidden(*LOOKS, args={"order": "{held}"}),
    # 风险
    "risk.ask": hidden(*LOOKS, args={"order": "{released}"}),
    "risk.given": hidden(*LOOKS, args={"order": "{released}"}, words="供应商说料要晚", does=True),
    "risk.leave": hidden(*LOOKS, args={"order": "{released}"}),
    "risk.show": hidden(*LOOKS, args={"risk": "{risk}"}),
    "risk.list": Row(ALL, {"only": "all", "start": 0, "whole": False}),
    "risk.page": of_risk(args={"page": "close"}),
    "risk.level": of_risk(args={"level": "high"}, does=True),
    "risk.own": of_risk(args={"person": "{quality_person}"}, does=True),
    "risk.write": of_risk(args={"part": "contingency"}),
    "risk.written": of_risk(args={"part": "countermeasure"}, words="先用替代料", does=True),
    "risk.close": of_risk(args={"closing": "solved"}, does=True),
    "risk.closed_for": of_risk(args={"closing": "false_alarm"}, words="料昨天就到了", does=True),
    "report.ask": Row(("management", "admin"), does=True),
    "check.fine": of_check(does=True),
    "check.ask": of_check(),
    "check.given": of_check(words="返工多", does=True),
    # 代理
    "delegate.who_given": planned(args={"part": "deputy", "person": "{warehouse_person}"}),
    "delegate.day_given": planned(args={"part": "until", "on": "2026-11-27"}),
    "delegate.make": planned(does=True),
    "delegate.drop": planned(),
    "delegate.take_back": Row(("requester", "admin"), {"delegation": 1}, told="这条代理是张敏的", does=True),
    "approval.condition_met": Row(("production",), {"task": "{condition}"}, told=DEPARTMENT, does=True),
    # 公司
    "company.show": manage(),
    "company.people": Row(ALL),
    "company.groups": Row(ALL),
    "company.department": Row(ALL, {"department": "sales"}),
    "company.invite": manage(does=True),
    "company.invitation": manage(args={"invite": "{invite}"}),
    "company.withdraw": manage(args={"invite": "{invite}"}, does=True),
    "company.interface": manage(args={"department": "finance", "person": "{finance_head_person}"}, does=True),
    "company.code": manage(args={"department": "sales"}, does=True),
    "company.picked": manage(args={"pick": 1, "chat": -1002}),
    "company.unbind": manage(args={"department": "quality"}, does=True),
    "company.languages": manage(args={"department": "quality"}),
    "company.set_language": manage(args={"department": "quality", "language": "en"}),
    "company.standin": manage(args={"what": "deputy", "department": "finance"}),
    "company.deputy": manage(args={"department": "finance", "person": "{finance_head_person}"}, does=True),
    "company.person": manage(args={"person": "{quality_person}"}),
    "company.rename": manage(args={"person": "{quality_person}"}),
    "company.name_typed": manage(args={"person": "{quality_person}"}, words="孙丽丽", does=True),
    "company.role": manage(args={"person": "{quality_person}", "role": "manager"}, does=True),
    "company.move": manage(args={"person": "{quality_person}"}),
    "company.moved": manage(args={"person": "{quality_person}", "department": "service"}, does=True),
    "company.removed": manage(args={"person": "{quality_person}"}, does=True),
    "company.hand_over": manage(args={"person": "{quality_person}"}),
    "company.sure": manage(args={"what": "remove", "person": "{quality_person}"}),
    "company.customers": Row((*CUSTOMERS, *FINANCE)),
    "company.products": Row(ALL),
    "customer.new": Row(CUSTOMERS, does=True),
    "customer.change": Row(
        ("requester", "sales_head", "service", *FINANCE, "management", "admin"),
        {"customer": 1, "step": "reach"},
        other=dict.fromkeys(OTHER_SALES, STALE),
        does=True,
    ),
    "product.new": Row(("management", "admin"), does=True),
    # 表格
    "sheet.template": Row((*CUSTOMERS, *FINANCE), {"kind": "customers"}, does=True),
    "sheet.export": Row(ALL, {"period": "month"}, does=True),
    "sheet.given": Row((*CUSTOMERS, *FINANCE), file=True),
    "sheet.marked": Row(("requester",), {"sheet": "{sheet}"}, told=STALE, does=True),
    "sheet.import": Row(
        ("requester",),
        {"sheet": "{sheet}", "digest": "{digest}"},
        other=dict.fromkeys((*CUSTOMERS, *FINANCE), STALE),
        does=True,
    ),
    "sheet.cancel": Row(("requester",), {"sheet": "{sheet}"}, told=STALE, does=True),
    "sheet.fill": Row(
        ("requester",), {"sheet": "{lines}", "digest": "{lines_digest}"}, other=dict.fromkeys(FILES, STALE), does=True
    ),
}

COMMANDS: dict[str, Row] = {
    "start": Row(ALL),
    "calendar": Row(ALL),
    "help": Row(ALL),
    "language": Row(ALL),
    "process": Row(ALL),
    "sheets": Row(ALL),
    "new": Row(FILES, does=True),
    "again": Row(FILES),
    "order": Row(LOOKS, words="XS261123-001", told="order.none"),
    "why": Row(LOOKS, words="XS261123-001", told="order.none"),
    "orders": Row(ALL),
    "todo": Row(ALL),
    "delegate": Row(ALL),
    "stats": Row(ALL),
    "change": hidden(*FOR_IT, words="{released_number}", other=dict.fromkeys(OTHER_SALES, "order.none")),
    "hold": hidden(
        *HOLDERS, words="{released_number} 图纸要改", other=dict.fromkeys(OTHER_SALES, "order.none"), does=True
    ),
    "lift": hidden(*HOLDERS, words="{held_number}", other=dict.fromkeys(OTHER_SALES, "order.none")),
    "risk": hidden(
        *LOOKS, words="{released_number} 供应商说料要晚", other=dict.fromkeys(OTHER_SALES, "order.none"), does=True
    ),
    "risks": Row(ALL),
    "report": Row(("management", "admin"), does=True),
    "slip": Row(FILES),
    "company": manage(),
    "people": Row(ALL),
    "groups": Row(ALL),
    "customers": Row((*CUSTOMERS, *FINANCE)),
    "products": Row(ALL),
    "bind": Row(ALL),
}

REPLIES: dict[str, Row] = {
    "slip": Row(FINANCE, {"subject": "slip:{slip}"}, words="到账", does=True),
    "supply": Row(
        ("production", "purchasing", "quality"),
        {"subject": "order:{released}"},
        words="接单",
        told="supply.nothing",
        other=dict.fromkeys(OTHER_SALES, GONE),
        does=True,
    ),
    "goods": Row(("warehouse",), {"subject": "order:{taken}"}, words="备齐", does=True),
    "notice": hidden("requester", "sales_head", "service", args={"subject": "order:{noticed}"}, words="5台", does=True),
    "inspection": hidden("quality", args={"subject": "order:{ready}"}, words="放行", told=DEPARTMENT, does=True),
    "risk": of_risk(args={"subject": "risk:{risk}"}, words="预案 换一家", does=True),
    "reminder": hidden("requester", args={"subject": "owed:{reminder}"}, words="知道了", told=NOT_REMINDED, does=True),
    "check": Row(
        ("production", "management", "admin"), {"subject": "check:{check}"}, words="没事", told=DEPARTMENT, does=True
    ),
    "waiting": Row(ALL, {"subject": "group"}, words="同意"),
    "change_impact": Row(("production",), {"subject": "impact:{impact}"}, words="没投", told=DEPARTMENT, does=True),
    "signoff": Row(
        FINANCE,
        {"subject": "order:{stock}:funds"},
        words="同意",
        told=DEPARTMENT,
        other=dict.fromkeys(OTHER_SALES, GONE),
        does=True,
    ),
    "after_sale": Row(FINANCE, {"subject": "after_sale:{after_sale}"}, words="同意 100", does=True),
    "goods_back": Row(("warehouse",), {"subject": "after_sale:{goods_back}"}, words="退回了", does=True),
    "approval": Row(MAKERS, {"subject": "seat:{seat}"}, words="同意", told=ASKED, does=True),
}
"""A reply to a card; what would have been pressed is said."""

DROPS: dict[str, Row] = {
    "order": Row(LOOKS, {"subject": "order:{order}"}, file=True, told=GONE, does=True),
    "files": Row(LOOKS, {"subject": "order:{order}"}, file=True, told=GONE, does=True),
    "goods_back": Row(("warehouse",), {"subject": "after_sale:{goods_back}"}, file=True, does=True),
}
"""A picture in reply to a card."""

STARTS: dict[str, Row] = {
    "n": Row(FILES, does=True),
    "i": Row(ALL, other=dict.fromkeys(("removed", "outsider"), "invitation_dead")),
    "g": Row(ALL),
}

TABLES: dict[str, dict[str, Row]] = {
    "act": ACTS,
    "command": COMMANDS,
    "reply": REPLIES,
    "drop": DROPS,
    "start": STARTS,
}
