"""Every refusal of the sandbox: its code, Telegram's own words, and where they were read.

A rule's ``words`` are the whole description that the client sees; ``{name}`` is filled in by ``refusal``.
Sources: ``botapi:`` is tdlib/telegram-bot-api (v10.0), ``td:`` is tdlib/td, by file and function; ``issue:`` a
public thread that shows the words; ``docs:`` the limit stands in the manual, and the words are unseen or ours as it
says; ``sandbox`` is our own strictness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to be refused."""

    code: int
    words: str
    source: str


RULES: dict[str, Rule] = {
    # the request as a whole
    "token": Rule(401, "Unauthorized", "botapi:Client.cpp get_closing_error"),
    "token_shape": Rule(401, "Unauthorized: invalid token specified", "botapi:ClientManager.cpp send"),
    "no_token": Rule(404, "Not Found", "botapi:HttpConnection.cpp handle"),
    "no_method": Rule(404, "Not Found: method not found", "botapi:Client.cpp on_cmd"),
    "unsupported": Rule(400, "Bad Request: method is not supported by the sandbox", "sandbox"),
    "unknown_parameter": Rule(400, 'Bad Request: unknown parameter "{name}" in {method}', "sandbox"),
    "unknown_field": Rule(400, 'Bad Request: unknown field "{name}" in {type}', "sandbox"),
    "parameter_type": Rule(400, 'Bad Request: parameter "{name}" must be of type {type}', "sandbox"),
    "parameter_required": Rule(400, 'Bad Request: parameter "{name}" is required', "botapi:get_required_string_arg"),
    "bad_json": Rule(400, "Bad Request: can't parse {name} JSON object", "botapi:Client.cpp get_reply_markup and kin"),
    "field_missing": Rule(400, 'Bad Request: can\'t find field "{name}"', "td:JsonBuilder.cpp extract_required_field"),
    "field_type": Rule(400, 'Bad Request: field "{name}" must be of type {type}', "td:JsonBuilder.cpp"),
    "too_large": Rule(413, "Request Entity Too Large", "docs:Sending files, 50 MB"),
    "flood": Rule(429, "Too Many Requests: retry after {seconds}", "botapi:Query.cpp set_retry_after_error"),
    "not_supported_option": Rule(400, 'Bad Request: "{name}" is not supported by the sandbox', "sandbox"),
    # polling
    "second_poller": Rule(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        "botapi:Client.cpp abort_long_poll",
    ),
    "poll_by_webhook": Rule(409, "Conflict: terminated by setWebhook request", "botapi:Client.cpp abort_long_poll"),
    "webhook_active": Rule(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        "botapi:Client.cpp process_get_updates_query",
    ),
    "webhook_url": Rule(
        400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "botapi:WebhookActor.cpp:714"
    ),
    "webhook_secret": Rule(
        400, "Bad Request: secret token contains unallowed characters", "botapi:Client.cpp get_webhook_secret_token"
    ),
    # the chat
    "chat_id_empty": Rule(400, "Bad Request: chat_id is empty", "botapi:Client.cpp check_chat"),
    "chat_missing": Rule(400, "Bad Request: chat not found", "botapi:Client.cpp TdOnCheckChatCallback"),
    "not_started": Rule(
        403,
        "Forbidden: bot can't initiate conversation with a user",
        "td:MessagesManager.cpp process_send_message_fail_error",
    ),
    "to_a_bot": Rule(403, "Forbidden: the bot can't send messages to the bot", "td:process_send_message_fail_error"),
    "blocked": Rule(403, "Forbidden: bot was blocked by the user", "botapi:fail_query_with_error USER_IS_BLOCKED"),
    "kicked": Rule(403, "Forbidden: bot was kicked from the {kind} chat", "botapi:Client.cpp check_chat_access"),
    "not_member": Rule(403, "Forbidden: bot is not a member of the {kind} chat", "botapi:Client.cpp check_chat_access"),
    "upgraded": Rule(400, "Bad Request: group chat was upgraded to a supergroup chat", "botapi:check_chat_access"),
    "no_write_access": Rule(400, "Bad Request: have no write access to the chat", "td:DialogManager.cpp"),
    "no_administrators": Rule(
        400, "Bad Request: there are no administrators in the private chat", "botapi:get_chat_administrators"
    ),
    "leave_private": Rule(400, "Bad Request: can't leave private chats", "td:DialogParticipantManager.cpp:2422"),
    "user_missing": Rule(400, "Bad Request: user not found", "botapi:Client.cpp TdOnCheckUserCallback"),
    "user_invalid": Rule(400, "Bad Request: invalid user_id specified", "botapi:Client.cpp get_user_id"),
    "pin_rights": Rule(
        400,
        "Bad Request: not enough rights to manage pinned messages in the chat",
        "td:DialogManager.cpp can_pin_messages",
    ),
    "thread_missing": Rule(400, "Bad Request: message thread not found", "botapi:Client.cpp TdOnCheckForumTopic"),
    # the message that is spoken of
    "edit_missing": Rule(400, "Bad Request: message to edit not found", "botapi:Client.cpp check_message"),
    "delete_missing": Rule(400, "Bad Request: message to delete not found", "botapi:Client.cpp check_message"),
    "reply_missing": Rule(400, "Bad Request: message to be replied not found", "botapi:check_reply_parameters"),
    "forward_missing": Rule(400, "Bad Request: message to forward not found", "botapi:Client.cpp check_message"),
    "copy_missing": Rule(400, "Bad Request: message to copy not found", "botapi:Client.cpp check_message"),
    "pin_missing": Rule(400, "Bad Request: message to pin not found", "botapi:Client.cpp check_message"),
    "unpin_missing": Rule(400, "Bad Request: message to unpin not found", "botapi:TdOnGetChatPinnedMessageToUnpin"),
    "react_missing": Rule(400, "Bad Request: message to react not found", "botapi:Client.cpp check_message"),
    "no_message_id": Rule(400, "Bad Request: message identifier is not specified", "botapi:get_inline_message_id"),
    "no_message_ids": Rule(400, "Bad Request: message identifiers are not specified", "botapi:get_message_ids"),
    "too_many_ids": Rule(400, "Bad Request: too many message identifiers specified", "botapi:get_message_ids"),
    "not_modified": Rule(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as"
        " a current content and reply markup of the message",
        "botapi:fail_query_with_error MESSAGE_NOT_MODIFIED",
    ),
    "cant_edit": Rule(400, "Bad Request: message can't be edited", "td:MessagesManager.cpp can_edit_message"),
    "no_text_to_edit": Rule(400, "Bad Request: there is no text in the message to edit", "td:edit_message_text"),
    "no_caption_to_edit": Rule(
        400, "Bad Request: there is no caption in the message to edit", "td:edit_message_caption"
    ),
    "cant_delete": Rule(400, "Bad Request: message can't be deleted", "td:MessagesManager.cpp delete_messages"),
    "cant_delete_for_all": Rule(400, "Bad Request: message can't be deleted for everyone", "td:delete_messages"),
    "cant_forward": Rule(400, "Bad Request: the message can't be forwarded", "td:MessagesManager.cpp:24344"),
    "cant_copy": Rule(400, "Bad Request: the message can't be copied", "td:MessagesManager.cpp:24344"),
    "cant_pin_service": Rule(400, "Bad Request: service messages can't be pinned", "td:MessagesManager.cpp:23218"),
    "protected": Rule(400, "Bad Request: message has protected content and can't be forwarded", "td:forward_messages"),
    # text
    "text_empty": Rule(400, "Bad Request: message text is empty", "botapi:Client.cpp get_input_message_text"),
    "text_blank": Rule(400, "Bad Request: text must be non-empty", "td:MessageEntity.cpp fix_formatted_text"),
    "text_too_long": Rule(400, "Bad Request: message is too long", "td:MessageContent.cpp get_input_message_content"),
    "text_huge": Rule(400, "Bad Request: text is too long", "botapi:Client.cpp get_formatted_text"),
    "caption_too_long": Rule(400, "Bad Request: message caption is too long", "td:MessageContent.cpp:5242"),
    "parse_mode": Rule(400, "Bad Request: unsupported parse_mode", "botapi:Client.cpp get_formatted_text"),
    "entities": Rule(400, "Bad Request: can't parse entities: {why}", "td:MessageEntity.cpp do_parse_html"),
    "entity": Rule(400, "Bad Request: can't parse MessageEntity: {why}", "botapi:Client.cpp get_text_entity"),
    # keyboards
    "markup_object": Rule(400, "Bad Request: object expected as reply markup", "botapi:Client.cpp get_reply_markup"),
    "markup_unparsable": Rule(
        400, "Bad Request: can't parse reply keyboard markup JSON object", "botapi:get_reply_markup"
    ),
    "markup_too_long": Rule(400, "Bad Request: reply markup is too long", "issue:pyTelegramBotAPI#511"),
    "markup_empty": Rule(400, "Bad Request: reply markup is empty", "sandbox"),
    "keyboard_rows": Rule(
        400, 'Bad Request: field "keyboard" must be an Array of Arrays', "botapi:Client.cpp get_reply_markup"
    ),
    "inline_rows": Rule(
        400,
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        "botapi:Client.cpp get_reply_markup",
    ),
    "inline_button": Rule(400, "Bad Request: can't parse inline keyboard button: {why}", "botapi:get_reply_markup"),
    "keyboard_button": Rule(400, "Bad Request: can't parse keyboard button: {why}", "botapi:get_reply_markup"),
    "inline_button_text": Rule(400, "Bad Request: inline keyboard button text must be non-empty", "td:ReplyMarkup.cpp"),
    "keyboard_button_text": Rule(400, "Bad Request: keyboard button text must be non-empty", "td:ReplyMarkup.cpp"),
    "button_data": Rule(400, "Bad Request: BUTTON_DATA_INVALID", "issue:LiveHelperChat/telegram#64, 66 bytes"),
    "button_copy": Rule(400, "Bad Request: BUTTON_COPY_TEXT_INVALID", "issue:go-telegram/bot#167"),
    "button_url": Rule(
        400, "Bad Request: inline keyboard button URL '{url}' is invalid: {why}", "td:LinkManager check_link"
    ),
    "button_type": Rule(
        400, "Bad Request: BUTTON_TYPE_INVALID", "docs:web_app in private chats only, no games; words unseen"
    ),
    "button_two_actions": Rule(
        400, "Bad Request: inline keyboard button must have exactly one action", "docs:InlineKeyboardButton; our words"
    ),
    "private_contact": Rule(
        400, "Bad Request: phone number can be requested in private chats only", "td:ReplyMarkup.cpp"
    ),
    "private_location": Rule(400, "Bad Request: location can be requested in private chats only", "td:ReplyMarkup.cpp"),
    "private_poll": Rule(400, "Bad Request: poll can be requested in private chats only", "td:ReplyMarkup.cpp"),
    "private_web_app": Rule(
        400, "Bad Request: web App buttons can be used in private chats only", "td:ReplyMarkup.cpp"
    ),
    "private_users": Rule(400, "Bad Request: users can be requested in private chats only", "td:ReplyMarkup.cpp"),
    "private_chat": Rule(400, "Bad Request: chats can be requested in private chats only", "td:ReplyMarkup.cpp"),
    "placeholder": Rule(400, "Bad Request: input field placeholder is too long", "docs:ForceReply, 1-64; our words"),
    # files
    "no_photo": Rule(400, "Bad Request: there is no photo in the request", "botapi:process_send_photo_query"),
    "no_document": Rule(400, "Bad Request: there is no document in the request", "botapi:process_send_document_query"),
    "wrong_file": Rule(
        400, "Bad Request: wrong file identifier/HTTP URL specified", "td:process_send_message_fail_error MEDIA_EMPTY"
    ),
    "invalid_file_id": Rule(400, "Bad Request: invalid file_id", "botapi:Client.cpp TdOnCheckRemoteFileIdCallback"),
    "file_empty": Rule(400, "Bad Request: file must be non-empty", "td:FileLoaderUtils.cpp:304"),
    "file_too_big": Rule(400, "Bad Request: file is too big", "botapi:Client.cpp do_get_file, 20 MB"),
    "photo_too_big": Rule(
        400,
        "Bad Request: file of size {size} bytes is too big for a photo; the maximum size is 10485760 bytes",
        "td:FileLoaderUtils.cpp check_full_local_location",
    ),
    "not_a_picture": Rule(400, "Bad Request: IMAGE_PROCESS_FAILED", "issue:TelegramBot/Api#302"),
    "photo_dimensions": Rule(400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "issue:tdlib/td#2544, telegram-bot-api#600"),
    "album_mix": Rule(
        400,
        "Bad Request: can't use the media of the specified type in the album",
        "botapi:fail_query_with_error MEDIA_GROUPED_INVALID",
    ),
    "album_types": Rule(
        400,
        "Bad Request: document can't be mixed with other media types",
        "td:MessageContent.cpp check_message_group_message_contents",
    ),
    "album_size": Rule(400, "Bad Request: too many messages to send as an album", "td:MessageContent.cpp:5329"),
    "album_small": Rule(400, "Bad Request: an album must have at least 2 items", "docs:sendMediaGroup 2-10; our words"),
    "media_must_be_upload": Rule(400, "Bad Request: media attachment {name} not found", "sandbox"),
    # queries, actions, settings
    "query_old": Rule(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "botapi:fail_query_with_error QUERY_ID_INVALID",
    ),
    "answer_too_long": Rule(400, "Bad Request: MESSAGE_TOO_LONG", "issue:pyTelegramBotAPI#500, 200 characters"),
    "answer_url": Rule(400, "Bad Request: URL_INVALID", "docs:answerCallbackQuery url; words unseen"),
    "results_too_many": Rule(400, "Bad Request: too many inline query results specified", "botapi:Client.cpp"),
    "result_id": Rule(400, "Bad Request: RESULT_ID_INVALID", "issue:telegraf#869"),
    "result_id_twice": Rule(400, "Bad Request: RESULT_ID_DUPLICATE", "issue:tucnak/telebot#128"),
    "chat_action": Rule(400, "Bad Request: wrong parameter action in request", "botapi:Client.cpp get_chat_action"),
    "reaction": Rule(400, "Bad Request: REACTION_INVALID", "docs:setMessageReaction; words unseen"),
    "reactions_too_many": Rule(
        400, "Bad Request: REACTIONS_TOO_MANY", "docs:setMessageReaction, one for bots; words unseen"
    ),
    "command": Rule(400, "Bad Request: BOT_COMMAND_INVALID", "issue:tdlib/telegram-bot-api#98"),
    "command_description": Rule(400, "Bad Request: command description must be non-empty", "td:BotCommand.cpp:201"),
    "command_description_long": Rule(
        400, "Bad Request: command description length must not exceed 256", "td:BotCommand.cpp:204"
    ),
    "commands_too_many": Rule(400, "Bad Request: too many commands", "docs:setMyCommands, 100; our words"),
    "language": Rule(400, "Bad Request: invalid language code specified", "td:BotInfoManager.cpp:947"),
    "setting_too_long": Rule(400, "Bad Request: {name} is too long", "docs:setMyDescription and kin; our words"),
}


class Refused(Exception):
    """The server's "no": a rule, its words filled in, and what Telegram adds under ``parameters``."""

    def __init__(self, rule: str, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.rule = rule
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """What goes over the wire."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def refusal(rule: str, *, parameters: dict[str, Any] | None = None, **values: object) -> Refused:
    """The named rule as an exception to raise; ``KeyError`` for a rule that is not in the table."""
    row = RULES[rule]
    return Refused(rule, row.code, row.words.format(**values) if values else row.words, parameters)
