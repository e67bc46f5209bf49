"""The measurements can be taken: a figure that nobody can measure again is a rumour."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)


def test_a_step_is_measured_and_was_really_done():
    done = bench("step", "--rounds", "1", "--orders", "1", "--database", "sqlite")
    assert done.returncode == 0, done.stderr
    assert "no target yet" in done.stdout
    assert done.stderr == ""


def test_a_name_that_nobody_knows_is_told_the_others():
    done = bench("speed")
    assert (done.returncode, done.stdout) == (2, "")
    assert "step" in done.stderr
