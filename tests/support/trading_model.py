"""What the book says of orders, as plain arithmetic: written from the specification, it knows nothing of the program.

Money in minor units; one line an order. A checkpoint answers with every reason why it is closed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

PREPAID = ("prepaid.release", "prepaid.shipment", "prepaid.deposit")
MAY_WAIVE = {
    "payment_missing": ("release", "plan", "ship"),
    "credit_exceeded": ("release", "ship"),
    "inspection_missing": ("ship",),
}
"""Which reason may be waived at which checkpoint."""
WAIVED_AT_MOST = 20_000_000
WRITTEN_OFF_AT_MOST = 50_00
SAMPLE_PIECES, SAMPLE_WORTH = 5, 500_00
IN_SUPPLY = ("released", "executing")
CHANGEABLE = ("accepted", *IN_SUPPLY)
LIVE = (*CHANGEABLE, "shipped", "acceptance")
DEPOSIT = Decimal("0.3")


def minor(amount: Decimal) -> int:
    """Rounded half up, the only rounding there is."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


@dataclass
class Pass:
    """特批: for one reason at one checkpoint of one revision, up to so much, until then, once."""

    id: int
    code: str
    at: str
    revision: int
    ceiling: int
    expires: datetime
    state: str = "asked"


@dataclass(frozen=True)
class Payment:
    """Money that came for an order. `nth`: before or after which moves."""

    nth: int
    amount: int


@dataclass(frozen=True)
class Passage:
    """Money that was moved to another order."""

    nth: int
    to: int
    amount: int


@dataclass
class Wish:
    """A change that is asked for: what is to be true when it is approved."""

    id: int
    kind: str
    quantity: int
    price: Decimal
    leaf: str
    revision: int
    share: Decimal


@dataclass
class Deal:
    """One order."""

    leaf: str
    supply: str
    quantity: int
    price: Decimal
    charged: bool = False
    share: Decimal = DEPOSIT
    list_price: int = 58_00
    state: str = "accepted"
    revision: int = 1
    released: bool = False
    held: bool = False
    paid: int = 0
    given_up: int = 0
    ready: int = 0
    passed: int = 0
    made: int = 0
    shipped: int = 0
    noticed: int | None = None
    task: str | None = None
    inspection_done: bool = False
    credited: int = 0
    """What was let off of what has left (退货、折让)."""
    returned: int = 0
    signed_off: set[int] = field(default_factory=set[int])
    road: list[int] = field(default_factory=list[int])
    """Batches that have left and nobody signed for."""
    passes: list[Pass] = field(default_factory=list[Pass])
    payments: list[Payment] = field(default_factory=list[Payment])
    passages: list[Passage] = field(default_factory=list[Passage])
    slips: dict[int, int] = field(default_factory=dict[int, int])
    wish: Wish | None = None

    # ── money ──────────────────────────────────────────────────────────────────────────────

    @property
    def total(self) -> int:
        return minor(self.quantity * self.price * 100)

    @property
    def terms(self) -> dict[str, int]:
        """What is due before each checkpoint at which money is asked for, in all."""
        match self.leaf:
            case "prepaid.release":
                return {"release": self.total}
            case "prepaid.shipment":
                return {"ship": self.total}
            case "prepaid.deposit":
                return {"release": minor(self.total * self.share), "ship": self.total}
            case "sample" if self.charged:
                return {"ship": self.total}
            case _:
                return {}

    def missing(self, at: str) -> int:
        """What must still come before this checkpoint."""
        due = self.terms.values() if at == "ship" else [self.terms.get("release", 0)]
        return max(min(max(due, default=0), self.costs) - self.paid, 0)

    @property
    def costs(self) -> int:
        """All that the customer is to pay."""
        return self.total - self.credited

    @property
    def owed(self) -> int:
        return max(self.costs - self.paid, 0)

    @property
    def may_let_off(self) -> int:
        """No more than what has left costs."""
        return minor(self.shipped * self.price * 100) - self.credited

    @property
    def rest(self) -> int:
        """What finance may look at to give up: what is short for the next step, or of all once the goods are gone."""
        missing = self.missing("release" if self.state == "accepted" else "ship")
        return missing or (self.owed if self.state not in CHANGEABLE else 0)

    @property
    def floor(self) -> int:
        """What has left or is made cannot be undone."""
        return max(self.shipped, self.made)

    @property
    def may_leave(self) -> int:
        return max(min(self.ready, self.quantity) - self.shipped, 0)

    @property
    def there(self) -> int:
        """Goods that exist, for quality to look at."""
        return max(self.made, self.ready)


