"""How many days somebody means, and when it is enough."""

from __future__ import annotations

import pytest

from domain.understanding import Ambiguous, NotUnderstood, Understood, Why, days, enough


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("30", 30),
        ("30天", 30),
        ("三十日", 30),
        ("两周", 14),
        ("三个月", 90),
        ("3个星期", 21),
        ("一个季度", 90),
        ("一年", 365),
    ],
)
def test_days_are_counted_as_people_count_them(words: str, meant: int):
    assert days(words) == Understood(meant, words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("0", Why.ZERO),
        ("-5", Why.NEGATIVE),
        ("2.5", Why.FRACTION),
        ("半年", Why.FRACTION),
        ("很久", Why.UNCLEAR),
        ("9" * 30, Why.TOO_LARGE),
        ("\u200b", Why.EMPTY),
    ],
)
def test_what_is_no_number_of_days(words: str, why: Why):
    assert days(words) == NotUnderstood(words, why)


def test_about_a_week_is_asked():
    assert days("一周左右") == Ambiguous("一周左右", (7,), Why.ROUGH)


@pytest.mark.parametrize("words", ["够了", "没有了", "没了。", "不要了", "就这些", "NO", "不用了！"])
def test_enough(words: str):
    assert enough(words)


@pytest.mark.parametrize("words", ["", "X200", "没有X200", "不要X200", "再来一个", "够不够"])
def test_not_enough(words: str):
    assert not enough(words)
