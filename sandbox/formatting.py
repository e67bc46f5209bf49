"""From a request's text, parse mode and entities to what is stored; with the limits of texts and captions."""

from __future__ import annotations

from typing import Any, Final

from sandbox.entities import Entity, check_entities, find_automatic, parse_html, trim, utf16_length
from sandbox.rules import refusal

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
_HUGE: Final = 1 << 15


def text_of(params: dict[str, Any]) -> tuple[str, list[Entity]]:
    """The message text of a request; raises ``Refused`` when it is empty, too long or badly formatted."""
    if not params["text"]:
        raise refusal("text_empty")
    text, entities = _formatted(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise refusal("text_blank")
    if utf16_length(text) > TEXT_LIMIT:
        raise refusal("text_too_long")
    return text, entities


def caption_of(params: dict[str, Any]) -> tuple[str | None, list[Entity]]:
    """The caption of a request, which may be missing."""
    given = params.get("caption")
    if not given:
        return None, []
    text, entities = _formatted(given, params.get("parse_mode"), params.get("caption_entities"))
    if utf16_length(text) > CAPTION_LIMIT:
        raise refusal("caption_too_long")
    return text or None, entities


def _formatted(raw: str, mode: str | None, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    if len(raw.encode()) > _HUGE:
        raise refusal("text_huge")
    mode = (mode or "none").lower()
    if mode == "html":
        text, entities = parse_html(raw)
    elif mode == "none":
        text, entities = raw, check_entities(raw, given or [])
    elif mode in ("markdown", "markdownv2"):
        raise refusal("not_supported_option", name=f"parse_mode {mode}")
    else:
        raise refusal("parse_mode")
    text, entities = trim(text, entities)
    return text, find_automatic(text, entities)
