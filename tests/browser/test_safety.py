"""Whatever a name, a text or the server's HTML holds, nothing of it runs on the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.company import SALES
from tests.browser.conftest import OpenPage
from tests.browser.running import SandboxProcess, ScriptedBot
from tests.browser.window import PHONE_1, Window

ATTACK = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
HOSTILE_HTML = (
    '<b onclick="own()">粗</b><img src="x" onerror="own()"><script>own()</script><svg onload="own()"><a href="https://e.com">s</a></svg>'
    '<a href="javascript:own()">js</a><a href=" JaVaScRiPt:own()">js2</a><a href="data:text/html,x">data</a>'
    '<a href="https://example.com/" onmouseover="own()" style="position:fixed">好</a><iframe srcdoc="x"></iframe>'
    '<form action="/"><input></form>'
)
CLEAN = """async html => {
  const { safeHtml } = await import('/page/safe.js');
  const box = document.createElement('div');
  box.append(safeHtml(html, { link() {}, command() {} }));
  const nodes = [...box.querySelectorAll('*')];
  return {
    tags: nodes.map(node => node.localName),
    attributes: nodes.flatMap(node => node.getAttributeNames()),
    links: nodes.filter(node => node.href).map(node => node.href),
    text: box.textContent,
  };
}"""


def test_hostile_words_are_shown_as_words(wide: Window, bot: ScriptedBot, sandbox: SandboxProcess) -> None:
    sandbox.sim("rename", user=SALES, name=ATTACK)
    chat = sandbox.chat_id(ATTACK)
    bot.say(chat, ATTACK, reply_markup={"inline_keyboard": [[{"text": ATTACK[:60], "callback_data": "x"}]]})
    expect(wide.message(PHONE_1, "onerror")).to_be_visible()
    bot.on_press = lambda query: {"text": ATTACK, "show_alert": True}
    wide.pane(PHONE_1).locator(".inline-keys button").click()
    expect(wide.pane(PHONE_1).get_by_role("alertdialog")).to_contain_text("<script>")
    assert "owned" not in wide.page.title()
    assert wide.page.locator("img[src=x]").count() == 0


def test_only_known_tags_and_addresses_survive(wide: Window) -> None:
    wide.expect_errors()  # the browser reports each handler that the page's own policy refuses
    cleaned = wide.page.evaluate(CLEAN, HOSTILE_HTML)
    assert set(cleaned["tags"]) <= {"b", "a", "span"}
    assert set(cleaned["attributes"]) <= {"href", "target", "rel", "class"}
    assert cleaned["links"] == ["https://example.com/"]
    assert "own()" not in cleaned["text"]
    assert "粗" in cleaned["text"]


RAW = """async html => {
  window.own = () => { window.ran = true; };
  const box = document.createElement('div');
  document.body.append(box);
  box.innerHTML = html;
  await new Promise(done => setTimeout(done, 300));
  return Boolean(window.ran);
}"""


def test_the_policy_of_the_page_forbids_what_slips_through(open_page: OpenPage, sandbox: SandboxProcess) -> None:
    ran = {}
    for bypassed in (False, True):
        window = open_page(sandbox.origin, bypass_policy=bypassed)
        window.expect_errors()
        ran[bypassed] = window.page.evaluate(RAW, HOSTILE_HTML)
    assert ran == {False: False, True: True}  # without the policy the same HTML does run
