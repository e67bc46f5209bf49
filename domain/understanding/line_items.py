"""Quantities and prices go to the product that they stand with, and numbers without a word find out what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from domain.understanding.line_result import TWO, Goods, Item, Piece, offered
from domain.understanding.line_scanner import PRODUCT
from domain.understanding.line_text import LineText
from domain.understanding.measure import Measured
from domain.understanding.money import money
from domain.understanding.quantity import quantity
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why

PRICE_PLACES = 4
_FAR_FROM_LIST = 3
"""A number this many times the list price, or a part of it as small, may be something else."""

OF_ITEMS = ("quantity", "price", "total", "amount", "bare", "discount")


def items(line: LineText, pieces: Sequence[Piece], goods: Mapping[str, Goods]) -> tuple[list[Item], list[Piece]]:
    """The items, and the pieces as they were decided: a bare number is now a quantity, a price, or a question."""
    return _Table(line, pieces, goods).items()


class _Table:
    """The products of a message, each with the amounts that stand with it."""

    def __init__(self, line: LineText, pieces: Sequence[Piece], goods: Mapping[str, Goods]) -> None:
        self._line = line
        self._goods = goods
        self._pieces = [piece for piece in pieces if piece.kind in (*OF_ITEMS, PRODUCT, "break")]

    def items(self) -> tuple[list[Item], list[Piece]]:
        """The items, and the pieces as they were decided: a bare number is now a quantity, a price, or a question."""
        items: list[Item] = []
        decided: list[Piece] = []
        for product, said in self._groups():
            item, pieces = _Sorting(self._line, product, said, self._facts(product)).item()
            items.append(item)
            decided += pieces
        return [item for item in items if item.product or item.quantity or item.price or item.total], decided

    def _facts(self, product: Piece | None) -> Goods | None:
        return self._goods.get(product.value) if product and product.value is not None else None

    def _groups(self) -> Iterator[tuple[Piece | None, list[Piece]]]:
        """Each product with its amounts: those after it, or those before it where amounts come first."""
        pieces = [piece for piece in self._pieces if piece.kind != "break"]
        products = [n for n, piece in enumerate(pieces) if piece.kind == PRODUCT]
        if not products:
            if pieces:
                yield None, pieces
            return
        for number_of, (begin, end) in enumerate(self._bounds(pieces, products)):
            yield pieces[products[number_of]], [p for p in pieces[begin:end] if p.kind != PRODUCT]

    def _bounds(self, pieces: list[Piece], products: list[int]) -> list[tuple[int, int]]:
        """From where to where each product's amounts go."""
        if len(products) == 1:
            return [(0, len(pieces))]
        cuts = [0]
        for before, after in pairwise(products):
            cuts.append(self._cut(pieces, before, after, first=products[0]))
        return list(zip(cuts, [*cuts[1:], len(pieces)], strict=True))

    def _cut(self, pieces: list[Piece], before: int, after: int, *, first: int) -> int:
        """Where between two products the amounts of the second begin."""
        breaks = [
            n for n in range(before + 1, after + 1)
            if self._parted(pieces[n - 1], pieces[n])
        ]  # fmt: skip
        if breaks:
            return breaks[-1] if first > 0 else breaks[0] if len(breaks) == 1 else breaks[-1]
        leading = any(piece.kind == "quantity" for piece in pieces[:first])
        if leading:  # 300台X200 两箱Y10: the quantity right before a product is its own
            return after - 1 if after - 1 > before and pieces[after - 1].kind in ("quantity", "bare") else after
        return after

    def _parted(self, one: Piece, other: Piece) -> bool:
        """Whether a comma, a stop or a new line stands between."""
        between = self._line.plain[one.end : other.start]
        return any(mark in between for mark in "；;。\n，,、")


