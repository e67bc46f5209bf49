"""Risks (风险): how grave one is, why it was closed, whose it may be, and how old open ones are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final


class RiskLevel(StrEnum):
    """等级: 低 is read in the weekly report alone, 中 in the department's group, 高 also in the management's."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """The graver, the greater."""
        return _RANKS[self]


_RANKS: Final = {RiskLevel.LOW: 0, RiskLevel.MID: 1, RiskLevel.HIGH: 2}
GRAVEST_FIRST: Final = tuple(sorted(RiskLevel, key=_RANKS.__getitem__, reverse=True))
USUAL: Final = RiskLevel.MID
"""As which a risk is taken that somebody names without saying how grave it is."""


class Closing(StrEnum):
    """关闭原因."""

    SOLVED = "solved"
    ACCEPTED = "accepted"
    FALSE_ALARM = "false_alarm"


NEEDS_WORDS: Final = frozenset({Closing.ACCEPTED, Closing.FALSE_ALARM})
"""Whoever lets a risk be, or says that it never was one, says why."""

FALSE_FROM: Final = 3
"""From so many closed risks on it may be said of a rule that it is mostly a false alarm."""


def is_mostly_false(closings: Iterable[str]) -> bool:
    """Whether at least half of what a rule opened was a false alarm (误报), of three or more that were closed."""
    found = list(closings)
    return len(found) >= FALSE_FROM and 2 * found.count(Closing.FALSE_ALARM.value) >= len(found)


AGES: Final = (timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""Natural days up to which a risk counts as fresh, of this week, of last week; older ones are old."""


def age_class(age: timedelta) -> int:
    """In which of the four ages a risk is, the youngest is 0."""
    return sum(age > limit for limit in AGES)
