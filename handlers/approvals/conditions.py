"""评审条件 in chat: told to whoever must do it, and the card on which whoever set it says that it is done."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from handlers.approvals import texts
from handlers.approvals.cards import seen_words
from handlers.order.words import head, who
from handlers.say import Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services.approvals import conditions
from services.approvals.conditions import ConditionView
from services.order_view import OrderView, view_of


def met(turn: Turn, task: int) -> None:
    """The department that set a condition says that it is met."""
    conditions.finish(turn.session, turn.house, turn.actor, task, turn.now)
    turn.toast(texts.DONE_MET)


def card(view: View) -> Say:
    """In the group of the department that set it."""
    one = conditions.by_id(view.session, view.subject_id)
    order = view_of(view.session, view.house, one.order_id, view.now)
    said = [texts.CONDITION_CARD(view.lang, head=head(order, view.lang)), *condition_lines(view, order, one)]
    if one.met_at is not None or order.ended:
        return Say(lines(said))
    return Say(lines(said), ((do(texts.BTN_MET.plain(view.lang), "approval.condition_met", task=one.id),),))


def left(view: View) -> Say | None:
    """To the owner: what to do by when, and what waits for it."""
    one = conditions.by_id(view.session, view.subject_id)
    if one.met_at is not None:
        return None
    order = view_of(view.session, view.house, one.order_id, view.now)
    by = who(order, one.department, one.set_by, view.lang)
    said = [texts.CONDITION_LEFT(view.lang, head=head(order, view.lang), who=by), *condition_lines(view, order, one)]
    said.append(texts.CONDITION_THEN(view.lang, who=by))
    return Say(lines(said), rows((act(texts.BTN_ORDER.plain(view.lang), "order.show", order=order.id),)))


def was_met(view: View) -> Say:
    """To the owner: it is done, nothing waits for it any more."""
    one = conditions.by_id(view.session, view.subject_id)
    order = view_of(view.session, view.house, one.order_id, view.now)
    by = who(order, one.department, str(view.facts["by"]), view.lang)
    words = seen_words(view, order, one.department, one.words)
    return Say(texts.CONDITION_MET(view.lang, head=head(order, view.lang), words=words, who=by), silent=True)


def condition_lines(view: View, order: OrderView, one: ConditionView) -> Iterator[Markup]:
    """What, who until when, what waits for it, and how it stands."""
    lang = view.lang
    yield texts.CONDITION_WORDS(lang, words=seen_words(view, order, one.department, one.words))
    if one.due_on is None:
        yield texts.CONDITION_BY_BARE(lang, who=one.owner)
    else:
        yield texts.CONDITION_BY(lang, who=one.owner, day=formats.day(lang, one.due_on, view.today))
    if one.met_at is not None:
        at = view.moment(one.met_at)
        yield texts.CONDITION_DONE(lang, at=at)
        return
    yield texts.CONDITION_BLOCKS[one.blocks](lang)
    if one.due_on is not None and one.due_on < view.today:
        yield texts.CONDITION_LATE(lang, days=(view.today - one.due_on).days)
