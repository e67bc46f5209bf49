"""Every page of the bot and what it tells of money, written down by hand; and where each is met to be looked at.

A page (a kind of message or card) that is new needs a row here, or a test fails.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from db.models import Card, Chase, Owed
from services.reminders import chasing, digest
from services.reports import gathering
from tests.support.matrix import SOON, Company
from tests.support.office import GROUPS, HOUSE, STAFF, at

AMOUNTS = frozenset({
    "change", "change.look", "order", "order.look", "order.list", "order.which", "why", "why.which", "approval", "approval.copy",
    "approval.outcome", "signoff", "opening", "notice.accepted", "notice.money_confirmed", "notice.gate_reclosed",
    "notice.shipped", "notice.signed", "change.applied",
    "supply", "slip", "slip.ask", "slip.ask_claim", "slip.which", "slip.received",
    "slip.not_found", "money", "money.ask_refund", "reminder.payment_short", "reminder.slip_unconfirmed",
    "reminder.gate_stuck", "digest", "digest.all",
    "reminder.credit_unpaid", "reminder.gate_closed_again", "reminder.many", "waiting", "waiting.all", "company",
    "risk", "report", "waiver.ask", "waiver.ask_amount", "waiver.expired", "waiver.granted", "waiver.until",
    "after_sale", "after_sale.menu", "after_sale.ask_amount", "after_sale.ask_other", "after_sale.ask_reason",
    "after_sale.agreed", "after_sale.done",
})  # fmt: skip
"""Show amounts where they may be seen, and none in any other chat that the page might come to."""
OWN = frozenset({"draft", "reminder.drafts", "sheet", "order.copy", "sheet.file"})
"""What a person wrote themselves, or asked for in private: amounts for whoever has it. Nobody else can open it."""
BLIND = frozenset({
    # an order, but nothing of its money
    "again.which", "basis.ask", "basis.kept", "basis.which", "condition", "condition.left", "condition.met",
    "files", "files.album", "files.ask", "goods", "goods.ask_count", "goods.ask_signed",
    "goods.ask_tracking", "goods.signed_kept", "goods.tracking_kept", "goods.unclear", "notice.ready",
    "notice.stocked_in", "notice.tracking", "invoice.days", "order.filed_for", "order.keeper", "order.none", "order.only_private",
    "order.yours", "waiting.heard", "waiting.not_pinned", "todo.here",
    "review.rejected", "review.sent_back", "review.withdrawn", "supply.nothing",
    "supply.unclear", "todo", "urged", "withdraw.ask", "assessment", "drafts", "slip.file", "slip.ask_amount",
    "slip.ask_due", "slip.ask_payer", "money.ask_move",
    "slip.ask_split", "slip.not_yours", "slip.unclear", "signoff.asked", "signoff.condition", "signoff.later",
    "signoff.read", "signoff.rejected", "signoff.unclear", "change_impact", "impact.ask_beside", "impact.unclear",
    "impact.words_or_not", "reminder.change_open", "reminder.on_hold",
    "reminder.seat_open", "reminder.impact_open", "reminder.condition_open", "reminder.task_open",
    "reminder.purchase_open", "reminder.task_silent", "reminder.delivery_open",
    "reminder.changed_at_work", "reminder.changes_frequent", "reminder.notice_open", "reminder.unsigned",
    "reminder.basis_spoken", "reminder.waiver_unused", "reminder.after_sale_open", "reminder.later",
    "reminder.noted", "check", "check.ask", "check.unclear", "report.details", "report.failed",
    "risk.ask", "risk.ask_part", "risk.ask_closing", "risk.which", "risk.unclear", "risk.how", "risks",
    "hold.ask", "hold.ask_lift", "hold.held", "hold.lifted", "hold.which_hold",
    "hold.which_lift", "change.rejected", "change.withdrawn", "change.overtaken",
    "change.menu", "change.stats", "change.unread", "change.which", "waiver.refused", "waiver.superseded", "waiver.which",
    "approval.ask_back_why", "approval.ask_blocks",
    "approval.ask_condition", "approval.ask_day", "approval.ask_missing", "approval.ask_question",
    "approval.ask_reason", "approval.ask_words", "approval.condition_or_not", "approval.heard", "approval.how",
    "approval.vote_or_not", "approval.which_level", "approval.whom",
    "change_impact.heard",
    "goods.heard", "signoff.heard", "slip.heard", "supply.heard", "notice.heard", "inspection.heard",
    "goods.ask_cannot", "inspection", "notice", "inspection.ask_why", "inspection.unclear", "notice.ask", "notice.freight",
    "notice.inspection_failed", "notice.taken_back",
    "after_sale.ask_why_not", "after_sale.refused", "after_sale.unclear", "after_sale.heard", "goods_back",
    "goods_back.photo", "goods_back.unclear", "goods_back.heard",
    # no order at all
    "after_outage", "alarm", "anchor", "answered_before", "company.added", "company.ask_name",
    "company.bound", "company.bound_news", "company.code", "company.code_refused", "company.freed", "company.handed",
    "company.invitation", "company.left_group", "company.left_news", "company.newcomer", "company.only_private",
    "company.pick", "company.pick_refused", "company.picked", "company.unbound", "delegate.away", "delegate.confirm",
    "delegate.day", "delegate.list", "delegate.made", "delegate.over", "delegate.over_principal", "delegate.told",
    "delegate.told_principal", "delegate.who", "file.refused", "group.leave", "help", "hold.how_hold", "hold.how_lift",
    "home", "invitation_dead", "calendar", "calendar.ask", "calendar.confirm", "calendar.missing",
    "joined", "language", "language.set", "not_found", "opening.failed", "outsider", "process.chart", "process.leaf",
    "reminder.not_here", "reminder.which",
    "said", "sheet.failed", "sheet.only_private", "sheets", "unasked", "unknown_command",
})  # fmt: skip
"""Say nothing of an order's money to anybody."""
ALONE = frozenset({"todo", "risks", "urged", "process.chart", "process.leaf"})
"""Blind pages that are not looked at in another chat: they stand in one, or come from the book."""

