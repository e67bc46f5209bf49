"""How a name is spelt in pinyin, where somebody knows it better than the library: 重庆 chongqing, 单县 shanxian."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from services.finding import plain

_LONGEST = 200
_LONGEST_SYLLABLE = 6
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|ve|er|[aeiouv])"
)


def spelt(name: str, typed: str) -> tuple[str, str] | None:
    """Pinyin and initials of a name from what somebody wrote, several readings after commas.

    `chongqing`, `chong qing` and `Chóngqìng` are the same. None where a reading has not one syllable for each
    character.
    """
    if len(typed) > _LONGEST:
        return None
    readings = [plain(_bare(one)) for one in re.split(r"[^\w\s]+", normalize("NFKC", typed)) if one.strip()]
    letters = [_letters(plain(name), one) for one in readings]
    if not readings or None in letters:
        return None
    return ",".join(dict.fromkeys(readings)), ",".join(dict.fromkeys(filter(None, letters)))


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")


def _bare(reading: str) -> str:
    """Without tones, as marks or as figures."""
    return re.sub("(?<=[a-z])[1-5](?=[^0-9]|$)", "", reading.casefold().translate(_TONES))


def _letters(name: str, reading: str) -> str | None:
    """The first letter of every character's syllable; figures and Latin letters of the name stand for themselves."""

    @cache
    def from_here(n: int, at: int) -> str | None:
        if n == len(name):
            return "" if at == len(reading) else None
        if name[n].isascii():
            after = from_here(n + 1, at + 1) if reading[at : at + 1] == name[n] else None
            return None if after is None else name[n] + after
        for end in range(min(at + _LONGEST_SYLLABLE, len(reading)), at, -1):
            if _SYLLABLE.fullmatch(reading, at, end) and (after := from_here(n + 1, end)) is not None:
                return reading[at] + after
        return None

    return from_here(0, 0)
