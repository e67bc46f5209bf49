"""Reads who may let an order pass a closed gate (特批), for what, and how far."""

from __future__ import annotations

from collections.abc import Collection

from domain.process.deciding import WaiverRule
from domain.process.names import Checkpoint, WaitUnit
from domain.process.read_company import check_key
from domain.process.read_reminders import read_wait
from domain.process.read_review import seats_known
from domain.process.reader import Table
from domain.process.registry import WAIVABLE

LONGEST = 30
"""Workdays; what holds longer than that is no exception but a condition of the order."""


def read_waivers(book: Table, departments: Collection[str]) -> tuple[WaiverRule, ...]:
    """Every rule, in the order of the file; no reason is waived by two of them at one checkpoint."""
    section = book.table("waiver", required=False)
    rules = [_read(section.table(key), key, seats_known(departments)) for key in section.each_key()]
    taken: dict[tuple[Checkpoint, str], str] = {}
    for rule in rules:
        for checkpoint in rule.checkpoints:
            for code in rule.codes:
                before = taken.setdefault((checkpoint, code), rule.key)
                if before != rule.key:
                    section.fault(
                        rule.key,
                        f'lets "{code}" pass at "{checkpoint}", as "{before}" does',
                        "leave it in one of them: it must be clear who decides",
                    )
    return tuple(rules)


def _read(table: Table, key: str, known: Collection[str]) -> WaiverRule:
    check_key(table.faults, table.path, key)
    usual, longest = _days(table, "usual"), _days(table, "longest")
    rule = WaiverRule(
        key=key,
        name=table.words("name"),
        codes=table.names("codes", "reason that can be waived", WAIVABLE),
        checkpoints=tuple(Checkpoint(name) for name in table.names("checkpoints", "checkpoint", list(Checkpoint))),
        to=table.name("to", "recipient", known),
        ask=table.words("ask"),
        ceiling=table.amount("ceiling") if table.has("ceiling") else None,
        usual=usual,
        longest=longest,
    )
    for name, found in (("codes", rule.codes), ("checkpoints", rule.checkpoints)):
        if not found and table.has(name):
            table.fault(name, "names nothing", "name at least one, or delete the rule")
    if rule.ceiling == 0:
        table.fault("ceiling", "lets nothing pass", "delete the rule, or give an amount")
    if usual > longest:
        table.fault("usual", "is longer than the longest", "write the same or less")
    table.close()
    return rule


def _days(table: Table, key: str) -> int:
    wait = read_wait(table, key)
    if wait.unit is not WaitUnit.WORKDAYS or not 0 <= wait.count <= LONGEST:
        table.fault(key, "must be workdays", f'write "0d" (until the end of today\'s work) up to "{LONGEST}d"')
        return 0
    return wait.count
