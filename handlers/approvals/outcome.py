"""评审结论: the document of a review. Accepted or not, who said what, conditions, risks, benefit; one round at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from domain.approvals import ApprovalState
from domain.process.names import MoneyView
from handlers.approvals import texts
from handlers.approvals.cards import over_line, seen_words, vote_line
from handlers.approvals.conditions import condition_lines
from handlers.findings import finding_words
from handlers.folding import pages, quoted
from handlers.order.acts import seen
from handlers.order.cards import order_seen
from handlers.order.words import goods, head_type, plain, total
from handlers.say import Button, Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services.approvals import conditions, reading
from services.approvals.assessing import RATED, TOLD
from services.approvals.reading import ApprovalView, SeatView
from services.order_view import OrderView


def show(turn: Turn, order: int, round: int | None = None, page: int = 1) -> None:
    """The last round, or the one that was chosen; from its first page on."""
    seen(turn, order)
    turn.reply("approval.outcome", f"order:{order}", round=round, page=page)


def document(view: View) -> Say | None:
    """As this reader may see it."""
    order = order_seen(view)
    rounds = reading.all_of(view.session, view.subject_id)
    if order is None or not rounds:
        return None
    wanted = view.facts.get("round")
    one = next((each for each in rounds if each.round == wanted), rounds[-1])
    first = lines([*_head(view, order, one, len(rounds)), *_findings(view, order, one)])
    paged = pages([first, *_votes(view, order, one), *_conditions(view, order, one)])
    page = min(max(int(view.facts.get("page") or 1), 1), len(paged))
    said: list[Markup] = [] if page == 1 else [texts.OUTCOME_HEAD(view.lang, head=head_type(order, view.lang))]
    if len(paged) > 1:
        said.append(texts.PAGE(view.lang, n=page, count=len(paged)))
    said += paged[page - 1]
    others = [
        act(texts.BTN_ROUND.plain(view.lang, n=each.round), "approval.outcome", order=order.id, round=each.round)
        for each in rounds
        if each.round != one.round
    ]
    return Say(lines(said), rows(tuple(_turning(view, order, one, page, len(paged))), tuple(others[-4:])))


def _turning(view: View, order: OrderView, one: ApprovalView, page: int, count: int) -> Iterator[Button]:
    for label, to in ((texts.BTN_PAGE_BEFORE, page - 1), (texts.BTN_PAGE_AFTER, page + 1)):
        if 1 <= to <= count:
            yield act(label.plain(view.lang), "approval.outcome", order=order.id, round=one.round, page=to)


def _head(view: View, order: OrderView, one: ApprovalView, rounds: int) -> Iterator[Markup]:
    lang = view.lang
    yield texts.OUTCOME_HEAD(lang, head=head_type(order, lang))
    if one.state is ApprovalState.OPEN:
        yield texts.OUTCOME_OPEN(lang)
    else:
        yield (
            over_line(view, order, one)
            if one.state is not ApprovalState.APPROVED
            else texts.OUTCOME_ACCEPTED(lang, at=view.moment(one.closed_at) if one.closed_at else "")
        )
    yield texts.OUTCOME_REVISION(lang, revision=one.revision, n=one.round, count=rounds)
    if one.revision == order.revision:
        full = view.money is MoneyView.FULL
        yield from goods(order, lang, order.lines, priced=full)
        summed = total(order, lang) if full else None
        if summed is not None:
            yield summed


def _findings(view: View, order: OrderView, one: ApprovalView) -> Iterator[Markup]:
    for key, facts in one.findings:
        words = finding_words(order.book, order.leaf, key, facts, view.lang, money=view.money, today=view.today)
        yield texts.OUTCOME_FINDING(view.lang, what=words)


def _votes(view: View, order: OrderView, one: ApprovalView) -> Iterator[Markup]:
    """Everybody who answered, those of turns before a 退回 too, each with their assessment; a block each."""
    apart = True
    for seat in (*reading.voted_before(view.session, one.id), *one.seats):
        if seat.verdict is None:
            continue
        assessed = list(_assessment(view, order, seat, seat.assessment))
        gap = [plain("")] if apart or assessed else []
        yield lines([*gap, vote_line(view, order, seat), *assessed])
        apart = bool(assessed)


def _assessment(view: View, order: OrderView, seat: SeatView, said: Mapping[str, Any]) -> Iterator[Markup]:
    lang = view.lang
    rated = [
        texts.RATED.plain(lang, what=texts.PARTS[key].plain(lang), rating=texts.RATINGS[str(said[key])].plain(lang))
        for key in RATED
        if said.get(key) in texts.RATINGS
    ]
    if rated:
        yield texts.OUTCOME_RATED(lang, ratings=texts.RATED_AND.plain(lang).join(rated))
    told = [
        texts.PART_SAID(
            lang, what=texts.PARTS[key].plain(lang), words=seen_words(view, order, seat.department, str(said[key]))
        )
        for key in TOLD
        if said.get(key)
    ]
    if told:
        yield quoted(lines(told))


def _conditions(view: View, order: OrderView, one: ApprovalView) -> Iterator[Markup]:
    votes = {seat.vote_id for seat in one.seats}
    for condition in conditions.of_order(view.session, order.id):
        if condition.vote_id in votes:
            yield lines([plain(""), *condition_lines(view, order, condition)])
