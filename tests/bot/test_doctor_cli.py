"""`python -m bot doctor`: what it says of a good company, and of each thing that is wrong with one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import doctor_cli
from bot.settings import Settings
from db import guards
from db.engine import Database
from db.models import Inbox
from services.invariants import INVARIANTS
from tests.support.orders import NOW


def settings(url: str, **more: Any) -> Settings:
    return Settings(database_url=url, **more)  # type: ignore[arg-type]


def said(capsys: pytest.CaptureFixture[str], level: str) -> list[str]:
    return [line.removeprefix(level).strip() for line in capsys.readouterr().out.splitlines() if line.startswith(level)]


def test_nothing_is_wrong_with_a_new_company(database_url: str, capsys: pytest.CaptureFixture[str]):
    assert doctor_cli.run(settings(database_url), NOW) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == {"ok", "warn"}
    assert sum(line.startswith("ok    I") for line in lines) == len(INVARIANTS)
    assert "warn  BOT_TOKEN is missing: the bot cannot run" in lines
    assert "warn  department sales has no group and no interface person" in lines
    assert "warn  the make-up workdays of 2027 are unknown; weekends in it are a guess" in lines


def test_a_breach_is_a_fault(database: Database, database_url: str, capsys: pytest.CaptureFixture[str]):
    with database.transaction() as session:
        session.add(Inbox(bot_id=1, update_id=7, received_at=NOW - timedelta(days=3), raw="{}", lane=1))
    assert doctor_cli.run(settings(database_url), NOW) == 1
    assert said(capsys, "FAULT") == ["I2: update 7 is new; every update takes effect once, or is dead with a reason"]


def test_a_missing_guard_is_a_fault(database: Database, database_url: str, capsys: pytest.CaptureFixture[str]):
    with database.transaction() as session:
        guards.remove(session.connection())
    assert doctor_cli.run(settings(database_url), NOW) == 1
    assert "guard gendan_guard_gate_release_orders_update is missing: run python -m bot migrate" in said(
        capsys, "FAULT"
    )


def test_another_version_is_a_wrong_setting(database: Database, database_url: str, capsys: pytest.CaptureFixture[str]):
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert doctor_cli.run(settings(database_url), NOW) == 2
    assert said(capsys, "FAULT") == ["DATABASE_URL: the schema is not up to date: run python -m bot migrate"]


def test_what_cannot_be_opened_is_a_wrong_setting(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert doctor_cli.run(settings(f"sqlite:///{tmp_path}/none/bot.db"), NOW) == 2
    assert said(capsys, "FAULT")[0].startswith("DATABASE_URL: the database cannot be used: ")
    book = tmp_path / "book.toml"
    book.write_text("wrong = ", "utf-8")
    assert doctor_cli.run(settings(f"sqlite:///{tmp_path}/bot.db", process_file=book), NOW) == 2
    assert said(capsys, "FAULT")[0].startswith("PROCESS_FILE: the book is wrong: ")
