"""Numbers and moments as they stand on a card."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from locales import formats

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("125000", "¥125,000.00"),
        ("58.5", "¥58.50"),
        ("-11600", "-¥11,600.00"),
        ("0", "¥0.00"),
        ("1E+6", "¥1,000,000.00"),
        ("12345678901234567.89", "¥12,345,678,901,234,567.89"),
    ],
)
def test_money_is_exact(amount: str, shown: str):
    assert formats.money(Decimal(amount)) == shown


def test_money_of_other_currencies_and_differences():
    assert formats.money(Decimal(5), "USD") == "US$5.00"
    assert formats.money(Decimal(5), "JPY") == "JP¥5"
    assert formats.money(Decimal(11600), signed=True) == "+¥11,600.00"
    assert formats.money(Decimal(-1), signed=True) == "-¥1.00"
    assert formats.money(Decimal(0), signed=True) == "¥0.00"


def test_what_the_currency_cannot_say_is_not_rounded_on_the_card():
    with pytest.raises(ValueError, match="more than 2 decimals"):
        formats.money(Decimal("0.005"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(300, "300"), (Decimal("1200.50"), "1,200.5"), (Decimal("3E+2"), "300"), (Decimal("0.250"), "0.25")],
)
def test_quantities_say_no_empty_zeros(value: Decimal | int, shown: str):
    assert formats.quantity(value) == shown


def test_percent():
    assert [formats.percent(Decimal(share)) for share in ("0.3", "0.029", "1", "0")] == ["30%", "2.9%", "100%", "0%"]


@pytest.mark.parametrize(
    ("language", "this_year", "next_year"),
    [
        ("zh_Hans_CN", "12月4日 周五", "2027年1月4日 周一"),
        ("zh_Hant", "12月4日 週五", "2027年1月4日 週一"),
        ("en", "Fri, Dec 4", "Mon, Jan 4, 2027"),
    ],
)
def test_days(language: str, this_year: str, next_year: str):
    assert formats.day(language, date(2026, 12, 4), TODAY) == this_year
    assert formats.day(language, date(2027, 1, 4), TODAY) == next_year


def test_a_moment_is_told_on_the_companys_clock():
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert formats.moment("zh_Hans_CN", datetime(2026, 11, 23, 2, 5, tzinfo=UTC), now, SHANGHAI) == "10:05"
    # Late on the 22nd in UTC is already the 23rd in Shanghai.
    assert formats.moment("zh_Hans_CN", datetime(2026, 11, 22, 16, 30, tzinfo=UTC), now, SHANGHAI) == "00:30"
    assert formats.moment("zh_Hans_CN", datetime(2026, 11, 20, 2, 5, tzinfo=UTC), now, SHANGHAI) == "11月20日 10:05"
    with pytest.raises(ValueError, match="without a zone"):
        formats.time(datetime(2026, 11, 23, 2, 5), SHANGHAI)  # noqa: DTZ001 - that is the fault
