"""The sender: what is owed goes out in order, and every answer of Telegram has its consequence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.clock import Clock
from bot.ending import WRONG_SETTING, Ending
from bot.sender import Sender
from bot.settling import Ledger
from bot.store import Store
from bot.windows import Windows
from db.engine import Database
from db.models import Card, Chat, GroupBinding, Owed, Person
from services import alarms, buttons, groups, outbox, owed
from services.owed import Klass
from tests.support.counter import OpenWindows, desk
from tests.support.databases import POSTGRESQL, SQLITE

ANNA, BEN, GROUP, NEW_GROUP, ADMIN = 11, 12, -501, -1001501, 99
FASTER = 30
"""Rests of a second are over after a thirtieth."""

both = pytest.mark.parametrize(
    "database_kind", [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, but for tests that say `both`."""
    return getattr(request, "param", SQLITE)


class MovedClock(Clock):
    skipped = timedelta()

    def real(self) -> datetime:
        return datetime.now(UTC) + self.skipped


class Line:
    """A wire whose answers are written down beforehand."""

    bot_id = 7000000001

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.script: dict[str, list[Any]] = {}
        self.numbers = iter(range(1000, 9999))
        self.held: asyncio.Event | None = None

    def answers(self, method: str, *answers: Any) -> None:
        self.script.setdefault(method, []).extend(answers)

    async def call(self, method: str, /, **parameters: Any) -> Any:
        self.calls.append((method, parameters))
        if self.held is not None and method != "getMe":
            await self.held.wait()
        answer = self.script[method].pop(0) if self.script.get(method) else None
        if isinstance(answer, Exception):
            raise answer
        return answer or {"message_id": next(self.numbers)}

    def sent(self, *, to: int | None = None) -> list[str]:
        """Every text that was sent or edited, as it was asked for."""
        return [
            given.get("text") or given.get("caption") or ""
            for method, given in self.calls
            if method.startswith(("send", "edit")) and to in (None, given["chat_id"])
        ]

    def methods(self) -> list[str]:
        return [method for method, _given in self.calls if method != "getMe"]


class Bench:
    """A sender with everything around it that it needs."""

    def __init__(self, database: Database, windows: Windows | None = None) -> None:
        self.database = database
        self.clock = MovedClock()
        self.line = Line()
        self.desk: Any = desk()
        self.store = Store(database)
        self.sender = Sender(
            self.line, self.store, Ledger(self.desk, self.clock, {ADMIN}), self.clock,  # type: ignore[arg-type]
            windows=windows or OpenWindows(), monotonic=lambda: time.monotonic() * FASTER,
        )  # fmt: skip

    def do(self, act: Callable[[Any], Any]) -> Any:
        with self.database.transaction() as session:
            return act(session)

    def owe(self, subject: str, *, chat: int = ANNA, kind: str = "plain", **more: Any) -> None:
        self.do(lambda session: owed.owe(session, kind, chat_id=chat, now=self.clock.now(), subject=subject, **more))

    def card(self, *, chat: int = GROUP, kind: str = "tally", **more: Any) -> Card:
        return self.do(
            lambda session: owed.show_card(session, kind, subject="c", chat_id=chat, now=self.clock.now(), **more)
        )

    def rows(self) -> list[Owed]:
        return self.do(lambda session: list(session.scalars(select(Owed).order_by(Owed.id))))

    def the_card(self) -> Card:
        return self.do(lambda session: session.scalars(select(Card)).one())

    def alarms(self) -> list[str]:
        return [row.facts["what"] for row in self.rows() if row.kind == alarms.KIND]

    async def rests(self, patience: float = 5.0) -> None:
        """Everything that is due has been said, or can be said no more."""
        await self.until(lambda: not self._open() and self.sender.at_rest, patience)

    async def until(self, done: Callable[[], bool], patience: float = 5.0) -> None:
        until = time.monotonic() + patience
        while not done():
            assert time.monotonic() < until, [(row.subject, row.state, row.error) for row in self.rows()]
            self.sender.wake()
            await asyncio.sleep(0.01)

    def _open(self) -> int:
        return self.do(lambda session: outbox.waiting(session, self.clock.now()))


