"""What stands beside a consent: the condition without the word that agrees, however both are written."""

from __future__ import annotations

import pytest

from domain.understanding.verdict import Said, beside_consent, read_verdict

CONSENTS = (
    "同意",
    "可以",
    "行",
    "没问题",
    "沒問題",
    "没意见",
    "好的",
    "ok",
    "OK",
    "ＯＫ",
    "批准",
    "我同意",
    "可以的",
    "同意了",
    "原则上同意",
)
BUTS = (
    "，但",
    "，但是",
    "，不过",
    "，不過",
    "，只是",
    "，前提是",
    "，但前提是",
    "，條件是",
    " 但",
    "但",
    ",但 ",
    "，但，",
)
WISHES = ("图纸要先确认", "圖紙要先確認", "要先付三成", "３天内回图（加急）")


@pytest.mark.parametrize("but", BUTS)
def test_a_condition_stands_without_its_consent(but: str):
    phrases = {f"{consent}{but}{wish}": wish for consent in CONSENTS for wish in WISHES}
    assert {phrase: beside_consent(phrase) for phrase in phrases} == phrases
    read = {phrase: read_verdict(phrase).said for phrase in phrases}
    assert {phrase for phrase, said in read.items() if said is not Said.ASK_CONDITION} == set()


OTHERS = {
    "同意，图纸要先确认": "图纸要先确认",
    "同意先付三成": "先付三成",
    "同意，只要图纸先确认": "只要图纸先确认",
    "同意，除非延期": "除非延期",
    "同意，不过分就好": "不过分就好",
    "👌可以，但图纸要先确认": "图纸要先确认",
    "有条件同意：图纸要先确认": "图纸要先确认",
    "可以，图纸要先确认": "图纸要先确认",
    "ok but drawings first": "drawings first",
    "OK, however the drawing comes first": "the drawing comes first",
    "yes, provided that the drawing is confirmed": "the drawing is confirmed",
    "ok, only if the drawing is confirmed": "only if the drawing is confirmed",
    "ok, as long as the drawing is confirmed": "as long as the drawing is confirmed",
}
"""A limit that is more than a 但 stays."""
WHOLE = (
    "行业标准要先确认",
    "可以先做样机",
    "部分同意，前三台",
    "暂时同意，图纸要先确认",
    "图纸要先确认",
    "同意",
    "可以",
    "同意，但",
    "行，不过",
)
"""No consent stands before it, or nothing behind: all of it is kept."""


@pytest.mark.parametrize(("phrase", "beside"), OTHERS.items())
def test_what_limits_is_kept(phrase: str, beside: str):
    assert beside_consent(phrase) == beside
    assert read_verdict(phrase).said is Said.ASK_CONDITION


@pytest.mark.parametrize("phrase", WHOLE)
def test_all_is_kept_where_no_consent_stands_apart(phrase: str):
    assert beside_consent(phrase) == phrase
