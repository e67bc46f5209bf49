"""Answers to what a person has pressed or typed, and the way to uploaded bytes."""

from __future__ import annotations

from typing import Any, Final

from sandbox.call import Call
from sandbox.methods.table import Method
from sandbox.rules import refusal

ANSWER_LENGTH: Final = 200
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
INLINE_RESULTS: Final = 50


def answer_callback_query(call: Call) -> bool:
    """A toast or an alert on the phone of the one who pressed."""
    text = call.params.get("text", "")
    if len(text) > ANSWER_LENGTH:
        raise refusal("answer_too_long")
    url = call.params.get("url")
    if url and not url.startswith(f"https://t.me/{call.world.bot.username}"):
        raise refusal("answer_url")
    answer = {"text": text, "show_alert": call.params.get("show_alert", False), "url": url}
    query = call.queries.answer(call.params["callback_query_id"], "callback_query", answer)
    place = {"chat_id": query.chat_id, "message_id": query.message_id, "user_id": query.user_id}
    call.world.effort[query.user_id]["told"] += bool(text)
    call.world.events.publish("answer", place | answer)
    return True


def answer_inline_query(call: Call) -> bool:
    """Up to fifty results for what a person types after the bot's name."""
    results = call.params["results"]
    if len(results) > INLINE_RESULTS:
        raise refusal("results_too_many")
    ids = [result["id"] for result in results]
    if any(not 0 < len(result_id.encode()) <= 64 for result_id in ids):
        raise refusal("result_id")
    if len(set(ids)) < len(ids):
        raise refusal("result_id_twice")
    answer = {name: call.params.get(name) for name in ("results", "is_personal", "cache_time", "next_offset", "button")}
    call.queries.answer(call.params["inline_query_id"], "inline_query", answer)
    return True


def get_file(call: Call) -> dict[str, Any]:
    """Where to fetch a file's bytes."""
    file = call.world.files.by_id(call.params["file_id"])
    if file is None:
        raise refusal("invalid_file_id")
    if len(file.content) > DOWNLOAD_BYTES:
        raise refusal("file_too_big")
    return {
        "file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content),
        "file_path": file.path,
    }  # fmt: skip


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "getFile": get_file,
}
