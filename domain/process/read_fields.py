"""Reads the fields of orders: what is asked, with which answers, and what holds unasked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from domain.process.fields import Choice, Field
from domain.process.names import FieldKind
from domain.process.positions import Path
from domain.process.read_company import check_key
from domain.process.reader import Table, decimal_of
from domain.process.registry import FIELD_KINDS, PLACEHOLDERS, KindSpec, Param, ParamKind
from domain.process.words import ParamValue, Words

# Two buttons share a row up to 7 Chinese characters each; a longer one has a row of its own.
LONGEST_CHOICE = 24
_PLACEHOLDER = re.compile(r"%(\((\w*)\)s)?")


def columns(text: str) -> int:
    """Width of a text on screen: a Chinese character takes two columns."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def check_width(table: Table, key: str, words: Words, most: int) -> None:
    """A label that does not fit its button is a fault, in whichever language."""
    for lang in ("zh", "zh_Hant", "en"):
        text: str | None = getattr(words, lang)
        if text and columns(text) > most:
            table.fault(
                key,
                f'"{text}" is too long for a button: {columns(text)} columns of {most}',
                f"shorten it to {most // 2} Chinese characters or {most} Latin letters",
            )


def read_field(table: Table, key: str) -> Field | None:
    """One field, or nothing where its kind is unknown; `table` may rest on a shared definition."""
    check_key(table.faults, table.path, key)
    before = table.faults.count()
    kind = table.one_of("kind", "kind of field", FieldKind)
    if table.faults.count() > before:  # of what kind its other keys are cannot be said
        return None
    spec = FIELD_KINDS[kind]
    params = read_params(table, spec.params)
    choices = _read_choices(table, kind, spec)
    ask = table.words("ask", required=False) if table.has("ask") else None
    for text_key, words in (("ask", ask), *((name, value) for name, value in params.items())):
        if isinstance(words, Words):
            check_placeholders(table, text_key, words)
    field = Field(
        key=key,
        kind=kind,
        label=table.words("label"),
        ask=ask,
        required=table.flag("required", default=False),
        default=_read_default(table, kind, choices, params),
        choices=choices,
        params=params,
        from_last=table.flag("from_last", default=False),
    )
    table.close()
    return field


def check_placeholders(table: Table, key: str, words: Words) -> None:
    """Only the placeholders that the program fills, and `%` itself as `%%` where there are any."""
    known = PLACEHOLDERS.get(key, frozenset())
    if known:
        check_filled(table, key, words, known)


def check_filled(table: Table, key: str, words: Words, known: frozenset[str]) -> None:
    """A text that is always filled in: none but these placeholders, and `%` itself as `%%`."""
    for lang in ("zh", "zh_Hant", "en"):
        text: str = getattr(words, lang) or ""
        for match in _PLACEHOLDER.finditer(text.replace("%%", "")):
            if match[2] is None or match[2] not in known:
                good = ", ".join(f"%({name})s" for name in sorted(known)) or "no placeholder"
                table.fault(key, f'"{match[0]}" cannot be filled in', f"use {good}; write %% for a percent sign")


def _read_choices(table: Table, kind: FieldKind, spec: KindSpec) -> tuple[Choice, ...]:
    if not spec.takes_choices:
        if table.has("choices"):
            table.raw("choices")
            table.fault("choices", f'a field of kind "{kind}" has no choices', "leave them out")
        return ()
    choices: list[Choice] = []
    for item in table.tables("choices", required=spec.needs_choices):
        choice = Choice(item.text("key"), item.words("label"))
        check_width(item, "label", choice.label, LONGEST_CHOICE)
        if choice.key in {other.key for other in choices}:
            item.fault("key", f'"{choice.key}" is there twice', "give every choice a key of its own")
        if kind is FieldKind.PERCENT and choice.key:
            item.percent("key")
        elif choice.key:
            check_key(item.faults, item.at("key"), choice.key)
        item.close()
        choices.append(choice)
    if table.has("choices") and not choices:
        table.fault("choices", "offers nothing", 'write { key = "…", label = "…" } for each choice')
    return tuple(choices)


