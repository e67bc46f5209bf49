"""Who watches: the watchdog over the process, the lead over its twins, the outage over lost presses."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.lead import AdvisoryLead, FileLead
from bot.pulse import Pulse
from bot.watchdog import Watchdog
from db.engine import Database
from db.models import Card, Chat, Owed
from services import buttons, heartbeats, outage, owed
from tests.support.counter import NOW
from tests.support.databases import POSTGRESQL, SQLITE
from tests.support.orders import add_order, open_office


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", SQLITE)


# ── watchdog ───────────────────────────────────────────────────────────────────────────────


def watched(pulse: Pulse) -> tuple[Watchdog, threading.Event]:
    bitten = threading.Event()
    return Watchdog(pulse, limit=0.3, cadence=0.05, bite=bitten.set), bitten


def test_a_part_that_stands_still_is_bitten_though_others_live(caplog: pytest.LogCaptureFixture) -> None:
    pulse = Pulse()
    dog, bitten = watched(pulse)
    pulse.beat("worker")
    dog.start()
    until = time.monotonic() + 5
    while not bitten.is_set() and time.monotonic() < until:
        pulse.beat("loop")
        time.sleep(0.02)
    assert bitten.is_set()
    [line] = [record for record in caplog.records if record.levelname == "CRITICAL"]
    assert "worker" in line.parts  # type: ignore[attr-defined]
    assert "test_watch" in line.stacks  # type: ignore[attr-defined]


def test_who_beats_or_has_ended_is_left_alone() -> None:
    pulse = Pulse()
    dog, bitten = watched(pulse)
    pulse.beat("ended")
    pulse.forget("ended")
    dog.start()
    for _ in range(50):
        pulse.beat("loop")
        time.sleep(0.02)
    dog.stop()
    assert not bitten.is_set()


# ── lead ───────────────────────────────────────────────────────────────────────────────────


def test_only_one_holds_the_file(tmp_path: Path) -> None:
    first, second = FileLead(tmp_path / "x.db.lock"), FileLead(tmp_path / "x.db.lock")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", [POSTGRESQL], indirect=True)
def test_only_one_holds_the_advisory_lock_and_it_goes_with_the_connection(database: Database) -> None:
    first, second, other = AdvisoryLead(database, 7), AdvisoryLead(database, 7), AdvisoryLead(database, 8)
    assert first.acquire()
    assert not second.acquire()
    assert other.acquire()
    other.release()
    with database.transaction() as session:  # the server ends that session, as when the process is cut off
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND granted"
        )
    assert not first.held()
    assert second.acquire()
    assert second.held()
    second.release()


# ── outage ─────────────────────────────────────────────────────────────────────────────────


def stand(session: Any, subject: str, chat: int, *, effect: bool = True, closed: bool = False) -> Card:
    """A card as it stands in a chat after it was sent."""
    card = owed.show_card(session, "tally", subject=subject, chat_id=chat, now=NOW)
    buttons.mint(session, [("press", {}, effect)], chat_id=chat, now=NOW, card=card)
    card.message_id, card.shown, card.closed = 100 + card.id, card.wanted, closed
    for row in session.scalars(select(Owed)):
        row.state = "sent"
    return card


def test_cards_that_wait_for_a_press_come_again_with_a_word_on_why(database: Database) -> None:
    with database.transaction() as session:
        session.add_all([Chat(id=-1, kind="group"), Chat(id=-2, kind="group"), Chat(id=7, kind="private")])
        waits = stand(session, "waits", -1)
        stand(session, "only leads somewhere", -1, effect=False)
        stand(session, "closed", -2, closed=True)
        stand(session, "a page of their own", 7)
        old = waits.message_id
        again = [
            outage.issue_again(session, since=NOW, until=NOW + timedelta(minutes=9), now=NOW + timedelta(minutes=9))
            for _start in range(2)
        ]
    assert again == [1, 0]  # what is on its way down already is not sent down again
    with database.transaction() as session:
        rows = session.scalars(select(Owed).where(Owed.state == "pending").order_by(Owed.id)).all()
        assert [(row.kind, row.subject, row.chat_id) for row in rows] == [
            ("after_outage", "", -1), ("tally", "waits", -1),
        ]  # fmt: skip
        card = session.get_one(Card, waits.id)
        assert (card.message_id, card.stale_message_id) == (None, old)


def test_in_private_only_what_somebody_is_asked_for_comes_again(database: Database) -> None:
    with database.transaction() as session:
        session.add_all([Chat(id=7, kind="private"), Chat(id=8, kind="private", reachable=False)])
        open_office(session)
        order = add_order(session, {})
        for kind, chat in (("tally", 7), ("order", 7), ("tally", 8)):
            card = stand(session, kind, chat)
            card.kind, card.order_id = kind, order
        assert outage.issue_again(session, since=NOW, until=NOW + timedelta(minutes=9), now=NOW) == 1
    with database.transaction() as session:
        rows = session.scalars(select(Owed).where(Owed.state == "pending").order_by(Owed.id)).all()
        assert [(row.kind, row.chat_id) for row in rows] == [("after_outage", 7), ("tally", 7)]


def test_a_heartbeat_does_not_go_back(database: Database) -> None:
    with database.transaction() as session:
        heartbeats.beat(session, {"poller": NOW})
        heartbeats.beat(session, {"poller": NOW - timedelta(hours=1)})
    with database.transaction() as session:
        assert heartbeats.last(session, "poller") == NOW
        assert heartbeats.last(session, "nobody") is None
