"""Reviews in rows, on both databases: who is asked, whose vote counts, what follows from it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.guards import guard_code
from db.models import ApprovalSeat, History, Owed, Person, Task, Vote
from domain.approvals import ApprovalState, Joining, Verdict
from domain.process.names import Checkpoint
from services import filing, handover, invariants, life
from services.approvals import conditions, delegating, moving, voting
from services.approvals.conditions import Condition
from services.approvals.delegating import DelegationRefused
from services.approvals.voting import Ballot
from services.errors import AlreadyDone, NotAllowed, Refused, Stale
from services.screening import Blocked
from tests.support.deciding import Board
from tests.support.office import HOUSE

YES, NO, BACK = Verdict.APPROVE, Verdict.REJECT, Verdict.SEND_BACK


@pytest.fixture
def board(scratch: Session) -> Iterator[Board]:
    """However a test went, every vote that counts may count, and what is approved was carried by them."""
    board = Board(scratch)
    yield board
    assert invariants.check(scratch, board.now, ["I7", "I8", "I11"]) == []


def refused_code(board: Board, act: Callable[[], object]) -> str | None:
    """Which guard of the database refuses it; None where it lets it through."""
    nested = board.session.begin_nested()
    try:
        act()
        board.session.flush()
    except DBAPIError as error:
        nested.rollback()
        return guard_code(error)
    nested.rollback()
    return None


def acts(board: Board, order: Any) -> list[str]:
    rows = board.session.scalars(
        select(History.action).where(History.subject == f"order:{order.id}").order_by(History.seq)
    )
    return list(rows)


def test_production_and_purchasing_judge_before_any_money_is_asked(board: Board):
    order = board.file()
    assert order.state == "review"
    assert set(board.seats(order)) == {"production", "purchasing"}
    board.votes(order, "刘伟", "production", promised_on=date(2026, 12, 8))
    assert order.state == "review"
    assert board.votes(order, "王芳", "purchasing").state is ApprovalState.APPROVED
    assert (order.state, order.promised_on) == ("accepted", date(2026, 12, 8))
    assert acts(board, order) == ["filed", "review", "review_opened", "voted", "voted", "review_approved", "accept"]


def test_an_ordinary_order_is_taken_on_at_once(board: Board):
    order = board.file("prepaid.shipment")
    assert order.state == "released"
    assert "review_opened" not in acts(board, order)


def test_one_rejection_ends_it_and_the_others_are_asked_no_more(board: Board):
    order = board.file()
    board.votes(order, "刘伟", "production", NO, comment="排不出来")
    assert order.state == "rejected"
    assert not board.seats(order)
    assert set(board.seats(order, "not_needed")) == {"purchasing"}
    assert board.approval(order).reason == "排不出来"
    told = board.session.scalars(select(Owed.kind).where(Owed.order_id == order.id)).all()
    assert "review.rejected" in told


@pytest.mark.parametrize("verdict", [NO, BACK])
def test_a_no_needs_a_reason(board: Board, verdict: Verdict):
    order = board.file()
    with pytest.raises(Refused, match="reason_missing"):
        board.votes(order, "刘伟", "production", verdict, comment="  ")
    assert set(board.seats(order)) == {"production", "purchasing"}
    assert not board.session.scalar(select(func.count()).select_from(Vote))


def test_levels_are_asked_one_after_the_other(board: Board):
    order = board.file("standard", quantity=10000, price="40", requirements="加防潮")
    assert set(board.seats(order)) == {"engineering"}
    board.votes(order, "方工", "engineering")
    assert set(board.seats(order)) == {"production", "finance"}
    board.votes(order, "刘伟", "production")
    board.votes(order, "陈静", "finance")
    assert set(board.seats(order)) == {"sales.head"}
    board.votes(order, "周强", "sales.head")
    assert set(board.seats(order)) == {"management"}
    assert board.votes(order, "何总", "management").state is ApprovalState.APPROVED
    assert order.state in ("accepted", "released")


def test_who_may_not_decide(board: Board):
    order = board.file(by="吴芳")
    own = filing.file_order(board.session, HOUSE, board.person("周强"), board.new("standard", quantity=5000), board.now)
    for name, at, code in (
        ("张敏", order, "not_asked"),  # another department
        ("吴芳", order, "not_asked"),
        ("王芳", order, "not_asked"),  # asked, but not for this seat
    ):
        with pytest.raises(NotAllowed, match=code):
            board.votes(at, name, "production")
    board.votes(own, "陈静", "finance")
    # the head of sales filed it: the management is asked in his place, and he is refused
    assert set(board.seats(own)) == {"management.head"}
    with pytest.raises(NotAllowed):
        board.votes(own, "周强", "management.head")


def test_demoted_or_gone_is_gone_at_once(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    board.session.get_one(Person, board.ids["周强"]).role = "member"
    board.session.flush()
    with pytest.raises(NotAllowed, match="not_asked"):
        board.votes(order, "周强", "sales.head")


def test_a_seat_is_answered_once_and_says_who(board: Board):
    order = board.file()
    seat = board.seats(order)["production"].id
    board.votes(order, "刘伟", "production")
    with pytest.raises(AlreadyDone) as before:
        voting.vote(board.session, HOUSE, board.person("周凯"), seat, Ballot(YES), board.now)
    assert before.value.who == "刘伟"


def test_a_vote_on_another_revision_never_counts(board: Board):
    order = board.file()
    seat = board.seats(order)["production"].id
    order.revision += 1
    board.session.flush()
    with pytest.raises(Stale):
        voting.vote(board.session, HOUSE, board.person("刘伟"), seat, Ballot(YES), board.now)
    order.revision -= 1
    order.total_minor += 1
    board.session.flush()
    with pytest.raises(Stale):
        voting.vote(board.session, HOUSE, board.person("刘伟"), seat, Ballot(YES), board.now)


def test_the_database_refuses_what_a_service_would_let_through(board: Board):
    order = board.file()
    approval, seat = board.approval(order), board.seats(order)["production"]
    row: dict[str, Any] = {
        "approval_id": approval.id, "seat_id": seat.id, "level": 1, "turn": 1, "verdict": "approve", "assessment": {},
        "revision": approval.revision, "facts_hash": approval.facts_hash, "at": board.now,
    }  # fmt: skip
    for change, code in (
        ({"person_id": board.ids["张敏"]}, "vote_own"),
        ({"person_id": board.ids["刘伟"], "for_id": board.ids["张敏"]}, "vote_own"),
        ({"person_id": board.ids["刘伟"], "revision": 2}, "vote_late"),
        ({"person_id": board.ids["刘伟"], "facts_hash": "x"}, "vote_late"),
    ):
        vote = Vote(**{**row, **change})
        assert refused_code(board, partial(board.session.add, vote)) == code
    jump = text("UPDATE orders SET state = 'accepted' WHERE id = :id")
    assert refused_code(board, lambda: board.session.execute(jump, {"id": order.id})) == "unreviewed"
    board.votes(order, "刘伟", "production")
    rewrite = text("UPDATE vote SET verdict = 'reject'")
    assert refused_code(board, lambda: board.session.execute(rewrite)) == "votes_append_only"


def test_a_condition_is_a_task_that_blocks_what_it_names(board: Board):
    order = board.file("prepaid.shipment", wanted=date(2026, 11, 25))
    condition = Condition("先付三成", Checkpoint.RELEASE, board.ids["张敏"], date(2026, 11, 27))
    board.votes(order, "刘伟", "production", Verdict.CONDITIONAL, condition=condition, promised_on=date(2026, 11, 27))
    board.votes(order, "王芳", "purchasing")
    assert order.state == "accepted"
    refusals = life.gate(board.session, HOUSE, order, Checkpoint.RELEASE, board.now)
    assert [(one.code, one.facts["words"], one.facts["owner"]) for one in refusals] == [
        ("condition_open", "先付三成", "张敏")
    ]
    task = board.session.scalars(select(Task).where(Task.order_id == order.id)).one()
    with pytest.raises(NotAllowed):
        conditions.finish(board.session, HOUSE, board.person("张敏"), task.id, board.now)
    conditions.finish(board.session, HOUSE, board.person("周凯"), task.id, board.now)
    assert (order.state, task.state) == ("released", "met")
    with pytest.raises(AlreadyDone):
        conditions.finish(board.session, HOUSE, board.person("周凯"), task.id, board.now)


def test_sent_back_it_is_completed_under_its_number_and_judged_anew(board: Board):
    order = board.file()
    number = order.number
    board.votes(order, "刘伟", "production")
    board.votes(order, "王芳", "purchasing", BACK, comment="图号没写", field="requirements")
    assert (order.state, board.approval(order).field) == ("returned", "requirements")
    old = board.session.scalars(select(ApprovalSeat.id).order_by(ApprovalSeat.id)).first()
    filing.file_again(board.session, HOUSE, board.person("张敏"), order.id, board.new(quantity=200), board.now)
    assert (order.number, order.revision, order.state, order.total_minor) == (number, 2, "review", 1_160_000)
    assert board.approval(order).round == 2
    assert set(board.seats(order)) == {"production", "purchasing"}
    assert old is not None
    with pytest.raises(AlreadyDone):
        voting.vote(board.session, HOUSE, board.person("周凯"), old, Ballot(YES), board.now)


def test_a_blocking_finding_files_nothing(board: Board):
    board.customer.active = False
    board.session.flush()
    with pytest.raises(Blocked, match="known_customer"):
        board.file("prepaid.shipment")
    assert not board.session.scalar(text("SELECT count(*) FROM number_of_day"))


def test_who_is_away_is_stood_in_for_and_both_names_stay(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    until = board.now + timedelta(days=3)
    delegating.delegate(
        board.session, HOUSE, board.person("周强"), board.ids["李娜"], begins_at=board.now, ends_at=until, now=board.now
    )
    voted = board.votes(order, "李娜", "sales.head")
    assert voted.for_id == board.ids["周强"]
    vote = board.session.get_one(Vote, voted.vote_id)
    assert (vote.person_id, vote.for_id) == (board.ids["李娜"], board.ids["周强"])


def test_a_deputy_has_no_right_before_and_after_and_never_for_a_requester(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    delegating.delegate(
        board.session, HOUSE, board.person("周强"), board.ids["李娜"], begins_at=board.now + timedelta(hours=1),
        ends_at=board.now + timedelta(hours=2), now=board.now,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        board.votes(order, "李娜", "sales.head")
    board.passes(hours=2)
    with pytest.raises(NotAllowed):
        board.votes(order, "李娜", "sales.head")


def test_a_deputy_does_not_decide_what_is_the_principals_own(board: Board):
    until = board.now + timedelta(days=3)
    order = filing.file_order(
        board.session, HOUSE, board.person("周强"), board.new("standard", quantity=5000), board.now
    )
    board.votes(order, "陈静", "finance")
    delegating.delegate(
        board.session, HOUSE, board.person("何总"), board.ids["周强"], begins_at=board.now, ends_at=until, now=board.now
    )
    with pytest.raises(NotAllowed, match="own_order"):
        board.votes(order, "周强", "management.head")


@pytest.mark.parametrize("steps", [("周强", "周强"), ("周强", "李娜", "周强"), ("周强", "李娜", "陈静", "周强")])
def test_no_circle_of_deputies(board: Board, steps: tuple[str, ...]):
    until = board.now + timedelta(days=3)
    pairs = list(itertools.pairwise(steps))
    for principal, deputy in pairs[:-1]:
        delegating.delegate(
            board.session,
            HOUSE,
            board.person(principal),
            board.ids[deputy],
            begins_at=board.now,
            ends_at=until,
            now=board.now,
        )
    with pytest.raises(DelegationRefused):
        delegating.delegate(
            board.session,
            HOUSE,
            board.person(pairs[-1][0]),
            board.ids[pairs[-1][1]],
            begins_at=board.now,
            ends_at=until,
            now=board.now,
        )


def test_passed_on_it_is_the_others_alone(board: Board):
    order = board.file()
    moving.pass_on(
        board.session, HOUSE, board.person("刘伟"), board.seats(order)["production"].id, board.ids["方工"], board.now
    )
    assert set(board.seats(order)) == {"方工", "purchasing"}
    with pytest.raises(NotAllowed):
        board.votes(order, "刘伟", "方工")
    with pytest.raises(NotAllowed, match="passed_in_circle"):
        moving.pass_on(
            board.session, HOUSE, board.person("方工"), board.seats(order)["方工"].id, board.ids["刘伟"], board.now
        )
    with pytest.raises(NotAllowed, match="own_order"):
        moving.pass_on(
            board.session, HOUSE, board.person("方工"), board.seats(order)["方工"].id, board.ids["张敏"], board.now
        )
    board.votes(order, "方工", "方工")
    assert board.votes(order, "王芳", "purchasing").state is ApprovalState.APPROVED


@pytest.mark.parametrize("how", list(Joining)[2:])
def test_one_more_opinion(board: Board, how: Joining):
    order = board.file()
    seat = board.seats(order)["production"].id
    moving.add_seat(
        board.session, HOUSE, board.person("刘伟"), seat, board.ids["方工"], how, board.now, question="图纸行吗？"
    )
    now_asked = {
        "before": {"方工", "purchasing"},
        "beside": {"方工", "production", "purchasing"},
        "after": {"production", "purchasing"},
    }
    assert set(board.seats(order)) == now_asked[how.value]
    if how is Joining.BEFORE:
        board.votes(order, "方工", "方工")
    board.votes(order, "刘伟", "production")
    if how is Joining.BESIDE:
        board.votes(order, "方工", "方工")
    last = board.votes(order, "王芳", "purchasing")
    if how is Joining.AFTER:
        assert last.state is ApprovalState.OPEN
        last = board.votes(order, "方工", "方工")
    assert last.state is ApprovalState.APPROVED


def test_back_to_an_earlier_level_everything_there_is_asked_anew(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    moving.back_to_level(
        board.session, HOUSE, board.person("周强"), board.seats(order)["sales.head"].id, 1, "价再看看", board.now
    )
    assert set(board.seats(order)) == {"finance"}
    board.votes(order, "陈静", "finance")  # the same person, again: the first vote counts no more
    assert board.votes(order, "周强", "sales.head").state is ApprovalState.APPROVED


def test_withdrawn_it_is_over_for_everybody(board: Board):
    order = board.file()
    seat = board.seats(order)["production"].id
    with pytest.raises(NotAllowed):
        moving.withdraw(board.session, HOUSE, board.person("周强"), order.id, "不做了", board.now)
    moving.withdraw(board.session, HOUSE, board.person("张敏"), order.id, "客户不要了", board.now)
    assert order.state == "withdrawn"
    with pytest.raises(AlreadyDone):
        voting.vote(board.session, HOUSE, board.person("刘伟"), seat, Ballot(YES), board.now)


def test_who_leaves_is_stood_in_for_by_name(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    gone = board.session.get_one(Person, board.ids["周强"])
    done = handover.hand_over(board.session, HOUSE, gone, actor_id=board.ids["何总"], now=board.now)
    assert ("seats", 1) in done.counts
    [asked] = board.seats(order)
    assert asked == "management.head"
    assert board.session.scalars(select(Vote.person_id)).all() == [board.ids["陈静"]]
