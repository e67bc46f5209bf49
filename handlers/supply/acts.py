"""Departments take their tasks on and report them done, by button or by a reply to the card."""

from __future__ import annotations

from domain.understanding.replies import Verdict, reply
from handlers.goods import counting
from handlers.supply import texts
from handlers.supply.cards import ends_by_inspection, tasks_here
from handlers.turn import Turn
from locales import formats
from services import supply
from services.looking import look, reach
from services.order_parts import TaskView
from services.order_view import OrderView
from services.stages import to_make


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
    return said is not None and said.verdict in (Verdict.TAKEN, Verdict.DONE, Verdict.MADE)


def replied(turn: Turn, subject: str) -> None:
    """`接单`, `完成` or `做了200台` in reply to the card: the tasks of the replier's own department."""
    order = int(subject.split(":")[1])
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    said = reply(turn.text) if turn.text else None
    if said is not None and said.rest and said.verdict in (Verdict.DONE, Verdict.MADE):
        _reported(turn, view, said.rest)
        return
    if said is None or said.rest or said.verdict not in (Verdict.TAKEN, Verdict.DONE):
        turn.reply("supply.unclear")
        return
    wanted, act = ("open", take) if said.verdict is Verdict.TAKEN else ("doing", finish)
    mine: list[TaskView] = [task for task in tasks_here(view, (turn.actor.department,)) if task.state == wanted]
    if wanted == "doing":
        judged = [task for task in mine if ends_by_inspection(view, task)]
        mine = [task for task in mine if task not in judged]
        if judged:
            turn.card("inspection", f"order:{order}", order_id=order, repost=True, answer=True)
            return
    if not mine:
        turn.reply("supply.nothing")
    for task in mine:
        act(turn, order, task.kind)


def _reported(turn: Turn, view: OrderView, words: str) -> None:
    """So much more is made or bought, of the task of this department that makes goods."""
    doing = [task for task in tasks_here(view, (turn.actor.department,)) if task.state == "doing"]
    mine = next((task for task in doing if to_make(view, task.kind)), None)
    if mine is None:
        turn.reply("supply.nothing")
        return
    what = f"{counting.MADE}:{mine.kind}"
    read = counting.read_counts(turn, view, what, words)
    if isinstance(read, counting.Unclear):
        counting.ask(turn, view.id, what, bad=read.said, line=read.line, readings=list(read.readings))
    else:
        counting.carry_out(turn, view.id, what, read)
