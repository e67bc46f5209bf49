"""Who may do what, in which state of an order, and who may see what: tables that the code asks and `roles` prints."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

from domain.life import ENDED, IN_SUPPLY, UNDECIDED, State
from domain.process.names import MoneyView
from domain.process.types import Book


@dataclass(frozen=True, slots=True)
class Who:
    """The person who acts, as far as rights go."""

    department: str
    manager: bool = False
    admin: bool = False


class Limit(StrEnum):
    """What holds beside the table: it hangs on the very thing, so the service judges it."""

    OWN_ORDERS = "own_orders"
    """Salespeople: orders that they sold, filed or follow; their head and every other department: all."""
    REACH = "reach"
    """Customers within the person's reach (`customer_reach`)."""
    OWN = "own"
    """Only what the person began: a draft, a batch of files, a sheet, a slip's claim."""
    ASKED = "asked"
    """Whose opinion was asked for: a seat of a review, in their own right or in somebody's place."""
    OWN_DEPARTMENT = "own_department"
    """Administrators for everybody; heads for the department that they lead."""
    CONCERNED = "concerned"
    """Whoever owns the thing or brought it up, the department that it is of, and the management."""
    NOT_OWN = "not_own"
    """Never what the person sent in or filed, also not through somebody else."""


@dataclass(frozen=True, slots=True)
class Right:
    """One row: the parts that may, the states of an order in which it can be done, and the limits beside them."""

    parts: frozenset[str]
    states: frozenset[State] | None = None
    """None: in every state, or of no order at all."""
    limits: tuple[Limit, ...] = ()


SALES, SALES_HEAD, MONEY, GOODS, KEEPER, MANAGEMENT, ADMIN, HEAD, NAMED, ANYBODY = (
    "sales",
    "sales_head",
    "money",
    "goods",
    "keeper",
    "management",
    "admin",
    "head",
    "named",
    "*",
)
"""HEAD leads a department, whichever.
NAMED is the department that the book names for the very task or sign-off: `may_for` judges which."""

LIVE = frozenset(State) - ENDED
TAKEN_ON = LIVE - UNDECIDED
"""Before that no money is asked for, and nothing is released."""
AFTER_SHIPMENT = TAKEN_ON | {State.CLOSED, State.CANCELLED}
"""Goods may have left in any of these; a reopened order is accepted once more, a cancelled one may have shipped a part."""
ON_THE_ROAD = IN_SUPPLY | {State.SHIPPED}
MAY_HAVE_LEFT = TAKEN_ON - {State.ACCEPTED} | {State.CLOSED, State.CANCELLED}
"""Something of it may have left the warehouse."""


def _row(*parts: str, states: frozenset[State] | None = None, limits: tuple[Limit, ...] = ()) -> Right:
    return Right(frozenset(parts), states, limits)


_OWN_ORDERS = (Limit.OWN_ORDERS,)

