"""代理 in one line: `王芳 到周五`, `周强 王芳 从明天到周五`: names, and the words of the two days. The days are read elsewhere."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_FROM = r"(?:从|從|自|由|from\b)"
_UNTIL = r"(?:一?直?到|至|until\b|till\b|to\b|[-~—–])"
_LINE = re.compile(
    rf"(?P<names>.*?)\s*(?:{_FROM}\s*(?P<begin>.+?))?\s*(?:{_UNTIL}\s*(?P<until>.+?)\s*(?:为止|為止|止)?)?",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"[\s、,;:]+")
_STARTS_NOW = frozenset({"现在", "現在", "今天", "即日", "now", "today"})


@dataclass(frozen=True, slots=True)
class StandIn:
    """What was said: `names` as one piece each, the words of the days as they stand; None where none was said."""

    names: tuple[str, ...]
    begin: str | None
    until: str | None

    @property
    def at_once(self) -> bool:
        """Whether it begins now."""
        return self.begin is None or self.begin.lower() in _STARTS_NOW


def stand_in(text: str) -> StandIn:
    """Read the line. A day before 到 that no 从 announces begins it too: `王芳 明天到周五`."""
    plain = unicodedata.normalize("NFKC", text).strip(" 。.!")
    found = _LINE.fullmatch(plain)
    assert found is not None, "every line fits"
    names = tuple(part for part in _BETWEEN_NAMES.split(found["names"]) if part)
    return StandIn(names, found["begin"], found["until"])
