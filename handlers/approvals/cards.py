"""Lines of an approval's cards: why it came here, the one question, who has answered, how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.approvals import CONSENTS, ApprovalState, Joining, Verdict
from domain.process.names import MoneyView
from domain.process.words import LANGUAGES
from domain.understanding.amounts_told import tells_amount
from handlers.approvals import texts
from handlers.approvals.changes import changes
from handlers.changes.held import hold_line
from handlers.findings import finding_words
from handlers.folding import clipped, share
from handlers.making_good.words import link_lines
from handlers.order.words import delivery, field_words, goods, head_type, plain, together, total
from handlers.view import View
from locales import Text, formats
from services.approvals.reading import ApprovalView, SeatView
from services.order_view import OrderView

MORE, SURE = "more", "sure"
"""What a card shows beside its facts: more buttons, a second question before a large amount."""
SHOWN_REQUIREMENTS = 120
WHOLE = 1000
"""Longer than anything that is kept of what somebody says."""
ENDS = {ApprovalState.REJECTED: (Verdict.REJECT,), ApprovalState.SENT_BACK: (Verdict.SEND_BACK,)}
"""The vote that ended it: the card's last line tells it."""


# ── what is asked ──────────────────────────────────────────────────────────────────────────


def asked_lines(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> Iterator[Markup]:
    """Of a review: why it came here, what is judged, the one question."""
    lang = view.lang
    yield texts.ASK(lang, who=asked_name(order, seat, lang), head=head_type(order, lang))
    held = hold_line(view, order)
    if held is not None:
        yield held
    why = _why(view, order, approval, seat)
    yield from facts_lines(view, order, approval, said=why)
    yield why
    yield from question(view, seat)


def question(view: View, seat: SeatView) -> Iterator[Markup]:
    """The one question that is asked at this seat, in the reader's language if it was asked in it."""
    asked = seat.ask.get(LANGUAGES.get(view.lang, "zh")) or seat.ask.get(view.lang) or seat.ask.get("zh_Hans_CN") or ""
    if asked:
        yield texts.QUESTION(view.lang, question=asked)


def brought_in(view: View, seat: SeatView) -> Markup | None:
    """By which colleague this seat was passed on or added; None where the book asks it."""
    if seat.joining is Joining.TEAM:
        return None
    words = texts.WHY_PASSED_ON if seat.joining is Joining.PASSED_ON else texts.WHY_ADDED
    return words(view.lang, who=seat.asked_by)


def facts_lines(view: View, order: OrderView, approval: ApprovalView, said: str = "") -> Iterator[Markup]:
    """What is judged, as this chat may see it. Special wishes that are `said` as the reason are not told twice."""
    lang, full = view.lang, view.money is MoneyView.FULL
    if order.facts.terms and order.released_at is None and order.facts.net_minor <= 0 and not full:
        yield texts.ASK_PRODUCTION(lang)
    if order.makes_good is not None:
        yield from link_lines(view, order)
    if approval.before is not None:
        changed = changes(order, approval.before, approval.facts, lang=lang, money=view.money, today=view.today)
        if changed:
            yield texts.CHANGED(lang, changes=changed)
    yield from goods(order, lang, order.lines, priced=full)
    summed = total(order, lang) if full else None
    if summed is not None:
        yield summed
    wanted = _wanted(view, order)
    if wanted is not None:
        yield wanted
    wishes = field_words(order, "requirements", lang)
    if wishes and plain(wishes) not in said:
        yield plain(wishes[:SHOWN_REQUIREMENTS])


def _wanted(view: View, order: OrderView) -> Markup | None:
    """The day that is asked for: nobody has promised it yet."""
    if order.requested_on is not None:
        return texts.WANTED(view.lang, day=formats.day(view.lang, order.requested_on, view.today))
    return delivery(order, view.lang, view.today)


def asked_name(order: OrderView, seat: SeatView, lang: str) -> str:
    """Whose opinion it is: a person by name, or the department."""
    return seat.person or order.book.department_name(seat.department).in_(lang)


def _why(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> Markup:
    lang, by_colleague = view.lang, brought_in(view, seat)
    if by_colleague is not None:
        return by_colleague
    fired = [
        finding_words(order.book, order.leaf, key, facts, lang, money=view.money, today=view.today)
        for key, facts in approval.findings
        if key in seat.because
    ]
    if fired:
        return texts.WHY(lang, why=texts.WHY_AND.joined(lang, fired))
    if "always" in seat.because:
        return texts.WHY_ALWAYS(lang)
    return texts.WHY_ANY(lang, who=asked_name(order, seat, lang))


# ── what was answered ──────────────────────────────────────────────────────────────────────


def answers(view: View, order: OrderView, approval: ApprovalView, seat: SeatView) -> Iterator[Markup]:
    """The votes so far, and who is still waited for."""
    if approval.back is not None:
        at = view.moment(approval.back.at)
        yield texts.SENT_BACK_LEVEL(view.lang, who=approval.back.who, at=at, words=seen_by_any(view, approval.back.why))
    ended_by = ENDS.get(approval.state, ())
    answered = [one for one in approval.seats if one.verdict is not None and one.verdict not in ended_by]
    for one in answered:
        yield vote_line(view, order, one, most=share(len(answered)))
    waiting = [asked_name(order, one, view.lang) for one in approval.waiting if one.id != seat.id]
    if waiting and approval.state is ApprovalState.OPEN:
        yield texts.WAITS(view.lang, who=together(waiting, view.lang))


def vote_line(view: View, order: OrderView, seat: SeatView, *, most: int = WHOLE) -> Markup:
    """`财务 李娜 同意（10:32）`; the comment of somebody who may see money stays with those who may.

    `most`: characters of the comment; it stands whole in the outcome of the review.
    """
    lang = view.lang
    assert seat.verdict is not None

    def seen(words: str | None) -> str:
        return clipped(seen_words(view, order, seat.department, words), most)

    who = f"{asked_name(order, seat, lang)} {seat.voted_by}" if not seat.person else seat.voted_by
    if seat.voted_for:
        who = texts.FOR.plain(lang, who=who, principal=seat.voted_for)
    at = view.moment(seat.voted_at) if seat.voted_at else ""
    if seat.repeats:
        return texts.SAID_COMMENT(
            lang, said=texts.SAID[Verdict.APPROVE](lang, who=who, at=at), words=texts.SAID_BEFORE.plain(lang)
        )
    if seat.verdict is Verdict.CONDITIONAL:
        return texts.SAID[Verdict.CONDITIONAL](lang, who=who, at=at, words=seen(seat.condition))
    if seat.verdict not in CONSENTS:
        return texts.SAID[seat.verdict](lang, who=who, at=at, words=seen(seat.comment))
    if seat.promised_on is not None:
        said = texts.SAID_PROMISED(lang, who=who, at=at, day=formats.day_short(lang, seat.promised_on, view.today))
    else:
        said = texts.SAID[Verdict.APPROVE](lang, who=who, at=at)
    return texts.SAID_COMMENT(lang, said=said, words=seen(seat.comment)) if seat.comment else said


def seen_words(view: View, order: OrderView, department: str, words: str | None) -> str:
    """Free words may name a price: where no money is seen, those of a department that sees it are left out."""
    by = order.book.departments.get(department)
    knows_money = by is not None and by.money is MoneyView.FULL
    return seen_by_any(view, words) if knows_money else words or ""


def seen_by_any(view: View, words: str | None) -> str:
    """Free words of whoever it was: left out where they may tell an amount and no money is seen."""
    if view.money is not MoneyView.FULL and tells_amount(words or ""):
        return texts.HIDDEN.plain(view.lang)
    return words or ""


# ── how it ended ───────────────────────────────────────────────────────────────────────────


def over_line(view: View, order: OrderView, approval: ApprovalView, phrase: Text | None = None) -> Markup:
    """How it ended, by whom and when; of a review where no other phrase is given."""
    phrase = phrase or texts.OVER[approval.state]
    at = view.moment(approval.closed_at) if approval.closed_at else ""
    known = {"who": approval.closed_by, "at": at, "reason": _reason(view, order, approval)}
    return phrase(view.lang, **{place: known[place] for place in phrase.places})


def _reason(view: View, order: OrderView, approval: ApprovalView) -> str:
    """The seat that ended it says who may read its words."""
    last = next((seat for seat in approval.seats if seat.comment and seat.comment == approval.reason), None)
    return seen_words(view, order, last.department, approval.reason) if last else seen_by_any(view, approval.reason)