RIGHTS: dict[str, Right] = {
    "desk.use": _row(ANYBODY),
    "company.look": _row(ANYBODY),
    "company.manage": _row(ADMIN),
    "calendar.set": _row(ADMIN, HEAD, limits=(Limit.OWN_DEPARTMENT,)),
    "draft.fill": _row(ANYBODY, limits=(Limit.OWN,)),
    "order.file": _row(SALES, KEEPER, MANAGEMENT),
    "order.file_for": _row(KEEPER),
    "order.make_good": _row(SALES, KEEPER, MANAGEMENT, states=MAY_HAVE_LEFT, limits=_OWN_ORDERS),
    "order.look": _row(ANYBODY, limits=_OWN_ORDERS),
    "order.export": _row(ANYBODY, limits=_OWN_ORDERS),
    "order.urge": _row(ANYBODY, limits=_OWN_ORDERS),
    "order.keeper": _row(KEEPER, SALES_HEAD, MANAGEMENT, states=LIVE, limits=_OWN_ORDERS),
    "file.keep": _row(ANYBODY, limits=_OWN_ORDERS),
    "basis.add": _row(SALES, KEEPER, MANAGEMENT, states=LIVE, limits=_OWN_ORDERS),
    "waiver.ask": _row(SALES, KEEPER, GOODS, MANAGEMENT, states=TAKEN_ON, limits=_OWN_ORDERS),
    "slip.send": _row(SALES, KEEPER, MANAGEMENT, states=TAKEN_ON, limits=_OWN_ORDERS),
    "slip.decide": _row(MONEY, limits=(Limit.NOT_OWN,)),
    "slip.hold": _row(MONEY, limits=(Limit.NOT_OWN,)),
    "money.reverse": _row(MONEY),
    "money.refund": _row(MONEY),
    "money.move": _row(MONEY, states=TAKEN_ON),
    "money.write_off": _row(MONEY, states=TAKEN_ON),
    "supply.take": _row(NAMED, states=IN_SUPPLY),
    "supply.finish": _row(NAMED, states=IN_SUPPLY),
    "signoff.sign": _row(NAMED, states=TAKEN_ON, limits=(Limit.NOT_OWN,)),
    "approval.decide": _row(
        ANYBODY, states=frozenset({State.REVIEW, State.CLOSED}) | TAKEN_ON, limits=(Limit.ASKED, Limit.NOT_OWN)
    ),
    "approval.delegate": _row(ANYBODY, limits=(Limit.OWN,)),
    "change.ask": _row(SALES, KEEPER, MANAGEMENT, states=frozenset({State.ACCEPTED}) | IN_SUPPLY, limits=_OWN_ORDERS),
    "change.reopen": _row(SALES, KEEPER, MANAGEMENT, states=frozenset({State.CLOSED}), limits=_OWN_ORDERS),
    "change.withdraw": _row(SALES, KEEPER, MANAGEMENT, limits=(Limit.OWN,)),
    "change.impact": _row(ANYBODY, limits=(Limit.ASKED,)),
    "order.hold": _row(
        SALES, KEEPER, MANAGEMENT, NAMED, states=frozenset({State.ACCEPTED}) | IN_SUPPLY, limits=_OWN_ORDERS
    ),
    "order.lift": _row(
        SALES, KEEPER, MANAGEMENT, NAMED, states=frozenset({State.ACCEPTED}) | IN_SUPPLY, limits=_OWN_ORDERS
    ),
    "condition.met": _row(ANYBODY, states=LIVE, limits=(Limit.ASKED, Limit.NOT_OWN)),
    "notice.issue": _row(SALES, KEEPER, states=IN_SUPPLY, limits=_OWN_ORDERS),
    "after_sale.ask": _row(SALES, KEEPER, MANAGEMENT, states=AFTER_SHIPMENT, limits=_OWN_ORDERS),
    "after_sale.withdraw": _row(SALES, KEEPER, MANAGEMENT, limits=(Limit.OWN,)),
    "after_sale.decide": _row(MONEY, limits=(Limit.NOT_OWN,)),
    "after_sale.back": _row(GOODS),
    "goods.ready": _row(GOODS, states=IN_SUPPLY),
    "goods.ship": _row(GOODS, states=IN_SUPPLY),
    "goods.inspect": _row(NAMED, states=IN_SUPPLY),
    "goods.tracking": _row(GOODS),
    "goods.sign": _row(GOODS, KEEPER, SALES, states=ON_THE_ROAD, limits=_OWN_ORDERS),
    "goods.signed_paper": _row(GOODS, KEEPER, SALES, limits=_OWN_ORDERS),
    "goods.stock_in": _row(GOODS, states=IN_SUPPLY),
    "customer.add": _row(SALES, KEEPER, MANAGEMENT, ADMIN),
    "customer.change": _row(SALES, KEEPER, MONEY, MANAGEMENT, ADMIN, limits=(Limit.REACH,)),
    "customer.assign": _row(SALES_HEAD, MANAGEMENT, ADMIN),
    "invoice.note": _row(MONEY),
    "credit.grant": _row(MONEY, MANAGEMENT, limits=(Limit.REACH,)),
    "product.add": _row(ADMIN, MANAGEMENT),
    "risk.look": _row(ANYBODY, limits=_OWN_ORDERS),
    "risk.open": _row(ANYBODY, states=LIVE, limits=_OWN_ORDERS),
    "risk.change": _row(ANYBODY, limits=(Limit.OWN_ORDERS, Limit.CONCERNED)),
    "risk.check": _row(ANYBODY, limits=(Limit.CONCERNED,)),
    "report.read": _row(MANAGEMENT, ADMIN),
    "opening.import": _row(KEEPER, MONEY, MANAGEMENT, ADMIN),
}


