"""Reads the gates of a leaf: control points, payment conditions and the other conditions."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from types import MappingProxyType

from domain.process.names import Checkpoint, FieldKind
from domain.process.read_fields import LeafFields, read_params
from domain.process.reader import Table
from domain.process.registry import EXEMPTIONS, GATE_RULES
from domain.process.types import ControlPoint, GateRule, PaymentCondition, When
from domain.receivables import Start

_WAYS = ("share", "share_from", "amount")


def read_control_points(leaf: Table, departments: Collection[str]) -> tuple[ControlPoint, ...]:
    """The control points of a leaf."""
    points: list[ControlPoint] = []
    for table in leaf.tables("control_points"):
        checkpoint = table.one_of("checkpoint", "checkpoint", Checkpoint)
        department = table.name("department", "department", departments)
        points.append(ControlPoint(checkpoint, department, table.words("words")))
        table.close()
    return tuple(points)


def read_conditions(leaf: Table, fields: LeafFields) -> tuple[PaymentCondition, ...]:
    """The payment conditions of a leaf, in the order of the file."""
    conditions: list[PaymentCondition] = []
    for table in leaf.tables("condition", required=False):
        conditions.append(_read_condition(table, fields))
        table.close()
    _check_shares(leaf, conditions, fields)
    return tuple(conditions)


def _read_condition(table: Table, fields: LeafFields) -> PaymentCondition:
    checkpoint = table.one_of("checkpoint", "checkpoint", Checkpoint)
    when = _read_when(table, fields)
    given = [way for way in _WAYS if table.has(way)]
    if len(given) != 1:
        for way in given:
            table.raw(way)
        table.faults.add(
            table.path,
            "says how much more than once" if given else "does not say how much",
            'give one of share = "30%" (or "rest"), share_from = "<percent field>", amount = "500.00"',
        )
        return PaymentCondition(checkpoint, rest=True, when=when)
    if given == ["amount"]:
        amount = table.amount("amount")
        if amount == 0:
            table.fault("amount", "asks for nothing", "leave the condition out, or give an amount")
        return PaymentCondition(checkpoint, amount=amount, when=when)
    if given == ["share_from"]:
        percents = fields.of_kind(FieldKind.PERCENT)
        name = table.name("share_from", "percent field of this leaf", {*percents, *fields.broken})
        return PaymentCondition(checkpoint, field=name, when=when)
    if table.raw("share") == "rest":
        return PaymentCondition(checkpoint, rest=True, when=when)
    return PaymentCondition(checkpoint, share=table.percent("share"), when=when)


def _read_when(table: Table, fields: LeafFields) -> When | None:
    if not table.has("when"):
        return None
    when = table.table("when")
    choices = fields.of_kind(FieldKind.CHOICE)
    name = when.name("field", "choice field of this leaf", {*choices, *fields.broken})
    known = [choice.key for choice in choices[name].choices] if name in choices else None
    choice = when.name("is", "choice", known) if known is not None else when.text("is")
    when.close()
    return When(name, choice)


def _check_shares(leaf: Table, conditions: list[PaymentCondition], fields: LeafFields) -> None:
    """Conditions add up, so their shares are at most 100 % together. Those of different answers
    of one field never meet and are added apart."""
    for when in {condition.when for condition in conditions} or {None}:
        together = [c for c in conditions if c.when in (None, when)]
        total = sum((_largest_share(c, fields) for c in together), Decimal(0))
        if total > 1:
            leaf.fault(
                "condition",
                f"shares add up to {(total * 100).normalize():f} %, over 100 %",
                "conditions add up: at the later checkpoint ask only for what is still missing",
            )
        if sum(c.rest for c in together) > 1:
            leaf.fault("condition", 'asks for the "rest" twice', "only one condition can ask for the rest")


def _largest_share(condition: PaymentCondition, fields: LeafFields) -> Decimal:
    if condition.share is not None:
        return condition.share
    field = fields.of_kind(FieldKind.PERCENT).get(condition.field or "")
    if field is None:
        return Decimal(0)
    most = field.params.get("most")
    return most if isinstance(most, Decimal) else Decimal(1)


def read_gates(
    leaf: Table, departments: Collection[str], fields: LeafFields, needed: tuple[Checkpoint, ...]
) -> MappingProxyType[Checkpoint, tuple[GateRule, ...]]:
    """The other conditions of every checkpoint; each one of `needed` has to be there."""
    section = leaf.table("gate")
    gates: dict[Checkpoint, tuple[GateRule, ...]] = {}
    for key in section.each_key():
        checkpoint = next((c for c in Checkpoint if c.value == key), None)
        if checkpoint is None:
            section.faults.unknown(section.at(key), "checkpoint", key, [c.value for c in Checkpoint])
            continue
        gates[checkpoint] = tuple(_read_rule(table, checkpoint, departments, fields) for table in section.tables(key))
    for checkpoint in needed:
        if checkpoint not in gates:
            section.faults.add(
                (*section.path, checkpoint.value),
                f'the checkpoint "{checkpoint}" is not filled',
                f"add {checkpoint} = [ … ], or {checkpoint} = [] where nothing but money counts",
            )
    return MappingProxyType({c: gates[c] for c in Checkpoint if c in gates})


def _read_rule(table: Table, checkpoint: Checkpoint, departments: Collection[str], fields: LeafFields) -> GateRule:
    name = table.name("rule", "rule", GATE_RULES)
    department = table.name("department", "department", departments)
    spec = GATE_RULES.get(name)
    if spec is None:
        table.asked.update(table.values)
        return GateRule(name, department, MappingProxyType({}))
    if checkpoint not in spec.checkpoints:
        good = ", ".join(sorted(c.value for c in spec.checkpoints))
        table.fault("rule", f'"{name}" means nothing at "{checkpoint}"', f"it can stand at: {good}")
    rule = GateRule(name, department, read_params(table, spec.params))
    _check_rule(table, rule, fields)
    table.close()
    return rule


def _check_rule(table: Table, rule: GateRule, fields: LeafFields) -> None:
    """What a single parameter cannot show: names that must be in the leaf, limits that go together."""
    for needed in EXEMPTIONS.get(str(rule.params.get("unless", "")), ()):
        if needed not in rule.params:
            table.fault("unless", f'needs "{needed}"', f"add {needed} to this rule")
    if rule.rule == "credit" and rule.params.get("enabled") is True:
        _check_terms(table, rule, fields)
    if rule.rule != "basis_on_paper":
        return
    attachments = fields.of_kind(FieldKind.ATTACHMENT)
    name = table.name("field", "attachment field of this leaf", {*attachments, *fields.broken})
    known = [choice.key for choice in attachments[name].choices] if name in attachments else []
    if known:
        table.names("papers", "paper", known)


def _check_terms(table: Table, rule: GateRule, fields: LeafFields) -> None:
    """Without knowing when goods are to be paid nothing would ever be overdue."""
    starts = {start.value for start in Start}
    for name, kind in (("terms", FieldKind.CHOICE), ("days", FieldKind.DAYS)):
        known = fields.of_kind(kind)
        wanted = str(rule.params[name])
        if wanted in fields.broken:
            continue
        if wanted not in known:
            table.fault(name, f'no {kind} field "{wanted}" in this leaf', "keep it, or name the one that tells it")
            continue
        for choice in known[wanted].choices:
            if choice.key not in starts:
                good = ", ".join(sorted(starts))
                table.fault(name, f'"{choice.key}" of "{wanted}" is no start of credit', f"use only {good}")
