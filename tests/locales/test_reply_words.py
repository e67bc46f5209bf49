"""The replies that a card asks for are understood in the language in which it asks."""

from __future__ import annotations

import re

import pytest

from domain.understanding.replies import reply
from domain.understanding.verdict import Said, read_verdict
from handlers.goods import texts as goods
from handlers.money import texts as money
from handlers.signoff import texts as signoff
from handlers.supply import texts as supply
from locales import LANGUAGES, Text

QUOTED = re.compile(r"[“「\"](.+?)[”」\"]")


def asked_for(text: Text, language: str) -> list[str]:
    return QUOTED.findall(text.plain(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [goods.REPLY_UNCLEAR, money.REPLY_UNCLEAR, supply.REPLY_UNCLEAR])
def test_a_reply_that_is_asked_for_is_understood(text: Text, language: str) -> None:
    assert [words for words in asked_for(text, language) if reply(words) is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [signoff.REPLY_UNCLEAR, signoff.REPLY_READ, signoff.REPLY_LATER])
def test_the_word_that_signs_is_asked_for_and_signs(text: Text, language: str) -> None:
    assert [read_verdict(words).said for words in asked_for(text, language)] == [Said.APPROVE]


def test_the_words_are_found_in_chinese() -> None:
    assert asked_for(goods.REPLY_UNCLEAR, "zh_Hant") == ["備齊", "備齊 200", "發了", "發不了 車沒到", "入庫"]
    assert reply("備妥") is None