@asynccontextmanager
async def sending(bench: Bench) -> AsyncIterator[Bench]:
    bench.store.start()
    task = asyncio.create_task(bench.sender.run())
    try:
        yield bench
    finally:
        bench.sender.stop()
        if bench.line.held is not None:
            bench.line.held.set()
        await asyncio.wait({task}, timeout=5)
        task.cancel()
        bench.store.stop()


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with sending(Bench(database)) as running:
        yield running


def cut(error: type[TelegramError], cause: Exception) -> TelegramError:
    """As PTB raises it: from what the HTTP library raised."""
    made = error("line") if error is not TimedOut else TimedOut()
    made.__cause__ = cause
    return made


READ_TIMEOUT = cut(TimedOut, httpx.ReadTimeout("slow"))
BROKEN_OFF = cut(NetworkError, httpx.RemoteProtocolError("cut"))
NO_ROUTE = cut(NetworkError, httpx.ConnectError("no route"))


# ── order ──────────────────────────────────────────────────────────────────────────────────


@both
async def test_the_order_in_a_chat_and_class_is_strict_and_urgent_classes_go_first(bench: Bench) -> None:
    for klass in (Klass.DIGEST, Klass.NOTICE, Klass.ANSWER):
        for number in range(4):
            for chat in (ANNA, GROUP):
                bench.owe(f"{klass.name} {number}", chat=chat, klass=klass)
    await bench.rests()
    wanted = [f"{klass} {number}" for klass in ("ANSWER", "NOTICE", "DIGEST") for number in range(4)]
    assert bench.line.sent(to=ANNA) == bench.line.sent(to=GROUP) == wanted


async def test_a_failure_does_not_let_later_ones_overtake(bench: Bench) -> None:
    bench.line.answers("sendMessage", BROKEN_OFF, NO_ROUTE, RetryAfter(1))
    for number in range(4):
        bench.owe(str(number))
    bench.owe("elsewhere", chat=BEN)
    await bench.until(lambda: bool(bench.line.sent(to=BEN)))  # the other chat does not wait
    await bench.until(lambda: not bench.line.script["sendMessage"])
    bench.clock.skipped += timedelta(seconds=5)
    await bench.rests()
    assert bench.line.sent(to=ANNA)[-4:] == ["0", "1", "2", "3"]


async def test_a_deferred_message_leaves_the_queue_until_its_time(bench: Bench) -> None:
    bench.owe("tomorrow", not_before=bench.clock.now() + timedelta(hours=24))
    bench.owe("today")
    await bench.rests()
    assert bench.line.sent() == ["today"]
    bench.clock.advance(timedelta(hours=25))
    await bench.rests()
    assert bench.line.sent() == ["today", "tomorrow"]


async def test_only_the_newest_edition_of_a_card_is_sent(bench: Bench) -> None:
    bench.card()
    await bench.rests()
    bench.line.held = asyncio.Event()
    bench.owe("keeps the group busy", chat=GROUP, klass=Klass.ANSWER)
    await bench.until(lambda: len(bench.line.calls) == 2)
    for _ in range(5):
        bench.card()
    bench.line.held.set()
    await bench.rests()
    assert bench.line.methods() == ["sendMessage", "sendMessage", "editMessageText"]
    assert bench.the_card().shown == bench.the_card().wanted == 6


async def test_windows_are_kept(database: Database) -> None:
    async with sending(Bench(database, Windows(lambda: time.monotonic() * FASTER))) as bench:
        began = time.monotonic()
        for number in range(20):
            bench.owe(str(number), chat=GROUP)
        bench.owe("not held up", chat=ANNA)
        await bench.until(lambda: len(bench.line.sent(to=GROUP)) == 18)
        assert bench.line.sent(to=ANNA) == ["not held up"]
        await bench.rests()
        assert time.monotonic() - began >= 59 / FASTER
        assert bench.line.sent(to=GROUP) == [str(number) for number in range(20)]


