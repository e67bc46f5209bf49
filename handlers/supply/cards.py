"""Text 9: what is to be done by the departments of this chat, until when, and who has it. Without any price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from domain.gates import Refusal, inspection_rule, judge
from domain.process.names import Checkpoint, TaskKind
from handlers.changes.held import decided_by, ending_buttons, hold_button, hold_line
from handlers.money_words import pieces
from handlers.order.cards import order_seen
from handlers.order.texts import MORE_LINES
from handlers.order.words import AT_ONCE, delivery, head, interface, plain, reasons, together
from handlers.say import Button, Row, Say, act, do, in_rows, rows
from handlers.supply import texts
from handlers.view import View
from handlers.waivers.words import waiver_lines
from locales import formats, lines
from services import clearing, supply
from services.order_parts import LineView, TaskView
from services.order_view import OrderView
from services.stages import goods_exist, to_make


def supply_card(view: View) -> Say | None:
    """The card as it is now: to be taken, under way, stopped, done."""
    order = order_seen(view)
    if order is None:
        return None
    mine = tasks_here(order, view.chat.departments)
    stopped = judge(order.book, order.leaf, Checkpoint.PLAN, order.facts) if order.in_supply else ()
    if stopped:
        ends = rows(tuple(ending_buttons(view, order)))
        return Say(lines([*_stopped(view, order, stopped), *waiver_lines(view, order)]), ends)
    return Say(lines([*_working(view, order, mine), *waiver_lines(view, order)]), _buttons(view, order, mine))


def tasks_here(order: OrderView, departments: Sequence[str]) -> list[TaskView]:
    """The tasks of the departments that meet in a chat."""
    return [task for task in order.tasks if task.department in departments]


def ends_by_inspection(order: OrderView, task: TaskView) -> bool:
    """Whether quality's task ends with what it lets go, on a card of its own."""
    rule = inspection_rule(order.leaf)
    return rule is not None and task.kind == TaskKind.INSPECTION.value and task.department == rule.department


def _stopped(view: View, order: OrderView, refusals: Sequence[Refusal]) -> Iterator[Markup]:
    yield texts.STOP(view.lang, head=head(order, view.lang))
    held = hold_line(view, order)
    if held is not None:
        yield held
    yield from _goods(view.lang, _lines_here(view, order))
    yield texts.WHY_STOP(view.lang)
    named = [one for one in refusals if held is None or one.code != "on_hold"]
    yield from reasons(view, order, clearing.clearers(view.session, order, named))
    if held is not None:
        yield from decided_by(view, order)


def _working(view: View, order: OrderView, mine: list[TaskView]) -> Iterator[Markup]:
    done = bool(mine) and all(task.state == "done" for task in mine)
    title = texts.OVER if order.ended else texts.DONE if done else texts.START
    yield title(view.lang, head=head(order, view.lang))
    yield from _goods(view.lang, _lines_here(view, order))
    wishes = order.fields.get("requirements")
    if isinstance(wishes, str):
        yield texts.REQUIREMENTS(view.lang, words=wishes[:120])
    promised = delivery(order, view.lang, view.today)
    if promised is not None:
        yield promised
    if order.in_supply and not done:
        yield from _plan(view, order, mine)
    yield from (_task(view, order, task) for task in mine if task.state != "open")
    waiting = dict.fromkeys(task.department for task in mine if task.state == "open")
    if waiting and order.in_supply:
        names = together((interface(view, order, department) for department in waiting), view.lang)
        yield texts.TAKE(view.lang, who=names)
    elif done and goods_exist(order) and order.in_supply:
        yield texts.NEXT_GOODS(view.lang, who=interface(view, order, order.book.roles.goods))


def _goods(lang: str, wanted: Sequence[LineView]) -> Iterator[Markup]:
    for line in wanted[:AT_ONCE]:
        if line.drawing:
            yield texts.LINE_DRAWING(lang, goods=pieces(line), drawing=line.drawing)
        else:
            yield plain(pieces(line))
    if len(wanted) > AT_ONCE:
        yield MORE_LINES(lang, count=len(wanted) - AT_ONCE)


def _lines_here(view: View, order: OrderView) -> list[LineView]:
    """The lines whose supply makes work for the departments of this chat; all where none does."""
    supplies = {task.supply.value for task in order.leaf.supply_tasks if task.department in view.chat.departments}
    return [line for line in order.lines if line.supply in supplies] or list(order.lines)


def _plan(view: View, order: OrderView, mine: list[TaskView]) -> Iterator[Markup]:
    """The days counted back from the promised one, earliest first; what is late already is said."""
    dated = sorted((task for task in order.tasks if task.due_on is not None), key=lambda task: str(task.due_on))
    if dated:
        said = ""
        for task in dated:
            assert task.due_on is not None
            day = texts.DAY.plain(
                view.lang,
                day=formats.day_short(view.lang, task.due_on, view.today),
                task=texts.GOAL[task.kind].plain(view.lang),
            )
            said = texts.THEN.plain(view.lang, some=said, another=day) if said else day
        yield texts.BACKWARDS(view.lang, days=said)
    late = [task for task in mine if task.state == "open" and task.due_on is not None and task.due_on < view.today]
    if late:
        names = together((texts.TASK[task.kind].plain(view.lang) for task in late), view.lang)
        yield texts.TOO_LATE(view.lang, task=names)
    if order.final_missing_minor:
        yield texts.UNPAID(view.lang)


def _task(view: View, order: OrderView, task: TaskView) -> Markup:
    name = texts.TASK[task.kind].plain(view.lang)
    if task.state == "doing" and ends_by_inspection(order, task):
        return texts.INSPECTS(view.lang, who=task.owner)
    made = [line for line in order.lines if supply.makes(line.supply, task.kind) and line.made]
    if task.state == "doing" and made:
        said = (texts.COUNTED.plain(view.lang, code=line.code, count=formats.quantity(line.made)) for line in made[:2])
        counts = together(said, view.lang)
        return texts.MADE(view.lang, task=name, who=task.owner, counts=counts)
    if task.state == "done":
        return texts.FINISHED(view.lang, task=name, who=task.owner)
    if task.due_on is None:
        return texts.TAKEN_BARE(view.lang, task=name, who=task.owner)
    return texts.TAKEN(view.lang, task=name, who=task.owner, day=formats.day(view.lang, task.due_on, view.today))


def _buttons(view: View, order: OrderView, mine: list[TaskView]) -> tuple[Row, ...]:
    if not order.in_supply:
        return ()
    buttons: list[Button] = []
    counts: list[Button] = []
    for task in mine:
        several = len(mine) > 1
        name = texts.TASK[task.kind].plain(view.lang)
        if task.state == "open":
            label = texts.BTN_TAKE_TASK.plain(view.lang, task=name) if several else texts.BTN_TAKE.plain(view.lang)
            buttons.append(do(label, "supply.take", style="primary", order=order.id, kind=task.kind))
        elif task.state == "doing" and not ends_by_inspection(order, task):
            label = texts.BTN_FINISH_TASK.plain(view.lang, task=name) if several else texts.BTN_FINISH.plain(view.lang)
            buttons.append(do(label, "supply.finish", order=order.id, kind=task.kind))
            if to_make(order, task.kind):
                what = f"made:{task.kind}"
                label = texts.BTN_COUNT.plain(view.lang)
                counts.append(act(label, "goods.other_count", order=order.id, what=what))
    buttons += counts[:1]  # of two tasks that make goods the reply says which
    return rows(*in_rows(buttons), tuple(hold_button(view, order)))
