"""What a renderer returns: words, buttons, pictures; still without Telegram."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

Row = tuple["Button", ...]
Drawing = Callable[[], bytes]
"""Makes a picture. Drawing is long work: the sender calls it on a thread of its own, outside every transaction."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a press does: a name from the routing table and its arguments.

    An effect is single use: the same button never does it twice. Navigation may be pressed again.
    """

    name: str
    args: dict[str, Any] = field(default_factory=dict)
    effect: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """One button: either it acts, or it opens a link, or it copies a text."""

    label: str
    act: Act | None = None
    style: str | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was made here, to be sent as a document."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Picker:
    """A key below the input line that lets a person choose one of their groups; `request` comes back with it."""

    label: str
    request: int


@dataclass(frozen=True, slots=True)
class Say:
    """One message as a person will read it."""

    text: Markup
    rows: tuple[Row, ...] = ()
    photo: bytes | str | Drawing | None = None
    """What is to be drawn or sent, or the id of a file that Telegram has."""
    document: str | Upload | None = None
    album: tuple[tuple[str, str], ...] = ()
    """Files that Telegram has, sent together: each `photo` or `document`, all of one sort, and its id."""
    instead: Markup | None = None
    """What is said where Telegram knows a file no more; buttons stand under that alone where there is an album."""
    placeholder: str | None = None
    """Set where the person is asked to reply: Telegram opens the reply line with this hint."""
    silent: bool = False
    rings: bool = False
    """Asks for nothing by a button, and yet somebody has to stop or to look now: no mere piece of news."""
    picker: Picker | None = None
    """In a private chat, and without buttons under the message."""
    clears: bool = False
    """Takes the key below the input line away again."""
    lasting: bool = False
    """A list that is brought up to date often: an edition that says what stands there already is not sent."""
    pin: bool | None = None
    """True: it stands pinned on top of the chat. False: not any more."""
    leaves: bool = False
    """The bot leaves the group; words, if there are any, are said before."""


def act(label: str, name: str, /, *, effect: bool = False, style: str | None = None, **args: Any) -> Button:
    """A button that acts."""
    return Button(label, Act(name, args, effect), style)


def do(label: str, name: str, /, *, style: str | None = None, **args: Any) -> Button:
    """A button with a single-use effect."""
    return act(label, name, effect=True, style=style, **args)


def in_rows(buttons: Sequence[Button], width: int = 2) -> tuple[Row, ...]:
    """Buttons so many a row: two fit a telephone, up to seven characters each."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def rows(*given: Row | None) -> tuple[Row, ...]:
    """Rows of buttons without the empty ones."""
    return tuple(row for row in given if row)
