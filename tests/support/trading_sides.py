"""The program and the model of the book side by side: a command to both, and whether both came to the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import text

from services.errors import BotError, Refused
from tests.support.trade import Trade
from tests.support.trading_model import Book, Deal

No = set[str] | bool
"""What the model expects: True that it is done, False that it is not, or the very reasons of the closed gate."""


class Differs(AssertionError):
    """The program did not do what the book says."""


class Sides:
    """The program's orders and the model's, in the same order."""

    def __init__(self, trade: Trade, orders: list[int], book: Book, until: datetime) -> None:
        self.trade, self.orders, self.book = trade, orders, book
        self.until = until
        self.last_slip: dict[int, int] = {}
        self.last_batch: dict[int, int] = {}

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
                "waivers": {one.id: one.state for one in deal.passes}, "credited": deal.credited,
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
                "waivers": {n: state for n, of, state in waivers if of == order}, "credited": int(row.credited),
            }
            for order in self.orders
        ]  # fmt: skip

    def deal(self, order: int) -> tuple[Deal, int]:
        return self.book.deals[order], self.orders[order]


_ROWS = text(
    "SELECT o.id, o.state, o.revision, o.on_hold, o.total_minor, o.released_at, o.leaf,"
    " (SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a WHERE a.order_id = o.id) AS paid,"
    " (SELECT COALESCE(SUM(c.amount_minor), 0) FROM after_sale c WHERE c.order_id = o.id AND c.state = 'done') AS credited,"
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
