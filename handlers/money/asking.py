"""What the salesperson reads while a slip is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from markupsafe import Markup

from domain.process.names import MoneyView
from handlers.money import texts
from handlers.money.amounts import offered, said_bad
from handlers.money_words import amount
from handlers.order.cards import order_seen
from handlers.order.words import head, interface, method_name, short_name
from handlers.say import Button, Say, act, do, rows
from handlers.view import View
from locales import formats, lines
from services import money
from services.order_parts import slip_view
from services.order_view import OrderView, view_of
from services.pace import calendar_of


def of_slip(view: View) -> OrderView:
    """The order that a slip is for."""
    return view_of(view.session, view.house, money.get_slip(view.session, view.subject_id).order_id, view.now)


def which(view: View) -> Say:
    """Whose slip? The orders that wait for money, a button each."""
    found = [view_of(view.session, view.house, order, view.now) for order in view.facts["orders"]]
    files = int(view.facts.get("files", 0))
    if not found:
        return Say((texts.NOTHING_UNPAID_FILE if files else texts.NOTHING_UNPAID)(view.lang))
    if files > 1:
        said = texts.WHICH_ORDER_FILES(view.lang, count=files)
    else:
        said = (texts.WHICH_ORDER_FILE if files else texts.WHICH_ORDER)(view.lang)
    return Say(said, tuple((_owing(view, order, files > 0),) for order in found))


def _owing(view: View, order: OrderView, files: bool) -> Button:
    name = short_name(order, view.lang)
    if view.money is MoneyView.FULL:
        name = texts.OWING.plain(view.lang, order=name, missing=amount(order.unpaid_minor, order))
    return do(name, "slip.from_files", order=order.id) if files else act(name, "slip.start", order=order.id)


def ask(view: View) -> Say | None:
    """Send the slip, or write the amount."""
    order = order_seen(view)
    if order is None:
        return None
    bad = view.facts.get("bad")
    said: list[Markup] = []
    if bad or view.facts.get("not_money"):
        said.append(said_bad(bad, view.lang) if bad else texts.NOT_MONEY(view.lang))
    said.append(texts.ASK(view.lang, head=head(order, view.lang)))
    choices = offered(bad, order, "slip.claim", order=order.id)
    missing = tuple(_missing(view, order, "slip.claim", order=order.id))
    return Say(lines(said), rows(choices, missing), placeholder=texts.ASK_SLIP_HINT.plain(view.lang))


def ask_claim(view: View) -> Say:
    """How much is it?"""
    order, slip, facts = of_slip(view), money.get_slip(view.session, view.subject_id), view.facts
    name, bad = head(order, view.lang), facts.get("bad")
    said: list[Markup] = []
    if bad or facts.get("not_money"):
        said.append(said_bad(bad, view.lang) if bad else texts.NOT_AMOUNT(view.lang))
    if facts.get("correct") and slip.claimed_minor is not None and view.money is MoneyView.FULL:
        said.append(texts.ASK_CORRECT(view.lang, head=name, amount=amount(slip.claimed_minor, order)))
    elif facts.get("count"):
        said.append(texts.ASK_CLAIM_MORE(view.lang, head=name, count=int(facts["count"])))
    else:
        said.append(texts.ASK_CLAIM(view.lang, head=name))
    choices = offered(bad, order, "slip.claimed", slip=slip.id)
    missing = tuple(_missing(view, order, "slip.claimed", slip=slip.id))
    return Say(lines(said), rows(choices, missing), placeholder=texts.ASK_HINT.plain(view.lang))


def _missing(view: View, order: OrderView, name: str, /, **args: Any) -> Iterator[Button]:
    """What is missing now, and for the whole order where that is more."""
    if view.money is not MoneyView.FULL:
        return
    for missing in dict.fromkeys((order.missing_minor, order.unpaid_minor)):
        if missing > 0:
            label = texts.BTN_MISSING.plain(view.lang, missing=amount(missing, order))
            yield do(label, name, amount=missing, **args)


def received(view: View) -> Say:
    """Text 6: it came, who looks, and when they are at work."""
    order, slip = of_slip(view), money.get_slip(view.session, view.subject_id)
    finance = order.book.roles.money
    full = view.money is MoneyView.FULL
    claimed = amount(slip.claimed_minor or 0, order) if full else texts.HIDDEN.plain(view.lang)
    said = [
        texts.RECEIVED(view.lang, head=head(order, view.lang)),
        texts.RECEIVED_AMOUNT(view.lang, amount=claimed, who=interface(view, order, finance)),
        _when(view, finance),
    ]
    wrong = act(texts.BTN_WRONG.plain(view.lang), "slip.correct", slip=slip.id)
    another = act(texts.BTN_ANOTHER.plain(view.lang), "slip.start", order=order.id)
    return Say(lines(said), ((wrong, another),))


def _when(view: View, department: str) -> Markup:
    """Until when they work today, or when they begin next."""
    calendar = calendar_of(view.session, view.house, department)
    local: datetime = view.now.astimezone(view.house.zone)
    spans = calendar.hours.spans
    if calendar.is_workday(local.date()) and spans[0][0] <= local.time() < spans[-1][1]:
        return texts.RECEIVED_OPEN(view.lang, until=f"{spans[-1][1]:%H:%M}")
    begins = calendar.next_working_moment(view.now)
    day = formats.day(view.lang, begins.astimezone(view.house.zone).date(), view.today)
    return texts.RECEIVED_CLOSED(view.lang, when=f"{day} {formats.time(begins, view.house.zone)}")


def not_found(view: View) -> Say:
    """To whoever sent the slip: the money is not there."""
    order, slip = of_slip(view), slip_view(view.session, money.get_slip(view.session, view.subject_id))
    at = view.moment(slip.decided_at or slip.sent_at)
    note, known = not view.book.counts_at_once(slip.method or ""), slip.claimed_minor is not None
    about = {
        "who": slip.decided_by, "at": at, "amount": amount(slip.claimed_minor or 0, order),
        "method": method_name(view.book, slip.method, view.lang),
    }  # fmt: skip
    full, bare = (texts.NOT_PAID_WHAT, texts.NOT_PAID_BARE) if note else (texts.NOT_FOUND_WHAT, texts.NOT_FOUND_BARE)
    phrase = full if known and view.money is MoneyView.FULL else bare
    heading = (texts.NOT_PAID_CARD if note else texts.NOT_FOUND)(view.lang, head=head(order, view.lang))
    what = phrase(view.lang, **{place: about[place] for place in phrase.places})
    said = [heading, what, (texts.NOT_PAID_DO if note else texts.NOT_FOUND_DO)(view.lang)]
    return Say(lines(said), ((act(texts.BTN_ANOTHER.plain(view.lang), "slip.start", order=order.id),),))


def file_of(view: View) -> Say:
    """A file that the card cannot show."""
    said = texts.FILE_OF(view.lang, head=head(of_slip(view), view.lang))
    file = str(view.facts["file"])
    if view.facts["kind"] == "photo":
        return Say(said, photo=file, silent=True)
    return Say(said, document=file, silent=True)
