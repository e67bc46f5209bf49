"""Questions beside a vote: why not, on what condition, what is missing, by when, who else."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup

from domain.process.names import Checkpoint
from domain.understanding.verdict import beside_consent
from handlers.approvals import texts
from handlers.approvals.acts import CONDITION_DAYS
from handlers.approvals.kinds import CONDITION, kind_of
from handlers.order.words import head, mention
from handlers.say import Say, act, do, in_rows, rows
from handlers.view import View
from locales import formats, lines
from services import people
from services.approvals import reading
from services.order_view import OrderView, view_of
from services.pace import calendar_of

ONCE = frozenset({"approval.passed_on", "approval.copied"})
"""Of what can be done with a colleague, that which is done at once."""


def _order(view: View) -> OrderView:
    return view_of(view.session, view.house, int(view.facts["order"]), view.now)


def who_is_asked(view: View) -> Markup:
    """The one whom the bot asks, by a name that rings."""
    person = people.by_id(view.session, int(view.facts["asks"]))
    return mention(person.telegram_id, person.name)


def reason(view: View) -> Say:
    """Text 13."""
    order, lang = _order(view), view.lang
    approval, _own = reading.of_seat(view.session, view.subject_id)
    offered = [
        do(words, "approval.reason_given", seat=view.subject_id, reason=index)
        for index, words in enumerate(kind_of(approval).reasons(view.book, lang))
    ]
    phrase = texts.ASK_REASON_AGAIN if view.facts.get("again") else texts.ASK_REASON
    values = {"who": who_is_asked(view), "head": head(order, lang), "sales": order.sales}
    said = phrase(lang, **{place: values[place] for place in phrase.places})
    leave = (act(texts.BTN_NOT_REJECT.plain(lang), "approval.plain", seat=view.subject_id),)
    return Say(said, (*in_rows(offered), leave), placeholder=texts.REASON_HINT.plain(lang))


def condition(view: View) -> Say:
    """On what condition?"""
    said = texts.ASK_CONDITION(view.lang, who=who_is_asked(view), head=head(_order(view), view.lang))
    return Say(said, placeholder=texts.CONDITION_HINT.plain(view.lang))


def blocks(view: View) -> Say:
    """Which step waits for the condition?"""
    order, lang, words = _order(view), view.lang, str(view.facts["words"])
    due = calendar_of(view.session, view.house).add_workdays(view.today, CONDITION_DAYS)
    ahead = [at for at in (Checkpoint.RELEASE, order.leaf.ends_at.checkpoint) if at in texts.BTN_BLOCKS]
    buttons = [
        do(
            texts.BTN_BLOCKS[at].plain(lang),
            "approval.with_condition",
            seat=view.subject_id,
            words=words,
            blocks=at.value,
            of=int(view.facts["asks"]),
        )
        for at in ahead
    ]
    said = texts.ASK_BLOCKS(
        lang, who=who_is_asked(view), words=words, sales=order.sales, day=formats.day_short(lang, due, view.today)
    )
    return Say(said, in_rows(buttons))


def missing(view: View) -> Say:
    """What must be completed? The fields of the order as buttons."""
    order, lang = _order(view), view.lang
    buttons = [
        do(field.label.in_(lang), "approval.missing_given", seat=view.subject_id, field=field.key)
        for field in order.leaf.all_fields[:8]
    ]
    said = texts.ASK_SEND_BACK(lang, who=who_is_asked(view), head=head(order, lang))
    return Say(said, in_rows(buttons), placeholder=texts.SEND_BACK_HINT.plain(lang))


def promised(view: View) -> Say:
    """By when? What was written before and could be several days is offered."""
    lang = view.lang
    said = []
    if view.facts.get("bad"):
        said.append(texts.BAD_DAY(lang, words=str(view.facts["bad"])))
    if view.facts.get("over"):
        said.append(texts.DAY_OVER(lang))
    said.append(texts.ASK_DAY(lang, who=who_is_asked(view), head=head(_order(view), lang)))
    days = [date.fromisoformat(one) for one in view.facts.get("days", ())]
    buttons = [
        do(formats.day(lang, one, view.today), "approval.day_given", seat=view.subject_id, on=one.isoformat())
        for one in days
    ]
    return Say(lines(said), in_rows(buttons), placeholder=texts.DAY_HINT.plain(lang))


def whom(view: View) -> Say:
    """Whom? What is done with the one who is chosen is said by whoever asks."""
    chosen = [people.by_id(view.session, int(number)) for number in view.facts["people"]]
    then, args = str(view.facts["then"]), dict(view.facts.get("args", {}))
    buttons = [
        act(
            texts.PERSON.plain(view.lang, who=one.name, department=view.department(one.department)),
            then, effect=then in ONCE, seat=view.subject_id, person=one.id, **args,
        )
        for one in chosen
        if one.department in view.book.departments
    ]  # fmt: skip
    if not buttons:
        return Say(texts.NOBODY_ELSE(view.lang))
    asked = texts.ASK_WHOM[then](view.lang, who=who_is_asked(view), head=head(_order(view), view.lang))
    return Say(asked, in_rows(buttons))


def condition_or_not(view: View) -> Say:
    """`同意，但…`: a condition, a remark, or no consent at all?"""
    lang, words = view.lang, str(view.facts["words"])
    said = {"seat": view.subject_id, "words": beside_consent(words), "of": int(view.facts["asks"])}
    approval, _own = reading.of_seat(view.session, view.subject_id)
    as_condition = (act(texts.BTN_AS_CONDITION.plain(lang), "approval.as_condition", **said),)
    return Say(
        texts.ASK_WHAT_IT_IS(lang, who=who_is_asked(view), words=words),
        rows(
            as_condition if CONDITION in kind_of(approval).offers else None,
            (do(texts.BTN_AS_COMMENT.plain(lang), "approval.approve", **said),),
            (act(texts.BTN_NO_VOTE.plain(lang), "approval.reject", seat=view.subject_id),),
        ),
    )


def vote_or_not(view: View) -> Say:
    """`可以`: a consent? Asked once, by button."""
    lang, words, seat = view.lang, str(view.facts["words"]), view.subject_id
    return Say(
        texts.ASK_IF_VOTE(lang, who=who_is_asked(view), words=words),
        (
            (
                do(
                    texts.BTN_YES.plain(lang),
                    "approval.approve",
                    style="success",
                    seat=seat,
                    of=int(view.facts["asks"]),
                ),
                act(texts.BTN_ONLY_SAID.plain(lang), "approval.noted", seat=view.subject_id),
            ),
        ),
    )


def told(view: View) -> Say:
    """A short answer to words that were no vote."""
    at = view.facts.get("at")
    moment = view.moment(datetime.fromisoformat(str(at))) if at else ""
    return Say(texts.HEARD[str(view.facts["heard"])](view.lang, at=moment))
