"""The forms that exist, by name. Features enter theirs when they are imported."""

from __future__ import annotations

from handlers.forms.steps import Form

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


def keeps_files(form: Form) -> bool:
    """Whether photos and documents belong to its drafts."""
    return bool(getattr(form, "keeps_files", False))