async def overtaken(database: Database, klass: Klass) -> list[str]:
    """A group with more reminders than a minute takes; somebody's card comes when the minute is used up."""
    async with sending(Bench(database, Windows(lambda: time.monotonic() * FASTER))) as bench:
        for number in range(20):
            bench.owe(f"reminder {number}", chat=GROUP, klass=Klass.REMINDER)
        await bench.until(lambda: len(bench.line.sent(to=GROUP)) == 18)
        bench.card(klass=klass)
        await bench.rests()
        return bench.line.sent(to=GROUP)[18:]


async def test_a_card_that_somebody_waits_for_overtakes_reminders(database: Database) -> None:
    assert await overtaken(database, Klass.CARD) == ["tally c", "reminder 18", "reminder 19"]


async def test_as_a_reminder_it_would_wait_its_turn(database: Database) -> None:
    """The negative control of the test above."""
    assert await overtaken(database, Klass.REMINDER) == ["reminder 18", "reminder 19", "tally c"]


async def sent_after_a_restart(database: Database) -> list[str]:
    """A process that was told to wait ends; another begins at once, and is told of nothing but the database."""
    async with sending(Bench(database)) as first:
        first.line.answers("sendMessage", RetryAfter(30))
        first.owe("patience", chat=GROUP)
        first.owe("elsewhere", chat=ANNA)
        await first.until(lambda: len(first.line.calls) == 2 and first.sender.at_rest)
    async with sending(Bench(database)) as second:
        second.owe("another chat", chat=BEN)
        await second.until(lambda: bool(second.line.sent(to=BEN)))
        await asyncio.sleep(0.1)
        second.sender.wake()
        await second.until(lambda: second.sender.at_rest)
        early = second.line.sent(to=GROUP)
        second.clock.skipped += timedelta(seconds=31)
        await second.rests()
        assert second.line.sent(to=GROUP) == ["patience"]
        return early


async def test_who_was_told_to_wait_waits_in_the_next_process_too(database: Database) -> None:
    assert await sent_after_a_restart(database) == []


