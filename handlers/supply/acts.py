"""Departments take their tasks on and report them done, by button or by a reply to the card."""

from __future__ import annotations

from domain.understanding.replies import Verdict, reply
from handlers.supply import texts
from handlers.supply.cards import tasks_here
from handlers.turn import Turn
from locales import formats
from services import supply
from services.looking import look, reach
from services.order_view import TaskView


def take(turn: Turn, order: int, kind: str) -> None:
    """A task gets an owner and a day."""
    reach(turn.session, turn.house, turn.actor, order)
    task = supply.take(turn.session, turn.house, turn.actor, order, kind, turn.now)
    if task.due_on is not None:
        turn.toast(texts.DONE_TAKEN, day=formats.day(turn.lang, task.due_on, turn.today))
    else:
        turn.toast(texts.DONE_TAKEN_BARE)


def finish(turn: Turn, order: int, kind: str) -> None:
    """A task is done."""
    reach(turn.session, turn.house, turn.actor, order)
    supply.finish(turn.session, turn.house, turn.actor, order, kind, turn.now)
    turn.toast(texts.DONE_FINISHED)


def looks_like_a_report(words: str) -> bool:
    """Whether words begin like taking a task on, or ending it."""
    said = reply(words)
    return said is not None and said.verdict in (Verdict.TAKEN, Verdict.DONE)


def replied(turn: Turn, subject: str) -> None:
    """`接单` or `完成` in reply to the card: the tasks of the replier's own department."""
    order = int(subject.split(":")[1])
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    said = reply(turn.text) if turn.text else None
    if said is None or said.rest or said.verdict not in (Verdict.TAKEN, Verdict.DONE):
        turn.reply("supply.unclear")
        return
    wanted, act = ("open", take) if said.verdict is Verdict.TAKEN else ("doing", finish)
    mine: list[TaskView] = [task for task in tasks_here(view, (turn.actor.department,)) if task.state == wanted]
    if not mine:
        turn.reply("supply.nothing")
    for task in mine:
        act(turn, order, task.kind)
