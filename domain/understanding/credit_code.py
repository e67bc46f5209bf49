"""统一社会信用代码: the eighteen characters that name a company, the last of which checks the others."""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from domain.understanding.result import NotUnderstood, Reading, Understood, Why

LENGTH = 18
_LONGEST = 4096
# What may stand between the characters when somebody copies one.
_GAPS = re.compile(r"[\s\-·.:：,，]+")
_RUN = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{15,20}(?![0-9A-Z])")
_LETTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")


def credit_code(text: str) -> Reading[str]:
    """The code that the text is, or that stands in it, in capitals: 91110000MA00ABCD5X.

    Length, letters, beginning and check character are told apart, since each is mended in another way.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    found = _RUN.findall(plain) or _RUN.findall(_GAPS.sub("", plain))
    code = found[0] if len(found) == 1 else _GAPS.sub("", plain)
    if not code:
        return NotUnderstood(text.strip()[:64], Why.EMPTY)
    if not (code.isascii() and code.isalnum()):
        return NotUnderstood(text.strip()[:64], Why.UNCLEAR)
    why = fault_of(code)
    return NotUnderstood(text.strip()[:64], why) if why else Understood(code, text.strip())


def fault_of(code: str) -> Why | None:
    """What is wrong with a code in capitals and without gaps; None where it holds."""
    if len(code) == LENGTH and not _LETTERS.issuperset(code):
        return Why.CODE_LETTERS
    try:
        uscc.validate(code)
    except InvalidLength:
        return Why.CODE_LENGTH
    except InvalidFormat:
        return Why.CODE_BEGINS
    except InvalidChecksum:
        return Why.CODE_CHECK
    except ValidationError:
        return Why.CODE_BEGINS
    return None
