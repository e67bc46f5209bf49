"""The people of a busy week: who files what, who presses what, and how long each of them takes over it.

Nobody is prompt. A button is seen, waits for hours that are drawn from a seeded random number, and is pressed in
working hours or never; slips come late, some are confirmed the day after, some votes never come.
"""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sandbox.client import SandboxError
from sandbox.state import Message
from tests.support.world import ZONE, Chat, World

SALES: Final = ("张敏", "赵磊")
FINANCE, MAKING, STORE, CHECKING = "财务群", "生产采购群", "仓储物流群", "技术质量群"
GROUPS: Final = (FINANCE, MAKING, STORE, CHECKING)
PEOPLE: Final = (*SALES, "周海", "王建国", "李娜", "何静", "刘伟", "王芳", "孙丽", "赵强", "马骏", "林悦")
_AT_HAND: Final = frozenset({*GROUPS, *SALES, "周海", "王建国"})
"""Where work is done; the others do theirs in their groups, and in private only say that they have seen it."""
_SEEN: Final = "知道了"
NUMBER: Final = re.compile(r"[A-Z]{2}\d{6}-\d{3}")
QUANTITY: Final = re.compile(r"(\d+) (\S) × ")
_SPREAD: Final = 0.9
_MOST_QUESTIONS: Final = 12
_NUMBER_ASKED: Final = "60"
"""For how many days goods for stock will do: the one question of theirs that is not answered by a button."""
_CUSTOMERS: Final = {
    "张敏": ("宏达", "永盛", "中泰", "鼎新", "恒力"),
    "赵磊": ("华腾", "金桥", "瑞丰", "东方水泵"),
}
_MADE: Final = (
    ("X200", "台", "58", 300), ("X350", "台", "126", 60), ("Y10", "件", "36.5", 400), ("Y16", "件", "52", 120),
    ("B5", "套", "18.6", 80), ("S08", "条", "23.5", 100), ("W60", "只", "64", 40), ("F40", "件", "12.8", 500),
)  # fmt: skip
_PAID: Final = ("款到发货", "款到发货", "全款到了再排产", "定金三成", "账期", "账期")


@dataclass(frozen=True, slots=True)
class Habit:
    """What somebody does with a button, after how many hours in the middle, and how often it is left alone."""

    label: re.Pattern[str]
    hours: float
    never: float = 0.0
    then: tuple[str, ...] = ()
    """What follows: texts are sent, `photo` is uploaded, `[label` presses the first button that begins so."""


def _habit(label: str, hours: float, never: float = 0.0, *then: str) -> Habit:
    return Habit(re.compile(label), hours, never, then)


HABITS: Final = (
    _habit(r"同意(，.*)?$", 3.0, 0.12),
    _habit(r"驳回$", 4.0, 0.97, "这个做不了"),
    _habit(r"接单", 1.5, 0.03),
    _habit(r"完成", 16.0, 0.08),
    _habit(r"检验放行", 6.0),
    _habit(r"备齐", 5.0, 0.05),
    _habit(r"发货通知$", 3.0),
    _habit(r"传水单", 14.0, 0.15, "photo", "[还差的"),
    _habit(r"到账 ¥", 6.0, 0.05),
    _habit(r"已发出", 4.0, 0.05),
    _habit(r"客户已签收", 20.0, 0.2),
    _habit(r"入库", 8.0),
    _habit(r"知道了$", 10.0, 0.6),
    _habit(r"改单$", 8.0, 0.8, "/change {number} 改成{less}", "[客户需求", "[改原有需求", "客户加量", "[提交"),
    _habit(r"暂停$", 12.0, 0.96, "[图纸要改"),
    _habit(r"恢复$", 6.0, 0.1, "[恢复，接着做"),
)


