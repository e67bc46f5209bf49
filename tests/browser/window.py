"""One browser window with the page in it, spoken of as a person would: panes, messages, buttons."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

PHONE_1, PHONE_2 = "phone-1", "phone-2"
# On a page with a fresh memory the groups stand in this order: finance, production, warehouse. A fourth has its place
# on a telephone and in a very wide window.
GROUPS = ("group-1", "group-2", "group-3")


@dataclass
class Window:
    """A page, its panes, and what went wrong in it."""

    context: BrowserContext
    page: Page
    origin: str
    problems: list[str] = field(default_factory=list)
    errors_expected: bool = False

    @classmethod
    def open(
        cls,
        browser: Browser,
        origin: str,
        *,
        width: int = 1440,
        height: int = 900,
        touch: bool = False,
        dark: bool = False,
        help: bool = False,
        bypass_policy: bool = False,
    ) -> Window:
        """Opens the page at ``origin`` and waits until it has drawn the company."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            bypass_csp=bypass_policy,
            timezone_id="America/Chicago",  # the page must show company time wherever it is looked at
            permissions=["clipboard-read", "clipboard-write"],
        )
        if not help:
            context.add_init_script("localStorage.setItem('sandbox.helpHidden', 'true')")
        window = cls(context, context.new_page(), origin)
        window._listen()
        window.page.goto(origin)
        expect(window.page.locator(".pane header select").first).to_be_attached()
        expect(window.page.locator("#line")).to_be_hidden()
        return window

    def _listen(self) -> None:
        self.page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.problems.append(said.text))
        self.page.on("request", lambda request: self._foreign(request.url))

    def _foreign(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:")):
            self.problems.append(f"asked another host: {url}")

    def expect_errors(self) -> None:
        """From here on the test makes requests fail, which the browser's console reports by itself."""
        self.errors_expected = True

    def close(self) -> list[str]:
        """Closes the window; answers with what went wrong in it."""
        self.context.close()
        return [] if self.errors_expected else self.problems

    def pane(self, name: str) -> Locator:
        return self.page.locator(f"[data-pane={name}]")

    def message(self, pane: str, words: str) -> Locator:
        """The newest bubble with these words."""
        return self.pane(pane).locator(".message", has_text=words).last

    def key(self, pane: str, label: str) -> Locator:
        """An inline button."""
        return self.pane(pane).locator(".inline-keys").get_by_role("button", name=label, exact=True)

    def write(self, pane: str, words: str) -> None:
        """Types into the pane's line and sends it with Enter."""
        line = self.pane(pane).locator("textarea")
        line.fill(words)
        line.press("Enter")

    def overflow(self) -> int:
        """By how many points the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth") - self.width

    @property
    def width(self) -> int:
        """Of the screen; ``window.innerWidth`` would grow with a page that is too wide for a telephone."""
        assert self.page.viewport_size is not None
        return self.page.viewport_size["width"]

    def sticks_out(self, pane: str, *parts: str) -> list[str]:
        """Which of these parts of a pane reach over the window's left or right edge."""
        outside = """(node, width) => { const box = node.getBoundingClientRect(); return box.left < 0 || box.right > width; }"""
        nodes = {part: self.pane(pane).locator(part).all() for part in parts}
        assert all(nodes.values()), "there is nothing to measure"
        return [part for part, places in nodes.items() if any(node.evaluate(outside, self.width) for node in places)]
