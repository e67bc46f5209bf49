"""The register on both databases: a rule's risk is open once, goes with its reason, and stays away where it was let be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from db.engine import Database
from db.models import Chase, Order, Risk
from domain.process.names import Level
from domain.risks import Closing, is_mostly_false
from services import auditing, chats, invariants, people
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused
from services.risks import closing, opening, reading, writing
from tests.support.office import HOUSE, Office

RULE = "pay_before_release"


@pytest.fixture
def office(database: Database) -> Office:
    made = Office(database)
    made.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    return made


def arise(office: Office, level: str = "mid", *, anew: bool = False) -> int | None:
    with office.database.transaction() as session:
        order = session.get_one(Order, 1)
        risk = opening.arise(
            session, order, rule=RULE, subject="order:1", level=level, department="sales", owner_id=order.sales_id,
            anew=anew, now=office.now,
        )  # fmt: skip
        return risk.id if risk is not None else None


def close(office: Office, risk: int, how: Closing, words: str = "", by: str = "张敏") -> None:
    with office.database.transaction() as session:
        closing.close(session, HOUSE, office.person(session, by), risk, how, words, office.now)


def rows(office: Office) -> list[tuple[str, str, str | None]]:
    with office.database.transaction() as session:
        return [(one.level, one.state, one.closing) for one in session.scalars(select(Risk).order_by(Risk.id))]


def sound(office: Office) -> None:
    with office.database.transaction() as session:
        assert invariants.check(session, office.now, ["I16"]) == []
        assert auditing.verify(session).faults == ()


def _planted_beside(office: Office) -> None:
    """Another one, behind the program's back."""
    with office.database.transaction() as session:
        session.add(Risk(rule=RULE, subject="order:1", level="low", department="sales", opened_at=office.now))


def test_open_once_and_as_grave_as_was_said_of_it(office: Office):
    assert arise(office) == arise(office) == 1
    assert arise(office, "high") == 1
    assert arise(office, "low") == 1
    assert rows(office) == [("mid", "open", None)]
    with pytest.raises(IntegrityError):
        _planted_beside(office)
    sound(office)


def test_it_goes_with_its_reason_and_comes_with_another(office: Office):
    arise(office)
    with office.database.transaction() as session:
        assert closing.pass_over(session, rule=RULE, subject="order:1", now=office.now)
        assert not closing.pass_over(session, rule=RULE, subject="order:1", now=office.now)
    assert rows(office) == [("mid", "closed", "solved")]
    assert arise(office) == 2
    sound(office)


def test_what_was_let_be_stays_away_until_a_reason_arises_anew(office: Office):
    arise(office, anew=True)
    office.passes(hours=1)
    close(office, 1, Closing.ACCEPTED, "老客户，等得起")
    office.passes(hours=1)
    assert arise(office) is None
    assert rows(office) == [("mid", "closed", "accepted")]
    assert arise(office, anew=True) == 2, "the control: this reason is another one"
    close(office, 2, Closing.SOLVED)
    assert arise(office) == 3, "the control: what was solved and stands is open again"
    sound(office)


def test_who_may_close_and_with_what_words(office: Office):
    arise(office)
    with pytest.raises(NotAllowed):
        close(office, 1, Closing.SOLVED, by="刘伟")
    with pytest.raises(Refused):
        close(office, 1, Closing.FALSE_ALARM)
    assert rows(office) == [("mid", "open", None)]
    close(office, 1, Closing.SOLVED)
    with pytest.raises(AlreadyDone) as before:
        close(office, 1, Closing.ACCEPTED, "算了", by="周强")
    assert before.value.who == "张敏"
    with office.database.transaction() as session, pytest.raises(AlreadyDone):
        writing.write(session, HOUSE, office.person(session, "张敏"), 1, "contingency", "换客户", office.now)


def test_an_owner_is_somebody_whom_the_bot_may_write_to(office: Office):
    arise(office)
    with office.database.transaction() as session:
        zhang, fang = office.person(session, "张敏"), office.person(session, "王芳")
        chats.close(session, fang.telegram_id)
        with pytest.raises(NotAllowed) as refused:
            writing.set_owner(session, HOUSE, zhang, 1, fang.id, office.now)
        assert (refused.value.code, session.get_one(Risk, 1).owner_id) == ("owner_unreachable", zhang.id)
        with pytest.raises(NotFound):
            writing.write(session, HOUSE, zhang, 1, "words", "换客户", office.now)
        people.note_chat(session, chat_id=fang.telegram_id, private=True, title=None, language=None, now=office.now)
        assert writing.set_owner(session, HOUSE, zhang, 1, fang.id, office.now).owner_id == fang.id, "the control"


def test_salespeople_read_those_of_their_own_orders(office: Office):
    arise(office)
    with office.database.transaction() as session:
        opening.open_for_department(
            session, HOUSE, office.person(session, "刘伟"), "production", "两台车床坏了", office.now
        )
        seen = {
            name: reading.standing(session, HOUSE, office.person(session, name))[0] for name in ("张敏", "陈亮", "周强")
        }
        mine = reading.standing(session, HOUSE, office.person(session, "刘伟"), only="mine")[1]
    assert seen == {"张敏": 2, "陈亮": 1, "周强": 2}
    assert [(one.department, one.owner, one.level) for one in mine] == [("production", "刘伟", Level.MID)]


PLANTED = [
    ({"state": "closed"}, "nothing says when and why"),
    ({"closing": "solved"}, "it is open, and was closed"),
    ({"level": "grave"}, "its level is grave"),
]


@pytest.mark.parametrize(("broken", "told"), PLANTED)
def test_the_invariant_finds_what_is_planted(office: Office, broken: dict[str, str], told: str):
    arise(office)
    sound(office)
    with office.database.transaction() as session:
        risk = session.get_one(Risk, 1)
        for name, value in broken.items():
            setattr(risk, name, value)
        session.flush()
        assert [told in one.what for one in invariants.check(session, office.now, ["I16"])] == [True]
        session.rollback()


def test_an_open_risk_whose_chase_has_ended_is_a_breach(office: Office):
    arise(office)
    with office.database.transaction() as session:
        row = Chase(rule=RULE, subject="order:1", order_id=1, anchor_at=office.now)
        session.add(row)
        session.flush()
        assert invariants.check(session, office.now, ["I16"]) == [], "the control"
        row.ended_at, row.next_at = office.now + timedelta(hours=1), None
        session.flush()
        [breach] = invariants.check(session, office.now, ["I16"])
        assert "has gone, and it is open" in breach.what
        session.rollback()


def test_mostly_false_is_half_of_three():
    false, solved = Closing.FALSE_ALARM.value, Closing.SOLVED.value
    assert not is_mostly_false([false, false])
    assert is_mostly_false([false, false, solved])
    assert is_mostly_false([false, solved, false, solved])
    assert not is_mostly_false([false, solved, solved])
