"""Rules of the source that no linter knows: where Chinese stands, and who may ask what time it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")

SPEAKING = ("bot", "handlers", "services", "db", "domain", "locales")
LEXICON = ("domain/understanding/",)
"""What people write is Chinese there by its nature; the book is TOML and the sample company the sandbox's."""

TIMELESS = ("domain", "services")
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.localtime",
    "time.gmtime",
    "func.now",
    "func.current_timestamp",
}


def modules(packages: tuple[str, ...]) -> Iterator[Path]:
    for package in packages:
        yield from sorted((PROJECT / package).rglob("*.py"))


def remarks(tree: ast.Module) -> set[ast.expr]:
    """Strings for the reader of the source: docstrings, also under an attribute, and comments of columns."""
    statements = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return statements | {n.value for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg == "comment"}


def chinese_literals(source: str) -> list[str]:
    tree = ast.parse(source)
    aside = remarks(tree)
    return [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in aside
        and CHINESE.search(node.value)
    ]


def clocks_asked(source: str) -> list[str]:
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}".removeprefix("datetime.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            called = names.get(called, called)
            if any(called == clock or called.endswith(f".{clock}") for clock in CLOCKS):
                found.append(f"{node.lineno}: {called}")
    return found


def test_chinese_stands_in_texts_alone():
    faults = [
        f"{path.relative_to(PROJECT)}:{literal}"
        for path in modules(SPEAKING)
        if not path.name.endswith("texts.py") and not path.relative_to(PROJECT).as_posix().startswith(LEXICON)
        for literal in chinese_literals(path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_no_rule_and_no_service_asks_what_time_it_is():
    faults = [
        f"{path.relative_to(PROJECT)}:{clock}"
        for path in modules(TIMELESS)
        for clock in clocks_asked(path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_the_rules_look_at_something():
    assert all(len(list(modules((package,)))) > 1 for package in {*SPEAKING, *TIMELESS})


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('"""单据."""\nX = 1\n"""期限."""\n# 注\n', 0),
        ('def f():\n    """草稿."""\n    return "草稿"\n', 1),
        ('X = f"订单 {1}"\n', 1),
        ('X = {"待办": 1}\n', 1),
        ('X = "done。"\n', 1),
        ('X = column(comment="跟单")\n', 0),
    ],
)
def test_the_rule_for_chinese_sees_it(source: str, faults: int):
    assert len(chinese_literals(source)) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("def due(now): return now\n", 0),
        ("from datetime import datetime\nX = datetime.now()\n", 1),
        ("import datetime as dt\nX = dt.datetime.now(dt.UTC)\n", 1),
        ("import time\nX = time.time()\n", 1),
        ("from time import monotonic as tick\nX = tick()\n", 1),
        ("from datetime import date\nX = date.today()\n", 1),
    ],
)
def test_the_rule_for_clocks_sees_them(source: str, faults: int):
    assert len(clocks_asked(source)) == faults
