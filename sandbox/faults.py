"""Misbehaviour to order: the next calls of a method fail, hang or break off in a named way."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from sandbox.rules import Refused, refusal

KINDS: Final = frozenset({
    "429", "400", "401", "403", "409", "500", "502", "timeout", "slow", "drop_before", "drop_after", "duplicate",
})  # fmt: skip
_WORDS: Final = {
    400: "Bad Request: injected fault",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the group chat",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
}


@dataclass(slots=True)
class Fault:
    """One order: ``times`` calls of ``method`` (and ``chat``) are to fail as ``kind`` says."""

    method: str
    kind: str
    times: int = 1
    chat: int | None = None
    retry_after: int = 3
    delay: float = 30.0
    description: str | None = None
    count: int = 1

    def refused(self) -> Refused:
        """The answer of a fault that answers."""
        code = int(self.kind)
        if code == 429:
            return refusal("flood", parameters={"retry_after": self.retry_after}, seconds=self.retry_after)
        return Refused("fault", code, self.description or _WORDS[code])

    @property
    def answers(self) -> bool:
        """Is it an error answer (but 502, which is not even JSON)?"""
        return self.kind.isdigit() and self.kind != "502"


def _means(fault: Fault, method: str) -> bool:
    """``*`` is every method but polling, which would use all orders up at once."""
    return fault.method.lower() == method.lower() or (fault.method == "*" and method != "getUpdates")


class Faults:
    """Orders in the sequence in which they were given."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def add(self, data: dict[str, Any], chat_id: int | None) -> Fault:
        """Takes an order; ``ValueError`` says what is wrong with it."""
        kind = str(data.get("kind"))
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(sorted(KINDS))}")
        if not data.get("method"):
            raise ValueError("method is missing; '*' is any")
        try:
            fault = Fault(**dict(data, kind=kind, chat=chat_id))
        except TypeError as error:
            raise ValueError(str(error)) from None
        self._orders.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The first order that fits this call, used up by one."""
        for fault in self._orders:
            if _means(fault, method) and fault.chat in (None, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self._orders.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forgets all orders."""
        self._orders.clear()

    def view(self) -> list[dict[str, Any]]:
        """What is left."""
        return [asdict(fault) for fault in self._orders]
