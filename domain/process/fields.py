"""What the form of an order asks, as the process book has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.process.names import FieldKind
from domain.process.words import ParamValue, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a field, offered as a button. `key` is what is stored."""

    key: str
    label: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an order of this leaf says. `params` are those of its kind in the registry."""

    key: str
    kind: FieldKind
    label: Words
    ask: Words | None
    required: bool
    default: ParamValue | None
    """Choice: its key; percent: a fraction; days, number: a number; money: an amount; date:
    "after_payment" or nothing."""
    choices: tuple[Choice, ...]
    params: Mapping[str, ParamValue]
    from_last: bool = False
    """Takes the answer of the customer's last order where there is one."""

    def choice(self, key: str) -> Choice | None:
        """The choice with this key."""
        return next((choice for choice in self.choices if choice.key == key), None)
