"""A sandbox process, a scripted bot and Chromium for tests that look at the page as a person does.

``sandbox``, ``bot``, ``wide`` and ``phone`` (390 px, touch) start afresh for every test; ``open_page`` opens any
sandbox's page, so that tests with the real bot can use it as well. Every opened page must stay free of console errors
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
from tests.browser.running import SandboxProcess, ScriptedBot
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
def sandbox(tmp_path: Path) -> Iterator[SandboxProcess]:
    """A sandbox of its own with the small company of ``company.py``."""
    process = SandboxProcess(COMPANY, tmp_path)
    process.start()
    yield process
    process.stop()


@pytest.fixture
def bot(sandbox: SandboxProcess) -> Iterator[ScriptedBot]:
    """A bot that does only what the test tells it to, polling in the background."""
    scripted = ScriptedBot(sandbox.origin, sandbox.token)
    scripted.start()
    yield scripted
    scripted.stop()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """``open_page(origin, width=…, height=…, touch=…, dark=…, help=…)``; all are checked and closed at the end."""
    windows: list[Window] = []

    def opened(origin: str, **looks: object) -> Window:
        window = Window.open(chromium, origin, **looks)  # type: ignore[arg-type]
        windows.append(window)
        return window

    yield opened
    problems = [problem for window in windows for problem in window.close()]
    assert not problems, problems


@pytest.fixture
def wide(open_page: OpenPage, sandbox: SandboxProcess) -> Window:
    """The page in a wide window."""
    return open_page(sandbox.origin)


@pytest.fixture
def phone(open_page: OpenPage, sandbox: SandboxProcess) -> Window:
    """The page on a telephone of 390 × 844 points."""
    return open_page(sandbox.origin, width=390, height=844, touch=True)