UNMET = frozenset({
    "calendar.missing",
    "reminder.credit_unpaid", "reminder.gate_closed_again", "reminder.impact_open", "reminder.condition_open",
    "reminder.changed_at_work", "reminder.changes_frequent", "reminder.notice_open", "reminder.unsigned",
    "reminder.waiver_unused", "reminder.after_sale_open", "reminder.later", "reminder.task_open",
    "reminder.purchase_open", "reminder.task_silent", "reminder.delivery_open", "reminder.basis_spoken", "reminder.drafts",
    "risk.which", "risk.unclear", "risk.how", "risk.ask_closing", "check.unclear", "report.details", "report.failed",
    "after_sale.unclear", "after_sale.heard", "goods_back.photo", "goods_back.unclear", "goods_back.heard",
    "change_impact.heard", "impact.unclear", "impact.words_or_not", "hold.lifted", "hold.which_hold", "hold.which_lift",
    "hold.how_hold", "hold.how_lift", "change.rejected", "change.withdrawn", "change.overtaken",
    "goods.heard", "signoff.heard", "slip.heard", "supply.heard", "notice.heard", "inspection.heard",
    "goods.ask_cannot", "inspection.ask_why", "inspection.unclear", "notice.ask", "notice.freight",
    "notice.inspection_failed", "notice.taken_back",
    "waiting", "waiting.heard", "waiting.not_pinned", "todo.here",
    "reminder.noted", "reminder.not_here", "reminder.which",
    "after_outage", "alarm", "anchor", "answered_before", "approval.vote_or_not", "approval.which_level", "basis.which",
    "company.added", "company.bound", "company.bound_news", "company.code_refused", "company.left_group",
    "company.left_news", "company.newcomer", "company.only_private", "company.picked", "company.unbound",
    "delegate.away", "delegate.day", "delegate.over_principal", "delegate.told_principal", "delegate.who",
    "file.refused", "goods.unclear", "group.leave", "invitation_dead", "not_found", "opening.failed", "order.filed_for",
    "order.none", "order.only_private", "outsider", "reminder.gate_stuck", "sheet.failed", "sheet.only_private",
    "signoff.asked", "signoff.condition", "signoff.later", "signoff.read", "signoff.rejected", "signoff.unclear",
    "slip.file", "slip.not_yours", "slip.unclear", "supply.nothing", "supply.unclear", "unknown_command",
})  # fmt: skip
"""Sentences that these stories do not come to: names, days, numbers of orders, questions. The default book never
reminds of a stuck gate singly; its line is that of the digest, and the list of a group is that of `waiting.all`."""

FULL_CHAT, SETTLED_CHAT, BLIND_CHAT = STAFF["李娜"][0], STAFF["赵强"][0], STAFF["刘伟"][0]
A_KIND = 6
"""So many different pages of a kind are looked at; of cards of orders all."""
ALL_OF = frozenset({"order", "why", "approval", "supply", "goods", "slip", "money", "signoff", "approval.outcome"})


