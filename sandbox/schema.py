"""Is this request one that the Bot API knows? Names, types and required flags, down to the nested objects.

``bot_api.json`` holds Bot API 10.0: every method's parameters and every type's fields. Form fields arrive as
strings and are turned into the type that the parameter has; JSON bodies must have that type already.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from sandbox.rules import refusal

_FILE: Final = Path(__file__).with_name("bot_api.json")
_TRUE: Final = frozenset({"true", "1", "yes"})
_FALSE: Final = frozenset({"false", "0", "no", ""})
_JSON_NAME: Final = {
    "Integer": "Number",
    "Float": "Number",
    "String": "String",
    "Boolean": "Boolean",
    "True": "Boolean",
}
_NUMBER: Final = re.compile(r"[+-]?\d+")
Spec = dict[str, Any]


@cache
def _api() -> dict[str, Any]:
    return json.loads(_FILE.read_text(encoding="utf-8"))


@cache
def method_names() -> dict[str, str]:
    """Lower-case name → the manual's spelling; the server does not care for case."""
    return {name.lower(): name for name in _api()["methods"]}


def parameter_names(method: str) -> list[str]:
    """What a method may be given."""
    return list(_api()["methods"][method])


def check_parameters(method: str, given: dict[str, Any], uploads: frozenset[str]) -> dict[str, Any]:
    """The request's parameters in their own types; raises ``Refused`` for the first fault.

    ``uploads`` are the names of the multipart files; a file whose name is a parameter stands for it.
    """
    known: dict[str, Spec] = _api()["methods"][method]
    for name in given:
        if name not in known:
            raise refusal("unknown_parameter", name=name, method=method)
    values = {}
    for name, spec in known.items():
        if name in uploads and "InputFile" in spec["types"]:
            values[name] = f"attach://{name}"
            continue
        value = given.get(name)
        if value is None or (value == "" and not spec.get("required")):
            continue
        values[name] = _parameter(name, value, spec["types"])
    missing = [name for name, spec in known.items() if spec.get("required") and name not in values]
    if missing:
        raise refusal("parameter_required", name=missing[0])
    return values


def check_object(kind: str, value: Any) -> None:
    """Is ``value`` a well-formed object of this type of the manual? Raises ``Refused`` for the first fault."""
    _check(kind, value, [kind])


def _parameter(name: str, value: Any, types: list[str]) -> Any:
    simple = [kind for kind in types if kind in _JSON_NAME or kind == "InputFile"]
    if simple:
        return _scalar(name, value, simple)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            rule = "markup_unparsable" if name == "reply_markup" else "bad_json"
            raise refusal(rule, name=name) from None
    if name == "reply_markup" and not isinstance(value, dict):
        raise refusal("markup_object")
    return _check(name, value, types)


def _scalar(name: str, value: Any, kinds: list[str]) -> Any:
    """A plain parameter; form strings are read as the first type that fits."""
    for kind in kinds:
        fits, result = _read(value, kind)
        if fits:
            return result
    raise refusal("parameter_type", name=name, type=" or ".join(kinds))


def _read(value: Any, kind: str) -> tuple[bool, Any]:
    if kind in ("String", "InputFile"):
        return isinstance(value, str), value
    if kind in ("Boolean", "True"):
        text = str(value).lower() if isinstance(value, str | bool | int) else "?"
        return text in _TRUE or text in _FALSE, text in _TRUE
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False, None
    if kind == "Integer":
        text = str(value)
        return (True, int(text)) if _NUMBER.fullmatch(text) else (False, None)
    try:
        return True, float(value)
    except ValueError:
        return False, None


def _check(name: str, value: Any, types: list[str]) -> Any:
    """A nested value against any of ``types``; the value itself is returned unchanged."""
    arrays = [kind.removeprefix("Array of ") for kind in types if kind.startswith("Array of ")]
    if arrays:
        if not isinstance(value, list):
            raise _array_refusal(name)
        for item in value:
            _check(name, item, arrays)
        return value
    plain = [kind for kind in types if kind in _JSON_NAME]
    if plain:
        if not any(_is_json(value, kind) for kind in plain):
            raise refusal("field_type", name=name, type=" or ".join(_JSON_NAME[kind] for kind in plain))
        return value
    _check_object(name, value, types)
    return value


def _array_refusal(name: str) -> Exception:
    if name == "inline_keyboard":
        return refusal("inline_rows")
    if name == "keyboard":
        return refusal("keyboard_rows")
    return refusal("field_type", name=name, type="Array")


def _is_json(value: Any, kind: str) -> bool:
    if kind == "String":
        return isinstance(value, str)
    if kind in ("Boolean", "True"):
        return isinstance(value, bool)
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_object(name: str, value: Any, types: list[str]) -> None:
    if name == "keyboard" and isinstance(value, str):  # a KeyboardButton may be written as its text alone
        return
    if not isinstance(value, dict):
        raise refusal("field_type", name=name, type="Object")
    kind = _choose(value, _leaves(types))
    fields: dict[str, Spec] = _api()["types"][kind]["fields"]
    for field in value:
        if field not in fields:
            raise refusal("unknown_field", name=field, type=kind)
    for field, spec in fields.items():
        if value.get(field) is not None:
            _check(field, value[field], spec["types"])
        elif spec.get("required"):
            raise refusal("field_missing", name=field)


def _leaves(types: list[str]) -> list[str]:
    """The concrete types behind a union, in the manual's order."""
    found: list[str] = []
    for kind in types:
        subtypes = _api()["types"][kind].get("subtypes")
        found.extend(_leaves(subtypes) if subtypes else [kind])
    return found


def _choose(value: dict[str, Any], kinds: list[str]) -> str:
    """The type that the object claims to be by its ``type`` field, or else the one that shares most fields."""
    named = [kind for kind in kinds if _ends_with(kind, value.get("type"))] or kinds
    return max(named, key=lambda kind: _likeness(value, _api()["types"][kind]["fields"]))


def _ends_with(kind: str, name: Any) -> bool:
    return isinstance(name, str) and bool(name) and kind.lower().endswith(name.replace("_", "").lower())


def _likeness(value: dict[str, Any], fields: dict[str, Spec]) -> tuple[int, int]:
    known = sum(1 for field in value if field in fields)
    missing = sum(1 for field, spec in fields.items() if spec.get("required") and field not in value)
    return known - missing, -len(fields)
