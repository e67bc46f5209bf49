"""Words of the process book: Chinese always, 繁體 and English where the book has them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

# Language code of the program -> attribute of Words; anything else reads the Chinese source.
LANGUAGES: dict[str, str] = {"zh_Hans_CN": "zh", "zh_Hant": "zh_Hant", "en": "en"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text for people, written in the book itself. `zh` is the source and never empty."""

    zh: str
    zh_Hant: str | None = None
    en: str | None = None

    def in_(self, lang: str) -> str:
        """The text in `lang` ("zh_Hans_CN", "zh_Hant", "en"); Chinese where it is missing."""
        text: str | None = getattr(self, LANGUAGES.get(lang, "zh"))
        return text or self.zh

    def missing(self) -> tuple[str, ...]:
        """The book's language keys that this text lacks."""
        return tuple(key for key in ("zh_Hant", "en") if not getattr(self, key))

    def __str__(self) -> str:
        return self.zh


ParamValue: TypeAlias = str | int | bool | Decimal | Words | tuple[str, ...]
"""What a parameter of a rule or a field may be."""
