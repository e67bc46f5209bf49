"""When a message rings: at working times, where somebody has something to do, and only so often a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from markupsafe import Markup
from sqlalchemy import select, text

from db.models import Owed
from handlers.dispatch import Desk
from handlers.outgoing import render
from handlers.routing import Routes
from handlers.say import Say, act
from handlers.view import View
from services import outbox, owed, ringing
from services.owed import Klass
from tests.support.office import GROUPS, HOUSE, Office, at

MAKERS = GROUPS["生产采购群"][0]
ZHANG = 11
NOON = at("11-23", "10:05")
"""A Monday morning."""


def _said(view: View) -> Say:
    asks = act("接单", "supply.take", order=1) if view.facts["asks"] else act("看单", "order.show", order=1)
    return Say(Markup("x"), ((asks,),), silent=bool(view.facts.get("silent")))


@pytest.fixture
def desk(office: Office) -> Office:
    office.desk = Desk(Routes.join(office.desk.routes, Routes(says={"test": _said})), HOUSE)
    return office


def rings(
    desk: Office, chat: int, when: datetime, klass: Klass = Klass.NOTICE, *, asks: bool = True, **facts: Any
) -> bool:
    """Whether a message that comes then makes a sound."""
    with desk.database.transaction() as session:
        facts = {"asks": asks, **facts}
        if klass is Klass.CARD:
            subject = f"n:{session.scalar(select(Owed.id).order_by(Owed.id.desc()).limit(1)) or 0}"
            owed.show_card(session, "test", subject=subject, chat_id=chat, now=when, facts=facts)
        else:
            owed.owe(session, "test", chat_id=chat, now=when, klass=klass, facts=facts)
        (row,) = outbox.claim(session, now=when, real=when).rows
        out = render(desk.desk, session, row, when)
        assert out is not None
        outbox.sent(session, row.id, row.lease_token, message_id=row.id, now=when, rang=out.rings)
        return out.rings


@pytest.mark.parametrize(
    ("chat", "when", "klass", "how", "rang", "because"),
    [
        (MAKERS, NOON, Klass.CARD, {}, True, "a card that waits for somebody of the group"),
        (MAKERS, at("11-23", "21:00"), Klass.CARD, {}, False, "at night"),
        (MAKERS, at("11-22", "10:05"), Klass.CARD, {}, False, "on a Sunday"),
        (MAKERS, at("10-10", "10:05"), Klass.CARD, {}, True, "on a Saturday that makes up for a holiday"),
        (MAKERS, at("10-02", "10:05"), Klass.CARD, {}, False, "on a Friday that is a holiday"),
        (MAKERS, at("11-23", "12:30"), Klass.CARD, {}, False, "at lunch"),
        (MAKERS, at("11-23", "18:30"), Klass.CARD, {}, True, "in the early evening"),
        (MAKERS, at("11-23", "21:00"), Klass.REMINDER, {"breaks": "truck"}, True, "what breaks through says why"),
        (MAKERS, NOON, Klass.NOTICE, {"asks": False}, False, "news that ask for nothing"),
        (MAKERS, NOON, Klass.NOTICE, {}, True, "a notice that wants something done"),
        (MAKERS, NOON, Klass.NOTICE, {"silent": True}, False, "what its renderer calls silent"),
        (MAKERS, NOON, Klass.ANSWER, {}, False, "an answer to one is no call to all"),
        (ZHANG, at("11-22", "21:00"), Klass.ANSWER, {}, True, "whoever asks at night is awake"),
        (ZHANG, at("11-22", "21:00"), Klass.NOTICE, {}, False, "nobody else is told aloud"),
        (ZHANG, NOON, Klass.NOTICE, {"asks": False}, True, "in private news may ring"),
    ],
)  # fmt: skip
def test_one_message(
    desk: Office, chat: int, when: datetime, klass: Klass, how: dict[str, Any], rang: bool, because: str
) -> None:
    assert rings(desk, chat, when, klass, **how) is rang, because


def test_a_group_has_its_share_and_cards_come_first(desk: Office) -> None:
    morning = [NOON + timedelta(minutes=n) for n in range(30)]
    assert [rings(desk, MAKERS, when, Klass.REMINDER) for when in morning[:5]] == [True] * 3 + [False] * 2
    assert [rings(desk, MAKERS, when, Klass.NOTICE) for when in morning[5:10]] == [True] * 3 + [False] * 2
    assert [rings(desk, MAKERS, when, Klass.CARD) for when in morning[10:14]] == [True] * 2 + [False] * 2
    with desk.database.transaction() as session:
        assert ringing.rang_since(session, MAKERS, at("11-23", "00:00")) == (ringing.GROUP_MOST, 3)
    assert rings(desk, GROUPS["财务群"][0], NOON, Klass.CARD), "another group has its own"
    assert rings(desk, MAKERS, at("11-24", "10:05"), Klass.REMINDER), "and a new day begins anew"


def test_cards_alone_may_use_all_of_it(desk: Office) -> None:
    assert [rings(desk, MAKERS, NOON + timedelta(minutes=n), Klass.CARD) for n in range(10)] == [True] * 8 + [False] * 2


def test_a_person_is_nagged_three_times_a_day(desk: Office) -> None:
    said = [rings(desk, ZHANG, NOON + timedelta(minutes=n), Klass.REMINDER) for n in range(5)]
    assert said == [True] * 3 + [False] * 2
    assert rings(desk, ZHANG, NOON + timedelta(hours=1), Klass.CARD), "what is no reminder rings on"


def test_without_a_share_every_message_rings(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ringing, "_has_had_its_share", lambda *_args: False)
    assert all(rings(desk, MAKERS, NOON + timedelta(minutes=n), Klass.REMINDER) for n in range(12))


def test_what_arrives_silently_is_not_counted(desk: Office) -> None:
    for n in range(12):
        assert not rings(desk, MAKERS, NOON + timedelta(minutes=n), Klass.NOTICE, asks=False)
    assert rings(desk, MAKERS, NOON + timedelta(minutes=20), Klass.REMINDER)


def test_an_edit_makes_no_sound(desk: Office) -> None:
    with desk.database.transaction() as session:
        for edition in range(2):
            owed.show_card(session, "test", subject="n:1", chat_id=MAKERS, now=NOON, facts={"asks": True})
            (row,) = outbox.claim(session, now=NOON, real=NOON).rows
            out = render(desk.desk, session, row, NOON)
            assert out is not None
            assert out.rings is (edition == 0)
            outbox.sent(session, row.id, row.lease_token, message_id=5, now=NOON, rang=out.rings)
            owed.shown(session, row.card_id, edition=edition, message_id=5, deleted=None, with_photo=False, live=True)


def test_counting_is_one_look_into_an_index(desk: Office) -> None:
    asked = ringing._RANG.compile()
    values = {**asked.params, "chat": MAKERS, "since": "2026-11-23 00:00:00"}
    with desk.database.transaction() as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {asked}"), values).all()
    assert "ix_owed_rang (chat_id=? AND rang_at>?)" in str(plan)
