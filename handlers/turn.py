"""One turn of a person: who said what where, and the few ways to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from domain.process.types import Book
from locales import SOURCE, Text, formats
from services import house, owed, prompts
from services.money import Evidence
from services.owed import Klass
from services.people import ChatFacts, PersonFacts

if TYPE_CHECKING:
    from telegram import Message


@dataclass(frozen=True)
class House(house.House):
    """What every turn stands on: the company, the bot's own name, and who administers."""

    bot_id: int
    username: str
    admin_ids: frozenset[int]


@dataclass(slots=True)
class CallbackAnswer:
    """What a press is answered with, at once and outside the queue."""

    query_id: str
    text: str = ""
    alert: bool = False


@dataclass(slots=True)
class Turn:
    """The context of one unit. `session` is opaque here: only services look into it."""

    session: Any
    house: House
    now: datetime
    actor: PersonFacts
    chat: ChatFacts
    message: Message | None = None
    text: str = ""
    callback: CallbackAnswer | None = None
    card_id: int | None = None
    """The card the press came from, if it came from one."""

    @property
    def book(self) -> Book:
        return self.house.book

    @property
    def lang(self) -> str:
        """The language in which it is answered: over a press the person's own, in a group's messages the group's."""
        if self.callback is None and not self.chat.private:
            return self.chat.language or SOURCE
        return self.actor.language or self.chat.language or SOURCE

    @property
    def today(self) -> date:
        return self.house.today(self.now)

    def moment(self, at: datetime) -> str:
        """A moment as people say it now, in the language of the answer: `10:05`, on another day `11月23日 10:05`."""
        return formats.moment(self.lang, at, self.now, self.house.zone)

    def reply(self, kind: str, subject: str = "", *, to: int | None = None, **facts: Any) -> None:
        """Answer in this chat; rendered by the sender under `kind`. `to`: hangs on this message, not on the asker's."""
        owed.owe(
            self.session, kind, chat_id=self.chat.id, now=self.now, subject=subject, klass=Klass.ANSWER, facts=facts,
            reply_to=to or self._reply_target(),
        )  # fmt: skip

    def tell(
        self, chat_id: int | None, kind: str, subject: str = "", *, order_id: int | None = None, **facts: Any
    ) -> None:
        """Owe a notice to another chat; a department without a group has none."""
        if chat_id is not None:
            owed.owe(self.session, kind, chat_id=chat_id, now=self.now, subject=subject, facts=facts, order_id=order_id)

    def ask(self, kind: str, act: str, args: dict[str, Any] | None = None, *, subject: str = "", **facts: Any) -> None:
        """Ask this person for words or a file; the answer becomes a turn of `act`."""
        row = owed.owe(
            self.session, kind, chat_id=self.chat.id, now=self.now, subject=subject, klass=Klass.ANSWER,
            facts={**facts, "asks": self.actor.id}, reply_to=self._reply_target(),
        )  # fmt: skip
        assert row is not None
        prompts.open_prompt(
            self.session, chat_id=self.chat.id, person_id=self.actor.id, act=act, args=args or {}, now=self.now,
            owed_id=row.id,
        )  # fmt: skip

    def wait_for_nothing(self) -> None:
        """What this person was asked here is answered, or let be."""
        prompts.close_prompts(self.session, chat_id=self.chat.id, person_id=self.actor.id, now=self.now)

    @property
    def replied_to(self) -> int | None:
        """The message under which somebody wrote."""
        original = self.message.reply_to_message if self.message is not None else None
        return original.message_id if original is not None else None

    def awaited(self) -> prompts.Awaited | None:
        """What the bot waits for from this person, here or under the message that they reply to."""
        return prompts.awaited(
            self.session, chat_id=self.chat.id, person_id=self.actor.id, private=self.chat.private,
            reply_to=self.replied_to,
        )  # fmt: skip

    def card(
        self, kind: str, subject: str, *, chat_id: int | None = None, order_id: int | None = None,
        facts: dict[str, Any] | None = None, repost: bool = False, afloat: int | None = None, answer: bool = False,
    ) -> int:  # fmt: skip
        """Let a card stand in a chat (this one by default) in its newest edition; its id."""
        card = owed.show_card(
            self.session, kind, subject=subject, chat_id=self.chat.id if chat_id is None else chat_id, now=self.now,
            klass=Klass.ANSWER if answer else Klass.CARD, facts=facts, order_id=order_id, repost=repost, afloat=afloat,
        )  # fmt: skip
        return card.id

    def file(self) -> tuple[Evidence, str | None] | None:
        """The photo or document of the message, and its name."""
        message = self.message
        if message is None or self.callback is not None:
            return None
        if message.photo:
            largest = message.photo[-1]
            return Evidence("photo", largest.file_id, largest.file_unique_id), None
        if message.document:
            document = message.document
            return Evidence("document", document.file_id, document.file_unique_id), document.file_name
        return None

    def toast(self, phrase: Text, **values: Any) -> None:
        """A short word over the chat, for the presser alone; without a press it is said in the chat."""
        self._answer(phrase, alert=False, values=values)

    def alert(self, phrase: Text, **values: Any) -> None:
        """A box that the presser must close."""
        self._answer(phrase, alert=True, values=values)

    def _answer(self, phrase: Text, *, alert: bool, values: dict[str, Any]) -> None:
        if self.callback is not None:
            self.callback.text = phrase.plain(self.lang, **values)[:200]
            self.callback.alert = alert
        else:
            self.reply("said", html=str(phrase(self.lang, **values)))

    def _reply_target(self) -> int | None:
        """In a group an answer hangs on the words it answers, or nobody knows whom it is for."""
        return (
            self.message.message_id
            if self.message is not None and not self.chat.private and not self.callback
            else None
        )
