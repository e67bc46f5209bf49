"""Where an order stands on its way, and so what is to be done next: read from its facts, never stored."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from domain.gates import Refusal, inspected, inspection_rule, judge
from domain.life import ENDED, State
from domain.process.names import Checkpoint, Ending
from services import supply
from services.order_view import OrderView


class Stage(StrEnum):
    """What an order waits for."""

    REVIEW = "review"  # 评审中: those who were asked have not all answered
    RETURNED = "returned"  # 退回补充: whoever filed it completes it
    HELD = "held"  # accepted; the release gate is closed
    PAUSED = "paused"  # 暂停
    STOPPED = "stopped"  # released, and the gate closed again: nothing may be bought or made
    TO_TAKE = "to_take"  # a department has not taken its task
    IN_WORK = "in_work"  # goods are being bought or made
    TO_PACK = "to_pack"  # the warehouse is to make them ready
    TO_STOCK = "to_stock"  # the warehouse is to take them into stock
    TO_NOTICE = "to_notice"  # ready; nobody has issued a shipping notice
    HELD_SHIP = "held_ship"  # noticed; the ship gate is closed
    TO_LOAD = "to_load"  # noticed, and may leave
    ON_ROAD = "on_road"  # all has left, not all is signed for
    SIGNED = "signed"
    STOCKED = "stocked"
    ENDED = "ended"


def stage_of(view: OrderView) -> Stage:
    """The stage of an order. Of several that hold at once the one in which a person can act next."""
    if view.state in ENDED:
        return Stage.STOCKED if view.state is State.CLOSED and view.leaf.ends_at is Ending.STOCK_IN else Stage.ENDED
    if view.undecided:
        return Stage.RETURNED if view.state is State.RETURNED else Stage.REVIEW
    if view.on_hold:
        return Stage.PAUSED
    if not view.in_supply:
        return _outside_supply(view)
    if view.open_notice is not None:
        return Stage.HELD_SHIP if view.refusals else Stage.TO_LOAD
    if any(judge(view.book, view.leaf, Checkpoint.PLAN, view.facts)):
        return Stage.STOPPED
    if to_notice(view):
        return Stage.TO_NOTICE
    if goods_exist(view):
        return Stage.TO_STOCK if view.leaf.ends_at is Ending.STOCK_IN else Stage.TO_PACK
    return Stage.TO_TAKE if any(task.state == "open" for task in view.tasks) else Stage.IN_WORK


def _outside_supply(view: OrderView) -> Stage:
    if view.state is State.SHIPPED:
        return Stage.ON_ROAD
    return Stage.HELD if view.released_at is None else Stage.SIGNED


def held_by(view: OrderView) -> tuple[Refusal, ...]:
    """Why it cannot go on: where work must stop, the reasons for that alone."""
    if view.in_supply and view.open_notice is None:
        return judge(view.book, view.leaf, Checkpoint.PLAN, view.facts)
    return view.refusals


def goods_exist(view: OrderView) -> bool:
    """Whether all that is made or bought for the order is there."""
    done = {task.kind for task in view.tasks if task.state == "done"}
    return all(supply.MAKERS[line.supply] in done for line in view.lines if line.supply in supply.MAKERS)


def to_notice(view: OrderView) -> dict[int, Decimal]:
    """What is ready and goes with no batch yet, by line."""
    noticed = view.open_notice.quantities if view.open_notice else {}
    rest = {line.id: line.may_leave - noticed.get(line.id, Decimal(0)) for line in view.lines}
    return {line: quantity for line, quantity in rest.items() if quantity > 0}


def to_go(view: OrderView) -> dict[int, Decimal]:
    """What is ready and has not left, by line: a notice may name it."""
    return {line.id: line.may_leave for line in view.lines if line.may_leave}


def to_load(view: OrderView) -> dict[int, Decimal]:
    """What the open notice says is to leave, by line."""
    return dict(view.open_notice.quantities) if view.open_notice else {}


def part_may_leave(view: OrderView) -> bool:
    """Whether fewer goods than were noticed may leave now: every reason against it is about how many."""
    noticed = to_load(view)
    for refusal in view.refusals:
        if refusal.code == "inspection_missing":
            lacking = refusal.facts["lines"]
            if all(lacking.get(line, 0) >= count for line, count in noticed.items()):
                return False
        elif not refusal.facts.get("leave"):
            return False
    return bool(noticed)


def to_make(view: OrderView, kind: str) -> dict[int, Decimal]:
    """What a task has still to make or buy, by line."""
    lines = (line for line in view.lines if supply.makes(line.supply, kind))
    return {line.id: line.quantity - line.made for line in lines if line.quantity > line.made}


def to_inspect(view: OrderView) -> dict[int, Decimal]:
    """What is there and quality has not let go, by line."""
    rule = inspection_rule(view.leaf)
    if rule is None:
        return {}
    held = {line.line_id for line in view.facts.lines if inspected(rule, line)}
    return {line.id: line.there - line.passed for line in view.lines if line.id in held and line.there > line.passed}


def to_pack(view: OrderView) -> dict[int, Decimal]:
    """What is not reported ready yet, by line."""
    return {line.id: line.quantity - line.ready for line in view.lines if line.quantity > line.ready}


def to_stock(view: OrderView) -> dict[int, Decimal]:
    """What is not in stock yet, by line."""
    return {line.id: line.quantity - line.stocked for line in view.lines if line.quantity > line.stocked}
