"""Bot API objects as the server writes them: users, chats, messages, members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sandbox.state import GROUP_ANONYMOUS_BOT, Chat, Message, User

if TYPE_CHECKING:
    from sandbox.world import World

_MEMBER_LISTS: Final = ("new_chat_members",)
_SINGLE_MEMBERS: Final = ("left_chat_member",)


def user_object(user: User) -> dict[str, Any]:
    """``User``."""
    shown: dict[str, Any] = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name}
    if user.username:
        shown["username"] = user.username
    if user.language_code:
        shown["language_code"] = user.language_code
    return shown


def chat_object(world: World, chat: Chat) -> dict[str, Any]:
    """``Chat``."""
    if chat.type == "private":
        person = world.users[chat.id]
        shown: dict[str, Any] = {"id": chat.id, "type": "private", "first_name": person.name}
        if person.username:
            shown["username"] = person.username
        return shown
    shown = {"id": chat.id, "type": chat.type, "title": chat.title}
    if chat.username:
        shown["username"] = chat.username
    return shown


def _no_gifts() -> dict[str, bool]:
    names = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return dict.fromkeys(names, False)


def full_chat_object(world: World, chat: Chat) -> dict[str, Any]:
    """``ChatFullInfo``."""
    shown = chat_object(world, chat)
    shown |= {"accent_color_id": chat.id % 7, "max_reaction_count": 11, "accepted_gift_types": _no_gifts()}
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])):
        shown["pinned_message"] = message_object(world, pinned)
    if chat.type != "private":
        allowed = ("send_messages", "send_audios", "send_documents", "send_photos", "send_videos", "send_video_notes",
                   "send_voice_notes", "send_polls", "send_other_messages", "add_web_page_previews", "invite_users",
                   "change_info", "pin_messages", "manage_topics", "edit_tag", "react_to_messages")  # fmt: skip
        shown["permissions"] = {f"can_{name}": True for name in allowed}
    return shown


def member_object(world: World, chat: Chat, user_id: int, status: str | None = None) -> dict[str, Any]:
    """``ChatMember``, as of now or with another status."""
    status = status or chat.status(user_id)
    shown: dict[str, Any] = {"user": user_object(world.users[user_id]), "status": status}
    if status == "creator":
        shown["is_anonymous"] = False
    elif status == "administrator":
        rights = ("can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
                  "can_pin_messages", "can_promote_members", "can_manage_video_chats", "can_post_stories",
                  "can_edit_stories", "can_delete_stories")  # fmt: skip
        shown |= {"can_be_edited": False, "is_anonymous": False, **dict.fromkeys(rights, True)}
    elif status == "kicked":
        shown["until_date"] = 0
    return shown


def message_object(world: World, message: Message, *, with_reply: bool = True) -> dict[str, Any]:
    """``Message``; the message that it answers is written one level deep, as the server does."""
    chat = world.chats[message.chat_id]
    shown: dict[str, Any] = {
        "message_id": message.message_id,
        "from": user_object(world.users[message.sender]),
        "chat": chat_object(world, chat),
        "date": message.date,
    }
    if message.sender_chat is not None:
        shown["sender_chat"] = chat_object(world, world.chats[message.sender_chat])
    _add_origin(world, message, shown)
    if with_reply and message.reply_to is not None and (target := chat.messages.get(message.reply_to)):
        shown["reply_to_message"] = message_object(world, target, with_reply=False)
    _add_words(world, message, shown)
    for name in ("edit_date", "media_group_id"):
        if getattr(message, name) is not None:
            shown[name] = getattr(message, name)
    if message.protected:
        shown["has_protected_content"] = True
    if message.service:
        shown |= _service_fields(world, message.service)
    if message.inline_keyboard:
        shown["reply_markup"] = {"inline_keyboard": message.inline_keyboard}
    return shown


def _add_origin(world: World, message: Message, shown: dict[str, Any]) -> None:
    if message.forward_origin:
        origin = dict(message.forward_origin)
        if "sender_user" in origin:
            origin["sender_user"] = user_object(world.users[origin["sender_user"]])
        shown["forward_origin"] = origin
    if message.via_bot is not None:
        shown["via_bot"] = user_object(world.users[message.via_bot])


def _add_words(world: World, message: Message, shown: dict[str, Any]) -> None:
    shown |= message.media
    if message.text is None:
        return
    key = "caption" if message.has_media else "text"
    shown[key] = message.text
    if message.entities:
        shown["caption_entities" if message.has_media else "entities"] = [
            _entity_object(world, entity) for entity in message.entities
        ]


def _entity_object(world: World, entity: dict[str, Any]) -> dict[str, Any]:
    if "user_id" not in entity:
        return entity
    person = world.users.get(entity["user_id"])
    plain = {key: value for key, value in entity.items() if key != "user_id"}
    stranger = {"id": entity["user_id"], "is_bot": False, "first_name": ""}
    return {**plain, "user": user_object(person) if person else stranger}


def _service_fields(world: World, service: dict[str, Any]) -> dict[str, Any]:
    """People are kept as ids and written as they are called now."""
    shown: dict[str, Any] = {}
    for name, value in service.items():
        if name in _MEMBER_LISTS:
            shown[name] = [user_object(world.users[user_id]) for user_id in value]
        elif name in _SINGLE_MEMBERS:
            shown[name] = user_object(world.users[value])
        elif name == "pinned_message":
            chat_id, message_id = value
            pinned = world.chats[chat_id].messages.get(message_id)
            shown[name] = message_object(world, pinned, with_reply=False) if pinned else {
                "chat": chat_object(world, world.chats[chat_id]), "message_id": message_id, "date": 0,
            }  # fmt: skip
        else:
            shown[name] = value
    return shown


def anonymous_bot() -> User:
    """Who writes for an administrator that hides."""
    return User(GROUP_ANONYMOUS_BOT, "Group", "GroupAnonymousBot", is_bot=True)
