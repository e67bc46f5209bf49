"""Replies to cards that wait for a decision: every phrase as people write it, and what it may never become."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import verdict_words
from domain.understanding.verdict import Said, read_verdict

_FOLDER = Path(__file__).parent / "verdicts"
_LABELS = {path.stem: Said(path.stem) for path in sorted(_FOLDER.glob("*.txt"))}


def labelled() -> list[tuple[str, Said, str | None]]:
    """Every phrase, its reading, and the words beside it where the table tells them."""
    rows: list[tuple[str, Said, str | None]] = []
    for name, vote in _LABELS.items():
        for line in (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
            phrase, arrow, beside = line.partition(" → ")
            phrase = re.sub(r"\\n|\\u([0-9a-f]{4})", _meant, phrase)
            rows.append((phrase, vote, beside.replace("\\n", "\n") if arrow else None))
    return rows


def _meant(written: re.Match[str]) -> str:
    return chr(int(written[1], 16)) if written[1] else "\n"


def misread() -> list[str]:
    wrong: list[str] = []
    for phrase, vote, beside in labelled():
        read = read_verdict(phrase)
        if read.said is not vote or (beside is not None and read.words != beside):
            wrong.append(f"{phrase!r}: {read.said} {read.words!r}, not {vote} {beside!r}")
    return wrong


def test_the_table_is_large_and_says_each_phrase_once() -> None:
    phrases = [phrase for phrase, _vote, _beside in labelled()]
    assert len(phrases) > 1500
    assert len(phrases) == len(set(phrases))
    assert set(_LABELS.values()) == set(Said)


def test_every_phrase_is_read_as_its_writer_means_it() -> None:
    wrong = misread()
    assert not wrong, "\n".join([str(len(wrong)), *wrong])


_PHRASES = [phrase for phrase, _vote, _beside in labelled()]
_VOTES = [phrase for phrase, vote, _beside in labelled() if vote is Said.APPROVE]
_DENIALS = (
    "不",
    "没",
    "没有",
    "未",
    "别",
    "勿",
    "莫",
    "非",
    "不是",
    "先别",
    "不能",
    "不要",
    "從未",
    "沒",
    "don't ",
    "not ",
    "no ",
)


@pytest.mark.parametrize("denial", _DENIALS)
def test_a_denial_before_an_approval_is_never_one(denial: str) -> None:
    assert not [text for text in _VOTES if read_verdict(denial + text).said is Said.APPROVE]


@pytest.mark.parametrize("denial", ["不", "没", "未", "别", "，不行", " not", "才怪", "个鬼", "不了"])
def test_a_denial_after_an_approval_is_never_one(denial: str) -> None:
    assert not [text for text in _VOTES if read_verdict(text + denial).said is Said.APPROVE]


@pytest.mark.parametrize("mark", ["?", "？", "?!", "！？", "❓", "吗", "嗎？", "，对吧", "，是吗"])
@pytest.mark.parametrize("vote", [Said.APPROVE, Said.REJECT, Said.SEND_BACK])
def test_a_question_is_no_vote(mark: str, vote: Said) -> None:
    plain = [phrase for phrase, said, beside in labelled() if said is vote and beside is None]
    assert not [text for text in plain if read_verdict(text + mark).said is vote]
    if mark in "?？❓":
        assert not [text for text in plain if read_verdict(mark + text).said is vote]


@pytest.mark.parametrize(
    "before", ["王总说", "客户说：", "王总：", "张三 ", "如果", "要是王总", "等客户", "> ", "请", "是否"]
)
def test_what_another_said_or_might_say_is_no_vote(before: str) -> None:
    votes = {Said.APPROVE, Said.REJECT, Said.SEND_BACK}
    plain = [phrase for phrase, said, beside in labelled() if said in votes and beside is None and "\n" not in phrase]
    assert not [text for text in plain if read_verdict(before + text.strip()).said in votes]


@given(st.text(max_size=200))
def test_any_text_has_a_reading(text: str) -> None:
    assert read_verdict(text).said in Said


@given(st.lists(st.sampled_from([*_PHRASES, "不", "？", "，", " ", "\n", "👍", "但", "如果"]), max_size=6))
def test_phrases_in_any_order_have_a_reading_and_no_question_is_a_vote(parts: list[str]) -> None:
    text = "".join(parts)
    read = read_verdict(text)
    if "？" in text or "不" in text:
        assert read.said is not Said.APPROVE
    if read.words:
        assert read.words in text


def test_a_long_text_is_read_as_a_short_one() -> None:
    assert read_verdict("不同意，" + "价格太低。" * 2000).said is Said.REJECT
    assert read_verdict("同" * 100_000).said is Said.COMMENT


@pytest.mark.parametrize("table", ["NEGATION", "QUESTION", "CONDITION", "AMOUNT_OR_DAY", "TAKEN_BACK"])
def test_without_one_of_its_tables_the_reader_takes_for_approved_what_is_not(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_words, table, re.compile("(?!)"))
    assert [line for line in misread() if ": approve " in line]


@pytest.mark.parametrize("table", ["NOT_MEANT_APPROVING", "NOT_MEANT_REJECTING", "REPORTED", "QUESTION_TAG"])
def test_without_one_of_its_tables_the_reader_fails(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdict_words, table, re.compile("(?!)"))
    assert misread()
