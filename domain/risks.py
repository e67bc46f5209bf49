"""Risks (风险): how grave one is, why it was closed, whose it may be, and how old open ones are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final

from domain.process.names import Level

_RANKS: Final = {Level.LOW: 0, Level.MID: 1, Level.HIGH: 2}


def rank(level: str) -> int:
    """The graver, the greater."""
    return _RANKS[Level(level)]


GRAVEST_FIRST: Final = tuple(sorted(Level, key=rank, reverse=True))
USUAL: Final = Level.MID
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
