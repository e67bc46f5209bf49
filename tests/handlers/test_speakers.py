"""Words that nobody of the company says in person, in every place where words do something: none of them counts.

Each place is tried in person too: there the same words count, so that what keeps the others out is who they are.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from handlers import unheard
from handlers.dispatch import Desk
from services import owed
from tests.support.matrix import Company, Seen
from tests.support.speakers import (
    AGAIN,
    AS_IT_IS,
    DECIDING,
    NOBODY,
    SECOND_HAND,
    SILENCE,
    UNASKED,
    VERDICTS,
    Try,
    attempt,
    awaited,
    elsewhere,
    orders,
    speakers,
    tries,
)
from tests.support.who_may import ACTS, COMMANDS


def faults(desk: Company, found: Iterable[Try]) -> list[str]:
    """The cells that are not as the tables say, each with what was seen."""
    wrong: list[str] = []
    for n, one in enumerate(found):
        read = one.name in VERDICTS
        seen = {speaker: attempt(desk, one, speaker, read=read) for speaker in speakers(one, n)}
        wrong += [
            f"{one}, {speaker}: {said}; {each}"
            for speaker, each in seen.items()
            if (said := judged(one, speaker, each, seen["in person"]))
        ]
    return wrong


def judged(one: Try, speaker: str, seen: Seen, in_person: Seen) -> str:
    """What is wrong with a cell; nothing where it is as it should be."""
    if speaker == "in person":
        return "does not count in person" if one.row.does and not seen.changed else ""
    if counts(one, speaker):
        return "" if seen.changed == in_person.changed else "does not count"
    if seen.changed:
        return "counts"
    told = expected(one, speaker)
    if told == SILENCE:
        return "is answered" if seen.owes or seen.said else ""
    if told in seen.owes or any(said.words.startswith(told) for said in seen.shown):
        return "" if len(seen.owes) == 1 else "is told more than that"
    return f"is not told {told}"


def counts(one: Try, speaker: str) -> bool:
    """Where what comes at second hand is taken: files and forms, in private."""
    as_it_is = one.name in AS_IT_IS or one.row.file
    return one.chat > 0 and speaker in SECOND_HAND and as_it_is and not below(one, speaker)


def below(one: Try, speaker: str) -> bool:
    """It should stand below a card and does not: it quotes another."""
    return one.way != "act" and speaker == "quoting another chat"


def expected(one: Try, speaker: str) -> str:
    if one.way == "reply" and not below(one, speaker) and speaker in VERDICTS.get(one.name, {}):
        return VERDICTS[one.name][speaker]
    if one.chat < 0 or speaker not in SECOND_HAND:
        return SILENCE
    if one.row.file:
        return "slip.which" if one.who in COMMANDS["slip"].may else "slip.not_yours"
    return AGAIN.get(one.name, UNASKED)


def test_nothing_that_waits_for_words_is_left_out():
    asked = {name for name, row in ACTS.items() if row.words is not None or row.file}
    assert asked - awaited() <= {"home.unasked", "file.unasked", "sheet.given"}, "asked for in a way that is not read"


def test_only_words_in_person_count_and_the_others_are_told_why_or_nothing(staged: Company):
    found = list(tries())
    assert faults(staged, found) == []


def test_commands_are_nobodys_but_a_persons(staged: Company):
    """Whoever sends one on says it here and now: it does what it says, but for what stops or changes an order."""
    wrong: list[str] = []
    changing: set[str] = set()
    for n, one in enumerate(orders()):
        whole = attempt(staged, one, "in person").changed
        changing |= {one.name} if whole else set()
        for speaker in speakers(one, n):
            if speaker in SECOND_HAND and whole:
                done = frozenset[str]() if one.name in DECIDING else whole
                seen = attempt(staged, one, speaker)
                wrong += [f"{one}, {speaker}: {seen}"] if seen.changed != done or not seen.owes else []
            elif speaker in NOBODY:
                seen = attempt(staged, one, speaker)
                wrong += [f"{one}, {speaker}: {seen}"] if seen.changed or seen.owes or seen.said else []
    assert wrong == []
    assert changing == {"new", "bind", "n", "g", "report", *DECIDING}, "say here what a command changes at once"


# ── the controls ───────────────────────────────────────────────────────────────────────────

IN_GROUP = (
    "slip",
    "supply",
    "goods",
    "signoff",
    "approval",
    "slip.amount_typed",
    "approval.reason_given",
    "slip.given",
)


@pytest.mark.parametrize(
    ("guard", "found"),
    [("not_ours", {"bot with a number of ours"}), ("second_hand", set(SECOND_HAND) - {"quoting another chat"})],
)
def test_without_the_guard_these_would_count(
    staged: Company, monkeypatch: pytest.MonkeyPatch, guard: str, found: set[str]
):
    monkeypatch.setattr(unheard, guard, lambda _message: False)
    for one in tries():
        if one.chat < 0 and one.name in IN_GROUP:
            for speaker in found:
                said = attempt(staged, one, speaker)
                assert said.changed, f"{one}, {speaker}: kept out by something else: {said}"


def test_without_the_difference_an_edited_message_would_count(staged: Company, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        Desk, "_unheard", lambda self, session, message, _why, now: self._message(session, message, now)
    )
    for one in tries():
        if one.name in IN_GROUP:
            assert attempt(staged, one, "edited").changed, f"{one}: kept out by something else"


def test_without_the_chat_a_number_of_another_card_would_count(staged: Company, monkeypatch: pytest.MonkeyPatch):
    at = owed.card_at
    monkeypatch.setattr(owed, "card_at", lambda session, chat, message: at(session, elsewhere(chat), message))
    for one in tries():
        if one.way == "reply" and one.chat < 0 and one.row.does:
            assert attempt(staged, one, "below a card of another chat").changed, f"{one}: kept out by something else"
