"""What people do to one order that others do something to at that moment, and an order on which both are possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from itertools import combinations_with_replacement

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ApprovalSeat
from domain.approvals import Verdict
from services import filing, money_back, money_moves, noticing
from services.approvals import voting
from services.approvals.voting import Ballot
from services.changes import asking
from services.filing import NewLine
from services.money_moves import Passing
from services.order_facts import net_received
from services.order_view import view_of
from services.waivers import asking as waivers
from tests.support.trade import INTERFACES, Trade

REST, PART = 3_000, 40_000
"""Minor units: what is missing where something is missing, and what goes elsewhere."""


class Money(Enum):
    """Whether all of it is there; where it is not, a slip over the rest waits."""

    PAID = "paid"
    SHORT = "short"


class Asked(Enum):
    """What stands before its last vote."""

    NOTHING = "nothing"
    EDIT = "edit"
    CANCEL = "cancel"


class Waived(Enum):
    """How far a 特批 for the rest is."""

    NOT = "not"
    ASKED = "asked"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Stand:
    """How the order stands before both begin."""

    money: Money = Money.PAID
    change: Asked = Asked.NOTHING
    waiver: Waived = Waived.NOT
    task: bool = False
    notice: bool = True
    held: bool = False


@dataclass(slots=True)
class Ground:
    """The order, another one of its customer, and what those who act saw before they did."""

    trade: Trade
    order: int = 0
    other: int = 0
    slip: int = 0
    receipt: int = 0
    has: int = 0
    other_has: int = 0
    lacks: int = 0
    other_lacks: int = 0
    change_seat: tuple[int, str] | None = None
    waiver_seat: tuple[int, str] | None = None
    stand: Stand = field(default_factory=Stand)


def lay(session: Session, trade: Trade, stand: Stand) -> Ground:
    """款到发货, 300 from stock and 200 to be bought: 200 stand packed, 100 of them noticed, nothing has left."""
    trade.session = session
    ground = Ground(trade, stand=stand)
    ground.order, ground.other = _filed(trade), _filed(trade)
    total = trade.order(ground.order).total_minor
    trade.pay(ground.other, 2 * PART)
    trade.pay(ground.order, total - PART - REST)
    trade.pay(ground.order, PART if stand.money is Money.SHORT else PART + REST)
    ground.slip = trade.slip(ground.order, REST)
    trade.ready(ground.order, 200)
    if stand.task:
        trade.take(ground.order, "purchase", "王芳")
    if stand.notice:
        noticed(trade, ground.order)
    _ask(ground)
    _waive(ground)
    if stand.held:
        trade.hold(ground.order)
    ground.receipt = trade.last_receipt(ground.order)
    ground.has, ground.other_has = net_received(session, ground.order), net_received(session, ground.other)
    ground.lacks = view_of(session, trade.house, ground.order, trade.now).owed_minor
    ground.other_lacks = view_of(session, trade.house, ground.other, trade.now).owed_minor
    trade.passes(minutes=5)
    return ground


def _filed(trade: Trade) -> int:
    new = trade.new("prepaid.shipment")
    two = replace(new, lines=(*new.lines, NewLine(trade.products["B200"], Decimal(200), Decimal(58))))
    order = filing.file_order(trade.session, trade.house, trade.person("张敏"), two, trade.now)
    trade.all_agree(order.id)
    return order.id


def noticed(trade: Trade, order: int) -> None:
    goods = {trade.line(order): Decimal(100)}
    noticing.issue(trade.session, trade.house, trade.person("张敏"), order, trade.now, goods)


def _ask(ground: Ground) -> None:
    """A change that lacks one vote."""
    trade, order = ground.trade, ground.order
    if ground.stand.change is Asked.NOTHING:
        return
    edit = ground.stand.change is Asked.EDIT
    change = trade.change(order, quantity=500) if edit else trade.cancel(order)
    for department in trade.statements(change.id):
        trade.state_impact(order, department, INTERFACES[department])
    while True:
        attempt = trade.session.begin_nested()
        seat = trade.open_seats(order)[0]
        ground.change_seat = seat.id, trade.speaker(seat)
        trade.vote(order)
        if not trade.open_seats(order):
            attempt.rollback()
            trade.session.expire_all()
            return
        attempt.commit()


def _waive(ground: Ground) -> None:
    trade = ground.trade
    if ground.stand.waiver is Waived.NOT:
        return
    row = waivers.ask(
        trade.session, trade.house, trade.person("张敏"), ground.order, "payment_missing", "车在等，客户明天补", 1, trade.now
    )  # fmt: skip
    asked = select(ApprovalSeat).where(ApprovalSeat.approval_id == row.approval_id)
    seat = trade.session.scalars(asked).one()
    ground.waiver_seat = seat.id, trade.speaker(seat)
    if ground.stand.waiver is Waived.GRANTED:
        _votes(trade, ground.waiver_seat)


def _votes(trade: Trade, seat: tuple[int, str]) -> None:
    number, name = seat
    voting.vote(trade.session, trade.house, trade.person(name), number, Ballot(Verdict.APPROVE), trade.now)


# ── what they do ───────────────────────────────────────────────────────────────────────────

Act = Callable[[Ground, Trade, int], object]
"""On a ground, in a session of its own; as the first or the second of two who do the same."""


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody does, and how the order must stand for it."""

    act: Act
    needs: dict[str, object] = field(default_factory=dict[str, object])


