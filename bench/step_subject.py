"""The step as the bot does it: inbox, worker, services, card, sender, with every thread that it really has."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from bench.stub_telegram import BOT, TOKEN, StubTelegram
from bot import wire as wires
from bot.book_file import default_book_bytes
from bot.clock import Clock
from bot.sender import Sender
from bot.settling import Batch, Ledger
from bot.store import Store
from bot.windows import OVERALL, Windows
from bot.worker import Worker
from db.engine import Database
from db.models import Customer, Inbox, Order, Person, Product
from domain.process.loader import load_book
from handlers.dispatch import Desk
from handlers.routes import ALL
from handlers.turn import House
from services import books, history, inbox

MONDAY = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
SALES = 11
ORDER = (
    "/new", "[客户要货]", "[宏达机电]", "[款到发货]", "[X200 减速电机]", "三百", "58", "[够了]", "下周五", "[合同]", "[提交]",
)  # fmt: skip
"""One guided order: words, and labels of buttons."""


class OpenWindows(Windows):
    """Telegram's limits are waiting, not work."""

    def wait(self, chat_id: int) -> float:
        return 0.0

    def closed(self) -> dict[int, float]:
        return {}

    def allowance(self) -> int:
        return OVERALL.count

    def wait_overall(self) -> float:
        return 0.0


class WatchedLedger(Ledger):
    """Says when everything that a step owed was sent and noted."""

    def __init__(self, desk: Desk, clock: Clock, settled: Any) -> None:
        super().__init__(desk, clock)
        self._settled = settled
        self.noted = 0

    def turn(self, session: Any, outcomes: Any, closed: Any, limit: int, **how: Any) -> Batch:
        outcomes = list(outcomes)
        batch = super().turn(session, outcomes, closed, limit, **how)
        self.noted += len(outcomes)
        if self.noted and not batch.to_send and not batch.more:
            self._settled()
        return batch


class Subject:
    """The bot on one database, without poller and metronome."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers = count(1)
        self._telegram = StubTelegram()
        with mock.patch.object(wires, "HTTPXRequest", return_value=self._telegram):
            self._wire = wires.Wire(TOKEN, api_url="http://127.0.0.1")
        body = default_book_bytes()
        book = load_book(body, source="book")
        self._desk = Desk(
            ALL, House(book, ZoneInfo("Asia/Shanghai"), int(BOT["id"]), str(BOT["username"]), frozenset())
        )
        self._clock = Clock(start=MONDAY)
        self._store = Store(database)
        self._idle = asyncio.Event()
        with database.transaction() as session:
            books.keep(session, book, body, MONDAY)
            settle_company(session)

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._ledger = WatchedLedger(self._desk, self._clock, lambda: loop.call_soon_threadsafe(self._idle.set))
        self._sender = Sender(self._wire, self._store, self._ledger, self._clock, windows=OpenWindows())
        self._store.start()
        worker = Worker(
            self._database, self._desk, self._clock,
            answer=lambda answer: loop.call_soon_threadsafe(lambda: loop.create_task(self._wire.answer(answer))),
            committed=lambda: loop.call_soon_threadsafe(self._sender.wake),
        )  # fmt: skip
        self._store.feed(worker.pull)
        self._sending = asyncio.create_task(self._sender.run())

    async def stop(self) -> None:
        self._sender.stop()
        await self._sending
        self._store.stop()
        await self._wire.close()
        self._database.dispose()

    # ── steps ──────────────────────────────────────────────────────────────────────────────

    async def order(self) -> list[tuple[str, float]]:
        """File one order; each update as it came over the wire, and the process CPU that it cost, in seconds."""
        steps: list[tuple[str, float]] = []
        for act in ORDER:
            raw = json.dumps(self._update(act))
            steps.append((raw, await self._step(raw)))
        return steps

    async def _step(self, raw: str) -> float:
        begin = time.process_time()
        self._idle.clear()
        self._ledger.noted = 0
        updates, now = [json.loads(raw)], self._clock.real()
        await self._store.run(lambda session: inbox.ingest(session, bot_id=int(BOT["id"]), updates=updates, now=now))
        self._store.wake()
        await asyncio.wait_for(self._idle.wait(), 30)
        return time.process_time() - begin

    def _update(self, act: str) -> dict[str, Any]:
        number = next(self._numbers)
        user = {"id": SALES, "is_bot": False, "first_name": "张敏", "language_code": "zh-hans"}
        chat = {"id": SALES, "type": "private", "first_name": "张敏"}
        message: dict[str, Any] = {"message_id": 100000 + number, "date": int(MONDAY.timestamp()), "chat": chat}
        if not act.startswith("["):
            return {"update_id": number, "message": {**message, "from": user, "text": act}}
        data = self._telegram.data_of(act[1:-1])
        card = {
            **message,
            "message_id": 1,
            "from": BOT,
            "text": "card",
            "reply_markup": json.loads(self._telegram.buttons),
        }
        query = {"id": str(number), "from": user, "chat_instance": "1", "data": data, "message": card}
        return {"update_id": number, "callback_query": query}

    # ── whether it was real ────────────────────────────────────────────────────────────────

    def faults(self, orders: int) -> Iterator[str]:
        """Why what was measured is not what should have been done."""
        with self._database.transaction() as session:
            filed = session.query(Order).count()
            undone = session.query(Inbox).filter(Inbox.state != "done").count()
            broken = list(history.broken_links(session))
        if filed != orders:
            yield f"{filed} orders were filed, not {orders}"
        if undone:
            yield f"{undone} updates had no effect"
        yield from broken


def settle_company(session: Any) -> None:
    """One salesperson, with a handful of customers and goods."""
    session.add(Person(telegram_id=SALES, name="张敏", department="sales", joined_at=MONDAY))
    session.flush()
    names = ("永盛五金", "中泰自动化", "长城电器", "苏州精密", "宏达机电")
    for n, name in enumerate(names, start=1):
        session.add(Customer(code=f"C{n}", name=name, owner_id=1, contact="周工",
                             phone="13912342210", address="苏州相城", created_at=MONDAY))  # fmt: skip
    for code, name in (("X200", "减速电机"), ("Y10", "轴承座"), ("Z5", "联轴器"), ("W7", "法兰"), ("V3", "支架")):
        session.add(Product(code=code, name=name, unit="台", supply="make", list_price=Decimal(60), created_at=MONDAY))
    session.flush()
