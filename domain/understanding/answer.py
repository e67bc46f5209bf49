"""What all readers of an amount do alike: the words written one way, without filler; rough ones and questions asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from domain.understanding.lexicon import clean, without_filler, without_question, without_roughness
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why, converted, retold

T = TypeVar("T")


def _as_it_is(text: str) -> str:
    return text


def answered(
    text: str,
    read: Callable[[str], Reading[T]],
    taken: Callable[[T], T | Why],
    bare: Callable[[str], str] = _as_it_is,
) -> Reading[T]:
    """What `read` makes of the words once they are written one way.

    1. `bare` takes off the labels of the kind, before words such as "about" are looked for.
    2. What is said roughly or asked back is never taken, only offered.
    3. `taken` is the value as it is kept, or why it is none.
    """
    words = text.strip()
    plain = clean(text)
    if isinstance(plain, Why):
        return NotUnderstood(words[:64], plain)
    told, questioned = without_question(plain)
    told, about = without_roughness(without_filler(told))
    exact, rough = without_roughness(bare(without_filler(told)))
    rough = rough or about
    found = converted(read(exact), taken)
    if isinstance(found, Understood) and (rough or questioned):
        found = Ambiguous(found.text, (found.value,), Why.ROUGH if rough else Why.READINGS)
    return retold(found, words)
