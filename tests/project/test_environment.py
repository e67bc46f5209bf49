"""The environment of a fresh machine: what is missing is said in one line, what is there is not installed again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-browser.lock")

OLD = '#!/bin/sh\ncase "$2" in *print*) echo 3.9 ;; *version_info*) exit 1 ;; esac\n'
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *print*) echo 3.12 ;; *ensurepip*) exit 1 ;; esac\n'
READY = '#!/bin/sh\n[ "$1" = -c ] || { echo "would install: $*"; exit 1; }\n'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with a shell and the few programs the script calls, and no Python but what a test gives it."""
    for name in ("scripts", "bin"):
        (tmp_path / name).mkdir()
    shutil.copy(PROJECT / "scripts" / "environment", tmp_path / "scripts")
    for name in ("requirements.lock", ".gitignore"):
        shutil.copy(PROJECT / name, tmp_path)
    for program in ("sh", "dirname", "cmp", "cp", "rm", "flock"):
        if found := shutil.which(program):
            (tmp_path / "bin" / program).symlink_to(found)
    return tmp_path


def give(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)


def make_environment(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [machine / "scripts" / "environment", "requirements.lock"],
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize(
    ("python", "line"),
    [
        (None, "gendan: Python 3.11 or newer is needed: install it, then again.\n"),
        (OLD, "gendan: Python 3.11 or newer is needed (python3 is 3.9): install it, then again.\n"),
        (
            WITHOUT_VENV,
            "gendan: Python 3.12 has no venv module: apt-get install python3-venv (or python3.12-venv), then again.\n",
        ),
    ],
)
def test_what_a_machine_lacks_is_one_line(machine: Path, python: str | None, line: str):
    if python:
        give(machine / "bin" / "python3", python)
    made = make_environment(machine)
    assert (made.returncode, made.stdout, made.stderr) == (2, "", line)
    assert not (machine / ".venv").exists()


def test_what_the_lock_names_is_installed_once(machine: Path):
    give(machine / ".venv" / "bin" / "python", READY)
    shutil.copy(machine / "requirements.lock", machine / ".venv" / "installed-requirements.lock")
    assert make_environment(machine).returncode == 0
    with (machine / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    changed = make_environment(machine)
    assert changed.returncode == 1
    assert "would install: -m pip install" in changed.stdout


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_every_pin_with_hashes_and_names_no_place(name: str):
    lock = (PROJECT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", lock)[1:]
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index|--find-links|file:|(?<![\w.])/\w", lock)
    with (PROJECT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "requirements.lock": [],
        "requirements-dev.lock": ["dev"],
        "requirements-browser.lock": ["dev", "browser"],
    }
    pins = [*project["dependencies"], *(pin for extra in wanted[name] for pin in extras[extra])]
    locked = {re.split(r"[ ;\\]", entry)[0] for entry in entries}
    assert {re.sub(r"\[.*\]", "", pin).lower() for pin in pins} <= locked


def test_the_locks_agree():
    versions = [
        set(re.findall(r"^([a-z0-9-]+==\S+)", (PROJECT / name).read_text("utf-8"), flags=re.MULTILINE))
        for name in LOCKS
    ]
    assert versions[0] < versions[1] < versions[2]


def test_make_says_what_can_be_made():
    told = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True, env=os.environ)
    targets = {line.split()[1] for line in told.stdout.splitlines() if line.startswith("make ")}
    assert targets >= {"demo", "run", "test", "check", "test-browser", "translations"}
