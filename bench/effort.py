"""`python -m bench effort`: what an order costs a salesperson, counted by the sandbox.

The real bot talks to the sandbox over HTTP; a salesperson of the sample company taps and types, and the sandbox
counts: taps, typed characters, messages sent, and what has to be read (messages that came, messages that say
something else now, words over the chat). An order that was not filed as it was meant is a miss, whatever it cost.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from bot.logs import configure_logs
from bot.migrate import migrate
from db.engine import Database
from db.models import Order
from sandbox.client import SandboxError
from tests.support.databases import careless
from tests.support.world import Chat, World, a_sample_world

WHO = "张敏"
LINE = "宏达 X200 三百台 单价58 下周五交 款到发货"
CUSTOMER = "永盛五金"
"""One of the buttons that a salesperson sees who has filed nothing yet."""
QUANTITY = "300"
DAY = re.compile(r"\d+月\d+日 周.")
COLUMNS = ("taps", "typed", "sent", "received", "changed", "told", "read")


@dataclass(frozen=True, slots=True)
class Target:
    """The most that a scenario may cost."""

    taps: int
    typed: int
    sent: int

    def misses(self, cost: dict[str, int]) -> list[str]:
        most = {"taps": self.taps, "typed": self.typed, "sent": self.sent}
        return [f"{name} {cost[name]} > {limit}" for name, limit in most.items() if cost[name] > limit]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way to an order: what stands in the chat before it is counted, and what the person does."""

    what: str
    target: Target
    before: Callable[[Chat], Awaitable[None]]
    act: Callable[[Chat], Awaitable[None]]


# ── what the person does ───────────────────────────────────────────────────────────────────


async def _tap_first_day(chat: Chat) -> None:
    label = next(label for label in await chat.buttons() if DAY.fullmatch(label))
    await chat.taps(label)


async def _open_start_page(chat: Chat) -> None:
    await chat.sends("/start")


async def _order_guided(chat: Chat) -> None:
    await chat.taps("报新单", "客户要货", CUSTOMER, "款到发货", "X200 减速电机")
    await chat.sends(QUANTITY)
    await chat.taps("目录价 ¥58.00", "够了")
    await _tap_first_day(chat)
    await chat.taps("口头", "提交")


async def _order_before(chat: Chat) -> None:
    await _open_start_page(chat)
    await _order_guided(chat)


async def _order_again(chat: Chat) -> None:
    await chat.taps("再来一单")
    await _tap_first_day(chat)
    await chat.taps("提交")


async def _order_in_one_line(chat: Chat) -> None:
    await chat.sends(LINE)
    await chat.taps("提交")


SCENARIOS = {
    "repeat": Scenario("a repeat order", Target(taps=3, typed=0, sent=0), _order_before, _order_again),
    "line": Scenario("a one-line order", Target(taps=1, typed=len(LINE), sent=1), _open_start_page, _order_in_one_line),
    "guided": Scenario(
        "a guided order of one product", Target(taps=12, typed=len(QUANTITY), sent=1), _open_start_page, _order_guided
    ),
}


# ── measuring ──────────────────────────────────────────────────────────────────────────────


def run(arguments: Sequence[str]) -> int:
    """Play the scenarios, print what each costs, and say with the exit code whether a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench effort", description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="*", choices=[*SCENARIOS, []], help="only these; all when none is named")
    names = parser.parse_args(arguments).scenario or list(SCENARIOS)
    configure_logs("ERROR")
    print(f"{'':32}" + "".join(f"{column:>10}" for column in COLUMNS))
    missed = 0
    for name in names:
        missed += not asyncio.run(_measure(SCENARIOS[name]))
    return 1 if missed else 0


async def _measure(scenario: Scenario) -> bool:
    """One scenario in a company of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'effort.db'}"
        migrate(url)
        database = careless(Database(url))
        try:
            async with a_sample_world(database) as world:
                return await _play(world, scenario)
        finally:
            database.dispose()


async def _play(world: World, scenario: Scenario) -> bool:
    chat = world.person(WHO)
    await scenario.before(chat)
    filed = len(_orders(world.database))
    await world.client.post("effort/reset")
    try:
        await scenario.act(chat)
    except (SandboxError, StopIteration) as error:
        print(f"{scenario.what:32}MISSED: {error}")
        return False
    cost = await world.client.effort(WHO)
    misses = scenario.target.misses(cost) + _wrong(_orders(world.database)[filed:])
    print(f"{scenario.what:32}" + "".join(f"{cost[column]:>10}" for column in COLUMNS))
    most = f"at most {scenario.target.taps} taps, {scenario.target.typed} typed"
    print(f"{'':4}{most}: {'MISSED: ' + ', '.join(misses) if misses else 'met'}")
    return not misses


def _orders(database: Database) -> list[Order]:
    with database.transaction() as session:
        return list(session.scalars(select(Order).order_by(Order.id)))


def _wrong(filed: list[Order]) -> list[str]:
    """What is not as it was meant: one order of 300 X200 at 58, paid before shipment."""
    found = [(order.leaf, order.requested_on is not None, _goods(order)) for order in filed]
    meant = [("prepaid.shipment", True, [("X200", Decimal(300), Decimal(58))])]
    return [] if found == meant else [f"filed {found}"]


def _goods(order: Order) -> list[tuple[str, Decimal, Decimal | None]]:
    return [(line.product_code, line.quantity, line.unit_price) for line in order.lines]
