"""What a reply to a card that waits for a decision says: a vote, no vote, or something to be asked back.

A vote counts only where its word comes first, the person's own and in full; whatever may mean more or less is
asked, whatever else was written is kept as a comment. Every text has a reading, none is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding import verdict_words as words
from domain.understanding.verdict_clauses import Clause, clauses_of, folded, without_blanks


class Said(StrEnum):
    """What a reply to a card is."""

    APPROVE = "approve"
    REJECT = "reject"
    SEND_BACK = "send_back"
    READ = "read"
    """Seen, and no vote."""
    LATER = "later"
    """Left open for now."""
    ASK_CONDITION = "condition"
    """An approval with something beside it: a condition, a remark, or no approval at all?"""
    ASK = "ask"
    """A vote perhaps: asked once, by button."""
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says, and what stands beside the verdict, as it was written; all of it where there is none."""

    said: Said
    words: str


_Found = tuple[Said, int]
"""A vote, and where in the folded text the words beside it begin; 0 where all of it is kept."""

_Judge = Callable[..., Said]

_EDGE = " \t\n,，.。!！;；:：、~～…()（）—-|?？"
_QUOTED = re.compile("[\"“”「」『』【】《》'‘’](.+?)[\"“”「」『』【】《》'‘’]")
_CLOSING = _EDGE.translate({ord(char): None for char in "()（）"})
_MENTION = re.compile(r"@\S+ +")


def _any_of(listed: Iterable[str]) -> str:
    """A pattern of words: a blank may stand between Chinese characters, a Latin word ends where it ends."""
    return "|".join(rf"{word}(?![a-z0-9'])" if word.isascii() else " ?".join(word) for word in listed)


_OPEN = re.compile(f"{words.MYSELF}{words.REJECT_FIRMLY}(?P<word>{_any_of(words.REJECT_OPEN)})")
_REJECT = re.compile(f"{words.MYSELF}{words.REJECT_FIRMLY}(?P<word>{_any_of(words.REJECT)})")
_APPROVE = re.compile(f"{words.MYSELF}{words.APPROVE_FIRMLY}(?P<word>{_any_of(words.APPROVE)})")
_SEND_BACK = re.compile(f"{words.MYSELF}{words.REJECT_FIRMLY}(?P<word>{_any_of(words.SEND_BACK)})")

# Before a mark or a 但 a soft consent is one too, and what belongs to the word is no part of the condition.
_AGREED = re.compile(
    rf"\W*(?:{_APPROVE.pattern.replace('?P<word>', '?:')}(?:{words.APPROVE_TAIL.pattern})|(?:{words.LEANING.pattern})"
    rf"|{words.AGREED_IN_PART})(?=[\W]|{words.BUT})"
)
_BUT = re.compile(rf"\W*(?:(?:{words.BUT})[\W]*)*")


def read_verdict(text: str) -> Reading:
    """What the text says as a reply to a card."""
    told = text.strip()
    plain, places = folded(told)
    clauses = [part for clause in clauses_of(plain) for part in _leads_apart(clause)]
    if not any(clause.text for clause in clauses):
        return Reading(_by_signs(clauses), told)
    vote, start = _judged(plain, clauses)
    if start == 0:
        return Reading(vote, told)
    return Reading(vote, told[places[start] :].strip(_EDGE) if start < len(places) else "")


def beside_consent(text: str) -> str:
    """What is written beside the word of consent: `要先付三成` of `可以，但要先付三成`; all of it where nothing is left."""
    told = text.strip()
    plain, places = folded(told)
    said = _AGREED.match(plain) or _APPROVE.match(plain)
    if said is None:
        return told
    but = _BUT.match(plain, said.end())
    start = but.end() if but else said.end()
    return told[places[start] :].strip(_CLOSING) or told if start < len(places) else told


def _judged(plain: str, clauses: Sequence[Clause]) -> _Found:
    if words.NO_VERDICT.fullmatch(plain.strip()):
        return Said.COMMENT, 0
    for index, clause in enumerate(clauses):
        found = None if "(" in clause.before else _verdict(plain, clauses, index)
        if found is not None:
            return found
        if clause.text and (_lead(clause) is None or clause.tight in words.LEANING_EXACT):
            break
    return _softly(clauses)


