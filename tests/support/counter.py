"""A company as small as can be, for the engine room's own tests: everybody may count, and every count is kept.

`/add N` writes one entry into the history of whoever said it and owes an answer; the button under it does the
same. Both go through the real desk, inbox, cards and buttons.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.book_file import default_book_bytes
from bot.company import Company
from bot.windows import OVERALL, Windows
from db.models import History
from domain.process.loader import load_book
from domain.process.types import Book
from handlers.dispatch import Desk
from handlers.routing import Routes
from handlers.say import Say, do, rows
from handlers.turn import House, Turn
from handlers.view import View
from services import history

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
BOT_ID = 7000000001


class Broken(Exception):
    """What a handler raises when it is told to."""


def count(turn: Turn, what: str) -> None:
    """One effect, and one answer."""
    history.record(
        turn.session, subject=f"person:{turn.actor.telegram_id}", action="added", now=turn.now, actor_id=turn.actor.id,
        after={"what": what},
    )  # fmt: skip
    turn.reply("counted", what=what)


def add(turn: Turn) -> None:
    """`/add 7`"""
    count(turn, turn.text)


def press(turn: Turn, what: str) -> None:
    """The button under a card."""
    count(turn, f"press {what}")


def fail(_turn: Turn) -> None:
    raise Broken("as it was told to")


def cancel(_turn: Turn) -> None:
    raise asyncio.CancelledError


def hang(_turn: Turn) -> None:
    time.sleep(3600)


def card(turn: Turn) -> None:
    """`/card NAME` lets a card stand in the chat."""
    turn.card("tally", turn.text)


def fail_press(_turn: Turn) -> None:
    raise Broken("a press that fails")


def counted(view: View) -> Say:
    return Say(Markup.escape(f"counted {view.facts['what']}"))


def said(view: View) -> Say:
    return Say(Markup(view.facts["html"]))


def tally(view: View) -> Say:
    """A card with a button that works once, and one that fails."""
    return Say(
        Markup.escape(f"tally {view.subject}"),
        rows((do("count", "press", what=view.subject), do("break", "fail_press"))),
    )


def plain(view: View) -> Say:
    """A kind for rows and cards that tests owe themselves."""
    picture = view.facts.get("photo")
    return Say(Markup(view.facts.get("text", view.subject or "plain")), photo=picture.encode() if picture else None)


def picture(view: View) -> Say:
    """A square of a colour, or no picture at all."""
    colour = view.facts.get("colour")
    return Say(Markup.escape(view.facts["text"]), photo=square(colour) if colour else None)


def standing(view: View) -> Say:
    """A list that is pinned, and not sent twice as it is."""
    return Say(Markup.escape(view.facts["text"]), silent=True, lasting=True, pin=True)


@cache
def square(colour: str) -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()


def unrenderable(_view: View) -> Say:
    raise Broken("cannot be rendered")


def gone(_view: View) -> None:
    return None


ROUTES = Routes(
    commands={"add": add, "fail": fail, "cancel": cancel, "hang": hang, "card": card},
    acts={"press": press, "fail_press": fail_press},
    guards=dict.fromkeys(
        ("act:press", "act:fail_press", "command:add", "command:fail", "command:cancel", "command:hang", "command:card"),
        ("desk.use",),
    ),
    says={
        "counted": counted, "said": said, "tally": tally, "plain": plain, "unrenderable": unrenderable, "gone": gone,
        "picture": picture, "standing": standing,
        "alarm": lambda view: Say(Markup.escape(view.facts["what"])),
        "after_outage": lambda _view: Say(Markup("presses may be lost")),
        "unknown_command": lambda _view: Say(Markup("unknown")),
        "outsider": lambda _view: Say(Markup("outsider")),
    },
)  # fmt: skip


@cache
def default_book() -> Book:
    return load_book(default_book_bytes(), source="default.toml")


def company(people: Iterable[int]) -> Company:
    """Everybody named is an administrator, and so is known without an invitation."""
    return Company(
        book=default_book(), book_text=default_book_bytes(), zone=ZONE, routes=ROUTES, admins=frozenset(people)
    )


def desk(people: Iterable[int] = ()) -> Desk:
    house = House(book=default_book(), zone=ZONE, bot_id=BOT_ID, username="gendan_bot", admin_ids=frozenset(people))
    return Desk(ROUTES, house)


def effects(session: Session) -> dict[int, list[str]]:
    """What each person's history says was counted, in order."""
    found: dict[int, list[str]] = {}
    for row in session.scalars(select(History).where(History.action == "added").order_by(History.id)):
        words = row.entry.partition('"what":"')[2].partition('"')[0]
        found.setdefault(int(row.subject.partition(":")[2]), []).append(words)
    return found


class OpenWindows(Windows):
    """No limit at all: for what has nothing to do with Telegram's patience."""

    def closed(self) -> dict[int, float]:
        return {}

    def allowance(self) -> int:
        return OVERALL.count

    def wait_overall(self) -> float:
        return 0.0


# ── updates as Telegram sends them ─────────────────────────────────────────────────────────


def message(update_id: int, sender: int, text: str, chat: int | None = None) -> dict[str, Any]:
    """A private message, or with `chat` one in a group."""
    where = {"id": chat, "type": "supergroup", "title": "group"} if chat else {"id": sender, "type": "private"}
    user = {"id": sender, "is_bot": False, "first_name": f"P{sender}", "language_code": "zh-hans"}
    body: dict[str, Any] = {"message_id": update_id, "date": 1795393800, "chat": where, "from": user, "text": text}
    return {"update_id": update_id, "message": body}


def pressed(update_id: int, sender: int, data: str, chat: int | None = None) -> dict[str, Any]:
    """A press on a button of a message in the chat."""
    user = {"id": sender, "is_bot": False, "first_name": f"P{sender}", "language_code": "zh-hans"}
    under = message(1, sender, "card", chat)["message"]
    query = {"id": f"query-{update_id}", "from": user, "chat_instance": "1", "data": data, "message": under}
    return {"update_id": update_id, "callback_query": query}
