"""Orders that waited for their customer's credit go on: each in a transaction of its own, so that two never meet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.jobs import Hands, Work
from services import credit, going_on, people
from services.jobs import Claim


def go_on(hands: Hands) -> None:
    """Every order that waits, the oldest first; done twice it does nothing the second time."""
    customer = int(hands.job.args["customer"])

    def one(session: Any, order_id: int) -> None:
        actor = people.by_id(session, hands.job.person_id)
        going_on.go_on(session, hands.house, actor, order_id, hands.now)

    for order_id in hands.transact(lambda session: going_on.waiting(session, hands.house, customer)):
        hands.transact(lambda session, order_id=order_id: one(session, order_id))
    hands.finish(lambda _session, _job: None)


def _gave_up(_session: Any, _job: Claim, _now: datetime) -> None:
    """Nobody asked for it: whoever runs the bot hears the alarm, and the next payment tries again."""


JOBS = {credit.FREED: Work(go_on, _gave_up)}
