"""The table of rights is the whole of it: nothing is routed beside it, and what is printed is what is asked."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace

import pytest

from bot import roles_cli
from domain import rights
from domain.life import State
from domain.process.names import Checkpoint
from domain.rights import RIGHTS, Right, Who, holders, in_state, may
from handlers.dispatch import Desk
from handlers.rights import GUARDS
from handlers.routes import ALL
from handlers.routing import Routes
from services import life, money, shipping
from services.errors import AlreadyDone, NotAllowed
from tests.support.office import HOUSE, Office

BOOK = HOUSE.book


def routed(routes: Routes) -> set[str]:
    """Every way in that a feature brought."""
    tables = {
        "act": routes.acts, "command": routes.commands, "reply": routes.replies, "drop": routes.drops,
        "start": routes.starts,
    }  # fmt: skip
    return {f"{way}:{name}" for way, table in tables.items() for name in table}


def test_every_way_in_is_guarded_and_no_guard_is_left_over():
    assert routed(ALL) == GUARDS.keys(), "name new acts, commands and replies in handlers/rights.py"


def test_guards_name_rights_that_there_are_and_every_right_guards_something():
    named = {right for guard in GUARDS.values() for right in guard}
    assert named <= RIGHTS.keys()
    beside = {
        "customer.assign",
        "opening.import",
        "order.file_for",
        "credit.grant",
        "change.impact",
        "order.hold",
        "order.lift",
    }
    """Answers in a form; one kind of sheet among several."""
    assert RIGHTS.keys() - named <= beside


def test_what_nothing_guards_is_done_by_nobody(office: Office):
    office.desk = Desk(replace(ALL, guards={**GUARDS, "command:new": ()}), HOUSE)
    office.says("张敏", "/help")
    assert "这一步不归你的部门办" not in office.all_of("张敏"), "the control: what is guarded is done"
    office.desk = Desk(replace(ALL, guards={}), HOUSE)
    office.says("张敏", "/new")
    assert office.reads("张敏") == ["这一步不归你的部门办。"]


def test_the_desk_asks_the_table_before_the_service_does(office: Office, monkeypatch: pytest.MonkeyPatch):
    office.says("刘伟", "/new")
    assert office.reads("刘伟") == ["这一步不归你的部门办。"]
    monkeypatch.setitem(RIGHTS, "order.file", Right(frozenset({rights.ANYBODY})))
    office.says("刘伟", "/new")
    assert office.reads("刘伟") != ["这一步不归你的部门办。"], "the control: the table alone stood in the way"


def test_who_was_moved_has_the_rights_of_the_new_place_at_once(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "12000")
    with office.database.transaction() as session:
        person = office.person(session, "李娜")
        session.get_one(money.Person, person.id).department = "production"
    said = office.taps("李娜", "到账 ¥12,000.00", chat="财务群")
    assert said == "这一步不归你的部门办。"
    assert office.order(order).state == "accepted"


# ── states ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("action", ["goods.ready", "goods.ship", "notice.issue", "supply.take"])
def test_goods_move_only_while_an_order_is_in_supply(action: str):
    assert {state for state in State if in_state(action, state)} == {State.RELEASED, State.EXECUTING}


def test_services_judge_the_state_by_the_table(office: Office, monkeypatch: pytest.MonkeyPatch):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    with office.database.transaction() as session, pytest.raises(NotAllowed, match="not_in_supply"):
        shipping.report_ready(session, HOUSE, office.person(session, "赵强"), order, office.now)
    monkeypatch.setitem(RIGHTS, "goods.ready", replace(RIGHTS["goods.ready"], states=None))
    monkeypatch.setattr(life, "gate", lambda *_args, **_given: (Checkpoint.PLAN,))
    with office.database.transaction() as session:
        shipping.report_ready(session, HOUSE, office.person(session, "赵强"), order, office.now)


def test_no_slip_and_no_sign_off_for_an_order_that_is_over(office: Office, monkeypatch: pytest.MonkeyPatch):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    with office.database.transaction() as session:
        session.get_one(money.Order, order).state = "cancelled"
    with office.database.transaction() as session, pytest.raises(AlreadyDone):
        money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=1)
    monkeypatch.setitem(RIGHTS, "slip.send", replace(RIGHTS["slip.send"], states=None))
    with office.database.transaction() as session:
        money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=1)


# ── what is printed ────────────────────────────────────────────────────────────────────────


def test_what_is_printed_is_what_is_asked(capsys: pytest.CaptureFixture[str]):
    assert roles_cli.run(Namespace(json=True), None) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["rights"].keys() == RIGHTS.keys()
    assert printed["rights"]["slip.decide"]["roles"] == ["finance", "finance.head"]
    assert printed["rights"]["goods.ship"]["states"] == ["released", "executing"]
    assert printed["sees"]["warehouse"] == {"money": "gate_only", "customers": "all"}
    assert printed["sees"]["sales"] == {"money": "full", "customers": "own"}
    assert printed["ways_in"] == {name: list(guard) for name, guard in GUARDS.items()}
    assert roles_cli.run(Namespace(json=False), None) == 0
    assert "customer.assign      sales.head, management, admin" in capsys.readouterr().out


def test_holders_follow_may(monkeypatch: pytest.MonkeyPatch):
    assert "production" not in holders(BOOK, "slip.decide")
    monkeypatch.setitem(RIGHTS, "slip.decide", Right(frozenset({rights.ANYBODY})))
    assert may(BOOK, Who("production"), "slip.decide")
    assert "production" in holders(BOOK, "slip.decide")
