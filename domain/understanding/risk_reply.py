"""What a reply to the card of a risk says, in the words that people use; nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass

from domain.process.names import Level
from domain.risks import Closing
from domain.understanding.line_text import line_text

_BETWEEN = " \u3000:：,，、。；;"


@dataclass(frozen=True, slots=True)
class RiskReply:
    """`what`: part, owner, level or close; `value` which of them; `words` what follows."""

    what: str
    value: str
    words: str


_BEGINS: tuple[tuple[str, str, str], ...] = (
    ("应对措施", "part", "countermeasure"),
    ("措施", "part", "countermeasure"),
    ("countermeasure", "part", "countermeasure"),
    ("预案", "part", "contingency"),
    ("contingency", "part", "contingency"),
    ("换责任人", "owner", ""),
    ("责任人", "owner", ""),
    ("owner", "owner", ""),
    ("已解决", "close", Closing.SOLVED.value),
    ("解决了", "close", Closing.SOLVED.value),
    ("solved", "close", Closing.SOLVED.value),
    ("已接受", "close", Closing.ACCEPTED.value),
    ("接受", "close", Closing.ACCEPTED.value),
    ("accepted", "close", Closing.ACCEPTED.value),
    ("误报", "close", Closing.FALSE_ALARM.value),
    ("false alarm", "close", Closing.FALSE_ALARM.value),
)
_LEVELS = {
    "低": Level.LOW, "low": Level.LOW, "中": Level.MID, "mid": Level.MID, "medium": Level.MID,
    "高": Level.HIGH, "high": Level.HIGH,
}  # fmt: skip
_BEFORE_A_LEVEL = ("改成", "改为", "等级", "")


def read_risk_reply(text: str) -> RiskReply | None:
    """None where it says nothing of this."""
    line = line_text(text.strip())
    for before in _BEFORE_A_LEVEL:
        level = _LEVELS.get(line.plain.removeprefix(before).strip(_BETWEEN))
        if level is not None:
            return RiskReply("level", level.value, "")
    for lead, what, value in _BEGINS:
        begun = line_text(lead).plain
        if line.plain.startswith(begun):
            return RiskReply(what, value, line.words(len(begun), len(line.plain)).strip(_BETWEEN))
    return None
