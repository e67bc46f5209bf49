"""Whatever is asked, the sandbox answers in the Bot API's form: no request of any shape makes it fail."""

from __future__ import annotations

import json
import random
from typing import Any

from sandbox.methods import METHODS
from sandbox.schema import parameter_names
from tests.sandbox.conftest import Api

VALUES: list[Any] = [
    None, "", " ", 0, 1, -1, 2**70, 1.5, True, "true", "1", "@", "@x", "attach://a", [], [[]], [None], [1], ["a"], {}, {"a": 1},
    {"type": "photo"}, {"type": "photo", "media": "x"}, [{"type": "photo", "media": "x"}] * 2, "[", "{}", "[[]]", "\ud83d",
    {"inline_keyboard": []}, {"inline_keyboard": [[{}]]}, {"inline_keyboard": [[{"text": "a", "url": "http://[::"}]]},
    {"inline_keyboard": [[{"text": "a", "copy_text": {}}]]}, {"keyboard": [["a", {"text": "b"}]]}, {"keyboard": [[1]]},
    {"force_reply": True}, {"message_id": 1}, {"message_id": 1, "quote": "a"}, [{"type": "emoji", "emoji": "👍"}],
    [{"type": "bold", "offset": 0, "length": 99}], [{"type": "text_link", "offset": 0, "length": 1}], "<b>", "HTML",
    {"type": "chat", "chat_id": 5}, {"type": "default"}, [{"command": "a", "description": "b"}], "a" * 5000, "https://x.org",
    [{"type": "article", "id": "1", "title": "a", "input_message_content": {}}],
]  # fmt: skip


def request(chance: random.Random, chats: list[int]) -> tuple[str, dict[str, Any]]:
    """A method with some of its parameters, now and then one of another method."""
    method = chance.choice([name for name in METHODS if name != "getUpdates"])
    names = parameter_names(method)
    chosen = {name: chance.choice(VALUES) for name in names if chance.random() < 0.6}
    if "chat_id" in names and chance.random() < 0.8:
        chosen["chat_id"] = chance.choice(chats)
    if "text" in names and chance.random() < 0.7:
        chosen["text"] = "好"
    if chance.random() < 0.05:
        chosen["colour"] = 1
    return method, chosen


async def test_no_request_makes_it_fail(api: Api, people: dict[str, int]) -> None:
    chance = random.Random(20261123)
    codes: set[int] = set()
    for _ in range(800):
        method, params = request(chance, list(people.values()))
        as_form = chance.random() < 0.5
        body = {key: value if isinstance(value, str) else json.dumps(value) for key, value in params.items()}
        url = f"{api.server.base_url}{api.server.token}/{method}"
        encoded: Any = {key: value.encode("utf-8", "replace").decode() for key, value in body.items()}
        async with api.session.post(url, **({"data": encoded} if as_form else {"json": params})) as response:
            answer = await response.json()
        assert answer["ok"] or answer["description"], (method, params)
        assert response.status in (200, 400, 403), (method, params, answer)
        codes.add(response.status)
        if method == "leaveChat":
            for title in ("财务群", "仓库群"):
                chat = api.server.room.world.chat(title)
                chat.members[api.server.room.world.bot.id] = "member"
    assert codes == {200, 400, 403}