@dataclass
class Book:
    """All orders of one customer, and its credit."""

    deals: list[Deal]
    limit: int
    nth: int = 0

    # ── gates ──────────────────────────────────────────────────────────────────────────────

    def credit_over(self, deal: Deal) -> int:
        """By how much the customer would owe more than it may, with this order; nothing for one that is paid."""
        if not deal.owed:
            return 0
        others = sum(
            one.owed for one in self.deals
            if one is not deal and one.leaf == "standard" and one.released and one.state != "cancelled"
        )  # fmt: skip
        return max(others + deal.owed - self.limit, 0)

    def bare(self, deal: Deal, at: str, leaves: int = 0) -> dict[str, int]:
        """Every reason why a checkpoint is closed, whatever was waived; with how much is short."""
        found: dict[str, int] = {}
        if deal.held:
            found["on_hold"] = 0
        if deal.missing(at):
            found["payment_missing"] = deal.missing(at)
        over = deal.quantity > SAMPLE_PIECES or deal.quantity * deal.list_price > SAMPLE_WORTH
        if deal.leaf == "sample" and at != "ship" and over and deal.revision not in deal.signed_off:
            found["signoff_missing"] = 0
        if deal.leaf == "standard" and at != "plan" and self.credit_over(deal):
            found["credit_exceeded"] = self.credit_over(deal)
        if at == "ship":
            if deal.noticed is None:
                found["notice_missing"] = 0
            lacking = min(deal.shipped + leaves - deal.passed, leaves)
            if deal.supply == "make" and lacking > 0:
                found["inspection_missing"] = lacking
        return found

    def closed(self, deal: Deal, at: str, now: datetime, leaves: int = 0) -> dict[str, int]:
        """Every reason that is left when waivers are counted."""
        found = self.bare(deal, at, leaves)
        return {code: short for code, short in found.items() if _lets(deal, code, short, at, now) is None}

    def go_through(self, deal: Deal, at: str, now: datetime, leaves: int = 0) -> None:
        """A checkpoint is passed: each waiver without which it were closed is used up by that."""
        for code, short in self.bare(deal, at, leaves).items():
            used = _lets(deal, code, short, at, now)
            assert used is not None, (code, at)
            used.state = "used"

    def settle(self, deal: Deal, now: datetime) -> None:
        """An order that was taken on is released as soon as nothing stands against it."""
        if deal.state == "accepted" and not self.closed(deal, "release", now):
            self.go_through(deal, "release", now)
            deal.state, deal.released = "released", True

    def begin(self, deal: Deal, now: datetime) -> None:
        """Work goes on, or begins."""
        self.go_through(deal, "plan", now)
        if deal.state == "released":
            deal.state = "executing"

    # ── money ──────────────────────────────────────────────────────────────────────────────

    def receive(self, deal: Deal, amount: int, now: datetime) -> None:
        self.nth += 1
        deal.payments.append(Payment(self.nth, amount))
        deal.paid += amount
        self.settle(deal, now)

    def pass_on(self, deal: Deal, to: int, amount: int, now: datetime) -> None:
        """Money of one order pays another from now on."""
        self.nth += 1
        deal.passages.append(Passage(self.nth, to, amount))
        deal.paid -= amount
        self.deals[to].paid += amount
        self.settle(self.deals[to], now)

    def bounce(self, deal: Deal) -> None:
        """The last payment comes back: from where it is, from where it was moved to, and the rest is missing here."""
        last = deal.payments.pop()
        passages = [one for one in deal.passages if one.nth > last.nth]
        left = {one.to: max(self.deals[one.to].paid, 0) for one in passages}
        here = min(last.amount, max(deal.paid, 0))
        short, deal.paid = last.amount - here, deal.paid - here
        for one in reversed(passages):
            there = max(min(short, one.amount, left[one.to]), 0)
            self.deals[one.to].paid -= there
            left[one.to], short = left[one.to] - there, short - there
        deal.paid -= short

    # ── goods ──────────────────────────────────────────────────────────────────────────────

    def ship(self, deal: Deal, batch: int, leaves: int, now: datetime) -> None:
        lacking = self.bare(deal, "ship", leaves).get("inspection_missing", 0)
        self.go_through(deal, "ship", now, leaves)
        deal.passed += lacking  # conceded
        deal.shipped, deal.noticed = deal.shipped + leaves, None
        deal.road.append(batch)
        self.all_left(deal)

    def all_left(self, deal: Deal) -> None:
        if deal.shipped and deal.shipped >= deal.quantity:
            deal.state = "shipped" if deal.road else "acceptance"

    def sign(self, deal: Deal, batch: int) -> None:
        deal.road.remove(batch)
        if deal.state == "shipped" and not deal.road:
            deal.state = "acceptance"

    def inspect(self, deal: Deal, now: datetime) -> None:
        """Quality lets go all that is there; with all of the order its own task is done, which is work like any other."""
        deal.passed = deal.there
        if deal.passed >= deal.quantity and not deal.inspection_done and not self.closed(deal, "plan", now):
            self.begin(deal, now)
            deal.inspection_done = True

    # ── changes ────────────────────────────────────────────────────────────────────────────

    def against(self, deal: Deal, wish: Wish) -> set[str]:
        """What forbids a change that would undo what is done."""
        found: set[str] = set()
        if wish.kind == "cancel":
            return {"part_has_left"} if deal.shipped else found
        if wish.quantity < deal.floor:
            found.add("left_already" if wish.quantity < deal.shipped else "made_already")
        if deal.shipped and wish.price != deal.price:
            found.add("price_of_left")
        return found

    def may_still(self, deal: Deal, wish: Wish) -> bool:
        """Whether what was asked for can be carried out now."""
        return deal.state in CHANGEABLE and deal.revision == wish.revision and not self.against(deal, wish)

    def carry_out(self, deal: Deal, wish: Wish, now: datetime) -> None:
        """The order says something else: another revision, for which no old waiver counts."""
        deal.wish = None
        for one in deal.passes:
            if one.state in ("asked", "granted"):
                one.state = "superseded"
        deal.revision += 1
        if wish.kind == "cancel":
            deal.state, deal.held, deal.noticed = "cancelled", False, None
            deal.task = "stopped" if deal.task == "doing" else deal.task
            return
        if wish.quantity > deal.quantity and deal.task == "done":
            deal.task = "stopped"
        if wish.quantity != deal.quantity:
            deal.noticed = None
        deal.quantity, deal.price, deal.leaf, deal.share = wish.quantity, wish.price, wish.leaf, wish.share
        if deal.state in IN_SUPPLY:
            self.all_left(deal)
        self.settle(deal, now)


def _lets(deal: Deal, code: str, short: int, at: str, now: datetime) -> Pass | None:
    """The waiver that lets a reason pass: what was used to begin work lets it go on, then the lowest that is enough."""
    found = [
        one for one in deal.passes
        if one.code == code and one.revision == deal.revision and one.ceiling >= short
        and (
            (one.state == "granted" and one.at == at and now < one.expires)
            or (one.state == "used" and at == "plan" and one.at in ("release", "plan"))
        )
    ]  # fmt: skip
    return min(found, key=lambda one: (one.state != "used", one.ceiling, one.id), default=None)
