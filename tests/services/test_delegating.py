"""代理 in rows, on both databases: the cards of what waits go to the deputy and back, each change once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Card
from services import waiting
from services.approvals import delegating, moving
from tests.support.deciding import Board
from tests.support.office import HOUSE


def wanted(board: Board, who: str, seat: int) -> int:
    """How often the card of a seat was asked for in somebody's private chat."""
    query = select(Card.wanted).where(Card.subject == f"seat:{seat}", Card.chat_id == board.person(who).telegram_id)
    return board.session.scalar(query) or 0


def test_cards_go_there_and_back_each_once(scratch: Session):
    board = Board(scratch)
    order = board.file()
    seat = board.seats(order)["production"]
    heir = moving.pass_on(board.session, HOUSE, board.person("刘伟"), seat.id, board.ids["方工"], board.now)
    begins, ends = board.now + timedelta(hours=1), board.now + timedelta(hours=5)
    delegating.delegate(
        board.session, HOUSE, board.person("方工"), board.ids["王芳"], begins_at=begins, ends_at=ends, now=board.now
    )
    assert wanted(board, "王芳", heir.id) == 0, "not before it begins"
    assert delegating.next_due(board.session) == begins
    assert delegating.tick(board.session, begins) == 1
    shown = wanted(board, "王芳", heir.id)
    assert shown > 0
    assert delegating.tick(board.session, begins) == 0, "once"
    assert [one.for_name for one in waiting.of_person(board.session, HOUSE, board.person("王芳"), begins)] == [
        "",
        "方工",
    ]
    assert delegating.next_due(board.session) == ends
    assert delegating.tick(board.session, ends) == 1
    assert wanted(board, "王芳", heir.id) > shown, "the deputy's card says that it went back"
    assert [one.for_name for one in waiting.of_person(board.session, HOUSE, board.person("王芳"), ends)] == [""]
    assert delegating.next_due(board.session) is None
