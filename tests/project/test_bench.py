"""The measurements can be taken: a figure that nobody can measure again is a rumour."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bench import drain, effort, hunt, understand, week
from bot.windows import Windows
from db.engine import Database
from tests.support.counter import OpenWindows

PROJECT = Path(__file__).parents[2]


class Seconds:
    """A monotonic clock by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)


def test_a_step_is_measured_and_was_really_done():
    done = bench("step", "--rounds", "1", "--orders", "1", "--database", "sqlite")
    assert done.returncode == 0, done.stderr
    assert "no target yet" in done.stdout
    assert done.stderr == ""


def test_a_hunt_is_played_and_one_that_ends_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert hunt.run(["--only", "ships", "--rounds", "4", "--database", "sqlite"]) == 0
    assert "0 wrong" in capsys.readouterr().out
    badly = hunt.Hunt(
        "", lambda _url, rounds, seed: (hunt.Round(own, "lost", own != 9) for own in range(seed, seed + rounds))
    )
    monkeypatch.setitem(hunt.HUNTS, "ships", badly)
    monkeypatch.setattr(hunt, "AT_ONCE", 2)
    assert hunt.run(["--only", "ships", "--rounds", "3", "--seed", "7", "--database", "sqlite"]) == 1
    said = capsys.readouterr().out
    assert "3 of 3 rounds, 1 wrong" in said
    assert "seed 9: lost" in said


def test_what_an_order_costs_is_counted_and_holds_its_targets():
    done = bench("effort")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": met") == 3
    assert "MISSED" not in done.stdout


def test_an_effort_over_its_target_is_a_miss():
    met = {"taps": 3, "typed": 0, "sent": 0}
    target = effort.SCENARIOS["repeat"].target
    assert target.misses(met) == []
    assert target.misses({**met, "taps": 4}) == ["taps 4 > 3"]
    assert target.misses({**met, "typed": 3, "sent": 1}) == ["typed 3 > 0", "sent 1 > 0"]
    assert effort._wrong([]) == ["filed []"]


def test_a_name_that_nobody_knows_is_told_the_others():
    done = bench("speed")
    assert (done.returncode, done.stdout) == (2, "")
    assert "step" in done.stderr


def test_an_order_line_is_measured_and_no_language_library_is_large():
    done = bench("understand", "--rounds", "1", "--calls", "5")
    # whether the target is met is for a quiet machine to say
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert done.stdout.count("ratio") == 4
    assert "imported cn2an" in done.stdout


def test_a_slow_line_and_a_large_library_are_missed_targets(capsys: pytest.CaptureFixture[str]):
    assert understand.report("slow", [1.0], [understand.TARGET + 1])
    assert not understand.report("quick", [1.0], [understand.TARGET - 1])
    assert understand.report_sizes({"large": understand.MOST_MEGABYTES + 1})
    assert "large" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("chat", "rang", "nags", "noted", "faults"),
    [
        (-1, 8, 8, 8, 0),  # what rings in a group counts once, whatever it is
        (-1, 9, 0, 9, 1),
        (1, 20, 3, 20, 0),  # answers are no nags
        (1, 20, 4, 20, 1),
        (-1, 8, 0, 7, 1),  # the bot believes that it was quieter
    ],
)
def test_a_phone_that_rings_too_often_in_a_week_is_told(chat: int, rang: int, nags: int, noted: int, faults: int):
    day = date(2026, 11, 23)
    heard = week.Heard(
        arrivals=[week.Arrival(chat, number, day, silent=number >= rang) for number in range(rang + 30)],
        nags={(chat, number) for number in range(nags)},
        noted=Counter({(chat, day): noted}),
        titles={chat: "X"},
    )
    assert len(week.wrong(heard)) == faults


@pytest.mark.parametrize(
    ("filed", "given_up", "rang", "faults"),
    [
        (2, 1, True, []),
        (1, 1, True, ["MISSED: no busy week: 1 orders filed, 1 given up"]),
        (2, 1, False, ["MISSED: no busy week: no phone rang"]),
    ],
)
def test_a_week_in_which_little_was_played_is_missed_and_says_why(
    filed: int, given_up: int, rang: bool, faults: list[str], capsys: pytest.CaptureFixture[str]
):
    day = date(2026, 11, 23)
    heard = week.Heard(
        arrivals=[week.Arrival(chat, 1, day, silent=not rang) for chat in (-1, 1)], titles={-1: "G", 1: "P"}, days=[day]
    )
    assert week.told(heard, week.idle(heard, filed, given_up)) is not bool(faults)
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.startswith("MISSED")] == faults
    assert said[-1].endswith(": MISSED" if faults else ": met")


def test_learning_what_is_due_is_measured():
    done = bench("due", "--orders", "600", "3000", "--rounds", "5", "--ticks", "1", "--database", "sqlite")
    # whether the target is met is for a quiet machine and a million orders to say
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert done.stdout.count("the due query: ") == 1
    assert done.stdout.count("by the partial index") == 2


async def test_reminders_that_are_due_at_once_go_out_within_the_limits(database: Database):
    drained = await drain.drained(database, 75, 5)
    assert (drained.sent, drained.floods) == (75, 0)
    assert drain.ideal(75, 5) <= drained.seconds < drain.ideal(75, 5) + 2


async def test_without_the_windows_they_do_not(database: Database):
    """The negative control of the test above."""
    drained = await drain.drained(database, 40, 1, OpenWindows())
    assert drained.floods > 0


@pytest.mark.parametrize(
    ("messages", "groups", "seconds"),
    [(600, 30, 62.0), (3000, 200, 119.0), (25, 25, 0.0), (19, 1, 60.0), (37, 1, 120.0)],
)
def test_the_ideal_schedule_is_what_a_greedy_sender_with_no_line_achieves(messages: int, groups: int, seconds: float):
    assert drain.ideal(messages, groups) == seconds
    clock, sent = Seconds(), 0
    windows, began = Windows(clock), clock.at
    left = {-number: messages // groups + (number <= messages % groups) for number in range(1, groups + 1)}
    while any(left.values()):
        free = [chat for chat in left if left[chat] and windows.wait(chat) <= 0]
        if free and windows.allowance() > 0:
            chat = max(free, key=lambda one: left[one])
            windows.note(chat)
            windows.arrived(chat)
            left[chat] -= 1
            sent += 1
        else:
            waits = [windows.wait(chat) for chat in left if left[chat]]
            clock.at += max(0.001, windows.wait_overall(), min(waits))
    assert (sent, clock.at - began) == (messages, pytest.approx(seconds, abs=0.1))
