"""What a form is made of: steps as data, and the forms that exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup

from domain.process.fields import Field as BookField
from domain.process.names import FieldKind
from domain.process.types import Leaf
from domain.process.words import ParamValue
from handlers.turn import House, Turn
from locales import Text

Words = Callable[[str], str]
"""Plain words in a language."""

SUMMARY, EDITING, SURE = None, "_edit", "_sure"
"""Where a draft can stand beside its questions: the read-back, "which answer?", "really throw it away?"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered as a button; `key` is stored."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True)
class Step:
    """One question. Its kind knows how to offer answers, read one and show it."""

    key: str
    kind: FieldKind | str
    """A name of `kinds.KINDS`: one of the book's, or one that a form brought."""
    label: Words
    ask: Words
    required: bool = True
    """One that is not is asked as well, and may be left empty."""
    default: Any = None
    choices: tuple[Choice, ...] = ()
    params: Mapping[str, ParamValue] = field(default_factory=dict[str, ParamValue])
    quiet: bool = False
    """Its answer is said by the heading, not in a line of its own."""
    from_last: bool = False
    """The customer's last answer to it is offered."""
    clears: tuple[str, ...] = ()
    """Answers that no longer hold once this one is given anew."""

    def choice(self, key: object) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)


class Form(Protocol):
    """A form: its steps, its heading, and what happens when it is complete.

    One whose drafts keep photos and documents says `keeps_files = True`. One whose answers may be overtaken by what
    others do has a `recheck(turn, draft)`, and one with buttons for what is changed most has `shortcuts`. One
    that understands more than the answer to its question has a `hear(turn, draft, text)`. One that says `at_once = True`
    is carried out with its last answer.
    """

    name: str

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        """The questions, in asking order; later ones may depend on answers."""
        ...

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        """Answers with defaults: not asked, shown on the summary, changed there."""
        ...

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        """The first line of the card."""
        ...

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        """Lines of the read-back that belong to the whole: a total, a note on defaults."""
        ...

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        """What the card says once it was carried out."""
        ...

    def submit(self, turn: Turn, draft: Any) -> None:
        """Carry it out. Raises the services' errors; the draft stays open then."""
        ...


def said(text: Text) -> Words:
    """A text of ours as plain words."""
    return lambda lang: text.plain(lang)


def of_book(book_field: BookField) -> Step:
    """A field of the process book as a step."""
    return Step(
        key=book_field.key,
        kind=book_field.kind,
        label=book_field.label.in_,
        ask=book_field.ask.in_ if book_field.ask else book_field.label.in_,
        required=book_field.required,
        default=book_field.default,
        choices=tuple(Choice(choice.key, choice.label.in_) for choice in book_field.choices),
        params=book_field.params,
        quiet=book_field.kind is FieldKind.CUSTOMER,
        from_last=book_field.from_last,
    )


def of_leaf(leaf: Leaf) -> tuple[Step, ...]:
    """The asked fields of a leaf."""
    return tuple(of_book(book_field) for book_field in leaf.fields)


def extra_of_leaf(leaf: Leaf) -> tuple[Step, ...]:
    """The fields of a leaf that are not asked."""
    return tuple(of_book(book_field) for book_field in leaf.defaults)
