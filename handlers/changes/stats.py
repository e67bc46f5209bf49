"""`/stats 变更`: changes by cause, how they ended, how long they took."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.changes import ChangeState
from domain.rights import may
from handlers.changes import texts
from handlers.changes.words import factor_words
from handlers.order.words import together
from handlers.reports.texts import BTN_REPORT
from handlers.say import Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import people
from services.changes.statistics import ChangeStatistics, statistics, still_open
from services.house import who

PERIODS = (30, 90, 365)


def stats(turn: Turn) -> None:
    """The last thirty days first."""
    show(turn, PERIODS[0])


def show(turn: Turn, days: int) -> None:
    """Of another period."""
    turn.reply("change.stats", f"person:{turn.actor.id}", days=days if days in PERIODS else PERIODS[0])


def page(view: View) -> Say:
    """As far as the one who asked may look."""
    person = people.by_id(view.session, view.subject_id)
    told = statistics(view.session, view.house, person, int(view.facts["days"]), view.now)
    buttons = tuple(
        act(texts.BTN_DAYS.plain(view.lang, days=days), "change.stats", days=days)
        for days in PERIODS
        if days != told.days
    )
    report = (act(BTN_REPORT.plain(view.lang), "report.ask"),) if may(view.book, who(person), "report.read") else ()
    return Say(lines(list(_said(view, told))), rows(buttons, report))


def _said(view: View, told: ChangeStatistics) -> Iterator[Markup]:
    lang = view.lang
    if not told.count:
        yield texts.STATS_NONE(lang, days=told.days)
        if told.told:
            yield texts.STATS_TOLD(lang, count=told.told)
        return
    yield texts.STATS_HEAD(
        lang, days=told.days, count=told.count, applied=told.ended.get(ChangeState.APPLIED, 0),
        rejected=told.ended.get(ChangeState.REJECTED, 0), open=still_open(told),
    )  # fmt: skip
    for factor, count, kinds in told.factors:
        name = factor_words(view.book.change, factor, None, lang)
        share = f"{round(100 * count / told.count)}%"
        named = [texts.STATS_KIND.plain(lang, kind=_kind(view, factor, kind), count=of_kind) for kind, of_kind in kinds]
        if named:
            yield texts.STATS_FACTOR_KINDS(lang, factor=name, count=count, share=share, kinds=together(named, lang))
        else:
            yield texts.STATS_FACTOR(lang, factor=name, count=count, share=share)
    if told.average is not None:
        hours = round(told.average.total_seconds() / 3600, 1)
        yield texts.STATS_TIME(lang, hours=f"{hours:g}", late=told.late)
    elif told.late:
        yield texts.STATS_LATE(lang, late=told.late)
    if told.told:
        yield texts.STATS_TOLD(lang, count=told.told)
    if told.busiest and view.chat.private:
        most = [
            texts.STATS_ORDER.plain(lang, number=number, customer=customer, count=n)
            for number, customer, n in told.busiest
        ]
        yield texts.STATS_BUSIEST(lang, orders=together(most, lang))


def _kind(view: View, factor: str, kind: str) -> str:
    known = view.book.change.factors.get(factor) if view.book.change is not None else None
    found = next((one for one in known.kinds if one.key == kind), None) if known is not None else None
    return found.label.in_(view.lang) if found is not None else kind
