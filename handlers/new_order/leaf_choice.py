"""Which type of order the answers of a draft lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.process.types import Book, Leaf, Question

QUESTION = "q:"
LEAF, DEEPER = "leaf:", "question:"
"""Keys of the questions that find the type; what their answers lead to: a type, or another question."""


def chosen(draft: Any) -> str | None:
    """The key of the type: the draft's own, or the one that a question led to."""
    if draft.leaf:
        return str(draft.leaf)
    ends = (str(value) for key, value in draft.answers.items() if key.startswith(QUESTION))
    return next((end.removeprefix(LEAF) for end in ends if end.startswith(LEAF)), None)


def leaf_of(book: Book, draft: Any) -> Leaf | None:
    """The type, once it is known; none where the book does not know it any more."""
    return book.leaves.get(chosen(draft) or "")


def way_to(book: Book, leaf: str) -> dict[str, str]:
    """The answers by which the plain questions lead to a type; empty where none of them does."""
    return next(_ways(book, book.questions.get(book.first_question), leaf, frozenset()), {})


def _ways(book: Book, question: Question | None, leaf: str, asked: frozenset[str]) -> Iterator[dict[str, str]]:
    if question is None or question.key in asked:
        return
    for option in question.options:
        if option.leaf == leaf:
            yield {QUESTION + question.key: LEAF + leaf}
        elif option.question:
            for way in _ways(book, book.questions.get(option.question), leaf, asked | {question.key}):
                yield {QUESTION + question.key: DEEPER + option.question, **way}
