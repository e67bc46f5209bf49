"""What one message says about a change of an order: `X200 改成500台 交期推一周，收货人改王工 13912345678`.

The scanner cuts the message into parts, each value is read by the reader of its kind, and a value belongs to the field
and the product that stand with it. What has two readings stays a question, what was not understood is told: nothing is
changed because it is merely likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.understanding.change_checks import OF_GOODS, codes, joined, together, without_contradictions
from domain.understanding.change_result import ChangeLine, ChangePart, How, Meant, Ordered
from domain.understanding.change_scanner import ChangeToken, Kind, scan_change
from domain.understanding.change_values import Told, Values
from domain.understanding.change_words import HOW, LOOSE, STOP, TO, Role
from domain.understanding.line_part import Part
from domain.understanding.line_result import doubted
from domain.understanding.line_scanner import Names
from domain.understanding.line_text import LONGEST_LINE, LineText, line_text
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood
from domain.understanding.vocabulary import Vocabulary
from domain.worktime import WorkCalendar


def change_line(
    text: str, ordered: Sequence[Ordered], names: Names, vocabulary: Vocabulary, today: date,
    calendar: WorkCalendar | None = None, *, customer: str | None = None,
) -> ChangeLine:  # fmt: skip
    """What the message says. Never raises, whatever the text; beyond 1,000 characters nothing is read.

    `ordered` are the lines of the order, `names` everything else that may be named, `customer` the code of the order's
    own customer, whose name says nothing.
    """
    if len(text) > LONGEST_LINE:
        return ChangeLine((), (text.strip()[:40],))
    line = line_text(text)
    tokens = scan_change(line, ordered, names, vocabulary.terms, customer)
    reader = _Reader(line, Values(line, ordered, vocabulary, today, calendar), ordered)
    return reader.read(tokens)


@dataclass(slots=True)
class _Clause:
    """What stands open between two commas."""

    label: ChangeToken | None = None
    verb: ChangeToken | None = None
    was: ChangeToken | None = None
    named: ChangeToken | None = None
    """The product that was named last, and of which nothing has been said yet."""
    lost: bool = False
    """Some words of it were not understood."""
    every: ChangeToken | None = None
    first: int = 0
    """The index of its first part."""


@dataclass(slots=True)
class _Sentence:
    first: int = 0
    doubt: bool = False


@dataclass(slots=True)
class _Reader:
    line: LineText
    values: Values
    ordered: Sequence[Ordered]
    parts: list[ChangePart] = field(default_factory=list[ChangePart])
    lost: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    clause: _Clause = field(default_factory=_Clause)
    sentence: _Sentence = field(default_factory=_Sentence)
    product: ChangeToken | None = None
    """The product that was named last: 单价 in the next clause is still of it."""
    pending: ChangeToken | None = None
    """A product of which nothing has been said yet, at the end of a clause."""

    def read(self, tokens: Sequence[ChangeToken]) -> ChangeLine:
        at = 0
        while at < len(tokens):
            at = self._take(tokens, at)
        self._close()
        self._await(None)
        self._end_sentence()
        parts = without_contradictions(self.parts)
        words = [(start, self.line.words(start, end)) for start, end in joined(self.lost, self.line.plain)]
        return ChangeLine(tuple(parts), tuple(dict.fromkeys(word for _, word in sorted(words) if word)))

    # ── one token after the other ──────────────────────────────────────────────────────────

    def _take(self, tokens: Sequence[ChangeToken], at: int) -> int:
        token = tokens[at]
        match token.kind:
            case Kind.BREAK if self._lists(tokens, at):
                pass  # X200、Y10 都不要了
            case Kind.BREAK:
                self._close()
                if STOP.search(self._text(token)):
                    self._end_sentence()
            case Kind.PRODUCT:
                return self._named(tokens, at)
            case Kind.WORDS:
                self._lose(token)
            case Kind.ROLE:
                return self._role(tokens, at)
            case Kind.FREE:
                self._free(token)
            case _:
                self._value(tokens, at)
        return at + 1

    def _lists(self, tokens: Sequence[ChangeToken], at: int) -> bool:
        beside = tokens[max(0, at - 1) : at + 2]
        return self._text(tokens[at]) == "、" and [one.kind for one in beside[::2]] == [Kind.PRODUCT] * 2

    def _role(self, tokens: Sequence[ChangeToken], at: int) -> int:
        token = tokens[at]
        match token.role:
            case Role.LABEL:
                self.clause.label = token
            case Role.FIELD:
                return self._refuse(tokens, at)
            case Role.NOT:
                return self._denied(tokens, at)
            case Role.END | Role.CANCEL | Role.HOLD:
                return self._ending(tokens, at)
            case Role.DOUBT:
                self.sentence.doubt = True
            case Role.EVERY:
                self.clause.every = token
            case Role.SAME:
                self._same()
            case _:
                self.clause.verb = token
        return at + 1

    def _named(self, tokens: Sequence[ChangeToken], at: int) -> int:
        token = tokens[at]
        clause, following = self.clause, _next(tokens, at)
        if clause.verb is not None and clause.verb.role is Role.SET and self._text(clause.verb) not in LOOSE:
            return self._refuse(tokens, at)  # X200 换成 X300: one product for another
        if clause.named is not None:
            clause.named = self.product = together(clause.named, token)
            return at + 1
        if self._of_last(token, following):
            return at + 1
        clause.named = self.product = token
        return at + 1

    def _of_last(self, token: ChangeToken, following: ChangeToken | None) -> bool:
        """加20台X300: the product behind its quantity. 加20台 X300 单价80 leaves open whose the quantity is."""
        last = self.parts[-1] if len(self.parts) > self.clause.first else None
        if last is None or last.meant not in OF_GOODS or last.product is not None or self.clause.label:
            return False
        glued = last.end >= self.line.origin[token.start]
        ends = following is None or following.kind is Kind.BREAK
        sure = glued or ends
        product = self._code(token)
        self.parts[-1] = self._of_order(replace(last, product=product if sure else doubted(product)))
        self.product = token
        if not sure:
            self.clause.named = token
        return True

    def _value(self, tokens: Sequence[ChangeToken], at: int) -> None:
        token = tokens[at]
        if self._is_old(tokens, at):
            self.clause.was = token
            return
        told = self.values.told(token, self.clause.label, self.clause.verb, self.clause.was)
        if told is None:
            self._lose(token)
            return
        self._tell(told, token)

    def _is_old(self, tokens: Sequence[ChangeToken], at: int) -> bool:
        """300台 of 300台改成500台."""
        verb, value = _next(tokens, at), _next(tokens, at + 1)
        if verb is None or value is None or verb.role not in TO or self.clause.was is not None:
            return False
        if self.clause.verb is not None and self.clause.verb.role is not Role.SET:
            return False
        bare = Part.BARE in (tokens[at].part, value.part)
        return value.kind is Kind.VALUE and (bare or value.part is tokens[at].part)

    def _free(self, token: ChangeToken) -> None:
        told = self.values.free(token, self.clause.label, self.clause.verb)
        if told is None:
            self._lose(token)
        else:
            self._tell(told, token)

    # ── parts ──────────────────────────────────────────────────────────────────────────────

    def _tell(self, told: Told, token: ChangeToken) -> None:
        clause = self.clause
        if isinstance(told.reading, NotUnderstood):
            self._lose(token)
            return
        taken = [one for one in (clause.label, clause.verb, clause.was, token) if one is not None]
        start, end = min(one.start for one in taken), max(one.end for one in taken)
        how = told.how or (HOW.get(clause.verb.role, How.TO) if clause.verb and clause.verb.role else How.TO)
        was = self.values.was(clause.was, told) if clause.was is not None else None
        known = was is None or isinstance(was, Understood)
        reading = told.reading if known else doubted(told.reading)
        part = self._part(told.meant, reading, start, end, how=how, was=was, among=told.among)
        self.parts.append(self._of_order(replace(part, product=self._product(told.meant))))
        clause.label = clause.verb = clause.was = clause.named = None

    def _part(self, meant: Meant, reading: Reading[Any], start: int, end: int, **more: Any) -> ChangePart:
        text = self.line.words(start, end)
        begin = self.line.written.index(text, self.line.origin[start])
        return ChangePart(meant, reading, text, begin, begin + len(text), **more)

    def _product(self, meant: Meant) -> Reading[str] | None:
        if meant in OF_GOODS:
            if self.clause.every is not None and len(self.ordered) > 1:
                codes = tuple(dict.fromkeys(one.code for one in self.ordered))
                return Ambiguous(self._text_of(self.clause.every), codes)
            self.pending = None if self.pending is self.product else self.pending
            return self._code(self.product) if self.product is not None else None
        named = self.clause.named
        return self._code(named) if named is not None and meant is Meant.DAY else None

    def _code(self, token: ChangeToken) -> Reading[str]:
        words = self.line.words(token.start, token.end)
        one = token.sure and len(token.codes) == 1
        return Understood(token.codes[0], words) if one else Ambiguous(words, token.codes)

    def _of_order(self, part: ChangePart) -> ChangePart:
        """A product that is not on the order comes onto it, or cannot be meant."""
        named = codes(part.product)
        here = {one.code for one in self.ordered}
        if part.meant is not Meant.QUANTITY or not named or here.intersection(named):
            return part
        sure = part.how is How.MORE
        reading = part.reading if sure else doubted(part.reading)
        return replace(part, meant=Meant.NEW_LINE, how=How.TO, reading=reading)

    # ── what ends, and what is not to be ───────────────────────────────────────────────────

    def _ending(self, tokens: Sequence[ChangeToken], at: int) -> int:
        token, clause = tokens[at], self.clause
        following = _next(tokens, at)
        if token.role is Role.END and following is not None:
            if following.kind is Kind.PRODUCT and clause.named is None:
                return self._end_of(tokens, at, at + 1)
            if following.part is Part.QUANTITY and clause.verb is None:  # 取消50台
                clause.verb = replace(token, role=Role.LESS)
                return at + 1
        if clause.was is not None or clause.label is not None or clause.verb is not None or clause.lost:
            return self._refuse(tokens, at)
        meant = {Role.END: Meant.END_LINE, Role.CANCEL: Meant.CANCEL, Role.HOLD: Meant.HOLD}[token.role or Role.END]
        product = clause.named or (self.product if meant is Meant.END_LINE and self._just_named() else None)
        if meant is Meant.CANCEL and clause.named is not None:
            meant = Meant.END_LINE
        self._finish(meant, product, token)
        return at + 1

    def _just_named(self) -> bool:
        """X200，不要了: nothing has been said of the product since."""
        return self.product is not None and not any(
            self.line.origin[self.product.start] < part.start for part in self.parts
        )

    def _finish(self, meant: Meant, product: ChangeToken | None, token: ChangeToken) -> None:
        sure = True
        if meant is Meant.END_LINE and product is None:
            meant, sure = Meant.CANCEL, False
        text = self.line.words(token.start, token.end)
        reading: Reading[bool] = Understood(True, text) if sure else Ambiguous(text, (True,))
        code = self._code(product) if product is not None else None
        known = {one.code for one in self.ordered}
        if meant is Meant.END_LINE and product is not None and not known.intersection(codes(code)):
            self.lost.append((product.start, product.end))
            self._lose(token)
            self.clause.named = None
            return
        self.parts.append(replace(self._part(meant, reading, token.start, token.end), product=code))
        self.pending = None if self.pending is product else self.pending
        self.clause.named = None

    def _end_of(self, tokens: Sequence[ChangeToken], at: int, product: int) -> int:
        """不要X200了, 取消X200: with a value behind it no one can tell."""
        following = _next(tokens, product)
        if following is not None and following.kind not in (Kind.BREAK, Kind.ROLE):
            return self._refuse(tokens, at)
        if following is not None and following.kind is Kind.ROLE and following.role not in (Role.LABEL, Role.END):
            return self._refuse(tokens, at)
        self.product = tokens[product]
        self._finish(Meant.END_LINE, tokens[product], tokens[at])
        ends = following is not None and following.role is Role.END
        return product + 2 if ends else product + 1

    def _denied(self, tokens: Sequence[ChangeToken], at: int) -> int:
        following = _next(tokens, at)
        text = self._text(tokens[at])
        if text in ("不要", "不用", "不需要") and following is not None and following.kind is Kind.PRODUCT:
            return self._end_of(tokens, at, at + 1)
        return self._refuse(tokens, at)

    def _refuse(self, tokens: Sequence[ChangeToken], at: int) -> int:
        """All of the clause from here on, and what stood open before it, is told as not understood."""
        clause = self.clause
        opened = [one for one in (clause.named, clause.label, clause.verb, clause.was) if one is not None]
        start = min(one.start for one in (*opened, tokens[at]))
        end = at
        while end < len(tokens) and tokens[end].kind is not Kind.BREAK:
            end += 1
        self.lost.append((start, tokens[end - 1].end))
        clause.named = clause.label = clause.verb = clause.was = None
        clause.lost = True
        return end

    def _same(self) -> None:
        """单价不变: what stood open before it is answered."""
        self.clause.label = self.clause.verb = self.clause.named = None

    # ── ends ───────────────────────────────────────────────────────────────────────────────

    def _lose(self, token: ChangeToken) -> None:
        clause = self.clause
        self.lost += [(one.start, one.end) for one in (clause.label, clause.verb, clause.was) if one is not None]
        self.lost.append((token.start, token.end))
        clause.label = clause.verb = clause.was = None
        clause.lost = True

    def _close(self) -> None:
        """The end of a clause: what nothing was said of is told, and what stands beside unread words is doubted."""
        clause = self.clause
        if clause.verb is not None and clause.verb.role is Role.MORE and clause.named is not None:
            self._without_count(clause.verb, clause.named)
        waiting = clause.verb or clause.was or (clause.label if clause.first == len(self.parts) else None)
        if waiting is not None:
            taken = [one for one in (clause.label, clause.verb, clause.was) if one is not None]
            self.lost += [(one.start, one.end) for one in taken]
            clause.lost = True
        if clause.lost:
            self._doubt_from(clause.first)
        if clause.named is not None and (clause.lost or clause.first < len(self.parts)):
            self.lost.append((clause.named.start, clause.named.end))
        elif clause.named is not None:
            self._await(clause.named)
        self.clause = _Clause(first=len(self.parts))

    def _without_count(self, verb: ChangeToken, product: ChangeToken) -> None:
        """加X350, and not how many."""
        start, end = min(verb.start, product.start), max(verb.end, product.end)
        part = self._part(Meant.QUANTITY, Ambiguous(self.line.words(start, end)), start, end, how=How.MORE)
        self.parts.append(self._of_order(replace(part, product=self._code(product))))
        self.clause.verb = self.clause.named = None

    def _await(self, named: ChangeToken | None) -> None:
        """X200，改成500台: what is said of it may come in the next clause."""
        if self.pending is not None:
            self.lost.append((self.pending.start, self.pending.end))
        self.pending = named

    def _end_sentence(self) -> None:
        if self.sentence.doubt:
            self._doubt_from(self.sentence.first)
        self.sentence = _Sentence(first=len(self.parts))

    def _doubt_from(self, first: int) -> None:
        self.parts[first:] = [replace(part, reading=doubted(part.reading)) for part in self.parts[first:]]

    def _text(self, token: ChangeToken) -> str:
        return self.line.plain[token.start : token.end]

    def _text_of(self, token: ChangeToken) -> str:
        return self.line.words(token.start, token.end)


def _next(tokens: Sequence[ChangeToken], at: int) -> ChangeToken | None:
    return tokens[at + 1] if at + 1 < len(tokens) else None
