"""Reviews that take a turn which nobody had in mind, on both databases: nothing hangs, nothing passes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from db.models import ApprovalLevel, Card, Order, Owed, Person, Task
from domain.approvals import ApprovalState, Joining, Verdict
from domain.process.loader import load_book
from domain.process.names import Checkpoint
from services import books, filing, invariants, life, people, staff, waiting
from services.approvals import conditions, delegating, moving, seats, voting
from services.approvals.conditions import Condition
from services.approvals.delegating import DelegationRefused
from services.approvals.voting import Ballot
from services.errors import NotAllowed
from tests.support.deciding import Board
from tests.support.office import HOUSE

FAR = date(2026, 12, 20)


@pytest.fixture
def board(scratch: Session) -> Iterator[Board]:
    """However a test went, every vote that counts may count, and what is approved was carried by them."""
    board = Board(scratch)
    yield board
    assert invariants.check(scratch, board.now, ["I7", "I8", "I11"]) == []


def back(board: Board, order: Order, by: str, seat: str, level: int) -> None:
    board.passes(minutes=1)
    seat_id = board.seats(order)[seat].id
    moving.back_to_level(board.session, HOUSE, board.person(by), seat_id, level, "再看看", board.now)


def pass_on(board: Board, order: Order, by: str, seat: str, to: str) -> None:
    seat_id = board.seats(order)[seat].id
    moving.pass_on(board.session, HOUSE, board.person(by), seat_id, board.ids[to], board.now)


def add(board: Board, order: Order, by: str, seat: str, whom: str, how: Joining) -> None:
    seat_id = board.seats(order)[seat].id
    moving.add_seat(board.session, HOUSE, board.person(by), seat_id, board.ids[whom], how, board.now, question="行吗？")


def large(board: Board) -> Order:
    """Four levels: 技术; 生产 and 财务; the head of sales; the management."""
    order = board.file("standard", quantity=10000, price="40", requirements="加防潮", wanted=date(2026, 12, 4))
    board.votes(order, "方工", "engineering")
    return order


def second_level(board: Board, order: Order, **how: Any) -> None:
    board.votes(order, "刘伟", "production", **how)
    board.votes(order, "陈静", "finance")


# ── 退回 ────────────────────────────────────────────────────────────────────────────────────


def test_sent_back_twice_each_time_further_it_is_asked_there_anew(board: Board):
    order = large(board)
    second_level(board, order)
    board.votes(order, "周强", "sales.head")
    back(board, order, "何总", "management", 3)
    assert set(board.seats(order)) == {"sales.head"}
    back(board, order, "周强", "sales.head", 1)
    assert set(board.seats(order)) == {"engineering"}
    board.votes(order, "方工", "engineering")
    second_level(board, order)
    board.votes(order, "周强", "sales.head")
    assert board.votes(order, "何总", "management").state is ApprovalState.APPROVED


def test_what_was_promised_before_a_level_that_was_sent_back_is_still_promised(board: Board):
    order = large(board)
    second_level(board, order, promised_on=FAR)
    board.votes(order, "周强", "sales.head")
    back(board, order, "何总", "management", 3)
    board.votes(order, "周强", "sales.head")
    board.votes(order, "何总", "management")
    assert order.promised_on == FAR


def test_whom_somebody_wanted_to_be_heard_after_them_is_heard_again(board: Board):
    order = large(board)
    add(board, order, "刘伟", "production", "王芳", Joining.AFTER)
    second_level(board, order)
    board.votes(order, "王芳", "王芳")
    back(board, order, "周强", "sales.head", 2)
    second_level(board, order)
    assert set(board.seats(order)) == {"王芳"}
    board.votes(order, "王芳", "王芳")
    assert set(board.seats(order)) == {"sales.head"}


def test_who_has_left_is_not_asked_anew(board: Board):
    order = large(board)
    second_level(board, order)
    board.votes(order, "周强", "sales.head")
    staff.remove(board.session, HOUSE, board.person("何总"), board.ids["周强"], board.now)
    back(board, order, "何总", "management", 2)
    second_level(board, order)
    assert set(board.seats(order)) == {"management.head"}
    board.votes(order, "何总", "management.head")


def test_votes_of_a_turn_before_stand_where_they_were_given(board: Board):
    order = large(board)
    second_level(board, order)
    back(board, order, "周强", "sales.head", 1)
    add(board, order, "方工", "engineering", "王芳", Joining.AFTER)
    board.votes(order, "方工", "engineering")
    board.votes(order, "王芳", "王芳")
    second_level(board, order)


# ── 转交, 加签 ──────────────────────────────────────────────────────────────────────────────


def test_nobody_gets_a_seat_beside_their_own(board: Board):
    """王芳 alone is the purchasing department: with two seats of the level one would wait for ever."""
    order = board.file()
    with pytest.raises(NotAllowed, match="already_asked"):
        pass_on(board, order, "刘伟", "production", "王芳")
    with pytest.raises(NotAllowed, match="already_asked"):
        add(board, order, "刘伟", "production", "王芳", Joining.BESIDE)
    board.votes(order, "王芳", "purchasing")
    with pytest.raises(NotAllowed, match="already_asked"):
        pass_on(board, order, "刘伟", "production", "王芳")
    pass_on(board, order, "刘伟", "production", "方工")


def test_who_is_heard_first_may_pass_it_on_and_is_still_heard_first(board: Board):
    order = board.file()
    add(board, order, "刘伟", "production", "方工", Joining.BEFORE)
    pass_on(board, order, "方工", "方工", "陈静")
    assert set(board.seats(order)) == {"陈静", "purchasing"}
    board.votes(order, "陈静", "陈静")
    assert set(board.seats(order)) == {"production", "purchasing"}


@pytest.mark.parametrize(("mode", "needed"), [("any", None), ("votes", 1)])
def test_who_is_heard_first_does_not_decide_for_the_one_who_asked(board: Board, mode: str, needed: int | None):
    order = board.file()
    level = board.session.get_one(ApprovalLevel, (board.approval(order).id, 1))
    level.mode, level.needed = mode, needed
    add(board, order, "刘伟", "production", "方工", Joining.BEFORE)
    board.votes(order, "方工", "方工")
    assert order.state == "review"
    assert set(board.seats(order)) == {"production", "purchasing"}
    assert board.votes(order, "刘伟", "production").state is ApprovalState.APPROVED


def test_whoever_was_to_be_heard_first_and_leaves_is_stood_in_for_by_another_than_the_one_who_asked(board: Board):
    order = board.file()
    staff.remove(board.session, HOUSE, board.person("何总"), board.ids["周凯"], board.now)
    add(board, order, "刘伟", "production", "方工", Joining.BEFORE)
    staff.move(board.session, HOUSE, board.person("何总"), board.ids["方工"], "production", board.now)
    board.person("方工")
    [asked] = set(board.seats(order)) - {"purchasing"}
    by = {"management.head": "何总", "engineering": "方工", "何总": "何总"}[asked]
    board.votes(order, by, asked)
    staff.remove(board.session, HOUSE, board.person("何总"), board.ids["方工"], board.now)
    board.votes(order, "刘伟", "production")


def test_what_is_completed_under_another_book_goes_by_that_book(board: Board):
    order = board.file()
    board.votes(order, "刘伟", "production", Verdict.SEND_BACK)
    body = default_book_bytes() + b"\n# another edition\n"
    house = replace(HOUSE, book=load_book(body, source="next"))
    assert house.book.revision != order.book_revision
    books.keep(board.session, house.book, body, board.now)
    filing.file_again(board.session, house, board.person("张敏"), order.id, board.new(), board.now)
    assert order.book_revision == house.book.revision


# ── conditions ─────────────────────────────────────────────────────────────────────────────


def on_condition(board: Board, order: Order, by: str, seat: str) -> None:
    left = Condition("先封样", Checkpoint.RELEASE, order.sales_id, FAR)
    board.votes(order, by, seat, Verdict.CONDITIONAL, condition=left)


def open_conditions(board: Board, order: Order) -> list[str]:
    refusals = life.gate(board.session, HOUSE, order, Checkpoint.RELEASE, board.now)
    return [str(one.facts["words"]) for one in refusals if one.code == "condition_open"]


def told(board: Board, order: Order) -> int:
    query = select(Owed.id).where(Owed.kind == "condition.left", Owed.order_id == order.id)
    return len(board.session.scalars(query).all())


def test_a_condition_is_laid_on_somebody_when_the_whole_review_is_through(board: Board):
    order = large(board)
    on_condition(board, order, "刘伟", "production")
    assert told(board, order) == 0
    board.votes(order, "陈静", "finance")
    board.votes(order, "周强", "sales.head")
    board.votes(order, "何总", "management")
    assert told(board, order) == 1
    assert open_conditions(board, order) == ["先封样"]


def test_the_condition_of_a_vote_that_counts_no_more_blocks_nothing(board: Board):
    order = large(board)
    on_condition(board, order, "刘伟", "production")
    board.votes(order, "陈静", "finance")
    back(board, order, "周强", "sales.head", 2)
    second_level(board, order)
    board.votes(order, "周强", "sales.head")
    board.votes(order, "何总", "management")
    assert open_conditions(board, order) == []


def test_the_condition_of_a_round_that_was_sent_back_blocks_nothing(board: Board):
    order = board.file()
    on_condition(board, order, "刘伟", "production")
    board.votes(order, "王芳", "purchasing", Verdict.SEND_BACK)
    filing.file_again(board.session, HOUSE, board.person("张敏"), order.id, board.new(quantity=200), board.now)
    board.votes(order, "刘伟", "production")
    board.votes(order, "王芳", "purchasing")
    assert open_conditions(board, order) == []
    assert told(board, order) == 0


def test_who_set_a_condition_in_anothers_place_says_that_it_is_met(board: Board):
    order = board.file()
    pass_on(board, order, "刘伟", "production", "方工")
    on_condition(board, order, "方工", "方工")
    board.votes(order, "王芳", "purchasing")
    staff.move(board.session, HOUSE, board.person("何总"), board.ids["方工"], "quality", board.now)
    task = board.session.scalars(select(Task).where(Task.order_id == order.id, Task.kind == "condition")).one()
    with pytest.raises(NotAllowed):
        conditions.finish(board.session, HOUSE, board.person("王芳"), task.id, board.now)
    mine = waiting.of_person(board.session, HOUSE, board.person("方工"), board.now)
    assert [one.subject for one in mine if one.kind is waiting.Kind.MET] == [f"task:{task.id}"]
    conditions.finish(board.session, HOUSE, board.person("方工"), task.id, board.now)
    assert open_conditions(board, order) == []


# ── who is who ─────────────────────────────────────────────────────────────────────────────


def test_an_order_that_comes_to_who_judges_it_is_judged_by_another(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    assert set(board.seats(order)) == {"sales.head"}
    staff.remove(board.session, HOUSE, board.person("何总"), board.ids["张敏"], board.now)
    assert order.sales_id == board.ids["周强"]
    assert set(board.seats(order)) == {"management.head"}
    assert board.votes(order, "何总", "management.head").state is ApprovalState.APPROVED


def test_what_somebody_judged_before_the_order_came_to_them_was_judged_rightly(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    board.votes(order, "周强", "sales.head")
    board.passes(days=1)
    staff.remove(board.session, HOUSE, board.person("何总"), board.ids["张敏"], board.now)
    assert order.sales_id == board.ids["周强"]


def test_what_a_head_was_asked_is_asked_of_another_once_there_is_no_head(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    staff.set_role(board.session, HOUSE, board.person("何总"), board.ids["周强"], "member", board.now)
    assert set(board.seats(order)) == {"management.head"}


def test_a_circle_of_deputies_that_would_close_later_is_none(board: Board):
    day = timedelta(days=1)
    delegating.delegate(
        board.session, HOUSE, board.person("王芳"), board.ids["方工"], begins_at=board.now + 2 * day,
        ends_at=board.now + 3 * day, now=board.now,
    )  # fmt: skip
    with pytest.raises(DelegationRefused, match="circle"):
        delegating.delegate(
            board.session, HOUSE, board.person("方工"), board.ids["王芳"], begins_at=board.now,
            ends_at=board.now + 5 * day, now=board.now,
        )  # fmt: skip


def test_a_second_tap_after_the_delegation_has_ended_is_none(board: Board):
    order = large(board)
    second_level(board, order)
    ends = board.now + timedelta(minutes=1)
    delegating.delegate(
        board.session, HOUSE, board.person("周强"), board.ids["李娜"], begins_at=board.now, ends_at=ends, now=board.now
    )
    board.passes(seconds=59)
    seat = board.seats(order)["sales.head"]
    board.passes(seconds=1)
    with pytest.raises(NotAllowed, match="not_asked"):
        voting.vote(board.session, HOUSE, board.person("李娜"), seat.id, Ballot(Verdict.APPROVE), board.now)


def asked_at(board: Board, order: Order, seat: str) -> set[int]:
    return set(seats.chats_of(board.session, board.seats(order)[seat], board.now))


def chat(board: Board, name: str) -> int:
    return people.private_chat(board.session, board.ids[name])


def test_a_department_without_a_group_is_asked_where_somebody_can_answer(board: Board):
    """Engineering has neither group, interface person nor head: an administrator could only look at the card."""
    order = board.file("standard", quantity=10000, price="40", requirements="加防潮")
    assert asked_at(board, order, "engineering") == {chat(board, "方工")}
    second = board.file()
    assert asked_at(board, second, "production") == {chat(board, "刘伟")}, "the control: its interface person"


def test_who_becomes_head_gets_the_card_and_whose_order_it_is_never_does(board: Board):
    order = board.file("standard", quantity=5000)
    board.votes(order, "陈静", "finance")
    other = board.session.get_one(Person, board.ids["吴芳"])
    other.department = "sales"
    staff.set_role(board.session, HOUSE, board.person("何总"), other.id, "manager", board.now)
    staff.set_role(board.session, HOUSE, board.person("何总"), board.ids["张敏"], "manager", board.now)
    assert asked_at(board, order, "sales.head") == {chat(board, "周强"), chat(board, "吴芳")}
    shown = board.session.scalars(select(Card.chat_id).where(Card.kind == "approval", Card.order_id == order.id))
    assert chat(board, "吴芳") in set(shown)


def test_where_a_whole_department_has_gone_the_management_says_that_a_condition_is_met(board: Board):
    order = board.file()
    on_condition(board, order, "刘伟", "production")
    board.votes(order, "王芳", "purchasing")
    task = board.session.scalars(select(Task).where(Task.order_id == order.id, Task.kind == "condition")).one()
    for name in ("周凯", "刘伟"):
        with pytest.raises(NotAllowed):
            conditions.finish(board.session, HOUSE, board.person("何总"), task.id, board.now)
        staff.remove(board.session, HOUSE, board.person("何总"), board.ids[name], board.now)
    conditions.finish(board.session, HOUSE, board.person("何总"), task.id, board.now)