def _read_default(
    table: Table, kind: FieldKind, choices: tuple[Choice, ...], params: MappingProxyType[str, ParamValue]
) -> ParamValue | None:
    if not table.has("default"):
        return None
    match kind:
        case FieldKind.CHOICE | FieldKind.ATTACHMENT:
            return table.name("default", "choice", [choice.key for choice in choices], default="")
        case FieldKind.PERCENT:
            return table.percent("default")
        case FieldKind.DAYS:
            return table.count("default")
        case FieldKind.MONEY:
            return table.amount("default")
        case FieldKind.NUMBER:
            return _number(table)
        case FieldKind.DATE:
            value = table.name("default", "default of a date", ["after_payment"], default="")
            if value and "after_payment" not in params:
                table.fault("default", "counts from the payment, but no days are given", "add after_payment = 7")
            return value
        case FieldKind.TEXT:
            return table.text("default")
        case _:
            table.raw("default")
            table.fault("default", f'a field of kind "{kind}" has no default', "use from_last, or leave it out")
            return None


def _number(table: Table) -> Decimal:
    value = table.raw("default")
    number = decimal_of(str(value)) if not isinstance(value, bool) else None
    if number is None:
        table.fault("default", "must be a number", "write it without quotes")
    return number or Decimal(0)


def read_params(table: Table, specs: dict[str, Param]) -> MappingProxyType[str, ParamValue]:
    """The parameters of a kind or a rule, with defaults where the book says nothing."""
    params: dict[str, ParamValue] = {}
    for name, spec in specs.items():
        if table.has(name) or spec.required:
            params[name] = _read_param(table, name, spec)
        elif spec.default is not None:
            table.asked.add(name)
            params[name] = spec.default
        else:
            table.asked.add(name)
    return MappingProxyType(params)


def _read_param(table: Table, name: str, spec: Param) -> ParamValue:
    match spec.kind:
        case ParamKind.WORDS:
            return table.words(name)
        case ParamKind.TEXT:
            return table.text(name)
        case ParamKind.FLAG:
            return table.flag(name)
        case ParamKind.COUNT:
            return table.count(name)
        case ParamKind.PERCENT:
            return table.percent(name)
        case ParamKind.AMOUNT:
            return table.amount(name) or Decimal(0)
        case ParamKind.CHOICE:
            return table.name(name, name, spec.among)
        case ParamKind.CHOICES:
            if spec.among:
                return table.names(name, name, spec.among)
            return tuple(text for _, text in table.texts(name))


@dataclass(frozen=True, slots=True)
class LeafFields:
    """The fields of a leaf; what rests on a broken one is not judged, its own fault is told already."""

    good: tuple[Field, ...]
    broken: frozenset[str]

    def of_kind(self, kind: FieldKind) -> dict[str, Field]:
        """The good fields of a kind by key."""
        return {field.key: field for field in self.good if field.kind is kind}


def read_fields(table: Table, shared: Table, keys: Sequence[tuple[Path, str]]) -> LeafFields:
    """The fields that a leaf names: its own definition on top of the shared one of that name."""
    own = table.table("field", required=False)
    good: list[Field] = []
    broken: set[str] = set()
    for path, key in keys:
        before = table.faults.count()
        field = _read_leaf_field(own, shared, path, key)
        if field is None or table.faults.count() > before:
            broken.add(key)
        else:
            good.append(field)
    named = {key for _, key in keys}
    for key in own.each_key():
        if key not in named:
            what, mend = "is a field that this leaf never uses", f'name "{key}" in ask or keep, or delete it'
            table.faults.add(own.at(key), what, mend)
    return LeafFields(tuple(good), frozenset(broken))


def _read_leaf_field(own: Table, shared: Table, path: Path, key: str) -> Field | None:
    below = Table(own.faults, shared.at(key), shared.values[key]) if key in shared.values else None
    if key in own.values:
        return read_field(Table(own.faults, own.at(key), own.values[key], under=below), key)
    if below is not None:
        return read_field(below, key)
    own.faults.unknown(path, "field", key, {*shared.values, *own.values})
    return None
