"""What approvers press: each press is a vote, a question back, or another page of the card."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from domain.approvals import Verdict
from domain.ladders import moment_of
from domain.money import Money, to_minor
from domain.process.names import Checkpoint, WaitUnit
from domain.process.reminding import Wait
from domain.understanding.day import day
from domain.understanding.result import Ambiguous, Understood
from handlers.approvals import texts
from handlers.approvals.cards import MORE, SURE
from handlers.approvals.kinds import CONDITION, OTHER_DAY, SEND_BACK, kind_of, require_offered
from handlers.turn import Turn
from services import people
from services.approvals import beside, moving, reading, seats, voting
from services.approvals.conditions import Condition
from services.approvals.reading import ApprovalView, SeatView
from services.approvals.voting import Ballot
from services.errors import NotAllowed
from services.order_view import OrderView, view_of
from services.pace import calendar_of
from services.reminders import pausing

SURE_LASTS = timedelta(seconds=60)
LONGEST = 300
"""Characters of a reason or condition that are kept."""
A_DAY = Wait(1, WaitUnit.WORKDAYS)
CONDITION_DAYS = 3
"""Working days for a condition that names none."""


def asked(turn: Turn, seat: int, what: str | None = None) -> tuple[OrderView, ApprovalView, SeatView]:
    """A seat that this person may answer now; every error that a vote would meet, before anything is asked.

    `what`: something beside 同意 and 驳回, which not every kind of approval offers.
    """
    order, approval, row = voting.locked(turn.session, seat, turn.actor)
    seats.standing(turn.session, row, order, turn.actor, turn.now)
    voting.require_open(turn.session, order, approval, row)
    seen, own = reading.of_seat(turn.session, seat)
    if what is not None:
        require_offered(seen, what)
    return view_of(turn.session, turn.house, order.id, turn.now), seen, own


def show(turn: Turn, seat: int, *, repost: bool = False, **mode: Any) -> None:
    """The card of a seat in this chat, with what it shows beside its facts."""
    approval, _own = reading.of_seat(turn.session, seat)
    turn.card("approval", f"seat:{seat}", order_id=approval.order_id, facts=mode, answer=True, repost=repost)


def more(turn: Turn, seat: int) -> None:
    """Everything else that can be done with a seat."""
    asked(turn, seat)
    show(turn, seat, mode=MORE)


def plain(turn: Turn, seat: int) -> None:
    """Back to the first page; whoever is not asked gets no card of it into their own chat."""
    asked(turn, seat)
    show(turn, seat)


def card(turn: Turn, seat: int) -> None:
    """The card of a seat at the bottom of the chat where it stands; elsewhere nothing is shown that was not asked."""
    asked(turn, seat)
    show(turn, seat, repost=True)


def cast(turn: Turn, seat: int, ballot: Ballot) -> None:
    """Count it, and wait for no more words about it."""
    voting.vote(turn.session, turn.house, turn.actor, seat, ballot, turn.now)
    turn.wait_for_nothing()
    show(turn, seat)


# ── consent ────────────────────────────────────────────────────────────────────────────────


def approve(
    turn: Turn, seat: int, words: str | None = None, promised: str | None = None, of: int | None = None
) -> None:
    """同意; from the amount that the book names on, a second tap by the same person within a minute."""
    order, approval, own = asked(turn, seat)
    _require_own_words(turn, of)
    if promised is None and _day_is_over(turn, order, approval, own):
        other_day(turn, seat, over=True)
        return
    if _is_large(turn, order, approval):
        until = turn.now + SURE_LASTS
        show(
            turn, seat, mode=SURE, who=turn.actor.name, person=turn.actor.id, until=until.isoformat(), words=words,
            promised=promised, repost=turn.callback is None,
        )  # fmt: skip
        return
    _consent(turn, seat, _promised(order, approval, own), words, promised)


def _require_own_words(turn: Turn, of: int | None) -> None:
    """What somebody has written is counted for nobody else, though a whole group sees the buttons below it."""
    if of is not None and of != turn.actor.id:
        raise NotAllowed("words_of_another", who=people.name_of(turn.session, of))


def _promised(order: OrderView, approval: ApprovalView, own: SeatView) -> date | None:
    """The day that is promised by agreeing: the one that was asked for, by whoever gives the promise."""
    return kind_of(approval).day(order, approval) if own.promises else None


def _day_is_over(turn: Turn, order: OrderView, approval: ApprovalView, own: SeatView) -> bool:
    """Nobody promises a day that has passed while it was judged."""
    day = _promised(order, approval, own)
    return day is not None and day < turn.today


def _is_large(turn: Turn, order: OrderView, approval: ApprovalView) -> bool:
    above, hangs_on_it = turn.book.approval.confirm_above, kind_of(approval).amount_minor(order, approval)
    return above is not None and hangs_on_it >= to_minor(Money(above, order.currency).rounded())


def sure(
    turn: Turn, seat: int, person: int, until: str, who: str, words: str | None = None, promised: str | None = None
) -> None:
    """The second tap: the same person, within the minute."""
    if turn.actor.id != person:
        raise NotAllowed("sure_is_anothers", who=who)
    order, approval, own = asked(turn, seat)
    if turn.now > datetime.fromisoformat(until):
        show(turn, seat)
        turn.alert(texts.SURE_OVER)
        return
    _consent(turn, seat, _promised(order, approval, own), words, promised)


def _consent(turn: Turn, seat: int, day: date | None, words: str | None, promised: str | None) -> None:
    """Whoever promises the day and names no other one, promises the day that the customer asked for."""
    if promised is not None:
        day = datetime.fromisoformat(promised).date()
    cast(turn, seat, Ballot(Verdict.APPROVE, comment=words[:LONGEST] if words else None, promised_on=day))
    turn.toast(texts.DONE_APPROVED)


# ── rejection ──────────────────────────────────────────────────────────────────────────────


def reject(turn: Turn, seat: int, again: bool = False) -> None:
    """驳回 needs a reason: asked for in reply, with reasons of the book as buttons."""
    order, _approval, _own = asked(turn, seat)
    turn.ask(
        "approval.ask_reason", "approval.reason_given", {"seat": seat}, subject=f"seat:{seat}", order=order.id,
        again=again,
    )  # fmt: skip


def reason_given(turn: Turn, seat: int, reason: int | None = None) -> None:
    """The reason in words, or one of those that were offered."""
    _order, approval, _own = asked(turn, seat)
    words = kind_of(approval).reasons(turn.book, turn.lang)[reason] if reason is not None else turn.text.strip()
    if not words:
        reject(turn, seat, again=True)
        return
    rejected(turn, seat, words)


def rejected(turn: Turn, seat: int, words: str) -> None:
    """驳回 with its reason."""
    order, _approval, _own = asked(turn, seat)
    cast(turn, seat, Ballot(Verdict.REJECT, comment=words[:LONGEST]))
    turn.toast(texts.DONE_REJECTED, sales=order.sales)


# ── a condition ────────────────────────────────────────────────────────────────────────────


def condition(turn: Turn, seat: int) -> None:
    """有条件同意: what is the condition?"""
    order, _approval, _own = asked(turn, seat, CONDITION)
    turn.ask(
        "approval.ask_condition", "approval.condition_given", {"seat": seat}, subject=f"seat:{seat}", order=order.id
    )


def condition_given(turn: Turn, seat: int) -> None:
    """Then: which step waits for it?"""
    asked(turn, seat, CONDITION)
    if not turn.text.strip():
        condition(turn, seat)
        return
    as_condition(turn, seat, turn.text.strip())


def as_condition(turn: Turn, seat: int, words: str, of: int | None = None) -> None:
    """Words that are a condition: which step waits for it?"""
    order, _approval, _own = asked(turn, seat, CONDITION)
    _require_own_words(turn, of)
    turn.reply("approval.ask_blocks", f"seat:{seat}", order=order.id, words=words[:LONGEST], asks=turn.actor.id)


def with_condition(turn: Turn, seat: int, words: str, blocks: str, of: int | None = None) -> None:
    """The consent, the condition as a task of whoever filed it, and what waits for it."""
    order, approval, own = asked(turn, seat, CONDITION)
    _require_own_words(turn, of)
    if _day_is_over(turn, order, approval, own):
        other_day(turn, seat, over=True)
        return
    due = calendar_of(turn.session, turn.house).add_workdays(turn.today, CONDITION_DAYS)
    left = Condition(words, Checkpoint(blocks), order.sales_id, due)
    day = _promised(order, approval, own)
    cast(turn, seat, Ballot(Verdict.CONDITIONAL, condition=left, promised_on=day))
    turn.toast(texts.DONE_CONDITION)


# ── back to who filed it ───────────────────────────────────────────────────────────────────


def send_back(turn: Turn, seat: int) -> None:
    """退回补充: what is missing?"""
    order, _approval, _own = asked(turn, seat, SEND_BACK)
    turn.ask("approval.ask_missing", "approval.missing_given", {"seat": seat}, subject=f"seat:{seat}", order=order.id)


def missing_given(turn: Turn, seat: int, field: str | None = None) -> None:
    """A field of the order, or what is missing in words."""
    order, _approval, _own = asked(turn, seat, SEND_BACK)
    named = order.leaf.field(field) if field is not None else None
    words = texts.LACKS.plain(turn.lang, what=named.label.in_(turn.lang)) if named else turn.text.strip()
    if not words:
        send_back(turn, seat)
        return
    sent_back(turn, seat, words, field=named.key if named else None)


def sent_back(turn: Turn, seat: int, words: str, field: str | None = None) -> None:
    """退回补充 with what is missing."""
    order, _approval, _own = asked(turn, seat, SEND_BACK)
    cast(turn, seat, Ballot(Verdict.SEND_BACK, comment=words[:LONGEST], field=field))
    turn.toast(texts.DONE_SENT_BACK, sales=order.sales)


# ── another day ────────────────────────────────────────────────────────────────────────────


def other_day(turn: Turn, seat: int, **facts: Any) -> None:
    """承诺交期: when could it be?"""
    order, _approval, _own = asked(turn, seat, OTHER_DAY)
    turn.ask("approval.ask_day", "approval.day_given", {"seat": seat}, subject=f"seat:{seat}", order=order.id, **facts)


def day_given(turn: Turn, seat: int, on: str | None = None) -> None:
    """A consent with the day that production promises."""
    asked(turn, seat, OTHER_DAY)
    if on is None:
        reading = day(turn.text, turn.today, calendar_of(turn.session, turn.house))
        if not isinstance(reading, Understood) or not isinstance(reading.value, date):
            offered = reading.readings if isinstance(reading, Ambiguous) else ()
            days = [one.isoformat() for one in offered if isinstance(one, date)]
            other_day(turn, seat, bad=turn.text.strip()[:60], days=days)
            return
        on = reading.value.isoformat()
    if date.fromisoformat(on) < turn.today:
        other_day(turn, seat, over=True)
        return
    approve(turn, seat, promised=on)


# ── somebody else ──────────────────────────────────────────────────────────────────────────


def pass_on(turn: Turn, seat: int) -> None:
    """转交: to whom?"""
    order, _approval, own = asked(turn, seat)
    chosen = seats.colleagues(turn.session, turn.house, order.id, own.department, turn.actor)
    turn.reply(
        "approval.whom", f"seat:{seat}", order=order.id, asks=turn.actor.id, people=chosen, then="approval.passed_on"
    )


def passed_on(turn: Turn, seat: int, person: int) -> None:
    """The one who was chosen answers for it from now on."""
    moving.pass_on(turn.session, turn.house, turn.actor, seat, person, turn.now)
    show(turn, seat)
    turn.toast(texts.DONE_PASSED_ON, who=people.name_of(turn.session, person))


# ── no vote ────────────────────────────────────────────────────────────────────────────────


def remark(turn: Turn, seat: int, words: str) -> None:
    """What was said beside the vote stays with the order."""
    beside.remark(turn.session, turn.actor, seat, words[:LONGEST], turn.now)


def put_off(turn: Turn, order: int, seat: int) -> None:
    """先放放: it stays open, and nobody is reminded of it for a working day."""
    until = moment_of(A_DAY, turn.now, calendar_of(turn.session, turn.house))
    subject = f"seat:{seat}"
    if pausing.put_off(turn.session, turn.house, turn.actor, order, subject, until, "other_first", turn.now):
        turn.reply("approval.heard", f"seat:{seat}", heard="later", at=until.isoformat())
    else:
        noted(turn, seat)  # a change has a time of its own, and others beside it wait for its votes


def noted(turn: Turn, seat: int) -> None:
    """It was no vote."""
    turn.reply("approval.heard", f"seat:{seat}", heard="noted")
