"""The watch of an order: something happened to it, and the next tick looks at everything that reminders ask of it.

One row of `chase` an order. Whatever is entered in an order's history stirs it, so that no way of changing an order
can forget it; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, SelectBase, String, Table, bindparam, literal, null, select, true, update
from sqlalchemy import cast as cast_to
from sqlalchemy.orm import Session

from db.base import UtcTime
from db.inserting import INSERTS, Insert, insert_into
from db.models import Chase, Order

RULE = "watch"
_PREFIX = "order:"


def _stir(insert: Callable[[Any], Insert]) -> Insert:
    moment = bindparam("now", type_=UtcTime())
    row = select(literal(RULE), bindparam("subject"), Order.id, moment, literal(0), moment)
    return _into(insert(Chase.__table__), row.where(Order.id == bindparam("order", type_=BigInteger())))


def _into(insert: Insert, rows: SelectBase) -> Insert:
    new = insert.from_select(("rule", "subject", "order_id", "anchor_at", "step", "next_at"), rows)
    return new.on_conflict_do_update(index_elements=["rule", "subject"], set_={"next_at": new.excluded.next_at})


_REST = (
    update(cast(Table, Chase.__table__))
    .where(Chase.rule == RULE, Chase.subject == bindparam("watched"))
    .values(next_at=null())
)
# Built once: building a statement costs ten times as much as running it.
_STIR = {dialect: _stir(insert) for dialect, insert in INSERTS.items()}


def stir(session: Session, subject: str, now: datetime) -> None:
    """Something was entered in this subject's history."""
    if subject.startswith(_PREFIX):
        given = {"subject": subject, "order": int(subject.removeprefix(_PREFIX)), "now": now}
        session.execute(_STIR[session.get_bind().dialect.name], given)


def stir_what_waits(session: Session, now: datetime) -> None:
    """Something happened to all orders, as when other days are worked: those of which anything waits for a moment."""
    waits = select(Chase.order_id).where(Chase.order_id.is_not(None), Chase.next_at > now).distinct().subquery()
    subject = literal(_PREFIX) + cast_to(waits.c.order_id, String)
    moment = literal(now, UtcTime())
    # in the order of the ids, as the tick takes their locks
    rows = select(literal(RULE), subject, waits.c.order_id, moment, literal(0), moment).order_by(waits.c.order_id)
    session.execute(_into(insert_into(session, Chase.__table__), rows.where(true())))


def rest(session: Session, order_id: int) -> None:
    """Everything of an order has been looked at, what the looking itself wrote included. The caller holds its lock."""
    session.execute(_REST, {"watched": f"{_PREFIX}{order_id}"})
