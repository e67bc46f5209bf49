"""Figures of the report as people read them: 万 and working hours."""

from __future__ import annotations

from decimal import Decimal

from handlers.reports import texts
from locales import formats

TEN_THOUSAND = Decimal(10_000)


def wan(amount: Decimal, currency: str, lang: str) -> str:
    """`¥52.3 万`, for charts alone; English readers get thousands, what is small stays exact."""
    if abs(amount) < TEN_THOUSAND:
        return formats.symbol(currency) + f"{amount.quantize(Decimal(1)):,}"
    if lang == "en":
        return formats.symbol(currency) + f"{(amount / 1000).quantize(Decimal(1)):,}k"
    short = (amount / TEN_THOUSAND).quantize(Decimal("0.1"))
    return texts.WAN.plain(lang, amount=formats.symbol(currency) + f"{short:,}")


def long(minutes: int, lang: str) -> str:
    """Minutes of working time: `35 分钟`, `4 小时`, `6.5 小时`; from ten hours on whole ones."""
    if minutes < 60:
        return texts.MINUTES.plain(lang, n=minutes)
    hours = Decimal(minutes) / 60
    said = formats.quantity(hours.quantize(Decimal("0.1")) if hours < 10 else hours.quantize(Decimal(1)))
    return texts.HOURS.plain(lang, n=said)
