"""期初: the card on which finance judges the money that came in before the orders did."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.say import Say, act, do
from handlers.sheets import texts
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import jobs, people
from services.order_facts import minor_per_unit
from services.sheets import opening_money, store
from services.sheets.opening_money import ClaimFacts

SHOWN = 8
AT_ONCE = 5
"""So many slips are shown one by one at a time."""


def card(view: View) -> Say:
    """What is claimed, order by order; all of it is confirmed by one press, or each by its own card."""
    one = store.facts(view.session, view.subject_id)
    found = opening_money.claims(view.session, one.id)
    waiting = [claim for claim in found if claim.state == "waiting"]
    said = list(_lines(view, one, found, waiting))
    if not waiting:
        return Say(lines(said))
    full = view.money is MoneyView.FULL
    amount = opening_money.waiting_sum(found)
    each = act(texts.OPENING_EACH.plain(view.lang), "opening.each", sheet=one.id)
    if not full:
        return Say(lines(said), ((each,),))
    label = texts.OPENING_ALL.plain(view.lang, amount=_money(view, amount))
    return Say(lines(said), ((do(label, "opening.confirm", style="success", sheet=one.id, amount=amount),), (each,)))


def _lines(view: View, one: store.SheetFacts, found: list[ClaimFacts], waiting: list[ClaimFacts]) -> Iterator[Markup]:
    yield texts.OPENING(view.lang, name=one.name)
    at = view.moment(one.decided_at or view.now)
    yield texts.OPENING_BY(view.lang, who=people.name_of(view.session, one.person_id), at=at)
    full = view.money is MoneyView.FULL
    for claim in (waiting or found)[:SHOWN]:
        if full:
            amount = _money(view, claim.amount_minor)
            yield texts.OPENING_LINE(view.lang, number=claim.number, customer=claim.customer, amount=amount)
        else:
            yield texts.OPENING_LINE_BARE(view.lang, number=claim.number, customer=claim.customer)
    if len(waiting or found) > SHOWN:
        yield texts.AND_MORE(view.lang, count=len(waiting or found) - SHOWN)
    if waiting and full:
        amount = _money(view, opening_money.waiting_sum(found))
        yield texts.OPENING_LEFT(view.lang, count=len(waiting), amount=amount)
    elif waiting:
        yield texts.OPENING_LEFT_BARE(view.lang, count=len(waiting))
    done = {state: sum(1 for claim in found if claim.state == state) for state in ("confirmed", "not_found")}
    if any(done.values()):
        yield texts.OPENING_DONE(view.lang, confirmed=done["confirmed"], not_found=done["not_found"])
    if waiting:
        yield texts.OPENING_RULE(view.lang)


def _money(view: View, minor: int) -> str:
    return formats.money(Decimal(minor) / minor_per_unit(view.book.currency), view.book.currency)


# ── acts ───────────────────────────────────────────────────────────────────────────────────


def confirm(turn: Turn, sheet: int, amount: int) -> None:
    """全部到账: every claim that waits, if it is still what the button said. The second worker notes them."""
    one = store.facts(turn.session, sheet)
    opening_money.require_judge(turn.session, turn.house, turn.actor, sheet, one.person_id, amount)
    jobs.add(
        turn.session, "opening.confirm", person_id=turn.actor.id, chat_id=turn.chat.id, now=turn.now,
        args={"sheet": sheet},
    )  # fmt: skip
    turn.toast(texts.OPENING_WORKING)


def each(turn: Turn, sheet: int) -> None:
    """The next few claims as slips of their own, to be judged one by one."""
    one = store.facts(turn.session, sheet)
    found = opening_money.claims(turn.session, sheet)
    opening_money.require_judge(
        turn.session, turn.house, turn.actor, sheet, one.person_id, opening_money.waiting_sum(found)
    )
    for claim in [claim for claim in found if claim.state == "waiting"][:AT_ONCE]:
        turn.card("slip", f"slip:{claim.slip_id}", order_id=claim.order_id, repost=True)
