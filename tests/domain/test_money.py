"""Money is exact, keeps to its currency and rounds by one rule."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.money import CurrencyMismatch, Money, from_minor, share, to_minor, total

MINOR = st.integers(-(10**15), 10**15)


def yuan(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


@given(MINOR, st.sampled_from(["CNY", "USD", "JPY"]))
def test_minor_units_come_back_the_same(minor: int, currency: str) -> None:
    money = from_minor(minor, currency)
    assert to_minor(money) == minor
    assert money.rounded() == money


@given(MINOR, MINOR)
def test_sums_and_differences_are_those_of_minor_units(a: int, b: int) -> None:
    left, right = from_minor(a, "CNY"), from_minor(b, "CNY")
    assert to_minor(left + right) == a + b
    assert to_minor(left - right) == a - b
    assert (left < right, left <= right, left > right, left >= right) == (a < b, a <= b, a > b, a >= b)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("0.005", "CNY", 1),
        ("0.004999", "CNY", 0),
        ("-0.005", "CNY", -1),
        ("2.675", "CNY", 268),  # the float of it rounds down
        ("1.005", "CNY", 101),
        ("12.5", "JPY", 13),
        ("125000", "CNY", 12500000),
    ],
)
def test_half_up_to_the_minor_unit(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Money(Decimal(amount), currency)) == minor


@pytest.mark.parametrize(
    ("whole", "percent", "part"),
    [
        ("17400", "30", "5220.00"),
        ("0.05", "30", "0.02"),
        ("100.01", "33.3", "33.30"),
        ("-17400", "30", "-5220.00"),
        ("17400", "100", "17400.00"),
    ],
)
def test_a_share_is_rounded(whole: str, percent: str, part: str) -> None:
    assert share(yuan(whole), Decimal(percent)) == yuan(part)


def test_a_price_times_a_quantity_is_not_rounded_on_the_way() -> None:
    line = yuan("0.0385") * 3
    assert line.amount == Decimal("0.1155")
    assert line.rounded() == yuan("0.12")


def test_a_narrow_thread_context_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        assert yuan("123456.78") + yuan("0.01") == yuan("123456.79")
        assert share(yuan("123456.78"), Decimal(100)) == yuan("123456.78")


def test_the_sum_of_nothing_is_zero_of_the_currency() -> None:
    assert total([], "CNY") == Money.zero("CNY")
    assert total([yuan("1.10"), yuan("2.20")], "CNY") == yuan("3.30")
    assert str((-yuan("0.00")).amount) == "0.00"


def test_currencies_do_not_mix() -> None:
    dollar = Money(Decimal(1), "USD")
    assert yuan("1") != dollar
    with pytest.raises(CurrencyMismatch):
        yuan("1") + dollar
    with pytest.raises(CurrencyMismatch):
        _ = yuan("1") < dollar


@pytest.mark.parametrize("amount", [1.5, 1, "1", True, None])
def test_only_decimals_are_amounts(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "CNY")  # type: ignore[arg-type]


@pytest.mark.parametrize("factor", [1.5, True, Decimal("nan")])
def test_only_exact_factors(factor: object) -> None:
    with pytest.raises(TypeError):
        yuan("1") * factor  # type: ignore[operator]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e30", "1e999999", "92233720368547758.08"])
def test_what_the_database_could_not_hold_is_refused(amount: str) -> None:
    with pytest.raises(ValueError):
        yuan(amount)


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="RMB"):
        Money(Decimal(1), "RMB")
