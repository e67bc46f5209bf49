"""What the parts of a message about a change do to one another: contradictions are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.understanding.change_result import ChangePart, Meant
from domain.understanding.change_scanner import ChangeToken
from domain.understanding.change_words import HARD
from domain.understanding.line_result import doubted
from domain.understanding.result import Ambiguous, Reading, Understood

OF_GOODS = frozenset({Meant.QUANTITY, Meant.PRICE, Meant.DISCOUNT, Meant.EITHER, Meant.NEW_LINE})
"""What is said of one product."""
_WHOLE_ORDER = frozenset({Meant.CANCEL, Meant.HOLD})
_ALSO = {Meant.DISCOUNT: Meant.PRICE, Meant.NEW_LINE: Meant.QUANTITY}
"""What changes the same thing as another."""


def without_contradictions(parts: Sequence[ChangePart]) -> list[ChangePart]:
    """What is said twice of one thing, and not the same, is asked about; so is what a cancelled order still wants."""
    kept: list[ChangePart] = []
    for part in parts:
        against = any(one is not part and _contradicts(part, one) for one in parts)
        kept.append(replace(part, reading=doubted(part.reading)) if against else part)
    return kept


def codes(product: Reading[str] | None) -> tuple[str, ...]:
    """The products that may be meant."""
    if isinstance(product, Understood):
        return (product.value,)
    return product.readings if isinstance(product, Ambiguous) else ()


def together(one: ChangeToken, other: ChangeToken) -> ChangeToken:
    """X200减速电机 is one product told twice over; X200 Y10 may be either."""
    both = tuple(code for code in one.codes if code in other.codes)
    codes = both or tuple(dict.fromkeys((*one.codes, *other.codes)))
    return replace(other, start=one.start, codes=codes, sure=len(both) == 1)


def _contradicts(one: ChangePart, other: ChangePart) -> bool:
    if Meant.CANCEL in (one.meant, other.meant):
        return one.meant is not other.meant
    if one.meant in _WHOLE_ORDER or other.meant in _WHOLE_ORDER:
        return False
    same = one.product is None or other.product is None or codes(one.product) == codes(other.product)
    if Meant.END_LINE in (one.meant, other.meant):
        return one.meant is not other.meant and same and {one.meant, other.meant} & OF_GOODS != set()
    if _ALSO.get(one.meant, one.meant) is not _ALSO.get(other.meant, other.meant):
        return False
    if one.meant in OF_GOODS and not same:
        return False
    return (one.how, one.value) != (other.how, other.value)


def joined(spans: Sequence[tuple[int, int]], plain: str) -> list[tuple[int, int]]:
    """Spans side by side are told as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if (
            joined
            and (start <= joined[-1][1] or not plain[joined[-1][1] : start].strip())
            and not HARD.search(plain, joined[-1][1], max(start, joined[-1][1]))
        ):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
