"""The line to Telegram: one PTB `Bot`, used for what it is best at, asked for raw answers.

Raw, because an answer that cannot be parsed must not stop the poller, and because parsing what was sent costs
as much as the whole step.
"""

from __future__ import annotations

import os
import re
import ssl
from typing import Any, Final
from urllib.parse import quote, urlsplit

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest

from handlers.inline import InlineAnswer
from handlers.turn import CallbackAnswer

log = structlog.get_logger(__name__)

os.environ.setdefault("PTB_TIMEDELTA", "true")  # RetryAfter in seconds is a deprecation warning without it

POLL_SECONDS: Final = 25
UPDATES: Final = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member")
_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}


class Wire:
    """Calls of the Bot API. They raise `telegram.error`; none is repeated here."""

    def __init__(self, token: str, *, api_url: str, proxy: str | None = None, connections: int = 16) -> None:
        self.bot_id = int(token.partition(":")[0])
        # reading the certificates twice would be a tenth of the start
        verify: Any = ssl.create_default_context() if api_url.startswith("https:") else False
        options: dict[str, Any] = {"verify": verify}
        if urlsplit(api_url).hostname in _LOOPBACK:
            options["trust_env"] = False  # a proxy from the environment cannot lead to this machine
        polling = HTTPXRequest(1, read_timeout=POLL_SECONDS + 10, proxy=proxy, httpx_kwargs=options)
        calls = HTTPXRequest(
            connections, read_timeout=15, write_timeout=10, media_write_timeout=25, connect_timeout=5, pool_timeout=10,
            proxy=proxy, httpx_kwargs=options,
        )  # fmt: skip
        self._requests = (polling, calls)
        self._files = f"{api_url}/file/bot{token}"
        self._bot = Bot(
            token, base_url=f"{api_url}/bot", base_file_url=f"{api_url}/file/bot",
            get_updates_request=polling, request=calls,
        )  # fmt: skip

    async def call(self, method: str, /, **parameters: Any) -> Any:
        """Any method by its Telegram name; the raw result. A parameter that is None is left out."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._bot.do_api_request(_endpoint(method), api_kwargs=given)

    async def updates(self, offset: int | None, *, wait: int = POLL_SECONDS) -> list[Any]:
        """What is waiting; asking with an offset confirms everything before it."""
        return await self.call("getUpdates", offset=offset, timeout=wait, limit=100, allowed_updates=list(UPDATES))

    async def fetch(self, file_id: str, *, most: int) -> bytes:
        """The bytes of a file that somebody sent, at most so many. BadRequest where there are more, or none any more."""
        found = await self.call("getFile", file_id=file_id)
        path = str(found.get("file_path") or "")
        if not path:
            raise BadRequest("file is gone")
        if int(found.get("file_size") or 0) > most:
            raise BadRequest("file is too big")
        body = await self._requests[1].retrieve(path if "://" in path else f"{self._files}/{quote(path)}")
        if len(body) > most:
            raise BadRequest("file is too big")
        return bytes(body)

    async def unhook(self) -> None:
        """Take away a webhook that somebody set: Telegram answers no poller while there is one."""
        try:
            await self.call("deleteWebhook")
        except TelegramError as error:
            log.info("whether there is a webhook could not be settled", error=str(error))

    async def answer(self, answer: CallbackAnswer) -> None:
        """Answer a press. Never fails: the effect counts, and the card says it as well."""
        try:
            await self.call(
                "answerCallbackQuery", callback_query_id=answer.query_id, text=answer.text or None,
                show_alert=True if answer.alert else None,
            )  # fmt: skip
        except BadRequest as refusal:
            if "query is too old" not in refusal.message:
                log.warning("a press was not answered", error=str(refusal))
        except TelegramError as error:
            log.info("a press was not answered", error=str(error))

    async def answer_inline(self, answer: InlineAnswer) -> None:
        """Answer what somebody types: for this person and this moment only."""
        try:
            await self.call(
                "answerInlineQuery", inline_query_id=answer.query_id, results=list(answer.results), is_personal=True,
                cache_time=0, button=answer.button,
            )  # fmt: skip
        except TelegramError as error:
            log.info("an inline query was not answered", error=str(error))

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()


def _endpoint(method: str) -> str:
    """A spelling that PTB turns into the method's name without taking it for one of its own and warning."""
    return re.sub(r"(?=[A-Z])", "_", method)
