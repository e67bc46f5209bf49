"""What the company's pages have in common: names, lists, rows of buttons and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handlers.company import texts
from handlers.say import Button, Row, act
from handlers.view import View
from locales import Text
from services import drafts, people
from services.people import PersonFacts

ON_A_PAGE = 8
"""So many buttons of people at once; the rest is a page further."""


def listed(view: View, words: Iterable[str]) -> str:
    return texts.LIST_COMMA.plain(view.lang).join(words)


def actor(view: View) -> PersonFacts:
    return people.by_id(view.session, view.subject_id)


def to(view: View, label: Text, page: str, /, **args: Any) -> Button:
    """A button that turns to another page of the company's card."""
    return act(label.plain(view.lang), f"company.{page}", **args)


def resume(view: View, form: str) -> Row:
    """A form of this kind that was put aside."""
    left = drafts.open_of(view.session, view.subject_id, form)
    return tuple(act(texts.RESUME.plain(view.lang), "draft.resume", draft=draft.id) for draft in left[:1])


def back(view: View) -> Row:
    return (to(view, texts.BACK, "show"),)


def next_page(view: View, page: str, at: int, more: bool, /, **args: Any) -> Row:
    """The way to the rest, and from its end to the beginning; nothing where one page holds all."""
    if not more and not at:
        return ()
    return (to(view, texts.NEXT_PAGE, page, page=at + 1 if more else 0, **args),)


def to_department(view: View, key: str) -> Row:
    """Back to the page of a department."""
    return (to(view, texts.BACK, "department", department=key),)
