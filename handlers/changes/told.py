"""What became of a change: only what concerns the reader, and from when (PRACTICE 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from domain.changes import ChangeKind, ChangeState, Difference, What, concerns, differences
from domain.process.changing import Concern, Weight
from domain.process.names import MoneyView
from handlers.approvals.cards import seen_by_any
from handlers.changes import texts as change_texts
from handlers.changes import told_texts as texts
from handlers.changes.words import difference_lines
from handlers.folding import clipped
from handlers.money_words import amount
from handlers.order import texts as order_texts
from handlers.order.words import head, may_here, money_line
from handlers.routing import Routes
from handlers.say import Row, Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from locales import Text, lines
from services import people
from services.changes import acknowledging, reading
from services.changes.reading import ChangeView
from services.changes.telling import DELIVERY
from services.errors import AlreadyDone, NotFound
from services.looking import look
from services.order_view import OrderView, view_of

AT_ONCE = 5
"""Differences that are told; the others are counted."""
SHOWN = 120


def _seen(view: View, *states: ChangeState) -> tuple[ChangeView, OrderView] | None:
    """The change in one of these states with its order; in a private chat only what its person may look at."""
    try:
        change = reading.by_id(view.session, view.subject_id)
        if change.state not in states:
            return None
        if not view.chat.private:
            return change, view_of(view.session, view.house, change.order_id, view.now)
        person = people.by_telegram_id(view.session, view.chat.id)
        if person is None:
            return None
        return change, look(view.session, view.house, person, change.order_id, view.now)
    except NotFound:
        return None


# ── carried out ────────────────────────────────────────────────────────────────────────────


def applied(view: View) -> Say | None:
    """What is different from now on, as far as it concerns this chat."""
    found = _seen(view, ChangeState.APPLIED)
    if found is None:
        return None
    change, order = found
    if change.kind is not ChangeKind.EDIT:
        return Say(lines(_whole(view, change, order)), _show(view, order), rings=True)
    if change.weight is Weight.TOLD:
        return _told(view, change, order)
    differ = _differences(view, change, order)
    if not differ:
        return None
    said = [
        texts.APPLIED(view.lang, n=change.number, head=head(order, view.lang), revision=change.to_revision or 1),
        *differ,
        texts.SINCE(view.lang, at=_at(view, change)),
    ]
    if view.money is MoneyView.FULL:
        money = money_line(order, view.lang, view.money)
        said += [money] if money is not None else []
    return Say(lines(said), _show(view, order), rings=order.in_supply)


def _told(view: View, change: ChangeView, order: OrderView) -> Say | None:
    """告知类: whoever reads it says so; who wrote it knows."""
    person = people.by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    differ = _differences(view, change, order)
    if not differ or (person is not None and person.id == change.asked_by_id):
        return None
    said = [
        texts.TOLD(view.lang, head=head(order, view.lang)),
        *differ,
        texts.SINCE_TOLD(view.lang, who=change.asked_by, at=_at(view, change)),
    ]
    read = act(texts.BTN_READ.plain(view.lang), "change.acknowledge", change=change.id)
    return Say(lines(said), ((read,),))


def _whole(view: View, change: ChangeView, order: OrderView) -> Iterator[Markup]:
    """The order was cancelled, or opened again."""
    name, at = head(order, view.lang), _at(view, change)
    if change.kind is ChangeKind.REOPEN:
        yield texts.REOPENED(view.lang, head=name, revision=change.to_revision or 1)
        yield texts.REOPENED_DO(view.lang, at=at)
        return
    yield texts.CANCELLED(view.lang, head=name)
    yield texts.CANCELLED_DO(view.lang, at=at)
    received = order.facts.net_minor
    if view.money is MoneyView.FULL and received > 0:
        yield texts.CANCELLED_MONEY(view.lang, received=amount(received, order))


def _differences(view: View, change: ChangeView, order: OrderView) -> list[Markup]:
    """Before → after of what concerns this chat, cut where it is long."""
    after = concerning(view, change, order)
    said = difference_lines(
        view.session, order, change.before, after, lang=view.lang, money=view.money, today=view.today
    )
    rest = len(said) - AT_ONCE
    return said if rest <= 0 else [*said[:AT_ONCE], order_texts.MORE_LINES(view.lang, count=rest)]


def concerning(view: View, change: ChangeView, order: OrderView) -> Mapping[str, Any]:
    """The wanted content with what is not this chat's part left as it was.

    Whoever sells or follows it reads all of it; a department what the book's table of concerns names it for.
    """
    roles, here = order.book.roles, view.chat.departments
    rules = order.book.change or view.book.change
    if rules is None or not {roles.sales, roles.keeper, roles.management}.isdisjoint(here):
        return change.after
    heard = {concern for concern in Concern if not set(rules.concerns.get(concern, ())).isdisjoint(here)}

    def is_heard(one: Difference) -> bool:
        return not concerns(rules, one, DELIVERY).isdisjoint(heard)

    before, after = change.before, dict(change.after)
    kept = [one for one in differences(before, change.after) if is_heard(one)]
    whats = {one.what for one in kept}
    after["fields"] = _fields(
        before["fields"], change.after["fields"], {one.key for one in kept if one.what is What.FIELD}
    )
    if not whats & {What.QUANTITY, What.NEW_LINE, What.ENDED_LINE, What.PRICE}:
        after["lines"], after["total"] = before["lines"], before["total"]
    if What.DAY not in whats:
        after |= {key: before[key] for key in ("requested_on", "days_after_payment")}
    if Concern.MONEY not in heard:
        after |= {key: before[key] for key in ("leaf", "customer", "terms")}
    return after


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], heard: set[str]) -> dict[str, Any]:
    fields = {key: value for key, value in before.items() if key not in heard}
    return fields | {key: after[key] for key in heard if key in after}


def acknowledge(turn: Turn, change: int) -> None:
    """知道了, once a person."""
    try:
        acknowledging.acknowledge(turn.session, turn.house, turn.actor, change, turn.now)
    except AlreadyDone as before:
        at = turn.moment(before.at or turn.now)
        turn.toast(texts.READ_BEFORE, at=at)
        return
    turn.toast(texts.READ)


# ── not carried out ────────────────────────────────────────────────────────────────────────


def _reason(view: View, change: ChangeView) -> list[Markup]:
    """By whom and why."""
    return [_by(view, change)]


def _since(view: View, change: ChangeView) -> list[Markup]:
    """What has left or was made since."""
    codes = [code for code in (change.closing or "").split(", ") if code in texts.WHY_OVERTAKEN]
    return [texts.WHY_OVERTAKEN[code](view.lang) for code in codes] or [texts.WHY_OVERTAKEN_OTHERWISE(view.lang)]


@dataclass(frozen=True, slots=True)
class _End:
    """How a change ended that was not carried out."""

    title: Text
    why: Callable[[View, ChangeView], list[Markup]]
    then: Text
    """What holds now, and what can be done."""
    again: bool = True
    """Whether another change is offered."""


_ENDS = {
    ChangeState.REJECTED: _End(texts.REJECTED, _reason, texts.AS_IT_WAS_AGAIN),
    ChangeState.WITHDRAWN: _End(texts.WITHDRAWN, _reason, texts.AS_IT_WAS, again=False),
    ChangeState.OVERTAKEN: _End(texts.OVERTAKEN, _since, texts.AS_IT_WAS_SINCE),
}


def ended(state: ChangeState, view: View) -> Say | None:
    """The order stays as it is: why, and what can be done."""
    found = _seen(view, state)
    if found is None:
        return None
    change, order = found
    end = _ENDS[state]
    title = end.title(view.lang, n=change.number, head=head(order, view.lang))
    buttons = _again(view, order) if end.again else _show(view, order)
    return Say(lines([title, *end.why(view, change), end.then(view.lang)]), buttons)


def _by(view: View, change: ChangeView) -> Markup:
    words = clipped(seen_by_any(view, change.closing), SHOWN)
    if not words:
        return texts.SAID_BARE(view.lang, who=change.closed_by, at=_at(view, change))
    return texts.SAID(view.lang, who=change.closed_by, at=_at(view, change), words=words)


def _at(view: View, change: ChangeView) -> str:
    return view.moment(change.closed_at or change.asked_at)


def _show(view: View, order: OrderView) -> tuple[Row, ...]:
    return ((act(order_texts.BTN_SHOW.plain(view.lang), "order.show", order=order.id),),)


def _again(view: View, order: OrderView) -> tuple[Row, ...]:
    anew = act(change_texts.BTN_CHANGE.plain(view.lang), "change.begin", order=order.id)
    mine = (anew,) if not order.ended and may_here(view, "change.ask") else ()
    return rows((*mine, *_show(view, order)[0]))


ROUTES = Routes(
    acts={"change.acknowledge": acknowledge},
    says={
        "change.applied": applied,
        "change.rejected": partial(ended, ChangeState.REJECTED),
        "change.withdrawn": partial(ended, ChangeState.WITHDRAWN),
        "change.overtaken": partial(ended, ChangeState.OVERTAKEN),
    },
)
