"""`@bot words` in the line: the bot's list above it, by keyboard and by finger."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.company import FINANCE_GROUP, SALES
from tests.browser.running import DemoProcess, SandboxProcess, ScriptedBot
from tests.browser.window import GROUPS, PHONE_1, Window

NAMES = ("宏达机电", "鸿达塑胶", "X200")


def finds(query: dict[str, Any]) -> dict[str, Any]:
    """What the scripted bot finds: names as they stand, and nothing for ``zz``."""
    found = [name for name in NAMES if query["query"] in ("", "hd", name)]
    results = [
        {"type": "article", "id": f"r{n}", "title": name, "input_message_content": {"message_text": name}}
        for n, name in enumerate(found)
    ]
    return {"results": results, "is_personal": True, "cache_time": 0}


def line(window: Window, pane: str) -> Locator:
    return window.pane(pane).locator(".composer textarea")


def option(window: Window, pane: str, words: str) -> Locator:
    return window.pane(pane).get_by_role("option", name=words)


def test_the_keyboard_picks_from_the_list(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    bot.on_inline = finds
    written = line(wide, PHONE_1)
    written.click()
    written.press_sequentially("@gend")
    expect(option(wide, PHONE_1, "@gendan_bot")).to_be_visible()
    written.press("Tab")
    expect(written).to_have_value("@gendan_bot ")
    written.press_sequentially("hd")
    expect(option(wide, PHONE_1, "宏达机电")).to_have_attribute("aria-selected", "true")
    written.press("ArrowDown")
    chosen = option(wide, PHONE_1, "鸿达塑胶")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(written).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    written.press("Enter")
    expect(wide.message(PHONE_1, "鸿达塑胶")).to_contain_text("gendan_bot")
    expect(written).to_have_value("")
    expect(wide.pane(PHONE_1).get_by_role("listbox")).to_be_hidden()
    # Asking anew after every stroke is not typing anew.
    assert sandbox.read("effort", **{"from": SALES})["typed"] == len("hd")


def test_escape_closes_the_list_and_nothing_is_sent(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    bot.on_inline = finds
    before = len(sandbox.messages(SALES))
    written = line(wide, PHONE_1)
    written.fill("@gendan_bot zz")
    expect(wide.pane(PHONE_1).get_by_role("status").filter(has_text="没找到")).to_be_visible()
    written.fill("@gendan_bot hd")
    expect(option(wide, PHONE_1, "宏达机电")).to_be_visible()
    written.press("Escape")
    expect(wide.pane(PHONE_1).get_by_role("listbox")).to_be_hidden()
    expect(written).to_have_value("@gendan_bot hd")
    assert len(sandbox.messages(SALES)) == before
    # A closed list leaves Enter to the line again.
    written.press("Enter")
    expect(wide.message(PHONE_1, "@gendan_bot hd")).to_be_visible()


def test_a_hasty_enter_waits_for_the_list(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    bot.on_inline = finds
    written = line(wide, GROUPS[0])
    written.fill("@gendan_bot hd")
    written.press("Enter")
    expect(option(wide, GROUPS[0], "宏达机电")).to_be_visible()
    assert [message["text"] for message in sandbox.messages(FINANCE_GROUP) if message["text"]] == []


def test_a_finger_picks_from_the_list(phone: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    bot.on_inline = finds
    line(phone, PHONE_1).tap()
    line(phone, PHONE_1).press_sequentially("@gendan_bot hd")
    wanted = option(phone, PHONE_1, "鸿达塑胶")
    expect(wanted).to_be_visible()
    box = wanted.bounding_box()
    assert box
    assert box["height"] >= 40
    assert phone.overflow() == 0
    assert phone.sticks_out(PHONE_1, ".typeahead", ".option") == []
    wanted.tap()
    expect(phone.message(PHONE_1, "鸿达塑胶")).to_be_in_viewport()
    assert sandbox.messages(SALES)[-1]["text"] == "鸿达塑胶"


def test_the_demo_finds_a_customer_by_initials(open_page: Any, demo: DemoProcess) -> None:
    window = open_page(demo.origin)
    expect(window.key(PHONE_1, "报新单").last).to_be_visible(timeout=20000)
    line(window, PHONE_1).fill("@gendan_bot hd")
    expect(option(window, PHONE_1, "宏达机电")).to_be_visible()
    option(window, PHONE_1, "宏达机电").click()
    expect(window.message(PHONE_1, "宏达机电")).to_contain_text("gendan_bot")
