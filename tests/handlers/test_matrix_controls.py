"""Each guard switched off: then the matrix finds a fault in a cell that is good with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import Card, Slip
from domain.process.names import MoneyView
from handlers import rights, view
from services import buttons, looking
from services.approvals import seats
from tests.support.matrix import SOON, WHO, Company, place_of
from tests.support.ways import faults
from tests.support.who_may import OWN

Off = Callable[[pytest.MonkeyPatch], None]

OFF: dict[str, tuple[Off, str, str, tuple[str, ...]]] = {
    "the first guard": (
        lambda patch: patch.setattr(rights, "check", lambda *_asked: None), "act", "order.again_which", ("production",),
    ),
    "whose order it is": (
        lambda patch: patch.setattr(looking, "sees_all_customers", lambda *_asked: True),
        "act", "order.show", ("colleague",),
    ),
    "who may see money": (
        lambda patch: patch.setattr(view, "money_view", lambda *_asked: MoneyView.FULL),
        "act", "order.show", ("production", "warehouse"),
    ),
    "who was asked": (
        lambda patch: patch.setattr(seats, "speaks_for", lambda *_asked: True),
        "act", "approval.approve", ("quality",),
    ),
}  # fmt: skip
"""How a guard is switched off, and a way in where it alone stands before these people."""


@pytest.mark.parametrize("guard", OFF)
def test_without_it_a_cell_is_at_fault(staged: Company, monkeypatch: pytest.MonkeyPatch, guard: str):
    switch_off, way, name, people = OFF[guard]
    for who in people:
        assert faults(staged, way, name, [who]) == [], "with it all is well"
    switch_off(monkeypatch)
    for who in people:
        assert faults(staged, way, name, [who]) != [], f"{who} is kept out by something else"


@pytest.mark.parametrize("who", ["sales_head", "deputy_of_requester"])
def test_nobody_decides_on_their_own_order_nor_through_a_deputy(staged: Company, who: str):
    """The seat was handed to the very person whose order it is."""
    for act in ("approval.approve", "approval.reject", "approval.send_back", "approval.condition"):
        seen = staged.presses(who, act, {"seat": staged.of["own_seat"]})
        assert seen.said.startswith(OWN), f"{act} × {who}: {seen}"
        assert not seen.changed


# ── buttons ────────────────────────────────────────────────────────────────────────────────


def presses(desk: Company, chats: tuple[int, ...]) -> tuple[list[str], int]:
    """An amount stands in the requester's chat and is pressed in these; what was said, and how many slips came of it."""
    who, number = "requester", WHO["requester"][0]
    with desk.undone() as session:
        args = {"order": desk.of["paid"], "amount": 500000}
        nonce = buttons.mint(session, [("slip.claim", args, True)], chat_id=number, now=SOON, again=False)
        before = session.scalar(select(func.count()).select_from(Slip))
        said: list[str] = []
        for chat in chats:
            query = {
                "id": "1", "from": desk.user(who), "chat_instance": "1", "data": buttons.callback_data(nonce, 0),
                "message": {"message_id": 7, "date": int(SOON.timestamp()), "chat": place_of(chat), "text": "card"},
            }  # fmt: skip
            answer = desk.office.desk.handle(session, {"update_id": 1, "callback_query": query}, SOON)
            assert answer is not None
            said.append(answer.text)
        session.flush()
        return said, session.scalar(select(func.count()).select_from(Slip)) - before


def test_an_effect_is_carried_out_once(staged: Company, monkeypatch: pytest.MonkeyPatch):
    own = WHO["requester"][0]
    said, made = presses(staged, (own, own))
    assert made == 1
    assert "张敏" in said[1], "told who was first"
    monkeypatch.setattr(buttons, "use_up", lambda *_asked, **_how: None)
    assert presses(staged, (own, own))[1] == 2, "the control: nothing else stands before the second press"


def test_a_button_counts_only_in_the_chat_where_it_stands(staged: Company, monkeypatch: pytest.MonkeyPatch):
    other = WHO["sales_head"][0]
    said, made = presses(staged, (other,))
    assert (said, made) == (["这个按钮已失效，看最新的那张卡。"], 0)
    press = buttons.press
    monkeypatch.setattr(
        buttons, "press", lambda session, data, *, chat_id: press(session, data, chat_id=WHO["requester"][0])
    )
    assert presses(staged, (other,))[1] == 1, "the control"


def presses_an_old_card(desk: Company) -> tuple[str, int]:
    """The same amount on a card that was shown anew since; what was said, and how many slips came of it."""
    number = WHO["requester"][0]
    with desk.undone() as session:
        card = Card(kind="slip", subject=f"slip:{desk.of['slip']}", chat_id=number, facts={}, wanted=1, message_id=7)
        session.add(card)
        session.flush()
        args = {"order": desk.of["paid"], "amount": 500000}
        nonce = buttons.mint(session, [("slip.claim", args, True)], chat_id=number, now=SOON, card=card, again=False)
        card.wanted = card.shown = 2
        session.flush()
        before = session.scalar(select(func.count()).select_from(Slip))
        query = {
            "id": "1", "from": desk.user("requester"), "chat_instance": "1", "data": buttons.callback_data(nonce, 0),
            "message": {"message_id": 7, "date": int(SOON.timestamp()), "chat": place_of(number), "text": "card"},
        }  # fmt: skip
        answer = desk.office.desk.handle(session, {"update_id": 1, "callback_query": query}, SOON)
        assert answer is not None
        session.flush()
        return answer.text, session.scalar(select(func.count()).select_from(Slip)) - before


def test_a_button_older_than_its_card_does_nothing(staged: Company, monkeypatch: pytest.MonkeyPatch):
    assert presses_an_old_card(staged) == ("这张是旧的，没算数。新的在下面，看过再点。", 0)
    press = buttons.press

    def always_current(session: Any, data: str, *, chat_id: int) -> buttons.Pressed | None:
        found = press(session, data, chat_id=chat_id)
        return replace(found, current=True) if found is not None else None

    monkeypatch.setattr(buttons, "press", always_current)
    assert presses_an_old_card(staged)[1] == 1, "the control"
