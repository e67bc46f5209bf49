"""Which right guards each way in: every act, command, reply, dropped file, link and word that the bot takes.

`Desk` asks it before it carries anything out, so that what is not named here is done by nobody; the services judge again,
with the order's state and whose order it is (`domain.rights`: `Right.states`, `Right.limits`).
A guard names rights of `domain.rights.RIGHTS`, of which one is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.rights import by_the_order, may
from handlers.turn import Turn
from services.errors import NotAllowed
from services.house import require, who

Guard = tuple[str, ...]

ANYBODY: Guard = ("desk.use",)
"""Anybody of the company: nothing is changed but what the person's own chat shows."""
LOOK: Guard = ("order.look",)
OWN: Guard = ("draft.fill",)
FILE: Guard = ("order.file",)
KEEP: Guard = ("file.keep",)
SLIP: Guard = ("slip.send",)
JUDGE: Guard = ("slip.decide",)
HOLD: Guard = ("slip.hold",)
TAKE_BACK: Guard = ("money.reverse",)
MOVE: Guard = ("money.move",)
REFUND: Guard = ("money.refund",)
INVOICE: Guard = ("invoice.note",)
COUNT: Guard = (
    "goods.ready", "goods.stock_in", "goods.ship", "notice.issue", "goods.inspect", "supply.finish", "after_sale.ask",
    "after_sale.back",
)  # fmt: skip
INSPECT: Guard = ("goods.inspect",)
MANAGE: Guard = ("company.manage",)
COMPANY: Guard = ("company.look",)
SHEETS: Guard = ("customer.add", "credit.grant", "product.add", "order.file", "opening.import", "calendar.set")
MAKE_GOOD: Guard = ("order.make_good",)
STATE: Guard = ("change.impact",)
STOP: Guard = ("order.hold",)
LIFT: Guard = ("order.lift",)
CALENDAR: Guard = ("calendar.set",)
CUSTOMERS: Guard = ("customer.add",)
FIND_CUSTOMERS: Guard = ("customer.change",)
CHANGE: Guard = ("customer.change",)

CHANGE_ORDER: Guard = ("change.ask", "change.reopen")
DECIDE: Guard = ("approval.decide",)
WAIVE: Guard = ("waiver.ask",)
AFTER_SALE: Guard = ("after_sale.ask",)
DECIDE_AFTER_SALE: Guard = ("after_sale.decide",)
GOODS_BACK: Guard = ("after_sale.back",)
DELEGATE: Guard = ("approval.delegate",)
RISKS: Guard = ("risk.look",)
OPEN_RISK: Guard = ("risk.open",)
CHANGE_RISK: Guard = ("risk.change",)
ASSESS: Guard = ("risk.check",)
REPORT: Guard = ("report.read",)

