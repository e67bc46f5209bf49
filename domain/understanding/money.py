"""Amounts of money in yuan: 58, ￥58.5, 58块5, 八毛, 1.2万, 58元/台, 单价58, 总价17400."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.understanding import units
from domain.understanding.answer import answered
from domain.understanding.coins import yuan
from domain.understanding.lexicon import DIGITS, clean, without_filler, without_question, without_roughness
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_LARGEST = Decimal(10) ** 12

_OTHER_CURRENCY = re.compile(
    "[$€£]|us|美[元金刀]|欧元?|[英镑]镑|港[币元纸]|[日韩澳加]元|日[币圆]|台币|新[台加]?币|卢布|泰铢|eur|gbp|hkd|jpy|[0-9](?:刀|u$)"
)
_LABEL = re.compile(
    "^(?:(?:合同|订单)?(?P<total>总价款?|总金额|总额|总计|总货款|总款|全款|货款|金额)|(?P<each>单价)"
    "|价格|报价|售价|卖价|成交价|协议价|合同价|优惠价|特价|折后价?|到手价|出厂价|一口价|价|按|就)"
    "(?:是|为|定为?|[:=])*(?=.)"
)
# Filler for other numbers; of money they say that it is all of it.
_IN_ALL = re.compile("一共|总共|合计|共计|^共")
_AS_AGREED = re.compile("(?<=.)(?:来?算|结算?|走)$")
_UNIT = "|".join(sorted(map(re.escape, units.NAMES - {"块"}), key=lambda name: (-len(name), name)))
_EACH_BEFORE = re.compile(f"^(?P<each>每一?|一)(?P<unit>{_UNIT})(?=[0-9¥{DIGITS[1:]}十两])")
# 五十一台 is fifty-one of something: 一台 says "each" only behind a digit, a coin or a digit that ends a numeral.
_EACH_AFTER = re.compile(
    f"(?:[/每][一1]?|(?<=[0-9元块毛角分钱])一|(?<=[元块毛角分钱])1|(?<=[十百千万零][{DIGITS[2:]}])一)(?P<unit>{_UNIT})$"
)


@dataclass(frozen=True, slots=True)
class Priced:
    """An amount in yuan and what it is for.

    `per` is the unit that it buys one of, as it is shown (台, 公斤), "" where none is named. `total` says that the
    words make it the sum of an order (总价, 一共), or the price of one (单价, 每台); None where they do not say.
    """

    amount: Decimal
    per: str
    total: bool | None


def money(text: str, *, places: int = 2, unit: str | None = None) -> Reading[Decimal]:
    """The amount in yuan, exact, with at most `places` decimal places.

    1. Nothing, less than nothing and other currencies are not taken; rough amounts and ranges are asked about.
    2. The sum of an order (总价17400, 一共17400) is not taken, since a price may be what is asked. See `priced`.
    3. With `unit`, a price for one of another unit (58/箱) is asked about.
    """
    found = priced(text, places=places)
    if isinstance(found, NotUnderstood):
        return found
    meant = (found.value,) if isinstance(found, Understood) else found.readings
    if any(one.total for one in meant):
        return NotUnderstood(found.text, Why.UNCLEAR)
    if unit is not None and any(one.per not in ("", units.shown(unit)) for one in meant):
        return Ambiguous(found.text, (), Why.OTHER_UNIT)
    return converted(found, lambda one: one.amount)


def priced(text: str, *, places: int = 2) -> Reading[Priced]:
    """The amount and what it is for; the same amounts as `money` takes, sums of orders as well."""
    found = answered(text, _read, lambda value: _taken(value, places), lambda told: _labels(told).text)
    if isinstance(found, NotUnderstood):
        return found
    said = _said(text)
    return converted(found, lambda value: Priced(value, said.per, said.total))


@dataclass(frozen=True, slots=True)
class _Labels:
    """The text without its labels, and what they said."""

    text: str
    per: str
    total: bool | None


def _said(text: str) -> _Labels:
    plain = clean(text)
    assert not isinstance(plain, Why)  # it has been read
    told, _ = without_roughness(without_filler(without_question(plain)[0]))
    said = _labels(without_filler(told))
    in_all = said.total is None and not said.per and _IN_ALL.search(plain)
    return _Labels(said.text, said.per, True) if in_all else said


def _labels(text: str) -> _Labels:
    total: bool | None = None
    if label := _LABEL.match(text):
        total = True if label["total"] else False if label["each"] else None
        text = text[label.end() :]
    text = _AS_AGREED.sub("", text)
    if before := _EACH_BEFORE.match(text):
        return _Labels(_behind_each(text, before), units.shown(before["unit"]), False)
    if after := _EACH_AFTER.search(text):
        return _Labels(text[: after.start()], units.shown(after["unit"]), False)
    return _Labels(text, "", total)


def _behind_each(text: str, each: re.Match[str]) -> str:
    """The amount behind 每台; 一米二 is a length and stays as it is."""
    rest = text[each.end() :]
    is_length = each["each"] == "一" and len(rest) == 1 and units.is_measure(each["unit"])
    return text if is_length else rest


def _read(text: str) -> Reading[Decimal]:
    if _OTHER_CURRENCY.search(text):
        return NotUnderstood(text, Why.CURRENCY)
    return yuan(text)


def _taken(value: Decimal, places: int) -> Decimal | Why:
    if value <= 0:
        return Why.NEGATIVE if value else Why.ZERO
    if value >= _LARGEST:
        return Why.TOO_LARGE
    if value != round(value, places):
        return Why.TOO_FINE
    return value.normalize() if value % 1 else value.to_integral_value()