def parts_of(book: Book, who: Who) -> frozenset[str]:
    """The parts that a person's department plays, and ADMIN for an administrator."""
    roles = book.roles
    named = {
        SALES: roles.sales,
        MONEY: roles.money,
        GOODS: roles.goods,
        KEEPER: roles.keeper,
        MANAGEMENT: roles.management,
    }
    parts = {part for part, department in named.items() if department == who.department} | {ANYBODY}
    if who.manager:
        parts |= {HEAD, SALES_HEAD} if SALES in parts else {HEAD}
    return frozenset(parts | {ADMIN} if who.admin else parts)


def may(book: Book, who: Who, action: str) -> bool:
    """Whether this person may do this at all; whose order it is, the service asks beside it."""
    right = RIGHTS[action]
    if NAMED in right.parts and who.department in _named(book, action):
        return True
    return not right.parts.isdisjoint(parts_of(book, who))


def may_for(department: str, who: Who) -> bool:
    """Whether this person acts for a department that the book names."""
    return who.department == department


def in_state(action: str, state: State) -> bool:
    """Whether this can be done while an order is in this state."""
    states = RIGHTS[action].states
    return states is None or state in states


def by_the_order(action: str) -> bool:
    """Whether the order's own book names the department that may: it may be another than today's book says."""
    return NAMED in RIGHTS[action].parts


_RULES = {"signoff.sign": "signoff", "goods.inspect": "inspection"}
"""The rule of a gate that names the department for it."""


def _named(book: Book, action: str) -> frozenset[str]:
    """Departments that today's book names for a task or a sign-off of some type."""
    leaves = book.leaves.values()
    if action in _RULES:
        gates = (rule for leaf in leaves for rules in leaf.gates.values() for rule in rules)
        return frozenset(rule.department for rule in gates if rule.rule == _RULES[action])
    return frozenset(task.department for leaf in leaves for task in leaf.supply_tasks)


# ── the table, role by role ────────────────────────────────────────────────────────────────


def roles(book: Book) -> Iterator[tuple[str, Who]]:
    """Everybody there can be: members and heads of every department, and an administrator who is nothing else."""
    for key in book.departments:
        yield key, Who(key)
        yield f"{key}.head", Who(key, manager=True)
    yield ADMIN, Who("", admin=True)


def holders(book: Book, action: str) -> tuple[str, ...]:
    """The roles that have a right, asked of `may` itself."""
    return tuple(name for name, who in roles(book) if may(book, who, action))


# ── who may see ────────────────────────────────────────────────────────────────────────────


def sees_all_customers(book: Book, who: Who) -> bool:
    """Salespeople find their own and 公共 customers; their manager, and every other department, all."""
    return who.department != book.roles.sales or who.manager or who.admin


class Reach(Enum):
    """Whose customers a person may find; 公共 ones, which are nobody's, are everybody's."""

    ALL = "all"
    TEAM = "team"
    """Those of the person's department, and of people who have left."""
    OWN = "own"


def customer_reach(book: Book, who: Who) -> Reach:
    """Salespeople find their own customers, their manager the department's, every other department all."""
    if who.department != book.roles.sales or who.admin:
        return Reach.ALL
    return Reach.TEAM if who.manager else Reach.OWN


def assigns_customers(book: Book, who: Who) -> bool:
    """Who may say whose customer one is: the head of sales, the management, an administrator."""
    return may(book, who, "customer.assign")


def money_view(book: Book, departments: Collection[str]) -> MoneyView:
    """What somebody of these departments, or a chat where they meet, may see of money: the least of them."""
    order = (MoneyView.NONE, MoneyView.GATE_ONLY, MoneyView.FULL)
    views = [book.departments[key].money for key in departments if key in book.departments]
    return min(views, key=order.index) if views else MoneyView.NONE
