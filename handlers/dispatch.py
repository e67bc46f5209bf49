"""From one update to one act. What is not for us is answered politely or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User

from domain.understanding.line_text import line_text
from handlers import rights, texts, unheard
from handlers.attachments.judging import is_sheet, trouble_of
from handlers.refusals import show_done_before, show_not_allowed, show_refusal
from handlers.routing import Routes
from handlers.sheets.words import is_template
from handlers.turn import CallbackAnswer, House, Turn
from locales import formats, language_of
from services import buttons, groups, handover, joining, owed, people, prompts, waiting_lists
from services.errors import AlreadyDone, NotAllowed, NotFound, Refused, Stale
from services.finding import plain
from services.guarding import guarded
from services.people import ChatFacts, PersonFacts

_STALE = (Stale, NotFound)
IN_ANY_GROUP = frozenset({"bind", "start", "help", "company", "people", "groups"})
"""Commands that tell a group nothing of the company; one that is bound to no department hears no other."""
TAKES_SECOND_HAND = frozenset({"draft.typed"})
"""Words that somebody else wrote may fill a form or begin an order. They are no amount and no verdict; files are what
they are."""

YIELDS = frozenset({"risk"})
"""Commands whose words are also how people begin an answer: `风险：旺季排不开`. What was asked for goes first."""

FILES_ALONE = frozenset({"files.more", "basis.album", "slip.album"})
"""What is waited for only as long as files come; words after them are a matter of their own."""


TAKES_SHEETS = frozenset({"draft.typed", "file.another"})
"""A sheet that comes while this is waited for is read as one; where a slip is waited for it is the slip."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The routing tables and the house they work in."""

    routes: Routes
    house: House

    def handle(self, session: Any, raw: Mapping[str, Any], now: datetime) -> CallbackAnswer | None:
        """Carry out one update inside the worker's transaction; the answer to a press goes out after the commit."""
        update = Update.de_json(dict(raw))
        if update is None:
            return None
        if update.callback_query is not None:
            return self._press(session, update.callback_query, now)
        if update.my_chat_member is not None:
            self._taken_in(session, update.my_chat_member, now)
        elif update.chat_member is not None:
            change = update.chat_member
            if change.new_chat_member.status in ("left", "kicked") and not change.new_chat_member.user.is_bot:
                self._gone(session, change.chat.id, change.new_chat_member.user, now)
        elif update.message is not None:
            self._message(session, update.message, now)
        elif update.edited_message is not None:
            self._unheard(session, update.edited_message, "edited", now)
        return None

    def _unheard(self, session: Any, message: Message, why: str, now: datetime) -> bool:
        return unheard.tell_why(session, self.routes.looks, message, why, now, bot_id=self.house.bot_id)

    def _taken_in(self, session: Any, change: ChatMemberUpdated, now: datetime) -> None:
        """The bot was added somewhere, or thrown out; who did it says how long it stays."""
        by = self._actor(session, change.from_user, now) if change.chat.type != "private" else None
        groups.note_membership(
            session, chat_id=change.chat.id, title=change.chat.title, now=now, by=by.id if by else None,
            present=change.new_chat_member.status in ("member", "administrator"), channel=change.chat.type == "channel",
        )  # fmt: skip
        if change.new_chat_member.status == "administrator":
            waiting_lists.may_pin_now(session, change.chat.id, now)

    def _gone(self, session: Any, chat_id: int, user: User, now: datetime) -> None:
        """Somebody left a group, or was removed from it."""
        handover.left_group(session, chat_id=chat_id, telegram_id=user.id, now=now)

    # ── presses ────────────────────────────────────────────────────────────────────────────

    def _press(self, session: Any, query: CallbackQuery, now: datetime) -> CallbackAnswer:
        answer = CallbackAnswer(query.id)
        # a message too old for Telegram to show still names its chat
        chat = query.message.chat if query.message is not None else None
        actor = self._actor(session, query.from_user, now)
        if chat is None or actor is None:
            phrase = texts.OUTSIDER_PRESS if actor is None else texts.BUTTON_UNKNOWN
            answer.text, answer.alert = phrase.plain(language_of(query.from_user.language_code)), True
            return answer
        pressed = buttons.press(session, query.data or "", chat_id=chat.id)
        turn = Turn(
            session, self.house, now, actor, people.chat_facts(session, chat.id), callback=answer,
            message=query.message if isinstance(query.message, Message) else None,
            card_id=pressed.card_id if pressed else None,
        )  # fmt: skip
        if pressed is None or pressed.act not in self.routes.acts or not turn.chat.departments:
            turn.alert(texts.BUTTON_UNKNOWN)
        elif (pressed.used_by is not None or not pressed.current) and self._late(turn, pressed.act, pressed.args):
            pass
        elif pressed.used_by is not None:
            assert pressed.used_at is not None
            turn.toast(
                texts.BUTTON_USED,
                who=people.name_of(session, pressed.used_by),
                at=formats.time(pressed.used_at, self.house.zone),
            )
        elif not pressed.current:
            self._stale(turn, effect=pressed.effect, repost=pressed.effect)
        elif self._guarded(turn, pressed.act, pressed.args) and pressed.effect:
            buttons.use_up(session, pressed, person_id=actor.id, now=now)
        return answer

    def _late(self, turn: Turn, name: str, args: Mapping[str, Any]) -> bool:
        """Whether the feature itself says why it is too late for this."""
        say = self.routes.late.get(name.partition(".")[0])
        return say is not None and say(turn, args)

    def _stale(self, turn: Turn, *, effect: bool = True, repost: bool = False) -> None:
        """An effect that was not carried out must be noticed; a page that was turned already need not. Where what the
        card said has changed (`repost`), it stands below as it is now, unless it stands elsewhere already."""
        if turn.card_id is not None:
            here = turn.message is not None and owed.stands_in(turn.session, turn.card_id, turn.message.message_id)
            owed.refresh_card(turn.session, turn.card_id, now=turn.now, repost=repost and here)
        turn.alert(texts.BUTTON_STALE) if effect else turn.toast(texts.BUTTON_MOVED_ON)

    # ── messages ───────────────────────────────────────────────────────────────────────────

    def _message(self, session: Any, message: Message, now: datetime) -> None:
        if message.migrate_to_chat_id is not None:
            groups.migrate(session, old=message.chat.id, new=message.migrate_to_chat_id, now=now)
            return
        if message.pinned_message is not None:
            return  # Telegram says that something was pinned; nobody said anything
        if message.left_chat_member is not None and not message.left_chat_member.is_bot:
            self._gone(session, message.chat.id, message.left_chat_member, now)
            return
        sender = message.from_user
        private = message.chat.type == "private"
        if sender is None or unheard.not_ours(message):
            self._unheard(session, message, "anonymous", now)
            return
        code = language_of(sender.language_code)
        # first who it is: an administrator's first words make a person, whose department the chat's facts name
        actor = self._actor(session, sender, now)
        chat = people.note_chat(
            session, chat_id=message.chat.id, private=private, title=message.chat.title,
            language=code if private else None, now=now,
        )  # fmt: skip
        text = (message.text or message.caption or "").strip()
        command, argument = _command(text, self.house.username)
        if actor is None:
            self._outsider(session, message, chat, command, argument, now)
            return
        turn = Turn(session, self.house, now, actor, chat, message=message, text=text)
        if private:
            owed.bury_cards(session, chat.id)
        if private and message.chat_shared is not None:
            shared = message.chat_shared
            args = {"pick": shared.request_id, "chat": shared.chat_id, "title": shared.title}
            self._guarded(turn, "company.picked", args)
            return
        self._words(turn, command, argument)

    def _words(self, turn: Turn, command: str | None, argument: str) -> None:
        """Commands first, then words that stand for one, then what was asked for, then the fallback."""
        message = turn.message
        assert message is not None
        reply_to = message.reply_to_message
        to_bot = reply_to is not None and reply_to.from_user is not None and reply_to.from_user.id == self.house.bot_id
        addressed = turn.chat.private or to_bot
        if command is None and addressed:
            command, argument = self._wordy_command(turn.text)
            if command in YIELDS and turn.awaited() is not None:
                command = None
        if command is not None:
            self._command(turn, command, argument)
            return
        second_hand = unheard.second_hand(message)
        if second_hand and self._unheard(turn.session, message, "second_hand", turn.now):
            return
        if not turn.chat.departments or (second_hand and not turn.chat.private):
            return
        # a sheet to be read is judged by whoever reads it
        judged = addressed and not (turn.chat.private and reply_to is None and is_sheet(message))
        untaken = trouble_of(turn) if judged else None
        if untaken is not None:  # nothing else happens: what was asked is asked still
            turn.reply("file.refused", **untaken.facts())
            return
        if reply_to is not None and to_bot and self._dropped(turn, reply_to.message_id):
            return
        if reply_to is not None and to_bot and not second_hand and self._reply(turn, reply_to.message_id):
            return
        awaited = turn.awaited()
        if second_hand and awaited is not None and awaited.act not in TAKES_SECOND_HAND:
            turn.text = ""
        if awaited is not None and awaited.act in FILES_ALONE and turn.file() is None:
            turn.wait_for_nothing()
            awaited = None
        if turn.chat.private and is_sheet(message) and _to_be_read(message, awaited):
            draft = awaited.args.get("draft") if awaited is not None else None
            self._guarded(turn, "sheet.given", {"draft": draft})
        elif awaited is not None and awaited.act in self.routes.acts:
            self._guarded(turn, awaited.act, awaited.args)
        elif to_bot and not turn.chat.private:
            if reply_to is not None and prompts.was_asked(
                turn.session, chat_id=turn.chat.id, message_id=reply_to.message_id
            ):
                turn.reply("answered_before")
        elif addressed and turn.chat.private:
            # a file that nothing asked for is most likely a slip
            self._guarded(turn, "file.unasked" if turn.file() else "home.unasked", {})

    def _wordy_command(self, text: str) -> tuple[str | None, str]:
        """Words that stand for a command, and what they go on with; in whatever script, width and case."""
        said = plain(text)
        for words, command in self.routes.words.items():
            if said == plain(words):
                return command, text
        line = line_text(text)
        for lead, command in self.routes.leads.items():
            begun = line_text(lead).plain
            if line.plain.startswith(begun):
                return command, line.words(len(begun), len(line.plain)).strip(texts.BETWEEN)
        return None, text

    def _command(self, turn: Turn, command: str, argument: str) -> None:
        if not turn.chat.departments and command in self.routes.commands.keys() - IN_ANY_GROUP:
            # nothing of the company is said in a group that is not its own, but how it becomes one
            command, argument = "bind", ""
        if command == "start" and argument:
            self._start(turn, argument)
        elif command in self.routes.commands:
            turn.text = argument
            self._guarded_call(turn, f"command:{command}", self.routes.commands[command], {})
        elif turn.chat.private:
            turn.reply("unknown_command")

    def _reply(self, turn: Turn, message_id: int) -> bool:
        """A reply to a card, or to a reminder, means its matter. False where it takes none."""
        card = owed.card_at(turn.session, turn.chat.id, message_id) or self._meant(turn, message_id)
        if card is None or card[0] not in self.routes.replies:
            return False
        self._guarded_call(turn, f"reply:{card[0]}", self.routes.replies[card[0]], {"subject": card[1]})
        return True

    def _meant(self, turn: Turn, message_id: int) -> tuple[str, str] | None:
        """What a reply to a reminder answers, a card of its matter or itself. None where it is none, and for a file."""
        told = owed.reminder_at(turn.session, turn.chat.id, message_id) if turn.file() is None else None
        if told is None:
            return None
        for card in self.routes.speaks_of[told[0]](turn, told[1]):
            words = card.words or turn.text.strip()
            if card.every or self.routes.looks[card.kind](words):
                turn.text = card.words or turn.text
                return card.kind, card.subject
        return None

    def _dropped(self, turn: Turn, message_id: int) -> bool:
        """A file in reply to a card belongs to the card's matter. False where the card takes none."""
        card = owed.card_at(turn.session, turn.chat.id, message_id) if turn.file() is not None else None
        if card is None or card[0] not in self.routes.drops:
            return False
        self._guarded_call(turn, f"drop:{card[0]}", self.routes.drops[card[0]], {"subject": card[1]})
        return True

    def _start(self, turn: Turn, payload: str) -> None:
        prefix = payload[:1]
        handler = self.routes.starts.get(prefix)
        if handler is None:
            self._guarded_call(turn, "command:start", self.routes.commands["start"], {})
            return
        turn.text = payload[1:]
        self._guarded_call(turn, f"start:{prefix}", handler, {})

    def _outsider(
        self, session: Any, message: Message, chat: ChatFacts, command: str | None, argument: str, now: datetime
    ) -> None:
        """An invitation is taken up; anything else a stranger writes in private gets one sentence."""
        assert message.from_user is not None
        if not chat.private:
            return
        if command == "start" and argument[:1] == "i":
            joined = joining.join(
                session, token=argument[1:], telegram_id=message.from_user.id, now=now,
                language=language_of(message.from_user.language_code),
            )  # fmt: skip
            if joined is not None:
                turn = Turn(session, self.house, now, joined, people.chat_facts(session, chat.id), message=message)
                self._guarded(turn, "company.joined", {})
                return
            owed.owe(session, "invitation_dead", chat_id=chat.id, now=now, klass=owed.Klass.ANSWER)
            return
        owed.owe(session, "outsider", chat_id=chat.id, now=now, klass=owed.Klass.ANSWER)

    # ── who and how ────────────────────────────────────────────────────────────────────────

    def _actor(self, session: Any, user: User, now: datetime) -> PersonFacts | None:
        person = people.by_telegram_id(session, user.id)
        if user.id not in self.house.admin_ids:
            return people.end_admin(session, user.id, now) if person is not None and person.is_admin else person
        if person is None or not person.is_admin:
            return people.ensure_admin(
                session, telegram_id=user.id, name=user.full_name, now=now, department=self.house.book.roles.management
            )
        return person

    def _guarded(self, turn: Turn, act: str, args: dict[str, Any]) -> bool:
        return self._guarded_call(turn, f"act:{act}", self.routes.acts[act], args)

    def _guarded_call(self, turn: Turn, way: str, function: Any, args: dict[str, Any]) -> bool:
        """Run one act; a no undoes what it wrote and is told with every reason. True when it was done."""
        try:
            rights.check(turn, self.routes.guards, way)
            with guarded(self.house), turn.session.begin_nested():
                function(turn, **args)
        except Refused as refused:
            show_refusal(turn, refused)
        except NotAllowed as refused:
            show_not_allowed(turn, refused)
        except AlreadyDone as before:
            if not self._late(turn, way.partition(":")[2], args):
                show_done_before(turn, before)
        except _STALE as stale:
            if not self._late(turn, way.partition(":")[2], args):
                changed = isinstance(stale, Stale)
                self._stale(turn, repost=changed) if turn.callback else turn.reply("not_found")
        else:
            return True
        return False


def _to_be_read(message: Message, awaited: prompts.Awaited | None) -> bool:
    """Whether a sheet is one to read, not the file that was asked for. What is named like a template of ours is."""
    assert message.document is not None
    return awaited is None or awaited.act in TAKES_SHEETS or is_template(message.document.file_name or "")


def _command(text: str, username: str) -> tuple[str | None, str]:
    """The Latin command of a line and the rest. `/new@other_bot` is not ours."""
    if not text.startswith("/"):
        return None, text
    head, _, rest = text[1:].partition(" ")
    name, _, addressed = head.partition("@")
    if addressed and addressed.lower() != username.lower():
        return None, text
    return name.lower(), rest.strip()
