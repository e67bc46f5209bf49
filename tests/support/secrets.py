"""No secret is ever shown: everything a test prints or logs, at DEBUG, is searched for them.

A finding fails the run at its end, whatever the tests said. Tests that run the bot in this process or let a
child write to their own stderr need do nothing; what they read from a child's pipe goes through `search`.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from urllib.parse import quote

import pytest

BOT_TOKEN = "7304118265:AAGendanSuiteTokenThatNoLogMayShow0"
DATABASE_PASSWORD = "suite-password-that-no-log-may-show"
WEBHOOK_SECRET = "suite-webhook-secret-that-no-log-may-show"
"""What tests use wherever a secret is needed."""

NAMED = {"the database's password": DATABASE_PASSWORD, "the webhook's secret": WEBHOOK_SECRET}
SHAPES = {
    "a bot token": re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{25,}"),
    "a password in an address": re.compile(r"\w://[^\s/:@]*:(?!\*\*\*@)[^\s/:@]+@"),
}

TAIL = 120
FOUND = pytest.StashKey[list[str]]()


def search(text: str) -> list[str]:
    """Which secrets a text shows; never the secret itself."""
    named = [name for name, secret in NAMED.items() if secret in text or quote(secret, safe="") in text]
    return named + [name for name, shape in SHAPES.items() if shape.search(text)]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.stash[FOUND] = []
    config.addinivalue_line("markers", "shows_secrets: a control, which proves that a secret would be shown")
    config.option.log_level = "DEBUG"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # every phase reports the phases before it again; its own sections say when they were written
    for title, text in report.sections:
        if title.endswith(report.when) and item.get_closest_marker("shows_secrets") is None:
            item.config.stash[FOUND] += [f"{item.nodeid} ({title}) shows {name}" for name in search(text)]
    # what DEBUG adds would bury a failure
    report.sections = [(title, _tail(text) if "log" in title else text) for title, text in report.sections]
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    found = session.config.stash[FOUND]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["secrets"] = found
    elif found and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """A worker of pytest-xdist hands over what it found."""
    node.config.stash[FOUND] += getattr(node, "workeroutput", {}).get("secrets", [])  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[FOUND]:
        terminalreporter.section("secrets were shown", red=True)
        for line in config.stash[FOUND]:
            terminalreporter.line(line)


def _tail(text: str) -> str:
    lines = text.splitlines()
    return text if len(lines) <= TAIL else "\n".join([f"… {len(lines) - TAIL} lines before", *lines[-TAIL:]])
