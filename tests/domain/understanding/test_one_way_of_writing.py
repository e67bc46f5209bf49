"""Traditional characters: whatever word the readers of messages know, they know in Traditional writing too."""

from __future__ import annotations

import re
from pathlib import Path

from opencc import OpenCC

from domain import understanding
from domain.understanding.lexicon import one_way

_HAN = re.compile("[\u4e00-\u9fff]")
_TABLE = re.compile('_FOLDINGS = """.*?"""', re.DOTALL)


# What reads sheets and certificates has tables of its own.
_OF_PAPERS = {"billing.py", "credit_code.py", "headings.py", "sheet_words.py"}


def words_of_the_readers() -> set[str]:
    sources = (path for path in Path(understanding.__file__).parent.glob("*.py") if path.name not in _OF_PAPERS)
    return set(_HAN.findall("".join(_TABLE.sub("", source.read_text("utf-8")) for source in sources)))


def test_every_character_that_a_reader_knows_is_known_in_traditional_writing() -> None:
    converters = [OpenCC(name) for name in ("s2t", "s2tw", "s2hk")]
    known = words_of_the_readers()
    assert len(known) > 300
    apart = {
        traditional + char
        for char in known
        for traditional in {converter.convert(char) for converter in converters}
        if len(traditional) == 1 and one_way(traditional) != one_way(char)
    }
    assert not apart


def test_a_character_of_another_word_stays() -> None:
    assert one_way("龜") == "龜"
