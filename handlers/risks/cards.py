"""The card of a risk, with its pages, and the questions that are asked beside it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.names import Level
from domain.risks import NEEDS_WORDS, Closing
from handlers.approvals.asking import who_is_asked
from handlers.order import texts as order_texts
from handlers.order.cards import order_seen
from handlers.order.lists import list_line, pick_order
from handlers.order.words import head
from handlers.risks import texts
from handlers.risks.words import about, days_open, level_name, readable, what
from handlers.say import Button, Row, Say, act, do, in_rows, rows
from handlers.view import View
from locales import lines
from services import people
from services.errors import NotFound
from services.order_view import view_of
from services.risks import reading, writing
from services.risks.reading import RiskView

MOST_PEOPLE = 10


def seen(view: View) -> RiskView | None:
    """The risk of a card; in a private chat only what its person may look at."""
    try:
        if view.chat.private:
            person = people.by_telegram_id(view.session, view.chat.id)
            if person is None:
                return None
            writing.reachable(view.session, view.house, person, view.subject_id)
        return reading.one(view.session, view.house, view.subject_id)
    except NotFound:
        return None


def card(view: View) -> Say | None:
    """What is feared, how grave it is, who sees to it, what is done; closed, how it ended."""
    risk = seen(view)
    if risk is None or _is_news_no_more(view, risk):
        return None
    said = lines([*_body(view, risk), *_question(view, risk)])
    return Say(said, _buttons(view, risk), lasting=True)


def _is_news_no_more(view: View, risk: RiskView) -> bool:
    """Those who were to hear of it without having asked have heard nothing yet, and need not: it is 低, or closed."""
    return bool(view.facts.get("told")) and view.message_id is None and (risk.level is Level.LOW or not risk.is_open)


def _body(view: View, risk: RiskView) -> Iterator[Markup]:
    lang = view.lang
    yield texts.HEAD(lang, level=level_name(view, risk), about=about(view, risk))
    if not risk.is_open:
        yield closed_line(view, risk)
    yield lines([what(view, risk)])
    if risk.owner:
        yield texts.OWNER(lang, who=risk.owner)
    else:
        yield texts.NO_OWNER(lang, department=risk.department_name.in_(lang))
    yield _since(view, risk)
    if risk.countermeasure:
        yield texts.COUNTERMEASURE(
            lang, words=readable(view, risk.countermeasure, risk.written_in.get("countermeasure", ""))
        )
    if risk.contingency:
        yield texts.CONTINGENCY(lang, words=readable(view, risk.contingency, risk.written_in.get("contingency", "")))
    if risk.is_open and not (risk.countermeasure or risk.contingency):
        yield texts.NOTHING_WRITTEN(lang)


def _since(view: View, risk: RiskView) -> Markup:
    days = days_open(view, risk.opened_at) if risk.is_open else 0
    at = view.moment(risk.opened_at)
    if risk.opened_by:
        phrase = texts.BY_PERSON_DAYS if days else texts.BY_PERSON
        return phrase(view.lang, **{"who": risk.opened_by, "at": at, **({"days": days} if days else {})})
    return texts.BY_RULE_DAYS(view.lang, at=at, days=days) if days else texts.BY_RULE(view.lang, at=at)


def closed_line(view: View, risk: RiskView) -> Markup:
    """How it ended, by whom and when."""
    assert risk.closed_at is not None
    assert risk.closing is not None
    at = view.moment(risk.closed_at)
    if not risk.closed_by:
        return texts.CLOSED_ITSELF(view.lang, at=at)
    said = {"closing": texts.CLOSING[risk.closing].plain(view.lang), "who": risk.closed_by, "at": at}
    if not risk.closing_words:
        return texts.CLOSED(view.lang, **said)
    return texts.CLOSED_WORDS(
        view.lang, words=readable(view, risk.closing_words, risk.written_in.get("closed", "")), **said
    )


_ASKS = {"level": texts.ASK_NEW_LEVEL, "owner": texts.ASK_OWNER, "close": texts.ASK_CLOSING, "new": texts.ASK_LEVEL}


def _question(view: View, risk: RiskView) -> Iterator[Markup]:
    asks = _ASKS.get(str(view.facts.get("page", ""))) if risk.is_open else None
    if asks is not None:
        yield asks(view.lang)


# ── buttons ────────────────────────────────────────────────────────────────────────────────


def _buttons(view: View, risk: RiskView) -> tuple[Row, ...]:
    lang, page = view.lang, view.facts.get("page", "")
    show = act(order_texts.BTN_SHOW.plain(lang), "order.show", order=risk.order_id) if risk.order_id else None
    if not risk.is_open:
        return rows((show,) if show else None)
    back = (act(texts.BTN_BACK.plain(lang), "risk.page", risk=risk.id, page=""),)
    if page == "level":
        return rows(_levels(view, risk), back)
    if page == "owner":
        return (*_owners(view, risk), back)
    if page == "close":
        return rows(_closings(view, risk), (act(texts.BTN_NOT_CLOSE.plain(lang), "risk.page", risk=risk.id, page=""),))
    ending = (_page(view, risk, "close"), show) if show else (_page(view, risk, "close"),)
    return rows(_levels(view, risk) if page == "new" else None, *_plain(view, risk), ending)


_PAGES = {"level": texts.BTN_LEVEL, "owner": texts.BTN_OWNER, "close": texts.BTN_CLOSE}


def _page(view: View, risk: RiskView, page: str) -> Button:
    return act(_PAGES[page].plain(view.lang), "risk.page", risk=risk.id, page=page)


def _plain(view: View, risk: RiskView) -> tuple[Row, ...]:
    lang = view.lang
    measure = texts.BTN_COUNTERMEASURE_AGAIN if risk.countermeasure else texts.BTN_COUNTERMEASURE
    plan = texts.BTN_CONTINGENCY_AGAIN if risk.contingency else texts.BTN_CONTINGENCY
    return (
        (
            act(measure.plain(lang), "risk.write", risk=risk.id, part="countermeasure"),
            act(plan.plain(lang), "risk.write", risk=risk.id, part="contingency"),
        ),
        (_page(view, risk, "owner"), _page(view, risk, "level")),
    )


def _levels(view: View, risk: RiskView) -> Row:
    return tuple(
        do(texts.LEVEL[level].plain(view.lang), "risk.level", style="primary" if level is risk.level else None,
           risk=risk.id, level=level.value)
        for level in Level
    )  # fmt: skip


def _owners(view: View, risk: RiskView) -> tuple[Row, ...]:
    found = writing.candidates(view.session, view.house, risk.department, but=risk.owner_id)[:MOST_PEOPLE]
    return in_rows([do(one.name, "risk.own", risk=risk.id, person=one.id) for one in found])


def _closings(view: View, risk: RiskView) -> Row:
    return tuple(
        (act if closing in NEEDS_WORDS else do)(
            texts.CLOSING[closing].plain(view.lang), "risk.close", risk=risk.id, closing=closing.value
        )
        for closing in Closing
    )


# ── questions ──────────────────────────────────────────────────────────────────────────────


def asking(view: View) -> Say | None:
    """What is feared?"""
    order = order_seen(view)
    if order is None:
        return None
    phrase = texts.ASK_WORDS if view.facts.get("again") else texts.ASK
    said = phrase(view.lang, who=who_is_asked(view), head=head(order, view.lang))
    leave = act(texts.BTN_LEAVE.plain(view.lang), "risk.leave", order=order.id)
    return Say(said, ((leave,),), placeholder=texts.ASK_HINT.plain(view.lang))


def asking_part(view: View) -> Say | None:
    """应对措施 or 预案, in a sentence."""
    risk = seen(view)
    if risk is None or not risk.is_open:
        return None
    part = str(view.facts["part"])
    said = texts.ASK_PART[part](view.lang, who=who_is_asked(view), about=about(view, risk))
    return Say(said, placeholder=texts.PART_HINT[part].plain(view.lang))


def asking_why_closed(view: View) -> Say | None:
    """Why it is let be, or never was one."""
    risk = seen(view)
    if risk is None or not risk.is_open:
        return None
    phrase = texts.ASK_CLOSING_WORDS[Closing(str(view.facts["closing"]))]
    said = phrase(view.lang, who=who_is_asked(view), about=about(view, risk))
    return Say(said, placeholder=texts.CLOSING_HINT.plain(view.lang))


def which(view: View) -> Say:
    """Several orders fit."""
    found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
    top = texts.WHICH(view.lang, text=str(view.facts["text"]), count=len(found))
    return Say(lines([top, *(list_line(view, order) for order in found)]), pick_order(view, found, "risk.ask"))