ACTS: dict[str, Guard] = {
    "home.unasked": ANYBODY, "home.language": ANYBODY, "home.set_language": ANYBODY,
    "draft.pick": OWN, "draft.tool": OWN, "draft.typed": OWN, "draft.others": OWN, "draft.back": OWN,
    "draft.edit": OWN, "draft.field": OWN, "draft.summary": OWN, "draft.skip": OWN, "draft.cancel": OWN,
    "draft.discard": OWN, "draft.save": OWN, "draft.resume": OWN, "draft.submit": OWN, "draft.list": OWN,
    "order.new": FILE, "order.again": FILE, "order.again_which": FILE,
    "order.show": LOOK, "order.list": LOOK, "order.copy": FILE, "order.complete": FILE,
    "order.withdraw": FILE, "order.withdraw_for": FILE, "order.withdraw_said": FILE, "order.withdraw_not": FILE,
    "make_good.begin": MAKE_GOOD,
    "gate.urge": ("order.urge",),
    "change.menu": CHANGE_ORDER, "change.begin": CHANGE_ORDER, "change.whole": CHANGE_ORDER, "change.again": CHANGE_ORDER,
    "change.show": LOOK, "change.stats": LOOK, "change.withdraw": ("change.withdraw",), "change.withdrawn": ("change.withdraw",),
    "order.keeper": ("order.keeper",), "order.keep": ("order.keeper",),
    "basis.ask": ("basis.add",), "basis.file": ("basis.add",), "basis.album": ("basis.add",),
    "files.ask": KEEP, "files.take": KEEP, "files.more": KEEP, "files.sort": KEEP,
    "files.as_slip": SLIP,
    "files.show": LOOK, "files.one": LOOK,
    "slip.choose": SLIP, "slip.start": SLIP, "slip.given": SLIP, "slip.claim": SLIP, "slip.claimed": OWN,
    "slip.correct": OWN, "slip.album": OWN, "slip.from_files": SLIP,
    "file.unasked": ANYBODY, "file.another": SLIP,
    "slip.confirm": JUDGE, "slip.other_amount": JUDGE, "slip.amount_typed": JUDGE, "slip.not_found": JUDGE,
    "slip.more": JUDGE, "slip.plain": JUDGE, "slip.split": JUDGE, "slip.write_split": JUDGE,
    "slip.split_typed": JUDGE, "slip.confirm_split": JUDGE, "reminder.slip": JUDGE,
    "reminder.ack": ANYBODY, "reminder.later": ANYBODY, "reminder.when": ANYBODY, "reminder.why": ANYBODY,
    "slip.how": HOLD, "slip.method": HOLD, "slip.due_given": HOLD, "slip.ask_payer": JUDGE, "slip.payer_given": JUDGE,
    "money.show": MOVE, "money.move_to": MOVE, "money.move_this": MOVE, "money.move_ask": MOVE, "money.move_typed": MOVE,
    "money.move": MOVE, "money.refund_ask": REFUND, "money.refund_typed": REFUND, "money.refund_this": REFUND,
    "money.refund": REFUND, "money.write_off": ("money.write_off",),
    "slip.take_back": TAKE_BACK, "slip.taken_back": TAKE_BACK,
    "supply.take": ("supply.take",), "supply.finish": ("supply.finish",),
    "goods.show": ("goods.ready",), "goods.ready": ("goods.ready",), "goods.stock_in": ("goods.stock_in",),
    "goods.other_count": COUNT, "goods.count_typed": COUNT, "goods.ship": ("goods.ship",),
    "goods.tracking": ("goods.tracking",), "goods.tracking_given": ("goods.tracking",),
    "goods.tracking_album": ("goods.tracking",), "goods.signed": ("goods.sign",),
    "goods.signed_paper": ("goods.signed_paper",), "goods.signed_album": ("goods.signed_paper",),
    "invoice.note": INVOICE, "invoice.days": INVOICE,
    "goods.cannot": ("goods.ship",), "goods.cannot_said": ("goods.ship",),
    "inspection.pass": INSPECT, "inspection.fail": INSPECT, "inspection.failed": INSPECT,
    "notice.change": ("notice.issue",), "notice.changed": ("notice.issue",), "notice.take_back": ("notice.issue",),
    "notice.issue": ("notice.issue",), "signoff.sign": ("signoff.sign",), "signoff.show": LOOK,
    "approval.approve": DECIDE, "approval.sure": DECIDE, "approval.reject": DECIDE, "approval.reason_given": DECIDE,
    "approval.condition": DECIDE, "approval.condition_given": DECIDE, "approval.as_condition": DECIDE,
    "approval.with_condition": DECIDE, "approval.send_back": DECIDE, "approval.missing_given": DECIDE,
    "approval.other_day": DECIDE, "approval.day_given": DECIDE, "approval.pass_on": DECIDE,
    "approval.passed_on": DECIDE, "approval.more": DECIDE, "approval.plain": DECIDE, "approval.noted": DECIDE,
    "approval.card": DECIDE, "approval.add": DECIDE, "approval.add_how": DECIDE, "approval.add_whom": DECIDE,
    "approval.assess": DECIDE, "approval.rate": DECIDE, "approval.write": DECIDE, "approval.words_given": DECIDE,
    "approval.outcome": LOOK, "approval.added": DECIDE,
    "approval.copy": DECIDE, "approval.copied": DECIDE, "approval.back": DECIDE, "approval.back_to": DECIDE,
    "approval.back_given": DECIDE,
    "approval.condition_met": ("condition.met",),
    "waiver.ask": WAIVE, "waiver.reason_given": WAIVE, "waiver.other_amount": WAIVE, "waiver.amount_given": WAIVE,
    "waiver.send": WAIVE, "waiver.leave": WAIVE, "waiver.withdraw": WAIVE,
    "after_sale.menu": AFTER_SALE, "after_sale.begin": AFTER_SALE, "after_sale.amount_given": AFTER_SALE,
    "after_sale.for": AFTER_SALE, "after_sale.given": AFTER_SALE, "after_sale.leave": AFTER_SALE,
    "after_sale.withdraw": ("after_sale.withdraw",), "after_sale.show": (*DECIDE_AFTER_SALE, *GOODS_BACK),
    "after_sale.agree": DECIDE_AFTER_SALE, "after_sale.other_amount": DECIDE_AFTER_SALE,
    "after_sale.other_given": DECIDE_AFTER_SALE, "after_sale.refuse": DECIDE_AFTER_SALE,
    "after_sale.refused": DECIDE_AFTER_SALE, "after_sale.later": DECIDE_AFTER_SALE, "after_sale.back": GOODS_BACK,
    "impact.show": STATE, "impact.answer": STATE, "impact.again": STATE, "impact.beside": STATE,
    "impact.beside_given": STATE, "change.acknowledge": LOOK,
    "hold.ask": STOP, "hold.for": STOP, "hold.given": STOP, "hold.leave": STOP,
    "hold.lift": LIFT, "hold.lifted": LIFT, "hold.stays": LIFT,
    "risk.ask": OPEN_RISK, "risk.given": OPEN_RISK, "risk.leave": RISKS, "risk.show": RISKS, "risk.list": RISKS,
    "risk.page": CHANGE_RISK, "risk.level": CHANGE_RISK, "risk.own": CHANGE_RISK, "risk.write": CHANGE_RISK,
    "check.fine": ASSESS, "check.ask": ASSESS, "check.given": ASSESS, "report.ask": REPORT,
    "risk.written": CHANGE_RISK, "risk.close": CHANGE_RISK, "risk.closed_for": CHANGE_RISK,
    "delegate.who_given": DELEGATE, "delegate.day_given": DELEGATE, "delegate.make": DELEGATE, "delegate.drop": DELEGATE,
    "delegate.take_back": DELEGATE,
    "todo.show": ANYBODY, "todo.all": ANYBODY, "todo.seat": DECIDE, "todo.supply": LOOK, "todo.group": ANYBODY,
    "order.why": LOOK,
    "digest.all": ANYBODY,
    "company.joined": ANYBODY, "company.show": MANAGE, "company.people": COMPANY, "company.groups": COMPANY,
    "company.department": COMPANY, "company.invite": MANAGE, "company.invitation": MANAGE, "company.withdraw": MANAGE,
    "company.interface": MANAGE, "company.code": MANAGE, "company.picked": MANAGE, "company.unbind": MANAGE,
    "company.languages": MANAGE, "company.set_language": MANAGE, "company.standin": MANAGE, "company.deputy": MANAGE,
    "company.person": MANAGE, "company.rename": MANAGE, "company.name_typed": MANAGE, "company.role": MANAGE,
    "company.move": MANAGE, "company.moved": MANAGE, "company.removed": MANAGE, "company.hand_over": MANAGE,
    "company.sure": MANAGE,
    "company.customers": FIND_CUSTOMERS, "company.products": LOOK,
    "customer.new": CUSTOMERS, "customer.same": OWN, "customer.show": ANYBODY, "customer.change": CHANGE,
    "product.new": ("product.add",),
    "calendar.show": ANYBODY, "calendar.pick": CALENDAR, "calendar.picked": CALENDAR, "calendar.day": CALENDAR,
    "calendar.set": CALENDAR, "calendar.settle": MANAGE, "calendar.write": CALENDAR, "calendar.said": CALENDAR,
    "calendar.make": CALENDAR, "calendar.drop": CALENDAR,
    "process.show": ANYBODY, "process.leaf": ANYBODY, "process.compare": ANYBODY,
    "sheets.show": ANYBODY, "sheet.template": SHEETS, "sheet.export": ("order.export",), "sheet.given": ANYBODY,
    "sheet.import": SHEETS, "sheet.cancel": OWN, "sheet.marked": OWN, "sheet.fill": FILE,
    "opening.confirm": JUDGE, "opening.each": JUDGE,
}  # fmt: skip
"""By act: buttons, and prompts that words or a file answer."""

