"""Who was reminded of what about an order, as `/why` tells it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.order.words import together
from handlers.reminders import texts
from handlers.view import View
from services.reminders import answering, told
from services.reminders.answering import Answer
from services.reminders.told import Told


def told_lines(view: View, order_id: int) -> Iterator[Markup]:
    """`11月24日 10:00 催张敏：催客户付款`, oldest first; then what rests."""
    for one in told.of_order(view.session, view.house, order_id):
        at = view.moment(one.at)
        words = texts.TOLD_UP if one.escalated else texts.TOLD
        yield words(view.lang, at=at, who=_whom(view, one), name=one.name.in_(view.lang))
    for answer in answering.of_order(view.session, order_id):
        if may_read(view, answer):
            yield answered(view, answer)
    for rest in told.resting(view.session, view.house, order_id, view.now):
        until = view.moment(rest.until) if rest.until else ""
        why = texts.WHY[rest.reason].plain(view.lang) if rest.reason else ""
        at = view.moment(rest.at)
        name = rest.name.in_(view.lang)
        yield texts.PAUSED[rest.how.value](view.lang, name=name, who=rest.person, at=at, until=until, why=why)


def may_read(view: View, answer: Answer) -> bool:
    """Words of others may name amounts."""
    return view.money is MoneyView.FULL or answer.department in view.chat.departments


def answered(view: View, answer: Answer) -> Markup:
    """`10:35 张敏回：客户说周五付`."""
    return texts.ANSWERED(view.lang, at=view.moment(answer.at), who=answer.person, words=answer.words)


def _whom(view: View, one: Told) -> str:
    names = [department.in_(view.lang) for department in one.departments]
    return one.person or (together(names, view.lang) if names else texts.SOMEBODY.plain(view.lang))
