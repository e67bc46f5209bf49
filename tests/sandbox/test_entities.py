"""Formatted text: Telegram's HTML with Telegram's complaints, and safe HTML for the page."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import find_automatic, parse_html, utf16_length
from sandbox.rendering import render_html
from sandbox.rules import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a<b>粗</b>c", "a粗c", [("bold", 1, 1)]),
        ("👍<b>粗</b>", "👍粗", [("bold", 2, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<ins>c</ins><del>d</del>", "cd", [("underline", 0, 1), ("strikethrough", 1, 1)]),
        ("<b>外<i>内</i></b>", "外内", [("bold", 0, 2), ("italic", 1, 1)]),
        ('<a href="https://example.org/?a=1&amp;b=2">链</a>', "链", [("text_link", 0, 1)]),
        ('<a href="tg://user?id=7">李娜</a>', "李娜", [("text_mention", 0, 2)]),
        ('<a href="nowhere">链</a>', "链", []),
        ("<blockquote expandable>史\n记</blockquote>", "史\n记", [("expandable_blockquote", 0, 3)]),
        ("<blockquote>引</blockquote>", "引", [("blockquote", 0, 1)]),
        ('<span class="tg-spoiler">密</span><tg-spoiler>码</tg-spoiler>', "密码", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ('<pre><code class="language-python">x=1</code></pre>', "x=1", [("pre", 0, 3)]),
        ("<code>XS261123-003</code>", "XS261123-003", [("code", 0, 12)]),
        ("1 &lt; 2 &amp; 3 &gt; 2 &quot;&#8364;&#x4e2d;", '1 < 2 & 3 > 2 "€中', []),
        ("价 & 量", "价 & 量", []),
        ("<b></b>空", "空", []),
    ],
)  # fmt: skip
def test_parsed(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    plain, found = parse_html(source)
    assert plain == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>粗</b", "Unclosed end tag at byte offset 6"),
        ("中<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("3 < 5 件", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=http://x.y>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ],
)
def test_complaints_name_the_tag_and_the_place(source: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_what_every_client_marks_by_itself() -> None:
    found = find_automatic("/new@gendan_bot 给 @lina，https://example.org/a?b=1 完", [])
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == [
        ("bot_command", 0, 15),
        ("mention", 18, 5),
        ("url", 24, 25),
    ]


@given(st.text(max_size=60))
def test_escaped_text_comes_back_as_it_was(words: str) -> None:
    words = words.replace("\0", "")
    plain, entities = parse_html(html.escape(words, quote=False))
    assert (plain, entities) == (words, [])


_TAGS = st.sampled_from(["<b>", "</b>", "<i>", "</i>", '<a href="http://x.y/&quot;onclick=">', "</a>", "<code>", "</code>",
                         "&lt;script&gt;", "字", "👍", "\n", "<u>", "</u>", '"', "'"])  # fmt: skip


@given(st.lists(_TAGS, max_size=14).map("".join))
def test_rendered_html_has_no_tag_of_the_senders(source: str) -> None:
    try:
        plain, entities = parse_html(source)
    except Refused:
        return
    assert all(entity["offset"] + entity["length"] <= utf16_length(plain) for entity in entities)
    rendered = render_html(plain, entities)
    tags = re.findall(r"<[^>]*>", rendered)
    allowed = re.compile(r'</?[biua]>|</?code>|<br>|<a href="[^"<>]*" target="_blank" rel="noopener noreferrer">')
    assert all(allowed.fullmatch(tag) for tag in tags), rendered
    assert html.unescape(re.sub(r"<[^>]*>", "", rendered.replace("<br>", "\n"))) == plain
