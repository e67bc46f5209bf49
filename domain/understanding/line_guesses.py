"""What words of a message may mean that are no whole name: 宏达的周工, 苏州宏达, a slip of one character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.understanding.company_names import without_place
from domain.understanding.line_patterns import TITLE
from domain.understanding.line_scanner import CUSTOMER, Guess, Names

_HAN = re.compile("[\u3400-\u9fff]+")
_SHORTEST_NAME, _LONGEST_SHORT_NAME = 2, 4


class Guesses:
    """Asked for once a word: several steps want to know."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[str, Sequence[Guess]] = {}

    def of(self, words: str) -> Sequence[Guess]:
        """What these words may mean, the likeliest first."""
        if words not in self._known:
            self._known[words] = self._looked_up(words)
        return self._known[words]

    def _looked_up(self, words: str) -> Sequence[Guess]:
        found = self._names.like(words) if len(words) > 1 else ()
        if not any(guess.sure for guess in found) and (bare := TITLE.sub("", words)) != words and len(bare) > 1:
            found = self._names.like(bare) or found
        if not found and (bare := without_place(words)) != words:
            return [replace(guess, sure=False) for guess in self._names.like(bare) if guess.kind == CUSTOMER]
        if not found and len(words) > _SHORTEST_NAME and _HAN.fullmatch(words) and self._names.begins(words, 0):
            return self._name_ahead(words)
        return found

    def _name_ahead(self, words: str) -> Sequence[Guess]:
        """宏达谈好: a customer, or another who is called so; it is asked."""
        for end in range(min(len(words) - 1, _LONGEST_SHORT_NAME), _SHORTEST_NAME - 1, -1):
            sure = [guess for guess in self._names.like(words[:end]) if guess.sure and guess.kind == CUSTOMER]
            if sure:
                return [replace(guess, sure=False) for guess in sure]
        return ()
