"""Sequences of commands on orders of one customer, played on the program and on the model of the book side by side.

A step is a word, an order and a number that the word makes of what it wants; it can be dropped without changing the
others, so that a sequence that ends wrong is made short by leaving out whatever it does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.models import ApprovalSeat, Change, Customer, Waiver
from domain.approvals import Verdict
from services import going_on, invariants
from services.errors import BotError, Refused
from services.waivers import ending
from tests.support.trade import Trade
from tests.support.trading_model import (
    CHANGEABLE,
    IN_SUPPLY,
    LIVE,
    MAY_WAIVE,
    PREPAID,
    WAIVED_AT_MOST,
    WRITTEN_OFF_AT_MOST,
    Book,
    Deal,
    Pass,
    Wish,
)

HOLD_ALWAYS = ("I1.ship", "I1.part", "I1.release", "I1.plan", "I7", "I8", "I8.changes", "I8.waiver", "I10", "I11",
               "I11.balance")  # fmt: skip
EVERY = 10
"""So many steps between two looks at the invariants."""
LIMIT = 30_000_00
"""Credit of the customer: enough for the first of its two orders on credit, and not for both."""
LATEST = timedelta(days=5)
"""No longer, so that nothing on monthly terms falls due meanwhile."""
FILED: tuple[tuple[str, str, int, str], ...] = (
    ("prepaid.release", "M200", 300, "58"),
    ("prepaid.shipment", "M200", 300, "58"),
    ("prepaid.deposit", "B200", 301, "57.77"),
    ("standard", "S200", 300, "58"),
    ("standard", "M200", 300, "58"),
    ("sample", "S200", 4, "58"),
    ("prepaid.release", "S200", 33, "57.77"),
)
"""Type, product, quantity and price of the orders that are there."""
SUPPLY = {"S200": "stock", "M200": "make", "B200": "buy"}
TASKS = {"make": ("production", "刘伟"), "buy": ("purchase", "王芳"), "stock": ("production", "刘伟")}


@dataclass(frozen=True, slots=True)
class Step:
    """Do this to an order; `number` says how much, or which."""

    word: str
    order: int
    number: int


class Differs(AssertionError):
    """The program did not do what the book says."""


@dataclass
class Company:
    """The program's orders and the model's, filed once and left as they are by every sequence."""

    trade: Trade
    orders: list[int]

    @classmethod
    def opened(cls, session: Session) -> Company:
        trade = Trade.opened(session)
        session.get_one(Customer, trade.customer).credit_minor = LIMIT
        session.flush()
        orders = [
            trade.file(leaf, code=code, quantity=quantity, price=price, **_answers(leaf))
            for leaf, code, quantity, price in FILED
        ]
        session.flush()
        return cls(trade, orders)

    def book(self) -> Book:
        deals = [
            Deal(leaf, SUPPLY[code], quantity, Decimal(price), charged=leaf == "sample")
            for leaf, code, quantity, price in FILED
        ]
        book = Book(deals, LIMIT)
        for deal in deals:
            book.settle(deal, self.trade.now)
        return book

    def play(self, steps: Sequence[Step]) -> None:
        """Play a sequence and leave nothing of it. Raises Differs, or what broke."""
        began = self.trade.now
        whole = self.trade.session.begin_nested()
        try:
            Play(self).run(steps)
        finally:
            whole.rollback()
            self.trade.session.expire_all()
            self.trade.now = began


def _answers(leaf: str) -> dict[str, Any]:
    sample: dict[str, Any] = {
        "charge": "paid",
        "purpose": "try",
        "receiver": "周工",
        "phone": "13912342210",
        "place": "苏州相城",
    }
    return sample if leaf == "sample" else {}


# ── one sequence ───────────────────────────────────────────────────────────────────────────

No = set[str] | bool
"""What the model expects: True that it is done, False that it is not, or the very reasons of the closed gate."""


class Play:
    """One sequence on both sides."""

    def __init__(self, company: Company) -> None:
        self.trade, self.orders = company.trade, company.orders
        self.book = company.book()
        self.until = self.trade.now + LATEST
        self.last_slip: dict[int, int] = {}
        self.last_batch: dict[int, int] = {}

    def run(self, steps: Sequence[Step]) -> None:
        self.compare("at first")
        for count, step in enumerate(steps, start=1):
            self.step(step)
            if count % EVERY == 0 or count == len(steps):
                self.look(f"after step {count}")

    def step(self, step: Step) -> None:
        self.trade.now += timedelta(seconds=1)  # rows tell what was first by their time
        if step.word == "on":
            step = self.natural(step)
        getattr(self, f"do_{step.word}")(step.order, step.number)
        self.compare(str(step))

    def look(self, when: str) -> None:
        self.trade.session.flush()
        broken = invariants.check(self.trade.session, self.trade.now, HOLD_ALWAYS)
        if broken:
            raise Differs(f"{when}: {'; '.join(f'{one.name} {one.what}' for one in broken)}")

    def natural(self, step: Step) -> Step:
        """What people would do next with this order."""
        deal = self.book.deals[step.order]
        if deal.wish is not None:
            return Step("agree", step.order, step.number)
        if any(one.state == "asked" for one in deal.passes):
            return Step("decide", step.order, 0)
        if deal.held and step.number % 3:
            return Step("lift", step.order, 0)
        if deal.slips:
            return Step("confirm", step.order, 0)
        word = "slip"
        if 0 < deal.rest <= WRITTEN_OFF_AT_MOST and step.number % 3:
            word = "write_off"
        elif deal.state in IN_SUPPLY:
            word = self._of_supply(deal, hasty=step.number % 2 == 0)
        elif deal.road:
            word = "sign"
        elif deal.leaf == "standard" and deal.state == "accepted" and step.number % 2:
            word = "go_on"
        return Step(word, step.order, step.number)

    def _of_supply(self, deal: Deal, *, hasty: bool) -> str:
        """Whoever is hasty does not wait for quality."""
        if deal.supply != "stock" and deal.task != "done":
            return "finish" if deal.task == "doing" else "take"
        if deal.ready < deal.quantity:
            return "ready"
        if deal.supply == "make" and deal.passed < deal.there and not hasty:
            return "inspect"
        if deal.noticed is None:
            return "notice"
        return "slip" if deal.missing("ship") and deal.quantity % 2 else "ship"

    # ── both sides ─────────────────────────────────────────────────────────────────────────

    def both(self, what: str, expected: No, command: Callable[[], Any]) -> tuple[Any] | None:
        """Give a command as the worker does; what it answered, in a tuple, or None where it was refused."""
        point = self.trade.session.begin_nested()
        try:
            answer = command()
            self.trade.session.flush()
            point.commit()
        except BotError as error:
            point.rollback()
            self.trade.session.expire_all()
            got = {one.code for one in error.refusals} if isinstance(error, Refused) else {repr(error)}
            if expected is True or (isinstance(expected, set) and got != expected):
                raise Differs(f"{what}: refused for {got}, the book says {expected or 'no'}") from error
            return None
        if expected is not True:
            raise Differs(f"{what}: done, the book says {expected or 'no'}")
        return (answer,)

    def compare(self, what: str) -> None:
        """Every order stands where the model has it."""
        self.trade.session.flush()
        for number, (is_so, should) in enumerate(zip(self._stands(), self._should(), strict=True)):
            if is_so != should:
                differs = {key: (is_so[key], should[key]) for key in should if is_so[key] != should[key]}
                raise Differs(f"{what}: order {number} (program, book): {differs}")

    def _should(self) -> list[dict[str, object]]:
        return [
            {
                "state": deal.state, "revision": deal.revision, "held": deal.held, "total": deal.total,
                "released": deal.released, "leaf": deal.leaf, "paid": deal.paid, "quantity": deal.quantity,
                "shipped": deal.shipped, "noticed": deal.noticed or 0, "terms": deal.terms,
                "waivers": {one.id: one.state for one in deal.passes},
            }
            for deal in self.book.deals
        ]  # fmt: skip

    def _stands(self) -> list[dict[str, object]]:
        rows = {row.id: row for row in self.trade.session.execute(_ROWS)}
        terms, waivers = self.trade.session.execute(_TERMS).all(), self.trade.session.execute(_WAIVERS).all()
        return [
            {
                "state": (row := rows[order]).state, "revision": row.revision, "held": bool(row.on_hold),
                "total": row.total_minor, "released": row.released_at is not None, "leaf": row.leaf,
                "paid": int(row.paid), "quantity": int(row.quantity) // 1000, "shipped": int(row.shipped) // 1000,
                "noticed": int(row.noticed) // 1000, "terms": {at: due for n, at, due in terms if n == order},
                "waivers": {n: state for n, of, state in waivers if of == order},
            }
            for order in self.orders
        ]  # fmt: skip

    def deal(self, order: int) -> tuple[Deal, int]:
        return self.book.deals[order], self.orders[order]

    # ── money ──────────────────────────────────────────────────────────────────────────────

    def do_slip(self, order: int, number: int) -> None:
        """All that is due next, a part of it, nearly all of it, or too much."""
        deal, order_id = self.deal(order)
        due = deal.missing("release") or deal.missing("ship") or deal.owed or 100_00
        amount = max((due, due, due, due // 2, due - 20_00, due - 1, due + 30_00)[number % 7], 1)
        sent = self.both(f"slip of {amount}", deal.state in LIVE, lambda: self.trade.slip(order_id, amount))
        if sent:
            deal.slips[sent[0]] = amount
            self.last_slip[order] = sent[0]

    def do_confirm(self, order: int, number: int) -> None:
        """The oldest slip that waits, or one that was confirmed before; sometimes by whoever sent it."""
        deal, _ = self.deal(order)
        slip = next(iter(deal.slips), self.last_slip.get(order, 0))
        own = number % 11 == 1
        done = self.both(
            "confirm", slip in deal.slips and not own, lambda: self.trade.confirm(slip, by="张敏" if own else "李娜")
        )
        if done:
            self.book.receive(deal, deal.slips.pop(slip), self.trade.now)

    def do_confirm_again(self, order: int, number: int) -> None:
        deal, _ = self.deal(order)
        slip = self.last_slip.get(order, 0)
        if slip not in deal.slips:
            self.both("confirm again", False, lambda: self.trade.confirm(slip))

    def do_bounce(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both("bounce", bool(deal.payments), lambda: self.trade.bounce(order_id)):
            self.book.bounce(deal)

    def do_refund(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        amount = (1, deal.paid // 3, deal.paid, deal.paid + 1, 50_00)[number % 5]
        if self.both(
            f"refund {amount}", 0 < amount <= deal.paid, lambda: self.trade.refund(order_id, amount)
        ):  # fmt: skip
            deal.paid -= amount

    def do_move(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        target = number % len(self.orders)
        other = self.book.deals[target]
        amount = (deal.paid, deal.paid // 2, min(deal.paid, other.owed), deal.paid + 1)[number // 10 % 4]
        may = target != order and 0 < amount <= min(deal.paid, other.owed) and other.state in LIVE
        if self.both(
            f"move {amount} to {target}", may, lambda: self.trade.move_money(order_id, self.orders[target], amount)
        ):
            self.book.pass_on(deal, target, amount, self.trade.now)

    def do_write_off(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        rest = deal.rest
        may = deal.state in LIVE and 0 < rest <= WRITTEN_OFF_AT_MOST - deal.given_up and deal.paid > deal.given_up
        if self.both(f"write off {rest}", may, lambda: self.trade.write_off(order_id)):
            deal.given_up, deal.paid = deal.given_up + rest, deal.paid + rest
            self.book.settle(deal, self.trade.now)

    def do_go_on(self, order: int, number: int) -> None:
        """What the job does when credit may have become free: whoever waited longest first."""
        session, house = self.trade.session, self.trade.house
        clerk = self.trade.person("李娜")
        for order_id in going_on.waiting(session, house, self.trade.customer):
            going_on.go_on(session, house, clerk, order_id, self.trade.now)
        for deal in self.book.deals:
            if deal.leaf == "standard":
                self.book.settle(deal, self.trade.now)

    # ── waivers ────────────────────────────────────────────────────────────────────────────

    def do_ask(self, order: int, number: int) -> None:
        """For what stops the order now, or for something that does not."""
        deal, order_id = self.deal(order)
        now, noticed = self.trade.now, deal.noticed or 0
        at = "release" if deal.state == "accepted" else "ship"
        closed = self.book.closed(deal, at, now, noticed)
        plan = self.book.closed(deal, "plan", now)
        if deal.state in IN_SUPPLY and deal.noticed is None and plan:
            at, closed = "plan", plan
        waivable = [code for code in MAY_WAIVE if code in closed]
        code = waivable[number % len(waivable)] if waivable and number % 5 else list(MAY_WAIVE)[number % 3]
        waits = any(one.state == "asked" for one in deal.passes)
        may = (
            deal.state in CHANGEABLE and code in closed and at in MAY_WAIVE[code] and not waits
            and (code == "inspection_missing" or closed[code] <= WAIVED_AT_MOST)
        )  # fmt: skip
        asked = self.both(f"ask for {code} at {at}", may, lambda: self.trade.ask_waiver(order_id, code))
        if asked:
            row: Waiver = asked[0]
            if (row.checkpoint, row.ceiling_minor or closed[code]) != (at, closed[code]):
                raise Differs(f"asked for {row.checkpoint} {row.ceiling_minor}, the book says {at} {closed[code]}")
            deal.passes.append(Pass(row.id, code, at, deal.revision, closed[code], row.expires_at))

    def do_decide(self, order: int, number: int) -> None:
        """Whoever is asked grants it, or does not; or presses again on one that is decided."""
        deal, _ = self.deal(order)
        if not deal.passes:
            return
        one = next((one for one in deal.passes if one.state == "asked"), deal.passes[-1])
        verdict = Verdict.REJECT if number % 6 == 5 else Verdict.APPROVE
        in_time = self.trade.now < one.expires or verdict is Verdict.REJECT
        if self.both(
            "decide", one.state == "asked" and in_time, lambda: self.trade.decide_waiver(one.id, verdict)
        ):  # fmt: skip
            one.state = "granted" if verdict is Verdict.APPROVE else "refused"
            self.book.settle(deal, self.trade.now) if one.state == "granted" else None

    def do_withdraw_waiver(self, order: int, number: int) -> None:
        deal, _ = self.deal(order)
        if deal.passes:
            one = deal.passes[-1]
            if self.both(
                "withdraw waiver", one.state == "asked", lambda: self.trade.withdraw_waiver(one.id)
            ):  # fmt: skip
                one.state = "withdrawn"

    def do_clock(self, order: int, number: int) -> None:
        """Time goes on; what nobody decided in time is over."""
        self.trade.now = min(self.trade.now + timedelta(hours=(1, 3, 8, 30)[number % 4]), self.until)
        ending.tick(self.trade.session, self.trade.house, self.trade.now)
        for deal in self.book.deals:
            for one in deal.passes:
                if one.state == "asked" and one.expires <= self.trade.now:
                    one.state = "superseded"

    # ── work and goods ─────────────────────────────────────────────────────────────────────

    def do_take(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        kind, who = TASKS[deal.supply]
        closed = set(self.book.closed(deal, "plan", self.trade.now))
        may = deal.state in IN_SUPPLY and deal.supply != "stock" and deal.task in (None, "stopped")
        if self.both("take", closed or may, lambda: self.trade.take(order_id, kind, who)):
            self.book.begin(deal, self.trade.now)
            deal.task = "doing"

    def do_finish(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        kind, who = TASKS[deal.supply]
        closed = set(self.book.closed(deal, "plan", self.trade.now))
        may = deal.state in IN_SUPPLY and deal.supply != "stock" and deal.task == "doing"
        if self.both("finish", closed or may, lambda: self.trade.finish(order_id, kind, who)):
            self.book.begin(deal, self.trade.now)
            deal.task, deal.made = "done", max(deal.made, deal.quantity)

    def do_inspect(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        may = deal.state in IN_SUPPLY and deal.supply == "make" and deal.there > deal.passed
        if self.both("inspect", may, lambda: self.trade.pass_goods(order_id)):
            self.book.inspect(deal, self.trade.now)
            self.book.settle(deal, self.trade.now)

    def do_ready(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        left = deal.quantity - deal.ready
        quantity = left if number % 3 else max(left, 0) // 2 + number % 2
        may = deal.state in IN_SUPPLY and 0 < quantity <= left
        if self.both(f"ready {quantity}", may, lambda: self.trade.ready(order_id, quantity)):
            deal.ready += quantity
            if deal.state == "released" and not self.book.closed(deal, "plan", self.trade.now):
                self.book.begin(deal, self.trade.now)

    def do_notice(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        quantity = (deal.may_leave, deal.may_leave, max(deal.may_leave // 2, 1), deal.may_leave + 1)[number % 4]
        may = deal.state in IN_SUPPLY and deal.noticed is None and 0 < quantity <= deal.may_leave
        if self.both(f"notice {quantity}", may, lambda: self.trade.notice(order_id, quantity)):
            deal.noticed = quantity

    def do_take_back(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        may = deal.state in IN_SUPPLY and deal.noticed is not None
        if self.both("take back", may, lambda: self.trade.take_back_notice(order_id)):
            deal.noticed = None

    def do_ship(self, order: int, number: int) -> None:
        """All that was noticed, a part of it, or more than that."""
        deal, order_id = self.deal(order)
        noticed = deal.noticed or 0
        quantity = (noticed, noticed, noticed, max(noticed // 2, 1), noticed + 1)[number % 5]
        closed: No = set(self.book.closed(deal, "ship", self.trade.now, quantity if deal.noticed else 0))
        may: No = closed or True
        if deal.state not in IN_SUPPLY:
            may = False
        elif deal.noticed is not None and quantity > noticed:
            may = {"more_than_noticed"}
        left = self.both(f"ship {quantity}", may, lambda: self.trade.ship(order_id, quantity if noticed else None))
        if left:
            self.last_batch[order] = left[0].id
            self.book.ship(deal, left[0].id, quantity, self.trade.now)

    def do_sign(self, order: int, number: int) -> None:
        deal, _ = self.deal(order)
        batch = deal.road[0] if deal.road else self.last_batch.get(order, 0)
        may = batch in deal.road and deal.state in (*IN_SUPPLY, "shipped")
        if self.both("sign", may, lambda: self.trade.sign(batch)):
            self.book.sign(deal, batch)

    def do_sign_off(self, order: int, number: int) -> None:
        """销售 lets a sample go that is over its limits."""
        deal, order_id = self.deal(order)
        if deal.leaf == "sample" and deal.state in CHANGEABLE and deal.revision not in deal.signed_off:
            self.both("sign off", True, lambda: self.trade.sign_off(order_id, "sample_limits", "周强"))
            deal.signed_off.add(deal.revision)
            self.book.settle(deal, self.trade.now)

    # ── changes ────────────────────────────────────────────────────────────────────────────

    def do_hold(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both(
            "hold", deal.state in CHANGEABLE and not deal.held, lambda: self.trade.hold(order_id)
        ):  # fmt: skip
            deal.held = True

    def do_lift(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both("lift", deal.state in CHANGEABLE and deal.held, lambda: self.trade.lift(order_id)):
            deal.held = False
            self.book.settle(deal, self.trade.now)

    def do_change(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        what = ("more", "less", "price", "leaf", "date", "told", "far_less", "same")[number % 8]
        quantity, price, leaf = deal.quantity, deal.price, deal.leaf
        differs: dict[str, Any] = {}
        match what:
            case "more":
                quantity += (1, 15, 200)[number // 8 % 3]
                differs = {"quantity": quantity}
            case "less" | "far_less":
                quantity = max(quantity - (1, 15, 120)[number // 8 % 3] if what == "less" else quantity // 3, 1)
                differs = {"quantity": quantity}
            case "price" if leaf != "sample":
                price += Decimal((-2, 3)[number // 8 % 2])
                differs = {"price": price}
            case "leaf" if leaf != "sample":
                leaf = (*PREPAID, "standard")[number // 8 % 4]
                differs = {"leaf": leaf}
            case "date":
                differs = {"wanted": date(2026, 12, 21 + number // 8 % 8)}
            case "told":
                differs = {"carrier": f"车队{number // 8}"}
            case _:
                pass
        wish = Wish(0, "edit", quantity, price, leaf, deal.revision, deal.share)
        same = (quantity, price, leaf) == (deal.quantity, deal.price, deal.leaf) and what not in ("date", "told")
        self._ask_change(order, what, wish, same, lambda: self.trade.change(order_id, **differs))

    def do_cancel(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        wish = Wish(0, "cancel", deal.quantity, deal.price, deal.leaf, deal.revision, deal.share)
        self._ask_change(order, "cancel", wish, False, lambda: self.trade.cancel(order_id))

    def _ask_change(self, order: int, what: str, wish: Wish, same: bool, ask: Callable[[], Change]) -> None:
        deal = self.book.deals[order]
        against = self.book.against(deal, wish)
        may: No = deal.state in CHANGEABLE and deal.wish is None
        may = against if may and against else may and not same
        point = f"change {what}"
        try:
            asked = self.both(point, may, ask)
        except Differs as wrong:
            if what == "date" and "nothing_changed" in str(wrong):
                return  # it stands on that day already, which the model does not know
            raise
        if asked:
            change = asked[0]
            if change.weight == "told":
                return
            wish.id = change.id
            deal.wish = wish
            self._follow(deal)

    def _follow(self, deal: Deal) -> None:
        """What became of the change that stands: carried out exactly where the book lets it be."""
        wish = deal.wish
        assert wish is not None
        state = self.trade.session.get_one(Change, wish.id, populate_existing=True).state
        if state in ("asking", "deciding"):
            return
        may = self.book.may_still(deal, wish)
        if (state == "applied") != may and state in ("applied", "overtaken"):
            raise Differs(f"change {state}, the book says {'it may' if may else 'it may not'} be carried out")
        if state == "applied":
            self.book.carry_out(deal, wish, self.trade.now)
        deal.wish = None

    def do_impact(self, order: int, number: int) -> None:
        """A department says what the change means."""
        deal, order_id = self.deal(order)
        if deal.wish is None:
            return
        waits = [one for one, row in self.trade.statements(deal.wish.id).items() if row.answered_at is None]
        if waits:
            self.both("impact", True, lambda: self.trade.state_impact(order_id, waits[number % len(waits)]))
            self._follow(deal)

    def do_agree(self, order: int, number: int, verdict: Verdict = Verdict.APPROVE) -> None:
        """Everybody says what it means, and one of those who decide answers; or all of them, by the number."""
        deal, _ = self.deal(order)
        for _ in range(4):
            self.do_impact(order, number)
        for _ in range(1 + number % 4):
            if deal.wish is None:
                return
            approval = self.trade.session.get_one(Change, deal.wish.id, populate_existing=True).approval_id
            seats = select(ApprovalSeat).where(ApprovalSeat.approval_id == approval, ApprovalSeat.state == "open")
            self.both("vote", True, lambda seats=seats: self.trade.vote_on(seats, verdict))
            self._follow(deal)

    def do_reject(self, order: int, number: int) -> None:
        self.do_agree(order, 0, Verdict.REJECT)

    def do_withdraw_change(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both("withdraw change", deal.wish is not None, lambda: self.trade.withdraw_change(order_id)):
            deal.wish = None


_ROWS = text(
    "SELECT o.id, o.state, o.revision, o.on_hold, o.total_minor, o.released_at, o.leaf,"
    " (SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a WHERE a.order_id = o.id) AS paid,"
    " (SELECT SUM(l.quantity) FROM order_line l WHERE l.order_id = o.id) AS quantity,"
    " (SELECT COALESCE(SUM(g.quantity), 0) FROM shipment_line g JOIN shipment s ON s.id = g.shipment_id"
    "  WHERE s.order_id = o.id AND s.state IN ('shipped', 'signed')) AS shipped,"
    " (SELECT COALESCE(SUM(g.quantity), 0) FROM shipment_line g JOIN shipment s ON s.id = g.shipment_id"
    "  WHERE s.order_id = o.id AND s.state = 'noticed') AS noticed"
    " FROM orders o ORDER BY o.id"
)
_TERMS = text(
    "SELECT t.order_id, t.checkpoint, t.required_minor FROM payment_term t JOIN orders o ON o.id = t.order_id"
    " WHERE t.revision = o.revision"
)
_WAIVERS = text("SELECT id, order_id, state FROM waiver")
