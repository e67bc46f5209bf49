"""Money: an exact amount in one currency.

Arithmetic is exact and never mixes currencies. Rounding happens in one place, `rounded`, by one rule: half
up to the currency's minor unit (away from zero, so that a refund rounds as its payment did). The database
holds `to_minor`; what comes back by `from_minor` is the same money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow

# Decimal places of the minor unit (ISO 4217); a currency that is not here is not known.
_PLACES = {
    "CNY": 2, "HKD": 2, "TWD": 2, "MOP": 2, "USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "KRW": 0,
    "SGD": 2, "MYR": 2, "THB": 2, "VND": 0, "IDR": 2, "INR": 2, "AUD": 2, "CAD": 2, "CHF": 2,
    "RUB": 2, "AED": 2,
}  # fmt: skip
_LARGEST_MINOR = 2**63 - 1

# Sums and products are exact or an error, whatever context the thread has.
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow])
_ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])


class CurrencyMismatch(ValueError):
    """Two currencies in one calculation."""


def minor_places(currency: str) -> int:
    """How many decimal places the currency's minor unit has; ValueError for a currency that is not known."""
    try:
        return _PLACES[currency]
    except KeyError:
        raise ValueError(f"unknown currency {currency!r}") from None


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` may be finer than the minor unit (a unit price times a quantity) until it is `rounded`."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        minor_places(self.currency)
        if type(self.amount) is not Decimal:
            raise TypeError(f"an amount is a Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite():
            raise ValueError(f"an amount is a finite number, not {self.amount}")
        if self.amount.is_zero():
            # There is no negative nothing.
            object.__setattr__(self, "amount", self.amount.copy_abs())
        elif abs(self.amount).adjusted() > 18 or abs(_minor(self.amount, self.currency)) > _LARGEST_MINOR:
            raise ValueError("an amount must fit into the database")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Decimal(0), currency)

    @property
    def is_zero(self) -> bool:
        return self.amount.is_zero()

    @property
    def is_positive(self) -> bool:
        return self.amount > 0

    @property
    def is_negative(self) -> bool:
        return self.amount < 0

    def rounded(self) -> Money:
        """Half up to the minor unit, the only rounding there is."""
        return from_minor(to_minor(self), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __abs__(self) -> Money:
        return Money(self.amount.copy_abs(), self.currency)

    def __mul__(self, times: Decimal | int) -> Money:
        """Exact: 58.50 a piece times 300; not rounded."""
        return Money(_EXACT.multiply(self.amount, _factor(times)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not mix")
        return other.amount


def to_minor(money: Money) -> int:
    """Whole minor units (分), rounded by the one rule."""
    return _minor(money.amount, money.currency)


def from_minor(minor: int, currency: str) -> Money:
    """Money from whole minor units, written with all its decimal places."""
    if type(minor) is not int:
        raise TypeError(f"minor units are an int, not {type(minor).__name__}")
    return Money(Decimal(minor).scaleb(-minor_places(currency), _EXACT), currency)


def share(money: Money, percent: Decimal) -> Money:
    """`percent` per cent of the money, rounded: 30 of ¥17,400.00 is ¥5,220.00."""
    return Money(_EXACT.multiply(money.amount, _factor(percent)).scaleb(-2, _EXACT), money.currency).rounded()


def total(items: Iterable[Money], currency: str) -> Money:
    """The sum of all, in the currency that they must have; zero of it for none."""
    return sum(items, Money.zero(currency))


def _minor(amount: Decimal, currency: str) -> int:
    return int(amount.scaleb(minor_places(currency), _EXACT).to_integral_value(context=_ROUNDING))


def _factor(value: Decimal | int) -> Decimal:
    if type(value) is int:
        return Decimal(value)
    if type(value) is Decimal and value.is_finite():
        return value
    raise TypeError(f"money is multiplied by an int or a finite Decimal, not {value!r}")