def _bounce(ground: Ground, trade: Trade, _place: int) -> None:
    clerk = trade.person("李娜")
    money_back.reverse(trade.session, trade.house, clerk, ground.receipt, trade.now, kind="bounce")


def _refund(ground: Ground, trade: Trade, _place: int) -> None:
    clerk = trade.person("李娜")
    money_moves.refund(
        trade.session, trade.house, clerk, ground.order, trade.now, amount=PART // 2, has=ground.has
    )  # fmt: skip


def _move(ground: Ground, trade: Trade, place: int) -> None:
    """The one moves money away, the other some of the other order's here."""
    passing = Passing(PART, ground.order, ground.other, ground.has, ground.other_lacks)
    if place:
        passing = Passing(REST, ground.other, ground.order, ground.other_has, ground.lacks)
    money_moves.move(trade.session, trade.house, trade.person("李娜"), passing, trade.now)


def _write_off(ground: Ground, trade: Trade, _place: int) -> None:
    clerk = trade.person("陈静")
    money_moves.write_off(trade.session, trade.house, clerk, ground.order, trade.now, amount=REST)


def _approve(ground: Ground, trade: Trade, _place: int) -> None:
    assert ground.change_seat is not None
    _votes(trade, ground.change_seat)


def _cancel(ground: Ground, trade: Trade, place: int) -> None:
    """The last vote; where another change stands before its own, somebody asks for it."""
    if ground.stand.change is Asked.CANCEL:
        _approve(ground, trade, place)
    else:
        trade.cancel(ground.order)


def _grant(ground: Ground, trade: Trade, _place: int) -> None:
    assert ground.waiver_seat is not None
    _votes(trade, ground.waiver_seat)


def _ask_change(ground: Ground, trade: Trade, place: int) -> None:
    order = asking.order_of(trade.session, ground.order)
    trade.change(order.id, quantity=400 + place)


_ON = {"waiver": Waived.GRANTED, "money": Money.SHORT}

COMMANDS: dict[str, Command] = {
    "confirm": Command(lambda ground, trade, _: trade.confirm(ground.slip), {"money": Money.SHORT}),
    "bounce": Command(_bounce),
    "refund": Command(_refund),
    "move": Command(_move),
    "write_off": Command(_write_off, {"money": Money.SHORT}),
    "approve": Command(_approve, {"change": Asked.EDIT}),
    "cancel": Command(_cancel, {"change": Asked.CANCEL}),
    "ask": Command(_ask_change),
    "take": Command(lambda ground, trade, _: trade.take(ground.order, "purchase", "王芳"), {"task": False}),
    "finish": Command(lambda ground, trade, _: trade.finish(ground.order, "purchase", "王芳"), {"task": True}),
    "notice": Command(lambda ground, trade, _: noticed(trade, ground.order), {"notice": False}),
    "ship": Command(lambda ground, trade, _: trade.ship(ground.order)),
    "hold": Command(lambda ground, trade, _: trade.hold(ground.order), {"held": False}),
    "lift": Command(lambda ground, trade, _: trade.lift(ground.order), {"held": True}),
    "grant": Command(_grant, {"waiver": Waived.ASKED, "money": Money.SHORT}),
    "use": Command(lambda ground, trade, _: trade.ship(ground.order), _ON),
}
"""Where two want the order to stand differently, the first of them is possible at once and the second after it."""
DOZEN = (
    "confirm", "bounce", "refund", "move", "approve", "cancel", "take", "notice", "ship", "hold", "grant", "use",
)  # fmt: skip
"""Those that the suite plays; hunts play the further ones as well."""


def pairs_of(commands: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each with itself and with every other."""
    return tuple(combinations_with_replacement(commands, 2))


def stand_for(one: str, other: str) -> Stand:
    """How the order stands where these two begin."""
    return Stand(**{**COMMANDS[other].needs, **COMMANDS[one].needs})  # type: ignore[arg-type]