@dataclass
class Met:
    """Pages that were met, each as the row that owes it."""

    rows: list[tuple[Any, datetime]] = field(default_factory=list[tuple[Any, datetime]])
    _seen: set[str] = field(default_factory=set[str])
    _count: Counter[str] = field(default_factory=Counter[str])

    def add(self, session: Any, rows: Iterable[Any], now: datetime) -> None:
        """Those that are not the same as one before."""
        for row in rows:
            facts = session.get_one(Card, row.card_id).facts if row.card_id else row.facts
            key = json.dumps([row.kind, row.subject, facts], sort_keys=True, default=str)
            if key in self._seen or (self._count[row.kind] >= A_KIND and row.kind not in ALL_OF):
                continue
            self._seen.add(key)
            self._count[row.kind] += 1
            self.rows.append((row, now))

    def more(self, session: Any, rows: Iterable[Any], now: datetime = SOON) -> Met:
        """Those of these rows that were not met yet."""
        before = len(self.rows)
        self.add(session, rows, now)
        return Met(self.rows[before:])


def of_stories(desk: Company, session: Any) -> Iterator[tuple[list[Any], datetime]]:
    """What the stories owed, every order's own pages, and what the clock says of them a day long."""
    yield list(session.scalars(select(Owed).order_by(Owed.id))), SOON
    yield [_page(kind, f"order:{order}") for order in _orders(desk) for kind in ("order", "why", "order.look")], SOON
    yield [_page(f"{kind}.which", "", text="1", orders=_orders(desk)) for kind in ("order", "why")], SOON
    yield [_page("order.list", "", orders=_orders(desk), count=12)], SOON
    yield [_page("notice.gate_reclosed", f"order:{desk.of['paid']}", amount=53713, by="陈静", back="refund")], SOON
    morning = [["gate_stuck", f"order:{order}"] for order in _orders(desk)]
    yield [_page(kind, "", items=morning) for kind in ("digest", "digest.all")], SOON
    yield [_page(f"change{look}", f"change:{desk.of['priced_change']}") for look in ("", ".look")], SOON
    late = [["change_late", f"change:{desk.of['priced_change']}"]]
    yield [_page("reminder.change_open", late[0][1], items=late, escalated=up) for up in (False, True)], SOON
    yield [_page("change.which", "", orders=_orders(desk))], SOON
    yield [_page("change.stats", f"person:{desk.of['ids']['requester']}", days=30)], SOON
    yield [_page("change.unread", f"order:{desk.of['released']}", words=["运费"])], SOON
    yield [_page(f"waiver.{kind}", f"waiver:{desk.of[f'{kind}_waiver']}") for kind in ("granted", "refused")], SOON
    yield [_page("waiver.expired", f"waiver:{desk.of['unused_waiver']}")], SOON + timedelta(days=5)
    yield [_page("waiver.superseded", f"waiver:{desk.of['refused_waiver']}")], SOON
    yield [_page("waiver.which", f"order:{desk.of['order']}", asks=desk.of["ids"]["requester"])], SOON
    yield [_page("after_sale.ask_amount", f"order:{desk.of['shipped']}", asks=desk.of["ids"]["requester"])], SOON
    weekly = gathering.gather(lambda work: work(session), HOUSE, SOON)
    yield [_page("report", "", report=weekly, job=0, drawn=False)], SOON
    yield [_page("waiting.all", "", group=GROUPS["财务群"][0])], SOON
    last, now = session.scalar(select(Owed.id).order_by(Owed.id.desc()).limit(1)), SOON
    digest.ensure(session, HOUSE, now)
    while now < at("11-24", "18:00"):
        chasing.tick(session, HOUSE, now)
        digest.tick(session, HOUSE, now)
        session.flush()
        rows = list(session.scalars(select(Owed).where(Owed.id > last).order_by(Owed.id)))
        yield rows, now
        last = max((row.id for row in rows), default=last)
        now += timedelta(hours=1)
    unpaid = select(Chase).where(Chase.rule.like("pay_%"), Chase.ended_at.is_(None)).order_by(Chase.id)
    items = [[[row.rule, row.subject]] for row in session.scalars(unpaid)]
    yield [_page("reminder.payment_short", "", items=one, escalated=False) for one in items], now


def _orders(desk: Company) -> list[int]:
    names = (
        "review",
        "returned",
        "judged",
        "order",
        "paid",
        "released",
        "taken",
        "ready",
        "noticed",
        "shipped",
        "stock",
    )
    return [desk.of[name] for name in names]


def _page(kind: str, subject: str, **facts: Any) -> Any:
    return Owed(kind=kind, subject=subject, chat_id=FULL_CHAT, facts=facts)
