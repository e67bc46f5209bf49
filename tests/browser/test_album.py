"""Several pictures chosen at once go as one album; a picture alone does not."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from sandbox.pictures import small_png
from tests.browser.company import SALES
from tests.browser.running import SandboxProcess, ScriptedBot
from tests.browser.window import PHONE_1, Window


def choose(window: Window, *numbers: int) -> None:
    pictures = [FilePayload(name=f"{n}.png", mimeType="image/png", buffer=small_png(n)) for n in numbers]
    page: Page = window.page
    window.pane(PHONE_1).get_by_role("button", name="发图片或文件").click()
    with page.expect_file_chooser() as chooser:
        window.pane(PHONE_1).get_by_role("menuitem", name="图片", exact=True).click()
    chooser.value.set_files(pictures)


def test_pictures_chosen_together_are_an_album(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    choose(wide, 1, 2, 3)
    expect(wide.pane(PHONE_1).locator(".bar-line")).to_contain_text("共 3 个")
    wide.write(PHONE_1, "三张图纸")
    expect(wide.pane(PHONE_1).locator(".message .photo")).to_have_count(3)
    choose(wide, 4)
    wide.write(PHONE_1, "水单")
    expect(wide.pane(PHONE_1).locator(".message .photo")).to_have_count(4)
    *album, alone = [message for message in sandbox.messages(SALES) if message["photo"]]
    assert len({message["media_group_id"] for message in album}) == 1
    assert alone["media_group_id"] is None
    assert [message["caption"] for message in album] == ["三张图纸", None, None]
