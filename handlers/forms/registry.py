"""The forms that exist, by name. Features enter theirs when they are imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from handlers.forms.steps import Form
from handlers.say import Button, Row
from handlers.turn import House, Turn
from handlers.view import View

_FORMS: dict[str, Form] = {}


def enter(form: Form) -> Form:
    """Add a form; a name can be taken once."""
    if form.name in _FORMS:
        raise ValueError(f"two forms are called {form.name!r}")
    _FORMS[form.name] = form
    return form


def form_of(name: str) -> Form:
    """The form with this name."""
    return _FORMS[name]


def recheck(form: Form) -> Callable[[Turn, Any], dict[str, Any]]:
    """What must be taken back of a draft before it is carried out, with what is said of it; nothing for most forms."""
    return getattr(form, "recheck", lambda _turn, _draft: {})


def shortcuts(form: Form) -> Callable[[Any, House, Any, str, Any], tuple[Button, ...]]:
    """Buttons for what is changed most, beside a question of the day and on the read-back; none for most forms."""
    return getattr(form, "shortcuts", lambda *_where: ())


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is found in a draft that stands at its read-back."""

    before: tuple[Markup, ...] = ()
    after: tuple[Markup, ...] = ()
    mends: Row = ()
    """Buttons that lead to what must be mended first."""


def remarks(form: Form) -> Callable[[View, Any], Remarks]:
    """What is found in a draft before it is carried out; nothing for most forms."""
    return getattr(form, "remarks", lambda _view, _draft: Remarks())


def at_once(form: Form) -> bool:
    """Whether it is carried out with its last answer, without a read-back: what comes of it is read back itself."""
    return bool(getattr(form, "at_once", False))


def keeps_files(form: Form) -> bool:
    """Whether photos and documents belong to its drafts."""
    return bool(getattr(form, "keeps_files", False))
