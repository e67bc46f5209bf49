"""What a step is measured against: PTB's no-op handler with one reply, and the least transaction by hand."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bench.stub_telegram import TOKEN, StubTelegram

SCHEMA = (
    "CREATE TABLE draft (id BIGINT PRIMARY KEY, step TEXT, answers TEXT, row_version INT, updated_at TEXT)",
    "CREATE TABLE history (subject TEXT, seq BIGINT, at TEXT, entry TEXT, prev_hash TEXT, hash TEXT, PRIMARY KEY (subject, seq))",
    "CREATE TABLE owed (id BIGINT PRIMARY KEY, kind TEXT, chat_id BIGINT, facts TEXT, state TEXT, created_at TEXT)",
    "INSERT INTO draft VALUES (1, 'lines', '{}', 1, '')",
)
READ = "SELECT step, answers, row_version FROM draft WHERE id = 1"
WRITE_DRAFT = "UPDATE draft SET step = ?, answers = ?, row_version = ?, updated_at = ? WHERE id = 1"
WRITE_HISTORY = "INSERT INTO history VALUES ('draft:1', ?, ?, ?, ?, ?)"
WRITE_OWED = "INSERT INTO owed VALUES (?, 'draft', 11, '{}', 'pending', ?)"
NOW = "2026-11-23 02:00:00.000000"


class RawSqlite:
    """The driver of the standard library, set as durably as the bot sets it."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        for statement in SCHEMA:
            self._connection.execute(statement)

    def transact(self, number: int) -> None:
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        least(lambda text, values: execute(text, values).fetchall(), number)
        execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


class RawPostgresql:
    """psycopg on one connection."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        for statement in SCHEMA:
            self._connection.execute(statement.encode())

    def transact(self, number: int) -> None:
        with self._connection.transaction(), self._connection.cursor() as cursor:

            def execute(text: str, values: Sequence[Any]) -> list[Any]:
                cursor.execute(text.replace("?", "%s").encode(), values)
                return cursor.fetchall() if cursor.description else []

            least(execute, number)

    def close(self) -> None:
        self._connection.close()


def least(execute: Callable[[str, Sequence[Any]], list[Any]], number: int) -> None:
    """Read a draft, write an answer, its history and what is owed: the least that a durable step does."""
    [(_step, answers, version)] = execute(READ, ())
    given = {**json.loads(answers), "quantity": str(number)}
    entry = json.dumps({"seq": number, "answer": given}, sort_keys=True)
    digest = hashlib.sha256(entry.encode()).hexdigest()
    execute(WRITE_DRAFT, ("price", json.dumps(given), version + 1, NOW))
    execute(WRITE_HISTORY, (number, NOW, entry, digest, digest))
    execute(WRITE_OWED, (number, NOW))


class Reference:
    """PTB as its users write it, with a raw transaction in the handler's place."""

    def __init__(self, raw: RawSqlite | RawPostgresql) -> None:
        self._raw = raw
        self._number = 0
        self._application: Any = (
            Application.builder()
            .token(TOKEN)
            .request(StubTelegram())
            .get_updates_request(StubTelegram())
            .updater(None)
            .build()
        )
        self._application.add_handler(TypeHandler(Update, self._reply))

    async def start(self) -> None:
        await self._application.initialize()

    async def stop(self) -> None:
        await self._application.shutdown()
        self._raw.close()

    async def step(self, raw: str) -> float:
        """Process CPU, in seconds, that this update costs."""
        begin = time.process_time()
        await self._application.process_update(Update.de_json(json.loads(raw), self._application.bot))
        return time.process_time() - begin

    async def _reply(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        self._number += 1
        self._raw.transact(self._number)
        assert update.effective_message is not None
        await update.effective_message.reply_text("记下了。")
