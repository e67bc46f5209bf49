"""Approvals (审批): who is asked, and what the votes together say. Pure; rows are in `services.approvals`.

An approval has levels, asked one after the other; a level has seats, and a mode that says how its seats decide. A seat
is one opinion; a vote answers it. Several levels are one decision: its effects come when the last one is through.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.process.deciding import Review, SeatRule
from domain.process.names import Mode


class Decision(StrEnum):
    """What an approval decides about an order."""

    REVIEW = "review"  # 评审: whether it is taken on
    WAIVER = "waiver"  # 特批: whether it may pass a closed gate
    CHANGE = "change"  # 变更: whether it is to say something else


class Verdict(StrEnum):
    """What one vote says."""

    APPROVE = "approve"  # 同意
    CONDITIONAL = "conditional"  # 有条件同意: a consent that leaves a condition behind
    REJECT = "reject"  # 驳回
    SEND_BACK = "send_back"  # 退回补充


CONSENTS = frozenset({Verdict.APPROVE, Verdict.CONDITIONAL})


class SeatState(StrEnum):
    """Where a seat is."""

    WAITING = "waiting"  # its turn has not come
    OPEN = "open"  # somebody is asked
    VOTED = "voted"
    PASSED_ON = "passed_on"  # 转交: another seat answers for it
    NOT_NEEDED = "not_needed"  # the level was decided without it


class ApprovalState(StrEnum):
    """Where an approval is."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    SENT_BACK = "sent_back"  # 退回补充: the applicant completes the order
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"  # the order has another revision: its votes no longer count


class Outcome(StrEnum):
    """What a level has come to."""

    OPEN = "open"
    CARRIED = "carried"
    REFUSED = "refused"


class Joining(StrEnum):
    """How a seat came to be there."""

    TEAM = "team"  # by the book
    PASSED_ON = "passed_on"  # 转交
    BEFORE = "before"  # 加签: heard before the one who asked for it
    BESIDE = "beside"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat as a level's mode sees it, in the order of asking."""

    state: SeatState
    verdict: Verdict | None = None
    holds: int | None = None
    """加签 before: the index of the seat that waits until this one has spoken."""


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A seat that an order needs, and the rules that brought it."""

    seat: SeatRule
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedLevel:
    """A level with the seats that this order needs."""

    mode: Mode
    needed: int | None
    seats: tuple[PlannedSeat, ...]


def plan(review: Review | None, fired: Collection[str]) -> tuple[PlannedLevel, ...]:
    """The levels that an order goes through; empty where nobody judges (免评审).

    A seat is asked where one of its reasons holds: a rule that fired, "always"; "any" where somebody else judges. Levels
    without a seat fall away, and 票数 never asks for more consents than there are seats.
    """
    if review is None:
        return ()
    asked = any(_reasons(seat, fired) for level in review.levels for seat in level.seats)
    planned: list[PlannedLevel] = []
    for level in review.levels:
        seats = tuple(
            PlannedSeat(seat, _reasons(seat, fired))
            for seat in level.seats
            if _reasons(seat, fired) or (asked and "any" in seat.because)
        )
        if seats:
            planned.append(PlannedLevel(level.mode, min(level.needed, len(seats)) if level.needed else None, seats))
    return tuple(planned)


def _reasons(seat: SeatRule, fired: Collection[str]) -> tuple[str, ...]:
    return tuple(reason for reason in seat.because if reason == "always" or reason in fired)


def outcome(mode: Mode, needed: int | None, seats: Sequence[Seat]) -> Outcome:
    """What the votes of a level say together. Seats that were passed on speak through their successors.

    会签 and 依次: one rejection refuses, all consents carry. 或签: the first vote decides. 票数: as many consents as are
    needed carry, and it is refused as soon as they cannot be reached any more. Where not everybody need agree, whoever
    is only heard first (加签 before) decides nothing in the place of the one who asked.
    """
    counted = [seat for seat in seats if seat.state is not SeatState.PASSED_ON]
    if mode in (Mode.ANY, Mode.VOTES):
        counted = [seat for seat in counted if seat.holds is None]
    consents = sum(seat.verdict in CONSENTS for seat in counted)
    refusals = sum(seat.verdict is Verdict.REJECT for seat in counted)
    if mode is Mode.VOTES:
        assert needed is not None
        if consents >= needed:
            return Outcome.CARRIED
        return Outcome.REFUSED if len(counted) - refusals < needed else Outcome.OPEN
    if refusals:
        return Outcome.REFUSED
    if mode is Mode.ANY:
        return Outcome.CARRIED if consents else Outcome.OPEN
    return Outcome.CARRIED if counted and consents == len(counted) else Outcome.OPEN


def opened(mode: Mode, seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """The seats of the level whose turn it is, with those opened that may be asked now."""
    held = {seat.holds for seat in seats if seat.holds is not None and _unheard(seat)}
    result: list[Seat] = []
    before_spoke = True
    for index, seat in enumerate(seats):
        may = index not in held and (mode is not Mode.IN_TURN or before_spoke or seat.holds is not None)
        if seat.state is SeatState.WAITING and may:
            result.append(replace(seat, state=SeatState.OPEN))
        elif seat.state is SeatState.OPEN and index in held:
            result.append(replace(seat, state=SeatState.WAITING))
        else:
            result.append(seat)
        if _unheard(seat) and seat.holds is None:
            before_spoke = False
    return tuple(result)


def _unheard(seat: Seat) -> bool:
    return seat.state in (SeatState.WAITING, SeatState.OPEN)
