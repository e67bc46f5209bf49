"""What a reply to a reminder says, in the words that people use: 知道了, 明天再说, 别催了.

Only a whole sentence counts: 收到 is no 收到 8000, and 明天 no 明天到货.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.line_text import line_text


class Meaning(StrEnum):
    """What somebody wants of a reminder."""

    KNOWN = "known"
    """They have read it, or are at it."""
    ASSENT = "assent"
    """好, 行: the same, where nothing asks for a yes or no."""
    LATER = "later"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class ReminderReply:
    """`until`: the choice of 稍后 that a time means (hour, today, tomorrow); None where none was said."""

    meaning: Meaning
    until: str | None = None


_WORK = "(?:办|弄|做|处理|跟|催|问|查|看|安排)"
_AT_IT = "(?:(?:正?在|这就|马上|现在就?)[来去]?|来|去)"
_AGAIN = f"(?:再?(?:说|{_WORK}|提醒))?吧?"
_SAYS = tuple(
    (re.compile(pattern), ReminderReply(meaning, until))
    for meaning, until, pattern in (
        (Meaning.KNOWN, None, "我?已?(?:知道|收到|看到|明白|了解|记住|记下)[了啦]?|noted|got it"),
        (Meaning.KNOWN, None, f"我?(?:已经)?{_AT_IT}{_WORK}[了着呢中]?|马上|处理中|on it"),
        (Meaning.ASSENT, None, "好[的吧嘞滴]?|行[的吧]?|可以|没问题|ok(?:ay)?|嗯+|[哦噢]"),
        (
            Meaning.LATER,
            None,
            f"(?:稍后|晚[点些]|[等待过]一?[会下]儿?|一会儿?|回头|先放一?放|缓一?缓|再等等){_AGAIN}|later",
        ),
        (Meaning.LATER, "hour", f"过?[一1]个?(?:小时|钟头)(?:以?后)?{_AGAIN}"),
        (Meaning.LATER, "today", f"(?:今天)?(?:下午|下班前|下班以前){_AGAIN}"),
        (Meaning.LATER, "tomorrow", f"明[天早儿](?:上午|早上|一早)?{_AGAIN}|tomorrow"),
        (Meaning.MUTE, None, "(?:请|麻烦)?(?:别|不要|不用|不必)[再老]?(?:催|提醒)我?[了啦吧]?"),
    )
)
_EDGES = " ,.。、!~?:;…"


def read_reminder_reply(text: str) -> ReminderReply | None:
    """None where it says anything else."""
    said = line_text(text[:64]).plain.replace("\n", " ").strip(_EDGES)
    return next((reply for pattern, reply in _SAYS if pattern.fullmatch(said)), None)
