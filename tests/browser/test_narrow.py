"""The page on a telephone: one chat fills the screen, a bar at the foot switches, nothing sticks out."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.company import FINANCE_GROUP, SALES
from tests.browser.running import SandboxProcess, ScriptedBot, press
from tests.browser.window import GROUPS, PHONE_1, PHONE_2, Window

LONG_CARD = "\n".join(
    [
        "核对一下 · 苏州工业园区宏达机电设备制造有限公司 · 款到发货",
        "X200 减速电机 300 台 × ¥58.00",
        "W" * 120,
        "https://example.com/" + "x" * 150,
    ]
)


def test_one_phone_fills_the_screen_and_the_bar_switches(
    phone: Window, bot: ScriptedBot, sandbox: SandboxProcess
) -> None:
    expect(phone.pane(PHONE_1)).to_be_visible()
    expect(phone.pane(PHONE_2)).to_be_hidden()
    bot.say(sandbox.chat_id(FINANCE_GROUP), "水单待确认")
    entry = phone.page.locator("#switcher button", has_text=FINANCE_GROUP)
    expect(entry.locator(".badge")).to_have_text("1")
    entry.tap()
    expect(phone.pane(PHONE_1)).to_be_hidden()
    expect(phone.message(GROUPS[0], "水单待确认")).to_be_in_viewport()
    expect(entry.locator(".badge")).to_have_count(0)


def test_nothing_is_wider_than_the_screen(phone: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    rows = [press(f"很长的按钮名字 {n}", f"k{n}") for n in range(4)], [press("提交"), press("改一项"), press("取消")]
    for chat in (SALES, FINANCE_GROUP):
        bot.card(sandbox.chat_id(chat), LONG_CARD, *rows)
    for entry in phone.page.locator("#switcher button").all():
        entry.tap()
        assert phone.overflow() == 0
    phone.page.locator("#switcher button").first.tap()
    parts = ".inline-keys .key", ".composer textarea", ".send", ".bubble"
    assert phone.sticks_out(PHONE_1, *parts) == []
    # What a thumb has to hit must not be smaller than it should be.
    sizes = [node.bounding_box() for node in phone.pane(PHONE_1).locator(".inline-keys .key").all()]
    assert min(box["height"] for box in sizes if box) >= 40
    # Both measures do see what is too wide.
    phone.page.evaluate("document.querySelector('.pane[data-active]').style.minWidth = '500px'")
    assert phone.overflow() > 0
    assert ".send" in phone.sticks_out(PHONE_1, *parts)


def test_tapping_typing_and_the_clock_work_by_touch(phone: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    bot.card(sandbox.chat_id(SALES), "这单是做什么的？", [press("客户要货"), press("寄样品")])
    phone.key(PHONE_1, "客户要货").tap()
    expect(phone.pane(PHONE_1).locator(".toast")).to_have_text("收到 客户要货")
    phone.write(PHONE_1, "三百台")
    expect(phone.message(PHONE_1, "三百台")).to_be_in_viewport()
    phone.page.get_by_role("button", name="时间").tap()
    phone.page.locator("[data-move=plus_two_hours]").tap()
    expect(phone.page.locator(".time")).to_have_text(re.compile(r"12:0\d"))
    assert phone.overflow() == 0


def test_holding_a_message_offers_to_answer_it(phone: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    bot.say(sandbox.chat_id(SALES), "货款没付清：可以做，先别发。")
    bubble = phone.message(PHONE_1, "货款没付清").locator(".bubble")
    bubble.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    phone.pane(PHONE_1).get_by_role("menuitem", name="回复").tap()
    expect(phone.pane(PHONE_1).locator(".bar-line")).to_contain_text("货款没付清")
