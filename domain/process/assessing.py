"""What the book says of the week: when departments assess their risks (定期评估), and when the management is told (周报)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from domain.process.reminding import Wait
from domain.process.words import Words


@dataclass(frozen=True, slots=True)
class WeekMoment:
    """A weekday, Monday is 0, and a time of day. In a week where that day is off: the last workday before it."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item of the checklist, and what to look at."""

    key: str
    name: Words
    look: Words


@dataclass(frozen=True, slots=True)
class Assessment:
    """定期评估: which departments tick what, when they are asked, and when once more."""

    ask: WeekMoment
    again: WeekMoment
    departments: tuple[str, ...]
    items: Mapping[str, CheckItem]


@dataclass(frozen=True, slots=True)
class ReportRule:
    """周报: when the management gets it, and within how much working time opinions are promised."""

    when: WeekMoment
    answer_within: Wait
