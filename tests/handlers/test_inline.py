"""What comes up while somebody types: theirs and no more, nothing for a stranger, and nothing is written."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from handlers import inline
from tests.support.office import HOUSE, STAFF, Office


def titles(office: Office, telegram_id: int, words: str) -> tuple[list[str], dict[str, str] | None]:
    raw = {"update_id": 1, "inline_query": {"id": "q", "from": {"id": telegram_id}, "query": words, "offset": ""}}
    assert inline.is_inline(raw)
    with office.database.transaction() as session:
        wrote: list[str] = []
        event.listen(session, "before_flush", lambda s, *_: wrote.extend(map(str, [*s.new, *s.dirty])))
        answer = inline.answer(session, HOUSE, raw)
        assert wrote == []
    assert answer is not None
    return [result["title"] for result in answer.results], answer.button


@pytest.mark.parametrize(
    ("who", "words", "seen"),
    [
        ("张敏", "永盛", []),  # 陈亮's
        ("陈亮", "永盛", ["永盛五金"]),
        ("周强", "永盛", ["永盛五金"]),
        ("刘伟", "永盛", []),  # production sells to nobody
        ("刘伟", "x2", ["X200 减速电机"]),
        ("张敏", "", ["宏达机电", "X200 减速电机", "Y10 轴承座", "Z5 联轴器"]),
        ("张敏", "字" * 4096, []),
    ],
)
def test_everybody_sees_what_is_theirs(office: Office, who: str, words: str, seen: list[str]) -> None:
    assert titles(office, STAFF[who][0], words) == (seen, None)


@pytest.mark.parametrize("words", ["", "宏达", "x200"])
def test_a_stranger_is_led_to_the_private_chat(office: Office, words: str) -> None:
    found, button = titles(office, 999, words)
    assert found == []
    assert button is not None
    assert set(button) == {"text", "start_parameter"}


@pytest.mark.parametrize("query", [{}, {"id": 5, "from": {"id": 11}}, {"id": "q"}, {"id": "q", "from": {"id": "x"}}])
def test_a_query_that_is_none_gets_no_answer(office: Office, query: dict[str, object]) -> None:
    with office.database.transaction() as session:
        assert inline.answer(session, HOUSE, {"inline_query": query}) is None
