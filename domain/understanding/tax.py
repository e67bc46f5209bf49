"""Tax as a price states it: 含税13%, 不含税, 税率13%, 开13个点的专票, 价税合计.

The text is cut into tokens, each of which says one thing (included, the rate, an invoice); what is left over makes
the whole not understood, and tokens that contradict each other are asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.understanding import numerals
from domain.understanding.answer import answered
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why

# The rates of value-added tax that an invoice can state today.
LEGAL_RATES = tuple(map(Decimal, (13, 9, 6, 3, 1, 0)))
# 含3% and 含1个点 without a word of tax may be a commission or a loss; these rates are nothing else.
_ONLY_TAX = LEGAL_RATES[:3]


@dataclass(frozen=True, slots=True)
class Tax:
    """Whether the price includes the tax, and the rate in per cent; None where the words do not say."""

    included: bool | None
    rate: Decimal | None


_NUMBER = f"(?![,.])[{numerals.NUMERAL_CHARACTERS}]+?"
_ENDS = f"(?![{numerals.NUMERAL_CHARACTERS}])"
# In order: of several that match at a place, the first is taken.
_TOKENS: tuple[tuple[str, str], ...] = (
    ("either", "(?:含不含|是否含|含没含)税|含税(?:还是|或者?|跟|和)?(?:不含税|未税)|含税(?:与否|否)|税后|税怎么算"),
    ("zero", "零税率"),
    ("free", "免税"),
    ("unsure net", "不开发?票|不要发?票|不用开?票|免票|净价|裸价"),
    ("net", "(?:不含|未含|不带|未带|没含|没有含|除|去|扣|不包)税|未税|税[前外]|税[点金费]?另外?[算计加付]"),
    ("aside", "不?[含包](?:运费?|邮)|到厂|出厂"),
    ("net of", "不含|未含|不带"),
    ("gross", "[已都均全]?[含带包]税|价税合计|税已含|税内"),
    ("gross of", "[已都均全]?[含带包]"),
    ("added", "另外加|[另外再]?加"),
    ("rate", f"百分之(?P<after>{_NUMBER}){_ENDS}|(?P<share>{_NUMBER})%"),
    ("rate", f"(?P<points>{_NUMBER})(?:个?百分点|个点|个(?=税点)|点){_ENDS}"),
    ("rate label", "增值税税?率|税率|税点"),
    ("label", "增值税|税"),
    ("general", "一般纳税人"),
    ("small", "小规模(?:纳税人)?"),
    ("bare", f"(?P<bare>{_NUMBER}){_ENDS}"),
    ("invoice", "(?:专用|普通|电子|数电)?发票|[专增普电]票|数电票|票|专"),
    ("either rate", "还是|不对|改成?|改为|应该是|[-~至到]"),
    ("aside", "单价|总价|报价|价格|金额|价|的|是|开|要|按|为|可|需|给|运费?|或者?|[,、。():=/+]"),
)  # fmt: skip
_TOKEN = re.compile("|".join(f"(?P<t{n}>{pattern})" for n, (_, pattern) in enumerate(_TOKENS)))
_NUMBERS = ("after", "share", "points", "bare")
_OF_TAX = frozenset({"rate label", "label", "invoice", "gross", "net", "zero", "free", "general", "small"})
_GROSS = frozenset({"gross", "gross of"})
_NET = frozenset({"net", "net of", "unsure net", "added"})
# What rate an invoice of such a payer states; the general one has lower rates too.
_OF_PAYER = {"general": LEGAL_RATES[:1], "small": LEGAL_RATES[3:5]}


def tax(text: str) -> Reading[Tax]:
    """What the words say of the tax in a price.

    1. A rate is taken where a word of tax or of an invoice stands beside it; a lone 13% is asked about.
    2. A rate that no invoice can state (17%, 8%) is asked about, and so is 含税13, where 13 may be the price.
    3. An invoice alone (专票, 要票, 不开票), both at once (含不含税) and 税后 are asked about.
    """
    return answered(text, _read, lambda found: found)


def _read(text: str) -> Reading[Tax]:
    tokens = _tokens(text)
    said = {name for name, _ in tokens}
    if not said - {"aside", "gross of", "net of", "added"}:
        return NotUnderstood(text, Why.UNCLEAR)
    rates = [number for name, number in tokens if name in ("rate", "bare")] + ["零"] * ("zero" in said)
    included = None if not said & (_GROSS | _NET) else bool(said & _GROSS)
    if len(rates) > 1:
        return Ambiguous(text, tuple(Tax(included, rate) for one in rates for rate in _legal(numerals.read(one))))
    if "either rate" in said:
        return NotUnderstood(text, Why.UNCLEAR)
    if "either" in said or (said & _GROSS and said & _NET):
        rate = next(iter(_legal(numerals.read(rates[0]))), None) if rates else None
        return Ambiguous(text, (Tax(True, rate), Tax(False, rate)))
    if rates:
        return _rated(text, tokens, included, numerals.read(rates[0]))
    return _unrated(text, said, included)


def _tokens(text: str) -> list[tuple[str, str]]:
    """The names of the tokens with their numbers, in order; none when something is left over."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            return []
        name = _TOKENS[int(found.lastgroup.removeprefix("t"))][0]
        tokens.append((name, next((found[group] for group in _NUMBERS if found[group]), "")))
        at = found.end()
    return tokens


