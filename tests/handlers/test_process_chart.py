"""The chart is drawn once a language, by whoever calls the drawing, never by the renderer."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from bot.book_file import read_book
from handlers.process import charts

BOOK = read_book(None)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    languages: list[str] = []

    def draw(_book: object, lang: str, *, font: Path) -> bytes:
        assert font.is_file()
        languages.append(lang)
        return lang.encode()

    monkeypatch.setattr(charts, "draw_chart", draw)
    monkeypatch.setattr(charts, "_drawn", {})
    return languages


def test_it_is_drawn_when_it_is_sent_and_once_for_each_language(drawn: list[str]) -> None:
    chinese, english = charts.chart_of(BOOK, "zh_Hans_CN"), charts.chart_of(BOOK, "en")
    assert drawn == []
    assert chinese is not None
    assert english is not None
    threads = [Thread(target=chinese) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (chinese(), english()) == (b"zh_Hans_CN", b"en")
    assert drawn == ["zh_Hans_CN", "en"]


def test_without_a_font_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "_font", lambda: None)
    assert charts.chart_of(BOOK, "zh_Hans_CN") is None