@dataclass(slots=True)
class _Sorting:
    """Tells what the amounts beside one product are."""

    line: LineText
    product: Piece | None
    said: list[Piece]
    goods: Goods | None

    def item(self) -> tuple[Item, list[Piece]]:
        counted = self._of("quantity")
        price, total = self._one(self._of("price")), self._one(self._of("total"))
        bare = self._of("amount") + self._of("bare")
        bare.sort(key=lambda piece: piece.start)
        quantity_piece = self._one(counted)
        decided: list[Piece] = [piece for piece in (quantity_piece, price, total) if piece]
        alone = tuple(bare)
        for n, piece in enumerate(alone):
            told = self._bare(piece, alone, quantity_piece, price, total)
            bare[n] = told
            decided.append(told)
            if told.kind == "quantity" and isinstance(told.reading, Understood) and quantity_piece is None:
                quantity_piece = told
            elif told.kind == "price" and price is None:
                price = told
            elif told.kind == "total" and total is None:
                total = told
        reduced = self._one(self._of("discount"))
        if reduced:
            decided.append(reduced)
        quantity_piece = quantity_piece or next((p for p in bare if p.kind == "quantity"), None)
        count = self._count(quantity_piece)
        if quantity_piece and isinstance(count, Ambiguous | NotUnderstood) and quantity_piece.value is not None:
            asked = replace(quantity_piece, reading=replace(count, text=quantity_piece.reading.text))
            decided = [asked if piece is quantity_piece else piece for piece in decided]
            quantity_piece = asked
        return Item(self.product, quantity_piece, count, price, total, reduced), decided

    def _of(self, kind: str) -> list[Piece]:
        return [piece for piece in self.said if piece.kind == kind]

    def _one(self, pieces: list[Piece]) -> Piece | None:
        """The one that was said; two different ones are a question."""
        good = [piece for piece in pieces if not isinstance(piece.reading, NotUnderstood)]
        if len({str(piece.value) for piece in good}) <= 1:
            return (good or pieces or [None])[0]
        text = TWO.join(self.line.words(piece.start, piece.end) for piece in good)
        readings = tuple(dict.fromkeys(value for piece in good for value in offered(piece)))
        return Piece(good[0].kind, Ambiguous(text, readings), good[0].start, good[-1].end)

    def _bare(
        self, piece: Piece, bare: tuple[Piece, ...], count: Piece | None, price: Piece | None, total: Piece | None
    ) -> Piece:
        """What a number without a word of its own is: sure only where one thing is left that it can be."""
        if isinstance(piece.reading, NotUnderstood):
            return piece
        others = [other for other in bare if other is not piece]
        if piece.kind == "amount":  # it has a coin
            return self._as_price(piece) if count and not price and not total and not others else self._as_money(piece)
        if others:
            return self._asked(piece, "number")
        if count is None:
            return self._as_quantity(piece) if price or total else self._asked(piece, "quantity")
        if price is None and total is None and not isinstance(count.reading, NotUnderstood):
            return self._as_price(piece)
        return self._asked(piece, "number")

    def _as_quantity(self, piece: Piece) -> Piece:
        reading = piece.reading
        if isinstance(reading, Understood):
            return replace(piece, kind="quantity", reading=Understood(Measured(reading.value, ""), reading.text))
        readings = tuple(Measured(value, "") for value in offered(piece))
        why = reading.why if isinstance(reading, Ambiguous) else Why.READINGS
        return replace(piece, kind="quantity", reading=Ambiguous(reading.text, readings, why))

    def _as_money(self, piece: Piece) -> Piece:
        if piece.kind == "amount" and not self._of("quantity") and isinstance(piece.reading, Understood):
            return replace(piece, kind="price") if self.goods and not self._far(piece.reading.value) else (
                self._asked(piece, "price")
            )  # fmt: skip
        return self._asked(piece, "price")

    def _as_price(self, piece: Piece) -> Piece:
        """A price, unless it is so far from the list that it may be the total."""
        reading = money(piece.reading.text, places=PRICE_PLACES) if piece.kind == "bare" else piece.reading
        if isinstance(reading, Understood) and self._far(reading.value):
            return replace(piece, kind="price", reading=Ambiguous(reading.text, (reading.value,)))
        return replace(piece, kind="price", reading=reading)

    def _far(self, value: Decimal) -> bool:
        listed = self.goods.list_price if self.goods else None
        return bool(listed) and not listed / _FAR_FROM_LIST <= value <= listed * _FAR_FROM_LIST  # type: ignore[operator]

    def _asked(self, piece: Piece, kind: str) -> Piece:
        readings = offered(piece)
        if kind == "quantity":
            readings = tuple(Measured(value, "") for value in readings)
        return replace(piece, kind=kind, reading=Ambiguous(piece.reading.text, readings))

    def _count(self, piece: Piece | None) -> Reading[Decimal] | None:
        """The quantity in the product's own unit."""
        if piece is None:
            return None
        if isinstance(piece.reading, NotUnderstood) or self.goods is None:
            return piece.reading if isinstance(piece.reading, NotUnderstood) else None
        return quantity(piece.reading.text, self.goods.unit, dict(self.goods.packs), whole=self.goods.whole)
