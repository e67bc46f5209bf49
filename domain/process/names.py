"""The closed sets of names that a book uses: checkpoints, kinds of fields, moments, ways to decide, units of waits."""

from __future__ import annotations

from enum import StrEnum


class Checkpoint(StrEnum):
    """A moment that a gate can guard, in the order in which an order meets them."""

    RELEASE = "release"
    PLAN = "plan"
    SHIP = "ship"
    STOCK_IN = "stock_in"
    CLOSE = "close"

    def through(self) -> tuple[Checkpoint, ...]:
        """This checkpoint and every earlier one: what is asked there is still asked here."""
        every = tuple(Checkpoint)
        return every[: every.index(self) + 1]


class Supply(StrEnum):
    """Where the goods of a line come from (供货方式): 现货, 生产, 外购."""

    STOCK = "stock"
    MAKE = "make"
    BUY = "buy"


class MoneyView(StrEnum):
    """What a department may see of money: amounts, only 付清/没付清, or nothing."""

    FULL = "full"
    GATE_ONLY = "gate_only"
    NONE = "none"


class FieldKind(StrEnum):
    """How a field is asked and read. Closed: a new kind is code, a new field is a line in the book."""

    CUSTOMER = "customer"
    LINES = "lines"
    DATE = "date"
    CHOICE = "choice"
    PERCENT = "percent"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAYS = "days"
    ATTACHMENT = "attachment"
    CONTACT = "contact"
    PLACE = "place"
    PHONE = "phone"


class Moment(StrEnum):
    """A moment that somebody is told about."""

    ACCEPTED = "accepted"
    MONEY_CONFIRMED = "money_confirmed"
    RELEASED = "released"
    READY = "ready"
    SHIPPING_NOTICE = "shipping_notice"
    SHIPPED = "shipped"
    SIGNED = "signed"
    STOCKED_IN = "stocked_in"
    GATE_RECLOSED = "gate_reclosed"


class TaskKind(StrEnum):
    """A kind of work that a release makes."""

    PURCHASE = "purchase"
    PRODUCTION = "production"
    INSPECTION = "inspection"
    PICKING = "picking"


class Ending(StrEnum):
    """What ends the execution of an order: the customer's signature, or goods in stock."""

    SIGNED = "signed"
    STOCK_IN = "stock_in"

    @property
    def checkpoint(self) -> Checkpoint:
        """The last checkpoint that execution meets."""
        return Checkpoint.SHIP if self is Ending.SIGNED else Checkpoint.STOCK_IN


class Shipping(StrEnum):
    """Shipment against partial payment: only when all is paid, or in proportion to what is."""

    ALL_PAID = "all_paid"
    IN_PROPORTION = "in_proportion"


class PriceMode(StrEnum):
    """Where the price of a line comes from: asked, taken from the product, or there is none."""

    ASK = "ask"
    LIST = "list"
    NONE = "none"


class WaitUnit(StrEnum):
    """What a wait is counted in."""

    WORKING_MINUTES = "min"
    WORKING_HOURS = "h"
    WORKDAYS = "d"
    NATURAL_DAYS = "nd"


class Level(StrEnum):
    """How much a risk (风险) weighs; it decides who hears of it."""

    LOW = "low"  # 低: the weekly report
    MID = "mid"  # 中: the department
    HIGH = "high"  # 高: the department and those above


class Finding(StrEnum):
    """What a screening rule that fires does: it stops the filing, is shown, or has somebody judge."""

    BLOCK = "block"
    HINT = "hint"
    REVIEW = "review"


class Mode(StrEnum):
    """How the seats of one level decide: 会签 all, 或签 any, 依次 one after the other, 票数 so many of them."""

    ALL = "all"
    ANY = "any"
    IN_TURN = "in_turn"
    VOTES = "votes"
