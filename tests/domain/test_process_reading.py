"""Reading a book: lines of places, warnings, and no input that ends in anything but a list of faults."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator

import pytest

from bot.book_file import default_book_bytes
from domain.process.faults import BookFaults, Fault, Severity
from domain.process.loader import load_book
from domain.process.positions import Path, lines_of, path_text

DEFAULT = default_book_bytes().decode()

TRICKY = '''
title = "a [bracket] # and a hash"     # [not.a.table]
text = """
[not.a.table]
key = 3
"""
literal = 'C:\\'
a.b."c.d" = 1
list = [ # one
    "x", { k = "]" , l = [1, 2] },

    [ "y",   # two
      "z" ],
]

[[item]]
name = "first"
[[item.part]]
size = 1
[[item.part]]
size = 2

[[item]]
name = "second"
[item."q.r"]
deep = { er = true }
[[item.part]]
size = 3
'''


def paths(value: object, at: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every table, key and element of a parsed file."""
    if at:
        yield at, value
    if isinstance(value, dict):
        for key, below in value.items():
            yield from paths(below, (*at, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from paths(below, (*at, index))


@pytest.mark.parametrize("text", [DEFAULT, TRICKY], ids=["default", "tricky"])
def test_every_value_of_a_file_has_the_line_that_it_stands_on(text: str) -> None:
    lines, source = lines_of(text), text.split("\n")
    for path, value in paths(tomllib.loads(text)):
        line = source[lines[path] - 1]
        named = next(part for part in reversed(path) if isinstance(part, str))
        if isinstance(path[-1], str):
            assert named in line, (path, line)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            assert str(value) in line, (path, line)


def test_a_list_of_tables_is_counted_under_its_own_parent() -> None:
    lines = lines_of(TRICKY)
    assert [lines["item", 0, "part", 1, "size"], lines["item", 1, "part", 0, "size"]] == [21, 28]
    assert path_text(("item", 1, "q.r", "deep", "er")) == 'item[2]."q.r".deep.er'


def test_what_nobody_uses_is_a_warning_and_no_fault() -> None:
    text = (
        DEFAULT.replace('"on_hand", "funds", ', '"on_hand", ')
        .replace(', "charge", "funds"]', ', "charge"]')
        .replace(', "used_up"]', "]")
    )
    book = load_book(text.encode(), source="book.toml", complete=True)
    assert [(fault.place, fault.severity) for fault in book.warnings] == [
        ("field.funds", Severity.WARNING),
        ("milestone.used_up", Severity.WARNING),
    ]


def garbled(seed: int) -> str:
    """The default book after one accident of editing."""
    chance = random.Random(seed)
    lines = DEFAULT.split("\n")
    at = chance.randrange(len(lines))
    accident = chance.choice(["lost", "doubled", "swapped", "emptied", "numbered", "listed"])
    key, equals, value = lines[at].partition(" = ")
    if accident == "lost":
        del lines[at]
    elif accident == "doubled":
        lines.insert(at, lines[at])
    elif accident == "swapped":
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif equals:
        lines[at] = f"{key} = " + {"emptied": '""', "numbered": "7", "listed": f"[{value}]"}[accident]
    return "\n".join(lines)


def faults_of(text: str) -> tuple[Fault, ...]:
    """Every fault of a book; anything but a list of faults is an error of ours."""
    try:
        load_book(text.encode(), source="book.toml", complete=True)
    except BookFaults as wrong:
        return wrong.faults
    return ()


def test_accidents_of_editing_are_faults_and_never_crashes() -> None:
    found = {seed: faults_of(garbled(seed)) for seed in range(100)}
    for seed, faults in found.items():
        assert all(fault.what and fault.mend for fault in faults), seed
        assert all(0 < fault.line <= DEFAULT.count("\n") + 2 for fault in faults), seed
    assert sum(bool(faults) for faults in found.values()) > 50


def test_a_book_of_before_there_were_methods_knows_transfers_alone_and_gives_nothing_up() -> None:
    begin, end = DEFAULT.index("# 尾差: what finance"), DEFAULT.index("[roles]")
    old = load_book((DEFAULT[:begin] + DEFAULT[end:]).encode(), source="old.toml")
    assert (dict(old.methods), old.write_off_up_to) == ({}, 0)
    assert old.counts_at_once("trade_note"), "nothing of it is known"
    new = load_book(DEFAULT.encode(), source="new.toml")
    assert list(new.methods) == ["transfer", "cash", "wechat", "bank_note", "trade_note"]
    assert [key for key in new.methods if not new.counts_at_once(key)] == ["trade_note"]
