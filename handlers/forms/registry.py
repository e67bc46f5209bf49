"""The forms that exist, by name. Features enter theirs when they are imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.forms.steps import Form
from handlers.say import Button
from handlers.turn import House, Turn

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


def keeps_files(form: Form) -> bool:
    """Whether photos and documents belong to its drafts."""
    return bool(getattr(form, "keeps_files", False))
