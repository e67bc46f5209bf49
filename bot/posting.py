"""One rendered message onto Telegram: send it, or change the message that stands there."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any, Final

import structlog
from telegram import InputFile, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from bot.wire import Wire
from handlers.outgoing import Outgoing
from handlers.say import Picker, Upload

log = structlog.get_logger(__name__)

HTML: Final = "HTML"
_TAG: Final = re.compile(r"</?[a-z][^<>]*>")
_GONE: Final = ("message to edit not found", "message can't be edited", "there is no text in the message to edit",
                "there is no caption in the message to edit", "message_id_invalid")  # fmt: skip
_FILE_GONE: Final = (
    "wrong file identifier", "wrong remote file", "wrong file_id", "invalid file_id", "wrong persistent file_id",
    "file reference", "file_reference", "media_empty", "wrong padding", "wrong string length",
)  # fmt: skip
"""How Telegram says that it has no such file any more, or not for this bot."""
_NO_RIGHT_TO_PIN: Final = ("not enough rights", "chat_admin_required", "need administrator rights")
_PICTURES_KEPT: Final = 500


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands in the chat now. `deleted` is the older message that went; `plain`: its HTML was refused."""

    message_id: int
    with_photo: bool
    deleted: int | None = None
    plain: bool = False
    pinned: bool | None = None
    """It was pinned or unpinned as asked; False: the bot may not do that there."""


@dataclass(slots=True)
class Pictures:
    """Telegram keeps what was uploaded once: the same bytes are sent by their id from then on."""

    _ids: dict[str, str] = field(default_factory=dict)

    def known(self, picture: bytes) -> str | None:
        return self._ids.get(hashlib.sha256(picture).hexdigest())

    def learn(self, picture: bytes, message: Any) -> None:
        sizes = message.get("photo") if isinstance(message, dict) else None
        if sizes:
            self._ids[hashlib.sha256(picture).hexdigest()] = sizes[-1]["file_id"]
        while len(self._ids) > _PICTURES_KEPT:
            del self._ids[next(iter(self._ids))]


