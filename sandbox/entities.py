"""Formatted text: Telegram's HTML in, text and entities out.

The parser follows ``do_parse_html`` of tdlib/td (MessageEntity.cpp): the same tags, the same complaints, byte
offsets in UTF-8, entity offsets in UTF-16 units.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any, Final

from sandbox.rules import refusal

Entity = dict[str, Any]

_KIND_OF_TAG: Final = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_KNOWN_ENTITY: Final = frozenset(_KIND_OF_TAG.values()) | {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card",
    "text_mention", "expandable_blockquote",
}  # fmt: skip
_ENTITY_REFERENCE: Final = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});?")
_TAG_END: Final = re.compile(r"[\s>]")
_ATTRIBUTE: Final = re.compile(r"\s*([^\s=>/\"']*)\s*(=?)\s*")
_TOKEN: Final = re.compile(r"[A-Za-z0-9.\-]*")
_AUTOMATIC: Final = (
    ("bot_command", re.compile(r"(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?")),
    ("url", re.compile(r"https?://[^\s<>\"]+")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z][a-zA-Z0-9_]{2,31}")),
)


def utf16_length(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


class _HtmlParser:
    """One pass over the text; ``at`` is an index into characters, complaints are in bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def fault(self, why: str, at: int | None = None) -> Exception:
        offset = "" if at is None else f" at byte offset {len(self.text[:at].encode())}"
        return refusal("entities", why=why.replace("{at}", offset))

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "<":
                self._end_tag() if self.text[self.at + 1 : self.at + 2] == "/" else self._start_tag()
            elif char == "&" and (match := _ENTITY_REFERENCE.match(self.text, self.at)):
                self._put(html.unescape(match[0]))
                self.at = match.end()
            else:
                self._put(char)
                self.at += 1
        if self.open:
            raise self.fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), self.entities

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.units += utf16_length(text)

    def _start_tag(self) -> None:
        begin = self.at
        found = _TAG_END.search(self.text, begin + 1)
        if found is None:
            raise self.fault("Unclosed start tag{at}", begin)
        tag = self.text[begin + 1 : found.start()].lower()
        if tag not in _KIND_OF_TAG:
            raise self.fault(f'Unsupported start tag "{tag}"{{at}}', begin)
        self.at = found.start()
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise self.fault('Tag "span" must have class "tg-spoiler"{at}', begin)
        self.open.append(_Open(tag, argument, self.units, len(self.out)))

    def _attributes(self, tag: str, begin: int) -> str:
        """Reads up to the closing ``>``; returns the one attribute that matters for this tag."""
        argument = ""
        while True:
            while self.text[self.at : self.at + 1].isspace():
                self.at += 1
            if self.at >= len(self.text):
                raise self.fault(f'Unclosed start tag "{tag}"{{at}}', begin)
            if self.text[self.at] == ">":
                self.at += 1
                return argument
            match = _ATTRIBUTE.match(self.text, self.at)
            if match is None or not match[1]:
                raise self.fault(f'Empty attribute name in the tag "{tag}"{{at}}', begin)
            self.at = match.end()
            if not match[2]:
                argument = "1" if (tag, match[1]) == ("blockquote", "expandable") else argument
                continue
            argument = _argument(tag, match[1], self._value(tag, begin)) or argument

    def _value(self, tag: str, begin: int) -> str:
        quote = self.text[self.at : self.at + 1]
        if quote in ("'", '"') and quote:
            end = self.text.find(quote, self.at + 1)
            if end < 0:
                raise self.fault("Unclosed start tag{at}", begin)
            value = html.unescape(self.text[self.at + 1 : end])
            self.at = end + 1
            return value
        match = _TOKEN.match(self.text, self.at)
        value = match[0].lower() if match else ""
        token_begin, self.at = self.at, self.at + len(value)
        if self.at >= len(self.text):
            raise self.fault(f'Unclosed start tag "{tag}"{{at}}', begin)
        if not _TAG_END.match(self.text, self.at):
            raise self.fault("Unexpected end of name token{at}", token_begin)
        return value

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self.fault("Unexpected end tag{at}", begin)
        found = _TAG_END.search(self.text, begin + 2)
        end = self.text.find(">", begin)
        if found is None or end < 0 or self.text[found.start() : end].strip():
            raise self.fault("Unclosed end tag{at}", begin)
        name = self.text[begin + 2 : found.start()].lower()
        opened = self.open.pop()
        if name and name != opened.tag:
            raise self.fault(f'Unmatched end tag{{at}}, expected "</{opened.tag}>", found "</{name}>"', begin)
        self.at = end + 1
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {
            "type": _KIND_OF_TAG[opened.tag],
            "offset": opened.offset,
            "length": self.units - opened.offset,
        }
        if opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "a" and not _link(entity, opened.argument or "".join(self.out[opened.start :])):
            return
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit():
                raise refusal("entities", why="Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "tg-time":
            return  # shown as plain text here
        if opened.tag == "pre" and self._merge_language(entity):
            return
        if opened.tag == "code" and opened.argument:
            entity["_language"] = opened.argument
        self.entities.append(entity)

    def _merge_language(self, pre: Entity) -> bool:
        """``<pre><code class="language-x">`` is one entity."""
        last = self.entities[-1] if self.entities else None
        if last and "_language" in last and (last["offset"], last["length"]) == (pre["offset"], pre["length"]):
            self.entities[-1] = {**pre, "language": last["_language"]}
            return True
        return False


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id"), ("tg-time", "format")):
        return value
    if (tag, name) == ("code", "class"):
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if (tag, name) == ("span", "class"):
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    return "1" if (tag, name) == ("blockquote", "expandable") else ""


def _link(entity: Entity, url: str) -> bool:
    """Fills in where the link leads; false when it is no link that Telegram would keep."""
    if match := re.fullmatch(r"tg://user\?id=(\d+)", url.strip()):
        entity["type"] = "text_mention"
        entity["user_id"] = int(match[1])
        return True
    if not (checked := checked_url(url)):
        return False
    entity["url"] = checked
    return True


def checked_url(url: str) -> str:
    """The URL as Telegram would keep it, or nothing: http, https, tg and ton only, with a host that has a dot."""
    text = url.strip()
    if re.match(r"(?:tg|ton)://\S+$", text):
        return text
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.\-]*:", text):
        text = "http://" + text
    match = re.fullmatch(r"(https?)://([^\s/?#@]+@)?([^\s/?#:]+)(:\d+)?([/?#]\S*)?", text, re.IGNORECASE)
    if not match or "." not in match[3] or match[3].startswith(".") or match[3].endswith("."):
        return ""
    return text if match[5] else text + "/"


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Text without tags, and its entities; raises ``Refused`` in Telegram's words."""
    plain, entities = _HtmlParser(text).parse()
    for entity in entities:
        entity.pop("_language", None)
    return plain, entities


