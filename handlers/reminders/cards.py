"""Reminders as people read them. Each carries the button that ends it; one without a reason is not sent."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from domain.process.names import Checkpoint, MoneyView
from handlers.reminders import texts
from handlers.reminders.parts import head, listed, message, said
from handlers.reminders.words import amount, money_line, short, stuck_line
from handlers.say import Button, Row, Say, act, do, in_rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats
from services.reminders.matters import Facts

# ── 催客户付款 ─────────────────────────────────────────────────────────────────────────────


def payment_short(view: View, standing: Sequence[Facts]) -> Say:
    """To the salesperson: whose customer owes what, and what waits for it."""
    return message(view, standing, _payment, _payments)


def _payment(view: View, facts: Facts) -> Say:
    waiting = facts.waiting_minor if view.money is MoneyView.FULL else 0
    if view.facts["escalated"]:
        last = texts.DO_PAYMENT_ESCALATED(view.lang, sales=facts.sales, times=facts.asked)
    else:
        last = texts.DO_PAYMENT(view.lang, who=facts.sales)
    return said(
        [
            head(view, facts),
            money_line(view, facts),
            texts.SLIP_ON_ITS_WAY(view.lang, amount=amount(waiting, facts)) if waiting else None,
            _where(view, facts),
            last,
        ],
        (act(texts.BTN_SEND_SLIP.plain(view.lang), "slip.start", order=facts.order_id),),
    )


def _payments(view: View, standing: Sequence[Facts]) -> Say:
    body = listed(view, standing, lambda view, facts: short(view, facts, facts.missing_minor))
    buttons = [
        act(texts.BTN_SEND_SLIP_OF.plain(view.lang, n=n), "slip.start", order=facts.order_id)
        for n, facts in enumerate(standing, start=1)
    ]
    return said([*body, texts.DO_PAYMENTS(view.lang)], *in_rows(buttons))


def _where(view: View, facts: Facts) -> Markup:
    """What waits for the money, and since when."""
    held = texts.HELD[facts.checkpoint](view.lang)
    if facts.checkpoint is not Checkpoint.SHIP:
        return texts.WAITED(view.lang, days=facts.days, what=held) if facts.days else held
    if facts.all_left:
        return texts.ALL_LEFT(view.lang)
    if facts.ready_at is not None:
        ready = texts.READY if facts.all_ready else texts.PARTLY_READY
        day = facts.ready_at.astimezone(view.house.zone).date()
        return ready(view.lang, day=formats.day(view.lang, day, view.today), what=held)
    if facts.planned_on is not None:
        return texts.PLANNED(view.lang, day=formats.day(view.lang, facts.planned_on, view.today), what=held)
    return held


# ── 水单待确认 ─────────────────────────────────────────────────────────────────────────────


def slip_unconfirmed(view: View, standing: Sequence[Facts]) -> Say:
    """To finance: a slip waits, and goods with it."""
    return message(view, standing, _slip, _slips)


def _slip(view: View, facts: Facts) -> Say:
    department = facts.money_department.in_(view.lang)
    if view.facts["escalated"]:
        last = texts.DO_SLIP_ESCALATED(view.lang, department=department, times=facts.asked)
    else:
        last = texts.DO_SLIP(view.lang, who=facts.money or department)
    body = [
        head(view, facts),
        slip_words(view, facts),
        money_line(view, facts),
        texts.GOODS_WAIT(view.lang) if facts.goods_wait else None,
        last,
    ]
    return said(body, *_slip_buttons(view, facts))


def slip_words(view: View, facts: Facts) -> Markup:
    """The slip as a line of its own."""
    slip = facts.slip
    assert slip is not None, "a slip is reminded of with its slip"
    at = view.moment(slip.sent_at)
    if slip.claimed_minor is None or view.money is not MoneyView.FULL:
        return texts.SLIP_BARE(view.lang, who=slip.sent_by, at=at)
    return texts.SLIP(view.lang, amount=amount(slip.claimed_minor, facts), who=slip.sent_by, at=at)


def _slip_buttons(view: View, facts: Facts) -> tuple[Row, ...]:
    """Those of the slip's own card."""
    slip = facts.slip
    assert slip is not None
    other: list[Button] = [
        act(texts.BTN_OTHER_AMOUNT.plain(view.lang), "slip.other_amount", slip=slip.id),
        do(texts.BTN_NOT_FOUND.plain(view.lang), "slip.not_found", slip=slip.id),
    ]
    if slip.claimed_minor is None or view.money is not MoneyView.FULL:
        return (tuple(other),)
    label = texts.BTN_ARRIVED.plain(view.lang, amount=amount(slip.claimed_minor, facts))
    return ((do(label, "slip.confirm", slip=slip.id, amount=slip.claimed_minor),), tuple(other))


def _slips(view: View, standing: Sequence[Facts]) -> Say:
    body = listed(view, standing, slip_words)
    buttons = [
        act(texts.BTN_LOOK_AT_SLIP.plain(view.lang, n=n), "reminder.slip", subject=facts.subject, order=facts.order_id)
        for n, facts in enumerate(standing, start=1)
    ]
    who = standing[0].money or standing[0].money_department.in_(view.lang)
    return said([*body, texts.DO_SLIPS(view.lang, who=who)], *in_rows(buttons))


def show_slip(turn: Turn, subject: str, order: int) -> None:
    """Bring the card of one slip down to where it is asked for."""
    turn.card("slip", subject, order_id=order, repost=True, answer=True)


# ── 卡单, where a book reminds of it singly ────────────────────────────────────────────────


def gate_stuck(view: View, standing: Sequence[Facts]) -> Say:
    """Orders whose gate stays closed, with who can open it."""
    head = texts.HEAD_SEVERAL(view.lang, name=standing[0].name.in_(view.lang), count=len(standing))
    entries = [stuck_line(view, facts, n) for n, facts in enumerate(standing, start=1)]
    return said([head, *entries, texts.DO_STUCK(view.lang)])
