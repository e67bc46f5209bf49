"""Text 17: what a change means for a department, question by question; then who said so, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from domain.changes import ChangeKind, ChangeState
from domain.process.changing import Impact, ImpactChoice, ImpactQuestion
from domain.process.names import MoneyView
from handlers.approvals import texts as approval_texts
from handlers.approvals.asking import who_is_asked
from handlers.approvals.cards import seen_words
from handlers.changes import impact_texts as texts
from handlers.changes.held import hold_line
from handlers.changes.words import ask_words, difference_lines
from handlers.folding import clipped
from handlers.order import texts as order_texts
from handlers.order.words import head, interface, plain, together
from handlers.say import Button, Row, Say, act, do, in_rows, rows
from handlers.view import View
from locales import formats, lines
from services import people
from services.changes import impacts, reading
from services.changes.reading import ChangeView, StatementView
from services.errors import NotFound
from services.looking import look
from services.order_view import OrderView, view_of

KIND = impacts.CARD
CHOOSE = "choose"
"""What the card shows beside its facts: which answer is to be altered, or the question that is asked anew."""
AT_ONCE = 3
"""Differences that stand on the card; the others are counted."""
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement with everything around it."""

    order: OrderView
    change: ChangeView
    statement: StatementView
    impact: Impact

    @property
    def is_open(self) -> bool:
        return self.change.state is ChangeState.ASKING and self.statement.at is None

    def question(self, key: str) -> ImpactQuestion:
        """NotFound where the book does not ask this."""
        found = next((one for one in self.impact.questions if one.key == key), None)
        if found is None:
            raise NotFound(f"question {key}")
        return found

    def choice(self, question: str, key: str) -> ImpactChoice:
        """NotFound where the question has no such answer."""
        found = next((one for one in self.question(question).choices if one.key == key), None)
        if found is None:
            raise NotFound(f"answer {key} to {question}")
        return found

    def standing(self, again: str | None = None) -> ImpactQuestion | None:
        """The question that is to be answered now."""
        open_ones = (one for one in self.impact.questions if one.key not in self.statement.answers)
        return self.question(again) if again and again != CHOOSE else next(open_ones, None)


def of(session: Any, house: Any, impact_id: int, now: Any, *, order: OrderView | None = None) -> Asked:
    """A statement with its change and order. NotFound where there is none."""
    row = impacts.get(session, impact_id)
    change = reading.by_id(session, row.change_id)
    statement = next(one for one in change.statements if one.id == impact_id)
    seen = order or view_of(session, house, change.order_id, now)
    return Asked(seen, change, statement, impacts.asked(session, house, impact_id))


def seen_here(view: View) -> Asked | None:
    """The statement of a card; in a private chat only of an order that its person may look at."""
    try:
        asked = of(view.session, view.house, view.subject_id, view.now)
        if view.chat.private:
            person = people.by_telegram_id(view.session, view.chat.id)
            if person is None:
                return None
            look(view.session, view.house, person, asked.order.id, view.now)
    except NotFound:
        return None
    return asked


def impact_card(view: View) -> Say | None:
    """To be answered, whole, or over."""
    asked = seen_here(view)
    if asked is None:
        return None
    if not asked.is_open:
        return Say(lines(_over(view, asked)))
    again = view.facts.get("again")
    said = [_title(view, texts.ASK, asked), *_what(view, asked), *_questions(view, asked, again), _by(view, asked)]
    return Say(lines(said), _buttons(view, asked, again))


# ── what it says ───────────────────────────────────────────────────────────────────────────


def _title(view: View, phrase: Any, asked: Asked) -> Markup:
    known = {
        "who": interface(view, asked.order, asked.statement.department),
        "head": head(asked.order, view.lang),
        "n": asked.change.number,
    }
    return phrase(view.lang, **{place: known[place] for place in phrase.places})


def _what(view: View, asked: Asked) -> Iterator[Markup]:
    """What is to be different, without any amount, whoever reads along."""
    held = hold_line(view, asked.order)
    if held is not None:
        yield held
    if asked.change.kind is ChangeKind.CANCEL:
        yield texts.CANCELS(view.lang)
        return
    found = difference_lines(
        view.session, asked.order, asked.change.before, asked.change.after, lang=view.lang, money=MoneyView.NONE,
        today=view.today,
    )  # fmt: skip
    if not found:
        yield texts.GOODS_STAY(view.lang)
    yield from found[:AT_ONCE]
    if len(found) > AT_ONCE:
        yield order_texts.MORE_LINES(view.lang, count=len(found) - AT_ONCE)


def _questions(view: View, asked: Asked, again: str | None) -> Iterator[Markup]:
    standing = asked.standing(again)
    for n, one in enumerate(asked.impact.questions, start=1):
        ask = _ask_words(view, asked, one)
        if one is standing and again != CHOOSE:
            yield texts.QUESTION_NOW(view.lang, n=n, ask=ask)
        elif one.key in asked.statement.answers:
            yield texts.QUESTION_SAID(view.lang, n=n, ask=ask, answer=answer_words(view, asked, one))
        else:
            yield texts.QUESTION(view.lang, n=n, ask=ask)
    if again == CHOOSE:
        yield texts.WHICH_AGAIN(view.lang)


def _ask_words(view: View, asked: Asked, question: ImpactQuestion) -> str:
    return ask_words(asked.order, asked.change, question, lang=view.lang, today=view.today)


