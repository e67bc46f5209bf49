"""`/why 单号`: what an order waits for, who, since when, how often they were asked, what comes next; and who decided what."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import Joining
from handlers.approvals.cards import vote_line
from handlers.order import texts as order_texts
from handlers.order.acts import list_mine, seen
from handlers.order.cards import list_line, next_lines, order_seen, pick_order
from handlers.order.judged import ended_line, seat_name
from handlers.order.words import head_type, money_line
from handlers.say import Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from handlers.waiting import texts
from handlers.waiting.words import waited
from locales import lines
from services import clearing, waiting
from services.approvals import delegating, reading
from services.approvals.reading import SeatView
from services.order_view import OrderView, find, view_of
from services.stages import Stage, stage_of

LONGEST = 30
"""Lines of the story, the newest."""


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
    said = [head_type(order, view.lang), *_state(view, order)]
    story = list(_story(view, order))[-LONGEST:]
    if story:
        said.append(Markup("<blockquote expandable>%s</blockquote>") % lines([texts.STORY(view.lang), *story]))
    full = act(texts.BTN_ORDER.plain(view.lang), "order.show", order=order.id)
    return Say(lines(said), rows((full,)))


def _state(view: View, order: OrderView) -> Iterator[Markup]:
    stage = stage_of(order)
    yield (order_texts.ENDED[order.state] if stage is Stage.ENDED else order_texts.STATE[stage])(view.lang)
    if stage is Stage.REVIEW:
        yield from _asked(view, order)
        return
    money = None if order.undecided else money_line(order, view.lang, view.money)
    if money is not None:
        yield money
    yield from next_lines(view, order)


def _asked(view: View, order: OrderView) -> Iterator[Markup]:
    """Every opinion that is asked for: whose, for how long, who stands in; how often somebody asked after it."""
    approval = order.review
    if approval is None:
        return
    for seat in approval.waiting:
        since = seat.opened_at or approval.opened_at
        yield texts.WAITS_FOR(view.lang, who=seat_name(order, seat, view.lang), long=waited(view.lang, since, view.now))
        yield from _deputy(view, seat)
    times = clearing.times_urged(view.session, order.id)
    if times:
        yield texts.URGED(view.lang, count=times)
    later = approval.level < max(approval.levels)
    yield (texts.NEXT_LEVEL if later else texts.NEXT_ACCEPTED)(view.lang)


def _deputy(view: View, seat: SeatView) -> Iterator[Markup]:
    for person_id in waiting.asked_in_person(view.session, seat.id):
        one = delegating.standing_in(view.session, person_id, view.now)
        if one is not None:
            yield texts.AWAY(view.lang, principal=one.from_name, deputy=one.to_name)


def _story(view: View, order: OrderView) -> Iterator[Markup]:
    """Who decided what: passed on, votes with both names, how each review ended."""
    for approval in reading.all_of(view.session, order.id):
        for seat in approval.seats:
            if seat.joining is Joining.PASSED_ON:
                yield texts.PASSED_ON(view.lang, who=seat.asked_by, to=seat.person)
            elif seat.joining is not Joining.TEAM:
                yield texts.ADDED(view.lang, who=seat.asked_by, to=seat.person)
        voted = [seat for seat in approval.seats if seat.voted_at is not None]
        yield from (vote_line(view, order, seat) for seat in sorted(voted, key=lambda one: str(one.voted_at)))
        if approval.closed_at is not None and approval.reason:
            yield ended_line(view, approval)
