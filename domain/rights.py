"""Who may do what: one table of actions against the parts that departments play in the book."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from domain.process.types import Book, MoneyView


@dataclass(frozen=True, slots=True)
class Who:
    """The person who acts, as far as rights go."""

    department: str
    manager: bool = False
    admin: bool = False


SALES, MONEY, GOODS, KEEPER, MANAGEMENT, ADMIN, ANYBODY = (
    "sales",
    "money",
    "goods",
    "keeper",
    "management",
    "admin",
    "*",
)

RIGHTS: dict[str, frozenset[str]] = {
    "order.file": frozenset({SALES, KEEPER, MANAGEMENT}),
    "order.look": frozenset({ANYBODY}),
    "slip.send": frozenset({SALES, KEEPER, MANAGEMENT}),
    "slip.decide": frozenset({MONEY}),
    "money.reverse": frozenset({MONEY}),
    "notice.issue": frozenset({SALES, KEEPER}),
    "goods.ready": frozenset({GOODS}),
    "goods.ship": frozenset({GOODS}),
    "goods.sign": frozenset({GOODS, KEEPER, SALES}),
    "goods.stock_in": frozenset({GOODS}),
    "customer.add": frozenset({SALES, KEEPER, MANAGEMENT, ADMIN}),
    "customer.change": frozenset({SALES, KEEPER, MONEY, MANAGEMENT, ADMIN}),
    "product.add": frozenset({ADMIN, MANAGEMENT}),
    "opening.import": frozenset({KEEPER, MONEY, MANAGEMENT, ADMIN}),
    "company.manage": frozenset({ADMIN}),
}
"""Tasks and sign-offs belong to the department that the book names for them; see `may_for`."""


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
    return frozenset(parts | {ADMIN} if who.admin else parts)


def may(book: Book, who: Who, action: str) -> bool:
    """Whether this person may do this at all; whose order it is, the service asks beside it."""
    return not RIGHTS[action].isdisjoint(parts_of(book, who))


def may_for(department: str, who: Who) -> bool:
    """Whether this person acts for a department that the book names."""
    return who.department == department


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
    heads_sales = who.department == book.roles.sales and who.manager
    return heads_sales or who.admin or who.department == book.roles.management


def money_view(book: Book, departments: Collection[str]) -> MoneyView:
    """What somebody of these departments, or a chat where they meet, may see of money: the least of them."""
    order = (MoneyView.NONE, MoneyView.GATE_ONLY, MoneyView.FULL)
    views = [book.departments[key].money for key in departments if key in book.departments]
    return min(views, key=order.index) if views else MoneyView.NONE
