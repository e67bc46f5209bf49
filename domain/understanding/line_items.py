"""Quantities and prices go to the product that they stand with, and numbers without a word find out what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.understanding.line_amounts import OF_ITEMS, Sorting, asked_of_several
from domain.understanding.line_result import Goods, Item, Piece, offered
from domain.understanding.line_scanner import PRODUCT
from domain.understanding.line_text import LineText
from domain.understanding.result import Ambiguous

_PARTED = re.compile("[；;。!！、，,\n]")
_OF_ALL = ("total", "discount")
"""What may be said once of several products."""


def items(line: LineText, pieces: Sequence[Piece], goods: Mapping[str, Goods]) -> tuple[list[Item], list[Piece]]:
    """The items, and the pieces as they were decided: a bare number is now a quantity, a price, or a question."""
    found: list[Item] = []
    decided: list[Piece] = []
    groups = _merged(line, _groups(pieces))
    groups, of_all = _without_what_is_of_all(line, groups)
    for group in groups:
        product = group.product
        facts = goods.get(product.value) if product is not None and product.value is not None else None
        item, told = Sorting(line, product, group.said, facts).item()
        found.append(item)
        decided += told
    kept = [item for item in found if item.product or item.quantity or item.price or item.total]
    return kept, [*_once(decided), *of_all]


@dataclass(slots=True)
class _Group:
    """A product with the amounts that stand with it."""

    product: Piece | None
    said: list[Piece] = field(default_factory=list[Piece])


# ── whose amounts ──────────────────────────────────────────────────────────────────────────


def _groups(pieces: Sequence[Piece]) -> list[_Group]:
    """Clause by clause; a clause without a product goes on about the last one, the first clauses begin the first."""
    groups: list[_Group] = []
    waiting: list[Piece] = []
    for clause in _clauses(pieces):
        if not any(piece.kind == PRODUCT for piece in clause):
            (groups[-1].said if groups else waiting).extend(clause)
            continue
        begun = _of_clause(clause)
        begun[0].said[:0] = waiting
        waiting = []
        groups += begun
    if waiting:
        groups.append(_Group(None, waiting))
    _share_each(groups)
    return groups


def _clauses(pieces: Sequence[Piece]) -> list[list[Piece]]:
    clauses: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break":
            if piece.value is None or str(piece.value) != " ":
                clauses.append([])
        elif piece.kind in OF_ITEMS or piece.kind == PRODUCT:
            clauses[-1].append(piece)
    return [clause for clause in clauses if clause]


def _of_clause(clause: list[Piece]) -> list[_Group]:
    """Amounts stand behind their products, or before all of them: 300台X200 两箱Y10."""
    products = [n for n, piece in enumerate(clause) if piece.kind == PRODUCT]
    leading = products[0] > 0 and (products[-1] == len(clause) - 1 or not _counted_behind(clause, products))
    cuts = [0]
    for before, after in pairwise(products):
        cuts.append(_cut(clause, before, after) if leading else after)
    bounds = zip(cuts, [*cuts[1:], len(clause)], products, strict=True)
    return [_Group(clause[at], [one for one in clause[begin:end] if one.kind != PRODUCT]) for begin, end, at in bounds]


def _counted_behind(clause: list[Piece], products: list[int]) -> bool:
    """Whether a quantity stands behind the last product, so that they all have theirs there."""
    return any(piece.kind == "quantity" for piece in clause[products[-1] :])


def _cut(clause: list[Piece], before: int, after: int) -> int:
    """Where the amounts of the next product begin: with its quantity, else right behind the last product."""
    counted = [n for n in range(before + 1, after) if clause[n].kind == "quantity"]
    if counted:
        return counted[-1]
    return after - 1 if after - 1 > before and clause[after - 1].kind == "bare" else before + 1


def _share_each(groups: list[_Group]) -> None:
    """X200、Y10各10台: of every product before it that has no quantity of its own."""
    for n, group in enumerate(groups):
        of_each = [piece for piece in group.said if piece.each]
        for other in reversed(groups[:n]):
            if not of_each or any(piece.kind in ("quantity", "bare") for piece in other.said):
                break
            other.said.extend(of_each)


# ── one group for a product ────────────────────────────────────────────────────────────────


def _merged(line: LineText, groups: list[_Group]) -> list[_Group]:
    """What is said of a product twice is of one item; alternatives are one item that has to be asked about."""
    kept: list[_Group] = []
    for group in groups:
        product = group.product
        same = next((one for one in kept if _same(one.product, product)), None)
        if same is not None:
            same.said += group.said
        elif kept and _may_be(kept[-1].product, product) and not kept[-1].said:
            kept[-1] = _Group(product, group.said)
        elif kept and _may_be(product, kept[-1].product):
            kept[-1].said += group.said
        elif product is not None and product.instead and kept and kept[-1].product is not None:
            kept[-1].product = _either(line, kept[-1].product, product)
            kept[-1].said += group.said
        else:
            kept.append(group)
    return kept


def _same(one: Piece | None, other: Piece | None) -> bool:
    return one is not None and other is not None and one.value is not None and one.value == other.value


def _may_be(one: Piece | None, other: Piece | None) -> bool:
    """X200减速机: words for several products, beside the code of one of them."""
    return one is not None and other is not None and one.value is None and other.value in offered(one)


def _either(line: LineText, one: Piece, other: Piece) -> Piece:
    words = line.around(((one.start, one.end), (other.start, other.end)))
    readings = tuple(dict.fromkeys((*offered(one), *offered(other))))
    return Piece(PRODUCT, Ambiguous(words, readings), one.start, other.end, several=True)


def _without_what_is_of_all(line: LineText, groups: list[_Group]) -> tuple[list[_Group], list[Piece]]:
    """One total or discount for several products is of none of them alone: it is asked about."""
    of_all: list[Piece] = []
    if len(groups) < 2:
        return groups, of_all
    for kind in _OF_ALL:
        said = [piece for group in groups for piece in group.said if piece.kind == kind]
        if len(said) == 1 and not _completes(line, groups, said[0]):
            of_all.append(asked_of_several(said[0]))
            for group in groups:
                group.said = [piece for piece in group.said if piece is not said[0]]
    return groups, of_all


def _completes(line: LineText, groups: Sequence[_Group], piece: Piece) -> bool:
    """X200 300台 58 W7 2公斤 总价60: only one product has no price yet, and the total stands with it."""
    own = next(group for group in groups if any(one is piece for one in group.said))
    priced = [any(one.kind in ("price", "amount", "bare") for one in group.said) for group in groups]
    if own.product is None or sum(priced) != len(groups) - 1 or priced[groups.index(own)]:
        return False
    return not _PARTED.search(line.plain[own.product.end : piece.start])


def _once(decided: Sequence[Piece]) -> list[Piece]:
    """A quantity of each product is told once, or as the question that it is for one of them."""
    told: dict[tuple[str, int], Piece] = {}
    for piece in decided:
        if (piece.kind, piece.start) not in told or piece.value is None:
            told[piece.kind, piece.start] = replace(piece)
    return list(told.values())
