"""成品检验放行: quality lets goods go, all or in part, or holds them with a reason. What leaves is held against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment, Inspection, Order, Task
from domain.gates import Refusal, inspected, inspection_rule
from domain.life import State
from domain.process.names import Checkpoint, TaskKind
from domain.process.types import GateRule
from domain.rights import in_state, may_for
from services import books, history, life, owed, people, shipping, supply, telling
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.house import House, who
from services.locking import lock_order, touch
from services.money import Evidence
from services.order_facts import line_facts
from services.people import PersonFacts


def held(session: Session, order: Order, rule: GateRule) -> dict[int, Decimal]:
    """What is there and has not been let go, by line."""
    there = supply.existing(session, order)
    lines = [line for line in line_facts(session, order) if inspected(rule, line)]
    return {line.line_id: there[line.line_id] - line.passed for line in lines if there[line.line_id] > line.passed}


def pass_goods(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime,
    quantities: Mapping[int, Decimal] | None = None, *, words: str = "", evidence: Evidence | None = None,
) -> Order:  # fmt: skip
    """放行: so much of these lines may leave; without quantities all that is there."""
    order, rule = _inspects(session, house, actor, order_id)
    waits = held(session, order, rule)
    passed = dict(waits if quantities is None else quantities)
    if not waits:
        raise _nothing_left(session, order, rule)
    if not passed or any(not 0 < count <= waits.get(line, Decimal(0)) for line, count in passed.items()):
        raise Refused((Refusal("more_than_made", rule.department),), order_id=order.id)
    _record(session, order, actor, passed, "passed", words, now)
    if evidence is not None:
        _keep(session, order, evidence, actor, now)
    _note(session, order, actor, "inspection_passed", passed, words, now)
    _end_task(session, house, order, rule, actor, now)
    supply.go_on(session, house, order, actor, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return order


def fail(
    session: Session, house: House, actor: PersonFacts, order_id: int, now: datetime, reason: str,
    quantities: Mapping[int, Decimal] | None = None, *, evidence: Evidence | None = None,
) -> Order:  # fmt: skip
    """不合格: so much of these lines does not go, with a reason. What was let go and has not left is taken back for it.

    Without quantities: all that waits; where nothing does, all that was let go and is still here.
    """
    order, rule = _inspects(session, house, actor, order_id)
    if not reason.strip():
        raise Refused((Refusal("reason_missing", rule.department),), order_id=order.id)
    waits, lines = held(session, order, rule), line_facts(session, order)
    here = {line.line_id: line.passed - line.shipped for line in lines if inspected(rule, line)}
    failed = dict(quantities) if quantities is not None else waits or {n: c for n, c in here.items() if c > 0}
    if not failed:
        raise Refused((Refusal("nothing_to_inspect", rule.department),), order_id=order.id)
    back: dict[int, Decimal] = {}
    for line, count in failed.items():
        waiting = waits.get(line, Decimal(0))
        if not 0 < count <= waiting + here.get(line, Decimal(0)):
            raise Refused((Refusal("more_than_made", rule.department),), order_id=order.id)
        if count > waiting:
            back[line] = waiting - count
    _record(session, order, actor, failed, "failed", reason, now)
    _record(session, order, actor, back, "passed", reason, now)  # so much less may leave
    if evidence is not None:
        _keep(session, order, evidence, actor, now)
    _note(session, order, actor, "inspection_failed", failed, reason, now)
    _tell(session, order, failed, reason, actor, now)
    if back and shipping.open_notice(session, order.id) is not None:
        supply.show_goods(session, house, order, now)
    owed.refresh_cards(session, order_id=order.id, now=now)
    return order


def require_judge(session: Session, house: House, actor: PersonFacts, order_id: int) -> None:
    """NotAllowed where this person does not judge the goods of the order now."""
    _inspects(session, house, actor, order_id)


def _inspects(session: Session, house: House, actor: PersonFacts, order_id: int) -> tuple[Order, GateRule]:
    """The locked order and its rule, where this person judges its goods now."""
    order = lock_order(session, order_id)
    rule = inspection_rule(books.leaf_of(session, order, house.book))
    if rule is None:
        raise NotFound(f"inspection of order {order_id}")
    if not may_for(rule.department, who(actor)):
        raise NotAllowed("not_your_department", department=rule.department)
    if not in_state("goods.inspect", State(order.state)):
        raise NotAllowed("not_in_supply")
    return order, rule


def _nothing_left(session: Session, order: Order, rule: GateRule) -> Exception:
    """Somebody let all of it go before, or nothing is there yet."""
    passed = [line for line in line_facts(session, order) if inspected(rule, line) and line.passed > 0]
    if not passed:
        return Refused((Refusal("nothing_to_inspect", rule.department),), order_id=order.id)
    last = session.scalar(
        select(Inspection).where(Inspection.order_id == order.id).order_by(Inspection.id.desc()).limit(1)
    )
    return AlreadyDone(people.name_of(session, last.inspected_by) if last else None, last.at if last else None)


def _record(
    session: Session, order: Order, actor: PersonFacts, quantities: Mapping[int, Decimal], result: str, words: str,
    now: datetime,
) -> None:  # fmt: skip
    for line, quantity in quantities.items():
        session.add(
            Inspection(order_id=order.id, line_id=line, quantity=quantity, result=result, words=words.strip() or None,
                       inspected_by=actor.id, at=now)
        )  # fmt: skip
    session.flush()


def _end_task(session: Session, house: House, order: Order, rule: GateRule, actor: PersonFacts, now: datetime) -> None:
    """All of it is let go: quality's own task is done with it, also where nobody had taken it."""
    kind, book = TaskKind.INSPECTION.value, books.book_of(session, order, house.book)
    lines = [line for line in line_facts(session, order) if inspected(rule, line)]
    due = [task for task in supply.tasks_due(book, book.leaves[order.leaf], order) if task.kind.value == kind]
    if any(line.passed < line.quantity for line in lines) or not any(
        may_for(one.department, who(actor)) for one in due
    ):
        return
    if life.gate(session, house, order, Checkpoint.PLAN, now):
        return
    task = session.scalar(select(Task).where(Task.order_id == order.id, Task.kind == kind))
    if task is None:
        supply.take(session, house, actor, order.id, kind, now)
    if task is None or task.state == "doing":
        supply.finish(session, house, actor, order.id, kind, now)


