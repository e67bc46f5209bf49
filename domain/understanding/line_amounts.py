"""What the amounts beside one product are: its quantity, its price, its total, or a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from domain.understanding.line_result import Goods, Item, Piece, offered
from domain.understanding.line_text import LineText
from domain.understanding.measure import Measured
from domain.understanding.money import money
from domain.understanding.parts import parts
from domain.understanding.quantity import quantity
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why

PRICE_PLACES = 4
_FAR_FROM_LIST = 3
"""A number this many times the list price, or a part of it as small, may be something else."""
_CENT = Decimal("0.01")

OF_ITEMS = ("quantity", "price", "total", "amount", "bare", "discount")
_GROUPED = re.compile(r"([0-9]{2,3}),([0-9]{3})(?![0-9,.])")
_PARTED = re.compile(r"[0-9]{1,3}(?:；[0-9]{3})+")


@dataclass(slots=True)
class Sorting:
    """Tells what the amounts beside one product are."""

    line: LineText
    product: Piece | None
    said: list[Piece]
    goods: Goods | None

    def item(self) -> tuple[Item, list[Piece]]:
        """The item, and every piece as it was decided."""
        found = {kind: self._one(self._of(kind)) for kind in ("quantity", "price", "total", "discount")}
        found["quantity"] = self._counted(found["quantity"])
        found["price"] = self._for_one(found["price"])
        bare = tuple(sorted(self._of("amount") + self._of("bare"), key=lambda piece: piece.start))
        told = self._by_arithmetic(bare, found) or [self._bare(piece, bare, found) for piece in bare]
        for piece in told:
            if found.get(piece.kind, piece) is None and self._settles(piece):
                found[piece.kind] = piece
        left = [piece for piece in told if not any(piece is one for one in found.values())]
        left = [piece for piece in left if not (piece.kind == "price" and self._said_again(piece, found["price"]))]
        count = self._count(found["quantity"])
        found["quantity"] = _asked_as(found["quantity"], count)
        found["total"] = self._agreeing(found["total"], count, found["price"], found["discount"])
        decided = [piece for piece in (*found.values(), *left) if piece]
        item = Item(self.product, found["quantity"], count, found["price"], found["total"], found["discount"])
        return item, decided

    def _of(self, kind: str) -> list[Piece]:
        return [piece for piece in self.said if piece.kind == kind]

    def _one(self, pieces: list[Piece]) -> Piece | None:
        """The one that was said; two different ones are a question."""
        good = [piece for piece in pieces if not isinstance(piece.reading, NotUnderstood)]
        if len(good) > 1 and good[0].kind == "quantity" and self._the_same(good):
            return good[0]
        if len({str(piece.value or offered(piece)) for piece in good}) <= 1:
            return (good or pieces or [None])[0]
        text = self.line.around((piece.start, piece.end) for piece in good)
        readings = tuple(dict.fromkeys(value for piece in good for value in offered(piece)))
        return Piece(good[0].kind, Ambiguous(text, readings), good[0].start, good[-1].end, several=True)

    def _the_same(self, counted: list[Piece]) -> bool:
        """300台 (25箱): said twice, in two units."""
        if self.goods is None or any(piece.value is None for piece in counted):
            return False
        counts = [self._count(piece) for piece in counted]
        values = {count.value for count in counts if isinstance(count, Understood)}
        return len(values) == 1 and all(isinstance(count, Understood) for count in counts)

    def _said_again(self, piece: Piece, price: Piece | None) -> bool:
        return price is not None and price.value is not None and offered(piece) == (price.value,)

    def _settles(self, piece: Piece) -> bool:
        return piece.kind in ("quantity", "price", "total")

    # ── what was said with a word ──────────────────────────────────────────────────────────

    def _counted(self, piece: Piece | None) -> Piece | None:
        """58,300台 may be a price and a quantity with no space between."""
        if piece is None:
            return None
        plain = self._plain(piece)
        if _PARTED.match(plain):
            return replace(piece, reading=Ambiguous(piece.reading.text))
        if isinstance(piece.reading, Ambiguous) and piece.reading.why is Why.NO_CONVERSION:
            return self._of_packs(piece)
        grouped = _GROUPED.match(plain)
        if grouped is None or piece.value is None or self._of("price") or self._far(Decimal(grouped[1])):
            return piece
        parted = replace(piece.value, number=Decimal(int(grouped[2])))
        return replace(piece, reading=Ambiguous(piece.reading.text, (piece.value, parted)))

    def _of_packs(self, piece: Piece) -> Piece:
        """两箱零五台 is added up; in 25箱300台 the pieces may be the same goods once more."""
        plain, goods = self._plain(piece).replace(" ", ""), self.goods
        said = parts(plain, (goods.unit, *goods.packs)) if goods else []
        if goods is None or len(said) != 2 or any(not isinstance(part.number, Understood) for part in said):
            return piece
        packed, single = (self._in_own_unit(f"{part.number.value:f}{part.unit}") for part in said)  # type: ignore[union-attr]
        if not isinstance(packed, Understood) or not isinstance(single, Understood) or said[1].unit in goods.packs:
            return piece
        one_pack = goods.packs.get(said[0].unit, Decimal(0))
        if single.value != packed.value and single.value >= one_pack:
            return piece
        number = single.value if single.value == packed.value else packed.value + single.value
        return replace(piece, reading=Understood(Measured(number, goods.unit), piece.reading.text))

    def _for_one(self, piece: Piece | None) -> Piece | None:
        """730一箱 is the price of a pack: what one costs is asked about."""
        if piece is None or piece.value is None or self.goods is None:
            return piece
        plain = self._plain(piece)
        pack = next((name for name in self.goods.packs if re.search(rf"[/每一]\s?一?{re.escape(name)}", plain)), None)
        if pack is None:
            return piece
        single = piece.value / self.goods.packs[pack]
        readings = (single,) if single == round(single, PRICE_PLACES) else ()
        return replace(piece, reading=Ambiguous(piece.reading.text, readings))

    def _agreeing(
        self, total: Piece | None, count: Reading[Decimal] | None, price: Piece | None, reduced: Piece | None
    ) -> Piece | None:
        """A total that is not what quantity and price make is asked about."""
        if total is None or total.value is None or price is None or price.value is None:
            return total
        if not isinstance(count, Understood):
            return total
        whole = count.value * price.value
        allowed = {whole, whole * reduced.value / 10} if reduced and reduced.value else {whole}
        if any(abs(total.value - value) <= _CENT for value in allowed):
            return total
        made = min(allowed)
        readings = (total.value, *((made,) if made == round(made, 2) else ()))
        return replace(total, reading=Ambiguous(total.reading.text, readings))

    def _plain(self, piece: Piece) -> str:
        return self.line.plain[piece.start : piece.end]

    # ── numbers without a word ─────────────────────────────────────────────────────────────

    def _by_arithmetic(self, bare: tuple[Piece, ...], found: dict[str, Piece | None]) -> list[Piece]:
        """300台 58 17400: what makes the third of two others is sure."""
        if (
            not bare
            or found["price"]
            or any(piece.value is None for piece in bare)
            or (len(bare) == 1 and not found["total"])
        ):
            return []
        count = self._count(found["quantity"])
        if not isinstance(count, Understood):
            return []
        total = found["total"].value if found["total"] else None
        if len(bare) == 1 and total is not None and bare[0].value * count.value == total:
            return [self._as(bare[0], "price")]
        if len(bare) == 2 and not found["total"] and bare[0].value * count.value == bare[1].value:
            return [self._as(bare[0], "price"), self._as(bare[1], "total")]
        return []

    def _bare(self, piece: Piece, bare: tuple[Piece, ...], found: dict[str, Piece | None]) -> Piece:
        """What a number without a word of its own is: sure only where one thing is left that it can be."""
        if isinstance(piece.reading, NotUnderstood):
            return piece
        count, price, total = found["quantity"], found["price"], found["total"]
        alone = len(bare) == 1
        if piece.each:
            return self._as_quantity(piece) if count is None else _asked(piece, "quantity")
        if piece.kind == "amount":  # it has a coin
            return self._as_price(piece) if alone and not price and not total else _asked(piece, "price")
        if not alone:
            return _asked(piece, "number")
        if count is None:
            return self._as_quantity(piece) if price or total else _asked(piece, "quantity")
        if price is None and total is None and not isinstance(count.reading, NotUnderstood):
            return self._as_price(piece)
        return _asked(piece, "number")

    def _as(self, piece: Piece, kind: str) -> Piece:
        reading = money(piece.reading.text, places=PRICE_PLACES) if piece.kind == "bare" else piece.reading
        return replace(piece, kind=kind, reading=reading)

    def _as_quantity(self, piece: Piece) -> Piece:
        reading = piece.reading
        if isinstance(reading, Understood):
            return replace(piece, kind="quantity", reading=Understood(Measured(reading.value, ""), reading.text))
        return _asked(piece, "quantity")

    def _as_price(self, piece: Piece) -> Piece:
        """A price, unless it is so far from the list that it may be the total, or there is nothing to tell it by."""
        if piece.value is None:
            return _asked(piece, "price")
        priced = self._as(piece, "price")
        unsure = piece.kind == "amount" and not self._of("quantity") and self.goods is None
        return _asked(priced, "price") if unsure or (priced.value is not None and self._far(priced.value)) else priced

    def _far(self, value: Decimal) -> bool:
        listed = self.goods.list_price if self.goods else None
        return bool(listed) and not listed / _FAR_FROM_LIST <= value <= listed * _FAR_FROM_LIST  # type: ignore[operator]

    def _count(self, piece: Piece | None) -> Reading[Decimal] | None:
        """The quantity in the product's own unit."""
        if piece is None:
            return None
        if isinstance(piece.reading, NotUnderstood) or self.goods is None:
            return piece.reading if isinstance(piece.reading, NotUnderstood) else None
        if isinstance(piece.reading, Ambiguous):
            counted = [self._in_own_unit(f"{one.number:f}{one.unit}") for one in piece.reading.readings]
            kept = tuple(one.value for one in counted if isinstance(one, Understood))
            return Ambiguous(piece.reading.text, kept, piece.reading.why)
        if piece.value is not None:
            return self._in_own_unit(f"{piece.value.number:f}{piece.value.unit}")
        return self._in_own_unit(piece.reading.text)

    def _in_own_unit(self, words: str) -> Reading[Decimal]:
        assert self.goods is not None
        return quantity(words, self.goods.unit, dict(self.goods.packs), whole=self.goods.whole)


def asked_of_several(piece: Piece) -> Piece:
    """An amount said once for several products, as a question."""
    return replace(piece, reading=Ambiguous(piece.reading.text, offered(piece)))


def _asked_as(piece: Piece | None, count: Reading[Decimal] | None) -> Piece | None:
    """The quantity as the question that its unit makes of it."""
    if piece is not None and piece.value is not None and isinstance(count, Ambiguous | NotUnderstood):
        return replace(piece, reading=replace(count, text=piece.reading.text))
    return piece


def _asked(piece: Piece, kind: str) -> Piece:
    readings: tuple[Any, ...] = offered(piece)
    if kind == "quantity":
        readings = tuple(Measured(value, "") for value in readings)
    why = piece.reading.why if isinstance(piece.reading, Ambiguous) else Why.READINGS
    return replace(piece, kind=kind, reading=Ambiguous(piece.reading.text, readings, why))
