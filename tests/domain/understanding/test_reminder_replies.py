"""Replies to a reminder: only a whole sentence counts, so that nothing that was told is taken for 知道了."""

from __future__ import annotations

import pytest

from domain.understanding.reminder_reply import Meaning, read_reminder_reply


@pytest.mark.parametrize(
    ("meaning", "until", "sentences"),
    [
        (
            Meaning.KNOWN,
            None,
            "知道了 我知道了。 收到 已收到！ 明白了 在办了 正在处理 处理中 這就去辦 已经在催了 Noted 好，知道了 收到👍",
        ),
        (Meaning.ASSENT, None, "好 好的 好嘞 行 可以 没问题 OK 嗯嗯 👍"),
        (
            Meaning.LATER,
            None,
            "稍后 晚点 晚点再说 等会 等一下 等一会儿 待会儿再弄 过一会儿 回头再说 先放放 缓一缓 再等等 稍等 稍等一下 等等",
        ),
        (Meaning.LATER, "hour", "一小时后 过1个小时 一个小时以后再催"),
        (Meaning.LATER, "today", "下午 下午再说 今天下午办 下班前"),
        (Meaning.LATER, "tomorrow", "明天 明早 明天再催 明天上午再说吧 明儿办 好的，明天再说"),
        (Meaning.MUTE, None, "别催了 别再催了 不要再催 不用提醒我了 请不要再催我了"),
    ],
)
def test_what_people_write(meaning: Meaning, until: str | None, sentences: str) -> None:
    for one in sentences.split():
        said = read_reminder_reply(one)
        assert said is not None, one
        assert (said.meaning, said.until) == (meaning, until), one


@pytest.mark.parametrize(
    "words",
    [
        "", "。", "收到 8000", "收到钱了", "没收到", "客户知道了", "不知道", "明天到货", "明天付", "下午到", "一小时后到",
        "做了", "做好了", "办好了", "查了", "催客户了", "没马上办", "别催客户", "晚点到账", "等料", "等客户",
        "好难办", "好，不同意", "嗯" * 64 + "不同意", "不行", "不可以", "不好", "行不行",
    ],
)  # fmt: skip
def test_control_what_tells_something_else_is_nothing_of_this(words: str) -> None:
    assert read_reminder_reply(words) is None


@pytest.mark.parametrize(
    ("words", "alone"), [("明天", True), ("下午", True), ("明天再说", False), ("好，明天吧", True)]
)
def test_a_time_alone_may_be_the_day_that_was_asked_for(words: str, alone: bool) -> None:
    said = read_reminder_reply(words)
    assert said is not None
    assert said.day_alone == alone


def test_a_yes_is_seen_beside_the_rest() -> None:
    said = read_reminder_reply("可以，知道了")
    assert said is not None
    assert (said.meaning, said.assents) == (Meaning.KNOWN, True)
