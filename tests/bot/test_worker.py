"""The worker: one update, one transaction; a failure costs nobody else anything, and a press is always answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from bot.clock import Clock
from bot.worker import Worker
from db.engine import Database
from db.models import Inbox, Owed
from handlers.turn import CallbackAnswer
from services import alarms, buttons, inbox, owed
from tests.support.counter import BOT_ID, Broken, desk, effects, message, pressed
from tests.support.databases import POSTGRESQL, SQLITE

ANNA, BEN, ADMIN = 11, 12, 99

both = pytest.mark.parametrize(
    "database_kind", [SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, but for tests that say `both`: what they show does not depend on the database."""
    return getattr(request, "param", SQLITE)


class MovedClock(Clock):
    """Real time that can be moved as well: retries wait in real seconds."""

    skipped = timedelta()

    def real(self) -> Any:
        return super().real() + self.skipped


class Bench:
    """A worker with everything around it that it needs."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = MovedClock()
        self.answers: list[CallbackAnswer] = []
        self.desk: Any = desk({ANNA, BEN, ADMIN})
        self.worker = self.another()

    def another(self) -> Worker:
        """A worker of a process that starts now."""
        return Worker(
            self.database, self, self.clock, admins=frozenset({ADMIN}), answer=self.answers.append,
            committed=lambda: None,
        )  # fmt: skip

    def handle(self, session: Any, raw: Any, now: Any) -> CallbackAnswer | None:
        return self.desk.handle(session, raw, now)

    def arrive(self, *updates: Any) -> None:
        with self.database.transaction() as session:
            inbox.ingest(session, bot_id=BOT_ID, updates=updates, now=self.clock.real())

    def work(self, rounds: int = 1) -> None:
        """Pull until nothing is due, `rounds` times, each later than any retry waits."""
        for _ in range(rounds):
            for _ in range(50):
                if self.worker.pull() > 0:
                    break
            self.clock.skipped += timedelta(minutes=1)

    def rows(self) -> dict[int, Inbox]:
        with self.database.transaction() as session:
            return {row.update_id: row for row in session.scalars(select(Inbox))}

    def effects(self) -> dict[int, list[str]]:
        with self.database.transaction() as session:
            return effects(session)

    def owed(self, kind: str) -> list[Owed]:
        with self.database.transaction() as session:
            return list(session.scalars(select(Owed).where(Owed.kind == kind)))


@pytest.fixture
def bench(database: Database) -> Bench:
    return Bench(database)


@both
def test_updates_take_effect_once_each_in_the_order_of_their_sender(bench: Bench) -> None:
    updates = [message(number, (ANNA, BEN)[number % 2], f"/add {number}") for number in range(1, 11)]
    bench.arrive(*updates, *updates[:3])
    bench.arrive(*updates)  # Telegram repeats what it is not sure about
    bench.work()
    assert bench.effects() == {BEN: ["1", "3", "5", "7", "9"], ANNA: ["2", "4", "6", "8", "10"]}
    assert {row.state for row in bench.rows().values()} == {"done"}


@both
@pytest.mark.parametrize("text", ["/fail", "/cancel"])
def test_after_five_attempts_an_update_is_dead_and_its_lane_goes_on(bench: Bench, text: str) -> None:
    bench.arrive(message(1, ANNA, text), message(2, ANNA, "/add after"), message(3, BEN, "/add meanwhile"))
    bench.work(rounds=1)
    assert bench.effects() == {BEN: ["meanwhile"]}  # nobody else waits
    bench.work(rounds=5)
    assert bench.effects() == {BEN: ["meanwhile"], ANNA: ["after"]}
    row = bench.rows()[1]
    assert (row.state, row.attempts) == ("dead", 5)
    assert ADMIN in {alarm.chat_id for alarm in bench.owed(alarms.KIND)}
    assert len(bench.owed("said")) == 1  # and whoever wrote it is told


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"message_id": "x", "chat": 7}},
        {"update_id": 1, "message": {"text": "no chat", "from": {"id": ANNA}}},
        {"update_id": 1, "callback_query": {"id": 5}},
        {"update_id": 1, "callback_query": {"from": {"id": 2**70}, "id": "q"}},
        {"update_id": 1, "unheard_of": {"from": {"id": True}}},
        message(1, ANNA, "/add half \ud83d and \x00 nothing"),
    ],
)
def test_no_update_stops_the_others(bench: Bench, update: dict[str, Any]) -> None:
    bench.arrive(update, 17, None, {"update_id": "no number"}, {"update_id": 2**80}, message(2, BEN, "/add well"))
    bench.work(rounds=6)
    assert bench.effects()[BEN] == ["well"]
    assert {row.state for row in bench.rows().values()} <= {"done", "dead"}
    assert len(bench.rows()) == 2


def button(bench: Bench, *acts: str) -> str:
    with bench.database.transaction() as session:
        owed.owe(session, "plain", chat_id=ANNA, now=bench.clock.now())
        args = {"what": "it"} if acts == ("press",) else {}
        nonce = buttons.mint(session, [(act, args, True) for act in acts], chat_id=ANNA, now=bench.clock.now())
    return buttons.callback_data(nonce, 0)


def test_a_press_takes_effect_once_and_is_answered_each_time(bench: Bench) -> None:
    data = button(bench, "press")
    bench.arrive(pressed(1, ANNA, data), pressed(2, ANNA, data))
    bench.work()
    assert bench.effects() == {ANNA: ["press it"]}
    assert [answer.query_id for answer in bench.answers] == ["query-1", "query-2"]
    assert not bench.answers[0].text
    assert bench.answers[1].text


def test_a_press_that_fails_is_answered_with_a_code(bench: Bench) -> None:
    bench.arrive(pressed(1, ANNA, button(bench, "fail_press")))
    bench.work(rounds=6)
    assert [answer.query_id for answer in bench.answers] == ["query-1"]
    assert "E-" in bench.answers[0].text


@pytest.mark.parametrize("data", ["", "v1:x:0", "v1:x:²", "v2:x:0", "v1:" + "y" * 60, "\x00"])
def test_a_press_on_what_was_never_there_is_answered(bench: Bench, data: str) -> None:
    bench.arrive(pressed(1, ANNA, data))
    bench.work()
    assert len(bench.answers) == 1
    assert bench.rows()[1].state == "done"


def test_a_press_whose_handler_says_nothing_is_answered(bench: Bench) -> None:
    bench.handle = lambda session, raw, now: None  # type: ignore[method-assign]
    bench.arrive(pressed(1, ANNA, "v1:x:0"))
    bench.work()
    assert [(answer.query_id, answer.text) for answer in bench.answers] == [("query-1", "")]


def failing_first(bench: Bench, error: Exception, times: int) -> Callable[..., Any]:
    left = [times]

    def handle(session: Any, raw: Any, now: Any) -> CallbackAnswer | None:
        answer = bench.desk.handle(session, raw, now)
        if left[0]:
            left[0] -= 1
            raise error
        return answer

    return handle


@both
def test_who_loses_a_race_tries_again_at_once(bench: Bench) -> None:
    bench.handle = failing_first(bench, StaleDataError("row changed"), times=4)  # type: ignore[method-assign]
    bench.arrive(message(1, ANNA, "/add once"))
    bench.worker.pull()
    assert bench.effects() == {ANNA: ["once"]}
    assert bench.rows()[1].attempts == 0


def test_a_database_that_is_away_is_nobodys_fault(bench: Bench) -> None:
    class Full(Exception):
        sqlite_errorname = "SQLITE_FULL"
        sqlstate = "53100"

    bench.handle = failing_first(bench, OperationalError("INSERT", {}, Full()), times=9)  # type: ignore[method-assign]
    bench.arrive(message(1, ANNA, "/add patient"))
    for _ in range(9):
        assert bench.worker.pull() > 0
    assert bench.rows()[1].attempts == 0
    bench.worker.pull()
    assert bench.effects() == {ANNA: ["patient"]}


@both
def test_an_update_that_ends_the_process_each_time_is_dead_after_five(bench: Bench) -> None:
    class Killed(BaseException):
        pass

    bench.arrive(message(1, ANNA, "/hang"), message(2, ANNA, "/add after"))
    for _ in range(6):
        bench.clock.skipped += timedelta(seconds=1)
        bench.worker = bench.another()  # the process before was killed over it
        assert bench.worker.pull() == 0.0  # counted before it is tried
        if bench.rows()[1].state == "dead":
            break
    assert bench.rows()[1].state == "dead"
    bench.work(rounds=2)
    assert bench.effects() == {ANNA: ["after"]}
    assert bench.owed(alarms.KIND)


def test_the_same_fault_has_the_same_code(bench: Bench) -> None:
    bench.arrive(message(1, ANNA, "/fail"), message(2, BEN, "/fail"))
    bench.work()
    first, second = (bench.rows()[number].error or "" for number in (1, 2))
    assert Broken.__name__ in first
    assert first.split()[0] == second.split()[0]