@dataclass
class Staff:
    """Everybody's hands. What was seen is remembered, so that each button is considered once."""

    world: World
    chance: random.Random
    due: dict[tuple[str, str, str], datetime | None] = field(
        default_factory=dict[tuple[str, str, str], datetime | None]
    )
    did: int = 0
    filed: int = 0
    given_up: int = 0

    async def look(self, now: datetime, *, works: bool) -> None:
        """Go through all chats: decide what comes when, and at work do what has come due."""
        for place in (*GROUPS, *PEOPLE):
            for message, label, habit in self._buttons(place):
                key = (place, (message.text or "").partition("\n")[0], label)
                if key not in self.due:
                    self.due[key] = self._when(now, habit)
                due = self.due[key]
                if works and due is not None and due <= now:
                    self.due[key] = None
                    await self._does(place, message, label, habit)
        await self.world.settles()

    def _buttons(self, place: str) -> list[tuple[Message, str, Habit]]:
        chat = self.world.server.room.world.chat(place)
        return [
            (message, button["text"], habit)
            for message in list(chat.messages.values())
            for row in message.inline_keyboard
            for button in row
            for habit in HABITS
            if habit.label.match(button["text"]) and (place in _AT_HAND or button["text"] == _SEEN)
        ]

    def _when(self, now: datetime, habit: Habit) -> datetime | None:
        if self.chance.random() < habit.never:
            return None
        return now + timedelta(hours=habit.hours * math.exp(self.chance.gauss(0, _SPREAD)))

    async def _does(self, place: str, message: Message, label: str, habit: Habit) -> None:
        who = Chat(self.world, hand_of(place, label, message.text or ""), place)
        try:
            await self.world.client.tap(place, label, who.name, message_id=message.message_id)
            self.did += 1
            if habit.then:
                await self.world.settles()
                await self._follow(who, habit.then, message)
        except SandboxError:
            return  # the button has gone meanwhile: somebody was quicker

    async def _follow(self, who: Chat, steps: tuple[str, ...], message: Message) -> None:
        number, goods = NUMBER.search(message.text or ""), QUANTITY.search(message.text or "")
        named = {
            "number": number[0] if number else "",
            "less": f"{int(goods[1]) // 2 + 1}{goods[2]}" if goods else "",
        }
        for step in steps:
            if step == "photo":
                await who.uploads("photo")
            elif step.startswith("["):
                await press_first(who, step[1:])
            else:
                await who.sends(step.format(**named))

    async def files(self, now: datetime) -> None:
        """One order in one line, and what is asked on top of it."""
        name = self.chance.choice(SALES)
        chat = self.world.person(name)
        await chat.sends(self._line(name, now))
        for _ in range(_MOST_QUESTIONS):
            answer = next_answer(await chat.buttons())
            if answer is None:
                await chat.sends(_NUMBER_ASKED)
                continue
            await chat.taps(answer)
            if answer == "提交":
                self.filed += 1
                break
        else:
            self.given_up += 1
            await press_first(chat, "取消")
            return
        if self.chance.random() < 0.85 and "加附件" in await chat.buttons():
            await chat.taps("加附件")
            await chat.uploads("photo")
            await press_first(chat, "合同")

    def _line(self, name: str, now: datetime) -> str:
        code, unit, price, most = self.chance.choice(_MADE)
        day = (now.astimezone(ZONE) + timedelta(days=self.chance.randint(12, 40))).date()
        customer = self.chance.choice(_CUSTOMERS[name])
        when = f"{day.month}月{day.day}号"
        kind = self.chance.random()
        if kind < 0.08:
            return f"{customer} {code} 2{unit} 样品 {when}"
        if kind < 0.16:
            return f"备货 {code} 100{unit} {when}"
        quantity = max(1, most // self.chance.choice((1, 2, 3)))
        return f"{customer} {code} {quantity}{unit} 单价{price} {when} {self.chance.choice(_PAID)}"


async def press_first(who: Chat, begins: str) -> None:
    """The newest button that begins like that, where there is one."""
    messages = who.world.server.room.world.chat(who.place).messages.values()
    for message in reversed(list(messages)):
        for row in message.inline_keyboard:
            for button in row:
                if button["text"].startswith(begins):
                    await who.world.client.tap(who.place, button["text"], who.name, message_id=message.message_id)
                    await who.world.settles()
                    return


def next_answer(labels: list[str]) -> str | None:
    """What a salesperson in a hurry presses; None where something has to be written."""
    if "提交" in labels:
        return "提交"
    return labels[0] if labels and labels[0] not in ("上一步", "取消") else None


def hand_of(place: str, label: str, text: str) -> str:
    """Who presses that in a group; in private whose chat it is."""
    if place == FINANCE:
        return "李娜"
    if place == STORE:
        return "赵强"
    if place == MAKING:
        return "王芳" if "采购" in label or text.startswith("请采购") else "刘伟"
    if place == CHECKING:
        return "马骏" if text.startswith("请技术") or "（技术" in label else "孙丽"
    return place
