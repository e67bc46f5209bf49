"""Albums: several pictures sent together come as one message each, and all answer the same question.

After the first of them the question is kept open for the others alone; whatever else comes is a matter of its own.
"""

from __future__ import annotations

from typing import Any

from handlers.turn import Turn
from services import prompts


def album_of(turn: Turn) -> str | None:
    """The album that the message belongs to; None for a single one, and for a press."""
    return turn.message.media_group_id if turn.message is not None and turn.callback is None else None


def answered(turn: Turn, act: str, **args: Any) -> None:
    """The question is answered: nothing is waited for any more, but for the rest of the album."""
    album = album_of(turn)
    if album is None:
        turn.wait_for_nothing()
    else:
        prompts.open_prompt(
            turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, act=act, args={**args, "album": album},
            now=turn.now,
        )  # fmt: skip


def belongs(turn: Turn, album: str) -> bool:
    """Whether this is another picture of that album."""
    return turn.file() is not None and album_of(turn) == album
