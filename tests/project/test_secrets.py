"""The watch for secrets sees what it is there to see."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.support.secrets import BOT_TOKEN, DATABASE_PASSWORD, WEBHOOK_SECRET, search

pytest_plugins = ("pytester",)

PROJECT = Path(__file__).parents[2]

SHOWING = """
import logging, subprocess, sys, pytest
from tests.support.secrets import BOT_TOKEN

def test_debug_record():
    logging.getLogger("any.library").debug("asks %s", BOT_TOKEN)

def test_traceback_in_a_log():
    try:
        raise ValueError(BOT_TOKEN)
    except ValueError:
        logging.exception("went wrong")

def test_print():
    print(BOT_TOKEN)

def test_stderr():
    sys.stderr.write(BOT_TOKEN)

def test_child_process():
    subprocess.run([sys.executable, "-c", f"print({BOT_TOKEN!r})"], check=True)

@pytest.fixture
def leaving():
    yield
    print(BOT_TOKEN)

def test_fixture(leaving):
    pass
"""
QUIET = """
import logging

def test_quiet():
    logging.debug("update 7304118265:short")
"""


def run_with(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tests: str) -> pytest.RunResult:
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(tests)
    return pytester.runpytest_subprocess("-p", "tests.support.secrets", "-p", "no:cacheprovider")


def test_a_shown_token_fails_a_run_whose_tests_pass(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    result = run_with(pytester, monkeypatch, SHOWING)
    result.assert_outcomes(passed=6)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    ways = ("debug_record", "traceback_in_a_log", "print", "stderr", "child_process", "fixture")
    found = [line for line in result.outlines if line.endswith("shows a bot token")]
    assert [way for way in ways if any(f"::test_{way} " in line for line in found)] == list(ways)
    assert BOT_TOKEN not in result.stdout.str()


def test_a_quiet_run_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    assert run_with(pytester, monkeypatch, QUIET).ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"POST https://api.telegram.org/bot{BOT_TOKEN}/getMe", ["a bot token"]),
        ("https://example.com/bot123456789:AAExampleExampleExampleExampleExam-/getMe", ["a bot token"]),
        (f"secret_token={WEBHOOK_SECRET}", ["the webhook's secret"]),
        (f"dsn {quote(DATABASE_PASSWORD, safe='')}", ["the database's password"]),
        ("postgresql+psycopg://gendan:open@db/gendan", ["a password in an address"]),
        ("socks5://someone:open@127.0.0.1:1080", ["a password in an address"]),
        ("postgresql+psycopg://gendan:***@db/gendan", []),
        ("http://127.0.0.1:8080/a:b@c", []),
        ("2026-11-23 09:30:00,123 XS261123-001 @zhangmin", []),
    ],
)
def test_what_is_a_secret(text: str, found: list[str]):
    assert search(text) == found
