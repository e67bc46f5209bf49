"""特批: who may ask and decide, what it lets pass, and that no way leads round the gate on one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.models import Order, Owed, Shipment
from domain import waivers as rules
from domain.approvals import Verdict
from domain.gates import Refusal
from domain.process.names import Checkpoint
from services import invariants, life, shipping, supply
from services.approvals import voting
from services.approvals.voting import Ballot
from services.errors import AlreadyDone, NotAllowed, Refused, Stale
from services.waivers import asking, ending, standing
from tests.support.office import HOUSE, at
from tests.support.orders import add_revision, pay
from tests.support.trade import Trade
from tests.support.waiving import MISSING, TOTAL, Gate

INVARIANTS = ["I1.ship", "I1.release", "I1.plan", "I7", "I8", "I8.waiver", "I10"]


@pytest.fixture
def gate(scratch: Session) -> Gate:
    return Gate(scratch)


def ships(gate: Gate, order: Order) -> Shipment:
    return shipping.ship(gate.session, HOUSE, gate.person("赵强"), order.id, gate.now)


def refuses_to_ship(gate: Gate, order: Order, *codes: str) -> None:
    with pytest.raises(Refused) as refused:
        ships(gate, order)
    assert tuple(one.code for one in refused.value.refusals) == (codes or ("payment_missing",))


def breaches(gate: Gate) -> list[str]:
    gate.session.flush()
    return [f"{one.name} {one.what}" for one in invariants.check(gate.session, gate.now, INVARIANTS)]


def owed(gate: Gate, kind: str) -> list[int]:
    return sorted(gate.session.scalars(select(Owed.chat_id).where(Owed.kind == kind)))


# ── what it lets pass ──────────────────────────────────────────────────────────────────────


def test_a_granted_waiver_lets_one_batch_leave_and_is_used_up_by_it(gate: Gate):
    order = gate.order()
    refuses_to_ship(gate, order)
    waiver = gate.granted(order)
    assert (waiver.state, waiver.ceiling_minor, waiver.decided_by) == ("granted", MISSING, gate.ids["陈总"])
    shipment = ships(gate, order)
    assert (waiver.state, waiver.shipment_id, waiver.used_by) == ("used", shipment.id, gate.ids["赵强"])
    assert (shipment.state, order.state) == ("shipped", "shipped")
    assert not breaches(gate)


def test_an_order_is_released_by_the_grant_itself_and_its_tasks_go_on(gate: Gate):
    order = gate.order("prepaid.release")
    order.lines[0].supply = "make"
    waiver = gate.granted(order)
    assert (order.state, waiver.state, waiver.used_by) == ("released", "used", gate.ids["陈总"])
    gate.passes(days=10)  # what it let begin goes on when its own time is over
    supply.take(gate.session, HOUSE, gate.person("刘伟"), order.id, "production", gate.now)
    assert order.state == "executing"
    assert not breaches(gate)
    pay(gate.session, order.id, -1, after_gate=True, clerk=gate.ids["李娜"])  # more is missing than was granted
    with pytest.raises(Refused):
        supply.finish(gate.session, HOUSE, gate.person("刘伟"), order.id, "production", gate.now)


def test_work_that_was_stopped_by_a_refund_goes_on_by_a_waiver_of_its_own(gate: Gate):
    order = gate.order("prepaid.release", missing=0)
    order.lines[0].supply = "make"
    life.try_release(gate.session, HOUSE, order, gate.person("李娜"), gate.now)
    pay(gate.session, order.id, -MISSING, after_gate=True, clerk=gate.ids["李娜"])
    waiver = gate.granted(order)
    assert (waiver.checkpoint, waiver.state) == ("plan", "granted"), "nobody has gone on yet"
    supply.take(gate.session, HOUSE, gate.person("刘伟"), order.id, "production", gate.now)
    assert waiver.state == "used"
    supply.finish(gate.session, HOUSE, gate.person("刘伟"), order.id, "production", gate.now)
    assert not breaches(gate)


def test_a_waiver_that_is_not_needed_any_more_is_not_used_up(gate: Gate):
    order = gate.order()
    waiver = gate.granted(order)
    pay(gate.session, order.id, MISSING, clerk=gate.ids["李娜"])
    ships(gate, order)
    assert (waiver.state, waiver.used_at) == ("granted", None)
    assert not breaches(gate)


def test_goods_that_leave_on_one_bring_an_order_on_whose_deposit_was_taken_back(gate: Gate):
    order = gate.order(state="released")
    order.terms[0].checkpoint = "release"
    gate.granted(order)
    ships(gate, order)
    assert order.state == "shipped"


@pytest.mark.parametrize(
    ("how", "passes"),
    [
        ({}, True),
        ({"code": "credit_exceeded"}, False),
        ({"revision": 2}, False),
        ({"checkpoint": Checkpoint.RELEASE}, False),
        ({"ceiling_minor": 99}, False),
        ({"ceiling_minor": None}, False),
        ({"used": True}, False),
    ],
)
def test_it_stands_for_its_own_reason_checkpoint_revision_and_amount_alone(how: dict[str, object], passes: bool):
    known = rules.Waiver(1, "payment_missing", Checkpoint.SHIP, 1, used=False, ceiling_minor=100)
    short = Refusal("payment_missing", "finance", {"missing": 100})
    assert rules.stands(replace(known, **how), short, Checkpoint.SHIP, 1) is passes  # type: ignore[arg-type]


def test_a_concession_holds_for_the_goods_that_it_was_asked_for():
    lets = rules.Waiver(1, "inspection_missing", Checkpoint.SHIP, 1, False, None, {7: Decimal(100)})
    for lines, passes in (({7: 100}, True), ({7: 101}, False), ({8: 1}, False), ({7: 1, 8: 1}, False)):
        lacks = Refusal("inspection_missing", "quality", {"lines": lines})
        assert rules.stands(lets, lacks, Checkpoint.SHIP, 1) is passes, lines


# ── ways round the gate ────────────────────────────────────────────────────────────────────


def test_no_second_batch_leaves_on_it(gate: Gate):
    order = gate.order()
    order.lines[0].quantity = Decimal(600)
    gate.granted(order)
    ships(gate, order)
    gate.notice(order, 300)
    refuses_to_ship(gate, order)
    with pytest.raises(Stale):
        standing.use_up(gate.session, order, [_as_rule(order, gate)], gate.ids["赵强"], gate.now)


def _as_rule(order: Order, gate: Gate) -> rules.Waiver:
    return standing.of_order(gate.session, order, gate.now)[0]


def test_nothing_leaves_once_it_has_expired_and_everybody_who_waits_hears_of_it_once(gate: Gate):
    order = gate.order()
    waiver = gate.granted(order, days=0)
    assert waiver.expires_at == at("11-23", "17:30")
    assert ending.next_due(gate.session) == at("11-23", "17:30")
    gate.now = at("11-23", "17:30") - timedelta(microseconds=1)
    assert not life.gate(gate.session, HOUSE, order, Checkpoint.SHIP, gate.now)
    gate.now = at("11-23", "17:30")
    refuses_to_ship(gate, order)
    assert (ending.tick(gate.session, HOUSE, gate.now), ending.tick(gate.session, HOUSE, gate.now)) == (1, 0)
    assert owed(gate, "waiver.expired") == sorted(gate.person(name).telegram_id for name in ("张敏", "陈总"))
    assert (waiver.state, ending.next_due(gate.session)) == ("granted", None)
    assert not breaches(gate)


def test_one_that_nobody_decided_in_time_can_be_granted_no_more(gate: Gate):
    waiver = gate.ask(gate.order(), days=0)
    gate.now = at("11-23", "17:30")
    with pytest.raises(NotAllowed, match="waiver_over"), gate.session.begin_nested():
        gate.votes(waiver)
    gate.session.expire_all()
    assert ending.tick(gate.session, HOUSE, gate.now) == 1
    assert (waiver.state, gate.approval(waiver).state) == ("superseded", "superseded")
    assert not breaches(gate)


def test_a_refund_that_leaves_more_missing_than_its_ceiling_closes_the_gate(gate: Gate):
    order = gate.order()
    gate.granted(order)
    pay(gate.session, order.id, -1, after_gate=True, clerk=gate.ids["李娜"])
    refuses_to_ship(gate, order)
    assert gate.ask(order).ceiling_minor == MISSING + 1, "another one can be asked for"


def test_it_is_worth_nothing_for_another_revision_whether_superseded_or_not(gate: Gate):
    order = gate.order()
    waiver = gate.granted(order)
    add_revision(gate.session, order.id, {"ship": TOTAL})
    refuses_to_ship(gate, order)
    ending.supersede(gate.session, HOUSE, order, gate.person("张敏"), gate.now)
    assert waiver.state == "superseded"
    assert gate.person("陈总").telegram_id in owed(gate, "waiver.superseded")
    refuses_to_ship(gate, order)
    assert not breaches(gate)


def test_what_is_asked_when_the_order_changes_cannot_be_granted(gate: Gate):
    order = gate.order()
    waiver = gate.ask(order)
    order.revision += 1
    with pytest.raises(Stale):
        gate.votes(waiver)
    ending.supersede(gate.session, HOUSE, order, gate.person("张敏"), gate.now)
    assert (waiver.state, gate.approval(waiver).state) == ("superseded", "superseded")
    with pytest.raises(Stale):
        gate.votes(waiver)


def test_it_is_worth_nothing_for_another_order(gate: Gate):
    order, other = gate.order(), gate.order()
    gate.granted(order)
    refuses_to_ship(gate, other)


def test_an_old_consent_counts_for_nothing_after_it_was_withdrawn(gate: Gate):
    order = gate.order()
    waiver = gate.ask(order)
    with pytest.raises(NotAllowed, match="not_your_waiver"):
        asking.withdraw(gate.session, HOUSE, gate.person("赵强"), waiver.id, gate.now)
    asking.withdraw(gate.session, HOUSE, gate.person("张敏"), waiver.id, gate.now)
    with pytest.raises(AlreadyDone):
        gate.votes(waiver)
    assert waiver.state == "withdrawn"
    refuses_to_ship(gate, order)
    assert not breaches(gate)


def test_whoever_asked_or_sold_it_decides_nothing_and_nobody_else_than_the_book_names(gate: Gate):
    order = gate.order()
    waiver = gate.ask(order, by="何总")
    for name, code in (("何总", "own_order"), ("李娜", "not_asked"), ("赵强", "not_asked"), ("张敏", "not_asked")):
        with pytest.raises(NotAllowed, match=code):
            gate.votes(waiver, by=name)
    gate.votes(waiver, verdict=Verdict.REJECT)
    assert waiver.state == "refused"
    assert owed(gate, "waiver.refused") == sorted(gate.person(name).telegram_id for name in ("张敏", "何总"))
    refuses_to_ship(gate, order)


def test_no_condition_hangs_on_it_and_it_is_not_sent_back(gate: Gate):
    waiver = gate.ask(gate.order())
    for verdict in (Verdict.SEND_BACK, Verdict.CONDITIONAL):
        ballot = Ballot(verdict, comment="先说清")
        with pytest.raises(NotAllowed, match="not_for_this"):
            voting.vote(gate.session, HOUSE, gate.person("陈总"), gate.seat(waiver).id, ballot, gate.now)


@pytest.mark.parametrize("ceiling", [MISSING + 1, 0, -5])
def test_no_ceiling_is_asked_for_that_nobody_needs(gate: Gate, ceiling: int):
    with pytest.raises(Refused, match="waiver_amount"):
        gate.ask(gate.order(), ceiling_minor=ceiling)


def test_a_ceiling_that_was_changed_after_it_was_asked_voids_the_vote(gate: Gate):
    order = gate.order()
    waiver = gate.ask(order, ceiling_minor=100)
    gate.session.execute(text("UPDATE waiver SET ceiling_minor = 9999999"))
    with pytest.raises(Stale):
        gate.votes(waiver)


def test_above_what_the_book_says_nobody_may(gate: Gate, monkeypatch: pytest.MonkeyPatch):
    order = gate.order()
    lower = tuple(replace(rule, ceiling=Decimal("11999.99")) for rule in HOUSE.book.waivers)
    monkeypatch.setattr("services.books.book_of", lambda *_asked: replace(HOUSE.book, waivers=lower))
    with pytest.raises(Refused, match="above_waiver_ceiling"):
        gate.ask(order)
    monkeypatch.setattr("services.books.book_of", lambda *_asked: replace(HOUSE.book, waivers=()))
    with pytest.raises(NotAllowed, match="never_waived"):
        gate.ask(order)


def test_what_the_book_does_not_name_is_not_waived(gate: Gate):
    order = gate.order()
    order.on_hold = True
    with pytest.raises(NotAllowed, match="never_waived"):
        gate.ask(order, code="on_hold")
    gate.granted(order)
    refuses_to_ship(gate, order, "on_hold")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"by": "刘伟"}, "not_your_part"),
        ({"days": 30}, "waiver_end"),
        ({"days": -1}, "waiver_end"),
        ({"code": "overdue"}, "nothing_to_waive"),
    ],
)
def test_who_may_not_ask_or_for_too_long_or_for_nothing(gate: Gate, how: dict[str, object], code: str):
    with pytest.raises(NotAllowed, match=code):
        gate.ask(gate.order(), **how)  # type: ignore[arg-type]


def test_asking_again_tells_who_asks_already_and_a_reason_is_wanted(gate: Gate):
    order = gate.order()
    with pytest.raises(Refused, match="reason_missing"):
        gate.ask(order, reason="  ")
    gate.ask(order)
    with pytest.raises(NotAllowed, match="waiver_waits") as told:
        gate.ask(order, by="赵强")
    assert told.value.facts == {"by": "张敏", "department": "management"}


def test_one_at_a_time_even_for_different_reasons(scratch: Session):
    trade = Trade.opened(scratch)
    order = trade.file("prepaid.shipment", code="M200")
    trade.take(order)
    trade.finish(order)
    trade.ready(order)
    trade.notice(order)
    first = trade.ask_waiver(order)
    with pytest.raises(NotAllowed, match="waiver_waits") as told:
        trade.ask_waiver(order, "inspection_missing")
    assert told.value.facts == {"by": "张敏", "department": "management"}
    trade.decide_waiver(first.id)
    assert trade.ask_waiver(order, "inspection_missing").checkpoint == "ship"


def test_how_long_it_may_hold_is_offered_as_the_day_goes_on(gate: Gate):
    rule = HOUSE.book.waiver_rule(Checkpoint.SHIP, "payment_missing")
    assert rule is not None
    assert asking.ends(gate.session, HOUSE, rule, at("11-23", "10:05")) == {
        0: at("11-23", "17:30"), 1: at("11-24", "17:30"), 3: at("11-26", "17:30"),
    }  # fmt: skip
    assert list(asking.ends(gate.session, HOUSE, rule, at("11-23", "17:30"))) == [1, 3]
    assert asking.ends(gate.session, HOUSE, rule, at("11-28", "10:00")) == {
        1: at("11-30", "17:30"),
        3: at("12-02", "17:30"),
    }


# ── what holds when services are wrong ─────────────────────────────────────────────────────


def test_the_database_itself_lets_nothing_leave_on_a_waiver_that_nobody_used(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
):
    order = gate.order()
    gate.granted(order)
    monkeypatch.setattr(standing, "use_up", lambda *_args, **_how: None)
    with pytest.raises(DBAPIError, match="gate_ship"):
        ships(gate, order)


PLANTED = {
    "granted without its approval": "UPDATE waiver SET state = 'granted' WHERE number = 1",
    "approved, and nobody granted": "UPDATE waiver SET state = 'refused' WHERE number = 2",
    "used after its end": "UPDATE waiver SET expires_at = asked_at WHERE number = 2",
    "used before it was granted": "UPDATE waiver SET decided_at = expires_at WHERE number = 2",
    "used for no batch": "UPDATE waiver SET shipment_id = NULL WHERE number = 2",
    "granted by nobody who voted": "UPDATE waiver SET decided_by = asked_by WHERE number = 2",
    "two on one batch": "UPDATE waiver SET shipment_id = (SELECT shipment_id FROM waiver WHERE number = 2)"
    " WHERE number = 1",
    "of another revision": "UPDATE waiver SET revision = 7 WHERE number = 2",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_invariant_finds_what_was_planted(gate: Gate, fault: str):
    order = gate.order()
    asking.withdraw(gate.session, HOUSE, gate.person("张敏"), gate.ask(order).id, gate.now)
    gate.granted(order)
    ships(gate, order)
    assert not breaches(gate)
    gate.session.execute(text(PLANTED[fault]))
    gate.session.expire_all()
    assert any(one.startswith("I8.waiver") for one in breaches(gate)), fault
