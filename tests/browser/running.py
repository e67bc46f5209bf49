"""What stands behind the page while a test looks at it: the sandbox as a process, and a bot that obeys the test."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "100000:browser-tests"
Answer = dict[str, Any]


class SandboxProcess:
    """``python -m sandbox`` on a port of its own; ``restart`` keeps the port, as a restarted demo does."""

    def __init__(self, scene: dict[str, Any], folder: Path) -> None:
        self.token = TOKEN
        self.origin = ""
        self._scene = folder / "company.json"
        self._scene.write_text(json.dumps(scene, ensure_ascii=False), encoding="utf-8")
        self._log = folder / "sandbox.log"
        self._process: subprocess.Popen[str] | None = None

    def start(self, port: int = 0) -> None:
        """Waits for the page's address, which is the first one that is printed."""
        command = [sys.executable, "-m", "sandbox", "--port", str(port), "--scene", str(self._scene)]
        command += ["--no-windows", "--token", self.token]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := re.search(r"http://[\w.]+:\d+", line):
                self.origin = found[0]
                return
        raise AssertionError(f"the sandbox did not start: {self._log.read_text()}")

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        self._process.wait(timeout=15)
        assert self._process.stdout is not None
        self._process.stdout.close()
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

    def chat_id(self, chat: str) -> int:
        """The number by which the bot knows a group, or a person's private chat."""
        return self.read("transcript", chat=chat, format="json")["chat"]["id"]


class ScriptedBot:
    """Fetches updates so that presses are answered; ``on_press`` and ``on_text`` decide how."""

    def __init__(self, origin: str, token: str) -> None:
        self._base = f"{origin}/bot{token}"
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self.failure: Exception | None = None
        self.on_press: Callable[[Answer], Answer] = lambda query: {"text": f"收到 {query['data']}"}
        self.on_text: Callable[[Answer], None] = lambda message: None

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
        elif message := update.get("message"):
            self.on_text(message)


def press(label: str, data: str | None = None, **more: Any) -> dict[str, Any]:
    """An inline button; without ``data`` it carries its label."""
    return {"text": label, **(more if {"url", "copy_text"} & more.keys() else {"callback_data": data or label, **more})}
