"""From text and entities to safe HTML for the page."""

from __future__ import annotations

import html
from typing import Final

from sandbox.entities import Entity, utf16_length

_SHOWN: Final = {
    "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"), "code": ("<code>", "</code>"), "pre": ("<pre>", "</pre>"),
    "spoiler": ('<span class="spoiler">', "</span>"), "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "mention": ('<a class="mention">', "</a>"), "text_mention": ('<a class="mention">', "</a>"),
    "bot_command": ('<a class="command">', "</a>"),
}  # fmt: skip


def render_html(text: str, entities: list[Entity]) -> str:
    """Safe HTML: every character of the text is escaped, tags come from the entities alone."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda item: (item["offset"], -item["length"])):
        start, end = _shown(entity, text)
        if start:
            opening.setdefault(entity["offset"], []).append(start)
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, end)
    parts: list[str] = []
    units = 0
    for char in text:
        parts.extend(closing.get(units, ()))
        parts.extend(opening.get(units, ()))
        parts.append("<br>" if char == "\n" else html.escape(char))
        units += utf16_length(char)
    parts.extend(closing.get(units, ()))
    return "".join(parts)


def _shown(entity: Entity, text: str) -> tuple[str, str]:
    if entity["type"] in ("text_link", "url"):
        url = entity.get("url") or _slice(text, entity)
        return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return _SHOWN.get(entity["type"], ("", ""))


def _slice(text: str, entity: Entity) -> str:
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "ignore")
