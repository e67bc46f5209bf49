"""What the parts of a line do to one another before they are read.

A `不要` takes away the product beside it, a question makes a value one that has to be asked about, a number that touches
unknown words belongs to them. Each step takes the tokens in order and gives them back, fewer or marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.understanding import line_words
from domain.understanding.line_columns import in_columns
from domain.understanding.line_joints import Named, joined, supposed
from domain.understanding.line_part import Part
from domain.understanding.line_scanner import CUSTOMER, PRODUCT, WORDS, Token

_AMOUNTS = frozenset({Part.QUANTITY, Part.AMOUNT, Part.BARE})
_VALUES = _AMOUNTS | {Part.DATE, Part.PERCENT, Part.DISCOUNT, Part.TAX, Part.TERMS, Part.CREDIT, Part.DEPOSIT}
_OF_GOODS = _AMOUNTS | {PRODUCT, WORDS}
_GOODS_OR_VALUE = _VALUES | {PRODUCT, CUSTOMER, WORDS, Part.PLACE, Part.LIKE_LAST}
_HARD = re.compile(r"[^ ]")
_SHORT_WORD = 2
_HAN_PAIR = re.compile("[\u3400-\u9fff]{2}")
_ALTERNATIVE = re.compile(r"(?:或者?|还是|要么|/)\s*$")
_THIS_TIME = re.compile("这次|本次|这回|现在|今天")
_ADDRESS = re.compile(
    r"[^\s]*(?:[省市区县镇乡村路街道巷弄号楼室园厂库院座栋幢层]|大厦|广场|中心|工业区|车间)[0-9a-z零一二三四五六七八九十-]*"
)


def made_sense(plain: str, tokens: Sequence[Token], named: Named) -> list[Token]:
    """The tokens as they are to be read; `plain` is the text that they were cut from."""
    sense = _Sense(plain, named)
    found = in_columns(plain, joined(plain, tokens, named))
    steps = (
        sense.whole_words,
        sense.places,
        sense.numbers_of_words,
        sense.unwanted,
        sense.of_each,
        sense.replacing,
        sense.questions,
        sense.earlier,
    )
    for step in steps:
        found = step(found)
    found = supposed(plain, found)
    return [token for token in found if token.kind not in _SPENT]


_SPENT = frozenset({Part.EACH, Part.INSTEAD, Part.ASKED, Part.ASKING, Part.BEFORE, Part.SUPPOSED})


class _Sense:
    def __init__(self, plain: str, named: Named) -> None:
        self._plain = plain
        self._named = named

    # ── words beside a value ───────────────────────────────────────────────────────────────

    def whole_words(self, tokens: list[Token]) -> list[Token]:
        """来福 is told whole, though 来 alone says nothing."""
        kept = list(tokens)
        for n, token in enumerate(kept):
            begin = kept[n - 1].end if n else 0
            short = token.kind == WORDS and token.end - token.start <= _SHORT_WORD and begin == token.start - 1
            if short and _HAN_PAIR.fullmatch(self._plain[token.start - 1 : token.start + 1]) and not self._named(token):
                kept[n] = replace(token, start=token.start - 1)
        return kept

    def places(self, tokens: list[Token]) -> list[Token]:
        """An address written with spaces: 送到 苏州市 相城区 富元路18号."""
        kept: list[Token] = []
        for n, token in enumerate(tokens):
            place = next((one for one in reversed(kept) if one.kind is not Part.BREAK), None)
            goes_on = (
                token.kind == WORDS and place is not None and place.kind is Part.PLACE and place.groups.get("place")
                and not self._plain[place.end : token.start].strip() and _ADDRESS.fullmatch(self._text(token))
                and not self._named(token)
            )  # fmt: skip
            if not goes_on or place is None:
                kept.append(tokens[n])
                continue
            start = place.end - len(place.groups["place"] or "")
            while kept[-1] is not place:
                kept.pop()
            kept[-1] = replace(place, end=token.end, groups={"place": self._plain[start : token.end]})
        return kept

    def numbers_of_words(self, tokens: list[Token]) -> list[Token]:
        """公差0.05, 380V, 2楼: a number belongs to the unknown words that it touches; behind a space it is asked about."""
        kept: list[Token] = []
        for token in tokens:
            last = kept[-1] if kept else None
            if last is not None and last.end == token.start and self._of_one_word(last, token):
                kept[-1] = Token(Part.OTHER, last.start, token.end, {})
                continue
            before = last if last is not None and last.kind is not Part.BREAK else self._over_space(kept)
            doubted = (Part.BARE, Part.PERCENT) + ((Part.AMOUNT, Part.DATE) if before is last else ())
            if before is not None and token.kind in doubted and self._unknown(before) and self._beside(before, token):
                token = replace(token, asked=True)
            kept.append(token)
        return kept

    def _beside(self, one: Token, other: Token) -> bool:
        """Nothing but a space or a colon stands between, no word either."""
        return not self._plain[one.end : other.start].strip(" :=#是为")

    def _of_one_word(self, one: Token, other: Token) -> bool:
        if other.kind in (Part.BARE, Part.PERCENT):
            return self._unknown(one)
        return one.kind is Part.BARE and self._unknown(other)

    def _over_space(self, kept: Sequence[Token]) -> Token | None:
        """The token before a single space."""
        spaced = len(kept) > 1 and kept[-1].kind is Part.BREAK and not self._hard(kept[-1])
        return kept[-2] if spaced else None

    def _unknown(self, token: Token) -> bool:
        return token.kind == WORDS and not self._named(token)

    # ── what is not wanted ─────────────────────────────────────────────────────────────────

    def unwanted(self, tokens: list[Token]) -> list[Token]:
        """不要X200, Y10不用了, 不做账期: never an order of it, but told as not understood."""
        kept = list(tokens)
        at = 0
        while at < len(kept):
            if kept[at].kind in (Part.NOT, Part.NO_MORE):
                start, end = self._taken_away(kept, at)
                kept[start : end + 1] = [Token(Part.OTHER, kept[start].start, kept[end].end, {})]
                at = start
            at += 1
        return kept

    def _taken_away(self, tokens: Sequence[Token], at: int) -> tuple[int, int]:
        """From which to which token somebody speaks of what is not wanted."""
        left, right = self._before(tokens, at), self._after(tokens, at)
        after_only = tokens[at].kind is Part.NO_MORE and (left is not None or self._text(tokens[at]).endswith("了"))
        glued_left = left is not None and tokens[at - 1].kind is not Part.BREAK
        glued_right = right is not None and tokens[at + 1].kind is not Part.BREAK
        if after_only or self._ends_clause(tokens, at):
            ends = after_only or self._text(tokens[at]) in line_words.ALSO_AFTER
            return (left if ends and left is not None else at), at
        if right is None:
            return at, at
        # X200 不要 Y10: no one can tell which of the two.
        is_product = (
            left is not None and tokens[left].kind == PRODUCT and tokens[at + 1 : right + 1][-1].kind in _OF_GOODS
        )
        if is_product and glued_left == glued_right:
            return left if left is not None else at, right
        return (left, at) if is_product and glued_left and left is not None else (at, right)

    def _ends_clause(self, tokens: Sequence[Token], at: int) -> bool:
        rest = (token for token in tokens[at + 1 :] if token.kind is not Part.BREAK or self._hard(token))
        following = next(rest, None)
        return following is None or self._hard(following)

    def _before(self, tokens: Sequence[Token], at: int) -> int | None:
        """The product in front with its amounts, or the value right in front."""
        near = None
        for n in range(at - 1, -1, -1):
            token = tokens[n]
            if self._hard(token):
                break
            if token.kind == PRODUCT:
                return n
            if token.kind is Part.BREAK:
                continue
            near = n if near is None and token.kind in _GOODS_OR_VALUE else near
            if token.kind not in _AMOUNTS:
                break
        return near

    def _after(self, tokens: Sequence[Token], at: int) -> int | None:
        """The value behind; of a product the amounts behind it as well."""
        first = last = None
        for n in range(at + 1, len(tokens)):
            token = tokens[n]
            if self._hard(token) or (first is not None and not self._still(tokens[first], token)):
                break
            if token.kind is Part.BREAK:
                continue
            if first is None and token.kind not in _GOODS_OR_VALUE:
                break
            first, last = n if first is None else first, n
        return last

    def _still(self, first: Token, token: Token) -> bool:
        return first.kind == PRODUCT and (token.kind in _AMOUNTS or token.kind is Part.BREAK)

    # ── marks on values ────────────────────────────────────────────────────────────────────

    def of_each(self, tokens: list[Token]) -> list[Token]:
        """X200、Y10各10台."""
        kept = list(tokens)
        for n, token in enumerate(kept):
            following = self._next(kept, n)
            if token.kind is Part.EACH and following is not None and kept[following].kind in (Part.QUANTITY, Part.BARE):
                kept[following] = replace(kept[following], each=True)
        return kept

    def replacing(self, tokens: list[Token]) -> list[Token]:
        """改成Y10, X200或者Y10; and behind a 不对 a bare number is of whatever was wrong."""
        kept = list(tokens)
        replaced = named = False
        for n, token in enumerate(kept):
            if token.kind is Part.INSTEAD:
                replaced = True
                following = self._next(kept, n)
                if following is not None and kept[following].kind in (PRODUCT, WORDS) and named:
                    kept[following] = replace(kept[following], instead=True)
            elif (
                token.kind in (PRODUCT, WORDS)
                and named
                and _ALTERNATIVE.search(self._plain, max(0, token.start - 4), token.start)
            ):
                kept[n] = replace(token, instead=True)
            elif token.kind is Part.BARE and replaced:
                kept[n] = replace(token, asked=True)
            named = named or token.kind == PRODUCT or (token.kind == WORDS and self._named(token))
        return kept

    def questions(self, tokens: list[Token]) -> list[Token]:
        """58行不行, 能不能58: wondering is not ordering."""
        kept = list(tokens)
        for n, token in enumerate(kept):
            near = self._last(kept, n) if token.kind is Part.ASKED else None
            if token.kind is Part.ASKING:
                near = self._next(kept, n)
                near = self._next(kept, near) if near is not None and kept[near].kind == PRODUCT else near
            if near is not None and kept[near].kind in _VALUES:
                kept[near] = replace(kept[near], asked=True)
        return kept

    def earlier(self, tokens: list[Token]) -> list[Token]:
        """上次那批X200: of an old order. With a product of today beside it the old one is none to order."""
        kept = list(tokens)
        for n, token in enumerate(tokens):
            if token.kind is not Part.BEFORE:
                continue
            spoken = self._clause(tokens, n, token.end)
            others = any(one.kind == PRODUCT for m, one in enumerate(tokens) if m not in spoken)
            for m in spoken:
                if kept[m].kind == PRODUCT and others:
                    kept[m] = Token(Part.OTHER, kept[m].start, kept[m].end, {})
                elif kept[m].kind in _VALUES:
                    kept[m] = replace(kept[m], asked=True)
        return kept

    def _clause(self, tokens: Sequence[Token], at: int, start: int) -> list[int]:
        """What follows up to a comma, or to a word of this time."""
        spoken: list[int] = []
        for n in range(at + 1, len(tokens)):
            if (
                self._hard(tokens[n])
                or tokens[n].kind is Part.BEFORE
                or _THIS_TIME.search(self._plain[start : tokens[n].start])
            ):
                break
            spoken.append(n)
        return spoken

    # ── small questions ────────────────────────────────────────────────────────────────────

    def _next(self, tokens: Sequence[Token], at: int) -> int | None:
        """The next token in the clause that is not only a space."""
        found = next(
            (n for n in range(at + 1, len(tokens)) if tokens[n].kind is not Part.BREAK or self._hard(tokens[n])), None
        )
        return None if found is None or self._hard(tokens[found]) else found

    def _last(self, tokens: Sequence[Token], at: int) -> int | None:
        found = next(
            (n for n in range(at - 1, -1, -1) if tokens[n].kind is not Part.BREAK or self._hard(tokens[n])), None
        )
        return None if found is None or self._hard(tokens[found]) else found

    def _hard(self, token: Token) -> bool:
        """A comma, a stop or a new line, not only a space."""
        return token.kind is Part.BREAK and bool(_HARD.search(self._text(token)))

    def _text(self, token: Token) -> str:
        return self._plain[token.start : token.end]