class Post:
    """Posts messages over one wire. Raises what Telegram raises, once all that can be done here was tried.

    `note` is called with the chat before each call that counts in its send window.
    """

    def __init__(self, wire: Wire, note: Callable[[int], None]) -> None:
        self._wire = wire
        self._note = note
        self._pictures = Pictures()

    async def post(self, out: Outgoing) -> Posted:
        posted = await self._there(out)
        return posted if out.pin is None else await self._pin(out, posted)

    async def _there(self, out: Outgoing) -> Posted:
        try:
            return await self._post(out)
        except BadRequest as refusal:
            known = isinstance(out.photo, str) or isinstance(out.document, str) or bool(out.album)
            if not known or not any(words in refusal.message.lower() for words in _FILE_GONE):
                raise
            log.warning("Telegram knows a file no more", owed=out.owed_id, kind=out.kind, error=refusal.message)
        bare = replace(out, photo=None, document=None, album=(), text=out.instead or out.text)
        return await self._post(bare)

    async def _leave(self, out: Outgoing) -> Posted:
        """Words first, if they can be said; going is what is owed."""
        if out.text:
            with suppress(BadRequest):
                await self._readably(self._send, out)
        await self._wire.call("leaveChat", chat_id=out.chat_id)
        return Posted(0, with_photo=False)

    async def _post(self, out: Outgoing) -> Posted:
        if out.leaves:
            return await self._leave(out)
        if callable(out.photo):  # the transaction that rendered it is over; only this message waits for the picture
            out = replace(out, photo=await asyncio.to_thread(out.photo))
        same_sort = out.edit_has_photo == (out.photo is not None) and out.document is None and not out.album
        if out.edit is not None and same_sort:
            posted = await self._try_to_edit(out, out.edit)
            if posted is not None:
                return replace(posted, deleted=await self._deleted(out.chat_id, out.delete))
        posted = await self._readably(self._send, out)
        if out.edit is not None:  # text became a photo, or could not be edited: two cards would confuse
            await self._deleted(out.chat_id, out.edit)
        return replace(posted, deleted=await self._deleted(out.chat_id, out.delete))

    async def _try_to_edit(self, out: Outgoing, message_id: int) -> Posted | None:
        """None where that message cannot be edited any more."""
        try:
            return await self._readably(self._edit, out)
        except BadRequest as refusal:
            words = refusal.message.lower()
            if "message is not modified" in words:
                return Posted(message_id, out.edit_has_photo)
            if any(gone in words for gone in _GONE):
                return None
            raise

    async def _readably(self, how: Callable[[Outgoing, str | None], Awaitable[Posted]], out: Outgoing) -> Posted:
        """Markup that Telegram cannot read is no reason to keep the message from people."""
        try:
            return await how(out, HTML)
        except BadRequest as refusal:
            if "can't parse entities" not in refusal.message.lower():
                raise
            log.warning("markup was refused", owed=out.owed_id, error=refusal.message)
        bare = replace(out, text=unescape(_TAG.sub("", out.text)))
        return replace(await how(bare, None), plain=True)

    # ── the calls ──────────────────────────────────────────────────────────────────────────

    async def _edit(self, out: Outgoing, markup: str | None) -> Posted:
        assert out.edit is not None
        self._note(out.chat_id)
        target: dict[str, Any] = {
            "chat_id": out.chat_id, "message_id": out.edit, "reply_markup": _inline(out) or None,
        }  # fmt: skip
        if out.photo is None:
            await self._wire.call(
                "editMessageText", **target, text=out.text, parse_mode=markup,
                link_preview_options={"is_disabled": True},
            )  # fmt: skip
        else:
            media = InputMediaPhoto(self._picture(_drawn(out), attach=True), caption=out.text, parse_mode=markup)
            self._learn(out, await self._wire.call("editMessageMedia", **target, media=media))
        return Posted(out.edit, out.photo is not None)

    async def _send_album(self, out: Outgoing, markup: str | None) -> Posted:
        """Telegram counts each file, shows one caption for all, and takes no buttons."""
        media: list[InputMediaPhoto | InputMediaDocument] = []
        for kind, file_id in out.album:
            self._note(out.chat_id)
            said = {} if media else {"caption": out.text, "parse_mode": markup}
            media.append((InputMediaPhoto if kind == "photo" else InputMediaDocument)(file_id, **said))
        sent = await self._wire.call(
            "sendMediaGroup", chat_id=out.chat_id, media=media, reply_parameters=_reply(out),
            disable_notification=True if out.silent else None,
        )  # fmt: skip
        return Posted(int(sent[0]["message_id"]), with_photo=False)

    async def _send(self, out: Outgoing, markup: str | None) -> Posted:
        if out.album:
            return await self._send_album(out, markup)
        self._note(out.chat_id)
        common: dict[str, Any] = {
            "chat_id": out.chat_id, "parse_mode": markup, "reply_markup": _keyboard(out),
            "disable_notification": True if out.silent else None, "reply_parameters": _reply(out),
        }  # fmt: skip
        if out.photo is not None:
            message = await self._wire.call(
                "sendPhoto", photo=self._picture(_drawn(out), attach=False), caption=out.text, **common
            )
            self._learn(out, message)
        elif out.document is not None:
            message = await self._wire.call("sendDocument", document=_file(out.document), caption=out.text, **common)
        else:
            message = await self._wire.call(
                "sendMessage", text=out.text, link_preview_options={"is_disabled": True}, **common
            )
        return Posted(int(message["message_id"]), out.photo is not None)

    async def _deleted(self, chat_id: int, message_id: int | None) -> int | None:
        """Delete an older message. It is no failure when it stays: its buttons are stale."""
        if message_id is None:
            return None
        try:
            await self._wire.call("deleteMessage", chat_id=chat_id, message_id=message_id)
        except BadRequest as refusal:
            log.info("an older card stays", chat=chat_id, error=refusal.message)
        except TelegramError:
            return None  # the next edition tries again
        return message_id

    async def _pin(self, out: Outgoing, posted: Posted) -> Posted:
        """Pin what stands there, or let it go. Whatever comes of it, the message has arrived."""
        if out.pinned_id == (posted.message_id if out.pin else None):
            return posted
        self._note(out.chat_id)  # the chat is told of it by a message of its own
        try:
            if out.pin:
                how = {"message_id": posted.message_id, "disable_notification": True}
                await self._wire.call("pinChatMessage", chat_id=out.chat_id, **how)
            else:
                await self._wire.call("unpinChatMessage", chat_id=out.chat_id, message_id=out.pinned_id)
        except TelegramError as refusal:
            log.info("a message was not pinned", chat=out.chat_id, pin=out.pin, error=refusal.message)
            refused = any(words in refusal.message.lower() for words in _NO_RIGHT_TO_PIN)
            return replace(posted, pinned=False if refused else None)  # otherwise the next edition tries again
        return replace(posted, pinned=True)

    def _picture(self, photo: bytes | str, *, attach: bool) -> Any:
        if isinstance(photo, str):
            return photo
        known = self._pictures.known(photo)
        if known is not None:
            return known
        return photo if attach else InputFile(photo, filename="picture.png")

    def _learn(self, out: Outgoing, message: Any) -> None:
        if isinstance(out.photo, bytes):
            self._pictures.learn(out.photo, message)


def _file(document: str | Upload) -> InputFile | str:
    return document if isinstance(document, str) else InputFile(document.body, filename=document.name)


def _drawn(out: Outgoing) -> bytes | str:
    assert isinstance(out.photo, bytes | str)
    return out.photo


def _inline(out: Outgoing) -> dict[str, Any] | None:
    return {"inline_keyboard": [list(row) for row in out.keyboard]} if out.keyboard else None


def _keyboard(out: Outgoing) -> dict[str, Any] | None:
    if out.keyboard:
        return _inline(out)
    if out.picker is not None:
        return _picker(out.picker)
    if out.clears:
        return {"remove_keyboard": True}
    if out.placeholder is None:
        return None
    # In a group the reply line opens for the one who is asked; in private there is nobody else.
    return {"force_reply": True, "input_field_placeholder": out.placeholder[:64], "selective": out.chat_id < 0}


def _picker(picker: Picker) -> dict[str, Any]:
    """Telegram adds the bot to the group that is chosen, and says which it was."""
    asked = {"request_id": picker.request, "chat_is_channel": False, "bot_is_member": True, "request_title": True}
    key = {"text": picker.label, "request_chat": asked}
    return {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}


def _reply(out: Outgoing) -> dict[str, Any] | None:
    if out.reply_to is None:
        return None
    return {"message_id": out.reply_to, "allow_sending_without_reply": True}
