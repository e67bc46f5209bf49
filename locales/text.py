"""``T`` and ``L``: texts that are rendered for one receiver at a time.

A text is a small piece of Telegram HTML with ``%(name)s`` places. Its shape is checked when it is built, so a
bad text fails at import and not in front of a customer. Whatever is put into a place is escaped, loses its
control characters and stays on one line; a block of several lines is built with :func:`lines`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import reduce
from html import unescape
from typing import Final

from markupsafe import Markup, escape

from locales.catalogues import translate

log = logging.getLogger(__name__)

Value = str | int
"""What a place takes: finished words or a count. Money and dates go through ``locales.formats`` first."""

PLACE: Final = re.compile(r"%\((\w+)\)s|%(%)|(%)")
TAG: Final = re.compile(r"</?[a-z][^<>]*>")
ONE_SPACE: Final = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters that are no white space
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn the direction of what follows
    r"\u200b\u2060\ufeff\ud800-\udfff]"  # nothing to see, or half a character
)

_strict = True


def forgive() -> None:
    """From now on a missing value is logged and shown as ``…`` instead of being raised.

    A running bot calls this: half a sentence is better than a card that never comes. Tests do not.
    """
    global _strict
    _strict = False


def clean(words: str) -> str:
    """A value as it may stand in a sentence: on one line, and nothing that turns or hides what follows."""
    if words.isascii() and words.isprintable():
        return words
    return UNSEEN.sub("", ONE_SPACE.sub(" ", words))


def lines(parts: Iterable[str]) -> Markup:
    """Several lines as one value; each is cleaned and escaped unless it is already a rendered text."""
    return Markup("\n").join(p if isinstance(p, Markup) else escape(clean(p)) for p in parts)


def pieces(template: str) -> tuple[str, ...]:
    """The template cut at its places: words, name, words, … words. ValueError for a stray ``%``."""
    cut: list[str] = [""]
    end = 0
    for found in PLACE.finditer(template):
        if found[3]:
            raise ValueError(f"a percent sign is written %%, a place %(name)s: {template!r}")
        cut[-1] += template[end : found.start()]
        end = found.end()
        if found[2]:
            cut[-1] += "%"
        else:
            cut += [found[1], ""]
    cut[-1] += template[end:]
    return tuple(cut)


def without_tags(markup: str) -> str:
    return unescape(TAG.sub("", markup))


def as_markup(value: Value) -> str:
    return str(value) if isinstance(value, int | Markup) else str(escape(clean(value)))


def as_words(value: Value) -> str:
    if isinstance(value, Markup):
        return without_tags(value)
    return str(value) if isinstance(value, int) else clean(value)


Shown = Callable[[Value], str]


class Text:
    """One text in every language. Call it with a language and values for HTML, ``.plain`` for bare words."""

    __slots__ = ("_cut", "_cut_plain", "context", "msgid", "places")

    def __init__(self, msgid: str, context: str | None = None) -> None:
        self.msgid = msgid
        self.context = context
        self.places = frozenset(pieces(msgid)[1::2])
        self._cut: dict[str, tuple[str, ...]] = {}
        self._cut_plain: dict[str, tuple[str, ...]] = {}

    def __repr__(self) -> str:
        return f"T({self.msgid!r})" if self.context is None else f"L({self.context!r}, {self.msgid!r})"

    def __call__(self, language: str, /, **values: Value) -> Markup:
        """Telegram HTML for a message."""
        cut = self._cut.get(language)
        if cut is None:
            cut = self._cut[language] = pieces(translate(language, self.context, self.msgid))
        return Markup(self._fill(cut, values, as_markup))  # noqa: S704 - every value was escaped by as_markup

    def plain(self, language: str, /, **values: Value) -> str:
        """Bare words for a button, a toast, a file name or a picture."""
        cut = self._cut_plain.get(language)
        if cut is None:
            words = without_tags(translate(language, self.context, self.msgid))
            cut = self._cut_plain[language] = pieces(words)
        return self._fill(cut, values, as_words)

    def joined(self, language: str, /, parts: Iterable[str]) -> str:
        """Several in a row as bare words, where the text has places for `some` and `another`; nothing for none."""
        each = list(parts)
        return reduce(lambda some, another: self.plain(language, some=some, another=another), each) if each else ""

    def _fill(self, cut: tuple[str, ...], values: dict[str, Value], shown: Shown) -> str:
        if len(cut) == 1:
            return cut[0]
        out = list(cut)
        for place in range(1, len(cut), 2):
            out[place] = shown(self._value(cut[place], values))
        return "".join(out)

    def _value(self, name: str, values: dict[str, Value]) -> Value:
        value = values.get(name)
        # A type is compared, since True is an int that nobody wants to read.
        if type(value) is int or isinstance(value, str):
            return value
        wrong = f"{self!r} takes words or a count for {name!r}" + (
            f", not {type(value).__name__}" if name in values else ""
        )
        if _strict:
            raise (TypeError if name in values else KeyError)(wrong)
        log.error("text without its value: %s", wrong)
        return "…" if value is None else str(value)


def T(msgid: str) -> Text:
    """A sentence or a card. The msgid is the Chinese text itself."""
    return Text(msgid)


def L(context: str, msgid: str) -> Text:
    """A short label, whose context tells its homonyms apart for the translator."""
    return Text(msgid, context)
