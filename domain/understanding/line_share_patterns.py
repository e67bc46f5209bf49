"""What shares look like in an order line: tax, discounts, per cent; with the words that make them rough, and with another
share that may be meant instead."""

from __future__ import annotations

from domain.understanding.line_number_patterns import ABOUT, ABOUT_AFTER, DIGIT, NUMBER

_MARK = "(?:%|个?百分点|个点|点(?![0-9]))"
_RATE = rf"(?:百分之{NUMBER}|{NUMBER} ?{_MARK})"
_TO = "(?:-|~|至|到|或者?|还是|、|/)"
_OR = rf"(?: ?(?:{_TO}|不对|改成?|改为|应该是) ?{_RATE})?"
"""What makes one rate two, of which a person must choose: 13%或9%, 13%改9%."""
_ROUGHLY = f"(?! )(?:(?:最低|最高|起码|估计|可能|应该是?) ?|{ABOUT}) ?"
_ROUGHLY_AFTER = f"(?: ?(?:上下|左右|多|{ABOUT_AFTER}))"
_INVOICE = "(?: ?的?(?:专票|普票|增票|发票|票))?"
# 退税13% is what the state pays back, no part of the price.
_NOT_BACK = "(?<![退扣抵免减])"


def _any(*patterns: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _roughly(*patterns: str) -> str:
    return f"{_ROUGHLY}(?:{_any(*patterns)}){_ROUGHLY_AFTER}"


TAX = _roughly(
    rf"(?:价税合计)?(?:不?含|未含?|带) ?(?:(?:{NUMBER} ?{_TO} ?)?(?:{_RATE}|{NUMBER}))? ?的?(?:增值)?税价?"
    rf"(?: ?[(（:]? ?{_RATE}{_OR}[)）]?)?{_INVOICE}",
    rf"{_NOT_BACK}税率?点?[:为是]? ?(?:{_RATE}{_OR}|{NUMBER}){_INVOICE}",
    rf"(?:开|带|含|要|加)? ?{_RATE} ?的?(?:增值税|税|专用发票|专票|普票|增票|发票|票)",
    rf"(?:不?含|带) ?{_RATE}|{_RATE}含税价?(?! ?{_RATE})",
    "(?:开|要)?(?:增值税)?(?:专用发票|普通发票|专票|普票|增票)|不[开要带用]发?票",
)
PERCENT_ALONE = (
    rf"(?:{NUMBER} ?{_MARK}? *{_TO} *)?{NUMBER}(?: ?{_MARK}|成(?:半|[0-9{DIGIT}])?(?!套|品|本|功|交|色|都))"
    rf"|百分之{NUMBER}|一半|对半"
)
PERCENT = _roughly(PERCENT_ALONE)
# In 9五折 no one can tell; 58 折后 and 折扣9.5 say nothing of the number before them.
_FOLD = rf"(?<![0-9.{DIGIT}])(?:{NUMBER} *{_TO} *)?{NUMBER}(?:折| 折(?![扣上后价]))(?!扣率?[:为是]? ?[0-9{DIGIT}])"
DISCOUNT = _roughly(
    rf"(?:打了?|按|给|算)?(?:个)?{_FOLD}(?:(?:上|后|再|又|的基础上)+打?{NUMBER} ?折)?",
    rf"(?:优惠|下浮|降价?|便宜|让利) ?{_RATE}|折扣率? ?[:为是]? ?{NUMBER} ?[折%]?",
    "(?:打了?个?)?对折|半价|打个?折|有折扣|优惠点|便宜点",
)
