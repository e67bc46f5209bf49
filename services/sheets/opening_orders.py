"""期初: orders in flight come in as their sheet was judged, each through its own gates.

The money is a claim like any slip: it opens nothing until finance confirms it, and whoever imported it cannot.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.models import Order, Readiness, Slip
from domain.money import Money, to_minor
from services import filing, history, owed, telling
from services.filing import NewLine, NewOrder
from services.house import House, require
from services.locking import touch
from services.people import PersonFacts
from services.sheets.judging import Judged


def apply(
    session: Session, house: House, actor: PersonFacts, judged: Judged, now: datetime, *, sheet_id: int,
    file: dict[str, str],
) -> list[int]:  # fmt: skip
    """The orders come in, each through its own gates; finance gets one card for all the money. The orders' ids."""
    require(house, actor, "opening.import")
    made = [_take_in(session, house, actor, effect, now, sheet_id, file) for effect in judged.effects]
    if any(effect["received"] for effect in judged.effects):
        chat = telling.desk_of(session, house.book.roles.money)
        if chat is not None:
            owed.show_card(session, "opening", subject=f"sheet:{sheet_id}", chat_id=chat, now=now)
    return made


def _take_in(
    session: Session, house: House, actor: PersonFacts, effect: dict[str, Any], now: datetime, sheet_id: int,
    file: dict[str, str],
) -> int:  # fmt: skip
    day = date.fromisoformat(effect["ordered_on"])
    new = NewOrder(
        leaf=effect["leaf"], customer_id=effect["customer"], requested_on=date.fromisoformat(effect["promised_on"]),
        fields=effect["fields"], sales_id=effect["sales"],
        lines=tuple(
            NewLine(line["product"], Decimal(line["quantity"]), Decimal(line["price"])) for line in effect["lines"]
        ),
    )  # fmt: skip
    about = {**file, "row": effect["row"], "state": effect["state"], "received": effect["received"] or "0"}
    noon = datetime.combine(day, time(12), house.zone)
    order = filing.take_in(
        session, house, actor, new, now, on=min(noon, now), original=effect["original"], about=about
    )  # fmt: skip
    if effect["state"] == "ready":
        for line in order.lines:
            session.add(
                Readiness(order_id=order.id, line_id=line.id, quantity=line.quantity, reported_by=actor.id, at=now)
            )
    if effect["received"]:
        _claim(session, house, actor, order, effect, now, sheet_id)
    session.flush()
    return order.id


def _claim(
    session: Session,
    house: House,
    actor: PersonFacts,
    order: Order,
    effect: dict[str, Any],
    now: datetime,
    sheet_id: int,
) -> None:
    """What is said to have come in already. It opens nothing, as no slip does."""
    amount = to_minor(Money(Decimal(effect["received"]), order.currency))
    slip = Slip(
        order_id=order.id, state="waiting", claimed_minor=amount, payer=effect["customer_name"], sheet_id=sheet_id,
        sent_by=actor.id, sent_at=now,
    )  # fmt: skip
    session.add(slip)
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="slip_sent", now=now, actor_id=actor.id,
        after={"slip": slip.id, "claimed": amount, "sheet": sheet_id},
    )  # fmt: skip
