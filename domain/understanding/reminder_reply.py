"""What a reply to a reminder says, in the words that people use: 知道了, 明天再说, 别催了.

Only what is about being reminded, clause by clause: 收到 is no 收到 8000, and 明天 no 明天到货.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.line_text import line_text


class Meaning(StrEnum):
    """What somebody wants of a reminder. Of several the first of these counts."""

    LATER = "later"
    MUTE = "mute"
    KNOWN = "known"
    """They have read it, or are at it."""
    ASSENT = "assent"
    """好, 行: the same, where nothing asks for a yes or no."""


@dataclass(frozen=True, slots=True)
class ReminderReply:
    """What it means, and how it was said."""

    meaning: Meaning
    until: str | None = None
    """The choice of 稍后 that a time means (hour, today, tomorrow); None where none was said."""
    day_alone: bool = False
    """A time and nothing of what is to be then: to who asks for a day it is one."""
    assents: bool = False
    """A yes is in it."""
    received: bool = False
    """收到: the message, or where goods are waited for perhaps those."""


_WORK = "(?:办|弄|做|处理|跟|催|问|查|看|安排)"
_AT_IT = "(?:(?:正?在|这就|马上|现在就?)[来去]?|来|去)"
_AGAIN = f"(?P<again>再?(?:说|{_WORK}|提醒))?吧?"
_SAYS = tuple(
    (re.compile(pattern), meaning, until)
    for meaning, until, pattern in (
        (Meaning.KNOWN, None, "我?已?(?:知道|收到|看到|明白|了解|记住|记下)[了啦]?|noted|got it"),
        (Meaning.KNOWN, None, f"我?(?:已经)?{_AT_IT}{_WORK}[了着呢中]?|马上|处理中|on it"),
        (Meaning.ASSENT, None, "好[的吧嘞滴]?|行[的吧]?|可以|没问题|ok(?:ay)?|嗯+|[哦噢👍👌]"),
        (
            Meaning.LATER,
            None,
            f"(?:稍[后等]一?下?|晚[点些]|[等待过]一?[会下等]儿?|一会儿?|回头|先放一?放|缓一?缓|再等等){_AGAIN}|later",
        ),
        (Meaning.LATER, "hour", f"过?[一1]个?(?:小时|钟头)(?:以?后)?{_AGAIN}"),
        (Meaning.LATER, "today", f"(?:今天)?(?:下午|下班前|下班以前){_AGAIN}"),
        (Meaning.LATER, "tomorrow", f"明[天早儿](?:上午|早上|一早)?{_AGAIN}|tomorrow"),
        (Meaning.MUTE, None, "(?:请|麻烦)?(?:别|不要|不用|不必)[再老]?(?:催|提醒)我?[了啦吧]?"),
    )
)
_EDGES = " ,.。、!~?:;…"
_APART = re.compile(r"[,，。、!！;；~～…\n]+|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|(?<=\w)(?=[👍👌])")
_LONGEST = 64


def read_reminder_reply(text: str) -> ReminderReply | None:
    """None where any of it says anything else."""
    if len(text) > _LONGEST:
        return None
    clauses = [clause for clause in (one.strip(_EDGES) for one in _APART.split(line_text(text).plain)) if clause]
    said = [reply for clause in clauses for reply in _read(clause)]
    if not said or len(said) < len(clauses):
        return None
    first = min(said, key=lambda reply: list(Meaning).index(reply.meaning))
    assents = any(one.meaning is Meaning.ASSENT for one in said)
    return ReminderReply(first.meaning, first.until, first.day_alone, assents, any("收到" in one for one in clauses))


def _read(clause: str) -> Iterator[ReminderReply]:
    for pattern, meaning, until in _SAYS:
        found = pattern.fullmatch(clause)
        if found is not None:
            alone = until is not None and found.groupdict().get("again") is None
            yield ReminderReply(meaning, until, alone)
            return
