"""Who the bot is and what its menus say."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from sandbox import wire
from sandbox.call import Call
from sandbox.methods.table import Method
from sandbox.rules import refusal

_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> dict[str, Any]:
    """The bot as BotFather made it."""
    spec = call.world.scene.bot
    return wire.user_object(call.world.bot) | {
        "can_join_groups": True, "can_read_all_group_messages": not spec.privacy,
        "supports_inline_queries": spec.inline, "can_connect_to_business": False, "has_main_web_app": False,
        "has_topics_enabled": False, "allows_users_to_create_topics": False, "can_manage_bots": False,
    }  # fmt: skip


def _slot(call: Call) -> str:
    """A scope and a language as one key."""
    language = call.params.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise refusal("language")
    scope = call.params.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        call.world.chat_of_request(scope["chat_id"], write=False)
    kind = scope["type"] if len(scope) == 1 else json.dumps(scope, sort_keys=True)
    return f"{kind}/{language}"


def set_my_commands(call: Call) -> bool:
    """The menu for a scope and a language."""
    commands, slot = call.params["commands"], _slot(call)
    if len(commands) > 100:
        raise refusal("commands_too_many")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise refusal("command")
        if not command["description"].strip():
            raise refusal("command_description")
        if len(command["description"].strip()) > 256:
            raise refusal("command_description_long")
    call.world.settings.setdefault("commands", {})[slot] = [
        {"command": item["command"].removeprefix("/"), "description": item["description"]} for item in commands
    ]
    return True


def get_my_commands(call: Call) -> list[dict[str, str]]:
    """Exactly what was set for this scope and language."""
    return call.world.settings.get("commands", {}).get(_slot(call), [])


def delete_my_commands(call: Call) -> bool:
    """Back to the next wider scope."""
    call.world.settings.get("commands", {}).pop(_slot(call), None)
    return True


def _setter(name: str) -> Method:
    def set_words(call: Call) -> bool:
        words = call.params.get(name, "")
        if len(words) > _LIMITS[name]:
            raise refusal("setting_too_long", name=name.replace("_", " "))
        language = _slot(call).partition("/")[2]
        call.world.settings[f"{name}/{language}" if language else name] = words
        return True

    return set_words


def _getter(name: str) -> Method:
    def get_words(call: Call) -> dict[str, str]:
        language = _slot(call).partition("/")[2]
        fallback = call.world.settings.get(name, call.world.bot.name if name == "name" else "")
        return {name: call.world.settings.get(f"{name}/{language}", fallback)}

    return get_words


def set_chat_menu_button(call: Call) -> bool:
    """The button beside the input field."""
    key = f"menu_button/{call.params.get('chat_id', '')}"
    call.world.settings[key] = call.params.get("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(call: Call) -> dict[str, Any]:
    """What was set, or the commands button."""
    return call.world.settings.get(f"menu_button/{call.params.get('chat_id', '')}", {"type": "commands"})


def set_my_default_administrator_rights(call: Call) -> bool:
    """What is ticked when somebody makes the bot an administrator."""
    kind = "channels" if call.params.get("for_channels") else "groups"
    call.world.settings[f"rights/{kind}"] = call.params.get("rights")
    return True


def get_my_default_administrator_rights(call: Call) -> dict[str, Any]:
    """What was set, or no right at all."""
    kind = "channels" if call.params.get("for_channels") else "groups"
    names = ("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
             "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
             "can_delete_stories")  # fmt: skip
    return dict.fromkeys(names, False) | (call.world.settings.get(f"rights/{kind}") or {})


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyDefaultAdministratorRights": set_my_default_administrator_rights,
    "getMyDefaultAdministratorRights": get_my_default_administrator_rights,
}
