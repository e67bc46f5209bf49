"""The import contracts of pyproject.toml: each one breaks when it is broken."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "services", "db", "domain", "locales", "sandbox")
DOMAIN_MAY = {"domain", "pydantic", "cn2an", "holidays", "stdnum"}
INPUT_AND_OUTPUT = {
    "asyncio",
    "http",
    "io",
    "logging",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The same rooms, empty, under the same contracts."""
    contracts = (PROJECT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.importlinter]")
    (tmp_path / "pyproject.toml").write_text("".join(contracts[1:]), encoding="utf-8")
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    return tmp_path


def broken_contracts(house: Path) -> list[str]:
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    ).stdout
    assert "Contracts: " in told, told
    return [line.removesuffix(" BROKEN") for line in told.splitlines() if line.endswith(" BROKEN")]


def test_an_empty_house_breaks_none(house: Path):
    assert broken_contracts(house) == []


@pytest.mark.parametrize(
    ("room", "imported", "contract"),
    [
        ("domain", "services", "Imports point one way: bot, handlers, services, db, domain"),
        ("services", "handlers", "Imports point one way: bot, handlers, services, db, domain"),
        ("handlers", "sqlalchemy", "Handlers never see the database"),
        ("handlers", "db", "Handlers never see the database"),
        ("services", "telegram", "Services, database and domain never see Telegram or the catalogues"),
        ("db", "locales", "Services, database and domain never see Telegram or the catalogues"),
        ("domain", "rapidfuzz", "The domain rests on the standard library and four named packages"),
        ("locales", "domain", "The catalogues know nobody"),
        ("sandbox", "services", "The sandbox knows the Bot API and nothing of the bot"),
        ("handlers", "sandbox", "Only bot.demo composes the sandbox"),
    ],
)
def test_a_contract_breaks_when_it_is_broken(house: Path, room: str, imported: str, contract: str):
    (house / room / "wrong.py").write_text(f"import {imported}\n", encoding="utf-8")
    assert contract in broken_contracts(house)


def imports_of(source: str) -> set[str]:
    """The top packages that a module imports."""
    tree = ast.parse(source)
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    taken = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | taken}


def test_the_domain_imports_what_it_may_and_nothing_that_reads_or_writes():
    allowed = (set(sys.stdlib_module_names) | DOMAIN_MAY) - INPUT_AND_OUTPUT
    found = {
        path.relative_to(PROJECT).as_posix(): wrong
        for path in (PROJECT / "domain").rglob("*.py")
        if (wrong := imports_of(path.read_text(encoding="utf-8")) - allowed)
    }
    assert found == {}


def test_what_a_module_imports_is_seen():
    assert imports_of("import os.path\nfrom db.models import Order\n") == {"os", "db"}
