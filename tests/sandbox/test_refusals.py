"""Every refusal of ``sandbox/rules.py`` by a real HTTP call, with its exact code and words."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest

from sandbox import formatting, pictures, rules
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from tests.sandbox.conftest import Api

PRIVATE = {"chat_id": "@@张敏"}  # "@@name" stands for that chat's id
SUPER = {"chat_id": "@@财务群"}
GROUP = {"chat_id": "@@仓库群"}
MINE = 1  # the bot's own text message in each chat, made by the fixture
PICTURE = 2  # its photo
FORCED = 3  # its message with ForceReply
THEIRS = 4  # a person's message
SERVICE = 5  # a service message (supergroup only)


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [list(buttons)]}}


def keys(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"reply_markup": {"keyboard": [list(buttons)]}}


def text(words: str = "好", **more: Any) -> dict[str, Any]:
    return {**PRIVATE, "text": words, **more}


HEAVY = len(pictures.small_png(1)) + 10 * 1024 * 1024
ARTICLE = {"type": "article", "id": "1", "title": "宏达", "input_message_content": {"message_text": "宏达"}}
PHOTO = {"type": "photo", "media": "nothing"}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)
QUERY_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
PIN_RIGHTS = "Bad Request: not enough rights to manage pinned messages in the chat"
INLINE_ROWS = 'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
WEBHOOK_URL = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"

TABLE: list[tuple[str, str, dict[str, Any], int, str]] = [
    # rule, method, parameters, code, words
    ("no_method", "sendTelegram", {}, 404, "Not Found: method not found"),
    ("unsupported", "sendDice", PRIVATE, 400, "Bad Request: method is not supported by the sandbox"),
    ("unknown_parameter", "sendMessage", text(colour=1), 400, 'Bad Request: unknown parameter "colour" in sendMessage'),
    (
        "unknown_field",
        "sendMessage",
        text(**inline({"text": "a", "callback_data": "b", "colour": "red"})),
        400,
        'Bad Request: unknown field "colour" in InlineKeyboardButton',
    ),
    (
        "parameter_type",
        "deleteMessage",
        {**PRIVATE, "message_id": "one"},
        400,
        'Bad Request: parameter "message_id" must be of type Integer',
    ),
    ("parameter_required", "sendMessage", PRIVATE, 400, 'Bad Request: parameter "text" is required'),
    ("bad_json", "setMyCommands", {"commands": "[{"}, 400, "Bad Request: can't parse commands JSON object"),
    (
        "field_missing",
        "setMyCommands",
        {"commands": [{"command": "a"}]},
        400,
        'Bad Request: can\'t find field "description"',
    ),
    (
        "field_type",
        "setMyCommands",
        {"commands": [{"command": "a", "description": 5}]},
        400,
        'Bad Request: field "description" must be of type String',
    ),
    (
        "not_supported_option",
        "sendMessage",
        text(parse_mode="MarkdownV2"),
        400,
        'Bad Request: "parse_mode markdownv2" is not supported by the sandbox',
    ),
    ("webhook_url", "setWebhook", {"url": "http://example.org/hook"}, 400, WEBHOOK_URL),
    (
        "webhook_secret",
        "setWebhook",
        {"url": "https://example.org/", "secret_token": "a b"},
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    ("chat_id_empty", "sendMessage", {"chat_id": "", "text": "a"}, 400, "Bad Request: chat_id is empty"),
    ("chat_missing", "sendMessage", {"chat_id": 424242, "text": "a"}, 400, "Bad Request: chat not found"),
    ("chat_missing", "sendMessage", {"chat_id": "@@路人", "text": "a"}, 400, "Bad Request: chat not found"),
    ("chat_missing", "sendMessage", {"chat_id": "@@外面的群", "text": "a"}, 400, "Bad Request: chat not found"),
    (
        "not_started",
        "sendMessage",
        {"chat_id": "@@赵强", "text": "a"},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    (
        "to_a_bot",
        "sendMessage",
        {"chat_id": "@@Robo", "text": "a"},
        403,
        "Forbidden: the bot can't send messages to the bot",
    ),
    (
        "no_administrators",
        "getChatAdministrators",
        PRIVATE,
        400,
        "Bad Request: there are no administrators in the private chat",
    ),
    ("leave_private", "leaveChat", PRIVATE, 400, "Bad Request: can't leave private chats"),
    ("user_missing", "getChatMember", {**SUPER, "user_id": 999999}, 400, "Bad Request: user not found"),
    ("user_invalid", "getChatMember", {**SUPER, "user_id": -1}, 400, "Bad Request: invalid user_id specified"),
    ("pin_rights", "pinChatMessage", {**SUPER, "message_id": MINE}, 400, PIN_RIGHTS),
    ("pin_rights", "pinChatMessage", {**GROUP, "message_id": MINE}, 400, PIN_RIGHTS),
    ("thread_missing", "sendMessage", text(message_thread_id=7), 400, "Bad Request: message thread not found"),
    ("edit_missing", "editMessageText", text(message_id=999), 400, "Bad Request: message to edit not found"),
    ("delete_missing", "deleteMessage", {**PRIVATE, "message_id": 99}, 400, "Bad Request: message to delete not found"),
    (
        "reply_missing",
        "sendMessage",
        text(reply_parameters={"message_id": 999}),
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "forward_missing",
        "forwardMessage",
        {**PRIVATE, "from_chat_id": "@@张敏", "message_id": 999},
        400,
        "Bad Request: message to forward not found",
    ),
    (
        "copy_missing",
        "copyMessage",
        {**PRIVATE, "from_chat_id": "@@张敏", "message_id": 999},
        400,
        "Bad Request: message to copy not found",
    ),
    ("pin_missing", "pinChatMessage", {**PRIVATE, "message_id": 999}, 400, "Bad Request: message to pin not found"),
    ("unpin_missing", "unpinChatMessage", PRIVATE, 400, "Bad Request: message to unpin not found"),
    (
        "react_missing",
        "setMessageReaction",
        {**PRIVATE, "message_id": 99},
        400,
        "Bad Request: message to react not found",
    ),
    ("no_message_id", "editMessageText", {"text": "a"}, 400, "Bad Request: message identifier is not specified"),
    (
        "no_message_ids",
        "deleteMessages",
        {**PRIVATE, "message_ids": []},
        400,
        "Bad Request: message identifiers are not specified",
    ),
    (
        "too_many_ids",
        "deleteMessages",
        {**PRIVATE, "message_ids": list(range(101))},
        400,
        "Bad Request: too many message identifiers specified",
    ),
    ("not_modified", "editMessageText", text("卡片", message_id=MINE), 400, NOT_MODIFIED),
    ("not_modified", "editMessageText", text("<b></b> 卡片 ", parse_mode="HTML", message_id=MINE), 400, NOT_MODIFIED),
    ("not_modified", "editMessageReplyMarkup", {**PRIVATE, "message_id": MINE}, 400, NOT_MODIFIED),
    ("cant_edit", "editMessageText", text(message_id=FORCED), 400, "Bad Request: message can't be edited"),
    ("cant_edit", "editMessageText", text(message_id=THEIRS), 400, "Bad Request: message can't be edited"),
    (
        "no_text_to_edit",
        "editMessageText",
        text(message_id=PICTURE),
        400,
        "Bad Request: there is no text in the message to edit",
    ),
    (
        "no_caption_to_edit",
        "editMessageCaption",
        {**PRIVATE, "message_id": MINE, "caption": "a"},
        400,
        "Bad Request: there is no caption in the message to edit",
    ),
    ("cant_delete", "deleteMessage", {**SUPER, "message_id": THEIRS}, 400, "Bad Request: message can't be deleted"),
    (
        "cant_forward",
        "forwardMessage",
        {**PRIVATE, "from_chat_id": "@@财务群", "message_id": SERVICE},
        400,
        "Bad Request: the message can't be forwarded",
    ),
    (
        "cant_copy",
        "copyMessage",
        {**PRIVATE, "from_chat_id": "@@财务群", "message_id": SERVICE},
        400,
        "Bad Request: the message can't be copied",
    ),
    ("text_empty", "sendMessage", text(""), 400, "Bad Request: message text is empty"),
    ("text_blank", "sendMessage", text(" \n "), 400, "Bad Request: text must be non-empty"),
    ("text_blank", "sendMessage", text("<b></b>", parse_mode="HTML"), 400, "Bad Request: text must be non-empty"),
    ("text_too_long", "sendMessage", text("字" * 4097), 400, "Bad Request: message is too long"),
    ("text_too_long", "sendMessage", text("👍" * 2049), 400, "Bad Request: message is too long"),
    ("text_too_long", "editMessageText", text("字" * 4097, message_id=MINE), 400, "Bad Request: message is too long"),
    ("text_huge", "sendMessage", text("a" * 32769), 400, "Bad Request: text is too long"),
    (
        "caption_too_long",
        "editMessageCaption",
        {**PRIVATE, "message_id": PICTURE, "caption": "字" * 1025},
        400,
        "Bad Request: message caption is too long",
    ),
    ("parse_mode", "sendMessage", text(parse_mode="BBCode"), 400, "Bad Request: unsupported parse_mode"),
    (
        "entities",
        "sendMessage",
        text("价 <50", parse_mode="HTML"),
        400,
        "Bad Request: can't parse entities: Unclosed start tag at byte offset 4",
    ),
    (
        "entities",
        "sendMessage",
        text("<div>a</div>", parse_mode="HTML"),
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "div" at byte offset 0',
    ),
    (
        "entity",
        "sendMessage",
        text(entities=[{"type": "shiny", "offset": 0, "length": 1}]),
        400,
        "Bad Request: can't parse MessageEntity: Unsupported type specified",
    ),
    ("markup_object", "sendMessage", text(reply_markup=[1]), 400, "Bad Request: object expected as reply markup"),
    (
        "markup_unparsable",
        "sendMessage",
        text(reply_markup="{"),
        400,
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    (
        "markup_too_long",
        "sendMessage",
        text(**inline(*[{"text": "a", "callback_data": "b"}] * 101)),
        400,
        "Bad Request: reply markup is too long",
    ),
    ("markup_empty", "sendMessage", text(reply_markup={"keyboard": []}), 400, "Bad Request: reply markup is empty"),
    (
        "keyboard_rows",
        "sendMessage",
        text(reply_markup={"keyboard": ["a"]}),
        400,
        'Bad Request: field "keyboard" must be an Array of Arrays',
    ),
    ("inline_rows", "sendMessage", text(reply_markup={"inline_keyboard": [{"text": "a"}]}), 400, INLINE_ROWS),
    (
        "inline_button",
        "sendMessage",
        text(**inline({"text": "a"})),
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "keyboard_button",
        "sendMessage",
        text(**keys({"text": "a", "style": "pink"})),
        400,
        "Bad Request: can't parse keyboard button: Unsupported button style specified",
    ),
    (
        "inline_button_text",
        "sendMessage",
        text(**inline({"text": " ", "callback_data": "b"})),
        400,
        "Bad Request: inline keyboard button text must be non-empty",
    ),
    (
        "keyboard_button_text",
        "sendMessage",
        text(**keys({"text": ""})),
        400,
        "Bad Request: keyboard button text must be non-empty",
    ),
    (
        "button_data",
        "sendMessage",
        text(**inline({"text": "a", "callback_data": "字" * 22})),
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "button_data",
        "editMessageReplyMarkup",
        {**PRIVATE, "message_id": MINE, **inline({"text": "a", "callback_data": "x" * 65})},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "button_copy",
        "sendMessage",
        text(**inline({"text": "a", "copy_text": {"text": "x" * 257}})),
        400,
        "Bad Request: BUTTON_COPY_TEXT_INVALID",
    ),
    (
        "button_url",
        "sendMessage",
        text(**inline({"text": "a", "url": "htp://x"})),
        400,
        "Bad Request: inline keyboard button URL 'htp://x' is invalid: Unsupported URL protocol",
    ),
    (
        "button_url",
        "sendMessage",
        text(**inline({"text": "a", "url": "http://localhost:8090/"})),
        400,
        "Bad Request: inline keyboard button URL 'http://localhost:8090/' is invalid: Wrong HTTP URL",
    ),
    (
        "button_type",
        "sendMessage",
        {**SUPER, "text": "a", **inline({"text": "a", "web_app": {"url": "https://example.org"}})},
        400,
        "Bad Request: BUTTON_TYPE_INVALID",
    ),
    (
        "button_two_actions",
        "sendMessage",
        text(**inline({"text": "a", "callback_data": "b", "url": "https://example.org"})),
        400,
        "Bad Request: inline keyboard button must have exactly one action",
    ),
    (
        "field_missing",
        "editMessageReplyMarkup",
        {**PRIVATE, "message_id": MINE, "reply_markup": {"force_reply": True}},
        400,
        'Bad Request: unknown field "force_reply" in InlineKeyboardMarkup',
    ),
    (
        "private_contact",
        "sendMessage",
        {**SUPER, "text": "a", **keys({"text": "a", "request_contact": True})},
        400,
        "Bad Request: phone number can be requested in private chats only",
    ),
    (
        "private_location",
        "sendMessage",
        {**SUPER, "text": "a", **keys({"text": "a", "request_location": True})},
        400,
        "Bad Request: location can be requested in private chats only",
    ),
    (
        "private_poll",
        "sendMessage",
        {**SUPER, "text": "a", **keys({"text": "a", "request_poll": {"type": "quiz"}})},
        400,
        "Bad Request: poll can be requested in private chats only",
    ),
    (
        "private_web_app",
        "sendMessage",
        {**SUPER, "text": "a", **keys({"text": "a", "web_app": {"url": "https://example.org"}})},
        400,
        "Bad Request: web App buttons can be used in private chats only",
    ),
    (
        "private_users",
        "sendMessage",
        {**SUPER, "text": "a", **keys({"text": "a", "request_users": {"request_id": 1}})},
        400,
        "Bad Request: users can be requested in private chats only",
    ),
    (
        "private_chat",
        "sendMessage",
        {**SUPER, "text": "a", **keys({"text": "a", "request_chat": {"request_id": 1, "chat_is_channel": False}})},
        400,
        "Bad Request: chats can be requested in private chats only",
    ),
    (
        "placeholder",
        "sendMessage",
        text(reply_markup={"force_reply": True, "input_field_placeholder": "x" * 65}),
        400,
        "Bad Request: input field placeholder is too long",
    ),
    ("no_photo", "sendPhoto", {**PRIVATE, "photo": ""}, 400, "Bad Request: there is no photo in the request"),
    (
        "no_document",
        "sendDocument",
        {**PRIVATE, "document": ""},
        400,
        "Bad Request: there is no document in the request",
    ),
    (
        "wrong_file",
        "sendPhoto",
        {**PRIVATE, "photo": "https://example.org/a.png"},
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    ("invalid_file_id", "getFile", {"file_id": "nothing"}, 400, "Bad Request: invalid file_id"),
    (
        "media_must_be_upload",
        "sendDocument",
        {**PRIVATE, "document": "attach://here"},
        400,
        "Bad Request: media attachment attach://here not found",
    ),
    (
        "album_types",
        "sendMediaGroup",
        {**PRIVATE, "media": [PHOTO, {**PHOTO, "type": "document"}]},
        400,
        "Bad Request: document can't be mixed with other media types",
    ),
    (
        "album_size",
        "sendMediaGroup",
        {**PRIVATE, "media": [PHOTO] * 11},
        400,
        "Bad Request: too many messages to send as an album",
    ),
    (
        "album_small",
        "sendMediaGroup",
        {**PRIVATE, "media": [PHOTO]},
        400,
        "Bad Request: an album must have at least 2 items",
    ),
    ("query_old", "answerCallbackQuery", {"callback_query_id": "12345"}, 400, QUERY_OLD),
    (
        "answer_too_long",
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "字" * 201},
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    ),
    (
        "answer_url",
        "answerCallbackQuery",
        {"callback_query_id": "1", "url": "https://example.org"},
        400,
        "Bad Request: URL_INVALID",
    ),
    (
        "results_too_many",
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [ARTICLE] * 51},
        400,
        "Bad Request: too many inline query results specified",
    ),
    (
        "result_id",
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [{**ARTICLE, "id": "x" * 65}]},
        400,
        "Bad Request: RESULT_ID_INVALID",
    ),
    (
        "result_id_twice",
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [ARTICLE, ARTICLE]},
        400,
        "Bad Request: RESULT_ID_DUPLICATE",
    ),
    (
        "chat_action",
        "sendChatAction",
        {**PRIVATE, "action": "dancing"},
        400,
        "Bad Request: wrong parameter action in request",
    ),
    (
        "reaction",
        "setMessageReaction",
        {**PRIVATE, "message_id": THEIRS, "reaction": [{"type": "emoji", "emoji": "🧨"}]},
        400,
        "Bad Request: REACTION_INVALID",
    ),
    (
        "reactions_too_many",
        "setMessageReaction",
        {
            **PRIVATE,
            "message_id": THEIRS,
            "reaction": [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👀"}],
        },
        400,
        "Bad Request: REACTIONS_TOO_MANY",
    ),
    (
        "command",
        "setMyCommands",
        {"commands": [{"command": "新建订单", "description": "a"}]},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "command_description",
        "setMyCommands",
        {"commands": [{"command": "new", "description": " "}]},
        400,
        "Bad Request: command description must be non-empty",
    ),
    (
        "command_description_long",
        "setMyCommands",
        {"commands": [{"command": "new", "description": "x" * 257}]},
        400,
        "Bad Request: command description length must not exceed 256",
    ),
    (
        "commands_too_many",
        "setMyCommands",
        {"commands": [{"command": "a", "description": "b"}] * 101},
        400,
        "Bad Request: too many commands",
    ),
    (
        "language",
        "setMyCommands",
        {"commands": [], "language_code": "zh-hans"},
        400,
        "Bad Request: invalid language code specified",
    ),
    (
        "setting_too_long",
        "setMyShortDescription",
        {"short_description": "x" * 121},
        400,
        "Bad Request: short description is too long",
    ),
]
ELSEWHERE = {
    # these need files, time, two pollers or another state; the tests below and beside this file show them
    "token", "token_shape", "no_token", "too_large", "flood", "second_poller", "poll_by_webhook", "webhook_active",
    "blocked", "kicked", "not_member", "upgraded", "no_write_access", "cant_delete_for_all", "cant_pin_service",
    "protected", "file_empty", "file_too_big", "photo_too_big", "not_a_picture", "photo_dimensions", "album_mix",
}  # fmt: skip


@pytest.fixture
async def furnished(api: Api, client: SandboxClient, people: dict[str, int]) -> Api:
    """In the private chat and both groups: the bot's text, photo, ForceReply message, and a person's words."""
    for title, person in (("张敏", "张敏"), ("财务群", "李娜"), ("仓库群", "赵强")):
        chat_id = people[title]
        await api.get("sendMessage", chat_id=chat_id, text="卡片")
        photo = (await client.upload(title, person))["photo"].rsplit("/", 1)[1]
        await client.post("delete", chat=title, message_id=2)
        api.server.room.world.chats[chat_id].last_message_id = 1
        await api.get("sendPhoto", chat_id=chat_id, photo=photo)
        await api.get("sendMessage", chat_id=chat_id, text="为什么？", reply_markup={"force_reply": True})
        await client.send(title, "你好", person)
    await client.post("rename", chat="财务群", title="财务群")
    return api


def spelled(params: dict[str, Any], people: dict[str, int]) -> dict[str, Any]:
    """``@@name`` as the id that it stands for."""
    return {
        key: people[value.removeprefix("@@")] if isinstance(value, str) and value.startswith("@@") else value
        for key, value in params.items()
    }


async def test_refused_in_telegrams_words_and_nothing_happens(furnished: Api, people: dict[str, int]) -> None:
    """One room for the whole table: a refusal leaves it as it was, which is the other half of what is shown."""
    wrong = []
    for rule, method, params, code, words in TABLE:
        before = everything(furnished)
        answer = await furnished.ask(method, spelled(params, people))
        if (answer.get("error_code"), answer.get("description")) != (code, words):
            wrong.append((rule, method, answer))
        assert everything(furnished) == before, (rule, method)
    assert wrong == []


def everything(api: Api) -> list[Any]:
    """All that a call could have changed."""
    world = api.server.room.world
    chats = [
        (chat.last_message_id, repr(chat.messages), repr(chat.members), chat.pinned[:]) for chat in world.chats.values()
    ]
    return [*chats, repr(world.settings), len(world.updates.entries), world.updates.webhook_url]


def test_every_rule_is_shown_somewhere() -> None:
    shown = {row[0] for row in TABLE}
    assert shown | ELSEWHERE == set(rules.RULES)
    assert not shown & ELSEWHERE
    assert all(rule.source and rule.words for rule in rules.RULES.values())


async def test_who_has_another_token_is_a_stranger(api: Api) -> None:
    stranger = await api.ask("getMe", token="7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    assert (stranger["status"], stranger["description"]) == (401, "Unauthorized")
    nobody = await api.ask("getMe", token="whoever")
    assert (nobody["status"], nobody["description"]) == (401, "Unauthorized: invalid token specified")
    async with api.session.get(f"{api.server.origin}/bot") as response:
        assert (response.status, (await response.json())["description"]) == (404, "Not Found")


async def test_a_person_who_blocked_the_bot(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    await client.post("block", user="张敏", blocked=True)
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert await api.refused("sendMessage", chat_id=people["张敏"], text="在吗") == blocked
    await client.send("张敏", "回来了")
    assert (await api.get("sendMessage", chat_id=people["张敏"], text="好"))["text"] == "好"


@pytest.mark.parametrize(("title", "kind"), [("财务群", "supergroup"), ("仓库群", "group")])
async def test_a_bot_that_was_removed_or_has_left(
    api: Api, client: SandboxClient, people: dict[str, int], title: str, kind: str
) -> None:
    chat_id = people[title]
    await client.post("remove_bot", chat=title)
    words = f"Forbidden: bot was kicked from the {kind} chat"
    assert await api.refused("sendMessage", chat_id=chat_id, text="a") == (403, words)
    await client.post("add_bot", chat=title)
    assert await api.get("leaveChat", chat_id=chat_id) is True
    words = f"Forbidden: bot is not a member of the {kind} chat"
    assert await api.refused("sendMessage", chat_id=chat_id, text="a") == (403, words)


async def test_what_is_too_old_to_delete(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    mine = await api.get("sendMessage", chat_id=people["张敏"], text="a")
    await client.post("clock", advance="PT49H")
    refused = await api.refused("deleteMessage", chat_id=people["张敏"], message_id=mine["message_id"])
    assert refused == (400, "Bad Request: message can't be deleted for everyone")


async def test_what_is_protected_or_a_service_message(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["张敏"]
    secret = await api.get("sendMessage", chat_id=chat, text="¥58", protect_content=True)
    refused = await api.refused("forwardMessage", chat_id=chat, from_chat_id=chat, message_id=secret["message_id"])
    assert refused == (400, "Bad Request: message has protected content and can't be forwarded")
    await client.post("promote", chat="财务群", user="gendan_bot", status="administrator")
    await client.post("rename", chat="财务群", title="财务")
    last = (await client.messages("财务"))[-1]
    refused = await api.refused("pinChatMessage", chat_id=people["财务群"], message_id=last["message_id"])
    assert refused == (400, "Bad Request: service messages can't be pinned")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (pictures.small_png(1, 2100, 100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (pictures.small_png(1, 9000, 1100), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            pictures.small_png(1) + bytes(10 * 1024 * 1024),
            f"Bad Request: file of size {HEAVY} bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "text", "thin", "wide", "heavy"],
)
async def test_photos_that_are_none(api: Api, people: dict[str, int], content: bytes, words: str) -> None:
    answer = await upload(api, "sendPhoto", people["张敏"], "photo", content)
    assert (answer["error_code"], answer["description"]) == (400, words)


async def test_an_album_stays_of_one_kind(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["张敏"]
    photo = (await client.upload("张敏"))["photo"].rsplit("/", 1)[1]
    album = await api.get("sendMediaGroup", chat_id=chat, media=[{"type": "photo", "media": photo}] * 2)
    media = {"type": "document", "media": photo}
    refused = await api.refused("editMessageMedia", chat_id=chat, message_id=album[0]["message_id"], media=media)
    assert refused == (400, "Bad Request: can't use the media of the specified type in the album")


async def upload(api: Api, method: str, chat_id: int, field: str, content: bytes) -> dict[str, Any]:
    """A multipart call."""
    form = aiohttp.FormData()
    form.add_field("chat_id", str(chat_id))
    form.add_field(field, io.BytesIO(content), filename="slip.png")
    async with api.session.post(f"{api.server.base_url}{api.server.token}/{method}", data=form) as response:
        return await response.json()


async def test_files_that_are_too_large(api: Api, client: SandboxClient, people: dict[str, int]) -> None:
    heavy = await upload(api, "sendDocument", people["张敏"], "document", bytes(56 * 1024 * 1024))
    assert (heavy["error_code"], heavy["description"]) == (413, "Request Entity Too Large")
    sent = await upload(api, "sendDocument", people["张敏"], "document", bytes(21 * 1024 * 1024))
    file_id = sent["result"]["document"]["file_id"]
    assert await api.refused("getFile", file_id=file_id) == (400, "Bad Request: file is too big")


async def test_a_limit_that_is_not_guarded_is_noticed(
    furnished: Api, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of this table: without the limit the call goes through, so the row above would fail."""
    monkeypatch.setattr(formatting, "TEXT_LIMIT", 10_000)
    answer = await furnished.ask("sendMessage", spelled(text("字" * 4097), people))
    assert answer["ok"]


async def test_a_schema_that_is_not_asked_is_noticed(
    furnished: Api, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: with the schema's eyes shut an unknown parameter slips through."""
    monkeypatch.setattr("sandbox.api.check_parameters", lambda _method, params, _uploads: params)
    answer = await furnished.ask("sendMessage", spelled(text(colour=1), people))
    assert answer["ok"]


async def test_the_furnished_room_is_what_the_table_thinks(furnished: Api, server: SandboxServer) -> None:
    for title in ("张敏", "财务群", "仓库群"):
        chat = server.room.world.chat(title)
        assert chat.messages[MINE].text == "卡片"
        assert "photo" in chat.messages[PICTURE].media
        assert (chat.messages[FORCED].markup or {})["force_reply"]
        assert chat.messages[THEIRS].text == "你好"