def _tell(
    session: Session, order: Order, failed: Mapping[int, Decimal], reason: str, actor: PersonFacts, now: datetime
) -> None:
    """Whoever made them, and whoever promised them to the customer."""
    makers = [task.department for task in supply.tasks_of(session, order.id) if task.kind in supply.MAKERS.values()]
    chats = [telling.desk_of(session, department) for department in makers] + [telling.met_at(session, order.sales_id)]
    for chat in dict.fromkeys(chat for chat in chats if chat is not None):
        owed.owe(
            session, "notice.inspection_failed", chat_id=chat, now=now, subject=f"order:{order.id}", order_id=order.id,
            facts={"goods": [[line, str(count)] for line, count in failed.items()], "reason": reason.strip(),
                   "by": actor.name},
        )  # fmt: skip


def _keep(session: Session, order: Order, evidence: Evidence, actor: PersonFacts, now: datetime) -> None:
    session.add(
        Attachment(order_id=order.id, purpose="photo", kind=evidence.kind, file_id=evidence.file_id,
                   file_unique_id=evidence.file_unique_id, sent_by=actor.id, at=now)
    )  # fmt: skip


def _note(
    session: Session, order: Order, actor: PersonFacts, action: str, goods: Mapping[int, Decimal], words: str,
    now: datetime,
) -> None:  # fmt: skip
    touch(order, now)
    after = {str(line): str(count) for line, count in goods.items()}
    if words.strip():
        after["words"] = words.strip()
    history.record(session, subject=f"order:{order.id}", action=action, now=now, actor_id=actor.id, after=after)
