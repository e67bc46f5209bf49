"""Discounts in 折, tenths of the price that is left: 打九五折 is 9.5, 八折 is 8, 对折 is 5, 优惠5% is 9.5."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.understanding import numerals
from domain.understanding.answer import answered
from domain.understanding.lexicon import DIGITS, ends
from domain.understanding.percent import percent
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted

_WHOLE = Decimal(10)
_MOST_PLACES = 2
# 12折 and 20折 are no way to write a fifth of the price; from here on two digits are tenths and hundredths.
_LEAST_OF_TWO_DIGITS = 30

_LABEL = re.compile(
    "^(?:(?:折扣|价格|单价|总价|整单|全部|一律|统一|都|均|可以|能|给个?|给?我们?|享受?|按照?|算|[:=])*)(?:打了?个?)?(?=.)"
)
_TRAIL = re.compile("(?<=折)(?:扣|价格?|优惠|给我们?|算|处理)$")
_HALVED = frozenset({"对折", "半价", "打对折", "打了对折"})
_NONE = frozenset({"不打折", "不折扣", "没有折扣", "没折扣", "无折扣", "没有优惠", "无优惠", "不优惠", "原价", "全价"})
_SOME_DISCOUNT = re.compile(
    "(?:有|给个?|打个?|多少|什么|老客户|最大|最低)*(?:打折|折扣|优惠|便宜)(?:价|点|些|一?点|一些|多少)?"
    "|(?:有|给个?|打个?|多少|几|什么)+折"
)
_FOLDS = re.compile("(?P<number>[^折]+)折(?P<half>半?)")
_TWICE = re.compile("(?P<first>[^折]+)折(?:上|后|再|又|的基础上|[,、])+打?(?P<second>[^折]+)折")
_LESS = re.compile("(?:优惠|下浮|降价?|便宜|让利)(?P<share>.+)|(?P<off>.+)off")
_BARE = re.compile(f"打个?(?P<number>[0-9.{DIGITS}点]+)")
_PAIR = re.compile(f"[{DIGITS[1:]}]{{2}}")


def discount(text: str) -> Reading[Decimal]:
    """The tenths of the price that are left, above 0 and below 10: 9.5 for 九五折.

    1. Two digits are tenths and hundredths: 95折 and 九五折; 七八折 may as well be seven to eight, and is asked.
    2. A share off the price is told as what is left: 优惠5% is 9.5.
    3. A discount without its size, and a question after one, are asked about; no discount is Why.ZERO.
    """
    return answered(text, _read, _taken)


def _read(text: str) -> Reading[Decimal]:
    if text in _NONE:
        return NotUnderstood(text, Why.ZERO)
    if text in _HALVED:
        return Understood(_WHOLE / 2, text)
    if _SOME_DISCOUNT.fullmatch(text):
        return Ambiguous(text)
    if less := _LESS.fullmatch(text):
        return _less(text, less["share"] or less["off"])
    if bare := _BARE.fullmatch(text):  # 打九五: most likely, but a person should say so
        return _unsure(_folds(bare["number"]))
    text = _TRAIL.sub("", _LABEL.sub("", text))
    if text in _HALVED:
        return Understood(_WHOLE / 2, text)
    if twice := _TWICE.fullmatch(text):
        return _twice(text, _folds(twice["first"]), _folds(twice["second"]))
    if found := _FOLDS.fullmatch(text):
        return _with_half(_folds(found["number"])) if found["half"] else _folds(found["number"])
    return NotUnderstood(text, Why.UNCLEAR)


def _less(text: str, share: str) -> Reading[Decimal]:
    """优惠5%, 5% off. Without a sign of per cent it is an amount: 优惠5 may be five yuan."""
    if not re.search("[%成点分]", share):
        return NotUnderstood(text, Why.UNCLEAR)
    return converted(percent(share), lambda value: _WHOLE - value / 10)


def _unsure(found: Reading[Decimal]) -> Reading[Decimal]:
    return Ambiguous(found.text, (found.value,)) if isinstance(found, Understood) else found


def _with_half(found: Reading[Decimal]) -> Reading[Decimal]:
    """八折半 is 85折 for most."""
    return _unsure(converted(found, lambda value: Why.UNCLEAR if value % 1 else value + Decimal("0.5")))


def _twice(text: str, first: Reading[Decimal], second: Reading[Decimal]) -> Reading[Decimal]:
    """八折再九五折: offered as what is left of both."""
    if isinstance(first, Understood) and isinstance(second, Understood):
        return Ambiguous(text, (first.value * second.value / _WHOLE,))
    return Ambiguous(text)


def _folds(number: str) -> Reading[Decimal]:
    if number == "半":
        return Ambiguous(number, (_WHOLE / 2,))
    if number == "对":
        return Understood(_WHOLE / 2, number)
    if (both := ends(number)) is not None:
        low, high = _folds(both[0].removesuffix("折")), _folds(both[1])
        if isinstance(low, Understood) and isinstance(high, Understood) and low.value < high.value:
            return Ambiguous(number, (low.value, high.value), Why.RANGE)
    if _PAIR.fullmatch(number):
        return _pair(number)
    return _tenths(number, numerals.read(number))


def _pair(number: str) -> Reading[Decimal]:
    """九五 is 9.5; 七八 is 7.8 as well as seven or eight."""
    one, two = DIGITS.index(number[0]), DIGITS.index(number[1])
    value = Decimal(f"{one}.{two}")
    if two == one + 1:
        return Ambiguous(number, (value, Decimal(one), Decimal(two)))
    return Understood(value, number)


def _tenths(number: str, found: Reading[Decimal]) -> Reading[Decimal]:
    if not isinstance(found, Understood) or found.value <= 0:
        return found
    if found.value < _WHOLE:
        # 0.95折 is 95折, or half of a tenth of the price.
        return found if found.value >= 1 else Ambiguous(number, (found.value * 10,))
    if found.value == _WHOLE:
        return Ambiguous(number)
    shifted = found.value / 10
    if found.value >= 1000 or (shifted % 1 == 0 and found.value >= 100):
        return NotUnderstood(number, Why.TOO_LARGE)
    if re.fullmatch("[0-9]{2}", number) and found.value >= _LEAST_OF_TWO_DIGITS:
        return Understood(shifted, number)
    # 十五折, 12折, 885折, 95.5折, 九十五折: nobody writes so, there may be a slip.
    return Ambiguous(number, (shifted if shifted < _WHOLE else shifted / 10,))


def _taken(value: Decimal) -> Decimal | Why:
    if value <= 0:
        return Why.NEGATIVE if value else Why.ZERO
    if value >= _WHOLE:
        return Why.TOO_LARGE
    if value != round(value, _MOST_PLACES):
        return Why.TOO_FINE
    return value.normalize() if value % 1 else value.to_integral_value()
