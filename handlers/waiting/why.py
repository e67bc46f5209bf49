"""`/why 单号`: what an order waits for, who, since when, how often they were asked, what comes next; and who decided what."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import ApprovalState, Joining
from handlers.after_sale.words import after_sale_lines
from handlers.approvals.cards import vote_line
from handlers.changes.held import hold_line
from handlers.changes.pending import pending_lines
from handlers.folding import PAGE, newest, share, units
from handlers.order import texts as order_texts
from handlers.order.acts import list_mine, seen
from handlers.order.cards import next_lines, order_seen
from handlers.order.judged import deputy_lines, ended_line, seat_name
from handlers.order.lists import list_line, pick_order
from handlers.order.words import credit_line, head_type, money_line, together, who
from handlers.reminders import texts as reminder_texts
from handlers.reminders.told import told_lines
from handlers.risks.words import why_lines
from handlers.say import Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from handlers.waiting import texts
from handlers.waiting.words import waited
from handlers.waivers.words import waiver_lines
from locales import lines
from services import clearing, people, waiting
from services.approvals import reading
from services.approvals.reading import ApprovalView, SeatView
from services.looking import find
from services.order_view import OrderView, view_of
from services.stages import Stage, stage_of

SHOWN = 80
"""Characters of what somebody said that stand in the story."""


def command(turn: Turn) -> None:
    """The order that is meant, or those that may be; without a number the person's own."""
    if not turn.text:
        list_mine(turn)
        return
    found = find(turn.session, turn.house, turn.actor, turn.text, turn.now)
    if not found:
        turn.reply("order.none", text=turn.text[:30])
    elif len(found) == 1:
        why(turn, found[0].id)
    else:
        turn.reply("why.which", text=turn.text[:30], orders=[order.id for order in found])


def why(turn: Turn, order: int) -> None:
    """The answer in this chat. NotFound where this person may not look at the order."""
    seen(turn, order)
    turn.reply("why", f"order:{order}")


def which(view: View) -> Say:
    """Several orders fit."""
    found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
    said = [order_texts.WHICH(view.lang, text=str(view.facts["text"]), count=len(found))]
    return Say(lines([*said, *(list_line(view, order) for order in found)]), pick_order(view, found, "order.why"))


def answer(view: View) -> Say | None:
    """The whole answer; amounts only as this chat may see them."""
    order = order_seen(view)
    if order is None:
        return None
    said = [head_type(order, view.lang), *_state(view, order), *why_lines(view, order)]
    for head, told in ((texts.STORY, _story(view, order)), (reminder_texts.TOLD_HEAD, told_lines(view, order.id))):
        story = newest(list(told), PAGE - units(lines(said)))
        if story:
            said.append(Markup("<blockquote expandable>%s</blockquote>") % lines([head(view.lang), *story]))
    full = act(texts.BTN_ORDER.plain(view.lang), "order.show", order=order.id)
    return Say(lines(said), rows((full,)))


def _state(view: View, order: OrderView) -> Iterator[Markup]:
    stage = stage_of(order)
    held = hold_line(view, order)
    if held is not None:
        yield held
    else:
        yield (order_texts.ENDED[order.state] if stage is Stage.ENDED else order_texts.STATE[stage])(view.lang)
    if stage is Stage.REVIEW:
        yield from _asked(view, order)
        return
    money = None if order.undecided else money_line(order, view.lang, view.money)
    for line in (credit_line(order, view.lang, view.money), money):
        if line is not None:
            yield line
    yield from next_lines(view, order)
    yield from after_sale_lines(view, order)
    yield from waiver_lines(view, order)
    yield from pending_lines(view, order)


def _asked(view: View, order: OrderView) -> Iterator[Markup]:
    """What was said level by level; every opinion that is asked for: whose, for how long, who stands in; what comes."""
    approval = order.review
    if approval is None:
        return
    yield from _said(view, order, approval)
    for seat in approval.waiting:
        since = seat.opened_at or approval.opened_at
        yield texts.WAITS_FOR(view.lang, who=seat_name(order, seat, view.lang), long=waited(view.lang, since, view.now))
        yield from deputy_lines(view, seat)
    times = clearing.times_urged(view.session, order.id)
    if times:
        yield texts.URGED(view.lang, count=times)
    later = [_level_name(view, order, approval, level) for level in sorted(approval.levels) if level > approval.level]
    if later:
        yield texts.NEXT_LEVELS(view.lang, who=texts.THEN.joined(view.lang, later))
    else:
        yield texts.NEXT_ACCEPTED(view.lang)


def _said(view: View, order: OrderView, approval: ApprovalView) -> Iterator[Markup]:
    """The verdicts that count so far, those of earlier levels first."""
    voted = [seat for seat in approval.seats if seat.verdict is not None]
    for seat in voted:
        line = vote_line(view, order, seat, most=share(len(voted)))
        several = len(approval.levels) > 1
        yield texts.AT_LEVEL(view.lang, n=seat.level, said=line) if several else line


def _level_name(view: View, order: OrderView, approval: ApprovalView, level: int) -> str:
    """Whom a level will ask: the one person who can answer, or the department."""
    return together((_asked_name(view, order, seat) for seat in approval.seats if seat.level == level), view.lang)


def _asked_name(view: View, order: OrderView, seat: SeatView) -> str:
    alone = waiting.asked_in_person(view.session, seat.id)
    return who(order, seat.department, people.name_of(view.session, alone), view.lang)


def _story(view: View, order: OrderView) -> Iterator[Markup]:
    """Who decided what: passed on, votes with both names, how each review ended. What counts now stands above."""
    for approval in reading.all_of(view.session, order.id):
        for seat in reading.voted_before(view.session, approval.id):
            if seat.verdict is not None:
                yield texts.COUNTS_NO_MORE(view.lang, said=vote_line(view, order, seat, most=SHOWN))
        for seat in approval.seats:
            if seat.joining is Joining.PASSED_ON:
                yield texts.PASSED_ON(view.lang, who=seat.asked_by, to=seat.person)
            elif seat.joining is not Joining.TEAM:
                yield texts.ADDED(view.lang, who=seat.asked_by, to=seat.person)
        over = approval.state is not ApprovalState.OPEN
        voted = [seat for seat in approval.seats if over and seat.voted_at is not None]
        for seat in sorted(voted, key=lambda one: str(one.voted_at)):
            yield vote_line(view, order, seat, most=SHOWN)
        if approval.closed_at is not None and approval.reason:
            yield ended_line(view, approval)
