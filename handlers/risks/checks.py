"""定期评估 in chat: one item at a time on one card, two buttons; what is found asks for a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from handlers.approvals.asking import who_is_asked
from handlers.order.words import together
from handlers.risks import acts
from handlers.risks import check_texts as texts
from handlers.say import Say, act, do
from handlers.turn import Turn
from handlers.unheard import second_hand
from handlers.view import View
from locales import formats, lines
from services import owed
from services.errors import NotFound
from services.finding import plain
from services.risks import checking
from services.risks.checking import CheckView


def fine(turn: Turn, check: int, item: str) -> None:
    """没事."""
    checking.fine(turn.session, turn.house, turn.actor, check, item, turn.now)
    turn.toast(texts.TICKED)


def ask(turn: Turn, check: int, item: str) -> None:
    """有风险: what is it?"""
    checking.tickable(turn.session, turn.house, turn.actor, check)
    turn.ask("check.ask", "check.given", {"check": check, "item": item}, subject=f"check:{check}", item=item)


def given(turn: Turn, check: int, item: str) -> None:
    """A sentence: it is in the register, and its card asks how grave it is."""
    words = turn.text.strip()
    if not words or turn.file() is not None:
        ask(turn, check, item)
        return
    risk = checking.found(turn.session, turn.house, turn.actor, check, item, words, turn.now)
    turn.wait_for_nothing()
    acts.bring(turn, risk, page="new")


def replied(turn: Turn, subject: str) -> None:
    """没事, or what it is, for the item that the card asks about."""
    check = int(subject.partition(":")[2])
    checking.tickable(turn.session, turn.house, turn.actor, check)
    left = checking.seen(turn.session, turn.house, check).left
    if plain(turn.text) in map(plain, texts.FINE_WORDS) and left:
        fine(turn, check, left[0])
    else:
        turn.reply("check.unclear")


def command(turn: Turn) -> None:
    """`有风险 ……`: in reply to the checklist, or in answer to its question, about its item; else about an order."""
    reply_to = turn.replied_to
    card = owed.card_at(turn.session, turn.chat.id, reply_to) if reply_to is not None else None
    if card is not None and card[0] == "check" and turn.message is not None and not second_hand(turn.message):
        number = int(card[1].partition(":")[2])
        checking.tickable(turn.session, turn.house, turn.actor, number)
        given(turn, number, checking.seen(turn.session, turn.house, number).left[0])
        return
    awaited = turn.awaited()
    if awaited is not None and awaited.act == "check.given" and (reply_to is None or not turn.chat.private):
        given(turn, int(awaited.args["check"]), str(awaited.args["item"]))
        return
    acts.command(turn)


# ── the card ───────────────────────────────────────────────────────────────────────────────


def card(view: View) -> Say | None:
    """What is ticked, the item that is asked, what is left."""
    try:
        check = checking.seen(view.session, view.house, view.subject_id)
    except NotFound:
        return None
    said = lines(_body(view, check))
    if check.is_over or not check.left:
        return Say(said, lasting=True)
    item = check.left[0]
    return Say(
        said,
        ((
            do(texts.BTN_FINE.plain(view.lang), "check.fine", style="success", check=check.id, item=item),
            act(texts.BTN_RISK.plain(view.lang), "check.ask", check=check.id, item=item),
        ),),
        lasting=True,
    )  # fmt: skip


def _body(view: View, check: CheckView) -> Iterator[Markup]:
    lang, items = view.lang, check.assessment.items
    day = formats.day(lang, check.day, view.today)
    again = view.facts.get("again")
    phrase = texts.HEAD_AGAIN if again else texts.HEAD
    phrase = texts.HEAD_OVER if check.is_over and check.left else phrase if check.left else texts.HEAD_DONE
    yield phrase(lang, department=check.department_name.in_(lang), day=day)
    for key, item in items.items():
        if key in check.answers:
            yield (texts.FINE if check.answers[key] == checking.FINE else texts.RISK)(lang, item=item.name.in_(lang))
    if not check.left:
        yield from _done(view, check)
    elif not check.is_over:
        asked, *later = (items[key] for key in check.left)
        yield texts.NOW(lang, item=asked.name.in_(lang), look=asked.look.in_(lang))
        if later:
            yield texts.LEFT(lang, items=together((one.name.in_(lang) for one in later), lang))


def _done(view: View, check: CheckView) -> Iterator[Markup]:
    if check.answered_at is None:
        return
    at = view.moment(check.answered_at)
    count = list(check.answers.values()).count(checking.RISK)
    if count:
        yield texts.DONE(view.lang, who=check.answered_by, at=at, count=count)
    else:
        yield texts.DONE_NONE(view.lang, who=check.answered_by, at=at)


def asking(view: View) -> Say | None:
    """What is it?"""
    try:
        check = checking.seen(view.session, view.house, view.subject_id)
    except NotFound:
        return None
    item = check.assessment.items.get(str(view.facts["item"]))
    if item is None:
        return None
    said = texts.ASK(
        view.lang,
        who=who_is_asked(view),
        department=check.department_name.in_(view.lang),
        item=item.name.in_(view.lang),
    )
    return Say(said, placeholder=texts.HINT.plain(view.lang))


def unclear(view: View) -> Say:
    return Say(texts.UNCLEAR(view.lang))
