"""周报 as a message: the picture with what matters under it, then the names; and asking for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import cast

from markupsafe import Markup

from domain.money import from_minor
from domain.process.names import Checkpoint, MoneyView
from handlers.changes.words import factor_words
from handlers.folding import PAGE, clipped, units
from handlers.order import texts as order_texts
from handlers.order.words import plain, together
from handlers.reports import texts
from handlers.reports.words import long
from handlers.risks.words import days_open, readable
from handlers.say import Say, act
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from locales.text import Text
from services import jobs
from services.reports import weekly_report
from services.reports.shape import Gate, NamedRisk, Report, is_empty

NAMED = 3
"""So many of the gravest risks stand under the picture."""
WORDS = 40
AT_MOST = 12
LOW_NAMED = 5


def ask(turn: Turn) -> None:
    """The report as it stands now, in this chat."""
    weekly_report.ask(turn.session, turn.house, turn.actor, turn.chat.id, turn.now)
    turn.toast(texts.COMING)


# ── under the picture ──────────────────────────────────────────────────────────────────────


def message(view: View) -> Say:
    """The picture, where it could be drawn, and at most ten lines."""
    report = cast("Report", view.facts["report"])
    kept = jobs.file_of(view.session, int(view.facts["job"])) if view.facts.get("drawn") else None
    said = lines(_summary(view, report))
    rows = ((act(texts.BTN_RISKS.plain(view.lang), "risk.list", only="all", start=0, whole=False),),)
    return Say(said, rows if any(map(any, report["risks"])) else (), photo=kept[1] if kept else None)


def _summary(view: View, report: Report) -> Iterator[Markup]:
    lang = view.lang
    yield texts.HEAD(lang, day=_day(view, report))
    if is_empty(report):
        yield texts.NOTHING(lang)
        return
    high, mid, low = (sum(counts) for counts in report["risks"])
    if high + mid + low:
        yield texts.RISKS(lang, count=high + mid + low, high=high, mid=mid, low=low)
    else:
        yield texts.NO_RISKS_LINE(lang)
    yield from _gravest(view, report)
    if report["gates"]:
        yield texts.GATES(lang, gates=texts.SEMICOLON.joined(lang, (_gate(view, one) for one in report["gates"])))
    yield from _latency(view, report)
    yield from _changes(view, report)
    yield from _unassessed(view, report)


def _day(view: View, report: Report) -> str:
    return formats.day(view.lang, date.fromisoformat(report["day"]), view.today)


def _gate(view: View, one: Gate) -> str:
    at = view.book.checkpoint_names[Checkpoint(one["checkpoint"])].in_(view.lang)
    if view.money is not MoneyView.FULL:
        return texts.GATE_BARE.plain(view.lang, at=at, count=one["orders"])
    money = from_minor(one["minor"], one["currency"])
    said = formats.money(money.amount, money.currency)
    return texts.GATE.plain(view.lang, at=at, count=one["orders"], money=said)


def _latency(view: View, report: Report) -> Iterator[Markup]:
    found, lang = report["latency"], view.lang
    if not found:
        return
    count, late, waiting = (sum(one[part] for one in found) for part in ("count", "late", "waiting"))
    promised, said = long(report["promised"], lang), list[str]()
    if not report["promised"]:
        said.append(texts.GIVEN.plain(lang, count=count))
    elif late:
        said.append(texts.GIVEN_LATE.plain(lang, count=count, late=late, long=promised))
    elif count:
        said.append(texts.GIVEN_IN_TIME.plain(lang, count=count, long=promised))
    if waiting:
        said.append(texts.OVERDUE.plain(lang, count=waiting, long=promised))
    if late or waiting or not report["promised"]:
        slowest, median = view.department(found[0]["department"]), long(found[0]["median"], lang)
        said.append(texts.SLOWEST.plain(lang, department=slowest, median=median))
    yield texts.LATENCY(lang, said=texts.SEMICOLON.joined(lang, said))


def _changes(view: View, report: Report) -> Iterator[Markup]:
    found = report["factors"]
    if found:
        week, month = sum(one[1] for one in found), sum(one[2] for one in found)
        factor = factor_words(view.book.change, found[0][0], None, view.lang)
        yield texts.CHANGES(view.lang, week=week, month=month, factor=factor)


def _unassessed(view: View, report: Report) -> Iterator[Markup]:
    """Who did nothing, and who did a part."""
    lang, said = view.lang, list[str]()
    nothing = [view.department(key) for key, done, _all in report["unassessed"] if not done]
    part = [
        texts.ASSESSED_OF.plain(lang, department=view.department(key), done=done, all=of)
        for key, done, of in report["unassessed"]
        if done
    ]
    if nothing:
        said.append(texts.UNASSESSED.plain(lang, departments=together(nothing, lang)))
    if part:
        said.append(texts.HALF_ASSESSED.plain(lang, departments=together(part, lang)))
    if said:
        yield plain(texts.SEMICOLON.joined(lang, said))


# ── risks by name ──────────────────────────────────────────────────────────────────────────


def _about(view: View, one: NamedRisk) -> Markup:
    if one["number"]:
        return order_texts.HEAD(view.lang, number=one["number"], customer=one["customer"])
    return plain(view.department(one["department"]))


def _what(view: View, one: NamedRisk) -> str:
    if one["words"]:
        return clipped(readable(view, one["words"], one["opened_department"]), WORDS)
    return _rule(view, one["rule"])


def _rule(view: View, key: str) -> str:
    rule = view.book.reminders.get(key)
    return rule.name.in_(view.lang) if rule else key


def _gravest(view: View, report: Report) -> Iterator[Markup]:
    """The oldest high ones, and middling ones where there is room left."""
    high, room = report["high"], max(NAMED - len(report["high"]), 0)
    yield from _named(view, texts.HIGH, high[:NAMED])
    yield from _named(view, texts.MID, report["mid"][:room], start=len(high) + 1)
    if len(high) > NAMED:
        yield texts.HIGH_MORE(view.lang, count=len(high) - NAMED)
    elif len(report["mid"]) > room:
        yield texts.MID_MORE(view.lang, count=len(report["mid"]) - room)


def _named(view: View, phrase: Text, risks: Sequence[NamedRisk], *, start: int = 1) -> Iterator[Markup]:
    for n, one in enumerate(risks, start=start):
        days = days_open(view, datetime.fromisoformat(one["opened_at"]))
        who = one["owner"] or view.department(one["department"])
        yield phrase(view.lang, n=n, about=_about(view, one), what=_what(view, one), who=who, days=days)


# ── the names ──────────────────────────────────────────────────────────────────────────────


def has_details(report: Report) -> bool:
    """Whether there is anything to name beside what stands under the picture."""
    unnamed = len(report["high"]) + len(report["mid"]) > NAMED
    return bool(unnamed or report["low"] or report["unheard"] or report["doubtful"])


def details(view: View) -> Say | None:
    """Risks, what nobody answered, rules that cry wolf. It never rings: the picture did."""
    report = cast("Report", view.facts["report"])
    if not has_details(report):
        return None
    said, room = [texts.DETAILS(view.lang, day=_day(view, report))], PAGE
    for line in _details(view, report):
        room -= units(line) + 1
        if room < 0:
            break
        said.append(line)
    return Say(lines(said), silent=True)


def _details(view: View, report: Report) -> Iterator[Markup]:
    lang = view.lang
    if len(report["high"]) > NAMED:
        yield texts.PART_HIGH(lang)
        yield from _named(view, texts.HIGH, report["high"][:AT_MOST])
        yield from _more(view, len(report["high"]) - AT_MOST)
    if report["mid"] and len(report["high"]) + len(report["mid"]) > NAMED:
        yield texts.PART_MID(lang, count=len(report["mid"]))
        yield from _named(view, texts.MID, report["mid"][:AT_MOST])
        yield from _more(view, len(report["mid"]) - AT_MOST)
    if report["unheard"]:
        yield texts.PART_UNHEARD(lang)
        for one in report["unheard"][:AT_MOST]:
            at = view.moment(datetime.fromisoformat(one["at"]))
            about = order_texts.HEAD(lang, number=one["number"], customer=one["customer"])
            if one["count"] > 1:
                yield texts.UNHEARD_SEVERAL(
                    lang, about=about, rule=_rule(view, one["rule"]), at=at, count=one["count"]
                )  # fmt: skip
            else:
                yield texts.UNHEARD(lang, about=about, rule=_rule(view, one["rule"]), at=at)
        yield from _more(view, len(report["unheard"]) - AT_MOST)
    if report["low"]:
        yield texts.PART_LOW(lang, count=len(report["low"]))
        for risk in report["low"][:LOW_NAMED]:
            yield texts.LOW(lang, about=_about(view, risk), what=_what(view, risk))
        yield from _more(view, len(report["low"]) - LOW_NAMED)
    if report["doubtful"]:
        yield texts.PART_DOUBTFUL(lang)
        for rule in report["doubtful"]:
            told = {"closed": rule["closed"], "false": rule["false"]}
            yield texts.DOUBTFUL(lang, rule=_rule(view, rule["rule"]), **told)


def _more(view: View, count: int) -> Iterator[Markup]:
    if count > 0:
        yield texts.MORE(view.lang, count=count)
