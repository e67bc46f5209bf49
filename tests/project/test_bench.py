"""The measurements can be taken: a figure that nobody can measure again is a rumour."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import effort, hunt, understand

PROJECT = Path(__file__).parents[2]


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
