"""`python -m bot understand`: what it prints is a contract for whoever reads it by machine."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot import cli, sample, understand_cli
from bot.book_file import read_book
from bot.migrate import migrate
from bot.run import open_database
from bot.settings import load_settings
from services import one_line
from services.house import House

PROJECT = Path(__file__).parents[2]
SUNDAY = "2026-11-22T10:00"
ORDER = "宏达 X200 三百台 单价58 下周五交 款到发货"


def understand(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """The command in this process; `test_it_is_a_command` starts it as one."""
    args = cli.build_parser().parse_args(["understand", *arguments])
    with redirect_stdout(StringIO()) as out, mock.patch("sys.stdin", StringIO(stdin)):
        code = understand_cli.run(args, load_settings(None, **settings))
    return subprocess.CompletedProcess(list(arguments), code, out.getvalue(), "")


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "understand", *arguments], cwd=PROJECT, capture_output=True,
        env={"PYTHONPATH": str(PROJECT), "PATH": "", "PYTHONUTF8": "1"}, text=True, check=False, timeout=60,
    )  # fmt: skip


def told(*arguments: str) -> dict[str, list[Any]]:
    done = understand("--json", "--now", SUNDAY, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def value(kind: str, value: str, text: str) -> dict[str, str]:
    return {"kind": kind, "value": value, "text": text}


def test_a_whole_order_names_each_value_with_its_words():
    assert told(ORDER) == {
        "values": [
            value("customer", "C0001", "宏达"), value("product", "X200", "X200"), value("quantity", "300", "三百台"),
            value("unit", "台", "台"), value("price", "58", "单价58"), value("terms", "prepaid.shipment", "款到发货"),
        ],
        "ambiguous": [{"kind": "date", "text": "下周五", "readings": ["2026-11-27", "2026-12-04"]}],
        "unknown": [],
    }  # fmt: skip


def test_what_is_only_roughly_said_or_not_understood_is_no_value():
    answer = told("宏达 X200 三百来台 尽快 运费200")
    assert [one["kind"] for one in answer["values"]] == ["customer", "product"]
    assert answer["ambiguous"] == [
        {"kind": "quantity", "text": "三百来台", "readings": ["300"]},
        {"kind": "date", "text": "尽快", "readings": []},
    ]
    assert answer["unknown"] == ["运费200"]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "5万8", value("number", "58000", "5万8")),
        ("number", "1.2w", value("number", "12000", "1.2w")),
        ("number", "九五折", value("discount", "9.5", "九五折")),
        ("number", "30%", value("percent", "30", "30%")),
        ("money", "￥58.50", value("money", "58.5", "￥58.50")),
        ("money", "12.5万", value("money", "125000", "12.5万")),
        ("money", "含税13%", value("tax", "13", "含税13%")),
        ("date", "25号之前", value("date", "2026-11-25", "25号之前")),
        ("date", "12.5", value("date", "2026-12-05", "12.5")),
        ("quantity", "三百台", value("quantity", "300", "三百台")),
    ],
)
def test_one_value_of_a_kind_is_a_canonical_decimal_or_a_day(kind: str, text: str, expected: dict[str, str]):
    answer = told("--kind", kind, text)
    assert expected in answer["values"]
    assert answer["ambiguous"] == answer["unknown"] == []


def test_several_amounts_in_one_text_are_each_told():
    assert told("--kind", "money", "单价58含税13%打九五折")["values"] == [
        value("money", "58", "单价58"), value("tax", "13", "含税13%"), value("discount", "9.5", "打九五折"),
    ]  # fmt: skip
    answer = told("--kind", "money", "单价58，总价17400")
    assert [one["value"] for one in answer["values"]] == ["58", "17400"]


BESIDE_WORDS = (
    "58改55|58不对是55|58，不，55|58块，不对，60|58块不对55块|58+5|58*300|58,5|12 5|1,20元|1.200,50|58块555|8毛15|58块5毛55|58块5块"
    "|5毛8块|5角12分|58元58元|两块多|58块多|一块来钱|一百好几|≈58元|100块美金|少5块|让5块|加2块|贵了2块|返5块|差58元|多收58元"
    "|58块太贵了|58块卖吗|58块对吧|58块呢|58块55块|块八毛|58 55|58。5|￥1，200|5分5毛"
)


@pytest.mark.parametrize("text", BESIDE_WORDS.split("|"))
def test_an_amount_beside_other_words_is_not_certain(text: str):
    assert told("--kind", "money", text)["values"] == []


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [("3千克", "公斤", "千克"), ("三百臺", "台", "臺"), ("一箱半", "箱", "箱"), ("25kg", "公斤", "kg")],
)
def test_a_unit_is_told_with_its_own_words(text: str, unit: str, words: str):
    assert told("--kind", "quantity", text)["values"][1] == value("unit", unit, words)


def test_lines_from_standard_input_are_answered_one_by_one():
    done = understand("--json", "--now", SUNDAY, "-", stdin=f"{ORDER}\n\n12月5号\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [len(answer["values"]) for answer in answers] == [6, 0, 1]


def test_now_decides_what_a_day_means():
    friday = [one["value"] for one in json.loads(
        understand("--json", "--now", "2026-11-23T10:00", "下周五").stdout
    )["values"]]  # fmt: skip
    assert friday == ["2026-12-04"]
    # 23:30 in London is already the next day at the company.
    late = understand("--json", "--now", "2026-11-22T23:30+00:00", "--kind", "date", "明天")
    assert json.loads(late.stdout)["values"][0]["value"] == "2026-11-24"


def test_people_are_told_in_lines():
    done = understand("--now", SUNDAY, "宏达 X200 三百来台 运费200")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["customer", "product", "quantity", "unknown"]


def test_it_is_a_command():
    done = started("--json", "--kind", "number", "三百")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["values"] == [value("number", "300", "三百")]


@pytest.mark.parametrize("arguments", [(), ("--kind", "colour", "58"), ("--now", "yesterday", "58")])
def test_wrong_usage_is_exit_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        understand(*arguments)
    assert "usage" in capsys.readouterr().err


def test_the_companys_own_names_are_used_where_a_database_is_named(tmp_path: Path):
    address = f"sqlite:///{tmp_path}/gendan.db"
    migrate(address)
    database = open_database(address)
    house = House(read_book(None), ZoneInfo("Asia/Shanghai"))
    with database.transaction() as session:
        sample.load(session, house, datetime(2026, 11, 22, 2, tzinfo=UTC))
    database.dispose()
    done = understand("--json", "--now", SUNDAY, ORDER, database_url=address)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == told(ORDER)
    empty = f"sqlite:///{tmp_path}/empty.db"
    migrate(empty)
    nobody = json.loads(understand("--json", "--now", SUNDAY, ORDER, database_url=empty).stdout)
    assert {"宏达", "X200"} <= set(nobody["unknown"])


def test_a_database_that_cannot_be_used_is_a_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/no/such/folder.db")
    monkeypatch.setattr(cli, "configure_logs", lambda *_: None)
    assert cli.main(["understand", "宏达"]) == 2
    assert capsys.readouterr().err.startswith("DATABASE_URL: the database cannot be used")


def test_the_goods_of_a_database_are_read_at_once(tmp_path: Path):
    address = f"sqlite:///{tmp_path}/gendan.db"
    migrate(address)
    database = open_database(address)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    with database.transaction() as session:
        house = House(read_book(None), ZoneInfo("Asia/Shanghai"))
        sample.load(session, house, datetime(2026, 11, 22, 2, tzinfo=UTC))
        session.expunge_all()
        asked.clear()
        goods = one_line.every_good(session)
    database.dispose()
    assert goods == dict(sample.known().goods)
    assert len(asked) == 2  # the products, and what they are packed in