def answer_words(view: View, asked: Asked, question: ImpactQuestion) -> str:
    """The answer as it was given."""
    given: Mapping[str, Any] = asked.statement.answers[question.key]
    choice = next((one for one in question.choices if one.key == given["choice"]), None)
    label = choice.label.in_(view.lang) if choice else str(given["choice"])
    beside = str(given.get("beside") or "")
    if not beside:
        return label
    if choice is not None and choice.then == "date":
        said = formats.day_short(view.lang, date.fromisoformat(beside), view.today)
    else:
        said = clipped(seen_words(view, asked.order, asked.statement.department, beside), SHOWN)
    return texts.BESIDE.plain(view.lang, answer=label, beside=said)


def _by(view: View, asked: Asked) -> Markup:
    due = asked.change.due_at
    if due is None:
        return texts.BY_BARE(view.lang)
    at = view.moment(due)
    if due <= view.now:
        return texts.BY_PAST(view.lang, at=at)
    today = formats.local(due, view.house.zone).date() == view.today
    return texts.BY(view.lang, at=texts.AT_TODAY.plain(view.lang, at=at) if today else at)


def _over(view: View, asked: Asked) -> Iterator[Markup]:
    """Nothing is asked here any more."""
    change, statement = asked.change, asked.statement
    yield _title(view, texts.WHOLE if statement.at is not None else texts.OVER, asked)
    yield from _what(view, asked)
    for n, one in enumerate(asked.impact.questions, start=1):
        if one.key in statement.answers:
            said = answer_words(view, asked, one)
            yield texts.QUESTION_SAID(view.lang, n=n, ask=_ask_words(view, asked, one), answer=said)
    if statement.at is not None:
        at = view.moment(statement.at)
        yield texts.SAID_BY(view.lang, who=statement.who, at=at)
    still = [interface(view, asked.order, one.department) for one in reading.waits_for(view.session, change)]
    if change.state is ChangeState.ASKING and still:
        yield texts.STILL(view.lang, who=together(still, view.lang))
    elif change.state is ChangeState.APPLIED and change.kind is ChangeKind.CANCEL:
        yield texts.CANCELLED(view.lang)
    else:
        yield texts.NOW[change.state](view.lang)


# ── what can be pressed ────────────────────────────────────────────────────────────────────


def _buttons(view: View, asked: Asked, again: str | None) -> tuple[Row, ...]:
    given = [one for one in asked.impact.questions if one.key in asked.statement.answers]
    back = act(texts.BTN_AGAIN_NOT.plain(view.lang), "impact.again", impact=asked.statement.id)
    if again == CHOOSE:
        each = [
            act(clipped(_ask_words(view, asked, one), 20), "impact.again", impact=asked.statement.id, question=one.key)
            for one in given
        ]
        return rows(*((one,) for one in each), (back,))
    question = asked.standing(again)
    offered = in_rows([_choice(view, asked, question, one) for one in question.choices]) if question else ()
    if again:
        return rows(*offered, (back,))
    then = given[0].key if len(given) == 1 else CHOOSE
    alter = act(texts.BTN_AGAIN.plain(view.lang), "impact.again", impact=asked.statement.id, question=then)
    return rows(*offered, (alter,) if given else None)


def _choice(view: View, asked: Asked, question: ImpactQuestion, choice: ImpactChoice) -> Button:
    args = {"impact": asked.statement.id, "question": question.key, "choice": choice.key}
    label = choice.label.in_(view.lang)
    return do(label, "impact.answer", **args) if choice.then is None else act(label, "impact.beside", **args)


# ── asked beside it ────────────────────────────────────────────────────────────────────────


def ask_beside(view: View) -> Say | None:
    """The day, or the words, that an answer asks for."""
    asked = seen_here(view)
    if asked is None:
        return None
    question = asked.question(str(view.facts["question"]))
    choice = asked.choice(question.key, str(view.facts["choice"]))
    dated = choice.then == "date"
    said: list[Markup] = []
    if view.facts.get("bad"):
        said.append(approval_texts.BAD_DAY(view.lang, words=str(view.facts["bad"])))
    if view.facts.get("over"):
        said.append(approval_texts.DAY_OVER(view.lang))
    known = {
        "who": who_is_asked(view), "head": head(asked.order, view.lang), "ask": _ask_words(view, asked, question),
        "answer": choice.label.in_(view.lang),
    }  # fmt: skip
    said.append((texts.ASK_DAY if dated else texts.ASK_WORDS)(view.lang, **known))
    days = [date.fromisoformat(one) for one in view.facts.get("days", ())]
    args = {"impact": asked.statement.id, "question": question.key, "choice": choice.key}
    offered = [
        do(formats.day(view.lang, one, view.today), "impact.beside_given", **args, on=one.isoformat()) for one in days
    ]
    hint = (texts.DAY_HINT if dated else texts.WORDS_HINT).plain(view.lang)
    return Say(lines(said), in_rows(offered), placeholder=hint)


def words_or_not(view: View) -> Say | None:
    """Words in reply to the card, where an answer takes words: is this it?"""
    asked = seen_here(view)
    if asked is None:
        return None
    words = str(view.facts["words"])
    question = asked.question(str(view.facts["question"]))
    choice = asked.choice(question.key, str(view.facts["choice"]))
    said = texts.WORDS_OR_NOT(
        view.lang, head=head(asked.order, view.lang), ask=_ask_words(view, asked, question),
        answer=choice.label.in_(view.lang), words=plain(seen_words(view, asked.order, asked.statement.department, words)),
    )  # fmt: skip
    yes = do(
        texts.BTN_RECORD.plain(view.lang), "impact.answer", impact=asked.statement.id, question=question.key,
        choice=choice.key, beside=words,
    )  # fmt: skip
    return Say(said, ((yes,),))
