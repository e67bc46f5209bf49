"""Reply markups: what Telegram would refuse in them, and which buttons a person can see and press."""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox.entities import checked_url
from sandbox.rules import refusal
from sandbox.state import ChatType

CALLBACK_BYTES: Final = 64
COPY_LENGTH: Final = 256
INLINE_BUTTONS: Final = 100
KEYBOARD_BUTTONS: Final = 300
PLACEHOLDER_LENGTH: Final = 64
Button = dict[str, Any]

_ACTIONS: Final = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_KINDS: Final = {
    "url": "url", "callback_data": "callback", "web_app": "web_app", "login_url": "login",
    "switch_inline_query": "inline", "switch_inline_query_chosen_chat": "inline",
    "switch_inline_query_current_chat": "inline_here", "copy_text": "copy",
}  # fmt: skip
_PRIVATE_ONLY: Final = {
    "request_contact": "private_contact", "request_location": "private_location", "request_poll": "private_poll",
    "web_app": "private_web_app", "request_users": "private_users", "request_chat": "private_chat",
}  # fmt: skip
_KEYBOARD_KINDS: Final = {
    "request_contact": "contact", "request_location": "location", "request_users": "users", "request_chat": "chat",
}  # fmt: skip
_STYLES: Final = frozenset({"danger", "success", "primary"})


def check_markup(
    markup: dict[str, Any] | None, chat_type: ChatType, *, inline_only: bool = False
) -> dict[str, Any] | None:
    """The markup as it is kept (nothing for an empty inline keyboard); raises ``Refused``."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        rows = [row for row in markup["inline_keyboard"] if row]
        _check_inline(rows, chat_type)
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        return _check_keyboard(markup, chat_type)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        _check_placeholder(markup)
        return markup
    raise refusal("markup_empty")


def _check_inline(rows: list[list[Button]], chat_type: ChatType) -> None:
    if sum(len(row) for row in rows) > INLINE_BUTTONS:
        raise refusal("markup_too_long")
    for row in rows:
        for button in row:
            _check_inline_button(button, chat_type)


def _check_inline_button(button: Button, chat_type: ChatType) -> None:
    if not button["text"].strip():
        raise refusal("inline_button_text")
    actions = [name for name in _ACTIONS if button.get(name) not in (None, "") or _may_be_empty(button, name)]
    if not actions:
        raise refusal("inline_button", why="Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise refusal("button_two_actions")
    if button.get("style") not in (None, *_STYLES):
        raise refusal("inline_button", why="Unsupported button style specified")
    action = actions[0]
    if action == "callback_data" and len(button[action].encode()) > CALLBACK_BYTES:
        raise refusal("button_data")
    if action == "copy_text" and not 0 < len(button[action]["text"]) <= COPY_LENGTH:
        raise refusal("button_copy")
    if action == "url":
        _check_url(button["url"])
    if action == "login_url":
        _check_url(button["login_url"]["url"])
    if action in ("pay", "callback_game") or (action == "web_app" and chat_type != "private"):
        raise refusal("button_type")


def _may_be_empty(button: Button, name: str) -> bool:
    return name.startswith("switch_inline_query") and button.get(name) == ""


def _check_url(url: str) -> None:
    if not url.startswith("tg://user?id=") and not checked_url(url):
        protocol = re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*)://", url)
        odd = protocol is not None and protocol[1].lower() not in ("http", "https", "tg", "ton")
        raise refusal("button_url", url=url, why="Unsupported URL protocol" if odd else "Wrong HTTP URL")


def _check_keyboard(markup: dict[str, Any], chat_type: ChatType) -> dict[str, Any]:
    rows = [[_as_button(button) for button in row] for row in markup["keyboard"] if row]
    if not rows:
        raise refusal("markup_empty")
    if sum(len(row) for row in rows) > KEYBOARD_BUTTONS:
        raise refusal("markup_too_long")
    for row in rows:
        for button in row:
            _check_keyboard_button(button, chat_type)
    _check_placeholder(markup)
    return {**markup, "keyboard": rows}


def _as_button(button: Button | str) -> Button:
    return {"text": button} if isinstance(button, str) else button


def _check_keyboard_button(button: Button, chat_type: ChatType) -> None:
    if not button["text"].strip():
        raise refusal("keyboard_button_text")
    if button.get("style") not in (None, *_STYLES):
        raise refusal("keyboard_button", why="Unsupported button style specified")
    for name, rule in _PRIVATE_ONLY.items():
        if button.get(name) and chat_type != "private":
            raise refusal(rule)
    if sum(1 for name in _PRIVATE_ONLY if button.get(name)) > 1:
        raise refusal("button_two_actions")


def _check_placeholder(markup: dict[str, Any]) -> None:
    if len(markup.get("input_field_placeholder") or "") > PLACEHOLDER_LENGTH:
        raise refusal("placeholder")


def shown_inline(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    """Inline rows as the page draws them."""
    return [[_shown_button(button) for button in row] for row in (markup or {}).get("inline_keyboard") or []]


def _shown_button(button: Button) -> dict[str, Any]:
    action = next(name for name in _ACTIONS if name in button)
    shown: dict[str, Any] = {"label": button["text"], "kind": _KINDS[action], "style": button.get("style")}
    match action:
        case "callback_data":
            shown["data"] = button[action]
        case "copy_text":
            shown["copy"] = button[action]["text"]
        case "url":
            shown["url"] = button[action]
        case "login_url" | "web_app":
            shown["url"] = button[action]["url"]
        case "switch_inline_query_chosen_chat":
            shown["query"] = button[action].get("query", "")
        case _:
            shown["query"] = button[action]
    return shown


def shown_keyboard(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]] | None:
    """Rows of a reply keyboard as the page draws them; nothing when the message brings none."""
    if not (markup or {}).get("keyboard"):
        return None
    return [[_shown_key(button) for button in row] for row in (markup or {})["keyboard"]]


def _shown_key(button: Button) -> dict[str, Any]:
    kind = next((kind for name, kind in _KEYBOARD_KINDS.items() if button.get(name)), "text")
    return {"label": button["text"], "kind": kind, "style": button.get("style")}
