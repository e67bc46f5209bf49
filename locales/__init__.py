"""What people read, in their own language.

Texts are Chinese msgids in ``texts.py`` files, marked by ``T`` and ``L`` and rendered for one receiver at a
time: ``SAY_HELD(lang, order_no="XS261122-001")``. ``zh_Hans_CN`` is the source; the catalogues beside this
file hold 繁體中文 and English.
"""

from __future__ import annotations

from locales.languages import LANGUAGES, SOURCE, language_of
from locales.text import L, T, Text, forgive, lines

__all__ = ["LANGUAGES", "SOURCE", "L", "T", "Text", "forgive", "language_of", "lines"]