def check_entities(text: str, given: list[Entity]) -> list[Entity]:
    """Entities that the client computed itself; raises ``Refused`` when one lies outside the text."""
    length = utf16_length(text)
    kept = []
    for entity in given:
        if entity["type"] not in _KNOWN_ENTITY:
            raise refusal("entity", why="Unsupported type specified")
        if entity["offset"] < 0 or entity["offset"] > length:
            raise refusal(
                "entities", why=f"Entity begins after the end of the text at UTF-16 offset {entity['offset']}"
            )
        if entity["length"] > 0:
            room = length - entity["offset"]
            kept.append({**entity, "length": min(entity["length"], room)})
    return kept


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cuts the white space at both ends, as the server does, and moves the entities along."""
    shift = utf16_length(text) - utf16_length(text.lstrip())
    plain = text.strip()
    length = utf16_length(plain)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return plain, kept


def find_automatic(text: str, entities: list[Entity]) -> list[Entity]:
    """Adds what every client marks by itself: commands, addresses, @names."""
    found = list(entities)
    for kind, pattern in _AUTOMATIC:
        for match in pattern.finditer(text):
            offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
            if not any(_overlap(entity, offset, length) for entity in found):
                found.append({"type": kind, "offset": offset, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(entity: Entity, offset: int, length: int) -> bool:
    solid = entity["type"] in ("code", "pre", "text_link", "url", "bot_command", "mention", "text_mention")
    return solid and entity["offset"] < offset + length and offset < entity["offset"] + entity["length"]
