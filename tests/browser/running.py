"""What stands behind the page while a test looks at it: the sandbox or the demo as a process, a bot that obeys."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "100000:browser-tests"
START_SECONDS = 60
SETTINGS = {"BOT_TOKEN", "TELEGRAM_API_URL", "DATABASE_URL", "PROCESS_FILE", "ADMIN_IDS", "PROXY_URL", "TIMEZONE"}
Answer = dict[str, Any]


class PageProcess:
    """A process that serves the page; its address is the first one that it prints."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.origin = ""
        self._command = command
        self._log = folder / "process.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, port: int = 0) -> None:
        """Returns when the page can be opened."""
        # The bot of the demo brings its own database; what this shell has set is somebody else's.
        environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        command = [sys.executable, "-m", *self._command, "--port", str(port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not (found := re.search(r"^http://[\w.]+:\d+", self._log.read_text(), re.MULTILINE)):
            running = self._process.poll() is None and time.monotonic() < deadline
            assert running, f"no page was served: {self._log.read_text()}"
            time.sleep(0.05)
        self.origin = found[0]

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=START_SECONDS)
            self._process = None

    def restart(self) -> None:
        """Stops if need be, forgets everything, and listens at the same address again."""
        self.stop()
        self.start(int(self.origin.rsplit(":", 1)[1]))

    def sim(self, verb: str, **body: Any) -> Any:
        """One control call; a refusal raises."""
        response = httpx.post(f"{self.origin}/sim/{verb}", json=body)
        response.raise_for_status()
        return response.json()

    def read(self, verb: str, **query: str) -> Any:
        response = httpx.get(f"{self.origin}/sim/{verb}", params=query)
        response.raise_for_status()
        return response.json()

    def messages(self, chat: str) -> list[Answer]:
        """Everything in a chat, oldest first."""
        return self.read("transcript", chat=chat, format="json")["messages"]

    def read_text(self, chat: str) -> str:
        """A chat as one text, for whoever asks why a test failed."""
        return httpx.get(f"{self.origin}/sim/transcript", params={"chat": chat}).text

    def chat_id(self, chat: str) -> int:
        """The number by which the bot knows a group, or a person's private chat."""
        return self.read("transcript", chat=chat, format="json")["chat"]["id"]


class SandboxProcess(PageProcess):
    """The sandbox alone, with a company of the test's choice and no bot."""

    def __init__(self, scene: dict[str, Any], folder: Path) -> None:
        self.token = TOKEN
        company = folder / "company.json"
        company.write_text(json.dumps(scene, ensure_ascii=False), encoding="utf-8")
        super().__init__(["sandbox", "--scene", str(company), "--no-windows", "--token", TOKEN], folder)


class DemoProcess(PageProcess):
    """What ``make demo`` starts: the sandbox with the sample company and the real bot."""

    def __init__(self, folder: Path) -> None:
        super().__init__(["bot", "demo"], folder)


class ScriptedBot:
    """Fetches updates so that presses are answered; ``on_press``, ``on_text`` and ``on_inline`` decide how."""

    def __init__(self, origin: str, token: str) -> None:
        self._base = f"{origin}/bot{token}"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self.failure: Exception | None = None
        self.on_press: Callable[[Answer], Answer] = lambda query: {"text": f"收到 {query['data']}"}
        self.on_text: Callable[[Answer], None] = lambda message: None
        self.on_inline: Callable[[Answer], Answer] = lambda query: {"results": []}

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=10)
        assert self.failure is None, self.failure

    def call(self, method: str, **params: Any) -> Any:
        """One Bot API call; a refusal raises with Telegram's words."""
        response = httpx.post(f"{self._base}/{method}", json=params, timeout=20).json()
        assert response["ok"], response
        return response["result"]

    def say(self, chat_id: int, text: str, **more: Any) -> Answer:
        return self.call("sendMessage", chat_id=chat_id, text=text, **more)

    def card(self, chat_id: int, text: str, *rows: list[dict[str, Any]], **more: Any) -> Answer:
        """A message with inline buttons; a row is a list of Bot API buttons."""
        return self.say(chat_id, text, reply_markup={"inline_keyboard": list(rows)}, **more)

    def _poll(self) -> None:
        offset = 0
        while not self._stopping.is_set():
            try:
                for update in self.call("getUpdates", offset=offset, timeout=1):
                    offset = update["update_id"] + 1
                    self._take(update)
            except (httpx.HTTPError, json.JSONDecodeError):
                self._stopping.wait(0.3)  # the sandbox is being restarted
            except Exception as failure:
                self.failure = failure
                return

    def _take(self, update: Answer) -> None:
        if query := update.get("callback_query"):
            self.call("answerCallbackQuery", callback_query_id=query["id"], **self.on_press(query))
        elif query := update.get("inline_query"):
            self.call("answerInlineQuery", inline_query_id=query["id"], **self.on_inline(query))
        elif message := update.get("message"):
            self.on_text(message)


def press(label: str, data: str | None = None, **more: Any) -> dict[str, Any]:
    """An inline button; without ``data`` it carries its label."""
    return {"text": label, **(more if {"url", "copy_text"} & more.keys() else {"callback_data": data or label, **more})}