async def test_if_only_the_process_knew_the_next_would_not(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr("services.chats.wait_until", lambda *_args: None)
    assert await sent_after_a_restart(database) == ["patience"]


# ── a list that stands pinned ──────────────────────────────────────────────────────────────


async def test_a_pin_that_failed_on_the_way_is_tried_with_the_next_edition_only(bench: Bench) -> None:
    bench.line.answers("pinChatMessage", READ_TIMEOUT)
    for text in ("1", "2", "2", "3"):
        bench.card(kind="standing", facts={"text": text})
        await bench.rests()
    assert bench.line.methods() == [
        "sendMessage", "pinChatMessage", "editMessageText", "pinChatMessage", "editMessageText",
    ]  # fmt: skip
    assert bench.line.sent() == ["1", "2", "3"], "the same is not sent again"
    assert all(given["disable_notification"] for method, given in bench.line.calls if method == "pinChatMessage")
    assert bench.the_card().pinned_id == bench.the_card().message_id


async def test_what_may_have_arrived_is_not_taken_for_what_stands_there(bench: Bench) -> None:
    bench.card(kind="standing", facts={"text": "1"})
    await bench.rests()
    bench.line.answers("editMessageText", READ_TIMEOUT)
    bench.card(kind="standing", facts={"text": "2"})
    await bench.until(lambda: len(bench.line.sent()) == 2)
    bench.card(kind="standing", facts={"text": "1"})
    await bench.rests()
    assert bench.line.sent()[-1] == "1", "2 may stand there by now"


# ── refusals ───────────────────────────────────────────────────────────────────────────────


async def test_retry_after_is_kept_on_the_chat_and_costs_no_attempt(bench: Bench) -> None:
    bench.line.answers("sendMessage", RetryAfter(30))
    bench.owe("patience")
    await bench.until(lambda: bench.rows()[0].error is not None)
    chat = bench.do(lambda session: session.get_one(Chat, ANNA))
    assert chat.not_before > bench.clock.real() + timedelta(seconds=25)
    assert (bench.rows()[0].state, bench.rows()[0].attempts) == ("pending", 0)
    await asyncio.sleep(35 / FASTER)  # also for whoever starts anew, and forgot that he was told to wait
    assert len(bench.line.calls) == 1
    bench.clock.skipped += timedelta(seconds=31)
    await bench.rests()
    assert bench.line.sent() == ["patience", "patience"]


async def test_three_chats_told_to_wait_silence_the_bot(bench: Bench) -> None:
    bench.line.answers("sendMessage", *(RetryAfter(60) for _ in range(3)))
    for chat in (1, 2, 3):
        bench.owe("flood", chat=chat)
    await bench.until(lambda: len(bench.line.calls) == 3)
    await bench.until(lambda: bench.sender.at_rest)
    bench.owe("me too", chat=4)
    bench.sender.wake()
    await asyncio.sleep(0.2)
    assert not bench.line.sent(to=4)


@pytest.mark.parametrize(
    "refusal",
    [
        Forbidden("Forbidden: bot was kicked from the supergroup chat"),
        Forbidden("Forbidden: bot was blocked by the user"),
        BadRequest("Bad Request: chat not found"),
        BadRequest("Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_chat_that_is_shut_gets_nothing_more_until_it_speaks(bench: Bench, refusal: Exception) -> None:
    bench.line.answers("sendMessage", refusal)
    bench.owe("first", chat=GROUP)
    bench.card()
    await bench.rests()
    assert [row.state for row in bench.rows() if row.chat_id == GROUP] == ["dead", "dead"]
    assert len(bench.line.sent(to=GROUP)) == 1
    assert len(bench.alarms()) == 1
    bench.do(
        lambda session: groups.note_membership(
            session, chat_id=GROUP, title="back", present=True, now=bench.clock.now()
        )
    )
    await bench.rests()
    assert bench.line.sent(to=GROUP)[-1] == "tally c"  # its cards come back, what was said meanwhile does not


@both
async def test_a_group_that_became_a_supergroup_keeps_everything(bench: Bench) -> None:
    def bind(session: Any) -> None:
        person = Person(telegram_id=1, name="A", department="sales", joined_at=bench.clock.now())
        session.add_all([person, Chat(id=GROUP, kind="group", title="Finance")])
        session.flush()
        session.add(GroupBinding(department="finance", chat_id=GROUP, bound_by=person.id, bound_at=bench.clock.now()))

    bench.do(bind)
    bench.card(chat=GROUP)
    await bench.rests()
    bench.line.answers("sendMessage", ChatMigrated(NEW_GROUP))
    bench.owe("hello", chat=GROUP)
    await bench.rests()
    # message ids did not move: the card that waits for a press is sent anew
    assert sorted(bench.line.sent(to=NEW_GROUP)) == ["hello", "tally c"]
    assert bench.do(lambda session: session.scalars(select(GroupBinding.chat_id)).one()) == NEW_GROUP
    calls = len(bench.line.calls)
    bench.do(lambda session: groups.migrate(session, old=GROUP, new=NEW_GROUP, now=bench.clock.now()))
    await bench.rests()
    assert len(bench.line.calls) == calls, "Telegram says it twice"


async def test_a_message_that_telegram_will_never_take_is_dead_and_the_queue_goes_on(bench: Bench) -> None:
    bench.line.answers("sendMessage", BadRequest("Bad Request: BUTTON_DATA_INVALID"))
    bench.owe("bad")
    bench.owe("good")
    await bench.rests()
    assert [row.state for row in bench.rows()[:2]] == ["dead", "sent"]
    assert len(bench.alarms()) == 1
    assert bench.line.sent(to=ADMIN) == bench.alarms()


async def test_an_alarm_that_cannot_be_sent_raises_none(bench: Bench) -> None:
    bench.line.answers("sendMessage", *(BadRequest("Bad Request: no") for _ in range(3)))
    bench.owe("bad")
    await bench.rests()
    assert len(bench.alarms()) == 1


async def test_markup_that_is_refused_goes_out_as_plain_text(bench: Bench) -> None:
    bench.line.answers("sendMessage", BadRequest("Bad Request: can't parse entities: unexpected end tag"))
    bench.owe("x", facts={"text": "<b>12 &lt; 13</i>"})
    await bench.rests()
    assert [given.get("parse_mode") for _method, given in bench.line.calls[:2]] == ["HTML", None]
    assert bench.line.sent(to=ANNA)[-1] == "12 < 13"
    assert bench.rows()[0].state == "sent"
    assert bench.alarms()


async def test_a_refused_token_ends_the_sender(database: Database) -> None:
    bench = Bench(database)
    bench.store.start()
    bench.line.answers("sendMessage", InvalidToken())
    bench.owe("x")
    with pytest.raises(Ending) as ending:
        await asyncio.wait_for(bench.sender.run(), 5)
    assert (ending.value.code, ending.value.text.partition(":")[0]) == (WRONG_SETTING, "BOT_TOKEN")
    assert bench.rows()[0].state != "dead"
    bench.store.stop()


# ── a line that breaks ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("error", [READ_TIMEOUT, BROKEN_OFF])
async def test_a_message_that_may_have_arrived_is_sent_three_times_at_most(bench: Bench, error: Exception) -> None:
    bench.line.answers("sendMessage", *[error] * 3)
    bench.owe("perhaps")
    bench.owe("next")
    await bench.rests()
    assert bench.line.sent(to=ANNA) == ["perhaps"] * 3 + ["next"]
    assert [row.state for row in bench.rows()[:2]] == ["dead", "sent"]
    assert bench.alarms()


@pytest.mark.parametrize("error", [NO_ROUTE, NetworkError("Bad Gateway"), NetworkError("Internal Server Error (500)")])
async def test_a_message_that_did_not_arrive_is_sent_as_often_as_it_takes(bench: Bench, error: Exception) -> None:
    bench.line.answers("sendMessage", *[error] * 7)
    bench.owe("surely")
    await bench.rests()
    assert bench.rows()[0].state == "sent"
    assert not bench.alarms()


async def test_an_edit_is_repeated_as_often_as_it_takes(bench: Bench) -> None:
    bench.card()
    await bench.rests()
    bench.line.answers("editMessageText", *[READ_TIMEOUT] * 5)
    bench.card()
    await bench.rests()
    assert bench.line.methods() == ["sendMessage"] + ["editMessageText"] * 6
    assert bench.the_card().shown == 2


async def test_nothing_is_sent_into_a_line_that_is_down(bench: Bench) -> None:
    bench.line.answers("sendMessage", NO_ROUTE)
    bench.line.answers("getMe", *[NO_ROUTE] * 4)
    bench.owe("first", chat=1)
    await bench.until(lambda: bool(bench.line.calls))
    for chat in range(2, 8):
        bench.owe("later", chat=chat)
    await bench.rests()
    assert [method for method, _given in bench.line.calls[:6]] == ["sendMessage"] + ["getMe"] * 5
    assert len(bench.line.sent()) == 8


# ── cards ──────────────────────────────────────────────────────────────────────────────────


async def test_an_edit_that_changes_nothing_has_succeeded(bench: Bench) -> None:
    bench.card()
    await bench.rests()
    bench.line.answers("editMessageText", BadRequest("Bad Request: message is not modified: specified new message"))
    bench.card()
    await bench.rests()
    assert bench.rows()[-1].state == "sent"
    assert bench.the_card().shown == 2


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_a_card_that_cannot_be_edited_is_sent_anew(bench: Bench, words: str) -> None:
    bench.card()
    await bench.rests()
    old = bench.the_card().message_id
    bench.line.answers("editMessageText", BadRequest(f"Bad Request: {words}"))
    bench.card()
    await bench.rests()
    assert bench.line.methods()[:3] == ["sendMessage", "editMessageText", "sendMessage"]
    assert bench.the_card().message_id not in (None, old)


async def test_a_card_that_moves_down_is_sent_anew_and_the_old_one_deleted(bench: Bench) -> None:
    bench.card()
    await bench.rests()
    old = bench.the_card().message_id
    bench.line.answers("deleteMessage", BadRequest("Bad Request: message can't be deleted"))
    bench.card(repost=True)
    await bench.rests()
    assert bench.line.methods() == ["sendMessage", "sendMessage", "deleteMessage"]
    assert bench.line.calls[-1][1]["message_id"] == old
    assert bench.the_card().stale_message_id is None  # a card that cannot be deleted is left alone


async def test_a_card_told_to_move_while_its_edit_is_under_way_moves(bench: Bench) -> None:
    bench.card()
    await bench.rests()
    old = bench.the_card().message_id
    bench.line.held = asyncio.Event()
    bench.card()
    await bench.until(lambda: bench.line.methods()[-1] == "editMessageText")
    bench.card(repost=True)
    bench.line.held.set()
    await bench.rests()
    assert bench.line.methods() == ["sendMessage", "editMessageText", "sendMessage", "deleteMessage"]
    assert bench.line.calls[-1][1]["message_id"] == old
    assert bench.the_card().message_id not in (None, old)


async def test_text_that_becomes_a_picture_is_sent_anew_and_a_picture_is_uploaded_once(bench: Bench) -> None:
    bench.card(kind="plain", facts={"text": "words"})
    await bench.rests()
    old = bench.the_card().message_id
    photo = {"message_id": 7, "photo": [{"file_id": "small"}, {"file_id": "big"}]}
    bench.line.answers("sendPhoto", photo)
    bench.card(kind="plain", facts={"text": "picture", "photo": "PNG"})
    await bench.rests()
    assert bench.line.methods() == ["sendMessage", "sendPhoto", "deleteMessage"]
    assert bench.line.calls[-1][1]["message_id"] == old
    bench.card(kind="plain", facts={"text": "other words", "photo": "PNG"})
    await bench.rests()
    method, given = bench.line.calls[-1]
    assert (method, given["media"].media, given["media"].caption) == ("editMessageMedia", "big", "other words")


# ── what cannot be rendered ────────────────────────────────────────────────────────────────


@both
@pytest.mark.parametrize("kind", ["unrenderable", "nobody_knows_this_kind"])
async def test_what_cannot_be_rendered_is_dead_after_three_and_the_queue_goes_on(bench: Bench, kind: str) -> None:
    bench.owe("x", kind=kind)
    bench.owe("next")
    bench.owe("elsewhere", chat=BEN)
    await bench.rests()
    assert [(row.state, row.attempts) for row in bench.rows()[:3]] == [("dead", 3), ("sent", 1), ("sent", 1)]
    assert len(bench.alarms()) == 1


async def test_what_has_lost_its_reason_is_not_said(bench: Bench) -> None:
    bench.owe("x", kind="gone")
    bench.owe("next")
    await bench.rests()
    assert [row.state for row in bench.rows()] == ["void", "sent"]


# ── who died and who takes over ────────────────────────────────────────────────────────────


async def dies_and_is_followed(database: Database) -> list[Any]:
    """A sender dies after its card went out and before it noted that; the keyboards that it and the next one sent."""
    first, second = Bench(database), Bench(database)
    first.line.held = asyncio.Event()
    first.store.start()
    dying = asyncio.create_task(first.sender.run())
    first.card()
    await first.until(lambda: bool(first.line.calls))
    dying.cancel()
    for task in first.sender._in_hand.values():
        task.cancel()
    first.store.stop()
    async with sending(second):
        await second.rests()
    return [bench.line.calls[0][1]["reply_markup"] for bench in (first, second)]


async def test_what_a_dead_sender_had_in_hand_is_sent_and_both_copies_share_their_buttons(database: Database) -> None:
    first, second = await dies_and_is_followed(database)
    assert first == second


async def test_else_each_copy_would_have_a_use_of_its_own(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buttons, "_minted_before", lambda *_args, **_given: None)
    first, second = await dies_and_is_followed(database)
    assert first != second


async def test_a_lease_that_was_lost_notes_nothing(bench: Bench) -> None:
    bench.line.held = asyncio.Event()
    bench.owe("x")
    await bench.until(lambda: bool(bench.line.calls))
    bench.do(lambda session: setattr(session.scalars(select(Owed)).one(), "lease_token", "another sender's"))
    bench.line.held.set()
    await bench.until(lambda: bench.sender.at_rest)
    assert bench.rows()[0].state == "sending"