COMMANDS: dict[str, Guard] = {
    "start": ANYBODY, "help": ANYBODY, "language": ANYBODY, "new": FILE, "again": FILE, "change": CHANGE_ORDER, "stats": LOOK,
    "order": LOOK, "orders": LOOK, "slip": SLIP, "process": ANYBODY, "sheets": ANYBODY,
    "company": MANAGE, "people": COMPANY, "groups": COMPANY, "customers": FIND_CUSTOMERS, "products": LOOK,
    "bind": COMPANY, "calendar": ANYBODY, "delegate": DELEGATE, "todo": ANYBODY, "why": LOOK,
    "hold": STOP, "lift": LIFT, "risk": OPEN_RISK, "risks": RISKS, "report": REPORT,
}  # fmt: skip
"""By command; the Chinese words that stand for one are guarded by it."""

REPLIES: dict[str, Guard] = {
    "slip": JUDGE, "supply": ("supply.take", "supply.finish"), "signoff": ("signoff.sign",), "approval": DECIDE,
    "waiting": ANYBODY, "change_impact": STATE,
    "goods": ("goods.ready", "goods.stock_in", "goods.ship", "goods.tracking"),
    "notice": ("notice.issue",), "inspection": INSPECT,
    "after_sale": DECIDE_AFTER_SALE, "goods_back": GOODS_BACK, "risk": CHANGE_RISK, "check": ASSESS,
    "reminder": ANYBODY,
}  # fmt: skip
"""By kind of the card that somebody replied to."""

