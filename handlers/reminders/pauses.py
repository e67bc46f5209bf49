"""知道了, 稍后 and 别再催 under a reminder: two taps for a snooze, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.reminders import texts
from handlers.say import Row, Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from services.pace import pace_of
from services.reminders import pausing
from services.reminders.pausing import Heard

Items = Sequence[Sequence[str]]


def buttons(view: View, items: Items) -> Row:
    """What whoever is reminded can say to it besides doing it."""
    given = [list(item) for item in items]
    return (
        do(texts.BTN_ACK.plain(view.lang), "reminder.ack", items=given),
        act(texts.BTN_LATER.plain(view.lang), "reminder.later", items=given),
    )


def acknowledge(turn: Turn, items: list[list[str]]) -> None:
    """知道了: no further step; what it is about stays where it waits."""
    count = pausing.acknowledge(turn.session, turn.house, _heard(turn, items), turn.now)
    if count > 1:
        turn.toast(texts.ACKED_ALL, count=count)
    else:
        turn.toast(texts.ACKED)


def later(turn: Turn, items: list[list[str]]) -> None:
    """稍后: until when?"""
    pausing.require_heard(turn.session, turn.house, _heard(turn, items), turn.now)
    _show(turn, items)


def when(turn: Turn, items: list[list[str]], until: str) -> None:
    """And why?"""
    pausing.require_heard(turn.session, turn.house, _heard(turn, items), turn.now)
    if until != MUTE and _moment(turn, until) is None:
        turn.alert(texts.TOO_LATE, at=_clock(turn))
        if turn.callback is None:  # it was said in words: no button stands there to choose another
            _show(turn, items)
        return
    _show(turn, items, until=until)


def why(turn: Turn, items: list[list[str]], until: str, reason: str) -> None:
    """Let it rest."""
    if until == MUTE:
        pausing.mute(turn.session, turn.house, _heard(turn, items), turn.now, reason)
        _show(turn, items, until=until, why=reason)
        return
    moment = _moment(turn, until)
    if moment is None:
        turn.alert(texts.TOO_LATE, at=_clock(turn))
        return
    pausing.snooze(turn.session, turn.house, _heard(turn, items), turn.now, moment, reason)
    _show(turn, items, until=until, why=reason, at=moment.isoformat())


MUTE = "mute"


def _show(turn: Turn, items: list[list[str]], **facts: str) -> None:
    subject = "/".join(items[0]) if items else ""
    turn.card(
        "reminder.later",
        subject,
        facts={"items": items, **facts},
        answer=True,
        repost=not facts or turn.callback is None,
    )


def _heard(turn: Turn, items: Items) -> Heard:
    return Heard(turn.actor, turn.chat, items)


def _moment(at: Turn | View, until: str) -> datetime | None:
    """The end of a snooze; None where that has gone by today."""
    pace, now = pace_of(at.session, at.house), at.now
    if until == "hour":
        return pace.awake(now + timedelta(hours=1))
    if until == "today":
        afternoon = at.house.book.calendar.gather_at
        moment = pace.calendar.moment(pace.calendar.day_of(now), afternoon) if afternoon else now
        return moment if moment > now else None
    return pace.tomorrow(now)


def _clock(at: Turn | View) -> str:
    """When people look at it once more before they go home."""
    afternoon = at.house.book.calendar.gather_at
    return f"{afternoon:%H:%M}" if afternoon else ""


def asking(view: View) -> Say:
    """The question, or what was answered."""
    items, until, why_ = view.facts["items"], view.facts.get("until"), view.facts.get("why")
    if until is None:
        choices = [
            act(label.plain(view.lang, at=_clock(view)), "reminder.when", items=items, until=key)
            for key, label in texts.LATER.items()
            if _moment(view, key) is not None
        ]
        mute = act(texts.BTN_MUTE.plain(view.lang), "reminder.when", items=items, until=MUTE)
        mutable = all(pausing.mutable(view.session, view.house, rule, subject) for rule, subject in items)
        return Say(texts.LATER_HEAD(view.lang), rows(tuple(choices), (mute,) if mutable else None))
    if why_ is None:
        reasons = [
            do(label.plain(view.lang), "reminder.why", items=items, until=until, reason=key)
            for key, label in texts.WHY.items()
        ]
        return Say(texts.WHY_LATER(view.lang), rows(tuple(reasons[:2]), tuple(reasons[2:])))
    reason = texts.WHY[str(why_)].plain(view.lang)
    if until == MUTE:
        return Say(texts.MUTED(view.lang, why=reason))
    at = view.moment(datetime.fromisoformat(str(view.facts["at"])))
    return Say(texts.SNOOZED(view.lang, at=at, why=reason))
