"""Traditional characters: whatever word a reader knows, it knows in Traditional writing too."""

from __future__ import annotations

import re
from pathlib import Path

from opencc import OpenCC

from domain import understanding
from domain.understanding.lexicon import one_way

_HAN = re.compile("[\u4e00-\u9fff]")
_TABLE = re.compile('_FOLDINGS = """.*?"""', re.DOTALL)


def words_of_the_readers() -> set[str]:
    sources = Path(understanding.__file__).parent.glob("*.py")
    return set(_HAN.findall("".join(_TABLE.sub("", source.read_text("utf-8")) for source in sources)))


def test_every_character_that_a_reader_knows_is_known_in_traditional_writing() -> None:
    converters = [OpenCC(name) for name in ("s2t", "s2tw", "s2hk")]
    known = words_of_the_readers() - {"戶"}  # written so in one list already
    assert len(known) > 300
    apart = {
        traditional + char
        for char in known
        for traditional in {converter.convert(char) for converter in converters}
        if len(traditional) == 1 and one_way(traditional) != one_way(char)
    }
    assert not apart


def test_a_character_of_another_word_stays() -> None:
    assert one_way("龍") == "龍"
