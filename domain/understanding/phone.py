"""Mainland telephone numbers in a text: mobiles, landlines with area code, 400 numbers."""

from __future__ import annotations

import re
import unicodedata

from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why

# As long as a message may be.
_LONGEST = 4096
_GAP = "[ -]?"
_ALONE_BEFORE, _ALONE_AFTER = r"(?<![0-9A-Za-z])(?<![0-9]-)", r"(?![0-9A-Za-z])"
_PHONE = re.compile(
    _ALONE_BEFORE
    + rf"(?:(?:\+|00)?86{_GAP}(?=1|0))?(?:"
    + rf"(?P<mobile>1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}})"
    + rf"|[(]?(?P<area>010|02[0-9]|0[3-9][0-9]{{2}})[)]?{_GAP}(?P<line>[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}})"
    + r"(?: ?(?:转|轉|-|ext[.]?) ?(?P<extension>[0-9]{1,5}))?"
    + rf"|(?P<service>[48]00{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}})"
    + ")"
    + _ALONE_AFTER,
    re.IGNORECASE,
)


def phone(text: str) -> Reading[str]:
    """The one telephone number in the text, as 13912342210, 0512-66881234 or 0512-66881234-8001.

    `text` of the answer is the number as it was written. Several different numbers are asked about.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST])
    plain = re.sub("[\u2010-\u2015\u2212]", "-", re.sub("[\u200b-\u200f\u2060\ufeff]", "", plain))
    found = {_written(match): match[0].strip() for match in _PHONE.finditer(plain)}
    if not found:
        return NotUnderstood(text.strip()[:64], Why.NO_PHONE)
    if len(found) > 1:
        return Ambiguous(text.strip()[:64], tuple(found))
    return Understood(*next(iter(found.items())))


def _written(found: re.Match[str]) -> str:
    if found["mobile"]:
        return _digits(found["mobile"])
    if found["service"]:
        return _digits(found["service"])
    parts = [found["area"], _digits(found["line"]), found["extension"]]
    return "-".join(part for part in parts if part)


def _digits(text: str) -> str:
    return re.sub("[ -]", "", text)
