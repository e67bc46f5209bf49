"""Who was who at a moment that is over: the present, and the history undone step by step back to then.

Rows say what somebody is now; what they were when they voted stands in the history alone, which nobody can rewrite
without its chain breaking. Where a change fell on the very moment, both sides of it count.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import DepartmentDuty, History, Order, Person

Value = TypeVar("Value")
_EVER = datetime.min.replace(tzinfo=UTC)
_COMPANY = ("person_changed", "person_left", "joined", "interface_named", "duty_handed_over")


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is in the company."""

    department: str
    role: str
    active: bool


class Past(Generic[Value]):
    """What held, from the present backwards."""

    def __init__(self, present: Value) -> None:
        self._spans: list[tuple[datetime, Value]] = [(_EVER, present)]

    @property
    def earliest(self) -> Value:
        return self._spans[-1][1]

    def undo(self, at: datetime, before: Value) -> None:
        """Until that moment it was this; called for later changes first."""
        self._spans[-1] = (at, self.earliest)
        self._spans.append((_EVER, before))

    def at(self, moment: datetime) -> Iterator[Value]:
        """What held then; both values where it changed at that very moment."""
        until: datetime | None = None
        for since, value in self._spans:
            if since <= moment and (until is None or moment <= until):
                yield value
            until = since


class WhoWasWho:
    """People, interface persons and salespeople of orders, at any moment."""

    def __init__(self, session: Session) -> None:
        self.people = {
            row.id: Past(Place(row.department, row.role, row.active)) for row in session.scalars(select(Person))
        }
        self.interfaces: defaultdict[str, Past[int | None]] = defaultdict(lambda: Past(None))
        for duty in session.scalars(select(DepartmentDuty)):
            self.interfaces[duty.department] = Past(duty.interface_id)
        rows = select(History).where(History.subject == "company", History.action.in_(_COMPANY))
        for row in session.scalars(rows.order_by(History.seq.desc())):
            self._undo(row, json.loads(row.entry))
        self.sales = _salespeople(session)

    def _undo(self, row: History, entry: dict[str, Any]) -> None:
        before, after = entry["before"] or {}, entry["after"] or {}
        if row.action == "interface_named":
            self.interfaces[after["department"]].undo(row.at, before["person"])
        elif row.action == "duty_handed_over":
            self.interfaces[after["department"]].undo(row.at, before["interface"])
        else:
            person = self.people[row.actor_id if row.action == "joined" else row.for_id]  # type: ignore[index]
            person.undo(row.at, _place_before(row.action, person.earliest, before))

    def speaks_for(self, asked_of: str, person_id: int, moment: datetime) -> bool:
        """Whether somebody held this office then."""
        department, _, office = asked_of.partition(".")
        if office == "interface" and person_id not in self.interfaces[department].at(moment):
            return False
        return any(
            place.active and place.department == department and (office != "head" or place.role == "manager")
            for place in self.people[person_id].at(moment)
        )

    def was_here(self, person_id: int, moment: datetime) -> bool:
        """Whether somebody was an employee then."""
        return any(place.active for place in self.people[person_id].at(moment))

    def sold_by(self, order: Order, moment: datetime) -> set[int]:
        """Whose order it was then."""
        past = self.sales.get(order.id)
        return {order.sales_id} if past is None else set(past.at(moment))


def _place_before(action: str, place: Place, before: dict[str, Any]) -> Place:
    if action == "joined":  # who comes back was somewhere else, or nowhere
        return Place(str(before.get("department", "")), str(before.get("role", "")), False)
    known = {key: before[key] for key in ("department", "role", "active") if key in before}
    return replace(place, **known)


def _salespeople(session: Session) -> dict[int, Past[int]]:
    """Orders that came to another salesperson."""
    found: dict[int, Past[int]] = {}
    rows = select(History).where(History.action == "handed_over", History.subject.like("order:%"))
    for row in session.scalars(rows.order_by(History.id.desc())):
        before = json.loads(row.entry)["before"] or {}
        if "sales" in before:
            order_id = int(row.subject.partition(":")[2])
            if order_id not in found:
                found[order_id] = Past(session.get_one(Order, order_id).sales_id)
            found[order_id].undo(row.at, int(before["sales"]))
    return found
