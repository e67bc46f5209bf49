"""The order's lock and its row version: what they keep apart, and whom they do not keep waiting."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import Button, Customer, Order
from services import locking
from services.locking import lock_order, touch
from tests.support.orders import NOW, add_order, open_office


def version(session: Session, order_id: int) -> int:
    session.flush()
    return session.execute(select(Order.row_version).where(Order.id == order_id)).scalar_one()


def test_the_row_version_moves_with_every_change_also_while_the_clock_stands(
    scratch: Session, monkeypatch: pytest.MonkeyPatch
):
    open_office(scratch)
    order = scratch.get_one(Order, add_order(scratch, {}))
    before = version(scratch, order.id)
    touch(order, NOW)
    assert version(scratch, order.id) == before + 1
    monkeypatch.setattr(locking, "flag_modified", lambda *_: None)
    touch(order, NOW)
    assert version(scratch, order.id) == before + 1, "the control: nothing would have moved it"


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_card_is_sent_while_its_order_is_locked(database: Database):
    """The sender holds the card, whoever holds the order wants the card: one waiting for the other is a deadlock."""
    with database.transaction() as session:
        open_office(session)
        order_id = add_order(session, {})
    with database.transaction() as worker, database.transaction() as sender:
        lock_order(worker, order_id)
        sender.execute(text("SET LOCAL lock_timeout = '200ms'"))
        sender.add(Button(nonce="n", chat_id=1, order_id=order_id, revision=1, acts=[], used=[], created_at=NOW))
        sender.flush()


def test_an_error_names_no_customer(scratch: Session):
    open_office(scratch)
    scratch.add_all(Customer(id=n, code="C1", name="宏达机电", created_at=NOW) for n in (1, 2))
    with pytest.raises(IntegrityError) as caught:
        scratch.flush()
    assert "宏达机电" not in str(caught.value)