def _legal(found: Reading[Decimal]) -> tuple[Decimal, ...]:
    """The rate, or the rates that may be meant, as far as an invoice can state them."""
    if isinstance(found, NotUnderstood):
        return ()
    values = (found.value,) if isinstance(found, Understood) else found.readings
    return tuple(value for value in values if value in LEGAL_RATES)


def _rated(text: str, tokens: list[tuple[str, str]], included: bool | None, rate: Reading[Decimal]) -> Reading[Tax]:
    if isinstance(rate, NotUnderstood):
        return NotUnderstood(text, Why.UNCLEAR)
    said = {name for name, _ in tokens}
    legal = tuple(Tax(included, value) for value in _legal(rate))
    if "bare" in said and not _bare_is_rate(tokens):
        # 含税58 is a price; 含税13 may be one.
        return Ambiguous(text, (*legal, Tax(included, None))) if legal and included is not None else _lone(text, legal)
    if not said & (_OF_TAX | _GROSS | _NET):
        return _lone(text, legal)
    sure = said & _OF_TAX or (legal and legal[0].rate in _ONLY_TAX)
    doubtful = "unsure net" in said or "free" in said or ("added" in said and not said & {"rate label", "label"})
    if len(legal) == 1 and sure and not doubtful and isinstance(rate, Understood):
        return Understood(legal[0], text)
    return Ambiguous(text, legal)


def _lone(text: str, legal: tuple[Tax, ...]) -> Reading[Tax]:
    """A number with no word of tax beside it."""
    return Ambiguous(text, legal) if legal else NotUnderstood(text, Why.UNCLEAR)


def _bare_is_rate(tokens: list[tuple[str, str]]) -> bool:
    """Whether a number without a sign is a rate: 税率13, 13的专票. Beside 含税 it may be the price."""
    names = [name for name, _ in tokens if name != "aside"]
    at = names.index("bare")
    return names[at - 1 : at] in (["rate label"], ["label"]) or names[at + 1 : at + 2] in (["invoice"], ["rate label"])


def _unrated(text: str, said: set[str], included: bool | None) -> Reading[Tax]:
    if said & {"gross", "net"} or (included is not None and said & {"label", "invoice"} and "unsure net" not in said):
        return Understood(Tax(included, None), text)
    for payer, rates in _OF_PAYER.items():
        if payer in said:
            return Ambiguous(text, tuple(Tax(included, rate) for rate in rates))
    if "free" in said:
        return Ambiguous(text, (Tax(included, Decimal(0)),))
    if "unsure net" in said:
        return Ambiguous(text, (Tax(False, None),))
    return Ambiguous(text) if "invoice" in said else NotUnderstood(text, Why.UNCLEAR)
