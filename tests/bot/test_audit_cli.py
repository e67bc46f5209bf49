"""`python -m bot audit`: what it prints, and what it exits with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import audit_cli, cli
from bot.settings import Settings
from db import guards
from db.engine import Database
from services import history
from tests.support.orders import NOW, add_order, open_office


@pytest.fixture
def settings(database: Database, database_url: str) -> Settings:
    with database.transaction() as session:
        open_office(session)
        order = add_order(session, {"ship": 100})
        session.execute(text("UPDATE orders SET number = 'XS261123-900' WHERE id = :id"), {"id": order})
        for moment, action in enumerate(("filed", "accepted")):
            history.record(
                session, subject=f"order:{order}", action=action, now=NOW + timedelta(hours=moment), actor_id=1,
                before={"state": None} if moment else None, after={"state": action, "note": "急"},
            )  # fmt: skip
    return Settings(database_url=database_url)  # type: ignore[arg-type]


def audit(settings: Settings, *words: str) -> int:
    return audit_cli.run(cli.build_parser().parse_args(["audit", *words]), settings)


def test_a_sound_history(settings: Settings, capsys: pytest.CaptureFixture[str]):
    assert audit(settings, "verify") == 0
    assert capsys.readouterr().out == "ok 1 subjects, 2 entries, 0 anchors\n"


def test_a_broken_one_is_named_and_exits_1(
    settings: Settings, database: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    posted = tmp_path / "posted.txt"
    posted.write_text(f"操作记录核对码 2026-11-24\n共 2 条\n{'a' * 64}\n", "utf-8")
    with database.transaction() as session:
        guards.remove(session.connection())
        session.execute(text("DELETE FROM history WHERE seq = 1"))
        guards.install(session.connection())
    assert audit(settings, "verify", "--anchor", str(posted)) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "FAULT anchor 2026-11-24: it was posted and is gone"
    assert said[1].endswith("#2: entry 1 is missing")
    assert said[2] == "FAULT 1 subjects, 1 entries, 0 anchors"


def test_an_order_is_told_line_by_line(settings: Settings, capsys: pytest.CaptureFixture[str]):
    assert audit(settings, "show", "xs261123-900") == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-23 10:00  李娜  filed  note: 急; state: filed",
        "2026-11-23 11:00  李娜  accepted  state: null → accepted; note: 急",
    ]
    assert audit(settings, "show", "XS261123-901") == 1


def test_wrong_usage_exits_2(tmp_path: Path):
    for words in (["verify", "--anchor", str(tmp_path / "none")], ["show"], []):
        with pytest.raises(SystemExit) as ended:
            cli.build_parser().parse_args(["audit", *words])
        assert ended.value.code == 2
