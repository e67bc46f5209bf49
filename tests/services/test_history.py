"""The history verifies, and whatever was done to it behind its back shows."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import guards
from services import history
from tests.support.orders import NOW, open_office


def write(session: Session, subject: str, *actions: str) -> None:
    for action in actions:
        history.record(
            session,
            subject=subject,
            action=action,
            now=NOW,
            actor_id=1,
            before={"state": "accepted"},
            after={"金额": 17400},
        )


@pytest.fixture
def written(scratch: Session) -> Session:
    open_office(scratch)
    write(scratch, "order:1", "filed", "accept", "release", "shipped")
    write(scratch, "company", "bound", "invited")
    return scratch


def test_every_chain_verifies(written: Session):
    assert list(history.broken_links(written)) == []
    heads = written.execute(text("SELECT subject, seq, prev_hash FROM history WHERE seq = 1 ORDER BY subject")).all()
    assert heads == [("company", 1, "0" * 64), ("order:1", 1, "0" * 64)]


def test_the_hash_is_what_anybody_can_compute(written: Session):
    """SHA-256 over the hash before and the canonical entry: with `sha256sum` and this table alone."""
    import hashlib

    rows = written.execute(text("SELECT prev_hash, entry, hash FROM history")).all()
    assert all(hashlib.sha256((row.prev_hash + row.entry).encode()).hexdigest() == row.hash for row in rows)
    assert '"after":{"金额":17400}' in rows[0].entry


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE history SET entry = replace(entry, '17400', '17401') WHERE {second}", ["order:1#2"]),
        ("UPDATE history SET hash = replace(hash, substr(hash, 1, 8), '00000000') WHERE {second}",
         ["order:1#2", "order:1#3"]),
        ("DELETE FROM history WHERE {second}", ["order:1#3", "order:1#4"]),
        ("UPDATE history SET seq = 9 WHERE {second}", ["order:1#3", "order:1#4", "order:1#9"]),
        ("UPDATE history SET subject = 'order:2' WHERE {second}", ["order:1#3", "order:1#4", "order:2#2"]),
        ("UPDATE history SET action = 'other' WHERE {second}", ["order:1#2"]),
        ("UPDATE history SET actor_id = NULL WHERE {second}", ["order:1#2"]),
        ("UPDATE history SET at = '2026-11-23 02:00:01+00:00' WHERE {second}", ["order:1#2"]),
        ("DELETE FROM history WHERE subject = 'order:1' AND seq = 1", ["order:1#2", "order:1#3", "order:1#4"]),
    ],
)  # fmt: skip
def test_what_was_done_behind_its_back_shows(written: Session, tampering: str, found: list[str]):
    guards.remove(written.connection())
    done = written.execute(text(tampering.format(second="subject = 'order:1' AND seq = 2")))
    assert done.rowcount == 1  # type: ignore[attr-defined]
    written.expire_all()
    assert list(history.broken_links(written)) == found


def test_one_place_in_a_chain_is_taken_once(written: Session):
    """Two writers that did not lock the order cannot both append: the second one fails."""
    copy = (
        "INSERT INTO history (subject, seq, at, action, entry, prev_hash, hash)"
        " SELECT subject, seq, at, 'forged', entry, prev_hash, hash FROM history WHERE subject = 'order:1' AND seq = 4"
    )
    with pytest.raises(IntegrityError), written.begin_nested():
        written.execute(text(copy))
