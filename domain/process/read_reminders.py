"""Reads who is told what and when: notices, tasks, reminders, lines of the morning digest."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from types import MappingProxyType

from domain.process.names import Checkpoint, Level, Moment, Supply, TaskKind, WaitUnit
from domain.process.positions import Path
from domain.process.read_company import WEEKDAYS, check_key
from domain.process.reader import Faults, Table
from domain.process.registry import ANCHORS, ENDERS, FACTS, OFFICES, OURS, PEOPLE, SOONER, WAITED_FOR, FactSpec
from domain.process.reminding import DigestLine, Escalation, Quietly, ReminderRule, RiskMark, Sooner, Wait
from domain.process.types import Notice, SupplyTask

_WAIT = re.compile(r"(-?\d{1,4})(min|h|d|nd)")


def recipients(departments: Collection[str]) -> frozenset[str]:
    """Everybody that a book can name."""
    offices = {f"{department}.{office}" for department in departments for office in OFFICES}
    return PEOPLE | frozenset(departments) | offices


def read_notice_sets(book: Table, departments: Collection[str]) -> dict[str, tuple[Notice, ...]]:
    """Named sets of notices; a leaf names one."""
    section = book.table("notices")
    known = recipients(departments)
    return {key: tuple(_read_notice(row, known) for row in section.tables(key)) for key in section.each_key()}


def _read_notice(table: Table, known: frozenset[str]) -> Notice:
    moment = table.one_of("moment", "moment", Moment)
    to = table.names("to", "recipient", known)
    supply = table.one_of("supply", "supply", Supply) if table.has("supply") else None
    if not to and table.has("to"):
        table.fault("to", "tells nobody", "name a recipient, or delete the notice")
    table.close()
    return Notice(moment, to, supply)


def read_task_sets(book: Table, departments: Collection[str]) -> dict[str, tuple[SupplyTask, ...]]:
    """Named sets of tasks that a release makes; a leaf names one."""
    section = book.table("tasks")
    return {key: tuple(_read_task(row, departments) for row in section.tables(key)) for key in section.each_key()}


def _read_task(table: Table, departments: Collection[str]) -> SupplyTask:
    task = SupplyTask(
        kind=table.one_of("kind", "kind of task", TaskKind),
        department=table.name("department", "department", departments),
        supply=table.one_of("supply", "supply", Supply),
        due_before=table.count("due_before", default=0, most=365),
    )
    table.close()
    return task


def read_wait(table: Table, key: str) -> Wait:
    """A wait written "2h", "3d", "-1d", "30min", "7nd"."""
    return parse_wait(table.faults, table.at(key), table.text(key))


def parse_wait(faults: Faults, path: Path, text: str) -> Wait:
    """A wait from its text."""
    match = _WAIT.fullmatch(text)
    if match is None:
        if text:
            faults.add(
                path,
                f'"{text}" is no wait',
                'write "30min" or "2h" (working time), "3d" (workdays), "7nd" (natural days); "-3d" is before',
            )
        return Wait(0, WaitUnit.WORKDAYS)
    return Wait(int(match[1]), WaitUnit(match[2]))


def read_reminders(book: Table, departments: Collection[str]) -> MappingProxyType[str, ReminderRule]:
    """All rules of reminding; a leaf names those that hold for it."""
    section = book.table("reminder")
    known = recipients(departments) | WAITED_FOR
    rules: dict[str, ReminderRule] = {}
    for key in section.each_key():
        check_key(section.faults, section.at(key), key)
        if key in OURS or "." in key:
            section.faults.add(
                section.at(key), f'"{key}" is a name that the program keeps', "name it otherwise, no dot"
            )
        rules[key] = _read_reminder(section.table(key), key, known)
    return MappingProxyType(rules)


def _read_reminder(table: Table, key: str, known: frozenset[str]) -> ReminderRule:
    about = table.name("about", "fact", {name for name, fact in FACTS.items() if not fact.of_customer})
    spec = FACTS.get(about)
    to = table.names("to", "recipient", known)
    least, within = _read_count(table, spec)
    rule = ReminderRule(
        key=key,
        name=table.words("name"),
        about=about,
        checkpoint=_read_gate(table, at_gate=spec is None or spec.at_gate),
        to=to,
        then_to=table.names("then_to", "recipient", known) if table.has("then_to") else to,
        since=table.name("since", "anchor", spec.anchors if spec else ANCHORS),
        first=read_wait(table, "first"),
        then=tuple(parse_wait(table.faults, path, text) for path, text in table.texts("then", required=False)),
        every=read_wait(table, "every") if table.has("every") else None,
        at_most=table.count("at_most", least=1, most=100),
        escalate=_read_escalations(table, known),
        until=_read_until(table, about),
        sooner=_read_sooner(table),
        quiet=table.one_of("quiet", "way of quiet hours", Quietly) if table.has("quiet") else Quietly.DEFER,
        risk=_read_risk(table),
        least=least,
        within=within,
    )
    _check_rhythm(table, rule)
    table.close()
    return rule


def _read_count(table: Table, spec: FactSpec | None) -> tuple[int, Wait | None]:
    """How many of a counted fact, within which time."""
    if spec is None or not spec.counted:
        return 1, None
    return table.count("least", least=1, most=100), read_wait(table, "within")


def _read_gate(table: Table, *, at_gate: bool) -> Checkpoint | None:
    if at_gate:
        return table.one_of("checkpoint", "checkpoint", Checkpoint)
    if table.has("checkpoint"):
        table.raw("checkpoint")
        table.fault("checkpoint", "this fact is not about one gate", "leave it out")
    return None


def _read_until(table: Table, about: str) -> tuple[str, ...]:
    """What ends it; one of them must be what ends the fact itself."""
    until = table.names("until", "fact that ends it", ENDERS)
    spec = FACTS.get(about)
    if table.has("until") and spec and not spec.enders & set(until):
        good = ", ".join(sorted(spec.enders))
        table.fault("until", "names nothing that ends it", f'for "{about}" name one of: {good}')
    return until


def _read_escalations(table: Table, known: frozenset[str]) -> tuple[Escalation, ...]:
    steps: list[Escalation] = []
    for row in table.tables("escalate", required=False):
        steps.append(Escalation(read_wait(row, "after"), row.name("to", "recipient", known)))
        row.close()
    return tuple(steps)


def _read_risk(table: Table) -> RiskMark | None:
    if not table.has("risk"):
        return None
    row = table.table("risk")
    mark = RiskMark(row.one_of("level", "level of risk", Level), read_wait(row, "after"))
    row.close()
    return mark


def _read_sooner(table: Table) -> Sooner | None:
    if not table.has("sooner"):
        return None
    row = table.table("sooner")
    sooner = Sooner(row.name("when", "fact", SOONER), read_wait(row, "first"))
    row.close()
    return sooner


def _check_rhythm(table: Table, rule: ReminderRule) -> None:
    """Waits of one unit must go forward, and every reminder needs somebody to go to."""
    if not rule.to and table.has("to"):
        table.fault("to", "reminds nobody", "name a recipient")
    waits = [rule.first, *rule.then]
    for before, after in pairwise(waits):
        if before.unit is after.unit and before.count >= after.count:
            table.fault("then", f"{after} does not come after {before}", "all waits count from the anchor")
    if rule.every is not None and rule.every.count <= 0:
        table.fault("every", "does not go forward", 'give a positive wait such as "2d"')
    if rule.every is None and rule.at_most > len(waits):
        table.fault(
            "at_most",
            f"{rule.at_most} times, but only {len(waits)} are given",
            'add times to "then", or a rhythm in "every"',
        )


def read_digest(book: Table, departments: Collection[str]) -> tuple[DigestLine, ...]:
    """The lines of the morning digest."""
    section = book.table("digest", required=False)
    known = recipients(departments) | WAITED_FOR
    return tuple(_read_digest_line(section.table(key), key, known) for key in section.each_key())


def _read_digest_line(table: Table, key: str, known: frozenset[str]) -> DigestLine:
    about = table.name("about", "fact", {name for name, fact in FACTS.items() if not fact.counted})
    weekdays = table.names("weekdays", "weekday", WEEKDAYS)
    if not weekdays and table.has("weekdays"):
        table.fault("weekdays", "names no day", 'name at least one, such as "mon"')
    spec = FACTS.get(about)
    line = DigestLine(
        key=key,
        name=table.words("name"),
        about=about,
        to=table.names("to", "recipient", known),
        since=table.name("since", "anchor", spec.anchors if spec else ANCHORS),
        first=read_wait(table, "first"),
        weekdays=tuple(WEEKDAYS.index(day) for day in weekdays),
        until=_read_until(table, about),
        share=table.percent("share") if spec is not None and spec.of_customer else None,
    )
    table.close()
    return line
