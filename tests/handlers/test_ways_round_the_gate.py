"""The ways round a gate that the chat itself stands against: another order's card, an old button, two presses."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from db.models import Order, Shipment
from services import money, noticing, shipping
from tests.support.office import HOUSE, Office, Standing

STORE = "仓库群"


@pytest.fixture
def two(office: Office) -> tuple[int, int]:
    """Two orders from stock that stand packed under a notice: the first is paid, nobody has paid the second."""
    first, second = (office.file("prepaid.shipment", (2, 300, "58")) for _ in range(2))
    for order in (first, second):
        packed(office, order)
    pays(office, first)
    return first, second


def packed(office: Office, order: int) -> None:
    with office.database.transaction() as session:
        shipping.report_ready(session, HOUSE, office.person(session, "赵强"), order, office.now)
        noticing.issue(session, HOUSE, office.person(session, "张敏"), order, office.now)
    office.send()


def pays(office: Office, order: int) -> None:
    with office.database.transaction() as session:
        due = session.get_one(Order, order).total_minor
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=due)
        money.confirm_slip(session, HOUSE, office.person(session, "李娜"), slip.id, office.now)
    office.send()


def left(office: Office, order: int) -> int:
    """How many batches have left."""
    with office.database.transaction() as session:
        gone = select(func.count()).where(Shipment.order_id == order, Shipment.state.in_(("shipped", "signed")))
        return session.scalar(gone) or 0


def button(office: Office, on: str, label: str = "已发出") -> tuple[Standing, str]:
    """A button as it stands on a card now."""
    card = office.newest(STORE, on=on)
    return card, card.data(label)


def test_the_control_the_paid_one_leaves_by_its_own_card(office: Office, two: tuple[int, int]):
    office.taps("赵强", "已发出", chat=STORE, on="发货通知 · XS261123-001")
    assert (left(office, two[0]), left(office, two[1])) == (1, 0)


@pytest.mark.parametrize("words", ["发了 002", "002 发了", "XS261123-002 已发出"])
def test_words_that_name_the_unpaid_one_on_the_card_of_the_paid_one(office: Office, two: tuple[int, int], words: str):
    office.says("赵强", words, chat=STORE, to="发货通知 · XS261123-001")
    assert left(office, two[1]) == 0


def test_the_card_of_the_unpaid_one_has_no_button_and_takes_no_word(office: Office, two: tuple[int, int]):
    assert "已发出" not in office.newest(STORE, on="先别装车 · XS261123-002").labels
    office.says("赵强", "发了", chat=STORE, to="先别装车 · XS261123-002")
    assert office.reads(STORE)[:2] == ["还不行：", "货款没付清 → 销售 张敏"]
    assert left(office, two[1]) == 0


def test_the_button_of_one_order_pressed_on_the_card_of_another(office: Office, two: tuple[int, int]):
    _card, data = button(office, "发货通知 · XS261123-001")
    other = office.newest(STORE, on="先别装车 · XS261123-002")
    office.presses("赵强", other, data, chat=STORE)
    assert left(office, two[1]) == 0


def test_two_presses_are_one_batch(office: Office, two: tuple[int, int]):
    card, data = button(office, "发货通知 · XS261123-001")
    first, second = (office.presses("赵强", card, data, chat=STORE) for _ in range(2))
    assert first != second
    assert (left(office, two[0]), left(office, two[1])) == (1, 0)
