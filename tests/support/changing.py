"""Changes in the office: asked for without the form, so that a test begins where it has something to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from db.models import Change, Order
from domain.changes import ChangeKind
from services import money, noticing, people, shipping, supply
from services.changes import asking, impacts
from services.changes.asking import Why
from services.changes.content import stands_still
from services.filing import NewLine
from tests.support.office import HOUSE, Office

WHY = Why("customer", "altered", "客户加量")


def asks(office: Office, order_id: int, *, by: str = "张敏", why: Why = WHY, **differently: Any) -> int:
    """Somebody asks for a change: quantity, price or wanted day of the first line, or a field. Its id."""
    with office.database.transaction() as session:
        stands = stands_still(session.get_one(Order, order_id))
        first = stands.lines[0]
        price = differently.pop("price", first.price)
        line = NewLine(
            first.product_id,
            Decimal(differently.pop("quantity", first.quantity)),
            None if price is None else Decimal(price),
        )
        wanted: date | None = differently.pop("wanted", stands.requested_on)
        new = replace(
            stands, lines=(line, *stands.lines[1:]), requested_on=wanted, fields={**stands.fields, **differently}
        )
        change = asking.ask(session, HOUSE, office.person(session, by), order_id, new, why, office.now)
        number = change.id
    office.send()
    return number


def cancels(office: Office, order_id: int, *, by: str = "张敏") -> int:
    """Somebody asks to cancel an order."""
    with office.database.transaction() as session:
        number = asking.ask_whole(
            session, HOUSE, office.person(session, by), order_id, ChangeKind.CANCEL, WHY, office.now
        ).id  # fmt: skip
    office.send()
    return number


def withdraws(office: Office, change_id: int, *, by: str = "张敏") -> None:
    """不改了."""
    with office.database.transaction() as session:
        asking.withdraw(session, HOUSE, office.person(session, by), change_id, "不改了", office.now)
    office.send()


def takes(office: Office, order_id: int, kind: str = "purchase", by: str = "王芳") -> None:
    """A department begins: from now on it is asked what a change means."""
    with office.database.transaction() as session:
        supply.take(session, HOUSE, office.person(session, by), order_id, kind, office.now)
    office.send()


def change_row(office: Office, change_id: int) -> Change:
    with office.database.transaction() as session:
        return session.get_one(Change, change_id)


def states(office: Office, change_id: int) -> None:
    """Everybody who is asked answers with what is offered first."""
    with office.database.transaction() as session:
        for row in impacts.of_change(session, change_id):
            if row.answered_at is not None:
                continue
            person = people.interface_of(session, row.department)
            assert person is not None
            for question in impacts.asked(session, HOUSE, row.id).questions:
                choice = next(one for one in question.choices if one.then is None)
                impacts.answer(session, HOUSE, person, row.id, question.key, choice.key, office.now)
    office.send()


def pays(office: Office, order_id: int) -> None:
    """The whole amount is there."""
    with office.database.transaction() as session:
        total = session.get_one(Order, order_id).total_minor
        slip = money.send_slip(
            session, HOUSE, office.person(session, "张敏"), order_id, office.now, claimed_minor=total
        )
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)
    office.send()


def ships(office: Office, order_id: int) -> None:
    """All of it leaves."""
    with office.database.transaction() as session:
        warehouse = office.person(session, "赵强")
        shipping.report_ready(session, HOUSE, warehouse, order_id, office.now)
        noticing.issue(session, HOUSE, office.person(session, "张敏"), order_id, office.now)
        shipping.ship(session, HOUSE, warehouse, order_id, office.now)
    office.send()
