"""python-telegram-bot 22.8 against the sandbox: a conversation, files, and how its exceptions come out."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    KeyboardButtonRequestChat,
    KeyboardButtonRequestUsers,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from sandbox import pictures
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer

Context = ContextTypes.DEFAULT_TYPE


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    """A bare ``Bot``."""
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as bare:
        yield bare


async def on_text(update: Update, _context: Context) -> None:
    assert update.message
    buttons = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("同意", callback_data="v1:a"),
                InlineKeyboardButton("单号", url="https://t.me/gendan_bot?start=x1"),
            ]
        ]
    )
    await update.message.reply_html(f"<b>收到</b>\n{update.message.text}", reply_markup=buttons)


async def on_press(update: Update, _context: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("记下了", show_alert=True)
    await update.callback_query.edit_message_text("已同意")


async def on_start(update: Update, context: Context) -> None:
    assert update.message
    await update.message.reply_text(f"来自 {(context.args or ['首页'])[0]}")


async def on_inline(update: Update, _context: Context) -> None:
    assert update.inline_query
    found = InlineQueryResultArticle("1", "宏达机电", InputTextMessageContent("客户 宏达机电"), description="苏州")
    await update.inline_query.answer([found], is_personal=True, cache_time=0)


@pytest.fixture
async def running(server: SandboxServer) -> AsyncIterator[Application]:
    """A polling application with a few handlers."""
    app = ApplicationBuilder().token(server.token).base_url(server.base_url).base_file_url(server.base_file_url).build()
    app.add_handler(CommandHandler("start", on_start))
    app.add_handler(MessageHandler(filters.TEXT, on_text))
    app.add_handler(CallbackQueryHandler(on_press))
    app.add_handler(InlineQueryHandler(on_inline))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(timeout=10, allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_a_conversation(running: Application, client: SandboxClient) -> None:
    await client.send("张敏", "三百台")
    card = await client.waits_for("张敏", "收到")
    assert card["html"] == "<b>收到</b><br>三百台"
    pressed = await client.tap("张敏", "同意")
    assert pressed["answer"] == {"text": "记下了", "show_alert": True, "url": None}
    assert (await client.waits_for("张敏", "已同意"))["message_id"] == card["message_id"]
    assert await client.transcript("张敏") == (
        "# 张敏 (private)\n"
        f"{(await client.now()):%m-%d %H:%M} 张敏: 三百台\n"
        f"{(await client.now()):%m-%d %H:%M} 跟单: 已同意\n"
    )
    assert await client.effort("张敏") == {
        "taps": 1, "typed": 3, "sent": 1, "uploads": 0, "received": 1, "rung": 1, "changed": 1, "told": 1, "read": 3,
    }  # fmt: skip


async def test_a_link_to_the_bot_is_followed(running: Application, client: SandboxClient) -> None:
    await client.send("财务群", "/todo", "李娜")
    await client.waits_for("财务群", "收到")
    tapped = await client.tap("财务群", "单号", "李娜")
    assert (tapped["kind"], tapped["message"]["text"]) == ("url", "/start x1")
    await client.waits_for("李娜", "来自 x1")
    await client.start("赵强")
    await client.waits_for("赵强", "来自 首页")


async def test_inline_results(running: Application, client: SandboxClient) -> None:
    found = await client.post("inline", chat="张敏", query="hd")
    assert [result["title"] for result in found["results"]] == ["宏达机电"]
    chosen = await client.post("inline", chat="张敏", query="hd", choose=0)
    assert (chosen["message"]["text"], chosen["message"]["via_bot"]) == ("客户 宏达机电", "gendan_bot")


async def test_files_go_up_and_come_down(bot: Bot, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["张敏"]
    picture = pictures.small_png(7)
    photo = await bot.send_photo(chat, io.BytesIO(picture), caption="<b>层次图</b>", parse_mode="HTML")
    assert photo.photo[-1].width == 120
    assert photo.caption_entities[0].type == "bold"
    sheet = await bot.send_document(chat, b"PK\x03\x04 sheet", filename="明细.xlsx")
    assert sheet.document
    assert sheet.document.file_name == "明细.xlsx"
    again = await bot.send_document(chat, sheet.document.file_id)
    assert again.document
    assert again.document.file_unique_id == sheet.document.file_unique_id
    album = await bot.send_media_group(
        chat, [InputMediaPhoto(pictures.small_png(number), caption=f"{number}") for number in range(3)]
    )
    assert len({message.media_group_id for message in album}) == 1
    files = await bot.send_media_group(
        chat, [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    )
    assert [message.document and message.document.file_name for message in files] == ["a.txt", "b.txt"]
    slip = await client.upload("张敏", kind="document", name="回单.pdf", content=b"%PDF-1.4 slip", caption="水单")
    updates = await bot.get_updates()
    assert updates[-1].message
    assert updates[-1].message.document
    file = await bot.get_file(updates[-1].message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.4 slip"
    assert slip["document"]["name"] == "回单.pdf"


async def test_edits_of_media(bot: Bot, people: dict[str, int]) -> None:
    chat = people["张敏"]
    photo = await bot.send_photo(chat, pictures.small_png(1), caption="旧")
    await bot.edit_message_caption(chat, photo.message_id, caption="新")
    changed = await bot.edit_message_media(InputMediaPhoto(pictures.small_png(2), caption="新"), chat, photo.message_id)
    assert not isinstance(changed, bool)
    assert changed.photo[-1].file_unique_id != photo.photo[-1].file_unique_id
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_caption(chat, photo.message_id, caption="新")


async def test_keyboards_of_every_kind(bot: Bot, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["张敏"]
    rows = [
        [KeyboardButton("报新单"), KeyboardButton("我的电话", request_contact=True)],
        [KeyboardButton("选人", request_users=KeyboardButtonRequestUsers(1, max_quantity=2))],
        [KeyboardButton("选群", request_chat=KeyboardButtonRequestChat(2, chat_is_channel=False, bot_is_member=True))],
    ]
    await bot.send_message(
        chat, "选一个", reply_markup=ReplyKeyboardMarkup(rows, input_field_placeholder="一句话也能报单")
    )
    assert (await client.tap("张敏", "报新单"))["message"]["text"] == "报新单"
    await client.tap("张敏", "我的电话")
    await client.tap("张敏", "选人", pick=["李娜", "赵强"])
    await client.tap("张敏", "选群", pick=["外面的群"])
    messages = [
        update.message for update in await bot.get_updates() if update.message and update.message.chat.id == chat
    ]
    text, contact, users, group = messages
    assert text.text == "报新单"
    assert contact.contact
    assert contact.contact.user_id == chat
    assert users.users_shared
    assert [user.user_id for user in users.users_shared.users] == [people["李娜"], people["赵强"]]
    assert group.chat_shared
    assert group.chat_shared.chat_id == people["外面的群"]
    assert (await client.get("state"))["chats"][0]["reply_keyboard"][0][0]["label"] == "报新单"
    await bot.send_message(chat, "收起", reply_markup=ReplyKeyboardRemove())
    assert (await client.get("state"))["chats"][0]["reply_keyboard"] is None
    await bot.send_message(chat, "为什么？", reply_markup=ForceReply(input_field_placeholder="说一句", selective=True))
    assert (await client.messages("张敏"))[-1]["force_reply"] == {"placeholder": "说一句"}


async def test_small_things(bot: Bot, client: SandboxClient, people: dict[str, int]) -> None:
    chat = people["张敏"]
    await bot.set_my_commands(
        [BotCommand("new", "新建订单")], scope=BotCommandScopeAllPrivateChats(), language_code="zh"
    )
    assert (await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats(), language_code="zh"))[0].command == "new"
    assert (await client.get("state"))["bot"]["commands"] == [{"command": "new", "description": "新建订单"}]
    await bot.set_my_description("订单助手")
    assert (await bot.get_my_description()).description == "订单助手"
    await bot.send_chat_action(chat, "typing")
    mine = await bot.send_message(chat, "长文", disable_notification=True)
    assert (await bot.forward_message(chat, chat, mine.message_id)).forward_origin
    copied = await bot.copy_message(people["财务群"], chat, mine.message_id)
    assert (await client.messages("财务群"))[-1]["message_id"] == copied.message_id
    theirs = await client.send("张敏", "👌")
    await bot.set_message_reaction(chat, theirs["message_id"], "👍")
    assert (await client.messages("张敏"))[-1]["reactions"] == ["👍"]
    assert await bot.delete_messages(chat, [mine.message_id, 999])
    assert mine.message_id not in [message["message_id"] for message in await client.messages("张敏")]
    assert await bot.get_chat_member_count(people["财务群"]) == 4
    assert (await client.effort("张敏"))["rung"] == 2  # the forwarded one and the copy in the group


async def test_errors_as_the_bot_meets_them(
    bot: Bot, client: SandboxClient, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # or else reading retry_after warns
    chat = people["张敏"]
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(123456, "a")
    await client.post("block", user="李娜", blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(people["李娜"], "a")
    await client.post("upgrade", chat="仓库群")
    with pytest.raises(ChatMigrated):
        await bot.send_message(people["仓库群"], "a")
    await client.faults({"method": "sendMessage", "kind": "429", "retry_after": 7})
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(chat, "a")
    await client.faults({"method": "sendMessage", "kind": "500"}, {"method": "sendMessage", "kind": "502"})
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(chat, "a")
    await client.faults({"method": "sendMessage", "kind": "409"}, {"method": "sendMessage", "kind": "401"})
    with pytest.raises(Conflict):
        await bot.send_message(chat, "a")
    with pytest.raises(InvalidToken):
        await bot.send_message(chat, "a")
    before = len(await client.messages("张敏"))
    await client.faults(
        {"method": "sendMessage", "kind": "drop_before"}, {"method": "sendMessage", "kind": "drop_after"}
    )
    for copies in (0, 1):
        with pytest.raises(NetworkError):
            await bot.send_message(chat, "a")
        assert len(await client.messages("张敏")) == before + copies
    await client.faults({"method": "sendMessage", "kind": "timeout", "delay": 3})
    with pytest.raises(TimedOut):
        await bot.send_message(chat, "a", read_timeout=0.2)
    await client.faults({"method": "sendMessage", "kind": "slow", "delay": 3})
    with pytest.raises(TimedOut):
        await bot.send_message(chat, "b", read_timeout=0.2)
    assert (await client.messages("张敏"))[-1]["text"] == "b"
    assert (await client.get("faults"))["faults"] == []
