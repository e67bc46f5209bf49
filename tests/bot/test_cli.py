"""The command line: what it exits with, and that nobody is shown a traceback for a wrong setting."""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.settings import NAMES, Settings, SettingsFault

PROJECT = Path(__file__).parents[2]


def gendan(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={"PYTHONPATH": str(PROJECT), "PATH": "", **environment},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["run", "demo", "migrate"])
def test_every_command_has_its_module(command: str):
    assert callable(importlib.import_module(f"bot.{command}").run)


@pytest.mark.parametrize("name", ["BOT_TOKEN", "ADMIN_IDS", "DATABASE_URL"])
def test_a_wrong_setting_is_one_line_and_exit_2(tmp_path: Path, name: str):
    ended = gendan("run", cwd=tmp_path, **{name: "hunter2"})
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{name}: ")
    assert len(ended.stderr.splitlines()) == 1
    assert "hunter2" not in ended.stderr


def test_running_without_a_token_says_what_is_missing(tmp_path: Path):
    ended = gendan("run", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr.startswith("BOT_TOKEN: is missing")
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_is_exit_2(tmp_path: Path):
    assert gendan("fly", cwd=tmp_path).returncode == 2
    assert gendan(cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(("command", "loads"), [("process", False), ("doctor", True)])
def test_a_command_loads_what_it_needs(command: str, loads: bool):
    asked = f"import sys; from bot.cli import build_parser; build_parser({command!r}); print('services' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(loads), "`process check` should not wait for the database and Telegram's types"


def test_the_book_that_a_setting_names_can_be_written_first_and_is_then_checked(tmp_path: Path):
    assert gendan("process", "check", cwd=tmp_path, PROCESS_FILE="mine.toml").returncode == 2
    assert gendan("process", "init", "mine.toml", cwd=tmp_path, PROCESS_FILE="mine.toml").returncode == 0
    assert gendan("process", "check", cwd=tmp_path, PROCESS_FILE="mine.toml").returncode == 0
    (tmp_path / "mine.toml").write_text("wrong = ", encoding="utf-8")
    wrong = gendan("process", "check", cwd=tmp_path, PROCESS_FILE="mine.toml")
    assert wrong.returncode == 1
    assert "mine.toml" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_fault_that_a_command_finds_is_told_the_same_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    def find_fault(_settings: Settings, _args: object) -> int:
        raise SettingsFault("ADMIN_IDS: is missing")

    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(cli.COMMANDS, "run", find_fault)
    monkeypatch.setattr(cli, "configure_logs", lambda *_: logging.getLogger())
    assert cli.main(["run"]) == 2
    assert capsys.readouterr().err == "ADMIN_IDS: is missing\n"
