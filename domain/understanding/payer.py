"""Who paid (付款方), as people write it beside an amount; and whether that is another than the customer (代付)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = r"(?P<payer>[^\s，,；;：:。\d][^\s，,；;：:。]{1,39})"
_TOLD = (
    re.compile(rf"付款(?:方|人|单位|單位)\s*(?:是|为|為|[：:])?\s*{_NAME}"),
    re.compile(r"(?:由)?(?P<payer>[^\s，,；;：:。\d由][^\s，,；;：:。\d]{1,39}?)\s*代(?:付款|付|打款|打)"),
)
_BESIDE = re.compile(r"[\s（）()·.,，、-]|有限|责任|責任|股份|公司")


def payer_told(text: str) -> tuple[str | None, str]:
    """The payer that words name, and what is left of the words: `12000 付款方 苏州宏达` is 苏州宏达 and `12000`."""
    for form in _TOLD:
        found = form.search(text)
        if found is not None:
            return found["payer"], f"{text[: found.start()]} {text[found.end() :]}".strip(" ，,；;。")
    return None, text


def pays_for_another(payer: str, customer: Iterable[str]) -> bool:
    """Whether a payer is none of the customer's names: a longer or shorter way to write one is no other."""
    told = _BESIDE.sub("", payer)
    names = [_BESIDE.sub("", name) for name in customer if name]
    return bool(told) and bool(names) and not any(told in name or name in told for name in names if name)
