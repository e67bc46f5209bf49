"""会签, 或签, 依次, 票数 and the same person twice, told vote by vote on both databases."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Vote
from domain.approvals import Verdict
from domain.process.loader import load_book
from services import books, filing, invariants
from tests.support import deciding
from tests.support.committee import COMMITTEE, book_with
from tests.support.deciding import Board

YES, NO = Verdict.APPROVE, Verdict.REJECT
P, B, Q = ("刘伟", "production"), ("王芳", "purchasing"), ("方工", "quality")


def mode(words: str) -> str:
    """The committee of three, deciding in another way."""
    return COMMITTEE.replace('mode = "votes", needed = 2', words)


@dataclass(frozen=True)
class Story:
    """Who says what in which order, who is asked after each, and how it ends."""

    review: str
    extra: str
    steps: tuple[tuple[tuple[str, str], Verdict, set[str]], ...]
    ends: str


ALL = {"production", "purchasing", "quality"}
HEAD, MONEY = ("周强", "sales.head"), ("陈静", "finance.head")
STORIES = {
    "all, to the last": Story("committee", mode('mode = "all"'), (
        (P, YES, ALL - {"production"}), (B, YES, {"quality"}), (Q, YES, set())), "accepted"),
    "all, one no ends it": Story("committee", mode('mode = "all"'), ((P, YES, ALL - {"production"}), (B, NO, set())), "rejected"),
    "any, the first yes": Story("committee", mode('mode = "any"'), ((B, YES, set()),), "accepted"),
    "any, the first no": Story("committee", mode('mode = "any"'), ((Q, NO, set()),), "rejected"),
    "in turn": Story("committee", mode('mode = "in_turn"'), (
        (P, YES, {"purchasing"}), (B, YES, {"quality"}), (Q, YES, set())), "accepted"),
    "in turn, a no in the middle": Story("committee", mode('mode = "in_turn"'), (
        (P, YES, {"purchasing"}), (B, NO, set())), "rejected"),
    "two of three": Story("committee", COMMITTEE, (
        (B, NO, ALL - {"purchasing"}), (P, YES, {"quality"}), (Q, YES, set())), "accepted"),
    "two of three cannot be reached": Story("committee", COMMITTEE, ((B, NO, ALL - {"purchasing"}), (Q, NO, set())), "rejected"),
    "the same head twice": Story("twice", COMMITTEE, ((HEAD, YES, set()),), "accepted"),
    "the same head after another": Story("again", COMMITTEE, (
        (HEAD, YES, {"finance.head"}), (MONEY, YES, {"sales.head"}), (HEAD, YES, set())), "accepted"),
    "a whole department in both levels": Story("whole", COMMITTEE, ((P, YES, {"production"}), (P, YES, set())), "accepted"),
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_it_goes_as_the_mode_says(scratch: Session, monkeypatch: pytest.MonkeyPatch, name: str):
    story = STORIES[name]
    board, body = Board(scratch), book_with(story.review, story.extra)
    house = replace(deciding.HOUSE, book=load_book(body, source=story.review))
    monkeypatch.setattr(deciding, "HOUSE", house)
    books.keep(scratch, house.book, body, board.now)
    quality = board.person("方工").id
    scratch.get_one(deciding.Person, quality).department = "quality"
    order = filing.file_order(scratch, house, board.person("张敏"), board.new(), board.now)
    for (who, seat), verdict, asked in story.steps:
        board.votes(order, who, seat, verdict)
        assert set(board.seats(order)) == asked, (who, seat)
    assert order.state == story.ends
    repeats = scratch.scalars(select(Vote.repeats)).all()
    assert sum(repeats) == (1 if story.review == "twice" else 0)
    assert invariants.check(scratch, board.now, ["I7", "I8", "I11"]) == []
