"""Who was reminded of what about an order, as `/why` tells it."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.folding import clipped
from handlers.order.words import together
from handlers.reminders import texts
from handlers.view import View
from services.reminders import answering, told
from services.reminders.answering import Answer
from services.reminders.told import Told


def told_lines(view: View, order_id: int) -> Iterator[Markup]:
    """`11月24日 10:00 催张敏：催客户付款` and `10:35 张敏回：…`, oldest first; then what rests."""
    reminders = [(one.at, _told(view, one)) for one in told.of_order(view.session, view.house, order_id)]
    answers = [
        (one.at, answered(view, one)) for one in answering.of_order(view.session, order_id) if may_read(view, one)
    ]
    yield from (line for _at, line in sorted([*reminders, *answers], key=itemgetter(0)))
    for rest in told.resting(view.session, view.house, order_id, view.now):
        until = view.moment(rest.until) if rest.until else ""
        why = texts.WHY[rest.reason].plain(view.lang) if rest.reason else ""
        at = view.moment(rest.at)
        name = rest.name.in_(view.lang)
        yield texts.PAUSED[rest.how.value](view.lang, name=name, who=rest.person, at=at, until=until, why=why)


def _told(view: View, one: Told) -> Markup:
    words = texts.TOLD_UP if one.escalated else texts.TOLD
    return words(view.lang, at=view.moment(one.at), who=_whom(view, one), name=one.name.in_(view.lang))


def may_read(view: View, answer: Answer) -> bool:
    """Words may name amounts: beside those who see them only the department reads them that wrote them."""
    return view.money is MoneyView.FULL or set(view.chat.departments) == {answer.department}


LONGEST = 200


def answered(view: View, answer: Answer) -> Markup:
    """`10:35 张敏回：客户说周五付`."""
    return texts.ANSWERED(view.lang, at=view.moment(answer.at), who=answer.person, words=clipped(answer.words, LONGEST))


def _whom(view: View, one: Told) -> str:
    names = [department.in_(view.lang) for department in one.departments]
    return one.person or (together(names, view.lang) if names else texts.SOMEBODY.plain(view.lang))
