"""What words stand for which order type, as the process book says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from domain.process.types import Book
from domain.understanding.line_text import line_text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`terms`: the types that a word may stand for; `beside`: the types that it does not contradict; `shares`: the
    types that ask for a share of the price first. Types by their leaf's key, words as `line_text` writes them."""

    terms: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    shares: frozenset[str] = frozenset()


def vocabulary(book: Book) -> Vocabulary:
    """The words of a book."""
    terms: dict[str, tuple[str, ...]] = {}
    beside: dict[str, frozenset[str]] = {}
    for leaf in book.leaves.values():
        for words in map(_plain, leaf.said):
            terms[words] = (*terms.get(words, ()), leaf.key)
        for words in map(_plain, leaf.said_beside):
            beside[words] = beside.get(words, frozenset()) | {leaf.key}
    shares = {leaf.key for leaf in book.leaves.values() if any(one.field for one in leaf.payment_conditions)}
    return Vocabulary(terms, beside, frozenset(shares))


@lru_cache(maxsize=512)
def _plain(words: str) -> str:
    return line_text(words).plain
