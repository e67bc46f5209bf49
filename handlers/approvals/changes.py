"""改过: what an order says otherwise than when it was judged before; amounts only where they may be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.money import from_minor
from domain.process.names import MoneyView
from handlers.approvals import texts
from handlers.order.words import together
from locales import formats
from services.order_view import OrderView

Facts = Mapping[str, Any]


def changes(order: OrderView, before: Facts, now: Facts, *, lang: str, money: MoneyView, today: date) -> str:
    """`2,000 → 2,500 件，金额 ¥73,000.00 → ¥91,250.00`; empty where nothing differs that may be seen."""
    said: list[str] = []
    for key, label in texts.WHAT.items():
        if before.get(key) == now.get(key):
            continue
        what = label.plain(lang)
        if key == "lines":
            said += _lines(order, before[key], now[key], lang) or [texts.CHANGE_BARE.plain(lang, what=what)]
        elif key == "total":
            said += _total(order, what, before, now, lang) if money is MoneyView.FULL else []
        elif key == "requested_on" and "None" not in (before[key], now[key]):
            days = [formats.day_short(lang, date.fromisoformat(str(one[key])), today) for one in (before, now)]
            said.append(texts.CHANGE.plain(lang, what=what, before=days[0], after=days[1]))
        else:
            said.append(texts.CHANGE_BARE.plain(lang, what=what))
    return together(said, lang) if said else ""


def _total(order: OrderView, what: str, before: Facts, now: Facts, lang: str) -> Iterator[str]:
    amounts = [amount_of(order, one["total"]) for one in (before, now)]
    yield texts.CHANGE.plain(lang, what=what, before=amounts[0], after=amounts[1])


def _lines(order: OrderView, before: list[list[str]], now: list[list[str]], lang: str) -> list[str]:
    """Line by line, where the same products are ordered; nothing where others are."""
    if [one[0] for one in before] != [one[0] for one in now]:
        return []
    units = {line.code: line.unit for line in order.lines}
    return [
        texts.CHANGE_COUNT.plain(
            lang, before=formats.quantity(Decimal(old[1])), after=formats.quantity(Decimal(new[1])),
            unit=units.get(new[0], ""),
        )
        for old, new in zip(before, now, strict=True)
        if old[1] != new[1]
    ]  # fmt: skip


def amount_of(order: OrderView, minor: int) -> str:
    """An amount of the order in its currency."""
    return formats.money(from_minor(int(minor), order.currency).amount, order.currency)
