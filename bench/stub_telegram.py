"""Telegram without a network, below PTB's `Bot`: every call is taken, and answered in a Bot API's own words.

Whatever is measured pays for building its requests and reading the answers, and for nothing of a network.
"""

from __future__ import annotations

import json
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from telegram.request import BaseRequest, RequestData

TOKEN = "1000000001:AAStubTelegramForBenchmarksOnly00000"
BOT = {"id": 1000000001, "is_bot": True, "first_name": "跟单", "username": "gendan_bot"}


class StubTelegram(BaseRequest):
    """Takes calls; keeps the newest message's buttons for whoever presses them."""

    def __init__(self) -> None:
        self.calls = 0
        self.buttons: str = ""
        self._numbers = count(1)

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_args: Any, **_timeouts: Any
    ) -> tuple[int, bytes]:
        name = urlsplit(url).path.rpartition("/")[2]
        given = request_data.json_parameters if request_data is not None else {}
        self.calls += 1
        if "reply_markup" in given:
            self.buttons = given["reply_markup"]
        return 200, json.dumps({"ok": True, "result": self._result(name, given)}).encode()

    def _result(self, name: str, given: dict[str, str]) -> Any:
        if name == "getMe":
            return BOT
        if name not in ("sendMessage", "editMessageText"):
            return True
        number = int(given.get("message_id") or next(self._numbers))
        chat = {"id": int(given["chat_id"]), "type": "private", "first_name": "张敏"}
        return {"message_id": number, "date": 1795395600, "from": BOT, "chat": chat, "text": given["text"]}

    def data_of(self, label: str) -> str:
        """What the newest button whose label begins so sends."""
        for row in json.loads(self.buttons)["inline_keyboard"]:
            for button in row:
                if button["text"].startswith(label):
                    return str(button["callback_data"])
        raise LookupError(f"no button {label!r} in {self.buttons}")
