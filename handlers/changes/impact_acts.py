"""What a department does with the questions about a change: answer, alter an answer, by button or in reply."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.changes import ChangeState
from domain.process.changing import ImpactChoice, ImpactQuestion
from domain.process.words import LANGUAGES
from domain.understanding import Ambiguous, NotUnderstood, Understood, Why, day
from handlers import unheard
from handlers.changes import impact_cards
from handlers.changes import impact_texts as texts
from handlers.changes.impact_cards import KIND, Asked
from handlers.routing import Routes
from handlers.say import Say
from handlers.turn import Turn
from services import owed
from services.changes import impacts
from services.errors import NotFound
from services.looking import reach
from services.pace import calendar_of

LONGEST = impacts.LONGEST


def asked(turn: Turn, impact: int) -> Asked:
    """A statement that this person may go on with; every error that an answer would meet, before anything is asked."""
    impacts.answerable(turn.session, turn.actor, impact)
    return impact_cards.of(turn.session, turn.house, impact, turn.now)


def show(turn: Turn, impact: int) -> None:
    """The card at the bottom of this chat."""
    row = asked(turn, impact)
    reach(turn.session, turn.house, turn.actor, row.order.id)
    turn.card(KIND, f"impact:{impact}", order_id=row.order.id, facts={}, repost=True, answer=True)


def answer(turn: Turn, impact: int, question: str, choice: str, beside: str | None = None) -> None:
    """One answer is given."""
    row = impacts.answer(turn.session, turn.house, turn.actor, impact, question, choice, turn.now, beside=beside)
    turn.wait_for_nothing()
    now = impact_cards.of(turn.session, turn.house, impact, turn.now)
    turn.card(KIND, f"impact:{impact}", order_id=now.order.id, facts={}, answer=True)
    left = [one for one in now.impact.questions if one.key not in row.answers]
    if left:
        turn.toast(texts.ANSWERED, count=len(left))
    else:
        turn.toast(_THEN.get(now.change.state, texts.ANSWERED_ALL))


_THEN = {ChangeState.DECIDING: texts.SENT_ON, ChangeState.APPLIED: texts.CARRIED_OUT}


def again(turn: Turn, impact: int, question: str | None = None) -> None:
    """改答案: a question that was answered stands once more; without one the card as it is."""
    row = asked(turn, impact)
    facts = {"again": question} if question else {}
    turn.card(KIND, f"impact:{impact}", order_id=row.order.id, facts=facts, answer=True)


# ── beside an answer ───────────────────────────────────────────────────────────────────────


def beside(turn: Turn, impact: int, question: str, choice: str, **facts: Any) -> None:
    """The answer asks for a day, or for words."""
    row = asked(turn, impact)
    row.choice(question, choice)
    args = {"impact": impact, "question": question, "choice": choice}
    turn.ask(
        "impact.ask_beside", "impact.beside_given", args, subject=f"impact:{impact}", question=question, choice=choice,
        **facts,
    )  # fmt: skip


def beside_given(turn: Turn, impact: int, question: str, choice: str, on: str | None = None) -> None:
    """They are read; what is no day, or has passed, is asked for again."""
    row = asked(turn, impact)
    words = turn.text.strip()
    if row.choice(question, choice).then != "date":
        if words and turn.file() is None:
            answer(turn, impact, question, choice, words[:LONGEST])
        else:
            beside(turn, impact, question, choice)
        return
    if on is None:
        reading = day(words, turn.today, calendar_of(turn.session, turn.house))
        if not isinstance(reading, Understood) or not isinstance(reading.value, date):
            if isinstance(reading, NotUnderstood) and reading.why is Why.PAST:
                beside(turn, impact, question, choice, over=True)
                return
            offered = reading.readings if isinstance(reading, Ambiguous) else ()
            days = [one.isoformat() for one in offered if isinstance(one, date) and one >= turn.today]
            beside(turn, impact, question, choice, bad=words[:60], days=days)
            return
        on = reading.value.isoformat()
    if date.fromisoformat(on) < turn.today:
        beside(turn, impact, question, choice, over=True)
        return
    answer(turn, impact, question, choice, on)


# ── in reply ───────────────────────────────────────────────────────────────────────────────


def looks_like_an_answer(words: str) -> bool:
    """Everything that is said to the card is taken for an answer, or told that it is none."""
    return bool(words.strip())


def replied(turn: Turn, subject: str) -> None:
    """The words of a button, or a day where one may be named. Other words are recorded only once that was asked."""
    impact = int(subject.split(":")[1])
    row = asked(turn, impact)
    shown = owed.facts_of_card(turn.session, KIND, subject=subject, chat_id=turn.chat.id)
    question, words = row.standing(shown.get("again")), turn.text.strip()
    if question is None or not words:
        turn.reply("impact.unclear", subject)
        return
    named = _named(question, words)
    if named is not None and named.then is None:
        answer(turn, impact, question.key, named.key)
    elif named is not None:
        beside(turn, impact, question.key, named.key)
    else:
        _other_words(turn, impact, question, words)


def _other_words(turn: Turn, impact: int, question: ImpactQuestion, words: str) -> None:
    takes = {choice.then: choice for choice in reversed(question.choices) if choice.then is not None}
    read = day(words, turn.today, calendar_of(turn.session, turn.house)) if "date" in takes else None
    if isinstance(read, Understood) and isinstance(read.value, date):
        beside_given(turn, impact, question.key, takes["date"].key, on=read.value.isoformat())
    elif isinstance(read, Ambiguous):
        beside_given(turn, impact, question.key, takes["date"].key)
    elif "text" in takes:
        turn.reply(
            "impact.words_or_not", f"impact:{impact}", question=question.key, choice=takes["text"].key,
            words=words[:LONGEST],
        )  # fmt: skip
    else:
        turn.reply("impact.unclear", f"impact:{impact}")


def _named(question: ImpactQuestion, words: str) -> ImpactChoice | None:
    """The answer whose button says this, wholly or in its first part."""
    said = words.strip(texts.ENDS).casefold()
    for choice in question.choices:
        labels = {choice.label.in_(lang).casefold() for lang in LANGUAGES}
        if said in labels | {re.split(f"[{texts.PARTS}]", label)[0].strip() for label in labels}:
            return choice
    return None


# ── too late ───────────────────────────────────────────────────────────────────────────────


def late(turn: Turn, args: Mapping[str, Any]) -> bool:
    """Say why it is not asked any more. False where it is."""
    number = args.get("impact") or str(args.get("subject", "")).partition(":")[2]
    try:
        row = impact_cards.of(turn.session, turn.house, int(number or 0), turn.now)
    except NotFound:
        return False
    if row.is_open:
        return False
    if row.statement.at is not None and row.change.state in (ChangeState.ASKING, ChangeState.DECIDING):
        at = turn.moment(row.statement.at)
        turn.alert(texts.LATE_WHOLE, who=row.statement.who, at=at)
    else:
        turn.alert(texts.LATE_OVER, now=texts.NOW[row.change.state].plain(turn.lang))
    if turn.card_id is not None:
        owed.refresh_card(turn.session, turn.card_id, now=turn.now)
    return True


ROUTES = Routes(
    acts={
        "impact.show": show,
        "impact.answer": answer,
        "impact.again": again,
        "impact.beside": beside,
        "impact.beside_given": beside_given,
    },
    says={
        KIND: impact_cards.impact_card,
        "impact.ask_beside": impact_cards.ask_beside,
        "impact.words_or_not": impact_cards.words_or_not,
        "impact.unclear": lambda view: Say(texts.REPLY_UNCLEAR(view.lang)),
        f"{KIND}.heard": unheard.told,
    },
    replies={KIND: replied},
    late={"impact": late, KIND: late},
    looks={KIND: looks_like_an_answer},
)
