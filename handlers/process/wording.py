"""Small wordings that descriptions of the book share: brackets, recipients, waits."""

from __future__ import annotations

from collections.abc import Iterable

from domain.process.reminding import Wait
from domain.process.types import Book
from handlers.process import texts


def bracketed(words: str, more: Iterable[str], lang: str) -> str:
    """Words, and in brackets what is said beside them, if anything."""
    inside = texts.LIST_INSIDE.plain(lang).join(part for part in more if part)
    return texts.IN_BRACKETS.plain(lang, words=words, more=inside) if inside else words


def recipient(book: Book, name: str, lang: str) -> str:
    """A recipient of the book in words: 财务, 财务负责人, 跟单."""
    if name in texts.PERSON:
        return texts.PERSON[name].plain(lang)
    department, _, office = name.rpartition(".") if name not in book.departments else (name, "", "")
    words = book.departments[department].name.in_(lang)
    return texts.OFFICE[office].plain(lang, department=words) if office else words


def recipients(book: Book, names: Iterable[str], lang: str) -> str:
    """Several recipients, side by side."""
    return texts.LIST_COMMA.plain(lang).join(recipient(book, name, lang) for name in names)


def wait_in_words(waits: list[Wait], lang: str) -> str:
    """1、3、7 个工作日: waits of one unit, without their direction."""
    counts = texts.LIST_COMMA.plain(lang).join(str(abs(wait.count)) for wait in waits)
    return texts.WAIT[waits[0].unit].plain(lang, count=counts)