def _verdict(plain: str, clauses: Sequence[Clause], index: int) -> _Found | None:
    """The vote that this clause begins with, judged by what follows; None where it begins with none."""
    clause = clauses[index]
    if clause.tight in words.LEANING_EXACT:
        return None
    if (said := _OPEN.match(clause.text)) or (said := _REJECT.match(clause.text)):
        judge = _rejecting
    elif said := _SEND_BACK.match(clause.text):
        judge = _sending_back
    elif said := _APPROVE.match(clause.text):
        judge = _approving
    elif words.QUALIFIED.match(clause.tight):
        return (Said.COMMENT, 0) if words.QUESTION.search(clause.tight) else (Said.ASK_CONDITION, 0)
    else:
        return None
    rest = clauses[index + 1 :]
    if words.QUESTION.search(clause.tight) or (rest and rest[0].text and not rest[0].text.strip("?吗么嘛")):
        return Said.COMMENT, 0
    tail = clause.text[said.end() :]
    following = next((other.start for other in rest if other.text), len(plain))
    vote = judge(said["word"], tail, clause, rest)
    inside = bool(without_blanks(tail.strip())) and not _closed(judge, without_blanks(tail.strip()))
    return vote, (clause.start + said.end() if inside else following) if vote is not Said.COMMENT else 0


def _closed(judge: _Judge, tail: str) -> bool:
    own = {_approving: words.APPROVE_TAIL, _rejecting: words.REJECT_TAIL, _sending_back: words.SENT_BACK_FOR}
    return own[judge].fullmatch(tail) is not None


def _approving(word: str, tail: str, clause: Clause, rest: Sequence[Clause]) -> Said:
    spaced, glued = tail.startswith(" "), without_blanks(tail.strip())
    beside = list(rest)
    if glued in words.COURTESY:
        pass
    elif not words.APPROVE_TAIL.fullmatch(glued) or (word.isascii() and glued):
        if words.NOT_MEANT_APPROVING.match(glued):
            return Said.ASK if spaced else Said.COMMENT
        if not spaced or word.isascii():
            return _glued(without_blanks(word), glued)
        beside.insert(0, Clause(tail.strip(), 0, "", frozenset()))
    doubt = _doubt(word, beside)
    signs = clause.signs.union(*(other.signs for other in rest))
    if doubt is None and not signs <= words.KIND_SIGNS:
        return Said.ASK
    return doubt or Said.APPROVE


def _glued(word: str, tail: str) -> Said:
    """What an approving word is with others written to it that are not its own: a limit, a doubt, another word."""
    begins = words.CONDITION.match(tail) or words.AMOUNT_OR_DAY.match(tail)
    if begins or ((word == "同意" or word.isascii()) and words.CONDITION.search(tail)):
        return Said.ASK_CONDITION
    return Said.ASK if word == "同意" or word.isascii() else Said.COMMENT


def _doubt(word: str, beside: Sequence[Clause]) -> Said | None:
    """What keeps an approval with these words beside it from counting at once."""
    told = [words.HARMLESS.sub("", other.tight) for other in beside]
    if any(words.QUESTION_TAG.fullmatch(clause.rstrip("?")) for clause in told):
        return Said.COMMENT
    if any(words.TAKEN_BACK.search(clause) or words.SIGNED_BY_ANOTHER.fullmatch(clause) for clause in told):
        return Said.ASK
    if any(_exact(clause) in (Said.REJECT, Said.SEND_BACK) for clause in beside):
        return Said.ASK
    if word in words.WEAK and beside and words.READ.fullmatch(beside[0].tight):
        return Said.ASK
    limits = (words.CONDITION, words.AMOUNT_OR_DAY, words.NEGATION, words.QUESTION)
    return Said.ASK_CONDITION if any(limit.search(clause) for limit in limits for clause in told) else None


def _rejecting(word: str, tail: str, clause: Clause, rest: Sequence[Clause]) -> Said:
    spaced, glued = tail.startswith(" "), without_blanks(tail.strip())
    if not words.REJECT_TAIL.fullmatch(glued):
        if words.NOT_QUITE_REJECTING.match(glued):
            return Said.ASK
        if not spaced and words.NOT_MEANT_REJECTING.match(glued):
            return Said.COMMENT
        if word.isascii():
            return Said.ASK
        if not spaced and without_blanks(word) not in words.REJECT_OPEN:
            return Said.COMMENT
    wrong = clause.signs - words.REFUSING_SIGNS - words.KIND_SIGNS | clause.signs & words.PRAISING_SIGNS
    doubted = any(
        words.MARK_OF_QUESTION.search(other.text)
        or words.QUESTION_TAG.fullmatch(other.tight)
        or words.NOT_SO.search(other.tight)
        or _exact(other) is Said.APPROVE
        for other in rest
    )
    return Said.ASK if wrong or doubted else Said.REJECT


