"""A reply to a reminder: an answer to what it is about, 知道了 or 稍后 in words, or anything else, which is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.understanding.reminder_reply import Meaning, ReminderReply, read_reminder_reply
from handlers.reminders import pauses, texts
from handlers.routing import Meant
from handlers.say import Say, rows
from handlers.turn import Turn
from handlers.unheard import looks_like_an_answer
from handlers.view import View
from services.reminders import answering, pausing
from services.reminders.pausing import Heard

_SUPPLY, _GOODS = Meant("supply", "order:{order}"), Meant("goods", "order:{order}")
CARDS: dict[str, tuple[Meant, ...]] = {
    "seat_open": (Meant("approval", "{subject}", every=True),),
    "impact_open": (Meant("change_impact", "{subject}", every=True),),
    "slip_unconfirmed": (Meant("slip", "{subject}"),),
    "task_open": (_SUPPLY,),
    "purchase_open": (_SUPPLY,),
    "task_silent": (_SUPPLY,),
    "delivery_open": (_SUPPLY, _GOODS),
    "notice_open": (_GOODS,),
    "after_sale_open": (Meant("after_sale", "{subject}"), Meant("goods_back", "{subject}")),
}
"""By what a reminder is about: the cards that words in reply to it may be meant for."""
YES_OR_NO = frozenset({"seat_open", "impact_open", "change_open"})
"""About these 好 is no 知道了: somebody may mean that they agree."""


def meant(turn: Turn, subject: str) -> Iterator[Meant]:
    """The cards of the one matter that a reminder speaks of, unless the words are about being reminded."""
    items = _items(turn, subject)
    if len(items) != 1 or turn.file() is not None or _of_reminding(turn, items) is not None:
        return
    ((rule, about),) = items
    order, declared = pausing.declared(turn.session, turn.house, rule, about)
    for card in CARDS.get(declared.about, ()):
        yield replace(card, subject=card.subject.format(subject=about, order=order))


def replied(turn: Turn, subject: str) -> None:
    """`知道了`, `明天再说`, `别催了`; other words are kept, and told to those above when it comes to that."""
    items = _items(turn, subject)
    if not items:
        turn.reply("unasked")
        return
    said = _of_reminding(turn, items)
    if said is None:
        _keep(turn, items)
    elif said.meaning is Meaning.LATER and said.until is not None:
        pauses.when(turn, items, said.until)
    elif said.meaning is Meaning.LATER:
        pauses.later(turn, items)
    elif said.meaning is Meaning.MUTE:
        mutable = all(pausing.mutable(turn.session, turn.house, *item) for item in items)
        pauses.when(turn, items, pauses.MUTE) if mutable else pauses.later(turn, items)
    else:
        pauses.acknowledge(turn, items)


def _items(turn: Turn, subject: str) -> list[list[str]]:
    return answering.items_of(turn.session, int(subject.split(":")[1]))


def _of_reminding(turn: Turn, items: list[list[str]]) -> ReminderReply | None:
    """What the words want of the reminder itself; None where they say anything else."""
    said = read_reminder_reply(turn.text)
    if said is not None and said.meaning is Meaning.ASSENT:
        about = {pausing.declared(turn.session, turn.house, *item)[1].about for item in items}
        return None if about & YES_OR_NO else said
    return said


def _keep(turn: Turn, items: list[list[str]]) -> None:
    words = " ".join(turn.text.split())
    if len(items) > 1 or not words:
        turn.reply("reminder.which", count=len(items))
        return
    _order, declared = pausing.declared(turn.session, turn.house, *items[0])
    if declared.about in YES_OR_NO and looks_like_an_answer(words):
        turn.reply("reminder.not_here")
        return
    answering.answer(turn.session, turn.house, Heard(turn.actor, turn.chat, items), words, turn.now)
    turn.reply("reminder.noted", items=items, goes_up=bool(declared.escalate))


# ── telling ────────────────────────────────────────────────────────────────────────────────


def noted(view: View) -> Say:
    """Kept; and it may rest all the same."""
    words = texts.NOTED_UP if view.facts["goes_up"] else texts.NOTED
    return Say(words(view.lang), rows(pauses.buttons(view, view.facts["items"])))


def not_here(view: View) -> Say:
    """It is no vote."""
    return Say(texts.NOT_HERE(view.lang))


def which(view: View) -> Say:
    """Several at once, or no words at all."""
    many = view.facts["count"] > 1
    return Say(texts.WHICH(view.lang, count=view.facts["count"]) if many else texts.NO_WORDS(view.lang))
