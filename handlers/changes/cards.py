"""The card of a change for whoever asked: what is wanted, where it stands, who has it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import Decision, SeatState
from domain.changes import ChangeState
from domain.process.changing import Weight
from domain.process.names import MoneyView
from domain.understanding.amounts_told import tells_amount
from handlers.approvals.cards import asked_name
from handlers.changes import texts
from handlers.changes.words import difference_lines, factor_words, head_line, statement_lines
from handlers.order.words import head, interface, plain, together
from handlers.say import Row, Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services.approvals import reading as approvals
from services.changes import asking, reading
from services.changes.reading import ChangeView
from services.errors import NotFound
from services.looking import look, reach
from services.order_view import OrderView, view_of
from services.people import by_telegram_id

SURE = "sure"


def show(turn: Turn, change: int, mode: str | None = None) -> None:
    """The card of a change, for whoever may look at its order."""
    seen = reading.by_id(turn.session, change)
    reach(turn.session, turn.house, turn.actor, seen.order_id)
    facts = {"mode": mode} if mode else {}
    if turn.chat.private:
        turn.card("change", f"change:{change}", order_id=seen.order_id, facts=facts, repost=mode is None, answer=True)
    else:
        turn.reply("change.look", f"change:{change}")


def withdraw(turn: Turn, change: int) -> None:
    """不改了: asked once."""
    asking.withdrawable(turn.session, turn.house, turn.actor, change)
    show(turn, change, SURE)


def withdrawn(turn: Turn, change: int) -> None:
    """It is taken back; the order stays as it is."""
    asking.withdraw(
        turn.session, turn.house, turn.actor, change, texts.WITHDRAW_WORDS.plain(turn.lang), turn.now
    )  # fmt: skip
    show(turn, change, "done")
    turn.toast(texts.WITHDRAWN)


def card(view: View) -> Say | None:
    """With its buttons."""
    found = _seen(view)
    if found is None:
        return None
    change, order = found
    return Say(lines(list(_said(view, change, order))), _buttons(view, change, order))


def glance(view: View) -> Say | None:
    """In a group: the words alone."""
    found = _seen(view)
    return None if found is None else Say(lines(list(_said(view, *found))))


def _seen(view: View) -> tuple[ChangeView, OrderView] | None:
    try:
        change = reading.by_id(view.session, view.subject_id)
    except NotFound:
        return None
    person = by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    if person is None:
        return change, view_of(view.session, view.house, change.order_id, view.now)
    try:
        return change, look(view.session, view.house, person, change.order_id, view.now)
    except NotFound:
        return None


def _said(view: View, change: ChangeView, order: OrderView) -> Iterator[Markup]:
    lang = view.lang
    yield head_line(head(order, lang), change.kind, change.number, lang)
    yield from change_lines(view, change, order)
    yield from statement_lines(order, change, order.book.change or view.book.change, lang=lang, today=view.today)
    yield state_line(view, change, order)
    if change.is_open and change.due_at is not None:
        yield texts.DUE(lang, at=view.moment(change.due_at))
    if view.facts.get("mode") == SURE and change.is_open:
        yield texts.WITHDRAW_SURE(lang)


def change_lines(view: View, change: ChangeView, order: OrderView) -> Iterator[Markup]:
    """Why, what is different, what is done about it; amounts in words are left out where no money is seen."""
    if change.reason:
        policy = order.book.change or view.book.change
        factor = factor_words(policy, change.factor, change.factor_kind, view.lang)
        hidden = view.money is not MoneyView.FULL and tells_amount(change.reason)
        yield plain(factor) if hidden else texts.BECAUSE(view.lang, reason=change.reason, factor=factor)
    yield from difference_lines(
        view.session, order, change.before, change.after, lang=view.lang, money=view.money, today=view.today
    )
    if change.countermeasure and change.contingency:
        yield texts.DONE_ABOUT_BOTH(view.lang, countermeasure=change.countermeasure, contingency=change.contingency)
    elif change.countermeasure:
        yield texts.DONE_ABOUT(view.lang, countermeasure=change.countermeasure)


def state_line(view: View, change: ChangeView, order: OrderView) -> Markup:
    """Where it stands, and who has it."""
    lang, state = view.lang, change.state
    if state is ChangeState.APPLIED and change.weight is Weight.TOLD:
        return texts.STATE_TOLD(lang, at=_at(view, change))
    known = {
        "who": _who(view, change, order),
        "at": _at(view, change),
        "revision": change.to_revision or order.revision,
        "reason": ""
        if view.money is not MoneyView.FULL and tells_amount(change.closing or "")
        else change.closing or "",
    }
    phrase = texts.STATE[state]
    return phrase(lang, **{place: known[place] for place in phrase.places})


def _who(view: View, change: ChangeView, order: OrderView) -> str:
    if change.state is ChangeState.ASKING:
        waiting = [interface(view, order, one.department) for one in reading.waits_for(view.session, change)]
        return together(waiting, view.lang) if waiting else ""
    if change.state is ChangeState.DECIDING:
        approval = approvals.last_of(view.session, order.id, Decision.CHANGE)
        asked = [
            asked_name(order, seat, view.lang)
            for seat in (approval.seats if approval else ())
            if seat.state is SeatState.OPEN
        ]
        return together(asked, view.lang) if asked else ""
    return change.closed_by


def _at(view: View, change: ChangeView) -> str:
    return view.moment(change.closed_at) if change.closed_at else ""


def _buttons(view: View, change: ChangeView, order: OrderView) -> tuple[Row, ...]:
    person = by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    if not change.is_open or person is None or not asking.may_take_back(person.id, change.asked_by_id, order):
        return ()
    if view.facts.get("mode") == SURE:
        sure = do(texts.BTN_WITHDRAW_SURE.plain(view.lang), "change.withdrawn", style="danger", change=change.id)
        return ((sure, act(texts.BTN_WITHDRAW_NOT.plain(view.lang), "change.show", change=change.id)),)
    return rows((act(texts.BTN_WITHDRAW.plain(view.lang), "change.withdraw", change=change.id),))
