"""Money, quantities, dates and times as people read them.

Amounts are exact: a value that the currency cannot express is an error, never rounded on its way to the eye.
Dates come in as dates, moments as aware datetimes together with the zone of the company.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import DateTimePattern, format_skeleton, parse_pattern
from babel.numbers import get_currency_precision, get_currency_symbol

from locales.languages import SOURCE

CENT: Final = Decimal("0.01")


@cache
def locale(language: str) -> Locale:
    """Babel's locale; a name in its place is parsed anew for every value: ten times dearer."""
    return Locale.parse(language)


@cache
def symbol(currency: str) -> str:
    """The sign of a currency as a Chinese company writes it, whoever reads: ¥ is yuan in every language."""
    return get_currency_symbol(currency, locale(SOURCE))


@cache
def digits(currency: str) -> int:
    return get_currency_precision(currency)


def money(amount: Decimal, currency: str = "CNY", *, signed: bool = False) -> str:
    """¥125,000.00, or +¥11,600.00 where a difference is shown. Raises ValueError beyond the last digit."""
    places = digits(currency)
    exact = amount.quantize(Decimal(1).scaleb(-places))
    if exact != amount:
        raise ValueError(f"{amount} {currency} has more than {places} decimals")
    sign = "-" if exact < 0 else "+" if signed and exact > 0 else ""
    return f"{sign}{symbol(currency)}{abs(exact):,.{places}f}"


def quantity(value: Decimal | int) -> str:
    """300 or 1,200.5: grouped, without zeros that say nothing."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Decimal) -> str:
    """30% for 0.3 and 2.9% for 0.029: the share itself, with at most two decimals."""
    return f"{quantity((share * 100).quantize(CENT))}%"


@cache
def pattern(language: str, with_year: bool) -> DateTimePattern:
    skeletons = locale(language).datetime_skeletons
    return parse_pattern(str(skeletons["yMMMd" if with_year else "MMMd"]))


@cache
def weekday_pattern() -> DateTimePattern:
    return parse_pattern("EEE")


def day(language: str, on: dt.date, today: dt.date) -> str:
    """12月4日 周五, Fri, Dec 4; with the year where it is not this one."""
    written = pattern(language, on.year != today.year).apply(on, locale(language))
    weekday = weekday_pattern().apply(on, locale(language))
    return f"{weekday}, {written}" if language == "en" else f"{written} {weekday}"


def day_short(language: str, on: dt.date, today: dt.date) -> str:
    """12月4日 without the weekday, for buttons and lists."""
    return pattern(language, on.year != today.year).apply(on, locale(language))


def weekday(language: str, on: dt.date) -> str:
    """周五, Fri."""
    return weekday_pattern().apply(on, locale(language))


@cache
def month(language: str, on: dt.date) -> str:
    """2026年12月, Dec 2026."""
    return format_skeleton("yMMM", on, locale=locale(language))


@cache
def month_short(language: str, on: dt.date) -> str:
    """12月 for buttons, Dec."""
    return format_skeleton("MMM", on, locale=locale(language))


def time(at: dt.datetime, zone: ZoneInfo) -> str:
    """10:05, on the company's clock."""
    return f"{local(at, zone):%H:%M}"


def moment(language: str, at: dt.datetime, now: dt.datetime, zone: ZoneInfo) -> str:
    """10:05 today, 11月23日 10:05 on another day."""
    when, today = local(at, zone), local(now, zone).date()
    if when.date() == today:
        return f"{when:%H:%M}"
    return f"{day_short(language, when.date(), today)} {when:%H:%M}"


def local(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    if at.tzinfo is None:
        raise ValueError(f"a moment without a zone: {at.isoformat()}")
    return at.astimezone(zone)
