"""A reply to a reminder: an answer to what it is about, 知道了 or 稍后 in words, or anything else, which is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.understanding.reminder_reply import Meaning, ReminderReply, read_reminder_reply
from domain.understanding.replies import as_report
from handlers.approvals import acts as approvals
from handlers.reminders import meant, pauses, texts
from handlers.routing import Meant
from handlers.say import Say, rows
from handlers.turn import Turn
from handlers.unheard import looks_like_an_answer
from handlers.view import View
from services.reminders import answering, pausing
from services.reminders.answering import Spoken
from services.reminders.pausing import Heard

YES_OR_NO = frozenset({"seat_open", "impact_open", "change_open", "after_sale_open"})
"""About these 好 is no 知道了: somebody may mean that they agree."""
ASK_A_DAY = frozenset({"impact_open", "delivery_open"})
"""About these 明天 alone is no 稍后: they are asked for a day."""
COUNTED = "task_silent"
"""Whoever is asked how far it is may answer with a number alone."""
ARRIVING = "after_sale_open"
"""About this 收到 is no 知道了: goods are to come back."""


def takes(turn: Turn, subject: str) -> Iterator[Meant]:
    """The card that words in reply to a reminder are meant for, then the reminder itself.

    Those above were not asked the matter itself: theirs is the reminder's. What no card takes is for the question that
    is open about the same order, where there is one.
    """
    spoken = _spoken(turn, subject)
    if spoken is None:
        return
    itself = Meant("reminder", subject, every=True)
    if not turn.text.strip() or read_reminder_reply(turn.text) is not None:
        yield itself
        return
    if len(spoken.items) == 1 and not spoken.escalated:
        yield from _of_one(turn, *spoken.items[0])
    open_question = turn.awaited() if turn.chat.private else None
    if open_question is None or open_question.args.get("order") not in spoken.orders:
        yield itself


def _of_one(turn: Turn, rule: str, subject: str) -> Iterator[Meant]:
    report = as_report(turn.text)
    for card in meant.cards(turn, rule, subject):
        counted = pausing.declared(turn.session, turn.house, rule, subject)[1].about == COUNTED
        yield replace(card, words=report) if counted and report is not None else card


def replied(turn: Turn, subject: str) -> None:
    """`知道了`, `明天再说`, `别催了`; other words are kept, and told to those above when it comes to that."""
    spoken = _spoken(turn, subject)
    said = read_reminder_reply(turn.text)
    if spoken is None:
        turn.reply("unasked")
    elif said is None:
        _keep(turn, spoken)
    else:
        _of_reminding(turn, spoken, said)


def _spoken(turn: Turn, subject: str) -> Spoken | None:
    """What the message spoke of; None where nothing of it is in the book any more."""
    return answering.spoken_of(turn.session, turn.house, int(subject.split(":")[1]))


def _of_reminding(turn: Turn, spoken: Spoken, said: ReminderReply) -> None:
    items = spoken.items
    if said.meaning in (Meaning.KNOWN, Meaning.ASSENT) and said.assents and spoken.about & YES_OR_NO:
        _yes(turn, spoken)
    elif said.meaning is Meaning.KNOWN and ARRIVING in spoken.about and said.received:
        turn.reply("reminder.not_here", received=True)
    elif said.day_alone and spoken.about & ASK_A_DAY:
        _keep(turn, spoken)
    elif said.meaning is Meaning.LATER and said.until is not None:
        pauses.when(turn, items, said.until)
    elif said.meaning is Meaning.LATER:
        pauses.later(turn, items)
    elif said.meaning is Meaning.MUTE:
        mutable = all(pausing.mutable(turn.session, turn.house, *item) for item in items)
        pauses.when(turn, items, pauses.MUTE) if mutable else pauses.later(turn, items)
    else:
        pauses.acknowledge(turn, items)


def _yes(turn: Turn, spoken: Spoken) -> None:
    """A yes is never taken for a vote: it is asked, or they are told where to give one."""
    ((_rule, subject), *others) = spoken.items
    if others or spoken.escalated or spoken.about != {"seat_open"}:
        turn.reply("reminder.not_here", received=False)
        return
    seat = int(subject.split(":")[1])
    order, _approval, _own = approvals.asked(turn, seat)
    turn.reply("approval.vote_or_not", subject, order=order.id, words=turn.text.strip(), asks=turn.actor.id)


def _keep(turn: Turn, spoken: Spoken) -> None:
    words = " ".join(turn.text.split())
    if len(spoken.items) > 1 or not words:
        turn.reply("reminder.which", count=len(spoken.items))
    elif spoken.about & YES_OR_NO and looks_like_an_answer(words):
        turn.reply("reminder.not_here", received=False)
    else:
        answering.answer(turn.session, turn.house, Heard(turn.actor, turn.chat, spoken.items), words, turn.now)
        turn.reply("reminder.noted", items=spoken.items, goes_up=spoken.goes_up)


# ── telling ────────────────────────────────────────────────────────────────────────────────


def noted(view: View) -> Say:
    """Kept; and it may rest all the same."""
    words = texts.NOTED_UP if view.facts["goes_up"] else texts.NOTED
    return Say(words(view.lang), rows(pauses.buttons(view, view.facts["items"])))


def not_here(view: View) -> Say:
    """It is no vote, and no receipt of goods."""
    return Say((texts.NOT_COUNTED if view.facts["received"] else texts.NOT_HERE)(view.lang))


def which(view: View) -> Say:
    """Several at once, or no words at all."""
    many = view.facts["count"] > 1
    return Say(texts.WHICH(view.lang, count=view.facts["count"]) if many else texts.NO_WORDS(view.lang))
