"""What the anchors and the proof find that the chains alone do not: a tail that is gone, and anchors tampered with."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.book_file import read_book
from db import guards
from db.models import Owed, Person
from domain.history import heads_hash
from services import anchors, auditing, history
from services.auditing import Fault
from services.house import House
from tests.support.orders import NOW, open_office

HOUSE = House(read_book(None), ZoneInfo("Asia/Shanghai"))
DAY, BOSS = timedelta(days=1), 77


def write(session: Session, subject: str, *actions: str) -> None:
    for action in actions:
        history.record(session, subject=subject, action=action, now=NOW, actor_id=1, after={"state": action})


@pytest.fixture
def anchored(scratch: Session) -> Session:
    """Two days of history: the first anchored, the second anchored where one chain had grown."""
    open_office(scratch)
    scratch.add(Person(id=2, telegram_id=BOSS, name="陈静", department="management", is_admin=True, joined_at=NOW))
    write(scratch, "order:1", "filed", "accept")
    write(scratch, "company", "bound", "invited")
    assert anchors.tick(scratch, HOUSE, NOW) is None, "a day is anchored when it is over"
    assert anchors.tick(scratch, HOUSE, NOW + DAY) is not None
    write(scratch, "order:1", "release", "shipped")
    assert anchors.tick(scratch, HOUSE, NOW + 2 * DAY) is not None
    return scratch


def test_an_anchor_a_day_where_something_happened(anchored: Session):
    assert anchors.tick(anchored, HOUSE, NOW + 2 * DAY) is None
    assert anchors.next_due(anchored, HOUSE) is None
    assert anchors.tick(anchored, HOUSE, NOW + 9 * DAY) is None, "nothing was written since"
    proof = auditing.verify(anchored)
    assert (proof.subjects, proof.entries, proof.anchors, proof.faults) == (2, 6, 2, ())


def test_the_administrators_get_it_once(anchored: Session):
    told = anchored.query(Owed).where(Owed.kind == "anchor").order_by(Owed.id).all()
    assert [(row.chat_id, row.subject, row.facts["entries"]) for row in told] == [
        (BOSS, "2026-11-24", 4), (BOSS, "2026-11-25", 6),
    ]  # fmt: skip
    heads = {row.subject: (row.seq, row.hash) for row in anchored.execute(text("SELECT * FROM history ORDER BY seq"))}
    assert told[1].facts["hash"] == heads_hash(heads)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("DELETE FROM history WHERE subject = 'order:1' AND seq = 4", "order:1#4: it is gone; the anchor of 2026-11-25 knows it"),
        ("DELETE FROM history WHERE subject = 'order:1' AND seq >= 2", "order:1#2: it is gone; the anchor of 2026-11-24 knows it"),
        ("DELETE FROM history WHERE subject = 'company'", "company#2: it is gone; the anchor of 2026-11-24 knows it"),
        ("DELETE FROM history WHERE subject = 'order:1' AND seq = 2", "order:1#3: entry 2 is missing"),
        ("UPDATE history SET entry = replace(entry, 'accept', 'accepT') WHERE subject = 'order:1'",
         "order:1#2: its hash is not that of its text"),
        ("UPDATE history SET action = 'cancel' WHERE action = 'accept'", "order:1#2: its column for 'action' was changed"),
        ("UPDATE history SET actor_id = 2 WHERE action = 'accept'", "order:1#2: its column for 'who' was changed"),
        ("UPDATE anchor SET hash = replace(hash, substr(hash, 1, 4), '0000') WHERE entries = 4",
         "anchor 2026-11-24: its hash is not that of the heads"),
        ("DELETE FROM anchor WHERE entries = 4", "anchor 2026-11-25: its hash is not that of the heads"),
    ],
)  # fmt: skip
def test_whatever_is_done_behind_its_back_is_named(anchored: Session, tampering: str, found: str):
    guards.remove(anchored.connection())
    assert anchored.execute(text(tampering)).rowcount > 0  # type: ignore[attr-defined]
    anchored.expire_all()
    assert [f"{fault.where}: {fault.what}" for fault in auditing.verify(anchored).faults] == [found]


def test_two_entries_swapped_are_found(anchored: Session):
    guards.remove(anchored.connection())
    for old, new in ((2, 99), (3, 2), (99, 3)):
        anchored.execute(text(f"UPDATE history SET seq = {new} WHERE subject = 'order:1' AND seq = {old}"))
    assert [fault.where for fault in auditing.verify(anchored).faults] == ["order:1#2"]


def test_a_chain_forged_anew_is_not_the_anchored_one(anchored: Session):
    guards.remove(anchored.connection())
    anchored.execute(text("DELETE FROM history WHERE subject = 'order:1'"))
    write(anchored, "order:1", "filed", "accept", "release", "cancel")
    assert list(history.broken_links(anchored)) == [], "by itself it verifies"
    faults = auditing.verify(anchored).faults
    assert faults == (Fault("order:1#4", "it is not the entry that the anchor of 2026-11-25 knows"),)


def test_anchors_that_went_with_their_tail_are_missed_by_what_was_posted(anchored: Session):
    posted = {row.day: row.hash for row, _heads, _sound in anchors.kept(anchored)}
    assert auditing.verify(anchored, posted).faults == ()
    guards.remove(anchored.connection())
    anchored.execute(text("DELETE FROM history WHERE subject = 'order:1' AND seq > 2"))
    anchored.execute(text("DELETE FROM anchor WHERE entries = 6"))
    anchored.expire_all()
    assert auditing.verify(anchored).faults == (), "the database alone cannot know"
    [fault] = auditing.verify(anchored, posted).faults
    assert fault == Fault("anchor 2026-11-25", "it was posted and is gone")
