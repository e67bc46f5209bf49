"""The weekly report as facts: keys, numbers and names, no sentences. It is kept with the message that carries it."""

from __future__ import annotations

from typing import TypedDict


class NamedRisk(TypedDict):
    """An open risk that the report names."""

    id: int
    number: str
    customer: str
    department: str
    rule: str
    words: str
    opened_department: str
    owner: str
    opened_at: str


class Gate(TypedDict):
    """What waits at a checkpoint for money: so many orders, so much missing."""

    checkpoint: str
    currency: str
    orders: int
    minor: int


class Latency(TypedDict):
    """How long one department's opinions took this week, in minutes of its working time."""

    department: str
    count: int
    median: int
    longest: int
    late: int
    """Of these `count`, over the promised time."""
    waiting: int
    """Not given yet, and over the promised time."""


class Unheard(TypedDict):
    """What was escalated, and its reason still stands."""

    rule: str
    number: str
    customer: str
    at: str
    """When it first was."""
    count: int
    """So many alike of one order: of several who were asked, say."""


class Doubtful(TypedDict):
    """A rule that is mostly a false alarm."""

    rule: str
    false: int
    closed: int


class Report(TypedDict):
    """One week. Times are ISO, in UTC."""

    day: str
    risks: list[list[int]]
    """By level, the gravest first, and by age, the youngest first."""
    high: list[NamedRisk]
    mid: list[NamedRisk]
    low: list[NamedRisk]
    gates: list[Gate]
    latency: list[Latency]
    promised: int
    """Minutes; 0 where the book promises nothing."""
    factors: list[tuple[str, int, int]]
    """Factor, changes of this week, of thirty days."""
    unassessed: list[tuple[str, int, int]]
    """Department, items of its checklist that are ticked, of how many."""
    doubtful: list[Doubtful]
    unheard: list[Unheard]


def is_empty(report: Report) -> bool:
    """A week in which there is nothing to tell."""
    return not (
        any(map(any, report["risks"])) or report["gates"] or report["latency"] or report["unheard"]
        or any(week for _factor, week, _month in report["factors"]) or report["unassessed"] or report["doubtful"]
    )  # fmt: skip
