"""How the seats of a level decide together, and whose turn it is."""

from __future__ import annotations

import pytest

from bot.book_file import read_book
from domain.approvals import Outcome, Seat, SeatState, Verdict, opened, outcome, plan
from domain.process.names import Mode

YES, NO, COND = Verdict.APPROVE, Verdict.REJECT, Verdict.CONDITIONAL
LETTERS = {"y": YES, "c": COND, "n": NO}


def seats(votes: str) -> list[Seat]:
    """`y` consent, `c` with a condition, `n` rejection, `-` not heard, `p` passed on."""
    states = {"-": SeatState.OPEN, "p": SeatState.PASSED_ON}
    return [Seat(states.get(letter, SeatState.VOTED), LETTERS.get(letter)) for letter in votes]


@pytest.mark.parametrize(
    ("mode", "needed", "votes", "result"),
    [
        (Mode.ALL, None, "--", "open"),
        (Mode.ALL, None, "y-", "open"),
        (Mode.ALL, None, "yy", "carried"),
        (Mode.ALL, None, "yc", "carried"),
        (Mode.ALL, None, "n-", "refused"),
        (Mode.ALL, None, "yn", "refused"),
        (Mode.ALL, None, "py", "carried"),
        (Mode.ALL, None, "p-", "open"),
        (Mode.ALL, None, "p", "open"),
        (Mode.ANY, None, "--", "open"),
        (Mode.ANY, None, "y-", "carried"),
        (Mode.ANY, None, "n-", "refused"),
        (Mode.IN_TURN, None, "y-", "open"),
        (Mode.IN_TURN, None, "yyy", "carried"),
        (Mode.IN_TURN, None, "yn-", "refused"),
        (Mode.VOTES, 2, "y--", "open"),
        (Mode.VOTES, 2, "yc-", "carried"),
        (Mode.VOTES, 2, "n--", "open"),
        (Mode.VOTES, 2, "ny-", "open"),
        (Mode.VOTES, 2, "nn-", "refused"),
        (Mode.VOTES, 2, "nny", "refused"),
        (Mode.VOTES, 2, "pny-", "open"),
        (Mode.VOTES, 1, "n", "refused"),
    ],
)
def test_what_the_votes_say_together(mode: Mode, needed: int | None, votes: str, result: str):
    assert outcome(mode, needed, seats(votes)) is Outcome(result)


def test_in_turn_one_after_the_other_is_asked():
    waiting = [Seat(SeatState.WAITING)] * 3
    first = opened(Mode.IN_TURN, waiting)
    assert [seat.state for seat in first] == [SeatState.OPEN, SeatState.WAITING, SeatState.WAITING]
    heard = [Seat(SeatState.VOTED, YES), *first[1:]]
    assert [seat.state for seat in opened(Mode.IN_TURN, heard)][1:] == [SeatState.OPEN, SeatState.WAITING]
    assert {seat.state for seat in opened(Mode.ALL, waiting)} == {SeatState.OPEN}


def test_who_asked_for_somebody_before_waits_for_them():
    asked = [Seat(SeatState.OPEN), Seat(SeatState.OPEN), Seat(SeatState.WAITING, holds=0)]
    assert [seat.state for seat in opened(Mode.ALL, asked)] == [SeatState.WAITING, SeatState.OPEN, SeatState.OPEN]
    heard = [Seat(SeatState.WAITING), Seat(SeatState.OPEN), Seat(SeatState.VOTED, YES, holds=0)]
    assert opened(Mode.ALL, heard)[0].state is SeatState.OPEN


@pytest.mark.parametrize(
    ("leaf", "fired", "asked"),
    [
        ("standard", set(), []),
        ("prepaid.shipment", set(), []),
        ("standard", {"short_lead"}, [["production", "purchasing"]]),
        (
            "standard",
            {"special", "very_large", "large"},
            [["engineering"], ["production"], ["sales.head"], ["management"]],
        ),
        ("prepaid.release", set(), [["production", "purchasing"]]),
        ("prepaid.release", {"below_floor"}, [["production", "purchasing"], ["finance"]]),
        ("sample", {"same_again"}, []),
    ],
)
def test_only_those_whose_rule_fired_are_asked(leaf: str, fired: set[str], asked: list[list[str]]):
    levels = plan(read_book(None).leaves[leaf].review, fired)
    assert [[seat.seat.to for seat in level.seats] for level in levels] == asked
