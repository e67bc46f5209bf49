"""待审批: the list that stands pinned in a group, what is said about it, and all of it in private."""

from __future__ import annotations

from markupsafe import Markup

from domain.money import from_minor
from domain.process.names import MoneyView
from domain.understanding.verdict import Said, read_verdict
from handlers.order import texts as order_texts
from handlers.order.words import of_department
from handlers.say import Say, act, rows
from handlers.turn import Turn
from handlers.unheard import NO_ANSWER
from handlers.view import View
from handlers.waiting import texts
from handlers.waiting.todo import AT_MOST, AT_ONCE
from locales import formats, lines
from services import people, waiting_lists
from services.waiting import Kind
from services.waiting_lists import Entry

NO_WORDS_FOR_IT = (*NO_ANSWER, Said.READ)
"""What colleagues say to each other below a list; the bot keeps out of it."""


def standing(view: View) -> Say | None:
    """The list as it stands in the group. It never rings: what is new rings by its own card."""
    if not view.chat.departments:
        ended = texts.GROUP_ENDED(view.lang)
        return Say(ended, silent=True, lasting=True, pin=False) if view.facts.get("ended") else None
    count, found = _found(view, AT_ONCE)
    mine = act(texts.BTN_MINE.plain(view.lang), "todo.show")
    every = act(texts.BTN_ALL.plain(view.lang), "todo.group")
    said = _body(view, texts.GROUP_HEAD(view.lang, count=count), found, count)
    return Say(said, rows((mine, every) if count > len(found) else (mine,)), silent=True, lasting=True, pin=True)


def show_all(turn: Turn) -> None:
    """Every line, to the private chat of whoever asks; amounts as far as they may see them."""
    turn.tell(people.private_chat(turn.session, turn.actor.id), "waiting.all", group=turn.chat.id)
    turn.toast(texts.SENT)


def whole(view: View) -> Say | None:
    """What waits for a group, for one person."""
    group = people.chat_facts(view.session, int(view.facts["group"]))
    reader = people.by_telegram_id(view.session, view.chat.id)
    if reader is None:
        return None
    count, found = waiting_lists.of_group(
        view.session, view.house, group.departments, view.now, at_most=AT_MOST, reader=reader
    )
    return Say(_body(view, texts.GROUP_OF(view.lang, count=count), found, count))


def _found(view: View, at_most: int) -> tuple[int, tuple[Entry, ...]]:
    return waiting_lists.of_group(view.session, view.house, view.chat.departments, view.now, at_most=at_most)


def _body(view: View, head: Markup, found: tuple[Entry, ...], count: int) -> Markup:
    if not count:
        return texts.GROUP_NOTHING(view.lang)
    said = [head, *(line(view, n, entry) for n, entry in enumerate(found, start=1))]
    if count > len(found):
        said.append(texts.MORE(view.lang, count=count - len(found)))
    return lines(said)


def line(view: View, n: int, entry: Entry) -> Markup:
    """`1 XS261123-005 永盛五金 · 等财务 李娜定 · 11月23日 10:05起`: a moment, since a time that runs would change it."""
    lang, zone = view.lang, view.house.zone
    head = order_texts.HEAD(lang, number=entry.number, customer=entry.customer or entry.type.in_(lang))
    since = formats.local(entry.waiting.since, zone)
    at = texts.GROUP_AT.plain(
        lang, day=formats.day_short(lang, since.date(), view.today), time=formats.time(since, zone)
    )
    return texts.GROUP_LINE(lang, n=n, head=head, what=_what(view, entry), at=at)


def _what(view: View, entry: Entry) -> str:
    lang, one = view.lang, entry.waiting
    department = entry.department.in_(lang)
    if one.kind is Kind.SLIP:
        if view.money is not MoneyView.FULL or entry.amount_minor is None:
            return texts.GROUP_SLIP.plain(lang)
        claimed = from_minor(entry.amount_minor, entry.currency).amount
        return texts.GROUP_SLIP_AMOUNT.plain(lang, amount=formats.money(claimed, entry.currency))
    if one.kind is Kind.SIGNOFF:
        name = entry.signoff.in_(lang) if entry.signoff else one.words
        return texts.GROUP_SIGNOFF.plain(lang, who=department, name=name)
    who = of_department(department, one.person, lang)
    if one.kind is Kind.AFTER_SALE:
        return texts.GROUP_AFTER_SALE.plain(lang, who=who)
    if one.kind is Kind.GOODS_BACK:
        return texts.GROUP_GOODS_BACK.plain(lang, who=who)
    if one.kind is Kind.IMPACT:
        return texts.GROUP_IMPACT.plain(lang, who=who)
    if one.deputy:
        return texts.GROUP_SEAT_AWAY.plain(lang, who=who, deputy=one.deputy)
    return texts.GROUP_SEAT.plain(lang, who=who)


# ── said to it, and about it ───────────────────────────────────────────────────────────────


def looks_like_a_verdict(words: str) -> bool:
    """Whether words begin like an answer to a card."""
    return read_verdict(words).said not in NO_WORDS_FOR_IT


def replied(turn: Turn, subject: str) -> None:
    """The list takes no votes. Whoever seems to give one is told where it counts."""
    if looks_like_a_verdict(turn.text):
        turn.reply("waiting.heard", subject)


def no_vote(view: View) -> Say:
    return Say(texts.NO_VOTE(view.lang))


def here(view: View) -> Say:
    """`/todo` in the group: this is the list; hangs on it."""
    count, _none = _found(view, 0)
    return Say(texts.HERE(view.lang, count=count) if count else texts.HERE_NOTHING(view.lang))


def not_pinned(view: View) -> Say:
    """What an administrator can do where the bot may not pin."""
    title = str(view.facts["title"]) or texts.NO_TITLE.plain(view.lang)
    return Say(texts.NOT_PINNED(view.lang, group=title))
