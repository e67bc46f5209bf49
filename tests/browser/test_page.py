"""The page in a wide window: what is typed and tapped arrives, and what the bot does is seen."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.company import FINANCE, FINANCE_GROUP, PRODUCTION_GROUP, SALES, WAREHOUSE, WAREHOUSE_GROUP
from tests.browser.conftest import OpenPage
from tests.browser.running import SandboxProcess, ScriptedBot, press
from tests.browser.window import GROUPS, PHONE_1, PHONE_2, Window

FINANCE_PANE, PRODUCTION_PANE, WAREHOUSE_PANE = GROUPS
SLIP_CARD = "查账 · XS261123-003 宏达机电"


def slip_card(bot: ScriptedBot, chat: int) -> int:
    rows = (
        [press("到账 ¥12,000.00", "paid", style="success")],
        [press("没查到", "lost", style="danger"), press("分到几单", "split")],
    )
    return bot.card(chat, SLIP_CARD, *rows)["message_id"]


def test_shows_two_phones_and_three_groups_of_the_company(wide: Window) -> None:
    for pane, person in [(PHONE_1, SALES), (PHONE_2, FINANCE)]:
        expect(wide.pane(pane).locator("header select")).to_contain_text(person)
        expect(wide.pane(pane)).to_have_attribute("aria-label", person)
    for pane, group in zip(GROUPS, [FINANCE_GROUP, PRODUCTION_GROUP, WAREHOUSE_GROUP], strict=True):
        expect(wide.pane(pane)).to_have_attribute("aria-label", group)
        expect(wide.pane(pane)).to_be_visible()
    expect(wide.page.locator(".time")).to_have_text(re.compile(r"周一 11月23日 10:0\d"))
    assert wide.overflow() == 0


def test_typing_reaches_the_bot_and_its_answer_the_phone(wide: Window, bot: ScriptedBot) -> None:
    bot.on_text = lambda message: bot.say(message["chat"]["id"], f"记下了：{message['text']}")
    wide.write(PHONE_1, "宏达 X200 三百台")
    expect(wide.message(PHONE_1, "宏达 X200 三百台").first).to_be_visible()
    expect(wide.message(PHONE_1, "记下了：宏达 X200 三百台")).to_be_in_viewport()
    expect(wide.pane(PHONE_1).locator(".message.own")).to_have_count(1)
    expect(wide.pane(PHONE_2).locator(".message")).to_have_count(0)
    expect(wide.pane(PHONE_1).locator("textarea")).to_have_value("")


def test_a_press_is_answered_and_the_card_changes_in_its_place(
    wide: Window, bot: ScriptedBot, sandbox: SandboxProcess
) -> None:
    chat = sandbox.chat_id(FINANCE_GROUP)
    card = slip_card(bot, chat)
    bot.say(chat, "后面还有一条")
    presses: list[tuple[str, str]] = []

    def pressed(query: dict) -> dict:
        presses.append((query["from"]["first_name"], query["data"]))
        bot.call("editMessageText", chat_id=chat, message_id=card, text="到账 ¥12,000.00 · 李娜 10:05 确认")
        return {"text": "记下了"}

    bot.on_press = pressed
    messages = wide.pane(FINANCE_PANE).locator(".message")
    expect(messages).to_have_count(2)
    wide.key(FINANCE_PANE, "到账 ¥12,000.00").click()
    expect(wide.pane(FINANCE_PANE).locator(".toast")).to_have_text("记下了")
    expect(messages.first).to_contain_text("李娜 10:05 确认")
    expect(messages.first).to_have_class(re.compile(r"\bglow\b"))
    expect(wide.pane(FINANCE_PANE).locator(".inline-keys")).to_have_count(0)
    expect(messages).to_have_count(2)
    assert presses == [(FINANCE, "paid")]


def test_a_member_can_be_chosen_to_press_in_a_group(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    slip_card(bot, sandbox.chat_id(FINANCE_GROUP))
    bot.on_press = lambda query: {"text": f"{query['from']['first_name']}不能确认", "show_alert": True}
    wide.pane(PHONE_2).locator(".tab", has_text=FINANCE_GROUP).click()  # 李娜 looks at the group as well
    wide.pane(FINANCE_PANE).locator(".speaker select").select_option(label=SALES)
    wide.key(FINANCE_PANE, "没查到").click()
    box = wide.pane(FINANCE_PANE).get_by_role("alertdialog")
    expect(box).to_contain_text("张敏不能确认")
    expect(wide.page.get_by_role("alertdialog")).to_have_count(1)  # only on the phone of who pressed
    box.get_by_role("button").click()
    expect(box).to_have_count(0)


def test_button_styles_are_told_apart_by_colour(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    slip_card(bot, sandbox.chat_id(FINANCE_GROUP))
    labels = "到账 ¥12,000.00", "没查到", "分到几单"
    colours = [
        wide.key(FINANCE_PANE, label).evaluate("node => getComputedStyle(node).backgroundColor") for label in labels
    ]
    red_green = [[int(part) for part in re.findall(r"\d+", colour)[:2]] for colour in colours[:2]]
    assert red_green[0][1] > red_green[0][0]
    assert red_green[1][0] > red_green[1][1]
    assert len(set(colours)) == 3


def test_a_silent_bot_leaves_no_button_hanging(wide: Window, sandbox: SandboxProcess) -> None:
    deaf = ScriptedBot(sandbox.origin, sandbox.token)
    slip_card(deaf, sandbox.chat_id(FINANCE_GROUP))
    wide.key(FINANCE_PANE, "没查到").click()
    expect(wide.key(FINANCE_PANE, "没查到")).to_have_class(re.compile("busy"))
    expect(wide.pane(FINANCE_PANE).locator(".toast")).to_have_text("机器人还没回应")
    expect(wide.key(FINANCE_PANE, "没查到")).not_to_have_class(re.compile("busy"))


def test_answering_a_message_and_being_asked_to(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    chat = sandbox.chat_id(FINANCE_GROUP)
    card = slip_card(bot, chat)
    wide.message(FINANCE_PANE, SLIP_CARD).locator(".bubble").hover()
    wide.message(FINANCE_PANE, SLIP_CARD).get_by_role("button", name="回复").click()
    wide.write(FINANCE_PANE, "同意")
    expect(wide.message(FINANCE_PANE, "同意").locator(".quote")).to_contain_text(SLIP_CARD)
    assert sandbox.messages(FINANCE_GROUP)[-1]["reply_to"]["message_id"] == card

    asked = bot.say(chat, "李娜，为什么驳回？", reply_markup={"force_reply": True, "input_field_placeholder": "写原因"})
    line = wide.pane(FINANCE_PANE).locator("textarea")
    expect(line).to_have_attribute("placeholder", "写原因")
    wide.write(FINANCE_PANE, "价格低了")
    expect(line).to_have_attribute("placeholder", "写消息…")
    assert sandbox.messages(FINANCE_GROUP)[-1]["reply_to"]["message_id"] == asked["message_id"]


def test_the_button_keyboard_sends_its_words(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    chat = sandbox.chat_id(SALES)
    keys = {"keyboard": [[{"text": "报新单"}, {"text": "我的订单"}]], "resize_keyboard": True}
    bot.say(chat, "张敏，早。", reply_markup=keys)
    wide.pane(PHONE_1).locator(".reply-keys").get_by_role("button", name="报新单").click()
    expect(wide.message(PHONE_1, "报新单")).to_have_class(re.compile(r"\bown\b"))
    wide.pane(PHONE_1).get_by_role("button", name="按钮键盘").click()
    expect(wide.pane(PHONE_1).locator(".reply-keys")).to_be_hidden()


def test_photos_files_and_the_sample_slip_are_uploaded(
    wide: Window, bot: ScriptedBot, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    got: list[dict] = []
    bot.on_text = got.append
    pane = wide.pane(PHONE_1)
    pane.get_by_role("button", name="发图片或文件").click()
    pane.get_by_role("menuitem", name="样张水单").click()
    expect(pane.locator(".bar-line")).to_contain_text("水单样张.png")
    wide.write(PHONE_1, "水单 12000")
    picture = wide.message(PHONE_1, "水单 12000").locator("img")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("img => img.naturalWidth") == 640

    contract = tmp_path / "合同.txt"
    contract.write_text("合同")
    pane.get_by_role("button", name="发图片或文件").click()
    with wide.page.expect_file_chooser() as chooser:
        pane.get_by_role("menuitem", name="文件").click()
    chooser.value.set_files(contract)
    pane.get_by_role("button", name="发送").click()
    expect(wide.message(PHONE_1, "合同.txt").locator("a.document")).to_have_attribute("download", "合同.txt")
    wide.page.wait_for_timeout(300)
    assert [list({"photo", "document"} & message.keys()) for message in got] == [["photo"], ["document"]]
    assert got[0]["caption"] == "水单 12000"


def test_the_clock_moves_forward(wide: Window, sandbox: SandboxProcess) -> None:
    time = wide.page.locator(".time")
    for move, reads in [
        ("plus_half_hour", r"周一 11月23日 10:3\d"),
        ("plus_two_hours", r"周一 11月23日 12:3\d"),
        ("tomorrow", r"周二 11月24日 08:4\d"),
        ("plus_day", r"周三 11月25日 08:4\d"),
        ("next_workday", r"周四 11月26日 08:4\d"),
    ]:
        wide.page.locator(f"[data-move={move}]").click()
        expect(time).to_have_text(re.compile(reads))
    assert sandbox.read("clock")["now"].startswith("2026-11-26T00:4")
    sandbox.sim("clock", to="2026-11-27T03:00:00Z")
    expect(time).to_have_text(re.compile(r"周五 11月27日 11:00"))
    wide.page.locator("[data-move=next_workday]").click()
    expect(time).to_have_text(re.compile(r"周一 11月30日 08:40"))


def test_links_of_the_bot_start_it_and_copy_buttons_copy(
    wide: Window, bot: ScriptedBot, sandbox: SandboxProcess
) -> None:
    link = "https://t.me/gendan_bot?start=invite-7"
    row = [press("打开", url=link), press("复制给客户", copy_text={"text": "宏达机电 300 台"})]
    bot.card(sandbox.chat_id(FINANCE_GROUP), "发给同事", row)
    wide.key(FINANCE_PANE, "复制给客户").click()
    expect(wide.pane(FINANCE_PANE).locator(".toast")).to_have_text("已复制")
    assert wide.page.evaluate("navigator.clipboard.readText()") == "宏达机电 300 台"
    wide.key(FINANCE_PANE, "打开").click()
    expect(wide.message(PHONE_2, "/start invite-7")).to_be_visible()


def test_a_new_colleague_comes_in_by_an_invite_link(wide: Window, bot: ScriptedBot) -> None:
    bot.on_text = lambda message: bot.say(message["chat"]["id"], f"欢迎：{message['text']}")
    wide.pane(PHONE_2).locator("header select").select_option("new")
    wide.page.get_by_role("dialog").get_by_role("textbox").fill("周工")
    wide.page.get_by_role("dialog").get_by_role("button", name="好").click()
    expect(wide.pane(PHONE_2)).to_have_attribute("aria-label", "周工")
    expect(wide.pane(PHONE_2).locator("textarea")).to_be_hidden()
    invite = wide.pane(PHONE_2).get_by_role("textbox", name="有邀请链接")
    invite.fill("https://t.me/gendan_bot?start=join-42")
    invite.press("Enter")
    expect(wide.message(PHONE_2, "欢迎：/start join-42")).to_be_visible()
    expect(wide.pane(PHONE_2).locator("textarea")).to_be_visible()


def test_unread_messages_and_pins_are_shown(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    chat = sandbox.chat_id(FINANCE_GROUP)
    sent = bot.say(chat, "财务 · 11月23日 · 1 件")
    tab = wide.pane(PHONE_1).locator(".tab", has_text=FINANCE_GROUP)
    expect(tab.locator(".badge")).to_have_text("1")
    bot.call("pinChatMessage", chat_id=chat, message_id=sent["message_id"], disable_notification=True)
    expect(wide.pane(FINANCE_PANE).locator(".pin")).to_contain_text("财务 · 11月23日 · 1 件")
    tab.click()
    expect(tab.locator(".badge")).to_have_count(0)
    expect(wide.message(PHONE_1, "财务 · 11月23日")).to_be_visible()


def test_a_reader_who_scrolled_up_is_not_torn_away(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    chat = sandbox.chat_id(SALES)
    first = bot.say(chat, "第一张卡")["message_id"]
    for number in range(30):
        bot.say(chat, f"第 {number} 条\n两行")
    pane = wide.pane(PHONE_1)
    expect(wide.message(PHONE_1, "第 29 条")).to_be_in_viewport()
    bot.call("editMessageText", chat_id=chat, message_id=first, text="第一张卡，改过")
    pane.get_by_role("button", name="上面的卡片变了").click()
    expect(wide.message(PHONE_1, "第一张卡，改过")).to_be_in_viewport()
    bot.say(chat, "新来的一条")
    expect(pane.locator(".down")).to_contain_text("1")
    expect(wide.message(PHONE_1, "第一张卡，改过")).to_be_in_viewport()
    pane.locator(".down").click()
    expect(wide.message(PHONE_1, "新来的一条")).to_be_in_viewport()


def test_the_page_finds_the_sandbox_again_after_a_restart(
    wide: Window, bot: ScriptedBot, sandbox: SandboxProcess
) -> None:
    wide.expect_errors()
    bot.say(sandbox.chat_id(SALES), "重启之前")
    expect(wide.message(PHONE_1, "重启之前")).to_be_visible()
    wide.pane(PHONE_1).locator("textarea").fill("写到一半")
    sandbox.stop()
    expect(wide.page.locator("#line")).to_contain_text("正在重连")
    wide.pane(PHONE_1).locator("textarea").press("Enter")
    expect(wide.pane(PHONE_1).locator(".error")).to_contain_text("没有应答")
    expect(wide.pane(PHONE_1).locator("textarea")).to_have_value("写到一半")
    sandbox.restart()
    bot.say(sandbox.chat_id(SALES), "重启之后")
    expect(wide.message(PHONE_1, "重启之后")).to_be_visible(timeout=15_000)
    expect(wide.page.locator("#line")).to_be_hidden()
    expect(wide.message(PHONE_1, "重启之前")).to_have_count(0)


def test_a_refusal_of_the_sandbox_is_shown_with_its_words(wide: Window, sandbox: SandboxProcess) -> None:
    wide.expect_errors()
    sandbox.sim("send", chat=PRODUCTION_GROUP, **{"from": WAREHOUSE}, text="我在")
    expect(wide.message(PRODUCTION_PANE, "我在")).to_be_visible()
    wide.page.route("**/sim/send", lambda route: route.fulfill(status=409, json={"error": "赵强 is not in the group"}))
    wide.write(PRODUCTION_PANE, "还在吗")
    expect(wide.pane(PRODUCTION_PANE).get_by_role("alert")).to_contain_text("赵强 is not in the group")
    expect(wide.pane(PRODUCTION_PANE).locator("textarea")).to_have_value("还在吗")


def test_words_looks_and_help_follow_the_reader(open_page: OpenPage, sandbox: SandboxProcess) -> None:
    window = open_page(sandbox.origin, dark=True, help=True)
    help_panel = window.page.locator("#help")
    expect(help_panel.locator("li")).to_have_count(5)
    help_panel.get_by_role("button", name="收起").click()
    window.page.get_by_role("button", name="EN").click()
    expect(window.page.locator("[data-move=tomorrow]")).to_have_text("Tomorrow 8:40")
    expect(window.pane(PHONE_1).locator("textarea")).to_have_attribute("placeholder", "Message…")
    window.page.reload()
    expect(window.page.locator("[data-move=tomorrow]")).to_have_text("Tomorrow 8:40")
    expect(help_panel).to_be_hidden()
    window.page.get_by_role("button", name="繁").click()
    expect(window.page.locator("[data-move=next_workday]")).to_have_text("下一個工作日")
    background = window.pane(PHONE_1).locator(".composer").evaluate("node => getComputedStyle(node).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)[:3]) < 80
