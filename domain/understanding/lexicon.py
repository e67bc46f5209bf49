"""How people's words are made one way before they are read, and the words that every kind shares.

`clean` changes only how something is written, never what: full width, Traditional characters, formal numerals,
case and invisible characters. Superscripts, circled digits and the like are left as they are, so that no parser
takes X² for X2.
"""

from __future__ import annotations

import re
import unicodedata

from domain.understanding.result import Why

LONGEST = 64
DIGITS = "零一二三四五六七八九"
RANKS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "w": 4, "k": 3}

_FOLDED = str.maketrans(
    "壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億兩俩倆仨〇○"
    "塊圓圆錢臺檯個噸條張雙對捲組輛隻顆點幾餘約來負後週禮號內這過貨發訂價總數單間節開將還給應國慶從滿裝備齊庫檢沒帳賬",
    "一二二三三三四五六六七八九十百千万亿两两两三零零"
    "块元元钱台台个吨条张双对卷组辆只颗点几余约来负后周礼号内这过货发订价总数单间节开将还给应国庆从满装备齐库检没账账",
)
_TENS = {ord("廿"): "二十", ord("卅"): "三十"}
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\ufe0f"}
_SAME_THING = ("<wide>", "<narrow>", "<square>", "<noBreak>")
_DASHES = re.compile("[\u2010-\u2015\u2212]+")
_SPACES = re.compile(r"(?<![0-9.,])\s+|\s+(?![0-9.,])")
# A full-width comma between half-width digits parts two numbers as often as it groups one.
_PARTING_COMMA = re.compile("(?<=[0-9])，(?=[0-9])")

_LEAD = re.compile(r"(?:数量|一共|总共|合计|共计|还要|需要|那就|先来|再来|好的|好|共|要|订|来|先|就|嗯|是|[:=])+")
_TRAIL = re.compile(r"(?:就行|就好|即可|可以|够了|谢谢|吧|呢|啊|哈|呀|的|整|正|[。.!,;、])+$")
_ROUGH_LEAD = re.compile(r"(?:大约|大概|差不多|将近|至少|最少|最多|不少于|不超过|不到|超过|约|近|上(?=[百千万亿]))")
_ROUGH_TRAIL = re.compile(r"(?:左右|上下|以上|以下|以内|之内|以外|出头|不到|打底|起)$")
_BETWEEN = re.compile(r"(.+?)(?:-|~|至|到|或者|或|/)(.+)")


def clean(text: str) -> str | Why:
    """`text` written one way, or why it cannot be an answer of a few words."""
    text = text.strip()
    if len(text) > LONGEST:
        return Why.TOO_LONG
    text = _PARTING_COMMA.sub("\uff1b", text)
    folded = "".join(map(_fold, text)).casefold().translate(_FOLDED).translate(_TENS)
    folded = _SPACES.sub("", _DASHES.sub("-", folded.strip())).replace("\u301c", "~")
    return folded or Why.EMPTY


def _fold(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char.isascii():
        return char
    # The mark is "<wide> 0033"; a canonical equal has no angle brackets.
    mark = unicodedata.decomposition(char)
    if mark.startswith(_SAME_THING) or (mark and not mark.startswith("<")):
        return unicodedata.normalize("NFKC", char)
    return char


def without_filler(text: str) -> str:
    """Without the words around an amount that say nothing about it."""
    begun = _LEAD.match(text)
    # "来" alone may be all that is left of a rough number; keep at least one character.
    rest = text[begun.end() :] if begun and begun.end() < len(text) else text
    return _TRAIL.sub("", rest) or rest


def without_roughness(text: str) -> tuple[str, bool]:
    """The text without words such as "about" around it, and whether there were any."""
    begun = _ROUGH_LEAD.match(text)
    rest = text[begun.end() :] if begun else text
    exact = _ROUGH_TRAIL.sub("", rest)
    return exact, exact != text


def ends(text: str) -> tuple[str, str] | None:
    """The two ends of "300 to 500", when the text has that form."""
    found = _BETWEEN.fullmatch(text)
    return (found[1], found[2]) if found else None
