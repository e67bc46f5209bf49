"""The catalogues are complete, and the review that says so sees each fault that it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales import catalogues, extraction, review
from locales.__main__ import main
from locales.languages import TRANSLATED

GOOD = 'from locales import L, T\nASK = T("哪个客户？%(hint)s")\nBTN = L("按钮", "提交")\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one feature whose texts are translated."""
    monkeypatch.setattr(extraction, "PROJECT", tmp_path)
    for module in (catalogues, extraction, review):
        monkeypatch.setattr(module, "catalogue_path", lambda language: tmp_path / f"{language}.po")
    for name in ("locales.review.TEMPLATE", "locales.__main__.TEMPLATE", "locales.catalogues.TEMPLATE"):
        monkeypatch.setattr(name, tmp_path / "messages.pot")
    monkeypatch.setattr("locales.__main__.catalogue_path", lambda language: tmp_path / f"{language}.po")
    say(tmp_path, GOOD)
    make_translations()
    for language in TRANSLATED:
        translate(tmp_path, language, "哪个客户？%(hint)s", "Which customer? %(hint)s")
        translate(tmp_path, language, "提交", "Submit")
    assert list(review.faults()) == []
    return tmp_path


def say(project: Path, source: str, name: str = "texts.py") -> None:
    (project / "handlers").mkdir(exist_ok=True)
    (project / "handlers" / name).write_text(source, encoding="utf-8")


def make_translations() -> None:
    assert main(["extract"]) == 0
    assert main(["update"]) == 0


def translate(project: Path, language: str, msgid: str, translated: str) -> None:
    path = project / f"{language}.po"
    found = path.read_text(encoding="utf-8")
    before = f'msgid "{msgid}"\nmsgstr '
    assert before in found
    start = found.index(before) + len(before)
    path.write_text(found[:start] + f'"{translated}"' + found[found.index("\n", start) :], encoding="utf-8")


def test_the_committed_catalogues_are_fresh_and_complete():
    assert list(review.faults()) == []


def test_a_new_text_makes_the_template_stale_and_then_lacks_translations(project: Path):
    say(project, GOOD + 'SAY = T("货已备齐，等你付款")\n')
    assert "messages.pot is stale: make translations" in list(review.faults())
    make_translations()
    assert list(review.faults()) == [f"{lang}: '货已备齐，等你付款' is not translated" for lang in TRANSLATED]
    assert main(["missing"]) == 1


def test_a_reworded_text_loses_its_translation_and_keeps_the_others(project: Path):
    say(project, GOOD.replace("哪个客户", "哪一个客户"))
    make_translations()
    assert list(review.faults()) == [f"{lang}: '哪一个客户？%(hint)s' is not translated" for lang in TRANSLATED]


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ("Which customer?", "has other places than"),
        ("Which customer? %(clue)s", "has other places than"),
        ("Which <b>customer? %(hint)s</b>", "has other tags than"),
        ("Which customer 客户? %(hint)s", "still has Chinese words"),
        ("100% %(hint)s", "percent sign"),
        ("", "is not translated"),
    ],
)
def test_a_wrong_translation_is_seen(project: Path, translated: str, fault: str):
    translate(project, "en", "哪个客户？%(hint)s", translated)
    found = list(review.faults())
    assert len(found) == 1
    assert fault in found[0]


def test_a_fuzzy_translation_counts_as_none(project: Path):
    path = project / "en.po"
    path.write_text(path.read_text("utf-8").replace("#, python-format", "#, fuzzy, python-format"), "utf-8")
    assert list(review.faults()) == ["en: '哪个客户？%(hint)s' is fuzzy"]


def test_a_short_sentence_is_no_label(project: Path):
    say(project, 'from locales import T\nX = T("已提交。")\nY = T("%(n)s 件")\n')
    assert not any("needs a context" in found for found in review.faults())


@pytest.mark.parametrize(
    ("source", "name", "fault"),
    [
        ('from locales import T\nX = T("提交")\n', "texts.py", "needs a context"),
        ('from locales import T\nX = T("<div>这一段很长</div>")\n', "texts.py", "Telegram knows no <div>"),
        ('from locales import T\nX = T("库存 < 5，快补货")\n', "texts.py", "is written &lt;"),
        ('from locales import T\nX = T("这一段站错了地方")\n', "cards.py", "texts stand in texts.py"),
    ],
)
def test_a_text_in_the_wrong_shape_or_place_is_seen(project: Path, source: str, name: str, fault: str):
    (project / "handlers" / "more").mkdir()
    say(project, source, f"more/{name}")
    assert any(fault in found for found in review.faults())
