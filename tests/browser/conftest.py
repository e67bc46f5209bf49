"""A sandbox process, a scripted bot and Chromium for tests that look at the page as a person does.

``sandbox``, ``bot``, ``demo`` (the real bot), ``wide`` and ``phone`` (390 px, touch) start afresh for every test;
``open_page(demo.origin)`` opens any sandbox's page. Every opened page must stay free of console errors
and of requests to other hosts; ``Window.expect_errors()`` says that a test causes some on purpose.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.company import COMPANY
from tests.browser.running import DemoProcess, PageProcess, SandboxProcess, ScriptedBot
from tests.browser.window import Window

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# What the scripted bot says on the wire would bury a failure's own words.
for noisy in ("httpx", "httpcore"):
    logging.getLogger(noisy).setLevel(logging.WARNING)
OpenPage = Callable[..., Window]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; a machine without it fails here and says so."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "these tests need Chromium: apt-get install chromium fonts-wqy-microhei"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def windows() -> Iterator[list[Window]]:
    """Every window of the test; what went wrong in one of them fails the test at its end."""
    opened: list[Window] = []
    yield opened
    problems = [problem for window in opened for problem in window.close()]
    assert not problems, problems


def _stop(process: PageProcess, windows: list[Window]) -> None:
    """Windows close first: a page would complain that its sandbox is gone."""
    for window in windows:
        window.close()
    process.stop()


@pytest.fixture
def sandbox(tmp_path: Path, windows: list[Window]) -> Iterator[SandboxProcess]:
    """A sandbox of its own with the small company of ``company.py``."""
    process = SandboxProcess(COMPANY, tmp_path)
    process.start()
    yield process
    _stop(process, windows)


@pytest.fixture
def demo(tmp_path: Path, windows: list[Window]) -> Iterator[DemoProcess]:
    """The demo: the real bot, the sample company, an empty temporary database."""
    process = DemoProcess(tmp_path)
    process.start()
    yield process
    _stop(process, windows)


@pytest.fixture
def bot(sandbox: SandboxProcess) -> Iterator[ScriptedBot]:
    """A bot that does only what the test tells it to, polling in the background."""
    scripted = ScriptedBot(sandbox.origin, sandbox.token)
    scripted.start()
    yield scripted
    scripted.stop()


@pytest.fixture
def open_page(chromium: Browser, windows: list[Window]) -> OpenPage:
    """``open_page(origin, width=…, height=…, touch=…, dark=…, help=…)``; all are checked and closed at the end."""

    def opened(origin: str, **looks: object) -> Window:
        windows.append(Window.open(chromium, origin, **looks))  # type: ignore[arg-type]
        return windows[-1]

    return opened


@pytest.fixture
def wide(open_page: OpenPage, sandbox: SandboxProcess) -> Window:
    """The page in a wide window."""
    return open_page(sandbox.origin)


@pytest.fixture
def phone(open_page: OpenPage, sandbox: SandboxProcess) -> Window:
    """The page on a telephone of 390 × 844 points."""
    return open_page(sandbox.origin, width=390, height=844, touch=True)