DROPS: dict[str, Guard] = {"order": KEEP, "files": KEEP, "goods_back": GOODS_BACK}
"""By kind of the card that a file was sent in reply to."""

STARTS: dict[str, Guard] = {"n": FILE, "i": ANYBODY, "g": COMPANY}
"""By prefix of a `/start` payload."""

TABLES: dict[str, Mapping[str, Guard]] = {
    "act": ACTS, "command": COMMANDS, "reply": REPLIES, "drop": DROPS, "start": STARTS,
}  # fmt: skip
GUARDS: dict[str, Guard] = {f"{way}:{name}": guard for way, table in TABLES.items() for name, guard in table.items()}
"""Every way in by its name, such as `act:slip.confirm`, `command:new`, `reply:goods`: what `Desk` asks."""


def check(turn: Turn, guards: Mapping[str, Guard], way: str) -> None:
    """NotAllowed where this person holds none of the rights that guard a way in, or where nothing guards it.

    Whose task it is may be said by the book that the order was filed under: that is left to the service.
    """
    guard = guards.get(way)
    if guard is None:
        raise NotAllowed("not_your_part", action=way)
    person = who(turn.actor)
    if not any(by_the_order(right) or may(turn.book, person, right) for right in guard):
        require(turn.house, turn.actor, guard[0])


def ways() -> Iterator[tuple[str, str, Guard]]:
    """Every way in: how one comes in, by which name, and what guards it."""
    for way, table in TABLES.items():
        for name, guard in table.items():
            yield way, name, guard
