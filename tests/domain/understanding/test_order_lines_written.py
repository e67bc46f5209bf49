"""Whole orders as salespeople write them, in tables by trap: `order_lines/*.txt`.

A row is a message (\\n, \\t and \\u.... stand for characters that a table cannot show) and, indented, all that has to be
read of it: `kind value`, a question as `kind? reading|reading`, and `unknown words`. Where it names several products, a
row with `=` says which amounts went to which: quantity, price, total, discount; - was not said, ? has to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.order_lines import goods, read, summary

TABLES = sorted((Path(__file__).parent / "order_lines").glob("*.txt"))


@dataclass(frozen=True)
class Row:
    table: str
    text: str
    told: str
    goods: str | None

    @property
    def asks(self) -> bool:
        return bool(re.search(r"\w\? |\w\?$|unknown ", self.told))


def rows_of(path: Path) -> Iterator[Row]:
    for block in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip()):
        text, *rest = block.split("\n")
        if text.startswith("#"):
            continue
        text = re.sub(r"\\(n|t|u[0-9a-f]{4})", lambda found: found[0].encode().decode("unicode_escape"), text)
        told = [line.strip() for line in rest if not line.strip().startswith("=")]
        of_goods = [line.strip().removeprefix("= ") for line in rest if line.strip().startswith("=")]
        yield Row(path.stem, text, told[0] if told else "", of_goods[0] if of_goods else None)


ROWS = [row for path in TABLES for row in rows_of(path)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.table}: {row.text[:40]}")
def test_a_message_is_read_as_a_colleague_would(row: Row) -> None:
    line = read(row.text)
    assert summary(line).rstrip() == row.told
    if row.goods is not None:
        assert goods(line) == row.goods
    told = [piece.reading.text for piece in line.pieces]
    assert all(words in row.text for words in [*told, *line.unknown]), "what is told are the very words"


def test_there_are_enough_of_them_and_enough_that_ask() -> None:
    assert len({row.text for row in ROWS}) >= 150
    assert sum(row.asks for row in ROWS) >= 60
