"""What comes of reading somebody's words: a value, a question, or a code that says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
U = TypeVar("U")


class Why(StrEnum):
    """Why something is asked or not understood; the sentences for it stand elsewhere."""

    EMPTY = "empty"
    TOO_LONG = "too_long"  # more words than such an answer can have
    UNCLEAR = "unclear"  # not of this kind at all
    # numbers
    ZERO = "zero"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    TOO_FINE = "too_fine"  # more decimal places than can be kept
    FRACTION = "fraction"  # part of a thing that comes whole
    ROUGH = "rough"  # said roughly: some three hundred
    RANGE = "range"  # from one to another
    READINGS = "readings"  # the words have more than one reading, or one that is not sure enough
    OTHER_UNIT = "other_unit"
    NO_CONVERSION = "no_conversion"  # a pack that is not known for this product
    CURRENCY = "currency"
    # days
    PAST = "past"
    TOO_FAR = "too_far"
    NO_SUCH_DAY = "no_such_day"
    WEEKDAY = "weekday"  # the date and the weekday beside it disagree
    # telephone
    NO_PHONE = "no_phone"
    # 统一社会信用代码
    CODE_LENGTH = "code_length"
    CODE_LETTERS = "code_letters"  # a letter that no code has: I, O, S, V, Z
    CODE_BEGINS = "code_begins"  # no such registrar, kind or place
    CODE_CHECK = "code_check"  # the last character does not fit the others


@dataclass(frozen=True, slots=True)
class Understood(Generic[T_co]):
    """One reading only. `text` is the words it came from, for the read-back."""

    value: T_co
    text: str


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[T_co]):
    """Must be asked. `readings` are what can be offered as buttons, the likeliest first; there may be none."""

    text: str
    readings: tuple[T_co, ...] = ()
    why: Why = Why.READINGS


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """No reading, or one that cannot be taken (zero, past …)."""

    text: str
    why: Why


Reading: TypeAlias = Understood[T] | Ambiguous[T] | NotUnderstood


def retold(reading: Reading[T], text: str) -> Reading[T]:
    """The same reading, told with the words that the person wrote."""
    return replace(reading, text=text)


def converted(reading: Reading[T], change: Callable[[T], U | Why]) -> Reading[U]:
    """The reading with its values changed; a Why that `change` returns refuses that value."""
    if isinstance(reading, NotUnderstood):
        return reading
    if isinstance(reading, Understood):
        value = change(reading.value)
        return NotUnderstood(reading.text, value) if isinstance(value, Why) else Understood(value, reading.text)
    changed = [change(value) for value in reading.readings]
    kept = tuple(value for value in changed if not isinstance(value, Why))
    return Ambiguous(reading.text, kept, reading.why)