def _sending_back(word: str, tail: str, clause: Clause, rest: Sequence[Clause]) -> Said:
    glued = without_blanks(tail.strip())
    if not tail.startswith(" ") and not words.SEND_BACK_TAIL.fullmatch(glued):
        return Said.COMMENT
    if word.isascii() and glued:
        return Said.ASK
    doubted = clause.signs & words.PRAISING_SIGNS or any(
        words.MARK_OF_QUESTION.search(other.text)
        or words.QUESTION_TAG.fullmatch(other.tight)
        or _exact(other) is Said.APPROVE
        for other in rest
    )
    return Said.ASK if doubted else Said.SEND_BACK


def _exact(clause: Clause) -> Said | None:
    """The vote of a clause that says nothing else."""
    for pattern, tail, vote in (
        (_OPEN, words.REJECT_TAIL, Said.REJECT),
        (_REJECT, words.REJECT_TAIL, Said.REJECT),
        (_SEND_BACK, words.SEND_BACK_TAIL, Said.SEND_BACK),
        (_APPROVE, words.APPROVE_TAIL, Said.APPROVE),
    ):
        said = pattern.match(clause.text)
        if said is not None and tail.fullmatch(without_blanks(clause.text[said.end() :].strip())):
            return vote
    return None


def _softly(clauses: Sequence[Clause]) -> _Found:
    """A text that begins with no vote: seen, later, perhaps a vote, or only talk."""
    if any(words.QUESTION.search(clause.tight) and clause.tight not in words.LEANING_EXACT for clause in clauses):
        return Said.COMMENT, 0
    if _voted_further_on(clauses):
        return Said.ASK, 0
    leads = [lead for clause in _run(clauses) if (lead := _lead(clause)) not in (None, Said.COMMENT)]
    if any(words.LATER.fullmatch(clause.tight) for clause in clauses):
        return Said.LATER, 0
    if not leads:
        thumb = clauses[0].signs & words.READ_SIGNS and all(_lead(clause) for clause in clauses)
        but = words.LEANING_BUT.match(clauses[0].tight)
        return Said.ASK_CONDITION if but else Said.READ if thumb else Said.COMMENT, 0
    beside = [clause.tight for clause in clauses[len(_run(clauses)) :]]
    limited = any(words.CONDITION.search(text) or words.AMOUNT_OR_DAY.search(text) for text in beside)
    return Said.ASK_CONDITION if leads[-1] is Said.ASK and limited else leads[-1], 0  # type: ignore[return-value]


def _run(clauses: Sequence[Clause]) -> Sequence[Clause]:
    """The clauses at the beginning that are seen, agreeable or polite."""
    count = next((n for n, clause in enumerate(clauses) if _lead(clause) is None), len(clauses))
    return clauses[:count]


def _lead(clause: Clause) -> Said | None:
    """What a clause is that a vote may follow; COMMENT for mere politeness."""
    told = clause.tight
    if told.replace(" ", "") in words.COURTESY or not told:
        return Said.COMMENT
    if words.READ.fullmatch(told) and told not in words.NOT_READ:
        return Said.READ
    return Said.ASK if told in words.LEANING_EXACT or words.LEANING.fullmatch(told) else None


def _voted_further_on(clauses: Sequence[Clause]) -> bool:
    """Whether a later clause, one in quotation marks, or one after a mention is a vote by itself."""
    for index, clause in enumerate(clauses):
        quoted, named = _QUOTED.fullmatch(clause.text), _MENTION.match(clause.text)
        inner = quoted[1] if quoted else clause.text[named.end() :] if named else clause.text
        if _exact(Clause(inner.strip(), 0, "", frozenset())) is None:
            continue
        before = clauses[:index]
        if any(words.REPORTED.search(other.tight) for other in before):
            continue
        if ":" not in clause.before or words.OPINION.fullmatch(before[-1].tight):
            return True
    lone = re.sub(r"^\W+|\W+$", "", clauses[0].text) if len(clauses) == 1 else ""
    decorated = bool(lone) and clauses[0].text[0] not in "@>" and _lead(clauses[0]) is None
    return decorated and _exact(Clause(lone, 0, "", frozenset())) is not None


def _by_signs(clauses: Sequence[Clause]) -> Said:
    signs = frozenset[str]().union(*(clause.signs for clause in clauses))
    if not signs:
        return Said.COMMENT
    return Said.READ if signs <= words.READ_SIGNS else Said.ASK if signs <= words.ASKING_SIGNS else Said.COMMENT


def _leads_apart(clause: Clause) -> Iterator[Clause]:
    """`收到 马上看`: a word of politeness or notice is a clause of its own before a blank."""
    head, blank, tail = clause.text.partition(" ")
    lead = Clause(head, clause.start, clause.before, clause.signs)
    if blank and not head.isascii() and _lead(lead) is not None:
        yield lead
        yield Clause(tail.lstrip(), clause.end - len(tail.lstrip()), " ", frozenset())
    else:
        yield clause
