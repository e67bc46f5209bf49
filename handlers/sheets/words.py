"""What is wrong with a sheet, in words: for the card, and for the column 问题 of the sheet that goes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from handlers.sheets import texts
from locales import LANGUAGES, Text
from services.sheets.judging import Change

OWN_COLUMNS = frozenset(head.plain(lang) for head in (texts.PROBLEM, texts.EFFECT) for lang in LANGUAGES)
"""Columns that a sheet has from us when it comes back."""


def column_name(kind: str, column: str, lang: str, heads: Mapping[str, str] | None = None) -> str:
    """A column as the sheet itself calls it, or as the template does."""
    written = (heads or {}).get(column)
    if written:
        return written
    known = texts.COLUMNS.get(kind, {}).get(column)
    return known.plain(lang) if known is not None else column


def why(fault: Mapping[str, Any], lang: str) -> str:
    """What is wanted instead."""
    phrase = texts.WHY.get(fault["why"], texts.WHY["unclear"])
    return filled(phrase, fault["values"], lang)


def filled(phrase: Text, values: Mapping[str, Any], lang: str) -> str:
    """A phrase with those of the values that it has places for."""
    return phrase.plain(lang, **{name: str(values.get(name, "")) for name in phrase.places})


def fault_line(kind: str, fault: Mapping[str, Any], lang: str, heads: Mapping[str, str]) -> Markup:
    """第 3 行 电话“12345”：没认出电话."""
    said = why(fault, lang)
    if not fault["column"]:
        return texts.FAULT_ROW(lang, row=fault["row"], why=said)
    column = column_name(kind, fault["column"], lang, heads)
    if not fault["found"]:
        return texts.FAULT_EMPTY(lang, row=fault["row"], column=column, why=said)
    return texts.FAULT(lang, row=fault["row"], column=column, found=fault["found"], why=said)


def fault_cells(kind: str, faults: Iterable[Mapping[str, Any]], lang: str, heads: Mapping[str, str]) -> dict[int, str]:
    """The words of the column 问题, by row of the sheet."""
    said: dict[int, list[str]] = {}
    for fault in faults:
        words = why(fault, lang)
        if fault["column"]:
            column = column_name(kind, fault["column"], lang, heads)
            words = texts.FAULT_CELL.plain(lang, column=column, why=words)
        said.setdefault(int(fault["row"]), []).append(words)
    return {row: texts.SEMICOLON.plain(lang).join(words) for row, words in said.items()}


def field_changes(kind: str, fields: Mapping[str, Iterable[str]], lang: str) -> list[str]:
    """目录价 58 → 60."""
    nothing = texts.NOTHING.plain(lang)
    return [
        texts.CHANGED_FIELD.plain(
            lang,
            field=column_name(kind, key, lang),
            before=_cell(key, before, lang) or nothing,
            after=_cell(key, after, lang) or nothing,
        )
        for key, (before, after) in fields.items()
    ]


def _cell(key: str, value: str, lang: str) -> str:
    return texts.WORKED[value].plain(lang) if key == "works" and value in texts.WORKED else value


def change_cell(kind: str, change: Change, lang: str) -> str:
    """The words of the column 导入会怎样: 新增, 改动：目录价 58 → 60, 不变."""
    fields = texts.COMMA.plain(lang).join(field_changes(kind, change.fields, lang))
    return texts.WHAT[change.what].plain(lang, **({"fields": fields} if change.what == "changed" else {}))


def columns_listed(kind: str, groups: Iterable[Iterable[str]], lang: str) -> str:
    """Missing columns: 产品编号或产品名称，数量."""
    said: list[str] = []
    for group in groups:
        names = [column_name(kind, column, lang) for column in group]
        words = names[0]
        for name in names[1:]:
            words = texts.OR.plain(lang, some=words, another=name)
        said.append(words)
    return texts.COMMA.plain(lang).join(said)


def is_template(name: str) -> bool:
    """Whether a file is named like one of our templates: 客户模板, 客户模板(1), 客户模板 - 副本."""
    said = name.casefold()
    return any(template in said for template in _TEMPLATES)


_TEMPLATES = frozenset(texts.FILES[kind].plain(lang).casefold() for kind in texts.TEMPLATES for lang in LANGUAGES)
