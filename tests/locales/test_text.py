"""A text is rendered for one receiver, and nothing put into it can change what surrounds it."""

from __future__ import annotations

import logging
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from markupsafe import Markup

import locales.text
from locales import LANGUAGES, SOURCE, L, T, forgive, language_of, lines
from locales.catalogues import translations


def test_a_text_is_html_and_its_values_are_words():
    held = T("<b>%(customer)s</b> 还差 %(missing)s，收了 100%%")
    shown = held(SOURCE, customer="<i>宏达</i> & 子", missing="¥12,000.00")
    assert isinstance(shown, Markup)
    assert shown == "<b>&lt;i&gt;宏达&lt;/i&gt; &amp; 子</b> 还差 ¥12,000.00，收了 100%"
    assert held.plain(SOURCE, customer="<i>宏达</i> & 子", missing="0") == "<i>宏达</i> & 子 还差 0，收了 100%"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("宏达\n已付清", "宏达 已付清"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066x\u2069\u200f\u061c", "x"),
        ("\x00\x1b[31m红", "[31m红"),
        ("零\u200b宽\ufeff", "零宽"),
        ("半\ud83d字", "半字"),
        ("全家👨\u200d👩\u200d👧", "全家👨\u200d👩\u200d👧"),
    ],
)
def test_a_value_stays_on_its_line_and_hides_nothing(written: str, shown: str):
    assert T("客户名称：%(name)s。")(SOURCE, name=written) == f"客户名称：{shown}。"


def test_a_rendered_text_is_a_value_and_keeps_its_tags_and_lines():
    block = lines([T("<b>料</b>没齐，等采购")(SOURCE), "1 < 2"])
    assert T("原因：\n%(why)s")(SOURCE, why=block) == "原因：\n<b>料</b>没齐，等采购\n1 &lt; 2"
    assert T("原因：\n%(why)s").plain(SOURCE, why=block) == "原因：\n料没齐，等采购\n1 < 2"


def test_a_link_keeps_its_address_in_one_attribute():
    link = T('<a href="%(url)s">打开这一张单</a>')
    assert link(SOURCE, url='x" onclick="y') == '<a href="x&#34; onclick=&#34;y">打开这一张单</a>'
    assert link.plain(SOURCE, url="x") == "打开这一张单"


@pytest.mark.parametrize("value", [None, True, 1.5, Decimal("1"), date(2026, 11, 23)])
def test_what_has_a_format_of_its_own_is_refused_raw(value: Any):
    with pytest.raises(TypeError, match="'when'"):
        T("到货日期是 %(when)s")(SOURCE, when=value)


def test_a_missing_value_is_raised_here_and_survived_in_a_running_bot(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(locales.text, "_strict", True)
    due = T("到货日期是 %(when)s")
    with pytest.raises(KeyError, match="'when'"):
        due(SOURCE)
    forgive()
    with caplog.at_level(logging.ERROR):
        assert due(SOURCE) == "到货日期是 …"
    assert "takes words or a count for 'when'" in caplog.text


@pytest.mark.parametrize("template", ["满 100%", "%s", "%(n)d 台", "%(客户", "100 % 预付"])
def test_a_misshapen_text_does_not_survive_its_import(template: str):
    with pytest.raises(ValueError, match="percent sign"):
        T(template)


def test_homonyms_differ_by_context(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(translations("en"), ("按钮", "通过"), "Approve")
    monkeypatch.setitem(translations("en"), ("结果", "通过"), "Passed")
    assert L("按钮", "通过").plain("en") == "Approve"
    assert L("结果", "通过").plain("en") == "Passed"


def test_without_a_translation_people_read_the_source():
    assert [T("没有人翻译过这一句话").plain(language) for language in LANGUAGES] == ["没有人翻译过这一句话"] * 3


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", "zh_Hans_CN"),
        ("zh_CN", "zh_Hans_CN"),
        ("zh-Hant-TW", "zh_Hant"),
        ("zh-hk", "zh_Hant"),
        ("en-GB", "en"),
        ("de", "zh_Hans_CN"),
        (None, "zh_Hans_CN"),
        ("", "zh_Hans_CN"),
    ],
)
def test_telegrams_codes_find_their_language(code: str | None, language: str):
    assert language_of(code) == language


def test_our_own_names_find_themselves():
    assert [language_of(language) for language in LANGUAGES] == list(LANGUAGES)
