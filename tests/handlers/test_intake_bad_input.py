"""Nonsense at every question of every type: a clear answer, the draft kept, nothing filed, and the way goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.desk import Phone
from tests.support.intake import WAYS, Answer, walk

FILE = {"file_id": "f", "file_unique_id": "u"}
STICKER = {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}


def _sends(text: str) -> Callable[[Phone], None]:
    return lambda phone: phone.sends(text)


def _sends_thing(**thing: Any) -> Callable[[Phone], None]:
    return lambda phone: phone.office.says(phone.name, **thing)


NOTHING = "没看到内容，请再写一次。"
NO_WORDS = "这一步请写字或点按钮，刚才发的没算数。"
KEPT = "收到，算作下单依据，共 1 份。"

THINGS: dict[str, tuple[Callable[[Phone], None], str]] = {
    "blanks": (_sends("\u200b \u2060\ufeff"), NOTHING),
    "only controls": (_sends("\u202e\u2067\u200f"), NOTHING),
    "sticker": (_sends_thing(sticker=STICKER), NO_WORDS),
    "voice": (_sends_thing(voice={**FILE, "duration": 3}), NO_WORDS),
    "location": (_sends_thing(location={"latitude": 31.2, "longitude": 120.6}), NO_WORDS),
    "photo": (lambda phone: phone.office.uploads(phone.name), KEPT),
    "document": (lambda phone: phone.office.uploads(phone.name, document=True), KEPT),
}
"""Answered alike at every question, whatever it asks; a photo belongs to the order and answers nothing."""

LONG = "啊" * 4096
WORDS = {
    "long": LONG,
    "emoji": "😀👍🏽",
    "html": "<b>&",
    "thirty digits": "9" * 30,
    "past day": "2020-01-01",
    "nobody": "查无此物公司",
    "negative": "-5",
    "zero": "0",
    "turned": "\u202e0\u202c",
}
UNCLEAR = "没看懂"
TAKEN = "taken"
"""Words that are an answer of this kind."""
ANSWERED: dict[str, dict[str, str]] = {
    "choice": dict.fromkeys(WORDS, "请点下面的按钮选一个。"),
    "papers": dict.fromkeys(WORDS, "请点下面的按钮选一个。"),
    "customer": dict.fromkeys(WORDS, "没找到"),
    "product": dict.fromkeys(WORDS, "没有叫"),
    "more": dict.fromkeys(WORDS, "没有叫"),
    "quantity": {
        **dict.fromkeys(WORDS, UNCLEAR),
        "long": "太长了",
        "thirty digits": "太大了",
        "negative": "不能是负数。",
        "zero": "要大于 0。",
        "turned": "要大于 0。",
    },
    "date": {**dict.fromkeys(WORDS, UNCLEAR), "long": "太长了", "past day": "这天已经过了"},
    "contact": {
        **dict.fromkeys(WORDS, "这里要写字"),
        "long": "最多 60 个字。",
        "html": TAKEN,
        "nobody": TAKEN,
    },
    "phone": dict.fromkeys(WORDS, "没看到电话号码"),
}
ANSWERED["price"] = ANSWERED["percent"] = ANSWERED["days"] = ANSWERED["quantity"]
ANSWERED["place"] = ANSWERED["contact"] | {"long": "最多 120 个字。"}


def kept(phone: Phone) -> tuple[Any, ...]:
    """What the draft holds, without the notes of its card."""
    draft = phone.office.drafts()[0]
    notes = ("_n", "_bad", "_choose", "_said", "_files")
    return draft.state, draft.step, {key: value for key, value in draft.answers.items() if key not in notes}


def refuses(phone: Phone, act: Callable[[Phone], None], answer: str) -> None:
    """Something is answered clearly and changes nothing."""
    before, orders = kept(phone), len(phone.office.orders())
    phone.office.sent = 0
    act(phone)
    assert phone.office.sent >= 1, "nobody answered"
    phone.sees(answer)
    assert kept(phone) == before
    assert len(phone.office.orders()) == orders


@pytest.mark.parametrize("leaf", WAYS)
def test_nonsense_stops_no_order(phone: Phone, leaf: str):
    """Everything that can be wrong at every question, each followed by more of it, then the right answer."""
    phone.sends("/new")
    for answer in WAYS[leaf]:
        for act, said in THINGS.values():
            refuses(phone, act, said)
        for name, said in ANSWERED[answer.kind].items():
            if said == TAKEN:
                takes(phone, answer, WORDS[name])
            else:
                refuses(phone, _sends(WORDS[name]), said)
        answer.give(phone)
    phone.sees("核对一下")
    for act, said in THINGS.values():
        refuses(phone, act, said)
    for words in WORDS.values():
        refuses(phone, _sends(words), "这里点下面的按钮就行。")
    phone.taps("提交")
    assert len(phone.office.orders()) == 1


def takes(phone: Phone, answer: Answer, words: str) -> None:
    """Words that are an answer are shown as they were written, and taken back by the way back."""
    phone.sends(words)
    phone.sees(words)
    phone.taps("上一步")
    assert phone.office.drafts()[0].step == answer.step


def test_nonsense_beside_the_questions(phone: Phone):
    """Where the card asks which answer to change, or whether to throw all away."""
    walk(phone, "prepaid.shipment")
    for way in ("改一项", "取消"):
        phone.taps(way)
        for words in WORDS.values():
            refuses(phone, _sends(words), "这里点下面的按钮就行。")
        phone.taps("不改了" if way == "改一项" else "接着填")
    phone.taps("提交")
    assert len(phone.office.orders()) == 1


DEFAULTS = {
    "standard": {"账期天数": "quantity", "客户PO号": "text", "运费": "choice", "税率": "percent"},
    "prepaid.shipment": {"预计付款日": "date", "收货人": "contact", "收货电话": "phone", "送到": "place"},
    "stock": {"占用资金": "price", "现有库存与在途": "text"},
}


@pytest.mark.parametrize(
    ("leaf", "label", "kind"), [(a, b, c) for a, some in DEFAULTS.items() for b, c in some.items()]
)
def test_nonsense_for_an_answer_that_nobody_asked(phone: Phone, leaf: str, label: str, kind: str):
    walk(phone, leaf)
    phone.taps("改一项", label)
    for act, said in THINGS.values():
        refuses(phone, act, said)
    for name, said in ANSWERED.get(kind, {}).items():
        if said != TAKEN:
            refuses(phone, _sends(WORDS[name]), said)
    phone.taps("不改了", "提交")
    assert len(phone.office.orders()) == 1


def test_the_same_nonsense_twice_is_answered_twice(phone: Phone):
    """A card that is edited into itself would look like silence: it comes anew below the words."""
    walk(phone, "stock", until=2)
    phone.sends("abc")
    first = phone.card.message_id
    phone.sends("abc")
    assert phone.card.message_id > first
    assert sum("没看懂" in one.text for one in phone.chat) == 1


@pytest.mark.parametrize("name", ["long", "sticker"])
def test_an_answer_is_not_pushed_off_the_screen(phone: Phone, name: str):
    walk(phone, "stock", until=2)
    first = phone.card.message_id
    phone.sends(LONG) if name == "long" else THINGS["sticker"][0](phone)
    assert phone.card.message_id > first


def test_controls_and_tags_in_a_name_are_only_characters(phone: Phone):
    walk(phone, "sample", until=6)
    phone.sends("\u202e李\u2066<i>工\u202c")
    phone.sees("收样人：李<i>工")
    assert phone.office.drafts()[0].answers["receiver"] == "李<i>工"
