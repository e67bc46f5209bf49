"""Sequences of steps, by their seeds; how one ends, and what it needs to end wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from services.errors import BotError
from tests.support.trading_play import FILED, Company, Step
from tests.support.trading_sides import Differs

LENGTH = 40
"""Steps."""

WORDS: dict[str, int] = {
    "on": 42, "slip": 5, "confirm": 4, "confirm_again": 1, "bounce": 3, "refund": 2, "move": 3, "write_off": 2,
    "go_on": 3, "ask": 6, "decide": 3, "withdraw_waiver": 2, "clock": 3, "take": 2, "finish": 2, "inspect": 1, "ready": 3,
    "notice": 3, "take_back": 1, "ship": 5, "sign": 2, "allow": 2, "give_back": 2, "sign_off": 1, "hold": 3, "lift": 1,
    "change": 8, "cancel": 1, "impact": 1, "agree": 4, "reject": 1, "withdraw_change": 3,
}  # fmt: skip
"""How often each word comes."""


def sequence(seed: int, length: int = LENGTH) -> list[Step]:
    """Mostly about two orders, so that each goes a long way."""
    dice = random.Random(seed)
    near = dice.sample(range(len(FILED)), 2)
    words = dice.choices(list(WORDS), list(WORDS.values()), k=length)
    return [
        Step(word, dice.choice(near) if dice.random() < 0.9 else dice.randrange(len(FILED)), dice.randrange(1000))
        for word in words
    ]


def fault_of(company: Company, steps: Sequence[Step]) -> str | None:
    """How a sequence ends wrong; None where it does not."""
    try:
        company.play(steps)
    except Differs as wrong:
        return str(wrong)
    except (BotError, AssertionError, DBAPIError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    return None


def told(company: Company, seed: int) -> str | None:
    """How the sequence of this seed ends wrong, with the shortest that does so."""
    steps = sequence(seed)
    if fault_of(company, steps) is None:
        return None
    few = shortest(company, steps)
    return f"seed {seed}: {fault_of(company, few)}\n  " + " ".join(f"{s.word}({s.order},{s.number})" for s in few)


def shortest(company: Company, steps: Sequence[Step]) -> list[Step]:
    """Of a sequence that ends wrong, what it needs for that."""
    left, size = list(steps), len(steps) // 2
    while size:
        at = 0
        while at < len(left):
            fewer = left[:at] + left[at + size :]
            if fewer and fault_of(company, fewer) is not None:
                left = fewer
            else:
                at += size
        size //= 2
    return left
